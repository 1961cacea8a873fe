"""Credit: from values of stretches to advantages of tokens."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.training.credit import Worth, advantages, mixed, says_something, whole

VALUES = st.none() | st.sampled_from([0.0, 1.0])


@st.composite
def worths(draw: st.DrawFn) -> Worth:
    """A response of up to four stretches."""
    lengths = draw(st.lists(st.integers(0, 5), min_size=1, max_size=4))
    ends = [sum(lengths[: at + 1]) for at in range(len(lengths))]
    return Worth(tuple(ends), tuple(draw(VALUES) for _ in lengths))


def test_outcomes_are_held_against_the_mean_of_their_group() -> None:
    group = [whole(3, 1.0), whole(2, 0.0), whole(1, 0.0), whole(2, None)]
    third = float(Fraction(1, 3))
    assert advantages(group) == [[1 - third] * 3, [-third] * 2, [-third], [0.0, 0.0]]


def test_a_step_is_held_against_the_steps_in_its_place() -> None:
    group = [Worth((2, 5), (1.0, 0.0)), Worth((1, 3, 4), (1.0, 1.0, 1.0)), Worth((2,), (0.0,))]
    first, second, third = advantages(group)
    mean = 2 / 3
    assert first == pytest.approx([1 - mean] * 2 + [-0.5] * 3)
    assert second == pytest.approx([1 - mean] + [0.5] * 2 + [0.0])  # nobody else got to step 3
    assert third == pytest.approx([-mean] * 2)


@given(st.lists(worths(), min_size=1, max_size=6))
def test_every_token_gets_one_number_and_places_sum_to_nothing(group: list[Worth]) -> None:
    found = advantages(group)
    assert [len(row) for row in found] == [worth.ends[-1] for worth in group]
    for place in range(4):
        here = []
        for worth, row in zip(group, found, strict=True):
            if place < len(worth.ends) and worth.values[place] is not None:
                start = worth.ends[place - 1] if place else 0
                if start < worth.ends[place]:
                    here.append(row[start])
                else:
                    here = []
                    break
        if len(here) > 1:
            assert sum(here) == pytest.approx(0.0, abs=1e-9)


@given(st.lists(worths(), min_size=2, max_size=5))
def test_what_is_not_known_teaches_nothing(group: list[Worth]) -> None:
    for worth, row in zip(group, advantages(group), strict=True):
        start = 0
        for end, value in zip(worth.ends, worth.values, strict=True):
            if value is None:
                assert set(row[start:end]) <= {0.0}
            start = end


def test_a_mixture_is_the_weighted_sum() -> None:
    parts = {"verifier": [[1.0, 1.0]], "prm": [[0.5, -0.5]]}
    assert mixed(parts, {"verifier": 1.0, "prm": 2.0}) == [[2.0, 0.0]]
    assert mixed(parts, {"prm": 1.0}) == [[0.5, -0.5]]


def test_groups_of_one_mind_say_nothing() -> None:
    assert not says_something(advantages([whole(4, 1.0), whole(2, 1.0)]))
    assert says_something(advantages([whole(4, 1.0), whole(2, 0.0)]))
