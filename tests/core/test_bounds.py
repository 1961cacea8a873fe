"""The bounds behind a zero and behind a few."""

from math import comb

import pytest

from assay.core.bounds import upper_bound, widened, zero_bound


def test_zero_bound_is_the_rate_that_shows_nothing_once_in_twenty() -> None:
    for n in (1, 30, 1000):
        assert abs((1 - zero_bound(n)) ** n - 0.05) < 1e-12
    assert zero_bound(0) == 1.0


def test_only_rates_without_width_are_widened() -> None:
    assert widened(0.5, 0.4, 0.6, 100) == (0.4, 0.6)
    assert widened(0.0, 0.0, 0.0, 100) == (0.0, zero_bound(100))
    assert widened(1.0, 1.0, 1.0, 100) == (1.0 - zero_bound(100), 1.0)


@pytest.mark.parametrize(("k", "n"), [(1, 100), (5, 100), (50, 100), (99, 100), (3, 7)])
def test_k_or_fewer_have_one_chance_in_twenty_at_the_bound(k: int, n: int) -> None:
    rate = upper_bound(k, n)
    below = sum(comb(n, i) * rate**i * (1 - rate) ** (n - i) for i in range(k + 1))
    assert abs(below - 0.05) < 1e-9


def test_the_bound_at_its_ends() -> None:
    assert upper_bound(0, 100) == zero_bound(100)
    assert upper_bound(100, 100) == upper_bound(0, 0) == 1.0
    assert 0.4 < upper_bound(40_000, 100_000) < 0.403
    assert 3e-5 < upper_bound(3, 100_000) < 8e-5
