"""A colour for every town, so that towns joined by a road differ; any such colouring is right.

Example: A, B, C with roads A-B and B-C, colours red and blue -> red, blue, red

Levels grow in the number of towns. Roads are drawn between towns of a hidden colouring until a
guess is seldom right. The oracle colours the towns from the last to the first, with the colours
the other way round.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.text.parts import bounded, commas, compose, in_words, listed

TOWNS = {1: 5, 2: 6, 3: 7, 4: 8, 5: 9, 6: 10, 7: 11, 8: 12, 9: 13, 10: 14}
MORE_ROADS = 2
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_COLOURS = ("red", "blue", "green", "yellow", "white", "black", "purple", "orange")
Road = tuple[int, int]


def generate(rng: Random, level: int) -> Draft:
    """Draw a colouring of all three colours, and roads between towns that differ in it."""
    count = TOWNS[level]
    colours = rng.sample(_COLOURS, 3)
    letters = sorted(rng.sample(_LETTERS, count))
    chosen = [rng.randrange(3) for _ in range(count)]
    while True:
        able = [(a, b) for a, b in combinations(range(count), 2) if chosen[a] != chosen[b]]
        wanted = 2 * count - 4 + rng.randint(0, MORE_ROADS)
        if len(able) >= wanted:
            break
        chosen = [rng.randrange(3) for _ in range(count)]
    roads = sorted(rng.sample(able, wanted))
    hidden = [colours[one] for one in chosen]
    steps = [
        in_words(f"{letters[a]} {hidden[a]}, {letters[b]} {hidden[b]}", "different")
        for a, b in roads
    ]
    return Draft(
        prompts=_prompts(letters, colours, roads),
        problem={
            "letters": "".join(letters),
            "colours": colours,
            "roads": [list(road) for road in roads],
        },
        answer=_answer(hidden, colours, roads),
        steps=tuple(steps),
        meta={"size": count},
    )


def _answer(
    hidden: Sequence[str], colours: Sequence[str], roads: Sequence[Sequence[int]]
) -> Answer:
    wanted = {
        "type": "colouring",
        "nodes": len(hidden),
        "edges": [list(road) for road in roads],
        "colours": list(colours),
    }
    return Answer("witness", commas(hidden), {"property": wanted})


def _prompts(letters: list[str], colours: list[str], roads: list[Road]) -> tuple[str, ...]:
    pairs = commas(f"{letters[a]}-{letters[b]}" for a, b in roads)
    names, shades = listed(letters), listed(colours, "or")
    forms = (
        f"Write the colors of {names}, in this order, separated by commas.",
        f"Several answers may be right; give one, as a list of colors for {names}, in this order, "
        "with commas.",
    )
    return compose(
        f"Roads {pairs}; colors {commas(colours)}; joined towns differ. Colors of "
        f"{commas(letters)}?",
        (
            f"The towns {names} are joined by these roads: {pairs}. Every town is to be painted "
            f"{shades}, and towns joined by a road must not have the same color.",
            f"A graph has the nodes {names} and the edges {pairs}. Each node gets one of the "
            f"colors {listed(colours)}; the two ends of an edge get different ones.",
            f"On a map, these pairs of countries are neighbors: {pairs}. The countries are "
            f"{names}. Each is to be colored {shades}, and "
            "neighbors must not have the same color.",
            f"Exams {names} are to be held on days called {listed(colours)}. Two exams that share "
            f"a student cannot be on the same day; these pairs do: {pairs}. The days serve as "
            "colors of the exams.",
        ),
        (
            "Find a coloring that keeps to this.",
            "What can the colors be?",
            "Which colors can they have?",
        ),
        forms,
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """A colouring found from the last node on, going back where no colour is left."""
    count, colours = len(problem["letters"]), problem["colours"][::-1]
    near: list[set[int]] = [set() for _ in range(count)]
    for a, b in problem["roads"]:
        near[a].add(b)
        near[b].add(a)
    found: dict[int, str] = {}

    def fill(node: int) -> bool:
        if node < 0:
            return True
        for colour in colours:
            if all(found.get(other) != colour for other in near[node]):
                found[node] = colour
                if fill(node - 1):
                    return True
                del found[node]
        return False

    fill(count - 1)
    hidden = [found.get(node, "") for node in range(count)]
    return _answer(hidden, problem["colours"], problem["roads"])


def capacity(level: int) -> int | None:
    """At least: letters, colours, and the roads of a third of the pairs."""
    count = TOWNS[level]
    pairs = count * (count - 1) // 3
    return bounded(comb(len(_LETTERS), count) * 336 * comb(pairs, min(2 * count - 4, pairs // 2)))


FAMILY = Family(
    name="graph_colouring",
    area="text",
    domain="graphs",
    answer_kind="witness",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
