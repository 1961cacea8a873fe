"""Searches line by line, what they cost, and `assay solve`."""

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assay.cli import app
from assay.core.errors import UsageError
from assay.training import extending
from assay.training.cost import Cost
from assay.training.extending import Partial, Stepper, line_breaks
from assay.training.guided import Node, beam, select, tree
from assay.training.policies import open_policy
from assay.training.process_rm import train_prm
from assay.training.solve import SEARCHES, solve

PROMPTS = ["4+5-8+3=", "Digit sum of 652?"]


@pytest.fixture(scope="module")
def prm(tables: Path, policy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out: Path = tmp_path_factory.mktemp("prm")
    train_prm(data=tables, model=str(policy), out=out, steps=4, batch=8)
    return out


@pytest.fixture
def stepper(policy: Path, monkeypatch: pytest.MonkeyPatch) -> Stepper:
    """A policy whose lines are worth more the shorter they are."""
    opened = open_policy(str(policy), 0)
    monkeypatch.setattr(
        extending,
        "step_scores",
        lambda scorer, pairs: [
            [1 / (1 + len(line)) for line in text.split("\n") if line.strip()] for _, text in pairs
        ],
    )
    return Stepper(opened, opened, Cost(), max_tokens=24, temperature=1.2)


def test_a_line_ends_with_its_break_or_with_the_solution(stepper: Stepper) -> None:
    begun = [stepper.begin(prompt) for prompt in PROMPTS]
    ends = {*stepper.policy.end_ids, *line_breaks(stepper.policy)}
    for ways in stepper.extend(begun, 6, seed=1):
        assert len(ways) == 6
        for way in ways:
            assert not set(way.tokens[:-1]) & ends
            assert way.tokens[-1] in ends or way.done
            assert way.text == stepper.policy.text(way.tokens)
    done = Partial("x", (1,), (2,), "", done=True)
    assert stepper.extend([done], 3, seed=1) == [[done]]


def test_the_cost_is_that_of_every_token_read_and_drawn(stepper: Stepper) -> None:
    begun = [stepper.begin(PROMPTS[0])]
    way = stepper.extend(begun, 1, seed=1)[0][0]
    cost, model = stepper.cost, stepper.policy.model
    whole = len(way.given) + len(way.tokens)
    assert cost.generated == len(way.tokens)
    assert cost.flops == pytest.approx(2 * Cost().forward(model, whole))  # the scorer's pass too
    parameters = sum(parameter.numel() for parameter in model.parameters())
    assert Cost().forward(model, 1) == pytest.approx(2 * parameters + 2 * 3 * 64)


def test_beams_hold_the_best_of_what_was_drawn(stepper: Stepper) -> None:
    ended = beam(stepper, PROMPTS, width=3, branch=3, seed=5)
    again = beam(stepper, PROMPTS, width=3, branch=3, seed=5)
    assert ended == again and len(ended) == 2
    for one in ended:
        assert 1 <= len(one) <= 3 and all(partial.done for partial in one)
        assert len({partial.tokens for partial in one}) == len(one)
        assert [p.value for p in one] == sorted((p.value for p in one), reverse=True)
    narrow = beam(stepper, PROMPTS, width=1, branch=1, seed=5)
    assert ended[0][0].value >= narrow[0][0].value


def test_trees_end_and_are_the_same_again(stepper: Stepper) -> None:
    ended = tree(stepper, PROMPTS, rounds=10, branch=3, seed=5)
    assert ended == tree(stepper, PROMPTS, rounds=10, branch=3, seed=5)
    assert all(one and all(partial.done for partial in one) for one in ended)
    single = tree(stepper, PROMPTS, rounds=1, branch=2, seed=5)
    assert all(partial.done for one in single for partial in one)


def test_puct_prefers_what_is_good_or_hardly_tried() -> None:
    root = Node(Partial("p", (1,)), visits=10)
    good = Node(Partial("p", (1,), (2,)), prior=0.3, parent=root, visits=5, total=4.5)
    poor = Node(Partial("p", (1,), (3,)), prior=0.3, parent=root, visits=5, total=0.5)
    new = Node(Partial("p", (1,), (4,), scores=(0.4,)), prior=0.4, parent=root)
    root.children = [poor, good, new]
    assert select(root, 0.0) is good
    assert select(root, 5.0) is new


@pytest.mark.parametrize("search", SEARCHES)
def test_every_search_answers_within_its_budget(search: Any, policy: Path, prm: Path) -> None:
    asked: dict[str, Any] = {"model": str(policy), "prm": str(prm), "max_tokens": 24, "seed": 3}
    found = solve(PROMPTS[0], search=search, budget=100, **asked)
    assert found == solve(PROMPTS[0], search=search, budget=100, **asked)
    assert found.solutions >= 1 and found.flops > 0 and 0 <= found.share <= 1
    generated = found.thinking_tokens + found.answer_tokens
    assert 0 < generated <= 100 * 6


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"search": "best"}, "needs a reward model"),
        ({"search": "tree"}, "needs a process reward model"),
        ({"search": "luck"}, "unknown search"),
        ({"question": "  "}, "empty"),
        ({"question": "1+" * 600 + "1="}, "more tokens"),
        ({"budget": 0}, "budget: 0"),
    ],
)
def test_odd_questions_are_one_clear_sentence(
    change: dict[str, Any], said: str, policy: Path
) -> None:
    asked = {"question": PROMPTS[0], "model": str(policy), **change}
    with pytest.raises(UsageError, match=said):
        solve(asked.pop("question"), **asked)


def test_the_chain_is_hidden_unless_asked_for(policy: Path) -> None:
    asked = ["solve", PROMPTS[1], "--model", str(policy), "--budget", "60", "--max-tokens", "24"]
    hidden = CliRunner().invoke(app, asked).stdout
    shown = CliRunner().invoke(app, [*asked, "--show-thinking"]).stdout
    assert hidden.startswith("answer: ") and "thinking tokens" in hidden
    assert shown.endswith(hidden) and len(shown) > len(hidden)
