"""A golden table of golds and candidates: every kind, form, spelling and attack in one line
each."""

import json
from pathlib import Path
from typing import Any

import pytest

from assay.checkers import grade, infer_answer

LINES = (Path(__file__).parent / "golden_pairs.jsonl").read_text().splitlines()
PAIRS = [json.loads(line) for line in LINES]


def judged(pair: dict[str, Any]) -> str:
    answer = infer_answer(pair["gold"], pair.get("kind"), pair.get("required_form"))
    verdict = grade(answer, pair["candidate"], form=pair["form"], question=pair.get("question"))
    return verdict.status


@pytest.mark.parametrize("start", range(0, len(PAIRS), 50))
def test_every_pair_is_judged_as_it_should(start: int) -> None:
    failed = [
        pair
        for pair in PAIRS[start : start + 50]
        if (judged(pair) == "correct") is not pair["expected"]
    ]
    assert failed == []


def test_no_verdict_is_a_fault_of_ours() -> None:
    assert [pair for pair in PAIRS if judged(pair) == "error"] == []
