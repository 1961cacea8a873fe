"""Families of linear algebra: matrices and vectors."""

from assay.generators.family import Family
from assay.generators.math.linear_algebra import (
    characteristic_polynomial,
    cross_product,
    eigenvalues,
    eigenvector,
    matrix_power,
    matrix_product,
    matrix_rank,
    null_vector,
    vector_projection,
)

FAMILIES: tuple[Family, ...] = (
    matrix_product.FAMILY,
    matrix_power.FAMILY,
    matrix_rank.FAMILY,
    eigenvalues.FAMILY,
    eigenvector.FAMILY,
    characteristic_polynomial.FAMILY,
    null_vector.FAMILY,
    vector_projection.FAMILY,
    cross_product.FAMILY,
)
