"""Results stated in words: the value after "the answer is", or a last sentence that is a result.

    value_after("The answer is 42 because …", 14, …)  ->  ("42", 14, 16)
    last_resort("Therefore the area is $12$.")        ->  ("12", …)

A sentence that hedges or denies ("could be", "not") states nothing. `last_resort` needs a last line
or sentence of one result: it never looks for a number in the text at large.
"""

import re

from assay.checkers.vocabulary import words

Found = tuple[str, int, int]

_STOP = re.compile(
    r"\n|(?<=[^\d\s])\.(?=\s|$)|\.(?=\s+[A-Z(\\$<]|\s*$)|[.](?=[\"”'])|(?<=\d)\.(?=\s|$)|<\||"
    r"[!?](?=\s|$)|\.(?=\$+\s)|\.(?=\\[\])])"
)
_CUT = re.compile(
    r"(?<![,\s])\s+(?:because|since|as\s+(?:we|it|the|required|desired)|which|where|so\s+that|"
    r"after|when|by|due\s+to|i\s+hope)\b(?!\s*(?:,|$)).*|"
    r"(?:,|(?<![,\s]))\s{1,3}(?:\\text\{\s?)?(?:where|with|for\s(?:some|any))\s[^.]{0,60}"
    r"\b(?:constant|integer)s?\b.*|"
    r"(?:,\s+|(?<=[\d$)}\]*])\s+)(?:not|rather\s+than|instead\s+of)\s+(?=[\d$\\A-Z(-]).*|"
    r"(?<!\s)\s+\((?![^()]*\binfinity\b)[^()]*(?:[a-z]{4,}|i\.e\.|≈|\\approx)[^()]*\)\s*$",
    re.IGNORECASE | re.DOTALL,
)
_HEDGE = re.compile(
    r"\b(?:not|never|n't|cannot|isn't|could|might|may|either|one\s+of|between|probably|perhaps|possibly|maybe|unknown|"
    r"unclear|suppose|assume|(?:wrong|incorrect)\s+answer)\b",
    re.IGNORECASE,
)
_MATH = re.compile(
    r"\$\$(.+?)\$\$|(?<!\\)\$((?:\\.|[^$\\])+?)\$|\\\((.+?)\\\)|\\\[(.+?)\\\]", re.DOTALL
)
_ABOUT = r"(?:approximately|approx\.?|about|roughly|around|nearly|almost|circa|≈|~)\s*"
_HEDGED_BEFORE = re.compile(rf"(?<![a-z]){_ABOUT}[$€£(\\]*\Z", re.IGNORECASE)
_NUMBER = r"[-+−]?(?:\\?\$|[€£])?(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?:/\d+)?"
_ONE_NUMBER = re.compile(rf"(?<![\w.,^{{]){_NUMBER}(?![\d\w]*[\d^])")
_JOINER = r"\s{0,3}(?:,|;|,?\s{1,3}(?:and|or)\b|\\(?:quad|text\s?\{\s?(?:and|or)\s?\}))\s{0,3}"
_UNIT = r"(?:\s?(?:%|\\%|percent|€|°|m²|cm²|[a-z]{1,12}[²³]?|\$))?"
_IS = re.compile(
    rf"(?:\b(?:is|are|be|equals|equal\s+to|it's|gives|get|have)|:)\s*"
    rf"(?P<value>(?:{_ABOUT})?{_NUMBER}{_UNIT}(?:{_JOINER}{_NUMBER}{_UNIT}){{0,8}}|`[^`\n]{{1,80}}`|\*\*[^*\n]{{1,80}}\*\*|\([^()\n]{{1,60}}\)|"
    r"[\[(][^\[\]()\n]{1,60}[\])])\s*\W{0,3}$",
    re.IGNORECASE,
)
_BOLD = re.compile(rf"((?:\*\*[^*\n]{{1,80}}\*\*{_JOINER}){{0,8}}\*\*[^*\n]{{1,80}}\*\*)\W{{0,3}}$")
_BETWEEN = re.compile(rf"(?:{_JOINER})(?:[A-Za-z](?:_\{{?\w\}}?)?\s*=\s*)?")
_CONCLUSION = re.compile(
    r"(?:\s|\$|\\[\])])*(?:therefore|thus|hence|so|consequently|in\s+conclusion|finally|we\s+conclude|conclusion)\b",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:\s|\*)*(?:i hope it is correct|hope this helps|let me know[^.\n]*|q\.?e\.?d)\W*$",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"(?:\b(?:is|are|be|that|equals|equal\s+to|gives|get|have|obtain|find|conclude|therefore|thus|"
    r"hence|so|solution|answer|interval|set|then|to|by|of|in|at|be)|:|,|^)\s*$",
    re.IGNORECASE,
)
_WORDS = re.compile(r"(?<![\\a-zA-Z{])[A-Za-z]{2,}(?![a-zA-Z{(])")
_PROSE = re.compile(r"(?<![\\a-zA-Z{])[A-Za-z]{3,}(?![a-zA-Z{(])")
_NOT_PROSE = words(
    "sin cos tan log exp sqrt and mod pct percent percentage cot sec csc inf infinity gcd lcm max "
    "min abs pmatrix bmatrix matrix begin end frac cup cap text union"
)
_IS_THE_ANSWER = re.compile(
    r"(?<!\s)\s*(?:is|as)\s+(?:the|our|a)\s+(?:final\s+)?(?:answer|solution|result)\W*$",
    re.IGNORECASE,
)
_FENCE = re.compile(r"\n\s*`{3,}\s*$")
_OPTION = re.compile(r"\b(?:option|choice)\s*(?:is|:)?\s*\(?([A-J])\)?\W{0,3}$", re.IGNORECASE)
_ONLY_LABEL = re.compile(
    r"\W*(?:the\s+)?(?:final\s+)?(?:answer|result|solution)\s*(?:is)?\W*", re.IGNORECASE
)
_MEMBER = re.compile(
    r"(?!.*(?:\b(?:is|are|and|or|then|so)\b|[=:]))\W*[\w'-]{1,30}(?:\s[\w'-]{1,30}){0,2}\W*"
)
_ALTERNATIVE = re.compile(r"[.!?]+\s+or\b", re.IGNORECASE)
_BOLD_LINE = re.compile(r"\s*\*\*([^*\n]{1,2000})\*\*[\s.]*")
_CONDITIONS = words("since if when for with where as because at from given let using")
_AFTER = re.compile(r"\s{0,3}((?:[A-Za-z°²³]{1,14}[.,]?\s?){1,3}?(?:\^\{?\d\}?)?)\W{0,2}")
_REASON = re.compile(
    r"\s{0,3},?\s{0,3}(?:(?:since|because)\b|where\s[^.\n]{0,60}\b(?:constant|integer)s?\b)",
    re.IGNORECASE,
)
_NOT_STATED = re.compile(
    r"\b(?:not|no|wrong|incorrect|suppose|supposing|assume|assuming|imagine|if|whether)[^\S\n]+"
    r"(?:that\s+)?(?:the\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"(?:d\.?n\.?e\.?|(?:does\s+not|doesn't)\s+exist|no\s+(?:real\s+)?solutions?)\s*", re.IGNORECASE
)
_ENDS_IN_NOTHING = re.compile(
    r"\b(?:is|are|has|have|limit|integral|value|sum|maximum|minimum|it|that)\s+"
    r"((?:does\s+not|doesn't)\s+exist|no\s+(?:real\s+)?solutions?)\W{0,3}\Z",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(
    r"\b(?:if|when|unless|whether|for|suppose|assume|not|never|might|may|could)\b|n't\b|[?]",
    re.IGNORECASE,
)
_IS_MATH = re.compile(
    r"\b(?:is|are|equals|(?:simplifies|reduces)\s+to)\s+(?:at\s+)?(?P<value>(?:(?!\b(?:is|are|equals)\s)[^\n,;:?!]){1,160}|"
    r"[\[({][^\n?!]{1,80}[\])}])\Z"
)
_MAX_VALUE = 4_000


_FENCED = re.compile(r"```[a-z]{0,12}[ \t]*\n[ \t]*([^\n`]{1,200}?)[ \t]*\n[ \t]*```")


def value_after(response: str, low: int, end: int, before: str) -> Found | None:
    """The value stated at `low`, to the end of its sentence; None when it denies or is empty."""
    if _NOT_STATED.search(before):
        return None
    labelled = response[max(0, low - 40) : low].rstrip(" \t\r\n*_").endswith(":")
    low = _skip(response, low, end)
    fenced = _FENCED.match(response, low, end)
    if fenced is not None:
        return fenced[1], fenced.start(1), fenced.end(1)
    found = _segment(response, low, end) or _sentence(response, low, end)
    if found is None or _is_word_list(found[0]) or len(found[0].split()) == 1:
        return found
    if not labelled and _HEDGE.search(found[0][:200]):
        return found if _NOTHING.fullmatch(found[0].strip(" $*")) else None
    words_ = prose(found[0])
    if words_:
        within = _within(response, *found[1:], counting=words_ > 2)
        return within or (found if labelled or words_ <= 12 else None)
    return found


def _is_word_list(text: str) -> bool:
    """Words between commas, three members or more, none of which is a clause."""
    members = text.split(",")
    return len(members) > 2 and all(_MEMBER.fullmatch(member) for member in members)


def _skip(response: str, low: int, end: int) -> int:
    while low < end and (response[low] in ' \t\r\n*_"“:' or response.startswith('\\"', low)):
        low += 1
    return low


def _segment(response: str, low: int, end: int) -> Found | None:
    """Mathematics between delimiters right at `low`, unless more of the answer follows it."""
    match = _MATH.match(response, low, min(end, low + _MAX_VALUE))
    if match is None:
        return None
    rest = response[match.end() : match.end() + 24]
    if _REASON.match(response, match.end(), min(end, match.end() + 120)):
        return response[low : match.end()], low, match.end()
    if re.match(r"\s*(?:,|;|and\b|or\b|\\?%|percent|pct|[a-z°])", rest):
        return None
    return response[low : match.end()], low, match.end()


def _sentence(response: str, low: int, end: int) -> Found | None:
    stop = _STOP.search(response, low, min(end, low + _MAX_VALUE))
    while stop and (
        _ALTERNATIVE.match(response, stop.start(), end)
        or response[stop.start() - 3 : stop.start()].lower() in ("i.e", "e.g")
    ):
        stop = _STOP.search(response, stop.end() + 1, min(end, low + _MAX_VALUE))
    high = stop.start() if stop else min(end, low + _MAX_VALUE)
    high += stop is not None and stop[0] == "?"  # a question mark is part of what is said
    text = _CUT.sub("", response[low:high]).rstrip(' *_"”,;:')
    if (
        text.endswith(("}", "]"))
        and text[:-1].rstrip().endswith('"')
        and low
        and response[low - 1] == '"'
    ):
        text = text[:-1].rstrip(' "')  # {"answer": "12"}
    return (text, low, low + len(text)) if text.strip() else None


def prose(text: str) -> int:
    """How many words of plain prose a text has, outside commands and known names."""
    found = _PROSE.findall(text[:_MAX_VALUE])
    return sum([word.lower() not in _NOT_PROSE for word in found]) if found else 0


def _within(response: str, low: int, high: int, counting: bool) -> Found | None:
    """A marked sentence in words: its last "is X", its last formula, or its only number."""
    sentence = response[low:high]
    found = _stated(sentence) or (_only_number(sentence) if counting else None)
    if found is None or _HEDGE.search(sentence[max(0, found[1] - 30) : found[1]]):
        return None
    return (found[0], low + found[1], low + found[2])


def _stated(sentence: str) -> Found | None:
    """`… is X` at the end of a sentence, a formula at its end, or bold at its end."""
    ending = _IS_THE_ANSWER.search(sentence)
    body = sentence[: ending.start()] if ending else sentence
    formulas = list(_MATH.finditer(body))
    start = _with_hedge(body, _first_of(body, formulas)) if formulas else 0
    if formulas and _LEADS.search(body[:start][-40:]):
        last = formulas[-1]
        tail = body[last.end() :]
        if re.fullmatch(r"\s*(?:\\?%|percent|pct)?\s*[^\w$]{0,3}\s*", tail):
            suffix = "\\%" if re.search(r"%|percent|pct", tail) else ""
            return body[start : last.end()] + suffix, start, last.end()
        measured = _AFTER.fullmatch(tail)
        if measured and words("and or to but").isdisjoint(tail.lower().split()):
            end = last.end() + measured.end(1)
            return body[start:end], start, end
    for pattern in (_BOLD, _IS, _OPTION):
        match = pattern.search(body[-200:])
        if match:
            offset = max(0, len(body) - 200)
            group = "value" if pattern is _IS else 1
            return (
                _spelled(match[group].replace("**", "").strip("` .")),
                offset + match.start(group),
                offset + match.end(group),
            )
    return _equation(body) or _formula_at_end(body)


def _formula_at_end(body: str) -> Found | None:
    """`The polynomial is x^2 - 1`: what follows the verb has no word in it, and a sign or digit."""
    low = max(0, len(body) - 200)
    match = _IS_MATH.search(body[low:].rstrip(" ."))
    if match is None or not re.search(r"[\d^*/+={(]", match["value"]):
        return None
    value = match["value"].strip()
    if any(word[0].lower() not in _NOT_PROSE for word in _WORDS.finditer(value)):
        return None
    at = low + match.start("value")
    return value, at, at + len(value)


def _first_of(body: str, formulas: list[re.Match[str]]) -> int:
    """Where the last formulas begin that only signs and "or" or "and" join: one offer together."""
    first = len(formulas) - 1
    while first and _BETWEEN.fullmatch(body[formulas[first - 1].end() : formulas[first].start()]):
        first -= 1
    return formulas[first].start()


def _spelled(text: str) -> str:
    """`12.5m²` with its unit as text: a letter right after a number would be an unknown."""
    return re.sub(r"(?<=\d)\s?([a-z]{1,2})([²³])$", r"\\text{ \1}\2", text)


def _equation(body: str) -> Found | None:
    """The chain of equalities that ends a sentence, from its last word on."""
    if "=" not in body:
        return None
    words_ = [m for m in _WORDS.finditer(body) if m[0].lower() not in _NOT_PROSE | {"or"}]
    start = words_[-1].end() if words_ else 0
    if words_ and words_[-1][0].lower() in _CONDITIONS:
        start = max(start, max(body.rfind(mark) for mark in (", ", "; ", ": ")) + 1)
    start += re.match(r"[\s,;:]*", body[start:]).end()  # type: ignore[union-attr]
    text = body[start:].strip(" .*")
    if "=" not in text or not words_:
        return None
    at = body.index(text, start)
    return text, at, at + len(text)


def _only_number(sentence: str) -> Found | None:
    numbers = list(_ONE_NUMBER.finditer(_MATH.sub(lambda m: " " * len(m[0]), sentence)))
    if len(numbers) != 1:
        return None
    match = numbers[0]
    start = _with_hedge(sentence, match.start())
    after = re.match(r"\s?(?:\\?%|percent)", sentence[match.end() :])
    text = sentence[start : match.end()] + ("\\%" if after else "")
    return text, start, match.end()


def _with_hedge(text: str, at: int) -> int:
    """Where the value at `at` begins with the "about" before it, which is part of what is said."""
    low = max(0, at - 24)
    hedge = _HEDGED_BEFORE.search(text[low:at])
    return low + hedge.start() if hedge else at


def last_resort(text: str) -> Found | None:
    """The result in a response that marks none: all of it, its last line or its last sentence."""
    body = text.rstrip()
    if "```" in body:
        body = _FENCE.sub("", body)
    ending = body[-200:].lower()
    closes = "hope" in ending or "let me know" in ending or "q" in ending
    closing = _CLOSING.search(body[-200:]) if closes else None
    if closing:
        body = body[: len(body) - len(body[-200:]) + closing.start()].rstrip()
    if len(body) <= 60 and _ONLY_LABEL.fullmatch(body):
        return None
    if len(body) <= 400 and "\n" not in body.strip() and prose(body) <= 2:
        return (_short(body) if prose(body) else None) or _bare(body, 0)
    low = body.rfind("\n") + 1
    line = body[low:]
    if line.strip() and prose(line) == 0 and len(line) <= 400:
        return _bare(line, low)
    bold = _BOLD_LINE.fullmatch(line)
    if bold and (
        _is_word_list(bold[1])
        or bold[1].isalpha()
        or not _HEDGE.search(line)
        or _NOTHING.fullmatch(bold[1])
    ):
        return bold[1], low + bold.start(1), low + bold.end(1)
    return _last_sentence(body) or _leading(body)


def _short(body: str) -> Found | None:
    """A few words around a formula or with a verb: what they state, if they state anything."""
    if not re.search(
        r"\b(?:is|are|equals|it's|that|we|get|so|reduces|simplifies)\b|:", body, re.IGNORECASE
    ) and (not _CONCLUSION.match(body)):
        return None
    return None if _HEDGE.search(_before_last_clause(body)) else _stated(body)


def _bare(text: str, low: int) -> Found | None:
    stripped = text.strip()
    if not stripped:
        return None
    start = low + text.index(stripped)
    return stripped, start, start + len(stripped)


def _last_sentence(body: str) -> Found | None:
    low = max(0, len(body) - 1_500)
    tail = body[low:]
    ends = [match.end() for match in _STOP.finditer(tail) if match.end() < len(tail.rstrip(" .*"))]
    start = ends[-1] if ends else 0
    sentence = tail[start:]
    nothing = _ENDS_IN_NOTHING.search(sentence)
    if nothing and not _CONDITIONAL.search(sentence[: nothing.start(1)]):
        return nothing[1], low + start + nothing.start(1), low + start + nothing.end(1)
    if _HEDGE.search(_before_last_clause(sentence)):
        return None
    found = _stated(sentence)
    if found is None and _CONCLUSION.match(sentence):
        found = _only_number(sentence)
    if found is None or _HEDGE.search(_before_last_clause(sentence[: found[1]])):
        return None
    return found[0], low + start + found[1], low + start + found[2]


def _before_last_clause(sentence: str) -> str:
    """The clause that states: denials in earlier clauses do not touch it."""
    cut = max(sentence.rfind(mark) for mark in (", ", "; ", " which ", " it's ", " but "))
    return sentence[cut:] if cut > 0 else sentence


def _leading(body: str) -> Found | None:
    """`42 because …`: a value that opens a single sentence, with its reason."""
    if len(body) > _MAX_VALUE:
        return None
    match = re.match(rf"\s*({_NUMBER}|\$[^$]{{1,200}}\$)\s*,?\s*(?:because|since|as)\b", body)
    if match is None or "\n" in body.strip():
        return None
    return match[1], match.start(1), match.end(1)
