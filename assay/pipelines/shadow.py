"""Shadow mode: our verdicts beside another grader's over a user's roll-outs; nothing is changed.

    told = shadow(Path("rollouts.parquet"), Path("shadow.jsonl"), against="math_verify")
    told["agreement"]                  # {"share": 0.97, "low": …, "high": …, "rows": 12000}

Each roll-out is judged by us in worker processes (check_worker) and by the other reward in
processes of its own (foreign), each of which may hang or die and costs its row alone. Theirs counts
as accepted above 0.5. The input is only read; rows go to a journal and become `out` at the end, so
that the same command goes on after a kill. What the rows come to: shadow_tally.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from assay.checkers import CHECKER_VERSION
from assay.core.errors import TooManyBadRows, UsageError
from assay.pipelines.check_worker import Pool
from assay.pipelines.foreign import ForeignReward, Scored, open_reward
from assay.pipelines.jsonl import check_output, printable
from assay.pipelines.rollout_rows import Rollout, Source
from assay.pipelines.shadow_journal import Journal
from assay.pipelines.shadow_tally import ACCEPTED_ABOVE, Tally, agree

BATCH = 128
MOST_GOLD = 200
FORMAT = 1
Told = Mapping[str, Any]
_UNASKED = Scored(None, "ok")
_OURS = ("status", "reward", "extracted", "rung", "message", "ms")


def shadow(
    rollouts: Path,
    out: Path,
    *,
    against: str,
    columns: Mapping[str, str] | None = None,
    golds: str = "auto",
    raw_golds: bool = False,
    seconds: float = 10.0,
    examples: int = 3,
    workers: int = 1,
) -> Told:
    """Judge every roll-out twice; writes a row for each to `out` and returns what they come to.

    `against` is a reward as `open_reward` takes it, called within `seconds` for each roll-out, with
    the gold as it was read, or with `raw_golds` as it stands in its column. A finished run
    returns its report again. Raises UsageError for input, columns, rewards or an output that cannot
    be used, LockHeld while another run writes `out`.
    """
    if workers < 1 or examples < 0:
        raise UsageError(f"workers is {workers} and examples {examples}; 1 and 0 are the least")
    source = Source(rollouts, columns, golds)
    _check_output(out, source)
    with Rewards(against, seconds, workers) as rewards:
        settings = {
            "against": {"name": rewards.name, "version": rewards.version},
            "accepted_above": ACCEPTED_ABOVE,
            "columns": source.columns,
            "golds": golds,
            "raw_golds": raw_golds,
            "seconds": seconds,
            "examples": examples,
            "checker_version": CHECKER_VERSION,
            "input": source.identity(),
            "format": FORMAT,
        }
        with Journal(out, settings, source.place_of) as journal:
            return journal.report or _run(source, journal, rewards, settings)


def refuse(told: Told, max_errors: float, max_undecided: float) -> None:
    """Raise TooManyBadRows when too large a share of our verdicts is `error` or `undecided`."""
    for status, allowed in (("error", max_errors), ("undecided", max_undecided)):
        bad = told["apart"]["ours"].get(status, {"rows": 0})["rows"]
        if bad > allowed * told["rows"]:
            raise TooManyBadRows(
                f"{bad} of {told['rows']} rows are {status}; {allowed:.0%} are allowed"
            )


def _check_output(out: Path, source: Source) -> None:
    check_output(out, source.path)
    if out.exists() and not out.is_file():
        raise UsageError(
            f"cannot write {str(out)!r}: a file is expected, which can be gone on with"
        )
    if source.path.is_dir() and source.path.resolve() in out.resolve().parents:
        raise UsageError(f"cannot write {str(out)!r}: it lies in the folder that is read")


def _run(source: Source, journal: Journal, rewards: "Rewards", settings: Told) -> Told:
    tally = Tally(settings["examples"])
    rollouts = source.rows(journal.recover(tally.add))
    with Pool(rewards.count) as pool:
        while batch := list(islice(rollouts, BATCH)):
            rows = list(_compared(source, batch, pool, rewards, settings["raw_golds"]))
            journal.append(rows)
            for row in rows:
                tally.add(row)
    report = _report(tally, settings)
    journal.finish(report)
    return report


def _report(tally: Tally, settings: Told) -> Told:
    named = ("against", "accepted_above", "columns", "golds", "raw_golds", "checker_version")
    return {name: settings[name] for name in named} | tally.report()


def _compared(
    source: Source, batch: Sequence[Rollout], pool: Pool, rewards: "Rewards", raw_golds: bool
) -> Iterator[dict[str, Any]]:
    """A row for each roll-out, ours and theirs worked out side by side."""
    theirs = rewards.scores(batch, raw_golds)
    ours = pool.rows([_pair(rollout) for rollout in batch])
    for rollout, own, scored in zip(batch, ours, theirs, strict=True):
        row = {"id": printable(rollout.id), **source.where(rollout.place), "task": rollout.task}
        if rollout.sample is not None:
            row["sample"] = rollout.sample
        row["gold"] = printable(rollout.gold[:MOST_GOLD])
        row["ours"] = _own(rollout, own)
        row["theirs"] = _foreign(rollout, scored)
        row["agree"] = agree(row["ours"], row["theirs"])
        yield row


def _pair(rollout: Rollout) -> bytes:
    """The roll-out as a line of `check`."""
    pair = {"gold": rollout.gold, "candidate": rollout.response, "form": rollout.form}
    return json.dumps(pair | ({"kind": rollout.kind} if rollout.kind else {})).encode()


def _own(rollout: Rollout, row: Told) -> dict[str, Any]:
    if rollout.problem is not None:
        row = {"status": "error", "message": printable(rollout.problem)[:400]}
        row |= {"reward": None, "extracted": None, "rung": None, "ms": 0.0}
    return {name: row[name] for name in _OURS if name in row}


def _foreign(rollout: Rollout, scored: Scored) -> dict[str, Any]:
    state = "not asked" if rollout.problem is not None else scored.state
    row: dict[str, Any] = {"value": scored.value, "state": state, "ms": scored.ms}
    return row | ({"message": printable(scored.message)} if scored.message else {})


class Rewards(AbstractContextManager["Rewards"]):
    """The other grader, several times over: each roll-out is scored by whichever is free."""

    def __init__(self, spec: str, seconds: float, count: int) -> None:
        self._all = [open_reward(spec, seconds=seconds)]
        self.count, self.name, self.version = count, spec, self._all[0].version
        self._free: SimpleQueue[ForeignReward] = SimpleQueue()
        self._threads = ThreadPoolExecutor(count)
        try:
            self._all += [open_reward(spec, seconds=seconds) for _ in range(count - 1)]
        except BaseException:
            self.__exit__()
            raise
        for reward in self._all:
            self._free.put(reward)

    def scores(self, rollouts: Iterable[Rollout], raw_golds: bool) -> Iterator[Scored]:
        """The scores in the roll-outs' order, worked out ahead."""
        futures: list[Future[Scored]] = [
            self._threads.submit(self._score, rollout, raw_golds) for rollout in rollouts
        ]
        return (future.result() for future in futures)

    def _score(self, rollout: Rollout, raw_golds: bool) -> Scored:
        if rollout.problem is not None:
            return _UNASKED
        reward = self._free.get()
        try:
            return reward.score(rollout.response, rollout.raw_gold if raw_golds else rollout.gold)
        finally:
            self._free.put(reward)

    def __exit__(self, *ended: object) -> None:
        """End the processes; what is being scored is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for _ in range(2):  # a thread may have started one more after a death
            for reward in self._all:
                with suppress(OSError):
                    reward.close()
            self._threads.shutdown(wait=True)
