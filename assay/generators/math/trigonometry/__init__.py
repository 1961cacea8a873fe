"""Families of trigonometry and complex numbers."""

from assay.generators.family import Family
from assay.generators.math.trigonometry import (
    complex_arithmetic,
    complex_roots,
    exact_trigonometry,
    trigonometric_equation,
)

FAMILIES: tuple[Family, ...] = (
    exact_trigonometry.FAMILY,
    trigonometric_equation.FAMILY,
    complex_arithmetic.FAMILY,
    complex_roots.FAMILY,
)
