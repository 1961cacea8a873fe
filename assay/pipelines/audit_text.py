"""An audit for people: a table by kind of answer, and the worst attacks and forms with an example.

    show_audit(audit_reward("all", 5, seed=7, reward="math_verify"))      # to standard error

The JSON on standard output holds everything; this is what one looks at first. What a response says
is made visible before it reaches the terminal, as in an explanation.
"""

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from assay.pipelines.report_text import one_line

MOST_ROWS = 15
MOST_CHARACTERS = 70
_FAULTS = ("no_verdict", "raised", "hung", "died")


def show_audit(found: dict[str, Any]) -> None:
    """Print the tables of one audited reward to standard error."""
    console = Console(stderr=True)
    console.print(
        f"reward {escape(found['reward'])} {escape(found['version'])}: {found['items']} items of "
        f"{found['families']} families",
        highlight=False,
    )
    if found["cut_short"]:
        console.print(escape(found["cut_short"]))
    console.print(_by_kind(found))
    for sort, wrong in (("attacks", "accepted"), ("forms", "rejected")):
        if sort in found:
            row = found[sort]
            console.print(
                f"{wrong}: {row[wrong]} of {row['tried']}, below {100 * row['upper_bound']:.2g}% "
                "with 95% confidence, were the trials independent",
                highlight=False,
            )
    if found.get("attacks", {}).get("by_rule", {}).get("accepted"):
        rules = found["attacks"]["by_rule"]
        console.print(
            f"of these, {rules['accepted']} of {rules['tried']} are wrong by a rule of this house "
            "only (docs/audit.md); they are marked *",
            highlight=False,
        )
    for sort, wrong, title in (
        ("attacks", "accepted", "wrong responses that were accepted, or did harm"),
        ("forms", "rejected", "right responses that were rejected, or did harm"),
    ):
        rows = [row for row in found.get(sort, {}).get("by_name", []) if _bad(row, wrong)]
        if rows:
            console.print(_worst(rows, wrong, title))
        if len(rows) > MOST_ROWS:
            console.print(f"… and {len(rows) - MOST_ROWS} more; the JSON has them all")


def _bad(row: dict[str, Any], wrong: str) -> bool:
    return bool(row[wrong] or row["raised"] or row["hung"] or row["died"])


def _by_kind(found: dict[str, Any]) -> Table:
    table = Table("answer kind", "wrong", "accepted", "right", "rejected", "no verdict, or a fault")
    attacked, formed = found.get("attacks"), found["forms"]
    kinds = sorted({*formed["by_kind"], *(attacked["by_kind"] if attacked else ())})
    for kind in kinds:
        rows = [part["by_kind"].get(kind) if part else None for part in (attacked, formed)]
        table.add_row(kind, *_cells(rows[0], rows[1]))
    table.add_section()
    table.add_row("all", *_cells(attacked, formed))
    return table


def _cells(attacked: dict[str, Any] | None, formed: dict[str, Any] | None) -> list[str]:
    cells: list[str] = []
    for row, wrong in ((attacked, "accepted"), (formed, "rejected")):
        cells += [str(row["tried"]), _share(row, wrong)] if row else ["–", "–"]
    counts = {name: sum(row[name] for row in (attacked, formed) if row) for name in _FAULTS}
    said = [f"{number} {name.replace('_', ' ')}" for name, number in counts.items() if number]
    return [*cells, ", ".join(said)]


def _share(row: dict[str, Any], wrong: str) -> str:
    return f"{row[wrong]:,} ({100 * row['rate']:.1f}%)" if row[wrong] else "0"


def _worst(rows: list[dict[str, Any]], wrong: str, title: str) -> Table:
    table = Table("name", "tried", wrong, "below", "faults", "gold", "response", title=title)
    for row in rows[:MOST_ROWS]:
        faults = ", ".join(f"{row[name]} {name}" for name in _FAULTS[1:] if row[name])
        example = row["examples"][0] if row["examples"] else {"gold": "", "response": ""}
        table.add_row(
            escape(row["name"]) + (" *" if row.get("by_rule") else ""),
            str(row["tried"]),
            str(row[wrong]),
            f"{100 * row['upper_bound']:.1f}%",
            faults,
            escape(one_line(example["gold"], MOST_CHARACTERS)),
            escape(one_line(example["response"], MOST_CHARACTERS)),
        )
    return table
