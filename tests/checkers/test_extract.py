"""Where the final answer is found, and where none is stated."""

import pytest

from assay.checkers import grade
from assay.checkers.extract import extract
from assay.core.records import Answer

TABLE = [
    ("\\boxed{\\frac{1}{2}}", "\\frac{1}{2}"),
    ("\\boxed {42}", "42"),
    ("\\boxed{1} and \\boxed{2}", "1, 2"),
    ("\\boxed{1} and then \\boxed{2}", "2"),
    ("\\boxed{1} no no no no no \\boxed{2}", "2"),
    ("<answer>3</answer>", "3"),
    ("<think>\\boxed{1}</think> The answer is 2.", "2"),
    ("<think>\\boxed{42}</think> Some other text.", "Some other text."),
    ("#### 42", "42"),
    ("Answer: 42\n", "42"),
    ("**Final Answer**\n\\boxed{840}", "840"),
    ("The product is **42**.", "42"),
    ("The answer is 42 because geometry proves it", "42"),
    ("Final Answer: The volume of $ABCH$ is 120. I hope it is correct.", "120"),
    ("Therefore, there are 12 distinct sequences. I hope it is correct.", "12"),
    ("There are 3 cases. I could not finish.", None),
    ("The answer could be 40, 41, 42, 43, or 44.", None),
    ("We can rule out 42. The answer must be 43.", "43"),
    ("Answer:", None),
    ("", None),
    ("First compute 6*7.\n42", "42"),
    ("It is $\\boxed{28}$ pct", "28\\%"),
]


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_the_final_answer(text: str, expected: str | None) -> None:
    offer = extract(text)
    assert (offer.text if offer else None) == expected


def test_an_empty_box_is_no_answer() -> None:
    offer = extract("\\boxed{}")
    assert offer is None or not offer.text


@pytest.mark.parametrize(
    "response", ["Answer: $answer$", "<answer>$answer$</answer>", "The answer is $answer$."]
)
def test_the_word_answer_may_be_the_answer(response: str) -> None:
    assert grade(Answer("text", "answer"), response).status == "correct"


@pytest.mark.parametrize("frame", ["Answer: {}", "\\boxed{{{}}}", "<answer>{}</answer>", "#### {}"])
def test_punctuation_belongs_to_an_exact_text(frame: str) -> None:
    gold = Answer("text", "a+b!!", {"exact": True})
    said = {text: grade(gold, frame.format(text)).status for text in ("a+b!!", "a+b!", "a+b!!!")}
    assert said == {"a+b!!": "correct", "a+b!": "wrong", "a+b!!!": "wrong"}


def test_a_word_that_is_a_marker_may_end_the_answer() -> None:
    words = Answer("list", "fish, answer", {"item": "text"})
    for text in ("Answer: $fish, answer$", "The answer is $fish, answer$.", "Answer: fish, answer"):
        assert grade(words, text).status == "correct", text
