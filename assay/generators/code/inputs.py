"""What generated functions may be called with: declarative strategies, and examples drawn by them.

    strategy_of("ints") == {"type": "list", "item": {"type": "integer", "min": -50, "max": 99},
                            "min_size": 0, "max_size": 12}

A strategy is JSON: `integer` {min, max}, `boolean`, `text` {alphabet, min_size, max_size},
`choice` {values}, `list` {item, min_size, max_size}, `fixed_list` {items}. The property tests are
made from it by `assay.checkers.program_inputs`; here only the few examples of a prompt are.
"""

from collections.abc import Mapping
from random import Random
from typing import Any

ALPHABET = "abcdehilmnorstuAEST 019,-"
SMALL = "abcdehilmnorstu"
_WORDS = (
    "stone cloud summer bottle mirror tree moon hello little teacher ocean cotton butter needle "
    "minute sound ruler matter dinner tunnel madam seen hammer ladder letter balloon noon rabbit "
    "committee toast mother corn iron lemon brother candle horse dial neon trombone cartoon sister"
)
VOCABULARY = tuple(_WORDS.split())
STRATEGIES: Mapping[str, dict[str, Any]] = {
    "ints": {
        "type": "list",
        "item": {"type": "integer", "min": -50, "max": 99},
        "min_size": 0,
        "max_size": 12,
    },
    "int": {"type": "integer", "min": -999, "max": 9999},
    "text": {"type": "text", "alphabet": ALPHABET, "min_size": 0, "max_size": 24},
    "words": {
        "type": "list",
        "item": {"type": "text", "alphabet": SMALL, "min_size": 1, "max_size": 8},
        "min_size": 0,
        "max_size": 8,
    },
}


def strategy_of(kind: str) -> dict[str, Any]:
    """The strategy of a value of type ints, int, text or words."""
    return STRATEGIES[kind]


def draw_input(rng: Random, strategy: Mapping[str, Any], number: int) -> Any:
    """One example; `number` 0, 1 and 2, which a prompt shows, are of a middling size."""
    shown = number < 3
    if strategy["type"] == "integer":
        return rng.randint(strategy["min"], strategy["max"])
    if strategy["type"] == "text":
        return _draw_text(rng, shown)
    length = rng.randint(4, 7) if shown else rng.randint(0, strategy["max_size"])
    item = strategy["item"]
    if item["type"] == "text":
        return [_draw_word(rng) for _ in range(length)]
    low, high = item["min"], item["max"]
    if number % 3 == 1:
        low = rng.randint(low, high - 6)
        high = low + 6
    return [rng.randint(low, high) for _ in range(length)]


def _draw_word(rng: Random) -> str:
    return rng.choice(VOCABULARY)[: rng.randint(2, 8)]


def _draw_text(rng: Random, shown: bool) -> str:
    words = [
        rng.choice(VOCABULARY) for _ in range(rng.randint(2, 3) if shown else rng.randint(0, 4))
    ]
    text = rng.choice((" ", " ", ", ", "-", " 19 ")).join(
        word.title() if word[0].upper() in ALPHABET and rng.random() < 0.5 else word
        for word in words
    )
    return "".join(c for c in text if c in ALPHABET)[:24]
