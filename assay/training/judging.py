"""Verdicts on roll-outs, made by processes beside the one that generates.

    with Judges(workers=1) as judges:
        judges.ask(0, task, "7+5=12\\nAnswer: 12")        # returns at once
        found = judges.answers(1)                         # in the order of the numbers

Responses are judged as they end, while the slower ones are still being written, so that a training
seldom waits. What is found is the same for any number of workers, 0 (the caller's own process)
included. A worker that dies ends the training with an AssayError: its verdicts are nobody's 0.
This module imports no torch, so that its workers start quickly.
"""

import multiprocessing
import time
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from types import TracebackType

from assay.checkers import grade, label_steps
from assay.core.errors import AssayError
from assay.core.records import StepLabel, Task

TOGETHER = 16


@dataclass(frozen=True, slots=True)
class Asked:
    """One response to be judged; `every_step`: label its steps even when its answer is wrong."""

    number: int
    task: Task
    text: str
    every_step: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Its reward (None: undecided or an error), the answer found, and the labels of its steps,
    None where they were not asked for."""

    reward: float | None
    answer: str | None
    steps: tuple[StepLabel, ...] | None

    @property
    def sound(self) -> bool:
        """Whether the answer is right and no step anything but right or neutral."""
        fine = self.steps is not None and all(
            step.status in ("correct", "neutral") for step in self.steps
        )
        return bool(self.reward) and fine


def judge(asked: Asked) -> Found:
    """The verdict on one response; its steps too where asked for, or where the answer is right."""
    verdict = grade(asked.task.answer, asked.text, question=asked.task.prompt)
    wanted = asked.every_step or bool(verdict.reward)
    steps = label_steps(asked.task, asked.text) if wanted else None
    return Found(verdict.reward, verdict.extracted, steps)


def judge_all(asked: Sequence[Asked]) -> list[Found]:
    """The verdicts on several responses."""
    return [judge(one) for one in asked]


class Judges:
    """A pool that judges in the background; a context manager that leaves no process."""

    def __init__(self, workers: int = 0, every_step: bool = False) -> None:
        self.every_step = every_step
        self.waited = 0.0
        self._pool = _pool(workers) if workers else None
        self._waiting: list[Asked] = []
        self._sent: list[tuple[list[int], Future[list[Found]]]] = []

    def __enter__(self) -> "Judges":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def ask(self, number: int, task: Task, text: str) -> None:
        """Have a response judged under a number."""
        self._waiting.append(Asked(number, task, text, self.every_step))
        if self._pool is not None and len(self._waiting) >= TOGETHER:
            self._send()

    def answers(self, count: int) -> list[Found]:
        """What was found of the responses 0 to count - 1; waits for what is still out.

        Raises AssayError when a worker died. `waited` grows by the seconds that this took.
        """
        began = time.monotonic()
        self._send()
        found: dict[int, Found] = {}
        try:
            for numbers, future in self._sent:
                found.update(zip(numbers, future.result(), strict=True))
        except BrokenProcessPool:
            raise AssayError("a process that judges roll-outs died; start again to go on") from None
        finally:
            self._sent = []
        self.waited += time.monotonic() - began
        return [found[number] for number in range(count)]

    def _send(self) -> None:
        if not self._waiting:
            return
        batch, self._waiting = self._waiting, []
        numbers = [asked.number for asked in batch]
        self._sent.append((numbers, self._judged(batch)))

    def _judged(self, batch: list[Asked]) -> "Future[list[Found]]":
        if self._pool is not None:
            return self._pool.submit(judge_all, batch)
        done: Future[list[Found]] = Future()
        done.set_result(judge_all(batch))
        return done


def _pool(workers: int) -> ProcessPoolExecutor:
    pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("forkserver"))
    for _ in range(workers):
        pool.submit(judge_all, ())  # they start while the first responses are being written
    return pool
