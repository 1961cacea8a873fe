"""Explanations: true to the verdict, replayed by their proofs alone, and refused when forged."""

import json
import threading
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest

from assay.checkers import explain, grade, infer_answer, ladder, replay
from assay.checkers.compare import compare
from assay.checkers.ladder import Decision
from assay.checkers.nodes import has_op
from assay.checkers.parser import parse
from assay.checkers.proofs import holds, proof_of
from assay.checkers.reading import read_answer
from assay.checkers.shown import shown
from assay.checkers.tracing import counted
from assay.checkers.values import read
from assay.core.errors import UsageError
from assay.core.records import Answer
from tests.checkers.made_answers import changed, made

Pair = Mapping[str, Any]
GOLDEN = (Path(__file__).parent / "golden_pairs.jsonl").read_text().splitlines()


def _made(count: int) -> Iterator[Pair]:
    rng = Random(11)
    for _ in range(count):
        gold = made(rng)
        yield {"gold": gold, "candidate": changed(rng, gold), "form": "expr"}


PAIRS: list[Pair] = [*map(json.loads, GOLDEN), *_made(150)]
BY_RUNG = [
    ("2/3", "4/6", "exact", True),
    ("2/3", "4/5", "exact", False),
    ("1", "1/0", "exact", False),
    ("(x+1)^2", "x^2+2x+1", "canonical", True),
    ("(x+1)^2", "x^2+2x+2", "canonical", False),
    ("(a+b+c+d+u+v)^40", "(v+u+d+c+b+a)^40", "string", True),
    ("(a+b+c+d+u+v)^40", "(-a-b-c-d-u-v)^40", "modular", True),
    ("(a+b+c+d+u+v)^40", "(v+u+d+c+b-a)^40", "modular", False),
    ("\\sqrt{5+2\\sqrt6}", "\\sqrt2+\\sqrt3", "ball", True),
    ("\\lfloor 10\\sqrt2\\rfloor", "14.5-0.5", "exact", True),
    ("\\sqrt2", "1.4142135623730951", "ball", False),
    ("\\sin(x)", "\\cos(x)", "ball", False),
    ("i^i", "e^{-\\pi/2}+10^{-30}", "ball", False),
    ("\\sum_{k=1}^{n} k", "n(n+1)/2", "sympy", True),
]


def told_of(pair: Pair) -> tuple[Answer, dict[str, Any], dict[str, Any]]:
    """The answer, the explanation as it comes back from JSON, and what it was asked with."""
    answer = infer_answer(pair["gold"], pair.get("kind"), pair.get("required_form"))
    asked = {"form": pair["form"], "question": pair.get("question")}
    told = explain(answer, pair["candidate"], **asked)
    return answer, json.loads(json.dumps(told)), asked


@pytest.mark.parametrize("start", range(0, len(PAIRS), 100))
def test_an_explanation_is_the_verdict_and_replays(start: int) -> None:
    for pair in PAIRS[start : start + 100]:
        try:
            answer, told, asked = told_of(pair)
        except UsageError:
            continue
        verdict = grade(answer, pair["candidate"], **asked)
        assert (told["status"], told["rung"]) == (verdict.status, verdict.rung), pair
        assert told["extracted"] == verdict.extracted
        assert replay(told, answer, pair["candidate"], **asked), (pair, told)


@pytest.mark.parametrize("start", range(0, len(PAIRS), 200))
def test_a_forged_explanation_is_refused(start: int) -> None:
    for pair in PAIRS[start : start + 200 : 3]:
        try:
            answer, told, asked = told_of(pair)
        except UsageError:
            continue
        for forged in forgeries(told):
            assert not replay(forged, answer, pair["candidate"], **asked), (pair, forged)


@pytest.mark.parametrize(("gold", "candidate", "rung", "equal"), BY_RUNG)
def test_every_rung_proves_what_it_says(gold: str, candidate: str, rung: str, equal: bool) -> None:
    pair = {"gold": gold, "candidate": candidate, "form": "expr"}
    answer, told, _ = told_of(pair)
    assert told["rung"] == rung and (told["status"] == "correct") is equal
    question = told["questions"][-1]
    assert question["tried"][-1]["said"] == ("equal" if equal else "different")
    assert question["proof"] and replay(told, answer, candidate, form="expr")
    for forged in forgeries(told):
        assert not replay(forged, answer, candidate, form="expr"), forged


def forgeries(told: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The explanation with one thing in it changed: a value, a point, a rung, the verdict."""
    if "decided" not in told:
        return
    for change in ({"equal": not told["decided"]["equal"]}, {"rung": "modular"}):
        if told["decided"] | change != told["decided"]:
            yield {**told, "decided": told["decided"] | change}
    yield {**told, "status": "correct" if told["status"] != "correct" else "wrong"}
    yield {**told, "spans": [[0, 10_000]]}
    for number, question in enumerate(told["questions"]):
        for forged in _forged_questions(question):
            questions = deepcopy(told["questions"])
            questions[number] = forged
            yield {**told, "questions": questions}
    if told["questions"]:
        yield {**told, "questions": told["questions"][:-1]}
        yield {**told, "questions": [*told["questions"], told["questions"][-1]]}


def _forged_questions(question: Mapping[str, Any]) -> Iterator[Any]:
    yield {**question, "left": question["left"] + "1"}
    yield {**question, "equal": not question["equal"]}
    yield {**question, "equal": "yes"}
    yield {**question, "rung": "nosuch"}
    yield "nothing"
    if question["rung"] is not None:
        yield {**question, "proof": {}}
        yield {**question, "proof": None}
    for path in _leaves(question["proof"]):
        if path != ("bits",):
            yield {**question, "proof": _altered(question["proof"], path)}


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inner = (
        value.items() if isinstance(value, dict)
        else enumerate(value) if isinstance(value, list) else None
    )  # fmt: skip
    if inner is None:
        yield path
    else:
        for key, part in inner:
            yield from _leaves(part, (*path, key))


def _altered(proof: Any, path: tuple[Any, ...]) -> Any:
    forged = deepcopy(proof)
    place = forged
    for key in path[:-1]:
        place = place[key]
    old = place[path[-1]]
    place[path[-1]] = old + 1 if isinstance(old, int) else _other_text(old)
    return forged


def _other_text(text: str) -> str:
    """The text with its first digit changed, or with something added."""
    for at, letter in enumerate(text):
        if letter.isdigit():
            return text[:at] + str((int(letter) + 1) % 10) + text[at + 1 :]
    return text + "?"


def test_a_ball_at_another_point_is_no_proof() -> None:
    a, b = (read_answer(text).value.items[0] for text in ("\\sin(x)", "\\cos(x)"))
    decision = ladder.equal(a, b)
    proof = proof_of(a, b, decision)
    assert holds(a, b, decision, proof)
    assert not holds(a, b, decision, {**proof, "point": {"x": "1/7"}})
    assert not holds(a, b, decision, {**proof, "point": {"y": "1/7"}})
    assert not holds(a, b, Decision(True, "ball"), proof)
    assert not holds(a, b, decision, {**proof, "bits": 10**9})
    wide = {"real": "[0 +/- 10]"}
    assert not holds(a, b, decision, {**proof, "left": wide, "right": wide})


def test_points_that_were_not_drawn_prove_no_equality() -> None:
    """x^p = x for the prime p modulo which values are taken, but not as expressions."""
    prime = 2**61 - 1
    a, b = (read_answer(text).value.items[0] for text in (f"x^{prime}", "x"))
    points = [{"x": str(n)} for n in (1, 2, 3)]
    values = ["1", "2", "3"]
    forged = {"prime": str(prime), "points": points, "left": values, "right": values}
    assert not holds(a, b, Decision(True, "modular"), forged)
    _, told, _ = told_of({"gold": "x", "candidate": f"x^{prime}", "form": "expr"})
    assert told["status"] == "wrong"


def test_what_is_told() -> None:
    response = "First 12. Then\n**Answer:** \\boxed{6/8} of it."
    told = explain(Answer("rational", "3/4", {"required_form": "reduced"}), response)
    assert told["status"] == "wrong" and told["stated"] == "in a box"
    assert response[slice(*told["spans"][0])] == "6/8"
    assert "".join(told["around"]) == response
    assert told["gold"] == {
        "text": "3/4", "kind": "rational", "form": "reduced", "shape": "scalar", "read": "3/4",
    }  # fmt: skip
    assert told["decided"]["equal"] is True
    assert told["required_form"]["held"] is False and told["required_form"]["part"] == "6/8"
    assert [one["rung"] for one in told["questions"][0]["tried"]] == ["string", "exact"]


def test_costs_are_counted_in_calls_and_are_the_same_again() -> None:
    first, again = (told_of({"gold": a, "candidate": b, "form": "expr"})[1] for a, b in [
        ("(a+b+c+d+u+v)^40", "(-a-b-c-d-u-v)^40")] * 2)  # fmt: skip
    assert first == again
    costs = [one["calls"] for one in first["questions"][-1]["tried"]]
    assert costs[-1] > 100 > costs[0]


def test_counting_ends_and_leaves_the_profile_as_it_was() -> None:
    assert counted(lambda: len("abc"))[0] == 3
    with pytest.raises(ZeroDivisionError):
        counted(lambda: 1 / 0)
    assert threading.current_thread() and counted(lambda: None)[1] <= 2


def test_unreadable_golds_and_empty_responses_are_told_too() -> None:
    told = explain(Answer("integer", "]"), "Answer: 1")
    assert told["status"] == "error" and told["evidence"]["message"]
    told = explain(Answer("integer", "1"), "The answer is definitely not 42.")
    assert told["status"] == "unparsed" and replay(
        told, Answer("integer", "1"), "The answer is definitely not 42."
    )
    assert not replay(told, Answer("integer", "1"), "Answer: 1")


def test_a_watched_thread_does_not_disturb_another() -> None:
    outcomes: list[str] = []
    answer = infer_answer("(x+1)^2")

    def graded() -> None:
        outcomes.append(grade(answer, "x^2+2x+1", form="expr").status)

    def told() -> None:
        outcomes.append(explain(answer, "x^2+2x+1", form="expr")["status"])

    threads = [threading.Thread(target=work) for work in (graded, told) * 8]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == ["correct"] * 16 and not ladder.WATCHERS


FOR_THE_EYE = ("big", "pm", "mp", "base", "ratio", "rel", "unit", "text")


def test_what_is_shown_reads_back_as_the_same_value() -> None:
    texts = sorted({json.loads(line)[side] for line in GOLDEN for side in ("gold", "candidate")})
    count = 0
    for text in texts:
        reading = read_answer(text)
        if reading.node is None or reading.value.shape not in ("scalar", "ordered", "unordered"):
            continue
        if reading.value.unit or has_op(reading.node, *FOR_THE_EYE):
            continue
        if "root(" in shown(reading.node) or "(0)" in shown(reading.node):
            continue
        count += 1
        assert compare(reading.value, read(parse(shown(reading.node)))).equal, text
    assert count > 200
