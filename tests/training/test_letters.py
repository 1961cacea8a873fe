"""The words tokenizer, and the made-up words that a model of it learns to spell from."""

from random import Random

import pytest

from assay.generators import FAMILIES, draw, find
from assay.generators.text.word_list import WORDS
from assay.training.tiny import make_tiny, words_tokenizer, worked_text

SPLICED = "recipes/letters_family.py:SPLICED"


@pytest.fixture(scope="module")
def tokenizer() -> object:
    return words_tokenizer()


def test_nine_in_ten_words_are_at_most_three_tokens(tokenizer: object) -> None:
    counts = [len(tokenizer.tokenize(word)) for word in WORDS]  # type: ignore[attr-defined]
    assert sum(count <= 3 for count in counts) >= 0.9 * len(WORDS)
    assert len(tokenizer.tokenize("strawberry")) <= 3  # type: ignore[attr-defined]


def test_what_is_written_comes_back_and_a_word_is_cut_the_same_everywhere(
    tokenizer: object,
) -> None:
    text = worked_text(draw(FAMILIES["letter_count"], 1, 3, 5, "short").task)
    ids = tokenizer(text, add_special_tokens=False)["input_ids"]  # type: ignore[operator]
    assert tokenizer.decode(ids) == text  # type: ignore[attr-defined]
    alone = tokenizer.tokenize("strawberry")  # type: ignore[attr-defined]
    for around in ("r in strawberry?", "strawberry = s t r", "\nstrawberry"):
        whole = tokenizer.tokenize(around)  # type: ignore[attr-defined]
        assert " ".join(alone) in " ".join(whole)


def test_the_model_reads_every_token(tokenizer: object) -> None:
    model, mine = make_tiny("tiny-words-0.1m", 1)
    assert model.config.vocab_size == len(mine) == len(tokenizer)  # type: ignore[arg-type]


def test_no_made_up_word_is_a_real_one() -> None:
    family = find(SPLICED)
    known, rng = set(WORDS), Random(1)
    for at in range(2000):
        draft = family.generate(rng, 1 + at % 10)
        word = draft.problem["text"]
        assert word not in known and 4 <= len(word) <= 12
        assert family.oracle is not None
        assert family.oracle(draft.problem).value == draft.answer.value


@pytest.mark.slow
@pytest.mark.parametrize(
    "reference",
    [SPLICED, *(f"recipes/digit_families.py:{n}" for n in ("GAPS", "EVENS", "ALTERNATING"))],
)
def test_the_families_of_the_recipes_keep_the_laws(reference: str) -> None:
    from assay.pipelines.laws import audit_laws

    audit_laws(reference, 20, 1, None)
