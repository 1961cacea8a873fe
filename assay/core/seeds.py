"""Where every random number comes from, and which split a problem falls into.

    rng_for("gcd", level=3, seed=42, index=17).randrange(10)

The generator of item *i* is keyed by a hash of (family, level, seed, index), never `seed + i`, so
neighbouring seeds share nothing. Nothing here depends on PYTHONHASHSEED, time or worker count.
"""

from hashlib import sha256
from random import Random
from typing import Any, Literal

from assay.core.canonical import dumps

Split = Literal["train", "validation", "test"]
SPLITS: tuple[Split, ...] = ("train", "validation", "test")

_TENTHS: dict[int, Split] = {8: "validation", 9: "test"}


def seed_for(*parts: str | int) -> int:
    """A 63-bit non-negative seed keyed by the parts."""
    return _seed_of(dumps(parts))


def _seed_of(parts: str) -> int:
    """The same from the parts' canonical JSON."""
    return int.from_bytes(_sha256(parts)[:8], "big") >> 1


def rng_for(family: str, level: int, seed: int, index: int) -> Random:
    """The random generator of one item."""
    return Random(_seed_of(f'["item",{dumps(family)},{level:d},{seed:d},{index:d}]'))


def canonical_key(family: str, problem: Any) -> bytes:
    """The identity of a problem apart from its wording; 32 bytes. Repeats share it."""
    return key_of_text(family, dumps(problem))


def key_of_text(family: str, problem: str) -> bytes:
    """The same from the problem's canonical JSON: digest("problem", family, problem)."""
    whole = f'["problem",{dumps(family)},{problem}]'
    return _sha256(whole)


def _sha256(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()


def split_of(key: bytes) -> Split:
    """8 tenths train, 1 validation, 1 test, by the canonical key: all phrasings on one side."""
    tenth = int.from_bytes(key[-8:], "big") * 10 >> 64
    return _TENTHS.get(tenth, "train")
