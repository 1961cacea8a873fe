"""Write a function that reads a small format: separators, key=value items, brackets, run lengths.

Example: "Cut the text at every '|' into rows, and every row at every ',' into fields ... List how
many fields each row has." solve("a,b|12") == [2, 1]

Every reader is total: what a text without its signs gives is stated. The number of a field is the
value of its digits, -1 for a field that is not made of digits alone. `_CLAUSES` reads every part
once more, sign by sign where the parts split, and the other way round.
"""

from collections.abc import Callable, Mapping
from itertools import pairwise
from random import Random
from typing import Any

from assay.generators.code.domains.domain import LEVELS, Domain, Kind, algorithm
from assay.generators.code.domains.synthesis import synthesis_family
from assay.generators.code.part import Part

ALPHABET = "ab0123,;=|()"
Rows = list[list[str]]


def cut_twice(line: str, outer: str, inner: str) -> Rows:
    return [row.split(inner) for row in line.split(outer)]


def key_values(line: str, sign: str) -> Rows:
    rows = []
    for piece in line.split(sign):
        if piece.count("=") == 1:
            rows.append(piece.split("="))
    return rows


def counted_letters(line: str, missing: int) -> Rows:
    rows = []
    digits = ""
    for sign in line:
        if sign.isdigit():
            digits += sign
        else:
            if sign.isalpha():
                rows.append([sign, digits or str(missing)])
            digits = ""
    return rows


def tokens(line: str) -> Rows:
    rows: Rows = []
    for sign in line:
        kind = "sign"
        if sign.isdigit():
            kind = "number"
        elif sign.isalpha():
            kind = "word"
        if kind != "sign" and rows and rows[-1][0] == kind:
            rows[-1] = [kind, rows[-1][1] + sign]
        else:
            rows.append([kind, sign])
    return rows


def bracket_pairs(line: str) -> Rows:
    rows = []
    opened: list[int] = []
    for place, sign in enumerate(line):
        if sign == "(":
            opened.append(place)
        elif sign == ")" and opened:
            start = opened.pop()
            rows.append([str(len(opened)), line[start + 1 : place]])
    return rows


def cut_outside(line: str, separator: str) -> Rows:
    rows = []
    piece = ""
    depth = 0
    for sign in line:
        if sign == separator and depth == 0:
            rows.append([piece, str(len(piece))])
            piece = ""
        else:
            piece += sign
            if sign == "(":
                depth += 1
            elif sign == ")":
                depth = max(depth - 1, 0)
    return [*rows, [piece, str(len(piece))]]


def keep_wide(rows: Rows, least: int) -> Rows:
    return [row for row in rows if len(row) >= least]


def last_wins(rows: Rows) -> Rows:
    kept = []
    for at, row in enumerate(rows):
        later = [other[0] for other in rows[at + 1 :]]
        if row[0] not in later:
            kept.append(row)
    return kept


def order_by_number(rows: Rows) -> Rows:
    keyed = []
    for at, row in enumerate(rows):
        number = int(row[-1]) if row[-1].isdigit() else -1
        keyed.append((number, at))
    return [rows[at] for _, at in sorted(keyed)]


def no_blanks(rows: Rows) -> Rows:
    kept = []
    for row in rows:
        fields = [field for field in row if field != ""]
        if fields:
            kept.append(fields)
    return kept


def strip_zeros(rows: Rows) -> Rows:
    found = []
    for row in rows:
        found.append([str(int(field)) if field.isdigit() else field for field in row])
    return found


def fill_zeros(rows: Rows, width: int) -> Rows:
    found = []
    for row in rows:
        fields = []
        for field in row:
            missing = max(width - len(field), 0) if field.isdigit() else 0
            fields.append("0" * missing + field)
        found.append(fields)
    return found


def glue(rows: Rows, sign: str) -> Rows:
    return [[sign.join(row)] for row in rows]


def number_rows(rows: Rows, first: int) -> Rows:
    return [[str(at + first), *row] for at, row in enumerate(rows)]


def columns(rows: Rows) -> Rows:
    widest = max([len(row) for row in rows], default=0)
    return [[row[at] for row in rows if at < len(row)] for at in range(widest)]


def without_sign(rows: Rows, sign: str) -> Rows:
    return [[field.replace(sign, "") for field in row] for row in rows]


def add_to_numbers(rows: Rows, amount: int) -> Rows:
    found = []
    for row in rows:
        found.append([str(int(field) + amount) if field.isdigit() else field for field in row])
    return found


def numbers_at(rows: Rows, place: int) -> list[int]:
    found = []
    for row in rows:
        field = row[place] if place < len(row) else ""
        found.append(int(field) if field.isdigit() else -1)
    return found


def digit_totals(rows: Rows) -> list[int]:
    return [sum([int(sign) for field in row for sign in field if sign.isdigit()]) for row in rows]


def row_lengths(rows: Rows, extra: int) -> list[int]:
    return [sum([len(field) + extra for field in row]) for row in rows]


def joined_rows(rows: Rows, sign: str) -> str:
    return "/".join([sign.join(row) for row in rows])


def _plain(name: str, gives: str, source: str, words: str, apply: Any, *options: Any) -> Part:
    return Part(name, "rows", gives, source, words, apply, options)


_NUMBER = "(a field that consists of digits only and is not empty is a number)"
_PARTS = (
    algorithm(
        "line",
        "rows",
        "cut the text at every {a} into rows, and every row at every {b} into fields (fields may "
        "be empty, and a text without {a} is one row)",
        cut_twice,
        "|;",
        ",=",
    ),
    algorithm(
        "line",
        "rows",
        "cut the text at every {a} into items, keep only the items with exactly one '=', and make "
        "of each a row of two fields: what stands before the '=' and what stands after it (either "
        "may be empty)",
        key_values,
        ",;|",
    ),
    algorithm(
        "line",
        "rows",
        "for every letter, in order, make a row of two fields: the letter and the longest run of "
        "digits that stands directly before it ('{a}' if there is no digit there)",
        counted_letters,
        range(4),
    ),
    algorithm(
        "line",
        "rows",
        "cut the text into tokens: longest runs of digits, longest runs of letters, and single "
        "other signs, and make of each a row of two fields: 'number', 'word' or 'sign', and the "
        "token",
        tokens,
    ),
    algorithm(
        "line",
        "rows",
        "match round brackets (every ')' closes the nearest '(' before it that is still open, and "
        "is ignored if there is none), and make for every matched pair, in the order of the "
        "closing brackets, a row of two fields: how many brackets that were opened before it are "
        "still open at that time, as digits, and the text between the two",
        bracket_pairs,
    ),
    algorithm(
        "line",
        "rows",
        "cut the text at every {a} that stands outside of brackets (a '(' opens one more bracket, "
        "a ')' closes one if any is open), and make of every piece, empty ones too, a row of two "
        "fields: the piece, and its number of characters as digits",
        cut_outside,
        ",;|=",
    ),
    algorithm("rows", "rows", "keep only the rows with at least {a} fields", keep_wide,
              range(2, 4)),
    _plain("first_fields", "rows", "{o} = [row[:{a}] for row in {v}]",
           "keep only the first {a} fields of every row (all, if it has fewer)",
           lambda rows, a: [row[:a] for row in rows], range(1, 4)),
    _plain("fields_back", "rows", "{o} = [row[::-1] for row in {v}]",
           "reverse the order of the fields in every row", lambda rows: [r[::-1] for r in rows]),
    _plain("rows_back", "rows", "{o} = {v}[::-1]", "reverse the order of the rows",
           lambda rows: rows[::-1]),
    _plain("few_rows", "rows", "{o} = {v}[:{a}]", "keep only the first {a} rows (all, if fewer)",
           lambda rows, a: rows[:a], range(2, 6)),
    _plain("rows_from", "rows", "{o} = {v}[{a}:]", "leave out the first {a} rows",
           lambda rows, a: rows[a:], range(1, 4)),
    algorithm(
        "rows",
        "rows",
        "of rows with the same first field keep only the last, where it stands",
        last_wins,
    ),
    algorithm(
        "rows",
        "rows",
        f"sort the rows in ascending order of the number in their last field {_NUMBER}, where a "
        "last field that is no number counts as -1, and rows with equal numbers keep their order",
        order_by_number,
    ),
    algorithm(
        "rows",
        "rows",
        "remove all empty fields, then all rows without fields",
        no_blanks,
    ),
    algorithm(
        "rows",
        "rows",
        f"write every number without leading zeros {_NUMBER}, 0 as '0'",
        strip_zeros,
    ),
    algorithm(
        "rows",
        "rows",
        "write zeros before every number with fewer than {a} digits until it has {a} "
        f"{_NUMBER}",
        fill_zeros,
        range(2, 6),
    ),
    algorithm(
        "rows",
        "rows",
        "join the fields of every row into one single field, with {a} between them",
        glue,
        "+-_:",
    ),
    algorithm(
        "rows",
        "rows",
        "put a new first field before every row: the number of the row as digits, where the rows "
        "are numbered {a}, {a} + 1, ...",
        number_rows,
        range(12),
    ),
    algorithm(
        "rows",
        "rows",
        "replace the rows by the columns: the first row is made of the first fields of all rows, "
        "the second of the second fields of the rows that have one, and so on",
        columns,
    ),
    algorithm("rows", "rows", "remove every {a} from all fields", without_sign, "ab0123=,"),
    algorithm(
        "rows",
        "rows",
        f"add {{a}} to every number and write the result without leading zeros {_NUMBER}",
        add_to_numbers,
        range(1, 30),
    ),
    algorithm(
        "rows",
        "ints",
        f"list for every row the number in its field with index {{a}}, counted from 0 {_NUMBER}, "
        "and -1 where there is no such field or it is no number",
        numbers_at,
        range(3),
    ),
    algorithm("rows", "ints", "list for every row the sum of all digits in its fields",
              digit_totals),
    algorithm(
        "rows",
        "ints",
        "list for every row the number of characters in all its fields plus {a} for every field",
        row_lengths,
        range(4),
    ),
    _plain("all_fields", "words", "{o} = [field for row in {v} for field in row if field != '']",
           "list all fields that are not empty, row by row",
           lambda rows: [field for row in rows for field in row if field]),
    algorithm(
        "rows",
        "text",
        "write the rows into one text, with {a} between the fields of a row and '/' between rows",
        joined_rows,
        "+-:",
    ),
)  # fmt: skip
_HELPERS = {
    f.__name__: f
    for f in (
        *(cut_twice, key_values, counted_letters, tokens, bracket_pairs, cut_outside, keep_wide),
        *(last_wins, order_by_number, no_blanks, strip_zeros, fill_zeros, glue, number_rows),
        *(columns, without_sign, add_to_numbers, numbers_at, digit_totals, row_lengths),
        *(joined_rows,),
    )
}
_DIGITS = "0123456789"


def _pieces(text: str, sign: str) -> list[str]:
    """What stands between the signs, found by their places."""
    cuts = [-1, *(i for i, c in enumerate(text) if c == sign), len(text)]
    return [text[a + 1 : b] for a, b in pairwise(cuts)]


def _is_number(field: str) -> bool:
    return len(field) > 0 and set(field) <= set(_DIGITS)


def _number(field: str) -> int:
    if not _is_number(field):
        return -1
    value = 0
    for sign in field:
        value = 10 * value + _DIGITS.index(sign)
    return value


def _fields(change: Callable[..., str], numbers: bool = False) -> Callable[..., Rows]:
    """A clause that changes every field, or every number."""

    def clause(rows: Rows, *arguments: Any) -> Rows:
        return [
            [change(f, *arguments) if not numbers or _is_number(f) else f for f in row]
            for row in rows
        ]

    return clause


def _letters(line: str, missing: int) -> Rows:
    rows = []
    for at in [i for i, c in enumerate(line) if c.lower() != c.upper()]:
        start = at
        while start > 0 and line[start - 1] in _DIGITS:
            start -= 1
        rows.append([line[at], line[start:at] if start < at else str(missing)])
    return rows


def _sort_of(sign: str) -> str:
    return "number" if sign in _DIGITS else "word" if sign.lower() != sign.upper() else "sign"


def _tokens(line: str) -> Rows:
    if not line:
        return []
    kind, end = _sort_of(line[0]), 1
    while kind != "sign" and end < len(line) and _sort_of(line[end]) == kind:
        end += 1
    return [[kind, line[:end]], *_tokens(line[end:])]


def _pairs(line: str) -> Rows:
    """For every closing bracket: go back to the bracket that balances it."""
    partner: dict[int, int] = {}
    for at in [i for i, c in enumerate(line) if c == ")"]:
        free = [i for i in range(at) if line[i] == "(" and i not in partner.values()]
        if free:
            partner[at] = free[-1]
    return [
        [str(sum(line[i] == "(" and i not in [o for c, o in partner.items() if c <= at]
                 for i in range(start))), line[start + 1 : at]]
        for at, start in partner.items()
    ]  # fmt: skip


def _outside(line: str, sign: str) -> Rows:
    depths, depth = [], 0
    for c in line:
        depths.append(depth)
        depth = max(0, depth + {"(": 1, ")": -1}.get(c, 0))
    marked = "".join("\n" if c == sign and not d else c for c, d in zip(line, depths, strict=True))
    return [[piece, f"{len(piece)}"] for piece in _pieces(marked, "\n")]


def _last(rows: Rows) -> Rows:
    seen: set[str] = set()
    kept: Rows = []
    for row in reversed(rows):
        if row[0] not in seen:
            seen.add(row[0])
            kept.insert(0, row)
    return kept


_CLAUSES: Mapping[str, Callable[..., Any]] = {
    "cut_twice": lambda v, a, b: [_pieces(row, b) for row in _pieces(v, a)],
    "key_values": lambda v, a: [
        found for found in (_pieces(item, "=") for item in _pieces(v, a)) if len(found) == 2
    ],
    "counted_letters": _letters,
    "tokens": _tokens,
    "bracket_pairs": _pairs,
    "cut_outside": _outside,
    "keep_wide": lambda v, a: list(filter(lambda row: not len(row) < a, v)),
    "first_fields": lambda v, a: [[f for i, f in enumerate(row) if i < a] for row in v],
    "fields_back": lambda v: [list(reversed(row)) for row in v],
    "rows_back": lambda v: list(reversed(v)),
    "few_rows": lambda v, a: [row for i, row in enumerate(v) if i < a],
    "rows_from": lambda v, a: [row for i, row in enumerate(v) if i >= a],
    "last_wins": _last,
    "order_by_number": lambda v: sorted(v, key=lambda row: _number(row[-1])),
    "no_blanks": lambda v: [kept for kept in ([*filter(None, row)] for row in v) if kept],
    "strip_zeros": _fields(lambda f: f.lstrip("0") or "0", numbers=True),
    "fill_zeros": _fields(lambda f, a: f.rjust(a, "0"), numbers=True),
    "glue": lambda v, a: [["".join(f + a for f in row)[: -1]] for row in v],
    "number_rows": lambda v, a: [[f"{i}", *row] for i, row in enumerate(v, a)],
    "columns": lambda v: [
        [row[i] for row in v if len(row) > i] for i in range(len(max(v, key=len, default=[])))
    ],
    "without_sign": _fields(lambda f, a: "".join(c for c in f if c != a)),
    "add_to_numbers": _fields(lambda f, a: f"{_number(f) + a}", numbers=True),
    "numbers_at": lambda v, a: [_number((row + [""] * 9)[a]) for row in v],
    "digit_totals": lambda v: [
        sum(_number(c) for c in "".join(row) if _is_number(c)) for row in v
    ],
    "row_lengths": lambda v, a: [len("".join(row)) + a * len(row) for row in v],
    "all_fields": lambda v: [*filter(None, (row[i] for row in v for i in range(len(row))))],
    "joined_rows": lambda v, a: "".join("/" + "".join(a + f for f in row)[1:] for row in v)[1:],
}  # fmt: skip


def _strategy(size: int) -> dict[str, Any]:
    return {"type": "text", "alphabet": ALPHABET, "min_size": 0, "max_size": 24}


def _draw(rng: Random, size: int, number: int) -> str:
    """Items and separators, some in brackets, so that every reader finds something."""
    count = rng.randint(3, 4) if number < 3 else rng.randint(0, 6)
    text = ""
    for _ in range(count):
        item = rng.choice(("a", "b", "ab", "12", "30", "a=1", "b=20", "a=", "3a", "02b"))
        if rng.random() < 0.3:
            item = f"({item})"
        text += item + rng.choice(",,;;||=")
    return (text if number % 2 else text[:-1])[:24]


PARSING = Domain(
    name="parsing",
    kinds=(
        Kind(
            "line",
            "line",
            "str",
            1,
            "The argument is a text of at most 24 characters out of the letters a and b, the "
            "digits 0 to 3 and the signs , ; = | ( and ).",
            _strategy,
            _draw,
        ),
        Kind("rows", "rows"),
    ),
    parts=_PARTS,
    clauses=_CLAUSES,
    helpers=_HELPERS,
    levels={level: (front + 1, tail) for level, (front, tail) in LEVELS.items()},
    strict=True,
)
FAMILY = synthesis_family("parsing_synthesis", PARSING, version=2)
