"""Which source a thing came from, given what was seen: Bayes' rule.

Example: machine A makes 60% of the parts, 5% of them bad, B the rest, 10% bad; a part is bad: from
A? -> 3/7, worked 60/100*5/100 = 3/100, 40/100*10/100 = 1/25, 3/100/(3/100+1/25) = 3/7.

Two to five sources; at the upper levels two or three parts of one source are seen. The oracle
counts parts in a large lot. Percentages are whole.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import Phrasings, told


@dataclass(frozen=True, slots=True)
class Size:
    """Sources, the step of their shares in percent, the largest rate, things that are seen."""

    sources: int
    step: int
    rate: int
    seen: int = 1


LEVELS = {
    1: Size(2, 10, 20),
    2: Size(2, 5, 40),
    3: Size(2, 1, 60),
    4: Size(3, 10, 30),
    5: Size(3, 5, 40),
    6: Size(3, 1, 60),
    7: Size(3, 5, 40, seen=2),
    8: Size(4, 1, 60, seen=2),
    9: Size(4, 1, 90, seen=3),
    10: Size(5, 1, 98, seen=4),
}
_SCENES = (
    ("machine", "makes", "parts", "defective"),
    ("farm", "delivers", "eggs", "brown"),
    ("bakery", "supplies", "rolls", "salty"),
    ("server", "sends out", "messages", "delayed"),
    ("printer", "prints", "pages", "blurred"),
    ("nursery", "grows", "bulbs", "yellow"),
)


def generate(rng: Random, level: int) -> Draft:
    """Draw shares that add up to 100 percent and different rates; ask for one source."""
    size = LEVELS[level]
    units = 100 // size.step
    cuts = sorted(rng.sample(range(1, units), size.sources - 1))
    shares = [(b - a) * size.step for a, b in zip((0, *cuts), (*cuts, units), strict=True)]
    rates = rng.sample(range(1, size.rate + 1), size.sources)
    lines = list(_lines(shares, rates, size.seen))
    pairs = sorted(zip(shares[1:], rates[1:], strict=True))
    return Draft(
        prompts=_prompts(rng, shares, rates, size.seen),
        problem={"asked": [shares[0], rates[0]], "others": pairs, "seen": size.seen},
        answer=Answer("rational", lines[-1][1], {"required_form": "reduced"}),
        steps=worked(lines),
    )


def _lines(shares: list[int], rates: list[int], seen: int) -> Iterator[Line]:
    """Both together for every source; the share of the asked one in the sum."""
    joint = []
    for share, rate in zip(shares, rates, strict=True):
        joint.append(Fraction(share, 100) * Fraction(rate, 100) ** seen)
        power = f"({rate}/100)^{seen}" if seen > 1 else f"{rate}/100"
        yield f"{share}/100*{power}", str(joint[-1])
    yield "+".join(map(str, joint)), str(sum(joint))
    yield f"({joint[0]})/({sum(joint)})", str(joint[0] / sum(joint))


def _prompts(rng: Random, shares: list[int], rates: list[int], seen: int) -> Phrasings:
    source, makes, things, kind = rng.choice(_SCENES)
    rows = list(zip("ABCDE", shares, rates, strict=False))
    rng.shuffle(rows)
    asked = "A"
    listed = "; ".join(f"{name}: {share}%, of these {rate}% {kind}" for name, share, rate in rows)
    told_rows = " ".join(
        f"{source.capitalize()} {name} {makes} {share}% of all {things}, and {rate}% of those are "
        f"{kind}."
        for name, share, rate in rows
    )
    one = things[:-1]
    if seen == 1:
        event = f"One {one} is picked at random and turns out to be {kind}."
        question = f"What is the probability that it comes from {source} {asked}?"
        second = f"How likely is it that {source} {asked} is where it comes from?"
    else:
        event = (
            f"A {source} is picked with the probability of its share, and {seen} of its {things} "
            f"are looked at, independently: all {seen} are {kind}."
        )
        question = f"What is the probability that it is {source} {asked}?"
        second = f"How likely is it that {source} {asked} was picked?"
    return told(
        f"{listed}. {'One is' if seen == 1 else f'{seen} of one source are'} {kind}: "
        f"probability of {asked}?",
        (
            f"{told_rows} {event}",
            f"All {things} come from these {source}s ({listed}). {event}",
            f"Known shares and rates by {source}: {listed}. {event}",
        ),
        (question, second),
        ("Answer with a fraction in lowest terms.", "Give the exact value as a reduced fraction."),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """In a lot of 100^(seen+1) draws the counts are whole; the asked ones over all."""
    seen = problem["seen"]
    share, rate = problem["asked"]
    good, every = share * rate**seen, 0
    for part, other in ((share, rate), *problem["others"]):
        count = part
        for _ in range(seen):
            count *= other
        every += count
    return Answer("rational", str(Fraction(good, every)), {"required_form": "reduced"})


def capacity(level: int) -> int | None:
    """Shares, rates; the order of the sources that are not asked for makes no new problem."""
    size = LEVELS[level]
    rates, orders = 1, 1
    for k in range(size.sources):
        rates *= size.rate - k
        orders *= max(k, 1)
    return capped(comb(100 // size.step - 1, size.sources - 1) * rates // orders)


FAMILY = Family(
    name="bayes",
    area="math",
    domain="probability",
    answer_kind="rational",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
