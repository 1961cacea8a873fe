"""Ranges in signatures: held at every call and, without a call, by `hold`."""

from typing import Annotated

import pytest

from assay.core.errors import UsageError
from assay.core.ranges import Count, Level, Positive, Range, Share, hold, ranged


@ranged
def made(
    first: int, *, steps: Count = 1, lr: Positive = 1.0, level: Level | None = None, part: Share = 0
) -> tuple[int, int, float, int | None, float]:
    return first, steps, lr, level, part


def test_what_is_allowed_passes_and_the_signature_stays() -> None:
    assert made(-5, steps=1, lr=1e-9, level=10, part=1) == (-5, 1, 1e-9, 10, 1)
    assert made(0) == (0, 1, 1.0, None, 0)
    assert made.__name__ == "made"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("steps", 0, "steps: 0; at least 1"),
        ("lr", 0.0, "lr: 0.0; above 0"),
        ("lr", float("nan"), "lr: nan; above 0"),
        ("lr", float("inf"), "lr: inf; above 0"),
        ("level", 11, "level: 11; at least 1 and at most 10"),
        ("part", -0.1, "part: -0.1; at least 0 and at most 1"),
    ],
)
def test_the_first_value_outside_is_named(name: str, value: float, says: str) -> None:
    with pytest.raises(UsageError) as at_the_call:
        made(0, **{name: value})  # type: ignore[arg-type]
    with pytest.raises(UsageError) as without_a_call:
        hold(made, {name: value}, "stage.")
    assert str(at_the_call.value) == says
    assert str(without_a_call.value) == f"stage.{says}"


def test_a_range_of_its_own() -> None:
    def pairs(n: Annotated[int, Range(2)]) -> None: ...

    hold(pairs, {"n": 2})
    with pytest.raises(UsageError, match="n: 1; at least 2"):
        hold(pairs, {"n": 1})
