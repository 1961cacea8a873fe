"""What a program is held to: the property tests of a task, made once and kept.

    property_tests(answer, sandbox)  ->  PropertyTests(args=((3,), (0,), ...), expected=(7, 1, ...))

Inputs come from the strategies (program_inputs.py), the expected values from the task's own
reference, run in the same sandbox in processes of its own. A reference that fails, or that differs
from a gold, gives tests with a `failure` and nothing else. Where all inputs but the examples have
one value, so that a constant with the examples by heart would pass, others are looked for.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assay.checkers.program_cases import is_right, run_cases, short, value_of
from assay.checkers.program_further import further_inputs
from assay.checkers.program_inputs import Args, property_inputs
from assay.core.canonical import digest, dumps
from assay.core.records import Answer
from assay.sandbox.records import Sandbox

MOST_KEPT = 64
FURTHER = 300
"""Inputs that are tried where all tests but the examples give one value."""
AT_ONCE = 50
MOST_FURTHER = 4


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
    """The tests that spec and strategies make, and some more where these tell nothing."""
    spec = answer.spec
    more = spec.get("large", ()), spec.get("telling", ())
    args = property_inputs(spec["strategies"], spec["examples"], *more)
    tests = _with_results(answer, args, sandbox)
    usual = _only_result(tests, len(spec["examples"]))
    return tests if usual is None else _told_apart(answer, tests, usual, sandbox)


def _with_results(answer: Answer, args: Sequence[Args], sandbox: Sandbox) -> PropertyTests:
    """Run the reference on every input; on the examples it must give the gold."""
    spec = answer.spec
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
    return PropertyTests(tuple(args), tuple(expected), heavy=len(spec.get("large", ())))


def _only_result(tests: PropertyTests, shown: int) -> str | None:
    """The one value that every test gives but for the examples, which a program can know by heart;
    None where there are more."""
    found = {dumps(value) for value in tests.expected[shown:]}
    return found.pop() if len(found) == 1 else None


def _told_apart(
    answer: Answer, tests: PropertyTests, usual: str, sandbox: Sandbox
) -> PropertyTests:
    """The tests with a few more, of another value: a constant passes no longer. The same where none
    of `FURTHER` inputs has one."""
    known = {dumps(list(one)) for one in tests.args}
    inputs = further_inputs(answer.spec["strategies"], FURTHER)
    inputs = [one for one in inputs if dumps(list(one)) not in known]
    for at in range(0, len(inputs), AT_ONCE):
        more = _with_results(answer, inputs[at : at + AT_ONCE], sandbox)
        if more.broken:
            return more
        pairs = zip(more.args, more.expected, strict=True)
        others = [pair for pair in pairs if dumps(pair[1]) != usual][:MOST_FURTHER]
        if others:
            return _put_in(tests, others)
    return tests


def _put_in(tests: PropertyTests, others: Sequence[tuple[Args, Any]]) -> PropertyTests:
    """The tests with others before the heavy ones."""
    light = len(tests.args) - tests.heavy
    return replace(
        tests,
        args=(*tests.args[:light], *(one for one, _ in others), *tests.args[light:]),
        expected=(
            *tests.expected[:light],
            *(value for _, value in others),
            *tests.expected[light:],
        ),
    )


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
