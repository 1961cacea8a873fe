"""Powers of the problem's one matrix, and what is left when a multiple of the unit matrix is added.

    "A + 15I = [[54, 54], [-27, -27]]" for the matrix [[39, 54], [-27, -42]]  ->  "true"
    "A^2 = [[1, 4], [9, 16]]" for the matrix [[1, 2], [3, 4]]                 ->  "false"

A higher power than the second is worked out from lower ones: it is only confirmed.
"""

import re
from fractions import Fraction
from functools import lru_cache

from assay.checkers.nodes import Node
from assay.checkers.prose.context import Context, Verdict
from assay.checkers.prose.said import Said
from assay.checkers.prose.spelling import spelled
from assay.checkers.prose.values import exact_node, node_of

Rows = tuple[tuple[Fraction, ...], ...]
_SHOWN = re.compile(r"\[ ?\[[^\[\]]{1,80}\](?: ?, ?\[[^\[\]]{1,80}\]){1,4} ?\]")
_SHIFTED = re.compile(r"([A-Z]) ?([-+]) ?(?:(\d{1,9})|\((-?\d{1,9})\)|(?=[IE])) ?\*? ?[IE](?:_\d)?")
_POWER = re.compile(r"([A-Z]) ?\^ ?\{?([2-9])\}?")
_MOST_ROWS = 5


def by_matrix(said: Said, context: Context) -> Verdict:
    """Whether a matrix is what the problem's comes to; None for all other claims."""
    text = said.left.text.strip()
    shifted, power = _SHIFTED.fullmatch(text), _POWER.fullmatch(text)
    said_rows = _rows(node_of(said.right.text)) if shifted or power else None
    found = shown_matrix(context.problem.text) if said_rows else None
    if found is None or said.relation != "=":
        return None
    exponent = int(power[2]) if power else 1
    meant = _shifted(found, shifted) if shifted else _power(found, exponent)
    if meant == said_rows:
        return "true"
    soft = said.loose or said.verbal or said.supposed or said.rough
    return None if soft or exponent > 2 or _is_other(said, context) else "false"


def _is_other(said: Said, context: Context) -> bool:
    """Whether the letter may name another matrix than the problem's."""
    name = said.left.text.strip()[0]
    return not context.problem.speaks_of(name) and name not in ("A", "M")


@lru_cache(maxsize=512)
def shown_matrix(problem: str) -> Rows | None:
    """The one square matrix of numbers that the problem shows."""
    found = _SHOWN.findall(spelled(problem))
    rows = _rows(node_of(found[0])) if len(found) == 1 else None
    return rows if rows is not None and len(rows) == len(rows[0]) else None


def _rows(node: Node | None) -> Rows | None:
    """The entries of a matrix of numbers; None for anything else."""
    if node is None or node.op not in ("matrix", "list"):
        return None
    rows = []
    for row in node.args:
        entries = row.args if isinstance(row, Node) and row.op == "list" else row
        values = [exact_node(each) for each in entries] if isinstance(entries, tuple) else [None]
        rows.append(tuple(value for value in values if value is not None))
        if len(rows[-1]) != len(values) or len(rows[-1]) != len(rows[0]):
            return None
    return tuple(rows) if rows and len(rows) <= _MOST_ROWS else None


def _shifted(rows: Rows, match: re.Match[str]) -> Rows:
    """M + k times the unit matrix."""
    k = Fraction(match[3] or match[4] or 1) * (-1 if match[2] == "-" else 1)
    return tuple(
        tuple(value + (k if at == place else 0) for place, value in enumerate(row))
        for at, row in enumerate(rows)
    )


def _power(rows: Rows, exponent: int) -> Rows:
    found = rows
    for _ in range(exponent - 1):
        columns = tuple(zip(*rows, strict=True))
        found = tuple(
            tuple(sum((x * y for x, y in zip(row, column, strict=True)), Fraction(0))
                  for column in columns)
            for row in found
        )  # fmt: skip
    return found
