"""A verdict with everything from which it can be replayed.

    told = explain(Answer("integer", "42"), "6 * 7 = 42.\\nAnswer: 42")
    told["decided"]                  # {"equal": True, "rung": "string", "evidence": {}}
    replay(told, Answer("integer", "42"), "6 * 7 = 42.\\nAnswer: 42")  ->  True

`explain` grades, then judges a second time with every question between two scalars watched
(`tracing`) and each decision's proof written out (`proofs`); `grade` itself pays nothing for it.
`replay` reads gold and response anew, answers each question by its proof alone, and holds the
outcome against what was said. A program's verdict has the sandbox's evidence and is replayed by
running it again.
"""

import re
from collections.abc import Mapping
from typing import Any

from assay.checkers import symbolic
from assay.checkers.extract import Offer
from assay.checkers.forms import has_form
from assay.checkers.golds import Candidate, Gold, read_gold
from assay.checkers.grade import CHECKER_VERSION, Form, grade, in_form, offered, verdict_of
from assay.checkers.kinds import judge_kind
from assay.checkers.ladder import Decision
from assay.checkers.nodes import Node, walk
from assay.checkers.reading import Reading, cached_reading
from assay.checkers.shown import shown
from assay.checkers.tracing import Confirmer, Refused, Tracer, text_of, watched
from assay.core.errors import UsageError
from assay.core.records import Answer, Verdict
from assay.sandbox import Sandbox

AROUND = 60
Explanation = dict[str, Any]
_STATED = (
    (r"\\{1,2}(?:boxed|fbox|framebox|beginboxed)\s*\{?\s*$", "in a box"),
    (r"####\s*$", "after ####"),
    (r"<answer>\s*$", "in <answer>"),
    (r"(?i)answers?\b[^\n]*$", "after the word answer"),
)
_FORMS = {
    "evaluated": "an operation between numbers is left in it",
    "reduced": "it is not in lowest terms over a positive denominator",
    "expanded": "brackets or like terms are left in it",
    "factored": "a factor of it is still reducible over Q",
}


def explain(
    answer: Answer,
    response: str,
    *,
    form: Form = "text",
    question: str | None = None,
    sandbox: Sandbox | None = None,
) -> Explanation:
    """The verdict on `response`, how it came about and the proof of every step; plain JSON.

    Takes what `grade` takes and never raises. Keys: docs/checkers.md, "Explaining a verdict".
    """
    verdict = grade(answer, response, form=form, question=question, sandbox=sandbox)
    told: Explanation = {
        "status": verdict.status,
        "reward": verdict.reward,
        "rung": verdict.rung,
        "extracted": verdict.extracted,
        "checker_version": CHECKER_VERSION,
        "gold": {"text": answer.value, "kind": answer.kind},
    }
    if answer.kind == "program" or verdict.status == "error":
        return told | {"evidence": dict(verdict.evidence), "isolation": verdict.isolation}
    gold = read_gold(answer)
    offer = offered(gold, response, form, question)
    told["gold"] |= {"form": gold.form, **_read(gold.reading)}
    if offer is None or not offer.text.strip():
        return told | {"message": "no final answer is stated"}
    told |= _place(response, offer)
    try:
        return told | _judged(gold, offer, question)
    except symbolic.Lost as error:
        return told | {"evidence": dict(verdict.evidence), "message": str(error)}


def _judged(gold: Gold, offer: Offer, question: str | None) -> Explanation:
    candidate = Candidate(offer, gold)
    tracer = Tracer()
    with watched(tracer):
        decision = judge_kind(gold, candidate)
    verdict = verdict_of(gold, candidate, decision, question)
    return {
        "candidate": _read(candidate.reading),
        "questions": tracer.questions,
        "decided": _said(decision),
        "required_form": _required_form(gold, candidate),
        "restated": verdict.evidence.get("question") == "restated",
    }


def _said(decision: Decision) -> Mapping[str, Any]:
    evidence = dict(decision.evidence)
    return {"equal": decision.equal, "rung": decision.rung, "evidence": evidence}


def _read(reading: Reading) -> Mapping[str, Any]:
    """How a text was read: its shape, its tree in the plain grammar, its unit."""
    value = reading.value
    found: dict[str, Any] = {"shape": value.shape}
    found["read"] = reading.text[:2_000] if reading.node is None else text_of(reading.node)
    if value.unit:
        found["unit"] = value.unit
    if value.labels:
        found["labels"] = [text_of(label) for label in value.labels]
    if reading.other is not None and reading.other.items:
        found["or_read"] = text_of(reading.other.items[0])
    return found


def _place(response: str, offer: Offer) -> Mapping[str, Any]:
    """Where the answer was found: spans, the text around them, and what marks it as an answer."""
    start, end = offer.parts[0].start, offer.parts[-1].end
    before = response[max(0, start - AROUND) : start]
    stated = next((said for sign, said in _STATED if re.search(sign, before)), None)
    whole = start == 0 and end == len(response)
    return {
        "spans": [[part.start, part.end] for part in offer.parts],
        "stated": stated or ("as the whole response" if whole else "as a line or sentence"),
        "around": [before, response[start:end][:2_000], response[end : end + AROUND]],
    }


def _required_form(gold: Gold, candidate: Candidate) -> Mapping[str, Any] | None:
    """The form that is asked for, whether the answer has it, and what in it has not."""
    if gold.form is None:
        return None
    if in_form(gold, candidate):
        return {"asked": gold.form, "held": True}
    nodes = [cached_reading(part.text).node for part in candidate.offer.parts]
    bad = [node for node in nodes if node is not None and not has_form(node, gold.form)]
    if not bad:  # worked out by itself, but not as far as the gold
        said = "a root, function or constant is left that the gold has not"
        return {"asked": gold.form, "held": False, "part": candidate.text[:200], "why": said}
    part = min((_smallest(node, gold.form) for node in bad), key=len)
    return {"asked": gold.form, "held": False, "part": part, "why": _FORMS[gold.form]}


def _smallest(node: Node, form: str) -> str:
    """The shortest part of a tree that lacks the form."""
    return min((shown(part) for part in walk(node) if not has_form(part, form)), key=len)


def replay(
    told: Mapping[str, Any],
    answer: Answer,
    response: str,
    *,
    form: Form = "text",
    question: str | None = None,
    sandbox: Sandbox | None = None,
) -> bool:
    """Whether the explanation proves its verdict on this response; False for a forged one.

    Nothing is searched for again: each decision has to follow from its own proof. Only verdicts
    without a decision (unparsed, error, a program) are made anew and compared.
    Raises symbolic.Lost when a proof needs SymPy and its process dies.
    """
    try:
        if "decided" not in told:
            again = explain(answer, response, form=form, question=question, sandbox=sandbox)
            return again == dict(told)
        return _follows(told, answer, response, form, question)
    except (Refused, UsageError, KeyError, TypeError, AttributeError, IndexError):
        return False  # what is forged may be of any shape


def _follows(
    told: Mapping[str, Any], answer: Answer, response: str, form: Form, question: str | None
) -> bool:
    gold = read_gold(answer)
    offer = offered(gold, response, form, question)
    if offer is None or told["spans"] != [[part.start, part.end] for part in offer.parts]:
        return False
    candidate = Candidate(offer, gold)
    confirmer = Confirmer(told["questions"])
    with watched(confirmer):
        decision = judge_kind(gold, candidate)
    verdict: Verdict = verdict_of(gold, candidate, decision, question)
    return (
        confirmer.asked == len(told["questions"])
        and told["decided"] == _said(decision)
        and told["required_form"] == _required_form(gold, candidate)
        and told["candidate"] == _read(candidate.reading)
        and (told["status"], told["reward"], told["rung"], told["extracted"])
        == (verdict.status, verdict.reward, verdict.rung, verdict.extracted)
    )
