"""A tree as text in the plain grammar: how an answer was read, for people and for evidence.

    shown(parse("\\\\frac{x^{2}}{3} \\\\le 2"))  ->  "x^2/3 <= 2"

Decimals are shown as fractions; nothing is simplified. Arithmetic, functions and collections can be
read back; sums, units and words are for the eye.
"""

from collections.abc import Callable

from assay.checkers.nodes import Node

_LIST, _JOINED, _RELATION, _SUM, _PRODUCT, _POWER, _ATOM = range(7)
_SETS = {"cup": " U ", "cap": " \\cap ", "setminus": " \\setminus ", "mod": " mod "}
_BRACKETS = {"tuple": ("(", ")"), "list": ("[", "]"), "set": ("{", "}")}
_NAMES = {"empty": "{}"}
_LOOSE = frozenset({"add", "pm", "mp", *_SETS})
Shown = tuple[str, int]


def shown(node: Node) -> str:
    """The tree in the plain grammar."""
    return _at(node, _LIST)


def cut(text: str, most: int = 200) -> str:
    """At most `most` characters, and how many there are."""
    return text if len(text) <= most else f"{text[:most]}… ({len(text)} characters)"


def _at(node: Node, binding: int) -> str:
    """The text of a node, in brackets where it binds less than what is around it."""
    text, strength = _text(node)
    return text if strength >= binding else f"({text})"


def _text(node: Node) -> Shown:
    rule = _RULES.get(node.op)
    if rule is not None:
        return rule(node)
    if node.op in _SETS:
        return _SETS[node.op].join(_at(arg, _PRODUCT) for arg in node.args), _SUM
    if node.op in _BRACKETS:
        opened, closed = _BRACKETS[node.op]
        return opened + _members(node.args) + closed, _ATOM
    parts = [shown(arg) if isinstance(arg, Node) else str(arg) for arg in node.args]
    return f"{node.op}({', '.join(parts)})", _ATOM


def _members(nodes: tuple[Node, ...]) -> str:
    return ", ".join(_at(node, _JOINED) for node in nodes)


def _name(name: str) -> str:
    """An unknown's name; what stands under an accent in braces, so that it reads back."""
    accent, bracket, letters = name.partition("(")
    return f"{accent}{{{letters.replace(')', '}', 1)}" if bracket else name


def _num(node: Node) -> Shown:
    value = node.args[0]
    if len(node.args) > 1 and isinstance(node.args[1], tuple):
        return "{}/{}".format(*node.args[1]), _SUM if value < 0 else _PRODUCT
    return str(value), _SUM if value < 0 else _ATOM if value.q == 1 else _PRODUCT


def _add(node: Node) -> Shown:
    text = ""
    for arg in node.args:
        inner = _at(arg, _PRODUCT if arg.op in _LOOSE else _SUM)
        if not text:
            text = inner
        else:
            text += f" - {inner[1:]}" if inner.startswith("-") else f" + {inner}"
    return text or "0", _SUM


def _mul(node: Node) -> Shown:
    parts = [_at(arg, _POWER) for arg in node.args] or ["1"]
    first = node.args[0] if node.args else node
    if first.op == "num":
        parts[0] = str(first.args[0])
    return "*".join(parts), _SUM if parts[0].startswith("-") else _PRODUCT


def _pow(node: Node) -> Shown:
    base, exponent = node.args
    return f"{_at(base, _ATOM)}^{_at(exponent, _ATOM)}", _POWER


def _fn(node: Node) -> Shown:
    if node.args[0] == "not":
        return "\\neg " + _at(node.args[1], _ATOM), _SUM
    name, *args = node.args
    return f"{'log' if name == 'logb' else name}({_members(tuple(args))})", _ATOM


def _unit(node: Node) -> Shown:
    value, unit = node.args
    return f"{_at(value, _PRODUCT)} {unit}", _PRODUCT


def _relation(node: Node) -> Shown:
    operators, *sides = node.args
    text = _at(sides[0], _SUM)
    for operator, side in zip(operators, sides[1:], strict=False):
        text += f" {operator} {_at(side, _SUM)}"
    return text, _RELATION


def _joined(word: str, strength: int) -> Callable[[Node], Shown]:
    return lambda node: (word.join(_at(arg, strength + 1) for arg in node.args), strength)


def _plus_minus(node: Node) -> Shown:
    first = shown(node.args[0]) == "0"
    sign = ("" if first else f"{_at(node.args[0], _SUM)} ") + ("+-" if node.op == "pm" else "-+")
    return f"{sign} {_at(node.args[1], _PRODUCT)}", _SUM


def _interval(node: Node) -> Shown:
    low, high, low_closed, high_closed = node.args
    ends = f"{_at(low, _JOINED)}, {_at(high, _JOINED)}"
    return ("[" if low_closed else "(") + ends + ("]" if high_closed else ")"), _ATOM


def _matrix(node: Node) -> Shown:
    return "[" + ", ".join(f"[{_members(row)}]" for row in node.args) + "]", _ATOM


def _big(node: Node) -> Shown:
    name, body, *bounds = node.args
    return f"{name}({_members((body, *bounds))})", _ATOM


_RULES: dict[str, Callable[[Node], Shown]] = {
    "num": _num,
    "sym": lambda node: (_name(node.args[0]), _ATOM),
    "const": lambda node: (_NAMES.get(node.args[0], node.args[0]), _ATOM),
    "text": lambda node: (node.args[0], _ATOM),
    "add": _add,
    "mul": _mul,
    "neg": lambda node: ("-" + _at(node.args[0], _PRODUCT), _SUM),
    "div": lambda node: (f"{_at(node.args[0], _PRODUCT)}/{_at(node.args[1], _POWER)}", _PRODUCT),
    "ratio": lambda node: (":".join(_at(arg, _POWER) for arg in node.args), _PRODUCT),
    "pow": _pow,
    "fn": _fn,
    "fact": lambda node: (_at(node.args[0], _ATOM) + "!", _POWER),
    "percent": lambda node: (_at(node.args[0], _ATOM) + "%", _POWER),
    "unit": _unit,
    "mod_class": lambda node: (" (mod ".join(map(shown, node.args)) + ")", _RELATION),
    "base": lambda node: (f"{node.args[0]}_{{{node.args[1]}}}", _ATOM),
    "rel": _relation,
    "or": _joined(" or ", _JOINED),
    "and": _joined(" and ", _JOINED),
    "seq": _joined(", ", _LIST),
    "pm": _plus_minus,
    "mp": _plus_minus,
    "interval": _interval,
    "matrix": _matrix,
    "big": _big,
}
