"""Write an SQL query that joins two tables.

Example: the mood of the partner and the price of every trip, trips without a partner included, by
price. Keys repeat and may lack a partner, so that inner and left joins differ.
"""

from random import Random

from assay.generators.code.sql import query
from assay.generators.family import Draft, Family


def generate(rng: Random, level: int) -> Draft:
    """A query over two joined tables."""
    return query.query_draft(rng, "join", level)


FAMILY = Family(
    name="sql_join",
    area="code",
    domain="sql",
    answer_kind="program",
    generate=generate,
    oracle=query.query_oracle,
    capacity=query.capacity,
    has_steps=False,
)
