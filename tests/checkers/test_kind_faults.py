"""Faults that the battery of `assay audit` found in the checkers, each mended and held here."""

import pytest

from assay.checkers import grade
from assay.core.records import Answer

TWELVE = Answer("integer", "12")
NUMBERS = Answer("list", "0, 1", {"item": "number"})
VECTOR = Answer("vector", "(1, -2)")
LINE = Answer("vector", "(1, -2)", {"up_to_scale": True})
SPEED = Answer("quantity", "350 m/min")
CIRCLE = Answer("equation", "x^2+y^2-4*x-5=0", {"required_form": "expanded"})
FIVE_M = Answer("expression", "5*m")
METRES = Answer("quantity", "7/3 m^3")
AXIS = Answer("equation", "y=0", {"required_form": "expanded"})
RESIDUE = Answer("modular", "3", {"modulus": 7})
WORDS = Answer("list", ", ".join(f"word{c}" for c in "abcdefghijklmno"), {"item": "text"})


@pytest.mark.parametrize(
    "response",
    [
        "The answer is about 12.",
        "Answer: about 12",
        "Answer: approximately 12",
        "The answer is approximately $12$.",
        "There are about 12.",
        "Answer: ~12",
        "Answer: ≈ 12",
        "\\boxed{\\approx 12}",
        "\\boxed{\\text{about }12}",
        "Answer: 12 maybe",
        "Answer: 12 wrong",
        "Answer: 12 not",
        "Answer: 12 plus",
        "Answer: 12 squared",
        "Answer: 12 dozen",
        "Answer: 12 thousand",
        "Answer: 12 halves",
        "Answer: ~~12~~",
        "<!-- \\boxed{12} -->",
        "<!-- \\boxed{12}",
        "Answer: 12q/q",
        "Answer: 12 + 0*q",
    ],
)
def test_what_is_hedged_denied_hidden_or_reckoned_with_is_not_twelve(response: str) -> None:
    assert grade(TWELVE, response).status in ("wrong", "unparsed")


@pytest.mark.parametrize(
    ("answer", "response", "status"),
    [
        (Answer("integer", "12000"), "Answer: 12 thousand", "correct"),
        (Answer("rational", "1500000"), "Answer: 1.5 million", "correct"),
        (Answer("integer", "24"), "\\boxed{2\\text{ dozen}}", "correct"),
        (Answer("integer", "12"), "Answer: 12 passengers", "correct"),
        (Answer("integer", "12"), "Answer: ~~13~~ 12", "correct"),
        (Answer("integer", "12"), "\\boxed{12} <!-- \\boxed{13} -->", "correct"),
        (Answer("decimal", "3.14", {"tolerance": "0.01"}), "Answer: about 3.145", "correct"),
        (Answer("decimal", "3.14", {"tolerance": "0.01"}), "It is approximately 3.14.", "correct"),
        (SPEED, "Answer: 350m/min", "correct"),
        (SPEED, "Answer: 21km/h", "correct"),
        (SPEED, "Answer: 350m/s", "wrong"),
        (SPEED, "Answer: 350m", "wrong"),
        (CIRCLE, "Answer: 2x^2+2y^2-8x-10=0", "correct"),
        (CIRCLE, "Answer: x^2+y^2=4x+5", "correct"),
        (CIRCLE, "Answer: (x-2)^2+y^2=9", "wrong"),
        (CIRCLE, "Answer: 9=(x-2)^2+y^2", "wrong"),
        (CIRCLE, "Answer: x^2+y^2=4x+6", "wrong"),
        *((FIVE_M, text, "correct") for text in ("Answer: 5m", "\\boxed{5\\cdot m}", "$5 m$")),
        *((FIVE_M, f"Answer: {text}", "wrong") for text in ("5", "6m", "5 kg", "5 cm", "5m^2")),
        (Answer("integer", "5"), "Answer: 5*m", "wrong"),
        (Answer("integer", "5"), "Answer: 5 m", "correct"),
        (METRES, "\\boxed{\\frac{7}{3}\\text{ m^3}}", "correct"),
        (METRES, "\\boxed{7/3\\,\\mathrm{m^3}}", "correct"),
        (METRES, "Answer: 7/3*m^3", "correct"),
        (METRES, "\\boxed{\\frac{7}{3}\\text{ m^2}}", "wrong"),
        (AXIS, "Answer: 4*y=0", "correct"),
        (AXIS, "Answer: 0 = -y", "correct"),
        (AXIS, "Answer: x=0", "wrong"),
        (AXIS, "Answer: y=1", "wrong"),
        (AXIS, "Answer: y^2=0", "wrong"),
        (AXIS, "Answer: 0=0", "wrong"),
        (AXIS, "Answer: 0", "wrong"),
        (Answer("equation", "x+2=0"), "Answer: x=-2", "correct"),
        (Answer("equation", "y=2*x+3"), "Answer: x=(y-3)/2", "correct"),
        (Answer("integer", "x=2"), "Answer: 2*x=4", "wrong"),
        (NUMBERS, "Answer: 0q, 1", "wrong"),
        (NUMBERS, "Answer: 0, 1", "correct"),
        (NUMBERS, "Answer: {1, 0}", "wrong"),
        (NUMBERS, "Answer: 0 or 1", "wrong"),
        (Answer("list", "7", {"item": "number"}), "Answer: [7]", "correct"),
        (Answer("list", "7", {"item": "number"}), "Answer: [7, 7]", "wrong"),
        (Answer("multiset", "{1, 1, 2}"), "\\boxed{\\{1, 2, 2\\}}", "wrong"),
        (Answer("multiset", "{1, 1, 2}"), "\\boxed{\\{2, 1, 1\\}}", "correct"),
        (Answer("multiset", "{1, 1, sqrt(2)}"), "\\boxed{\\{\\sqrt2, 1, 1\\}}", "correct"),
        (Answer("multiset", "{1, sqrt(2), sqrt(2)}"), "\\boxed{\\{\\sqrt2, 1, 1\\}}", "wrong"),
        (VECTOR, "\\boxed{[1, -2]}", "correct"),
        (VECTOR, "\\boxed{\\langle 1, -2 \\rangle}", "correct"),
        (VECTOR, "\\boxed{\\begin{bmatrix} 1 & -2 \\end{bmatrix}}", "correct"),
        (VECTOR, "Answer: x = 1, y = -2", "correct"),
        (VECTOR, "\\boxed{(2, -4)}", "wrong"),
        (LINE, "\\boxed{(-3, 6)}", "correct"),
        (LINE, "\\boxed{\\begin{pmatrix} \\sqrt2 \\\\ -2\\sqrt2 \\end{pmatrix}}", "correct"),
        (LINE, "\\boxed{(0, 0)}", "wrong"),
        (LINE, "\\boxed{(1, 2)}", "wrong"),
        (LINE, "\\boxed{(1, -2, 0)}", "wrong"),
        (Answer("vector", "(0, 0)", {"up_to_scale": True}), "\\boxed{(0, 0)}", "correct"),
        (Answer("vector", "(0, 0)", {"up_to_scale": True}), "\\boxed{(0, 1)}", "wrong"),
        (Answer("vector", "(0, 1)", {"up_to_scale": True}), "\\boxed{(0, -5)}", "correct"),
        (RESIDUE, "\\boxed{10 \\pmod{7}}", "correct"),
        (RESIDUE, "Answer: 3 (mod 7)", "correct"),
        (RESIDUE, "Answer: x ≡ -4 (mod 7)", "correct"),
        (RESIDUE, "Answer: 3 (mod 8)", "wrong"),
        (RESIDUE, "Answer: 4 (mod 7)", "wrong"),
        (Answer("modular", "3 mod 7"), "\\boxed{3 \\bmod 7}", "correct"),
        (Answer("integer", "3"), "Answer: 10 mod 7", "wrong"),
        (Answer("base", "1010_2"), "\\boxed{(1010)_{2}}", "correct"),
        (Answer("base", "1010_2"), "Answer: 1010 base 2", "correct"),
        (Answer("base", "1010_2"), "Answer: 1010_{two}", "correct"),
        (Answer("base", "1010_2"), "Answer: 1010 base 3", "wrong"),
        (Answer("base", "1010_2"), "Answer: (1012)_2", "wrong"),
        (Answer("currency", "$5"), "Answer: $\\$5$", "correct"),
        (Answer("text", "fig"), "Answer: \\(fig\\)", "correct"),
        (WORDS, f"**Answer:** {WORDS.value}", "correct"),
        (WORDS, f"The answer is {WORDS.value}.", "correct"),
        (WORDS, f"Sorted:\n\n**{WORDS.value}**", "correct"),
        (WORDS, "Answer: " + ", ".join(f"**word{c}**" for c in "abcdefghijklmno"), "correct"),
        (
            Answer("interval", "(-oo, -1) U (2, oo)", {"variable": "x"}),
            "Answer: (-infinity, -1) U (2, infinity)",
            "correct",
        ),
        (
            Answer("antiderivative", "x^6-8*x+3/4*exp(8*x+9)", {"variable": "x"}),
            "\\boxed{x^6-8x+\\frac34e^{8x+9}}",
            "correct",
        ),
    ],
)
def test_what_was_mended_by_kind(answer: Answer, response: str, status: str) -> None:
    assert grade(answer, response).status == status
