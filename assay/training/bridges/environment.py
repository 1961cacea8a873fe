"""An environment package for verifiers 0.4: our tasks in a file, our checkers as the reward.

    write_environment(data=Path("data/t"), out=Path("data/env"), name="assay-digits")
        -> data/env/pyproject.toml, README.md, assay_digits/{__init__.py, tasks.jsonl}
    pip install data/env;  vf-validate assay-digits --runtime.type subprocess

The package holds data and a few lines of code; what it does is in `taskset.py`. It does not name
assay as a dependency, so that no registry is asked for a package of that name: install assay first.
Programs are left out: their reward would need a sandbox of ours in verifiers' process.
verifiers is not imported here.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from assay.core.canonical import dumps
from assay.core.errors import UsageError
from assay.core.seeds import Split
from assay.core.store import make_folder, write_bytes
from assay.core.tables import task_row
from assay.training.data import learnt, tasks_of

TASKS = "tasks.jsonl"
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_PROJECT = """\
[project]
name = "{name}"
version = "0.1.0"
description = "{count} tasks with checkable answers, made and judged by assay"
requires-python = ">=3.11"
dependencies = ["verifiers>=0.4,<0.5"]

[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[tool.hatch.build.targets.wheel]
packages = ["{package}"]
"""
_CODE = '''\
"""Tasks with checkable answers; the reward is the verdict of assay's checkers."""

from pathlib import Path

from assay.training.bridges.taskset import AssayTaskset


class Taskset(AssayTaskset):
    """The tasks of tasks.jsonl beside this file."""

    folder = Path(__file__).parent


__all__ = ["Taskset"]
'''
_README = """\
# {name}

{count} tasks of split {split} ({families}), an environment for verifiers 0.4.

    pip install .                                     # assay must be there already
    vf-validate {name} --runtime.type subprocess      # every gold passes, an empty reply does not
    vf-eval {name} -n 8 --no-push --env.agent.harness.id null --model MODEL

Traces hold the golds; `--no-push` keeps them from being uploaded. The reward `verifier` is 1.0 for
a right answer and 0.0 for a wrong one. A response on which the checkers have no verdict is an error
of that rollout, never a 0. Some of the tasks:
`--env.taskset.families '["A"]' --env.taskset.levels '[1, 2]'`.
"""


def write_environment(
    *,
    data: Path,
    out: Path,
    name: str = "assay-tasks",
    split: Split = "train",
    families: Sequence[str] | None = None,
    levels: Sequence[int] | None = None,
) -> dict[str, int]:
    """Write the package to `out`; the number of its tasks.

    Raises UsageError for a name that is none, split test, no tasks, and a folder that cannot be
    written.
    """
    if not _NAME.fullmatch(name) or len(name) > 64:
        raise UsageError(f"name {name!r}: expected small letters, digits and single -, at most 64")
    tasks = tasks_of(data, learnt(split), families=families, levels=levels)
    package = name.replace("-", "_")
    told = {
        "name": name,
        "package": package,
        "count": len(tasks),
        "split": split,
        "families": ", ".join(sorted({task.family for task in tasks})),
    }
    lines = "".join(dumps(task_row(task)) + "\n" for task in tasks)
    make_folder(out)
    for path, text in (
        ("pyproject.toml", _PROJECT.format(**told)),
        ("README.md", _README.format(**told)),
        (f"{package}/__init__.py", _CODE),
        (f"{package}/{TASKS}", lines),
    ):
        write_bytes(out / path, text.encode())
    return {"tasks": len(tasks)}
