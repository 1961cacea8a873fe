"""Families of calculus: limits, derivatives, integrals, series, differential equations."""

from assay.generators.family import Family
from assay.generators.math.calculus import (
    area_between,
    extreme_value,
    first_order_equation,
    gradient,
    implicit_slope,
    limit_at_infinity,
    limit_at_point,
    rising_intervals,
    second_order_equation,
    substitution_integral,
    tangent_line,
    taylor_coefficient,
    volume_of_revolution,
)

FAMILIES: tuple[Family, ...] = (
    limit_at_point.FAMILY,
    limit_at_infinity.FAMILY,
    tangent_line.FAMILY,
    implicit_slope.FAMILY,
    extreme_value.FAMILY,
    rising_intervals.FAMILY,
    substitution_integral.FAMILY,
    area_between.FAMILY,
    volume_of_revolution.FAMILY,
    taylor_coefficient.FAMILY,
    first_order_equation.FAMILY,
    gradient.FAMILY,
    second_order_equation.FAMILY,
)
