"""Which numbers of a step nothing accounts for, and what the step comes to.

    "He keeps 36 - 13 = 23 pencils." after "a third of 36 is 12"  ->  13 comes from nowhere

A number is accounted for by a true claim of the step, by an earlier step, by the final answer that
agrees with the gold, or by the problem, where it says the number of the same thing.
"""

import re
from fractions import Fraction
from itertools import takewhile
from math import floor

from assay.checkers.nodes import Node
from assay.checkers.prose.claims import named_side
from assay.checkers.prose.context import Context
from assay.checkers.prose.cues import ADDING, is_cued, is_made_of, is_rounded, is_worked_out
from assay.checkers.prose.facts import Fact
from assay.checkers.prose.lists import holds_together, lists_of
from assay.checkers.prose.outcome import GOOD, Judged, Outcome, both, is_silent, values_of
from assay.checkers.prose.phrase import Phrase
from assay.checkers.prose.said import Said, Spoken
from assay.checkers.prose.values import exact, node_of, same
from assay.checkers.prose.vocabulary import NAMED
from assay.checkers.vocabulary import words
from assay.core.records import StepStatus

_FEW = 6
_RATIO = re.compile(r"\(?\d+ ?/ ?\d+\)?|\\frac ?\{\d+\}\{\d+\}")
_ROUND = frozenset({Fraction(50), Fraction(100), Fraction(1000)})
_COMMON = frozenset(
    Fraction(n) for n in (*range(13), 24, 30, 31, 36, 50, 52, 60, 90, 100, 180, 360, 365, 1000)
)


def open_numbers(
    spoken: Spoken,
    found: list[Judged],
    stated: list[Fact],
    context: Context,
    answered: frozenset[Fraction],
) -> list[Fraction]:
    """The numbers that nothing accounts for."""
    covered = {place for one in found if _covers(one, spoken) for place in _places(one.said)}
    here = {abs(value) for value in values_of(found)} | {abs(value) for value in answered}
    for fact in stated:
        here |= {abs(number) for number in fact.numbers}
    here |= {Fraction(one.said.modulus) for one in found if one.said.modulus}
    here |= {abs(number) for one in found if one.verdict in GOOD for number in _operands(one.said)}
    covered |= _listed(spoken, context) | _paired(spoken, context)
    for one in found:
        if one.mended and (value := exact(one.said.left.text)) is not None:
            here |= {abs(value), *(abs(number) for number in one.said.right.numbers)}
    if _leans_on_problem(spoken, found, context):
        here |= context.problem.numbers.keys()
    bound = {one.said.right.index for one in found if one.verdict == "defined"}
    missing: list[Fraction] = []
    for phrase in spoken.phrases:
        if phrase.index in covered or phrase.index in spoken.asked | spoken.denied:
            continue
        node = node_of(phrase.text) if phrase.has_letter and phrase.has_operator else None
        if node is not None and _is_shown(node, context):
            continue
        value = None if phrase.has_letter else exact(phrase.text)
        if value is not None and (value in context.known or abs(value) in here):
            continue
        if (
            _labels(phrase, spoken)
            or _instructs(phrase)
            or (value is not None and is_backed(value, spoken, context))
        ):
            continue
        if value is not None and _is_said(value, phrase, spoken, found, context):
            continue
        defined = phrase.index in bound
        for number in phrase.numbers:
            if number == 1 and ("/" in phrase.text or "frac" in phrase.text):
                continue
            known = number in context.known or number in here or number in answered
            known = known or (defined and number in context.problem.numbers)
            known = known or is_backed(number, spoken, context)
            if not (known or is_given(number, phrase, spoken, context)):
                missing.append(number)
    return missing


_MENTIONED = 2


def without_mentions(
    missing: list[Fraction], spoken: Spoken, found: list[Judged]
) -> list[Fraction]:
    """One or two numbers that a step mentions beside sums that are right, and does not end with,
    are let pass: "21 - 9 = 12 for 5 children". Nothing rests on them."""
    if not 0 < len(missing) <= _MENTIONED or {*missing} & {*spoken.phrases[-1].numbers}:
        return missing
    worked = (
        one.verdict in ("true", "firm")
        and (one.said.left.has_operator or one.said.right.has_operator)
        for one in found
    )
    return [] if any(worked) else missing


def _operands(said: Said) -> tuple[Fraction, ...]:
    """The numbers of a claim that is worked out: what is used for it is no news."""
    return (*said.left.numbers, *said.right.numbers) if said.left.has_operator else ()


def _listed(spoken: Spoken, context: Context) -> set[int]:
    """The places of numbers in lists that hold together."""
    found = list(lists_of(spoken.phrases))
    others = [*(numbers for numbers, _ in found), *context.lists, *context.problem.lists]
    digits = context.problem.digits
    good = [places for numbers, places in found if holds_together(numbers, digits, others)]
    return {place for places in good for place in places}


def _paired(spoken: Spoken, context: Context) -> set[int]:
    """The places of an expression and of the number that it comes to: "a third of 144, so 48"."""
    values = {phrase.index: exact(phrase.text) for phrase in spoken.phrases}
    found: set[int] = set()
    for phrase in spoken.phrases:
        if not phrase.has_operator or phrase.has_letter or values[phrase.index] is None:
            continue
        if all(number < 13 or _comes_from(number, context) for number in phrase.numbers):
            same_value = {p for p, value in values.items() if value == values[phrase.index]}
            found |= same_value if len(same_value) > 1 else set()
    return found


def is_backed(number: Fraction, spoken: Spoken, context: Context) -> bool:
    """Whether the gold or the task has a number that is not met with by chance, or the step says
    all the numbers of a gold of several."""
    number = abs(number)
    gold = context.problem.gold_numbers
    if number in context.led or (context.led and number < 3 and number.denominator == 1):
        return True
    if (number > 12 or number.denominator > 1) and number in context.problem.numbers:
        return True
    if number in gold and len(gold) > 1:
        said = {abs(n) for phrase in spoken.phrases for n in phrase.numbers}
        if gold <= said | {abs(exact(p.text) or Fraction(0)) for p in spoken.phrases}:
            return True
    return (number > 12 or number.denominator > 1) and number in gold | context.backing


def _is_said(
    value: Fraction, phrase: Phrase, spoken: Spoken, found: list[Judged], context: Context
) -> bool:
    """Whether words near a number say how it comes about: what is left, half, rounded."""
    near = words_near(phrase, spoken)
    texts = [other.text for other in spoken.phrases if other is not phrase]
    roughly = near | ({"about"} if any(t.text == "~" for t in phrase.gap[-2:]) else set())
    if is_rounded(phrase, roughly, [*texts, *context.recent]):
        return True
    results = [exact(one.said.right.text) for one in found if one.verdict in GOOD]
    if near & ADDING and value == sum(result for result in results if result is not None):
        return True
    here = {other for other in map(exact, texts) if other is not None} | {*values_of(found)}
    if value > 12 and any(n.denominator > 1 and floor(n) == value for n in here):
        return True
    shares = [exact(text) for text in texts if "%" in text]
    if any(r and value in (a * (1 + r), a * (1 - r), a * r) for r in shares for a in here if a > 1):
        return True
    before = {other for other in map(exact, context.recent) if other is not None}
    given = {Fraction(digits) for digits in context.problem.digits}
    operands = here | before | (given if len(given) <= _FEW else set())
    if is_cued(value, near, operands):
        return True
    return "%" not in phrase.text and value not in _ROUND and is_worked_out(value, operands)


def words_near(phrase: Phrase, spoken: Spoken) -> frozenset[str]:
    """The words just before and after a phrase, within its clause on the right."""
    at = phrase.index + 1
    after = spoken.phrases[at].gap if at < len(spoken.phrases) else spoken.tail
    found = [token.text.lower() for token in phrase.gap[-7:] if token.kind == "word"]
    for token in after[:6]:
        if token.kind != "word":
            break
        found.append(token.text.lower())
    return frozenset(found) | frozenset(phrase.units)


def _leans_on_problem(spoken: Spoken, found: list[Judged], context: Context) -> bool:
    """Whether the problem's numbers need no words beside them: a claim is decided, or a list of
    three or more numbers is all the problem's."""
    if any(one.verdict in GOOD for one in found):
        return True
    said = [number for phrase in spoken.phrases for number in phrase.numbers]
    return len(said) > 2 and all(number in context.problem.numbers for number in said)


def _instructs(phrase: Phrase) -> bool:
    """Whether a phrase is the object of an instruction: "adding 5 to both", "let n + 1 be"."""
    said = {token.text.lower() for token in phrase.gap[-6:] if token.kind == "word"}
    return bool(said & _INSTRUCTIONS)


def _labels(phrase: Phrase, spoken: Spoken) -> bool:
    """Whether a small number only names a part of the solution: "case 2", "row 3", "x^1: …"."""
    at = phrase.index + 1
    after = spoken.phrases[at].gap if at < len(spoken.phrases) else spoken.tail
    if _POWER.fullmatch(phrase.text) and after and after[0].text == ":":
        return True
    before = phrase.gap[-1].text.lower() if phrase.gap else ""
    return before in _PARTS and phrase.text.isdigit() and len(phrase.text) < 3


_POWER = re.compile(r"[a-z]\^\{?\d\}?")
_PARTS = words(
    "case eq eqs equation equations row rows column columns line lines step steps part parts term "
    "terms method formula rule option way place position entry digit factor root stage round"
)


def _covers(one: Judged, spoken: Spoken) -> bool:
    """Whether the numbers of a claim need no other account."""
    if one.verdict == "defined":
        return one.said.right.has_operator or one.said.relation == "!="
    return one.verdict in GOOD or one.mended or is_silent(one.said, spoken)


def _places(said: Said) -> tuple[int, int]:
    return said.left.index, said.right.index


def is_given(number: Fraction, phrase: Phrase, spoken: Spoken, context: Context) -> bool:
    """Whether the problem says this number of the same thing: a word beside both agrees."""
    beside = context.problem.numbers.get(number)
    if beside is None:
        return False
    at = phrase.index + 1
    after = spoken.phrases[at].gap if at < len(spoken.phrases) else spoken.tail
    near = {token.text.lower() for token in phrase.gap[-4:] if token.kind == "word"}
    near |= {token.text.lower() for token in after[:4] if token.kind == "word"} | set(phrase.units)
    near |= {"%"} & {*phrase.text}
    before = phrase.gap[-1].text.lower() if phrase.gap else ""
    if number in context.problem.numbers and _RATIO.fullmatch(phrase.text.strip()):
        return True
    if before in _STRUCTURAL and str(number) in context.problem.digits:
        return True
    shared = {_stem(word) for word in near if len(word) > 2 or word in "$%°"}
    return bool(shared & {_stem(word) for word in beside} - _EMPTY)


def _stem(word: str) -> str:
    word = word.lower()
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


_INSTRUCTIONS = words(
    "add adding added subtract subtracting subtracted divide dividing divided multiply multiplying "
    "multiplied plug plugging substitute substituting substituted let call denote denominator "
    "raise squaring cubing moving move"
)
_STRUCTURAL = words("by of mod modulo degree multiples powers between from to with")
_EMPTY = words(
    "the and are for has have with that this from what how many does each she his her they "
    "them then there total of is in at to so a an which"
)


def status_of(spoken: Spoken, outcome: Outcome, context: Context) -> StepStatus:
    undecided = [
        one
        for one in outcome.claims
        if one.verdict is None and not one.mended and not is_silent(one.said, spoken)
    ]
    if outcome.facts:
        stated = frozenset().union(*(fact.numbers for fact in outcome.facts))
        undecided = [
            one for one in undecided
            if not stated >= {*one.said.left.numbers, *one.said.right.numbers}
        ]  # fmt: skip
    linked = {place for one in outcome.claims for place in _places(one.said)}
    loose = [p for p in spoken.phrases if p.index not in linked and p.has_operator]
    loose = [p for p in loose if not _heads(p, spoken)]
    loose = [p for p in loose if not (_is_known(p, spoken, outcome, context) or _instructs(p))]
    told = f"{context.problem.text} {context.problem.gold_text}"
    dark = [text for text in spoken.dark if text not in told and text[:1].isdigit()]
    dark = [text for text in dark if not _is_structural(text, context)]
    dark = [text for text in dark if not any(text in fact.text for fact in outcome.facts)]
    if undecided or outcome.open_numbers or loose or dark:
        return "undecided"
    decided = [one for one in outcome.claims if one.verdict is not None] or outcome.facts
    numbers = any(phrase.numbers for phrase in spoken.phrases)
    if decided:
        return "correct" if not _novel(outcome, context) else "undecided"
    if numbers or (outcome.claims and not undecided):
        return "correct"
    named = NAMED.search(spoken.text) or outcome.claims
    return "undecided" if named else "neutral"


_HEADING = re.compile(r"[A-Za-z]'*(?:_\{fn\})?'*\(-?[\w.]{1,6}\)")


def _heads(phrase: Phrase, spoken: Spoken) -> bool:
    """Whether a call only says what comes behind it: "p(1): 1 + a + b + 6 = 12"."""
    at = phrase.index + 1
    after = spoken.phrases[at].gap if at < len(spoken.phrases) else spoken.tail
    heads = bool(after) and after[0].text == ":"
    return heads and _HEADING.fullmatch(phrase.text.strip()) is not None


def _is_structural(text: str, context: Context) -> bool:
    """A 2x2 matrix, the 3rd row, the 20th term of a problem that asks for twenty."""
    head = "".join(takewhile(str.isdigit, text))
    if "x" in text:
        return True
    ordinal = text[len(head) :] in ("st", "nd", "rd", "th")
    return ordinal and (len(head) == 1 or head in context.problem.digits)


def _is_known(phrase: Phrase, spoken: Spoken, outcome: Outcome, context: Context) -> bool:
    """An expression that stands alone and has an established value, or one that is given; in a
    solution that ends well, one of numbers that are accounted for."""
    numbers = context.known | context.problem.numbers.keys()
    if context.led and all(n in numbers or is_backed(n, spoken, context) for n in phrase.numbers):
        return True
    if named_side(phrase) and phrase.has_letter and all(n in numbers for n in phrase.numbers):
        return True
    if _RATIO.fullmatch(phrase.text.strip()) and all(
        n == 1 or n in numbers for n in phrase.numbers
    ):
        return True
    if phrase.index in _paired(spoken, context):
        return True
    value = exact(phrase.text)
    if value is None:
        node = node_of(phrase.text)
        return node is not None and _is_shown(node, context)
    known = value in context.known or value in outcome.values or value == context.problem.gold
    known |= value > 12 and value in context.problem.numbers
    return known or is_given(value, phrase, spoken, context)


def _is_shown(node: Node, context: Context) -> bool:
    """Whether an expression is one of the problem's, the gold's, or one that a claim came to."""
    return any(same(node, other) is True for other in context.expressions())


def _novel(outcome: Outcome, context: Context) -> bool:
    """Whether operands come from nowhere: a slip in copying looks like that."""
    if context.led:
        return False
    asked = [one.said for one in outcome.claims if one.verdict == "true" and not one.mended]
    asked = [s for s in asked if not (s.left.has_letter or s.right.has_letter or s.continued)]
    here = {n for one in outcome.claims if one.said.supposed for n in one.said.right.numbers}
    for said in asked:
        others = [one for one in outcome.claims if one.said is not said and not one.said.continued]
        if _is_familiar(said, context, here | {*values_of(others)}):
            return False
    return bool(asked)


def _is_familiar(said: Said, context: Context, here: set[Fraction]) -> bool:
    results = [value for value in both(said) if value is not None]
    if any(value in context.known or value in context.seen for value in results):
        return True
    numbers = {*said.left.numbers, *here}
    return all(n in here or n + 1 in numbers or _comes_from(n, context) for n in said.left.numbers)


def _comes_from(number: Fraction, context: Context) -> bool:
    if abs(number) in _COMMON or number.denominator != 1:
        return True
    if number in context.seen or number in context.known or number + 1 in context.seen:
        return True
    if any(abs(number) == abs(value) for value in context.known):
        return True
    return number in context.backing or is_made_of(number, frozenset(context.problem.numbers))
