"""What a family of problems is, and how its i-th task is made.

    family = FAMILIES["linear_equation"]
    drawn = draw(family, level=3, seed=42, index=17)     # the same bytes everywhere, for ever
    drawn.task.prompt, drawn.task.answer, drawn.key

A family file holds mathematics and words only: a function that draws a `Draft`, a second route
to the answer (`oracle`) that shares no code with the first, and how many problems each level has.
Ids, seeds, splits, the choice of a phrasing and the removal of repeats live outside it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import Any, Literal

from assay.core.canonical import dumps
from assay.core.errors import UsageError
from assay.core.records import Answer, Area, Step, Task
from assay.core.seeds import key_of_text, rng_for, split_of

LEVELS = range(1, 11)
Phrasing = Literal["any", "short"]
PHRASINGS: tuple[Phrasing, ...] = ("any", "short")


@dataclass(frozen=True, slots=True)
class Draft:
    """One problem before it has an id.

    `problem` is its canonical form: JSON that fixes what is asked without its wording (operands
    that may be swapped are sorted). `prompts` holds every phrasing of it, at least ten, all
    different and each complete by itself; the pipeline picks one. `steps` are spelled when read.
    """

    prompts: Sequence[str]
    problem: Mapping[str, Any]
    answer: Answer
    steps: Sequence[Step] = ()
    meta: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Family:
    """A registered family.

    `oracle` gets `Draft.problem` and finds the answer's value by another route; it returns an
    `Answer` that must equal the draft's. `capacity(level)` is the number of different problems
    that the level can draw, nearly evenly; None when above 2**63. `source` is set by the loader of
    users' families: MODULE:NAME.
    """

    name: str
    area: Area
    domain: str
    answer_kind: str
    generate: Callable[[Random, int], Draft]
    oracle: Callable[[Mapping[str, Any]], Answer] | None
    capacity: Callable[[int], int | None]
    has_steps: bool = True
    version: int = 1
    source: str = ""

    @property
    def reference(self) -> str:
        """What `select` finds it by: its name, or for a user's own where it was loaded from."""
        return self.source or self.name


def capped(count: int) -> int | None:
    """A count of problems as a capacity is declared: None above 2**63."""
    return count if count < 2**63 else None


def capacity_of_mixture(*classes: tuple[Fraction | int, int]) -> int | None:
    """The capacity of a draw that takes a class of problems with a probability, then one of it.

    `classes` are (probability, number of problems): the draw repeats itself no more than an even
    draw from so many problems. Less than there are when a small class is drawn often.
    """
    return capped(min(int(count / probability) for probability, count in classes))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A task and the canonical key (32 bytes) that repeats of it share."""

    task: Task
    key: bytes


def draw(
    family: Family,
    level: int,
    seed: int,
    index: int,
    phrasing: Phrasing = "any",
    steps: bool = True,
) -> Drawn:
    """The item `index` of a family at a level and seed; `short` takes the shortest phrasing.

    Without `steps` the same task comes without its worked solution, and sooner.
    """
    if level not in LEVELS:
        raise UsageError(f"level {level} of {family.name}: levels are 1 to 10")
    rng = rng_for(family.name, level, seed, index)
    draft = family.generate(rng, level)
    prompt = rng.choice(draft.prompts) if phrasing == "any" else min(draft.prompts, key=len)
    problem = dumps(draft.problem)
    key = key_of_text(family.name, problem)
    task = Task(
        task_id=f"{family.name}-{level}-{seed}-{index}",
        family=family.name,
        family_version=family.version,
        level=level,
        seed=seed,
        index=index,
        split=split_of(key),
        prompt=prompt,
        answer=draft.answer,
        steps=tuple(draft.steps) if steps else (),
        meta={**draft.meta, "problem": problem},
    )
    return Drawn(task, key)
