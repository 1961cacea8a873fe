"""Scores for the steps of free-form solutions: one for each step, whatever its line breaks."""

from pathlib import Path

import pytest

from assay.core.errors import UsageError
from assay.training.process_rm import steps_scorer, train_prm


def test_every_step_has_its_score(tables: Path, policy: Path, tmp_path: Path) -> None:
    train_prm(data=tables, model=str(policy), out=tmp_path / "prm", steps=2, batch=8)
    scores = steps_scorer(str(tmp_path / "prm"), batch=2)
    solutions = [
        ("1+2=", ["1+2=3", "", "Answer: 3"]),
        ("1+2=", ["1+2=3\n\nAnswer: 3"]),
        ("", []),
    ]
    first, second, third = scores(solutions)
    assert [value is None for value in first] == [False, True, False]
    assert all(value is None or 0 <= value <= 1 for value in (*first, *second))
    assert len(second) == 1 and third == []
    assert scores(solutions[:1])[0] == pytest.approx(first)


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="missing"):
        steps_scorer(str(tmp_path / "missing"))
