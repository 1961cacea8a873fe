"""Word problems: money, percentages, ratios, work, mixtures, motion, ages."""

from assay.generators.family import Family
from assay.generators.math.stories import (
    ages,
    coin_payment,
    mixture,
    motion,
    percent_change,
    ratio_split,
    shopping,
    total_quantity,
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
    total_quantity.FAMILY,
    coin_payment.FAMILY,
)
