"""A small language of patterns, and whether a word fits: for witnesses, never with `re`.

    matches("a(b|ca)*", "abca") == True

Letters, brackets, | for a choice, and * + ? behind a letter or a bracket. A word is followed as a
set of places, so that a pattern of n signs costs at most n times the square of the word's length.
"""

from functools import lru_cache
from typing import Any

MOST_PATTERN = 400
Node = tuple[Any, ...]


def matches(pattern: str, word: str) -> bool:
    """Whether the whole word fits. Raises ValueError for a pattern that cannot be read."""
    return len(word) in _ends(parse(pattern), frozenset({0}), word)


@lru_cache(maxsize=512)
def parse(pattern: str) -> Node:
    """The pattern as a tree: ("letter", c), ("join", ...), ("either", ...), ("*", node), ..."""
    if len(pattern) > MOST_PATTERN:
        raise ValueError(f"a pattern of {len(pattern)} signs; {MOST_PATTERN} are allowed")
    node, at = _either(pattern, 0)
    if at != len(pattern):
        raise ValueError(f"the pattern {pattern[:80]!r} cannot be read at sign {at + 1}")
    return node


def _either(pattern: str, at: int) -> tuple[Node, int]:
    branches = []
    while True:
        node, at = _join(pattern, at)
        branches.append(node)
        if at == len(pattern) or pattern[at] != "|":
            return (branches[0] if len(branches) == 1 else ("either", *branches)), at
        at += 1


def _join(pattern: str, at: int) -> tuple[Node, int]:
    parts: list[Node] = []
    while at < len(pattern) and pattern[at] not in "|)":
        if pattern[at] == "(":
            node, at = _either(pattern, at + 1)
            if at == len(pattern):
                raise ValueError(f"the pattern {pattern[:80]!r} has a bracket that stays open")
        elif pattern[at].isalnum():
            node = ("letter", pattern[at])
        else:
            raise ValueError(f"the pattern {pattern[:80]!r} cannot be read at sign {at + 1}")
        at += 1
        while at < len(pattern) and pattern[at] in "*+?":
            node, at = (pattern[at], node), at + 1
        parts.append(node)
    return ("join", *parts), at


def _ends(node: Node, starts: frozenset[int], word: str) -> frozenset[int]:
    """Where a match of the node can end that starts at one of these places."""
    kind, *rest = node
    if kind == "letter":
        return frozenset(i + 1 for i in starts if i < len(word) and word[i] == rest[0])
    if kind == "join":
        for part in rest:
            starts = _ends(part, starts, word)
        return starts
    if kind == "either":
        return frozenset().union(*(_ends(branch, starts, word) for branch in rest))
    once = _ends(rest[0], starts, word)
    if kind == "?":
        return starts | once
    found, new = once, once
    while new:
        new = _ends(rest[0], new, word) - found
        found |= new
    return found | starts if kind == "*" else found
