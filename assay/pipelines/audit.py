"""Audits of golds and of rewards: does every gold stand a second proof, and who takes what for it?

    audit_oracle("area:math", count=1000, seed=7).agreed == 1000 * (number of families)
    audit("all", count=5, seed=7, reward="math_verify")      # the battery of `audit_rewards`

Items are drawn as `generate` draws them, the family's oracle finds the answer from the canonical
problem alone, and the checkers compare the two. What the audit of somebody else's reward finds is a
result; what that of our own finds is a fault of ours, and `refuse` says so (exit code 3).
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from assay.checkers import grade
from assay.core.canonical import loads
from assay.core.errors import TooManyBadRows, UsageError
from assay.core.records import Answer
from assay.generators import Family, draw, find, select
from assay.generators.family import LEVELS
from assay.pipelines.audit_rewards import OURS, audit_reward
from assay.pipelines.audit_text import show_audit
from assay.pipelines.jsonl import check_output, write_rows
from assay.pipelines.parallel import in_order, workers_pool
from assay.pipelines.progress import Progress

BLOCK = 100
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Mismatch:
    """An item whose oracle does not confirm the gold; `status` is the checker's word."""

    task_id: str
    gold: str
    oracle: str
    status: str


@dataclass(frozen=True, slots=True)
class OracleSummary:
    """What an audit found: counts over all items, the first mismatches, families without oracle."""

    families: int
    items: int
    agreed: int
    mismatched: int
    mismatches: tuple[Mismatch, ...]
    without_oracle: tuple[str, ...]

    @property
    def upper_bound(self) -> float:
        """The upper 95% bound of the share of mismatches when none was found (1 - 0.05^(1/n))."""
        return 1.0 - 0.05 ** (1.0 / self.items) if self.items else 1.0


@dataclass(frozen=True, slots=True)
class Block:
    """A run of indices of one family."""

    family: str
    seed: int
    level: int | None
    start: int
    stop: int


def audit(
    families: str,
    count: int,
    seed: int,
    *,
    level: int | None = None,
    oracle: bool | None = None,
    reward: str = OURS,
    attacks: bool = True,
    battery: int = 20,
    seconds: float = 10.0,
    out: Path | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """The oracles on `count` items of each family, the battery on the first `battery` of them.

    The oracles are asked by default when our own grader is audited; a battery of 0 is left out.
    Shows the tables on standard error, writes the result to `out` and returns it. Raises UsageError
    for a bad call before anything is done.
    """
    if out is not None:
        check_output(out)
    progress, items = progress or Progress(), min(count, battery)
    found: dict[str, Any] = {}
    if items or count < 1:
        with progress.stage("audit", items * len(select(families))) as advance:
            found["reward"] = audit_reward(
                families,
                items,
                seed,
                level=level,
                reward=reward,
                attacks=attacks,
                seconds=seconds,
                workers=workers,
                advance=advance,
            )
    if oracle if oracle is not None else reward == OURS:
        golds = audit_oracle(families, count, seed, level, workers)
        found |= asdict(golds) | {"upper_bound": golds.upper_bound}
    if out is not None:
        write_rows(out, [found])
    if "reward" in found:
        show_audit(found["reward"])
    return found


def refuse(found: dict[str, Any]) -> None:
    """Raise TooManyBadRows when our own grader or golds failed; none of their faults is allowed."""
    battery = found.get("reward", {})
    counts = {"golds that the oracle does not confirm": found.get("mismatched", 0)}
    if battery.get("reward") == OURS:
        attacked, formed = battery.get("attacks", {}), battery["forms"]
        counts["wrong responses accepted"] = attacked.get("accepted", 0)
        counts["right responses rejected"] = formed["rejected"]
        counts["errors"] = attacked.get("raised", 0) + formed["raised"]
    said = [f"{number} {what}" for what, number in counts.items() if number]
    if said:
        raise TooManyBadRows(f"the audit found {', '.join(said)}; 0 are allowed")


def audit_oracle(
    families: str, count: int, seed: int, level: int | None = None, workers: int = 1
) -> OracleSummary:
    """Check `count` items of each family against its oracle; without `level` all levels in turn.

    Raises UsageError for unknown families, a level outside 1 to 10, or counts below 1.
    """
    if count < 1 or workers < 1:
        raise UsageError(f"count {count} and workers {workers} must both be at least 1")
    if level is not None and level not in LEVELS:
        raise UsageError(f"level {level}: levels are 1 to 10")
    chosen = select(families)
    with_oracle = [family for family in chosen if family.oracle is not None]
    blocks = (
        Block(family.reference, seed, level, start, min(start + BLOCK, count))
        for family in with_oracle
        for start in range(0, count, BLOCK)
    )
    found = _run(blocks, workers)
    items = count * len(with_oracle)
    return OracleSummary(
        families=len(chosen),
        items=items,
        agreed=items - len(found),
        mismatched=len(found),
        mismatches=tuple(islice(found, SHOWN)),
        without_oracle=tuple(family.name for family in chosen if family.oracle is None),
    )


def _run(blocks: Iterator[Block], workers: int) -> list[Mismatch]:
    with workers_pool(workers) as pool:
        done = in_order(pool, check_block, blocks)
        return [mismatch for mismatches in done for mismatch in mismatches]


def check_block(block: Block) -> list[Mismatch]:
    """The mismatches of one block; runs in a worker process."""
    family = find(block.family)
    found = []
    for index in range(block.start, block.stop):
        level = block.level if block.level is not None else LEVELS[index % len(LEVELS)]
        mismatch = _check(family, level, block.seed, index)
        if mismatch is not None:
            found.append(mismatch)
    return found


def _check(family: Family, level: int, seed: int, index: int) -> Mismatch | None:
    assert family.oracle is not None
    task = draw(family, level, seed, index).task
    second = family.oracle(loads(task.meta["problem"]))
    status = compare_answers(task.answer, second)
    if status == "correct":
        return None
    return Mismatch(task.task_id, task.answer.value, second.value, status)


def compare_answers(gold: Answer, second: Answer) -> str:
    """`correct` when the oracle's answer confirms the gold, else the checker's status.

    A program's oracle gives the entry name and some keys of the spec, which must be equal; any
    other answer is graded by the oracle's value under the gold's kind and spec. A witness of the
    oracle must have the property as well, and name the same.
    """
    if gold.kind != second.kind:
        return "wrong"
    if gold.kind == "program":
        same = all(gold.spec.get(key) == value for key, value in second.spec.items())
        return "correct" if same and gold.value == second.value else "wrong"
    if gold.kind == "witness":
        found = grade(gold, second.value, form="expr").status
        if second.spec != gold.spec or found != "correct":
            return "wrong"
    return grade(Answer(gold.kind, second.value, gold.spec), gold.value, form="expr").status
