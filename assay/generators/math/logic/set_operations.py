"""A set made of other sets by unions, intersections and differences; it may be empty.

Example: A = {1, 2, 3}, B = {2, 5}, (A minus B) union B -> {1, 2, 3, 5}.

The oracle asks of every number whether it belongs to the result. The size of a level is operations
times members.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer, Claim, Step
from assay.generators.family import Draft, Family, capped
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """How many sets, how many members of each, the largest number, how many operations."""

    sets: int
    members: int
    largest: int
    operations: int


LEVELS = {
    1: Size(2, 4, 9, 1),
    2: Size(2, 6, 15, 1),
    3: Size(3, 6, 15, 2),
    4: Size(3, 8, 20, 3),
    5: Size(3, 9, 24, 4),
    6: Size(4, 9, 24, 5),
    7: Size(4, 12, 30, 6),
    8: Size(5, 12, 36, 8),
    9: Size(6, 15, 50, 10),
    10: Size(8, 25, 99, 14),
}
_WORDS = {"|": "union", "&": "intersect", "-": "minus", "^": "xor"}
_SIGNS = {"|": "\\cup", "&": "\\cap", "-": "\\setminus", "^": "\\triangle"}
Tree = Any


def generate(rng: Random, level: int) -> Draft:
    """Draw the sets and the tree of operations; work from the inside out."""
    size = LEVELS[level]
    numbers = range(1, size.largest + 1)
    sets = {name: sorted(rng.sample(numbers, size.members)) for name in "ABCDEFGH"[: size.sets]}
    tree = _tree(rng, list(sets), size.operations)
    steps: list[Step] = []
    result = sorted(_evaluate(tree, {k: frozenset(v) for k, v in sets.items()}, steps))
    given = ", ".join(f"{name} = {_spelled(members)}" for name, members in sets.items())
    plain, typeset = _spell(tree, _WORDS), _spell(tree, _SIGNS)
    return Draft(
        prompts=phrasings(
            f"{given}; {plain}:",
            (f"the set {plain}", f"all members of the set {plain}", f"the set $ {typeset} $"),
            given=(given, f"these sets are given: {given}"),
            notes=(
                "Here X xor Y holds what is in exactly one of X and Y, and minus (a backslash) "
                "takes members away. Answer with a set in braces, or with: empty set.",
                "Minus is the set difference, xor the symmetric difference. List the members in "
                "braces, or answer: empty set.",
            ),
        ),
        problem={"sets": sets, "tree": tree},
        answer=Answer("set", _spelled(result)),
        steps=tuple(steps),
        meta={"size": size.operations * size.members},
    )


def _tree(rng: Random, names: list[str], operations: int) -> Tree:
    """Every set once where there are enough places, then any; two neighbours always differ."""
    leaves = rng.sample(names, len(names))[: operations + 1]
    while len(leaves) < operations + 1:
        leaves.append(rng.choice([name for name in names if name != leaves[-1]]))
    nodes: list[Tree] = leaves
    while len(nodes) > 1:
        at = rng.randrange(len(nodes) - 1)
        nodes[at : at + 2] = [[rng.choice("|&-^"), nodes[at], nodes[at + 1]]]
    return nodes[0]


def _spell(tree: Tree, words: Mapping[str, str]) -> str:
    if isinstance(tree, str):
        return tree
    sign, left, right = tree
    sides = [
        _spell(t, words) if isinstance(t, str) else f"({_spell(t, words)})" for t in (left, right)
    ]
    return f"{sides[0]} {words[sign]} {sides[1]}"


def _spelled(members: list[int]) -> str:
    return "{" + ", ".join(map(str, members)) + "}"


def _evaluate(tree: Tree, sets: Mapping[str, frozenset[int]], steps: list[Step]) -> frozenset[int]:
    if isinstance(tree, str):
        return sets[tree]
    sign, left, right = tree
    a, b = _evaluate(left, sets, steps), _evaluate(right, sets, steps)
    result = {"|": a | b, "&": a & b, "-": a - b, "^": a ^ b}[sign]
    first, second, whole = (_spelled(sorted(s)) for s in (a, b, result))
    text = f"{first} {_WORDS[sign]} {second}"
    steps.append(Step(f"{text} = {whole}", Claim("text", text, whole)))
    return result


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Every number that occurs, asked for by itself."""
    sets = problem["sets"]
    every = sorted({n for members in sets.values() for n in members})
    found = [str(n) for n in every if _belongs(n, problem["tree"], sets)]
    return Answer("set", "{" + ", ".join(found) + "}")


def _belongs(n: int, tree: Tree, sets: Mapping[str, list[int]]) -> bool:
    if isinstance(tree, str):
        return n in sets[tree]
    a, b = _belongs(n, tree[1], sets), _belongs(n, tree[2], sets)
    return {"|": a or b, "&": a and b, "-": a and not b, "^": a != b}[tree[0]]


def capacity(level: int) -> int | None:
    """The sets, and the signs of one tree."""
    size = LEVELS[level]
    return capped(comb(size.largest, size.members) ** size.sets * 4**size.operations)


FAMILY = Family(
    name="set_operations",
    area="math",
    domain="sets and logic",
    answer_kind="set",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
