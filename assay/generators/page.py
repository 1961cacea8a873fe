"""docs/families.md, written from the registry: what there is, with an example of each.

    python -m assay.generators.page > docs/families.md

What the registry itself says, and the stored scores of the planted faults: the same everywhere.
Speeds are measured by benchmarks/generators.py. A test holds the page to this function.
"""

import json
from pathlib import Path

from assay.generators import FAMILIES, Family, draw
from assay.generators.family import LEVELS

FAULTS = Path(__file__).parents[2] / "docs" / "families-faults.json"
_HEAD = """# Families

Written by `python -m assay.generators.page` from the registry in `assay/generators/__init__.py`; a
test holds this page to it. Every family has levels 1 to 10, several phrasings, and an oracle: a
second route to the answer that shares no code with the first. Capacity is the number of different
problems that a level can draw (levels 1, 5 and 10 are shown; ">2^63" is beyond counting).
"Faults caught": of so many wrong golds planted on purpose (of so many types), how many the oracle
and the checkers refused (families-faults.json, written by `python -m assay.pipelines.gold_faults`
and held true by a test). Speeds: generators-speed.md. What was proved en masse: families-proof.md.
The examples are item 0 of seed 1 in its shortest phrasing. Everything here is synthetic.
"""


def families_page() -> str:
    """The whole page as Markdown."""
    parts = [_HEAD]
    for area in dict.fromkeys(family.area for family in FAMILIES.values()):
        families = [family for family in FAMILIES.values() if family.area == area]
        parts.append(f"## {area.capitalize()}: {len(families)} families\n\n{_table(families)}\n")
    parts.append(f"## Examples\n\n{_examples()}")
    return "\n".join(parts)


def _table(families: list[Family]) -> str:
    rows = ["| family | domain | answer | capacity 1 / 5 / 10 | steps | faults caught |"]
    rows.append("|---|---|---|---|---|---|")
    faults = json.loads(FAULTS.read_text())
    for family in families:
        room = " / ".join(_shown(family.capacity(level)) for level in (1, 5, 10))
        steps = "yes" if family.has_steps else "no"
        rows.append(
            f"| {family.name} | {family.domain} | {family.answer_kind} | {room} | {steps} "
            f"| {_score(faults.get(family.name))} |"
        )
    return "\n".join(rows)


def _score(stored: dict[str, int] | None) -> str:
    if stored is None:
        return "not yet"
    return f"{stored['caught']} of {stored['planted']} ({stored['types']} types)"


def _shown(capacity: int | None) -> str:
    if capacity is None:
        return ">2^63"
    return f"{capacity:,}" if capacity < 10**7 else f"{capacity:.1e}"


def _examples() -> str:
    return "\n".join(_example(family) for family in FAMILIES.values())


def _example(family: Family) -> str:
    lines = [f"### {family.name}\n"]
    for level in (LEVELS[0], LEVELS[4]):
        task = draw(family, level, 1, 0, "short").task
        shown = f"{task.prompt}\n\nAnswer: {task.answer.value}"
        if family.answer_kind == "program":
            shown = f"{task.prompt}\n\nAnswer: a program"
        lines.append(f"Level {level}:\n\n````text\n{shown}\n````\n")
    return "\n".join(lines)


if __name__ == "__main__":
    print(families_page(), end="")
