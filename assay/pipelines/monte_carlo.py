"""The stage `monte_carlo`: step labels estimated by roll-outs, as labs do without exact ones.

    monte_carlo(tasks=Path("data/t"), solutions=Path("data/t"), model="data/t/models/sft",
                out=Path("data/t/monte_carlo"), rollouts=8)

From behind the lines of a solution a model goes on `rollouts` times; a line is right when enough of
these end in the right answer (`pipelines.prefixes`). Writes a labels table with the outcome by the
checkers, steps of source "monte_carlo", and the counts in the evidence. Any sampling backend
serves. Rows depend on these settings alone: roll-outs are seeded by the first solution of a batch
and the round, and a server's are recorded in a journal and never drawn again. The folder is not
that of the exact labels: a solution has one row in each table.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from assay.checkers import CHECKER_VERSION, grade, line_spans
from assay.core.canonical import loads
from assay.core.errors import UsageError, unknown
from assay.core.ranges import Count, Share, ranged
from assay.core.records import Label, Solution, Task, Verdict
from assay.core.seeds import SPLITS, seed_for
from assay.core.store import drop_damaged, made_by, open_table, parts_of, write_part
from assay.core.tables import label_row, solution_of, table_of
from assay.generators import among
from assay.pipelines.journal import Journal
from assay.pipelines.prefixes import How, Plan, Search
from assay.pipelines.progress import Progress
from assay.pipelines.sample import identity
from assay.pipelines.task_parts import tasks_by_id
from assay.sampling import Completion, Params, Sampler, open_model

BATCHES_PER_PART = 8
EVIDENCE = "monte_carlo"
Pair = tuple[Task, Solution]
Key = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Settings:
    """What makes the rows; kept in the schema's metadata."""

    model: str
    plan: Plan
    params: Params
    batch: int
    budget: int | None
    samplers: list[str] | None
    split: str | None
    families: str
    most: int | None
    seed: int

    def made_by(self) -> dict[str, Any]:
        """Everything, as JSON."""
        params = {**asdict(self.params), "stop": list(self.params.stop)}
        return {"stage": "monte_carlo", **asdict(self), "params": params}


@dataclass(frozen=True, slots=True)
class Spent:
    """What is labelled in the folder and what it cost: solutions, prefixes, roll-outs, tokens."""

    solutions: int
    with_error: int
    undecided: int
    prefixes: int
    rollouts: int
    tokens: int


@ranged
def monte_carlo(
    *,
    tasks: Path,
    solutions: Path,
    model: str,
    out: Path,
    rollouts: Count = 8,
    search: How = "binary",
    threshold: Share = 0.0,
    early_stop: bool = False,
    at_once: Count = 4,
    budget: Count | None = None,
    temperature: float = 1.0,
    top_p: float = 1.0,
    max_tokens: Count = 256,
    stop: list[str] | None = None,
    samplers: list[str] | None = None,
    split: str | None = None,
    families: str = "all",
    most: Count | None = None,
    batch: Count = 32,
    seed: int = 0,
    threads: Count = 1,
    device: str = "auto",
    concurrency: Count = 8,
    progress: Progress | None = None,
) -> Spent:
    """Label the steps of solutions by roll-outs of `model`; returns what the folder then holds.

    `samplers`, `split`, `families` and `most` narrow the solutions; programs are left out. No batch
    (`batch` solutions searched together) is begun when `budget` roll-outs are spent. `at_once` is
    how many roll-outs a prefix gets between two looks with `early_stop`. Raises UsageError for bad
    numbers, unknown models and a folder labelled with other settings; SamplingError when a server
    fails.
    """
    plan = Plan(rollouts, at_once, threshold, search, early_stop)
    params = Params(temperature, top_p, max_tokens, tuple(stop or ()))
    chosen = (samplers, split, families, most)
    settings = Settings(identity(model), plan, params, batch, budget, *chosen, seed)
    drop_damaged(out)
    done = _done(out, settings)
    missing = [pair for pair in _pairs(tasks, solutions, settings) if _key(pair[1]) not in done]
    missing = missing[: None if most is None else max(0, most - len(done))]
    before = _spent(out)
    with (progress or Progress()).stage("monte_carlo", len(missing)) as advance:
        if not missing or (budget is not None and before.rollouts >= budget):
            return before
        with closing(open_model(model, device=device, threads=threads)) as opened:
            rolled = _Rollouts(opened, settings, out, concurrency, before.rollouts)
            size = batch * BATCHES_PER_PART
            for part in (missing[at : at + size] for at in range(0, len(missing), size)):
                rows = [label_row(label) for label in _label_part(rolled, part)]
                key, made = "/".join(map(str, _key(part[0][1]))), settings.made_by()
                if rows:
                    write_part(out, "labels", table_of("labels", rows), key, None, made)
                advance(len(part))
    Journal(out).remove()
    return _spent(out)


def _done(out: Path, settings: Settings) -> set[Key]:
    """The keys of the solutions that are labelled; refuses parts of other settings."""
    parts = parts_of(out, "labels")
    for part in parts:
        made = made_by(out, part)
        if made != settings.made_by():
            raise UsageError(
                f"{str(out)!r} holds labels made with other settings ({made}); choose another --out"
            )
    if not parts:
        return set()
    rows = open_table(out, "labels").select(["task_id", "sampler", "sample"]).to_pylist()
    return {(row["task_id"], row["sampler"], row["sample"]) for row in rows}


def _pairs(folder: Path, solutions: Path, settings: Settings) -> list[Pair]:
    """All solutions to label, each with its task, in an order shuffled by their keys.

    So `most` and `budget` take an even sample of families and levels.
    """
    if settings.split is not None and settings.split not in SPLITS:
        raise unknown("split", settings.split, SPLITS)
    known, is_asked = tasks_by_id(folder), among(settings.families)
    found = []
    for row in open_table(solutions, "solutions").to_pylist():
        if row["task_id"] not in known:
            raise UsageError(
                f"a solution names the task {row['task_id']!r}, which is not among the tasks"
            )
        task = known[row["task_id"]]
        if is_asked(task.family) and _wanted(task, row["sampler"], settings):
            found.append((task, solution_of(row)))
    found.sort(key=lambda pair: seed_for(EVIDENCE, *_key(pair[1])))
    return found


def _key(solution: Solution) -> Key:
    return solution.task_id, solution.sampler, solution.sample


def _wanted(task: Task, sampler: str, settings: Settings) -> bool:
    return (
        task.answer.kind != "program"
        and settings.split in (None, task.split)
        and (settings.samplers is None or sampler in settings.samplers)
    )


def _label_part(rolled: "_Rollouts", part: Sequence[Pair]) -> Iterator[Label]:
    """The labels of a part, batch by batch, until the budget is spent."""
    settings = rolled.settings
    for start in range(0, len(part), settings.batch):
        if settings.budget is not None and rolled.spent >= settings.budget:
            return
        batch = part[start : start + settings.batch]
        verdicts = [grade(task.answer, s.text, question=task.prompt) for task, s in batch]
        searches = rolled.search(batch, [verdict.reward for verdict in verdicts])
        for (_, solution), verdict, search in zip(batch, verdicts, searches, strict=True):
            yield _label(solution, verdict, search, settings.model)


def _label(solution: Solution, verdict: Verdict, search: Search, model: str) -> Label:
    counts = {EVIDENCE: {"model": model, **search.evidence()}}
    told = Verdict(
        verdict.status,
        verdict.extracted,
        verdict.rung,
        {**verdict.evidence, **counts},
        verdict.isolation,
    )
    return Label(*_key(solution), told, CHECKER_VERSION, search.labels())


@dataclass(frozen=True, slots=True)
class _Ask:
    """Roll-outs wanted: of which solution of the batch, from which prefix, how many."""

    at: int
    prefix: int
    count: int


class _Rollouts:
    """Draws and grades roll-outs for batches of solutions."""

    def __init__(
        self, model: Sampler, settings: Settings, out: Path, concurrency: int, spent: int
    ) -> None:
        self.model, self.settings, self.concurrency = model, settings, concurrency
        self.spent = spent
        self.journal = None if model.local else Journal(out)

    def search(self, batch: Sequence[Pair], outcomes: Sequence[float | None]) -> list[Search]:
        """Every solution of the batch searched until nothing more is wanted, round by round."""
        plan = self.settings.plan
        searches = [
            Search(list(line_spans(solution.text)), outcome, plan)
            for (_, solution), outcome in zip(batch, outcomes, strict=True)
        ]
        key = _key(batch[0][1])
        number = 0
        while asks := [
            _Ask(at, *ask) for at, search in enumerate(searches) for ask in search.wanted()
        ]:
            for count in sorted({ask.count for ask in asks}):
                together = [ask for ask in asks if ask.count == count]
                seed = seed_for(EVIDENCE, self.settings.seed, *key, number, count)
                self._round(batch, searches, together, seed)
            number += 1
        return searches

    def _round(
        self, batch: Sequence[Pair], searches: Sequence[Search], asks: Sequence[_Ask], seed: int
    ) -> None:
        """Draw what is asked for, all of the same count, and tell the searches."""
        begun = [_prefix(batch[ask.at][1].text, searches[ask.at], ask.prefix) for ask in asks]
        prompts = [batch[ask.at][0].prompt for ask in asks]
        drawn = self._draw(prompts, begun, asks, batch, seed)
        for ask, start, completions in zip(asks, begun, drawn, strict=True):
            task = batch[ask.at][0]
            right = sum(_is_right(task, start + completion.text) for completion in completions)
            tokens = sum(completion.completion_tokens for completion in completions)
            searches[ask.at].add(ask.prefix, right=right, of=len(completions), tokens=tokens)
            self.spent += len(completions)

    def _draw(
        self,
        prompts: Sequence[str],
        begun: Sequence[str],
        asks: Sequence[_Ask],
        batch: Sequence[Pair],
        seed: int,
    ) -> Iterable[list[Completion]]:
        """One batch of a model in process; of a server each prefix by itself, and only once."""
        count, params = asks[0].count, self.settings.params
        if self.journal is None:
            return self.model.complete(prompts, count, params, seed, begun)
        with ThreadPoolExecutor(self.concurrency) as pool:
            ask_one = partial(self._recorded, batch, seed)
            return list(pool.map(ask_one, prompts, begun, asks))

    def _recorded(
        self, batch: Sequence[Pair], seed: int, prompt: str, start: str, ask: _Ask
    ) -> list[Completion]:
        assert self.journal is not None
        solution = batch[ask.at][1]
        own = seed_for(seed, ask.at, ask.prefix)

        def drawn() -> list[Solution]:
            params = self.settings.params
            completions = self.model.complete([prompt], ask.count, params, own, [start])[0]
            return [
                Solution(solution.task_id, solution.sampler, number, self.model.model, {},
                         c.text.encode("utf-8", "replace").decode(), c.prompt_tokens,
                         c.completion_tokens, c.finish_reason, own)
                for number, c in enumerate(completions)
            ]  # fmt: skip

        key = [*_key(solution), prompt, start, own, self.settings.made_by()]
        kept = self.journal.once(key, drawn)
        return [
            Completion(s.text, s.prompt_tokens, s.completion_tokens,
                       "length" if s.finish_reason == "length" else "stop")
            for s in kept
        ]  # fmt: skip


def _prefix(text: str, search: Search, prefix: int) -> str:
    """The solution up to a line, and what stands between it and the next one."""
    return text[: search.spans[prefix][0]]


def _is_right(task: Task, text: str) -> bool:
    return grade(task.answer, text, question=task.prompt).reward == 1.0


def _spent(out: Path) -> Spent:
    """What the labels of the folder say they cost."""
    if not parts_of(out, "labels"):
        return Spent(0, 0, 0, 0, 0, 0)
    table = open_table(out, "labels").select(["evidence_json", "steps"])
    counts: Counter[str] = Counter()
    for row in table.to_pylist():
        found, statuses = loads(row["evidence_json"])[EVIDENCE], [s["status"] for s in row["steps"]]
        counts["prefixes"] += sum(of is not None for of in found["of"])
        counts["rollouts"] += found["rollouts"]
        counts["tokens"] += found["tokens"]
        counts["with_error"] += "wrong" in statuses
        counts["undecided"] += "undecided" in statuses
    return Spent(
        table.num_rows,
        counts["with_error"],
        counts["undecided"],
        counts["prefixes"],
        counts["rollouts"],
        counts["tokens"],
    )
