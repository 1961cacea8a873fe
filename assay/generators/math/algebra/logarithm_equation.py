"""An equation with logarithms, whose arguments have to be positive.

Example: log_2(x-1)+log_2(x+1) = 3 -> {3}: (x-1)*(x+1)-8 = (x-3)*(x+3), but -3-1 = -4.

One logarithm, a difference (solved by one number, or by none in one problem of four), or a sum,
where one of the two roots may not fit. Roots are drawn and the numbers follow. The oracle solves
the equation without logarithms with flint and looks at every argument.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.polynomials import nonzero
from assay.generators.math.spelling import polynomial, pretty, signed
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """One logarithm (""), a difference ("-") or a sum ("+"); bases, the largest exponent, bounds
    of the root, of the slopes, of the second argument."""

    kind: str
    bases: tuple[int, ...]
    exponent: int
    root: int
    slope: int
    argument: int = 1


LEVELS = {
    1: Size("", (2, 3, 10), 4, 20, 3),
    2: Size("", (2, 3, 5, 10), 5, 40, 9),
    3: Size("-", (2, 3, 5), 3, 12, 3, 9),
    4: Size("-", (2, 3, 5, 10), 3, 30, 6, 20),
    5: Size("-", (2, 3, 5, 7, 10), 4, 60, 12, 60),
    6: Size("+", (2, 3, 4), 5, 12, 2),
    7: Size("+", (2, 3, 5), 6, 30, 4),
    8: Size("+", (2, 3, 5, 6), 7, 60, 9),
    9: Size("+", (2, 3, 5, 6, 7), 8, 300, 20),
    10: Size("+", (2, 3, 5, 6, 7, 10), 9, 5_000, 60),
}
Made = tuple[list[tuple[int, int]], int, list[Fraction], list[Line]]


def generate(rng: Random, level: int) -> Draft:
    """Draw the base and, by the kind, the arguments; keep the roots where they are positive."""
    size = LEVELS[level]
    base = rng.choice(size.bases)
    draw = {"": _one, "-": _difference, "+": _sum}[size.kind]
    arguments, right, roots, lines = draw(rng, size, base)
    texts = [polynomial([b, a]) for a, b in arguments]
    plain = size.kind.join(f"log_{base}({text})" for text in texts) + f"={right}"
    typeset = f" {size.kind} ".join(f"\\log_{{{base}}}({pretty(text)})" for text in texts)
    return Draft(
        prompts=phrasings(
            f"{plain}, all real x, or no solution?",
            (
                f"all real solutions of {pretty(plain)}",
                f"all real numbers x with {pretty(plain)}",
                f"all real x with $ {typeset} = {right} $",
            ),
            notes=(
                f"Here log_{base} is the logarithm to base {base}. Answer with a set in braces; if "
                "no x fits, answer: no solution.",
                f"The base of the logarithms is {base}. List all solutions in braces, or answer: "
                "no solution.",
            ),
            plural=True,
        ),
        problem={"base": base, "arguments": arguments, "sign": size.kind, "right": right},
        answer=Answer("set", "{" + ", ".join(map(str, roots)) + "}"),
        steps=worked(lines),
        meta={"size": len(arguments) * len(plain) * (1 + (size.kind == "+"))},
    )


def _one(rng: Random, size: Size, base: int) -> Made:
    """log(a*x+b) = k with a drawn root."""
    k, root, a = (
        rng.randint(1, size.exponent),
        rng.randint(-size.root, size.root),
        nonzero(rng, size.slope),
    )
    b = base**k - a * root
    lines = [(f"{base}^{k}", str(base**k)), (f"({base**k}-{signed(b)})/{signed(a)}", str(root))]
    return [(a, b)], k, [Fraction(root)], lines


def _difference(rng: Random, size: Size, base: int) -> Made:
    """log(a*x+b)-log(c*x+d) = k; the second argument is v at the root, the first base^k*v."""
    while True:
        k, root = rng.randint(1, size.exponent), rng.randint(-size.root, size.root)
        a, c = nonzero(rng, size.slope), nonzero(rng, size.slope)
        if a != c * base**k:
            break
    v = rng.randint(1, size.argument) * (-1 if rng.randrange(4) == 0 else 1)
    b, d = base**k * v - a * root, v - c * root
    top = f"({base**k}*{signed(d)}-{signed(b)})/({signed(a)}-{base**k}*{signed(c)})"
    lines = [(f"{base}^{k}", str(base**k)), (top, str(root))]
    lines += [_argument(a, b, Fraction(root)), _argument(c, d, Fraction(root))]
    return [(a, b), (c, d)], k, [Fraction(root)] if v > 0 else [], lines


def _sum(rng: Random, size: Size, base: int) -> Made:
    """log(a*x+b)+log(c*x+d) = k; both arguments are powers of the base at the root."""
    k, root = rng.randint(2, size.exponent), rng.randint(-size.root, size.root)
    first = rng.randint(0, k)
    a, c = nonzero(rng, size.slope), nonzero(rng, size.slope)
    b, d = base**first - a * root, base ** (k - first) - c * root
    other = Fraction(-(a * d + b * c), a * c) - root
    roots = sorted({Fraction(root), other})
    lines = [(f"{base}^{k}", str(base**k))]
    whole = polynomial([b * d - base**k, a * d + b * c, a * c])
    lines.append((f"({polynomial([b, a])})*({polynomial([d, c])})-{base**k}", whole))
    for x in roots:
        lines += [_argument(a, b, x), _argument(c, d, x)]
    fitting = [x for x in roots if a * x + b > 0 and c * x + d > 0]
    return [(a, b), (c, d)], k, fitting, lines


def _argument(a: int, b: int, x: Fraction) -> Line:
    return f"{a}*{signed(x)}+{signed(b)}", str(a * x + b)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Roots of the equation for the arguments by flint, kept where all arguments are positive."""
    from flint import fmpz_poly

    power = problem["base"] ** problem["right"]
    arguments = [fmpz_poly([b, a]) for a, b in problem["arguments"]]
    match problem["sign"]:
        case "-":
            whole = arguments[0] - power * arguments[1]
        case "+":
            whole = arguments[0] * arguments[1] - power
        case _:
            whole = arguments[0] - power
    found = []
    for factor, _ in whole.factor()[1]:
        x = Fraction(-int(factor[0]), int(factor[1]))
        if all(a * x + b > 0 for a, b in problem["arguments"]):
            found.append(str(x))
    return Answer("set", "{" + ", ".join(found) + "}")


def capacity(level: int) -> int | None:
    """Bases, exponents, roots, slopes and, for two logarithms, what the second argument is at the
    root: its signs are not as likely as one another, so a third is taken off. A sum has two roots
    and may come up by either: half is taken off.
    """
    size = LEVELS[level]
    roots, slopes = 2 * size.root + 1, 2 * size.slope
    if not size.kind:
        return capped(len(size.bases) * size.exponent * roots * slopes)
    if size.kind == "-":
        values = size.argument * 4 // 3
        return capped(len(size.bases) * size.exponent * roots * slopes * (slopes - 1) * values)
    splits = sum(k + 1 for k in range(2, size.exponent + 1))
    return capped(len(size.bases) * splits * roots * slopes**2 // 2)


FAMILY = Family(
    name="logarithm_equation",
    area="math",
    domain="functions",
    answer_kind="set",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
