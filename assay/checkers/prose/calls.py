"""Letters that stand for functions or sequences, and the values of functions of number theory.

    called("Let a(1) = 2 and a(n+1) = 3a(n).", [])  ->  {"a"}        worked_out(phi(49))  ->  42

`D(3)` is D times 3 until something shows that D is called: `D(x) =`, `D(0) =`. A name that is
called is marked for the parser by a subscript (`D_{fn}(3)`). Nothing is judged here.
"""

import re
from collections.abc import Sequence
from fractions import Fraction

from flint import fmpq, fmpq_mat, fmpz

from assay.checkers.exact import Undefined, rational
from assay.checkers.nodes import Node, num, symbols
from assay.checkers.vocabulary import FUNCTIONS

MARK = "_{fn}"
BUILT_IN = frozenset(FUNCTIONS.values())
NAMED = frozenset({"phi", "varphi", "sigma", "tau", "det"})
_TIMES = r"(?<![\w\\}^)])([A-Za-z])'{0,3}"
_SHOWN = re.compile(
    _TIMES + r"\( ?(?:(?!\1)[a-z]|[-−]?\d{1,6}(?:/\d{1,4})?) ?\)(?= ?(?:=|\\equiv|≡))"
)
_RECURRING = re.compile(_TIMES + r"\( ?[nk] ?[+-] ?\d{1,3} ?\)(?= ?=)")
_PRIMED = re.compile(r"(?<![\w\\}])([A-Za-z])'{1,3}\( ?[-−]?\d{1,6} ?\)")
_INDEXED = re.compile(r"(?<![\w\\}])([A-Za-z])_(?:\{ ?[nk] ?[+-] ?\d ?\}|\([nk] ?[+-] ?\d\))")
_DIVISORS = r"(?:all )?(?:the |its )?(?:positive )?divisors"
_SPEAKS = {
    "phi": re.compile(r"phi\b|totient|coprime|relatively prime", re.IGNORECASE),
    "sigma": re.compile(rf"sigma|sum of (?:{_DIVISORS}|[^.]{{3,40}} that divide)", re.IGNORECASE),
    "tau": re.compile(rf"\btau|(?:number of|many) {_DIVISORS}", re.IGNORECASE),
    "det": re.compile(r"det|matri", re.IGNORECASE),
}  # fmt: skip
MAX_FACTORED = 10**12


def called(problem: str, steps: Sequence[str], unknowns: frozenset[str]) -> frozenset[str]:
    """The letters that are applied to something: in the problem, or in a step and no unknown."""
    asked = {*_SHOWN.findall(problem), *_RECURRING.findall(problem), *indexed(problem)}
    found = {name for step in steps for name in _SHOWN.findall(step[:2_000])}
    primed = {name for step in steps for name in _PRIMED.findall(step[:2_000])}
    return frozenset(asked | primed | (found - unknowns)) - {"e", "i", "C"}


def indexed(problem: str) -> frozenset[str]:
    """The sequences that the problem writes with an index: a_(n+1) = 2a_n."""
    return frozenset(_INDEXED.findall(problem))


def with_calls(text: str, sequences: frozenset[str]) -> str:
    """The terms of sequences written as calls: a_6 as a(6)."""
    for name in sorted(sequences):
        text = re.sub(
            rf"(?<![A-Za-z_\\]){name}_(?:\{{([^{{}}]{{1,9}})\}}|\(([^()]{{1,9}})\)|(\w{{1,3}}))",
            lambda m: f"{name}({m[1] or m[2] or m[3]})",  # noqa: B023
            text,
        )
    return text


def is_called(node: Node) -> bool:
    """Whether this is a call of something that a writer names: a(3), f(2), no sine."""
    name = str(node.args[0]) if node.op == "fn" else ""
    return MARK in name or (len(name.rstrip("'")) == 1 and len(node.args) == 2)


def name_of(node: Node) -> str:
    """The name of a function without its mark and primes."""
    return str(node.args[0]).replace(MARK, "").rstrip("'").replace("varphi", "phi")


def is_named(node: Node) -> bool:
    """Whether this is a call of phi, sigma, tau or det."""
    return node.op == "fn" and MARK in str(node.args[0]) and name_of(node) in _SPEAKS


def worked_out(node: Node, problem: str) -> Node | None:
    """The value of a call of phi, sigma, tau or det, where the problem speaks of such."""
    name = name_of(node)
    if len(node.args) != 2 or symbols(node) or not _SPEAKS[name].search(problem):
        return None
    inside = node.args[1]
    if name == "det":
        return determinant(inside)
    value = _value(inside)
    if value is None or value.q != 1 or not 1 <= value.p <= MAX_FACTORED:
        return None
    return num(RULES[name](fmpz(value.p)))


def leans_on_factors(node: Node) -> bool:
    """Whether phi, sigma or tau is taken of several primes: whoever took one for another before
    goes on from that."""
    value = _value(node.args[1]) if is_named(node) and name_of(node) != "det" else None
    return value is not None and value.q == 1 and len(fmpz(value.p).factor()) > 1


def determinant(node: Node) -> Node | None:
    """The determinant of a square of numbers."""
    rows = rows_of(node)
    if rows is None or len(rows) != len(rows[0]):
        return None
    return num(fmpq_mat(rows).det())


def rows_of(node: Node) -> list[list[fmpq]] | None:
    """The numbers of a matrix, row by row."""
    rows = [[*row.args] for row in node.args if isinstance(row, Node)]
    if node.op != "list" or not rows or len({len(row) for row in rows}) != 1 or not rows[0]:
        return None
    values = [[_value(cell) if isinstance(cell, Node) else None for cell in row] for row in rows]
    found = [[cell for cell in row if cell is not None] for row in values]
    return found if all(len(row) == len(rows[0]) for row in found) else None


def _value(node: Node) -> fmpq | None:
    try:
        return rational(node)
    except Undefined:
        return None


def _sigma(n: fmpz) -> int:
    found = Fraction(1)
    for prime, power in n.factor():
        found *= Fraction(int(prime) ** (power + 1) - 1, int(prime) - 1)
    return int(found)


def _tau(n: fmpz) -> int:
    found = 1
    for _, power in n.factor():
        found *= power + 1
    return found


RULES = {"phi": lambda n: int(n.euler_phi()), "sigma": _sigma, "tau": _tau}
"""The arithmetic functions of a whole number from 1 to MAX_FACTORED."""
