"""Other spellings of a number: digits, fractions, decimals, percentages, quantities.

    numbers(Answer("rational", "7/4"), node)
        ->  ("mixed", "1\\\\frac{3}{4}", True), ("decimal", "1.75", False), …

A spelling is (name, text, whether it goes into a box). All are exact: a decimal is written only for
a fraction that ends, a scientific one keeps every digit.
"""

from collections.abc import Iterator
from fractions import Fraction
from math import gcd

from assay.checkers.kinds import as_fraction
from assay.checkers.nodes import Node
from assay.checkers.spelling import PLAIN, NoSpelling, spell
from assay.core.records import Answer

Spelled = tuple[str, str, bool]
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_VULGAR = {
    (1, 2): "½",
    (1, 3): "⅓",
    (2, 3): "⅔",
    (1, 4): "¼",
    (3, 4): "¾",
    (1, 5): "⅕",
    (1, 8): "⅛",
}
_UNIT_WORDS = {"cm": "centimeters", "m": "meters", "km": "kilometers", "kg": "kilograms"}
_SMALLER = {"cm": ("mm", 10), "m": ("cm", 100), "km": ("m", 1000), "kg": ("g", 1000)}
_MONEY = {"$": "dollars", "€": "euros", "£": "pounds"}


def numbers(answer: Answer, node: Node) -> Iterator[Spelled]:
    """The spellings of a number, quantity or percentage."""
    if node.op == "num":
        value = Fraction(int(node.args[0].p), int(node.args[0].q))
        yield from _integer(value) if value.denominator == 1 else _fraction(answer, value)
        yield from _near(answer, value)
    elif node.op == "unit":
        yield from _quantity(node)
    elif node.op == "percent":
        yield from _percent(node)
    elif node.op == "base":
        yield from _based(node)


def _integer(value: Fraction) -> Iterator[Spelled]:
    n = int(value)
    yield "point zero", f"{n}.0", False
    yield "boxed point zero", f"{n}.00", True
    yield "full-width digits", str(n).translate(_WIDE), False
    yield "named x", f"x = {n}", False
    yield "named x, boxed", f"x = {n}", True
    yield "named n, in the other order", f"{n} = n", True
    yield "in brackets", f"({n})", False
    yield "mathbf", f"\\mathbf{{{n}}}", True
    yield "text", f"\\text{{{n}}}", True
    yield "thin spaces around", f"\\,{n}\\,", True
    yield "quotes", f'"{n}"', False
    if n > 0:
        yield "plus sign", f"+{n}", False
    if abs(n) >= 1000:
        yield "thousands commas", f"{n:,}", False
        yield "thousands commas, boxed", f"{n:,}", True
        yield "thousands commas in braces", f"{n:,}".replace(",", "{,}"), True
        yield "thousands thin spaces", f"{n:,}".replace(",", "\\,"), True
        yield "thousands spaces", f"{n:,}".replace(",", " "), False
        yield "scientific", f"{_mantissa(n)} \\times 10^{{{len(str(abs(n))) - 1}}}", True
        yield "scientific e", f"{_mantissa(n)}e{len(str(abs(n))) - 1}", False


def _mantissa(n: int) -> str:
    digits = str(abs(n)).rstrip("0")
    text = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    return ("-" if n < 0 else "") + text


def _fraction(answer: Answer, value: Fraction) -> Iterator[Spelled]:
    top, bottom = value.numerator, value.denominator
    sign, size = ("-" if top < 0 else ""), abs(top)
    for command in ("\\frac", "\\dfrac", "\\tfrac", "\\cfrac"):
        yield command, f"{sign}{command}{{{size}}}{{{bottom}}}", True
    yield "sign in the numerator", f"\\frac{{{top}}}{{{bottom}}}", True
    yield "slash", f"{top}/{bottom}", False
    yield "slash, boxed", f"{top}/{bottom}", True
    yield "slash with spaces", f"{top} / {bottom}", False
    yield "fraction slash", f"{top}⁄{bottom}", False
    yield "brackets around", f"({top}/{bottom})", False
    yield "sized brackets", f"\\left({sign}\\frac{{{size}}}{{{bottom}}}\\right)", True
    yield "named x", f"x = {top}/{bottom}", False
    yield "named x, boxed", f"x = {sign}\\frac{{{size}}}{{{bottom}}}", True
    yield "spaces inside", f"{sign}\\frac {{{size}}} {{{bottom}}}", True
    yield "full-width digits", f"{top}/{bottom}".translate(_WIDE), False
    if (size, bottom) in _VULGAR:
        yield "vulgar fraction", sign + _VULGAR[size, bottom], False
    decimal = ending_decimal(value)
    if decimal is not None and answer.spec.get("required_form") is None:
        yield "decimal", decimal, False
        yield "decimal, boxed", decimal, True
        yield "decimal with a zero", decimal + "0", False
    if answer.spec.get("required_form") is None:
        yield "not in lowest terms", f"{2 * top}/{2 * bottom}", False
        if size > bottom:
            whole, rest = divmod(size, bottom)
            yield "mixed", f"{sign}{whole}\\frac{{{rest}}}{{{bottom}}}", True


def ending_decimal(value: Fraction) -> str | None:
    """The decimal of a fraction that ends within 40 places; None for one that does not."""
    bottom, places = value.denominator, 0
    while bottom != 1 and places < 40:
        bottom //= gcd(bottom, 10)
        places += 1
        if gcd(bottom, 10) == 1:
            break
    if bottom != 1:
        return None
    scaled = abs(value.numerator) * 10**places // value.denominator
    whole, rest = divmod(scaled, 10**places)
    return f"{'-' if value < 0 else ''}{whole}" + (f".{rest:0{places}d}" if places else "")


def _near(answer: Answer, value: Fraction) -> Iterator[Spelled]:
    """For a gold with a tolerance, values half of it away."""
    tolerance = answer.spec.get("tolerance")
    if tolerance is None:
        return
    step = as_fraction(tolerance) / 2
    half = Fraction(int(step.p), int(step.q))
    for name, near in (("above, within tolerance", value + half), ("below", value - half)):
        text = ending_decimal(near)
        if text is not None:
            yield name, text, False
            yield f"{name}, boxed", text, True
            yield f"{name}, said to be about", f"about {text}", False


def _quantity(node: Node) -> Iterator[Spelled]:
    amount, unit = node.args[0], node.args[1]
    try:
        text = spell(amount, PLAIN)
    except NoSpelling:
        return
    if unit in _MONEY:
        yield "escaped sign", f"\\{unit}{text}" if unit == "$" else f"{unit}{text}", True
        yield "in words", f"{text} {_MONEY[unit]}", False
        yield "in words, boxed", f"{text} \\text{{ {_MONEY[unit]}}}", True
        yield "two places", f"{unit}{text}.00" if text.isdigit() else f"{unit}{text}", False
        yield "without the sign", text, False
        return
    yield "text", f"{text}\\text{{ {unit}}}", True
    yield "thin space and mathrm", f"{text}\\,\\mathrm{{{unit}}}", True
    yield "no space", f"{text}{unit}", False
    yield "space", f"{text} {unit}", False
    yield "without the unit", text, False
    yield "without the unit, boxed", text, True
    if unit in _UNIT_WORDS:
        yield "in words", f"{text} {_UNIT_WORDS[unit]}", False
    if unit in _SMALLER and amount.op == "num" and amount.args[0].q == 1:
        smaller, factor = _SMALLER[unit]
        yield "a smaller unit", f"{int(amount.args[0].p) * factor} {smaller}", False


def _percent(node: Node) -> Iterator[Spelled]:
    text = spell(node.args[0], PLAIN)
    yield "sign", f"{text}%", False
    yield "sign after a space", f"{text} %", False
    yield "escaped sign", f"{text}\\%", True
    yield "in words", f"{text} percent", False
    yield "pct", f"{text} pct", False
    if node.args[0].op == "num":
        value = Fraction(int(node.args[0].args[0].p), int(node.args[0].args[0].q)) / 100
        yield "fraction", f"\\frac{{{value.numerator}}}{{{value.denominator}}}", True
        decimal = ending_decimal(value)
        if decimal is not None:
            yield "decimal", decimal, False


def _based(node: Node) -> Iterator[Spelled]:
    digits, base = node.args
    yield "braced base", f"{digits}_{{{base}}}", True
    yield "plain base", f"{digits}_{base}", False
    yield "digits in brackets", f"({digits})_{{{base}}}", True
    yield "base in words", f"{digits} base {base}", False
    yield "base in text", f"{digits}_{{\\text{{{base}}}}}", True
    yield "lowered digits", digits + str(base).translate(_LOWERED), False
    yield "in base ten", str(int(digits, base)), False
    if base in _PREFIX:
        yield "prefix", f"{_PREFIX[base]}{digits}", False


_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_PREFIX = {2: "0b", 8: "0o", 16: "0x"}
