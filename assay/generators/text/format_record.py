"""Facts about people put into a stated format, character by character.

Example: "Ada is 34 years old and has a cat." as JSON with keys name, pet, without spaces
-> {"name":"Ada","pet":"cat"}.

Formats: JSON, fields with separators, key=value pairs; values are words (a response's one number
would be taken for its answer). Levels grow in the number of people and of fields; from level 5
people are to be sorted, from level 8 some are left out. The oracle uses the standard library's JSON
writer.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import perm
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.text.names import NAMES
from assay.generators.text.parts import bounded, commas, compose, in_words, listed

Person = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A drawn value and how it is told of a person."""

    draw: Callable[[Random], Any]
    told: Callable[[Any], str]


def _one_of(values: str) -> Callable[[Random], str]:
    return lambda rng: rng.choice(values.split())


FIELDS: Mapping[str, Field] = {
    "city": Field(
        _one_of("Lima Porto Oslo Dakar Quito Kyoto Cairo Turin Perth Delhi Accra Riga"),
        lambda v: f"lives in {v}",
    ),
    "pet": Field(
        _one_of("cat dog parrot rabbit horse turtle goat hamster"), lambda v: f"has a {v}"
    ),
    "color": Field(
        _one_of("red blue green yellow purple brown white black"),
        lambda v: f"likes the color {v}",
    ),
    "sport": Field(
        _one_of("tennis chess hockey cricket golf soccer rugby squash"), lambda v: f"plays {v}"
    ),
    "language": Field(
        _one_of("Thai Dutch Arabic Hindi Polish Swahili Greek Korean"), lambda v: f"speaks {v}"
    ),
    "member": Field(
        lambda rng: rng.random() < 0.5, lambda v: f"is {'' if v else 'not '}a member of the club"
    ),
    "drink": Field(_one_of("tea coffee milk water cocoa juice"), lambda v: f"drinks {v}"),
}
_AGES = range(18, 81)


@dataclass(frozen=True, slots=True)
class Size:
    """How many people and fields beside the name; whether to sort, and to leave people out."""

    people: int
    fields: int
    sort: bool = False
    leave: bool = False


LEVELS = {
    1: Size(1, 2),
    2: Size(1, 3),
    3: Size(1, 5),
    4: Size(2, 3),
    5: Size(3, 4, True),
    6: Size(4, 4, True),
    7: Size(5, 5, True),
    8: Size(6, 5, True, True),
    9: Size(7, 6, True, True),
    10: Size(9, 6, True, True),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw people with all their fields, the fields to write, and the format."""
    size = LEVELS[level]
    names = rng.sample(NAMES, size.people)
    ages = rng.sample(_AGES, size.people)
    keys = rng.sample(sorted(FIELDS), size.fields)
    people: list[Person] = [
        {"name": name, "age": age, **{key: FIELDS[key].draw(rng) for key in sorted(keys)}}
        for name, age in zip(names, ages, strict=True)
    ]
    style = rng.choice(("json", "fields", "pairs"))
    by = rng.choice(("name", "age")) if size.sort else ""
    least = sorted(ages)[1] if size.leave else 0
    kept = [person for person in people if person["age"] >= least]
    if by:
        kept.sort(key=lambda person: person[by])
    records = [_WRITERS[style](person, ["name", *keys]) for person in kept]
    value = _together(style, records)
    said = [*sorted(keys), *(["age"] if by == "age" or least else [])]
    rng.shuffle(said)
    people = [{key: person[key] for key in ("name", *said)} for person in people]
    return Draft(
        prompts=_prompts(people, said, ["name", *keys], style, by, least),
        problem={"people": people, "keys": keys, "style": style, "by": by, "least": least},
        answer=Answer("text", value, {"exact": True}),
        steps=tuple(in_words(p["name"], r) for p, r in zip(kept, records, strict=True)),
    )


def _json(person: Person, keys: list[str]) -> str:
    members = []
    for key in keys:
        value = person[key]
        if isinstance(value, bool):
            members.append(f'"{key}":{"true" if value else "false"}')
        else:
            members.append(f'"{key}":"{value}"')
    return "{" + ",".join(members) + "}"


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


_WRITERS: Mapping[str, Callable[[Person, list[str]], str]] = {
    "json": _json,
    "fields": lambda person, keys: "|".join(_plain(person[key]) for key in keys),
    "pairs": lambda person, keys: "&".join(f"{key}={_plain(person[key])}" for key in keys),
}


def _together(style: str, records: list[str]) -> str:
    if style == "json":
        return records[0] if len(records) == 1 else f"[{','.join(records)}]"
    return ";".join(records)


def _prompts(
    people: list[Person], said: list[str], keys: list[str], style: str, by: str, least: int
) -> tuple[str, ...]:
    told = [
        f"{person['name']} {listed(_told(key, person[key]) for key in said)}." for person in people
    ]
    facts = " ".join(told)
    order = {"": "", "name": "sorted by name from A to Z", "age": "sorted from youngest to oldest"}
    which = f"the records of everybody who is at least {least} years old"
    if not least:
        which = "the records of all people"
    if len(people) == 1:
        which = f"the record of {people[0]['name']}"
    elif not by:
        which += ", in the order in which they are mentioned"
    scope = f"{which}, {order[by]}" if by else which
    form = _form(style, keys, len(people) > 1)
    return compose(
        f"{facts} {scope}: {form}",
        (
            f"Read these facts. {facts}",
            f"Somebody tells you: {facts}",
            "A form is to be filled in from these notes:\n" + "\n".join(told) + "\n",
        ),
        (
            f"Write down {scope}. Format: {form}",
            f"Use the following format for {scope}. {form[0].upper()}{form[1:]}",
            f"Your output must give {scope}, as {form}",
        ),
    )


def _told(key: str, value: Any) -> str:
    return f"is {value} years old" if key == "age" else FIELDS[key].told(value)


def _form(style: str, keys: list[str], several: bool) -> str:
    order = commas(keys)
    if style == "json":
        shape = "a JSON array with one object for each person" if several else "one JSON object"
        booleans = ", true or false for member" if "member" in keys else ""
        return (
            f"{shape}, keys in the order {order}, everything on one line without any spaces"
            f"{booleans}."
        )
    member = " For member write true or false." if "member" in keys else ""
    more = ", records joined by ; signs" if several else ""
    if style == "fields":
        return f"the values of {order}, in this order, joined by | signs{more}, no spaces.{member}"
    return (
        f"key=value pairs joined by & signs{more}, with the keys {order} in this order and no "
        f"spaces.{member}"
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Sort and filter again; JSON by the standard library, the rest by template."""
    keys = ["name", *problem["keys"]]
    kept = [person for person in problem["people"] if person.get("age", 0) >= problem["least"]]
    if problem["by"]:
        kept = sorted(kept, key=lambda person: person[problem["by"]])
    rows = [{key: person[key] for key in keys} for person in kept]
    if problem["style"] == "json":
        shown = json.dumps(rows if len(problem["people"]) > 1 else rows[0], separators=(",", ":"))
        return Answer("text", shown, {"exact": True})
    words = {True: "true", False: "false"}
    cells = [
        [(key, words[row[key]] if key == "member" else f"{row[key]}") for key in keys]
        for row in rows
    ]
    if problem["style"] == "fields":
        lines = ["|".join(value for _, value in row) for row in cells]
    else:
        lines = ["&".join(map("=".join, row)) for row in cells]
    return Answer("text", ";".join(lines), {"exact": True})


def capacity(level: int) -> int | None:
    """At least: names, rows of fields, and six values for each field."""
    size = LEVELS[level]
    return bounded(perm(len(NAMES), size.people) * 6**size.fields * perm(len(FIELDS), size.fields))


FAMILY = Family(
    name="format_record",
    area="text",
    domain="formats",
    answer_kind="text",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
