"""The battery on rewards: ours takes no wrong answer, and every way others fail is told apart."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assay.checkers import grade
from assay.cli import app
from assay.core.errors import TooManyBadRows, UsageError
from assay.core.records import Answer, Task, Verdict
from assay.pipelines import audit_rewards
from assay.pipelines.audit import audit, refuse
from assay.pipelines.audit_rewards import audit_reward

MODULE = """
import os, time
def everything(response, gold): print("yes"); return 1.0
def nothing(response, gold): return 0.0
def no_verdict(response, gold): return None
def containing(completions, answer, **columns):
    return [float(a in c) for c, a in zip(completions, answer)]
def hangs(response, gold):
    if "Answer:" in response:
        time.sleep(60)
    return 0
def hangs_on_one(response, gold):
    if response == "Answer: " + gold:
        time.sleep(60)
    return 0
def runs_code(response, gold):
    if "_exit" in response: os._exit(7)
    return 0
def raises(response, gold): raise ValueError("no " + response[:5])
"""


@pytest.fixture
def rewards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "audited.py").write_text(MODULE)
    monkeypatch.chdir(tmp_path)


def names(part: dict[str, Any], key: str) -> list[Any]:
    return [(row["name"], row["examples"][:1]) for row in part["by_name"] if row[key]]


@pytest.mark.parametrize("level", [1, 4, 7, 10])
def test_all_of_our_families_pass(level: int) -> None:
    found = audit_reward("all", 1, seed=100 + level, level=level)
    assert names(found["attacks"], "accepted") == []
    assert names(found["forms"], "rejected") == []
    for part in (found["attacks"], found["forms"]):
        assert (part["raised"], part["hung"], part["died"]) == (0, 0, 0)
    assert found["forms"]["no_verdict"] == 0
    assert found["forms"]["tried"] > 20 * (found["items"] - 9)


def test_the_result_does_not_depend_on_the_workers() -> None:
    one = audit_reward("digit_sum,linear_equation", 25, seed=3)
    two = audit_reward("digit_sum,linear_equation", 25, seed=3, workers=2)
    assert one == two
    assert one["items"] == 50


def test_one_that_takes_everything_and_one_that_takes_nothing(rewards: None) -> None:
    everything = audit_reward("digit_sum", 2, seed=1, reward="audited:everything")
    assert everything["attacks"]["rate"] == 1.0
    assert everything["forms"]["rejected"] == 0
    assert everything["attacks"]["by_name"][0]["upper_bound"] == 1.0
    nothing = audit_reward("digit_sum", 2, seed=1, reward="audited:nothing")
    assert (nothing["attacks"]["accepted"], nothing["forms"]["rate"]) == (0, 1.0)
    silent = audit_reward("digit_sum", 2, seed=1, reward="audited:no_verdict")
    assert silent["forms"]["rejected"] == 0
    assert silent["forms"]["no_verdict"] == silent["forms"]["tried"]


def test_a_substring_reward_is_found_out(rewards: None) -> None:
    found = audit_reward("linear_equation", 2, seed=1, level=3, reward="audited:containing")
    accepted = {row["name"] for row in found["attacks"]["by_name"] if row["accepted"]}
    assert {"denied", "mentioned in passing", "boxes side by side", "in a comment"} <= accepted
    assert (found["call_style"], found["left_out"]) == ("trl", [])
    example = found["attacks"]["by_name"][0]["examples"][0]
    assert set(example) == {"task_id", "gold", "response", "why", "state"}


def test_hanging_raising_and_dying_are_classes_of_their_own(
    rewards: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_rewards, "MOST_HUNG", 3)
    hung = audit_reward("digit_sum", 5, seed=1, reward="audited:hangs", seconds=0.2)
    assert hung["attacks"]["hung"] + hung["forms"]["hung"] == 3
    assert "3 calls hung" in hung["cut_short"]
    ran = audit_reward("digit_sum", 1, seed=1, reward="audited:runs_code")
    died = {row["name"] for row in ran["attacks"]["by_name"] if row["died"]}
    assert "injection: python exit in a box" in died
    raised = audit_reward("digit_sum", 1, seed=1, reward="audited:raises")
    assert raised["attacks"]["raised"] == raised["attacks"]["tried"]
    assert raised["attacks"]["by_name"][0]["examples"][0]["why"].startswith("ValueError: no")


def test_a_name_that_hung_twice_is_not_tried_again(rewards: None) -> None:
    own: dict[str, Any] = {"reward": "audited:hangs_on_one", "seconds": 0.2, "attacks": False}
    found = audit_reward("digit_sum", 3, seed=1, **own)
    assert "attacks" not in found
    rows = {row["name"]: row for row in found["forms"]["by_name"]}
    assert (rows["Answer:"]["tried"], rows["Answer:"]["hung"]) == (2, 2)


def test_programs_are_left_out_where_the_reward_is_not_ours(rewards: None) -> None:
    found = audit_reward("area:code", 1, seed=1, reward="audited:nothing", attacks=False)
    assert "repair" in found["left_out"]
    ours = audit_reward("repair", 2, seed=1)
    assert (ours["attacks"]["tried"] > 40, ours["forms"]["tried"]) == (True, 0)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"families": "nosuch"}, "nosuch"),
        ({"count": 0}, "count 0"),
        ({"workers": 0}, "workers 0"),
        ({"level": 11}, "level 11"),
        ({"reward": "audited"}, "module:function"),
        ({"reward": "audited:nosuch"}, "nosuch"),
        ({"out": Path("missing/deep.json")}, "missing"),
    ],
)
def test_bad_calls_are_refused(rewards: None, changed: dict[str, Any], named: str) -> None:
    call: dict[str, Any] = {"families": "digit_sum", "count": 1, "seed": 1}
    with pytest.raises(UsageError, match=named):
        audit(**{**call, **changed})


def test_findings_are_a_result_but_faults_of_our_own_are_refused(
    rewards: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = audit("digit_sum", 1, 1, reward="audited:everything")
    assert "mismatched" not in theirs
    refuse(theirs)

    def blind(answer: Answer, response: str, **options: Any) -> Verdict:
        verdict = grade(answer, response)
        return Verdict("correct") if response == "Answer: 0" else verdict

    monkeypatch.setattr(audit_rewards, "grade", blind)
    with pytest.raises(TooManyBadRows, match="1 wrong responses accepted"):
        refuse(audit("digit_sum", 1, 1))


def test_the_command_line(rewards: None) -> None:
    run = CliRunner().invoke
    arguments = ["audit", "--families", "digit_sum", "--count", "1", "--seed", "5", "--quiet"]
    ours = run(app, [*arguments, "--out", "found.json"])
    assert ours.exit_code == 0
    told = json.loads(ours.stdout)
    assert (told["agreed"], told["reward"]["attacks"]["accepted"]) == (1, 0)
    assert json.loads(Path("found.json").read_text()) == told
    assert "reward assay" in ours.stderr
    theirs = run(app, [*arguments, "--reward", "audited:everything", "--no-attacks"])
    assert theirs.exit_code == 0
    assert "attacks" not in json.loads(theirs.stdout)["reward"]
    golds = json.loads(run(app, [*arguments, "--battery", "0"]).stdout)
    assert (golds["agreed"], "reward" in golds) == (1, False)


def test_a_gold_that_no_checker_reads_is_an_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    scored = audit_rewards._ours(_task(Answer("integer", "]")), "Answer: 1")
    assert (scored.state, scored.value) == ("raised", None)


def _task(answer: Answer) -> Task:
    return Task("t", "f", 1, 1, 0, 0, "train", "What is it?", answer)
