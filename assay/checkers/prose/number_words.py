"""Numbers in words written in digits, where a word can be nothing but a number.

    digits("twenty-four cookies, half of them")  ->  "24 cookies, (1/2)* them"

"one" stays a word unless arithmetic stands next to it, ordinals stay words, and a fraction in words
is a factor only before "of". Scales ("million", "dozen") stay words: see `measures`.
"""

import re

SMALL = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
_UNITS = "|".join(word for word in SMALL if word not in ("zero", "one"))
_ALL = f"(?:{'|'.join(TENS)})(?:[- ](?:one|{_UNITS}))?|{_UNITS}|one(?=[- ](?:hundred|thousand))"
_BEYOND = r"(?![- ](?:hundred|thousand|million|billion)|-(?!half|third))"
_BELOW = rf"(?:(?:{_ALL})\b{_BEYOND}|one\b{_BEYOND})"
_HUNDREDS = rf"(?:(?:{_ALL})|a)[- ]hundred(?:[- ](?:and[- ])?{_BELOW})?"
_NUMBER = re.compile(
    rf"\b(?:(?:{_HUNDREDS}|{_ALL}|a)[- ]thousand(?:,? (?:and )?(?:{_HUNDREDS}|{_BELOW}))?"
    rf"|{_HUNDREDS}|{_ALL})\b(?!-(?!half|third))",
    re.IGNORECASE,
)
PARTS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6,
    "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
_PART = "half|halves|(?:third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth)s?"
_FRACTION_OF = re.compile(
    rf"\b(?:(?P<top>\d{{1,2}}|a|an|one)[- ])?(?P<part>{_PART}) of "
    r"(?:the (?:\w+ )?)?(?=[\d($\\])",
    re.IGNORECASE,
)
_AND_A_HALF = re.compile(r"\b(\d{1,6}) and (?:a|one)[- ](half|quarter|third)\b", re.IGNORECASE)
_IS_FRACTION = re.compile(
    rf"(?<=\bis )(?P<top>\d{{1,2}}|one)[- ](?P<part>{_PART})\b(?=\W*$)", re.IGNORECASE
)
_NEXT = re.compile(r" (?:=|(?:m|b|tr|quadr)illion)", re.IGNORECASE)
_BEFORE = re.compile(r"illion (?:and )?$", re.IGNORECASE)
_ONE = re.compile(
    r"(?<=\bplus )one\b|(?<=\btimes )one\b|(?<=\bminus )one\b|\bone(?= (?:plus|minus)\b)|"
    rf"(?<!-)(?<!ty )\bone(?= and (?:{_UNITS}|one|\d))|"
    r"(?<=[a-z] and )one(?= and\b|,? (?:which |that )?(?:is|makes)\b)"
)


_OF_AN_HOUR = re.compile(
    rf"\b(?:(?P<top>\d{{1,2}}|a|an|one)[- ])?(?P<part>{_PART}) (?:of )?an? "
    r"(?=(?:hour|day|year|minute|dozen|mile|pound|kilometer|kilometre|meter|metre|foot|liter|litre|cup)\b)",
    re.IGNORECASE,
)


def digits(text: str) -> str:
    """`text` with its number words as digits."""
    if "one" in text:
        text = _ONE.sub("1", text)
    text = _NUMBER.sub(_written, text)
    if " and " in text:
        text = _AND_A_HALF.sub(lambda m: f"{m[1]} 1/{PARTS[m[2].lower()]}", text)
    text = _OF_AN_HOUR.sub(lambda m: f"{_ratio(m)} ", text)
    text = _FRACTION_OF.sub(lambda m: f"{_ratio(m)} * ", text)
    return _IS_FRACTION.sub(_ratio, text)


_COUNTED = re.compile(
    r" (?:(?!(?:is|are|was|makes?|gives?|times|and|plus|minus|take)\b)\w+ ){0,2}"
    r"(?:cases?|ways?|parts|steps|things|pieces|tasks?|totals|values|terms|sides|"
    r"equations|roots|speeds|triangles|lists|rows|columns|regions|ends|routes|conditions|factors|"
    r"functions|methods|numbers|quantities|unknowns|variables|expressions|series|sums|places|"
    r"halves|angles|questions|problems|formulas|brackets|fractions|powers|stages|rounds)\b"
)
_POINTING = re.compile(r"\b(?:first|last|other|next|these|those) $")
_RESULT = re.compile(r"\b(?:are|has|have|is|get|gives?|=|leaves|only|exactly) $")


def _written(match: re.Match[str]) -> str:
    """A number in digits; the parts of one with millions, a word that is asked about, and a count
    of the things that a solution is made of ("two cases") stay."""
    text = match.string
    before = text[max(0, match.start() - 10) : match.start()]
    if len(match[0]) < 6 and _POINTING.search(before):
        return match[0]
    if len(match[0]) < 6 and _COUNTED.match(text, match.end()) and not _RESULT.search(before):
        return match[0]
    if _NEXT.match(text, match.end()) or _BEFORE.search(
        text[max(0, match.start() - 13) : match.start()]
    ):
        return match[0]
    return str(_value(match[0]))


def _ratio(match: re.Match[str]) -> str:
    top = match["top"]
    part = match["part"].lower()
    bottom = PARTS.get(part) or PARTS[part.removesuffix("s")]
    return f"({top if top and top.isdigit() else 1}/{bottom})"


def _value(words: str) -> int:
    """The value of "one hundred and five"."""
    total = current = 0
    for word in re.split(r",? |-", words.lower()):
        if word == "hundred":
            current *= 100
        elif word == "thousand":
            total, current = current * 1000, 0
        elif word == "a":
            current = 1
        elif word != "and":
            current += SMALL.get(word, 0) or TENS.get(word, 0)
    return total + current
