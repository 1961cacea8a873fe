"""What other stages measured, read from JSON files in the run folder and checked.

    read_evaluation(folder)["accuracy"]["rl"] == {"mean": 0.6, "low": 0.57, "high": 0.63, "n": 1000}
    read_run(folder) == {"seconds": {"sft": 81.2}, "skipped": [{"what": …, "reason": …}]}

A missing file means that the stage did not run. A file that does not hold what it should is a
UsageError that names the place.
"""

import json
from collections.abc import Mapping, Sequence
from math import isfinite
from pathlib import Path
from typing import Any

from assay.core.errors import UsageError

Point = Mapping[str, Any]


def read_evaluation(folder: Path) -> dict[str, Any]:
    """`accuracy`, `train_curve` and `test_curve` of evaluation.json; empty without the file."""
    path = folder / "evaluation.json"
    data = _read_object(path)
    accuracy = _object(data.get("accuracy", {}), f"{path}: accuracy")
    for name, value in accuracy.items():
        _point(value, ("mean", "low", "high", "n"), f"{path}: accuracy of {name!r}")
    train = _points(data.get("train_curve", []), ("tokens", "accuracy"), f"{path}: train_curve")
    curves = _object(data.get("test_curve", {}), f"{path}: test_curve")
    for policy, methods in curves.items():
        for method, points in _object(methods, f"{path}: test_curve of {policy!r}").items():
            place = f"{path}: test_curve of {policy!r}, {method!r}"
            _points(points, ("n", "accuracy", "low", "high"), place)
    return {"accuracy": accuracy, "train_curve": train, "test_curve": curves}


def read_run(folder: Path) -> dict[str, Any]:
    """`seconds` of the stages and what was `skipped`, of run.json; empty without the file."""
    path = folder / "run.json"
    data = _read_object(path)
    seconds = _object(data.get("seconds", {}), f"{path}: seconds")
    for stage, value in seconds.items():
        _number(value, f"{path}: seconds of {stage!r}")
    skipped = [
        {key: str(_object(item, f"{path}: skipped").get(key, "")) for key in ("what", "reason")}
        for item in _list(data.get("skipped", []), f"{path}: skipped")
    ]
    return {"seconds": {name: round(value, 2) for name, value in seconds.items()}} | {
        "skipped": skipped
    }


def _read_object(path: Path) -> Mapping[str, Any]:
    if not path.exists():
        return {}
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"cannot read {path}: {error}") from None
    return _object(data, str(path))


def _object(value: Any, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise UsageError(f"{place}: expected an object, found {_named(value)}")
    return value


def _list(value: Any, place: str) -> list[Any]:
    if not isinstance(value, list):
        raise UsageError(f"{place}: expected a list, found {_named(value)}")
    return value


def _points(value: Any, keys: Sequence[str], place: str) -> list[Any]:
    points = _list(value, place)
    for number, point in enumerate(points):
        _point(point, keys, f"{place}, point {number}")
    return points


def _point(value: Any, keys: Sequence[str], place: str) -> None:
    point = _object(value, place)
    for key in keys:
        if key not in point:
            raise UsageError(f"{place}: {key!r} is missing; expected are {', '.join(keys)}")
        number = _number(point[key], f"{place}: {key}")
        if key not in ("n", "tokens") and not 0 <= number <= 1:
            raise UsageError(f"{place}: {key} is {number}; expected is a share from 0 to 1")


def _number(value: Any, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not _sane(value):
        raise UsageError(f"{place}: expected a number of at least 0, found {_named(value)}")
    return value


def _sane(value: int | float) -> bool:
    return 0 <= value < 10**18 and isfinite(value)


def _named(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"
