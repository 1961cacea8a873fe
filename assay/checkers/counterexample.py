"""The smallest input on which a program fails: a search after the verdict, for the evidence.

    smallest(answer, "def solve(n): return 2 * n if n else 7", fault, tests, sandbox)
        -> Fault(0, "WA", "wrong", {"args": "[0]", "expected": "1", "got": "7"})

First the simplest inputs of all and the tests, from the simplest on; then, round by round, every
input one step simpler than the best so far (program_shrinks.py). A round is one batch for the
reference and one for the program (program_batch.py), and what it finds counts only after it failed
once more in a process of its own. Inputs outside the strategies are never tried. Any failure is as
good as any other, so a wrong value may come down to an exception.

The search is bounded by the inputs tried and by the times that the program did not come back, never
by the clock: the same program gets the same counterexample on every machine. A program that needs
about its whole limit for small inputs may be an exception to that. The verdict stays what it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from assay.checkers.program_batch import outcomes_of
from assay.checkers.program_cases import Fault, fault_of, run_cases, value_of
from assay.checkers.program_inputs import Args
from assay.checkers.program_shrinks import fits, simpler, small_inputs, weight
from assay.checkers.program_tests import Keeper, PropertyTests
from assay.core.canonical import digest, dumps
from assay.core.records import Answer
from assay.sandbox.records import Outcome, Sandbox

SMALL = 160
MOST_TRIES = {"python": 2000}
MOST_TRIES_ELSEWHERE = 100
MOST_HANGS = 3
MOST_DOUBTS = 8
_POOLS = Keeper()


def smallest(
    answer: Answer, source: str, fault: Fault, tests: PropertyTests, sandbox: Sandbox
) -> Fault:
    """The failure on the smallest input found; `fault`, which is known, if none is smaller."""
    search = _Search(answer, source, sandbox)
    found = search.first(_pool(answer, tests, sandbox))
    start = tests.args[fault.number]
    strategies = answer.spec["strategies"]
    if found is None and fault.code in ("WA", "RE") and fits(strategies, start):
        found = start, fault
    while found is not None:
        best, fault = found
        found = search.first(search.expected(simpler(strategies, best)))
    return fault


def _pool(answer: Answer, tests: PropertyTests, sandbox: Sandbox) -> PropertyTests:
    """The simplest inputs and the tests within the strategies, in order, with the right values."""
    spec = answer.spec
    strategies = spec["strategies"]

    def make() -> PropertyTests:
        light = [one for one in tests.args if fits(strategies, one)]
        known = {dumps(list(a)): v for a, v in zip(tests.args, tests.expected, strict=True)}
        count = SMALL if spec["lang"] == "python" else MOST_TRIES_ELSEWHERE // 4
        by_text = {dumps(list(one)): one for one in (*small_inputs(strategies, count), *light)}
        new = expected_of(answer, [a for t, a in by_text.items() if t not in known], sandbox)
        known |= {dumps(list(a)): v for a, v in zip(new.args, new.expected, strict=True)}
        args = sorted(
            (one for text, one in by_text.items() if text in known),
            key=lambda one: weight(strategies, one),
        )
        return PropertyTests(tuple(args), tuple(known[dumps(list(one))] for one in args))

    key = digest({name: spec[name] for name in spec if name != "mutants"})
    return _POOLS.get(key, make)


def expected_of(answer: Answer, args: Sequence[Args], sandbox: Sandbox) -> PropertyTests:
    """The inputs on which the reference gives a value, and these values, from batches."""
    kept, values = [], []
    left = list(args)
    while left:
        outcomes = outcomes_of(answer, answer.spec["reference_source"], left, sandbox)
        for one, outcome in zip(left, outcomes, strict=False):
            try:
                value = value_of(answer.spec, outcome)
            except ValueError:
                continue
            if outcome.flag == "ok" and value is not None:
                kept.append(one)
                values.append(value)
        left = left[len(outcomes) :]
    return PropertyTests(tuple(kept), tuple(values))


@dataclass(slots=True)
class _Search:
    """One program, and what its search has used up."""

    answer: Answer
    source: str
    sandbox: Sandbox
    tries: int = 0
    hangs: int = 0
    doubts: int = 0
    seen: set[str] = field(default_factory=set)

    def expected(self, args: Sequence[Args]) -> PropertyTests:
        """Those inputs that were not tried yet, as many as are left, with the right values."""
        most = MOST_TRIES.get(self.answer.spec["lang"], MOST_TRIES_ELSEWHERE) - self.tries
        new = [one for one in args if dumps(list(one)) not in self.seen][: max(0, most)]
        return expected_of(self.answer, new, self.sandbox)

    def first(self, tests: PropertyTests) -> tuple[Args, Fault] | None:
        """The first input on which the program fails by itself, of those given in order."""
        self.seen |= {dumps(list(one)) for one in tests.args}
        at = 0
        while at < len(tests.args) and self.hangs < MOST_HANGS and self.doubts < MOST_DOUBTS:
            outcomes = outcomes_of(self.answer, self.source, tests.args[at:], self.sandbox)
            self.tries += len(outcomes)
            self.hangs += outcomes[-1].flag == "tle"
            for number, outcome in enumerate(outcomes, at):
                if self._fault(number, tests, outcome) is None:
                    continue
                fault = self._alone(number, tests)
                if fault is not None:
                    return tests.args[number], fault
                self.doubts += 1
            at += len(outcomes)
        return None

    def _fault(self, number: int, tests: PropertyTests, outcome: Outcome) -> Fault | None:
        args, expected = tests.args[number], tests.expected[number]
        fault = fault_of(self.answer, number, args, expected, outcome)
        return None if fault and fault.status == "error" else fault

    def _alone(self, number: int, tests: PropertyTests) -> Fault | None:
        """The fault of the program in a process of its own."""
        ran = run_cases(self.answer, self.source, [tests.args[number]], self.sandbox)
        return None if isinstance(ran, str) else self._fault(number, tests, ran[0])
