"""Write a function of a text: shifts by place, runs, palindromes, halves, repeats.

Example: "Move every letter with place i ... List for every letter the distance to its next equal
letter." solve("abca") == [3, -1, -1, -1]

Texts hold the letters a to e only, so that a letter has a number from 0 to 4 and moves on a ring of
five. `_CLAUSES` reads every part once more, by numbers where the parts use texts.
"""

from collections.abc import Callable, Mapping
from itertools import groupby
from random import Random
from typing import Any

from assay.generators.code.domains.domain import LEVELS, Domain, Kind, algorithm
from assay.generators.code.domains.synthesis import synthesis_family
from assay.generators.code.part import Part

LETTERS = "abcde"


def shift_by_place(phrase: str, step: int, start: int) -> str:
    return "".join(
        ["abcde"[("abcde".index(c) + step * i + start) % 5] for i, c in enumerate(phrase)]
    )


def weave(phrase: str) -> str:
    half = (len(phrase) + 1) // 2
    woven = ""
    for i in range(half):
        woven += phrase[i]
        if half + i < len(phrase):
            woven += phrase[half + i]
    return woven


def turn_blocks(phrase: str, size: int) -> str:
    return "".join([phrase[i : i + size][::-1] for i in range(0, len(phrase), size)])


def short_runs(phrase: str, most: int) -> str:
    kept = ""
    for c in phrase:
        if kept[-most:] != c * most:
            kept += c
    return kept


def repeat_letter(phrase: str, letter: str, times: int) -> str:
    return "".join([c * times if c == letter else c for c in phrase])


def cancel_twins(phrase: str) -> str:
    stack: list[str] = []
    for c in phrase:
        if stack and stack[-1] == c:
            stack.pop()
        else:
            stack.append(c)
    return "".join(stack)


def sums_so_far(phrase: str, modulus: int) -> str:
    total = 0
    found = ""
    for c in phrase:
        total = (total + "abcde".index(c)) % modulus
        found += "abcde"[total]
    return found


def common_first(phrase: str) -> str:
    ranked = sorted([(-phrase.count(c), c) for c in set(phrase)])
    return "".join([c * -count for count, c in ranked])


def every_from(phrase: str, step: int, first: int) -> str:
    return phrase[first % step :: step] + phrase[:first]


def swap_at(phrase: str, letter: str) -> str:
    signs = list(phrase)
    i = 0
    while i + 1 < len(signs):
        if signs[i] == letter:
            signs[i], signs[i + 1] = (signs[i + 1], signs[i])
            i += 2
        else:
            i += 1
    return "".join(signs)


def longest_mirror(phrase: str) -> str:
    best = ""
    for start in range(len(phrase)):
        for end in range(start + 1, len(phrase) + 1):
            part = phrase[start:end]
            if len(part) > len(best) and part == part[::-1]:
                best = part
    return best


def next_same(phrase: str, missing: int) -> list[int]:
    found = []
    for i, c in enumerate(phrase):
        found.append(phrase[i + 1 :].find(c) + 1 if c in phrase[i + 1 :] else -missing)
    return found


def borders(phrase: str) -> list[int]:
    found: list[int] = []
    for end in range(1, len(phrase) + 1):
        part = phrase[:end]
        size = end - 1
        while size > 0 and part[:size] != part[end - size :]:
            size -= 1
        found.append(size)
    return found


def prefix_matches(phrase: str) -> list[int]:
    found = []
    for i in range(1, len(phrase)):
        size = 0
        while i + size < len(phrase) and phrase[size] == phrase[i + size]:
            size += 1
        found.append(size)
    return found


def run_pieces(phrase: str, extra: int) -> list[int]:
    found: list[int] = []
    last = ""
    for c in phrase:
        if c == last:
            found[-1] += 1
        else:
            found.append(1 + extra)
        last = c
    return found


def pieces_at(phrase: str, letter: str) -> list[str]:
    return [part for part in phrase.split(letter) if part]


def packed(phrase: str) -> str:
    text = ""
    run = 0
    for i, c in enumerate(phrase):
        run += 1
        if i + 1 == len(phrase) or phrase[i + 1] != c:
            text += c + (str(run) if run > 1 else "")
            run = 0
    return text


def windows(phrase: str, size: int) -> list[str]:
    found: list[str] = []
    for i in range(len(phrase) - size + 1):
        part = "".join(sorted(phrase[i : i + size]))
        if part not in found:
            found.append(part)
    return found


def _phrase(name: str, source: str, words: str, apply: Any) -> Part:
    return Part(name, "phrase", "phrase", source, words, apply)


_NUMBERS = "(the letters a, b, c, d, e have the numbers 0 to 4)"
_PARTS = (
    algorithm(
        "phrase",
        "phrase",
        "move the letter with index i, counted from 0, forward by i * {a} + {b} places in the "
        "alphabet a, b, c, d, e, where a follows e",
        shift_by_place,
        range(1, 5),
        range(5),
    ),
    algorithm(
        "phrase",
        "phrase",
        "cut the text into two halves (the first has one letter more if the length is odd) and "
        "take letters from the first and the second half in turn, starting with the first",
        weave,
    ),
    algorithm(
        "phrase",
        "phrase",
        "cut the text from the left into blocks of {a} letters (the last may be shorter) and "
        "reverse every block in its place",
        turn_blocks,
        range(2, 6),
    ),
    algorithm(
        "phrase",
        "phrase",
        "cut every run of more than {a} equal letters down to {a}",
        short_runs,
        range(1, 3),
    ),
    algorithm(
        "phrase",
        "phrase",
        "write every {a} in the text {b} times instead of once",
        repeat_letter,
        LETTERS,
        range(2, 4),
    ),
    algorithm(
        "phrase",
        "phrase",
        "go through the letters from the left with a stack: a letter that equals the one on top "
        "takes it away, any other is put on top. The new text is the stack from the bottom up",
        cancel_twins,
    ),
    algorithm(
        "phrase",
        "phrase",
        "replace every letter by the one whose number is the sum of the numbers of all letters up "
        f"to and including it, modulo {{a}} {_NUMBERS}",
        sums_so_far,
        range(3, 6),
    ),
    algorithm(
        "phrase",
        "phrase",
        "sort the letters by how often they occur, most frequent first, equally frequent ones "
        "in alphabetical order, so that equal letters stand together",
        common_first,
    ),
    algorithm(
        "phrase",
        "phrase",
        "take the letters at the indices (counted from 0) that leave the same remainder as {b} "
        "when divided by {a}, in order, and put the first {b} letters of the old text behind them",
        every_from,
        range(2, 4),
        range(1, 6),
    ),
    algorithm(
        "phrase",
        "phrase",
        "go through the text from the left: where a letter is {a} and another follows, exchange "
        "the two and go on behind both, else go on with the next letter",
        swap_at,
        LETTERS,
    ),
    _phrase("phrase_back", "{o} = {v}[::-1]", "reverse the whole text", lambda v: v[::-1]),
    _phrase("mirrored_on", "{o} = {v} + {v}[::-1]", "append the text once more, reversed",
            lambda v: v + v[::-1]),
    algorithm(
        "phrase",
        "text",
        "take the longest contiguous part of the text that reads the same backwards (the leftmost "
        "of several, an empty text if the text is empty)",
        longest_mirror,
    ),
    algorithm(
        "phrase",
        "ints",
        "list for every letter how many places further right the next equal letter stands (-{a} "
        "if there is none)",
        next_same,
        range(1, 10),
    ),
    algorithm(
        "phrase",
        "ints",
        "list for every beginning of the text, from length 1 to the whole, the length of its "
        "longest beginning that is also its end and is shorter than it",
        borders,
    ),
    algorithm(
        "phrase",
        "ints",
        "list for every place but the first how many letters from there on agree one by one with "
        "the letters from the beginning of the text on, up to the first difference or the end",
        prefix_matches,
    ),
    algorithm(
        "phrase",
        "ints",
        "list for every longest run of equal letters, from the left, its length plus {a}",
        run_pieces,
        range(9),
    ),
    algorithm(
        "phrase",
        "words",
        "list the parts of the text that stand between the letters {a}, leaving out empty ones",
        pieces_at,
        LETTERS,
    ),
    algorithm(
        "phrase",
        "text",
        "write every longest run of equal letters as the letter, followed by the length of the run "
        "if that is more than 1",
        packed,
    ),
    algorithm(
        "phrase",
        "words",
        "list the contiguous parts of {a} letters from the left, each with its letters sorted, and "
        "of equal ones only the first",
        windows,
        range(2, 5),
    ),
)  # fmt: skip
_HELPERS = {
    f.__name__: f
    for f in (
        *(shift_by_place, weave, turn_blocks, short_runs, repeat_letter, cancel_twins),
        *(sums_so_far, common_first, every_from, swap_at, longest_mirror, next_same, borders),
        *(prefix_matches, run_pieces, pieces_at, packed, windows),
    )
}


def _runs(phrase: str) -> list[str]:
    return ["".join(group) for _, group in groupby(phrase)]


def _moved(phrase: str, by: Callable[[int], int]) -> str:
    return "".join(chr(97 + (ord(c) - 97 + by(i)) % 5) for i, c in enumerate(phrase))


def _cancel(phrase: str) -> str:
    for i in range(len(phrase) - 1):
        if phrase[i] == phrase[i + 1]:
            return _cancel(phrase[:i] + phrase[i + 2 :])
    return phrase


def _swap(phrase: str, letter: str) -> str:
    if len(phrase) < 2:
        return phrase
    if phrase[0] == letter:
        return phrase[1] + phrase[0] + _swap(phrase[2:], letter)
    return phrase[0] + _swap(phrase[1:], letter)


def _mirror(phrase: str) -> str:
    sizes = range(len(phrase), 0, -1)
    parts = (phrase[i : i + n] for n in sizes for i in range(len(phrase) - n + 1))
    return next((p for p in parts if all(p[i] == p[-1 - i] for i in range(len(p)))), "")


def _next(phrase: str, missing: int) -> list[int]:
    places = {c: [i for i, other in enumerate(phrase) if other == c] for c in phrase}
    return [
        min((j - i for j in places[c] if j > i), default=-missing) for i, c in enumerate(phrase)
    ]


_CLAUSES: Mapping[str, Callable[..., Any]] = {
    "shift_by_place": lambda v, a, b: _moved(v, lambda i: i * a + b),
    "weave": lambda v: "".join(
        v[i // 2 if i % 2 == 0 else (len(v) + 1) // 2 + i // 2] for i in range(len(v))
    ),
    "turn_blocks": lambda v, a: "".join(
        v[min(i // a * a + a, len(v)) - 1 - i % a] for i in range(len(v))
    ),
    "short_runs": lambda v, a: "".join(run[:a] for run in _runs(v)),
    "repeat_letter": lambda v, a, b: v.replace(a, a * b),
    "cancel_twins": _cancel,
    "sums_so_far": lambda v, a: "".join(
        chr(97 + sum(ord(c) - 97 for c in v[: i + 1]) % a) for i in range(len(v))
    ),
    "common_first": lambda v: "".join(sorted(v, key=lambda c: (-v.count(c), c))),
    "every_from": lambda v, a, b: (
        "".join(c for i, c in enumerate(v) if (i - b) % a == 0) + v[: min(b, len(v))]
    ),
    "swap_at": _swap,
    "phrase_back": lambda v: "".join(reversed(v)),
    "mirrored_on": lambda v: v + "".join(reversed(v)),
    "longest_mirror": _mirror,
    "next_same": _next,
    "borders": lambda v: [
        max(n for n in range(end) if v[:end].startswith(v[end - n : end]))
        for end in range(1, len(v) + 1)
    ],
    "prefix_matches": lambda v: [
        max(n for n in range(len(v) - i + 1) if v[i:].startswith(v[:n])) for i in range(1, len(v))
    ],
    "run_pieces": lambda v, a: [len(run) + a for run in _runs(v)],
    "pieces_at": lambda v, a: "".join(" " if c == a else c for c in v).split(),
    "packed": lambda v: "".join(r[0] + f"{len(r)}" * (len(r) > 1) for r in _runs(v)),
    "windows": lambda v, a: list(
        dict.fromkeys("".join(sorted(v[i - a : i])) for i in range(a, len(v) + 1))
    ),
}


def _strategy(size: int) -> dict[str, Any]:
    return {"type": "text", "alphabet": LETTERS, "min_size": 0, "max_size": 14}


def _draw(rng: Random, size: int, number: int) -> str:
    count = rng.randint(6, 9) if number < 3 else rng.randint(0, 14)
    letters = LETTERS if number % 2 else rng.sample(LETTERS, 3)
    return "".join(rng.choices(letters, k=count))


STRINGS = Domain(
    name="strings",
    kinds=(
        Kind(
            "phrase",
            "phrase",
            "str",
            1,
            "The argument is a text of at most 14 letters out of a, b, c, d and e.",
            _strategy,
            _draw,
        ),
    ),
    parts=_PARTS,
    clauses=_CLAUSES,
    helpers=_HELPERS,
    levels=LEVELS,
)
FAMILY = synthesis_family("text_synthesis", STRINGS, version=2)
