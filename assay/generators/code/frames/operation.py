"""What one operation on a table is: drawn, told, written in Python, and carried out.

    ["where", "units", ">", 5]    rows = [row for row in rows if row["units"] is not None and ...]

The state of a pipeline is its columns, {name: [name, kind, domain, nullable]}; `draw` finds
arguments for them (None where there are none) and `after` says which columns are left. The
callables are the source of the golds; the text is what is shown and run.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.generators.code.schemas import Column, Row

Columns = Mapping[str, Column]
Rows = list[Row]
Arguments = list[Any]
NEW = ("extra", "result", "mark", "value", "total", "index", "factor", "label")
INDENT = "    "


@dataclass(frozen=True, slots=True)
class Operation:
    """`apply` gets the rows, the arguments, and the second table (empty where there is none).

    `source` gives lines of Python that read and bind `rows`; `words` an imperative clause.
    """

    draw: Callable[[Random, Columns], Arguments | None]
    after: Callable[..., Columns]
    apply: Callable[..., Rows]
    source: Callable[..., str]
    words: Callable[..., str]


def of_kind(columns: Columns, kind: str, nullable: bool | None = None) -> list[str]:
    """The names of the columns of a kind; with `nullable`, only those that may lack or may not."""
    return [
        name
        for name, column in columns.items()
        if column[1] == kind and nullable in (None, column[3])
    ]


def fresh(rng: Random, columns: Columns) -> str | None:
    """A name for a new column."""
    left = [name for name in NEW if name not in columns]
    return rng.choice(left) if left else None


def with_column(columns: Columns, name: str, kind: str, domain: Any, nullable: bool) -> Columns:
    """The columns with one more, or another in its place."""
    return {**columns, name: [name, kind, domain, nullable]}


def same_columns(columns: Columns, *_: Any) -> Columns:
    """For operations that leave the columns as they are."""
    return columns
