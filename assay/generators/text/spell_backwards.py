"""A word or a string spelled backwards, or only parts of it.

Example: "strawberry backwards?" -> yrrebwarts.

Levels grow in length: a real word, then made-up strings. From level 6 the string is cut into blocks
of a stated size, and each block is turned round by itself. The oracle looks up where every letter
comes from.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.text.parts import bounded, compose, in_words
from assay.generators.text.word_list import WORDS

_ALPHABET = "abcdefghiklmnoprstuvw"
_PIECE = 5


@dataclass(frozen=True, slots=True)
class Size:
    """How many letters (0: a real word), and the sizes of a block (0: the whole string)."""

    letters: int
    blocks: tuple[int, ...] = (0,)


LEVELS = {
    1: Size(0),
    2: Size(9),
    3: Size(12),
    4: Size(15),
    5: Size(19),
    6: Size(22, (4, 5)),
    7: Size(27, (4, 5, 6)),
    8: Size(33, (5, 6, 7)),
    9: Size(40, (6, 7, 8)),
    10: Size(50, (7, 8, 9)),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the text; turn it round block by block."""
    size = LEVELS[level]
    block = rng.choice(size.blocks)
    text = "".join(rng.choices(_ALPHABET, k=size.letters)) or rng.choice(WORDS)
    width = block or len(text)
    blocks = [text[at : at + width] for at in range(0, len(text), width)]
    turned = [part[::-1] for part in blocks]
    pieces = blocks if block else [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]
    return Draft(
        prompts=_prompts(text, block),
        problem={"text": text, "block": block},
        answer=Answer("text", "".join(turned), {"exact": True}),
        steps=tuple(in_words(piece, " ".join(piece[::-1])) for piece in pieces),
    )


def _prompts(text: str, block: int) -> tuple[str, ...]:
    forms = ("Write lower-case letters without spaces.", "Answer in lower case, with no spaces.")
    if block:
        cut = f"blocks of {block} letters from the left (the last block may be shorter)"
        return compose(
            f"{text}: reverse each block of {block} letters, blocks stay in place?",
            (
                f"Cut the string {text} into {cut}.",
                f'The letters of "{text}" are grouped into {cut}.',
                f"A ribbon reads {text}. Cut it into {cut}.",
            ),
            (
                "Reverse the letters inside each block, leave the blocks in their order, and write "
                "the whole string.",
                "Every block is turned round while the order of the blocks stays the same. What "
                "string results?",
                "What does the string become when each block by itself is spelled backwards?",
            ),
            forms,
        )
    return compose(
        f"{text} backwards?",
        (f'Take "{text}".', f"Here is a string of letters: {text}.", f"A label says {text}."),
        (
            "Spell it backwards.",
            "What do you read when you go through it from right to left?",
            "Write its letters in reverse order, the last letter first.",
        ),
        forms,
        (f'Reverse the string "{text}".',),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The letter at a place comes from the mirrored place of its block."""
    text = problem["text"]
    width, found = problem["block"] or len(text), ""
    for place in range(len(text)):
        start = place // width * width
        end = min(start + width, len(text))
        found += text[start + end - 1 - place]
    return Answer("text", found, {"exact": True})


def capacity(level: int) -> int | None:
    """All texts times block sizes."""
    size = LEVELS[level]
    return (
        bounded(len(_ALPHABET) ** size.letters * len(size.blocks)) if size.letters else len(WORDS)
    )


FAMILY = Family(
    name="spell_backwards",
    area="text",
    domain="spelling",
    answer_kind="text",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
