"""Composite families: problems that are made of the answers of problems of other families."""

from assay.generators.family import Family
from assay.generators.math.composite import (
    answer_combination,
    answer_determinant,
    answer_equation,
    answer_order,
    answer_remainder,
)

FAMILIES: tuple[Family, ...] = (
    answer_combination.FAMILY,
    answer_equation.FAMILY,
    answer_determinant.FAMILY,
    answer_order.FAMILY,
    answer_remainder.FAMILY,
)
