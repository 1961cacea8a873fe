"""Find a word that fits one pattern and not another.

Example: fits a(b|c)*, does not fit a(b|c)+ -> a

The second pattern is the first with one node changed. The answer is any such word of at most
LONGEST letters. The generator searches the automata of both patterns (expressions.py) for a
shortest one; the oracle tries words in order of length, each followed by derivatives.
"""

from collections.abc import Mapping
from itertools import product
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.code.witness import expressions
from assay.generators.code.witness.expressions import ALPHABET, Node
from assay.generators.family import Draft, Family, capped
from assay.generators.text.parts import compose

LONGEST = 12
FOUND = 6
LEAVES = {1: 6, 2: 7, 3: 8, 4: 9, 5: 10, 6: 11, 7: 12, 8: 13, 9: 15, 10: 17}
RULES = (
    "in a pattern, a letter stands for itself, | between two parts means one or the other, and "
    "behind a letter or a bracket * means any number of times (also none), + at least once, and ? "
    "once or not at all"
)


def generate(rng: Random, level: int) -> Draft:
    """Draw a pattern and change it until a word of at least two letters tells the two apart."""
    least = 2 if level < 6 else 3
    while True:
        first = expressions.draw(rng, LEAVES[level])
        second = expressions.changed(rng, first)
        if rng.random() < 0.5:
            first, second = second, first
        word = expressions.shortest_witness(first, second, FOUND)
        if word is not None and len(word) >= least:
            break
    accept, reject = expressions.spell(first), expressions.spell(second)
    wanted = {"type": "pattern", "accept": accept, "reject": reject, "longest": LONGEST}
    return Draft(
        prompts=_prompts(accept, reject),
        problem={"accept": accept, "reject": reject},
        answer=Answer("witness", word, {"property": wanted}),
        meta={"size": LEAVES[level]},
    )


def _prompts(accept: str, reject: str) -> tuple[str, ...]:
    return compose(
        f"Word of 1 to {LONGEST} letters that matches {accept} as a whole but not {reject}?",
        (
            f"Patterns describe whole words: {RULES}. The first pattern is {accept} and the second "
            f"is {reject}.",
            f"Here are two regular expressions over the letters a, b and c.\n\nA: {accept}\nB: "
            f"{reject}\n\nA word has to fit as a whole; {RULES}.",
            f"Somebody changed the pattern A = {accept} to B = {reject}, where {RULES}, and a "
            "pattern has to fit the whole word.",
            f"A = {accept}\nB = {reject}\n\nAbout these patterns: {RULES}. Words are matched from "
            "their first to their last letter.",
        ),
        (
            "Find a word that fits the first and not the second.",
            "Give one word that the first pattern accepts and the second rejects.",
            "Which word shows that the first accepts something that the second does not?",
        ),
        (
            f"It must have 1 to {LONGEST} letters; answer with the word alone.",
            f"Answer with a single word of at least 1 and at most {LONGEST} letters.",
        ),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Words in order of length, each tried by derivatives; no answer for none of FOUND letters."""
    one, two = (_read(problem[name]) for name in ("accept", "reject"))
    wanted = {"type": "pattern", **problem, "longest": LONGEST}
    for length in range(1, FOUND + 1):
        for letters in product(ALPHABET, repeat=length):
            if _fits(one, letters) and not _fits(two, letters):
                return Answer("witness", "".join(letters), {"property": wanted})
    return Answer("witness", "", {"property": wanted})


def _read(text: str) -> Node:
    """A second reader: cut at | outside of brackets, then piece by piece."""
    depth, cuts = 0, [-1]
    for at, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            cuts.append(at)
    if len(cuts) > 1:
        ends = [*cuts[1:], len(text)]
        pieces = [_read(text[a + 1 : b]) for a, b in zip(cuts, ends, strict=True)]
        return ("alt", *pieces)
    parts: list[Node] = []
    while text:
        end, depth = 1, int(text[0] == "(")
        while depth:
            depth += (text[end] == "(") - (text[end] == ")")
            end += 1
        part: Node = ("sign", text[0]) if end == 1 else _read(text[1 : end - 1])
        while end < len(text) and text[end] in "*+?":
            part = ({"*": "many", "+": "some", "?": "maybe"}[text[end]], part)
            end += 1
        parts.append(part)
        text = text[end:]
    return ("seq", *parts)


def _fits(node: Node, letters: tuple[str, ...]) -> bool:
    left: frozenset[tuple[Node, ...]] = frozenset({(node,)})
    for letter in letters:
        left = frozenset(rest for todo in left for rest in _derive(todo, letter))
        if not left:
            return False
    return any(all(_empty(node) for node in todo) for todo in left)


def _empty(node: Node) -> bool:
    kind, *rest = node
    if kind == "alt":
        return any(map(_empty, rest))
    if kind == "seq":
        return all(map(_empty, rest))
    return kind in ("many", "maybe") or (kind == "some" and _empty(rest[0]))


def _derive(todo: tuple[Node, ...], letter: str) -> set[tuple[Node, ...]]:
    """What can be left of a sequence of nodes after one letter."""
    if not todo:
        return set()
    (kind, *rest), later = todo[0], todo[1:]
    if kind == "sign":
        return {later} if rest[0] == letter else set()
    if kind == "alt":
        return set().union(*(_derive((node, *later), letter) for node in rest))
    if kind == "seq":
        return _derive((*rest, *later), letter)
    found = _derive((rest[0],), letter)
    again = later if kind == "maybe" else (("many", rest[0]), *later)
    left = {(*start, *again) for start in found}
    return left | _derive(later, letter) if _empty(todo[0]) else left


def capacity(level: int) -> int | None:
    """Letters drawn evenly and two kinds of joints, over the share of draws kept."""
    leaves = LEAVES[level]
    return capped(3**leaves * 2 ** (leaves - 1) // 4)


FAMILY = Family(
    name="pattern_witness",
    area="code",
    domain="patterns",
    answer_kind="witness",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
    has_steps=False,
)
