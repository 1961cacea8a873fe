"""Slips in the values of answers, by kind: numbers, sets, expressions, intervals, matrices, words.

    NUMBER["sign"]("42") == "-42"        SET["last root lost"]("{1, 2}") == "{1}"

A slip takes the right value and gives a wrong one, or None where it does not apply. Values are
changed as text and in exact fractions; the checkers are not asked. Further kinds: `slips_of_kinds`.
"""

import math
import re
from collections.abc import Callable, Mapping
from fractions import Fraction

Fault = Callable[[str], str | None]


def _number(change: Callable[[Fraction], Fraction | None]) -> Fault:
    def fault(value: str) -> str | None:
        if "oo" in value:
            return None
        number = Fraction(value)
        changed = change(number)
        return None if changed is None or changed == number else str(changed)

    return fault


NUMBER: Mapping[str, Fault] = {
    "sign": _number(lambda q: -q),
    "one more": _number(lambda q: q + 1),
    "one less": _number(lambda q: q - 1),
    "ten times": _number(lambda q: q * 10),
    "upside down": _number(lambda q: 1 / q if q else None),
    "denominator lost": _number(lambda q: Fraction(q.numerator)),
    "doubled": _number(lambda q: 2 * q),
    "sign of infinity": lambda v: {"oo": "-oo", "-oo": "oo"}.get(v),
    "a number for infinity": lambda v: "0" if "oo" in v else None,
    "no value": lambda v: "does not exist",
}


_ATOM = re.compile(r"\d+|pi|i|sqrt|[-+*/^()]")


def _size(text: str) -> complex:
    """The value of a member: whole numbers, pi, i, sqrt( ), + - * / ^ and brackets."""
    atoms = _ATOM.findall(text)
    value, rest = _sum(atoms) if "".join(atoms) == text else (0j, [text])
    if rest:
        raise ValueError(f"no member of a set that can be changed: {text!r}")
    return value


def _sum(atoms: list[str]) -> tuple[complex, list[str]]:
    value, rest = _product(atoms) if atoms[0] not in "+-" else (0j, atoms)
    while rest and rest[0] in "+-":
        part, after = _product(rest[1:])
        value, rest = value + (part if rest[0] == "+" else -part), after
    return value, rest


def _product(atoms: list[str]) -> tuple[complex, list[str]]:
    value, rest = _power(atoms)
    while rest and rest[0] in "*/":
        part, after = _power(rest[1:])
        value, rest = value * part if rest[0] == "*" else value / part, after
    return value, rest


def _power(atoms: list[str]) -> tuple[complex, list[str]]:
    first, *rest = atoms
    if first == "(":
        value, rest = _sum(rest)
        rest = rest[1:]
    elif first == "sqrt":
        value, rest = _power(rest)
        value = value**0.5
    else:
        value = {"pi": math.pi, "i": 1j}.get(first) or complex(int(first or 0))
    if rest and rest[0] == "^":
        exponent, rest = _power(rest[1:])
        value = value**exponent
    return value, rest


def members(value: str) -> list[str]:
    inside = value.strip("{}")
    return inside.split(", ") if inside else []


def _set(change: Callable[[list[str]], list[str]]) -> Fault:
    def fault(value: str) -> str | None:
        before = members(value)
        changed = change(before)
        if _sizes(changed) == _sizes(before):
            return None
        return "{" + ", ".join(changed) + "}"

    return fault


def _sizes(members: list[str]) -> set[complex]:
    sizes = map(_size, members)
    return {complex(round(size.real, 9), round(size.imag, 9)) for size in sizes}


SET: Mapping[str, Fault] = {
    "last root lost": _set(lambda m: m[:-1]),
    "first root lost": _set(lambda m: m[1:]),
    "root too many": _set(lambda m: [*m, "1234567"]),
    "sign of a root": _set(lambda m: [f"-({m[0]})", *m[1:]] if m else m),
    "all signs": _set(lambda m: [f"-({member})" for member in m]),
    "root off by one": _set(lambda m: [f"{m[0]}+1", *m[1:]] if m else m),
    "root doubled": _set(lambda m: [*m[:-1], f"2*({m[-1]})"] if m else m),
    "zero for none": _set(lambda m: m or ["0"]),
}


def _scaled(pattern: str) -> Fault:
    return lambda value: None if value == "0" else pattern.format(value)


EXPRESSION: Mapping[str, Fault] = {
    "sign": _scaled("-({})"),
    "term too many": lambda v: f"{v}+x",
    "doubled": _scaled("2*({})"),
    "chain rule lost": _scaled("({})/7"),
    "sign of the last term": lambda v: last_sign(v),
    "last term lost": lambda v: last_lost(v),
    "constant kept": lambda v: f"{v}+5",
}
ANTIDERIVATIVE: Mapping[str, Fault] = {
    **{name: EXPRESSION[name] for name in EXPRESSION if name != "constant kept"},
    "not integrated": lambda v: f"({v})+ln(x^2+1)",
}


def _top_level(value: str) -> list[int]:
    """Places of + and - outside of brackets, after the first character."""
    places, depth = [], 0
    for at, character in enumerate(value):
        depth += (character == "(") - (character == ")")
        if at and depth == 0 and character in "+-" and value[at - 1] not in "*/^":
            places.append(at)
    return places


def last_sign(value: str) -> str | None:
    places = _top_level(value)
    if not places:
        return None
    at = places[-1]
    return value[:at] + ("-" if value[at] == "+" else "+") + value[at + 1 :]


def last_lost(value: str) -> str | None:
    places = _top_level(value)
    return value[: places[-1]] if places else None


def _swap(value: str, one: str, other: str) -> str | None:
    return value.replace(one, other) if one in value else None


def _unlike(whole: str) -> Fault:
    return lambda value: None if value == whole else whole


INTERVAL: Mapping[str, Fault] = {
    "left end closed": lambda v: (
        re.sub(r"\((?=-?\d)", "[", v, count=1) if re.search(r"\(-?\d", v) else None
    ),
    "left end open": lambda v: _swap(v, "[", "("),
    "right end open": lambda v: _swap(v, "]", ")"),
    "right end closed": lambda v: (
        re.sub(r"(?<=\d)\)", "]", v, count=1) if re.search(r"\d\)", v) else None
    ),
    "end off by one": lambda v: _moved(v),
    "other side": lambda v: _other_side(v),
    "part lost": lambda v: v.split(" U ")[0] if " U " in v else None,
    "all numbers": _unlike("(-oo, oo)"),
    "none": _unlike("{}"),
    "half of all": _unlike("(-oo, 0)"),
    "one number": lambda v: "[0, 1]" if v in ("{}", "(-oo, oo)") else None,
}


def _moved(value: str) -> str | None:
    at = re.search(r"-?\d+(/\d+)?", value)
    if at is None:
        return None
    return f"{value[: at.start()]}{Fraction(at[0]) - 1}{value[at.end() :]}"


def _other_side(value: str) -> str | None:
    if " U " in value or value.count("oo") != 1:
        return None
    end = re.search(r"-?\d+(/\d+)?", value)
    if end is None:
        return None
    if value.startswith("(-oo"):
        return f"{'(' if value.endswith(']') else '['}{end[0]}, oo)"
    return f"(-oo, {end[0]}{')' if value.startswith('[') else ']'}"


def _rows(value: str) -> list[list[Fraction]]:
    return [[Fraction(e) for e in row.split(",")] for row in value.strip("[]").split("],[")]


def _matrix(change: Callable[[list[list[Fraction]]], list[list[Fraction]] | None]) -> Fault:
    def fault(value: str) -> str | None:
        rows = _rows(value)
        changed = change([list(row) for row in rows])
        if changed is None or changed == rows:
            return None
        return "[" + ",".join("[" + ",".join(map(str, row)) + "]" for row in changed) + "]"

    return fault


def _entry(
    rows: list[list[Fraction]], change: Callable[[Fraction], Fraction]
) -> list[list[Fraction]]:
    rows[0][-1] = change(rows[0][-1])
    return rows


MATRIX: Mapping[str, Fault] = {
    "transposed": _matrix(lambda m: [list(column) for column in zip(*m, strict=True)]),
    "signs off the diagonal": _matrix(
        lambda m: [[-e if i != j else e for j, e in enumerate(row)] for i, row in enumerate(m)]
    ),
    "not divided by the determinant": _matrix(lambda m: [[3 * e for e in row] for row in m]),
    "sign of the determinant": _matrix(lambda m: [[-e for e in row] for row in m]),
    "one entry off by one": _matrix(lambda m: _entry(m, lambda e: e + 1)),
    "one sign": _matrix(lambda m: _entry(m, lambda e: -e)),
}


def _words(change: Callable[[list[str]], list[str]]) -> Fault:
    def fault(value: str) -> str | None:
        words = value.split(", ")
        changed = change(list(words))
        return None if changed == words else ", ".join(changed)

    return fault


SPELLING: Mapping[str, Fault] = {
    "last lost": lambda v: v[:-1] if len(v) > 1 else None,
    "first twice": lambda v: v[0] + v,
    "last two swapped": lambda v: f"{v[:-2]}{v[-1]}{v[-2]}" if len({*v[-2:]}) == 2 else None,
    "one sign moved on": lambda v: f"{v[:-1]}{'b' if v[-1] == 'a' else 'a'}",
}
LIST: Mapping[str, Fault] = {
    "reversed": _words(lambda w: w[::-1]),
    "first two swapped": _words(lambda w: [w[1], w[0], *w[2:]] if len(w) > 1 else w),
    "last lost": _words(lambda w: w[:-1] or w),
    "first twice": _words(lambda w: [w[0], *w]),
    "one misspelled": _words(lambda w: [w[0] + "7q", *w[1:]]),
}
_OTHER_CASE = {
    "no solution": "infinitely many",
    "infinitely many": "no solution",
    "no inverse": "1",
    "does not exist": "oo",
    "diverges": "0",
}
TEXT: Mapping[str, Fault] = {
    "letter more": lambda v: f"{v}q",
    "first lost": lambda v: v[1:] if len(v) > 1 else None,
    "reversed": lambda v: v[::-1] if v[::-1] != v else None,
    "last doubled": lambda v: v + v[-1],
    "last changed": lambda v: v[:-1] + ("1" if v[-1] == "0" else "0"),
    "another case": lambda v: _OTHER_CASE.get(v),
}


def change_of_tuple(change: Callable[[list[Fraction]], list[Fraction]]) -> Fault:
    def fault(value: str) -> str | None:
        entries = [Fraction(entry) for entry in value.strip("()").split(", ")]
        changed = change(list(entries))
        return None if changed == entries else f"({', '.join(map(str, changed))})"

    return fault


TUPLE: Mapping[str, Fault] = {
    "order": change_of_tuple(lambda t: t[::-1]),
    "sign of the first": change_of_tuple(lambda t: [-t[0], *t[1:]]),
    "sign of the last": change_of_tuple(lambda t: [*t[:-1], -t[-1]]),
    "one more": change_of_tuple(lambda t: [t[0] + 1, *t[1:]]),
    "one entry lost": change_of_tuple(lambda t: t[:-1]),
    "first twice": change_of_tuple(lambda t: [t[0], *t]),
}
