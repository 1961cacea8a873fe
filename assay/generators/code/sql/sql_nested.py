"""Write an SQL query with a nested one: exists, not exists, the largest of its group.

Example: the trips for whose city there is no row in places with a rating above 3; or those whose
price is the largest of all trips with the same city.
"""

from random import Random

from assay.generators.code.sql import query
from assay.generators.family import Draft, Family


def generate(rng: Random, level: int) -> Draft:
    """A query whose first condition holds a query."""
    return query.query_draft(rng, "nested", level)


FAMILY = Family(
    name="sql_nested",
    area="code",
    domain="sql",
    answer_kind="program",
    generate=generate,
    oracle=query.query_oracle,
    capacity=query.capacity,
    has_steps=False,
)
