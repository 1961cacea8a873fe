"""The bound behind a zero."""

from assay.core.bounds import widened, zero_bound


def test_zero_bound_is_the_rate_that_shows_nothing_once_in_twenty() -> None:
    for n in (1, 30, 1000):
        assert abs((1 - zero_bound(n)) ** n - 0.05) < 1e-12
    assert zero_bound(0) == 1.0


def test_only_rates_without_width_are_widened() -> None:
    assert widened(0.5, 0.4, 0.6, 100) == (0.4, 0.6)
    assert widened(0.0, 0.0, 0.0, 100) == (0.0, zero_bound(100))
    assert widened(1.0, 1.0, 1.0, 100) == (1.0 - zero_bound(100), 1.0)
