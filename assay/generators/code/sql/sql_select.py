"""Write an SQL query over one table: conditions, computed columns, order and limit.

Example: the city and price plus units of the trips whose age is above 30, by price descending, the
first three. The plan, its words and its SQL are in this folder.
"""

from random import Random

from assay.generators.code.sql import query
from assay.generators.family import Draft, Family


def generate(rng: Random, level: int) -> Draft:
    """A query over one table."""
    return query.query_draft(rng, "select", level)


FAMILY = Family(
    name="sql_select",
    area="code",
    domain="sql",
    answer_kind="program",
    generate=generate,
    oracle=query.query_oracle,
    capacity=query.capacity,
    has_steps=False,
)
