"""Wrong golds, made on purpose: typed slips that a proof of golds has to catch.

    wrong_values(Answer("integer", "42"))     ->  ("sign", "-42"), ("one more", "43"), ...
    python -m assay.pipelines.gold_faults > docs/families-faults.json

Typed by the kind of answer: the tables of `slips` and `slips_of_kinds` name the slip and make the
wrong value of the right one. The checkers are not asked, since they are among what the faults test.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from assay.core.canonical import loads
from assay.core.errors import UsageError
from assay.core.records import Answer
from assay.generators import FAMILIES, Family, draw
from assay.generators.family import LEVELS
from assay.pipelines.audit import compare_answers
from assay.pipelines.slips import (
    ANTIDERIVATIVE,
    EXPRESSION,
    INTERVAL,
    LIST,
    MATRIX,
    NUMBER,
    SET,
    SPELLING,
    TEXT,
    TUPLE,
    Fault,
)
from assay.pipelines.slips_of_kinds import (
    BOOLEAN,
    CHOICE,
    EQUATION,
    MULTISET,
    QUANTITY,
    VECTOR,
    WITNESS,
)

_OF_RESIDUES = ("sign", "one more", "one less", "ten times", "doubled", "upside down", "no value")
FAULTS: Mapping[str, Mapping[str, Fault]] = {
    "vector": VECTOR,
    "multiset": MULTISET,
    "equation": EQUATION,
    "quantity": QUANTITY,
    "boolean": BOOLEAN,
    "choice": CHOICE,
    "witness": WITNESS,
    "modular": {k: v for k, v in NUMBER.items() if k in _OF_RESIDUES},
    "integer": {k: v for k, v in NUMBER.items() if k not in ("upside down", "denominator lost")},
    "decimal": NUMBER,
    "rational": NUMBER,
    "set": SET,
    "expression": EXPRESSION,
    "antiderivative": ANTIDERIVATIVE,
    "interval": INTERVAL,
    "matrix": MATRIX,
    "tuple": TUPLE,
    "list": LIST,
    "text": {**TEXT, **SPELLING},
}


def wrong_values(answer: Answer) -> list[tuple[str, str]]:
    """(slip, wrong value) for every slip that applies; nothing for kinds without a table."""
    found = []
    for name, fault in FAULTS.get(answer.kind, {}).items():
        value = fault(answer.value)
        if value is not None and not _same_class(answer, value):
            found.append((name, value))
    return found


def _same_class(answer: Answer, value: str) -> bool:
    """Whether a changed residue is another member of its class."""
    modulus = answer.spec.get("modulus")
    if modulus is None or not value.lstrip("-").isdigit():
        return False
    return (int(value) - int(answer.value)) % int(modulus) == 0


def faulty_answers(answer: Answer) -> list[tuple[str, Answer]]:
    """(slip, the answer with it). A program's gold is its entry and its examples."""
    if answer.kind == "program":
        return list(_faulty_programs(answer))
    return [(slip, replace(answer, value=value)) for slip, value in wrong_values(answer)]


def _faulty_programs(answer: Answer) -> Iterator[tuple[str, Answer]]:
    examples = list(answer.spec["examples"])
    results = [example["result"] for example in examples]
    changes: dict[str, list[Any]] = {
        "an example lost": examples[:-1],
        "an example twice": [*examples, examples[0]],
        "results turned round": [
            {**example, "result": result}
            for example, result in zip(examples, results[::-1], strict=True)
        ],
        "first result changed": [{**examples[0], "result": _other(results[0])}, *examples[1:]],
        "last result changed": [*examples[:-1], {**examples[-1], "result": _other(results[-1])}],
    }
    yield "another entry", replace(answer, value=f"{answer.value}2")
    for slip, changed in changes.items():
        if changed != examples:
            yield slip, replace(answer, spec={**answer.spec, "examples": changed})


def _other(result: Any) -> Any:
    """A near value of the same type."""
    if isinstance(result, bool):
        return not result
    if isinstance(result, int):
        return result + 1
    if isinstance(result, str):
        return str(int(result) + 1) if result.lstrip("-").isdigit() else f"{result}q"
    return [*result, 0]


@dataclass(frozen=True, slots=True)
class Score:
    """How many faults of how many types were planted in a family's golds, and how many caught."""

    types: int
    planted: int
    caught: int
    missed: tuple[str, ...] = ()


def fault_score(family: Family, items: int = 20, seed: int = 11) -> Score:
    """Plant every slip in the first `items` golds; the oracle and the checkers are to refuse it."""
    if family.oracle is None:
        raise UsageError(f"{family.name} has no oracle: nothing can catch a fault in its golds")
    types: set[str] = set()
    planted, missed = 0, []
    for index in range(items):
        task = draw(family, LEVELS[index % len(LEVELS)], seed, index).task
        second = family.oracle(loads(task.meta["problem"]))
        for slip, faulty in faulty_answers(task.answer):
            types.add(slip)
            planted += 1
            if compare_answers(faulty, second) != "wrong":
                missed.append(f"{task.task_id}: {slip}")
    return Score(len(types), planted, planted - len(missed), tuple(missed[:5]))


if __name__ == "__main__":
    scores = {name: asdict(fault_score(family)) for name, family in FAMILIES.items()}
    print(json.dumps(scores, indent=0, sort_keys=True))
