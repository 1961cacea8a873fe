"""The verdict on one response: extract, read, compare by kind, hold to the required form.

    grade(Answer("integer", "42"), "6 * 7 = 42.\\\\nAnswer: 42").status  ->  "correct"

`grade` never raises: a gold that cannot be read is `error` and says so, a response without an
answer
is `unparsed`, what no rung of the ladder decides is `undecided`. An answer that comes from a task
asks for
an evaluated answer unless its spec says `required_form`; what `infer_answer` makes says None.
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from assay.checkers.documents import document_style, stated_document
from assay.checkers.extract import Offer, Part, extract, stated_choice
from assay.checkers.forms import functions, has_form, is_literal
from assay.checkers.golds import WORDED, Candidate, Gold, read_gold
from assay.checkers.kinds import judge_kind
from assay.checkers.ladder import Decision
from assay.checkers.nodes import Node
from assay.checkers.reading import cached_reading
from assay.checkers.restate import restates, same_terms, without_copy
from assay.checkers.texts import choice, truth
from assay.checkers.written import says_binomial
from assay.core.errors import UsageError
from assay.core.records import Answer, Status, Verdict
from assay.sandbox import Sandbox

CHECKER_VERSION = "6"
Form = Literal["text", "expr"]
_JUDGES: Mapping[str, Callable[[str], object]] = {"boolean": truth, "choice": choice}
_STATUS: Mapping[bool | None, Status] = {True: "correct", False: "wrong", None: "undecided"}


def grade(
    answer: Answer,
    response: str,
    *,
    form: Form = "text",
    question: str | None = None,
    sandbox: Sandbox | None = None,
    shrink: bool = False,
) -> Verdict:
    """The verdict on `response`. `form` says whether it is text to extract from or only the answer.

    With `question`, a candidate that restates it is wrong. A program goes to the sandbox;
    with `shrink` one that fails gets the smallest counterexample found in its evidence.
    """
    if answer.kind == "program" and "suite" in answer.spec:
        from assay.checkers.test_cases import grade_cases

        return grade_cases(answer, response, sandbox)
    if answer.kind == "program":
        from assay.checkers.program import grade_program

        return grade_program(answer, response, sandbox, shrink)
    try:
        gold = read_gold(answer)
        offer = offered(gold, response, form, question)
        return Verdict("unparsed") if offer is None else _verdict(gold, offer, question)
    except UsageError as error:
        return Verdict("error", evidence={"message": str(error)})
    except Exception as error:  # our fault, whatever it is: never the model's 0, never a crash
        return Verdict("error", evidence={"message": f"{type(error).__name__}: {error}"[:200]})


def offered(gold: Gold, response: str, form: Form, question: str | None = None) -> Offer | None:
    """What the response states as its answer; None when it states none.

    What stands in a copy of the question ("if there is none, answer: no solution") is not stated.
    Where the gold is exact, the punctuation after the answer belongs to it.
    """
    if form == "text" or "\\boxed" in response:
        said = without_copy(response, question) if question else response
        style = document_style(gold.spec) if gold.kind == "witness" else None
        if style is not None:
            return stated_document(said, style)
        offer = extract(said)
        judge = _JUDGES.get(gold.kind)
        if judge and (offer is None or judge(offer.text) is None):
            offer = stated_choice(said, gold.kind) or offer
        return _to_the_letter(offer, said, gold) if offer and gold.spec.get("exact") else offer
    return Offer((Part(response, 0, len(response)),)) if response.strip() else None


def _to_the_letter(offer: Offer, response: str, gold: Gold) -> Offer:
    """The offer with its punctuation; all of its line ("ruler! noon!!") where that is the gold."""
    last = offer.parts[-1]
    end = last.end
    line = response[last.start :].partition("\n")[0].rstrip()
    if line == gold.text:
        return Offer((*offer.parts[:-1], Part(line, last.start, last.start + len(line))))
    while end < len(response) and response[end] in ".,;:!?":
        end += 1
    if end == last.end or response[last.start : last.end] != last.text:
        return offer
    return Offer((*offer.parts[:-1], Part(response[last.start : end], last.start, end)))


def _verdict(gold: Gold, offer: Offer, question: str | None) -> Verdict:
    if not offer.text.strip():
        span = [offer.parts[0].start, offer.parts[-1].end]
        return Verdict("unparsed", "", evidence={"span": span})
    candidate = Candidate(offer, gold)
    return verdict_of(gold, candidate, judge_kind(gold, candidate), question)


def verdict_of(
    gold: Gold, candidate: Candidate, decision: Decision, question: str | None
) -> Verdict:
    """The verdict that a decision on the value gives, once form and question are looked at."""
    offer = candidate.offer
    span = [offer.parts[0].start, offer.parts[-1].end]
    status = _STATUS[decision.equal]
    evidence: dict[str, Any] = {"span": span, **decision.evidence}
    if status in ("correct", "undecided") and not in_form(gold, candidate):
        status, evidence = "wrong", {**evidence, "form": f"not {gold.form}"}
    elif status == "correct" and question and _is_copy(gold, candidate, question):
        status, evidence = "wrong", {**evidence, "question": "restated"}
    return Verdict(status, offer.text, decision.rung, evidence)


def _is_copy(gold: Gold, candidate: Candidate, question: str) -> bool:
    """Whether an answer says the question again, and not the gold that happens to stand in it.

    Words that are the gold's are no copy, wherever they stand: only what has a value can be left
    to be worked out.
    """
    if gold.kind in WORDED:
        return False
    same = same_terms(gold.reading.node, candidate.reading.node)
    return not same and restates(candidate.text, question)


def in_form(gold: Gold, candidate: Candidate) -> bool:
    """Whether every part of the answer is written in the form that the gold asks for."""
    if gold.form is None:
        return True
    if _is_number(gold) and any(says_binomial(part.text) for part in candidate.offer.parts):
        return False
    nodes = [cached_reading(part.text).node for part in candidate.offer.parts]
    if gold.kind == "modular":
        nodes = [node.args[0] if node and node.op == "mod" else node for node in nodes]
    if gold.kind == "equation":
        nodes = [side for node in nodes for side in _sides(node)]
    if (
        gold.form == "evaluated"
        and _is_number(gold)
        and not all(
            node is None or is_literal(node.args[-1] if node.op == "rel" else node)
            for node in nodes
        )
    ):
        return False
    if gold.form == "evaluated" and gold.reading.node is not None:
        meant = functions(gold.reading.node)
        if any(node is not None and not functions(node) <= meant for node in nodes):
            return False
    return all(node is None or has_form(node, gold.form) for node in nodes)


def _sides(node: Node | None) -> tuple[Node | None, ...]:
    """Both sides of an equation: each has to be in the form."""
    return node.args[1:] if node is not None and node.op == "rel" else (node,)


def _is_number(gold: Gold) -> bool:
    """Whether the gold is a rational number as it is written; then the answer has to be one."""
    value = gold.reading.value
    return value.shape == "scalar" and value.items[0].op == "num"


__all__ = ["CHECKER_VERSION", "Decision", "Form", "grade", "in_form", "offered", "verdict_of"]
