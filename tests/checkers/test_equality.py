"""The ladder: pairs that are equal, pairs that are not, and the rung that may say so."""

from itertools import product

import pytest
from flint import fmpq, fmpq_poly

from assay.checkers.intervals import region, solve_polynomial
from assay.checkers.ladder import Decision, equal
from assay.checkers.parser import parse

EQUAL = [
    ("tan(y)^2+1", "sec(y)^2", "canonical"),
    ("x^2+2x+1", "(x+1)^2", "canonical"),
    ("2/3+0.5^2", "11/12", "exact"),
    ("96-10\\sqrt{21}", "(6\\sqrt{1789-240\\sqrt{21}}+8\\sqrt{1236-240\\sqrt{21}})/5", "ball"),
    ("\\cos(\\pi/5)", "(1+\\sqrt5)/4", "ball"),
    ("e^{i\\pi/3}", "1/2+\\frac{\\sqrt3}{2}i", "ball"),
    ("(x+y+z)^90", "(z+y+x)^90", "string"),
    ("(x+y+z)^90", "(-x-y-z)^90", "modular"),
    ("e^(x+y)", "e^x e^y", "canonical"),
    ("\\sqrt{x^2}", "|x|", "canonical"),
    ("x^{1/2}x^{1/3}", "x^{5/6}", "canonical"),
    ("\\arccos{-1}", "\\pi", "canonical"),
    ("\\sum_{k=1}^{n} k", "n(n+1)/2", "sympy"),
]
DIFFERENT = [
    ("1/2^99", "1/2^98"),
    ("\\sqrt{2}", "1.41421356237309504880168872420969807856967187537694"),
    ("\\sqrt{x^2}", "x"),
    ("(x+y+z)^90", "(x+y+2z)^90"),
    ("\\sin(x)", "\\cos(x)"),
    ("1-i", "1+i"),
    ("10^{20}+1", "10^{20}"),
    ("e^2", "7.389"),
]


@pytest.mark.parametrize(("a", "b", "rung"), EQUAL)
def test_equal_and_by_which_rung(a: str, b: str, rung: str) -> None:
    found = equal(parse(a), parse(b))
    assert (found.equal, found.rung) == (True, rung)
    assert equal(parse(b), parse(a)).equal


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_different(a: str, b: str) -> None:
    assert equal(parse(a), parse(b)).equal is False
    assert equal(parse(b), parse(a)).equal is False


def test_what_is_too_big_is_undecided() -> None:
    assert equal(parse("2^(10^9)"), parse("2^(10^9)+1")).equal is None


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("x+1/(1-1)", "1/(1-1)+x"),
        ("1+1/(x-x)", "1/(x-x)+1"),
        ("2*(x-x)^{-1}", "(x-x)^{-1}*2"),
        ("x+\\ln(1-1)", "\\ln(1-1)+x"),
    ],
)
def test_terms_without_a_value_are_not_equal_in_another_order(a: str, b: str) -> None:
    assert equal(parse(a), parse(b)).equal is not True


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("x \\sin x", "\\sin(x)*x"),
        ("2*\\sqrt{3}-1", "-1+\\sqrt{3}*2"),
        ("\\sum_{k=1}^{n} k F_{n-k}", "\\sum_{k=1}^{n} F_{n-k} k"),
        ("\\frac{x+y}{2+\\pi}", "\\frac{y+x}{\\pi+2}"),
    ],
)
def test_the_same_terms_in_another_order_are_seen_in_the_tree(a: str, b: str) -> None:
    assert equal(parse(a), parse(b)) == Decision(True, "string")


@pytest.mark.parametrize("sign", ["<", "<=", ">", ">=", "=", "!="])
def test_a_line_has_the_region_of_its_polynomial(sign: str) -> None:
    for (a, b), c in product((("1", "0"), ("-3", "1/2"), ("1/2", "-2")), ("0", "5/7", "-4")):
        slope, height, side = (fmpq(*map(int, part.split("/"))) for part in (a, b, c))
        expected = solve_polynomial(fmpq_poly([height - side, slope]), sign)
        assert region(parse(f"({a})x + {b} {sign} {c}")) == expected
        assert region(parse(f"({a})*(x + ({b})/({a})) {sign} {c}")) == expected
