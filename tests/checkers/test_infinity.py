"""Infinity is no number: it equals itself with its sign, and nothing else."""

import pytest

from assay.checkers import grade
from assay.core.records import Answer


@pytest.mark.parametrize("kind", ["rational", "integer", "expression"])
@pytest.mark.parametrize(
    ("gold", "candidate", "status"),
    [
        ("oo", "oo", "correct"),
        ("oo", "infinity", "correct"),
        ("oo", "\\infty", "correct"),
        ("oo", "+oo", "correct"),
        ("oo", "-oo", "wrong"),
        ("-oo", "-\\infty", "correct"),
        ("-oo", "oo", "wrong"),
        ("oo", "5", "wrong"),
        ("-oo", "-1/2", "wrong"),
        ("oo", "sqrt(2)", "wrong"),
        ("oo", "x", "wrong"),
        ("0", "oo", "wrong"),
        ("3/4", "-oo", "wrong"),
        ("oo", "does not exist", "wrong"),
    ],
)
def test_infinity_equals_itself_alone(kind: str, gold: str, candidate: str, status: str) -> None:
    assert grade(Answer(kind, gold), f"Answer: {candidate}").status == status
