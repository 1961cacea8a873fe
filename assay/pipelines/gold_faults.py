"""Wrong golds, made on purpose: typed slips that a proof of golds has to catch.

    wrong_values(Answer("integer", "42"))     ->  ("sign", "-42"), ("one more", "43"), ...
    python -m assay.pipelines.gold_faults > docs/families-faults.json

Typed by the kind of answer: each entry names the slip and makes the wrong value of the right one,
or gives None where the slip does not apply. Values are changed as text and in exact fractions; the
checkers are not asked, since they are among what the faults test.
"""

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from typing import Any

from assay.core.canonical import loads
from assay.core.errors import UsageError
from assay.core.records import Answer
from assay.generators import FAMILIES, Family, draw
from assay.generators.family import LEVELS
from assay.pipelines.audit import compare_answers

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


def _members(value: str) -> list[str]:
    inside = value.strip("{}")
    return inside.split(", ") if inside else []


def _set(change: Callable[[list[str]], list[str]]) -> Fault:
    def fault(value: str) -> str | None:
        members = _members(value)
        changed = change(members)
        if _sizes(changed) == _sizes(members):
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
    "sign of the last term": lambda v: _last_sign(v),
    "last term lost": lambda v: _last_lost(v),
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


def _last_sign(value: str) -> str | None:
    places = _top_level(value)
    if not places:
        return None
    at = places[-1]
    return value[:at] + ("-" if value[at] == "+" else "+") + value[at + 1 :]


def _last_lost(value: str) -> str | None:
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


def _tuple(change: Callable[[list[Fraction]], list[Fraction]]) -> Fault:
    def fault(value: str) -> str | None:
        entries = [Fraction(entry) for entry in value.strip("()").split(", ")]
        changed = change(list(entries))
        return None if changed == entries else f"({', '.join(map(str, changed))})"

    return fault


TUPLE: Mapping[str, Fault] = {
    "order": _tuple(lambda t: t[::-1]),
    "sign of the first": _tuple(lambda t: [-t[0], *t[1:]]),
    "sign of the last": _tuple(lambda t: [*t[:-1], -t[-1]]),
    "one more": _tuple(lambda t: [t[0] + 1, *t[1:]]),
    "one entry lost": _tuple(lambda t: t[:-1]),
    "first twice": _tuple(lambda t: [t[0], *t]),
}
WITNESS: Mapping[str, Fault] = {
    "no word of the alphabet": lambda v: f"{v}zz",
    "out of the range": lambda v: "-7",
    "too long": lambda v: "a" * 4_000,
    "a sentence": lambda v: "any of them",
    "a foreign sign": lambda v: f"{v}#7",
}
FAULTS: Mapping[str, Mapping[str, Fault]] = {
    "witness": WITNESS,
    "integer": {k: v for k, v in NUMBER.items() if k not in ("upside down", "denominator lost")},
    "decimal": NUMBER,
    "rational": NUMBER,
    "set": SET,
    "expression": EXPRESSION,
    "antiderivative": ANTIDERIVATIVE,
    "interval": INTERVAL,
    "matrix": MATRIX,
    "tuple": TUPLE,
    "list": LIST,
    "text": {**TEXT, **SPELLING},
}


def wrong_values(answer: Answer) -> list[tuple[str, str]]:
    """(slip, wrong value) for every slip that applies; nothing for kinds without a table."""
    found = []
    for name, fault in FAULTS.get(answer.kind, {}).items():
        value = fault(answer.value)
        if value is not None:
            found.append((name, value))
    return found


def faulty_answers(answer: Answer) -> list[tuple[str, Answer]]:
    """(slip, the answer with it). A program's gold is its entry and its examples."""
    if answer.kind == "program":
        return list(_faulty_programs(answer))
    return [(slip, replace(answer, value=value)) for slip, value in wrong_values(answer)]


def _faulty_programs(answer: Answer) -> Iterator[tuple[str, Answer]]:
    examples = list(answer.spec["examples"])
    results = [example["result"] for example in examples]
    changes: dict[str, list[Any]] = {
        "an example lost": examples[:-1],
        "an example twice": [*examples, examples[0]],
        "results turned round": [
            {**example, "result": result}
            for example, result in zip(examples, results[::-1], strict=True)
        ],
        "first result changed": [{**examples[0], "result": _other(results[0])}, *examples[1:]],
        "last result changed": [*examples[:-1], {**examples[-1], "result": _other(results[-1])}],
    }
    yield "another entry", replace(answer, value=f"{answer.value}2")
    for slip, changed in changes.items():
        if changed != examples:
            yield slip, replace(answer, spec={**answer.spec, "examples": changed})


def _other(result: Any) -> Any:
    """A near value of the same type."""
    if isinstance(result, bool):
        return not result
    if isinstance(result, int):
        return result + 1
    if isinstance(result, str):
        return str(int(result) + 1) if result.lstrip("-").isdigit() else f"{result}q"
    return [*result, 0]


@dataclass(frozen=True, slots=True)
class Score:
    """How many faults of how many types were planted in a family's golds, and how many caught."""

    types: int
    planted: int
    caught: int
    missed: tuple[str, ...] = ()


def fault_score(family: Family, items: int = 20, seed: int = 11) -> Score:
    """Plant every slip in the first `items` golds; the oracle and the checkers are to refuse it."""
    if family.oracle is None:
        raise UsageError(f"{family.name} has no oracle: nothing can catch a fault in its golds")
    types: set[str] = set()
    planted, missed = 0, []
    for index in range(items):
        task = draw(family, LEVELS[index % len(LEVELS)], seed, index).task
        second = family.oracle(loads(task.meta["problem"]))
        for slip, faulty in faulty_answers(task.answer):
            types.add(slip)
            planted += 1
            if compare_answers(faulty, second) != "wrong":
                missed.append(f"{task.task_id}: {slip}")
    return Score(len(types), planted, planted - len(missed), tuple(missed[:5]))


if __name__ == "__main__":
    scores = {name: asdict(fault_score(family)) for name, family in FAMILIES.items()}
    print(json.dumps(scores, indent=0, sort_keys=True))
