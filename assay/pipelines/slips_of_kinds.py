"""Slips in further kinds: directions, multisets, equations, quantities, choices, truths, witnesses.

    CHOICE["next letter"]("B") == "C"        QUANTITY["another unit"]("3 km") == "3 m"

As in `slips`: the wrong value of a right one, or None where the slip does not apply.
"""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction

from assay.pipelines.slips import (
    NUMBER,
    TUPLE,
    Fault,
    change_of_tuple,
    last_lost,
    last_sign,
    members,
)


def _unlike_any_multiple(change: Callable[[list[Fraction]], list[Fraction]]) -> Fault:
    """A change of a direction, where it is one: no multiple of what it was."""

    def changed(entries: list[Fraction]) -> list[Fraction]:
        after = change(entries)
        pairs = [(a * after[j], b * after[i]) for i, a in enumerate(entries)
                 for j, b in enumerate(entries)]  # fmt: skip
        return entries if any(after) and all(x == y for x, y in pairs) else after

    return change_of_tuple(changed)


def _listed(change: Callable[[list[Fraction]], list[Fraction]]) -> Fault:
    """A change of a multiset of numbers, where it is one."""

    def fault(value: str) -> str | None:
        before = [Fraction(member) for member in members(value)]
        changed = change(list(before))
        if sorted(changed) == sorted(before):
            return None
        return "{" + ", ".join(map(str, changed)) + "}"

    return fault


def _sides(value: str, change: Callable[[str, str], str | None]) -> str | None:
    left, _, right = value.partition("=")
    return change(left, right)


def _measured(fault: Fault) -> Fault:
    """A change of the number before a unit."""

    def changed(value: str) -> str | None:
        number, unit = value.split(" ")
        wrong = fault(number)
        return None if wrong is None else f"{wrong} {unit}"

    return changed


def _of_document(pattern: str, change: str) -> Fault:
    """A change of a witness that is JSON or a table, where the pattern is found."""

    def fault(value: str) -> str | None:
        is_document = value.startswith("{") or "\n" in value
        changed = re.sub(pattern, change, value, count=1)
        return changed if is_document and changed != value else None

    return fault


def _of_integers(value: str, change: Callable[[list[Fraction]], list[Fraction]]) -> str | None:
    """A change of a witness that is a tuple of numbers."""
    return change_of_tuple(change)(value) if re.fullmatch(r"\(-?\d+(, -?\d+)+\)", value) else None


WITNESS: Mapping[str, Fault] = {
    "no word of the alphabet": lambda v: f"{v}zz",
    "out of the range": lambda v: "-7",
    "too long": lambda v: "a" * 4_000,
    "a sentence": lambda v: "any of them",
    "a foreign sign": lambda v: f"{v}#7",
    "one more": lambda v: _of_integers(v, lambda t: [t[0] + 1, *t[1:]]),
    "one entry lost": lambda v: _of_integers(v, lambda t: t[:-1]),
    "doubled": lambda v: _of_integers(v, lambda t: [2 * x for x in t]),
    "a key misspelled": _of_document(r'"(\w+)":', r'"\1q":'),
    "a key twice": _of_document(r'\{("\w+":)', r"{\g<1>0,\1"),
    "a text for a number": _of_document(r":(\d+)", r':"\1"'),
    "a fraction for a number": _of_document(r":(\d+)", r":\1.0"),
    "last line lost": _of_document(r"\n[^\n]*\Z", ""),
    "last line twice": _of_document(r"(\n[^\n]*)\Z", r"\1\1"),
    "a digit changed": _of_document(r"(?<=\n)([^\n]*)0", r"\g<1>8"),
}
VECTOR: Mapping[str, Fault] = {
    **{k: TUPLE[k] for k in ("one entry lost", "first twice")},
    "one more": _unlike_any_multiple(lambda t: [t[0] + 1, *t[1:]]),
    "one less at the end": _unlike_any_multiple(lambda t: [*t[:-1], t[-1] - 1]),
    "sign of the first": _unlike_any_multiple(lambda t: [-t[0], *t[1:]]),
    "order": _unlike_any_multiple(lambda t: t[::-1]),
    "zero vector": change_of_tuple(lambda t: [Fraction(0)] * len(t)),
}
MULTISET: Mapping[str, Fault] = {
    "last lost": _listed(lambda m: m[:-1]),
    "first twice": _listed(lambda m: [m[0], *m]),
    "one more": _listed(lambda m: [*m[:-1], m[-1] + 1]),
    "one less": _listed(lambda m: [m[0] - 1, *m[1:]]),
    "member too many": _listed(lambda m: [*m, Fraction(1234567)]),
    "repeats lost": _listed(lambda m: sorted(set(m))),
}
EQUATION: Mapping[str, Fault] = {
    "right side one more": lambda v: _sides(v, lambda left, right: f"{left}={right}+1"),
    "left side doubled": lambda v: _sides(v, lambda left, right: f"2*({left})+x={right}"),
    "sign of the last term": lambda v: _sides(
        v, lambda left, right: (last := last_sign(left)) and f"{last}={right}"
    ),
    "last term lost": lambda v: _sides(
        v, lambda left, right: (rest := last_lost(left)) and f"{rest}={right}"
    ),
    "term too many": lambda v: _sides(v, lambda left, right: f"{left}+x*y={right}"),
    "no equation": lambda v: v.partition("=")[0],
    "a value": lambda v: "x=1",
}
_UNITS = {"km": "m", "m": "km", "mL": "L", "L": "mL", "m^3": "L", "g": "kg", "kg": "g", "kJ": "MJ",
          "kWh": "kJ", "MJ": "kWh", "km/h": "m/s", "m/s": "km/h", "m/min": "m/s", "L/min": "mL/s",
          "mL/s": "L/min", "m^3/h": "L/min", "kg/h": "g/s", "g/s": "kg/h", "g/min": "g/s",
          "kW": "MJ/h", "kJ/s": "MJ/h", "MJ/h": "kW"}  # fmt: skip
QUANTITY: Mapping[str, Fault] = {
    **{name: _measured(NUMBER[name]) for name in ("sign", "one more", "one less", "ten times")},
    "doubled": _measured(NUMBER["doubled"]),
    "another unit": lambda v: f"{v.split(' ')[0]} {_UNITS[v.split(' ')[1]]}",
    "another dimension": lambda v: f"{v.split(' ')[0]} K",
}
BOOLEAN: Mapping[str, Fault] = {
    "the other": lambda v: {"true": "false", "false": "true"}[v],
    "both": lambda v: "true and false",
    "neither": lambda v: "neither",
    "undecided": lambda v: "it depends",
    "a number": lambda v: "7",
}
CHOICE: Mapping[str, Fault] = {
    "next letter": lambda v: chr(ord(v) + 1),
    "letter before": lambda v: chr(ord(v) - 1) if v > "A" else None,
    "the first": lambda v: "A" if v != "A" else None,
    "two letters": lambda v: f"{v} or {'B' if v == 'A' else 'A'}",
    "none": lambda v: "none of them",
    "a number": lambda v: "12",
}
