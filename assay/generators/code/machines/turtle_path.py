"""Where does the turtle stand? Short programs with nested repeats, on a square grid.

Example: FORWARD 3 RIGHT REPEAT 2 [FORWARD 2 LEFT FORWARD 1 RIGHT] -> (4, 5)

The turtle starts at (0, 0) and looks north, to growing y. The generator walks; the oracle makes of
every block one turn and one shift, and composes these.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.core.records import Answer, Step
from assay.generators.family import Draft, Family, capped
from assay.generators.text.parts import compose, in_words

LENGTHS = range(1, 13)
MOST_WALKS = 60
RULES = (
    "FORWARD n moves the turtle n squares the way it looks; BACK n moves it n squares back without "
    "turning; LEFT and RIGHT turn it by a quarter turn where it stands; REPEAT n [...] does what "
    "stands in the brackets n times"
)


@dataclass(frozen=True, slots=True)
class Size:
    """How many commands stand outside of repeats, and how many in each nested repeat."""

    outside: int
    repeats: tuple[int, ...] = ()


LEVELS = {
    1: Size(3),
    2: Size(5),
    3: Size(3, (2,)),
    4: Size(4, (3,)),
    5: Size(3, (3, 3)),
    6: Size(4, (4, 3)),
    7: Size(4, (4, 4)),
    8: Size(5, (4, 4, 3)),
    9: Size(6, (5, 4, 3)),
    10: Size(8, (5, 5, 4)),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw a program that does not end where it starts."""
    size = LEVELS[level]
    while True:
        program = _commands(rng, size.outside)
        for at, count in enumerate(size.repeats):
            inner = _commands(rng, count)
            if at == 1 and level >= 7:
                inner.append(["REPEAT", 2, _commands(rng, 2)])
            program.insert(rng.randint(1, len(program)), ["REPEAT", rng.randint(2, 3), inner])
        points = list(_walk(program))
        if points[-1] != (0, 0) and len(points) <= MOST_WALKS:
            break
    text = _text(program)
    return Draft(
        prompts=_prompts(text),
        problem={"program": text},
        answer=Answer("tuple", f"({points[-1][0]}, {points[-1][1]})"),
        steps=tuple(_steps(points)),
        meta={"size": len(points) + len(text) / 4},
    )


def _commands(rng: Random, count: int) -> list[Any]:
    """Walks and turns in turn, so that every command matters."""
    found: list[Any] = []
    for _ in range(count):
        found.append([rng.choice(("FORWARD", "FORWARD", "FORWARD", "BACK")), rng.choice(LENGTHS)])
        found.append([rng.choice(("LEFT", "RIGHT"))])
    return found


def _flat(program: Sequence[Any]) -> Iterator[Any]:
    for command in program:
        if command[0] == "REPEAT":
            for _ in range(command[1]):
                yield from _flat(command[2])
        else:
            yield command


def _walk(program: Sequence[Any]) -> Iterator[tuple[int, int]]:
    """The points after every walk."""
    x, y, dx, dy = 0, 0, 0, 1
    for command in _flat(program):
        if command[0] == "LEFT":
            dx, dy = -dy, dx
        elif command[0] == "RIGHT":
            dx, dy = dy, -dx
        else:
            way = command[1] if command[0] == "FORWARD" else -command[1]
            x, y = x + way * dx, y + way * dy
            yield x, y


def _steps(points: Sequence[tuple[int, int]]) -> Iterator[Step]:
    for number, (x, y) in enumerate(points, 1):
        yield in_words(f"after walk {number}", f"({x}, {y})")


def _text(program: Sequence[Any]) -> str:
    words = []
    for name, *rest in program:
        if name == "REPEAT":
            words.append(f"REPEAT {rest[0]} [{_text(rest[1])}]")
        else:
            words.append(" ".join(map(str, (name, *rest))))
    return " ".join(words)


def _prompts(text: str) -> tuple[str, ...]:
    start = "A turtle stands on square (0, 0) of a grid and looks north, so that moving adds to y"
    return compose(
        f"Turtle at (0, 0) looking north (+y): {text}. Where is it, as (x, y)?",
        (
            f"{start}; east is the side of growing x. {RULES}.\n\n{text}\n\n",
            f"{RULES}. {start}, and x grows to the east. It is given this program: {text}.",
            f"Here is a program for a turtle:\n{text}\n{start} (x grows to the east). {RULES}.",
            f"{start}, east being the way in which x grows. It runs {text}, where {RULES}.",
        ),
        (
            "On which square does it end?",
            "Where does the turtle stand in the end?",
            "Find the square where it stops.",
        ),
        ("Answer with (x, y).", "Give the pair (x, y)."),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Every block as a turn and a shift, complex numbers: it takes z to turn * z + shift."""
    words = problem["program"].replace("[", " [ ").replace("]", " ] ").split()
    _, shift = _block(words)
    return Answer("tuple", f"({int(shift.real)}, {int(shift.imag)})")


def _block(words: list[str]) -> tuple[complex, complex]:
    turn, shift = 1 + 0j, 0j
    while words:
        word = words.pop(0)
        if word == "]":
            break
        if word in ("LEFT", "RIGHT"):
            turn *= 1j if word == "LEFT" else -1j
            continue
        number = int(words.pop(0))
        if word == "REPEAT":
            words.pop(0)
            inner_turn, inner_shift = _block(words)
            for _ in range(number):
                shift += turn * inner_shift
                turn *= inner_turn
        else:
            shift += turn * 1j * (number if word == "FORWARD" else -number)
    return turn, shift


def capacity(level: int) -> int | None:
    """The lengths and turns of the commands, all drawn evenly; the others are left out."""
    size = LEVELS[level]
    walks = size.outside + sum(size.repeats)
    return capped(len(LENGTHS) ** walks * 2 ** (walks - 1) // 2)


FAMILY = Family(
    name="turtle_path",
    area="code",
    domain="interpreters",
    answer_kind="tuple",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
