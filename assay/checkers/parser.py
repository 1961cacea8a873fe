"""Mathematics in plain, ASCII or LaTeX spelling, read into a `Node`: a bounded Pratt parser.

    parse("2x^2 - \\\\frac{1}{2}")  ->  add(mul(2, pow(x, 2)), -1/2)

Binding, loosest first: comma · or · relations · cup, cap · + - · * / mod · sign · juxtaposition ·
powers · postfix. Three readings are conventions: `3/4x` is (3/4)x but `a/2b` is a/(2b); an
integer before a proper fraction is a mixed number; `f(x)`, `g(x)`, `h(x)` are applications.
Nothing is evaluated, simplified or looked up. Raises `Unparsed` and nothing else.
"""

from flint import fmpq

from assay.checkers import brackets
from assay.checkers.lexer import Token, Unparsed, lex
from assay.checkers.limits import MAX_CHAIN, MAX_DEPTH, MAX_ITEMS
from assay.checkers.literals import literal
from assay.checkers.nodes import Node, neg, num, sym
from assay.checkers.postfix import POSTFIX
from assay.checkers.units import unit_of
from assay.checkers.vocabulary import words

END = Token("end of text", "")
OR, RELATION, UNION, SUM, PRODUCT, SIGN, JUXTAPOSED, POWER, AFTER = (
    4,
    10,
    14,
    20,
    30,
    33,
    36,
    50,
    60,
)
_BINDING = {
    "or": OR, "and": OR, "rel": RELATION, "^": POWER, "!": AFTER, "%": AFTER, "deg": AFTER,
    "permille": AFTER, "pmod": RELATION, "prime": AFTER, "currency": AFTER, "unit": AFTER,
}  # fmt: skip
_OP_BINDING = {
    "+": SUM, "-": SUM, "pm": SUM, "mp": SUM, "*": PRODUCT, "/": PRODUCT, "mod": PRODUCT,
    "ratio": PRODUCT, "cup": UNION, "cap": UNION, "setminus": UNION, "choose": OR + 1,
    "over": OR + 1,
}  # fmt: skip
_OPENERS = words(
    "num sym const fn word frac sqrt surd binom big ( {s { floor( ceil( begin accent group diff "
    "angle <( ["
)
_MAY_FOLLOW = _OPENERS | {"|"}
_CLOSERS = frozenset({")", "]", "}s", "|", "||"})
_SEPARATORS = frozenset({",", ";"})
_APPLIED = frozenset({"f", "g", "h", "F", "G", "H"})
_AFTER_NO_SYMBOL = frozenset({"op", "rel", END.kind, "sym", ",", ")", "]", "}", "}s"})


class Parser:
    """One pass over the tokens of one text."""

    def __init__(self, tokens: list[Token], latex_braces: bool) -> None:
        self.tokens = [*tokens, END]
        self.at = 0
        self.depth = 0
        self.bars = 0
        self.latex_braces = latex_braces

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def ahead(self, steps: int = 1) -> Token:
        at = self.at + steps
        return self.tokens[at] if at < len(self.tokens) else END

    def take(self) -> Token:
        token = self.tokens[self.at]
        self.at += token is not END
        return token

    def expect(self, kind: str) -> None:
        if self.take().kind != kind:
            raise Unparsed(f"{kind!r} is missing")

    def whole(self) -> Node:
        node = self.sequence()
        if self.token is not END:
            raise Unparsed(f"{self.token.text!r} is left over")
        return node

    def sequence(self) -> Node:
        """Items between commas or semicolons; one item alone is itself."""
        item = self.expression(0)
        if self.tokens[self.at].kind not in _SEPARATORS:
            return item
        items, groups, joined = [item], [], False
        while True:
            kind = self.token.kind
            if kind == ";":
                groups.append(_items(items))
                items = []
            elif kind == ",":
                joined = joined or self.ahead().kind in ("and", "or")
                self.at += self.ahead().kind in ("and", "or")
            else:
                break
            self.take()
            if self.token.kind in (")", "}", "}s", "]") or self.token is END:
                break
            if len(items) > MAX_ITEMS:
                raise Unparsed(f"more than {MAX_ITEMS} items")
            items.append(self.expression(0))
        if groups:
            return _items([*groups, _items(items)] if items else groups)
        return Node("and", tuple(_flat(items))) if joined else _items(items)

    def expression(self, binding: int) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unparsed(f"nested more than {MAX_DEPTH} deep")
        left = self.first()
        while True:
            token = self.tokens[self.at]
            kind = token.kind
            power = _OP_BINDING[token.text] if kind == "op" else _BINDING.get(kind, 0)
            if power > binding:
                left = self.infix(left, token, power)
            elif (
                not power and binding < JUXTAPOSED and kind in _MAY_FOLLOW and self.juxtaposed(left)
            ):
                left = self.next_to(left)
            else:
                break
        self.depth -= 1
        return left

    def first(self) -> Node:
        """What may open an expression."""
        token = self.take()
        kind = token.kind
        if kind == "num":
            return self.number(token.text)
        if kind == "sym":
            return self.symbol(token.text)
        if kind == "op" and token.text in ("-", "+"):
            operand = self.expression(SIGN)
            _no_words(operand)
            return _minus(operand) if token.text == "-" else operand
        opener = brackets.FIRST.get(kind)
        if opener is None:
            raise Unparsed(f"{token.text or kind!r} cannot stand here")
        return opener(self, token)

    def number(self, text: str) -> Node:
        node = literal(text)
        kind = self.tokens[self.at].kind
        if kind in ("frac", "num", "_") and text.isdigit():
            mixed = self.mixed()
            if mixed is not None:
                return num(node.args[0] + mixed)
            if kind == "_":
                return self.based(text)
        return node

    def mixed(self) -> fmpq | None:
        """The proper fraction of a mixed number, consumed; None when there is none."""
        start = self.at
        if self.token.kind == "frac":
            fraction = brackets.FIRST["frac"](self, self.take())
            if fraction.op == "num" and 0 < fraction.args[0] < 1 and self.token.kind != "^":
                proper: fmpq = fraction.args[0]
                return proper
        elif self.token.kind == "num" and not self.token.glued and self.ahead().text == "/":
            top, bottom = self.token.text, self.ahead(2).text
            if top.isdigit() and bottom.isdigit() and 0 < int(top) < int(bottom):
                self.at += 3
                return fmpq(int(top), int(bottom))
        self.at = start
        return None

    def based(self, digits: str) -> Node:
        self.take()
        base = self.argument()
        if base.op != "num" or base.args[0].q != 1 or not 2 <= base.args[0] <= 36:
            return sym(f"{digits}_base")
        return Node("base", (digits, int(base.args[0].p)))

    def symbol(self, name: str) -> Node:
        """An unknown with its subscript and primes, and what it is applied to."""
        power = None
        start = self.at
        if self.tokens[start].kind in _AFTER_NO_SYMBOL and name not in _APPLIED:
            return sym(name)
        if self.token.kind == "^":
            power = self._early_power()
            if self.token.kind != "_":
                self.at, power = start, None
        if self.token.kind == "num" and self.token.glued and self.token.text.isdigit():
            name += f"_{{{self.take().text}}}"
        elif self.token.kind == "_":
            self.take()
            name += f"_{{{self.subscript()}}}"
        while self.token.kind == "prime":
            name += self.take().text
        node = sym(name)
        if name == "Gamma" and self.token.kind == "(":
            inside = brackets.FIRST["("](self, self.take())
            _no_words(inside)
            return Node("fact", (Node("add", (inside, num(-1))),))
        applied = name.rstrip("'") in _APPLIED or "_{fn}" in name
        if applied and self.token.kind == "(":
            inside = brackets.FIRST["("](self, self.take())
            node = Node("fn", (name, *(inside.args if inside.op == "tuple" else (inside,))))
        return node if power is None else Node("pow", (node, power))

    def _early_power(self) -> Node | None:
        """The power of `x^2_i`, which stands before the subscript."""
        self.take()
        return self.argument() if self.token.kind in ("{", "num", "sym") else None

    def subscript(self) -> str:
        """The spelling of a subscript, without spaces."""
        if self.token.kind != "{":
            return self.take().text
        self.take()
        depth, parts = 1, []
        while depth:
            token = self.take()
            if token is END:
                raise Unparsed("a subscript is not closed")
            depth += (token.kind == "{") - (token.kind == "}")
            parts.append(token.text)
        return "".join(parts[:-1])

    def argument(self) -> Node:
        """A LaTeX argument: a braced expression or one token; of a number, all its digits."""
        token = self.token
        if token.kind == "{":
            self.at += 1
            inside = self.tokens[self.at]
            if inside.kind == "num" and self.ahead().kind == "}" and self.depth < MAX_DEPTH:
                self.at += 2
                return literal(inside.text)
            node = self.sequence()
            self.expect("}")
            return node
        if token.kind == "op" and token.text in ("-", "+"):
            self.take()
            operand = self.expression(POWER - 1)
            return neg(operand) if token.text == "-" else operand
        if token.kind == "num":
            return literal(self.take().text)
        return self.first()

    def digit(self) -> Node:
        """A LaTeX argument of which a bare number gives one digit only: \\frac12."""
        token = self.token
        if token.kind == "num" and len(token.text) > 1 and token.text.isdigit():
            self.tokens[self.at] = Token("num", token.text[1:], True)
            return literal(token.text[0])
        if token.kind == "sym" and self.ahead().kind == "num":
            return sym(self.take().text)
        return self.argument()

    def infix(self, left: Node, token: Token, power: int) -> Node:
        self.at += 1
        kind, text = token.kind, token.text
        if kind == "op":
            return self.operation(left, text, power)
        if kind == "rel":
            return self.relation(left, text)
        if kind == "^":
            return self.power(left)
        if kind in ("or", "and"):
            right = self.expression(power)
            inner = left.args if left.op == kind else (left,)
            return Node(kind, (*inner, right))
        return POSTFIX[kind](self, left, token)

    def operation(self, left: Node, text: str, power: int) -> Node:
        if text == "/":
            return divided(left, self.denominator(left))
        right = self.expression(power)
        if text in ("+", "-"):
            _no_words(left, right)
        if text == "+":
            return Node("add", (*left.args, right) if left.op == "add" else (left, right))
        if text == "-":
            return Node("add", (*left.args, neg(right)) if left.op == "add" else (left, neg(right)))
        if text == "*":
            return times(left, right)
        if text == "choose":
            return Node("fn", ("binom", left, right))
        if text == "over":
            return divided(left, right)
        if text in ("cup", "cap") and left.op == text:
            return Node(text, (*left.args, right))
        return Node(text, (left, right))

    def denominator(self, left: Node) -> Node:
        token = self.token
        if left.op == "num" and token.kind == "num" and self.ahead().kind not in ("^", "!"):
            return literal(self.take().text)
        return self.expression(PRODUCT)

    def relation(self, left: Node, text: str) -> Node:
        right = self.expression(RELATION)
        if len(left.args) > MAX_CHAIN:
            raise Unparsed(f"a chain of more than {MAX_CHAIN} sides")
        if left.op == "rel":
            return Node("rel", ((*left.args[0], text), *left.args[1:], right))
        return Node("rel", ((text,), left, right))

    def power(self, base: Node) -> Node:
        bracketed = self._closed_before()
        if self.token.kind == "deg":
            return Node("unit", (base, self.take().text))
        if self.token.kind == "{" and self.ahead().kind == "deg" and self.ahead(2).kind == "}":
            self.at += 3
            return Node("unit", (base, "deg"))
        if self.token.kind == "prime":
            return POSTFIX["prime"](self, base, self.take())
        exponent = self.argument()
        if self.token.kind == "^":
            self.take()
            exponent = self.power(exponent)
        while self.token.kind == "!":
            self.take()
            exponent = Node("fact", (exponent,))
        if base.op in ("matrix", "tuple", "list") and exponent in _TRANSPOSED:
            return transposed(base)
        _no_words(base, exponent)
        base = brackets.group(base)
        if base.op == "num" and base.args[0] < 0 and not bracketed:
            return neg(Node("pow", (Node("num", (-base.args[0],)), exponent)))
        return Node("pow", (base, exponent))

    def _closed_before(self) -> bool:
        """Whether the base of the power at hand ends in a bracket, as in `(-2)^2`."""
        at = self.at - 2
        while at > 0 and self.tokens[at].kind == "}":
            at -= 1
        return self.tokens[at].kind in _CLOSERS

    def juxtaposed(self, left: Node) -> bool:
        kind = self.tokens[self.at].kind
        if kind == "[" and left.op in ("num", "sym", "const", "tuple"):
            return False
        return kind != "|" or not self.bars

    def next_to(self, left: Node) -> Node:
        """Two things side by side: a product, or a quantity and its unit."""
        token = self.token
        if token.kind == "word" and self.ahead().kind != "_":
            unit = unit_of(token.text)
            if unit is not None or (len(token.text) > 2 and _is_quantity(left)):
                return POSTFIX["unit"](self, left, self.take())
            if token.text in ("U", "u"):
                raise Unparsed("a union without sets")
        if token.kind == "sym" and token.text == "U" and left.op in _SETS:
            self.take()
            right = self.expression(UNION)
            return Node("cup", (*(left.args if left.op == "cup" else (left,)), right))
        if token.kind == "sym" and _is_quantity(left) and not token.glued:
            rest = "".join(part.text for part in self.tokens[self.at : self.at + 8])
            if left.op == "num" and len(self.tokens) - self.at <= 8 and unit_of(rest) is not None:
                self.at = len(self.tokens) - 1
                return Node("unit", (left, rest))
        if token.kind == "num" and left.op == "num" and self.ahead().kind != "frac":
            raise Unparsed("two numbers side by side")
        right = self.expression(JUXTAPOSED)
        return times(left, right)


_SETS = frozenset({"tuple", "list", "interval", "set", "cup"})
_POINTS = frozenset("ABCDEFGHIJKLMNOPQRSTVWXYZ")  # U is a union
_TRANSPOSED = frozenset({sym("T"), sym("top"), sym("intercal")})


def _minus(node: Node) -> Node:
    """The negative; a fraction of two integers stays as it is written, so that -10/12 is seen."""
    if node.op == "num" and len(node.args) > 1 and isinstance(node.args[1], tuple):
        top, bottom = node.args[1]
        return Node("num", (-node.args[0], (-top, bottom)))
    return neg(node)


def _is_quantity(node: Node) -> bool:
    return node.op in ("num", "mul", "div", "neg", "percent", "base", "fn", "pow", "const", "unit")


def _items(items: list[Node]) -> Node:
    return items[0] if len(items) == 1 else Node("seq", tuple(items))


def _flat(items: list[Node]) -> list[Node]:
    return [part for item in items for part in (item.args if item.op == "and" else (item,))]


def transposed(node: Node) -> Node:
    """A matrix with rows for columns; of a tuple, its column."""
    rows = node.args if node.op == "matrix" else (node.args,)
    if node.op == "list" and all(row.op == "list" for row in node.args):
        rows = tuple(row.args for row in node.args)
        if len({len(row) for row in rows}) != 1:
            raise Unparsed("the rows of a matrix differ in length")
    return Node("matrix", tuple(zip(*rows, strict=True)))


def times(left: Node, right: Node) -> Node:
    """The product, flattened on the left. A word is no factor; `P(1, 2)` is a point with a name."""
    if right.op == "tuple" and len(right.args) > 1 and left.op == "sym" and left.args[0] in _POINTS:
        return right
    _no_words(left, right)
    left, right = brackets.group(left), brackets.group(right)
    return Node("mul", (*left.args, right) if left.op == "mul" else (left, right))


def _no_words(*nodes: Node) -> None:
    for node in nodes:
        if node.op in ("rel", "and", "or", "seq"):
            raise Unparsed("arithmetic on a relation or a list")
        if node.op in _SETS and not (node.op == "list" and len(node.args) == 1):
            raise Unparsed("arithmetic on a collection")
        if node.op == "unit" and node.args[1] != "deg":
            raise Unparsed("arithmetic with units")
        if node.op == "text":
            raise Unparsed(f"the word {node.args[0][:40]!r} is no number")


def divided(left: Node, right: Node) -> Node:
    """The quotient; of two integer literals, the literal."""
    if left.op == "num" and right.op == "num" and right.args[0]:
        a, b = left.args[0], right.args[0]
        if a.q == 1 and b.q == 1:
            return Node("num", (a / b, (int(a.p), int(b.p))))
    _no_words(left, right)
    return Node("div", (brackets.group(left), brackets.group(right)))


def parse(text: str, names: frozenset[str] = frozenset(), latex_braces: bool = False) -> Node:
    """The tree of `text`. `names` are unknowns of several letters; `latex_braces` makes a bare
    `{1,2}` a group, as between dollars, where it is else a set. Raises Unparsed."""
    tokens = lex(text, names)
    if not tokens:
        raise Unparsed("there is nothing to read")
    try:
        return Parser(tokens, latex_braces).whole()
    except RecursionError:
        raise Unparsed("nested too deep") from None
