"""Write a Python function that joins two tables, and goes on with the result.

Example: "transform(rows, other): add the columns age and mood of the row of other with the same
city (if there is no such row, they are None). Remove the rows whose age is None." The key column of
the second table holds no value twice, so a join never multiplies rows.
"""

from random import Random

from assay.generators.code.frames import pipeline, reading
from assay.generators.code.frames.ops_rows import ROW_OPS
from assay.generators.code.frames.pipeline import Kit
from assay.generators.family import Draft, Family

KIT = Kit(("join", "partner"), tuple(ROW_OPS), second=True)


def generate(rng: Random, level: int) -> Draft:
    """A chain of operations, one or two of them with the second table."""
    return pipeline.program_draft(rng, KIT, level)


FAMILY = Family(
    name="frame_join",
    area="code",
    domain="data frames",
    answer_kind="program",
    generate=generate,
    oracle=reading.program_oracle,
    capacity=pipeline.capacity,
    has_steps=False,
)
