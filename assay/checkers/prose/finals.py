"""The final answer in a step, held against the gold, and who is to blame when it is another.

    final_of("So the answer is 36.", problem, last=True)  ->  Final(agrees=False, value=36)

A step states a final answer when it says so or is the last one. An answer other than the gold is
`wrong` only where the fault is certainly in that step.
"""

import re
from fractions import Fraction
from typing import NamedTuple

from assay.checkers.grade import grade
from assay.checkers.prose.claims import read_step
from assay.checkers.prose.problem import Problem, gold_items
from assay.checkers.prose.values import exact, exact_node, node_of, same
from assay.checkers.prose.vocabulary import ANSWERING, TRYING
from assay.checkers.reading import cached_reading
from assay.checkers.statements import prose

_MARKED = re.compile(
    r"\banswers?\b|\bans\b|####|\\boxed|\bfinal\b|\bresult\s*[:=]|\bsolutions? (?:is|are)\b",
    re.IGNORECASE,
)
_STATED = re.compile(r"\banswer\s*(?:is|:|=)|####|\\boxed", re.IGNORECASE)
_CHECKING = re.compile(
    r"\b(?:check|verif|plug|substitut|test|confirm|i\.e\.|that is)\w*", re.IGNORECASE
)
_KINDS = frozenset(
    {
        "integer",
        "rational",
        "decimal",
        "real",
        "percent",
        "unit",
        "set",
        "expression",
        "interval",
        "tuple",
    }
)


class Final(NamedTuple):
    """Whether a step's answer is the gold (None: not known), what it is, whether it is marked."""

    agrees: bool | None
    value: Fraction | None
    numbers: frozenset[Fraction]
    marked: bool
    doubted: bool = False


NO_FINAL = Final(None, None, frozenset(), False)


def final_of(step: str, problem: Problem, last: bool) -> Final:
    """The final answer that a step states."""
    marked = (_MARKED if last else _STATED).search(step) is not None
    if problem.answer is None or not (marked or last) or len(step) > 6_000:
        return NO_FINAL
    if problem.answer.kind == "program":
        return NO_FINAL
    if _says_words(step, problem.gold_text):
        return Final(True, None, frozenset(), marked)
    verdict = grade(problem.answer, step)
    said = read_step(verdict.extracted or "")
    numbers = frozenset(n for phrase in said.phrases for n in phrase.numbers)
    value = exact(said.phrases[-1].text) if said.phrases else None
    if verdict.status == "correct":
        return Final(True, value, numbers, marked)
    ending = _by_value(step, problem, marked)
    if ending.agrees or verdict.status != "wrong":
        return ending
    return _other(step, problem, value, numbers, marked, verdict.extracted or "")


def _says_words(step: str, gold: str) -> bool:
    """Whether a step says a gold that is words or a time of day: "no solution", "8:36"."""
    if not 3 <= len(gold) <= 60 or not _WORDS.fullmatch(gold):
        return False
    found = re.search(rf"(?<![\w:]){re.escape(gold)}(?![\w:])", step, re.IGNORECASE)
    return found is not None and not _DENIED.search(step[: found.start()][-12:])


_WORDS = re.compile(r"[a-z][a-z ]{2,}|\d{1,2}:\d{2}", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|never|n't|no) $", re.IGNORECASE)


def _by_value(step: str, problem: Problem, marked: bool) -> Final:
    """A last step without a result that can be cut out: does it end with the gold's number?"""
    said = read_step(step)
    value = exact(said.phrases[-1].text) if said.phrases else None
    if value is not None and value == _gold(problem):
        return Final(True, value, frozenset({value}), marked)
    node = node_of(said.phrases[-1].text) if said.phrases else None
    items = gold_items(problem.answer) if problem.answer is not None else ()
    if value is None and node is not None and len(items) == 1 and same(node, items[0]):
        return Final(True, None, frozenset(said.phrases[-1].numbers), marked)
    return Final(None, value, frozenset(), marked)


def _gold(problem: Problem) -> Fraction | None:
    items = gold_items(problem.answer) if problem.answer is not None else ()
    return exact_node(items[0]) if len(items) == 1 else None


def _other(
    step: str,
    problem: Problem,
    value: Fraction | None,
    numbers: frozenset[Fraction],
    marked: bool,
    extracted: str,
) -> Final:
    """An answer that is not the gold: False only where it is surely meant and surely another."""
    unsure = Final(None, value, frozenset(), marked, True)
    answer = problem.answer
    if answer is None or answer.kind not in _KINDS or TRYING.search(step):
        return unsure
    if not marked and (_CHECKING.search(step) or not ANSWERING.search(step)):
        return unsure
    gold = _gold(problem)
    if gold is not None and value is not None:
        if _alike(value, gold, extracted + answer.value):
            return Final(True if value == gold else None, value, numbers, marked)
        if _says_number(step, gold):
            return unsure
        return Final(False, value, numbers, marked)
    reading = cached_reading(extracted)
    if reading.node is None or reading.value.shape == "text" or prose(extracted):
        return unsure
    return Final(False, value, numbers, marked)


def _says_number(step: str, gold: Fraction) -> bool:
    """Whether a step has the gold beside its answer: "Ben has 32 right (32*5 - 8*2 = 144)"."""
    return any(exact(phrase.text) == gold for phrase in read_step(step).phrases)


def _alike(value: Fraction, gold: Fraction, texts: str) -> bool:
    """The same number in percent, in cents, or rounded."""
    if value == gold:
        return True
    if value in (gold * 100, gold / 100) and (
        "%" in texts or "percent" in texts or "$" in texts or "cent" in texts
    ):
        return True
    if value in (gold * 60, gold / 60, gold * 1000, gold / 1000):
        return True
    close = abs(value - gold) <= abs(gold) / 100
    return close and ("." in texts or gold.denominator != 1 or value.denominator != 1)
