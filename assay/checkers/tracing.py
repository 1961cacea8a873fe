"""The ladder climbed a second time, with everything that was tried written down.

    with watched(Tracer()) as tracer:
        judge_kind(gold, candidate)
    tracer.questions                  # each pair of scalars that was compared, its rungs, its proof

Only a thread that explains or replays is watched; `grade` climbs without it. What a rung costs is
counted in Python calls, as the budget of the SymPy process is, and does not depend on the machine.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import get_ident
from types import FrameType
from typing import Any, TypeVar

from assay.checkers import canonical, modular, symbolic
from assay.checkers.exact import Undefined, rational
from assay.checkers.ladder import (
    SAME,
    UNDECIDED,
    WATCHERS,
    Ask,
    Decision,
    equal,
    rungs_of,
    settled_pair,
)
from assay.checkers.nodes import Node
from assay.checkers.proofs import holds, proof_of
from assay.checkers.ratios import NotCanonical
from assay.checkers.shown import cut, shown

Question = dict[str, Any]
Result = TypeVar("Result")
MOST_TEXT = 2_000
_SAID = {True: "equal", False: "different", None: "nothing"}


class Refused(Exception):
    """A question that the evidence does not answer, or answers with a proof that does not hold."""


@contextmanager
def watched(watcher: Callable[[Node, Node], Decision]) -> Iterator[None]:
    """Let `watcher` answer this thread's questions of equality."""
    WATCHERS[get_ident()] = watcher
    try:
        yield
    finally:
        WATCHERS.pop(get_ident(), None)


@contextmanager
def _unwatched() -> Iterator[None]:
    watcher = WATCHERS.pop(get_ident())
    try:
        yield
    finally:
        WATCHERS[get_ident()] = watcher


@dataclass
class Tracer:
    """Answers by the ladder and keeps every question with all that was tried."""

    questions: list[Question] = field(default_factory=list)

    def __call__(self, a: Node, b: Node) -> Decision:
        with _unwatched():
            tried, decision, (left, right) = _climbed(a, b)
            question: Question = {"left": text_of(a), "right": text_of(b), "tried": tried}
            if (left, right) != (a, b):
                question["settled"] = [text_of(left), text_of(right)]
            question["equal"], question["rung"] = decision.equal, decision.rung
            question["proof"] = dict(proof_of(left, right, decision))
        self.questions.append(question)
        return _answer(decision, len(self.questions))


@dataclass
class Confirmer:
    """Answers by the proofs of an explanation, each of which has to hold. Raises Refused."""

    questions: Sequence[Mapping[str, Any]]
    asked: int = 0

    def __call__(self, a: Node, b: Node) -> Decision:
        if self.asked >= len(self.questions):
            raise Refused("a question that was not answered")
        question = self.questions[self.asked]
        self.asked += 1
        with _unwatched():
            decision = _confirmed(a, b, question)
        return _answer(decision, self.asked)


def _answer(decision: Decision, number: int) -> Decision:
    """The decision as the rest of the checkers sees it: its evidence is the question's number."""
    return Decision(decision.equal, decision.rung, {"question": number})


def _confirmed(a: Node, b: Node, question: Mapping[str, Any]) -> Decision:
    if (question["left"], question["right"]) != (text_of(a), text_of(b)):
        raise Refused("another question")
    decision = Decision(question["equal"], question["rung"])
    if not isinstance(decision.equal, bool | None):
        raise Refused("no verdict")
    if decision.equal is None:
        if equal(a, b).equal is not None or question["proof"]:
            raise Refused("what is said to be undecided can be decided")
        return decision
    left, right = a, b
    if "settled" in question:
        left, right = settled_pair(a, b) or (a, b)
        if question["settled"] != [text_of(left), text_of(right)]:
            raise Refused("another settled form")
    if not holds(left, right, decision, question["proof"]):
        raise Refused(f"the proof of rung {decision.rung} does not hold")
    return decision


def text_of(node: Node) -> str:
    """A node in the plain grammar, cut where it is very long."""
    return cut(shown(node), MOST_TEXT)


def _climbed(a: Node, b: Node) -> tuple[list[Mapping[str, Any]], Decision, tuple[Node, Node]]:
    """The rungs that were tried, the decision, and the pair it was made on."""
    tried: list[Mapping[str, Any]] = []
    if a == b:
        return [_entry("string", SAME, 0, "")], SAME, (a, b)
    tried.append(_entry("string", None, 0, "the trees differ"))
    for name, ask in (("exact", _exact), *rungs_of(a, b)):
        if name == "settle":
            pair = settled_pair(a, b)
            if pair is not None:
                tried.append(_entry("settle", None, 0, "roundings, extremes or arcs are settled"))
                more, decision, last = _climbed(*pair)
                return tried + more, decision, last
            continue
        found, calls = _asked(ask, a, b)
        if name == "sympy":
            calls = (symbolic.asked(a, b) or (None, 0))[1]
        decided = found is not None and found.equal is not None
        tried.append(_entry(name, found, calls, "" if decided else _why(name, a, b)))
        if found is not None:
            return tried, found, (a, b)
    return tried, UNDECIDED, (a, b)


def _exact(a: Node, b: Node) -> Decision | None:
    left, right = rational(a), rational(b)
    return None if left is None or right is None else Decision(left == right, "exact")


def _asked(ask: Ask, a: Node, b: Node) -> tuple[Decision | None, int]:
    """What a rung says, and the calls it took."""

    def work() -> Decision | None:
        try:
            return ask(a, b)
        except Undefined as error:
            return Decision(False, "exact", {"undefined": str(error)})

    return counted(work)


def _entry(name: str, found: Decision | None, calls: int, why: str) -> Mapping[str, Any]:
    said = _SAID[found.equal if found else None]
    return {"rung": name, "said": said, "calls": calls} | ({"why": why} if why else {})


def _why(name: str, a: Node, b: Node) -> str:
    """Why a rung said nothing."""
    try:
        if name == "canonical":
            canonical.decide(a, b)
        elif name == "modular":
            modular.agree(a, b)
    except (NotCanonical, modular.NotModular, Undefined) as error:
        return str(error)
    return _NOTHING.get(name, "")


_NOTHING = {
    "order": "the terms and factors differ, or one may have no value",
    "exact": "not both are rationals within the caps",
    "canonical": "the kernels are not known to be independent",
    "ball": "no enclosures come apart",
    "separation": "not known to be algebraic, or its bound is beyond the cap",
    "sympy": "not asked, or the difference does not reduce to 0 within the budget",
}


def counted(work: Callable[[], Result]) -> tuple[Result, int]:
    """The result of `work`, and how many Python functions were called for it."""
    calls = 0

    def count(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        result = work()
    finally:
        sys.setprofile(before)
    return result, calls
