"""A Markdown or CSV table made of facts told in sentences, by stated rules.

Example: "The store has 12 lamps at 7 coins each. ..." as CSV with columns item, price, count
-> item,price,count / lamp,7,12 / ...

Levels grow in rows and columns; from level 3 rows are sorted (from level 8 by two columns), from 5
a column is worked out, from 6 rows are left out and fields hold commas, from 7 a last row has the
totals. Any spacing of a Markdown table will do. The oracle writes with the standard library.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb, perm
from operator import itemgetter
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.text.parts import bounded, compose, listed

Row = dict[str, Any]
ITEMS = (
    *("lamp", "desk", "chair", "mirror", "carpet", "kettle", "basket", "candle", "drum", "flute"),
    *("globe", "hammer", "ladder", "magnet", "needle", "pillow", "ribbon", "saddle", "teapot"),
    *("vase", "wagon", "whistle", "bottle", "brush", "button", "clock", "compass", "hook", "jar"),
)
KINDS = ("small", "large", "old", "new", "plain", "round")
CITIES = ("Lima", "Porto", "Oslo", "Dakar", "Quito", "Kyoto", "Cairo", "Turin")
COLORS = ("red", "blue", "green", "yellow", "white", "black")
NUMBERS = ("count", "price", "year", "value")
_SAID = {
    "count": "there are {} of it",
    "price": "one costs {} coins",
    "city": "it comes from {}",
    "color": "it is {}",
    "year": "it was first sold in {}",
}


@dataclass(frozen=True, slots=True)
class Size:
    """Rows and columns beside the item; columns to sort by; what else is asked."""

    rows: int
    columns: int
    sort: int = 0
    value: bool = False
    leave: bool = False
    totals: bool = False


LEVELS = {
    1: Size(3, 1),
    2: Size(3, 2),
    3: Size(4, 2, 1),
    4: Size(5, 3, 1),
    5: Size(6, 3, 1, True),
    6: Size(7, 4, 1, True, True),
    7: Size(8, 4, 1, True, True, True),
    8: Size(9, 4, 2, True, True, True),
    9: Size(11, 5, 2, True, True, True),
    10: Size(14, 5, 2, True, True, True),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw rows with all their columns, the columns to write, the style and the rules."""
    size = LEVELS[level]
    commas = size.leave
    told = rng.sample(sorted(_SAID), size.columns)
    if size.value:
        told = [*dict.fromkeys(["count", "price", *told])][: max(2, size.columns)]
    if size.sort == 2 and not {"city", "color"} & set(told):
        told[-1] = rng.choice(("city", "color"))
    rng.shuffle(told)
    facts = _facts(rng, size.rows, commas)
    columns = ["item", *told, *(["value"] if size.value else [])]
    rng.shuffle(columns)
    rules: dict[str, Any] = {
        "columns": columns,
        "style": rng.choice(("markdown", "csv")),
        "sort": _sort(rng, size.sort, told),
        "least": _least(rng, facts, told) if size.leave else [],
        "totals": size.totals,
    }
    facts = [{key: row[key] for key in ("item", *sorted(told))} for row in facts]
    rows = _rows(facts, rules)
    return Draft(
        prompts=_prompts(rng, facts, told, rules),
        problem={"facts": facts, "rules": rules},
        answer=_answer(_WRITERS[rules["style"]](rows), rows, rules["style"]),
    )


def _facts(rng: Random, count: int, commas: bool) -> list[Row]:
    """Items all different, prices and years as well; few cities, so that they repeat."""
    items = rng.sample(ITEMS, count)
    if commas:
        items = [f"{item}, {rng.choice(KINDS)}" if rng.random() < 0.5 else item for item in items]
    cities, colors = rng.sample(CITIES, 3), rng.sample(COLORS, 3)
    prices, years = rng.sample(range(2, 90), count), rng.sample(range(1950, 2020), count)
    counts = rng.sample(range(2, 60), count)
    return [
        {
            "item": item,
            "count": number,
            "price": price,
            "city": rng.choice(cities),
            "color": rng.choice(colors),
            "year": year,
        }
        for item, number, price, year in zip(items, counts, prices, years, strict=True)
    ]


def _sort(rng: Random, count: int, told: Sequence[str]) -> list[list[Any]]:
    """Columns to sort by, each with whether it falls: the last one never ties."""
    apart = ["item", *(key for key in told if key in ("count", "price", "year"))]
    last = [rng.choice(apart), rng.random() < 0.5]
    if count < 2:
        return [last] if count else []
    groups = [key for key in told if key in ("city", "color")]
    return [[rng.choice(groups), rng.random() < 0.5], last]


def _least(rng: Random, facts: Sequence[Row], told: Sequence[str]) -> list[Any]:
    """A column and a bound that leaves out one to three rows."""
    key = rng.choice([key for key in told if key in ("count", "price", "year")])
    return [key, sorted(row[key] for row in facts)[rng.randint(1, 3)]]


def _rows(facts: Sequence[Row], rules: Mapping[str, Any]) -> list[list[str]]:
    """The header and the rows of the table, as texts."""
    kept = [dict(row) for row in facts]
    if rules["least"]:
        key, bound = rules["least"]
        kept = [row for row in kept if row[key] >= bound]
    for key, falls in reversed(rules["sort"]):
        kept.sort(key=itemgetter(key), reverse=falls)
    if "value" in rules["columns"]:
        for row in kept:
            row["value"] = row["count"] * row["price"]
    if rules["totals"]:
        kept.append(_total(kept))
    columns = rules["columns"]
    return [list(columns), *([str(row.get(key, "")) for key in columns] for row in kept)]


def _total(rows: Sequence[Row]) -> Row:
    return {
        "item": "total",
        "count": sum(row["count"] for row in rows),
        "value": sum(row["value"] for row in rows),
    }


def _markdown(rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], f"|{'---|' * len(rows[0])}", *lines[1:]])


def _csv(rows: Sequence[Sequence[str]]) -> str:
    quoted = [[f'"{cell}"' if "," in cell else cell for cell in row] for row in rows]
    return "\n".join(",".join(row) for row in quoted)


_WRITERS = {"markdown": _markdown, "csv": _csv}


def _answer(text: str, rows: Sequence[Sequence[str]], style: str) -> Answer:
    wanted = {"type": "table", "style": style, "rows": [list(row) for row in rows]}
    return Answer("witness", text, {"property": wanted})


def _prompts(
    rng: Random, facts: Sequence[Row], told: Sequence[str], rules: Mapping[str, Any]
) -> Sequence[str]:
    told = sorted(told)
    lines = []
    for row in facts:
        order = rng.sample(told, len(told))
        said = listed(_SAID[key].format(row[key]) for key in order)
        lines.append(f'Item "{row["item"]}": {said}.')
    flat, rows = " ".join(lines), "\n".join(lines)
    rule, form = _rule(rules), _form(rules["style"])
    return compose(
        f"{flat} {form} {rule}",
        (
            f"These are notes about a store. {flat}",
            f"A store has these items:\n{rows}\n",
            f"Somebody writes down what a store has. {flat}",
            f"Notes, to be made into a table:\n{rows}\n",
        ),
        (
            f"{form} {rule}",
            f"{rule} {form}",
            f"Make a table of it. {rule} {form}",
        ),
    )


def _rule(rules: Mapping[str, Any]) -> str:
    """Columns, rows left out, order, totals, in sentences."""
    said = [
        f"The columns are {listed(rules['columns'])}, in this order, with these words as header."
    ]
    if "value" in rules["columns"]:
        said.append("The column value is count times price.")
    if rules["least"]:
        key, bound = rules["least"]
        said.append(f"Leave out every item whose {key} is less than {bound}.")
    if rules["sort"]:
        ways = [f"by {key} {_way(key, falls)}" for key, falls in rules["sort"]]
        then = ", and within equal ones ".join(ways)
        said.append(f"Sort the rows {then}.")
    else:
        said.append("Keep the rows in the order in which the items are mentioned.")
    if rules["totals"]:
        sums = listed(key for key in rules["columns"] if key in ("count", "value"))
        said.append(
            f"The last row has total in the column item and the sums of the rows above in {sums}; "
            "its other cells are empty."
        )
    return " ".join(said)


def _way(key: str, falls: bool) -> str:
    if key in NUMBERS:
        return "from the largest to the smallest" if falls else "from the smallest to the largest"
    return "from Z to A" if falls else "from A to Z"


def _form(style: str) -> str:
    if style == "markdown":
        return "Answer with a Markdown table, with pipes at both ends of every line."
    return (
        "Answer with CSV: one line for the header and one for each row, commas without spaces "
        "between the fields, and double quotes around a field only if it has a comma in it."
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Rows by a selection of the next one each time; CSV by the standard library's writer."""
    rules = problem["rules"]
    bound = rules["least"] or ["item", ""]
    left = [row for row in problem["facts"] if not row[bound[0]] < bound[1]]
    ordered: list[Row] = []
    while left:
        following = left[0]
        for row in left[1:]:
            for key, falls in rules["sort"]:
                if row[key] != following[key]:
                    following = row if (row[key] < following[key]) is not falls else following
                    break
        left.remove(following)
        ordered.append(following)
    cells = [[_cell(row, key) for key in rules["columns"]] for row in ordered]
    if rules["totals"]:
        sums = {key: sum(map(int, map(itemgetter(at), cells))) if key in ("count", "value") else ""
                for at, key in enumerate(rules["columns"])}  # fmt: skip
        cells.append([str(value) for value in (sums | {"item": "total"}).values()])
    cells.insert(0, rules["columns"])
    if rules["style"] == "csv":
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(cells)
        return _answer(out.getvalue().rstrip("\n"), cells, "csv")
    cells.insert(1, ["-"] * len(cells[0]))
    text = "\n".join(f"|{'|'.join(row)}|" for row in cells)
    return _answer(text, [cells[0], *cells[2:]], "markdown")


def _cell(row: Row, key: str) -> str:
    return f"{row['count'] * row['price']}" if key == "value" else f"{row[key]}"


def capacity(level: int) -> int | None:
    """At least: the items, and the numbers or words of one column."""
    size = LEVELS[level]
    return bounded(perm(len(ITEMS), size.rows) * comb(20, size.rows))


FAMILY = Family(
    name="format_table",
    area="text",
    domain="formats",
    answer_kind="witness",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
    has_steps=False,
)
