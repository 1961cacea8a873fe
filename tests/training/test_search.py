"""Votes and best-of-n: a golden table, laws, and agreement with brute force."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.core.intervals import mean_interval, paired
from assay.training.search import (
    Candidate,
    best,
    curve,
    majority,
    methods,
    oracle,
    sizes_up_to,
    weighted_vote,
)

RUN = [
    Candidate("7", False, orm=0.9, prm=0.1),
    Candidate("7", False, orm=0.2, prm=0.1),
    Candidate("5", True, orm=0.8, prm=0.9),
    Candidate(None, False, orm=1.0, prm=1.0),
]
CANDIDATES = st.lists(
    st.builds(
        lambda answer, score: Candidate(answer, answer == "5", score, score),
        st.sampled_from(["5", "6", "7", None]),
        st.floats(0, 1),
    ),
    min_size=1,
    max_size=16,
)


def test_a_golden_table() -> None:
    assert not majority(RUN)
    assert weighted_vote(RUN, "prm") and not weighted_vote(RUN, "orm")
    assert not best(RUN, "prm") and not best(RUN[:3], "orm") and best(RUN[:3], "prm")
    assert oracle(RUN) and not oracle(RUN[:2])


def test_a_tie_goes_to_the_answer_drawn_first() -> None:
    assert not majority([RUN[0], RUN[2]]) and majority([RUN[2], RUN[0]])


def test_no_answer_is_no_vote() -> None:
    silent = Candidate(None, False, prm=1.0)
    assert not majority([silent, silent]) and not weighted_vote([silent], "prm")


@given(CANDIDATES)
def test_nothing_beats_the_oracle(run: list[Candidate]) -> None:
    assert all(oracle(run) or not way(run) for way in methods(True, True).values())


@given(st.lists(CANDIDATES.map(lambda run: (run * 16)[:16]), min_size=1, max_size=4))
def test_one_solution_leaves_no_choice(samples: list[list[Candidate]]) -> None:
    found = curve(samples, [1], methods(True, True))
    rates = [sum(c.right for c in run) / len(run) for run in samples]
    for way in found:
        assert found[way][1] == pytest.approx(rates, abs=1e-12)


def test_the_oracle_is_unbiased() -> None:
    """Averaged over many orders, disjoint runs give pass@k (arXiv 2107.03374)."""
    from random import Random

    run = [Candidate("5", at < 3) for at in range(16)]
    expected = 1 - comb(13, 4) / comb(16, 4)
    random, found = Random(0), []
    for _ in range(4000):
        random.shuffle(run)
        found.append(curve([run], [4], {"oracle": oracle})["oracle"][4][0])
    assert sum(found) / len(found) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(("n", "sizes"), [(1, [1]), (5, [1, 2, 4, 5]), (16, [1, 2, 4, 8, 16])])
def test_sizes(n: int, sizes: list[int]) -> None:
    assert sizes_up_to(n) == sizes


def test_the_interval_covers_what_it_should() -> None:
    from random import Random

    random, inside = Random(1), 0
    for _ in range(200):
        found = mean_interval([float(random.random() < 0.3) for _ in range(100)])
        inside += found.low <= 0.3 <= found.high
    assert 0.88 <= inside / 200 <= 0.99


def test_a_paired_difference_is_narrower_than_two_means() -> None:
    before = [at % 10 / 10 for at in range(200)]
    after = [value + 0.05 for value in before]
    found = paired(after, before)
    assert found.low == pytest.approx(0.05) and found.high == pytest.approx(0.05)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50))
def test_the_mean_lies_in_its_interval(values: list[float]) -> None:
    found = mean_interval(values)
    assert found.low <= found.mean + 1e-9 and found.mean - 1e-9 <= found.high
    assert found == mean_interval(values)
