"""A tree written out again, in LaTeX or plain ASCII: the same value in another spelling.

    spell(parse("2*x^2-1/2"), LATEX)     ->  "2x^{2}-\\\\frac{1}{2}"
    spell(parse("2*x^2-1/2"), PYTHON)    ->  "2*x**2-1/2"

Scalars, lists, sets, intervals and matrices are written; what else a tree may hold raises
`NoSpelling`. Nothing is evaluated or simplified; with `reverse` the terms of sums, and only
they, change places.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flint import fmpq

from assay.checkers.nodes import Node


class NoSpelling(Exception):
    """The tree holds something that is not written here."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a tree is written: the command or sign of a fraction, a product and a power."""

    fraction: str = "\\frac"
    times: str = ""
    power: str = "^{"
    latex: bool = True
    reverse: bool = False
    sized: bool = False
    spaced: bool = False


LATEX = Spelling()
PLAIN = Spelling(fraction="/", times="*", power="^", latex=False)
PYTHON = Spelling(fraction="/", times="*", power="**", latex=False)
SUM, PRODUCT, POWER, ATOM = 1, 2, 3, 4
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NAMES = {"asin": "arcsin", "acos": "arccos", "atan": "arctan"}
_FUNCTIONS = frozenset(
    {"sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "ln", "log", *_NAMES}
)
_CONSTANTS = {"pi": "\\pi", "oo": "\\infty", "R": "\\mathbb{R}", "empty": "\\emptyset"}


def spell(node: Node, how: Spelling = LATEX) -> str:
    """The tree in the spelling. Raises NoSpelling."""
    return _written(node, how)[0]


def _written(node: Node, how: Spelling) -> tuple[str, int]:
    """The text, and how tightly it binds."""
    rule = _RULES.get(node.op)
    if rule is None:
        raise NoSpelling(node.op)
    return rule(node, how)


def _within(node: Node, how: Spelling, level: int) -> str:
    """The text of a part, in brackets where it binds less than its place asks."""
    text, own = _written(node, how)
    return text if own >= level else bracketed(text, how)


def bracketed(text: str, how: Spelling) -> str:
    """The text in round brackets."""
    return f"\\left({text}\\right)" if how.sized and how.latex else f"({text})"


def _number(node: Node, how: Spelling) -> tuple[str, int]:
    value: fmpq = node.args[0]
    written = node.args[1] if len(node.args) > 1 else None
    if isinstance(written, int) and 10**written % int(value.q) == 0:
        return _decimal(value, written), SUM if value < 0 else ATOM
    top, bottom = written if isinstance(written, tuple) else (int(value.p), int(value.q))
    if bottom == 1:
        return str(top), SUM if top < 0 else ATOM
    return fraction(top, bottom, how), SUM if top < 0 else PRODUCT if how.fraction == "/" else ATOM


def _decimal(value: fmpq, places: int) -> str:
    scaled = int((abs(value) * 10**places).p)
    whole, rest = divmod(scaled, 10**places)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{rest:0{places}d}" if places else f"{sign}{whole}"


def fraction(top: int, bottom: int, how: Spelling) -> str:
    """A fraction of two integers, its sign in front."""
    sign = "-" if top < 0 else ""
    if how.fraction == "/":
        return f"{sign}{abs(top)}/{bottom}"
    return f"{sign}{how.fraction}{{{abs(top)}}}{{{bottom}}}"


def _constant(node: Node, how: Spelling) -> tuple[str, int]:
    name = node.args[0]
    return (_CONSTANTS.get(name, name) if how.latex else name), ATOM


def _sum(node: Node, how: Spelling) -> tuple[str, int]:
    parts = node.args[::-1] if how.reverse else node.args
    plus, minus = (" + ", " - ") if how.spaced else ("+", "-")
    text = ""
    for part in parts:
        negative, size = unsigned(part)
        written = _within(size, how, PRODUCT)
        if text:
            text += (minus if negative else plus) + written
        else:
            text = ("-" if negative else "") + written
    return text, SUM


def unsigned(node: Node) -> tuple[bool, Node]:
    """Whether a term has a minus in front, and the term without it."""
    if node.op == "neg":
        return True, node.args[0]
    if node.op == "num" and node.args[0] < 0:
        return True, positive(node)
    if node.op == "mul":
        negative, first = unsigned(node.args[0])
        return negative, Node("mul", (first, *node.args[1:])) if negative else node
    return False, node


def positive(node: Node) -> Node:
    """A negative literal without its sign, as it was written otherwise."""
    if len(node.args) > 1 and isinstance(node.args[1], tuple):
        top, bottom = node.args[1]
        return Node("num", (-node.args[0], (-top, bottom)))
    return Node("num", (-node.args[0], *node.args[1:]))


def _negative(node: Node, how: Spelling) -> tuple[str, int]:
    return "-" + _within(node.args[0], how, PRODUCT), SUM


def _product(node: Node, how: Spelling) -> tuple[str, int]:
    negative, node = unsigned(node)
    text = ""
    for part in node.args:
        written = _within(part, how, PRODUCT + (part is not node.args[0]))
        text = _beside(text, written, how) if text else written
    return ("-" + text, SUM) if negative else (text, PRODUCT)


def _beside(left: str, right: str, how: Spelling) -> str:
    """Two factors: nothing between them only where it cannot be misread."""
    if how.times:
        return f"{left}{how.times}{right}"
    if right[0].isdigit() or right.startswith(("\\frac", "\\dfrac", "\\tfrac")):
        return f"{left}\\cdot {right}"
    return f"{left} {right}" if left[-1].isalpha() and right[0].isalpha() else left + right


def _quotient(node: Node, how: Spelling) -> tuple[str, int]:
    top, bottom = node.args
    if how.fraction == "/":
        return f"{_within(top, how, PRODUCT)}/{_within(bottom, how, POWER)}", PRODUCT
    negative, size = unsigned(top)
    text = f"{how.fraction}{{{spell(size, how)}}}{{{spell(bottom, how)}}}"
    return ("-" + text, SUM) if negative else (text, ATOM)


def _power(node: Node, how: Spelling) -> tuple[str, int]:
    base, exponent = node.args
    text = _within(base, how, ATOM)
    if base.op not in ("sym", "const", "num", "add", "mul", "neg") or text.startswith("\\frac"):
        text = text if text.startswith("(") else bracketed(text, how)
    power = spell(exponent, how)
    if how.power == "raised" and power.isdigit():
        return text + power.translate(_RAISED), POWER
    if how.latex:
        return f"{text}^{{{power}}}", POWER
    sign = "^" if how.power == "raised" else how.power
    return f"{text}{sign}{power if power.isalnum() else f'({power})'}", POWER


def _function(node: Node, how: Spelling) -> tuple[str, int]:
    name, *arguments = node.args
    if len(arguments) != 1:
        raise NoSpelling(name)
    inside = spell(arguments[0], how)
    if name == "sqrt":
        return (f"\\sqrt{{{inside}}}" if how.latex else f"sqrt({inside})"), ATOM
    if name == "exp":
        return (f"e^{{{inside}}}", POWER) if how.latex else (f"exp({inside})", ATOM)
    if name == "abs":
        return (f"\\left|{inside}\\right|" if how.latex else f"abs({inside})"), ATOM
    if name not in _FUNCTIONS:
        raise NoSpelling(name)
    spelled = f"\\{_NAMES.get(name, name)}" if how.latex else name
    return spelled + bracketed(inside, how), ATOM


def items(parts: tuple[Node, ...], how: Spelling) -> str:
    """Members with commas between them."""
    return ", ".join(spell(part, how) for part in parts)


def _closed(left: str, right: str) -> Callable[[Node, Spelling], tuple[str, int]]:
    def rule(node: Node, how: Spelling) -> tuple[str, int]:
        return enclosed(left, items(node.args, how), right, how), ATOM

    return rule


def enclosed(left: str, inside: str, right: str, how: Spelling) -> str:
    """Members in their brackets; braces are escaped and brackets sized in LaTeX."""
    if how.latex:
        left, right = (f"\\{sign}" if sign in "{}" else sign for sign in (left, right))
        if how.sized:
            return f"\\left{left}{inside}\\right{right}"
    return f"{left}{inside}{right}"


def _interval(node: Node, how: Spelling) -> tuple[str, int]:
    low, high, closed_low, closed_high = node.args
    left, right = "[" if closed_low else "(", "]" if closed_high else ")"
    return enclosed(left, items((low, high), how), right, how), ATOM


def _union(node: Node, how: Spelling) -> tuple[str, int]:
    parts = node.args[::-1] if how.reverse else node.args
    return (" \\cup " if how.latex else " U ").join(spell(part, how) for part in parts), SUM


def _matrix(node: Node, how: Spelling) -> tuple[str, int]:
    if not how.latex:
        return "[" + ",".join(f"[{items(row, how)}]" for row in node.args) + "]", ATOM
    rows = " \\\\ ".join(" & ".join(spell(entry, how) for entry in row) for row in node.args)
    return f"\\begin{{pmatrix}} {rows} \\end{{pmatrix}}", ATOM


def _percent(node: Node, how: Spelling) -> tuple[str, int]:
    return spell(node.args[0], how) + ("\\%" if how.latex else "%"), ATOM


def _unit(node: Node, how: Spelling) -> tuple[str, int]:
    amount, name = spell(node.args[0], how), node.args[1]
    if name in _MONEY:
        escape = "\\" if how.latex and name == "$" else ""
        return f"{escape}{name}{amount}", ATOM
    if name == "deg":
        return amount + ("^{\\circ}" if how.latex else "°"), ATOM
    return (f"{amount}\\text{{ {name}}}" if how.latex else f"{amount} {name}"), ATOM


def _relation(node: Node, how: Spelling) -> tuple[str, int]:
    operators, sides = node.args[0], node.args[1:]
    text = spell(sides[0], how)
    for operator, side in zip(operators, sides[1:], strict=True):
        if operator not in _OPERATORS:
            raise NoSpelling(operator)
        sign = _OPERATORS[operator] if how.latex else operator
        text += (f" {sign} " if how.spaced or how.latex else sign) + spell(side, how)
    return text, SUM


def _residue(node: Node, how: Spelling) -> tuple[str, int]:
    residue, modulus = (spell(part, how) for part in node.args)
    return (f"{residue} \\pmod{{{modulus}}}" if how.latex else f"{residue} mod {modulus}"), SUM


def _based(node: Node, how: Spelling) -> tuple[str, int]:
    digits, base = node.args
    return (f"{digits}_{{{base}}}" if how.latex else f"{digits}_{base}"), ATOM


_OPERATORS = {"=": "=", "<": "<", ">": ">", "<=": "\\le", ">=": "\\ge", "!=": "\\ne"}
_MONEY = frozenset("$£€")
_RULES: dict[str, Callable[[Node, Spelling], tuple[str, int]]] = {
    "num": _number,
    "sym": lambda node, how: (node.args[0], ATOM),
    "const": _constant,
    "add": _sum,
    "neg": _negative,
    "mul": _product,
    "div": _quotient,
    "pow": _power,
    "fn": _function,
    "tuple": _closed("(", ")"),
    "list": _closed("[", "]"),
    "set": _closed("{", "}"),
    "seq": lambda node, how: (items(node.args, how), SUM),
    "interval": _interval,
    "cup": _union,
    "matrix": _matrix,
    "percent": _percent,
    "unit": _unit,
    "rel": _relation,
    "mod": _residue,
    "mod_class": _residue,
    "base": _based,
}
