"""The oracle audit: agreement is counted, a planted fault is found, bad calls are refused."""

from dataclasses import replace

import pytest

from assay.core.errors import UsageError
from assay.core.records import Answer
from assay.generators import FAMILIES
from assay.pipelines.audit import audit_oracle, compare_answers


def test_families_agree_with_their_oracles_whatever_the_workers() -> None:
    one = audit_oracle("chain_symbols,linear_equation", 120, seed=3)
    two = audit_oracle("chain_symbols,linear_equation", 120, seed=3, workers=2)
    assert one == two
    assert (one.families, one.items, one.agreed, one.mismatched) == (2, 240, 240, 0)
    assert 0.012 < one.upper_bound < 0.013


def test_a_wrong_oracle_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    family = FAMILIES["linear_equation"]
    broken = replace(family, oracle=lambda problem: Answer("rational", "123456"))
    monkeypatch.setitem(FAMILIES, "linear_equation", broken)
    monkeypatch.setattr("assay.pipelines.audit.select", lambda names: [broken])
    found = audit_oracle("linear_equation", 30, seed=3)
    assert (found.agreed, found.mismatched, len(found.mismatches)) == (0, 30, 20)
    assert found.mismatches[0].status == "wrong"
    assert found.mismatches[0].oracle == "123456"


def test_a_family_without_an_oracle_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = replace(FAMILIES["chain_symbols"], oracle=None)
    monkeypatch.setattr("assay.pipelines.audit.select", lambda names: [bare])
    found = audit_oracle("chain_symbols", 5, seed=3)
    assert (found.items, found.without_oracle) == (0, ("chain_symbols",))


@pytest.mark.parametrize(
    ("families", "count", "level", "workers", "named"),
    [
        ("chain_symbol", 5, None, 1, "chain_symbols"),
        ("all", 0, None, 1, "count 0"),
        ("all", 5, 11, 1, "level 11"),
        ("all", 5, None, 0, "workers 0"),
    ],
)
def test_bad_calls_are_refused(
    families: str, count: int, level: int | None, workers: int, named: str
) -> None:
    with pytest.raises(UsageError, match=named):
        audit_oracle(families, count, seed=1, level=level, workers=workers)


def test_programs_are_compared_by_the_keys_that_the_oracle_gives() -> None:
    gold = Answer("program", "solve", {"lang": "python", "examples": [{"args": [1], "result": 2}]})
    assert compare_answers(
        gold, Answer("program", "solve", {"examples": gold.spec["examples"]})
    ) == ("correct")
    assert compare_answers(gold, Answer("program", "solve", {"examples": []})) == "wrong"
    assert compare_answers(gold, Answer("integer", "2")) == "wrong"
