"""Patterns over a, b and c: drawn as trees, spelled, changed, and followed by an automaton.

    spell(("join", ("letter", "a"), ("*", ("letter", "b")))) == "ab*"
    shortest_witness(first, second)      the first shortest word that fits the one and not the other

The automaton has the letters of a pattern as its states (positions), so that sets of positions can
be searched breadth first.
"""

from collections import deque
from dataclasses import dataclass
from random import Random
from typing import Any

ALPHABET = "abc"
MOST_STATES = 400
Node = tuple[Any, ...]


def draw(rng: Random, leaves: int) -> Node:
    """A pattern with so many letters."""
    if leaves == 1:
        node: Node = ("letter", rng.choice(ALPHABET))
    else:
        left = rng.randint(1, leaves - 1)
        kind = rng.choice(("join", "join", "join", "either"))
        node = (kind, draw(rng, left), draw(rng, leaves - left))
    chance = 0.25 if leaves == 1 else 0.3
    return (rng.choice("*+?"), node) if rng.random() < chance and node[0] not in "*+?" else node


def spell(node: Node, inside: str = "") -> str:
    """The pattern as it is written, with the fewest brackets."""
    kind, *rest = node
    if kind == "letter":
        return str(rest[0])
    if kind == "join":
        text = "".join(spell(part, "join") for part in rest)
        return f"({text})" if inside == "repeat" else text
    if kind == "either":
        text = "|".join(spell(part, "either") for part in rest)
        return f"({text})" if inside in ("join", "repeat") else text
    return f"{spell(rest[0], 'repeat')}{kind}"


def changed(rng: Random, node: Node) -> Node:
    """The pattern with one of its nodes changed into a near one."""
    places = list(_places(node))
    return _with(node, rng.choice(places), rng)


def _places(node: Node, path: tuple[int, ...] = ()) -> Any:
    yield path
    if node[0] != "letter":
        for at, part in enumerate(node[1:], 1):
            yield from _places(part, (*path, at))


def _with(node: Node, path: tuple[int, ...], rng: Random) -> Node:
    if path:
        part = _with(node[path[0]], path[1:], rng)
        return (*node[: path[0]], part, *node[path[0] + 1 :])
    kind, *rest = node
    if kind == "letter":
        other = rng.choice([letter for letter in ALPHABET if letter != rest[0]])
        return rng.choice((("letter", other), ("?", node), ("+", node)))
    if kind in "*+?":
        return rng.choice([(sign, rest[0]) for sign in "*+?" if sign != kind] + [rest[0]])
    if kind == "join":
        return rng.choice((("join", rest[1], rest[0]), ("either", *rest)))
    return rng.choice((("join", *rest), rest[0], rest[1]))


@dataclass(slots=True)
class _Part:
    """Of a part of a pattern: whether it fits the empty word, and its first and last positions."""

    empty: bool
    first: frozenset[int]
    last: frozenset[int]


class Automaton:
    """The letters of a pattern as states: `step` follows one sign from a set of them."""

    def __init__(self, node: Node) -> None:
        self.letters: list[str] = []
        self.after: list[set[int]] = []
        whole = self._build(node)
        self.start = frozenset({-1})
        self._first, self._last, self._empty = whole.first, whole.last, whole.empty

    def _build(self, node: Node) -> _Part:
        kind, *rest = node
        if kind == "letter":
            self.letters.append(rest[0])
            self.after.append(set())
            here = frozenset({len(self.letters) - 1})
            return _Part(False, here, here)
        parts = [self._build(part) for part in rest]
        if kind == "either":
            one, two = parts
            return _Part(one.empty or two.empty, one.first | two.first, one.last | two.last)
        if kind == "join":
            one, two = parts
            self._follow(one.last, two.first)
            first = one.first | two.first if one.empty else one.first
            last = one.last | two.last if two.empty else two.last
            return _Part(one.empty and two.empty, first, last)
        (one,) = parts
        if kind in "*+":
            self._follow(one.last, one.first)
        return _Part(one.empty or kind in "*?", one.first, one.last)

    def _follow(self, last: frozenset[int], first: frozenset[int]) -> None:
        for position in last:
            self.after[position] |= first

    def step(self, states: frozenset[int], sign: str) -> frozenset[int]:
        """The states after one more sign."""
        reached: set[int] = set()
        for state in states:
            reached |= self._first if state < 0 else self.after[state]
        return frozenset(state for state in reached if self.letters[state] == sign)

    def accepts(self, states: frozenset[int]) -> bool:
        """Whether the word that led here fits."""
        return bool(states & self._last) or (self._empty and -1 in states)


def shortest_witness(first: Node, second: Node, longest: int) -> str | None:
    """The first shortest word that fits `first` and not `second`; None for none that short."""
    one, two = Automaton(first), Automaton(second)
    start = (one.start, two.start)
    seen = {start}
    queue = deque([(start, "")])
    while queue and len(seen) < MOST_STATES:
        (states, others), word = queue.popleft()
        if word and one.accepts(states) and not two.accepts(others):
            return word
        if len(word) == longest:
            continue
        for sign in ALPHABET:
            after = (one.step(states, sign), two.step(others, sign))
            if after[0] and after not in seen:
                seen.add(after)
                queue.append((after, word + sign))
    return None
