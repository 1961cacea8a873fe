"""What does this call return? Functions composed of parts, for results of one type.

    draft = predict(rng, level=3, gives="ints")
        "... What does solve([4, 9, 2]) return?" -> "9, 4"

Shared by `list_prediction` and `text_prediction`. The result comes from the callables; `second`,
the families' oracle, reads the problem with code of its own (reading.py).
"""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.code import composition, reading
from assay.generators.code.inputs import draw_input
from assay.generators.family import Draft
from assay.generators.phrasing import Phrasings, shown

Spell = Callable[[Any], Answer | None]


def predict(rng: Random, level: int, gives: str, spell: Spell) -> Draft:
    """Draw a function and a call of it whose result `spell` can write as an answer.

    A result that stands in the call as it is would be a copy of the question, and is not asked for.
    """
    while True:
        spec = composition.draw_problem(rng, level, gives)
        args = [draw_input(rng, strategy, 0) for strategy in composition.strategies(spec)]
        answer = spell(composition.run(spec, args))
        call = f"{composition.ENTRY}({', '.join(map(repr, args))})"
        if answer is not None and answer.value.lower() not in call.lower():
            break
    return Draft(
        prompts=_prompts(composition.source(spec), call, WRITTEN[gives]),
        problem={"spec": spec, "args": args},
        answer=answer,
        meta={"size": composition.pieces(spec["stages"])},
    )


WRITTEN = {
    "ints": "Write the numbers of the list in order, separated by commas.",
    "text": "Write the text itself, without quotation marks.",
}


def _prompts(code: str, call: str, how: str) -> Phrasings:
    return shown(
        f"{code}\n\n{call} ->",
        f"```python\n{code}\n```",
        (
            f"What does the call `{call}` of this Python function return?",
            f"Work out by hand the value of `{call}`.",
            f"Somebody calls `{call}`. What comes back?",
            f"Here is a function. What is the result of `{call}`?",
            f"Run `{call}` in your head. Which value is returned?",
        ),
        (how,),
    )


def second(problem: Mapping[str, Any], spell: Spell) -> Answer:
    """The answer by the second reading; one without a value where it cannot be written."""
    answer = spell(reading.result(problem["spec"], problem["args"]))
    return answer or Answer("text", "")


def capacity(level: int, gives: str) -> int | None:
    """That of the functions, times CALLS: no call of a function is likelier than 1 in CALLS."""
    count = int(composition.spread(level, gives) * CALLS)
    return count if count < 2**63 else None


CALLS = 1_000
