"""Written answers made at random for laws and near-misses: expressions and structures as text.

    made(Random(1))  ->  "\\\\frac{3}{4}x^2 - 2"

`near_miss` changes one sign, coefficient, end, digit or member so that the value is another one.
"""

from collections.abc import Callable
from random import Random

Maker = Callable[[Random], str]


def number(rng: Random) -> str:
    n = rng.choice((rng.randint(0, 12), rng.randint(-99, 999), rng.randint(0, 10**9)))
    return str(n)


def fraction(rng: Random) -> str:
    top, bottom = rng.randint(-30, 30), rng.randint(2, 30)
    return rng.choice((f"{top}/{bottom}", f"\\frac{{{top}}}{{{bottom}}}", f"{top / 4}"))


def radical(rng: Random) -> str:
    a, b = rng.randint(1, 9), rng.randint(2, 20)
    return rng.choice((f"{a}\\sqrt{{{b}}}", f"sqrt({b})", f"{a}+\\sqrt{{{b}}}", f"√{b}/{a}"))


def polynomial(rng: Random) -> str:
    x = rng.choice("xyn")
    parts = [f"{rng.randint(1, 9)}{x}^{k}" for k in rng.sample(range(1, 5), rng.randint(1, 3))]
    return "+".join(parts) + rng.choice("+-") + str(rng.randint(0, 9))


def product(rng: Random) -> str:
    a, b = rng.randint(-5, 5), rng.randint(1, 5)
    return rng.choice((f"(x+{a})(x-{b})", f"(x{a:+d})^{b}", f"\\frac{{x{a:+d}}}{{x-{b}}}"))


def function(rng: Random) -> str:
    name, k = rng.choice(("sin", "cos", "ln", "exp", "tan")), rng.randint(1, 4)
    return rng.choice((f"\\{name}({k}x)", f"{k}{name}(x)", f"{name}(x)^2", f"e^{{{k}x}}+{name}(x)"))


def scalar(rng: Random) -> str:
    return rng.choice((number, number, fraction, radical, polynomial, product, function))(rng)


def collection(rng: Random) -> str:
    items = [rng.choice((number, fraction, radical))(rng) for _ in range(rng.randint(1, 4))]
    opened, closed = rng.choice((("\\{", "\\}"), ("(", ")"), ("[", "]"), ("", "")))
    return opened + rng.choice((",", ", ")).join(items) + closed


def interval(rng: Random) -> str:
    a = rng.randint(-9, 9)
    b = a + rng.randint(1, 9)
    return rng.choice(
        (
            f"[{a},{b})",
            f"({a},{b}]",
            f"x<{a}",
            f"{a}<=x<{b}",
            f"(-oo,{a}) U ({b},oo)",
            f"x \\ge {b}",
        )
    )


def relation(rng: Random) -> str:
    return rng.choice((f"x={scalar(rng)}", f"y={polynomial(rng)}", f"x={number(rng)} or x=3"))


def word(rng: Random) -> str:
    return rng.choice(
        ("yes", "no", "A", "(B)", "Evelyn", "5 cm", "50 m", "10%", "odd", "\\pi", "i")
    )


def made(rng: Random) -> str:
    makers: tuple[Maker, ...] = (scalar, scalar, scalar, collection, interval, relation, word)
    return rng.choice(makers)(rng)


def changed(rng: Random, text: str) -> str:
    """The text, one of its characters dropped, doubled or replaced, or the same."""
    if not text or rng.random() < 0.3:
        return text
    at = rng.randrange(len(text))
    return (
        text[:at]
        + rng.choice(("", text[at] * 2, rng.choice("0123456789x+-*/^(){},=")))
        + text[at + 1 :]
    )


def near_miss(rng: Random) -> tuple[str, str]:
    """A gold and a candidate of another value, by construction."""
    return rng.choice(_MISSES)(rng)


def _digit(rng: Random) -> tuple[str, str]:
    n = rng.randint(10, 10**6)
    return str(n), str(n + rng.choice((1, -1, 10, -10, 100)))


def _fraction(rng: Random) -> tuple[str, str]:
    a, b = rng.randint(1, 40), rng.randint(2, 40)
    return f"\\frac{{{a}}}{{{b}}}", rng.choice(
        (f"\\frac{{{a + 1}}}{{{b}}}", f"-{a}/{b}", f"{a}/{b + 1}")
    )


def _coefficient(rng: Random) -> tuple[str, str]:
    c = [rng.randint(1, 9) for _ in range(3)]
    d = list(c)
    d[rng.randrange(3)] += rng.choice((1, 10, -11))
    spelled = [f"{a}x^2+{b}x+{e}".replace("+-", "-") for a, b, e in (c, d)]
    return spelled[0], spelled[1]


def _sign(rng: Random) -> tuple[str, str]:
    a, b = rng.randint(1, 9), rng.randint(1, 9)
    return f"{a}\\sin(x)+{b}", rng.choice(
        (f"{a}\\sin(x)-{b}", f"-{a}\\sin(x)+{b}", f"{a}\\cos(x)+{b}")
    )


def _root(rng: Random) -> tuple[str, str]:
    roots = rng.sample(range(-20, 20), rng.randint(2, 4))
    gold = "\\{" + ",".join(map(str, roots)) + "\\}"
    others = rng.choice((roots[:-1], [*roots[:-1], roots[-1] + 41], [*roots, 55]))
    return gold, "\\{" + ",".join(map(str, others)) + "\\}"


def _end(rng: Random) -> tuple[str, str]:
    a = rng.randint(-9, 9)
    b = a + rng.randint(1, 9)
    return f"[{a},{b})", rng.choice((f"({a},{b})", f"[{a},{b}]", f"[{a},{b + 1})", f"{a}<x<{b}"))


def _radical(rng: Random) -> tuple[str, str]:
    a, b = rng.randint(1, 9), rng.choice((2, 3, 5, 7, 11))
    return f"{a}+\\sqrt{{{b}}}", rng.choice(
        (f"{a}-\\sqrt{{{b}}}", f"{a}+\\sqrt{{{b + 12}}}", f"{a}\\sqrt{{{b}}}")
    )


_MISSES: tuple[Callable[[Random], tuple[str, str]], ...] = (
    _digit, _fraction, _coefficient, _sign, _root, _end, _radical,
)  # fmt: skip
