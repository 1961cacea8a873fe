"""Write a Python function whose new columns look at other rows: ranks, running sums.

Example: "transform(rows): add a column index that holds 1 plus the number of rows with the same
team whose score is greater than that of the row (None if score is None)."
"""

from random import Random

from assay.generators.code.frames import pipeline, reading
from assay.generators.code.frames.ops_rows import ROW_OPS
from assay.generators.code.frames.pipeline import Kit
from assay.generators.family import Draft, Family

KIT = Kit(("rank", "running", "previous", "gap", "best"), tuple(ROW_OPS))


def generate(rng: Random, level: int) -> Draft:
    """A chain of operations, one or two of them over windows of rows."""
    return pipeline.program_draft(rng, KIT, level)


FAMILY = Family(
    name="frame_window",
    area="code",
    domain="data frames",
    answer_kind="program",
    generate=generate,
    oracle=reading.program_oracle,
    capacity=pipeline.capacity,
    has_steps=False,
)
