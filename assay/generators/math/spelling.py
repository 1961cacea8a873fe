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
    pairs = reversed(list(enumerate(coefficients)))
    return total(term(value, power(variable, degree)) for degree, value in pairs if value)


_BINARY = re.compile(r"(?<=[\w)\]}])(<=|>=|[-+=<>])")
_FRACTION = re.compile(r"(?<![\w)/])(\d+)/(\d+)(?![\w(])")


def pretty(plain: str) -> str:
    """For readers: implied products and spaced signs."""
    text = re.sub(r"(?<![\w)/*])(\d+/\d+)\*", r"(\1)", plain)
    text = re.sub(r"(?<=\d)\*(?=\d)", " × ", text)
    text = re.sub(r"(?<=[\w)])\*(?=[a-z]{2})", " ", text)
    text = text.replace("*", "")
    text = re.sub(r", *", ", ", text)
    return _BINARY.sub(r" \1 ", text)


def tex(plain: str) -> str:
    """LaTeX of a spelling made here."""
    text = _FRACTION.sub(r"\\frac{\1}{\2}", plain)
    text = re.sub(r"sqrt\((\d+)\)", r"\\sqrt{\1}", text)
    text = re.sub(r"\^(\d+)", r"^{\1}", text)
    text = re.sub(r"(?<=\d)\*(?=\d)", r" \\cdot ", text)
    text = re.sub(r"\*(?=\()|(?<=\))\*", "", text).replace("*", " ")
    text = _BINARY.sub(r" \1 ", text)
    return text.replace("<=", "\\le").replace(">=", "\\ge")
