"""Write a Python function that makes a long table wide, or a wide one long.

Example: "transform(rows): replace the rows by one row for each different city, with one column for
each of red, blue, green and white that holds the sum of units over the rows with that city and that
color (0 if there are none)."
"""

from random import Random

from assay.generators.code.frames import pipeline, reading
from assay.generators.code.frames.ops_rows import ROW_OPS
from assay.generators.code.frames.pipeline import Kit
from assay.generators.family import Draft, Family

KIT = Kit(("pivot", "melt"), tuple(ROW_OPS))


def generate(rng: Random, level: int) -> Draft:
    """A chain of operations, one or two of them a change of shape."""
    return pipeline.program_draft(rng, KIT, level)


FAMILY = Family(
    name="frame_reshape",
    area="code",
    domain="data frames",
    answer_kind="program",
    generate=generate,
    oracle=reading.program_oracle,
    capacity=pipeline.capacity,
    has_steps=False,
)
