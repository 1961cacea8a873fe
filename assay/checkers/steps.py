"""Labels for the lines of a worked solution: correct, wrong, inherited, neutral or undecided.

    label_steps(task of "88+9+76=", "88+9=97\\n97+76=172\\nAnswer: 172")  ->  correct, wrong,
    inherited

A step is one line. Each claim in it is judged by itself and against the task's state:
`{"expr": …}`, what is still to be evaluated, which every claim must carry on without changing its
value, or `{"bind": {…}}`, the true values of the unknowns. Without a state a line is compared with
the task's own steps. A true equality that does not carry on the expression is wrong only where it
is the whole line, as the task's own are; a writer of prose may go another way. "Answer: X" is
judged against the gold. The first wrong line is `wrong`, all after it are `inherited`. What cannot
be read is `undecided`: nothing is guessed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from assay.checkers.arithmetic import Number, bare, ground_value, tokens, value
from assay.checkers.claims import LABEL, Said, bare_claim, claims
from assay.checkers.compare import compare
from assay.checkers.documents import document_style
from assay.checkers.grade import grade
from assay.checkers.ladder import equal
from assay.checkers.nodes import Node, replaced, sym, symbols
from assay.checkers.reading import cached_reading
from assay.checkers.texts import folded
from assay.core.records import Answer, Claim, Rung, StepLabel, StepStatus, Task

_ANSWER = re.compile(
    r"\W*(?:(?:the\s+)?(?:final\s+)?answer\s*(?:is|:|=)|####)\s*(?P<answer>.*)$|.*\\boxed\s*\{",
    re.IGNORECASE,
)
_SAYS = re.compile(r"\d|=|\\|[<>]")
_MAX_LINES = 400
_TURNS = 16

Judged = tuple[StepStatus, Rung | None]
_UNDECIDED: Judged = ("undecided", None)
_CORRECT: Judged = ("correct", "exact")
_WRONG: Judged = ("wrong", "exact")


@dataclass(slots=True)
class _State:
    """What holds before a line: the remaining expression, bound unknowns, the task's own claims."""

    answer: Answer
    current: tuple[str, ...] | None
    total: Number | None
    point: dict[str, Number]
    bound: dict[str, Node]
    own: Sequence[Claim]
    waiting: list[tuple[str, ...]]
    seen: set[Said] = field(default_factory=set)
    loose: bool = False
    bare: bool = True


def label_steps(task: Task, text: str) -> tuple[StepLabel, ...]:
    """One label for each non-empty line of `text`; offsets in characters. Never raises."""
    state = _start(task)
    labels: list[StepLabel] = []
    failed = False
    for start, end in line_spans(text):
        status, rung = _UNDECIDED if len(labels) >= _MAX_LINES else _line(state, text[start:end])
        if failed:
            status, rung = "inherited", None
        failed = failed or status == "wrong"
        labels.append(StepLabel(start, end, status, "exact", None, rung))
    return tuple(labels)


class Own(NamedTuple):
    """What a task's state says of a step, and whether the step is surely meant in its terms."""

    status: StepStatus
    in_style: bool


def judged_steps(task: Task, steps: Sequence[str]) -> tuple[Own, ...]:
    """What the task's state says of each step by itself: nothing is handed down as inherited.

    A step of several lines is wrong when one of them is, correct when all that say something are.
    A writer may go another way than the task, or use its letters for something else: a step is in
    the task's style only when it is one bare claim, goes on from the results before it, and
    the state confirmed every step before it in the same style.
    """
    state = _start(task)
    found: list[Own] = []
    results: set[str] = set()
    styled = True
    for at, step in enumerate(steps):
        spans = list(line_spans(step)) if at < _MAX_LINES else []
        said = [_line(state, step[start:end])[0] for start, end in spans[:_MAX_LINES]]
        status = _together(said)
        parts = _bare(step)
        goes_on = at == 0 or (parts is not None and bool(results & {*parts[0]}))
        styled = styled and parts is not None and goes_on
        found.append(Own(status, styled and (at > 0 or status == "correct")))
        styled = styled and status == "correct"
        results |= {part for part in (parts[1] if parts is not None else ()) if part.isalnum()}
    return tuple(found)


def _bare(step: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The tokens on the two sides of a step that is one equality and nothing else."""
    left, sign, right = step.strip().partition("=")
    sides = tokens(left), tokens(right)
    return None if not sign or sides[0] is None or sides[1] is None else (sides[0], sides[1])


def _together(said: Sequence[StepStatus]) -> StepStatus:
    for status in ("wrong", "undecided", "correct"):
        if status in said:
            return status
    return "neutral" if said else "undecided"


def line_spans(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the non-empty lines without the spaces around them."""
    at = 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            start = at + line.index(stripped)
            yield start, start + len(stripped)
        at += len(line) + 1


def _start(task: Task) -> _State:
    waiting = list(_segments(tuple((str(s.state.get("expr", "")), s.claim) for s in task.steps)))
    current = waiting.pop(0) if waiting else None
    total = ground_value(current) if current else None
    point: dict[str, Number] = {}
    bound: dict[str, Node] = {}
    for step in task.steps:
        for name, written in step.state.get("bind", {}).items():
            node = _parsed(str(written))
            if node is not None and name not in bound:
                bound[name] = node
                _bind_number(point, name, str(written))
    own = [step.claim for step in task.steps]
    return _State(task.answer, current, total, point, bound, own, waiting)


@lru_cache(maxsize=2_048)
def _segments(steps: tuple[tuple[str, Claim], ...]) -> tuple[tuple[str, ...], ...]:
    """The expressions that a task evaluates one after the other, each to a single number."""
    found: list[tuple[str, ...]] = []
    finished = True
    for expression, claim in steps:
        parts = tokens(expression)
        total = ground_value(parts) if parts else None
        left, right = tokens(claim.lhs), tokens(claim.rhs)
        if parts is None or total is None or left is None or right is None:
            continue
        if finished:
            found.append(parts)
        following = _carried(parts, left, right, total)
        finished = following is not None and _is_number(following)
    return tuple(found)


def _is_number(parts: tuple[str, ...]) -> bool:
    return len(parts) == 1 or (len(parts) == 2 and parts[0] == "-")


def _bind_number(point: dict[str, Number], name: str, written: str) -> None:
    parts = tokens(written)
    number = ground_value(parts) if parts else None
    if number is not None and len(name) == 1:
        point[name] = number


def _parsed(text: str) -> Node | None:
    reading = cached_reading(text, frozenset(), False)
    return reading.node if reading.value.shape != "text" else None


def _line(state: _State, line: str) -> Judged:
    answer = _ANSWER.match(line)
    if answer is not None:
        return _answer(state, line, answer["answer"])
    own = _own_text(state, line)
    if own is not None:
        return own
    unlabelled = LABEL.sub("", line)
    said = claims(unlabelled)
    if said:
        state.bare = _bare(unlabelled) is not None
        return _claims(state, said)
    if not _SAYS.search(line):
        return ("neutral", None)
    state.loose = True
    return _UNDECIDED


def _answer(state: _State, line: str, text: str | None) -> Judged:
    if state.answer.kind == "program":
        return _UNDECIDED
    verdict = grade(state.answer, text if text else line, form="expr" if text else "text")
    if verdict.status in ("correct", "wrong"):
        if verdict.status == "wrong" and document_style(state.answer.spec):
            return _UNDECIDED  # the line may be the first of several
        return ("correct" if verdict.status == "correct" else "wrong", verdict.rung)
    return _UNDECIDED


def _own_text(state: _State, line: str) -> Judged | None:
    """A line that says what one of the task's own claims in words says, or contradicts it."""
    if not any(claim.type == "text" or not _is_mathematics(claim.lhs) for claim in state.own):
        return None
    said = bare_claim(line)
    for claim in state.own:
        if folded(line) in (folded(claim.lhs), folded(f"{claim.lhs} = {claim.rhs}")):
            return ("correct", "string")
    for claim in state.own:
        if said is not None and folded(said[0]) == folded(claim.lhs):
            same = folded(said[1]) == folded(claim.rhs)
            return ("correct", "string") if same else ("wrong", "string")
    return None


@lru_cache(maxsize=4_096)
def _is_mathematics(text: str) -> bool:
    return tokens(text) is not None or _parsed(text) is not None


def _claims(state: _State, said: list[Said]) -> Judged:
    """All claims of a line: a false one is mended by a later one with the same left side."""
    verdict: Judged = _CORRECT
    for at, claim in enumerate(said):
        judged = _claim(state, claim)
        if judged[0] == "wrong":
            if any(later.left == claim.left for later in said[at + 1 :]):
                continue
            return judged
        if judged[0] == "undecided":
            state.loose = True
            verdict = judged
        elif verdict[0] != "undecided":
            verdict = judged
    return verdict


def _claim(state: _State, claim: Said) -> Judged:
    left, right = tokens(claim.left), tokens(claim.right)
    if left is None or right is None:
        return _general(state, claim)
    a, b = ground_value(left), ground_value(right)
    if a is not None and b is not None:
        if not _holds(a, claim.relation, b):
            return _WRONG
        return _against_state(state, claim, left, right, a)
    if state.point:
        a, b = value(left, state.point), value(right, state.point)
        if a is not None and b is not None:
            return _CORRECT if _holds(a, claim.relation, b) else _WRONG
    return _general(state, claim)


def _holds(a: Number, relation: str, b: Number) -> bool:
    if relation == "=":
        return a == b
    if relation == "!=":
        return a != b
    return {"<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b}.get(relation, False)


def _against_state(
    state: _State, claim: Said, left: tuple[str, ...], right: tuple[str, ...], total: Number
) -> Judged:
    """A true ground claim: does it carry on what is left to evaluate?"""
    if state.current is None or state.total is None:
        return _against_own(state, claim)
    following = _carried(state.current, left, right, state.total) if claim.relation == "=" else None
    if following is None and total == state.total:
        following = right
    if following is None and claim in state.seen:
        return _CORRECT
    if following is None:
        meant = state.bare and not state.loose and claim.relation == "="
        return _WRONG if meant else _UNDECIDED
    state.current = following
    if state.waiting and _is_number(following):
        state.current = state.waiting.pop(0)
        state.total = ground_value(state.current)
    state.seen.add(claim)
    return _CORRECT


def _carried(
    current: tuple[str, ...], left: tuple[str, ...], right: tuple[str, ...], total: Number
) -> tuple[str, ...] | None:
    """`current` with an occurrence of `left` replaced by `right` at the same total value."""
    swapped = left[::-1] if len(left) == 3 and left[1] in "+*" else left
    for wanted in (left, swapped) if swapped != left else (left,):
        width = len(wanted)
        for at in range(len(current) - width + 1):
            if current[at : at + width] == wanted:
                following = bare((*current[:at], *right, *current[at + width :]))
                if ground_value(following) == total:
                    return following
    return None


def _against_own(state: _State, claim: Said) -> Judged:
    """A true claim of a task without an expression: known when the task makes it too."""
    if state.bound:
        return _CORRECT
    for own in state.own:
        if own.type == "equal" and _same(own.lhs, claim.left) and _same(own.rhs, claim.right):
            return _CORRECT
    return _UNDECIDED


@lru_cache(maxsize=16_384)
def _same(a: str, b: str) -> bool:
    left, right = tokens(a), tokens(b)
    if left is not None and right is not None:
        if left == right:
            return True
        x, y = ground_value(left), ground_value(right)
        if x is not None and y is not None:
            return len(left) == len(right) == 1 and x == y
    first, second = cached_reading(a, frozenset(), False), cached_reading(b, frozenset(), False)
    return first.node is not None and first.node == second.node


def _general(state: _State, claim: Said) -> Judged:
    """A claim with unknowns, functions, sets or matrices: by the ladder, after substitution."""
    left, right = _parsed(claim.left), _parsed(claim.right)
    if left is None or right is None:
        return _UNDECIDED
    names = symbols(left) | symbols(right)
    here = {name: node for name, node in state.bound.items() if name in names}
    for name, node in here.items():
        left, right = replaced(left, sym(name), node), replaced(right, sym(name), node)
    if claim.relation != "=":
        return _UNDECIDED
    found = _compared(left, right)
    if found is None or (found[0] == "wrong" and names and not here):
        return _known(state, claim)
    if found[0] == "correct" and not here and not state.bound:
        return _CORRECT if _against_own(state, claim)[0] == "correct" else _UNDECIDED
    return found


def _known(state: _State, claim: Said) -> Judged:
    """An equation in unknowns nobody has bound: known only when the task makes it."""
    for own in state.own:
        if own.type == "equal" and _same(own.lhs, claim.left):
            if _same(own.rhs, claim.right):
                return _CORRECT
            return _WRONG if _off_by_a_constant(own, claim.right) else _UNDECIDED
    return _UNDECIDED


def _off_by_a_constant(own: Claim, right: str) -> bool:
    """Whether an identity of the task ends in another constant: then it holds nowhere.

    (x^2-5x+6 = 0 beside x^2-5x+6 = (x-2)(x-3) is an equation, and no wrong identity.)
    """
    theirs, ours = tokens(right), tokens(own.rhs)
    left, end = _parsed(own.lhs), _parsed(own.rhs)
    if theirs is None or ours is None or left is None or end is None:
        return False
    names = sorted({part for part in (*theirs, *ours) if part.isalpha()})
    gaps = set()
    for turn in range(_TURNS):
        point = {name: Fraction(3 + 7 * turn + 31 * at) for at, name in enumerate(names)}
        a, b = value(theirs, point), value(ours, point)
        if a is None or b is None:
            return False
        gaps.add(a - b)
    identity = _compared(left, end)
    return len(gaps) == 1 and gaps != {0} and identity is not None and identity[0] == "correct"


def _compared(left: Node, right: Node) -> Judged | None:
    from assay.checkers.values import read

    a, b = read(left), read(right)
    found = equal(left, right) if a.shape == b.shape == "scalar" else compare(a, b)
    if found.equal is None:
        return None
    return ("correct" if found.equal else "wrong", found.rung)


__all__ = ["Fraction", "label_steps", "line_spans"]
