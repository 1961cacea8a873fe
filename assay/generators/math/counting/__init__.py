"""Families of counting: combinatorics, probability, statistics, small tables."""

from assay.generators.family import Family
from assay.generators.math.counting import (
    arrangements,
    bayes,
    binomial_probability,
    bounded_sums,
    committees,
    dice_sum,
    divisible_count,
    expected_value,
    frequency_table,
    lattice_paths,
    permutation_cycles,
    sales_table,
)

FAMILIES: tuple[Family, ...] = (
    arrangements.FAMILY,
    committees.FAMILY,
    lattice_paths.FAMILY,
    divisible_count.FAMILY,
    bounded_sums.FAMILY,
    dice_sum.FAMILY,
    bayes.FAMILY,
    binomial_probability.FAMILY,
    expected_value.FAMILY,
    frequency_table.FAMILY,
    sales_table.FAMILY,
    permutation_cycles.FAMILY,
)
