"""The scenes in which `chain_words` tells its chains: who has what, and how it grows and shrinks.

    scene.tell("Ana", 12, [("add", 5), ("half",)], rng)
    "Ana has 12 coins. Ana earns 5 more coins. Ana gives away half of the coins. How many coins..."

Every sentence is complete by itself and fits any amount from 2 up, so that scenes, sentences and
events combine freely. Nothing here computes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

Event = tuple[Any, ...]

NAMES = (
    *("Ana", "Ben", "Chen", "Dora", "Emeka", "Farid", "Grace", "Hana", "Ivan", "Jamila", "Kofi"),
    *("Lena", "Mateo", "Nia", "Omar", "Priya", "Quinn", "Rosa", "Sami", "Tomas", "Uma", "Yuki"),
)
TIMES = {2: "doubles", 3: "triples", 4: "becomes four times as large"}


@dataclass(frozen=True, slots=True)
class Scene:
    """Sentences by event; {w} is the person, {n} an amount, {k} a number of equal groups."""

    start: str
    add: tuple[str, ...]
    take: tuple[str, ...]
    groups: tuple[str, ...]
    less: tuple[str, ...]
    times: str
    half: str
    question: str

    def tell(self, who: str, start: int, events: Sequence[Event], rng: Random) -> str:
        """The whole story, one sentence an event, the question last."""
        sentences = [self.start.format(w=who, n=start)]
        sentences += [self._sentence(event, who, rng) for event in events]
        return " ".join([*sentences, self.question.format(w=who)])

    def _sentence(self, event: Event, who: str, rng: Random) -> str:
        match event:
            case ("add", n):
                return rng.choice(self.add).format(w=who, n=n)
            case ("take", n):
                return rng.choice(self.take).format(w=who, n=n)
            case ("groups", k, n):
                return rng.choice(self.groups).format(w=who, k=k, n=n)
            case ("less", k, n):
                return rng.choice(self.less).format(w=who, k=k, n=n)
            case ("times", k):
                return self.times.format(w=who, t=TIMES[k])
        return self.half.format(w=who)


SCENES = (
    Scene(
        "{w} has {n} coins.",
        ("{w} earns {n} more coins.", "{w} is given another {n} coins.", "{w} finds {n} coins."),
        ("{w} spends {n} coins.", "{w} loses {n} coins.", "{w} gives {n} coins to a friend."),
        ("{w} opens {k} purses and takes out {n} coins from each.",),
        ("{w} buys {k} tickets for {n} coins each.", "{w} pays {k} helpers {n} coins each."),
        "Thanks to a lucky bet, the number of coins that {w} has {t}.",
        "{w} gives away half of the coins.",
        "How many coins does {w} have in the end?",
    ),
    Scene(
        "There are {n} apples in the basket of {w}.",
        ("{w} picks {n} apples and puts them in.", "{n} more apples are added."),
        ("{w} takes out {n} apples to bake pies.", "{n} apples are eaten."),
        ("{w} adds {k} bags of {n} apples each.", "{k} neighbours each put in {n} apples."),
        ("{w} takes out apples for {k} cakes, {n} for each cake.",),
        "After the harvest the number of apples in the basket {t}.",
        "{w} sells half of the apples in the basket.",
        "How many apples are in the basket now?",
    ),
    Scene(
        "A train leaves the first station with {n} passengers.",
        ("At the next stop {n} passengers get on.", "{n} more people board."),
        ("At the next stop {n} passengers get off.", "{n} people leave the train."),
        ("Then {k} groups of {n} passengers each get on.",),
        ("Then {k} families of {n} passengers each get off.",),
        "At a large station nobody gets off and the number of passengers {t}.",
        "At a junction half of the passengers get off and nobody gets on.",
        "How many passengers are on the train after that?",
    ),
    Scene(
        "A shelf in the library of {w} holds {n} books.",
        ("{w} places {n} more books on it.", "{n} returned books are put on it."),
        ("{n} books are lent out from it.", "{w} removes {n} worn books from it."),
        ("{w} unpacks {k} boxes of {n} books each onto it.",),
        ("{k} readers borrow {n} books each from it.",),
        "After a donation the number of books on the shelf {t}.",
        "Half of the books on the shelf are moved to another room.",
        "How many books are on the shelf at the end?",
    ),
    Scene(
        "In a game {w} starts with {n} points.",
        ("{w} wins {n} points.", "A bonus gives {w} {n} more points."),
        ("{w} loses {n} points.", "A penalty costs {w} {n} points."),
        ("{w} solves {k} puzzles worth {n} points each.",),
        ("{w} makes {k} mistakes and loses {n} points for each.",),
        "A magic card is played: the score of {w} {t}.",
        "A trap takes away half of the points that {w} has.",
        "What is the score of {w} now?",
    ),
    Scene(
        "A water tank contains {n} litres.",
        ("{w} pours in {n} litres.", "Rain adds {n} litres."),
        ("{w} draws off {n} litres.", "{n} litres leak out."),
        ("{w} empties {k} full buckets of {n} litres each into it.",),
        ("{w} fills {k} empty cans of {n} litres each from it.",),
        "During the night a pump runs until the amount of water in the tank {t}.",
        "Half of the water in the tank is used in the garden.",
        "How many litres are in the tank now?",
    ),
    Scene(
        "{w} owns {n} stickers.",
        ("{w} buys {n} more stickers.", "A friend gives {w} {n} stickers."),
        ("{w} gives {n} stickers away.", "{w} uses up {n} stickers."),
        ("{w} opens {k} packs that hold {n} stickers each.",),
        ("{w} hands {n} stickers to each of {k} classmates.",),
        "After a big swap the number of stickers that {w} owns {t}.",
        "{w} sells half of the stickers.",
        "How many stickers does {w} own at the end?",
    ),
    Scene(
        "A baker named {w} has {n} rolls in the shop.",
        ("{w} bakes {n} more rolls.", "The oven delivers another {n} rolls."),
        ("{w} sells {n} rolls.", "{n} rolls are delivered to a school."),
        ("{w} brings in {k} trays with {n} rolls on each.",),
        ("{k} customers buy {n} rolls each.",),
        "A second bakery sends rolls until the number of rolls in the shop {t}.",
        "Half of the rolls in the shop are sold to a hotel.",
        "How many rolls are in the shop now?",
    ),
)
