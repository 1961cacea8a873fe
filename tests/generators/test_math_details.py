"""What single families promise beyond the laws: exact counts, known answers, second oracles."""

from fractions import Fraction
from itertools import product
from random import Random

import pytest

from assay.core.canonical import loads
from assay.core.records import Answer
from assay.generators import FAMILIES, draw
from assay.generators.math import (
    antiderivative,
    chain_words,
    expression,
    linear_equation,
    linear_sides,
    matrix_inverse,
    polynomial_roots,
)
from assay.generators.math.spelling import polynomial, pretty, tex
from assay.pipelines.audit import compare_answers


def test_spellings() -> None:
    assert polynomial([6, -5, 1]) == "x^2-5*x+6"
    assert polynomial([0, Fraction(-3, 4), 0, -1]) == "-x^3-3/4*x"
    assert polynomial([0]) == "0"
    assert pretty("2*x^2-3*(x+1)=0") == "2x^2 - 3(x + 1) = 0"
    assert pretty("-3/4*x<=-2") == "-(3/4)x <= -2"
    assert tex("3/4*x^12=sqrt(2)") == r"\frac{3}{4} x^{12} = \sqrt{2}"


def test_expressions_are_spelled_and_differentiated() -> None:
    node = expression.product(3, expression.power("x", 2), ("sin", "x"))
    assert expression.plain(node) == "3*x^2*sin(x)"
    assert expression.plain(expression.derivative(node)) == "6*x*sin(x)+3*x^2*cos(x)"
    assert expression.plain(expression.derivative(("/", ("ln", "x"), "x"))) == (
        "((1/x)*x-ln(x))/x^2"
    )
    assert expression.plain(expression.derivative(("sqrt", "x"))) == "1/(2*sqrt(x))"


def test_polynomial_roots_have_known_answers() -> None:
    for left, roots in (([6, -5, 1], "{2, 3}"), ([4, -4, 1], "{2}"), ([-2, 0, 1], None)):
        found = polynomial_roots.oracle({"left": left, "right": [0]}).value
        if roots is None:
            assert (
                compare_answers(Answer("set", "{-sqrt(2), sqrt(2)}"), Answer("set", found))
                == "correct"
            )
        else:
            assert compare_answers(Answer("set", roots), Answer("set", found)) == "correct"


def test_repeated_roots_occur_and_stand_once_in_the_set() -> None:
    repeated = 0
    for seed in range(400):
        draft = polynomial_roots.generate(Random(seed), 6)
        members = draft.answer.value.strip("{}").split(", ")
        assert len(members) == len(set(members))
        repeated += len(members) < 3
    assert 20 < repeated < 150


def test_the_capacity_of_sides_is_exact() -> None:
    layout = linear_sides.Layout("xn", "(", slope=2, number=1, factor=3, whole=2)
    pieces = product((-2, -1, 1, 2), (-1, 1), (-3, -2, 2, 3), (-2, -1, 1, 2), (-1, 1))
    assert linear_sides.count_sides(layout) == sum(k != m * j for k, _, m, j, _ in pieces)


def test_the_capacity_of_inverses_is_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    size = matrix_inverse.Size(2, 3, parts=2)
    monkeypatch.setitem(matrix_inverse.LEVELS, 1, size)
    matrix_inverse.capacity.cache_clear()
    entries = (Fraction(0), *linear_sides.rationals(3, 2))
    count = 0
    for a, b, c, d in product(entries, repeat=4):
        det = a * d - b * c
        count += det != 0 and (d / det, -b / det, -c / det, a / det) != (a, b, c, d)
    try:
        assert matrix_inverse.capacity(1) == count
    finally:
        matrix_inverse.capacity.cache_clear()


def test_the_capacity_of_stories_is_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(chain_words.LEVELS, 1, chain_words.Size(2, 5, half=1))
    chain_words.capacity.cache_clear()
    plain = [(kind, n) for kind in ("add", "take") for n in range(2, 6)]
    stories = {
        (start, *events)
        for start in range(2, 6)
        for a, b in product(plain, plain)
        for events in ((a, b, ("half",)), (a, ("half",), b), (("half",), a, b))
        if chain_words._sensible(start, events)
    }
    try:
        assert chain_words.capacity(1) == len(stories)
    finally:
        chain_words.capacity.cache_clear()


def test_small_capacities_are_reached() -> None:
    layout = linear_equation.LEVELS[1]
    assert linear_equation.capacity(1) == 19 * 120 * 60
    assert len(linear_sides.rationals(layout.whole, layout.parts)) == 60


@pytest.mark.parametrize("level", range(1, 11))
def test_stories_never_go_below_one(level: int) -> None:
    for index in range(20):
        task = draw(FAMILIES["chain_words"], level, 5, index).task
        for step in task.steps:
            assert int(step.claim.rhs) >= 1


@pytest.mark.parametrize(("level", "index"), [(3, 12), (4, 53), (6, 135), (5, 924), (3, 232)])
def test_a_coefficient_that_is_0_for_want_of_terms_is_not_asked_for(level: int, index: int) -> None:
    """Found by the audit of 8,000 items: cos(6x)*sin(2x) has no x^4."""
    family = FAMILIES["taylor_coefficient"]
    task = draw(family, level, 20261125, index).task
    second = family.oracle(loads(task.meta["problem"])) if family.oracle else task.answer
    assert compare_answers(task.answer, second) == "correct"
    assert second.value != "0"


@pytest.mark.slow
@pytest.mark.parametrize("level", range(1, 11))
def test_antiderivatives_agree_with_sympy(level: int) -> None:
    import sympy
    from sympy.integrals.manualintegrate import manualintegrate

    x = sympy.Symbol("x")
    for index in range(10):
        task = draw(FAMILIES["antiderivative"], level, 5, index).task
        tree = loads(task.meta["problem"])["integrand"]
        summands = sympy.Add.make_args(sympy.expand_mul(expression.to_sympy(tree)))
        found = sympy.Add(*(manualintegrate(summand, x) for summand in summands))
        second = Answer("antiderivative", expression.from_sympy(found), {"variable": "x"})
        assert compare_answers(task.answer, second) == "correct"
        assert compare_answers(antiderivative.oracle({"integrand": tree}), second) == "correct"
