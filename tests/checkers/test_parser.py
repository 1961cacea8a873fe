"""The grammar: readings that are conventions, and what is refused."""

import pytest

from assay.checkers.ladder import equal
from assay.checkers.lexer import Unparsed
from assay.checkers.parser import parse

SAME = [
    ("3/4x", "(3/4)*x"),
    ("a/2b", "a/(2*b)"),
    ("1 1/2", "3/2"),
    ("-3\\frac12", "-7/2"),
    ("\\frac1{72}", "1/72"),
    ("x^-1", "1/x"),
    ("yx^2", "y*x*x"),
    ("\\sin 2x", "sin(2*x)"),
    ("\\sin^{-1} x", "asin(x)"),
    ("2^3^2", "512"),
    ("-x^2", "-(x^2)"),
    ("sinx", "sin(x)"),
    ("x^{2}", "x^2"),
    ("\\left|x\\right|", "abs(x)"),
    ("5!", "120"),
    ("10\\bmod 3", "1"),
    ("1.5e3", "1500"),
]
REFUSED = [
    "",
    "(",
    "1 2",
    "2 +",
    "{1,2}+1",
    "5 cm * 2",
    "f(",
    "\\frac{1}",
    "x = = 2",
    "\\begin{cases}1\\end{cases}",
    "(" * 100 + "1" + ")" * 100,
    "1" * 5_000,
    "sin()",
    "(x=2)^2",
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_readings(a: str, b: str) -> None:
    assert equal(parse(a), parse(b)).equal is True


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text: str) -> None:
    with pytest.raises(Unparsed):
        parse(text)
