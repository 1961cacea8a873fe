"""The volume of a solid that is put together from round parts.

Example: a cylinder of radius 3 and height 4 and half a ball of the same radius -> 54*pi,
worked 3^2*4 = 36, 2/3*3^3 = 18, 36+18 = 54.

Cylinders, tubes, cones, balls. The oracle adds up the squares of the radii
over the height by Simpson's rule, which is exact for these parts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import factorial
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.spelling import term
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import told


@dataclass(frozen=True, slots=True)
class Size:
    """How many parts, of which kinds, the largest radius and height."""

    parts: int
    kinds: tuple[str, ...]
    radius: int
    height: int


_STRAIGHT = ("cylinder", "cone", "frustum", "tube")
_ALL = (*_STRAIGHT, "half ball", "ball")
LEVELS = {
    1: Size(1, ("cylinder", "cone"), 30, 30),
    2: Size(1, _STRAIGHT, 40, 60),
    3: Size(2, _STRAIGHT, 30, 40),
    4: Size(2, _ALL, 30, 40),
    5: Size(3, _ALL, 20, 30),
    6: Size(3, _ALL, 40, 60),
    7: Size(4, _ALL, 40, 90),
    8: Size(5, _ALL, 60, 120),
    9: Size(7, _ALL, 90, 300),
    10: Size(10, _ALL, 200, 900),
}
Part = list[Any]


def generate(rng: Random, level: int) -> Draft:
    """Draw the parts of a stack, each with its own radius."""
    size = LEVELS[level]
    parts = [_draw(rng, rng.choice(size.kinds), size) for _ in range(size.parts)]
    lines = list(_lines(parts))
    listed = [_tell(part) for part in parts]
    stack = "; ".join(listed)
    return Draft(
        prompts=told(
            f"volume of {' + '.join(listed)}:",
            (
                f"A solid is made of what follows, without overlap: {stack}.",
                f"Somebody builds with solid shapes: {stack}.",
                f"What follows is melted down and poured into one block: {stack}.",
            ),
            ("What is the total volume?", "Find the whole volume."),
            ("Give the exact value with pi.", "Answer with a number times pi, exactly."),
        ),
        problem={"parts": sorted(parts)},
        answer=Answer("expression", term(Fraction(lines[-1][1]), "pi")),
        steps=worked(lines),
    )


def _draw(rng: Random, kind: str, size: Size) -> Part:
    radius, height = rng.randint(1, size.radius), rng.randint(1, size.height)
    if kind in ("half ball", "ball"):
        return [kind, radius]
    if kind == "frustum":
        return [kind, radius, rng.randint(1, size.radius), height]
    if kind == "tube":
        inner, outer = sorted(rng.sample(range(1, size.radius + 1), 2))
        return [kind, outer, inner, height]
    return [kind, radius, height]


def _tell(part: Part) -> str:
    match part:
        case ["half ball", radius]:
            return f"half a ball of radius {radius}"
        case ["ball", radius]:
            return f"a ball of radius {radius}"
        case ["frustum", radius, other, height]:
            return f"a truncated cone with radii {radius} and {other} and height {height}"
        case ["tube", outer, inner, height]:
            return f"a tube with outer radius {outer}, inner radius {inner} and height {height}"
        case [kind, radius, height]:
            return f"a {kind} of radius {radius} and height {height}"
    raise ValueError(f"no part: {part!r}")


def _volume(part: Part) -> tuple[str, Fraction]:
    """The volume over pi: how it is worked out, and its value."""
    match part:
        case ["half ball", r]:
            return f"2/3*{r}^3", Fraction(2 * r**3, 3)
        case ["ball", r]:
            return f"4/3*{r}^3", Fraction(4 * r**3, 3)
        case ["frustum", r, s, h]:
            return f"{h}/3*({r}^2+{r}*{s}+{s}^2)", Fraction(h * (r * r + r * s + s * s), 3)
        case ["tube", r, s, h]:
            return f"({r}^2-{s}^2)*{h}", Fraction((r * r - s * s) * h)
        case ["cone", r, h]:
            return f"{r}^2*{h}/3", Fraction(r * r * h, 3)
        case [_, r, h]:
            return f"{r}^2*{h}", Fraction(r * r * h)
    raise ValueError(f"no part: {part!r}")


def _lines(parts: list[Part]) -> Iterator[Line]:
    """Every part, over pi; their sum."""
    values = []
    for part in parts:
        text, value = _volume(part)
        yield text, str(value)
        values.append(value)
    if len(values) > 1:
        yield "+".join(map(str, values)), str(sum(values))


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Squared radii at the bottom, the middle and the top of every part: Simpson's rule."""
    total = Fraction(0)
    for kind, *numbers in problem["parts"]:
        r, height = Fraction(numbers[0]), Fraction(numbers[-1])
        if kind in ("half ball", "ball"):
            low = Fraction(0) if kind == "half ball" else -r
            height = r - low
            squares = [r * r - z * z for z in (low, (low + r) / 2, r)]
        else:
            top = {"cone": Fraction(0), "frustum": Fraction(numbers[1])}.get(kind, r)
            hole = numbers[1] ** 2 if kind == "tube" else 0
            squares = [r * r - hole, ((r + top) / 2) ** 2 - hole, top * top - hole]
        total += height * (squares[0] + 4 * squares[1] + squares[2]) / 6
    return Answer("expression", f"({total})*pi")


def capacity(level: int) -> int | None:
    """Parts without their order; as many as an even draw would need to repeat itself as rarely,
    for every kind is drawn as often and that with the fewest forms repeats first.
    """
    size = LEVELS[level]
    flat, both = size.radius * size.height, size.radius * (size.radius - 1) // 2 * size.height
    forms = {"cylinder": flat, "cone": flat, "frustum": 2 * both, "tube": both}
    forms |= {"half ball": size.radius, "ball": size.radius}
    least = min(forms[kind] for kind in size.kinds) * len(size.kinds)
    return capped(least**size.parts // factorial(size.parts))


FAMILY = Family(
    name="solid_volume",
    area="math",
    domain="geometry",
    answer_kind="expression",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
