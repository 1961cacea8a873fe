"""Families of sets, logic and small optimisation problems."""

from assay.generators.family import Family
from assay.generators.math.logic import (
    production_plan,
    set_operations,
    shortest_route,
    survey_count,
    truth_count,
)

FAMILIES: tuple[Family, ...] = (
    set_operations.FAMILY,
    truth_count.FAMILY,
    survey_count.FAMILY,
    shortest_route.FAMILY,
    production_plan.FAMILY,
)
