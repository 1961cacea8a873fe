"""Families of arithmetic: fractions, brackets, units."""

from assay.generators.family import Family
from assay.generators.math.arithmetic import (
    fraction_sum,
    largest_number,
    nested_arithmetic,
    unit_conversion,
)

FAMILIES: tuple[Family, ...] = (
    fraction_sum.FAMILY,
    nested_arithmetic.FAMILY,
    unit_conversion.FAMILY,
    largest_number.FAMILY,
)
