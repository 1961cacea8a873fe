"""What a reward accepts that is wrong, and rejects that is right: the battery, on fresh items.

    found = audit_reward("area:math", count=5, seed=7, reward="math_verify")
    found["attacks"]["accepted"], found["forms"]["rejected"]

Every item of a family gives attacks (responses that are surely wrong) and equivalent forms
(responses that are right), both made from its gold. The reward is our own `grade`, called as
`label` calls it, or one that `foreign` opens in a process of its own; it gets the gold in LaTeX. A
reward above 0.5 is an acceptance. Attacks that cost much to read are tried on one item a kind. A
call that hangs, raises or dies is counted as that, and after `MOST_HUNG` hung calls the rest of a
worker's share is left out, and said to be.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from assay.checkers import CHECKER_VERSION, grade
from assay.checkers.attacks import attacks
from assay.checkers.rewrites import latex_gold, rewrites
from assay.core.bounds import upper_bound
from assay.core.errors import UsageError
from assay.core.records import Task
from assay.generators import draw, find, select
from assay.generators.family import LEVELS
from assay.pipelines.foreign import ForeignReward, Scored, open_reward
from assay.pipelines.parallel import in_order, workers_pool
from assay.pipelines.report_text import visible
from assay.pipelines.shadow_tally import ACCEPTED_ABOVE

OURS = "assay"
BLOCK = 20
EXAMPLES = 5
SHOWN = 160
MOST_HUNG = 24
HUNG_OF_A_NAME = 2
ATTACK, FORM = "attack", "form"
Key = tuple[str, str, str]
Judge = Callable[[Task, str], Scored]


@dataclass(frozen=True, slots=True)
class Block:
    """A run of indices of one family; `heavy` says whether its first item gets the bombs."""

    family: str
    seed: int
    level: int | None
    start: int
    stop: int
    heavy: bool


@dataclass(frozen=True, slots=True)
class Share:
    """What one worker does with one opened reward."""

    blocks: tuple[Block, ...]
    reward: str
    seconds: float
    attacks: bool


@dataclass(slots=True)
class Tally:
    """What came of the trials of one name: `wrong` is accepted attacks or rejected forms."""

    tried: int = 0
    wrong: int = 0
    no_verdict: int = 0
    raised: int = 0
    hung: int = 0
    died: int = 0
    by_rule: bool = False
    examples: list[dict[str, Any]] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Take in the trials of another worker."""
        for name in ("tried", "wrong", "no_verdict", "raised", "hung", "died"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.by_rule = self.by_rule or other.by_rule
        self.examples = [*self.examples, *other.examples][:EXAMPLES]

    def json(self, wrong: str) -> dict[str, Any]:
        """The counts, the rate of wrong verdicts and its upper 95% bound."""
        rate = round(self.wrong / self.tried, 6) if self.tried else 0.0
        return {
            "tried": self.tried,
            wrong: self.wrong,
            "rate": rate,
            "upper_bound": round(upper_bound(self.wrong, self.tried), 6),
            **{name: getattr(self, name) for name in ("no_verdict", "raised", "hung", "died")},
            "examples": self.examples,
        }


@dataclass(slots=True)
class Found:
    """The tallies of a share, the version of its reward, and whether it was cut short."""

    tallies: dict[Key, Tally] = field(default_factory=dict)
    version: str = CHECKER_VERSION
    style: str = "grade"
    items: int = 0
    hung: int = 0
    cut: str = ""

    def add(self, other: "Found") -> None:
        """Take in another share."""
        for key, tally in other.tallies.items():
            self.tallies.setdefault(key, Tally()).add(tally)
        self.items += other.items
        self.version, self.style = other.version, other.style
        self.cut = self.cut or other.cut


def audit_reward(
    families: str,
    count: int,
    seed: int,
    *,
    level: int | None = None,
    reward: str = OURS,
    attacks: bool = True,
    seconds: float = 10.0,
    workers: int = 1,
    advance: Callable[[int], None] = lambda pieces: None,
) -> dict[str, Any]:
    """The battery on `count` items of each family; `advance` is told of finished items.

    Raises UsageError for unknown families, numbers out of range, or a reward that cannot be loaded.
    """
    if count < 1 or workers < 1:
        raise UsageError(f"count {count} and workers {workers} must both be at least 1")
    if level is not None and level not in LEVELS:
        raise UsageError(f"level {level}: levels are 1 to 10")
    if reward != OURS:
        open_reward(reward, seconds=seconds).close()
    chosen = select(families)
    left_out = [f.name for f in chosen if f.answer_kind == "program" and reward != OURS]
    blocks = _blocks([f.reference for f in chosen if f.name not in left_out], count, seed, level)
    shares = [
        Share(tuple(part), reward, seconds, attacks) for part in _shared(blocks, reward, workers)
    ]
    found = Found()
    with workers_pool(workers) as pool:
        compute = partial(measured, advance=advance) if pool is None else measured
        for done in in_order(pool, compute, shares):
            found.add(done)
            if pool is not None:
                advance(done.items)
    about = {"reward": reward, "families": len(chosen) - len(left_out), "left_out": left_out}
    return about | _summary(found, attacks)


def _blocks(names: list[str], count: int, seed: int, level: int | None) -> list[Block]:
    kinds: set[str] = set()
    blocks = []
    for name in names:
        kind = find(name).answer_kind
        for start in range(0, count, BLOCK):
            heavy = start == 0 and kind not in kinds
            blocks.append(Block(name, seed, level, start, min(start + BLOCK, count), heavy))
        kinds.add(kind)
    return blocks


def _shared(blocks: list[Block], reward: str, workers: int) -> Iterator[list[Block]]:
    """One block a share for our own grader; as few shares as workers where opening costs."""
    size = 1 if reward == OURS else max(1, -(-len(blocks) // workers))
    for at in range(0, len(blocks), size):
        yield blocks[at : at + size]


def measured(share: Share, advance: Callable[[int], None] = lambda pieces: None) -> Found:
    """The tallies of one share; runs in a worker process."""
    found = Found()
    with ExitStack() as stack:
        judge: Judge = _ours
        if share.reward != OURS:
            foreign = stack.enter_context(open_reward(share.reward, seconds=share.seconds))
            found.version, found.style = foreign.version, foreign.style
            judge = partial(_theirs, foreign)
        for block in share.blocks:
            for task, other in _items(block):
                if found.cut:
                    return found
                heavy = block.heavy and task.index == block.start
                _try_all(found, judge, task, _cases(task, other, heavy, share.attacks))
                found.items += 1
                advance(1)
    return found


def _items(block: Block) -> Iterator[tuple[Task, str | None]]:
    """The tasks of a block, each with the gold of the next item of its family and level."""
    family = find(block.family)
    for index in range(block.start, block.stop):
        level = block.level if block.level is not None else LEVELS[index % len(LEVELS)]
        task = draw(family, level, block.seed, index).task
        answer = draw(family, level, block.seed, index + 1).task.answer
        yield task, answer.value if answer.kind == task.answer.kind else None


@dataclass(frozen=True, slots=True)
class _Case:
    sort: str
    name: str
    response: str
    why: str
    by_rule: bool = False


def _cases(task: Task, other: str | None, heavy: bool, attacked: bool) -> Iterator[_Case]:
    if attacked:
        for attack in attacks(task.answer, task.prompt, other, heavy):
            yield _Case(ATTACK, attack.name, attack.response, attack.why, attack.by_rule)
    if task.answer.kind != "program":
        for form in rewrites(task.answer):
            yield _Case(FORM, form.name, form.response, "equal to the gold by construction")


def _ours(task: Task, response: str) -> Scored:
    """Our own verdict, as `label` asks for it. An error of ours is a fault like a wrong verdict."""
    verdict = grade(task.answer, response, question=task.prompt)
    if verdict.status == "error":
        return Scored(None, "raised", str(verdict.evidence.get("message", "")))
    return Scored(verdict.reward, "ok")


def _theirs(reward: ForeignReward, task: Task, response: str) -> Scored:
    return reward.score(response, latex_gold(task.answer))


def _try_all(found: Found, judge: Judge, task: Task, cases: Iterable[_Case]) -> None:
    for case in cases:
        tally = found.tallies.setdefault((case.sort, task.answer.kind, case.name), Tally())
        if tally.hung >= HUNG_OF_A_NAME:
            continue
        scored = judge(task, case.response)
        _count(tally, case, task, scored)
        found.hung += scored.state == "hung"
        if found.hung >= MOST_HUNG:
            found.cut = f"{MOST_HUNG} calls hung; the rest was not tried"
            return


def _count(tally: Tally, case: _Case, task: Task, scored: Scored) -> None:
    tally.tried += 1
    tally.by_rule = tally.by_rule or case.by_rule
    if scored.state != "ok":
        setattr(tally, scored.state, getattr(tally, scored.state) + 1)
    elif scored.value is None:
        tally.no_verdict += 1
    accepted = scored.value is not None and scored.value > ACCEPTED_ABOVE
    rejected = scored.value is not None and not accepted
    wrong = accepted if case.sort == ATTACK else rejected
    tally.wrong += wrong
    if (wrong or scored.state != "ok") and len(tally.examples) < EXAMPLES:
        tally.examples.append(
            {
                "task_id": task.task_id,
                "gold": visible(latex_gold(task.answer), SHOWN),
                "response": visible(case.response, SHOWN),
                "why": visible(case.why if wrong else scored.message, SHOWN),
                "state": scored.state,
            }
        )


def _summary(found: Found, attacked: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "version": found.version,
        "call_style": found.style,
        "items": found.items,
        "cut_short": found.cut,
    }
    if attacked:
        told["attacks"] = _sorted(found.tallies, ATTACK, "accepted")
    return told | {"forms": _sorted(found.tallies, FORM, "rejected")}


def _sorted(tallies: dict[Key, Tally], sort: str, wrong: str) -> dict[str, Any]:
    """The totals of one sort, and the tallies by answer kind and by name, the worst first."""
    whole, kinds, names = Tally(), dict[str, Tally](), dict[str, Tally]()
    for (of, kind, name), tally in tallies.items():
        if of == sort:
            whole.add(tally)
            kinds.setdefault(kind, Tally()).add(tally)
            names.setdefault(name, Tally()).add(tally)
    totals = whole.json(wrong)
    del totals["examples"]
    by_kind = {kind: kinds[kind].json(wrong) for kind in sorted(kinds)}
    for row in by_kind.values():
        del row["examples"]
    rows = [{"name": name, **tally.json(wrong)} for name, tally in names.items()]
    if sort == ATTACK:
        rules = [tally for tally in names.values() if tally.by_rule]
        totals["by_rule"] = {
            "tried": sum(tally.tried for tally in rules),
            "accepted": sum(tally.wrong for tally in rules),
        }
        for row in rows:
            row["by_rule"] = names[row["name"]].by_rule
    rows.sort(
        key=lambda row: (-row["rate"], -row["hung"] - row["died"] - row["raised"], row["name"])
    )
    return totals | {"by_kind": by_kind, "by_name": rows}
