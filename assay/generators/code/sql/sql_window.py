"""Write an SQL query with windows: ranks, totals over a group, the best n of each group.

Example: the city, the price and the rank of the price within its city; ties share a rank.
"""

from random import Random

from assay.generators.code.sql import query
from assay.generators.family import Draft, Family


def generate(rng: Random, level: int) -> Draft:
    """A query with a window function or the best rows of each group."""
    return query.query_draft(rng, "window", level)


FAMILY = Family(
    name="sql_window",
    area="code",
    domain="sql",
    answer_kind="program",
    generate=generate,
    oracle=query.query_oracle,
    capacity=query.capacity,
    has_steps=False,
)
