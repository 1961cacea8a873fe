"""Write an SQL query that groups and aggregates.

Example: for each different city with more than two rows, the sum of units and the number of
different colors. Aggregates skip NULL, and the statement says what remains of nothing.
"""

from random import Random

from assay.generators.code.sql import query
from assay.generators.family import Draft, Family


def generate(rng: Random, level: int) -> Draft:
    """A query with groups, often with a condition on them."""
    return query.query_draft(rng, "group", level)


FAMILY = Family(
    name="sql_group",
    area="code",
    domain="sql",
    answer_kind="program",
    generate=generate,
    oracle=query.query_oracle,
    capacity=query.capacity,
    has_steps=False,
)
