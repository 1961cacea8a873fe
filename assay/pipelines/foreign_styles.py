"""How a reward function wants to be called, read off the names of its parameters.

    style, call = style_of(function, {}, "my_rewards:score")
    number(call("so it is \\boxed{42}", "42"))      # 1.0, 0.0, …; None where it gives none

Three styles are known: TRL's, verl's, and the plain f(response, gold). What the function does is
its own affair: whatever it raises comes out of `call`. Used in the child process only.
"""

import asyncio
import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from inspect import Parameter
from typing import Any

from assay.core.errors import UsageError

RESPONSES = (
    "response", "completion", "candidate", "prediction", "pred", "output", "model_output",
    "generated", "text", "solution_str", "response_str", "model_answer",
)  # fmt: skip
GOLDS = (
    "gold", "ground_truth", "reference", "expected", "label", "truth", "golden", "gold_answer",
    "correct_answer", "ground_truth_answer",
)  # fmt: skip
EITHER_GOLD = ("answer", "target", "solution")
COLUMNS = ("answer", "solution", "ground_truth", "gold", "target")
Call = Callable[[str, str], Any]


def style_of(function: Callable[..., Any], fixed: Mapping[str, str], name: str) -> tuple[str, Call]:
    """How the function is called, by its parameters' names: `trl`, `verl` or `plain`.

    trl: f(completions=[…], answer=[…] or another column, **columns) -> list. verl: f(data_source,
    solution_str, ground_truth, extra_info) -> number or {"score": number}. plain: f(response, gold)
    under any of the usual names, else by position. `fixed` are further keywords of the spec.
    """
    try:
        parameters = inspect.signature(function).parameters
    except (TypeError, ValueError):
        return "plain", lambda response, gold: function(response, gold)
    extra = {key: value for key, value in fixed.items() if _takes(parameters, key)}
    if len(extra) < len(fixed):
        odd = sorted(set(fixed) - set(extra))
        raise UsageError(f"{name} takes no {odd[0]!r}; it takes: {', '.join(parameters)}")
    if "completions" in parameters:
        return "trl", _trl(function, parameters, extra, name)
    if "solution_str" in parameters and "ground_truth" in parameters:
        return "verl", _verl(function, parameters, extra, name)
    return "plain", _plain(function, parameters, extra, name)


def _takes(parameters: Mapping[str, Parameter], name: str) -> bool:
    return name in parameters or _open_ended(parameters)


def _open_ended(parameters: Mapping[str, Parameter]) -> bool:
    return any(p.kind is Parameter.VAR_KEYWORD for p in parameters.values())


def _required(parameters: Mapping[str, Parameter]) -> list[str]:
    loose = (Parameter.VAR_KEYWORD, Parameter.VAR_POSITIONAL)
    return [n for n, p in parameters.items() if p.default is p.empty and p.kind not in loose]


def _refuse_unknown(
    parameters: Mapping[str, Parameter], known: Sequence[str], name: str, style: str
) -> None:
    unknown = [n for n in _required(parameters) if n not in known]
    if unknown:
        raise UsageError(
            f"{name} is called in the {style} style, which gives no {unknown[0]!r}; "
            f"known there: {', '.join(known)}"
        )


def _trl(
    function: Callable[..., Any],
    parameters: Mapping[str, Parameter],
    extra: Mapping[str, str],
    name: str,
) -> Call:
    """Completions as strings; as conversations where strings raise (TRL has both)."""
    known = ("prompts", "completions", *COLUMNS, *extra)
    _refuse_unknown(parameters, known, name, "TRL")
    columns = [column for column in COLUMNS if _takes(parameters, column)]
    forms: list[Callable[[str], Any]] = [str, _conversation]
    if "dict" in str(parameters["completions"].annotation).lower():
        forms.reverse()

    def call_as(form: Callable[[str], Any], response: str, gold: str) -> Any:
        given: dict[str, Any] = {"completions": [form(response)], **extra}
        given |= {column: [gold] for column in columns}
        if _takes(parameters, "prompts"):
            given["prompts"] = [form("")]
        rewards = function(**given)
        return asyncio.run(rewards) if inspect.iscoroutine(rewards) else rewards

    def call(response: str, gold: str) -> Any:
        try:
            rewards = call_as(forms[0], response, gold)
        except Exception:
            if len(forms) == 1:
                raise
            rewards = call_as(forms[1], response, gold)
            forms.reverse()
        del forms[1:]
        if not isinstance(rewards, Sequence) or len(rewards) != 1:
            raise TypeError(f"a list of one reward is expected, not {str(rewards)[:80]}")
        return rewards[0]

    return call


def _conversation(text: str) -> list[dict[str, str]]:
    return [{"role": "assistant", "content": text}]


def _verl(
    function: Callable[..., Any],
    parameters: Mapping[str, Parameter],
    extra: Mapping[str, str],
    name: str,
) -> Call:
    given: dict[str, Any] = {"data_source": "assay", "extra_info": {}, **extra}
    _refuse_unknown(parameters, ("solution_str", "ground_truth", *given), name, "verl")
    given = {key: value for key, value in given.items() if _takes(parameters, key)}

    def call(response: str, gold: str) -> Any:
        return function(solution_str=response, ground_truth=gold, **given)

    return call


def _plain(
    function: Callable[..., Any],
    parameters: Mapping[str, Parameter],
    extra: Mapping[str, str],
    name: str,
) -> Call:
    free = [n for n in parameters if n not in extra]
    named = [n for n, p in parameters.items() if p.kind in _BY_NAME and n in free]
    gold = next((n for group in (GOLDS, EITHER_GOLD) for n in group if n in named), None)
    response = next((n for n in (*RESPONSES, *EITHER_GOLD) if n in named and n != gold), None)
    required = [n for n in _required(parameters) if n in free]
    if response is None and gold is not None:
        response = next((n for n in required if n != gold and n in named), None)
    if response and gold and set(required) <= {response, gold}:
        return lambda said, right: function(**{response: said, gold: right, **extra})
    loose = any(p.kind is Parameter.VAR_POSITIONAL for p in parameters.values())
    if len(required) == 2 or (loose and len(required) < 2):
        return lambda said, right: function(said, right, **extra)
    raise UsageError(
        f"{name}({', '.join(parameters)}): a reward takes (response, gold), or completions and a "
        "column of golds (TRL), or solution_str and ground_truth (verl)"
    )


_BY_NAME = (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)


def number(result: Any) -> float | None:
    """The reward in what a function returned. Raises TypeError or ValueError when there is none."""
    if inspect.iscoroutine(result):
        result = asyncio.run(result)
    if isinstance(result, Mapping):
        if "score" not in result:
            raise TypeError(f"a dict without 'score': its keys are {sorted(map(str, result))[:8]}")
        result = result["score"]
    if result is None:
        return None
    if isinstance(result, str | bytes):
        raise TypeError(f"{result[:80]!r} is text, no number")
    value = float(result)
    if not math.isfinite(value):
        raise ValueError(f"{value} is no reward")
    return value
