"""A side, the area or the cosine of an angle of a triangle.

Example: sides 5 and 8 with 60 degrees between them, third side -> 7, worked 5^2+8^2-5*8 = 49,
sqrt(49) = 7.

The law of cosines and the sine formula for areas, with the angles whose sines and cosines are
roots. The oracle puts the triangle into coordinates.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capacity_of_mixture
from assay.generators.math.geometry.roots import root
from assay.generators.math.spelling import signed, term, total
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """The longest side and the questions."""

    side: int
    questions: tuple[str, ...]


LEVELS = {
    1: Size(30, ("side",)),
    2: Size(60, ("side",)),
    3: Size(90, ("side", "area")),
    4: Size(200, ("side", "area")),
    5: Size(60, ("cosine", "area")),
    6: Size(200, ("cosine", "area")),
    7: Size(60, ("odd side",)),
    8: Size(200, ("odd side", "heron")),
    9: Size(900, ("odd side", "heron")),
    10: Size(9_000, ("odd side", "heron")),
}
# Twice the cosine of an angle: a number, or a root with its sign.
_TWICE_COSINE = {
    30: "sqrt(3)",
    45: "sqrt(2)",
    60: "1",
    90: "0",
    120: "-1",
    135: "-sqrt(2)",
    150: "-sqrt(3)",
}
_TWICE_SINE = {30: "1", 45: "sqrt(2)", 60: "sqrt(3)", 120: "sqrt(3)", 135: "sqrt(2)", 150: "1"}
_ANGLES = {"side": (60, 90, 120), "odd side": (30, 45, 135, 150), "area": tuple(_TWICE_SINE)}


def generate(rng: Random, level: int) -> Draft:
    """Draw the question and what is given."""
    size = LEVELS[level]
    question = rng.choice(size.questions)
    if question in ("cosine", "heron"):
        given = _three(rng, size.side)
    else:
        given = [*sorted(rng.randint(2, size.side) for _ in "ab"), rng.choice(_ANGLES[question])]
    lines = _lines(question, given)
    a, b, third = given
    answer = lines[-1][1]
    facts = _facts(question, given)
    things = {
        "cosine": (
            "the cosine of the angle C between a and b",
            r"$ \cos C $, where C lies opposite c",
        ),
        "area": ("the area of the triangle", "its area"),
        "heron": ("the area of the triangle", "its area"),
    }.get(question, ("the length of the third side", "the side opposite the given angle"))
    short = {"cosine": "cos C", "area": "area", "heron": "area"}.get(question, "third side")
    angle = third if question not in ("cosine", "heron") else None
    shown = f"a={a}, b={b}, " + (f"angle {angle} degrees between" if angle else f"c={third}")
    return Draft(
        prompts=phrasings(
            f"triangle {shown}: {short}=",
            things,
            given=facts,
            notes=("Give the exact value.", "Answer exactly, with square roots if need be."),
        ),
        problem={"question": question, "given": given},
        answer=Answer("expression", answer),
        steps=worked(lines),
        meta={"size": len(answer) + len("".join(map(str, given))) + 8 * len(lines)},
    )


def _three(rng: Random, longest: int) -> list[int]:
    """Three sides of a triangle with a proper area, the first two in order."""
    while True:
        a, b, c = (rng.randint(2, longest) for _ in "abc")
        a, b = sorted((a, b))
        if b - a < c < a + b:
            return [a, b, c]


def _facts(question: str, given: list[int]) -> tuple[str, ...]:
    a, b, third = given
    if question in ("cosine", "heron"):
        return (
            f"a triangle has the sides a = {a}, b = {b} and c = {third}",
            f"the three sides a, b, c of a triangle have the lengths {a}, {b} and {third}",
        )
    return (
        f"two sides of a triangle are {a} and {b} long and form an angle of {third} degrees",
        f"a triangle has two sides of {a} and {b}, and the angle between them is {third} degrees",
        rf"two sides of lengths {a} and {b} of a triangle meet at $ {third}^\circ $",
    )


def _lines(question: str, given: list[int]) -> list[Line]:
    a, b, third = given
    if question == "side":
        cosine = int(_TWICE_COSINE[third])
        square = a * a + b * b - cosine * a * b
        return [
            (f"{a}^2+{b}^2-{signed(cosine)}*{a}*{b}", str(square)),
            (f"sqrt({square})", root(square)),
        ]
    if question == "odd side":
        squares, name = a * a + b * b, _TWICE_COSINE[third]
        sign = -1 if name[0] == "-" else 1
        inside = total([str(squares), term(-sign * a * b, name.lstrip("-"))])
        return [
            (f"{a}^2+{b}^2", str(squares)),
            (f"{a}*{b}", str(a * b)),
            (f"sqrt({inside})", f"sqrt({inside})"),
        ]
    if question == "area":
        name, quarter = _TWICE_SINE[third], Fraction(a * b, 4)
        answer = str(quarter) if name == "1" else term(quarter, name)
        return [(f"{a}*{b}/4", str(quarter)), (f"{a}*{b}*{name}/4", answer)]
    if question == "cosine":
        above, below = a * a + b * b - third * third, 2 * a * b
        return [
            (f"{a}^2+{b}^2-{third}^2", str(above)),
            (f"2*{a}*{b}", str(below)),
            (f"{signed(above)}/{below}", str(Fraction(above, below))),
        ]
    sums = [a + b + third, -a + b + third, a - b + third, a + b - third]
    product = sums[0] * sums[1] * sums[2] * sums[3]
    texts = (f"{a}+{b}+{third}", f"{b}+{third}-{a}", f"{a}+{third}-{b}", f"{a}+{b}-{third}")
    lines = [(text, str(value)) for text, value in zip(texts, sums, strict=True)]
    lines.append(("*".join(map(str, sums)), str(product)))
    return [*lines, (f"sqrt({product})/4", root(Fraction(product, 16)))]


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Corners (0, 0), (a, 0) and (b*cos, b*sin); lengths and areas from coordinates."""
    (a, b, third), question = problem["given"], problem["question"]
    if question in ("cosine", "heron"):
        # (foot, y) at distance b from (0, 0) and c from (a, 0)
        foot = Fraction(a * a + b * b - third * third, 2 * a)
        if question == "cosine":
            return Answer("expression", str(foot / b))
        return Answer("expression", f"sqrt({b * b - foot * foot})*{a}/2")
    sine = _TWICE_SINE.get(third, "2")
    x, y = f"{b}*({_TWICE_COSINE[third]})/2", f"{b}*{sine}/2"
    if question == "area":
        return Answer("expression", f"{a}*({y})/2")
    return Answer("expression", f"sqrt(({a}-({x}))^2+({y})^2)")


def capacity(level: int) -> int | None:
    """Two sides in order with an angle; three sides, of which at least half make a triangle."""
    size = LEVELS[level]
    pairs = (size.side - 1) * size.side // 2
    counts = {question: pairs * len(angles) for question, angles in _ANGLES.items()}
    counts |= dict.fromkeys(("cosine", "heron"), pairs * (size.side - 1) // 2)
    share = Fraction(1, len(size.questions))
    return capacity_of_mixture(*((share, counts[question]) for question in size.questions))


FAMILY = Family(
    name="triangle_measures",
    area="math",
    domain="geometry",
    answer_kind="expression",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
