"""From a domain to a family: write a function of this domain from its specification.

    FAMILY = synthesis_family("grid_synthesis", GRIDS)

The reference is the chain's source. Mutants are the program with an argument moved by one, with a
stage left out or with two stages exchanged, and with one node of a helper changed (mutation.py);
each was seen to be wrong on an example. The oracle computes the examples anew by the domain's
clauses; it knows nothing of sources or mutants.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from random import Random
from typing import Any

from assay.core.canonical import dumps
from assay.core.records import Answer
from assay.core.seeds import seed_for
from assay.generators.code.composition import pieces
from assay.generators.code.contest_cores import text_of
from assay.generators.code.domains.domain import Domain
from assay.generators.code.domains.drawing import (
    ENTRY,
    Problem,
    Trial,
    bound,
    capacity,
    draw_problem,
    example_inputs,
    optional,
    reading_of,
    signature,
    source,
    start_of,
)
from assay.generators.code.domains.prompts import prompts
from assay.generators.code.evaluate import Failed, Function, Refused
from assay.generators.code.mutation import bench_of, fresh
from assay.generators.code.part import Term
from assay.generators.family import Draft, Family

TWINS = 5
HELPER_MUTANTS = 1
FEWEST_MUTANTS = 3
TRIES = 3
BUDGET = 1_500
COMPARE = {"tolerance": 0, "int_equals_float": False}
Examples = Sequence[Mapping[str, Any]]


def synthesis_family(name: str, domain: Domain, version: int = 1) -> Family:
    """The family of a domain."""
    return Family(
        name=name,
        area="code",
        domain="synthesis",
        answer_kind="program",
        generate=partial(generate, domain),
        oracle=partial(oracle, domain),
        capacity=partial(capacity, domain),
        has_steps=False,
        version=version,
    )


def generate(domain: Domain, rng: Random, level: int) -> Draft:
    """Draw a program, its examples and mutants."""
    while True:
        problem, trial = draw_problem(rng, domain, level)
        mutants = draw_mutants(domain, problem, trial)
        if len(mutants) >= FEWEST_MUTANTS:
            break
    examples = _examples(trial.inputs, trial.results)
    return Draft(
        prompts=prompts(domain, problem, examples),
        problem=problem,
        answer=program_answer(domain, problem, examples, mutants),
        meta={"size": 2 * len(problem["stages"]) + pieces(problem["stages"])},
    )


def _examples(inputs: Sequence[Any], results: Sequence[Any]) -> list[dict[str, Any]]:
    return [
        {"args": [value], "result": result} for value, result in zip(inputs, results, strict=True)
    ]


def program_answer(
    domain: Domain, problem: Problem, examples: Examples, mutants: Sequence[str]
) -> Answer:
    """What the property tests of a program task are made from."""
    kind = start_of(domain, problem)
    spec = {
        "lang": "python",
        "entry": ENTRY,
        "signature": f"def {signature(domain, problem)}",
        "strategies": [{"name": kind.variable, **kind.strategy(problem["size"])}],
        "reference_source": source(domain, problem),
        "mutants": list(mutants),
        "examples": list(examples),
        "compare": COMPARE,
    }
    return Answer("program", ENTRY, spec)


def oracle(domain: Domain, problem: Problem) -> Answer:
    """The entry name and the examples, their results by the clauses of the domain."""
    inputs = example_inputs(domain, problem)
    results = [reading_of(domain, problem, value) for value in inputs]
    return Answer("program", ENTRY, {"examples": _examples(inputs, results)})


def draw_mutants(domain: Domain, problem: Problem, trial: Trial) -> list[str]:
    """Different faulty programs, each wrong on some example: a function of the problem alone."""
    rng = Random(seed_for("domain mutants", dumps(problem)))
    twins = twins_of(domain, problem)
    rng.shuffle(twins)
    found: dict[str, None] = {}
    for at, stages in twins:
        if len(found) < TWINS and trial.is_wrong(at, bound(domain, stages[at:])):
            found[source(domain, {**problem, "stages": stages})] = None
    for text in _helper_mutants(rng, domain, problem, trial):
        found[text] = None
    return list(found)


def twins_of(domain: Domain, problem: Problem) -> list[tuple[int, list[Term]]]:
    """Other stages, each from the given one on: faults to be tried."""
    return list(_twins(domain, problem))


def _twins(domain: Domain, problem: Problem) -> Iterator[tuple[int, list[Term]]]:
    """Other stages, from the given one on: one left out, two exchanged, one changed."""
    stages, parts = problem["stages"], domain.library.parts
    for at in optional(domain, problem):
        yield at, [*stages[:at], *stages[at + 1 :]]
    for at in range(len(stages) - 1):
        one, two = parts[stages[at][0]], parts[stages[at + 1][0]]
        if one.takes == one.gives == two.gives:
            yield at, [*stages[:at], stages[at + 1], stages[at], *stages[at + 2 :]]
    for path, value, options in _integers(domain, stages):
        for near in (value - 1, value + 1):
            if near in options:
                yield path[0], _with(stages, path, near)


def _integers(
    domain: Domain, terms: Sequence[Any], path: tuple[int, ...] = ()
) -> Iterator[tuple[tuple[int, ...], int, range]]:
    """Where the terms hold integers: (path of indices, value, range)."""
    for at, term in enumerate(terms):
        if not isinstance(term, list):
            continue
        piece = domain.library.elements.get(term[0]) or domain.library.parts[term[0]]
        for place, options in enumerate(piece.options, 1):
            if isinstance(options, range) and isinstance(term[place], int):
                yield (*path, at, place), term[place], options
        yield from _integers(domain, term, (*path, at))


def _with(terms: Sequence[Any], path: tuple[int, ...], value: int) -> list[Any]:
    changed = list(terms)
    changed[path[0]] = _with(terms[path[0]], path[1:], value) if len(path) > 1 else value
    return changed


def _helper_mutants(rng: Random, domain: Domain, problem: Problem, trial: Trial) -> Iterator[str]:
    """The program with one node of a helper changed; the helper is followed by the evaluator."""
    used = [stage[0] for stage in problem["stages"] if stage[0] in domain.helpers]
    places = [(name, at) for name in dict.fromkeys(used) for at in range(_edit_count(domain, name))]
    made = 0
    for name, edit in rng.sample(places, min(TRIES, len(places))):
        if made < HELPER_MUTANTS and _is_seen(domain, problem, name, edit, trial):
            made += 1
            yield source(domain, problem, {name: _edited_text(domain, name, edit)})


def _edit_count(domain: Domain, name: str) -> int:
    return len(bench_of(text_of(domain.helpers[name], name), name).edits)


@cache
def _edited(domain: Domain, name: str, at: int) -> Function:
    """The helper with its edit number `at`."""
    return bench_of(text_of(domain.helpers[name], name), name).function(at)


@cache
def _edited_text(domain: Domain, name: str, at: int) -> str:
    return bench_of(text_of(domain.helpers[name], name), name).text(at)


def _is_seen(domain: Domain, problem: Problem, name: str, edit: int, trial: Trial) -> bool:
    """Whether the changed helper is seen on one of two examples, small ones first."""

    function = _edited(domain, name, edit)

    def follow(value: Any, *arguments: Any) -> Any:
        return function.call(fresh([value, *arguments]), BUDGET)

    stages = problem["stages"]
    at = next(at for at, stage in enumerate(stages) if stage[0] == name)
    functions = bound(domain, stages[at:], {name: follow})
    small = sorted(trial.states, key=lambda states: len(repr(states[at])))[1:5:2]
    try:
        return Trial(small).is_wrong(at, functions)
    except (Failed, Refused, TypeError, ValueError, LookupError, ArithmeticError):
        return False
