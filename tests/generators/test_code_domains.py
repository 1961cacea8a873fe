"""The domains of function synthesis: every part computes, shows and reads the same thing."""

import ast
import copy
from random import Random
from typing import Any

import pytest

from assay.generators.code import reading
from assay.generators.code.contest_cores import text_of
from assay.generators.code.domains import DOMAINS, FAMILIES
from assay.generators.code.domains import drawing as chains
from assay.generators.code.domains.domain import Domain
from assay.generators.code.domains.small import FUNCTIONS, PREDICATES, read
from assay.generators.code.evaluate import Refused, call_node, function_of

LEVELS = range(1, 11)
ROUNDS = 25
PARTS = [pytest.param(d, p.name, id=f"{d.name}-{p.name}") for d in DOMAINS for p in d.parts]
every_domain = pytest.mark.parametrize("domain", DOMAINS, ids=lambda domain: domain.name)


def values_of(domain: Domain, kind: str, rng: Random) -> list[Any]:
    """Values of a kind: drawn ones, or what chains of parts that lead to it make of drawn ones."""
    found = domain.by_kind[kind]
    if found.weight:
        return [found.draw(rng, rng.choice(found.sizes), number) for number in range(8)]
    part = rng.choice([p for p in domain.parts if p.gives == kind and p.takes != kind])
    stages = [chains._term(rng, part, True)]
    for _ in range(rng.randrange(3)):
        more = rng.choice([p for p in domain.parts if p.gives == kind and p.takes == kind])
        stages.append(chains._term(rng, more, True))
    problem = {"stages": stages}
    return [chains.run(domain, problem, value) for value in values_of(domain, part.takes, rng)]


@pytest.mark.parametrize(("domain", "name"), PARTS)
def test_a_part_and_its_clause_agree_and_leave_the_value_as_it_was(
    domain: Domain, name: str
) -> None:
    part, rng = domain.library.parts[name], Random(name)
    for _ in range(ROUNDS):
        problem = {"stages": [chains._term(rng, part, True)]}
        for value in values_of(domain, part.takes, rng):
            if chains._length(value) > 30:
                continue
            before = copy.deepcopy(value)
            given = chains.run(domain, problem, value)
            assert value == before
            second = chains.reading_of(domain, problem, value)
            assert (second, type(second)) == (given, type(given)), (problem, value)


@pytest.mark.parametrize(
    ("domain", "name"), [p for p in PARTS if p.values[1] in p.values[0].helpers]
)
def test_the_text_of_a_helper_is_its_callable(domain: Domain, name: str) -> None:
    """The evaluator follows the text, where it knows the language that it is written in."""
    part, rng = domain.library.parts[name], Random(name)
    function = function_of(ast.parse(text_of(domain.helpers[name], name)), name)
    followed = 0
    for _ in range(ROUNDS):
        options = [rng.choice(options) for options in part.options]
        for value in values_of(domain, part.takes, rng):
            if part.holes or chains._length(value) > 30:
                continue
            try:
                got = call_node(function, copy.deepcopy([value, *options]), 200_000)
            except Refused:
                return
            followed += 1
            assert got == domain.helpers[name](value, *options), (value, options)
    assert followed or part.holes


@pytest.mark.parametrize("element", (*PREDICATES, *FUNCTIONS), ids=lambda element: element.name)
def test_an_element_and_its_reading_agree(element: Any) -> None:
    rng = Random(element.name)
    for _ in range(60):
        arguments = [rng.choice(options) for options in element.options]
        for x in (0, 1, -1, *(rng.randint(-30, 60) for _ in range(9))):
            second = read([element.name, *arguments])(x)
            assert second == element.apply(x, *arguments), (arguments, x)
            assert type(second) is type(element.apply(x, *arguments))


@every_domain
def test_words_name_every_argument_and_are_ascii(domain: Domain) -> None:
    for part in domain.parts:
        holes = "abc"[: len(part.options)] + part.holes
        assert all(f"{{{hole}}}" in part.words and f"{{{hole}}}" in part.source for hole in holes)
        assert part.words.isascii()
        assert ";" not in part.words, "the short phrasing separates the stages by semicolons"
    words = [part.words for part in domain.parts]
    assert len(set(words)) == len(words)
    assert set(domain.clauses) == {part.name for part in domain.parts}
    assert set(domain.helpers) <= {part.name for part in domain.parts}
    assert not set(domain.clauses) & set(reading.CLAUSES)


@every_domain
def test_every_kind_of_a_domain_can_go_on_and_can_end(domain: Domain) -> None:
    for kind in domain.kinds:
        leads = [p.gives in domain.by_kind for p in domain.parts if p.takes == kind.name]
        assert leads.count(True) >= 4 or False not in leads
        assert leads.count(False) >= 3 or False not in leads


@pytest.mark.parametrize("level", LEVELS)
@every_domain
def test_no_stage_can_be_left_out_unnoticed(domain: Domain, level: int) -> None:
    problem, trial = chains.draw_problem(Random(level), domain, level)
    for at in chains.optional(domain, problem):
        shorter = {**problem, "stages": problem["stages"][:at] + problem["stages"][at + 1 :]}
        results = [chains.run(domain, shorter, value) for value in trial.inputs]
        assert results != trial.results


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_every_phrasing_holds_the_signature_all_stages_and_an_example(family: Any) -> None:
    domain = family.generate.args[0]
    for level in LEVELS:
        draft = family.generate(Random(level), level)
        assert len(set(draft.prompts)) == len(draft.prompts) >= 10
        clauses = [domain.library.words(stage) for stage in draft.problem["stages"]]
        spec = draft.answer.spec
        about = chains.start_of(domain, draft.problem).about
        for prompt in draft.prompts:
            assert spec["signature"].removeprefix("def ") in prompt
            assert all(clause[1:] in prompt for clause in clauses)
            assert about.format(size=draft.problem["size"]) in prompt
            assert repr(spec["examples"][0]["result"]) in prompt
            assert "{" not in prompt.replace("{}", "") or "table" in prompt


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_sources_compile_and_mutants_differ(family: Any) -> None:
    for level in LEVELS:
        spec = family.generate(Random(level + 50), level).answer.spec
        sources = [spec["reference_source"], *spec["mutants"]]
        assert len(set(sources)) == len(sources) >= 4
        for source in sources:
            function_of(ast.parse(source), "solve")


@every_domain
def test_draws_repeat_no_more_than_the_capacity_says(domain: Domain) -> None:
    rng, draws = Random(4), 250
    keys = {chains.dumps(chains.draw_problem(rng, domain, 1)[0]) for _ in range(draws)}
    capacity = chains.capacity(domain, 1)
    assert capacity is not None
    expected = draws * draws / 2 / capacity
    assert draws - len(keys) <= expected + 4 * expected**0.5


def test_a_name_that_exists_already_is_refused() -> None:
    grids = next(domain for domain in DOMAINS if domain.name == "grids")
    part = grids.parts[0]
    taken = type(part)("sum", *(getattr(part, f) for f in part.__slots__[1:]))
    with pytest.raises(ValueError, match="exist already"):
        Domain("x", grids.kinds, (taken,), {}, {}, grids.levels)


@every_domain
def test_no_part_uses_the_name_of_a_helper_for_a_variable(domain: Domain) -> None:
    """Else a program that calls the helper before it has both raises (it did: `turn`)."""
    taken = {domain.variable(kind) for part in domain.parts for kind in (part.takes, part.gives)}
    for name, part in domain.library.parts.items():
        term = chains._term(Random(name), part, True)
        tree = ast.parse(domain.library.source(term, v="before", o="after"))
        names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
        taken |= {node.id for node in names if isinstance(node.ctx, ast.Store)}
    assert taken.isdisjoint(domain.helpers)
