"""Laws that hold for every registered family at every level."""

import hashlib
import json
import math
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from random import Random

import pytest

from assay.checkers import grade, label_steps
from assay.core.bounds import birthday_bound
from assay.core.canonical import dumps, loads
from assay.core.errors import UsageError
from assay.core.seeds import rng_for
from assay.core.tables import task_row
from assay.generators import FAMILIES, draw
from assay.generators.family import LEVELS, Family
from assay.pipelines.audit import compare_answers
from assay.pipelines.gold_faults import wrong_values
from tests.generators.samples import some, worked_size, worked_text

HARDNESS_DRAWS = 25
TWO_SIDED = {"digit_chain", "digit_sum"}  # levels trade more lines against larger digits
EVERY = [pytest.param(name, level, id=f"{name}-{level}") for name in FAMILIES for level in LEVELS]
every_level = pytest.mark.parametrize(("name", "level"), EVERY)
every_family = pytest.mark.parametrize("name", FAMILIES)
_ILL_SPELLED = re.compile(r"(?<![\d./])1\*?x|\+ ?-|- ?-|\bx\^1\b")
_MAKE_AGAIN = """
import hashlib, sys
from assay.core.canonical import dumps
from assay.core.tables import task_row
from assay.generators import FAMILIES, draw
for name, family in FAMILIES.items():
    drawn = (draw(family, level, 7, index) for level in range(1, 11) for index in (0, 1))
    rows = [task_row(item.task) for item in drawn]
    print(name, hashlib.sha256(dumps(rows).encode()).hexdigest())
"""


def share(family: Family, count: int) -> int:
    """Fewer draws where a draw is dear: programs are composed and run."""
    return count // 6 if family.area == "code" else count


def share_when_slow(family: Family, count: int) -> int:
    """The same for laws of thousands of draws: families of code compose and run programs, those of
    text search for puzzles with one solution, and all share the minutes of a run."""
    return count // {"code": 15, "text": 4, "math": 1}[family.area]


def keys(family: Family, level: int, seed: int, count: int) -> list[bytes]:
    return [draw(family, level, seed, index).key for index in range(count)]


@pytest.mark.parametrize("hash_seed", ["1", "4242"])
def test_same_seed_same_bytes_in_another_process(hash_seed: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _MAKE_AGAIN],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
    )
    here = {}
    for name in FAMILIES:
        rows = [task_row(some(name, level)[index].task) for level in LEVELS for index in (0, 1)]
        here[name] = hashlib.sha256(dumps(rows).encode()).hexdigest()
    assert dict(line.split() for line in done.stdout.splitlines()) == here


@every_level
def test_an_item_depends_on_its_seed_and_index_alone(name: str, level: int) -> None:
    first, second, *_ = some(name, level)
    assert draw(FAMILIES[name], level, 7, 1) == second
    assert draw(FAMILIES[name], level, 7, 0) == first
    assert first.key != second.key or (FAMILIES[name].capacity(level) or 2**63) < 1000


@every_level
def test_phrasings_are_several_distinct_and_whole(name: str, level: int) -> None:
    for index in range(4):
        draft = FAMILIES[name].generate(rng_for(name, level, 7, index), level)
        assert len(set(draft.prompts)) == len(draft.prompts) >= 10
        for prompt in draft.prompts:
            assert prompt == prompt.strip() != ""
            assert prompt.isascii()
            plain = re.sub(r"\$.*?\$", "", prompt, flags=re.DOTALL)
            assert not re.search(r"\{[a-z_]*\}", plain) or FAMILIES[name].area == "code"


@pytest.mark.parametrize(
    ("name", "level"), [p for p in EVERY if FAMILIES[str(p.values[0])].area == "math"]
)
def test_mathematics_is_spelled_well(name: str, level: int) -> None:
    for index in range(4):
        draft = FAMILIES[name].generate(rng_for(name, level, 7, index), level)
        for text in (*draft.prompts, draft.answer.value, *(step.text for step in draft.steps)):
            assert not _ILL_SPELLED.search(text), text


@every_level
def test_the_problem_is_canonical_json(name: str, level: int) -> None:
    for drawn in some(name, level):
        text = drawn.task.meta["problem"]
        assert dumps(loads(text)) == text
        assert json.loads(text)
        assert drawn.task.answer.kind == FAMILIES[name].answer_kind or "kind" in drawn.task.meta


@every_level
def test_the_oracle_agrees_with_the_gold(name: str, level: int) -> None:
    oracle = FAMILIES[name].oracle
    assert oracle is not None
    for drawn in some(name, level):
        task = drawn.task
        second = oracle(loads(task.meta["problem"]))
        assert compare_answers(task.answer, second) == "correct", (task.prompt, task.answer, second)


def gradable(name: str) -> bool:
    return FAMILIES[name].answer_kind != "program"


@every_level
def test_the_gold_passes_and_worked_text_is_correct(name: str, level: int) -> None:
    if not gradable(name):
        pytest.skip("programs are graded in the sandbox")
    for drawn in some(name, level):
        task = drawn.task
        assert grade(task.answer, task.answer.value, form="expr").status == "correct", task.answer
        assert grade(task.answer, f"Answer: {task.answer.value}").status == "correct"
        verdict = grade(task.answer, worked_text(task), question=task.prompt)
        assert verdict.status == "correct", (worked_text(task), verdict)


@every_level
def test_wrong_values_are_wrong(name: str, level: int) -> None:
    for drawn in some(name, level)[:6]:
        task = drawn.task
        slips = wrong_values(task.answer)
        assert slips or not gradable(name)
        for slip, value in slips:
            verdict = grade(task.answer, f"Answer: {value}")
            assert verdict.status in ("wrong", "unparsed"), (slip, value, task.answer, verdict)


@every_level
def test_worked_steps_are_labelled_correct(name: str, level: int) -> None:
    if not FAMILIES[name].has_steps:
        assert not some(name, level)[0].task.steps
        return
    for drawn in some(name, level)[:6]:
        task, text = drawn.task, worked_text(drawn.task)
        assert task.steps
        for label in label_steps(task, text):
            line = text[label.start : label.end]
            assert label.status in ("correct", "neutral"), (task.prompt, line, label)


def _sizes(name: str, count: int) -> list[int]:
    """The mean size of worked items of each level, over `count` draws."""
    drawn = (
        (draw(FAMILIES[name], level, 7, index, "short").task for index in range(count))
        for level in LEVELS
    )
    return [
        round(sum(worked_size(task, len(task.prompt)) for task in row) / count) for row in drawn
    ]


def _rises(name: str, sizes: list[int]) -> bool:
    if name in TWO_SIDED:
        return sizes[-1] > 1.2 * sizes[0]
    never_falls = all(after > 0.9 * before for before, after in pairwise(sizes))
    climbs = all(after > before for before, after in zip(sizes, sizes[2:], strict=False))
    return never_falls and climbs and sizes[-1] > 2 * sizes[0]


@every_family
def test_levels_get_harder(name: str) -> None:
    """Means of few draws settle it for nearly all; the rest is judged by means of many."""
    if not _rises(name, _sizes(name, HARDNESS_DRAWS)):
        many = _sizes(name, 16 * HARDNESS_DRAWS)
        assert _rises(name, many), many


@every_family
@pytest.mark.parametrize("level", [1, 4, 10])
def test_neighbouring_seeds_share_no_more_than_birthdays(name: str, level: int) -> None:
    """A few levels; the slow law below takes more draws of each level."""
    family = FAMILIES[name]
    count = share(family, 60)
    capacity = family.capacity(level) or 2**63
    shared = set(keys(family, level, 42, count)) & set(keys(family, level, 43, count))
    assert len(shared) <= birthday_bound(1.2 * count * count / capacity)


def _repeats_are_birthdays(found: list[bytes], capacity: int) -> None:
    count, different = len(found), len(set(found))
    assert different <= capacity
    new = -capacity * math.expm1(count * math.log1p(-1 / capacity))
    assert count - different <= birthday_bound(1.2 * max(count - new, 0.0))


@every_family
def test_repeats_at_the_smallest_level_are_birthdays(name: str) -> None:
    family = FAMILIES[name]
    smallest = min(LEVELS, key=lambda level: family.capacity(level) or 2**63)
    found = keys(family, smallest, 42, share(family, 1000))
    _repeats_are_birthdays(found, family.capacity(smallest) or 2**63)


@pytest.mark.slow
@every_level
def test_many_draws_repeat_and_share_as_birthdays(name: str, level: int) -> None:
    family = FAMILIES[name]
    count = share_when_slow(family, 600)
    capacity = family.capacity(level) or 2**63
    found = keys(family, level, 42, count)
    _repeats_are_birthdays(found, capacity)
    half = count // 2
    shared = set(found[:half]) & set(keys(family, level, 43, half))
    assert len(shared) <= birthday_bound(1.2 * half * half / capacity)


@every_family
def test_capacities_are_declared(name: str) -> None:
    capacities = [FAMILIES[name].capacity(level) for level in LEVELS]
    assert all(capacity is None or 1000 < capacity < 2**63 for capacity in capacities)


def test_splits_have_their_shares() -> None:
    shares = Counter(_splits())
    total = sum(shares.values())
    assert total >= 600
    for split, share in (("train", 0.8), ("validation", 0.1), ("test", 0.1)):
        spread = math.sqrt(share * (1 - share) / total)
        assert abs(shares[split] / total - share) < 5 * spread, shares


def _splits() -> Iterable[str]:
    return (drawn.task.split for name in FAMILIES for n in LEVELS for drawn in some(name, n))


@every_family
@pytest.mark.parametrize("level", [0, 11, -1])
def test_levels_out_of_range_are_refused(name: str, level: int) -> None:
    with pytest.raises(UsageError, match=f"level {level}"):
        draw(FAMILIES[name], level, 1, 0)


@every_level
def test_the_same_generator_gives_the_same_draft(name: str, level: int) -> None:
    family = FAMILIES[name]
    assert family.generate(Random(5), level) == family.generate(Random(5), level)
