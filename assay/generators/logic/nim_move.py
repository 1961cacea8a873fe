"""The only winning move in a game of piles, with or without a bound on how many may be taken.

Example: piles 1, 4, 6; take any number from one pile; who takes the last counter wins -> take 1
from pile 2.

Positions are drawn until exactly one move wins. Without a bound the exclusive or of the piles
decides, with a bound m that of their remainders by m + 1. The oracle works out the value of every
pile from the rules (the least number that no move leads to) and adds these up bit by bit.
"""

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

from assay.core.records import Answer, Step
from assay.generators.family import Draft, Family, capped
from assay.generators.text.parts import commas, compose, in_words

PILES = {1: 3, 2: 3, 3: 4, 4: 4, 5: 5, 6: 5, 7: 6, 8: 6, 9: 7, 10: 8}
LARGEST = {1: 15, 2: 20, 3: 20, 4: 25, 5: 25, 6: 30, 7: 30, 8: 40, 9: 40, 10: 50}


def generate(rng: Random, level: int) -> Draft:
    """Draw piles and perhaps a bound until there is exactly one winning move."""
    while True:
        bound = rng.choice((0, rng.randint(3, 9)))
        piles = [rng.randint(1, LARGEST[level]) for _ in range(PILES[level])]
        moves = list(_winning(piles, bound))
        if len(moves) == 1:
            break
    pile, taken = moves[0]
    values = [pile % (bound + 1) if bound else pile for pile in piles]
    return Draft(
        prompts=_prompts(piles, bound),
        problem={"piles": piles, "bound": bound},
        answer=Answer("tuple", f"({pile + 1}, {taken})"),
        steps=tuple(_steps(values, pile, taken, piles[pile])),
        meta={"size": 10 * PILES[level] + LARGEST[level] // 2},
    )


def _winning(piles: Sequence[int], bound: int) -> Iterator[tuple[int, int]]:
    """Moves (pile, counters taken) after which the values of the piles cancel out."""
    values = [pile % (bound + 1) if bound else pile for pile in piles]
    total = 0
    for value in values:
        total ^= value
    for at, pile in enumerate(piles):
        wanted = total ^ values[at]
        for taken in range(1, min(pile, bound or pile) + 1):
            left = pile - taken
            if (left % (bound + 1) if bound else left) == wanted:
                yield at, taken


def _steps(values: Sequence[int], pile: int, taken: int, before: int) -> Iterator[Step]:
    total = values[0]
    for number, value in enumerate(values[1:], 2):
        total ^= value
        yield in_words(f"exclusive or of the values of piles 1 to {number}", str(total))
    yield in_words(f"pile {pile + 1} after the move", str(before - taken))


def _prompts(piles: Sequence[int], bound: int) -> tuple[str, ...]:
    row = commas(piles)
    most = f"at most {bound} counters" if bound else "as many counters as one likes"
    short = f" (at most {bound} a move)" if bound else ""
    return compose(
        f"Nim{short}, piles {row}, last counter wins: winning move as (pile number, taken)?",
        (
            f"Two players take turns. In a turn, one takes {most}, but at least one, from a single "
            f"pile; whoever takes the last counter of all wins. The piles hold {row} counters.",
            f"There are {len(piles)} piles of counters, numbered from 1: {row}. A move takes "
            f"{most} (one at least) from one pile. Whoever takes the very last counter wins.",
            f"Piles of {row} counters lie on a table. Players in turn remove {most}, never none, "
            "from one pile, and the one who removes the last stone of all is the winner.",
            f"In a game with the piles {row}, a player takes {most} and at least one from one of "
            "the piles; the last one who can move wins.",
        ),
        (
            "There is exactly one winning first move. Which?",
            "Only one move lets the first player win for certain. Find it.",
            "What is the single move by which the player to move can force a win?",
        ),
        (
            "Answer with (number of the pile, how many are taken), piles numbered from 1.",
            "Give the pair (pile, number taken); the first pile has number 1.",
        ),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Values of piles by the rules of the game; sums by counting ones in every binary place."""
    piles, bound = problem["piles"], problem["bound"]
    values: list[int] = []
    for size in range(max(piles) + 1):
        reached = {values[size - taken] for taken in range(1, min(size, bound or size) + 1)}
        values.append(next(value for value in range(size + 1) if value not in reached))
    moves = [
        (at + 1, taken)
        for at, pile in enumerate(piles)
        for taken in range(1, min(pile, bound or pile) + 1)
        if _cancel([values[p - taken * (i == at)] for i, p in enumerate(piles)])
    ]
    return Answer("tuple", f"({moves[0][0]}, {moves[0][1]})" if len(moves) == 1 else "(0, 0)")


def _cancel(values: Sequence[int]) -> bool:
    return all(sum(value >> bit & 1 for value in values) % 2 == 0 for bit in range(8))


def capacity(level: int) -> int | None:
    """Piles drawn evenly, over the share of positions with one winning move (a fifth at least)."""
    return capped(int(LARGEST[level] ** PILES[level] * 0.5))


FAMILY = Family(
    name="nim_move",
    area="text",
    domain="games",
    answer_kind="tuple",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
