"""A recipe: the keywords of the stages, in YAML, checked against the stages' signatures.

    name: nightly
    seed: 42
    stages:
      generate: {families: "area:math", count: 1000}
      sample:   {model: "builtin:smollm2", n: 4}
      label:    {}

A stage may hold one set of keywords or a list of them (it then runs once for each). `{out}` in a
string is the run's folder. The order of the stages is not the recipe's: pipelines/run.py knows it.
"""

import inspect
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import yaml

from assay.core.canonical import digest
from assay.core.errors import UsageError, unknown
from assay.core.ranges import hold

TOP = ("name", "about", "seed", "stages")


@dataclass(frozen=True, slots=True)
class Recipe:
    """A recipe whose names and values have been read but not yet held to signatures."""

    name: str
    seed: int
    stages: Mapping[str, list[dict[str, Any]]]

    def key(self) -> str:
        """What makes the rows, as a short hash."""
        return digest(self.name, self.seed, self.stages).hex()[:16]

    def as_yaml(self) -> str:
        """The recipe with its `--set` changes, as a file that makes the same rows."""
        plain = {"name": self.name, "seed": self.seed, "stages": dict(self.stages)}
        return yaml.safe_dump(plain, sort_keys=False, allow_unicode=True)


def read_recipe(path: Path, changes: list[str]) -> Recipe:
    """Read a recipe file and apply `--set` changes (`stage.key=value` or `seed=7`).

    Where a stage has several sets of keywords, a number picks one (`rl.0.steps=9`) and `*` means
    each (`rl.*.steps=9`).

    Raises UsageError for a missing file, broken YAML, an unknown key or a value of the wrong shape.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise UsageError(f"cannot read the recipe {str(path)!r}: {error}") from None
    data = _load(text, str(path))
    if not isinstance(data, dict):
        raise UsageError(f"{path}: a recipe is a mapping with the keys {', '.join(TOP)}")
    for change in changes:
        _apply(data, change)
    return _recipe(data, path)


def _load(text: str, where: str) -> Any:
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UsageError(f"{where} is no valid YAML: {first}") from None


def _apply(data: dict[str, Any], change: str) -> None:
    path, equals, text = change.partition("=")
    if not equals or not path:
        raise UsageError(f"--set {change!r}: expected KEY=VALUE, such as sample.n=2")
    keys = path.split(".")
    if keys[0] not in TOP:
        keys = ["stages", *keys]
    _put(data, keys, _load(text, f"--set {change!r}"), change)


def _put(place: Any, keys: list[str], value: Any, change: str) -> None:
    """Set the value at the end of a path; `*` stands for every position of a list."""
    key, *rest = keys
    if key == "*" and isinstance(place, list):
        for at in range(len(place)):
            _put(place, [str(at), *rest], value, change)
    elif rest:
        _put(_step_into(place, key, change), rest, value, change)
    elif isinstance(place, list):
        place[_position(place, key, change)] = value
    elif isinstance(place, dict):
        place[key] = value
    else:
        raise UsageError(f"--set {change!r}: nothing before {key!r} holds keys")


def _step_into(place: Any, key: str, change: str) -> Any:
    if isinstance(place, list):
        return place[_position(place, key, change)]
    if not isinstance(place, dict) or key not in place:
        allowed = [str(name) for name in place] if isinstance(place, dict) else []
        raise unknown(f"key in --set {change!r}:", key, allowed)
    if place[key] is None:
        place[key] = {}
    return place[key]


def _position(place: list[Any], key: str, change: str) -> int:
    if not key.isdecimal() or int(key) >= len(place):
        raise UsageError(f"--set {change!r}: {key!r} is no position from 0 to {len(place) - 1}")
    return int(key)


def _recipe(data: dict[str, Any], path: Path) -> Recipe:
    for key in data:
        if key not in TOP:
            raise unknown(f"key in {path}:", str(key), TOP)
    name, seed, stages = data.get("name", path.stem), data.get("seed", 0), data.get("stages")
    if not isinstance(name, str) or not name or "/" in name or name.startswith("."):
        raise UsageError(f"{path}: name {name!r}: expected a plain word")
    if not isinstance(seed, int) or isinstance(seed, bool):
        raise UsageError(f"{path}: seed {seed!r}: expected an integer")
    if not isinstance(stages, dict) or not stages:
        raise UsageError(f"{path}: stages {stages!r}: expected a mapping of stages to keywords")
    return Recipe(name, seed, {str(s): _keyword_sets(str(s), v) for s, v in stages.items()})


def _keyword_sets(stage: str, value: Any) -> list[dict[str, Any]]:
    sets = value if isinstance(value, list) else [value]
    checked = [{} if keywords is None else keywords for keywords in sets]
    for keywords in checked:
        if not isinstance(keywords, dict) or not all(isinstance(k, str) for k in keywords):
            raise UsageError(f"stage {stage}: {keywords!r}: expected keywords and their values")
    return checked


def read_keywords(changes: list[str]) -> dict[str, Any]:
    """The keywords that `--set KEY=VALUE` gives to a single stage."""
    keywords = {}
    for change in changes:
        key, equals, text = change.partition("=")
        if not equals or not key:
            raise UsageError(f"--set {change!r}: expected KEY=VALUE, such as steps=100")
        keywords[key] = _load(text, f"--set {change!r}")
    return keywords


def bind(
    stage: str,
    function: Callable[..., Any],
    keywords: Mapping[str, Any],
    given: Mapping[str, Any],
    out: Path,
) -> dict[str, Any]:
    """The keywords to call a stage with: the recipe's, held to the signature, and the given ones.

    `given` holds what the run itself supplies (folders, workers, progress); those that the
    function does not take are left out. Raises UsageError for a key that the stage does not take,
    takes from the run only, or misses, and for a value of another type.
    """
    parameters = inspect.signature(function).parameters
    hints = get_type_hints(function)
    own = [name for name in parameters if name not in given]
    for key in keywords:
        if key not in own:
            raise unknown(f"key of the stage {stage}:", key, own)
    bound = {key: _value(stage, key, value, hints[key], out) for key, value in keywords.items()}
    for name in own:
        if name not in bound and parameters[name].default is inspect.Parameter.empty:
            raise UsageError(f"the stage {stage} needs the key {name!r}")
    hold(function, bound, f"{stage}.")
    return bound | {name: value for name, value in given.items() if name in parameters}


def _value(stage: str, key: str, value: Any, kind: Any, out: Path) -> Any:
    if isinstance(value, str):
        value = value.replace("{out}", str(out))
    elif isinstance(value, list):
        value = [v.replace("{out}", str(out)) if isinstance(v, str) else v for v in value]
    if not _fits(value, kind):
        raise UsageError(f"{stage}.{key}: {value!r}; expected {_describe(kind)}")
    return _convert(value, kind)


def _fits(value: Any, kind: Any) -> bool:
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return any(_fits(value, part) for part in parts)
    if origin is Literal:
        return value in parts and not isinstance(value, bool)
    if origin in (dict, Mapping):
        return isinstance(value, dict) and all(
            _fits(k, parts[0]) and _fits(v, parts[1]) for k, v in value.items()
        )
    if origin in (list, tuple) or (origin is not None and isinstance(value, list)):
        inner = [part for part in parts if part is not Ellipsis]
        return isinstance(value, list) and all(_fits(v, inner[0]) for v in value)
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool) and _finite(value)
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if kind is Path:
        return isinstance(value, str)
    return kind is Any or (isinstance(kind, type) and isinstance(value, kind))


def _finite(value: int | float) -> bool:
    """Neither NaN nor infinite nor an integer that no float can hold."""
    return -1e300 < value < 1e300


def _convert(value: Any, kind: Any) -> Any:
    """YAML's own types turned into the signature's: paths, tuples and floats."""
    kinds = get_args(kind) if get_origin(kind) in (Union, types.UnionType) else (kind,)
    if Path in kinds and isinstance(value, str) and str not in kinds:
        return Path(value)
    if isinstance(value, list) and any(get_origin(part) is tuple for part in kinds):
        return tuple(value)
    if float in kinds and int not in kinds and isinstance(value, int):
        return float(value)
    return value


def _describe(kind: Any) -> str:
    if get_origin(kind) is Literal:
        return "one of " + ", ".join(repr(part) for part in get_args(kind))
    if get_origin(kind) in (Union, types.UnionType):
        return " or ".join(_describe(part) for part in get_args(kind))
    if kind is types.NoneType:
        return "null"
    return kind.__name__ if isinstance(kind, type) and not get_args(kind) else str(kind)
