"""The least work in which stacks of blocks become other stacks, a move costing the block's weight.

Example: A (2 kg) on B (5 kg); wanted: B on A -> 7

A move takes the top block of a stack to the table or onto another stack. Levels grow in the number
of blocks and moves. A block that does not yet stand for good moves once, or twice where it has to
wait on the table; the lightest blocks that can wait are found by trying, lightest choices first.
The steps are the moves. The oracle finds the least work to all positions in turn.
"""

from collections.abc import Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import combinations
from math import comb, factorial
from random import Random
from typing import Any

from assay.core.records import Answer, Step
from assay.generators.family import Draft, Family
from assay.generators.text.parts import bounded, commas, compose, in_numbers, in_words, listed

LEVELS = {
    1: (3, 1),
    2: (3, 3),
    3: (4, 2),
    4: (4, 4),
    5: (5, 3),
    6: (5, 5),
    7: (5, 6),
    8: (6, 5),
    9: (6, 6),
    10: (6, 7),
}
"""How many blocks, and how many moves at least."""
WEIGHTS = range(1, 20)
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
Stacks = list[list[str]]
Event = tuple[str, str]


def generate(rng: Random, level: int) -> Draft:
    """Draw two positions until they are so many moves apart or more."""
    count, least = LEVELS[level]
    letters = rng.sample(_LETTERS, count)
    weights = dict(zip(letters, rng.sample(WEIGHTS, count), strict=True))
    moves: list[tuple[str, str]] = []
    while len(moves) < least:
        start, goal = _drawn(rng, letters), _drawn(rng, letters)
        moves = _lightest(start, goal, weights)
    return Draft(
        prompts=_prompts(start, goal, weights),
        problem={"start": start, "goal": goal, "weights": weights},
        answer=Answer("integer", str(sum(weights[block] for block, _ in moves))),
        steps=tuple(_steps(moves, weights)),
        meta={"size": 10 * count + least},
    )


def _steps(moves: Sequence[tuple[str, str]], weights: Mapping[str, int]) -> Iterator[Step]:
    for number, (block, below) in enumerate(moves, 1):
        yield in_words(f"move {number}", f"{block} {f'onto {below}' if below else 'to the table'}")
    work = [weights[block] for block, _ in moves]
    yield in_numbers("+".join(map(str, work)), sum(work))


def _drawn(rng: Random, letters: Sequence[str]) -> Stacks:
    """Blocks put down one after the other, on the table or on a stack, each as likely."""
    stacks: Stacks = []
    for block in rng.sample(letters, len(letters)):
        at = rng.randrange(len(stacks) + 1)
        if at == len(stacks):
            stacks.append([block])
        else:
            stacks[at].append(block)
    return sorted(stacks)


def _below(stacks: Stacks) -> dict[str, str]:
    """What each block stands on; nothing for the table."""
    return {
        block: stack[at - 1] if at else "" for stack in stacks for at, block in enumerate(stack)
    }


def _lightest(start: Stacks, goal: Stacks, weights: Mapping[str, int]) -> list[tuple[str, str]]:
    """A plan of least work: (block, what it is put on), nothing for the table."""
    now, then = _below(start), _below(goal)
    settled: set[str] = set()
    for stack in start:
        for block in stack:
            if now[block] != then[block] or (now[block] and now[block] not in settled):
                break
            settled.add(block)
    wrong = [block for block in now if block not in settled]
    able = [block for block in wrong if then[block]]
    choices = [c for size in range(len(able) + 1) for c in combinations(able, size)]
    choices.sort(key=lambda chosen: sum(weights[block] for block in chosen))
    orders = (_order(start, then, wrong, chosen) for chosen in choices)
    return next(order for order in orders if order is not None)


def _order(
    start: Stacks, then: Mapping[str, str], wrong: Sequence[str], waiting: Sequence[str]
) -> list[tuple[str, str]] | None:
    """The moves in an order that works; None where each waits for another."""
    above = {block: stack[at + 1 :] for stack in start for at, block in enumerate(stack)}
    first = {block: ("to wait" if block in waiting else "last", block) for block in wrong}
    sorter: TopologicalSorter[Event] = TopologicalSorter()
    for block in wrong:
        sorter.add(first[block], *(first[other] for other in above[block]))
        below = then[block]
        before = [first[block]] if block in waiting else []
        if below:
            before += [first[other] for other in above[below] if other != block]
            before += [("last", below)] if below in first else []
        sorter.add(("last", block), *before)
    try:
        events = list(sorter.static_order())
    except CycleError:
        return None
    return [(block, "" if kind == "to wait" else then[block]) for kind, block in events]


def _told(stacks: Stacks) -> str:
    return " and ".join(f"[{', '.join(stack)}]" for stack in stacks)


def _prompts(start: Stacks, goal: Stacks, weights: Mapping[str, int]) -> tuple[str, ...]:
    now, then = _told(start), _told(goal)
    rule = (
        "A move takes one block that has no block on it, and puts it on the table or on another "
        "block that has none on it; the table has room for all. The work of a move is the weight "
        f"of its block: {listed(f'{weights[block]} for {block}' for block in sorted(weights))}"
    )
    lines = "\n".join(
        f"- {block} is on {f'block {below}' if below else 'the table'}"
        for block, below in sorted(_below(goal).items())
    )
    return compose(
        f"Blocks, each stack from bottom to top: {now} -> {then}. Top blocks move one by one, at "
        f"the cost of their weights {commas(f'{b} {w}' for b, w in sorted(weights.items()))}. "
        "Least total?",
        (
            f"Blocks stand in stacks, each in brackets from bottom to top: {now}. Wanted is "
            f"{then}. {rule}.",
            f"{rule}. There is {now}, wanted is {then}; brackets hold a stack from bottom to top.",
            f"At first the blocks stand so, brackets around each stack from bottom to top: {now}. "
            f"In the end:\n{lines}\n{rule}.",
            f"A robot arm stacks blocks. {rule}. Each stack is written in brackets, from bottom to "
            f"top. The start is {now}, the goal is {then}.",
        ),
        (
            "What is the least total work?",
            "How much work is needed at least, all moves together?",
            "Find the smallest total work with which this can be done.",
        ),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The least work to position after position, the nearest first, until the goal comes."""
    weights, goal = problem["weights"], _position(problem["goal"])
    work = {_position(problem["start"]): 0}
    layers = {0: [_position(problem["start"])]}
    while goal not in layers.get(spent := min(layers), ()):
        for one in layers.pop(spent):
            if work[one] < spent:
                continue
            for block, after in _reached(one):
                total = spent + weights[block]
                if total < work.get(after, total + 1):
                    work[after] = total
                    layers.setdefault(total, []).append(after)
    return Answer("integer", str(work[goal]))


Position = frozenset[tuple[str, ...]]


def _position(stacks: Sequence[Sequence[str]]) -> Position:
    return frozenset(map(tuple, stacks))


def _reached(position: Position) -> list[tuple[str, Position]]:
    """Every position one move further, with the block that moved."""
    found = []
    for stack in position:
        block, rest = stack[-1], position - {stack}
        lower = {stack[:-1]} - {()}
        found += [(block, rest - {other} | lower | {(*other, block)}) for other in rest]
        if lower:
            found.append((block, rest | lower | {(block,)}))
    return found


def capacity(level: int) -> int | None:
    """At least: letters drawn evenly, in one order for the goal."""
    count = LEVELS[level][0]
    return bounded(comb(len(_LETTERS), count) * factorial(count))


FAMILY = Family(
    name="blocks_world",
    area="text",
    domain="planning",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
