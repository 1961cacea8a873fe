"""What a program is held to: the property tests of a task, made once and kept.

    property_tests(answer, sandbox)  ->  PropertyTests(args=((3,), (0,), ...), expected=(7, 1, ...))

Inputs come from the strategies (program_inputs.py), the expected values from the task's own
reference, run in the same sandbox in processes of its own. A reference that fails, or that differs
from a gold, gives tests with a `failure` and nothing else.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assay.checkers.program_cases import is_right, run_cases, short, value_of
from assay.checkers.program_inputs import Args, property_inputs
from assay.core.canonical import digest, dumps
from assay.core.records import Answer
from assay.sandbox.records import Sandbox

MOST_KEPT = 64


@dataclass(frozen=True, slots=True)
class PropertyTests:
    """What a program is held to: the arguments of every test and the value of each.

    The task's own examples come first, the `heavy` large ones last. `failure` says why there are
    no tests, and `broken` that the sandbox and not the reference is to blame.
    """

    args: tuple[Args, ...]
    expected: tuple[Any, ...]
    failure: str | None = None
    broken: bool = False
    heavy: int = 0


def property_tests(answer: Answer, sandbox: Sandbox) -> PropertyTests:
    """The property tests of a program answer, made once and kept; safe between threads."""
    spec = answer.spec
    key = digest({name: value for name, value in spec.items() if name != "mutants"})
    return _KEPT.get(key, lambda: _make_tests(answer, sandbox))


def _make_tests(answer: Answer, sandbox: Sandbox) -> PropertyTests:
    """Run the reference on every input; on the examples it must give the gold."""
    spec = answer.spec
    more = spec.get("large", ()), spec.get("telling", ())
    args = tuple(property_inputs(spec["strategies"], spec["examples"], *more))
    expected: list[Any] = []
    golds = {dumps(list(e["args"])): e["result"] for e in spec["examples"]}
    ran = run_cases(answer, spec["reference_source"], args, sandbox)
    if isinstance(ran, str):
        return PropertyTests((), (), f"the reference fails: {ran}")
    for one, outcome in zip(args, ran, strict=True):
        where = f"on {short(list(one))}"
        try:
            value = value_of(spec, outcome)
        except ValueError:
            value = None
        if outcome.flag != "ok" or value is None:
            why = f"the reference fails: {outcome.flag} {where} {outcome.message}".strip()
            return PropertyTests((), (), why, outcome.flag == "ie")
        if not is_right(spec, golds.get(dumps(list(one)), value), outcome):
            why = f"the reference differs from the gold: {short(value)} {where}"
            return PropertyTests((), (), why)
        expected.append(value)
    return PropertyTests(args, tuple(expected), heavy=len(spec.get("large", ())))


class Keeper:
    """The tests of the tasks judged last; two threads never make the same ones twice."""

    def __init__(self) -> None:
        self._kept: OrderedDict[bytes, PropertyTests] = OrderedDict()
        self._busy: dict[bytes, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: bytes, make: Callable[[], PropertyTests]) -> PropertyTests:
        with self._lock:
            busy = self._busy.setdefault(key, threading.Lock())
        with busy:
            with self._lock:
                if key in self._kept:
                    self._kept.move_to_end(key)
                    return self._kept[key]
            tests = make()
            self._keep(key, tests)
            return tests

    def _keep(self, key: bytes, tests: PropertyTests) -> None:
        """Failures are not kept: the machine may be to blame."""
        with self._lock:
            self._busy.pop(key, None)
            if tests.failure is None:
                self._kept[key] = tests
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)


_KEPT = Keeper()
