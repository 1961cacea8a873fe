"""The last rung: SymPy in a process of its own, which can be killed and is replaced when it dies.

    agree(parse("\\\\sum_{k=1}^n k"), parse("n(n+1)/2"))  ->  True

It only ever says equal, when the difference simplifies to 0; that a simplifier fails proves
nothing. The
budget is counted in calls inside the worker. The wait here is a backstop: a worker that exceeds it,
or dies, raises `Lost`, and its check is an `error`, never a wrong answer.
"""

import atexit
import json
import os
import select
import signal
import subprocess
import sys
from contextlib import suppress
from threading import Lock
from typing import Any

from assay.checkers.exact import Undefined, bits, rational
from assay.checkers.nodes import Node, children, symbols, walk
from assay.checkers.sums import unknown_sequence

_START_S, _PATIENCE_S = 120.0, 30.0
_MAX_NODES = 60
_PROMISING = frozenset({"ln", "log", "abs", "asin", "acos", "atan", "sqrt", "binom", "factorial"})

_GROWING = frozenset({"exp", "binom", "factorial"})


class Lost(RuntimeError):
    """The worker died or did not answer."""


class _Worker:
    """One process, started when first needed; one question at a time."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.process: subprocess.Popen[str] | None = None
        self.owner = 0

    def ask(self, question: str) -> Any:
        with self.lock:
            if self.process is None or self.owner != os.getpid() or self.process.poll() is not None:
                self.start()
            process = self.process
            if process is None or process.stdin is None or process.stdout is None:
                raise Lost("no process for SymPy")
            try:
                process.stdin.write(question + "\n")
                process.stdin.flush()
                answer = _line(process, _PATIENCE_S)
            except OSError:
                answer = ""
            if not answer:
                self.stop()
                raise Lost("the SymPy process died or hung")
            return json.loads(answer)

    def start(self) -> None:
        """A new process; hashes are fixed so that budgets do not depend on their order."""
        environment = {**os.environ, "PYTHONHASHSEED": "0"}
        command = [sys.executable, "-m", "assay.checkers.sympy_worker"]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
            start_new_session=True,
        )
        self.owner = os.getpid()
        if _line(self.process, _START_S).strip() != "ready":
            self.stop()

    def stop(self) -> None:
        """Kill the process if it is ours."""
        process, self.process = self.process, None
        if process is None or self.owner != os.getpid():
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()


def _line(process: subprocess.Popen[str], patience: float) -> str:
    """The next line of a process, or nothing when it dies or does not answer in time."""
    if process.stdout is None:
        return ""
    ready, _, _ = select.select([process.stdout], [], [], patience)
    return process.stdout.readline() if ready else ""


_WORKER = _Worker()
atexit.register(_WORKER.stop)


def agree(a: Node, b: Node) -> bool | None:
    """True when SymPy reduces a - b to 0; None when it does not, or is not asked. Raises Lost."""
    found = asked(a, b)
    return True if found is not None and found[0] else None


def asked(a: Node, b: Node) -> tuple[bool | None, int] | None:
    """Whether SymPy reduces a - b to 0, and the calls that took; None when it is not asked.

    Raises Lost.
    """
    nodes = [*walk(a), *walk(b)]
    if len(nodes) > _MAX_NODES or not any(map(_is_promising, nodes)):
        return None
    if any(map(unknown_sequence, nodes)):
        return None
    try:
        small = all(map(_is_small, nodes))
    except Undefined:
        return None
    if not small or sum(node.op == "big" for node in nodes) > 2:
        return None
    found, calls = _WORKER.ask(json.dumps([_tree(a), _tree(b)]))
    return found, calls


def _is_promising(node: Node) -> bool:
    return node.op == "big" or (node.op == "fn" and node.args[0] in _PROMISING)


def _is_small(node: Node) -> bool:
    """No number, power or factorial that one call inside SymPy could make huge."""
    if node.op == "num":
        return bits(node.args[0]) <= 24
    if node.op == "pow" and not symbols(node):
        exponent, value = node.args[1], rational(node)
        tiny = exponent.op == "num" and bits(exponent.args[0]) <= 8
        return bits(value) <= 400 if value is not None else tiny and node.args[0].op == "num"
    if node.op in ("pow", "fact") or (node.op == "fn" and node.args[0] in _GROWING):
        last = [*children(node)][-1]
        value = None if symbols(last) else rational(last)
        return abs(value) <= 20 if value is not None else node.op != "fact" or bool(symbols(last))
    if node.op == "big":
        return not any(
            inner.op in ("pow", "fact") for b in [*children(node)][1:] for inner in walk(b)
        )
    return True


def _tree(node: Node) -> list[Any]:
    """The node as JSON: lists of an operator and its arguments."""
    if node.op == "num":
        return ["num", str(node.args[0].p), str(node.args[0].q)]
    parts: list[Any] = [node.op]
    for arg in node.args:
        parts.append(_tree(arg) if isinstance(arg, Node) else arg if isinstance(arg, str) else "")
    return parts
