"""A whole run from a recipe: every stage in its order, in one folder that can be gone on with.

    run(read_recipe(Path("recipes/smollm2.yaml"), []), out=Path("data/runs/smollm2"))

This is the only file that knows the order of the stages. Each stage looks at what the folder holds
and does what is missing, so a run that was killed is finished by the same command. Trainings that
do not need one another run side by side when there is more than one worker; the number of workers
never changes what they write.
"""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import Any

from assay.core.canonical import loads
from assay.core.errors import TooManyBadRows, UsageError, unknown
from assay.core.store import drop_damaged, read_manifest, write_bytes
from assay.pipelines.curate import curate
from assay.pipelines.generate import generate
from assay.pipelines.import_tasks import import_tasks
from assay.pipelines.label import label
from assay.pipelines.monte_carlo import monte_carlo
from assay.pipelines.mutants import mutants
from assay.pipelines.parallel import in_order, workers_pool
from assay.pipelines.progress import Progress
from assay.pipelines.recipe import Recipe, bind, read_keywords
from assay.pipelines.report import report
from assay.pipelines.run_state import RunState
from assay.pipelines.sample import sample
from assay.pipelines.vet import vet

Stage = Callable[..., Any]
STAGES: Mapping[str, Stage] = {
    "import": import_tasks,
    "generate": generate,
    "vet": vet,
    "sample": sample,
    "mutants": mutants,
    "label": label,
    "curate": curate,
    "monte_carlo": monte_carlo,
}
ORDER = (
    ("import",),
    ("generate",),
    ("vet",),
    ("sft",),
    ("sample",),
    ("mutants",),
    ("label",),
    ("curate",),
    ("monte_carlo",),
    ("prm", "rl", "sft_continued", "expert", "orm"),  # as they start: the longest first
    ("rl_shaped",),  # RL towards the reward models of the place before
    ("evaluate",),
    ("evaluate_search",),
    ("evaluate_steps",),
)
TRAININGS = ("sft", "orm", "prm", "rl", "rl_shaped", "sft_continued", "expert", "evaluate")
MODELS = frozenset(TRAININGS) - {"evaluate"}
NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
PLACES = {stage: place for place, group in enumerate(ORDER) for stage in group}
SIDE_BY_SIDE = {PLACES["rl"], PLACES["rl_shaped"], PLACES["evaluate"]}


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a stage with everything it needs."""

    stage: str
    function: Stage
    keywords: Mapping[str, Any]

    @property
    def place(self) -> int:
        """Where the stage stands in the order; calls of one place need nothing of each other."""
        return PLACES[self.stage]


def run(
    recipe: Recipe,
    *,
    out: Path,
    append: bool = False,
    workers: int = 1,
    max_errors: float | None = None,
    max_undecided: float | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Run the recipe in `out` (whose lock the caller holds); returns the report.

    Raises UsageError for a recipe that does not fit the stages and for a folder that holds another
    recipe's run; TooManyBadRows at the very end.
    """
    tracker = progress or Progress()
    state = RunState(out, recipe)
    limits = {"max_errors": max_errors, "max_undecided": max_undecided}
    calls = plan(recipe, out, state.finished, workers, tracker, limits)
    if not state.begin(append) and not drop_damaged(out):
        return _written_report(out) or report(out)
    write_bytes(out / "recipe.yaml", recipe.as_yaml().encode("utf-8", "replace"))
    try:
        complaint = _make(calls, state, workers, tracker)
    except UsageError:
        if not read_manifest(out):
            state.withdraw()
        raise
    if any(call.stage == "evaluate" for call in calls):
        training_stages()["merge"](out)
    state.record(tracker.seconds, workers)
    written = report(out)
    state.finish()
    if complaint is not None:
        raise complaint
    return written


def _written_report(out: Path) -> dict[str, Any] | None:
    """What report.json holds; None when it is gone or damaged."""
    try:
        found = loads((out / "report.json").read_bytes().decode())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and "verdicts" in found else None


def _make(
    calls: list[Call], state: RunState, workers: int, tracker: Progress
) -> TooManyBadRows | None:
    """Make every call; returns the first complaint about bad rows, which ends no run."""
    complaint = None
    for place, group in groupby(calls, key=lambda call: call.place):
        together = list(group)
        if place in SIDE_BY_SIDE and workers > 1 and len(together) > 1:
            _side_by_side(together, workers, tracker)
            continue
        for call in together:
            tracker.say(f"{call.stage} …")
            try:
                state.note(call.function(**call.keywords))
            except TooManyBadRows as too_many:
                complaint = complaint or too_many
    return complaint


def _side_by_side(calls: list[Call], workers: int, tracker: Progress) -> None:
    """Make the calls in processes of their own; the seconds of each are kept."""
    tracker.say(" and ".join(call.stage for call in calls) + " side by side …")
    quiet = [Call(c.stage, c.function, {**c.keywords, "progress": None}) for c in calls]
    with (
        workers_pool(min(workers, len(calls))) as pool,
        tracker.stage("side by side", len(calls)) as advance,
    ):
        for call, seconds in zip(quiet, in_order(pool, timed, quiet), strict=True):
            tracker.seconds[call.stage] = tracker.seconds.get(call.stage, 0.0) + seconds
            advance(1)
    tracker.seconds.pop("side by side")


def timed(call: Call) -> float:
    """Make a call; returns the seconds it took."""
    started = time.monotonic()
    call.function(**call.keywords)
    return time.monotonic() - started


def check_recipe(recipe: Recipe, out: Path) -> None:
    """Raise UsageError unless the recipe fits the stages; touches nothing."""
    plan(recipe, out, 0, 1, Progress(), {})


def plan(
    recipe: Recipe,
    out: Path,
    batch_number: int,
    workers: int,
    progress: Progress,
    limits: Mapping[str, float | None],
) -> list[Call]:
    """The calls of a recipe in the order of the stages, all checked before the first is made.

    `batch_number` is that of the batch of tasks that the run is to complete; `limits` are the
    command line's, which go before the recipe's.
    """
    for stage in recipe.stages:
        if stage not in PLACES:
            raise unknown("stage", stage, PLACES)
    given = {
        "append": False,
        "batch_number": batch_number,
        "beside": True,
        "workers": workers,
        "progress": progress,
    }
    calls = []
    for stage in PLACES:
        for keywords in recipe.stages.get(stage, []):
            function = stage_function(stage)
            supplied = given | _folders(stage, str(keywords.get("name", stage)), out)
            bound = _bound(stage, function, keywords, recipe, supplied, out)
            calls.append(Call(stage, function, bound | _limits(function, limits)))
    _hold_apart(calls)
    return calls


def _hold_apart(calls: list[Call]) -> None:
    """Raise UsageError when two trainings would write the same model."""
    places = [call.keywords["out"] for call in calls if call.stage in MODELS]
    for place in places:
        if places.count(place) > 1:
            raise UsageError(f"two trainings are called {place.name!r}; give each its own name")


def _folders(stage: str, name: str, out: Path) -> dict[str, Path]:
    """A stage reads and writes the run's folder; a training writes the model `name` below it.

    So do Monte-Carlo labels: they are of solutions that have exact ones in the run's own table.
    """
    if stage in MODELS and not NAME.fullmatch(name):
        raise UsageError(f"stage {stage}: name {name!r}: expected letters, digits, - and _")
    place = out / "models" / name if stage in MODELS else out
    if stage == "monte_carlo":
        place = out / stage
    return {"tasks": out, "solutions": out, "data": out, "out": place}


def _bound(
    stage: str,
    function: Stage,
    keywords: Mapping[str, Any],
    recipe: Recipe,
    given: Mapping[str, Any],
    out: Path,
) -> dict[str, Any]:
    takes_seed = "seed" in function.__annotations__
    seeded = {"seed": recipe.seed, **keywords} if takes_seed else keywords
    return bind(stage, function, seeded, given, out)


def _limits(function: Stage, limits: Mapping[str, float | None]) -> dict[str, float]:
    if function is not label:
        return {}
    return {name: limit for name, limit in limits.items() if limit is not None}


def stage_function(stage: str) -> Stage:
    """The function of a stage. Raises UsageError for a training without the `train` extra."""
    return STAGES[stage] if stage in STAGES else training_stages()[stage]


def training_stages() -> Mapping[str, Stage]:
    """The stages that need torch, imported only here."""
    for package in ("torch", "transformers", "accelerate"):
        if find_spec(package) is None:
            raise UsageError(f"training needs {package}: pip install 'assay[train]'")
    from assay.training.evaluate import evaluate, merge_evaluations
    from assay.training.evaluate_search import evaluate_search
    from assay.training.evaluate_steps import evaluate_steps
    from assay.training.expert import train_expert
    from assay.training.outcome_rm import train_orm
    from assay.training.process_rm import train_prm
    from assay.training.rl import train_rl
    from assay.training.sft import train_sft
    from assay.training.solve import solve

    return {
        "sft": train_sft,
        "sft_continued": train_sft,
        "orm": train_orm,
        "prm": train_prm,
        "expert": train_expert,
        "rl": train_rl,
        "rl_shaped": train_rl,
        "evaluate": evaluate,
        "evaluate_search": evaluate_search,
        "evaluate_steps": evaluate_steps,
        "merge": merge_evaluations,
        "solve": solve,
    }


def train(stage: str, *, changes: list[str], progress: Progress, **asked: Any) -> Any:
    """One training or evaluation outside a run; `changes` (KEY=VALUE) are held to its signature."""
    function = stage_function(stage)
    given = {name: value for name, value in asked.items() if value is not None}
    supplied = {**given, "progress": progress}
    return function(**bind(stage, function, read_keywords(changes), supplied, asked["out"]))
