"""Caps that hold before any work is done; every one is a count, none a time.

A string beyond a cap is not parsed, a number beyond a cap is not computed: towers, factorials and
huge sums stay symbolic. The caps are generous against real answers (a page of LaTeX, an integer
of a thousand digits) and small against the machine.
"""

MAX_CHARS = 10_000
"""Characters of one answer, after extraction."""

MAX_TOKENS = 2_000
"""Tokens of one answer."""

MAX_DEPTH = 48
"""Nested brackets, functions, roots, exponents."""

MAX_DIGITS = 4_000
"""Digits of one number literal (Python itself refuses above 4,300)."""

MAX_SCIENTIFIC = 4_000
"""The largest exponent of a literal such as 1e300; beyond, it stays a power."""

MAX_BITS = 200_000
"""Bits of an exact number that is computed; beyond, it stays symbolic."""

MAX_FACTORIAL = 5_000
"""The largest n whose n! is computed."""

MAX_TERMS = 4_000
"""Terms of a polynomial in the canonical form."""

MAX_DEGREE = 400
"""Exponent that the canonical form multiplies out."""

MAX_PRECISION = 6_000
"""Bits of the finest ball evaluation."""

MAX_SUMMANDS = 64
"""Terms of a sum or product that a ball evaluation adds up."""

MAX_ITEMS = 500
"""Members of a list, set or matrix."""

MAX_CHAIN = 24
"""Sides of one chain a = b = c or a < b < c."""

MAX_PAIRS = 1_000
"""Comparisons by the ladder between the members of two sets; beyond, they stay undecided."""

MAX_CASES = 4
"""Absolute values in one inequality: each doubles the cases."""

MAX_TAIL = 200_000
"""Characters at the end of a response in which a final answer is looked for."""
