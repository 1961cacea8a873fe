"""docs/families.md, written from the registry: what there is, with an example of each.

    python -m assay.generators.page > docs/families.md

Only what the registry itself says, so that the page is the same everywhere; speeds are measured by
benchmarks/generators.py. A test holds the page to this function.
"""

from assay.generators import FAMILIES, Family, draw
from assay.generators.family import LEVELS

_HEAD = """# Families

Written by `python -m assay.generators.page` from the registry in `assay/generators/__init__.py`; a
test holds this page to it. Every family has levels 1 to 10, several phrasings, and an oracle: a
second route to the answer that shares no code with the first. Capacity is the number of different
problems that a level can draw (levels 1, 5 and 10 are shown; ">2^63" is beyond counting). The
examples are item 0 of seed 1 in its shortest phrasing. Everything here is synthetic.
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
    rows = ["| family | domain | answer | capacity 1 / 5 / 10 | steps |", "|---|---|---|---|---|"]
    for family in families:
        room = " / ".join(_shown(family.capacity(level)) for level in (1, 5, 10))
        steps = "yes" if family.has_steps else "no"
        rows.append(
            f"| {family.name} | {family.domain} | {family.answer_kind} | {room} | {steps} |"
        )
    return "\n".join(rows)


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
