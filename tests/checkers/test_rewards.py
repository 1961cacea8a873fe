"""The adapters give the checkers' own verdicts, and no number where there is none."""

from assay.checkers.rewards import compute_score, reward, trl_reward


def test_a_plain_callable() -> None:
    assert reward("so \\boxed{0.5}", "1/2") == 1.0
    assert reward("so \\boxed{0.6}", "1/2") == 0.0
    assert reward("so \\boxed{0.6}", "") is None


def test_the_shapes_that_trl_gives() -> None:
    chat = [{"role": "assistant", "content": "Answer: 3"}]
    assert trl_reward(completions=["Answer: 3", "Answer: 4"], answer=["3", "3"]) == [1.0, 0.0]
    assert trl_reward(completions=[chat], answer=["3"], prompts=["?"]) == [1.0]


def test_the_shape_that_verl_wants() -> None:
    assert compute_score("gsm8k", "#### 42", "42") == {"score": 1.0, "status": "correct"}
    assert compute_score("gsm8k", "#### 42", "")["status"] == "error"
