"""One step judged: its claims, the numbers that no claim covers, and what they make together.

    outcome = judge_step(read_step("So 18 * 12 = 206."), context)      outcome.status == "wrong"

A step is wrong when a claim of it is certainly false and not mended within the step, correct when
all it says is decided and true, neutral when it holds no number, formula or named result, and else
undecided. A number is accounted for by a true claim, an earlier step, or the problem's own words.
"""

from collections.abc import Iterable
from fractions import Fraction

from assay.checkers.nodes import Node, symbols
from assay.checkers.prose.accounts import open_numbers, status_of, without_mentions
from assay.checkers.prose.aloud import sums
from assay.checkers.prose.context import Context, Verdict
from assay.checkers.prose.cursor import Gap
from assay.checkers.prose.facts import facts
from assay.checkers.prose.judge import judged
from assay.checkers.prose.orders import in_region, ordered
from assay.checkers.prose.outcome import BAD, GOOD, Judged, Outcome, both, is_silent, values_of
from assay.checkers.prose.phrase import Phrase
from assay.checkers.prose.said import Said, Spoken
from assay.checkers.prose.surroundings import in_the_open
from assay.checkers.prose.values import exact, node_of, same, substituted
from assay.checkers.prose.vocabulary import DENYING, MENDING, RETRACTING, TRYING
from assay.checkers.values import signs


def judge_step(
    spoken: Spoken, context: Context, answered: frozenset[Fraction] = frozenset()
) -> Outcome:
    """The outcome of a step; `answered` are numbers of a final answer that agrees with the gold."""
    context.supposed.clear()
    _suppose_zeros(spoken)
    context.step = spoken.text
    set_up = len(context.equations)
    trying = bool(TRYING.search(spoken.text))
    denying = trying and bool(DENYING.search(spoken.text))
    found = [Judged(said, verdict) for said, verdict in _verdicts(spoken, context)]
    for one in found:
        weighed = denying if one.verdict == "false" else trying
        silent = weighed or is_silent(one.said, spoken) or not in_the_open(one.said, spoken)
        if one.verdict in BAD and silent:
            one.verdict = None
        if one.verdict is None and trying and _is_condition(one.said):
            one.said.supposed = True
    if trying:
        del context.equations[set_up:]
    _resolve(found, context)
    _join(found, context)
    _mend(found, spoken)
    stated = [*facts(spoken.text), *sums(spoken.text, _total(context))]
    outcome = Outcome("undecided", found, stated)
    outcome.values = frozenset(values_of(found))
    if outcome.bad or (not trying and any(not fact.holds for fact in stated)):
        outcome.status = "wrong"
        return outcome
    _solved_together(found)
    missing = open_numbers(spoken, found, stated, context, answered)
    outcome.open_numbers = without_mentions(missing, spoken, found)
    outcome.status = status_of(spoken, outcome, context)
    decided = [one for one in found if one.verdict in GOOD]
    outcome.given_only = outcome.status == "correct" and not decided
    outcome.firm = outcome.status == "correct" and all(one.verdict == "firm" for one in decided)
    return outcome


def _is_condition(said: Said) -> bool:
    """Whether a claim only says where a letter is: "case 1: x >= 1"."""
    node = node_of(said.left.text)
    lone = node is not None and node.op == "sym" and not said.right.has_letter
    return lone and said.relation in ("<", "<=", ">", ">=")


def _total(context: Context) -> Fraction | None:
    """The last number of the step before: recent phrases are kept in order, step by step."""
    return exact(context.last) if context.last else None


def _resolve(found: list[Judged], context: Context) -> None:
    """A name whose chain ends in a number is worked out: `V = 3 * 4 = 12`."""
    name = ""
    for one in found:
        if not one.said.continued:
            node = node_of(one.said.left.text) if one.said.left.has_letter else None
            name = str(node.args[0]) if node is not None and node.op == "sym" else ""
        elif name and one.said.right.places is not None:
            context.pending.discard(name)


def _join(found: list[Judged], context: Context) -> None:
    """ "f(1) = m + b = -30": where the first and last sides of a chain agree, the rest need not be
    known. Nothing is refuted."""
    for at, one in enumerate(found):
        if one.verdict is not None or not one.said.continued or one.said.relation != "=":
            continue
        first = at
        while first > 0 and found[first].said.continued:
            first -= 1
        links = found[first:at]
        if not links or any(
            link.said.relation != "=" or link.verdict not in GOOD for link in links
        ):
            continue
        head, end = node_of(links[0].said.left.text), node_of(one.said.right.text)
        if head is None or end is None or links[0].said.supposed:
            continue
        ends = (context.valued(context.expanded(side)) for side in (head, end))
        if same(*ends) is True:
            one.verdict = "true"


def _suppose_zeros(spoken: Spoken) -> None:
    """ "f'(x) = 2x - 4 = 0": a derivative is set to zero, which claims nothing."""
    primed = False
    for said in spoken.claims:
        if not said.continued:
            primed = "'" in said.left.text
        if primed and said.right.text.strip() == "0" and said.relation == "=":
            said.supposed = True


def _verdicts(spoken: Spoken, context: Context) -> Iterable[tuple[Said, Verdict]]:
    """Claims with their verdicts; a chain of inequalities is one."""
    claims = spoken.claims
    at = 0
    while at < len(claims):
        said = claims[at]
        following = claims[at + 1] if at + 1 < len(claims) else None
        if following is not None and _is_either(said, following):
            verdict = _either(said, following, context)
            yield said, verdict
            yield following, verdict
            at += 2
            continue
        if following is not None and _is_between(said, following):
            verdict = _between(said, following, context)
            yield said, verdict
            yield following, verdict
            at += 2
            continue
        yield said, judged(said, context)
        at += 1


def _is_either(said: Said, following: Said) -> bool:
    """ "x < 0 or x > 4"."""
    order = ("<", "<=", ">", ">=")
    both = said.relation in order and following.relation in order and following.alternative
    return both and said.left.text == following.left.text and said.left.has_letter


def _either(said: Said, following: Said, context: Context) -> Verdict:
    nodes = [node_of(p.text) for p in (said.left, said.right, following.right)]
    if any(node is None for node in nodes):
        return None
    left, first, second = (context.valued(node) for node in nodes if node is not None)
    relations = (((said.relation,), left, first), ((following.relation,), left, second))
    return in_region(Node("or", tuple(Node("rel", one) for one in relations)), context)


def _is_between(said: Said, following: Said) -> bool:
    order = ("<", "<=", ">", ">=")
    letters = following.left.has_letter and said.relation in order and following.relation in order
    return letters and following.left is said.right and not said.supposed


def _between(said: Said, following: Said, context: Context) -> Verdict:
    nodes = [node_of(p.text) for p in (said.left, said.right, following.right)]
    if any(node is None for node in nodes):
        return None
    sides = tuple(context.valued(node) for node in nodes if node is not None)
    return ordered(((said.relation, following.relation), sides), context)


def _mend(found: list[Judged], spoken: Spoken) -> None:
    """A false claim is mended by a later true one on the same thing, in the same step, and by the
    right value where that comes up behind it."""
    retracts = MENDING.search(spoken.text) is not None
    for at, one in enumerate(found):
        value = exact(one.said.left.text)
        loosely = one.verdict is None and retracts and _differs(one, value)
        if one.verdict not in BAD and not loosely:
            continue
        for later in found[at + 1 :]:
            if later.verdict not in GOOD:
                continue
            if plain(later.said.left.text) == plain(one.said.left.text):
                one.mended = True
            if retracts and value is not None and value in both(later.said):
                one.mended = True
            if retracts and value is None and later.verdict == "firm":
                one.mended = True
        behind = spoken.phrases[one.said.right.index + 1 :]
        if (
            value is not None
            and behind
            and one.said.relation != "≡"
            and (retracts or abs(value) > 12 or _is_aside(behind[0].gap))
        ):
            one.mended |= any(value in (*p.numbers, exact(p.text)) for p in behind)
        if one.verdict in BAD and not one.mended and _taken_back(spoken, one.said.right):
            one.verdict = None


def _is_aside(gap: Gap) -> bool:
    """A word or two between a number and another in its place: "10 + 2 = 11, err, 12"."""
    marks = [token.kind for token in gap]
    return 0 < len(marks) <= 5 and set(marks) <= {"word", "punct", "other"}


def _differs(one: Judged, value: Fraction | None) -> bool:
    """Whether the two numbers of a claim that is not decided are not the same."""
    return value is not None and value != exact(one.said.right.text) is not None


def _taken_back(spoken: Spoken, right: Phrase) -> bool:
    """Whether words after a claim take something back, if not clearly what it says."""
    at = right.index + 1
    gap = spoken.phrases[at].gap if at < len(spoken.phrases) else spoken.tail
    return RETRACTING.search(" ".join(t.text.lower() for t in gap if t.kind == "word")) is not None


def plain(text: str) -> str:
    """A phrase without spaces, for comparison of spellings."""
    return text.replace(" ", "").replace("**", "^")


def _solved_together(found: list[Judged]) -> None:
    """ "f'(x) = 0 when x = 3": an equation with the value that is supposed to solve it."""
    for one in found:
        left, right = node_of(one.said.left.text), node_of(one.said.right.text)
        if one.verdict is not None or one.said.relation != "=" or left is None or right is None:
            continue
        for other in found:
            name, value = node_of(other.said.left.text), node_of(other.said.right.text)
            if other.said.supposed and name is not None and value is not None and name.op == "sym":
                values = [{name.args[0]: item} for item in signs(value)]
                if all(same(substituted(left, v), substituted(right, v)) for v in values):
                    one.verdict = "true"


def learn(outcome: Outcome, context: Context) -> None:
    """What a step that stands establishes for the later ones."""
    for one in outcome.claims:
        if one.verdict in GOOD:
            context.learn(one.said.left.text, one.said.right.text)
            context.known.update(one.said.left.numbers)
            context.known.update(one.said.right.numbers)
            for side in (one.said.left, one.said.right):
                node = node_of(side.text) if side.has_letter and side.has_operator else None
                if node is not None:
                    context.shown.append(context.expanded(node))
    for fact in outcome.facts:
        if fact.holds:
            context.known.update(fact.numbers)


def letters(spoken: Spoken) -> frozenset[str]:
    """The unknowns that a step speaks of."""
    nodes = [node_of(phrase.text) for phrase in spoken.phrases if phrase.has_letter]
    return frozenset().union(*(symbols(node) for node in nodes if node is not None))
