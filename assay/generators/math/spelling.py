"""How numbers and polynomials are written: once in the checkers' grammar, then for readers.

    polynomial([6, -5, 1]) == "x^2-5*x+6"        number(Fraction(3, 4)) == "3/4"
    pretty("2*x^2-3*(x+1)=0") == "2x^2 - 3(x + 1) = 0"
    tex("3/4*x^2=sqrt(2)") == "\\frac{3}{4} x^{2} = \\sqrt{2}"

Never "1*x", "+-3" or "x^1". `pretty` and `tex` are for spellings made here (sums of products,
brackets, quotients of integers); expression trees spell themselves in `expression.py`.
"""

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction

Number = int | Fraction


def number(value: Number) -> str:
    """An integer or a reduced fraction: -3, 3/4."""
    return str(value)


def signed(value: Number) -> str:
    """As it stands inside an expression: in brackets when negative or a fraction."""
    text = str(value)
    return f"({text})" if text[0] == "-" or "/" in text else text


def term(coefficient: Number, symbol: str) -> str:
    """coefficient*symbol; a bare number when the symbol is empty."""
    if not symbol:
        return str(coefficient)
    if coefficient == 1:
        return symbol
    if coefficient == -1:
        return f"-{symbol}"
    return f"{coefficient}*{symbol}"


def total(terms: Iterable[str]) -> str:
    """A sum of spelled terms, each with its own sign; "0" when there is none."""
    text = ""
    for part in terms:
        text += part if not text or part[0] == "-" else f"+{part}"
    return text or "0"


def power(variable: str, exponent: int) -> str:
    """x^n as a symbol: "" for n = 0, "x" for n = 1."""
    return "" if exponent == 0 else variable if exponent == 1 else f"{variable}^{exponent}"


def polynomial(coefficients: Sequence[Number], variable: str = "x") -> str:
    """The polynomial sum of coefficients[n]*variable^n, highest power first."""
    text = ""
    for degree in range(len(coefficients) - 1, -1, -1):
        if value := coefficients[degree]:
            part = term(value, power(variable, degree))
            text += part if not text or part[0] == "-" else f"+{part}"
    return text or "0"


_SUM = re.compile(r"(?<=[\w)\]}])\+")
_DIFFERENCE = re.compile(r"(?<=[\w)\]}])-")
_RELATION = re.compile(r"(?<=[\w)\]}])(<=|>=|[=<>])")
_FRACTION = re.compile(r"(?<![\w)/])(\d+)/(\d+)(?![\w(])")
_QUOTIENT_TIMES = re.compile(r"(?<![\w)/*])(\d+/\d+)\*")
_NUMBER_TIMES = re.compile(r"(?<=\d)\*(?=\d)")
_TIMES_FUNCTION = re.compile(r"(?<=[\w)])\*(?=[a-z]{2})")
_TIMES_BRACKET = re.compile(r"\*(?=\()|(?<=\))\*")
_COMMA = re.compile(r", *")
_POWER = re.compile(r"\^(\d+)")
_ROOT = re.compile(r"sqrt\((\d+)\)")


def pretty(plain: str) -> str:
    """For readers: implied products and spaced signs."""
    text = plain
    if "*" in text:
        if "/" in text:
            text = _QUOTIENT_TIMES.sub(r"(\1)", text)
        text = _NUMBER_TIMES.sub(" × ", text)
        text = _TIMES_FUNCTION.sub(" ", text).replace("*", "")
    if "," in text:
        text = _COMMA.sub(", ", text)
    return _spaced(text)


def _spaced(text: str) -> str:
    """Spaces around the signs between two operands; a sign in front of one stays."""
    text = _DIFFERENCE.sub(" - ", _SUM.sub(" + ", text))
    if "=" in text or "<" in text or ">" in text:
        text = _RELATION.sub(lambda sign: f" {sign[1]} ", text)
    return text


def tex(plain: str) -> str:
    """LaTeX of a spelling made here."""
    text = plain
    if "/" in text:
        text = _FRACTION.sub(r"\\frac{\1}{\2}", text)
    if "sqrt" in text:
        text = _ROOT.sub(r"\\sqrt{\1}", text)
    if "^" in text:
        text = _POWER.sub(lambda power: f"^{{{power[1]}}}", text)
    if "*" in text:
        text = _TIMES_BRACKET.sub("", _NUMBER_TIMES.sub(r" \\cdot ", text)).replace("*", " ")
    return _spaced(text).replace("<=", "\\le").replace(">=", "\\ge")
