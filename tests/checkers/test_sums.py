"""Finite sums and products: unequal ones come apart, those over unknown terms are left alone."""

import pytest

from assay.checkers import symbolic
from assay.checkers.ladder import equal
from assay.checkers.nodes import Node
from assay.checkers.reading import cached_reading
from assay.checkers.sums import finite


def parsed(text: str) -> Node:
    node = cached_reading(text).node
    assert node is not None
    return node


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("\\sum_{k=1}^{n} k^2", "n(n+1)(2n+1)/5"),
        ("\\sum_{k=0}^{n} \\binom{n}{k}", "2^n+1"),
        ("\\sum_{k=0}^{n} x^k", "\\frac{x^{n}-1}{x-1}"),
        ("\\prod_{k=1}^{n} (1+x^k)", "\\prod_{k=1}^{n} (1+x^{2k})"),
        ("\\sum_{i=1}^{n} i", "n i"),
        ("\\sum_{k=1}^{10} k^2", "386"),
    ],
)
def test_unequal_sums_come_apart_at_a_whole_number(left: str, right: str) -> None:
    decision = equal(parsed(left), parsed(right))
    assert (decision.equal, decision.rung) == (False, "ball")
    assert decision.evidence["point"].get("n", "5") == "5"


def test_a_sum_over_an_unknown_sequence_is_never_asked_of_sympy() -> None:
    left = parsed("\\sum_{k=0}^{n-1} F_k F_{n-k-1}")
    right = parsed("\\sum_{k=0}^{n-2} F_k F_{n-k-2}")
    assert symbolic.asked(left, right) is None
    assert equal(left, right).equal is None


@pytest.mark.parametrize(
    "text",
    [
        "\\int_0^1 x dx",
        "\\lim_{x \\to 0} x",
        "\\sum_{k=1}^{n} a_k",
        "\\sum_{k=1}^{n} \\sum_{j=1}^{k} j",
        "\\sum k",
    ],
)
def test_what_is_no_finite_sum_of_known_terms(text: str) -> None:
    assert finite(parsed(text)) is None


@pytest.mark.parametrize("high", ["10^{100}", "n/2", "64", "-5"])
def test_ends_that_are_far_apart_or_not_whole_decide_nothing_wrongly(high: str) -> None:
    decision = equal(parsed(f"\\sum_{{k=0}}^{{{high}}} k"), parsed("7"))
    assert decision.equal is not True
