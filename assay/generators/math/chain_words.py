"""A chain of changes to a quantity, told as a small story.

Example: "Ana has 12 coins. Ana earns 5 coins. Ana buys 2 tickets for 3 coins each. How many coins
does Ana have in the end?" -> 11, worked 12+5=17, 2*3=6, 17-6=11.

The canonical problem is the amounts and the changes; scene, names and sentences are wording. The
quantity is a whole number of at least 1 at every moment. The oracle composes the changes from the
last to the first into one straight line. No superfluous numbers: another family's subject.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import product
from random import Random
from typing import Any

from assay.core.records import Answer, Claim, Step
from assay.generators.family import Draft, Family
from assay.generators.math.story_scenes import NAMES, SCENES, Event


@dataclass(frozen=True, slots=True)
class Size:
    """`plain` events that add or take up to `largest`, and how many of each other kind."""

    plain: int
    largest: int
    groups: int = 0
    less: int = 0
    times: int = 0
    half: int = 0


LEVELS = {
    1: Size(2, 50),
    2: Size(2, 50, groups=1),
    3: Size(3, 99, times=1),
    4: Size(3, 99, groups=1, half=1),
    5: Size(3, 99, groups=1, less=1, times=1),
    6: Size(4, 99, groups=1, less=1, times=1),
    7: Size(4, 199, groups=2, less=1, times=1, half=1),
    8: Size(5, 299, groups=2, less=1, times=1, half=1),
    9: Size(5, 499, groups=2, less=2, times=2, half=1),
    10: Size(6, 999, groups=3, less=2, times=2, half=1),
}
_LEAST = 2
_GROUPS = (range(2, 10), range(2, 26))
_TIMES = (2, 3, 4)
_DOUBLED = {2: "double", 3: "triple", 4: "multiply by 4"}


_NOTE = "Answer with one integer."


def generate(rng: Random, level: int) -> Draft:
    """Draw amounts and changes until the quantity stays sensible, then tell and work it out."""
    start, events = _draw(rng, LEVELS[level])
    steps, value = _work_out(start, events)
    scenes = rng.sample(SCENES, 5)
    told = [scene.tell(rng.choice(NAMES), start, events, rng) for scene in scenes]
    return Draft(
        prompts=(_short(start, events), *told, *(f"{text} {_NOTE}" for text in told)),
        problem={"start": start, "events": [list(event) for event in events]},
        answer=Answer("integer", str(value)),
        steps=steps,
    )


def _draw(rng: Random, size: Size) -> tuple[int, list[Event]]:
    kinds = ["plain"] * size.plain + ["groups"] * size.groups + ["less"] * size.less
    kinds += ["times"] * size.times + ["half"] * size.half
    while True:
        rng.shuffle(kinds)
        start = rng.randint(_LEAST, size.largest)
        events = [_draw_event(rng, kind, size) for kind in kinds]
        if _sensible(start, events):
            return start, events


def _draw_event(rng: Random, kind: str, size: Size) -> Event:
    if kind == "plain":
        return (rng.choice(("add", "take")), rng.randint(_LEAST, size.largest))
    if kind == "times":
        return ("times", rng.choice(_TIMES))
    if kind == "half":
        return ("half",)
    return (kind, rng.choice(_GROUPS[0]), rng.choice(_GROUPS[1]))


def _sensible(start: int, events: Sequence[Event]) -> bool:
    """Whether the quantity is a whole number of at least 1 all the time."""
    value = start
    for event in events:
        match event:
            case ("add", n):
                value += n
            case ("take", n):
                value -= n
            case ("groups", k, n):
                value += k * n
            case ("less", k, n):
                value -= k * n
            case ("times", k):
                value *= k
            case _ if value % 2:
                return False
            case _:
                value //= 2
        if value < 1:
            return False
    return True


def _short(start: int, events: Sequence[Event]) -> str:
    words = [f"Start with {start}"]
    for event in events:
        match event:
            case ("groups", k, n):
                words.append(f"add {k} times {n}")
            case ("less", k, n):
                words.append(f"subtract {k} times {n}")
            case ("times", k):
                words.append(_DOUBLED[k])
            case ("half",):
                words.append("halve")
            case (kind, n):
                words.append(f"{'add' if kind == 'add' else 'subtract'} {n}")
    return ", then ".join(words) + "."


def _work_out(start: int, events: Sequence[Event]) -> tuple[tuple[Step, ...], int]:
    """One line an operation; a group's product is worked out just before it is used."""
    value, steps = start, []
    for at, event in enumerate(events):
        rest = list(events[at:])
        if event[0] in ("groups", "less"):
            kind, k, n = event
            steps.append(_line(f"{k}*{n}", k * n, _spell(value, rest)))
            rest[0] = ("add" if kind == "groups" else "take", k * n)
        done, result = _apply(value, rest[0])
        steps.append(_line(done, result, _spell(value, rest)))
        value = result
    return tuple(steps), value


def _apply(value: int, event: Event) -> tuple[str, int]:
    kind, n = (*event, 2)[:2]
    sign = {"add": "+", "take": "-", "times": "*", "half": "/"}[str(kind)]
    results = {"+": value + n, "-": value - n, "*": value * n, "/": value // n}
    return f"{value}{sign}{n}", results[sign]


def _line(left: str, right: int, expression: str) -> Step:
    return Step(f"{left}={right}", Claim("equal", left, str(right)), {"expr": expression})


def _spell(value: int, events: Sequence[Event]) -> str:
    """What is still to be evaluated, as one expression."""
    text, is_sum = str(value), False
    for event in events:
        match event:
            case ("groups", k, n):
                text += f"+{k}*{n}"
            case ("less", k, n):
                text += f"-{k}*{n}"
            case ("times", k):
                text = f"({text})*{k}" if is_sum else f"{text}*{k}"
            case ("half",):
                text = f"({text})/2" if is_sum else f"{text}/2"
            case (kind, n):
                text += f"{'+' if kind == 'add' else '-'}{n}"
        is_sum = event[0] not in ("times", "half")
    return text


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Every change is v -> a*v + b; compose them from the last to the first, then put in v."""
    slope, constant = Fraction(1), Fraction(0)
    for kind, *numbers in reversed(problem["events"]):
        amount = 1
        for number in numbers:
            amount *= number
        if kind in ("times", "half"):
            slope *= amount if kind == "times" else Fraction(1, 2)
        else:
            constant += slope * (amount if kind in ("add", "groups") else -amount)
    return Answer("integer", str(slope * problem["start"] + constant))


@cache
def capacity(level: int) -> int | None:
    """Count stories by the quantity they reach, as polynomials: the coefficient of t^v is the
    number of beginnings that reach v; one polynomial for each choice of events so far. Once all
    that shrinks is told, every further event can follow: the count only grows.
    """
    size = LEVELS[level]
    limits = (size.plain, size.groups, size.less, size.times, size.half)
    reached: dict[tuple[int, ...], list[int]] = {}
    for used in sorted(product(*(range(limit + 1) for limit in limits)), key=_shrinking_first):
        if not any(used):
            reached[used] = [0] * _LEAST + [1] * (size.largest - _LEAST + 1)
            continue
        total: list[int] = []
        for kind, count in enumerate(used):
            if count:
                before = tuple(n - (at == kind) for at, n in enumerate(used))
                total = _sum(total, _after(kind, reached[before], size.largest))
        reached[used] = [0, *total[1:]]
        if used[2] == size.less and used[4] == size.half and sum(reached[used]) >= 2**63:
            return None
    return sum(reached[limits])


def _shrinking_first(used: tuple[int, ...]) -> tuple[int, int]:
    """An order in which what shrinks is told early, so that large counts are seen early."""
    return used[0] + used[1] + used[3], sum(used)


def _after(kind: int, reached: list[int], largest: int) -> list[int]:
    """The counts by value after one more event of a kind, numbered as the fields of Size."""
    grid = Counter(k * n for k in _GROUPS[0] for n in _GROUPS[1])
    plain = Counter(range(_LEAST, largest + 1))
    if kind == 0:
        return _sum(_shifted(reached, plain, 1), _shifted(reached, plain, -1))
    if kind in (1, 2):
        return _shifted(reached, grid, 1 if kind == 1 else -1)
    if kind == 4:
        return reached[::2]
    grown = [0] * (max(_TIMES) * len(reached))
    for times in _TIMES:
        for value, count in enumerate(reached):
            grown[times * value] += count
    return grown


def _shifted(reached: list[int], amounts: Counter[int], sign: int) -> list[int]:
    """Every amount added (sign 1) or taken (sign -1): a product of polynomials."""
    from flint import fmpz_poly

    top = max(amounts)
    steps = [amounts[n] if sign > 0 else amounts[top - n] for n in range(top + 1)]
    found = [int(c) for c in (fmpz_poly(reached) * fmpz_poly(steps)).coeffs()]
    return found if sign > 0 else found[top:]


def _sum(one: list[int], other: list[int]) -> list[int]:
    short, long = sorted((one, other), key=len)
    return [a + b for a, b in zip(short, long, strict=False)] + long[len(short) :]


FAMILY = Family(
    name="chain_words",
    area="math",
    domain="word problems",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
