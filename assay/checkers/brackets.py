"""What opens an expression besides a number, an unknown or a sign.

`FIRST` maps a token's kind to the reader of what it opens: brackets, fractions, roots, functions,
sums, matrices, words. It belongs to `parser` and is called by it alone.
"""

from collections.abc import Callable
from typing import Protocol

from assay.checkers.lexer import Token, Unparsed
from assay.checkers.limits import MAX_ITEMS
from assay.checkers.nodes import Node, const, num, replaced, sym
from assay.checkers.vocabulary import MATRICES

_INVERSE = {name: f"a{name}" for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")}
_ARITY = {"gcd": 0, "lcm": 0, "max": 0, "min": 0, "binom": 2}
_ARGUMENT_KINDS = frozenset({"num", "sym", "const", "frac", "sqrt", "surd", "accent", "angle"})


class Reader(Protocol):
    """What the readers below need of the parser."""

    tokens: list[Token]
    at: int
    bars: int
    latex_braces: bool

    @property
    def token(self) -> Token: ...
    def ahead(self, steps: int = 1) -> Token: ...
    def take(self) -> Token: ...
    def expect(self, kind: str) -> None: ...
    def sequence(self) -> Node: ...
    def expression(self, binding: int) -> Node: ...
    def first(self) -> Node: ...
    def symbol(self, name: str) -> Node: ...
    def argument(self) -> Node: ...
    def digit(self) -> Node: ...


def _round(parser: Reader, token: Token) -> Node:
    if parser.token.kind == ")":
        parser.take()
        return Node("tuple", ())
    inside, trailing = _inside(parser)
    closed = parser.take().kind
    items = inside.args if inside.op == "seq" else (inside,)
    if closed == "]" and len(items) == 2:
        return Node("interval", (*items, False, True))
    if closed != ")":
        raise Unparsed("a bracket is not closed")
    if inside.op == "seq" or trailing:
        return Node("tuple", items)
    return inside


def _inside(parser: Reader) -> tuple[Node, bool]:
    """What stands in brackets, and whether it ended in a comma."""
    bars, parser.bars = parser.bars, 0
    inside = parser.sequence()
    parser.bars = bars
    return inside, parser.tokens[parser.at - 1].kind == ","


def _square(parser: Reader, token: Token) -> Node:
    if parser.token.kind == "]":
        parser.take()
        return Node("list", ())
    inside, _ = _inside(parser)
    closed = parser.take().kind
    items = inside.args if inside.op == "seq" else (inside,)
    if closed in (")", "[") and len(items) == 2:
        return Node("interval", (*items, True, False))
    if closed != "]":
        raise Unparsed("a bracket is not closed")
    if len(items) > 1 and all(item.op == "seq" for item in items):  # [1, 2; 3, 4]
        return Node("list", tuple(Node("list", item.args) for item in items))
    return Node("list", items)


def _outward(parser: Reader, token: Token) -> Node:
    """]a, b[ and ]a, b]: an interval whose lower end is open."""
    inside, _ = _inside(parser)
    closed = parser.take().kind
    if inside.op != "seq" or len(inside.args) != 2 or closed not in ("[", "]"):
        raise Unparsed("a bracket is not closed")
    return Node("interval", (*inside.args, False, closed == "]"))


def _braces(parser: Reader, token: Token) -> Node:
    end = "}s" if token.kind == "{s" else "}"
    if parser.token.kind == end:
        parser.take()
        return Node("set", ())
    if parser.token.kind == "sym" and parser.ahead().text in ("|", "ratio", "in"):
        start = parser.at
        try:
            return _by_property(parser, end)
        except Unparsed:
            parser.at = start
    inside, _ = _inside(parser)
    parser.expect(end)
    if token.kind == "{" and (parser.latex_braces or inside.op not in ("seq", "pm")):
        return inside
    return Node("set", inside.args if inside.op in ("seq", "and") else (inside,))


def _by_property(parser: Reader, end: str) -> Node:
    """{x : condition} and {x in R : condition} are the condition."""
    parser.take()
    if parser.take().text == "in":
        if parser.take() != Token("const", "R", parser.tokens[parser.at - 1].glued):
            raise Unparsed("a set of other numbers than reals")
        if parser.take().text not in ("|", "ratio"):
            raise Unparsed("a set given by no condition")
    inside, _ = _inside(parser)
    parser.expect(end)
    if inside.op not in ("rel", "and", "or", "seq"):
        raise Unparsed("a set given by no condition")
    return inside


def _angle_brackets(parser: Reader, token: Token) -> Node:
    inside, _ = _inside(parser)
    parser.expect(">)")
    return Node("tuple", inside.args if inside.op == "seq" else (inside,))


def _bars(parser: Reader, token: Token) -> Node:
    parser.bars += 1
    inside = parser.expression(0)
    parser.bars -= 1
    parser.expect(token.kind)
    return Node("fn", ("abs", inside))


def _floor(parser: Reader, token: Token) -> Node:
    inside, _ = _inside(parser)
    parser.expect(token.kind[:-1] + ")")
    return Node("fn", (token.text, inside))


def _fraction(parser: Reader, token: Token) -> Node:
    top, bottom = parser.digit(), parser.digit()
    if top.op == "num" and bottom.op == "num" and bottom.args[0]:
        a, b = top.args[0], bottom.args[0]
        if a.q == 1 and b.q == 1:
            return Node("num", (a / b, (int(a.p), int(b.p))))
    for part in (top, bottom):
        if part.op in ("rel", "and", "or", "seq", "set", "tuple"):
            raise Unparsed("a fraction of what is no number")
    return Node("div", (top, bottom))


def _binomial(parser: Reader, token: Token) -> Node:
    return Node("fn", ("binom", parser.digit(), parser.digit()))


def _root(parser: Reader, token: Token) -> Node:
    index = None
    if parser.token.kind == "[":
        parser.take()
        index = parser.expression(0)
        parser.expect("]")
    radicand = parser.argument()
    return (
        Node("fn", ("sqrt", radicand)) if index is None else Node("fn", ("root", radicand, index))
    )


def _surd(parser: Reader, token: Token) -> Node:
    radicand = parser.argument()
    if token.text == "2":
        return Node("fn", ("sqrt", radicand))
    return Node("fn", ("root", radicand, num(3)))


def _function(parser: Reader, token: Token) -> Node:
    """A function's name, its power or base, and its argument with or without brackets."""
    name, power, base = token.text, None, None
    while parser.token.kind in ("^", "_"):
        if parser.take().kind == "^":
            power = parser.argument()
        else:
            base = parser.argument()
    if name == "log" and base is None and parser.token.kind == "num" and parser.token.glued:
        base = parser.argument()
    arguments = _arguments(parser)
    if name in ("log", "ln") and base is None and len(arguments) == 2:
        (argument, base) = arguments
        arguments = (argument,)
    expected = _ARITY.get(name, 1)
    if not arguments or (expected and len(arguments) != expected):
        raise Unparsed(f"{name} of {len(arguments)} arguments")
    if power == num(-1) and name in _INVERSE:
        name, power = _INVERSE[name], None
    if name == "cis":
        turned = Node("mul", (const("i"), Node("fn", ("sin", *arguments))))
        return Node("add", (Node("fn", ("cos", *arguments)), turned))
    node = Node("fn", (name, *arguments) if base is None else ("logb", arguments[0], base))
    if name == "sqrt" and len(arguments) == 1:
        node = Node("fn", ("sqrt", arguments[0]))
    return node if power is None else Node("pow", (node, power))


def _arguments(parser: Reader) -> tuple[Node, ...]:
    kind = parser.token.kind
    if kind in ("(", "[", "{s", "{"):
        opened = parser.take()
        node = {"(": _round, "[": _square}.get(kind, _braces)(parser, opened)
        single = node.op == "list" or (node.op in ("tuple", "seq", "set") and kind != "{")
        return tuple(node.args) if single else (node,)
    if kind == "fn":
        return (_function(parser, parser.take()),)
    if kind == "op" and parser.token.text == "-":
        return (parser.argument(),)
    return (_bare_argument(parser),)


def _bare_argument(parser: Reader) -> Node:
    """`sin 2x` applies to 2x; it stops at a sign, a bracket or another function."""
    parts = [parser.expression(36)]
    while parser.token.kind in _ARGUMENT_KINDS:
        parts.append(parser.expression(36))
    if parser.token.text == "/" and parts[-1].op in ("num", "const", "sym"):
        parser.take()
        return Node("div", (_product(parts), parser.expression(36)))
    return _product(parts)


def _product(parts: list[Node]) -> Node:
    return parts[0] if len(parts) == 1 else Node("mul", tuple(parts))


def _big(parser: Reader, token: Token) -> Node:
    """A sum, product, integral or limit with its bounds: kept as it is, never computed."""
    bounds: dict[str, Node] = {}
    while parser.token.kind in ("_", "^"):
        key = parser.take().kind
        bounds[key] = parser.argument()
    body = group(parser.expression(21))
    limits = tuple(bounds[key] for key in ("_", "^") if key in bounds)
    if limits and limits[0].op == "rel" and limits[0].args[1] == const("i"):
        # an index called i is no imaginary unit
        renamed = tuple(replaced(part, const("i"), sym("i")) for part in (body, *limits))
        body, limits = renamed[0], renamed[1:]
    return Node("big", (token.text, body, *limits))


def group(node: Node) -> Node:
    """`[a]` where a bracket only groups: its one member."""
    return node.args[0] if node.op in ("list", "set") and len(node.args) == 1 else node


def _cases(parser: Reader) -> Node:
    """The rows of a definition by cases: a term, `&`, and where it holds."""
    parts: list[Node] = []
    while parser.token.kind != "end":
        parts.append(parser.expression(0))
        while parser.token.kind in (",", "&"):
            parser.take()
        if not _is_cased(parser.tokens[parser.at - 1]):
            raise Unparsed("a case without a condition")
        while parser.token.text in _IF:
            parser.take()
        if parser.token.text.rstrip(".,;") in _ELSE:
            parser.take()
            parts.append(Node("text", ("otherwise",)))
        else:
            parts.append(parser.expression(0))
        while parser.token.kind in (",", ";"):
            parser.take()
        if parser.token.kind == "row":
            parser.take()
        elif parser.token.kind != "end":
            raise Unparsed("a definition by cases is not closed")
        if len(parts) > MAX_ITEMS:
            raise Unparsed(f"more than {MAX_ITEMS} cases")
    parser.take()
    return Node("cases", tuple(parts))


def _is_cased(token: Token) -> bool:
    return token.kind in ("&", ",") or (token.kind == "and" and token.text == "&")


_IF = frozenset({"if", "for", "when", "where"})
_ELSE = frozenset({"otherwise", "else", "elsewhere"})


def _environment(parser: Reader, token: Token) -> Node:
    if token.text == "cases":
        return _cases(parser)
    if token.text not in MATRICES:
        raise Unparsed(f"the environment {token.text!r} is no matrix")
    rows: list[tuple[Node, ...]] = []
    row: list[Node] = []
    while True:
        if parser.token.kind == "end":
            break
        row.append(parser.expression(0))
        kind = parser.token.kind
        if kind in ("&", "and"):
            parser.take()
        elif kind == "row":
            parser.take()
            rows.append(tuple(row))
            row = []
        elif kind != "end":
            raise Unparsed("a matrix is not closed")
        if len(rows) + len(row) > MAX_ITEMS:
            raise Unparsed(f"a matrix of more than {MAX_ITEMS} entries")
    parser.take()
    rows += [tuple(row)] if row else []
    if not rows or len({len(line) for line in rows}) != 1:
        raise Unparsed("the rows of a matrix differ in length")
    matrix = Node("matrix", tuple(rows))
    return Node("fn", ("det", matrix)) if token.text == "vmatrix" else matrix


def _word(parser: Reader, token: Token) -> Node:
    """Letters side by side: one or two are unknowns, more are a name."""
    text = token.text
    if parser.token.kind == "_":
        return parser.symbol(text)
    if len(text) == 2 and text.isalpha():
        parser.at -= 1
        parser.tokens[parser.at] = Token(*_letter_token(text[1]), True)
        return _letter(text[0])
    if parser.token.kind == "num" and parser.token.glued:
        return parser.symbol(text)
    return Node("text", (text,))


def _letter(letter: str) -> Node:
    return const(letter.lower()) if letter in "eiI" else sym(letter)


def _letter_token(letter: str) -> tuple[str, str]:
    return ("const", letter.lower()) if letter in "eiI" else ("sym", letter)


def _accent(parser: Reader, token: Token) -> Node:
    start, ahead = parser.at, parser.tokens[parser.at : parser.at + 12]
    parser.argument()
    name = "".join(part.text for part in ahead[: parser.at - start] if part.kind not in "{}")
    return parser.symbol(f"{token.text}({name})")


def _group(parser: Reader, token: Token) -> Node:
    if parser.token.kind == "{":
        return parser.argument()
    raise Unparsed("an argument is missing")


def _angle(parser: Reader, token: Token) -> Node:
    name = ""
    while parser.token.kind in ("sym", "word", "const"):
        name += parser.take().text
    return sym(f"angle {name}")


def _negated(parser: Reader, token: Token) -> Node:
    return Node("fn", ("not", parser.expression(11)))


def _differential(parser: Reader, token: Token) -> Node:
    return sym(f"d {token.text}")


def _plus_minus(parser: Reader, token: Token) -> Node:
    if token.text not in ("pm", "mp"):
        raise Unparsed(f"{token.text!r} cannot stand here")
    return Node(token.text, (num(0), parser.expression(33)))


def _currency(parser: Reader, token: Token) -> Node:
    if parser.token.kind == "op" and parser.token.text == "-":
        return Node("unit", (parser.first(), token.text))
    return Node("unit", (parser.expression(33), token.text))


First = Callable[[Reader, Token], Node]
FIRST: dict[str, First] = {
    "(": _round,
    "[": _square,
    "]": _outward,
    "{": _braces,
    "{s": _braces,
    "<(": _angle_brackets,
    "|": _bars,
    "||": _bars,
    "floor(": _floor,
    "ceil(": _floor,
    "frac": _fraction,
    "binom": _binomial,
    "sqrt": _root,
    "surd": _surd,
    "fn": _function,
    "big": _big,
    "begin": _environment,
    "word": _word,
    "accent": _accent,
    "group": _group,
    "angle": _angle,
    "neg": _negated,
    "diff": _differential,
    "op": _plus_minus,
    "currency": _currency,
    "const": lambda parser, token: const(token.text),
    "unit": lambda parser, token: Node("text", (token.text,)),
    "_": lambda parser, token: parser.symbol("_" + parser.take().text),
}
