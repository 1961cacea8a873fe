"""The determinant of a matrix whose entries are the answers of other problems.

Example: A = 6, B = 4 of two problems, [[A,2],[3,B]] -> 18, worked 6*4-2*3 = 18.

The other entries are given. From level 6 on three rows. The oracle asks the oracles of the parts
and takes flint's determinant.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.lazy import chained
from assay.generators.math.composite.parts import count_parts, draw_parts, values_of
from assay.generators.math.spelling import signed
from assay.generators.math.working import step
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """Rows, entries that are parts, the bound of the others."""

    rows: int
    parts: int
    bound: int


LEVELS = {
    1: Size(2, 2, 4),
    2: Size(2, 2, 9),
    3: Size(2, 2, 30),
    4: Size(2, 3, 30),
    5: Size(2, 4, 30),
    6: Size(3, 3, 5),
    7: Size(3, 3, 12),
    8: Size(3, 4, 12),
    9: Size(3, 5, 20),
    10: Size(3, 6, 60),
}
Rows = list[list[Any]]


def generate(rng: Random, level: int) -> Draft:
    """Draw the parts, their places and the other entries."""
    size = LEVELS[level]
    parts = draw_parts(rng, level, "ABCDEF"[: size.parts])
    places = sorted(rng.sample(range(size.rows**2), size.parts))
    flat: list[Any] = [rng.randint(-size.bound, size.bound) for _ in range(size.rows**2)]
    for place, letter in zip(places, parts.letters, strict=True):
        flat[place] = letter
    rows = [flat[k : k + size.rows] for k in range(0, len(flat), size.rows)]
    known = dict(zip(parts.letters, parts.values, strict=True))
    numbers = [[known.get(entry, entry) for entry in row] for row in rows]
    text, value = _determinant(numbers)
    plain = "[" + ",".join("[" + ",".join(map(str, row)) + "]" for row in rows) + "]"
    body = r" \\ ".join(" & ".join(map(str, row)) for row in rows)
    return Draft(
        prompts=phrasings(
            f"{parts.given}: det {plain}=",
            (
                f"the determinant of the matrix {plain}",
                rf"$ \det \begin{{pmatrix}} {body} \end{{pmatrix}} $",
            ),
            given=(parts.given, parts.told),
            notes=("", "Answer with one integer."),
        ),
        problem={"parts": parts.problem, "rows": rows},
        answer=Answer("integer", str(value)),
        steps=chained(parts.steps, (step(text, str(value)),)),
        meta={"size": size.rows * size.parts * (10 + level)},
    )


def _determinant(rows: Rows) -> tuple[str, int]:
    """Along the first row."""
    if len(rows) == 2:
        (a, b), (c, d) = rows
        return f"{signed(a)}*{signed(d)}-{signed(b)}*{signed(c)}", a * d - b * c
    texts, value = [], 0
    for k, entry in enumerate(rows[0]):
        text, minor = _determinant([row[:k] + row[k + 1 :] for row in rows[1:]])
        texts.append(f"{signed(entry)}*({text})")
        value += (-1) ** k * entry * minor
    return f"{texts[0]}-{texts[1]}+{texts[2]}", value


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Parts by their oracles, the determinant by flint."""
    from flint import fmpz_mat

    values = values_of(problem["parts"])
    known = dict(zip("ABCDEF", values, strict=False))
    rows = [[known.get(entry, entry) for entry in row] for row in problem["rows"]]
    return Answer("integer", str(fmpz_mat(rows).det()))


def capacity(level: int) -> int | None:
    """Parts and the other entries."""
    size = LEVELS[level]
    others = (2 * size.bound + 1) ** (size.rows**2 - size.parts)
    return capped(count_parts(level, size.parts) * others)


FAMILY = Family(
    name="answer_determinant",
    area="math",
    domain="composite",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
