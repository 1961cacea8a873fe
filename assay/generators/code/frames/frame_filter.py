"""Write a Python function that filters, completes, derives and sorts the rows of a table.

Example: "transform(rows): replace None in the column units by 7. Keep only the rows whose units is
at least 5. Sort the rows by price in descending order." Columns of integers may hold None.

The operations are in ops_rows.py, the chain in pipeline.py, the oracle in reading.py.
"""

from random import Random

from assay.generators.code.frames import pipeline, reading
from assay.generators.code.frames.ops_rows import ROW_OPS
from assay.generators.code.frames.pipeline import Kit
from assay.generators.family import Draft, Family

KIT = Kit(("where", "fill", "fill_down", "combine", "sort"), tuple(ROW_OPS))


def generate(rng: Random, level: int) -> Draft:
    """A chain of operations on rows."""
    return pipeline.program_draft(rng, KIT, level)


FAMILY = Family(
    name="frame_filter",
    area="code",
    domain="data frames",
    answer_kind="program",
    generate=generate,
    oracle=reading.program_oracle,
    capacity=pipeline.capacity,
    has_steps=False,
)
