"""Where a thing is after people have walked about, taken, left and handed over things.

Example: "Ada takes the key in the hall. Ada goes to the cellar. Ada leaves the key there. Ada goes
to the garden. Where is the key?" -> cellar.

Levels grow in the number of events and of people and things that only distract. The steps keep to
the asked thing. The oracle asks backwards: who had it last, and where was that person?
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import perm
from random import Random
from typing import Any

from assay.core.records import Answer, Step
from assay.generators.family import Draft, Family
from assay.generators.text.names import NAMES
from assay.generators.text.parts import bounded, bullets, compose, in_words, listed

_ROOMS = ("kitchen", "garden", "attic", "cellar", "hallway", "library", "garage", "bedroom")
_THINGS = ("key", "lamp", "book", "ball", "cup", "coat", "map", "ring")
Event = tuple[str, str, str]
"""(who, "go", room), (who, "take" or "leave", thing) or (who, "give " + thing, to whom)."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many events, people, things and rooms."""

    events: int
    people: int
    things: int
    rooms: int


LEVELS = {
    1: Size(4, 2, 1, 4),
    2: Size(6, 2, 1, 4),
    3: Size(8, 2, 2, 5),
    4: Size(10, 3, 2, 5),
    5: Size(13, 3, 2, 6),
    6: Size(16, 3, 3, 6),
    7: Size(20, 4, 3, 7),
    8: Size(25, 4, 3, 7),
    9: Size(31, 5, 4, 8),
    10: Size(38, 5, 4, 8),
}


@dataclass(slots=True)
class House:
    """Where people are, and where things are: in a room or in somebody's hands."""

    rooms: list[str]
    people: dict[str, str]
    things: dict[str, str]

    def room_of(self, thing: str) -> str:
        """The room of a thing, also when it is carried."""
        place = self.things[thing]
        return self.people.get(place, place)

    def possible(self, rng: Random) -> Event:
        """An event that can happen now; walks are half of all where others are possible."""
        events: list[Event] = []
        for who, room in self.people.items():
            for thing, place in self.things.items():
                if place == room:
                    events.append((who, "take", thing))
                if place == who:
                    events.append((who, "leave", thing))
                    near = [p for p, there in self.people.items() if p != who and there == room]
                    events += [(who, f"give {thing}", other) for other in near]
        if events and rng.random() < 0.5:
            return rng.choice(events)
        who = rng.choice(list(self.people))
        return who, "go", rng.choice([room for room in self.rooms if room != self.people[who]])

    def happen(self, event: Event) -> None:
        """Let an event happen."""
        who, what, target = event
        if what == "go":
            self.people[who] = target
        elif what == "take":
            self.things[target] = who
        elif what == "leave":
            self.things[target] = self.people[who]
        else:
            self.things[what.removeprefix("give ")] = target


def generate(rng: Random, level: int) -> Draft:
    """Draw a house and events until the asked thing is in another room than at first."""
    size = LEVELS[level]
    while True:
        rooms = rng.sample(_ROOMS, size.rooms)
        house = House(
            rooms,
            {name: rng.choice(rooms) for name in rng.sample(NAMES, size.people)},
            {thing: rng.choice(rooms) for thing in rng.sample(_THINGS, size.things)},
        )
        first = {"people": dict(house.people), "things": dict(house.things)}
        asked, events, steps = rng.choice(list(house.things)), [], []
        for number in range(1, size.events + 1):
            event = house.possible(rng)
            before = (house.things[asked], house.room_of(asked))
            house.happen(event)
            events.append(event)
            if (house.things[asked], house.room_of(asked)) != before:
                steps.append(_step(number, house, asked))
        if house.room_of(asked) != first["things"][asked]:
            break
    return Draft(
        prompts=_prompts(first, events, asked),
        problem={**first, "events": [list(event) for event in events], "asked": asked},
        answer=Answer("text", house.room_of(asked)),
        steps=tuple(steps),
    )


def _step(number: int, house: House, thing: str) -> Step:
    holder = house.things[thing]
    who = f"with {holder}, {house.people[holder]}" if holder in house.people else holder
    return in_words(f"the {thing} after event {number}", who)


def _prompts(first: dict[str, dict[str, str]], events: list[Event], asked: str) -> tuple[str, ...]:
    start = listed(f"{name} is in the {room}" for name, room in first["people"].items())
    things = listed(f"the {thing} is in the {room}" for thing, room in first["things"].items())
    told = [_told(event) for event in events]
    short = " ".join(told)
    forms = ("", "Answer with the name of the room.", "Give only the room.")
    return compose(
        f"{start}; {things}. {short} Which room is the {asked} in?",
        (
            f"At first {start}. Moreover, {things}. {short}",
            f"In a house {start}; {things}. Then:\n{bullets(told)}\n",
            f"Follow this story. In the beginning {start}, and {things}. {short}",
        ),
        (
            f"In which room is the {asked} now?",
            f"Where is the {asked} at the end?",
            f"Which room would you search to find the {asked}?",
        ),
        forms,
    )


def _told(event: Event) -> str:
    who, what, target = event
    if what == "go":
        return f"{who} goes to the {target}."
    if what == "take":
        return f"{who} picks up the {target}."
    if what == "leave":
        return f"{who} puts down the {target}."
    return f"{who} hands the {what.removeprefix('give ')} to {target}."


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Back from the end: the last change of hands, then the walker's last walk before its end."""
    events, asked = problem["events"], problem["asked"]
    for at in range(len(events) - 1, -1, -1):
        who, what, target = events[at]
        if what in ("take", "leave") and target == asked:
            until = at if what == "leave" else len(events)
            return Answer("text", _where(problem, who, until))
        if what == f"give {asked}":
            return Answer("text", _where(problem, target, len(events)))
    return Answer("text", problem["things"][asked])


def _where(problem: Mapping[str, Any], who: str, until: int) -> str:
    """The room of a person before the event number `until`."""
    walks = [e[2] for e in problem["events"][:until] if e[0] == who and e[1] == "go"]
    return str(walks[-1] if walks else problem["people"][who])


def capacity(level: int) -> int | None:
    """At least: people, rooms and things, and where they are at first."""
    size = LEVELS[level]
    people = perm(len(NAMES), size.people) * size.rooms**size.people
    things = perm(len(_THINGS), size.things) * size.rooms**size.things
    return bounded(people * things)


FAMILY = Family(
    name="object_tracking",
    area="text",
    domain="state tracking",
    answer_kind="text",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
