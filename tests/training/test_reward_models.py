"""Reward models: every option ends in an ordinary folder with a card; targets, weights, scores."""

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from transformers import AutoModelForTokenClassification

from assay.core.errors import UsageError
from assay.core.records import StepLabel
from assay.core.store import open_table, write_part
from assay.core.tables import label_of, label_row, table_of
from assay.training.calibration import calibration, plot_reliability
from assay.training.data import judged_solutions
from assay.training.outcome_rm import train_orm
from assay.training.policies import open_scorer
from assay.training.process_rm import Whole, solution_score, target_of, train_prm
from assay.training.scoring import Target, balanced

FEW: dict[str, Any] = {"steps": 2, "batch": 8, "seed": 5}


@pytest.fixture(scope="module")
def estimated(tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The labels of the tables as if roll-outs had made them, two thirds right where correct."""
    folder: Path = tmp_path_factory.mktemp("estimated")
    rows = []
    for row in open_table(tables, "labels").to_pylist():
        label = label_of(row)
        steps = tuple(
            replace(s, source="monte_carlo", p_correct=2 / 3 if s.status == "correct" else 0.0)
            for s in label.steps
        )
        rows.append(label_row(replace(label, steps=steps)))
    write_part(folder, "labels", table_of("labels", rows), "l")
    return folder


@pytest.mark.parametrize(
    "options",
    [
        {"lora": 2},
        {"precision": "bfloat16"},
        {"from_scratch": True, "balance": True},
        {"lora": 2, "precision": "bfloat16", "micro_tokens": 300},
    ],
)
def test_every_option_ends_in_an_ordinary_folder_with_a_card(
    options: dict[str, Any], tables: Path, policy: Path, tmp_path: Path
) -> None:
    train_prm(data=tables, model=str(policy), out=tmp_path, **FEW, **options)
    model = AutoModelForTokenClassification.from_pretrained(tmp_path)
    assert model.config.num_labels == 1 and not list(tmp_path.glob("adapter*"))
    card = (tmp_path / "README.md").read_text()
    assert "process reward model" in card and "| exact | correct |" in card
    assert "expected calibration error" in card and "## Limits" in card
    assert str(tmp_path) not in card and str(tables) not in card
    settings = json.loads((tmp_path / "training.json").read_text())["settings"]
    assert settings.items() >= {k: v for k, v in options.items() if k != "micro_tokens"}.items()


def test_lora_holds_the_base_and_folds_in(tables: Path, policy: Path, tmp_path: Path) -> None:
    keywords = {"data": tables, "model": str(policy), **FEW}
    train_prm(out=tmp_path / "lora", lora=2, lr=0.05, **keywords)
    before = open_scorer(str(policy), 5).model.state_dict()
    after = open_scorer(str(tmp_path / "lora"), 0).model.state_dict()
    assert before.keys() == after.keys()
    changed = {name for name in before if not before[name].equal(after[name])}
    assert "model.embed_tokens.weight" not in changed and "score.weight" in changed
    assert any("q_proj" in name for name in changed)


def test_from_scratch_shares_no_weight_with_the_policy(policy: Path) -> None:
    kept, drawn = (open_scorer(str(policy), 5, fresh).model for fresh in (False, True))
    name = "model.layers.0.self_attn.q_proj.weight"
    assert not kept.state_dict()[name].equal(drawn.state_dict()[name])
    again = open_scorer(str(policy), 5, True).model
    assert drawn.state_dict()[name].equal(again.state_dict()[name])


def test_labels_of_another_folder_are_learnt_from(
    tables: Path, estimated: Path, policy: Path, tmp_path: Path
) -> None:
    keywords = {"data": tables, "model": str(policy), **FEW}
    train_prm(out=tmp_path / "soft", labels=[str(estimated)], targets="soft", **keywords)
    card = (tmp_path / "soft" / "README.md").read_text()
    assert "| monte_carlo | correct |" in card and "| exact |" not in card
    both = judged_solutions(tables, labels=[tables, estimated])
    assert len(both) == 2 * len(judged_solutions(tables))
    with pytest.raises(UsageError, match="usable label"):
        labels = [str(estimated)]
        train_prm(out=tmp_path / "none", labels=labels, weight_monte_carlo=0.0, **keywords)


def test_an_orm_has_a_card_too(tables: Path, policy: Path, tmp_path: Path) -> None:
    train_orm(data=tables, model=str(policy), out=tmp_path, balance=True, **FEW)
    assert "outcome reward model" in (tmp_path / "README.md").read_text()


def test_targets_hard_soft_and_weighted(tables: Path, policy: Path) -> None:
    scorer, judged = open_scorer(str(policy), 0), judged_solutions(tables)[0]
    text = "1+2=3\n3+4=7\n7+1=9\nAnswer: 9"
    ends = [5, 11, 17, 27]
    kinds = ["correct", "correct", "wrong", "inherited"]
    sources = ["exact", "monte_carlo", "human", "human"]
    shares = [None, 0.25, 0.125, None]
    steps = tuple(
        StepLabel(end - 5, end, *rest)
        for end, *rest in zip(ends, kinds, sources, shares, strict=True)
    )
    judged = replace(judged, text=text, reward=0.0, steps=steps)
    hard = target_of(scorer, judged)
    assert hard.wanted == [1.0, 1.0, 0.0] and hard.weights == [1.0] * 3
    given = len(scorer.prompt_ids(judged.prompt))
    assert [place - given for place in hard.places] == [4, 10, 16]
    weigh = {"exact": 0.0, "monte_carlo": 0.5, "human": 2.0}
    soft = target_of(scorer, judged, soft=True, weigh=weigh)
    assert soft.wanted == [0.25, 0.125] and soft.weights == [0.5, 2.0]


@given(st.lists(st.sampled_from([0.0, 0.25, 1.0]), min_size=1, max_size=20))
def test_balance_gives_right_and_wrong_the_same_weight(wanted: list[float]) -> None:
    before = Target([], [], wanted, [1.0] * len(wanted))
    (after,) = balanced([before])
    right = sum(v * w for v, w in zip(wanted, after.weights, strict=True))
    if 0 < sum(wanted) < len(wanted) and set(wanted) <= {0.0, 1.0}:
        assert right == pytest.approx(len(wanted) / 2)
        assert sum(after.weights) == pytest.approx(len(wanted))
    elif sum(wanted) in (0, len(wanted)):
        assert after == before


@pytest.mark.parametrize(
    ("how", "score"), [("min", 0.25), ("product", 0.0625), ("last", 0.5), ("mean", 0.4166666)]
)
def test_a_solution_s_score(how: Whole, score: float) -> None:
    assert solution_score([0.5, 0.25, 0.5], how) == pytest.approx(score)
    assert solution_score([], how) == 0.0


def test_calibration_by_hand(tmp_path: Path) -> None:
    found = calibration([0.9, 0.8, 0.1, 1.0], [1.0, 0.0, 0.0, 1.0], bins=2)
    assert found is not None and [b.n for b in found.filled] == [1, 3]
    assert found.ece == pytest.approx((1 * 0.1 + 3 * abs(2 / 3 - 0.9)) / 4)
    assert found.accuracy == 0.75 and found.base_rate == 0.5 and found.bins == 2
    assert calibration([], []) is None
    for name in ("plot.png", "plot.svg"):
        plot_reliability({"prm": found}, tmp_path / name)
        first = (tmp_path / name).read_bytes()
        plot_reliability({"prm": found}, tmp_path / name)
        assert first == (tmp_path / name).read_bytes() and len(first) > 1000


@given(st.lists(st.tuples(st.floats(0, 1), st.sampled_from([0.0, 1.0])), min_size=1))
@example([(0.7, 0.0)] * 3)
@example([(math.nextafter(0.7, 0), 1.0)])
def test_the_calibration_error_is_a_share(pairs: list[tuple[float, float]]) -> None:
    scores, right = [score for score, _ in pairs], [r for _, r in pairs]
    found = calibration(scores, right)
    assert found is not None and 0 <= found.ece <= 1
    assert sum(b.n for b in found.filled) == len(pairs)
    assert all(b.low <= b.score <= b.high for b in found.filled)
