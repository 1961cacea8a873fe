"""Laws of the verdict: reflexive, symmetric, no near-miss accepted, no exception for any text."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from assay.checkers import grade, infer_answer, label_steps
from assay.core.errors import UsageError
from assay.core.records import Answer, Claim, Step, Task
from tests.checkers.made_answers import changed, made, near_miss

ROLL = st.randoms(use_true_random=False)


def accepted(gold: str, candidate: str) -> bool | None:
    try:
        return grade(infer_answer(gold), candidate, form="expr").status == "correct"
    except UsageError:
        return None


@settings(max_examples=300, deadline=None)
@given(ROLL)
def test_an_answer_is_itself(rng: Random) -> None:
    gold = made(rng)
    assert accepted(gold, gold), gold


@settings(max_examples=300, deadline=None)
@given(ROLL)
def test_gold_and_candidate_may_be_swapped(rng: Random) -> None:
    a = made(rng)
    b = changed(rng, a) if rng.random() < 0.7 else made(rng)
    forth, back = accepted(a, b), accepted(b, a)
    assert None in (forth, back) or forth == back, (a, b)


@settings(max_examples=300, deadline=None)
@given(ROLL)
def test_a_near_miss_is_not_accepted(rng: Random) -> None:
    gold, candidate = near_miss(rng)
    assert not accepted(gold, candidate), (gold, candidate)
    assert not accepted(candidate, gold), (gold, candidate)


TASK = Task(
    "t", "f", 1, 1, 0, 0, "train", "1+2=", Answer("integer", "3"),
    (Step("1+2=3", Claim("equal", "1+2", "3"), {"expr": "1+2"}),),
)  # fmt: skip
HOSTILE = st.text(alphabet=st.sampled_from("0123456789xy+-*/^(){}[]\\,.=<>|$_!% \nabe√½²πé\ud800"))


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(st.text(), HOSTILE), st.sampled_from(["42", "x^2", "{1, 2}", "(0, 1)", "A", "yes"])
)
def test_no_text_raises(text: str, gold: str) -> None:
    for form in ("text", "expr"):
        verdict = grade(infer_answer(gold), text, form=form)  # type: ignore[arg-type]
        assert verdict.status != "error", verdict.evidence
    label_steps(TASK, text)
    accepted(text, gold)
