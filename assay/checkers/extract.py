"""The final answer of a response: where it is stated, with its span. Linear in the length.

    extract("So x = 3.\\\\nThe answer is \\\\boxed{42}.").parts[0]  ->  Part("42", 29, 31)

The last answer that is stated stands: a box, `Answer: …`, `#### …`, `<answer>…</answer>`, "the
answer
is …", and, where none is there, a last line or sentence that is nothing but a result. Boxes that
only
spaces, commas, `and`, `or` or a short label separate are one offer of several parts. What a model
thinks between <think> tags, comments out or strikes through is no statement, and no number is
picked out of prose.
"""

import re
from typing import NamedTuple

from assay.checkers.limits import MAX_CHARS, MAX_TAIL
from assay.checkers.statements import last_resort, value_after
from assay.checkers.vocabulary import words


class Part(NamedTuple):
    """Text of an answer, and where it stands in the response."""

    text: str
    start: int
    end: int


class Offer(NamedTuple):
    """The parts of one final answer: mostly one; several boxes side by side are several."""

    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        if len(self.parts) == 1:
            return self.parts[0].text
        return ", ".join([part.text for part in self.parts])


_BOX = re.compile(r"\\{1,2}(?:boxed|fbox|beginboxed|framebox)(?![a-zA-Z])\s*")
_BOX_NAMES = ("boxed", "\\fbox", "\\framebox")
_TURN = ("<|im_start|>", "<|im_end|>", "<|eot_id|>", "<|endoftext|>", "</s>", "<|end|>")
MARKER = re.compile(
    r"\u7b54\u6848\s*[\u662f\u4e3a\u70ba]?\s*[:\uff1a]?\s*|"
    r"(?:\u041e\u0442\u0432\u0435\u0442|\u7b54\u3048|\uc815\ub2f5)\s*[:\uff1a]\s*|"
    r"(?:answer|solution|result)s?\b(?:\s*\([^()\n]{0,40}\))?[\s*_]*"
    r"(?:(?:is|are|equals|(?:should|must|will|would)\s+be)\b"
    r"(?:\s+(?:given\s+by|equal\s+to|therefore|thus|simply|just|exactly|indeed))*\s*:?"
    r"|[:=]|\s[-\u2013\u2014](?=\s)|(?=\s*(?:\$|\\[(\[])))[\s*_]*",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"\\(?:text|mathrm|textbf|mbox)\s*\{([^{}]*)\}|\\[()\[\]]|"
    r"\\(?:quad|qquad|,|;|!|:|\\|ldots| )|[\s$,;&~.*]"
)
_LABEL_STOPS = words(
    "then no not wait so thus therefore hence is was but actually instead rather now finally wrong "
    "incorrect correction correct sorry let maybe perhaps either was final answer"
)
_LABEL = re.compile(r"^(?:\(?[a-z0-9]{1,3}\)?|[a-z]{2,12})$", re.IGNORECASE)
_NAME = re.compile(r"\\?[A-Za-z]+(?:_\{?\w{1,4}\}?)?\s*=\s*")
_PERCENT_AFTER = re.compile(
    r"[\s$]*(?:\\%|%|percent(?:age)?\b|pct\b)|\\\)\s*(?:\\?%|percent\b|pct\b)"
)
UNSAID = re.compile(r"<!--.*?(?:-->|\Z)|~~[^~\n]{1,400}~~", re.DOTALL)
_COMMENT = re.compile(r"^[ \t]*%[^\n]*\\boxed[^\n]*", re.MULTILINE)
_MAX_BOXES = 64
_MAX_MARKERS = 12


def extract(response: str) -> Offer | None:
    """The offer that stands, or None when no final answer is stated."""
    if "<!--" in response or "~~" in response:
        response = UNSAID.sub(lambda match: " " * len(match[0]), response)
    if "%" in response and "\\boxed" in response:
        response = _COMMENT.sub(lambda match: " " * len(match[0]), response)
    start, end = max(0, len(response) - MAX_TAIL), len(response)
    if "<" in response:
        start, end = spoken(response, start)
        tagged = _tagged(response, start, end) if start < end else None
        if tagged is not None:
            return tagged
    if start >= end:
        return None
    boxes = last_boxes(response, start, end)
    after = boxes[-1].end if boxes else start
    marked = _marked(response, after, end)
    if marked is not None:
        return Offer((marked,))
    if boxes:
        return _offer(response, boxes, end)
    found = last_resort(response[start:end])
    if found is None:
        return None
    text, low, high = found
    return Offer((Part(text, start + low, start + high),))


def spoken(response: str, start: int) -> tuple[int, int]:
    """The part of the response that is said: after the last thought, before the next turn."""
    end = len(response)
    closed = response.rfind("</think>")
    if closed >= 0:
        start = max(start, closed + len("</think>"))
    opened = response.rfind("<think>")
    if opened > closed:
        end = opened
    for sign in _TURN:
        at = response.find(sign, start, end)
        if at > start:
            end = at
    return start, end


def _tagged(response: str, start: int, end: int) -> Offer | None:
    """The content of the last <answer> tag, if nothing is boxed after it."""
    opened = response.rfind("<answer>", start, end)
    if opened < 0:
        return None
    low = opened + len("<answer>")
    closed = response.find("</answer>", low, end)
    high = closed if closed >= 0 else end
    if response.rfind("\\boxed", high, end) >= 0:
        return None
    inner = last_boxes(response, low, high)
    if inner:
        return _offer(response, inner, high)
    marked = _marked(response, low, high)
    return Offer((marked or part_of(response, low, high),))


def part_of(response: str, low: int, high: int) -> Part:
    """The span without the spaces around it."""
    text = response[low:high]
    low += len(text) - len(text.lstrip())
    text = text.strip()
    return Part(text, low, low + len(text))


def last_boxes(response: str, start: int, end: int) -> list[Part]:
    """The last box and those that belong to the same offer, in order of place."""
    found: list[Part] = []
    at = end
    for _ in range(_MAX_BOXES):
        if response.rfind("box", start, at) < 0:
            break
        name = max([response.rfind(name, start, at) for name in _BOX_NAMES])
        if name < 0:
            break
        at = max(response.rfind("\\", max(start, name - 6), name + 1), start)
        match = _BOX.match(response, at)
        if match is None:
            at = name
            continue
        opening = at
        while opening > start and response[opening - 1] == "\\":
            opening -= 1
        part = _content(response, match.end(), end)
        if found and part.end >= found[0].end:  # a box in a box: the outer one is what is offered
            found, at = [part], opening
            continue
        if found and not _joined(response[_close(response, part) : found[0].start], found[0]):
            break
        found.insert(0, part)
        at = opening
    return found


def _content(response: str, at: int, end: int) -> Part:
    """What a box holds: balanced braces, else one word or, where it is cut off, the line."""
    if at < end and response[at] == "{":
        closing = _closing(response, at, min(end, at + MAX_CHARS))
        if closing is None:
            line = response.find("\n", at, end)
            return part_of(response, at + 1, line if line >= 0 else end)
        return part_of(response, at + 1, closing)
    match = re.compile(r"\S+").match(response, at, end)
    return part_of(response, at, match.end() if match else at)


_BRACES = re.compile(r"\\[{}\\]|[{}]")


def _closing(text: str, opening: int, end: int) -> int | None:
    depth = 0
    for match in _BRACES.finditer(text, opening, end):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth -= 1
            if not depth:
                return match.start()
    return None


def _close(response: str, part: Part) -> int:
    """The place after the box's closing brace."""
    at = response.find("}", part.end)
    return at + 1 if at >= 0 else part.end


def _joined(gap: str, following: Part) -> bool:
    """Whether a gap between two boxes only joins them: signs, "and", or a short label."""
    cut = gap.rfind("\\")
    gap = gap[: gap.rfind("\\boxed")] if "\\boxed" in gap else gap[:cut] if cut >= 0 else gap
    if len(gap) > 80:
        return False
    words = _JOINT.sub(lambda match: f" {match[1]} " if match[1] else " ", gap)
    words = _NAME.sub(" ", words)
    parts = words.split()
    if len(parts) > 4:
        return False
    return all(_LABEL.match(word) and word.lower() not in _LABEL_STOPS for word in parts)


def _offer(response: str, boxes: list[Part], end: int) -> Offer | None:
    parts = [part for part in boxes if part.text]
    if not parts:
        return None
    last = parts[-1]
    if len(parts) == 1:
        close = _close(response, last)
        if _PERCENT_AFTER.match(response, close, end) and not last.text.endswith("%"):
            parts[-1] = last._replace(text=last.text + "\\%")
    return Offer(tuple(parts))


def _marked(response: str, start: int, end: int) -> Part | None:
    """The value after the last marker ("Answer:", "####", "the answer is") that has one."""
    hashes = response.rfind("####", start, end)
    if hashes >= 0:
        line = response.find("\n", hashes, end)
        part = part_of(response, hashes + 4, line if line >= 0 else end)
        if part.text:
            return part
    at = end
    for _ in range(_MAX_MARKERS):
        at = marker_before(response, start, at)
        if at < 0:
            return None
        match = MARKER.match(response, at, end)
        if match is None or response[max(0, at - 1) : at] == "$":  # $answer$ is the answer "answer"
            continue
        found = value_after(response, match.end(), end, response[start:at][-24:])
        if found is not None and found[0].strip(_CLOSING):
            return Part(*found)
    return None


_CLOSING = "$*_`.,;:!)\\ \t\r\n"
"""What closes a sentence or a formula: a value is more than this."""


_MARKER_WORD = ("nswer", "NSWER", "\u6848")
_FOREIGN_WORD = (*_MARKER_WORD, "\u0442\u0432\u0435\u0442", "\u3048", "\ub2f5")


def marker_before(response: str, start: int, at: int) -> int:
    marks = _MARKER_WORD if response.isascii() else _FOREIGN_WORD
    return max([response.rfind(word, start, at) for word in marks]) - 1


_TRUTH = r"yes|no|true|false"
_TRUTHS = (
    re.compile(rf"\s*(?:so\s+)?\**({_TRUTH})\**(?:[.,;:!]|\s*\Z)", re.IGNORECASE),
    re.compile(
        rf"\b(?:statement|claim|proposition|assertion|it)\s+is\s+\**({_TRUTH})\**[.!]?\s*\Z", re.I
    ),
)
_LETTERS = (
    re.compile(
        r"\b(?:choose|pick|select)\s+(?:option\s+|choice\s+)?\(?([A-J])\)?"
        r"(?:,?\s+(?:because|since|as)\b[^\n]*|[.!]?\s*)\Z",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:^|[\s,])\(?([A-J])\)?\s+is\s+the\s+(?:correct|right|best)\s+(?:answer|option|choice)[.!]?\s*\Z"
    ),
)
_BOTH = re.compile(
    r"\b(?:yes|true)\b.*\b(?:no|false|not)\b|\b(?:no|false|not)\b.*\b(?:yes|true)\b", re.I | re.S
)

_UNSURE = re.compile(r"\b(?:if|whether|sure|don't|might|may|could|maybe|perhaps)\b|\?", re.I)
_DENIED = re.compile(r"\b(?:not|never|neither|nor)\b|n't\b", re.I)
_TAKEN_BACK = re.compile(
    rf"\A\W*(?:{_TRUTH}|wait)\b|\b(?:but|wait|actually|{_TRUTH})\b(?!\s+\w+s?\b)", re.I
)


def stated_choice(response: str, kind: str) -> Offer | None:
    """A yes or no that opens a short response, or "the claim is true"; a letter that is chosen."""
    start, end = spoken(response, max(0, len(response) - MAX_TAIL))
    said = response[start:end]
    if len(said) > 400 or _UNSURE.search(said) or (kind == "choice" and _DENIED.search(said)):
        return None
    for pattern in _TRUTHS if kind == "boolean" else _LETTERS:
        opening = pattern is _TRUTHS[0]
        match = pattern.match(said) if opening else pattern.search(said)
        if match is None:
            continue
        taken_back = _TAKEN_BACK.search(said[match.end() :]) if opening else _BOTH.search(said)
        if not taken_back:
            return Offer((Part(match[1], start + match.start(1), start + match.end(1)),))
    return None
