"""Curves over seeds: which tasks count where, intervals, the turn, failures, a tiny whole run."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assay.cli import app
from assay.core.errors import AssayError, UsageError
from assay.pipelines.curves import seeds as seeds_module
from assay.pipelines.curves.estimates import difference, estimate, over_seeds
from assay.pipelines.curves.figures import figures, measured
from assay.pipelines.curves.groups import Group, groups_of
from assay.pipelines.curves.learned import turn
from assay.pipelines.curves.plots import draw
from assay.pipelines.curves.reading import Run, read_run
from assay.pipelines.curves.seeds import read_seeds, run_seeds
from assay.pipelines.curves.tables import as_markdown
from assay.pipelines.recipe import Recipe, read_recipe

RECIPES = Path(__file__).parent.parent.parent / "recipes"


def recipe(sft: dict[str, Any], rl: dict[str, Any]) -> Recipe:
    return Recipe("r", 1, {"sft": [sft], "rl": [rl]})


def test_the_headline_is_what_rl_trains_on_and_nobody_demonstrated() -> None:
    found = groups_of(
        recipe({"levels": [1, 2, 3]}, {"levels": [1, 2, 3, 4, 5], "unseen": ["c", "b"]})
    )
    where = {
        (family, level): [name for name, group in found.items() if group.holds(family, level)]
        for family, level in [("a", 2), ("a", 4), ("a", 9), ("b", 2), ("b", 9), ("c", 4)]
    }
    assert list(where.values()) == [
        ["shown"],
        ["held_out"],
        ["unseen_levels"],
        [],
        ["unseen: b"],
        ["unseen: c"],
    ]


def test_groups_without_tasks_are_left_out() -> None:
    found = groups_of(recipe({}, {"families": ["a"]}))
    assert list(found) == ["held_out"]
    assert found["held_out"].holds("a", 1) and not found["held_out"].holds("b", 1)


def test_a_recipe_without_rl_has_no_curves() -> None:
    with pytest.raises(UsageError, match="no stage rl"):
        groups_of(Recipe("r", 1, {"sft": [{}]}))


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "no seeds"), (",", "no seeds"), ("1,x", "'1,x'"), ("1,1", "twice"), ("1,1e3", "1e3"),
     (str(2**63), "64-bit")],
)  # fmt: skip
def test_bad_seeds_are_one_clear_sentence(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_seeds(text)


def test_seeds_are_read() -> None:
    assert read_seeds(" 1, 2,-3") == (1, 2, -3)


def test_an_estimate_has_an_interval_over_tasks_and_one_over_seeds() -> None:
    found = estimate([[0.0, 1.0] * 50, [1.0, 1.0] * 50])
    assert found["mean"] == 0.75 and found["seeds"] == [0.5, 1.0] and found["n"] == 200
    assert 0.69 < found["low"] < 0.75 < found["high"] < 0.81
    assert found["seeds_low"] < 0 < 1 < found["seeds_high"], "two seeds say next to nothing"


def test_the_interval_over_three_seeds_is_students() -> None:
    low, high = over_seeds([1.0, 2.0, 3.0])
    assert (low, high) == pytest.approx((2 - 4.303 / 3**0.5, 2 + 4.303 / 3**0.5))
    assert over_seeds([1.0]) == (None, None)


def test_differences_are_paired_by_task() -> None:
    """Very unequal tasks, each 0.1 better: unpaired the interval would hold 0."""
    before = [{str(task): task / 100 for task in range(90)}]
    after = [{task: rate + 0.1 for task, rate in before[0].items()}]
    found = difference(after, before)
    assert found["mean"] == pytest.approx(0.1) and found["low"] == pytest.approx(0.1)


def test_no_difference_at_all_has_the_bound_of_its_tasks() -> None:
    rates = [{str(task): 0.5 for task in range(60)}]
    found = difference(rates, rates)
    assert (found["mean"], found["low"], found["high"]) == (0.0, -0.048703, 0.048703)


def line(true: Sequence[float]) -> list[dict[str, float]]:
    return [
        {"tokens": at, "learned": at / 10, "true": accuracy, "sound": 0.0}
        for at, accuracy in enumerate(true)
    ]


def test_a_fall_beyond_chance_is_a_turn() -> None:
    found = turn(line([0.4, 0.6, 0.5, 0.4]), tasks=900)
    assert found is not None and found["tokens"] == 1 and found["fell_to"] == 0.4


@pytest.mark.parametrize("true", [[0.4, 0.5, 0.6], [0.4, 0.6, 0.59], [0.4, 0.4]])
def test_a_rise_or_a_fall_within_chance_is_none(true: list[float]) -> None:
    assert turn(line(true), tasks=900) is None


def test_a_fall_of_both_is_a_collapse_and_no_turn() -> None:
    falling = line([0.4, 0.6, 0.2])
    falling[-1]["learned"] = 0.05
    assert turn(falling, tasks=900) is None


GROUPS = {"held_out": Group(None, frozenset(), frozenset(range(1, 11)))}
TASKS = [f"t{at}" for at in range(40)]


def made_run(seed: int, gain: float) -> Run:
    """A run in which RL gains `gain` on every task, reaching it in half of its tokens."""
    rates = {
        "sft": {"held_out": dict.fromkeys(TASKS, 0.4)},
        "rl": {"held_out": dict.fromkeys(TASKS, 0.4 + gain)},
        "rl_steps": {"held_out": dict.fromkeys(TASKS, 0.4 + gain)},
    }
    detail = {
        "n": 2,
        "tasks": TASKS,
        "right": {
            "majority": {"1": [0.4] * 40, "2": [0.5] * 40},
            "prm": {"1": [0.4] * 40, "2": [0.7] * 40},
            "oracle": {"1": [0.4] * 40, "2": [0.9] * 40},
        },
        "flops": {"prompt": 10.0, "policy": 100.0, "prm": 50.0},
        "seconds": {"policy": 0.1, "orm": 0.0, "prm": 0.05},
    }

    def log(speed: int) -> list[dict[str, Any]]:
        reached = [min(1.0, speed * at / 4) for at in range(1, 5)]
        lines: list[dict[str, Any]] = [
            {
                "tokens": 100 * at,
                "flops": 1000.0 * at,
                "held_out": {"accuracy": 0.4 + gain * share, "soundness": 0.1, "prm": share},
            }
            for at, share in enumerate(reached, 1)
        ]
        lines[0]["start"] = {"accuracy": 0.4, "soundness": 0.1, "prm": 0.0}
        return lines

    trained = {"tokens": 400, "flops": 4000.0, "cpu_seconds": 5.0, "settings": {}}
    return Run(
        seed=seed,
        group_of=dict.fromkeys(TASKS, "held_out"),
        rates=rates,
        details={"sft": detail, "rl": detail},
        searches={},
        trained={"rl": trained, "rl_steps": trained},
        logs={"rl": log(1), "rl_steps": log(2)},
    )


def figures_of(*gains: float) -> dict[str, Any]:
    runs = [made_run(seed, gain) for seed, gain in enumerate(gains)]
    seeds = {"recipe": "r", "seeds": list(range(len(gains))), "failed": {"9": "out of memory"}}
    return seeds | figures(runs, GROUPS)


def test_figures_hold_gains_costs_and_ratios() -> None:
    found = figures_of(0.2, 0.3)
    assert found["differences"]["rl - sft"]["held_out"]["seeds"] == [0.2, 0.3]
    curve = found["test"]["sft"]
    assert [point["flops"] for point in curve["majority"]] == [110, 210]
    assert [point["flops"] for point in curve["prm"]] == [160, 310], "the reward model's are in"
    assert curve["prm"][1]["seconds"] == pytest.approx(0.3)
    over = found["over_majority"]["sft"]["prm"]
    assert over["mean"] == pytest.approx(0.2)
    equal = over["equal_flops"]
    assert (equal["size"], equal["mean"]) == (1, pytest.approx(-0.1)), "310 FLOPs against 210"
    assert found["ratios"]["rl_steps"]["seeds"] == [0.75, 0.75]
    train = found["train"]["rl"]
    assert (train[0]["flops"], train[-1]["flops"]) == (0, 4000)
    assert train[-1]["seeds"] == pytest.approx([0.6, 0.7])


def test_an_arm_that_never_gets_there_has_no_ratio() -> None:
    runs = [made_run(1, 0.3)]
    low = [{**each, "held_out": {"accuracy": 0.4, "soundness": 0}} for each in runs[0].logs["rl"]]
    runs[0].logs["rl_steps"][:] = low  # type: ignore[index]
    assert figures(runs, GROUPS)["ratios"]["rl_steps"]["seeds"] == [None]
    assert figures([made_run(1, 0.0)], GROUPS)["ratios"]["rl_steps"]["seeds"] == [None]


def test_tables_and_plots_say_what_there_is(tmp_path: Path) -> None:
    found = figures_of(0.2, 0.25, 0.3)
    text = as_markdown(found)
    assert "| RL, verifier reward less SFT, the common start | +25.0" in text
    assert "Seed 9 failed: out of memory" in text and "PRM-weighted vote" in text
    files = draw(found, tmp_path)
    assert {path.name for path in files} == {
        f"{name}.{kind}" for name in ("train", "test", "learned") for kind in ("png", "svg")
    }
    first = (tmp_path / "train.svg").read_bytes()
    draw(found, tmp_path)
    assert (tmp_path / "train.svg").read_bytes() == first


def test_the_log_of_a_training_becomes_points() -> None:
    points = measured(made_run(1, 0.2).logs["rl"])
    assert points[0]["tokens"] == 0 and points[0]["accuracy"] == 0.4 and len(points) == 5


SMALL = """
name: small
seed: 0
stages:
  generate: {families: digit_sum, count: 20, phrasing: short}
"""


def small(tmp_path: Path) -> Recipe:
    (tmp_path / "r.yaml").write_text(SMALL)
    return read_recipe(tmp_path / "r.yaml", [])


def test_a_seed_that_fails_leaves_the_others_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "seed-2").mkdir(parents=True)
    (out / "seed-2" / "tasks").write_text("in the way")
    done = run_seeds(small(tmp_path), (1, 2), out=out, workers=2, say=lambda line: None)
    assert list(done.folders) == [1] and list(done.failures) == [2]
    assert (out / "seed-1" / "report.json").exists()
    assert "generate" in (out / "seed-1" / "progress.log").read_text()
    said: list[str] = []
    again = run_seeds(small(tmp_path), (1,), out=out, workers=1, say=said.append)
    assert again.folders == done.folders and said[-1] == "seed 1: done"


def test_when_all_seeds_fail_that_is_an_error(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "seed-3").mkdir(parents=True)
    (out / "seed-3" / "tasks").write_text("in the way")
    with pytest.raises(AssayError, match="no run ended well: seed 3: "):
        run_seeds(small(tmp_path), (3,), out=out, workers=1, say=lambda line: None)


def test_a_run_that_is_killed_is_named(tmp_path: Path) -> None:
    class Dead:
        exitcode = -9

        def join(self) -> None:
            pass

    said = seeds_module._said(Dead(), tmp_path)  # type: ignore[arg-type]
    assert said == f"killed by SIGKILL; its log is {tmp_path / 'progress.log'}"


def test_a_run_without_its_evaluations_is_refused(tmp_path: Path) -> None:
    done = run_seeds(small(tmp_path), (1,), out=tmp_path, workers=1, say=lambda line: None)
    with pytest.raises(UsageError, match="no evaluation is called 'sft'"):
        read_run(done.folders[1], 1, GROUPS)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["recipes/nowhere.yaml"], "cannot read the recipe"),
        (["recipes/curves-cpu.yaml", "--seeds", ""], "no seeds"),
        (["recipes/smollm2.yaml"], "no stage sft"),
        (["recipes/curves-cpu.yaml", "--set", "rl.*.tokkens=1"], "tokkens"),
    ],
)
def test_wrong_usage_of_the_command_is_said_before_anything_runs(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(RECIPES.parent)
    result = CliRunner().invoke(app, ["curves", *arguments, "--out", str(tmp_path / "o")])
    assert isinstance(result.exception, UsageError) and said in str(result.exception)
    assert not (tmp_path / "o").exists()


TINY = [
    *("generate.count=100", "sft.steps=60", "sft.demonstrations=64", "sample.n=1"),
    *("rl.*.tokens=1500", "rl.*.prompts=4", "rl.*.n=4", "rl.*.measure_every=2"),
    *("rl.*.measure_tasks=8", "rl.*.max_tokens=16", "sft_continued.tokens=1500"),
    *("sft_continued.measure_every=20", "sft_continued.measure_tasks=8", "sft_continued.batch=8"),
    *("sft_continued.demonstrations=64", "rl_shaped.*.tokens=1500", "rl_shaped.*.prompts=4"),
    *("rl_shaped.*.n=4", "rl_shaped.*.measure_every=2", "rl_shaped.*.measure_tasks=8"),
    *("rl_shaped.*.max_tokens=16", "orm.steps=2", "prm.steps=2", "evaluate.*.n=2"),
    *("evaluate.*.most=40", "evaluate.*.curve_tasks=20", "evaluate.*.each=1"),
    *("evaluate.*.max_tokens=16", "evaluate_search.*.most=6", "evaluate_search.*.widths=[1]"),
    *("evaluate_search.*.rounds=[2]", "evaluate_search.*.max_tokens=16"),
    "expert={model: '{out}/models/sft', rounds: 1, prompts: 48, n: 8, steps: 2, batch: 4, "
    "families: [digit_chain], measure_tasks: 8, max_tokens: 24}",
]


@pytest.mark.slow
def test_the_whole_recipe_at_a_tiny_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All arms, two seeds side by side, figures and plots; nothing here is expected to learn."""
    from assay.pipelines.curves.curves import curves

    monkeypatch.chdir(RECIPES.parent)
    read = read_recipe(RECIPES / "curves-cpu.yaml", TINY)
    done = curves(read, seeds=(1, 2), out=tmp_path, workers=2)
    assert not done.failures and done.found["seeds"] == [1, 2]
    assert set(done.found["arms"]) == {
        "sft", "rl", "sft_continued", "expert", "rl_random", "rl_format", "rl_steps", "rl_orm",
        "rl_prm", "rl_prm_verifier",
    }  # fmt: skip
    assert set(done.found["groups"]) == {
        "held_out",
        "shown",
        "unseen_levels",
        "unseen: digit_alternating",
    }
    assert set(done.found["overoptimisation"]) == {"rl_orm", "rl_prm", "rl_prm_verifier"}
    assert {"majority", "prm", "beam", "tree", "oracle"} <= set(done.found["test"]["sft"])
    for name, arm in done.found["arms"].items():
        if name.startswith("rl") or name == "sft_continued":
            assert all(1500 <= tokens < 2100 for tokens in arm["tokens"]), (name, arm["tokens"])
    assert json.loads((tmp_path / "curves.json").read_text()) == done.found
    assert len(done.plots) == 6 and all(path.stat().st_size > 1000 for path in done.plots)
    again = curves(read, seeds=(1, 2), out=tmp_path, workers=2)
    assert again.found == done.found
