"""The clauses of `reading` that work on texts and words; see there.

TEXT_CLAUSES["shift"]("abc", 3) == "def"
"""

from collections.abc import Callable, Mapping
from string import ascii_lowercase, ascii_uppercase
from typing import Any

Words = list[str]


def _is_vowel(letter: str) -> bool:
    return letter in ("a", "e", "i", "o", "u", "A", "E", "I", "O", "U")


def _is_letter(letter: str) -> bool:
    return letter in ascii_lowercase or letter in ascii_uppercase


def _case(letter: str, upper: bool) -> str:
    place = _place(letter)
    if not place:
        return letter
    return (ascii_uppercase if upper else ascii_lowercase)[place - 1]


def _place(letter: str) -> int:
    """1 for a or A to 26 for z or Z; 0 for anything else."""
    return max(ascii_lowercase.find(letter), ascii_uppercase.find(letter)) + 1


def _shift(text: str, places: int) -> str:
    moved = []
    for letter in text:
        for alphabet in (ascii_lowercase, ascii_uppercase):
            if letter in alphabet:
                moved.append((alphabet + alphabet)[alphabet.index(letter) + places])
                break
        else:
            moved.append(letter)
    return "".join(moved)


def _runs(text: str) -> list[str]:
    """The runs of equal characters, each as a text."""
    runs: list[str] = []
    for letter in text:
        if runs and runs[-1][0] == letter:
            runs[-1] += letter
        else:
            runs.append(letter)
    return runs


def _sort(words: Words, before: Callable[[str, str], bool]) -> Words:
    """A stable insertion sort: `before(a, b)` says that a must stand before b."""
    done: Words = []
    for word in words:
        place = len(done)
        while place and before(word, done[place - 1]):
            place -= 1
        done.insert(place, word)
    return done


def _earlier(word: str, other: str) -> bool:
    """By code points, the shorter first where one begins the other."""
    for a, b in zip(word, other, strict=False):
        if a != b:
            return ord(a) < ord(b)
    return len(word) < len(other)


def _split(text: str) -> Words:
    words = [""]
    for letter in text:
        if letter == " ":
            words.append("")
        else:
            words[-1] += letter
    return list(filter(None, words))


def _chunks(text: str, size: int) -> Words:
    pieces = []
    while text:
        pieces.append(text[:size])
        text = text[size:]
    return pieces


def _turn(text: str, places: int) -> str:
    for _ in range(places if text else 0):
        text = text[1:] + text[0]
    return text


def _first(found: Words, better: Callable[[str, str], bool]) -> str:
    best = ""
    for word in found:
        best = word if better(word, best) else best
    return best


def _unlike(text: str, letter: str) -> str:
    return "".join(c for c in text if c != letter)


TEXT_CLAUSES: Mapping[str, Callable[..., Any]] = {
    "backwards": lambda t: "".join(t[i] for i in range(len(t) - 1, -1, -1)),
    "upper": lambda t: "".join(_case(c, True) for c in t),
    "lower": lambda t: "".join(_case(c, False) for c in t),
    "swap_case": lambda t: "".join(_case(c, c in ascii_lowercase) for c in t),
    "no_vowels": lambda t: "".join(c for c in t if not _is_vowel(c)),
    "only_letters": lambda t: "".join(c for c in t if _is_letter(c)),
    "replace": lambda t, a, b: "".join(b if c == a else c for c in t),
    "remove": _unlike,
    "shift": _shift,
    "double": lambda t, a: "".join([c * a for c in t]),
    "squeeze": lambda t: "".join(run[0] for run in _runs(t)),
    "every_letter": lambda t, a: "".join(t[i] for i in range(0, len(t), a)),
    "take_letters": lambda t, a: "".join(t[i] for i in range(min(a, len(t)))),
    "last_letters": lambda t, a: "".join(t[i] for i in range(len(t)) if len(t) - i <= a),
    "sort_letters": lambda t: "".join(_sort(list(t), _earlier)),
    "turn_letters": _turn,
    "run_length": lambda t: "".join(run[0] + str(len(run)) for run in _runs(t)),
    "first_seen": lambda t: "".join(c for i, c in enumerate(t) if t.index(c) == i),
    "length": lambda t: sum(1 for _ in t),
    "vowels": lambda t: len([c for c in t if _is_vowel(c)]),
    "count_letter": lambda t, a: len(t) - len(_unlike(t, a)),
    "different": lambda t: len([c for i, c in enumerate(t) if t.index(c) == i]),
    "letter_value": lambda t, a: sum(_place(c) - 1 + a for c in t if _is_letter(c)),
    "longest_letter_run": lambda t: max([0, *map(len, _runs(t))]),
    "place_of_letter": lambda t, a: next((i for i, c in enumerate(t) if c == a), -1),
    "palindrome": lambda t: list(t) == list(reversed(t)),
    "letter_places": lambda t: [_place(c) for c in t if _place(c)],
    "where": lambda t, a: [i for i, c in enumerate(t) if c == a],
    "run_lengths": lambda t: [len(run) for run in _runs(t)],
    "split": _split,
    "chunks": _chunks,
    "sort_words": lambda w: _sort(w, _earlier),
    "by_length": lambda w: _sort(w, lambda a, b: len(a) < len(b)),
    "words_back": lambda w: [w[-1 - i] for i in range(len(w))],
    "turn_words": lambda w: [word[::-1] for word in w],
    "longer": lambda w, a: [word for word in w if len(word) >= a + 1],
    "shorter": lambda w, a: [word for word in w if len(word) <= a - 1],
    "unlike": lambda w, a: [word for word in w if _unlike(word, a) == word],
    "holding": lambda w, a: [word for word in w if _unlike(word, a) != word],
    "unique_words": lambda w: [word for i, word in enumerate(w) if w.index(word) == i],
    "marked": lambda w, a: ["".join([word, *[a] * i]) for i, word in enumerate(w)],
    "join": lambda w, a: a.join(w[:1]) + "".join(a + word for word in w[1:]),
    "initials": lambda w: "".join(c for word in w for i, c in enumerate(word) if i == 0),
    "longest_word": lambda w: _first(w, lambda a, b: len(a) > len(b)),
    "lengths": lambda w: [sum(1 for _ in word) for word in w],
    "letter_counts": lambda w, a: [len(word) - len(_unlike(word, a)) for word in w],
    "how_many": lambda w: sum(1 for _ in w),
    "total_length": lambda w: sum(len(word) for word in w),
    "same_ends": lambda w: (
        not [1 for i in range(1, len(w)) if list(w[i - 1])[-1:] != list(w[i])[:1]]
    ),
}
