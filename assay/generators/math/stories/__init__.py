"""Word problems: money, percentages, ratios, work, mixtures, motion, ages."""

from assay.generators.family import Family
from assay.generators.math.stories import (
    ages,
    mixture,
    motion,
    percent_change,
    ratio_split,
    shopping,
    work_rates,
)

FAMILIES: tuple[Family, ...] = (
    shopping.FAMILY,
    percent_change.FAMILY,
    ratio_split.FAMILY,
    work_rates.FAMILY,
    mixture.FAMILY,
    motion.FAMILY,
    ages.FAMILY,
)
