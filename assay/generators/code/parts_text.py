"""Parts that work on a text and on lists of words.

Example: Part "shift" with 3 moves "abc" to "def". Letters are the ASCII letters a-z and A-Z: the
strategies that make the inputs draw nothing else but digits, spaces and a little punctuation.
"""

from itertools import groupby, pairwise
from typing import Any

from assay.generators.code.part import Options, Part

VOWELS = "aeiou"
LETTERS = "etaoinsrhldcum"
PLAIN = "abcdefghijklmnopqrstuvwxyz"


def _text(name: str, source: str, words: str, apply: Any, *options: Options) -> Part:
    return Part(name, "text", "text", source, words, apply, options)


def _from_text(
    gives: str, name: str, source: str, words: str, apply: Any, *options: Options
) -> Part:
    return Part(name, "text", gives, source, words, apply, options)


def _words(gives: str, name: str, source: str, words: str, apply: Any, *options: Options) -> Part:
    return Part(name, "words", gives, source, words, apply, options)


def _shift(text: str, a: int) -> str:
    moved = PLAIN[a:] + PLAIN[:a]
    return text.translate(str.maketrans(PLAIN + PLAIN.upper(), moved + moved.upper()))


def _runs(text: str) -> list[tuple[str, int]]:
    return [(letter, len(list(group))) for letter, group in groupby(text)]


TEXTS = (
    _text("backwards", "{o} = {v}[::-1]", "reverse the text", lambda t: "".join(reversed(t))),
    _text("upper", "{o} = {v}.upper()", "turn all letters into upper case", str.upper),
    _text("lower", "{o} = {v}.lower()", "turn all letters into lower case", str.lower),
    _text(
        "swap_case",
        "{o} = {v}.swapcase()",
        "turn lower-case letters into upper case and upper-case letters into lower case",
        lambda t: "".join(c.lower() if c.isupper() else c.upper() for c in t),
    ),
    _text(
        "no_vowels",
        "{o} = ''.join(c for c in {v} if c.lower() not in 'aeiou')",
        "remove the vowels (a, e, i, o and u in either case)",
        lambda t: t.translate(dict.fromkeys(map(ord, VOWELS + VOWELS.upper()))),
    ),
    _text(
        "only_letters",
        "{o} = ''.join(c for c in {v} if c.isalpha())",
        "remove every character that is not a letter",
        lambda t: "".join(filter(str.isalpha, t)),
    ),
    _text(
        "replace",
        "{o} = {v}.replace({a}, {b})",
        "replace every character {a} by {b} (other case unchanged)",
        lambda t, a, b: t.translate({ord(a): b}),
        LETTERS,
        "*#@xyz_+",
    ),
    _text(
        "remove",
        "{o} = {v}.replace({a}, '')",
        "remove every character {a} (other case unchanged)",
        lambda t, a: "".join(t.split(a)),
        LETTERS,
    ),
    _text(
        "shift",
        "shifted = ''\nfor c in {v}:\n"
        "    if 'a' <= c <= 'z':\n        c = chr((ord(c) - ord('a') + {a}) % 26 + ord('a'))\n"
        "    elif 'A' <= c <= 'Z':\n        c = chr((ord(c) - ord('A') + {a}) % 26 + ord('A'))\n"
        "    shifted += c\n{o} = shifted",
        "move every letter {a} places forward in the alphabet, from z on to a again, keeping "
        "its case and leaving other characters as they are",
        _shift,
        range(1, 26),
    ),
    _text(
        "double",
        "{o} = ''.join(c * {a} for c in {v})",
        "repeat every character {a} times",
        lambda t, a: "".join(c for c in t for _ in range(a)),
        range(2, 4),
    ),
    _text(
        "squeeze",
        "kept = ''\nfor c in {v}:\n    if not kept or kept[-1] != c:\n        kept += c\n"
        "{o} = kept",
        "replace every run of equal characters by one of them",
        lambda t: "".join(letter for letter, _ in _runs(t)),
    ),
    _text(
        "every_letter",
        "{o} = {v}[::{a}]",
        "keep only the characters at the indices 0, {a}, 2*{a}, 3*{a} and so on",
        lambda t, a: "".join(c for i, c in enumerate(t) if i % a == 0),
        range(2, 5),
    ),
    _text(
        "take_letters",
        "{o} = {v}[:{a}]",
        "keep only the first {a} characters (all of them if there are fewer)",
        lambda t, a: "".join(c for i, c in enumerate(t) if i < a),
        range(3, 12),
    ),
    _text(
        "last_letters",
        "{o} = {v}[-{a}:]",
        "keep only the last {a} characters (all of them if there are fewer)",
        lambda t, a: t[max(len(t) - a, 0) :],
        range(3, 12),
    ),
    _text(
        "sort_letters",
        "{o} = ''.join(sorted({v}))",
        "sort the characters by their code point (as Python's sorted does)",
        lambda t: "".join(sorted(t, key=ord)),
    ),
    _text(
        "turn_letters",
        "if {v}:\n    turn = {a} % len({v})\n    {v} = {v}[turn:] + {v}[:turn]\n{o} = {v}",
        "rotate the text to the left by {a} places (an empty text stays empty)",
        lambda t, a: "".join(t[(i + a) % len(t)] for i in range(len(t))),
        range(1, 8),
    ),
    _text(
        "run_length",
        "coded = ''\nstart = 0\nfor i in range(1, len({v}) + 1):\n"
        "    if i == len({v}) or {v}[i] != {v}[start]:\n"
        "        coded += {v}[start] + str(i - start)\n        start = i\n{o} = coded",
        "write every run of equal characters as the character followed by the length of the run",
        lambda t: "".join(f"{letter}{length}" for letter, length in _runs(t)),
    ),
    _text(
        "first_seen",
        "{o} = ''.join(c for i, c in enumerate({v}) if c not in {v}[:i])",
        "keep only the first occurrence of every character",
        lambda t: "".join(dict.fromkeys(t)),
    ),
)
MEASURES = (
    _from_text("int", "length", "{o} = len({v})", "take the number of characters", len),
    _from_text(
        "int",
        "vowels",
        "{o} = sum(1 for c in {v} if c.lower() in 'aeiou')",
        "count the vowels (a, e, i, o and u in either case)",
        lambda t: sum(t.lower().count(c) for c in VOWELS),
    ),
    _from_text(
        "int",
        "count_letter",
        "{o} = {v}.count({a})",
        "count how often the character {a} occurs (other case does not count)",
        lambda t, a: len(t.split(a)) - 1,
        LETTERS,
    ),
    _from_text(
        "int",
        "different",
        "{o} = len(set({v}))",
        "count the different characters",
        lambda t: len(dict.fromkeys(t)),
    ),
    _from_text(
        "int",
        "letter_value",
        "total = 0\nfor c in {v}.lower():\n    if 'a' <= c <= 'z':\n"
        "        total += ord(c) - ord('a') + {a}\n{o} = total",
        "add up the values of the letters, case ignored: a counts {a}, b counts 1 more, "
        "and so on to z, and other characters count nothing",
        lambda t, a: sum(PLAIN.index(c) + a for c in t.lower() if c in PLAIN),
        range(10),
    ),
    _from_text(
        "int",
        "longest_letter_run",
        "best = 0\nrun = 0\nbefore = ''\nfor c in {v}:\n"
        "    run = run + 1 if c == before else 1\n    best = max(best, run)\n"
        "    before = c\n{o} = best",
        "take the length of the longest run of equal characters (0 for an empty text)",
        lambda t: max((length for _, length in _runs(t)), default=0),
    ),
    _from_text(
        "int",
        "place_of_letter",
        "{o} = {v}.find({a})",
        "take the index of the first character {a} (indices start at 0, -1 if there is none)",
        lambda t, a: t.index(a) if a in t else -1,
        LETTERS,
    ),
    _from_text(
        "bool",
        "palindrome",
        "{o} = {v} == {v}[::-1]",
        "decide whether the text reads the same backwards (True for an empty text)",
        lambda t: all(t[i] == t[len(t) - 1 - i] for i in range(len(t) // 2)),
    ),
    _from_text(
        "ints",
        "letter_places",
        "{o} = [ord(c) - ord('a') + 1 for c in {v}.lower() if 'a' <= c <= 'z']",
        "list the places of its letters in the alphabet, case ignored (a is 1, z is 26), "
        "leaving out other characters",
        lambda t: [PLAIN.index(c) + 1 for c in t.lower() if c in PLAIN],
    ),
    _from_text(
        "ints",
        "where",
        "{o} = [i for i, c in enumerate({v}) if c == {a}]",
        "list the indices at which the character {a} occurs (the first index is 0)",
        lambda t, a: [i for i in range(len(t)) if t[i] == a],
        LETTERS,
    ),
    _from_text(
        "ints",
        "run_lengths",
        "runs = []\nbefore = ''\nfor c in {v}:\n    if c == before:\n        runs[-1] += 1\n"
        "    else:\n        runs.append(1)\n    before = c\n{o} = runs",
        "list the lengths of its runs of equal characters, from left to right",
        lambda t: [length for _, length in _runs(t)],
    ),
    _from_text(
        "words",
        "split",
        "{o} = {v}.split()",
        "split it at the spaces into words (several spaces together separate like one, and there "
        "are no empty words)",
        lambda t: [w for w in t.split(" ") if w],
    ),
    _from_text(
        "words",
        "chunks",
        "{o} = [{v}[i:i + {a}] for i in range(0, len({v}), {a})]",
        "cut it from the left into pieces of {a} characters (the last may be shorter, an "
        "empty text gives an empty list)",
        lambda t, a: [
            "".join(t[j] for j in range(i, min(i + a, len(t)))) for i in range(len(t)) if i % a == 0
        ],
        range(2, 6),
    ),
)
WORDS = (
    _words(
        "words",
        "sort_words",
        "{o} = sorted({v})",
        "sort the words as Python's sorted does (by code points)",
        lambda w: sorted(w, key=lambda word: [ord(c) for c in word]),
    ),
    _words(
        "words",
        "by_length",
        "{o} = sorted({v}, key=len)",
        "sort the words by length, shortest first, words of equal length in their given order",
        lambda w: [word for n in sorted({len(x) for x in w}) for word in w if len(word) == n],
    ),
    _words(
        "words",
        "words_back",
        "{o} = {v}[::-1]",
        "reverse the order of the words",
        lambda w: list(reversed(w)),
    ),
    _words(
        "words",
        "turn_words",
        "{o} = [w[::-1] for w in {v}]",
        "reverse every word by itself",
        lambda w: ["".join(reversed(word)) for word in w],
    ),
    _words(
        "words",
        "longer",
        "{o} = [w for w in {v} if len(w) > {a}]",
        "keep only the words of more than {a} characters",
        lambda w, a: [word for word in w if word[a:]],
        range(1, 6),
    ),
    _words(
        "words",
        "shorter",
        "{o} = [w for w in {v} if len(w) < {a}]",
        "keep only the words of fewer than {a} characters",
        lambda w, a: [word for word in w if not word[a - 1 :]],
        range(3, 8),
    ),
    _words(
        "words",
        "unlike",
        "{o} = [w for w in {v} if {a} not in w]",
        "remove the words that hold the character {a}",
        lambda w, a: [word for word in w if word.count(a) == 0],
        LETTERS,
    ),
    _words(
        "words",
        "holding",
        "{o} = [w for w in {v} if {a} in w]",
        "keep only the words that hold the character {a}",
        lambda w, a: [word for word in w if word.count(a)],
        LETTERS,
    ),
    _words(
        "words",
        "unique_words",
        "seen = []\nfor w in {v}:\n    if w not in seen:\n        seen.append(w)\n{o} = seen",
        "keep only the first occurrence of every word, in order",
        lambda w: list(dict.fromkeys(w)),
    ),
    _words(
        "words",
        "marked",
        "{o} = [w + {a} * i for i, w in enumerate({v})]",
        "append to every word the character {a}, as many times as the word's index (the first "
        "index is 0)",
        lambda w, a: [w[i].ljust(len(w[i]) + i, a) for i in range(len(w))],
        "!?.-*+",
    ),
    _words(
        "text",
        "join",
        "{o} = {a}.join({v})",
        "join the words with {a} between them",
        lambda w, a: "".join(a + word if i else word for i, word in enumerate(w)),
        " -/,+_:;",
    ),
    _words(
        "text",
        "initials",
        "{o} = ''.join(w[:1] for w in {v})",
        "join the first characters of the words",
        lambda w: "".join(word[0] for word in w if word),
    ),
    _words(
        "text",
        "longest_word",
        "best = ''\nfor w in {v}:\n    if len(w) > len(best):\n        best = w\n{o} = best",
        "take the longest word, the first of them if several are equally long (an empty text "
        "for an empty list)",
        lambda w: max(w, key=len, default=""),
    ),
    _words(
        "ints",
        "lengths",
        "{o} = [len(w) for w in {v}]",
        "list the lengths of the words",
        lambda w: list(map(len, w)),
    ),
    _words(
        "ints",
        "letter_counts",
        "{o} = [w.count({a}) for w in {v}]",
        "list, for every word, how often the character {a} occurs in it",
        lambda w, a: [len(word.split(a)) - 1 for word in w],
        LETTERS,
    ),
    _words("int", "how_many", "{o} = len({v})", "count the words", len),
    _words(
        "int",
        "total_length",
        "{o} = sum(len(w) for w in {v})",
        "take the total number of characters of the words",
        lambda w: len("".join(w)),
    ),
    _words(
        "bool",
        "same_ends",
        "{o} = all({v}[i][-1:] == {v}[i + 1][:1] for i in range(len({v}) - 1))",
        "decide whether every word but the last ends with the character that the next word "
        "begins with (True if there are fewer than two words)",
        lambda w: all(x[-1:] == y[:1] for x, y in pairwise(w)),
    ),
)
