"""Worked solutions with one slip: typed, carried on, and the place of the first error exact.

    for slip in corruptions(task):
        slip.kind, slip.first_error, slip.text     # "sign slip", 2, "...\\n...\\nAnswer: -4"

One side of one step is changed so that its claim is false: by exact arithmetic where the step is
arithmetic, else by what `near_misses` shows to be another value by floats. Lines before it stay as
they are and are true; in the lines after it the wrong value is put in wherever the right one stood,
and what is arithmetic is worked out again, down to the answer. Only what is surely false comes out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assay.checkers.arithmetic import Number, ground_value, tokens, value
from assay.checkers.near_misses import near_misses
from assay.core.records import Answer, Step, Task

_KINDS = {
    "negated": "sign slip",
    "first sign changed": "sign slip",
    "last sign changed": "sign slip",
    "first term dropped": "dropped term",
    "last term dropped": "dropped constant",
    "last member dropped": "lost root",
    "one more": "arithmetic slip",
    "one less": "arithmetic slip",
    "first number one more": "wrong coefficient",
    "last number one more": "wrong coefficient",
    "last letter dropped": "lost letter",
    "two letters swapped": "swapped letters",
    "two members swapped": "wrong order",
}


@dataclass(frozen=True, slots=True)
class Corruption:
    """A worked solution whose line `first_error` (from 0) is the first that is wrong."""

    kind: str
    first_error: int
    line: str
    text: str


def corruptions(task: Task) -> Iterator[Corruption]:
    """Every slip of every step of a task that has steps."""
    for at, step in enumerate(task.steps):
        seen = {step.claim.rhs}
        for kind, wrong in _slips(task, at):
            if wrong in seen or not step.text.endswith(step.claim.rhs):
                continue
            seen.add(wrong)
            yield _carried(task, at, kind, wrong)


def _slips(task: Task, at: int) -> Iterator[tuple[str, str]]:
    step = task.steps[at]
    right = _ground(step.claim.rhs)
    if right is not None and _ground(step.claim.lhs) is not None:
        yield from _of_numbers(step, Fraction(right))
        yield from _leaps(task.steps, at, right)
        return
    if step.claim.type == "text":
        yield "wrong value", _next_value(step.claim.rhs)
    for miss in near_misses(Answer(_kind(step), step.claim.rhs, {"variables": ["x"]})):
        if miss.name.removeprefix("entry: ") in _KINDS and _false(step, miss.value):
            yield _KINDS[miss.name.removeprefix("entry: ")], miss.value


def _kind(step: Step) -> str:
    others = "text" if step.claim.type == "text" else "expression"
    return {"{": "set", "[": "matrix"}.get(step.claim.rhs[:1], others)


def _next_value(text: str) -> str:
    """The first number greater by one; without a number the last letter moved on by one."""
    number = re.search(r"\d+", text)
    if number:
        return f"{text[: number.start()]}{int(number[0]) + 1}{text[number.end() :]}"
    return text[:-1] + ("a" if text[-1:] in ("z", "Z", "") else chr(ord(text[-1]) + 1))


def _false(step: Step, wrong: str) -> bool:
    """Whether the step is false with `wrong`, which is another function than its right side.

    It is, unless the right side holds unknowns that are bound to numbers: then by their values.
    """
    bound = step.state.get("bind", {})
    if not any(name in wrong or name in step.claim.rhs for name in bound):
        return True
    numbers = {name: _ground(text) for name, text in bound.items()}
    point = {name: number for name, number in numbers.items() if number is not None}
    sides = [tokens(step.claim.lhs), tokens(wrong)]
    values = [value(parts, point) if parts else None for parts in sides]
    return None not in values and values[0] != values[1]


def _ground(text: str) -> Number | None:
    parts = tokens(text)
    return ground_value(parts) if parts else None


def _of_numbers(step: Step, right: Fraction) -> Iterator[tuple[str, str]]:
    """Slips in working out a number; each gives another number than the right one."""
    slips: list[tuple[str, Number | None]] = [
        ("sign slip", -right),
        ("arithmetic slip", right + 1 if right > 0 else right - 1),
    ]
    if abs(right) >= 10 and right.denominator == 1:
        slips.append(("wrong carry", right + 10 if right > 0 else right - 10))
    parts = tokens(step.claim.lhs) or ()
    slips += [
        ("wrong rule", _other_rule(parts)),
        ("dropped constant", _without_last(parts)),
    ]
    for kind, wrong in slips:
        if wrong is not None and wrong != right:
            yield kind, str(wrong)


def _outside(parts: Sequence[str], signs: str) -> list[int]:
    """Places of these signs outside of brackets, behind an operand."""
    found, depth = [], 0
    for at, part in enumerate(parts):
        depth += (part == "(") - (part == ")")
        if (
            part in signs
            and depth == 0
            and at
            and (parts[at - 1].isalnum() or parts[at - 1] == ")")
        ):
            found.append(at)
    return found


def _other_rule(parts: tuple[str, ...]) -> Number | None:
    """The value with the first operation confused with another."""
    places = _outside(parts, "+-*/")
    if not places:
        return None
    at = places[0]
    other = {"+": "-", "-": "+", "*": "+", "/": "*"}[parts[at]]
    return ground_value((*parts[:at], other, *parts[at + 1 :]))


def _without_last(parts: tuple[str, ...]) -> Number | None:
    """The value with the last summand forgotten."""
    places = _outside(parts, "+-")
    return ground_value(parts[: places[-1]]) if places else None


def _leaps(steps: Sequence[Step], at: int, right: Number) -> Iterator[tuple[str, str]]:
    """The value of the last line in place of this line's: a leap that nothing supports."""
    last = _ground(steps[-1].claim.rhs)
    if at < len(steps) - 1 and last is not None and last != right:
        yield "unjustified leap", steps[-1].claim.rhs


def _carried(task: Task, at: int, kind: str, wrong: str) -> Corruption:
    """The solution with the slip, and what follows from it."""
    step = task.steps[at]
    line = step.text[: len(step.text) - len(step.claim.rhs)] + wrong
    lines = [*(s.text for s in task.steps[:at]), line]
    changed = {step.claim.rhs: wrong}
    for later in task.steps[at + 1 :]:
        lines.append(_followed(later, changed))
    answer = changed.get(task.answer.value, task.answer.value)
    return Corruption(kind, at, line, "\n".join([*lines, f"Answer: {answer}"]))


def _followed(step: Step, changed: dict[str, str]) -> str:
    """A later line with the wrong values in place of the right ones, worked out again."""
    left, right = _put_in(step.claim.lhs, changed), step.claim.rhs
    if left == step.claim.lhs:
        return step.text
    again = _ground(left)
    if again is None or _ground(right) is None:
        return step.text
    found = str(again)
    changed[right] = found
    between = step.text[len(step.claim.lhs) : len(step.text) - len(right)]
    return f"{left}{between}{found}" if step.text.startswith(step.claim.lhs) else step.text


def _put_in(text: str, changed: dict[str, str]) -> str:
    """Numbers that stand in `text` as tokens, exchanged; negative ones come in brackets."""
    parts = tokens(text)
    if parts is None:
        return text
    put = [changed.get(part, part) for part in parts]
    if put == list(parts):
        return text
    return "".join(f"({part})" if part[0] == "-" and len(part) > 1 else part for part in put)
