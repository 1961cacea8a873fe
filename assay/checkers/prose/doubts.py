"""Whether a claim against what was said before is this step's error, or comes of an earlier one.

    doubt(run, spoken, outcome)        # takes back what only leans on steps that nobody could judge

A claim is doubtful when it leans on a letter or a number that an undecided step brought up, only
carries on, or tries another case. What a step leaves open is remembered for the steps after it.
"""

import re

from assay.checkers.nodes import has_op
from assay.checkers.prose.calls import leans_on_factors
from assay.checkers.prose.carried import (
    is_about_functions,
    is_bare,
    is_carried_on,
    is_carried_over,
    is_late_derivative,
    is_put_together,
    is_value,
    names_of,
    values_astray,
)
from assay.checkers.prose.outcome import BAD, Judged, Outcome
from assay.checkers.prose.run import Run
from assay.checkers.prose.said import Spoken
from assay.checkers.prose.stepping import letters
from assay.checkers.prose.values import exact, node_of

_TELLING = 12
_OTHER_CASE = re.compile(
    r"\W*(?:or\b|otherwise\b|alternatively\b|if not\b|case (?:2|two|ii|b)\b|"
    r"(?:in |for |now )*(?:the )?(?:other|second|negative) "
    r"(?:case|possibility|option|branch|sign|way|side|root|solution|equation))",
    re.IGNORECASE,
)


def doubt(run: Run, spoken: Spoken, outcome: Outcome) -> None:
    """A claim against what was said before is no error of this step where that was in doubt, or
    where the step tries another case."""
    doubted: frozenset[str] = frozenset()
    other = _OTHER_CASE.match(spoken.text) is not None
    if run.outcomes or other:
        for one in outcome.claims:
            before = one, run.outcomes
            late = is_late_derivative(*before) or is_carried_over(*before)
            late = late and one.verdict == "false"
            late = late or (run.excused and one.verdict in BAD and not is_bare(one))
            if late or (one.verdict == "misfit" and (other or _is_doubtful(run, one))):
                one.verdict = None
                doubted |= names_of(one)
        if outcome.status == "wrong" and not outcome.bad and all(f.holds for f in outcome.facts):
            outcome.status = "undecided"
    run.doubts = (run.doubts - _settled_names(outcome)) | _rewritten(outcome)
    if outcome.status == "undecided":
        equations = [one for one in outcome.claims if one.verdict != "defined"]
        stated = {name for one in equations for name in names_of(one)}
        run.doubts |= (letters(spoken) - stated) | doubted | _open_names(outcome)
        said = {number for phrase in spoken.phrases for number in phrase.numbers}
        telling = {number for number in said if abs(number) > 2}
        run.hearsay |= telling - run.context.known - run.context.seen
        run.rumours |= frozenset(value for value in outcome.values if abs(value) > _TELLING)


_SIDES = frozenset({"LHS", "RHS", "lhs", "rhs"})


def _rewritten(outcome: Outcome) -> frozenset[str]:
    """The letters of what a step calls a side of the equation and writes anew, rightly or not."""
    named = (one for one in outcome.claims if one.said.left.text.strip() in _SIDES)
    return frozenset().union(*map(names_of, named))


def _settled_names(outcome: Outcome) -> frozenset[str]:
    """The letters that an equation has found to stand for what the gold says."""
    firm = (one for one in outcome.claims if one.verdict == "firm" and one.said.relation == "=")
    return frozenset().union(*map(names_of, firm)) if outcome.status == "correct" else frozenset()


def _is_doubtful(run: Run, one: Judged) -> bool:
    """Whether a claim leans on what was not decided, or only carries on."""
    if run.doubts & names_of(one) or _hearsay(run, one):
        return True
    if len(names_of(one)) > 1 and exact(one.said.right.text) in run.rumours:
        return True  # a circle's radius, say, that a step worked out which nobody can judge
    if is_put_together(one, run.outcomes, run.context.problem.equations):
        return True
    left = node_of(one.said.left.text)
    if left is not None and leans_on_factors(left):
        return True
    if is_about_functions(one):
        return len(run.outcomes) > 1
    if not is_value(one):
        return is_carried_on(one, run.outcomes)
    if _is_worked_out(one) and not all(map(_agrees, run.outcomes)):
        return True
    astray = "undecided" in run.labels or values_astray(run.outcomes, run.context.points)
    return astray or is_carried_on(one, run.outcomes)


def _is_worked_out(one: Judged) -> bool:
    """Whether a letter gets what a sum comes to: y = 2*9 + 7, and no two roots at once."""
    left, right = node_of(one.said.left.text), node_of(one.said.right.text)
    named = left is not None and left.op == "sym" and one.said.right.has_operator
    return named and right is not None and not has_op(right, "pm", "mp")


def _agrees(outcome: Outcome) -> bool:
    """Whether what a step claims agrees with the gold: a true sum of wrong numbers does not."""
    return outcome.firm or not outcome.claims


def _open_names(outcome: Outcome) -> frozenset[str]:
    """The letters of equations that could not be decided: what comes of them is no new error."""
    found = (one for one in outcome.claims if one.verdict is None and one.said.relation == "=")
    return frozenset().union(*(names_of(one) for one in found))


def _hearsay(run: Run, one: Judged) -> bool:
    """Whether a claim uses a number that only an undecided step brought up."""
    said = {*one.said.left.numbers, *one.said.right.numbers}
    return bool(said & run.hearsay - run.context.known)
