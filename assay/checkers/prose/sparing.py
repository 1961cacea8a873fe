"""Steps called wrong in a solution that comes to the gold all the same.

    spared(["We have 8 + 8 = 15 here.", "So 17 in all."], ("wrong", "inherited"), {})  ->  {0}

A slip that is carried on seldom ends with the right answer, and one that is noticed leaves traces:
a later step takes it back, states the right value, or says that something is odd. Where a solution
comes to the gold without any such trace, a "wrong" step was more likely misread than wrong: in the
first runs on seven hands 8 of such 10 were. A bare calculation that is false is not spared: there
is nothing in it to be misread.
"""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from assay.checkers.prose.claims import read_step
from assay.checkers.prose.outcome import Judged
from assay.checkers.prose.values import exact
from assay.core.records import StepStatus

_NOTICED = re.compile(
    r"\b(?:wait|oops|sorry|hmm+|err|mist(?:ake|ook)\w*|slip\w*|slipped|error|wrong\w*|redo\w*|again|"
    r"re-?(?:check|calculat|comput|count|consider|work)\w*|double-check\w*|"
    r"should (?:be|have been)|not right|incorrect\w*|correct(?:ion|ed|ly|ing)|impossible|"
    r"however|suspicious|strange|odd|trust|no sense|can't be|cannot be|must be|hold on|hang on|"
    r"scratch that|forgot\w*|lost|missed|misread|misplaced|i meant?|overlooked|dropped|"
    r"too (?:much|many|few|little|big|small|high|low|large))\b",
    re.IGNORECASE,
)
"""Words by which a writer shows that something went wrong before."""


def spared(
    steps: Sequence[str], labels: Sequence[StepStatus], broken: Mapping[int, Sequence[Judged]]
) -> frozenset[int]:
    """The wrong steps of a solution that comes to the gold after which nothing is taken back."""
    wrong = [at for at, label in enumerate(labels) if label == "wrong"]
    wrong = [at for at in wrong if not _is_plain(steps[at], broken.get(at, ()))]
    return frozenset(at for at in wrong if not _noticed(at, steps, labels, broken.get(at, ())))


_WORD = re.compile(r"(?<![A-Za-z\\])[A-Za-z]{2,}")


def _is_plain(step: str, bad: Sequence[Judged]) -> bool:
    """Whether a step is a bare calculation that is false by itself: nothing to be misread."""
    own = any(one.verdict == "false" for one in bad)
    return own and not step.lstrip(" $\\[(").startswith("=") and _WORD.search(step) is None


def _noticed(
    at: int, steps: Sequence[str], labels: Sequence[StepStatus], bad: Sequence[Judged]
) -> bool:
    """Whether a later step mends a wrong one, says its right value, or shows that it is noticed."""
    after = at + 1
    while after < len(labels) and labels[after] == "inherited":
        after += 1
    if after < len(labels) and labels[after] != "wrong":
        return True
    later = steps[at + 1 :]
    if any(_NOTICED.search(step) for step in later):
        return True
    said = frozenset[Fraction]().union(*map(_numbers, later))
    return any(_is_put_right(one, said) for one in bad)


def _is_put_right(one: Judged, said: frozenset[Fraction]) -> bool:
    """Whether the right value of a claim is said later; a small one is met with by chance, and
    counts where the wrong one does not come up."""
    value, wrong = exact(one.said.left.text), exact(one.said.right.text)
    if value is None or value not in said:
        return False
    return abs(value) > 12 or value.denominator > 1 or wrong not in said


def _numbers(step: str) -> frozenset[Fraction]:
    return frozenset(number for phrase in read_step(step).phrases for number in phrase.numbers)
