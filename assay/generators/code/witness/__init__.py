"""Answers that show something: a word, a number, a set of tests. The registry of this room."""

from assay.generators.code.witness import equivalence, faulty_line, pattern_witness, test_writing

FAMILIES = (pattern_witness.FAMILY, equivalence.FAMILY, faulty_line.FAMILY, test_writing.FAMILY)

__all__ = ["FAMILIES"]
