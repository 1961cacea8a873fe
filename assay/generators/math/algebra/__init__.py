"""Families of algebra: equations, inequalities, systems, polynomials, functions."""

from assay.generators.family import Family
from assay.generators.math.algebra import (
    absolute_equation,
    absolute_inequality,
    complete_square,
    exponential_equation,
    factor_polynomial,
    function_composition,
    inverse_function,
    logarithm_equation,
    partial_fractions,
    polynomial_inequality,
    polynomial_remainder,
    radical_equation,
    rational_equation,
    rational_inequality,
    symmetric_roots,
    system_cases,
)

FAMILIES: tuple[Family, ...] = (
    polynomial_remainder.FAMILY,
    factor_polynomial.FAMILY,
    complete_square.FAMILY,
    partial_fractions.FAMILY,
    symmetric_roots.FAMILY,
    rational_equation.FAMILY,
    absolute_equation.FAMILY,
    radical_equation.FAMILY,
    exponential_equation.FAMILY,
    logarithm_equation.FAMILY,
    system_cases.FAMILY,
    polynomial_inequality.FAMILY,
    rational_inequality.FAMILY,
    absolute_inequality.FAMILY,
    function_composition.FAMILY,
    inverse_function.FAMILY,
)
