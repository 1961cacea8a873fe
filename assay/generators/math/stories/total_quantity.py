"""What comes of rates and times in mixed units: a quantity with its unit, or a mean rate.

Example: 40 min at 12 km/h, then 2 h at 5 m/s, in km -> 44 km, worked 12*40 = 480, 480*(1/60) = 8,
5*2 = 10, 10*(18/5) = 36, 8+36 = 44.

Distances, volumes, masses and energies. A unit that converts is right as well. The oracle counts in
the smallest units with flint.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.spelling import signed
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import Phrasings, told


@dataclass(frozen=True, slots=True)
class Size:
    """How many stretches, the bounds of rates and times, whether units are mixed, whether the mean
    rate may be asked for.
    """

    legs: int
    rate: int
    time: int
    mixed: bool = True
    mean: bool = False


LEVELS = {
    1: Size(1, 20, 12, mixed=False),
    2: Size(1, 60, 30),
    3: Size(2, 40, 20, mixed=False),
    4: Size(2, 60, 50),
    5: Size(2, 90, 90, mean=True),
    6: Size(3, 120, 90, mean=True),
    7: Size(4, 300, 200, mean=True),
    8: Size(5, 900, 500, mean=True),
    9: Size(7, 2_000, 1_000, mean=True),
    10: Size(10, 9_999, 9_999, mean=True),
}
_SECONDS = {"s": 1, "min": 60, "h": 3600}
Rate = tuple[str, str]
"""A unit of what is counted, and the unit of time it is counted for; W and kW have their own."""
_AMOUNTS: Mapping[str, Mapping[str, Fraction]] = {
    "distance": {"m": Fraction(1), "km": Fraction(1000)},
    "volume": {"mL": Fraction(1, 1000), "L": Fraction(1), "m^3": Fraction(1000)},
    "mass": {"g": Fraction(1, 1000), "kg": Fraction(1)},
    "energy": {"kJ": Fraction(1000), "kWh": Fraction(3_600_000), "MJ": Fraction(10**6)},
}
_RATES: Mapping[str, Mapping[str, Rate]] = {
    "distance": {"km/h": ("km", "h"), "m/s": ("m", "s"), "m/min": ("m", "min")},
    "volume": {"L/min": ("L", "min"), "mL/s": ("mL", "s"), "m^3/h": ("m^3", "h")},
    "mass": {"kg/h": ("kg", "h"), "g/s": ("g", "s"), "g/min": ("g", "min")},
    "energy": {"kW": ("kWh", "h"), "kJ/s": ("kJ", "s"), "MJ/h": ("MJ", "h")},
}
_SCENES: Mapping[str, tuple[str, ...]] = {
    "distance": ("A ferry sails", "A tractor goes", "A cyclist rides", "A runner runs"),
    "volume": ("A pump runs", "A tap is open", "A spring feeds a pond", "A valve stays open"),
    "mass": ("A mill grinds", "A belt carries sand", "A feeder fills sacks", "A kiln bakes clay"),
    "energy": ("A heater is on", "A motor works", "A solar panel feeds in", "An oven is in use"),
}
_HOW_MUCH = {
    "distance": "How far does that go altogether",
    "volume": "How much water flows altogether",
    "mass": "How much does that make altogether",
    "energy": "How much energy is that altogether",
}
Leg = tuple[int, str, int, str]


def generate(rng: Random, level: int) -> Draft:
    """Draw the stretches and the unit of the answer."""
    size = LEVELS[level]
    kind = rng.choice(tuple(_AMOUNTS))
    rates = tuple(_RATES[kind])
    legs = [_leg(rng, size, rates) for _ in range(size.legs)]
    mean = size.mean and rng.random() < 0.5
    unit = rng.choice(rates if mean else tuple(_AMOUNTS[kind]))
    if not size.mixed:
        first = legs[0][1]
        legs = [(rate, first, time, _RATES[kind][first][1]) for rate, _, time, _ in legs]
        unit = _RATES[kind][first][0]
    lines = _mean_lines(kind, legs, unit) if mean else _lines(kind, legs, unit)
    return Draft(
        prompts=_prompts(rng, kind, legs, unit, mean),
        problem={"kind": kind, "legs": sorted(legs), "unit": unit, "mean": mean},
        answer=Answer("quantity", f"{lines[-1][1]} {unit}"),
        steps=worked(lines),
        meta={"size": sum(len(f"{rate}{time}") + 6 for rate, _, time, _ in legs) + 6 * size.mixed},
    )


def _leg(rng: Random, size: Size, rates: tuple[str, ...]) -> Leg:
    """A rate and for how long."""
    time = rng.choice(tuple(_SECONDS))
    return rng.randint(2, size.rate), rng.choice(rates), rng.randint(2, size.time), time


def _lines(kind: str, legs: list[Leg], unit: str) -> list[Line]:
    """Rate times time, brought to the unit of the answer; then the sum."""
    lines: list[Line] = []
    amounts: list[Fraction] = []
    for rate, rated, time, timed in legs:
        what, per = _RATES[kind][rated]
        factor = Fraction(_SECONDS[timed], _SECONDS[per]) * _AMOUNTS[kind][what]
        factor /= _AMOUNTS[kind][unit]
        lines.append((f"{rate}*{time}", str(rate * time)))
        amounts.append(rate * time * factor)
        if factor != 1:
            lines.append((f"{rate * time}*{signed(factor)}", str(amounts[-1])))
    if len(legs) > 1:
        lines.append(("+".join(map(str, amounts)), str(sum(amounts))))
    return lines


def _mean_lines(kind: str, legs: list[Leg], unit: str) -> list[Line]:
    """All of it, all of the time, and the one divided by the other."""
    what, per = _RATES[kind][unit]
    lines = _lines(kind, legs, what)
    whole = lines[-1][1]
    times: list[Fraction] = []
    for _, _, time, timed in legs:
        factor = Fraction(_SECONDS[timed], _SECONDS[per])
        times.append(time * factor)
        if factor != 1:
            lines.append((f"{time}*{signed(factor)}", str(times[-1])))
    if len(times) > 1:
        lines.append(("+".join(map(str, times)), str(sum(times))))
    lines.append((f"({whole})/{signed(sum(times))}", str(Fraction(whole) / sum(times))))
    return lines


def _prompts(rng: Random, kind: str, legs: list[Leg], unit: str, mean: bool) -> Phrasings:
    parts = [f"{time} {timed} at {rate} {rated}" for rate, rated, time, timed in legs]
    turned = [f"at {rate} {rated} for {time} {timed}" for rate, rated, time, timed in legs]
    latex = [
        rf"$ {time} \,\mathrm{{{timed}}} $ at $ {rate} \,\mathrm{{{rated}}} $"
        for rate, rated, time, timed in legs
    ]
    first, second, third = rng.sample(_SCENES[kind], 3)
    asked = "mean rate" if mean else "total"
    return told(
        f"{'; '.join(parts)}: {asked} in {unit}, with the unit=",
        (
            f"{first} {', then '.join(parts)}.",
            f"{second} {', then '.join(turned)}.",
            f"{third} {', then '.join(latex)}.",
        ),
        (
            f"What is the mean rate over the whole time, in {unit}?",
            f"At which constant rate, in {unit}, would the same come of it in the same time?",
        )
        if mean
        else (
            f"{_HOW_MUCH[kind]}, in {unit}?",
            f"{_HOW_MUCH[kind]}? It is wanted in {unit}.",
        ),
        (
            "Answer with an exact number and the unit.",
            "Give the exact value together with its unit.",
        ),
    )


_SMALLEST = {"m": 1000, "km": 10**6, "mL": 1, "L": 1000, "m^3": 10**6, "g": 1, "kg": 1000}
_JOULES = {"kJ": 1000, "kWh": 3_600_000, "MJ": 10**6, "kW": 3_600_000}


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Everything in millimetres, millilitres, grams or joules, and in seconds."""
    from flint import fmpq

    def scale(rated: str) -> fmpq:
        what, _, per = rated.partition("/")
        hours = {"": 3600, "h": 3600, "min": 60, "s": 1}[per]
        return fmpq(_SMALLEST.get(what) or _JOULES[what], hours)

    seconds = [time * _SECONDS[timed] for _, _, time, timed in problem["legs"]]
    rates = [rate * scale(rated) for rate, rated, _, _ in problem["legs"]]
    whole = sum((rate * t for rate, t in zip(rates, seconds, strict=True)), fmpq(0))
    unit = problem["unit"]
    if problem["mean"]:
        value = whole / sum(seconds) / scale(unit)
    else:
        value = whole / (_SMALLEST.get(unit) or _JOULES[unit])
    return Answer("quantity", f"{value} {unit}")


def capacity(level: int) -> int | None:
    """Stretches without their order, for each kind; units of the answer are not counted, since
    means have as many as sums.
    """
    size = LEVELS[level]
    units = 3 if not size.mixed else 9
    legs = ((size.rate - 1) * (size.time - 1)) ** size.legs
    forms = 4 * (units if not size.mixed else units**size.legs)
    return capped(legs * forms // prod(range(1, size.legs + 1)))


FAMILY = Family(
    name="total_quantity",
    area="math",
    domain="word problems",
    answer_kind="quantity",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
