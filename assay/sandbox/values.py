"""JSON that came out of an untrusted program: read with bounds, compared with exact types.

    read(b"[1, 2.0]") -> [1, 2.0]          same(7, True) -> False          same(7, 7.0) -> False

An int is no bool and no float unless the task says so; NaN and infinity are no values; depth, size
and the digits of an integer are bounded.
"""

import json
import math
from typing import Any

MOST_DEPTH = 64
MOST_DIGITS = 4000


class NotJson(ValueError):
    """The bytes are no JSON value within the bounds."""


def read(data: bytes | str) -> Any:
    """The value of one JSON text, at most `MOST_DEPTH` deep; raises NotJson."""
    value = read_request(data)
    check(value)
    return value


def read_request(data: bytes | str) -> Any:
    """The same without a bound on depth other than the parser's, for what holds such values."""
    try:
        text = data if isinstance(data, str) else data.decode("utf-8")
        return json.loads(
            text,
            parse_int=_integer,
            parse_float=_finite,
            parse_constant=_no_constant,
            object_pairs_hook=_object,
        )
    except (ValueError, RecursionError) as error:
        raise NotJson(f"no JSON value: {str(error)[:100]}") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise NotJson("an object with a key twice")
    return value


def _integer(text: str) -> int:
    if len(text) > MOST_DIGITS:
        raise NotJson(f"an integer of {len(text)} digits; {MOST_DIGITS} are allowed")
    return int(text)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise NotJson("a number beyond the range of a double")
    return value


def _no_constant(text: str) -> Any:
    raise NotJson(f"{text} is no JSON")


def check(value: Any) -> None:
    """Raise NotJson unless `value` is JSON by exact types, finite and at most 64 deep."""
    stack = [(value, 0)]
    while stack:
        item, depth = stack.pop()
        if depth > MOST_DEPTH:
            raise NotJson(f"nested deeper than {MOST_DEPTH}")
        if type(item) is list or type(item) is tuple:
            stack += [(child, depth + 1) for child in item]
        elif type(item) is dict:
            if any(type(key) is not str for key in item):
                raise NotJson("an object's key must be a string")
            stack += [(child, depth + 1) for child in item.values()]
        else:
            _check_leaf(item)


def _check_leaf(item: Any) -> None:
    if type(item) is float and not math.isfinite(item):
        raise NotJson("NaN and infinity are no JSON")
    if item is not None and type(item) not in (bool, int, float, str):
        raise NotJson(f"a {type(item).__name__} is no JSON value")


def same(expect: Any, got: Any, tolerance: float = 0.0, int_equals_float: bool = False) -> bool:
    """Whether two JSON values are equal, type by type.

    Floats may differ by `tolerance` (absolute); integers never. With `int_equals_float` an
    integer and a float of exactly its value are equal, within the tolerance where a float was
    expected. Depth is bounded by `check`, which both values must have passed.
    """
    if isinstance(expect, list | tuple) and isinstance(got, list | tuple):
        return len(expect) == len(got) and all(
            same(one, other, tolerance, int_equals_float)
            for one, other in zip(expect, got, strict=True)
        )
    if isinstance(expect, dict) and isinstance(got, dict):
        return expect.keys() == got.keys() and all(
            same(item, got[key], tolerance, int_equals_float) for key, item in expect.items()
        )
    if type(expect) is type(got):
        return bool(expect == got) or (type(expect) is float and _near(expect, got, tolerance))
    return int_equals_float and _same_number(expect, got, tolerance)


def _same_number(expect: Any, got: Any, tolerance: float) -> bool:
    if type(expect) is int and type(got) is float:
        return bool(expect == got)
    if type(expect) is float and type(got) is int:
        return expect == got or _near(expect, got, tolerance)
    return False


def _near(expect: float, got: float, tolerance: float) -> bool:
    try:
        return abs(expect - got) <= tolerance
    except OverflowError:
        return False
