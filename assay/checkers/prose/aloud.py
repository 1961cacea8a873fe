"""Arithmetic as it is said aloud, written with signs, and the sums that words alone announce.

    written("6 thirties take away 8, minus 2 times nothing")  ->  "6 * 30 - 8, -2 * 0"
    sums("8 and 9 and 4, which is 21")                        ->  [Fact(True, {8, 9, 4, 21})]

Number words are digits already. A sum that does not hold is no sum ("3 and 4 is a pair"),
so nothing here refutes. Every pattern is linear in the length.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from math import prod

from assay.checkers.prose.facts import Fact
from assay.checkers.prose.number_words import PARTS, SMALL, TENS
from assay.checkers.vocabulary import words

_SAYS = re.compile(
    r"minus|take|point|root|pound|dollar|euro|away|lots|shared|itself|nothing|nought|zero|"
    r"squared|cubed|times|th(?:ird)?s?\b|"
    r"quarter|hal(?:f|ves)|s\b,? (?:is|are|mak|giv|that|which|so|tak|plus|min|com|=|-?\d)",
    re.IGNORECASE,
)
_BEFORE_SIGN = words(
    "is are was gives makes give make get gets times by over of and to plus minus be from so then "
    "with than at becomes leaves need equals between or got away add adding the into a take for "
    "through means it's that's there's just still only"
)
_MINUS = re.compile(r"\b([Pp]lus or )?[Mm]inus (?=[\d.(])")
_OPERAND = r"(?<=[\d)}%²³!])"
_AWAY = re.compile(
    rf"(?:{_OPERAND}|(?<=[^A-Za-z][a-zA-Z])),? (?:take|taking) away (?=[-\d(]|[a-z]\b)"
)
_SHARED = re.compile(rf"{_OPERAND} shared (?:out )?(?:by|between|among) (?=-?\d)")
_ADDED = re.compile(rf"{_OPERAND} add (?=-?\d)")
_LOTS = re.compile(r"(\d) lots? of (?:the )?(?=[-\d(])")
_TIMES = re.compile(rf"{_OPERAND} (?:timesed by|times by) (?=-?\d)")
_ITSELF = re.compile(r"(?<![\w.])(\d{1,12}(?:\.\d{1,6})?) times itself\b")
_POWER = re.compile(r"(?<![A-Za-z\\'])([a-z]) (squared|cubed)\b")
_NOTHING = r"(?:nothing|nought|zero)\b"
_OF_NOTHING = re.compile(
    rf"(?<=times ){_NOTHING}|\b{_NOTHING}(?= times)|"
    rf"(?<=\d is ){_NOTHING}(?! (?:more|but|else))|"
    rf"(?<=\d makes ){_NOTHING}|(?<=\d leaves ){_NOTHING}|(?<=\d gives ){_NOTHING}",
    re.IGNORECASE,
)
_MANY = {
    **{f"{word}{'es' if word[-1] == 'x' else 's'}": n for word, n in SMALL.items() if n > 1},
    **{f"{word[:-1]}ies": value for word, value in TENS.items()},
    **{
        f"{tens}{joint}{unit}{'es' if unit[-1] == 'x' else 's'}": high + low
        for tens, high in TENS.items()
        for unit, low in SMALL.items()
        for joint in "- "
        if 0 < low < 10
    },
}  # fmt: skip
_COUNTED = re.compile(
    r"(?<![\w.])(\d{1,6}) ((?:(?:twen|thir|for|fif|six|seven|eigh|nine)ty[- ])?[a-z]{3,9}s)\b"
    r"(?=,? -?\d|,? (?:is|are|makes?|gives?|that|which|so|take|taking|plus|minus|comes?|=))",
    re.IGNORECASE,
)
_ORDINALS = {
    **{name: part for name, part in PARTS.items() if not name.startswith("hal")},
    "eleventh": 11, "twelfth": 12, "thirteenth": 13,
    "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18,
    "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50,
    "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
_FRACTION = re.compile(
    rf"(?<![\w./^])(\d{{1,6}})[- ]({'|'.join(_ORDINALS)})s\b|"
    rf"\b(?:one|1)[- ]({'|'.join(_ORDINALS)})\b(?= ?(?:[,.;]|$|take|plus|minus|times))",
    re.IGNORECASE,
)
_COINS = re.compile(r"dime|nickel|penn|coin|cents?\b", re.IGNORECASE)


_POINT = re.compile(r"(?<![\w.])(\d{1,9}) point (\d(?: \d){0,5})(?![\d.])")
_MONEY = re.compile(
    r"(?<![\w.$€£])(\d{1,6}) (pounds?|dollars?|euros?) (\d{2})\b(?! ?[a-z%.]*\d)(?! cent| pence)"
)
_ROOT = re.compile(
    r"\b(?:the )?(?<!square )(?<!cube )root of (\d{1,12}(?:\.\d{1,6})?)"
    r"(?=,? (?:is|are|makes|which|=))"
)


def written(text: str) -> str:
    """The text with arithmetic that is said in words written in signs."""
    if _SAYS.search(text) is None:
        return text
    text = _POINT.sub(lambda m: f"{m[1]}.{m[2].replace(' ', '')}", _OF_NOTHING.sub("0", text))
    text = _MONEY.sub(r"\1.\3 \2", _ROOT.sub(r"sqrt(\1)", text))
    text = _ITSELF.sub(r"\1 * \1", _POWER.sub(_powered, text))
    if not _COINS.search(text):
        text = _FRACTION.sub(_ratio, text)
    text = _COUNTED.sub(_product, _LOTS.sub(r"\1 * ", text))
    text = _MINUS.sub(_signed, text)
    text = _AWAY.sub(" - ", _TIMES.sub(" * ", _SHARED.sub(" / ", text)))
    return _ADDED.sub(" + ", text)


def _powered(match: re.Match[str]) -> str:
    return f"{match[1]}^{2 if match[2] == 'squared' else 3}"


def _ratio(match: re.Match[str]) -> str:
    """ "4 thirds" as (4/3). What comes to "10 quarters" may be coins."""
    if (match[2] or "").lower() == "quarter" and match.string[: match.start()].endswith("= "):
        return match[0]
    return f"({match[1] or 1}/{_ORDINALS[(match[2] or match[3]).lower()]})"


def _product(match: re.Match[str]) -> str:
    """ "6 thirties" as 6 * 30."""
    value = _MANY.get(match[2].lower())
    return match[0] if value is None else f"{match[1]} * {value}"


def _signed(match: re.Match[str]) -> str:
    """A minus that no operand stands before is the sign of the number behind it."""
    if match[1]:
        return "\\pm "
    before = match.string[: match.start()].rstrip()
    last = before.rpartition(" ")[2].lower()
    opens = not before or before[-1] in ",;:(=*+/-" or last in _BEFORE_SIGN
    return "-" if opens else match[0]


_N = r"-?\d{1,12}(?:\.\d{1,6})?(?![\d/^]|\.\d)"
_SO = (
    r"(?:(?:which|that|it|they|you|we|i|so|and|then|in|all|together|altogether|both)\b"
    r"[, ]{1,2}){0,4}"
    r"(?:is|are|makes?|gives?|get|comes? to|adds? up to|adds? to|that's|that is|it's|=)"
    r"(?: (?:a|an|the|just|only|exactly|total|of)){0,3}"
)
_SUM = re.compile(
    rf"(?<![\d.)/^*+-] )(?<![\w.)/^*+-])({_N}(?:(?:, and |, | and ){_N}){{1,11}}?)"
    rf"(?:,? (?:{_SO}) |, (?:so )?)({_N})(?! ?[*/^(+]|,? and \d)",
    re.IGNORECASE,
)
_ON = (
    r"(?:,|;)? (?:(?:and|then|so|now|you|we|i)\b[, ]{1,2}){0,4}"
    r"(take away|takes? off|subtract|add|put on|adds|adding)"
)
_GOING = re.compile(
    rf"(?<![\w.)/^*-])({_N}){_ON} (?:the |another )?({_N}),? (?:(?:{_SO}) )?({_N})(?! ?[*/^(+-])",
    re.IGNORECASE,
)
_INTO = re.compile(
    rf"(?<![\w.)/^*-])({_N}) (?:goes|go|fits|fit) (?:exactly |evenly )?into ({_N})"
    rf"(?:,? (?:exactly )?({_N}) times)?"
)


_RUNNING = re.compile(
    rf"(?<![\w.)/^*+-])({_N}) (?:[a-z]+ )?(?:more |less |fewer |on |again |too )?"
    rf"(?:is|makes|make|gives|comes to|gets you to|brings it to) (?:already |only |just )?({_N})"
    r"(?! ?[*/^(+-]|%)"
)
_BY = re.compile(rf"(?<![\w.)/^*+-])({_N}) by ({_N}),? (?:(?:{_SO}) )?({_N})(?! ?[*/^(+-])")
_FROM_TO = re.compile(
    rf"\b[Ff]rom ({_N}) (?:up |on )?to ({_N}),? "
    rf"(?:it's|that's|it is|there are|is|are|makes) ({_N})"
)
_MIDDLE = re.compile(
    rf"\b(?:middle (?:between|of)|halfway between|between) ({_N}) and ({_N}),? "
    rf"(?:is|at|that's|it's|lies) ({_N})"
)


_ENDING = re.compile(
    r"(?<![\w.)/^*+-])(\d{2,18}) => (\d{1,12})(?: \(?mod (\d{1,12})\)?)?(?![\w.^*/])"
)


def _endings(text: str) -> Iterator[Fact]:
    """ "1849 => 49", the last digits of a number, and "243 => 43 (mod 100)"."""
    for match in _ENDING.finditer(text):
        number, value = int(match[1]), int(match[2])
        modulus = int(match[3]) if match[3] else 10 ** len(match[2])
        telling = bool(match[3]) or len(match[2]) > 1
        if modulus and telling and number % modulus == value:
            held = frozenset({Fraction(number), Fraction(value), Fraction(modulus)})
            yield Fact(True, held, match[0])


def _running(text: str, total: Fraction | None) -> Iterator[Fact]:
    """Totals that go on from number to number: "7, and 9 makes 16, and 12 makes 28"; the first goes
    on from the last number of the step before."""
    for match in _RUNNING.finditer(text):
        said = re.findall(rf"(?<![\w.^/]){_N}", text[: match.start()])
        before = Fraction(said[-1]) if said else total
        if before is None:
            continue
        more, value = Fraction(match[1]), Fraction(match[2])
        if value in (before + more, before - more) and more:
            yield Fact(True, frozenset(map(abs, (before, more, value))), match[0])


def sums(text: str, total: Fraction | None = None) -> Iterator[Fact]:
    """The sums, differences and divisions that are said in words and hold; `total` is the last
    number of the step before."""
    yield from _running(text, total)
    yield from _endings(text)
    for pattern in (_BY, _FROM_TO, _MIDDLE):
        for match in pattern.finditer(text):
            first, second, value = (Fraction(match[at]) for at in (1, 2, 3))
            wanted = {
                _BY: first * second, _FROM_TO: abs(first - second), _MIDDLE: (first + second) / 2
            }[pattern]  # fmt: skip
            if value == wanted:
                yield Fact(True, frozenset(map(abs, (first, second, value))), match[0])
    if " and " in text or ", " in text:
        for match in _SUM.finditer(text):
            parts = [Fraction(n) for n in re.findall(_N, match[1])]
            value = Fraction(match[2])
            lists = match[0][len(match[1]) :].startswith((", ", ",so")) and abs(value) <= 12
            if value in (sum(parts), prod(parts)) and not lists:
                yield Fact(True, frozenset(map(abs, (*parts, value))), match[0])
        for match in _GOING.finditer(text):
            first, second, value = (Fraction(match[at]) for at in (1, 3, 4))
            less = match[2].lower().startswith(("take", "sub"))
            if value == (first - second if less else first + second):
                yield Fact(True, frozenset(map(abs, (first, second, value))), match[0])
    for match in _INTO.finditer(text) if " into " in text else ():
        by, whole = Fraction(match[1]), Fraction(match[2])
        times = Fraction(match[3]) if match[3] else (whole / by if by else Fraction(-1))
        if by and by * times == whole and times.denominator == 1:
            yield Fact(True, frozenset(map(abs, (by, whole, times))), match[0])
