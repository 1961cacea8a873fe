"""The list of families, for people and for programs (`assay families`)."""

from typing import Any

from rich.console import Console
from rich.table import Table

from assay.generators import FAMILIES
from assay.generators.family import LEVELS


def catalogue() -> list[dict[str, Any]]:
    """One entry a family, in registry order; a capacity of null is above 2**63."""
    return [
        {
            "name": family.name,
            "area": family.area,
            "domain": family.domain,
            "answer_kind": family.answer_kind,
            "levels": list(LEVELS),
            "has_steps": family.has_steps,
            "has_oracle": family.oracle is not None,
            "capacity": {str(level): family.capacity(level) for level in LEVELS},
        }
        for family in FAMILIES.values()
    ]


def show_catalogue() -> None:
    """Print the families as a table."""
    table = Table("family", "area", "domain", "answer", "steps", "problems at level 1 / 10")
    for entry in catalogue():
        sizes = [entry["capacity"][level] for level in ("1", "10")]
        table.add_row(
            entry["name"],
            entry["area"],
            entry["domain"],
            entry["answer_kind"],
            "yes" if entry["has_steps"] else "no",
            " / ".join("> 9.2e18" if size is None else f"{size:.3g}" for size in sizes),
        )
    Console().print(table)
