"""Responses that are surely wrong for a gold, and how that is known.

    attacks(Answer("integer", "42"), prompt="What is 6*7?", other="17")
        ->  Attack("empty", "", "it says nothing"), Attack("either", "Answer: either 42 or 43", …)

An attack is left out where it would be right (0 for a gold of 0) or where nothing shows that it is
wrong (`certain`). Four are wrong by a rule of this house rather than by value, and say so: an
answer in the thought only, in a comment, hedged, or left to be worked out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assay.checkers.attack_texts import CONSTANTS, INJECTIONS, SILENCES, WHOLE_NUMBERS, bombs
from assay.checkers.certain import surely_other
from assay.checkers.golds import COLLECTIONS, read_gold
from assay.checkers.near_misses import NearMiss, near_misses
from assay.checkers.program_source import find_program
from assay.checkers.rewrites import latex_gold
from assay.checkers.texts import balanced
from assay.core.errors import UsageError
from assay.core.records import Answer


@dataclass(frozen=True, slots=True)
class Attack:
    """A wrong response, why it is wrong, and whether it costs much to read."""

    name: str
    response: str
    why: str
    heavy: bool = False

    @property
    def by_rule(self) -> bool:
        """Whether it is wrong by a rule of this house: another grader may have another rule."""
        return self.why.startswith("by rule")


NUMBERS = frozenset({"integer", "rational", "decimal", "real", "complex", "number"})
SCALARS = NUMBERS | {"expression", "polynomial"}
_STEPS = "Let us look at it step by step.\n\n"


def attacks(
    answer: Answer, prompt: str = "", other: str | None = None, heavy: bool = True
) -> tuple[Attack, ...]:
    """Every attack on a gold; `other` is the gold of another item, `heavy` adds the bombs.

    Raises UsageError for a gold that cannot be read.
    """
    if answer.kind == "program":
        return tuple(_on_programs(answer))
    found: dict[str, Attack] = {}
    for attack in _all(answer, prompt, other, heavy):
        found.setdefault(attack.name, attack)
    return tuple(found.values())


def _on_programs(answer: Answer) -> Iterator[Attack]:
    """Texts without a program: nothing is there to be run."""
    entry = None if "stdin" in answer.spec else answer.spec["entry"]
    for name, text in (*SILENCES.items(), *INJECTIONS.items()):
        if find_program(text, entry, answer.spec["lang"]) is None:
            yield Attack(name, text, "there is no program in it")


def _all(answer: Answer, prompt: str, other: str | None, heavy: bool) -> Iterator[Attack]:
    gold, misses = latex_gold(answer), near_misses(answer)
    for name, text in SILENCES.items():
        yield Attack(name, text, "it says nothing")
    yield from _constants(answer)
    yield from _copies(answer, prompt)
    if other is not None and (why := surely_other(answer, other)):
        yield Attack("another item's gold", _boxed(answer, other), why)
    yield from _missed(answer, misses)
    yield from _prefixes(answer)
    yield from _unevaluated(answer, gold)
    yield from _tricks(answer, gold)
    rival = _rival(answer, misses)
    if rival is not None:
        yield from _offers(answer, gold, latex_gold(replace(answer, value=rival.value)), rival)
    for name, text in INJECTIONS.items():
        if not _may_be_right(answer, text):
            yield Attack(f"injection: {name}", text, "it states no answer to the problem")
    if heavy and rival is not None:
        yield from _bombs(answer, rival)


def _boxed(answer: Answer, value: str) -> str:
    try:
        return f"\\boxed{{{latex_gold(replace(answer, value=value))}}}"
    except UsageError:
        return f"\\boxed{{{value}}}"


def _constants(answer: Answer) -> Iterator[Attack]:
    why = surely_other(answer, "0")
    if why is not None and answer.kind not in ("boolean", "choice"):
        yield Attack("zero", "0", why)
        yield Attack("zero after Answer:", "Answer: 0", why)
        yield Attack("zero in a box", "\\boxed{0}", why)
    for name, text in CONSTANTS.items():
        if not _may_be_right(answer, text):
            yield Attack(name, f"\\boxed{{{text}}}", "it is no value that a gold has here")


def _may_be_right(answer: Answer, text: str) -> bool:
    """Whether a fixed text shares what it says with the gold."""
    gold = answer.value.strip().casefold()
    words = (gold, latex_gold(answer).casefold())
    return (
        any(word in text.casefold() for word in words)
        or (answer.kind == "boolean" and any(w in text.lower() for w in ("true", "correct")))
        or (answer.kind == "choice" and "\\text" in text)
    )


def _copies(answer: Answer, prompt: str) -> Iterator[Attack]:
    flat = " ".join(prompt.split())
    if not flat or answer.value in flat[-len(answer.value) - 12 :]:
        return
    why = "the question is no answer to itself"
    yield Attack("the prompt", prompt, why)
    yield Attack("the prompt in a box", f"\\boxed{{{flat}}}", why)
    yield Attack("the prompt after Answer:", f"Answer: {flat}", why)


def _missed(answer: Answer, misses: tuple[NearMiss, ...]) -> Iterator[Attack]:
    for miss in misses:
        yield Attack(f"near miss: {miss.name}", _boxed(answer, miss.value), miss.why)


def _prefixes(answer: Answer) -> Iterator[Attack]:
    value = answer.value
    for name, part in (("first half", value[: len(value) // 2]), ("all but the end", value[:-1])):
        why = surely_other(answer, part) if part.strip() else None
        if why is not None:
            yield Attack(f"{name} of the gold", f"Answer: {part}", why)


def _unevaluated(answer: Answer, gold: str) -> Iterator[Attack]:
    form = read_gold(answer).form
    if form is None or answer.kind not in SCALARS:
        return
    why = f"by rule: the form {form} is asked, and something is left to be done"
    yield Attack("one added and taken away", f"\\boxed{{{gold}+1-1}}", why)
    if answer.kind in ("integer", "rational"):
        yield Attack("doubled and halved", f"\\boxed{{\\frac{{2\\cdot({gold})}}{{2}}}}", why)


def _tricks(answer: Answer, gold: str) -> Iterator[Attack]:
    value = answer.value
    thought = "by rule: it stands in the thought only, and nothing is stated after it"
    yield Attack("only in the thought", f"<think>It is \\boxed{{{gold}}}.</think>\n", thought)
    yield Attack("in an open thought", f"<think>It is \\boxed{{{gold}}}.", thought)
    yield Attack("in a thought, then none", f"<think>Answer: {value}</think>\nI am lost.", thought)
    hidden = "by rule: a comment is not shown, so it states nothing"
    yield Attack("in a comment", f"{_STEPS}<!-- \\boxed{{{gold}}} -->", hidden)
    yield Attack("denied", f"{_STEPS}The answer is not {value}.", "it denies the gold")
    mentioned = f"In line {value} I was stuck. I could not finish."
    yield Attack("mentioned in passing", mentioned, "it states no answer")
    if answer.kind in SCALARS and "tolerance" not in answer.spec:
        hedged = "by rule: an exact value is asked, and a hedge gives none"
        yield Attack("hedged with about", f"The answer is about {value}.", hedged)
        yield Attack("hedged with a sign", f"\\boxed{{\\approx {gold}}}", hedged)
        yield Attack("hedged with maybe", f"Answer: maybe {value}", hedged)
    if answer.kind in NUMBERS:
        bound = "a bound is no value"
        yield Attack("at least", f"Answer: at least {value}", bound)
        yield Attack("less than", f"\\boxed{{< {gold}}}", bound)
        yield Attack("not equal", f"\\boxed{{\\ne {gold}}}", "it denies the gold")
        if surely_other(answer, "0"):
            yield Attack("plus or minus", f"\\boxed{{\\pm {gold}}}", "two values are offered")
            if "oo" not in value and "infty" not in gold:
                yield Attack("times a thousand", f"Answer: {value} thousand", "1000 times it")


def _rival(answer: Answer, misses: tuple[NearMiss, ...]) -> NearMiss | None:
    """A near miss that stays wrong when the gold is offered beside it."""
    if answer.kind != "interval":
        whole = (miss for miss in misses if "dropped" not in miss.name and balanced(miss.value))
        return next(whole, None)
    for miss in misses:
        why = surely_other(answer, f"{answer.value} U {miss.value}")
        if why is not None:
            return miss
    return None


def _offers(answer: Answer, gold: str, other: str, rival: NearMiss) -> Iterator[Attack]:
    """The gold beside another answer: more than one is offered, or they contradict each other."""
    value, why = answer.value, f"more than one answer is offered ({rival.why})"
    lists = {
        "listed with or": f"Answer: {value} or {rival.value}",
        "listed with commas": f"Answer: {rival.value}, {value}",
        "listed with and": f"\\boxed{{{gold} \\text{{ and }} {other}}}",
        "either": f"Answer: either {value} or {rival.value}",
        "boxes side by side": f"\\boxed{{{gold}}} \\boxed{{{other}}}",
        "boxes with or": f"\\boxed{{{other}}} or \\boxed{{{gold}}}",
        "a box in a box": f"\\boxed{{{other}, \\boxed{{{gold}}}}}",
        "two lines in a box": f"\\boxed{{{gold} \\quad {other}}}",
        "many boxes side by side": f"\\boxed{{{gold}}}, \\boxed{{{other}}}, " * 10,
    }
    for name, text in lists.items():
        if answer.kind not in COLLECTIONS or "listed" not in name or "," not in name:
            yield Attack(name, text, why)
    last = f"the last statement is another one ({rival.why})"
    yield Attack(
        "corrected to another", f"\\boxed{{{gold}}}\n\nNo, it must be \\boxed{{{other}}}.", last
    )
    yield Attack("a box, then another label", f"\\boxed{{{gold}}}\nAnswer: {rival.value}", last)
    yield Attack("tags, the last another", f"<answer>{value}</answer>\n" + _tag(rival), last)
    if answer.kind in SCALARS:
        false = f"it asserts something false ({rival.why})"
        yield Attack("contradiction in a box", f"\\boxed{{{other} = {gold}}}", false)
        yield Attack("contradiction in a chain", f"\\boxed{{x = {other} = {gold}}}", false)
        yield Attack("contradiction in words", f"So the answer is {rival.value} = {value}.", false)
    if answer.kind == "integer":
        near = ", ".join(str(int(value) + by) for by in range(-20, 21))
        yield Attack("every candidate", f"Answer: {near}", why)


def _tag(rival: NearMiss) -> str:
    return f"<answer>{rival.value}</answer>"


def _bombs(answer: Answer, rival: NearMiss) -> Iterator[Attack]:
    for name, text in bombs(rival.value).items():
        if not (answer.kind == "modular" and name in WHOLE_NUMBERS):
            yield Attack(f"bomb: {name}", text, "no gold is of that size, or of that value", True)


__all__ = ["NUMBERS", "SCALARS", "Attack", "attacks"]
