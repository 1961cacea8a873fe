"""How many assignments of truth values make a formula true.

Example: p and not q, over p and q -> 1, worked with 1 for true: 0*(1-0) = 0, 0*(1-1) = 0,
1*(1-0) = 1, 1*(1-1) = 0, 0+0+1+0 = 1.

Worked row by row as arithmetic with 0 and 1; the oracle combines whole columns as bits of one
number. The size of a level is the rows times the characters of the formula.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import Any

from assay.core.records import Answer, Step
from assay.generators.family import Draft, Family, capped
from assay.generators.lazy import Lazy
from assay.generators.math.working import step
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """Variables, and places for them in the formula."""

    variables: int
    places: int


LEVELS = {
    1: Size(2, 4),
    2: Size(3, 4),
    3: Size(3, 5),
    4: Size(3, 6),
    5: Size(3, 8),
    6: Size(4, 7),
    7: Size(4, 10),
    8: Size(5, 10),
    9: Size(5, 14),
    10: Size(6, 20),
}
_WORDS = {"&": "and", "|": "or", ">": "implies", "=": "iff", "^": "xor"}
_TEX = {"&": r"\land", "|": r"\lor", ">": r"\to", "=": r"\leftrightarrow", "^": r"\oplus"}
Tree = Any


def generate(rng: Random, level: int) -> Draft:
    """Draw a formula in which every variable occurs; go through all rows."""
    size = LEVELS[level]
    names = "pqrstu"[: size.variables]
    tree = _tree(rng, names, size.places)
    rows = list(product((0, 1), repeat=size.variables))
    columns = dict(zip(names, zip(*rows, strict=True), strict=True))
    values = _values(tree, columns)
    plain, typeset = _spell(tree, _WORDS), _spell(tree, _TEX, r"\lnot ")
    over = ", ".join(names)
    return Draft(
        prompts=phrasings(
            f"{plain}: true for how many values of {over}?",
            (
                f"the number of assignments of true and false to {over} that make this formula "
                f"true: {plain}",
                f"the number of rows of the truth table over {over} in which {plain} is true",
                f"the number of models over {over} of $ {typeset} $",
            ),
            notes=("", "Answer with one integer.", f"Count over all 2^{len(names)} rows."),
        ),
        problem={"names": names, "tree": tree},
        answer=Answer("integer", str(sum(values))),
        steps=_steps(tree, names, rows, values),
        meta={"size": 2**size.variables * len(plain)},
    )


def _tree(rng: Random, names: str, places: int) -> Tree:
    """Each place is a variable or its negation; neighbours are joined in a drawn order."""
    leaves = [*rng.sample(names, len(names)), *rng.choices(names, k=places - len(names))]
    rng.shuffle(leaves)
    nodes: list[Tree] = [["not", leaf] if rng.randrange(2) else leaf for leaf in leaves]
    while len(nodes) > 1:
        at = rng.randrange(len(nodes) - 1)
        nodes[at : at + 2] = [[rng.choice("&|>=^"), nodes[at], nodes[at + 1]]]
    return nodes[0]


def _spell(tree: Tree, words: Mapping[str, str], no: str = "not ") -> str:
    if isinstance(tree, str):
        return tree
    if tree[0] == "not":
        return f"{no}{tree[1]}"
    sides = [
        _spell(t, words, no) if isinstance(t, str) or t[0] == "not" else f"({_spell(t, words, no)})"
        for t in tree[1:]
    ]
    return f"{sides[0]} {words[tree[0]]} {sides[1]}"


def _values(tree: Tree, columns: Mapping[str, Sequence[int]]) -> list[int]:
    """The formula's value in every row as 0 or 1."""
    if isinstance(tree, str):
        return list(columns[tree])
    if tree[0] == "not":
        return [1 - value for value in columns[tree[1]]]
    pairs = zip(_values(tree[1], columns), _values(tree[2], columns), strict=True)
    match tree[0]:
        case "&":
            return [a & b for a, b in pairs]
        case "|":
            return [a | b for a, b in pairs]
        case ">":
            return [1 - a | b for a, b in pairs]
        case "=":
            return [int(a == b) for a, b in pairs]
    return [a ^ b for a, b in pairs]


def _steps(tree: Tree, names: str, rows: Sequence[Sequence[int]], values: list[int]) -> Lazy[Step]:
    """The formula as arithmetic with 0 and 1 in every row, then the sum."""
    pattern = _arithmetic(tree, {name: f"{{{at}}}" for at, name in enumerate(names)})

    def make(k: int) -> Step:
        if k < len(rows):
            return step(pattern.format(*rows[k]), str(values[k]))
        return step("+".join(map(str, values)), str(sum(values)))

    return Lazy(len(rows) + 1, make)


def _arithmetic(tree: Tree, row: Mapping[str, str]) -> str:
    """A row's value as arithmetic, every part written once; `row` tells what variables are."""
    if isinstance(tree, str):
        return row[tree]
    if tree[0] == "not":
        return f"(1-{row[tree[1]]})"
    first, second = _arithmetic(tree[1], row), _arithmetic(tree[2], row)
    match tree[0]:
        case "&":
            return f"{first}*{second}"
        case "|":
            return f"(1-(1-{first})*(1-{second}))"
        case ">":
            return f"(1-{first}*(1-{second}))"
        case "=":
            return f"(1-({first}-{second})^2)"
    return f"({first}-{second})^2"


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Columns of the truth table as numbers: bit k is row k."""
    names = problem["names"]
    rows = 1 << len(names)
    whole = (1 << rows) - 1
    columns: dict[str, int] = {
        name: sum(1 << k for k in range(rows) if k >> at & 1) for at, name in enumerate(names)
    }

    def column(tree: Tree) -> int:
        if isinstance(tree, str):
            return columns[tree]
        if tree[0] == "not":
            return whole & ~columns[str(tree[1])]
        a: int = column(tree[1])
        b: int = column(tree[2])
        joined: dict[str, int] = {"&": a & b, "|": a | b, ">": ~a | b, "=": ~(a ^ b), "^": a ^ b}
        return joined[str(tree[0])] & whole

    return Answer("integer", str(column(problem["tree"]).bit_count()))


def capacity(level: int) -> int | None:
    """Signs and negations of one tree, and half of the ways to fill its places."""
    size = LEVELS[level]
    return capped(5 ** (size.places - 1) * 2**size.places * size.variables**size.places // 2)


FAMILY = Family(
    name="truth_count",
    area="math",
    domain="sets and logic",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
