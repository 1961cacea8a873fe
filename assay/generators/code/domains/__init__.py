"""Function synthesis by domain: one file of parts a domain. The registry of this room."""

from assay.generators.code.domains import (
    counting,
    dynamic,
    graphs,
    grids,
    intervals,
    numbers,
    parsing,
    simulation,
    strings,
)

FAMILIES = (
    strings.FAMILY,
    counting.FAMILY,
    grids.FAMILY,
    graphs.FAMILY,
    intervals.FAMILY,
    parsing.FAMILY,
    simulation.FAMILY,
    dynamic.FAMILY,
    numbers.FAMILY,
)
DOMAINS = (
    strings.STRINGS,
    counting.COUNTING,
    grids.GRIDS,
    graphs.GRAPHS,
    intervals.INTERVALS,
    parsing.PARSING,
    simulation.SIMULATION,
    dynamic.DYNAMIC,
    numbers.NUMBERS,
)

__all__ = ["DOMAINS", "FAMILIES"]
