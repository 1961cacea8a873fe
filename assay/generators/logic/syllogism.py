"""Which conclusions follow from premises of the forms all, no, some and some ... not.

Example: all marps are dralls; no dralls are kints. 1. No marps are kints. 2. Some dralls are marps.
-> {1}: a world without any marps shows that 2 does not follow.

"All" and "no" say nothing about whether there are any; "some" means at least one. Levels grow in
the number of premises, conclusions and terms; premises leave room for things of every term. The
steps name the premises that are needed or a world as counterexample. The oracle goes through all
worlds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations
from math import perm
from random import Random
from typing import Any

from assay.core.records import Answer, Step
from assay.generators.family import Draft, Family
from assay.generators.logic.models import columns
from assay.generators.text.parts import bounded, commas, compose, in_words

_WORDS = "marp drall kint tovin glenk plim sorv bruv wend lasp quon feld"
_TERMS = tuple(f"{word}s" for word in _WORDS.split())
_FORMS = {
    "all": "all {} are {}",
    "no": "no {} are {}",
    "some": "some {} are {}",
    "some not": "some {} are not {}",
}
Statement = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Size:
    """How many terms, premises and conclusions."""

    terms: int
    premises: int
    conclusions: int


LEVELS = {
    1: Size(3, 2, 3),
    2: Size(3, 2, 4),
    3: Size(3, 3, 5),
    4: Size(4, 3, 5),
    5: Size(4, 3, 6),
    6: Size(4, 4, 7),
    7: Size(4, 5, 8),
    8: Size(4, 6, 10),
    9: Size(4, 7, 12),
    10: Size(4, 8, 14),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw premises without contradiction, and conclusions of which some follow and some do not."""
    size = LEVELS[level]
    terms = rng.sample(_TERMS, size.terms)
    while True:
        premises = rng.sample(_statements(size.terms), size.premises)
        if not _possible(size.terms, premises):
            continue
        others = [s for s in _statements(size.terms) if s not in premises]
        follow = [s for s in others if _follows(size.terms, premises, s)]
        rest = [s for s in others if s not in follow]
        right = rng.randint(1, min(len(follow), size.conclusions - 1)) if follow else 0
        if right and len(rest) >= size.conclusions - right:
            break
    conclusions = [*rng.sample(follow, right), *rng.sample(rest, size.conclusions - right)]
    rng.shuffle(conclusions)
    numbers = [number for number, c in enumerate(conclusions, 1) if c in follow]
    return Draft(
        prompts=_prompts(terms, premises, conclusions),
        problem={
            "terms": terms,
            "premises": sorted(list(s) for s in premises),
            "conclusions": [list(s) for s in conclusions],
        },
        answer=Answer("set", f"{{{commas(numbers)}}}"),
        steps=tuple(_steps(terms, premises, conclusions)),
    )


def _statements(terms: int) -> list[Statement]:
    """All statements about two terms; "no" and "some" in one order only."""
    return [
        (form, a, b)
        for form in _FORMS
        for a, b in permutations(range(terms), 2)
        if a < b or form in ("all", "some not")
    ]


def _kinds(terms: int, statement: Statement) -> int:
    """Kinds of things (a set of terms each) that the statement forbids or wants one of."""
    form, a, b = statement
    column = columns(terms)
    return column[a] & column[b] if form in ("no", "some") else column[a] & ~column[b]


def _allowed(terms: int, premises: list[Statement]) -> int:
    left = (1 << (1 << terms)) - 1
    for premise in premises:
        if premise[0] in ("all", "no"):
            left &= ~_kinds(terms, premise)
    return left


def _wanted(terms: int, premises: list[Statement]) -> list[int]:
    """For each premise with "some" the kinds of things that can make it true."""
    allowed = _allowed(terms, premises)
    return [allowed & _kinds(terms, p) for p in premises if p[0] in ("some", "some not")]


def _possible(terms: int, premises: list[Statement]) -> bool:
    """No contradiction, and no term that has to be empty."""
    allowed = _allowed(terms, premises)
    return all(_wanted(terms, premises)) and all(allowed & column for column in columns(terms))


def _follows(terms: int, premises: list[Statement], conclusion: Statement) -> bool:
    """Universal: nothing allowed breaks it. Existential: some premise can be true by it alone."""
    kinds = _kinds(terms, conclusion)
    if conclusion[0] in ("all", "no"):
        return not _allowed(terms, premises) & kinds
    return any(not wanted & ~kinds for wanted in _wanted(terms, premises))


def _steps(
    terms: list[str], premises: list[Statement], conclusions: list[Statement]
) -> Iterator[Step]:
    for number, conclusion in enumerate(conclusions, 1):
        if _follows(len(terms), premises, conclusion):
            needed = list(premises)
            for premise in premises:
                fewer = [p for p in needed if p != premise]
                if _follows(len(terms), fewer, conclusion):
                    needed = fewer
            places = commas(premises.index(p) + 1 for p in needed)
            yield in_words(f"conclusion {number}", f"follows from premises {places}")
        else:
            world = _counterexample(terms, premises, conclusion)
            yield in_words(f"conclusion {number}", f"fails in {world}")


def _counterexample(terms: list[str], premises: list[Statement], conclusion: Statement) -> str:
    """Things that fulfil the premises and not the conclusion, each told by its terms."""
    allowed, kinds = _allowed(len(terms), premises), _kinds(len(terms), conclusion)
    wanted = _wanted(len(terms), premises)
    if conclusion[0] in ("all", "no"):
        wanted.append(allowed & kinds)
    else:
        wanted = [choices & ~kinds for choices in wanted]
    things = sorted({(choices & -choices).bit_length() - 1 for choices in wanted})
    told = []
    for thing in things:
        names = [term[:-1] for at, term in enumerate(terms) if thing >> at & 1]
        told.append(f"one {' and '.join(names)}" if names else "one other thing")
    return f"a world of {'; '.join(told)}" if told else "an empty world"


def _prompts(
    terms: list[str], premises: list[Statement], conclusions: list[Statement]
) -> tuple[str, ...]:
    def said(statement: Statement) -> str:
        form, a, b = statement
        text = _FORMS[form].format(terms[a], terms[b])
        return f"{text[0].upper()}{text[1:]}."

    given = " ".join(map(said, premises))
    lines = [f"{number}. {said(c)}" for number, c in enumerate(conclusions, 1)]
    flat, rows = " ".join(lines), "\n".join(lines)
    law = (
        '"All" and "no" do not say that there are any things of these kinds; "some" means at '
        "least one"
    )
    forms = (
        "Answer with the set of their numbers, like {1, 2}.",
        "Give the numbers in braces, like {1, 2}.",
    )
    return compose(
        f'{given} Which follow? {flat} ("all", "no": maybe there are none) Numbers in braces.',
        (
            f"Suppose that this is true: {given} {law}. Possible conclusions:\n{rows}\n",
            f"{law}. Premises: {given} Statements: {flat}",
            f"Somebody knows only this: {given} They wonder about these claims:\n{rows}\n{law}.",
        ),
        (
            "Which of the numbered statements follow with certainty?",
            "Which of the numbered statements must be true?",
            "Find those numbered statements that hold in every case.",
        ),
        forms,
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """All worlds, one for each set of kinds of things that exist: bits of very long numbers."""
    count = len(problem["terms"])
    exists = columns(2**count)
    everything = (1 << 2**2**count) - 1

    def worlds(form: str, a: int, b: int) -> int:
        found = 0
        for kind in range(2**count):
            if kind >> a & 1 and bool(kind >> b & 1) == (form in ("no", "some")):
                found |= exists[kind]
        return found if form.startswith("some") else everything ^ found

    left = everything
    for premise in problem["premises"]:
        left &= worlds(*premise)
    numbers = [n for n, c in enumerate(problem["conclusions"], 1) if not left & ~worlds(*c)]
    return Answer("set", f"{{{commas(numbers)}}}")


def capacity(level: int) -> int | None:
    """At least: terms, and conclusions in their order from a dozen."""
    size = LEVELS[level]
    return bounded(perm(len(_TERMS), size.terms) * perm(12, min(size.conclusions, 12)) // 6)


FAMILY = Family(
    name="syllogism",
    area="text",
    domain="logic",
    answer_kind="set",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
