"""Families of sequences and series."""

from assay.generators.family import Family
from assay.generators.math.sequences import (
    difference_table,
)

FAMILIES: tuple[Family, ...] = (difference_table.FAMILY,)
