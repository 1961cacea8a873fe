"""Write a Python function that groups the rows of a table and aggregates the groups.

Example: "transform(rows): keep only the rows whose price is above 4. Replace the rows by one row
for each different city, in the order of first appearance, with the columns city and total (the sum
of their units)." What an aggregate makes of None is said each time.
"""

from random import Random

from assay.generators.code.frames import pipeline, reading
from assay.generators.code.frames.ops_rows import ROW_OPS
from assay.generators.code.frames.pipeline import Kit
from assay.generators.family import Draft, Family

KIT = Kit(("group",), tuple(ROW_OPS))


def generate(rng: Random, level: int) -> Draft:
    """A chain of operations, one or two of them a grouping."""
    return pipeline.program_draft(rng, KIT, level)


FAMILY = Family(
    name="frame_group",
    area="code",
    domain="data frames",
    answer_kind="program",
    generate=generate,
    oracle=reading.program_oracle,
    capacity=pipeline.capacity,
    has_steps=False,
)
