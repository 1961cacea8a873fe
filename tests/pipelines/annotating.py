"""What the tests of annotation share: changes, a desk on a run, and a run labelled as it stands.

label_all(run, "ann", slips=3)      # as the automatic labels say, but for three steps
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

from assay.pipelines.annotate.desk import Desk
from assay.pipelines.annotate.items import read_items
from assay.pipelines.annotate.journal import Change, Journal
from assay.pipelines.annotate.order import Shown, ordered
from assay.pipelines.annotate.settings import read_settings

KEY = ("t", "model", 0)


def change(number: int, *marks: str | None, **more: Any) -> Change:
    made = Change(f"change-{number:04d}", KEY, "h", number, marks, False, False, False, "now")
    return replace(made, **more)


def desk_of(run: Path, journal: Journal, **more: Any) -> Desk:
    settings = read_settings("ann", **more)
    return Desk(settings, ordered(read_items(run), settings.order, 0, None), journal)


def asked(item: dict[str, Any], number: int, *marks: str | None, **more: Any) -> dict[str, Any]:
    given = {"id": f"asked-{number:04d}", "key": item["key"], "of": item["of"]}
    return given | {"base": item["revision"], "marks": list(marks), "closed": False,
                    "skipped": False} | more  # fmt: skip


def label_all(run: Path, name: str, slips: int = 0, most: int | None = None) -> int:
    """Mark every solution as the automatic labels say, but for so many steps."""
    words = {"correct": "positive", "wrong": "negative", "undecided": "unsure"}
    with Journal(run, name) as journal:
        items = read_items(run)[:most]
        desk = Desk(read_settings(name), Shown(items, ""), journal)
        for at, item in enumerate(items):
            marks = [words.get(word, word) for word in item.statuses() or []]
            if at < slips:
                marks[0] = "neutral" if marks[0] == "positive" else "positive"
            desk.change(asked(desk.item(at), at, *marks, closed=True))
    return len(items)
