"""A reference rewritten so that it tells what it does: its conditions, loops and values.

    instrumented("def solve(n):\\n    return n if n > 3 else 0")
        -> "def solve(n):\\n    n = assay_value(1, n)\\n    return assay_value(3, n if ...)", ...

Conditions, comparisons, `min` and `max` of two, loops, parameters, assigned and returned values
each get a number, in the order in which the text is walked, and a call of a function that the
driver of telling.py puts among the builtins. What the program does stays the same while these
functions give their value back. Only references are rewritten: our own programs, in Python.
"""

import ast
from typing import Any

SIGNS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
_COMPARISONS = {sign: comparison for comparison, sign in SIGNS.items()}
OURS = "assay_"


def instrumented(source: str) -> tuple[str, str]:
    """The same program with its calls of `assay_…`, and again with those alone that take a value.

    In the second, the short one for misreadings, `assay_misread` stands where the first has
    `assay_value`, with the same numbers, and `assay_still` about what a `while` goes on by. Raises
    SyntaxError for what is no Python.
    """
    tree = ast.fix_missing_locations(_Instrumented().visit(ast.parse(source)))
    full = ast.unparse(tree)
    return full, ast.unparse(ast.fix_missing_locations(_Short().visit(tree)))


class _Instrumented(ast.NodeTransformer):
    def __init__(self) -> None:
        self.places = 0

    def _call(self, name: str, *args: ast.expr) -> ast.expr:
        self.places += 1
        place = ast.Constant(self.places)
        return ast.Call(ast.Name(OURS + name, ast.Load()), [place, *args], [])

    def _met(self, test: ast.expr) -> ast.expr:
        """A condition, unless its parts are told already."""
        told = isinstance(test, ast.BoolOp) or ast.unparse(test).startswith(OURS)
        return test if told else self._call("met", test)

    def visit_Compare(self, node: ast.Compare) -> Any:
        """`a < b`; chains and `in` only say whether they hold."""
        self.generic_visit(node)
        sign = SIGNS.get(type(node.ops[0]))
        if len(node.ops) > 1 or sign is None:
            return self._call("met", node)
        return self._call("compared", node.left, ast.Constant(sign), node.comparators[0])

    def visit_BoolOp(self, node: ast.BoolOp) -> Any:
        """Each part of an `and` or `or`."""
        self.generic_visit(node)
        node.values = [self._met(value) for value in node.values]
        return node

    def visit_Call(self, node: ast.Call) -> Any:
        """The smaller or larger of two."""
        self.generic_visit(node)
        called = node.func.id if isinstance(node.func, ast.Name) else ""
        if called in ("min", "max") and len(node.args) == 2 and not node.keywords:
            return self._call(called, *node.args)
        return node

    def _conditional(self, node: Any) -> Any:
        self.generic_visit(node)
        node.test = self._met(node.test)
        return node

    visit_If = visit_While = visit_IfExp = _conditional

    def _loop(self, node: Any) -> Any:
        self.generic_visit(node)
        node.iter = self._call("rounds", node.iter)
        if isinstance(node, ast.comprehension):
            node.ifs = [self._met(test) for test in node.ifs]
        return node

    visit_For = visit_comprehension = _loop

    def _valued(self, node: Any) -> Any:
        self.generic_visit(node)
        if node.value is not None:
            node.value = self._call("value", node.value)
        return node

    visit_Assign = visit_Return = _valued

    def visit_FunctionDef(self, node: ast.FunctionDef) -> Any:
        """The parameters, as they come in."""
        names = [argument.arg for argument in node.args.args]
        self.generic_visit(node)
        told = [
            ast.Assign(
                [ast.Name(name, ast.Store())], self._call("value", ast.Name(name, ast.Load()))
            )
            for name in names
        ]
        node.body = [*told, *node.body]
        return node


class _Short(ast.NodeTransformer):
    """Takes back every call of ours but those with values."""

    def visit_Call(self, node: ast.Call) -> Any:
        """What the call stands about."""
        self.generic_visit(node)
        match node:
            case ast.Call(ast.Name("assay_value"), args):
                return ast.Call(ast.Name("assay_misread", ast.Load()), args, [])
            case ast.Call(ast.Name("assay_met" | "assay_rounds"), [_, given]):
                return given
            case ast.Call(ast.Name("assay_compared"), [_, left, ast.Constant(str(sign)), right]):
                return ast.Compare(left, [_COMPARISONS[sign]()], [right])
            case ast.Call(ast.Name("assay_min" | "assay_max" as name), [_, *given]):
                return ast.Call(ast.Name(name.removeprefix(OURS), ast.Load()), given, [])
        return node

    def visit_While(self, node: ast.While) -> Any:
        """Counted, so that a misreading that never ends is cut short."""
        self.generic_visit(node)
        still = ast.Name("assay_still", ast.Load())
        node.test = ast.Call(still, [ast.Constant(0), node.test], [])
        return node
