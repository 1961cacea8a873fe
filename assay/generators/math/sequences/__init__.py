"""Families of sequences and series."""

from assay.generators.family import Family
from assay.generators.math.sequences import (
    arithmetic_series,
    difference_table,
    geometric_series,
    power_sum,
    telescoping_sum,
)

FAMILIES: tuple[Family, ...] = (
    difference_table.FAMILY,
    arithmetic_series.FAMILY,
    geometric_series.FAMILY,
    telescoping_sum.FAMILY,
    power_sum.FAMILY,
)
