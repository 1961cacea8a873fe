"""Faults planted in the golds: the oracle, with the checkers, must catch every one.

This is what shows that the agreement of oracle and gold proves something. Faults are typed by the
kind of answer (assay/pipelines/gold_faults.py); at least five types for each family.
"""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from assay.generators import FAMILIES
from assay.pipelines.gold_faults import fault_score

STORED = Path(__file__).parents[2] / "docs" / "families-faults.json"
AGAIN = "run: python -m assay.pipelines.gold_faults > docs/families-faults.json"


@pytest.mark.parametrize("name", FAMILIES)
def test_every_planted_fault_is_caught(name: str) -> None:
    score = fault_score(FAMILIES[name], items=10, seed=17)
    assert score.caught == score.planted, score.missed
    assert score.types >= 5, score


def test_the_scores_are_stored_for_every_family() -> None:
    stored = json.loads(STORED.read_text())
    assert set(stored) == set(FAMILIES), AGAIN
    for name in list(FAMILIES)[::20]:
        assert _again(name) == stored[name], AGAIN


@pytest.mark.slow
@pytest.mark.parametrize("name", FAMILIES)
def test_the_stored_scores_are_true(name: str) -> None:
    assert _again(name) == json.loads(STORED.read_text())[name], AGAIN


def _again(name: str) -> object:
    return json.loads(json.dumps(asdict(fault_score(FAMILIES[name]))))
