"""A program task in a dozen wordings: a numbered list, bullets, running text, a short form.

    program_prompts(Wanted(language="JavaScript", signature="solve(values)", ...))

Every wording is complete by itself: the signature, what is given, every step, and examples. The
families bring these texts; nothing here knows what they mean.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assay.generators.lazy import Lazy
from assay.generators.phrasing import Phrasings

_PATTERNS = (
    "Write a {language} {what} `{signature}`. {about}\n\nIt does the following in this order and "
    "returns the result:\n{numbered}\n\nExamples:\n{examples}\n\n{close}",
    "{about}\n\nImplement the {language} {what} `{signature}` as follows:\n{bullets}\n\nReturn "
    "what is left after the last step. For example:\n{examples}\n\n{close}",
    "I need a {what} in {language}: `{signature}`. {about} First of all, {running} That is the "
    "return value. For instance:\n{examples}\n{close}",
    "Task: {language} {what} `{signature}`.\n\nInput: {about}\n\nSteps:\n{numbered}\n\nOutput: "
    "the result of the last step.\n\nSample calls:\n{examples}\n\n{close}",
    "Please implement `{signature}` in {language}. {about}\n\n{numbered}\n\nThe steps are done in "
    "this order, and the final value is returned.\n\n{examples}\n\n{close}",
    "{examples}\n\nThese calls show what the {language} {what} `{signature}` returns. {about} "
    "Specification:\n{bullets}\nReturn the result. {close}",
    "Can you write `{signature}` in {language}? {about}\n\nWhat it has to do, in order:\n{bullets}"
    "\n\nIt returns the final result, as in\n{examples}\n\n{close}",
    "Specification of the {what} `{signature}` ({language}). {about} First {running} The result "
    "is returned.\n\nTests:\n{examples}\n\n{close}",
    "A colleague asks for a {language} {what} with the signature `{signature}`. {about}\n\n"
    "Procedure:\n{numbered}\n\nExpected results:\n{examples}\n\n{close}",
    "{language} exercise. {about}\n\n{numbered}\n\nWrite this as the {what} `{signature}`, which "
    "returns the result of the last step.\n\nExamples:\n{examples}\n\n{close}",
    "Turn this description into {language} code.\n\n{about} First, {running} Return the result.\n\n"
    "Signature: `{signature}`\n{examples}\n\n{close}",
)
_SHORT = "{language}, {signature}: {about} {steps}; return the result. {example}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a program task says: `steps` are imperative clauses without a full stop.

    `about` is what is given, in sentences; `examples` are calls with their results, one a line.
    """

    language: str
    signature: str
    about: str
    steps: Sequence[str]
    examples: Sequence[str]
    close: str
    what: str = "function"


def filled(patterns: Sequence[str], slots: Mapping[str, str]) -> Phrasings:
    """Every pattern with its slots filled, each when it is read."""
    return Lazy(len(patterns), lambda k: patterns[k].format(**slots).strip())


def program_prompts(wanted: Wanted) -> Phrasings:
    """Every wording, the short one last."""
    sentences = [step[0].upper() + step[1:] + "." for step in wanted.steps]
    slots = {
        "language": wanted.language,
        "what": wanted.what,
        "signature": wanted.signature,
        "about": wanted.about,
        "close": wanted.close,
        "numbered": "\n".join(f"{i}. {text}" for i, text in enumerate(sentences, 1)),
        "bullets": "\n".join(f"- {text}" for text in sentences),
        "running": " Then ".join(f"{step}." for step in wanted.steps),
        "steps": "; ".join(wanted.steps),
        "examples": "\n".join(wanted.examples),
        "example": wanted.examples[0],
    }
    return filled((*_PATTERNS, _SHORT), slots)
