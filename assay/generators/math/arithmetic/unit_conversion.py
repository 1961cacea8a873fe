"""A quantity to be given in another unit: lengths, areas, volumes, masses, times, speeds.

Example: 3/4 km in m -> 750, worked 3/4*1000 = 750; 36 km/h in m/s -> 10.

Factors are exact. Compound units are a quotient of two. The oracle goes through the base units with
flint's rationals. The size of a level is the number of factors times the digits of the quantity.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings

# Names (many) and sizes in the base unit of each kind.
_UNITS: Mapping[str, Mapping[str, Fraction]] = {
    "length": {
        "millimetres": Fraction(1, 1000), "centimetres": Fraction(1, 100), "metres": Fraction(1),
        "decimetres": Fraction(1, 10), "kilometres": Fraction(1000),
        "inches": Fraction(254, 10**4), "feet": Fraction(3048, 10**4),
        "yards": Fraction(9144, 10**4),
    },
    "time": {
        "seconds": Fraction(1), "minutes": Fraction(60), "hours": Fraction(3600),
        "days": Fraction(86_400), "weeks": Fraction(604_800),
    },
    "mass": {
        "milligrams": Fraction(1, 10**6), "grams": Fraction(1, 1000), "kilograms": Fraction(1),
        "tonnes": Fraction(1000),
    },
    "volume": {
        "millilitres": Fraction(1, 1000), "centilitres": Fraction(1, 100), "litres": Fraction(1),
        "hectolitres": Fraction(100), "cubic metres": Fraction(1000),
        "cubic centimetres": Fraction(1, 1000),
    },
    "area": {
        "square millimetres": Fraction(1, 10**6), "square centimetres": Fraction(1, 10**4),
        "square metres": Fraction(1), "hectares": Fraction(10**4),
        "square kilometres": Fraction(10**6),
    },
}  # fmt: skip
_METRIC = {
    kind: tuple(name for name in units if name not in ("inches", "feet", "yards"))
    for kind, units in _UNITS.items()
}
_RATES = (("length", "time"), ("volume", "time"), ("mass", "volume"), ("mass", "time"))


@dataclass(frozen=True, slots=True)
class Size:
    """The bounds of the quantity's numerator and denominator; compound units; with inches."""

    whole: int
    parts: int
    compound: bool = False
    imperial: bool = False


LEVELS = {
    1: Size(60, 1),
    2: Size(300, 1),
    3: Size(300, 4),
    4: Size(999, 8),
    5: Size(300, 1, compound=True),
    6: Size(999, 1, compound=True),
    7: Size(999, 4, compound=True),
    8: Size(999, 9, compound=True, imperial=True),
    9: Size(9_999, 12, compound=True, imperial=True),
    10: Size(10**6, 60, compound=True, imperial=True),
}
Unit = tuple[str, ...]


def generate(rng: Random, level: int) -> Draft:
    """Draw the kind, two different units and the quantity."""
    size = LEVELS[level]
    quantity = Fraction(rng.randint(1, size.whole), rng.randint(1, size.parts))
    kinds = rng.choice(_RATES) if size.compound else (rng.choice(list(_UNITS)),)
    names = [list(_UNITS[k]) if size.imperial else list(_METRIC[k]) for k in kinds]
    pairs = [rng.sample(units, 2) for units in names]
    old, new = (tuple(pair[side] for pair in pairs) for side in (0, 1))
    lines = _lines(quantity, old, new)
    first, second = _name(old), _name(new)
    return Draft(
        prompts=phrasings(
            f"{quantity} {first} in {second}:",
            (
                f"the number of {second} that equals {quantity} {first}",
                f"the amount of {quantity} {first} in {second}",
                f"the result of converting {quantity} {first} to {second}",
            ),
            notes=(
                "Give the exact number, as a whole number or a fraction.",
                "Answer with an exact number (1 inch = 2.54 centimetres)."
                if any("inch" in name for name in (*old, *new))
                else "Answer with an exact number.",
            ),
        ),
        problem={
            "quantity": str(quantity),
            "kinds": list(kinds),
            "old": list(old),
            "new": list(new),
        },
        answer=Answer("rational", lines[-1][1]),
        steps=worked(lines),
        meta={"size": len(str(quantity)) * len(kinds) + 4 * len(kinds) * (1 + size.imperial)},
    )


def _name(unit: Unit) -> str:
    """kilometres per hour."""
    if len(unit) == 1:
        return unit[0]
    below = {"inches": "inch", "feet": "foot"}.get(unit[1], unit[1].removesuffix("s"))
    return f"{unit[0]} per {below}"


def _factor(old: str, new: str) -> Fraction:
    units = next(units for units in _UNITS.values() if old in units)
    return units[old] / units[new]


def _lines(quantity: Fraction, old: Unit, new: Unit) -> list[Line]:
    """Times the factor of the first unit, divided by that of the second."""
    factor = _factor(old[0], new[0])
    value = quantity * factor
    lines = [(f"({quantity})*({factor})", str(value))]
    if len(old) == 2:
        below = _factor(old[1], new[1])
        lines.append((f"({value})/({below})", str(value / below)))
    return lines


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Into base units and out of them, by flint."""
    from flint import fmpq

    quantity = Fraction(problem["quantity"])
    value = fmpq(quantity.numerator, quantity.denominator)
    for at, (kind, old, new) in enumerate(
        zip(problem["kinds"], problem["old"], problem["new"], strict=True)
    ):
        base, out = (_UNITS[kind][name] for name in (old, new))
        scale = fmpq(base.numerator, base.denominator) / fmpq(out.numerator, out.denominator)
        value = value / scale if at else value * scale
    return Answer("rational", str(value))


def capacity(level: int) -> int | None:
    """Quantities (in lowest terms: at least half of them) and pairs of units: of the kind with the
    fewest, as often as each kind is drawn.
    """
    size = LEVELS[level]
    counts = {k: len(_UNITS[k] if size.imperial else _METRIC[k]) for k in _UNITS}
    pairs = {kind: n * (n - 1) for kind, n in counts.items()}
    if size.compound:
        forms = len(_RATES) * min(pairs[a] * pairs[b] for a, b in _RATES)
    else:
        forms = len(_UNITS) * min(pairs.values())
    quantities = size.whole * size.parts if size.parts == 1 else size.whole * size.parts // 2
    return capped(quantities * forms)


FAMILY = Family(
    name="unit_conversion",
    area="math",
    domain="arithmetic",
    answer_kind="rational",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
