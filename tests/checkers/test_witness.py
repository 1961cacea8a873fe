"""Witnesses: whatever has the property is right, and nothing else."""

import re
import time
from itertools import product
from random import Random
from typing import Any

import pytest

from assay.checkers import grade
from assay.checkers.no_witness import no_witness
from assay.checkers.patterns import matches, parse
from assay.checkers.witness import holds
from assay.core.errors import UsageError
from assay.core.records import Answer
from assay.generators.code.witness import expressions

ONE_OF = {"type": "one_of", "values": ["3", "17"]}
SAME = {"type": "one_of", "values": ["equivalent"]}
PATTERN = {"type": "pattern", "accept": "a(b|c)*", "reject": "a(b|c)+|ab", "longest": 4}
COLOURS = {"type": "colouring", "nodes": 3, "edges": [[0, 1], [1, 2]], "colours": ["red", "blue"]}
CLAUSES = {"type": "clauses", "unknowns": 2, "clauses": [[1, 2], [-1]]}

SQUARES = {
    "type": "integers", "count": 2, "least": None,
    "equations": [{"coefficients": [1, 2], "power": 2, "total": 9}],
}  # fmt: skip
COINS = {
    "type": "integers", "count": 2, "least": 0,
    "equations": [
        {"coefficients": [3, 5], "power": 1, "total": 30},
        {"coefficients": [1, 1], "power": 1, "total": 10},
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "text", "right"),
    [
        (ONE_OF, "3", True),
        (ONE_OF, "17", True),
        (ONE_OF, "n = 17", True),
        (ONE_OF, "4", False),
        (ONE_OF, "3, 17", False),
        (ONE_OF, "equivalent", False),
        (ONE_OF, "", False),
        (SAME, "Equivalent.", True),
        (SAME, "not equivalent", False),
        (SAME, "3", False),
        (PATTERN, "a", True),
        (PATTERN, '"a"', True),
        (PATTERN, "ab", False),
        (PATTERN, "b", False),
        (PATTERN, "a" * 5, False),
        (PATTERN, "", False),
        (COLOURS, "red, blue, red", True),
        (COLOURS, "[Blue, red, blue]", True),
        (COLOURS, "red, red, blue", False),
        (COLOURS, "red, blue", False),
        (COLOURS, "red, green, red", False),
        (CLAUSES, "false, true", True),
        (CLAUSES, "0, 1", True),
        (CLAUSES, "true, true", False),
        (CLAUSES, "false, false", False),
        (CLAUSES, "false, maybe", False),
        (CLAUSES, "false", False),
        (SQUARES, "(1, 2)", True),
        (SQUARES, "(-1, \u22122)", True),
        (SQUARES, "\\left(3, 0\\right)", True),
        (SQUARES, "(x, y) = (1, -2)", True),
        (SQUARES, "x = 1, y = 2", True),
        (SQUARES, "(2, 1)", False),
        (SQUARES, "(1, 2, 0)", False),
        (SQUARES, "(1, sqrt(4))", False),
        (SQUARES, "(1, 1+1)", False),
        (SQUARES, "1 + 8", False),
        (SQUARES, "(1, " + "9" * 500 + ")", False),
        (COINS, "(10, 0)", True),
        (COINS, "(5, 3)", False),
        (COINS, "(15, -5)", False),
    ],
)
def test_a_property_is_decided(wanted: dict[str, Any], text: str, right: bool) -> None:
    assert holds(wanted, text) is right


def test_grade_takes_every_witness_and_no_other() -> None:
    answer = Answer("witness", "a", {"property": {**PATTERN, "reject": "ab"}})
    for word, status in (("a", "correct"), ("acb", "correct"), ("ab", "wrong"), ("x", "wrong")):
        assert grade(answer, f"It is easy.\nAnswer: {word}").status == status
        assert grade(answer, f"so \\boxed{{{word}}}").status == status
    assert grade(answer, "I do not know where to begin").status in ("wrong", "unparsed")


def test_an_unknown_property_is_an_error_of_ours() -> None:
    with pytest.raises(UsageError, match="nonsense"):
        holds({"type": "nonsense"}, "a")
    assert grade(Answer("witness", "a", {"property": {}}), "Answer: a").status == "error"


@pytest.mark.parametrize("pattern", ["(", "a)", "a**(", "*", "a|*", "[a]", "a" * 401, "(a", "\\d"])
def test_patterns_that_cannot_be_read(pattern: str) -> None:
    with pytest.raises(ValueError, match="pattern"):
        parse(pattern)


def test_patterns_mean_what_they_mean_elsewhere() -> None:
    """Python's own matcher on drawn patterns and all words of up to five letters."""
    rng = Random(5)
    words = ["".join(w) for n in range(6) for w in product("abc", repeat=n)]
    for _ in range(25):
        text = expressions.spell(expressions.draw(rng, rng.randint(1, 9)))
        compiled = re.compile(text)
        for word in rng.sample(words, 80):
            assert matches(text, word) is (compiled.fullmatch(word) is not None), (text, word)


def test_a_pattern_of_nested_repeats_costs_little() -> None:
    start = time.process_time()
    assert not matches("((((a*)*)*)*)*" * 8 + "b", "a" * 200)
    assert time.process_time() - start < 5


def test_shortest_witnesses_are_shortest() -> None:
    rng = Random(8)
    found = 0
    for _ in range(60):
        first = expressions.draw(rng, 5)
        second = expressions.changed(rng, first)
        word = expressions.shortest_witness(first, second, 4)
        accept, reject = expressions.spell(first), expressions.spell(second)
        fitting = [
            "".join(w)
            for n in range(1, 5)
            for w in product("abc", repeat=n)
            if matches(accept, "".join(w)) and not matches(reject, "".join(w))
        ]
        found += bool(fitting)
        assert word == (fitting[0] if fitting else None), (accept, reject)
    assert found > 10


MEMBERS = {
    "one_of": ["3", "17", "4", "-3", "equivalent"],
    "pattern": ["a", "ab", "ac", "abc", "acb", "b", "abbbb", "7"],
    "colouring": [", ".join(row) for row in product(("red", "blue", "green"), repeat=3)],
    "clauses": [", ".join(row) for row in product(("true", "false"), repeat=2)],
    "integers": [f"({a}, {b})" for a in range(-4, 11) for b in range(-4, 11)],
}


@pytest.mark.parametrize("wanted", [ONE_OF, SAME, PATTERN, COLOURS, CLAUSES, SQUARES, COINS])
def test_what_surely_is_no_witness_is_told_a_second_way(wanted: dict[str, Any]) -> None:
    texts = MEMBERS[wanted["type"]]
    assert {holds(wanted, text) for text in texts} == {True, False}
    for text in texts:
        assert holds(wanted, text) is (no_witness(wanted, text) is None), text
    for text in ("red", "true, false, true", "(1, 2, 3)", "(-2, 12)", "which of them?"):
        assert no_witness(wanted, text) is None or not holds(wanted, text), text
