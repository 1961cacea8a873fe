"""Write test cases: they must pass a right program and catch every faulty one.

Example: a specification, at most 4 cases -> [[[[3, 1]], [1, 3]], [[[]], []]]

The specification is a program of one of the domains; the faulty programs are the right one with an
argument moved by one, a stage left out or two stages exchanged. The answer is JSON and is never
run. A few of the examples that catch them all are the gold, and two cases more are allowed. The
oracle computes what the gold's cases expect by the clauses of the domain.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from random import Random
from typing import Any

from assay.core.canonical import dumps
from assay.core.records import Answer
from assay.core.seeds import seed_for
from assay.generators.code.composition import pieces
from assay.generators.code.domains import DOMAINS
from assay.generators.code.domains.domain import Domain
from assay.generators.code.domains.drawing import (
    ENTRY,
    Trial,
    bound,
    draw_problem,
    example_inputs,
    reading_of,
    signature,
    source,
    start_of,
)
from assay.generators.code.domains.drawing import (
    capacity as capacity_of_domain,
)
from assay.generators.code.domains.synthesis import program_answer, twins_of
from assay.generators.family import Draft, Family, capped
from assay.generators.text.parts import compose

FAULTS = {1: 2, 2: 3, 3: 3, 4: 4, 5: 4, 6: 5, 7: 5, 8: 6, 9: 6, 10: 7}
MORE = 2
_DOMAINS: Mapping[str, Domain] = {domain.name: domain for domain in DOMAINS}


def generate(rng: Random, level: int) -> Draft:
    """Draw a program and faulty ones that the examples catch."""
    while True:
        domain = rng.choice(DOMAINS)
        problem, trial = draw_problem(rng, domain, level)
        caught = _caught(domain, problem, trial, FAULTS[level])
        if len(caught) == FAULTS[level]:
            break
    chosen = _cover(list(caught.values()))
    examples = [{"args": [s[0]], "result": s[-1]} for s in trial.states]
    most = len(chosen) + MORE
    cases = [[examples[at]["args"], examples[at]["result"]] for at in chosen]
    suite = {"most": most, "cases": cases}
    answer = program_answer(domain, problem, examples, list(caught))
    whole = {"domain": domain.name, "program": problem, "chosen": chosen, "faults": FAULTS[level]}
    return Draft(
        prompts=_prompts(domain, problem, examples[0], most, FAULTS[level]),
        problem=whole,
        answer=Answer("program", ENTRY, {**answer.spec, "suite": suite}),
        meta={"size": 2 * len(problem["stages"]) + pieces(problem["stages"])},
    )


def _caught(
    domain: Domain, problem: Mapping[str, Any], trial: Trial, count: int
) -> dict[str, frozenset[int]]:
    """Faulty programs, and the examples on which each is wrong: a function of the problem alone."""
    rng = Random(seed_for("suite mutants", dumps(problem)))
    twins = twins_of(domain, problem)
    rng.shuffle(twins)
    found: dict[str, frozenset[int]] = {}
    for at, stages in twins:
        if len(found) == count:
            break
        functions = bound(domain, stages[at:])
        wrong = [
            number
            for number, states in enumerate(trial.states)
            if Trial([states]).is_wrong(at, functions)
        ]
        if wrong:
            found[source(domain, {**problem, "stages": stages})] = frozenset(wrong)
    return found


def _cover(caught: Sequence[frozenset[int]]) -> list[int]:
    """Examples that together catch all: always the one that catches most of those left."""
    left, chosen = list(caught), []
    while left:
        numbers = sorted(frozenset().union(*left))
        best = max(numbers, key=lambda number: sum(number in one for one in left))
        chosen.append(best)
        left = [one for one in left if best not in one]
    return sorted(chosen)


def _prompts(
    domain: Domain,
    problem: Mapping[str, Any],
    example: Mapping[str, Any],
    most: int,
    faults: int,
) -> tuple[str, ...]:
    head = signature(domain, problem)
    about = start_of(domain, problem).about.format(size=problem["size"])
    clauses = [domain.library.words(stage) for stage in problem["stages"]]
    numbered = "\n".join(f"{i}. {c[0].upper()}{c[1:]}." for i, c in enumerate(clauses, 1))
    running = " Then ".join(f"{clause}." for clause in clauses)
    case = dumps([example["args"], example["result"]])
    form = (
        f"Write at most {most} cases as JSON, a list of pairs [list of arguments, expected "
        f"value], like [{case}], in one code block."
    )
    return compose(
        f"def {head}: {about} {'; '.join(clauses)}; return the result. {form} They must hold, and "
        f"catch all of {faults} faulty versions.",
        (
            f"The Python function `{head}` is specified like this. {about}\n{numbered}\nIt returns "
            "the result.\n",
            f"A function `{head}` is to be tested. {about} First of all, {running} That is the "
            "return value.",
            f"{about} What `{head}` does with it:\n{numbered}\nIts value is what it has then.\n",
            f"Here is what `{head}` should do, beginning with its argument. {about} Please "
            f"{running} The outcome is returned.",
        ),
        (
            f"Write tests that a right program passes and that each of {faults} programs with one "
            "small fault fails at least once.",
            f"There are {faults} faulty versions of it, each with a small fault. Find test cases "
            "that catch every one of them and that are right themselves.",
            f"Give test cases: all expected values must be right, and each of {faults} slightly "
            "wrong versions must be caught by one of them.",
        ),
        (form,),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The examples and the gold's cases, their values by the clauses of the domain."""
    domain, program = _DOMAINS[problem["domain"]], problem["program"]
    examples = [
        {"args": [value], "result": reading_of(domain, program, value)}
        for value in example_inputs(domain, program)
    ]
    cases = [[examples[at]["args"], examples[at]["result"]] for at in problem["chosen"]]
    suite = {"most": len(cases) + MORE, "cases": cases}
    return Answer("program", ENTRY, {"examples": examples, "suite": suite})


@cache
def capacity(level: int) -> int | None:
    """Of the domains, drawn evenly: 1 / (the chance that two draws are the same)."""
    same = sum(1 / (capacity_of_domain(domain, level) or 2**63) for domain in DOMAINS)
    return capped(int(len(DOMAINS) ** 2 / same))


FAMILY = Family(
    name="test_writing",
    area="code",
    domain="testing",
    answer_kind="program",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
    has_steps=False,
    version=2,
)
