"""How strong the tests of a program task are: the share of its reference's mutants that they kill.

    strength(answer, sandbox)  ->  Strength(mutants=41, killed=38, equivalent=3)      enough: True

Mutants are the small faults of `generators/code/mutation.py` at every place of the reference,
whatever the examples say of them, at most MOST_MUTANTS; for a reference in another language than
Python, those that the task carries. A survivor counts as equivalent only if it agrees with the
reference on FURTHER more inputs (or on all there are). Mutants are our own programs, so batches in
one process say enough here; models' programs never get their verdict this way.
"""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from assay.checkers.counterexample import expected_of
from assay.checkers.program import first_fault
from assay.checkers.program_batch import IN_ONE_PROCESS, outcomes_of
from assay.checkers.program_cases import fault_of, run_cases
from assay.checkers.program_further import further_inputs
from assay.checkers.program_inputs import Args
from assay.checkers.program_native import choice_program
from assay.checkers.program_runs import is_native
from assay.checkers.program_tests import Keeper, PropertyTests, property_tests
from assay.core.canonical import digest, dumps
from assay.core.errors import AssayError
from assay.core.records import Answer
from assay.core.seeds import seed_for
from assay.generators.code.mutation import edits
from assay.sandbox import Sandbox
from assay.sandbox.records import Outcome

MOST_MUTANTS = 80
LEAST_KILLED = 0.95
FURTHER = 2000
CPU_SECONDS = 0.5
MANY = 100
# mutants do not sleep: the clock must not kill one on a busy machine
WALL_SECONDS = 60.0


_FURTHER = Keeper()


@dataclass(frozen=True, slots=True)
class Strength:
    """Mutants tried, killed by a test, and equivalent as far as the further inputs tell.

    `telling` are further inputs on which a survivor that the tests let through is wrong, and
    `mended` counts these survivors: with the inputs among the tests they are killed. `judged` are
    the killed ones that had a process of their own for each test, as a model's program has.
    """

    mutants: int
    killed: int
    equivalent: int
    telling: tuple[Args, ...] = ()
    mended: int = 0
    judged: frozenset[str] = frozenset()

    @property
    def enough(self) -> bool:
        """Whether the tests kill LEAST_KILLED of the mutants that are not equivalent."""
        return self.killed >= LEAST_KILLED * (self.mutants - self.equivalent)


def strength(answer: Answer, sandbox: Sandbox, most: int = MOST_MUTANTS) -> Strength:
    """Run the mutants on the property tests, and the survivors on the further inputs."""
    tests = property_tests(answer, sandbox)
    mutants = mutants_of(answer, most)
    alive = _survivors(answer, mutants, tests, sandbox)
    telling: list[Args] = []
    if alive:
        further = further_tests(answer, sandbox)
        for mutant in alive:
            found = _first_wrong(_hurried(answer), mutant, further, sandbox)
            telling += [] if found is None else [found]
    killed = len(mutants) - len(alive)
    new = tuple({dumps(list(one)): one for one in telling}.values())
    equal = len(alive) - len(telling)
    batched = answer.spec["lang"] in IN_ONE_PROCESS
    judged = frozenset() if batched else frozenset(mutants) - frozenset(alive)
    return Strength(len(mutants), killed, equal, new, len(telling), judged)


def further_tests(answer: Answer, sandbox: Sandbox) -> PropertyTests:
    """FURTHER more inputs on which the reference gives a value, or all there are; kept."""
    spec = answer.spec

    def make() -> PropertyTests:
        return expected_of(answer, further_inputs(spec["strategies"], FURTHER), sandbox)

    names = ("lang", "entry", "stdin", "reference_source", "strategies", "limits")
    return _FURTHER.get(digest({name: spec.get(name) for name in names}), make)


def wrong_on_tests(answer: Answer, mutant: str, sandbox: Sandbox) -> str:
    """What one mutant is: `killed` by the tests, `equivalent`, or a `survivor` though wrong."""
    if not _survives(answer, mutant, property_tests(answer, sandbox), sandbox):
        return "killed"
    wrong = _first_wrong(_hurried(answer), mutant, further_tests(answer, sandbox), sandbox)
    return "equivalent" if wrong is None else "survivor"


def mutants_of(answer: Answer, most: int) -> list[str]:
    """Up to `most` mutants of the reference, the same ones wherever it is asked."""
    spec = answer.spec
    source = spec["reference_source"]
    if spec["lang"] != "python":
        return list(spec["mutants"][:most])
    found = every_mutant(source)
    return found if len(found) <= most else Random(seed_for("vet", source)).sample(found, most)


def every_mutant(source: str) -> list[str]:
    """Every program that is one small fault away from `source`."""
    tree = ast.parse(source)
    found: dict[str, None] = {}
    for edit in edits(tree):
        old = getattr(edit.node, edit.field)
        setattr(edit.node, edit.field, edit.new)
        found[ast.unparse(tree)] = None
        setattr(edit.node, edit.field, old)
    found.pop(ast.unparse(tree), None)
    return list(found)


def _hurried(answer: Answer) -> Answer:
    """The same task with less CPU time: a mutant of ours that needs more hangs."""
    return _limited(answer, cpu_s=CPU_SECONDS, wall_s=WALL_SECONDS)


def _limited(answer: Answer, **changes: float) -> Answer:
    limits: Mapping[str, float] = answer.spec.get("limits", {})
    return replace(answer, spec={**answer.spec, "limits": {**limits, **changes}})


def _survivors(
    answer: Answer, mutants: Sequence[str], tests: PropertyTests, sandbox: Sandbox
) -> list[str]:
    """The mutants that pass every test; functions of C++ are compiled together, for that costs."""
    if answer.spec["lang"] != "cpp" or not is_native(answer.spec):
        return [mutant for mutant in mutants if _survives(answer, mutant, tests, sandbox)]
    spec = answer.spec
    program, types = choice_program(spec["entry"], spec["types"], mutants)
    chosen = replace(answer, spec={**spec, "types": types})
    if isinstance(run_cases(chosen, program, [], sandbox), str):  # one of them does not compile
        return [mutant for mutant in mutants if _survives(answer, mutant, tests, sandbox)]
    alive = []
    for number, mutant in enumerate(mutants):
        own = replace(tests, args=tuple((number, *args) for args in tests.args))
        if _survives(chosen, program, own, sandbox):
            alive.append(mutant)
    return alive


def _survives(answer: Answer, mutant: str, tests: PropertyTests, sandbox: Sandbox) -> bool:
    """Whether a mutant passes every test: the light ones in a batch, each large one by itself."""
    if answer.spec["lang"] not in IN_ONE_PROCESS:
        fault = first_fault(_limited(answer, wall_s=WALL_SECONDS), mutant, tests, sandbox)
        if fault is not None and fault.status == "error":
            raise AssayError(f"the sandbox failed while vetting: {fault.detail['message']}")
        return fault is None
    light = len(tests.args) - tests.heavy
    few = PropertyTests(tests.args[:light], tests.expected[:light])
    if _first_wrong(_hurried(answer), mutant, few, sandbox) is not None:
        return False
    patient = _limited(answer, wall_s=WALL_SECONDS)
    for number in range(light, len(tests.args)):
        ran = run_cases(patient, mutant, [tests.args[number]], sandbox)
        if isinstance(ran, str) or _is_wrong(answer, number, tests, ran[0]):
            return False
    return True


def _first_wrong(
    answer: Answer, mutant: str, tests: PropertyTests, sandbox: Sandbox
) -> Args | None:
    """The first input on which the mutant is wrong or does not come back.

    Where the time ends after many inputs the last one is tried again, first of a batch: the many
    may have taken it.
    """
    at = 0
    while at < len(tests.args):
        outcomes: Sequence[Outcome] = outcomes_of(answer, mutant, tests.args[at:], sandbox)
        if len(outcomes) > MANY and outcomes[-1].flag == "tle":
            outcomes = outcomes[:-1]
        for number, outcome in enumerate(outcomes, at):
            if _is_wrong(answer, number, tests, outcome):
                return tests.args[number]
        at += len(outcomes)
    return None


def _is_wrong(answer: Answer, number: int, tests: PropertyTests, outcome: Outcome) -> bool:
    if outcome.flag == "ie":
        raise AssayError(f"the sandbox failed while vetting: {outcome.message}")
    args, expected = tests.args[number], tests.expected[number]
    return fault_of(answer, number, args, expected, outcome) is not None
