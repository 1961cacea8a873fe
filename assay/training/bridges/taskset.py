"""Our tasks as a taskset of verifiers 0.4, judged by the checkers; needs `verifiers`.

    class Taskset(AssayTaskset):                # what `environment.py` writes into a package
        folder = Path(__file__).parent

A task's answer never enters the prompt. A response without a verdict fails its scoring, which
verifiers records as an error of that rollout: it is never a 0. Of the environments of version 0.3
(`load_environment`, SingleTurnEnv, rubrics) 0.4 has nothing left; a taskset is what it loads.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import verifiers.v1 as vf

from assay.checkers import grade
from assay.core.canonical import loads
from assay.core.errors import AssayError
from assay.core.records import Verdict
from assay.core.tables import task_of

TASKS = "tasks.jsonl"


class AssayData(vf.TaskData):  # type: ignore[misc]
    """A task's row, as JSON, beside what verifiers itself reads."""

    task_json: str


class AssayTask(vf.Task[AssayData]):  # type: ignore[misc]
    """One problem; its reward is the verdict on the last reply."""

    def _verdict(self, response: str) -> Verdict:
        task = task_of(loads(self.data.task_json))
        return grade(task.answer, response, question=task.prompt)

    @vf.reward(weight=1.0)  # type: ignore[untyped-decorator]
    async def verifier(self, trace: Any) -> float:
        """1.0 for a right answer, 0.0 for a wrong one; an error where there is no verdict."""
        verdict = self._verdict(trace.last_reply)
        if verdict.reward is None:
            told = verdict.evidence.get("message", "its checker spent its budget")
            raise AssayError(f"no verdict on {self.data.id} ({verdict.status}: {told})")
        return verdict.reward

    async def validate(self, runtime: Any) -> bool | None:
        """Whether the checkers find the gold right, and an empty reply not."""
        task = task_of(loads(self.data.task_json))
        gold = self._verdict(f"Answer: {task.answer.value}")
        return None if gold.reward is None else gold.reward == 1.0 and not self._verdict("").reward


class AssayTasksetConfig(vf.TasksetConfig):  # type: ignore[misc]
    """Which of the package's tasks are loaded."""

    families: list[str] | None = None
    levels: list[int] | None = None


class AssayTaskset(vf.Taskset[AssayTask, AssayTasksetConfig]):  # type: ignore[misc]
    """The tasks of the file beside the package's code."""

    folder: ClassVar[Path]

    def load(self) -> Iterator[AssayTask]:
        """The tasks, in the file's order."""
        with open(self.folder / TASKS, encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                if self._wanted(row):
                    data = AssayData(
                        id=row["task_id"], name=row["family"], prompt=row["prompt"], task_json=line
                    )
                    yield AssayTask(data, self.config.task)

    def _wanted(self, row: dict[str, Any]) -> bool:
        families, levels = self.config.families, self.config.levels
        return (families is None or row["family"] in families) and (
            levels is None or row["level"] in levels
        )
