"""Rewards that are not ours: every call style, every way of going wrong, none of it ours."""

from pathlib import Path

import pytest

from assay.core.errors import UsageError
from assay.pipelines.foreign import open_reward

MODULE = """
import os, sys, time
print("a module may print")
def plain(response, gold):
    print("noise", response)
    return gold in response
def swapped(ground_truth, completion): return completion.endswith(ground_truth)
def nameless(*pair): return pair[0] == pair[1]
def trl(completions, answer, **columns): return [float(a in c) for c, a in zip(completions, answer)]
def chat(completions, solution, prompts, **columns):
    return [float(a in c[0]["content"]) for c, a in zip(completions, solution)]
async def later(completions, answer): return [0.5]
def verl(data_source, solution_str, ground_truth, extra_info=None):
    return {"score": ground_truth in solution_str, "data": data_source}
def strict(solution_str, ground_truth, method): return method == "strict"
def hang(response, gold):
    while "hang" in response: time.sleep(0.01)
    return 1
def die(response, gold): os._exit(3) if "die" in response else None
def big(response, gold): return len(bytearray(10**11))
def none(response, gold): return None
def exits(response, gold): sys.exit(1)
def words(response, gold): return "yes"
def nan(response, gold): return float("nan")
def many(completions, answer): return [1.0, 2.0]
def three(a, b, c): return 1
def trl_more(completions, answer, colour): return [1]
number = 7
class Reward:
    def __call__(self, response, gold): return 1
reward = Reward()
"""


@pytest.fixture
def rewards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "my_rewards.py").write_text(MODULE)
    (tmp_path / "broken_module.py").write_text("1 / 0")
    (tmp_path / "deadly_module.py").write_text("import os; os._exit(9)")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("name", "style", "right", "wrong"),
    [
        ("plain", "plain", 1.0, 0.0),
        ("swapped", "plain", 1.0, 0.0),
        ("nameless", "plain", 0.0, 0.0),
        ("trl", "trl", 1.0, 0.0),
        ("chat", "trl", 1.0, 0.0),
        ("later", "trl", 0.5, 0.5),
        ("verl", "verl", 1.0, 0.0),
        ("strict?method=strict", "verl", 1.0, 1.0),
        ("none", "plain", None, None),
        ("reward", "plain", 1.0, 1.0),
    ],
)
def test_call_styles(
    rewards: None, name: str, style: str, right: float, wrong: float, capfd: pytest.CaptureFixture
) -> None:
    with open_reward(f"my_rewards:{name}") as reward:
        assert reward.style == style
        assert reward.version.startswith("sha256:")
        found = [reward.score(text, "42") for text in ("it is 42", "it is 43")]
    assert [(one.state, one.value) for one in found] == [("ok", right), ("ok", wrong)]
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("name", "response", "state", "message"),
    [
        ("hang", "hang", "hung", "within 0.5 s"),
        ("die", "die", "died", "exit code 3"),
        ("big", "", "raised", "MemoryError"),
        ("exits", "", "raised", "SystemExit"),
        ("words", "", "raised", "no number"),
        ("nan", "", "raised", "nan"),
        ("many", "", "raised", "one reward"),
    ],
)
def test_faults_are_a_class_of_their_own(
    rewards: None, name: str, response: str, state: str, message: str
) -> None:
    with open_reward(f"my_rewards:{name}", seconds=0.5) as reward:
        first = reward.score(response, "42")
        assert (first.value, first.state) == (None, state)
        assert message in first.message
        if name in ("hang", "die"):
            assert reward.score("well", "42").state == "ok"


@pytest.mark.parametrize(
    ("spec", "named"),
    [
        ("", "module:function"),
        ("my_rewards", "module:function"),
        ("my rewards:f", "module:function"),
        ("../my_rewards:f", "module:function"),
        ("my_rewards:nosuch", "nosuch"),
        ("my_rewards:number", "int"),
        ("my_rewards:three", "completions"),
        ("my_rewards:trl_more", "colour"),
        ("my_rewards:plain?colour=red", "colour"),
        ("no_such_module:f", "no_such_module"),
        ("broken_module:f", "ZeroDivisionError"),
        ("deadly_module:f", "exit code 9"),
    ],
)
def test_bad_specs_are_refused(rewards: None, spec: str, named: str) -> None:
    with pytest.raises(UsageError, match=named):
        open_reward(spec)


def test_the_budget_of_seconds_is_positive() -> None:
    with pytest.raises(UsageError, match="0 seconds"):
        open_reward("math_verify", seconds=0)
