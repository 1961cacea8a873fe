"""Phrasings put together from slots, so that one problem is asked in dozens of ways.

    phrasings("6*7=", ("6 times 7", "$ 6 \\\\cdot 7 $"), notes=("", "Answer with a number."))
    -> "6*7=", "Find 6 times 7.", "Find $ 6 \\\\cdot 7 $. Answer with a number.", ...

Slots: the names of what is asked (in words, plain, LaTeX), what is given, the sentence around
them, and a note on the form of the answer. Where the form is not left open, every note says it.
`told` does the same for stories. Nothing here knows the problem or its answer.
"""

from collections.abc import Callable, Sequence

from assay.generators.lazy import Lazy

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


Phrasings = Lazy[str]


def phrasings(
    short: str,
    things: Sequence[str],
    *,
    given: Sequence[str] = (),
    notes: Sequence[str] = ("",),
    plural: bool = False,
) -> Phrasings:
    """`short` and every name of the thing in every sentence; facts and notes take turns.

    `things` are noun phrases ("the value of x"), `given` clauses ("f(x) = 2x"), `notes` sentences;
    `plural` says that the things are several ("What are ...?").
    """
    things = tuple(dict.fromkeys(things))
    asked, with_facts = (_ASKED_MANY, _GIVEN_MANY) if plural else (_ASKED, _GIVEN)
    sentences = with_facts if given else asked

    def spell(number: int) -> str:
        at, turn = divmod(number, len(things))
        fact = given[(at + turn) % len(given)] if given else ""
        sentence = sentences[at].format(t=things[turn], f=fact)
        return _noted(sentence, notes[(at + turn) % len(notes)], at)

    return _with_short(short, len(sentences) * len(things), spell)


def told(
    short: str, stories: Sequence[str], questions: Sequence[str], notes: Sequence[str] = ("",)
) -> Phrasings:
    """`short` and every story with every question, in four orders; notes take turns.

    A story that is a table ends with a newline: the question then stands on a line of its own.
    """

    def spell(number: int) -> str:
        rest, order = divmod(number, len(_TOLD))
        at, which = divmod(rest, len(questions))
        story = stories[at]
        text = _TOLD[order].format(story=story, question=questions[which])
        text = _noted(text, notes[(at + which + order) % len(notes)], 0)
        return text.replace("\n ", "\n").rstrip() if "\n" in story else text

    return _with_short(short, len(stories) * len(questions) * len(_TOLD), spell)


def shown(short: str, block: str, asks: Sequence[str], notes: Sequence[str] = ("",)) -> Phrasings:
    """`short`, and a block (code, a table, a text) with every question before and behind it."""
    patterns = ("{ask}\n\n{block}", "{block}\n\n{ask}")

    def spell(number: int) -> str:
        at, order = divmod(number, len(patterns))
        note = notes[(at + order) % len(notes)]
        return patterns[order].format(ask=_noted(asks[at], note, at), block=block)

    return _with_short(short, len(asks) * len(patterns), spell)


def _with_short(short: str, count: int, spell: Callable[[int], str]) -> Phrasings:
    return Lazy(count + 1, lambda k: spell(k - 1) if k else short)


def _noted(text: str, note: str, at: int) -> str:
    """The note behind the sentence; in every third sentence before it."""
    if not note:
        return text
    return f"{note} {text}" if at % 3 == 2 else f"{text} {note}"
