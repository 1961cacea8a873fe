"""Write a function of one number: digits in bases, factors, remainders, steps of a sequence.

Example: "Do 2 steps of the following ... List the prime factors in ascending order."
solve(12) == [3]

Numbers are never negative. `_CLAUSES` reads every part once more: digits by divmod where the parts
use texts, divisors by trial of all candidates up to a root, and the other way round.
"""

from collections.abc import Callable, Mapping
from math import gcd, isqrt
from random import Random
from typing import Any

from assay.generators.code.domains.domain import LEVELS, Domain, Kind, algorithm
from assay.generators.code.domains.synthesis import synthesis_family
from assay.generators.code.part import Part

LARGEST = 9_999


def hail(n: int, steps: int, factor: int) -> int:
    for _ in range(steps):
        n = n // 2 if n % 2 == 0 else factor * n + 1
    return n


def digit_powers(n: int, power: int) -> int:
    total = 0
    while n > 0:
        digit = n % 10
        term = digit
        for _ in range(power - 1):
            term *= digit
        total += term
        n //= 10
    return total


def turned_in_base(n: int, base: int) -> int:
    turned = 0
    while n > 0:
        turned = turned * base + n % base
        n //= base
    return turned


def without_factor(n: int, factor: int) -> int:
    while n > 0 and n % factor == 0:
        n //= factor
    return n


def digits_down(n: int) -> int:
    return int("".join(sorted(str(n), reverse=True)))


def line_modulo(n: int, factor: int, modulus: int) -> int:
    return (n * factor + modulus // 2) % modulus


def square_root(n: int, scale: int) -> int:
    root = 0
    step = 1
    while step * step <= n * scale:
        step *= 2
    while step > 0:
        if (root + step) * (root + step) <= n * scale:
            root += step
        step //= 2
    return root


def drop_digit(n: int, digit: int) -> int:
    kept = [c for c in str(n) if c != str(digit)]
    return int("".join(kept)) if kept else 0


def gray(n: int) -> int:
    return n ^ (n // 2)


def mirror_digits(n: int, base: int) -> int:
    place = 1
    total = 0
    while n > 0:
        total += (base - 1 - n % base) * place
        place *= base
        n //= base
    return total


def largest_factor(n: int, extra: int) -> int:
    best = 1
    factor = 2
    while factor * factor <= n:
        if n % factor == 0:
            best = factor
            n //= factor
        else:
            factor += 1
    return max(best, n) + extra


def alternating_digits(n: int, start: int) -> int:
    total = start
    sign = 1
    for c in str(n):
        total += sign * int(c)
        sign = -sign
    return abs(total)


def divisors(n: int) -> list[int]:
    small = []
    large = []
    d = 1
    while d * d <= n:
        if n % d == 0:
            small.append(d)
            if d * d < n:
                large.append(n // d)
        d += 1
    return small + large[::-1]


def prime_factors(n: int) -> list[int]:
    found = []
    d = 2
    while d * d <= n:
        while n % d == 0:
            found.append(d)
            n //= d
        d += 1
    return [*found, n] if n > 1 else found


def base_digits(n: int, base: int) -> list[int]:
    digits = []
    while n > 0:
        digits.append(n % base)
        n //= base
    return digits[::-1] or [0]


def fraction_parts(n: int, below: int) -> list[int]:
    parts = []
    while below > 0:
        parts.append(n // below)
        n, below = below, n % below
    return parts


def remainders(n: int, largest: int) -> list[int]:
    return [n % d for d in range(2, largest + 1)]


def orbit(n: int, factor: int, modulus: int) -> list[int]:
    seen: list[int] = []
    x = n % modulus
    while x not in seen:
        seen.append(x)
        x = (x * factor + 1) % modulus
    return seen


def coprime_count(n: int, most: int) -> int:
    count = 0
    for d in range(1, most + 1):
        a = n
        b = d
        while b > 0:
            a, b = b, a % b
        if a == 1:
            count += 1
    return count


def binary_gaps(n: int, extra: int) -> list[int]:
    gaps = []
    run = 0
    while n > 0:
        if n % 2 == 1:
            gaps.append(run + extra)
            run = 0
        else:
            run += 1
        n //= 2
    return gaps


def in_letters(n: int, base: int) -> str:
    text = ""
    while n > 0:
        text = "abcdefghijklmnopqrstuvwxyz"[n % base] + text
        n //= base
    return text or "a"


def _number(name: str, source: str, words: str, apply: Any, holes: str = "") -> Part:
    return Part(name, "number", "number", source, words, apply, (), holes)


_PARTS = (
    algorithm(
        "number",
        "number",
        "do {a} times in a row: halve the number if it is even, else replace it by {b} times it, "
        "plus 1",
        hail,
        range(1, 6),
        range(3, 6, 2),
    ),
    algorithm(
        "number",
        "number",
        "replace the number by the sum of its decimal digits, each to the power {a}",
        digit_powers,
        range(1, 4),
    ),
    algorithm(
        "number",
        "number",
        "reverse the digits of the number in base {a} (leading zeros of the result fall away)",
        turned_in_base,
        range(2, 13),
    ),
    algorithm(
        "number",
        "number",
        "divide the number by {a} as long as it is divisible by {a} and not 0",
        without_factor,
        range(2, 6),
    ),
    algorithm(
        "number",
        "number",
        "sort the decimal digits of the number, largest first",
        digits_down,
    ),
    algorithm(
        "number",
        "number",
        "replace the number n by the remainder of {a} * n + {b} // 2 divided by {b}",
        line_modulo,
        range(2, 30),
        range(300, 1000),
    ),
    algorithm(
        "number",
        "number",
        "replace the number n by the largest whole number whose square is at most {a} * n",
        square_root,
        range(2, 60),
    ),
    algorithm(
        "number",
        "number",
        "remove every decimal digit {a} of the number (0 if no digit is left, leading zeros fall "
        "away)",
        drop_digit,
        range(10),
    ),
    algorithm(
        "number",
        "number",
        "replace the number n by the bitwise exclusive or of n and n // 2",
        gray,
    ),
    algorithm(
        "number",
        "number",
        "replace every digit d of the number in base {a} by {a} - 1 - d (0 has no digits and stays "
        "0, leading zeros fall away)",
        mirror_digits,
        range(3, 13),
    ),
    algorithm(
        "number",
        "number",
        "replace the number by {a} plus its largest prime factor (by {a} plus the number itself if "
        "it is 1, and by {a} + 1 if it is 0)",
        largest_factor,
        range(1, 60),
    ),
    algorithm(
        "number",
        "number",
        "add to {a} the first decimal digit of the number, take off the second, add the third and "
        "so on, and take the absolute value",
        alternating_digits,
        range(60),
    ),
    algorithm(
        "number",
        "ints",
        "list all positive divisors of the number in ascending order (an empty list for 0)",
        divisors,
    ),
    algorithm(
        "number",
        "ints",
        "list the prime factors of the number in ascending order, each as often as it divides the "
        "number (an empty list for 0 and 1)",
        prime_factors,
    ),
    algorithm(
        "number",
        "ints",
        "list the digits of the number in base {a}, the highest place first (for 0 the single "
        "digit 0)",
        base_digits,
        range(2, 13),
    ),
    algorithm(
        "number",
        "ints",
        "list the quotients (rounded down) that Euclid's algorithm finds when it starts by "
        "dividing the number by {a}, then always divides the last divisor by the last remainder, "
        "and ends when a remainder is 0",
        fraction_parts,
        range(7, 100),
    ),
    algorithm(
        "number",
        "ints",
        "list the remainders of the number divided by 2, 3, ..., {a}",
        remainders,
        range(4, 13),
    ),
    algorithm(
        "number",
        "ints",
        "take the remainder x of the number divided by {b}, and list x and the numbers that come "
        "by replacing x again and again by the remainder of {a} * x + 1 divided by {b}, until one "
        "would be listed twice",
        orbit,
        range(2, 9),
        range(11, 30),
    ),
    algorithm(
        "number",
        "int",
        "count the numbers d from 1 to {a} for which the greatest common divisor of d and the "
        "number is 1 (the greatest common divisor of d and 0 is d)",
        coprime_count,
        range(10, 60),
    ),
    algorithm(
        "number",
        "ints",
        "go through the digits of the number in base 2 from the lowest place upwards and list for "
        "every 1 the number of zeros since the 1 before it (or since the beginning), plus {a}",
        binary_gaps,
        range(20),
    ),
    algorithm(
        "number",
        "text",
        "write the number in base {a} with the letters a, b, c, ... as digits 0, 1, 2, ..., the "
        "highest place first (a for 0)",
        in_letters,
        range(2, 27),
    ),
)
_HELPERS = {
    f.__name__: f
    for f in (
        *(hail, digit_powers, turned_in_base, without_factor, digits_down, line_modulo),
        *(square_root, drop_digit, gray, mirror_digits, largest_factor, alternating_digits),
        *(divisors, prime_factors, base_digits, fraction_parts, remainders, orbit),
        *(coprime_count, binary_gaps, in_letters),
    )
}


def _digits(n: int, base: int) -> list[int]:
    """Lowest place first; none for 0."""
    return [n % base, *_digits(n // base, base)] if n else []


def _value(digits: list[int], base: int) -> int:
    """Of digits, lowest place first."""
    return sum(digit * base**place for place, digit in enumerate(digits))


def _hail(n: int, steps: int, factor: int) -> int:
    if steps == 0:
        return n
    half, odd = divmod(n, 2)
    return _hail(factor * n + 1 if odd else half, steps - 1, factor)


def _stripped(n: int, factor: int) -> int:
    power = 1
    while n and n % (power * factor) == 0:
        power *= factor
    return n // power


def _primes(n: int) -> list[int]:
    if n < 2:
        return []
    least = next((d for d in range(2, isqrt(n) + 1) if n % d == 0), n)
    return [least, *_primes(n // least)]


def _fraction(n: int, below: int) -> list[int]:
    whole, rest = divmod(n, below)
    return [whole, *_fraction(below, rest)] if rest else [whole]


def _orbit(x: int, factor: int, modulus: int, seen: tuple[int, ...] = ()) -> list[int]:
    if x in seen:
        return list(seen)
    return _orbit(divmod(x * factor + 1, modulus)[1], factor, modulus, (*seen, x))


def _gaps(n: int, extra: int) -> list[int]:
    runs = f"{n:b}"[::-1].split("1")[:-1]
    return [len(run) + extra for run in runs]


_CLAUSES: Mapping[str, Callable[..., Any]] = {
    "hail": _hail,
    "digit_powers": lambda n, a: sum(int(c) ** a for c in str(n)),
    "turned_in_base": lambda n, a: _value(_digits(n, a)[::-1], a),
    "without_factor": _stripped,
    "digits_down": lambda n: _value(sorted(_digits(n, 10)), 10),
    "line_modulo": lambda n, a, b: divmod(sum((n * a, b // 2)), b)[1],
    "square_root": lambda n, a: isqrt(a * n),
    "drop_digit": lambda n, a: _value([d for d in _digits(n, 10) if d != a], 10),
    "gray": lambda n: _value(
        [a ^ b for a, b in zip(_digits(n, 2), [*_digits(n, 2), 0][1:], strict=True)], 2
    ),
    "mirror_digits": lambda n, a: _value([a - 1 - d for d in _digits(n, a)], a),
    "largest_factor": lambda n, a: a + max([1, *_primes(n)]),
    "alternating_digits": lambda n, a: abs(
        a + sum(int(c) for c in str(n)[::2]) - sum(int(c) for c in str(n)[1::2])
    ),
    "divisors": lambda n: sorted(
        {e for d in range(1, isqrt(n) + 1) if n % d == 0 for e in (d, n // d)}
    ),
    "prime_factors": _primes,
    "base_digits": lambda n, a: _digits(n, a)[::-1] or [0],
    "fraction_parts": _fraction,
    "remainders": lambda n, a: [divmod(n, d)[1] for d in range(2, a + 1)],
    "orbit": lambda n, a, b: _orbit(divmod(n, b)[1], a, b),
    "coprime_count": lambda n, a: sum(gcd(n, d) == 1 for d in range(1, a + 1)),
    "binary_gaps": _gaps,
    "in_letters": lambda n, a: "".join(chr(97 + d) for d in _digits(n, a)[::-1]) or "a",
}


def _strategy(size: int) -> dict[str, Any]:
    return {"type": "integer", "min": 0, "max": LARGEST}


def _draw(rng: Random, size: int, number: int) -> int:
    return rng.randint(20, 999 if number % 2 else LARGEST) if number < 6 else rng.randint(0, 60)


NUMBERS = Domain(
    name="numbers",
    kinds=(
        Kind(
            "number",
            "n",
            "int",
            1,
            f"The argument is a number from 0 to {LARGEST}.",
            _strategy,
            _draw,
        ),
    ),
    parts=_PARTS,
    clauses=_CLAUSES,
    helpers=_HELPERS,
    levels=LEVELS,
)
FAMILY = synthesis_family("number_synthesis", NUMBERS)
