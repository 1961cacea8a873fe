"""Programs in several languages: every piece means the same in each, and stays within bounds."""

import shutil
import subprocess
from random import Random
from typing import Any

import pytest

from assay.checkers.program_native import native_program, native_stdin
from assay.checkers.program_runs import input_of, prepared, understood
from assay.generators.code import composition, reading
from assay.generators.code.inputs import draw_input, strategy_of
from assay.generators.code.languages import FAMILIES, cpp, javascript, portable
from assay.generators.code.languages.bounds import LARGEST, stays_small
from assay.sandbox import Sandbox

PARTS = sorted(set(javascript.PARTS) & set(cpp.PARTS))
ELEMENTS = sorted(set(javascript.ELEMENTS) & set(composition.LIBRARY.elements))
PROGRAMS = [family for family in FAMILIES if family.answer_kind == "program"]


def problem_with(name: str, rng: Random) -> dict[str, Any]:
    """One stage with the part, or a map or filter with the element."""
    if name in composition.LIBRARY.parts:
        part = composition.LIBRARY.parts[name]
        term = composition._draw_term(rng, part, joined=True)
        return {"takes": part.takes, "gives": part.gives, "stages": [term]}
    element = composition._draw_term(rng, composition.LIBRARY.elements[name], joined=False)
    kind = "keep" if name in composition.LIBRARY.predicates else "map"
    return {"takes": "ints", "gives": "ints", "stages": [[kind, element]]}


@pytest.mark.parametrize("lang", ["javascript", "python"])
def test_every_piece_means_the_same_when_run(lang: str, local: Sandbox) -> None:
    rng = Random(lang)
    for name in [*PARTS, *ELEMENTS]:
        problem = problem_with(name, rng)
        spec = {"lang": lang, "entry": portable.ENTRY}
        given = [(draw_input(rng, strategy_of(problem["takes"]), n),) for n in range(5)]
        text = portable.write(problem, lang)
        ran = local.run(*prepared(spec, text), [input_of(spec, args) for args in given])
        values = [outcome.value for outcome in ran.outcomes]
        assert values == [reading.result(problem, args) for args in given], (name, text)
        assert values == [portable.run(problem, args) for args in given], (name, text)


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, len(PARTS) + len(ELEMENTS), 12))
def test_every_piece_means_the_same_in_cpp(start: int, local: Sandbox) -> None:
    rng = Random(start)
    for name in [*PARTS, *ELEMENTS][start : start + 12]:
        problem = problem_with(name, rng)
        types = {"takes": [problem["takes"]], "gives": problem["gives"]}
        spec = {"lang": "cpp", "entry": portable.ENTRY, "types": types}
        given = [(draw_input(rng, strategy_of(problem["takes"]), n),) for n in range(6)]
        text = portable.write(problem, "cpp")
        ran = local.run(*prepared(spec, text), [input_of(spec, args) for args in given])
        assert ran.compile_error is None, (text, ran.compile_error)
        values = [understood(spec, outcome).value for outcome in ran.outcomes]
        assert values == [portable.run(problem, args) for args in given], (name, text)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("g++") is None, reason="no g++ on this machine")
def test_references_in_cpp_compile_without_warnings() -> None:
    for level in range(1, 11):
        spec = portable.draw_answer(Random(level), level, "cpp")[2].spec
        whole = native_program("cpp", spec["entry"], spec["types"], spec["reference_source"])
        flags = ["-x", "c++", "-std=gnu++20", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-"]
        done = subprocess.run(["g++", *flags], input=whole, capture_output=True, text=True)
        assert done.returncode == 0, (spec["reference_source"], done.stderr)


@pytest.mark.parametrize("level", range(1, 11))
def test_no_value_leaves_its_bounds(level: int) -> None:
    for seed in range(3):
        problem = portable.draw_problem(Random(seed), level)
        for args in composition.example_inputs(problem):
            value, k = args[0], args[-1]
            for stage in problem["stages"]:
                value = portable.TRAPS.parts[stage[0]].apply(
                    value, *(portable.TRAPS.bind(item, k) for item in stage[1:])
                )
                numbers = value if isinstance(value, list) else [value]
                assert all(abs(number) <= LARGEST for number in numbers)


def test_what_grows_too_large_is_refused() -> None:
    stages = [["map", ["square"]]] * 3
    assert stays_small({"takes": "ints", "gives": "ints", "stages": stages[:2]})
    assert not stays_small({"takes": "ints", "gives": "ints", "stages": stages})


@pytest.mark.parametrize("level", range(1, 11))
def test_every_phrasing_says_what_is_wanted(level: int) -> None:
    for family in PROGRAMS:
        draft = family.generate(Random(level), level)
        problem = draft.problem.get("spec", draft.problem)
        assert len(set(draft.prompts)) == len(draft.prompts) >= 10
        for prompt in draft.prompts:
            assert draft.answer.spec["reference_source"] not in prompt
            if family.domain == "repair":
                assert draft.problem["faulty"] in prompt
            elif family.domain == "translation":
                given = family.name.split("_to_")[0]
                assert portable.write(problem, given) in prompt
            if family.domain != "translation":
                assert all(c[1:] in prompt for c in composition.describe(problem))


def test_the_traps_are_mistakes_that_are_easily_made() -> None:
    trunc = {"takes": "int", "gives": "int", "stages": [["apply", ["cut_quotient", 4]]]}
    assert [portable.run(trunc, (n,)) for n in (-7, 7, -8)] == [-1, 1, -2]
    rest = {"takes": "int", "gives": "int", "stages": [["apply", ["cut_modulo", 4]]]}
    assert [portable.run(rest, (n,)) for n in (-7, 7, -8)] == [-3, 3, 0]
    texts = {"takes": "ints", "gives": "ints", "stages": [["text_order"]]}
    assert portable.run(texts, ([10, 9, -1, 2],)) == [-1, 10, 2, 9]


def test_arguments_of_native_functions_are_whole_numbers() -> None:
    assert native_stdin(([4, -1], 7, "ab", ["c", ""], True)) == "2 4 -1 7 2 97 98 2 1 99 0 1\n"
    with pytest.raises(ValueError, match="words"):
        native_program("c", "solve", {"takes": ["words"], "gives": "int"}, "")
