"""Units of measurement and currency: what they measure, and how they convert.

    unit_of("km") == Unit("length", fmpq(1000))          unit_of("banana") is None

A quantity without a unit agrees with the same number in any unit (an answer "10 cm" for a gold
10); two different units must convert into each other exactly. Temperatures are not converted.
"""

import re
from typing import NamedTuple

from flint import fmpq


class Unit(NamedTuple):
    """A dimension (name -> exponent, as sorted pairs) and a factor to its base unit."""

    dimension: tuple[tuple[str, int], ...]
    factor: fmpq


_BASE: dict[str, tuple[str, fmpq]] = {}


def _add(dimension: str, names: str, factor: fmpq | int) -> None:
    for name in names.split():
        _BASE[name] = (dimension, fmpq(factor))


_add("length", "m meter meters metre metres", 1)
_add("length", "km kilometer kilometers kilometre kilometres", 1000)
_add("length", "cm centimeter centimeters centimetre centimetres", fmpq(1, 100))
_add("length", "decimeter decimeters decimetre decimetres", fmpq(1, 10))
_add("length", "mm millimeter millimeters millimetre millimetres", fmpq(1, 1000))
_add("length", "nm nanometer nanometers nanometre nanometres", fmpq(1, 10**9))
_add("length", "μm um micrometer micrometers micrometre micrometres micron microns", fmpq(1, 10**6))
_add("length", "in inch inches", fmpq(254, 10000))
_add("length", "ft foot feet", fmpq(3048, 10000))
_add("length", "yd yard yards", fmpq(9144, 10000))
_add("length", "mi mile miles", fmpq(1609344, 1000))
_add("mass", "g gram grams", 1)
_add("mass", "kg kilogram kilograms", 1000)
_add("mass", "mg milligram milligrams", fmpq(1, 1000))
_add("mass", "μg mcg microgram micrograms", fmpq(1, 10**6))
_add("mass", "lb lbs pound pounds", fmpq(45359237, 100000))
_add("mass", "oz ounce ounces", fmpq(45359237, 1600000))
_add("mass", "ton tons tonne tonnes", 1_000_000)
_add("time", "s sec secs second seconds", 1)
_add("time", "ms millisecond milliseconds", fmpq(1, 1000))
_add("time", "μs microsecond microseconds", fmpq(1, 10**6))
_add("time", "ns nanosecond nanoseconds", fmpq(1, 10**9))
_add("time", "min mins minute minutes", 60)
_add("time", "h hr hrs hour hours", 3600)
_add("time", "day days", 86400)
_add("time", "week weeks", 604800)
_add("time", "month months", fmpq(86400 * 146097, 4800))
_add("time", "year years yr yrs", fmpq(86400 * 146097, 400))
_add("volume", "L l liter liters litre litres", fmpq(1, 1000))
_add("volume", "mL ml milliliter milliliters millilitre millilitres", fmpq(1, 1_000_000))
_add("volume", "centiliter centiliters centilitre centilitres", fmpq(1, 100_000))
_add("volume", "deciliter deciliters decilitre decilitres", fmpq(1, 10_000))
_add("volume", "gallon gallons gal", fmpq(3785411784, 10**12))
_add("area", "hectare hectares ha", 10_000)
_add("area", "acre acres", fmpq(40468564224, 10**7))
_add("energy", "J joule joules", 1000)
_add("energy", "kJ kilojoule kilojoules", 10**6)
_add("energy", "MJ megajoule megajoules", 10**9)
_add("energy", "Wh", 3_600_000)
_add("energy", "kWh kilowatthour kilowatthours", 3_600_000_000)
_add("force", "N newton newtons", 1000)
_add("force", "kN kilonewton kilonewtons", 10**6)
_add("power", "W watt watts", 1000)
_add("power", "kW kilowatt kilowatts", 10**6)
_add("power", "MW megawatt megawatts", 10**9)
_add("pressure", "Pa pascal pascals", 1000)
_add("pressure", "kPa kilopascal kilopascals", 10**6)
_add("frequency", "Hz hertz", 1)
_add("frequency", "kHz kilohertz", 1000)
_add("frequency", "MHz megahertz", 10**6)
_add("frequency", "GHz gigahertz", 10**9)
_add("voltage", "V volt volts", 1)
_add("resistance", "ohm ohms Ω", 1)
_add("celsius", "degC celsius Celsius", 1)
_add("fahrenheit", "degF fahrenheit Fahrenheit", 1)
_add("speed", "mph", fmpq(1609344, 3600000))
_add("speed", "kph", fmpq(1000, 3600))
_add("angle", "rad radian radians", 1)
_add("degree", "deg", 1)
_add("dollar", "$ dollar dollars USD usd", 1)
_add("dollar", "¢ cent cents", fmpq(1, 100))
_add("euro", "€ euro euros EUR", 1)
_add("sterling", "£ GBP", 1)
_add("yen", "¥ yen JPY", 1)
_add("yuan", "yuan RMB CNY", 1)
_add("unit", "unit units", 1)
_add("rupee", "₹ rupee rupees INR", 1)

_DERIVED = {
    "volume": (("length", 3),),
    "area": (("length", 2),),
    "speed": (("length", 1), ("time", -1)),
    "force": (("length", 1), ("mass", 1), ("time", -2)),  # in grams, so N is 1000
    "energy": (("length", 2), ("mass", 1), ("time", -2)),
    "power": (("length", 2), ("mass", 1), ("time", -3)),
    "pressure": (("length", -1), ("mass", 1), ("time", -2)),
}
_FACTOR = re.compile(
    r"\s*([*/]|per\b)?\s*(square|sq|cubic|cu)?\.?\s*([A-Za-zμΩ$¢€£¥₹]+)\.?"
    r"(?:\^?\{?(-?\d)\}?)?(\s*squared|\s*cubed)?\s*"
)
_WORD_POWERS = {"square": 2, "sq": 2, "cubic": 3, "cu": 3}


def unit_of(text: str) -> Unit | None:
    """The unit that `text` names (`cm`, `square meters`, `km/h`, `cm^2`); None for any other."""
    if len(text) > 40:
        return None
    dimension: dict[str, int] = {}
    factor, at, inverse = fmpq(1), 0, False
    while at < len(text):
        match = _FACTOR.match(text, at)
        if match is None or match[3] not in _BASE:
            return None
        inverse = match[1] in ("/", "per") or (inverse and match[1] is None)
        power = int(match[4]) if match[4] else _WORD_POWERS.get(match[2] or "", 1)
        power = {"squared": 2, "cubed": 3}.get((match[5] or "").strip(), power)
        _collect(dimension, match[3], -power if inverse else power)
        factor *= _BASE[match[3]][1] ** (-power if inverse else power)
        at = match.end()
    pairs = tuple(sorted((name, power) for name, power in dimension.items() if power))
    return Unit(pairs, factor) if pairs else None


def _collect(dimension: dict[str, int], name: str, power: int) -> None:
    kind = _BASE[name][0]
    for base, exponent in _DERIVED.get(kind, ((kind, 1),)):
        dimension[base] = dimension.get(base, 0) + exponent * power
