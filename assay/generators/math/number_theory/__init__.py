"""Families of number theory: divisors, primes, remainders, bases."""

from assay.generators.family import Family
from assay.generators.math.number_theory import (
    always_divisible,
    base_conversion,
    divisor_count,
    divisor_sum,
    euler_phi,
    factorial_exponent,
    fraction_modulo,
    least_common_multiple,
    linear_congruence,
    linear_diophantine,
    missing_digit,
    modular_inverse,
    prime_factors,
    represented_number,
    square_roots_modulo,
)

FAMILIES: tuple[Family, ...] = (
    least_common_multiple.FAMILY,
    prime_factors.FAMILY,
    divisor_count.FAMILY,
    divisor_sum.FAMILY,
    euler_phi.FAMILY,
    linear_diophantine.FAMILY,
    base_conversion.FAMILY,
    modular_inverse.FAMILY,
    linear_congruence.FAMILY,
    square_roots_modulo.FAMILY,
    factorial_exponent.FAMILY,
    missing_digit.FAMILY,
    fraction_modulo.FAMILY,
    always_divisible.FAMILY,
    represented_number.FAMILY,
)
