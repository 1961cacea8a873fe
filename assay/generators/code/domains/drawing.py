"""Chains of a domain's parts: drawn, written as source, told in English, run, and counted.

    problem = draw_problem(rng, GRIDS, 3)      {"takes": "grid", "size": 5, "stages": [...], ...}
    run(GRIDS, problem, [[1, 2], [3, 4]])      the value, by the callables
    reading_of(GRIDS, problem, ...)            the same value, by the clauses

What composition.py does for lists and texts, for any domain: a stage that changes nothing is drawn
again, and a program in which a stage could be left out unnoticed is not used.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import accumulate, pairwise
from random import Random
from typing import Any

from assay.core.canonical import dumps
from assay.core.seeds import seed_for
from assay.generators.code import composition
from assay.generators.code.contest_cores import text_of
from assay.generators.code.domains.domain import HOLES, Domain, Kind
from assay.generators.code.domains.small import read
from assay.generators.code.part import Part, Term
from assay.generators.code.reading import CLAUSES
from assay.generators.code.reading_text import TEXT_CLAUSES

ENTRY = "solve"
EXAMPLES = 8
PROBES = 4
ATTEMPTS = 10
MOST_WEIGHT = 20.0
ACCEPTED = 0.5
LONGEST_RESULT = 120
LONGEST_VALUE = 40
JOINED_FROM = 4
Problem = Mapping[str, Any]
Override = Mapping[str, Callable[..., Any]]


@dataclass(frozen=True, slots=True)
class Trial:
    """What a program does on its examples: argument, values on the way, result.

    `states[i][j]` is what stage j of example i gets.
    """

    states: list[list[Any]]

    @property
    def inputs(self) -> list[Any]:
        return [states[0] for states in self.states]

    @property
    def results(self) -> list[Any]:
        return [states[-1] for states in self.states]

    def is_wrong(self, at: int, functions: Sequence[Callable[[Any], Any]]) -> bool:
        """Whether some example has another result if these functions follow from stage `at` on."""
        return any(_last(functions, states[at]) != states[-1] for states in self.states)


def draw_problem(rng: Random, domain: Domain, level: int) -> tuple[dict[str, Any], Trial]:
    """A problem whose every stage matters and whose examples have differing results."""
    while True:
        problem = _draw(rng, domain, level)
        if problem is not None:
            trial = trial_of(domain, problem)
            if _is_telling(domain, problem, trial):
                return problem, trial


def trial_of(domain: Domain, problem: Problem) -> Trial:
    """The program on its examples."""
    functions = bound(domain, problem["stages"])
    inputs = example_inputs(domain, problem)
    return Trial([composition.trajectory(functions, value) for value in inputs])


def _roles(domain: Domain, level: int) -> str:
    front, tail = domain.levels[level]
    return "f" * front + "b" + "t" * tail


def _draw(rng: Random, domain: Domain, level: int) -> dict[str, Any] | None:
    starts = [kind for kind in domain.kinds if kind.weight]
    start = rng.choices(starts, [kind.weight for kind in starts])[0]
    size, kind = rng.choice(start.sizes), start.name
    values = _probes(domain, kind, size)
    stages: list[Term] = []
    roles, joined = _roles(domain, level), level >= JOINED_FROM
    for at, role in enumerate(roles):
        before = stages[-1][0] if stages else ""
        parts, weights = _summed(domain, kind, role, before, at == len(roles) - 1, joined)
        if not parts:
            return None
        for _ in range(ATTEMPTS):
            part = rng.choices(parts, cum_weights=weights)[0]
            stage = _term(rng, part, joined)
            (function,) = bound(domain, [stage])
            after = [function(value) for value in values]
            if max(map(_length, after)) > LONGEST_VALUE:
                continue
            if after != values and _differing(after) >= (2 if part.gives == "bool" else 3):
                break
        else:
            return None
        stages.append(stage)
        kind, values = part.gives, after
        if role == "b" and domain.strict and not _is_clear(domain, start.name, size, stages):
            return None
    return {"takes": start.name, "size": size, "gives": kind, "stages": stages}


def _is_clear(domain: Domain, start: str, size: int, stages: Sequence[Term]) -> bool:
    """Whether the probes tell at the bridge that no stage was left out: if not, they never will."""
    functions = bound(domain, stages)
    problem = {"takes": start, "stages": stages}
    probes = [composition.trajectory(functions, value) for value in _probes(domain, start, size)]
    trial = Trial(probes)
    return all(trial.is_wrong(at, functions[at + 1 :]) for at in optional(domain, problem))


def _term(rng: Random, part: Part, joined: bool) -> Term:
    term: Term = [part.name, *(rng.choice(options) for options in part.options)]
    if part.name in composition.LIBRARY.parts:
        return [*term, *(composition.draw_element(rng, hole, joined) for hole in part.holes)]
    for hole in part.holes:
        element = rng.choice(HOLES[hole])
        term.append([element.name, *(rng.choice(options) for options in element.options)])
    return term


@cache
def _probes(domain: Domain, kind: str, size: int) -> list[Any]:
    rng = Random(seed_for("domain probes", domain.name, kind, str(size)))
    return [domain.by_kind[kind].draw(rng, size, number) for number in range(PROBES)]


def _length(value: Any) -> int:
    return len(value) if isinstance(value, list | str) else 1


def _differing(values: Sequence[Any]) -> int:
    return len(set(map(repr, values)))


@cache
def _choices(
    domain: Domain, kind: str, role: str, before: str, last: bool, joined: bool
) -> tuple[list[Part], list[float]]:
    """The parts that may stand here, and how often each is drawn."""
    if role == "t":
        found = [p for p in composition.LIBRARY.parts.values() if p.takes == kind]
        found = [p for p in found if last or p.gives != "bool"]
    else:
        stays = role == "f"
        found = [
            p for p in domain.parts if p.takes == kind and (p.gives in domain.by_kind) == stays
        ]
    found = [part for part in found if part.name != before]
    return found, [min((1 / collision(p, joined)) ** 0.5, MOST_WEIGHT) for p in found]


@cache
def _summed(
    domain: Domain, kind: str, role: str, before: str, last: bool, joined: bool
) -> tuple[list[Part], list[float]]:
    """The same, the weights added up from the first on: so they are drawn by."""
    parts, weights = _choices(domain, kind, role, before, last, joined)
    return parts, list(accumulate(weights))


@cache
def collision(part: Part, joined: bool) -> float:
    """The chance that two draws of this part's arguments are the same."""
    chance = 1.0
    for options in part.options:
        chance /= len(options)
    for hole in part.holes:
        if part.name in composition.LIBRARY.parts:
            chance *= composition.element_collision(composition.KIND[hole], joined)
        else:
            sizes = [_size(element.options) for element in HOLES[hole]]
            chance *= sum(1 / size for size in sizes) / len(sizes) ** 2
    return chance


def _size(options: Sequence[Any]) -> int:
    count = 1
    for one in options:
        count *= len(one)
    return count


@cache
def capacity(domain: Domain, level: int) -> int | None:
    """1 / (the chance that two draws are the same), or less: composition.spread for a domain."""
    starts = [kind for kind in domain.kinds if kind.weight]
    total = sum(kind.weight for kind in starts)
    roles, joined = _roles(domain, level), level >= JOINED_FROM
    same = whole = 0.0
    for kind in starts:
        chance, share = _chain(domain, kind.name, roles, "", joined)
        same += (kind.weight / total) ** 2 * chance / len(kind.sizes)
        whole += kind.weight / total * share
    count = int(ACCEPTED ** (2 * len(roles)) * whole**2 / same)
    return count if count < 2**63 else None


@cache
def _chain(domain: Domain, kind: str, roles: str, before: str, joined: bool) -> tuple[float, float]:
    if not roles:
        return 1.0, 1.0
    parts, weights = _choices(domain, kind, roles[0], before, len(roles) == 1, joined)
    total = sum(weights)
    same = whole = 0.0
    for part, weight in zip(parts, weights, strict=True):
        chance, share = _chain(domain, part.gives, roles[1:], part.name, joined)
        same += (weight / total) ** 2 * collision(part, joined) * chance
        whole += weight / total * share
    return same, whole


def run(domain: Domain, problem: Problem, value: Any) -> Any:
    """The value of the program by the callables."""
    return _last(bound(domain, problem["stages"]), value)


def _last(functions: Sequence[Callable[[Any], Any]], value: Any) -> Any:
    for function in functions:
        value = function(value)
    return value


def bound(
    domain: Domain, stages: Sequence[Term], override: Override | None = None
) -> list[Callable[[Any], Any]]:
    """The stages as functions of one value; `override` puts others in place of some callables."""
    parts, found = domain.library.parts, []
    for name, *rest in stages:
        apply = (override or {}).get(name) or parts[name].apply
        arguments = [_element(domain, a) if isinstance(a, list) else a for a in rest]
        found.append(partial(_call, apply, arguments) if arguments else apply)
    return found


def _call(apply: Callable[..., Any], arguments: Sequence[Any], value: Any) -> Any:
    return apply(value, *arguments)


def _element(domain: Domain, term: Term) -> Callable[[int], Any]:
    """The callable of a term; written out for up to two arguments, as it is called very often."""
    apply = domain.library.elements[term[0]].apply
    given = [_element(domain, a) if isinstance(a, list) else a for a in term[1:]]
    if not given:
        return apply
    if len(given) == 1:
        one = given[0]
        return lambda x: apply(x, one)
    if len(given) == 2:
        one, two = given
        return lambda x: apply(x, one, two)
    return lambda x: apply(x, *given)


def reading_of(domain: Domain, problem: Problem, value: Any) -> Any:
    """The value of the program by the clauses, which share no code with the parts."""
    for name, *rest in problem["stages"]:
        given = [read(item) if isinstance(item, list) else item for item in rest]
        clause = domain.clauses.get(name) or CLAUSES.get(name) or TEXT_CLAUSES[name]
        value = clause(value, *given)
    return value


def start_of(domain: Domain, problem: Problem) -> Kind:
    """The kind of the argument."""
    return domain.by_kind[problem["takes"]]


def example_inputs(domain: Domain, problem: Problem) -> list[Any]:
    """The arguments of the examples: the same for the same problem, whoever asks."""
    rng = Random(seed_for("domain examples", dumps(problem)))
    kind = start_of(domain, problem)
    return [kind.draw(rng, problem["size"], number) for number in range(EXAMPLES)]


def _is_telling(domain: Domain, problem: Problem, trial: Trial) -> bool:
    """Whether results differ and no stage could be left out unnoticed."""
    results = trial.results
    if _differing(results) < (2 if problem["gives"] == "bool" else 4):
        return False
    if any(len(repr(result)) > LONGEST_RESULT for result in results):
        return False
    if any(_length(value) > 2 * LONGEST_VALUE for states in trial.states for value in states):
        return False
    functions = bound(domain, problem["stages"])
    return all(trial.is_wrong(at, functions[at + 1 :]) for at in optional(domain, problem))


def optional(domain: Domain, problem: Problem) -> list[int]:
    """The stages that keep the kind of value, so that they could be left out."""
    parts = domain.library.parts
    kinds = [problem["takes"], *(parts[stage[0]].gives for stage in problem["stages"])]
    return [at for at, (before, after) in enumerate(pairwise(kinds)) if before == after]


def signature(domain: Domain, problem: Problem) -> str:
    """The head of the function without `def` and colon."""
    kind = start_of(domain, problem)
    return f"{ENTRY}({kind.variable}: {kind.hint}) -> {domain.hint(problem['gives'])}"


def source(domain: Domain, problem: Problem, texts: Mapping[str, str] | None = None) -> str:
    """The program as Python source; `texts` puts other texts in place of some helpers."""
    stages = problem["stages"]
    used = dict.fromkeys(stage[0] for stage in stages if stage[0] in domain.helpers)
    blocks = [(texts or {}).get(n) or text_of(domain.helpers[n], n) for n in used]
    lines = [f"def {signature(domain, problem)}:"]
    name = start_of(domain, problem).variable
    for stage in stages:
        into = domain.variable(domain.library.parts[stage[0]].gives)
        text = domain.library.source(stage, v=name, o=into)
        lines += ["    " + line for line in text.split("\n")]
        name = into
    return "\n\n\n".join([*blocks, "\n".join([*lines, f"    return {name}"])])
