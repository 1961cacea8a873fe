"""Even draws of multisets, and binomial coefficients as they are worked out.

    multiset(rng, range(1, 10), 3)      one of comb(11, 3) multisets, each as likely, sorted
    choose_text(6, 2) == "6!/(2!*4!)"

Used by the families of counting. Oracles count one by one, by polynomials or by recursion instead.
"""

from collections.abc import Sequence
from math import comb
from random import Random


def multiset(rng: Random, items: Sequence[int], count: int) -> list[int]:
    """`count` items with repetition; every multiset is as likely as any other."""
    places = sorted(rng.sample(range(len(items) + count - 1), count))
    return [items[place - shift] for shift, place in enumerate(places)]


def multisets(items: int, count: int) -> int:
    """How many multisets of `count` among `items` there are."""
    return comb(items + count - 1, count)


def choose_text(n: int, k: int) -> str:
    """n over k in factorials; "1" where there is nothing to choose."""
    return "1" if k in (0, n) else f"{n}!/({k}!*{n - k}!)"
