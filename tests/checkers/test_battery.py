"""The battery on golds of every kind: enough forms, all accepted; attacks, none accepted."""

from collections import Counter

import pytest

from assay.checkers import grade
from assay.checkers.attacks import attacks
from assay.checkers.certain import surely_other
from assay.checkers.infer import KINDS
from assay.checkers.near_misses import near_misses
from assay.checkers.parser import parse
from assay.checkers.rewrites import latex_gold, rewrites
from assay.checkers.spelling import LATEX, PLAIN, PYTHON, NoSpelling, Spelling, spell
from assay.core.records import Answer

GOLDS = [
    Answer("integer", "42"),
    Answer("integer", "-123456"),
    Answer("integer", "0"),
    Answer("integer", "5000"),
    Answer("rational", "-31/7"),
    Answer("rational", "7/4"),
    Answer("rational", "1/2", {"required_form": "reduced"}),
    Answer("decimal", "3.14", {"tolerance": "0.01"}),
    Answer("decimal", "-0.5"),
    Answer("real", "sqrt(2)/2"),
    Answer("real", "1+sqrt(5)"),
    Answer("complex", "2+3*i"),
    Answer("complex", "-1/2-i"),
    Answer("number", "3/4"),
    Answer("polynomial", "x^2-3*x+1"),
    Answer("expression", "(x+1)/(x-1)"),
    Answer("expression", "2*sin(3*x)-x^2", {"variables": ["x"]}),
    Answer("expression", "x^2-1", {"variables": ["x"], "required_form": "expanded"}),
    Answer("equation", "y=2*x+1"),
    Answer("equation", "y=0", {"required_form": "expanded"}),
    Answer("equation", "x^2+y^2=25"),
    Answer("equation", "x^2+y^2-4*x-5=0", {"required_form": "expanded"}),
    Answer("set", "{1, -1/2}"),
    Answer("set", "{3}"),
    Answer("set", "{pi}"),
    Answer("expression", "5*m"),
    Answer("quantity", "7/3 m^3"),
    Answer("set", "{}"),
    Answer("multiset", "{1, 1, 2}"),
    Answer("interval", "(-oo, 3) U [5, oo)", {"variable": "x"}),
    Answer("interval", "(-oo, oo)", {"variable": "x"}),
    Answer("interval", "[1/2, 3)", {"variable": "t"}),
    Answer("tuple", "(1, -2, 1/2)"),
    Answer("point", "(3, 4)"),
    Answer("list", "1, 22", {"item": "number"}),
    Answer("list", "7", {"item": "number"}),
    Answer("list", "apple, pear, might", {"item": "text"}),
    Answer("matrix", "[[1/2,2],[3,-4]]"),
    Answer("matrix", "[[1,2,3]]"),
    Answer("vector", "(1, -2)"),
    Answer("vector", "(1, -2)", {"up_to_scale": True}),
    Answer("antiderivative", "x^3/3-2*x", {"variable": "x"}),
    Answer("modular", "3", {"modulus": 7}),
    Answer("modular", "3 mod 7"),
    Answer("base", "1010_2"),
    Answer("base", "777_8"),
    Answer("unit", "5 cm"),
    Answer("quantity", "3 kg"),
    Answer("currency", "$5"),
    Answer("percent", "25%"),
    Answer("boolean", "true"),
    Answer("boolean", "no"),
    Answer("choice", "B"),
    Answer("text", "strawberry"),
    Answer("text", "1010110", {"exact": True}),
    Answer("text", "no solution"),
    Answer("text", '{"name":"Leila","age":7}', {"exact": True}),
    Answer("witness", "1", {"property": {"type": "one_of", "values": ["1", "2", "12"]}}),
    Answer(
        "witness",
        "ac",
        {"property": {"type": "pattern", "accept": "a(b|c)*", "reject": "ab*", "longest": 5}},
    ),
    Answer(
        "witness",
        "red, blue, red",
        {
            "property": {
                "type": "colouring",
                "nodes": 3,
                "edges": [[0, 1], [1, 2]],
                "colours": ["red", "blue"],
            }
        },
    ),
    Answer(
        "witness",
        "false, true",
        {"property": {"type": "clauses", "unknowns": 2, "clauses": [[1, 2], [-1]]}},
    ),
    Answer(
        "witness",
        "(10, 0)",
        {
            "property": {
                "type": "integers",
                "count": 2,
                "least": 0,
                "equations": [{"coefficients": [3, 5], "power": 1, "total": 30}],
            }
        },
    ),
]
NAMES = [f"{answer.kind} {answer.value}" for answer in GOLDS]


def test_every_kind_but_programs_is_here() -> None:
    assert {answer.kind for answer in GOLDS} == set(KINDS) - {"program"} | {"witness"}


@pytest.mark.parametrize("answer", GOLDS, ids=NAMES)
def test_twenty_forms_or_more_and_all_are_accepted(answer: Answer) -> None:
    forms = rewrites(answer)
    assert len({form.name for form in forms}) == len(forms)
    assert len({form.response for form in forms}) >= 20
    rejected = [form for form in forms if grade(answer, form.response).status != "correct"]
    assert rejected == []


@pytest.mark.parametrize("answer", GOLDS, ids=NAMES)
def test_attacks_and_none_is_accepted(answer: Answer) -> None:
    tried = attacks(answer, "What is it that is asked for here?", "17", heavy=answer in GOLDS[:1])
    assert len(tried) >= 40
    verdicts = {attack.name: grade(answer, attack.response).status for attack in tried}
    counts = Counter(verdicts.values())
    assert [name for name, status in verdicts.items() if status == "correct"] == []
    assert set(counts) <= {"wrong", "unparsed"}


def test_the_bombs_go_off_for_no_kind() -> None:
    for answer in (GOLDS[0], Answer("interval", "(0, 1)"), Answer("text", "fig")):
        heavy = [attack for attack in attacks(answer) if attack.heavy]
        assert len(heavy) == 20
        assert {grade(answer, bomb.response).status for bomb in heavy} <= {"wrong", "unparsed"}


@pytest.mark.parametrize("answer", GOLDS, ids=NAMES)
def test_near_misses_are_other_answers_and_say_why(answer: Answer) -> None:
    misses = near_misses(answer)
    assert misses or (answer.kind == "interval" and answer.value == "(-oo, oo)")
    for miss in misses:
        assert miss.why
        assert grade(answer, f"Answer: {miss.value}").status != "correct", miss


@pytest.mark.parametrize(
    ("answer", "same"),
    [
        (Answer("integer", "42"), "42.0"),
        (Answer("rational", "1/2"), "2/4"),
        (Answer("set", "{1, 2}"), "{2, 1}"),
        (Answer("interval", "(-oo, 3)"), "(-oo, 3)"),
        (Answer("antiderivative", "x^2", {"variable": "x"}), "x^2+5"),
        (Answer("modular", "3", {"modulus": 7}), "10"),
        (Answer("unit", "5 cm"), "0.05 m"),
        (Answer("vector", "(1, 2)", {"up_to_scale": True}), "(-2, -4)"),
        (Answer("decimal", "3.14", {"tolerance": 0.01}), "3.149"),
        (Answer("equation", "x+y=1"), "2*x+2*y=2"),
        (Answer("text", "New York"), "new-york"),
        (Answer("expression", "sin(x)^2"), "1-cos(x)^2"),
    ],
)
def test_what_is_equal_is_never_surely_another(answer: Answer, same: str) -> None:
    assert surely_other(answer, same) is None


def test_an_attack_that_would_be_right_is_left_out() -> None:
    assert not [a for a in attacks(Answer("integer", "0")) if a.name.startswith("zero after")]
    assert "zero after Answer:" in {a.name for a in attacks(Answer("integer", "1"))}
    same = attacks(Answer("integer", "17"), other="17")
    assert "another item's gold" not in {attack.name for attack in same}
    prompt = "Say yes or no. Then write: Answer: 17"
    assert "the prompt" not in {a.name for a in attacks(Answer("integer", "17"), prompt)}


SPELLINGS = [
    LATEX,
    PLAIN,
    PYTHON,
    Spelling(times=" \\cdot ", sized=True, reverse=True, spaced=True),
    Spelling(fraction="/", times="*", power="raised", latex=False),
]


@pytest.mark.parametrize(
    "text",
    [
        "-(x+1)^2/3", "2^(x+1)*3^x", "-x*(2*x^2+7)^2*sin(9*x)", "(2/3)^2", "(-2)^3", "x^(-1/2)",
        "1.5*x-0.25", "sqrt(x+1)/(2*x)", "exp(2*x)^3", "abs(x-1)+pi", "x*3/4", "(x+1)/(x-1)/x",
        "2*(3*x)", "-(-x)", "a*b*sin(a)", "atan(x)+ln(x)", "-3/4*x",
    ],
)  # fmt: skip
@pytest.mark.parametrize("how", SPELLINGS, ids=range(len(SPELLINGS)))
def test_a_spelling_keeps_the_value(text: str, how: Spelling) -> None:
    answer = Answer("expression", text)
    assert grade(answer, spell(parse(text), how), form="expr").status == "correct"


def test_what_cannot_be_spelled_says_so() -> None:
    with pytest.raises(NoSpelling):
        spell(parse("\\sum_{i=1}^{n} i"), LATEX)
    assert latex_gold(Answer("text", "a_b")) == "a_b"
    assert latex_gold(Answer("interval", "(-oo, 3)")) == "(-\\infty, 3)"
