"""The families of recipes/phrasings.yaml: wordings that share no problem, and plain orders."""

from random import Random

import pytest

from assay.core.canonical import dumps
from assay.generators import find

MODULE = "recipes.reworded_families"
TRAINED = ("ASKED_CHAIN", "ASKED_SUM", "ASKED_GAPS", "ASKED_EVENS")
HELD_BACK = ("ASKED_REWORDED", "ASKED_UNHEARD")


def drafts(name: str, count: int = 300) -> list[object]:
    family = find(f"{MODULE}:{name}")
    rng = Random(7)
    return [family.generate(rng, 1 + at % 10) for at in range(count)]


@pytest.mark.parametrize("name", [*TRAINED, *HELD_BACK, "PLAIN"])
def test_an_oracle_agrees(name: str) -> None:
    family = find(f"{MODULE}:{name}")
    assert family.oracle is not None
    for draft in drafts(name):
        assert family.oracle(draft.problem) == draft.answer  # type: ignore[attr-defined]


def test_no_problem_is_asked_in_two_wordings() -> None:
    asked = {
        name: {dumps(draft.problem) for draft in drafts(name, 2000)}  # type: ignore[attr-defined]
        for name in (*TRAINED, *HELD_BACK)
    }
    trained = set().union(*(asked[name] for name in TRAINED))
    reworded, unheard = (asked[name] for name in HELD_BACK)
    assert all(len(problems) > 500 for problems in asked.values())
    assert not trained & reworded and not trained & unheard and not reworded & unheard


def test_no_sentence_is_shared_by_two_wordings() -> None:
    def openings(name: str) -> set[str]:
        found = set()
        for draft in drafts(name):
            thing = draft.problem.get("number") or draft.problem["expression"]  # type: ignore[attr-defined]
            for prompt in draft.prompts:  # type: ignore[attr-defined]
                found.add(prompt.split("the ")[0].replace(thing, ""))
        return found

    seen = [set().union(*map(openings, TRAINED)), *map(openings, HELD_BACK)]
    assert not seen[0] & seen[1] and not seen[0] & seen[2] and not seen[1] & seen[2]
