"""The search for the first error: halving finds what asking everywhere finds, for less."""

from math import ceil, log2
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.core.bounds import wilson
from assay.pipelines.prefixes import How, Plan, Search


def settled(lines: int, first: int, plan: Plan, share: int = 3) -> Search:
    """A search told by roll-outs that are right (every `share`-th) before line `first` alone."""
    search = Search([(3 * at, 3 * at + 2) for at in range(lines)], float(first < 0), plan)
    drawn = dict.fromkeys(range(lines + 1), 0)
    for _ in range(1000):
        wanted = search.wanted()
        if not wanted:
            return search
        for prefix, count in wanted:
            good = first < 0 or prefix <= first
            rights = [(drawn[prefix] + at) % share == 0 and good for at in range(count)]
            drawn[prefix] += count
            search.add(prefix, right=sum(rights), of=count, tokens=5 * count)
    raise AssertionError("the search does not end")


@given(
    lines=st.integers(1, 30),
    data=st.data(),
    how=st.sampled_from(["plain", "binary"]),
    early=st.booleans(),
    at_once=st.integers(1, 9),
    threshold=st.sampled_from([0.0, 0.2]),
)
def test_the_first_error_is_found_and_halving_asks_few(
    lines: int, data: Any, how: How, early: bool, at_once: int, threshold: float
) -> None:
    first = data.draw(st.integers(-1, lines - 1))
    search = settled(lines, first, Plan(9, at_once, threshold, how, early))
    assert search.first_error() == first
    statuses = [label.status for label in search.labels()]
    good = lines if first < 0 else first
    assert statuses == ["correct"] * good + ["wrong"] * (first >= 0) + ["inherited"] * (
        lines - good - 1
    )
    asked = len(search.tallies)
    if how == "plain":
        assert asked == lines - 1
    else:
        assert asked <= (0 if first < 0 else ceil(log2(lines)))
    counts = search.evidence()
    assert counts["rollouts"] == sum(of or 0 for of in counts["of"])
    if not early:
        assert counts["rollouts"] == 9 * asked and counts["tokens"] == 45 * asked


@given(lines=st.integers(2, 12), data=st.data(), threshold=st.sampled_from([0.0, 0.2, 0.5]))
def test_stopping_early_changes_no_label(lines: int, data: Any, threshold: float) -> None:
    first = data.draw(st.integers(-1, lines - 1))
    whole = settled(lines, first, Plan(8, 3, threshold, "plain", False), share=2)
    early = settled(lines, first, Plan(8, 3, threshold, "plain", True), share=2)
    assert [x.status for x in whole.labels()] == [x.status for x in early.labels()]
    assert early.evidence()["rollouts"] <= whole.evidence()["rollouts"]


def test_labels_carry_the_soft_estimate_and_the_source() -> None:
    labels = settled(4, 2, Plan(9, 9, 0.0, "plain")).labels()
    assert [label.p_correct for label in labels] == [1 / 3, 1 / 3, 0.0, 0.0]
    assert {label.source for label in labels} == {"monte_carlo"}
    halved = settled(4, 2, Plan(9, 9, 0.0, "binary")).labels()
    assert [label.p_correct for label in halved] == [None, 1 / 3, 0.0, 0.0]


def test_an_outcome_that_is_not_known_decides_nothing() -> None:
    search = Search([(0, 2), (3, 5)], None, Plan())
    assert search.wanted() == []
    assert [label.status for label in search.labels()] == ["undecided", "undecided"]


def test_a_solution_without_a_line_has_no_label() -> None:
    for outcome in (0.0, 1.0):
        for how in ("plain", "binary"):
            search = Search([], outcome, Plan(how=how))
            assert search.wanted() == [] and search.labels() == () and search.first_error() == -1


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(0, 8, 0.0, 0.3244), (8, 8, 0.6756, 1.0), (4, 8, 0.2152, 0.7848), (0, 0, 0.0, 1.0)],
)
def test_wilson_intervals(k: int, n: int, low: float, high: float) -> None:
    assert wilson(k, n) == pytest.approx((low, high), abs=1e-4)
