"""Other spellings of a gold's value, by kind of answer.

    spelled(Answer("interval", "(-oo, 3)", {"variable": "x"}), node)
        ->  ("inequality", "x < 3", False), ("inf", "(-inf, 3)", False), …

A spelling is (name, text, whether it goes into a box or after "Answer:"). They are written off the
gold's tree, so they are equal by construction: only signs, order (where none is asked), names
and notation change.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from assay.checkers.nodes import Node
from assay.checkers.rewrites_of_numbers import numbers
from assay.checkers.spelling import LATEX, PLAIN, PYTHON, NoSpelling, Spelling, spell
from assay.core.records import Answer

Spelled = tuple[str, str, bool]
SIZED = replace(LATEX, sized=True)
STYLES: tuple[tuple[str, Spelling], ...] = (
    ("latex", LATEX),
    ("latex with \\cdot", replace(LATEX, times=" \\cdot ")),
    ("latex with \\times", replace(LATEX, times=" \\times ")),
    ("latex with \\dfrac", replace(LATEX, fraction="\\dfrac")),
    ("latex with \\tfrac", replace(LATEX, fraction="\\tfrac")),
    ("latex with \\left and \\right", SIZED),
    ("latex with spaces", replace(LATEX, spaced=True)),
    ("plain with ^", PLAIN),
    ("plain with **", PYTHON),
    ("plain with spaces", replace(PLAIN, spaced=True)),
    ("superscripts", replace(PLAIN, power="raised")),
    ("multiplication signs", replace(PLAIN, times="×")),
    ("middle dots", replace(PLAIN, times="·")),
)


def spelled(answer: Answer, node: Node | None) -> Iterator[Spelled]:
    """The spellings of a gold whose tree is `node` (None for a gold that is words)."""
    if answer.kind in _WORDED or node is None or _is_words(answer):
        worded = _WORDED.get(answer.kind, _word_list if _is_words(answer) else _word)
        yield from worded(answer.value, answer)
        return
    rule = _KINDS.get(answer.kind, _expression)
    for name, text, in_box in rule(answer, node):
        yield name, text, in_box
        if "-" in text and not in_box:
            yield f"{name}, unicode minus", text.replace("-", "−"), in_box


def _is_words(answer: Answer) -> bool:
    return answer.kind == "list" and answer.spec.get("item") != "number"


def _styled(node: Node, styles: tuple[tuple[str, Spelling], ...] = STYLES) -> Iterator[Spelled]:
    seen: set[str] = set()
    for name, style in styles:
        try:
            text = spell(node, style)
        except NoSpelling:
            continue
        if text not in seen:
            yield name, text, style.latex
        seen.add(text)


def _expression(answer: Answer, node: Node) -> Iterator[Spelled]:
    yield from _styled(node)
    if node.op == "add" and len(node.args) > 1:
        reverse = (("reordered", replace(LATEX, reverse=True)), ("reordered, plain", _BACKWARDS))
        yield from _styled(node, reverse)
    if node.op not in ("unit", "percent", "base", "mod"):
        for name, text, _ in _styled(node, STYLES[:1]):
            yield "named y", f"y = {text}", True
            yield f"{name}, bold", f"\\mathbf{{{text}}}" if text.isdigit() else text, True


_BACKWARDS = replace(PLAIN, reverse=True, spaced=True)


def _number(answer: Answer, node: Node) -> Iterator[Spelled]:
    yield from numbers(answer, node)
    yield from _styled(node)


def _antiderivative(answer: Answer, node: Node) -> Iterator[Spelled]:
    yield from _expression(answer, node)
    for name, text, _ in _styled(node, STYLES[:1]):
        for constant in ("C", "K", "5"):
            yield f"{name} + {constant}", f"{text} + {constant}", True
    for name, text, _ in _styled(node, (("plain", PLAIN),)):
        yield f"{name} + C", f"{text} + C", False
        yield "named F(x)", f"F({answer.spec.get('variable', 'x')}) = {text} + C", False


def _set(answer: Answer, node: Node) -> Iterator[Spelled]:
    members = node.args if node.op in ("set", "seq", "or", "and") else (node,)
    if not members or node == Node("const", ("empty",)):
        yield from _nothing()
        return
    orders = [("", members)] + ([(", reversed", members[::-1])] if len(members) > 1 else [])
    for order, parts in orders:
        latex, plain = ([spell(part, how) for part in parts] for how in (LATEX, PLAIN))
        yield f"latex braces{order}", f"\\{{{', '.join(latex)}\\}}", True
        yield f"sized braces{order}", f"\\left\\{{{', '.join(latex)}\\right\\}}", True
        yield f"braces{order}", "{" + ", ".join(plain) + "}", False
        yield f"braces without spaces{order}", "{" + ",".join(plain) + "}", False
        if answer.kind == "multiset" and len(set(plain)) < len(plain):
            continue
        yield f"x = or x ={order}", " or ".join(f"x = {text}" for text in plain), False
        yield f"x =, x ={order}", ", ".join(f"x = {text}" for text in latex), True
        yield f"\\text{{ or }}{order}", "x = " + " \\text{ or } x = ".join(latex), True
        yield f"list{order}", ", ".join(plain), False
        yield f"list with and{order}", " and ".join(plain), False
        yield f"x in{order}", f"x \\in \\{{{', '.join(latex)}\\}}", True
        if len(parts) > 1:
            yield f"boxes side by side{order}", "}, \\boxed{".join(latex), True


def _nothing() -> Iterator[Spelled]:
    for text in ("\\emptyset", "\\varnothing", "\\{\\}", "\\text{no solution}"):
        yield text, text, True
    for text in ("{}", "∅", "no solution", "No solutions", "no real solutions", "empty set"):
        yield text, text, False


def _interval(answer: Answer, node: Node) -> Iterator[Spelled]:
    yield from _styled(node, (("latex", LATEX), ("sized", SIZED), ("plain", PLAIN)))
    plain = spell(node, PLAIN)
    yield "without spaces", plain.replace(", ", ","), False
    yield "infinity sign", plain.replace("oo", "∞").replace(" U ", " ∪ "), False
    yield "inf", plain.replace("oo", "inf"), False
    yield "infinity in words", plain.replace("oo", "infinity"), False
    variable = answer.spec.get("variable", "x")
    yield "variable in", f"{variable} \\in {spell(node, LATEX)}", True
    if node.op == "cup":
        yield from _styled(node, (("pieces reversed", replace(LATEX, reverse=True)),))
    pieces = node.args if node.op == "cup" else (node,)
    for name, how, joint in (
        ("inequality", PLAIN, " or "),
        ("inequality in latex", LATEX, " \\text{ or } "),
    ):
        for turned in (False, True):
            parts = [_inequality(piece, variable, how, turned) for piece in pieces]
            if all(parts):
                text = joint.join(part for part in parts if part)
                yield name + (", turned" if turned else ""), text, how.latex
                if turned is False:
                    builder = f"\\{{{variable} : {text}\\}}" if how.latex else text
                    yield f"{name}, set builder", builder, how.latex


def _inequality(piece: Node, name: str, how: Spelling, turned: bool) -> str | None:
    """x < 3, 2 <= x < 5; turned: 3 > x, 5 > x >= 2. None for the whole line."""
    if piece.op != "interval":
        return None
    low, high, closed_low, closed_high = piece.args
    signs = ("\\ge", "\\le") if how.latex else (">=", "<=")
    above = signs[0] if closed_low else ">"
    below = signs[1] if closed_high else "<"
    mirrored = {"<": ">", ">": "<", signs[0]: signs[1], signs[1]: signs[0]}
    has_low, has_high = (_finite(end) for end in (low, high))
    if has_low and has_high:
        ends, first, second = (low, high), mirrored[above], below
        if turned:
            ends, first, second = (high, low), mirrored[below], above
        return f"{spell(ends[0], how)} {first} {name} {second} {spell(ends[1], how)}"
    if not (has_low or has_high):
        return None
    end, sign = (low, above) if has_low else (high, below)
    text = spell(end, how)
    return f"{text} {mirrored[sign]} {name}" if turned else f"{name} {sign} {text}"


def _finite(end: Node) -> bool:
    return end.op not in ("const", "neg") or end.args[0] not in (_OO.args[0], _OO)


_OO = Node("const", ("oo",))


def _matrix(answer: Answer, node: Node) -> Iterator[Spelled]:
    rows = node.args
    if node.op == "list":
        rows = tuple(row.args for row in node.args if row.op == "list")
    if not rows or not isinstance(rows[0], tuple):
        return
    matrix = Node("matrix", rows)
    for name, style in STYLES[:7]:
        text = spell(matrix, style)
        yield f"pmatrix, {name}", text, True
        yield f"bmatrix, {name}", text.replace("pmatrix", "bmatrix"), True
    latex = spell(matrix, LATEX)
    yield "pmatrix in one line", latex.replace(" & ", "&").replace(" \\\\ ", "\\\\"), True
    yield "pmatrix on lines", latex.replace(" \\\\ ", " \\\\\n"), True
    inside = latex.removeprefix("\\begin{pmatrix}").removesuffix("\\end{pmatrix}")
    columns = "c" * len(rows[0])
    array = f"\\begin{{array}}{{{columns}}}{inside}\\end{{array}}"
    yield "array", f"\\left[{array}\\right]", True
    yield "matrix in brackets", f"\\left(\\begin{{matrix}}{inside}\\end{{matrix}}\\right)", True
    yield "named A", f"A = {latex}", True
    plain = spell(matrix, PLAIN)
    yield "list of lists", plain, False
    yield "list of lists without spaces", plain.replace(" ", ""), False
    yield "list of lists with spaces", plain.replace("],[", "], [").replace(",", " , "), False


def _tuple(answer: Answer, node: Node) -> Iterator[Spelled]:
    members = node.args if node.op in ("tuple", "list", "seq") else (node,)
    latex, plain = ([spell(part, how) for part in members] for how in (LATEX, PLAIN))
    left, right = ("[", "]") if node.op == "list" else ("(", ")")
    for name, style in STYLES[:4]:
        inside = ", ".join(spell(part, style) for part in members)
        yield f"tuple, {name}", left + inside + right, True
    yield "sized brackets", f"\\left{left}{', '.join(latex)}\\right{right}", True
    yield "brackets without spaces", left + ",".join(plain) + right, False
    yield "brackets with spaces", f"{left} {' , '.join(plain)} {right}", False
    yield "list", ", ".join(plain), False
    names = "xyz"[: len(members)]
    if len(names) == len(members) > 1 and answer.kind != "list":
        pairs = list(zip(names, plain, strict=True))
        yield "named", ", ".join(f"{name} = {text}" for name, text in pairs), False
        yield "named with and", " and ".join(f"{name} = {text}" for name, text in pairs), False
        yield "named tuple", f"({', '.join(names)}) = {left}{', '.join(plain)}{right}", False
    if answer.kind == "vector":
        column = " \\\\ ".join(latex)
        yield "column", f"\\begin{{pmatrix}} {column} \\end{{pmatrix}}", True
        yield "row", f"\\begin{{bmatrix}} {' & '.join(latex)} \\end{{bmatrix}}", True
        yield "angle brackets", f"\\langle {', '.join(latex)} \\rangle", True
        yield "square brackets", "[" + ", ".join(plain) + "]", False


def _listed(answer: Answer, node: Node) -> Iterator[Spelled]:
    yield from _tuple(answer, node)
    members = node.args if node.op in ("tuple", "list", "seq") else (node,)
    plain = [spell(part, PLAIN) for part in members]
    yield "square brackets", "[" + ", ".join(plain) + "]", False
    yield "square brackets, boxed", "[" + ", ".join(plain) + "]", True
    yield "without spaces", ",".join(plain), False
    yield "code", "`[" + ", ".join(plain) + "]`", False


def _equation(answer: Answer, node: Node) -> Iterator[Spelled]:
    yield from _styled(node)
    if node.op != "rel" or node.args[0] != ("=",):
        return
    left, right = node.args[1:]
    for name, how in (("latex", LATEX), ("plain", PLAIN)):
        a, b = spell(left, how), spell(right, how)
        yield f"sides changed, {name}", f"{b} = {a}", how.latex
        if answer.spec.get("required_form") == "expanded":
            continue
        yield f"on one side, {name}", f"{a} - ({b}) = 0", how.latex
        yield (
            f"doubled, {name}",
            f"2({a}) = 2({b})" if how.latex else f"2*({a}) = 2*({b})",
            how.latex,
        )


def _modular(answer: Answer, node: Node) -> Iterator[Spelled]:
    modulus = answer.spec.get("modulus")
    residue = node
    if node.op in ("mod", "mod_class"):
        residue, modulus = node.args[0], spell(node.args[1], PLAIN)
    text = spell(residue, PLAIN)
    yield "\\pmod", f"{text} \\pmod{{{modulus}}}", True
    yield "\\equiv", f"x \\equiv {text} \\pmod{{{modulus}}}", True
    yield "\\bmod", f"{text} \\bmod {modulus}", True
    yield "(mod n)", f"{text} (mod {modulus})", False
    yield "mod n", f"{text} mod {modulus}", False
    yield "unicode", f"x ≡ {text} (mod {modulus})", False
    if residue.op == "num" and modulus is not None:
        for by, name in ((1, "next"), (-1, "previous")):
            other = str(residue.args[0] + by * int(modulus))
            yield f"{name} representative", f"{other} \\pmod{{{modulus}}}", True


def _word(value: str, answer: Answer) -> Iterator[Spelled]:
    yield "text", f"\\text{{{value}}}", True
    yield "textbf", f"\\textbf{{{value}}}", True
    yield "mathrm", f"\\mathrm{{{value}}}", True
    if '"' not in value:
        yield "quotes", f'"{value}"', False
        yield "quotes and period", f'"{value}".', False
    yield "single quotes", f"'{value}'", False
    yield "typographic quotes", f"“{value}”", False
    yield "code", f"`{value}`", False
    yield "italics", f"*{value}*", False
    yield "on the next line", f"\n{value}", False
    if not answer.spec.get("exact") and value.isascii():
        yield "upper case", value.upper(), False
        yield "lower case", value.lower(), False
        yield "capital", value.capitalize(), False


def _word_list(value: str, answer: Answer) -> Iterator[Spelled]:
    items = [item.strip() for item in value.split(",")]
    yield "text", f"\\text{{{value}}}", True
    yield "text of each", ", ".join(f"\\text{{{item}}}" for item in items), True
    yield "without spaces", ",".join(items), False
    yield "square brackets", f"[{', '.join(items)}]", False
    yield "round brackets", f"({', '.join(items)})", False
    yield "quoted", ", ".join(f'"{item}"' for item in items), False
    yield "python list", "[" + ", ".join(f"'{item}'" for item in items) + "]", False
    yield "bold each", ", ".join(f"**{item}**" for item in items), False
    yield "upper case", value.upper(), False
    yield "capitals", ", ".join(item.capitalize() for item in items), False


def _boolean(value: str, answer: Answer) -> Iterator[Spelled]:
    words = ("yes", "true") if value.strip().lower() in ("yes", "true") else ("no", "false")
    for word in words:
        for text in (word, word.capitalize(), word.upper()):
            yield f"{text}, plain", text, False
            yield f"{text}, boxed", text, True
            yield f"{text}, text", f"\\text{{{text}}}", True


def _choice(value: str, answer: Answer) -> Iterator[Spelled]:
    letter = value.strip("() .")
    for case, text in (("", letter.upper()), (" in lower case", letter.lower())):
        yield f"letter{case}", text, False
        yield f"letter in parentheses{case}", f"({text})", False
        yield f"letter and parenthesis{case}", f"{text})", False
        yield f"letter boxed in text{case}", f"\\text{{{text}}}", True
        yield f"letter boxed in parentheses{case}", f"({text})", True
        yield f"letter boxed in parentheses, text{case}", f"\\text{{({text})}}", True
    yield "mathbf", f"\\mathbf{{{letter}}}", True
    yield "textbf in parentheses", f"\\textbf{{({letter})}}", True
    yield "option", f"Option {letter}", False
    yield "choice", f"choice ({letter})", False


_WORDED: dict[str, Callable[[str, Answer], Iterator[Spelled]]] = {
    "text": _word,
    "boolean": _boolean,
    "choice": _choice,
}
_KINDS: dict[str, Callable[[Answer, Node], Iterator[Spelled]]] = {
    "set": _set,
    "multiset": _set,
    "interval": _interval,
    "antiderivative": _antiderivative,
    "matrix": _matrix,
    "tuple": _tuple,
    "point": _tuple,
    "vector": _tuple,
    "list": _listed,
    "equation": _equation,
    "modular": _modular,
    **dict.fromkeys(
        ("integer", "rational", "decimal", "number", "base", "unit", "quantity", "currency"),
        _number,
    ),
    "percent": _number,
}
