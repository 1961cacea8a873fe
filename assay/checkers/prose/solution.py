"""The labels of a whole solution: what is wrong first, what inherits it, what mends it.

    label_solution("Compute 88 + 9 + 76.", "173", ["88+9=97", "97+76=172", "Answer: 172"]).labels
        ->  ("correct", "wrong", "inherited")

Steps are judged in turn. After the first wrong step everything is `inherited`, until a step mends
it: states the right value of what was wrong, or takes it back and is right. A final answer that is
not the gold's is wrong where it is the whole solution, or the step before came to the gold; else it
is inherited at the end, and the steps whose true claims led to it are undecided: one went astray.
With a task, its own state is asked about every step as well. Never raises.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import Any

from assay.checkers.nodes import symbols
from assay.checkers.prose.calls import called, with_calls
from assay.checkers.prose.carried import is_excused
from assay.checkers.prose.claims import read_step
from assay.checkers.prose.context import Context
from assay.checkers.prose.doubts import doubt
from assay.checkers.prose.endings import led_to, settled_by, settled_of
from assay.checkers.prose.finals import Final, final_of
from assay.checkers.prose.lists import lists_of
from assay.checkers.prose.moduli import modulus_in
from assay.checkers.prose.outcome import Judged, Outcome
from assay.checkers.prose.problem import gold_items, read_problem
from assay.checkers.prose.run import Run
from assay.checkers.prose.said import Said, Spoken
from assay.checkers.prose.sparing import spared
from assay.checkers.prose.stepping import judge_step, learn, plain
from assay.checkers.prose.tasks import numbers_of
from assay.checkers.prose.values import exact, node_of, same
from assay.checkers.prose.vocabulary import MENDING
from assay.checkers.steps import Own, judged_steps
from assay.core.records import StepStatus, Task

MAX_STEPS = 400
MAX_SPARED = 8
"""How often a solution is read anew without the steps that are spared."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label and its evidence for each step, and the index of the first wrong one, or -1."""

    labels: tuple[StepStatus, ...]
    first_error: int
    evidence: tuple[dict[str, Any], ...]


def label_solution(
    problem: str, gold: str, steps: Sequence[str], task: Task | None = None
) -> Labelled:
    """One label for each step of a solution."""
    answer = task.answer if task is not None else None
    read = read_problem(problem, gold, answer)
    own = judged_steps(task, steps[:MAX_STEPS]) if task is not None else ()
    calls = called(problem, steps, read.names - read.definitions.keys())
    backing = numbers_of(task) if task is not None else frozenset()
    start = partial(Context, read, calls=calls, backing=backing)
    run = _read(start, steps, own, task)
    for _ in range(MAX_SPARED):
        more = _unnoticed(run, steps) - run.spared if run.ended else frozenset()
        if not more:
            break
        run = _read(start, steps, own, task, run.spared | more)
    labels = tuple(run.labels)
    first = labels.index("wrong") if "wrong" in labels else -1
    return Labelled(labels, first, tuple(run.evidence))


def _unnoticed(run: Run, steps: Sequence[str]) -> frozenset[int]:
    """The wrong steps that nothing takes back, though the solution comes to the gold."""
    return spared(steps, run.labels, {at: one.bad for at, one in enumerate(run.outcomes)})


def _read(
    start: Callable[..., Context],
    steps: Sequence[str],
    own: Sequence[Own],
    task: Task | None,
    spare: frozenset[int] = frozenset(),
) -> Run:
    """All turns over the steps; those in `spare` are not called wrong."""
    run = Run(start(), spared=spare)
    _label(run, steps, own)
    if run.bound_at > 0:
        again = Run(start(), later=run.bound_at, spared=spare)
        again.context.points, again.context.early = run.bound_to, True
        _label(again, steps, own)
        run = again
    well = run.agreed and "wrong" not in run.labels
    led = led_to(run.outcomes, run.context.problem.gold_numbers) if well else frozenset()
    settled = {**(settled_by(run.outcomes) if well else {}), **settled_of(task)}
    if (settled or led) and "undecided" in run.labels:
        residues = dict(run.context.residues) if led else {}
        context = start(settled=settled, led=led, residues=residues)
        last = Run(context, later=run.later, spared=spare)
        if run.bound_to:
            last.context.points, last.context.early = run.bound_to, True
        _label(last, steps, own)
        run = last if "wrong" not in last.labels or "wrong" in run.labels else run
    return run


def _label(run: Run, steps: Sequence[str], own: Sequence[Own]) -> None:
    """Judge the steps in turn. What a later step binds is put in from the start in a second turn,
    where it can confirm the steps before that one, never refute them."""
    last = _last_content(steps)
    gold = run.context.problem.gold_text.casefold()
    if steps and len(gold) > 2 and gold in steps[-1].casefold():
        last = len(steps) - 1
    for at, step in enumerate(steps):
        if at >= MAX_STEPS:
            _put(run, "inherited" if run.in_error else "undecided", {"why": "too many steps"})
            continue
        final = final_of(step, run.context.problem, at == last)
        run.context.early = at < run.later
        bound = bool(run.context.points)
        _take(run, step, final, own[at] if own else None, at == last)
        if run.context.points and not bound and not run.in_error:
            run.bound_at, run.bound_to = at, run.context.points


def _last_content(steps: Sequence[str]) -> int:
    """The last step that holds a digit or says something at all."""
    for at in range(len(steps) - 1, -1, -1):
        if any(sign.isdigit() for sign in steps[at]):
            return at
    return len(steps) - 1


def _take(run: Run, step: str, final: Final, own: Own | None, last: bool) -> None:
    """Judge one step and hand it its label."""
    context = run.context
    context.introduce(step)
    context.modulus = modulus_in(step) or context.modulus
    text = with_calls(step, context.problem.sequences)
    spoken = read_step(text, context.unknowns(), context.measures(step), context.calls)
    _go_on(spoken, context)
    _derivative_is(spoken, context)
    answered = final.numbers if final.agrees else frozenset()
    run.ended |= bool(final.agrees) and last
    if last and final.agrees is None and _CHECKS.search(step):
        run.ended |= bool(final_of(run.before, context.problem, True).agrees)
    run.before = step
    run.agreed |= bool(final.agrees) or (last and _ends_with(spoken, context.problem.gold))
    outcome = judge_step(spoken, context, answered)
    is_spared = len(run.labels) in run.spared
    if is_spared:
        _spare(outcome)
    doubt(run, spoken, outcome)
    if outcome.status == "wrong" and not outcome.bad and "undecided" in run.labels:
        outcome.status = "undecided"  # "so 391 is prime" may only carry on what went wrong there
    if own is not None:
        _with_task(outcome, own)
    shown: dict[str, Any] = {"claims": [_shown(one) for one in outcome.claims]}
    if run.in_error and not _mends(run, spoken, outcome, final):
        status: StepStatus = "inherited"
    else:
        if run.in_error:
            run.in_error, run.broken = False, []
            shown["why"] = "mends"
        status = _with_final(run, outcome, final, shown, last)
    if status == "wrong" and is_spared and not _refuted(own):
        status = "undecided"
    if status == "wrong":
        run.in_error, run.broken = True, outcome.bad
    run.outcomes.append(outcome)
    run.excused |= status == "undecided" and any(map(is_excused, outcome.claims))
    if not run.in_error:
        learn(outcome, context)
        if final.agrees:
            context.known.update(final.numbers)
    _remember(run, spoken)
    _put(run, status, shown)


_CHECKS = re.compile(r"✓|✔|\\checkmark|\b(?:check|verif|probe|confirm|cross-)", re.IGNORECASE)


def _spare(outcome: Outcome) -> None:
    """What refutes a step is left undecided."""
    if outcome.status == "wrong":
        outcome.status = "undecided"
        for one in outcome.bad:
            one.verdict = None


def _ends_with(spoken: Spoken, gold: Fraction | None) -> bool:
    """Whether a last step says the gold's number, where that is not met with by chance."""
    if gold is None or not (abs(gold) > 12 or gold.denominator > 1):
        return False
    return any(exact(phrase.text) == gold for phrase in spoken.phrases)


def _put(run: Run, status: StepStatus, shown: dict[str, Any]) -> None:
    run.labels.append(status)
    run.evidence.append(shown)


def _go_on(spoken: Spoken, context: Context) -> None:
    """A step that opens with "=" goes on from the last expression."""
    node = node_of(context.last) if context.last else None
    lone = node is not None and node.op == "num"
    if spoken.opening and context.last and spoken.phrases and not lone:
        first = spoken.phrases[0]
        left = replace(first, text=context.last, numbers=(), units=(), gap=(), index=-1,
                       has_operator=True, places=None,
                       has_letter=node is not None and bool(symbols(node)))  # fmt: skip
        spoken.claims.insert(0, Said(left, "=", first))
        if len(spoken.claims) > 1 and spoken.claims[1].left is first:
            spoken.claims[1].continued = True


_DERIVATIVE_IS = re.compile(
    r"(?<!\bits )\bderivative(?: of (?:the function|it))?,? (?:is|equals)(?: then)?$"
)


def _derivative_is(spoken: Spoken, context: Context) -> None:
    """ "The derivative is …" of the one expression that the problem asks to differentiate."""
    text = context.problem.implicit_text or context.problem.curve
    if not text:
        return
    for phrase in spoken.phrases:
        words = " ".join(t.text.lower() for t in phrase.gap if t.kind == "word")
        if _DERIVATIVE_IS.search(words) and phrase.has_letter:
            left = replace(phrase, text=text, numbers=(), units=(), gap=(), index=-1)
            spoken.claims.insert(0, Said(left, "=", phrase, operator="derivative"))
            return


def _remember(run: Run, spoken: Spoken) -> None:
    for phrase in spoken.phrases:
        run.context.seen.update(phrase.numbers)
        run.told.update(phrase.numbers)
        value = None if phrase.has_letter else exact(phrase.text)
        if value is not None:
            run.told.add(value)
    if spoken.phrases:
        run.context.last = spoken.phrases[-1].text if _ends_whole(spoken) else None
        said = [phrase.text for phrase in spoken.phrases]
        run.context.recent = (*said[-6:], *run.context.recent)[:10]
        run.context.lists.extend(numbers for numbers, _ in lists_of(spoken.phrases))


def _ends_whole(spoken: Spoken) -> bool:
    """Whether the last formula of a step is all of its expression: no "3(1 + 2 + ... + 33)"."""
    last, after = spoken.phrases[-1], spoken.tail[:1]
    cut = any(token.text.startswith("..") for token in last.gap) or last.depth > 0
    return not cut and not any(token.kind in ("op", "close", "dark", "cmd") for token in after)


def _refuted(own: Own | None) -> bool:
    """Whether the task's state refutes a step that is said in its own terms."""
    return own is not None and own.status == "wrong" and own.in_style


def _with_task(outcome: Outcome, own: Own) -> None:
    """The task's state beside the prose: what it confirms is right; it refutes only what is surely
    said in its own terms."""
    if _refuted(own) and outcome.status in ("correct", "undecided"):
        outcome.status = "wrong"
    elif own.status == "correct" and outcome.status in ("undecided", "neutral"):
        outcome.status = "correct"
    if own.status == "correct" and own.in_style:
        outcome.firm = outcome.status == "correct"


def _mends(run: Run, spoken: Spoken, outcome: Outcome, final: Final) -> bool:
    """Whether a step sets right what went wrong before."""
    if outcome.status == "wrong":
        return False
    retracts = MENDING.search(spoken.text) is not None
    good = [one for one in outcome.claims if one.verdict in ("true", "firm")]
    for broken in run.broken:
        value = exact(broken.said.left.text)
        for one in good:
            same_left = plain(one.said.left.text) == plain(broken.said.left.text)
            if same_left and one.said.relation == "=" and not broken.said.left.has_letter:
                return True
            if retracts and value is not None and value == exact(one.said.right.text):
                return True
            if retracts and value is None and one.verdict == "firm":
                return True
    return bool(retracts and final.agrees and outcome.status == "correct" and good)


def _with_final(
    run: Run, outcome: Outcome, final: Final, shown: dict[str, Any], last: bool
) -> StepStatus:
    """The status once the final answer is held against the gold."""
    if final.doubted and outcome.given_only:
        return "undecided"
    if outcome.status == "wrong" or final.agrees is None:
        return outcome.status
    if final.agrees:
        undecided = [
            one for one in outcome.claims
            if one.verdict is None and not _says_gold(one, run.context)
        ]  # fmt: skip
        if outcome.status == "undecided" and not undecided and not outcome.open_numbers:
            return "correct"
        return "correct" if outcome.status == "neutral" else outcome.status
    shown["why"] = "not the gold"
    if last and all(one.status == "neutral" for one in run.outcomes):
        return "wrong"
    if final.value is not None and final.value in run.told:
        shown["why"] = "not the gold; carried on from before"
        _put_in_doubt(run, final.value)
        return "inherited"
    if not outcome.claims and run.labels[-1:] == ["correct"] and _ends_at_gold(run):
        return "wrong"
    return "inherited" if last else "undecided"


def _ends_at_gold(run: Run) -> bool:
    """Whether the step before came to the gold."""
    gold = run.context.problem.gold
    return gold is not None and gold in run.outcomes[-1].values


def _says_gold(one: Judged, context: Context) -> bool:
    """Whether a claim gives something the gold's value."""
    right, answer = node_of(one.said.right.text), context.problem.answer
    items = gold_items(answer) if answer is not None else ()
    return right is not None and any(same(right, item) for item in items)


def _put_in_doubt(run: Run, value: Fraction) -> None:
    """The steps whose true claims led to a wrong answer are not known to be right."""
    for at, outcome in enumerate(run.outcomes):
        if run.labels[at] == "correct" and not outcome.firm and value in outcome.values:
            run.labels[at] = "undecided"
            run.evidence[at]["why"] = "leads to an answer that is not the gold"


def _shown(one: Judged) -> dict[str, Any]:
    said = one.said
    found: dict[str, Any] = {
        "claim": f"{said.left.text} {said.relation} {said.right.text}"[:200],
        "verdict": one.verdict or "undecided",
    }
    if one.mended:
        found["mended"] = True
    if one.verdict in ("false", "misfit"):
        value = exact(said.left.text)
        if value is not None:
            found["value"] = str(value)[:60]
    return found
