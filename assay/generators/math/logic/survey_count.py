"""How many people of a survey belong to some, to one or to none of overlapping groups.

Example: 40 people, 22 drink tea, 15 coffee, 6 both; neither? -> 9, worked 22+15-6 = 31, 40-31 = 9.

Two groups, then three. The counts of all parts are drawn, so that everything fits. The oracle
solves for the parts with flint and adds up those that are asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import told


@dataclass(frozen=True, slots=True)
class Size:
    """How many groups, and the largest part."""

    groups: int
    part: int


LEVELS = {
    1: Size(2, 20),
    2: Size(2, 60),
    3: Size(2, 300),
    4: Size(2, 5_000),
    5: Size(3, 12),
    6: Size(3, 40),
    7: Size(3, 150),
    8: Size(3, 999),
    9: Size(3, 20_000),
    10: Size(3, 10**7),
}
_SCENES = (
    ("people", "speak", ("French", "Hindi", "Swahili")),
    ("students", "play", ("chess", "football", "the piano")),
    ("guests", "order", ("soup", "salad", "cake")),
    ("readers", "like", ("novels", "poems", "comics")),
    ("farms", "grow", ("rice", "beans", "maize")),
    ("homes", "have", ("a garden", "a cellar", "a balcony")),
)
_TWO = ("none", "only first", "exactly one", "at least one")
_THREE = (*_TWO, "exactly two", "at least two", "first and second only")


def generate(rng: Random, level: int) -> Draft:
    """Draw the size of every part and the question."""
    size = LEVELS[level]
    parts = [rng.randint(1, size.part) for _ in range(2**size.groups)]
    question = rng.choice(_TWO if size.groups == 2 else _THREE)
    counts = [sum(n for k, n in enumerate(parts) if k & mask == mask) for mask in range(len(parts))]
    lines = _lines(counts, size.groups, question)
    return Draft(
        prompts=_prompts(rng, counts, size.groups, question),
        problem={"counts": counts, "question": question},
        answer=Answer("integer", lines[-1][1]),
        steps=worked(lines),
        meta={"size": 2**size.groups * (2 + len(str(size.part)))},
    )


def _lines(counts: list[int], groups: int, question: str) -> list[Line]:
    """Inclusion and exclusion over the given counts."""
    if groups == 2:
        every, a, b, ab = counts
        sums = {"none": (every, -a, -b, ab), "only first": (a, -ab)}
        sums |= {"exactly one": (a, b, -2 * ab), "at least one": (a, b, -ab)}
    else:
        every, a, b, ab, c, ac, bc, abc = counts
        pairs = ab + ac + bc
        sums = {
            "none": (every, -a, -b, -c, pairs, -abc),
            "only first": (a, -ab, -ac, abc),
            "exactly one": (a, b, c, -2 * pairs, 3 * abc),
            "at least one": (a, b, c, -pairs, abc),
            "exactly two": (pairs, -3 * abc),
            "at least two": (pairs, -2 * abc),
            "first and second only": (ab, -abc),
        }
    lines: list[Line] = []
    if groups == 3 and question not in ("only first", "first and second only"):
        lines.append((f"{counts[3]}+{counts[5]}+{counts[6]}", str(pairs)))
    terms = sums[question]
    text = "".join(f"{'-' if n < 0 else '+'}{abs(n)}" for n in terms)
    return [*lines, (text[1:], str(sum(terms)))]


def _prompts(rng: Random, counts: list[int], groups: int, question: str) -> tuple[str, ...]:
    stories, asked = [], []
    for people, verb, names in rng.sample(_SCENES, 3):
        kinds = rng.sample(names, groups)
        facts = [f"{counts[1 << k]} {verb} {kind}" for k, kind in enumerate(kinds)]
        for i in range(groups):
            for j in range(i + 1, groups):
                facts.append(f"{counts[1 << i | 1 << j]} {verb} {kinds[i]} and {kinds[j]}")
        if groups == 3:
            facts.append(f"{counts[7]} {verb} all three")
        listed = ", ".join(facts[:-1]) + f" and {facts[-1]}"
        stories.append(
            f"Of {counts[0]} {people}, {listed} (counts of two may include all three)."
            if groups == 3
            else f"Of {counts[0]} {people}, {listed}."
        )
        asked.append(_question(people, verb, kinds, question))
    letters = "ABC"[:groups]
    names_ = [(f"|{letters[k]}|", counts[1 << k]) for k in range(groups)]
    for i in range(groups):
        for j in range(i + 1, groups):
            names_.append((f"|{letters[i]} and {letters[j]}|", counts[1 << i | 1 << j]))
    if groups == 3:
        names_.append(("|A and B and C|", counts[7]))
    given = ", ".join(f"{name}={n}" for name, n in names_)
    short = {
        "none": "in none",
        "only first": "only in A",
        "exactly one": "in exactly one",
        "at least one": "in at least one",
        "exactly two": "in exactly two",
        "at least two": "in at least two",
        "first and second only": "in A and B but not C",
    }
    found = [f"{counts[0]} things, {given}: how many {short[question]}?"]
    for story, question_ in zip(stories, asked, strict=True):
        found += told("", (story,), (question_,), ("", "Answer with one integer."))[1:]
    return tuple(found)


def _question(people: str, verb: str, kinds: list[str], question: str) -> str:
    listed = " and ".join(kinds) if len(kinds) == 2 else f"{kinds[0]}, {kinds[1]} and {kinds[2]}"
    return {
        "none": f"How many {people} {verb} none of {listed}?"
        if len(kinds) > 2
        else f"How many {people} {verb} neither {kinds[0]} nor {kinds[1]}?",
        "only first": f"How many {people} {verb} {kinds[0]} but no other of these?",
        "exactly one": f"How many {people} {verb} exactly one of {listed}?",
        "at least one": f"How many {people} {verb} at least one of {listed}?",
        "exactly two": f"How many {people} {verb} exactly two of {listed}?",
        "at least two": f"How many {people} {verb} at least two of {listed}?",
        "first and second only": f"How many {people} {verb} {kinds[0]} and {kinds[1]} but not "
        f"{kinds[-1]}?",
    }[question]


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The parts from the counts (a part belongs to every count whose groups it is in)."""
    from flint import fmpq_mat

    counts, size = problem["counts"], len(problem["counts"])
    rows = [[int(k & mask == mask) for k in range(size)] for mask in range(size)]
    parts = fmpq_mat(rows).solve(fmpq_mat([[n] for n in counts]))
    wanted = {
        "none": lambda k: k == 0,
        "only first": lambda k: k == 1,
        "exactly one": lambda k: k.bit_count() == 1,
        "at least one": lambda k: k > 0,
        "exactly two": lambda k: k.bit_count() == 2,
        "at least two": lambda k: k.bit_count() >= 2,
        "first and second only": lambda k: k == 3,
    }
    total = sum(int(parts[k, 0].p) for k in range(size) if wanted[problem["question"]](k))
    return Answer("integer", str(total))


def capacity(level: int) -> int | None:
    """Parts and questions."""
    size = LEVELS[level]
    return capped(size.part ** (2**size.groups) * len(_TWO if size.groups == 2 else _THREE))


FAMILY = Family(
    name="survey_count",
    area="math",
    domain="sets and logic",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
