"""The child's half of `foreign`: imports a reward that is not ours and calls it, pair by pair.

    python -m assay.pipelines.foreign_child FD my_rewards:score

The module is the user's own, named on the command line, and is run as any of the user's programs
is: with the user's rights, in a process of its own, never in ours. It is imported here only, with
the current folder first on `sys.path`. How it wants to be called: `foreign_styles`. Messages are
JSON over an inherited pipe, so that nothing the module prints is taken for an answer.
"""

import hashlib
import importlib
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from multiprocessing.connection import Connection
from typing import Any
from urllib.parse import parse_qsl

from assay.core.errors import UsageError
from assay.pipelines.foreign_styles import Call, number, style_of

MEMORY_BYTES = 4 << 30
MOST_MESSAGE = 400


@dataclass(frozen=True, slots=True)
class Opened:
    """A reward ready to be called: the way it is called, and which code it is."""

    call: Call
    style: str
    version: str


def opened(spec: str) -> Opened:
    """The reward that `spec` names. Raises UsageError that says what is wrong with it."""
    if spec == "math_verify":
        return _math_verify()
    target, _, query = spec.partition("?")
    module_name, _, path = target.partition(":")
    function = _imported(module_name, path)
    style, call = style_of(function, dict(parse_qsl(query)), target)
    return Opened(call, style, _version_of(module_name))


def _imported(module_name: str, path: str) -> Callable[..., Any]:
    sys.path.insert(0, os.getcwd())
    try:
        found: Any = importlib.import_module(module_name)
    except BaseException as error:  # the user's module may do anything while it loads
        raise UsageError(f"cannot import {module_name!r}: {_named(error)}") from None
    for name in path.split("."):
        if not hasattr(found, name):
            raise UsageError(f"{module_name!r} has no {path!r}; name a function as module:function")
        found = getattr(found, name)
    if not callable(found):
        raise UsageError(f"{module_name}:{path} is {type(found).__name__}, no function")
    return found  # type: ignore[no-any-return]


def _version_of(module_name: str) -> str:
    """The version of the distribution, else a hash of the module's own file."""
    with suppress(PackageNotFoundError):
        for name in packages_distributions().get(module_name.partition(".")[0], ()):
            return version(name)
    source = getattr(sys.modules[module_name], "__file__", None)
    if source is None:
        return "unknown"
    with open(source, "rb") as handle:
        return "sha256:" + hashlib.sha256(handle.read()).hexdigest()[:16]


def _math_verify() -> Opened:
    """math-verify as its page shows it: both sides parsed, the gold inside dollars."""
    try:
        from math_verify import parse, verify
    except ImportError as error:
        raise UsageError(f"math_verify is not installed ({error}): pip install math-verify") from (
            None
        )

    def call(response: str, gold: str) -> bool:
        written = gold if "$" in gold or "boxed" in gold else f"${gold}$"
        return bool(verify(parse(written), parse(response)))

    return Opened(call, "math_verify", version("math-verify"))


def _scored(call: Call, response: str, gold: str) -> dict[str, Any]:
    started = time.perf_counter()
    state, value, message = "ok", None, ""
    try:
        value = number(call(response, gold))
    except BaseException as error:  # whatever the user's function raises is its finding, not ours
        state, message = "raised", _named(error)
    ms = (time.perf_counter() - started) * 1000
    return {"state": state, "value": value, "message": message, "ms": round(ms, 3)}


def _named(error: BaseException) -> str:
    try:
        text = str(error)
    except Exception:  # an exception of the user's own may fail to say itself
        text = "?"
    return f"{type(error).__name__}: {text}"[:MOST_MESSAGE]


def _confine() -> None:
    """Die with the parent, and stay below a stated amount of memory."""
    with suppress(OSError, AttributeError, ImportError):
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, hard))


def main() -> None:
    """Say whether the reward could be opened, then answer pairs until the pipe ends."""
    pipe, spec = Connection(int(sys.argv[1])), sys.argv[2]
    _confine()
    try:
        reward = opened(spec)
    except UsageError as error:
        pipe.send_bytes(json.dumps({"refused": str(error)}).encode())
        return
    pipe.send_bytes(json.dumps({"style": reward.style, "version": reward.version}).encode())
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            response, gold = json.loads(pipe.recv_bytes())
            pipe.send_bytes(json.dumps(_scored(reward.call, response, gold)).encode())


if __name__ == "__main__":
    main()
