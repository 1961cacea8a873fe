"""Numbers whose range stands in the signature, held when a recipe is read and at every call.

    @ranged
    def train(*, steps: Count = 100, lr: Positive = 1e-3, terse: Share = 0.0) -> None: ...

    hold(train, {"steps": 0})           # UsageError: steps: 0; at least 1

A range is part of the annotation, so that whoever has the signature can say what is allowed before
anything runs. Conditions between two numbers are the function's own business.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Annotated, Any, ParamSpec, TypeVar, get_args, get_type_hints

from assay.core.errors import UsageError

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` (itself not, when `above`) to `high`."""

    low: float
    high: float = float("inf")
    above: bool = False

    def __contains__(self, number: float) -> bool:
        return (self.low < number if self.above else self.low <= number) and (
            number <= self.high and number != float("inf")
        )

    def __str__(self) -> str:
        lower = f"above {self.low:g}" if self.above else f"at least {self.low:g}"
        return lower if self.high == float("inf") else f"{lower} and at most {self.high:g}"


Count = Annotated[int, Range(1)]
Positive = Annotated[float, Range(0, above=True)]
Share = Annotated[float, Range(0, 1)]
Level = Annotated[int, Range(1, 10)]


def hold(function: Callable[..., Any], values: Mapping[str, Any], prefix: str = "") -> None:
    """Raise UsageError for the first value outside the range that `function` states for it."""
    for name, hint in get_type_hints(function, include_extras=True).items():
        value = values.get(name)
        allowed = _range(hint)
        if allowed is not None and isinstance(value, int | float) and value not in allowed:
            raise UsageError(f"{prefix}{name}: {value}; {allowed}")


def ranged(function: Callable[P, R]) -> Callable[P, R]:
    """The function with its ranges held at every call."""
    signature = inspect.signature(function)

    @wraps(function)
    def held(*args: P.args, **kwargs: P.kwargs) -> R:
        hold(function, signature.bind(*args, **kwargs).arguments)
        return function(*args, **kwargs)

    return held


def _range(hint: Any) -> Range | None:
    """The range in an annotation, also of one part of a union."""
    found = [part for part in getattr(hint, "__metadata__", ()) if isinstance(part, Range)]
    inner = [_range(part) for part in get_args(hint)] if not found else []
    return next((part for part in [*found, *inner] if part is not None), None)
