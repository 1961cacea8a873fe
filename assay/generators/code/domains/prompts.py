"""How a program of a domain is asked for: four layouts, each in three wordings.

    prompts(GRIDS, problem, examples)[0]
        "Write a Python function `solve(grid: list[list[int]]) -> int`. ..."

Every phrasing holds the signature, what the argument is, all stages and at least one example.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from assay.generators.code.domains.domain import Domain
from assay.generators.code.domains.drawing import ENTRY, Problem, signature, start_of

SHOWN = 3
_NUMBERED = (
    ("Write a Python function `{s}`. {about} The function does the following, in this order, and "
     "returns the result:\n{steps}\n\nExamples:\n{tests}\n\n",
     "Answer with the function in one Python code block."),
    ("Implement `{s}` in Python. {about}\n\nThe steps, one after the other:\n{steps}\n\nThe value "
     "after the last step is returned.\n{tests}\n\n",
     "Give one code block with the whole program."),
    ("A task for a Python programmer. {about}\n\nWhat `{s}` has to do with it:\n{steps}\nThen it "
     "returns what it has. These hold:\n{tests}\n\n",
     "Reply with code only."),
)  # fmt: skip
_RUNNING = (
    ("I need a function in Python: `{s}`. {about} First of all, {running} That is the return "
     "value. For instance:\n{tests}\n", "Reply with the code only, in one code block."),
    ("Here is what the Python function `{s}` should do. {about} Begin with that argument and "
     "{running} Return what comes out.\n\n{tests}\n\n", "Write it, in one code block."),
    ("{about} Please {running} This is what `{s}` returns; write it in Python.\n{tests}\n\n",
     "One code block is enough."),
)  # fmt: skip
_DOCTEST = (
    "Complete this Python function.\n\n{code}\n\nGive the whole function in one code block.",
    "{code}\n\nThe body of this function is missing. Write the function out in one code block.",
    "Fill in the function below so that it does what its docstring says.\n\n{code}\n\nAnswer with "
    "a single code block.",
)


def prompts(
    domain: Domain, problem: Problem, examples: Sequence[Mapping[str, Any]]
) -> tuple[str, ...]:
    """Every phrasing of a problem."""
    clauses = [domain.library.words(stage) for stage in problem["stages"]]
    head = signature(domain, problem)
    about = start_of(domain, problem).about.format(size=problem["size"])
    calls = [(f"{ENTRY}({e['args'][0]!r})", repr(e["result"])) for e in examples[:SHOWN]]
    tests = "\n".join(f"{call} == {result}" for call, result in calls)
    sentences = [_sentence(clause) for clause in clauses]
    numbered = "\n".join(f"{i}. {text}" for i, text in enumerate(sentences, 1))
    running = " Then ".join(f"{clause}." for clause in clauses)
    code = _docstring(head, about, sentences, calls)
    made = [
        (first + last).format(s=head, about=about, steps=numbered, running=running, tests=tests)
        for first, last in (*_NUMBERED, *_RUNNING)
    ]
    made += [text.format(code=code) for text in _DOCTEST]
    shown = f"{calls[0][0]} == {calls[0][1]}"
    made.append(f"def {head}: {about} {'; '.join(clauses)}; return the result. {shown}")
    made.append(f"Python, {head}. {about}\n- " + "\n- ".join(clauses) + f"\n- return it\n{shown}")
    return tuple(made)


def _docstring(
    head: str, about: str, sentences: Sequence[str], calls: Sequence[tuple[str, str]]
) -> str:
    bullets = "\n".join(f"    - {text}" for text in sentences)
    doctest = "\n".join(f"    >>> {call}\n    {result}" for call, result in calls)
    return (
        f'```python\ndef {head}:\n    """{about}\n\n    Do this in order and return the result:\n\n'
        f'{bullets}\n\n{doctest}\n    """\n```'
    )


def _sentence(clause: str) -> str:
    return clause[0].upper() + clause[1:] + "."
