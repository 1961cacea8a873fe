"""Whether a text surely lacks the property of a witness: by plain integers, words and `re`.

    no_witness({"type": "one_of", "values": [0, 3]}, "1")  ->  "it is not among the right ones"

Many answers are right, so that another than the gold need not be wrong. For the attacks alone: none
of it goes through `witness.py`, which they are to test, and None only means that nothing was shown.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

Property = Mapping[str, Any]
_LIST = re.compile(r"[\[(]?\s*(\w+|-\d+)(?:\s*,\s*(\w+|-\d+))*\s*[\])]?")


def no_witness(wanted: Property, text: str) -> str | None:
    """Why `text` has not the property, in words; None where that is not shown."""
    rule = _RULES.get(wanted.get("type", ""))
    return rule(wanted, text.strip().casefold()) if rule else None


def _one_of(wanted: Property, text: str) -> str | None:
    right = {str(value).casefold() for value in wanted["values"]}
    plain = re.fullmatch(r"-?[1-9]\d*|0|[a-z]+", text)
    return "it is not among the right ones" if plain and text not in right else None


def _pattern(wanted: Property, text: str) -> str | None:
    """Only words are asked of `re`, and short ones: its time has no bound in their length."""
    if not re.fullmatch(r"\w{1,30}", text):
        return None
    if len(text) > wanted["longest"]:
        return "it is too long"
    fits = [re.fullmatch(wanted[name], text) is not None for name in ("accept", "reject")]
    return None if fits == [True, False] else "it does not fit the one, or fits the other"


def _colouring(wanted: Property, text: str) -> str | None:
    colours = _members(text)
    if colours is None:
        return None
    if len(colours) != wanted["nodes"]:
        return f"{len(colours)} colours for {wanted['nodes']} nodes"
    same = [edge for edge in wanted["edges"] if colours[edge[0]] == colours[edge[1]]]
    other = set(colours) - {str(colour).casefold() for colour in wanted["colours"]}
    if other:
        return f"{sorted(other)} is no colour"
    return f"neighbours {same} are alike" if same else None


def _clauses(wanted: Property, text: str) -> str | None:
    said = _members(text)
    if said is None or not set(said) <= {"true", "false"}:
        return None
    if len(said) != wanted["unknowns"]:
        return f"{len(said)} values for {wanted['unknowns']} unknowns"
    true = {place + 1 if value == "true" else -place - 1 for place, value in enumerate(said)}
    failed = [clause for clause in wanted["clauses"] if not true & set(clause)]
    return f"clause {failed[0]} is false" if failed else None


def _integers(wanted: Property, text: str) -> str | None:
    said = _members(text)
    if said is None or not all(re.fullmatch(r"-?\d{1,9}", part) for part in said):
        return None
    numbers = [int(part) for part in said]
    if len(numbers) != wanted["count"]:
        return f"{len(numbers)} numbers for {wanted['count']}"
    if wanted["least"] is not None and min(numbers) < wanted["least"]:
        return f"a number below {wanted['least']}"
    totals = [
        sum(factor * n ** each["power"] for factor, n in zip(factors, numbers, strict=True))
        for each in wanted["equations"]
        for factors in (each["coefficients"],)
    ]
    asked = [each["total"] for each in wanted["equations"]]
    return f"the sums are {totals}, not {asked}" if totals != asked else None


def _members(text: str) -> list[str] | None:
    """The words or numbers of a list; None for anything else."""
    return re.findall(r"-?\w+", text) if _LIST.fullmatch(text) else None


_RULES: Mapping[str, Callable[[Property, str], str | None]] = {
    "one_of": _one_of,
    "pattern": _pattern,
    "colouring": _colouring,
    "clauses": _clauses,
    "integers": _integers,
}
