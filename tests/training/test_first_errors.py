"""First errors: the figures by hand, thresholds, files in ProcessBench's layout, the judge."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.core.errors import UsageError
from assay.core.records import StepLabel
from assay.sampling import Completion, Params
from assay.training.evaluate_steps import evaluate_steps
from assay.training.first_errors import best_threshold, chosen, figures, first_below
from assay.training.outcome_rm import train_orm
from assay.training.process_rm import train_prm
from assay.training.step_judge import judge_steps, question
from assay.training.stepwise import Stepwise, first_error, labelled_steps, read_processbench

LABELS = (0, 2, 1, -1, -1)


def samples(labels: Sequence[int] = LABELS, steps: int = 3) -> list[Stepwise]:
    texts = tuple(f"step {at}" for at in range(steps))
    return [Stepwise(f"p{at}", texts, label, f"p{at}", None) for at, label in enumerate(labels)]


def test_f1_by_hand() -> None:
    found = figures(samples(), [0, 1, 1, -1, 2])
    assert found["found_where_wrong"] == pytest.approx(2 / 3, abs=1e-6)
    assert found["none_where_right"] == 0.5
    assert found["f1"] == pytest.approx(2 * (2 / 3) * 0.5 / (2 / 3 + 0.5), abs=1e-6)
    assert (found["with_error"], found["without"], found["problems"]) == (3, 2, 5)
    assert found["low"] <= found["f1"] <= found["high"]


@pytest.mark.parametrize("never", [-1, 0])
def test_a_constant_claim_is_worth_nothing(never: int) -> None:
    labels = [2, 2, -1, -1]
    assert figures(samples(labels), [never] * 4)["f1"] == 0.0


@given(st.lists(st.integers(-1, 3), min_size=1, max_size=12))
def test_perfect_scores_are_found_at_any_scale(labels: list[int]) -> None:
    labels = [*labels, -1, 3]
    told = samples(labels, steps=4)
    scores = [[0.001 if at == label else 0.002 for at in range(4)] for label in labels]
    threshold = best_threshold(told, scores)
    assert [first_below(row, threshold) for row in scores] == labels


def test_without_samples_the_threshold_is_one_half() -> None:
    assert best_threshold([], []) == 0.5


def test_what_a_chosen_answer_hides() -> None:
    rows = [
        Stepwise("p", ("a",), -1, "g", True),
        Stepwise("p", ("a",), 0, "g", True),
        Stepwise("q", ("a",), 0, "h", False),
        Stepwise("q", ("a",), 0, "h", True),
        Stepwise("r", ("a",), -1, "alone", True),
    ]
    found = chosen(rows, [[0.2], [0.9], [0.1], [0.3], [0.9]], "min")
    assert found["problems"] == 2 and found["n"] == 2.0
    assert found["chosen"]["right"]["mean"] == 1.0
    assert found["chosen"]["wrong_step_of_right"]["mean"] == 1.0
    assert found["drawn"]["right"]["mean"] == 0.75


def label(status: Any) -> StepLabel:
    return StepLabel(0, 1, status)


@pytest.mark.parametrize(
    ("statuses", "first"),
    [
        (["correct", "neutral"], -1),
        (["correct", "wrong", "inherited"], 1),
        (["undecided", "wrong"], None),
        (["wrong", "undecided"], 0),
        ([], -1),
    ],
)
def test_the_first_error_of_labels(statuses: list[str], first: int | None) -> None:
    assert first_error([label(status) for status in statuses]) == first


ROW = {"id": "gsm8k-0", "generator": "m", "problem": "1+2?", "steps": ["1+2=3", "So 4."],
       "final_answer_correct": False, "label": 1}  # fmt: skip


def test_both_spellings_of_processbench_are_read(tmp_path: Path) -> None:
    lines, array = tmp_path / "a.jsonl", tmp_path / "b.json"
    lines.write_text(json.dumps(ROW) + "\n\n" + json.dumps(ROW) + "\n")
    array.write_text(json.dumps([ROW, ROW], indent=1))
    assert read_processbench(lines) == read_processbench(array)
    assert read_processbench(lines)[0].label == 1 and len(read_processbench(lines)) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no samples"),
        ("{", "no JSON"),
        ("[" * 9999, "no JSON"),
        ("[1]", "row 1"),
        (json.dumps(ROW | {"label": 2}), "label 2; allowed are -1 to 1"),
        (json.dumps(ROW | {"label": True}), "label True"),
        (json.dumps(ROW | {"steps": []}), "steps"),
        (json.dumps(ROW | {"problem": None}), "problem is NoneType"),
    ],
)
def test_a_file_that_is_none_is_one_clear_sentence(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "f.jsonl").write_text(text)
    with pytest.raises(UsageError, match=said):
        read_processbench(tmp_path / "f.jsonl")
    with pytest.raises(UsageError, match="missing"):
        read_processbench(tmp_path / "missing.jsonl")


class Told:
    """A judge that says no to what holds a 4, in words of its own."""

    model, local = "told", True

    def complete(
        self, prompts: Sequence[str], n: int, params: Params, seed: int
    ) -> list[list[Completion]]:
        assert params.temperature == 0.0 and n == 1
        said = ["**No**, it is not" if "4" in p.split("Is step")[0] else "Hm." for p in prompts]
        return [[Completion(text, 3, 1, "stop")] for text in said]

    def close(self) -> None:
        """Nothing is open."""


def test_a_judge_is_asked_step_by_step_until_it_says_no() -> None:
    rows = [
        Stepwise("1+2?", ("1+2=3", "So 4.", "Done."), 1, "a", False),
        Stepwise("1+2?", ("1+2=3", "So 3."), -1, "b", True),
    ]
    found = judge_steps(Told(), rows, batch=1)
    assert found.first_errors == [1, -1]
    assert found.asked == 4 and found.unread == 3 and found.tokens == 16
    assert "So 4." not in question(rows[0], 0) and "Is step 1 correct" in question(rows[0], 0)


@pytest.fixture(scope="module")
def models(tables: Path, policy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home: Path = tmp_path_factory.mktemp("models")
    few: dict[str, Any] = {"data": tables, "model": str(policy), "steps": 2, "batch": 8}
    train_prm(out=home / "prm", families=["digit_sum"], **few)
    train_orm(out=home / "orm", families=["digit_sum"], **few)
    return home


def test_an_evaluation_keeps_its_sets_apart(
    tables: Path, policy: Path, models: Path, tmp_path: Path
) -> None:
    bench, tune = tmp_path / "bench.jsonl", tmp_path / "tune.jsonl"
    bench.write_text("".join(json.dumps(ROW | {"label": at}) + "\n" for at in (0, 1, -1)))
    tune.write_text(bench.read_text())
    prm, orm = str(models / "prm"), str(models / "orm")
    found = evaluate_steps(
        prm=prm, orm=orm, judge=str(policy), data=tables, unseen=["digit_chain"],
        processbench=bench, out=tmp_path / "a", judged=6, most=30,
    )  # fmt: skip
    sets = found["sets"]
    assert sets["held_out"]["families"] == ["digit_sum"]
    assert sets["unseen"]["families"] == ["digit_chain"] and sets["processbench"]["solutions"] == 3
    for model in ("prm", "orm"):
        assert found[model]["tuned_on"] > 0
        for place in sets:
            assert 0 <= found[model][place]["f1"] <= 1
            assert found[model][place]["calibration"]["bins"] == 10
    assert found["judge"]["held_out"]["asked"] >= 1
    assert json.loads((tmp_path / "a" / "steps_evaluation.json").read_text()) == found
    assert (tmp_path / "a" / "reliability.png").stat().st_size > 1000
    alone = evaluate_steps(prm=prm, processbench=bench, out=tmp_path / "b")
    assert alone["prm"]["tuned_on"] == 0 and alone["prm"]["threshold"] == 0.5
    tuned = evaluate_steps(prm=prm, processbench=bench, tune=tune, out=tmp_path / "c")
    assert tuned["prm"]["tuned_on"] == 3


def test_a_threshold_is_never_chosen_on_test(tables: Path) -> None:
    test = {each.group for each in labelled_steps(tables, "test")}
    validation = {each.group for each in labelled_steps(tables, "validation")}
    assert test and validation and not test & validation


def test_what_cannot_be_measured_is_said(tables: Path, models: Path, tmp_path: Path) -> None:
    bench = tmp_path / "bench.jsonl"
    bench.write_text(json.dumps(ROW))
    for asked, said in (
        ({}, "nothing to measure: "),
        ({"prm": str(models / "prm")}, "nothing to measure on"),
        ({"prm": "nowhere/at", "data": tables}, "nowhere"),
        ({"prm": str(models / "prm"), "processbench": bench, "tune": bench}, "measured on"),
    ):
        with pytest.raises(UsageError, match=said):
            evaluate_steps(out=tmp_path / "out", **asked)
