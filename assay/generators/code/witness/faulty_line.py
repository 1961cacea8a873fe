"""Which line is wrong? A specification, code that deviates from it in one line, and a failing call.

Example: "Sort the list in ascending order. Keep only the first 3 elements." and a function whose
line 2 sorts in descending order -> 2

Every step of the specification is one line of the code. In one, a number, or the part itself,
was changed, so that the shown call gives a wrong value. The oracle compares what steps and their
lines mean on many lists (reading.py); it knows nothing of texts.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.core.seeds import seed_for
from assay.generators.code import composition, reading
from assay.generators.code.composition import LIBRARY, draw_element, integer_places
from assay.generators.code.domains.drawing import collision
from assay.generators.code.inputs import draw_input, strategy_of
from assay.generators.code.part import Part, Term
from assay.generators.family import Draft, Family, capped
from assay.generators.text.parts import compose

STAGES = {1: 5, 2: 6, 3: 7, 4: 8, 5: 9, 6: 10, 7: 11, 8: 12, 9: 13, 10: 14}
JOINED_FROM = 5
PROBES = 60
ACCEPTED = 0.1
_PAIRS = (
    *(("keep", "drop_if"), ("ascending", "descending"), ("take", "skip")),
    ("running_sum", "running_max"),
)
_PARTNERS = {**dict(_PAIRS), **{b: a for a, b in _PAIRS}}
PARTS: tuple[Part, ...] = tuple(
    part
    for part in LIBRARY.parts.values()
    if (part.takes, part.gives) == ("ints", "ints") and "\n" not in part.source
)


def generate(rng: Random, level: int) -> Draft:
    """Draw a chain, change one of its stages, and find a list on which that is seen."""
    while True:
        stages = _draw(rng, STAGES[level], level >= JOINED_FROM)
        at = rng.randrange(len(stages))
        changed = _changed(rng, stages[at])
        if changed is None:
            continue
        faulty = [*stages[:at], changed, *stages[at + 1 :]]
        values = [rng.randint(-50, 99) for _ in range(rng.randint(6, 9))]
        right, wrong = (_run(chain, values) for chain in (stages, faulty))
        seen = right != wrong and max(len(repr(right)), len(repr(wrong))) < 160
        if seen and _only(stages, faulty) == at:
            break
    problem = {"stages": stages, "faulty": faulty, "values": values}
    return Draft(
        prompts=_prompts(stages, faulty, values, right, wrong),
        problem=problem,
        answer=Answer("integer", str(at + 2)),
        meta={"size": len(stages)},
    )


def _draw(rng: Random, count: int, joined: bool) -> list[Term]:
    """Different parts one after the other; nothing that doubles a list more than once."""
    stages: list[Term] = []
    while len(stages) < count:
        part = rng.choice(PARTS)
        if not stages or (part.name != stages[-1][0] and not _doubles(part.name, stages)):
            options = [rng.choice(options) for options in part.options]
            stages.append(
                [part.name, *options, *(draw_element(rng, h, joined) for h in part.holes)]
            )
    return stages


def _doubles(name: str, stages: Sequence[Term]) -> bool:
    return name == "mirror" and any(stage[0] == "mirror" for stage in stages)


def _changed(rng: Random, stage: Term) -> Term | None:
    """The stage with its part exchanged for the partner, or with a number moved a little."""
    if stage[0] in _PARTNERS and rng.random() < 0.5:
        return [_PARTNERS[stage[0]], *stage[1:]]
    copy: Term = [list(item) if isinstance(item, list) else item for item in stage]
    places = [place for place in integer_places(copy) if place[0] is copy or place[0] in copy]
    if not places:
        return None
    term, at, options = rng.choice(places)
    near = [value for value in options if value != term[at] and abs(value - term[at]) <= 3]
    term[at] = rng.choice(near)
    return copy


def _run(stages: Sequence[Term], values: Sequence[int]) -> Any:
    return composition.run({"stages": stages}, (list(values),))


@cache
def _lists() -> list[list[int]]:
    """Lists on which single stages are compared."""
    rng = Random(seed_for("faulty line"))
    return [draw_input(rng, strategy_of("ints"), number) for number in range(PROBES)]


def _only(stages: Sequence[Term], faulty: Sequence[Term]) -> int:
    """The only stage that differs on some list; -1 where there is none or there are several."""
    found = [
        at
        for at, (one, other) in enumerate(zip(stages, faulty, strict=True))
        if one != other and any(_run([one], v) != _run([other], v) for v in _lists())
    ]
    return found[0] if len(found) == 1 else -1


def _prompts(
    stages: Sequence[Term], faulty: Sequence[Term], values: Sequence[int], right: Any, wrong: Any
) -> tuple[str, ...]:
    code = composition.source({"takes": "ints", "gives": "ints", "stages": list(faulty)})
    lines = "\n".join(f"{n}: {line}" for n, line in enumerate(code.split("\n"), 1))
    words = [LIBRARY.words(stage) for stage in stages]
    numbered = "\n".join(f"- {text[0].upper()}{text[1:]}." for text in words)
    call = f"solve({list(values)!r})"
    block = f"```text\n{lines}\n```"
    return compose(
        f"{lines}\n\nMeant: {'; '.join(words)}; return it. {call} gives {wrong!r}, not {right!r}. "
        "Number of the faulty line?",
        (
            f"A function should take a list of integers and do this, in this order:\n{numbered}\n"
            f"\nIts lines are numbered.\n\n{block}\n\nBut {call} returns {wrong!r}, where "
            f"{right!r} is right.",
            f"{block}\n\nThis code should start from the list values, do these steps and return "
            f"the result:\n{numbered}\n\nA test fails: {call} should be {right!r}, but is "
            f"{wrong!r}.",
            f"Specification, from the argument values to the result:\n{numbered}\n\nCode with line "
            f"numbers:\n\n{block}\n\nThe call {call} shows that they do not agree: it gives "
            f"{wrong!r} instead of {right!r}.",
            f"There is one small mistake in this function.\n\n{block}\n\nWhat it is meant to do "
            f"with values:\n{numbered}\n\n{call} is {wrong!r}, but should be {right!r}.",
        ),
        (
            "Which line is wrong? Answer with its number.",
            "Find the number of the line that deviates from the specification.",
            "Exactly one line does not do its step. Give its number.",
        ),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """What every step and its line mean on many lists, read clause by clause."""
    lists = [*_lists(), problem["values"]]
    pairs = zip(problem["stages"], problem["faulty"], strict=True)
    found = [
        number
        for number, (one, other) in enumerate(pairs, 2)
        if any(
            reading.result({"stages": [one]}, (list(v),))
            != reading.result({"stages": [other]}, (list(v),))
            for v in lists
        )
    ]
    return Answer("integer", str(found[0]) if len(found) == 1 else "")


@cache
def capacity(level: int) -> int | None:
    """Chains of parts drawn evenly, reduced for those that are not kept; faults are left out."""
    joined = level >= JOINED_FROM
    same = sum(collision(part, joined) for part in PARTS) / len(PARTS) ** 2
    return capped(int(same ** -STAGES[level] * ACCEPTED**2))


FAMILY = Family(
    name="faulty_line",
    area="code",
    domain="repair",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
    has_steps=False,
)
