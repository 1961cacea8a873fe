"""Phrasings put together from slots, so that one problem is asked in dozens of ways.

    phrasings("6*7=", ("6 times 7", "$ 6 \\\\cdot 7 $"), notes=("", "Answer with a number."))
    -> "6*7=", "Find 6 times 7.", "Find $ 6 \\\\cdot 7 $. Answer with a number.", ...

Slots: the names of what is asked (in words, plain, LaTeX), what is given, the sentence around
them, and a note on the form of the answer. Where the form is not left open, every note says it.
`told` does the same for stories. Nothing here knows the problem or its answer.
"""

from collections.abc import Sequence

_ASKED = (
    "Find {t}.",
    "What is {t}?",
    "Determine {t}.",
    "Work out {t}.",
    "Please find {t}.",
    "Give {t}.",
    "Can you work out {t}?",
    "I am looking for {t}.",
)
_GIVEN = (
    "Given that {f}, find {t}.",
    "Find {t}, given that {f}.",
    "Suppose that {f}. What is {t}?",
    "If {f}, what is {t}?",
    "It is known that {f}. Determine {t}.",
    "Determine {t} if {f}.",
    "Assume that {f}. Work out {t}.",
)
_TOLD = (
    "{story} {question}",
    "{story}\n{question}",
    "{question} Here is what is known: {story}",
    "Question: {question}\nFacts: {story}",
)


def _plural(sentences: Sequence[str]) -> tuple[str, ...]:
    swapped = (text.replace("What is", "What are") for text in sentences)
    return tuple(text.replace("what is", "what are") for text in swapped)


_ASKED_MANY, _GIVEN_MANY = _plural(_ASKED), _plural(_GIVEN)


def phrasings(
    short: str,
    things: Sequence[str],
    *,
    given: Sequence[str] = (),
    notes: Sequence[str] = ("",),
    plural: bool = False,
) -> tuple[str, ...]:
    """`short` and every name of the thing in every sentence; facts and notes take turns.

    `things` are noun phrases ("the value of x"), `given` clauses ("f(x) = 2x"), `notes` sentences;
    `plural` says that the things are several ("What are ...?").
    """
    asked, with_facts = (_ASKED_MANY, _GIVEN_MANY) if plural else (_ASKED, _GIVEN)
    found = [short]
    for at, sentence in enumerate(with_facts if given else asked):
        for turn, thing in enumerate(things, at):
            fact = given[turn % len(given)] if given else ""
            found.append(_noted(sentence.format(t=thing, f=fact), notes[turn % len(notes)], at))
    return tuple(dict.fromkeys(found))


def told(
    short: str, stories: Sequence[str], questions: Sequence[str], notes: Sequence[str] = ("",)
) -> tuple[str, ...]:
    """`short` and every story with every question, in four orders; notes take turns.

    A story that is a table ends with a newline: the question then stands on a line of its own.
    """
    found = [short]
    for at, story in enumerate(stories):
        for turn, question in enumerate(questions, at):
            for order, pattern in enumerate(_TOLD):
                text = pattern.format(story=story, question=question)
                text = _noted(text, notes[(turn + order) % len(notes)], 0)
                found.append(text.replace("\n ", "\n").rstrip() if "\n" in story else text)
    return tuple(dict.fromkeys(found))


def _noted(text: str, note: str, at: int) -> str:
    """The note behind the sentence; in every third sentence before it."""
    if not note:
        return text
    return f"{note} {text}" if at % 3 == 2 else f"{text} {note}"
