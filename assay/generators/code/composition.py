"""Programs composed of parts: drawn, written as source, told in English, and called.

    problem = {"takes": "ints", "stages": [["keep", ["above", 3]], ["sum"]]}
    source(problem)         def solve(values: list[int]) -> int: ...
    describe(problem)       ("keep only the elements x ...", "take the sum of the elements ...")
    run(problem, ([1, 5, 9],)) == 14

The JSON `problem` fixes everything. An argument `"$k"` makes the function take a second integer
`k`, whose bounds are `problem["k"]`. `reading.py` computes the same values on another way.
"""

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import accumulate, pairwise
from random import Random
from typing import Any

from assay.core.canonical import dumps, loads
from assay.core.seeds import seed_for
from assay.generators.code import elements, parts_numbers, parts_text
from assay.generators.code.inputs import draw_input, strategy_of
from assay.generators.code.part import SECOND, Element, Library, Part, Piece, Term

ENTRY = "solve"
NAMES = {"ints": "values", "int": "number", "text": "text", "words": "words", "bool": "answer"}
HINTS = {"ints": "list[int]", "int": "int", "text": "str", "words": "list[str]", "bool": "bool"}
STARTS = {"ints": 6, "text": 3, "words": 2, "int": 1}
EXAMPLES = 8
ATTEMPTS = 12
MOST_WEIGHT = 20.0
ACCEPTED = 0.6
LIBRARY = Library(
    {e.name: e for e in (*elements.PREDICATES, *elements.JOINED_PREDICATES)},
    {e.name: e for e in (*elements.FUNCTIONS, *elements.JOINED_FUNCTIONS)},
    {
        part.name: part
        for group in (
            *(parts_numbers.LISTS, parts_numbers.REDUCERS, parts_numbers.TESTS),
            *(parts_numbers.NUMBERS, parts_text.TEXTS, parts_text.MEASURES, parts_text.WORDS),
        )
        for part in group
    },
)
PLAIN = {"p": elements.PREDICATES, "f": elements.FUNCTIONS}
JOINED = {"p": elements.JOINED_PREDICATES, "f": elements.JOINED_FUNCTIONS}
KIND = {"p": "p", "q": "p", "f": "f", "g": "f"}


@dataclass(frozen=True, slots=True)
class Size:
    """How large a program is: stages, whether elements may be joined, whether `k` may come in."""

    stages: int
    joined: bool = False
    second: bool = False


LEVELS = {
    1: Size(2),
    2: Size(2, joined=True),
    3: Size(3),
    4: Size(3, joined=True),
    5: Size(4, joined=True, second=True),
    6: Size(5, joined=True),
    7: Size(5, joined=True, second=True),
    8: Size(6, joined=True, second=True),
    9: Size(7, joined=True, second=True),
    10: Size(8, joined=True, second=True),
}


def draw_problem(
    rng: Random,
    level: int,
    gives: str = "",
    suits: Callable[[dict[str, Any]], bool] = lambda problem: True,
) -> dict[str, Any]:
    """A problem whose every stage matters and whose examples have differing results.

    `gives` asks for a type of result; any will do where it is empty. `suits` is a further demand.
    """
    size = LEVELS[level]
    while True:
        problem = _draw(rng, size, gives)
        if problem is not None and suits(problem) and _is_telling(problem):
            return problem


def _draw(rng: Random, size: Size, gives: str = "") -> dict[str, Any] | None:
    """One attempt: a stage that changes nothing or levels everything is drawn again."""
    start = kind = rng.choices(list(STARTS), list(STARTS.values()))[0]
    stages: list[Term] = []
    values = _probes(start)
    for number in range(size.stages):
        before = stages[-1][0] if stages else ""
        last = number == size.stages - 1
        parts, weights = _summed(kind, last, size.joined, before, gives)
        if not parts:
            return None
        for _ in range(ATTEMPTS):
            part = rng.choices(parts, cum_weights=weights)[0]
            stage = _draw_term(rng, part, size.joined)
            (function,) = bound([stage])
            after = [function(value) for value in values]
            if after != values and _differing(after) >= _least(part.gives):
                break
        else:
            return None
        stages.append(stage)
        kind, values = part.gives, after
    problem: dict[str, Any] = {"takes": start, "gives": kind, "stages": stages}
    if size.second and rng.random() < 0.5:
        _bring_in_second(rng, problem)
    return problem


@cache
def _probes(kind: str) -> list[Any]:
    """Inputs on which the stages are tried while a program is drawn."""
    rng = Random(seed_for("probes", kind))
    return [draw_input(rng, strategy_of(kind), number) for number in range(EXAMPLES)]


def _differing(values: Sequence[Any]) -> int:
    """How many of the values, which are all of one type, are different."""
    if isinstance(values[0], list):
        return len(set(map(tuple, values)))
    return len(set(values))


def _least(kind: str) -> int:
    return 2 if kind == "bool" else 4


def _draw_term(rng: Random, piece: Piece, joined: bool) -> Term:
    arguments: Term = [rng.choice(options) for options in piece.options]
    return [piece.name, *arguments, *(draw_element(rng, hole, joined) for hole in piece.holes)]


def draw_element(rng: Random, hole: str, joined: bool) -> Term:
    """A term for a hole: a predicate for {p} and {q}, a function for {f} and {g}."""
    kind = KIND[hole]
    book = JOINED[kind] if joined and rng.random() < 0.5 else PLAIN[kind]
    return _draw_term(rng, rng.choices(book, cum_weights=_book_weights(book))[0], joined=False)


@cache
def _weights(pieces: tuple[Piece, ...], joined: bool = False) -> list[float]:
    """How often each piece is drawn: by the square root of its choices, at most MOST_WEIGHT."""
    return [min((1 / _collision(piece, joined)) ** 0.5, MOST_WEIGHT) for piece in pieces]


@cache
def _book_weights(pieces: tuple[Piece, ...]) -> list[float]:
    return list(accumulate(_weights(pieces)))


def _bring_in_second(rng: Random, problem: dict[str, Any]) -> None:
    places = [place for stage in problem["stages"] for place in integer_places(stage)]
    if places:
        term, at, options = rng.choice(places)
        term[at] = SECOND
        problem["k"] = [options[0], options[-1]]


def integer_places(term: Term) -> list[tuple[Term, int, range]]:
    """Where the term holds integers: (term, index in it, its range)."""
    piece = LIBRARY.elements.get(term[0]) or LIBRARY.parts[term[0]]
    found = [(term, 1 + i, o) for i, o in enumerate(piece.options) if isinstance(o, range)]
    for inner in term[1:]:
        if isinstance(inner, list):
            found += integer_places(inner)
    return found


@cache
def _choices(
    kind: str, last: bool, joined: bool, before: str, gives: str
) -> tuple[list[Part], list[float]]:
    """The parts that may follow the part `before`, and how often each is drawn."""
    fitting = [p for p in LIBRARY.parts.values() if p.takes == kind and p.name != before]
    if last:
        parts = [part for part in fitting if gives in ("", part.gives)]
    else:
        parts = [part for part in fitting if part.gives != "bool"]
    return parts, _weights(tuple(parts), joined)


@cache
def _summed(
    kind: str, last: bool, joined: bool, before: str, gives: str
) -> tuple[list[Part], list[float]]:
    """The same, the weights added up from the first on: so they are drawn by."""
    parts, weights = _choices(kind, last, joined, before, gives)
    return parts, list(accumulate(weights))


def _collision(piece: Piece, joined: bool) -> float:
    """The chance that two draws of this piece's arguments are the same."""
    chance = 1.0
    for options in piece.options:
        chance /= len(options)
    for hole in piece.holes:
        chance *= element_collision(KIND[hole], joined)
    return chance


def element_collision(kind: str, joined: bool) -> float:
    """The chance that two draws of `draw_element` are the same."""

    def among(book: tuple[Element, ...]) -> float:
        weights = _weights(book)
        chances = (w * w * _collision(e, False) for w, e in zip(weights, book, strict=True))
        return sum(chances) / sum(weights) ** 2

    if not joined:
        return among(PLAIN[kind])
    return (among(PLAIN[kind]) + among(JOINED[kind])) / 4


PIECES: tuple[Piece, ...] = (*LIBRARY.elements.values(), *LIBRARY.parts.values())
MOST_MERGED = max(
    len(options) for piece in PIECES for options in piece.options if isinstance(options, range)
)


@cache
def capacity(level: int) -> int | None:
    """How many problems the level draws, as if all were equally likely; None above 2**63."""
    count = int(spread(level))
    return count if count < 2**63 else None


@cache
def spread(level: int, gives: str = "") -> float:
    """1 / (the chance that two draws are the same), or less.

    The chance that two free draws are the same is a sum over the chain of parts. Chains that cannot
    end in `gives` are drawn again, which is reckoned exactly. Where draws are repeated until a
    stage is telling, the chance grows by 1 / (share accepted)**2; the share is taken as ACCEPTED a
    stage, below what a test measures. `k` in place of an integer merges at most MOST_MERGED
    problems.
    """
    size = LEVELS[level]
    total = sum(STARTS.values())
    same = whole = 0.0
    for kind, weight in STARTS.items():
        chance, share = _chain(kind, size.stages, size.joined, "", gives)
        same += (weight / total) ** 2 * chance
        whole += weight / total * share
    merged = MOST_MERGED if size.second else 1
    return float(ACCEPTED ** (2 * size.stages) * whole**2 / same / merged)


@cache
def _chain(kind: str, stages: int, joined: bool, before: str, gives: str) -> tuple[float, float]:
    """Of free draws of a chain: the chance that two are whole and equal, and that one is whole."""
    if stages == 0:
        return 1.0, 1.0
    parts, weights = _choices(kind, stages == 1, joined, before, gives)
    total = sum(weights)
    same = whole = 0.0
    for part, weight in zip(parts, weights, strict=True):
        chance, share = _chain(part.gives, stages - 1, joined, part.name, gives)
        same += (weight / total) ** 2 * _collision(part, joined) * chance
        whole += weight / total * share
    return same, whole


def run(problem: Mapping[str, Any], args: Sequence[Any]) -> Any:
    """The value of the program, by the callables of its parts."""
    return follow(bound(problem["stages"], args[-1]), args[0])


def bound(
    stages: Sequence[Term], k: Any = None, library: Library = LIBRARY
) -> list[Callable[[Any], Any]]:
    """The stages as functions of one value; `k` is what `"$k"` stands for."""
    parts, found = library.parts, []
    for name, *rest in stages:
        apply = parts[name].apply
        arguments = [library.bind(argument, k) for argument in rest]
        found.append(partial(_call, apply, arguments) if arguments else apply)
    return found


def _call(apply: Callable[..., Any], arguments: Sequence[Any], value: Any) -> Any:
    return apply(value, *arguments)


def follow(functions: Sequence[Callable[[Any], Any]], value: Any) -> Any:
    """The value after all the functions, one after the other."""
    for function in functions:
        value = function(value)
    return value


def trajectory(functions: Sequence[Callable[[Any], Any]], value: Any) -> list[Any]:
    """The value before each of the functions, and after the last."""
    seen = [value]
    for function in functions:
        seen.append(function(seen[-1]))
    return seen


def strategies(problem: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the function may be called with: one declarative strategy for each parameter."""
    first = {"name": NAMES[problem["takes"]], **strategy_of(problem["takes"])}
    if "k" not in problem:
        return [first]
    low, high = problem["k"]
    return [first, {"name": "k", "type": "integer", "min": low, "max": high}]


def example_inputs(problem: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The inputs of the examples: the same for the same problem, whoever computes the results."""
    return [(_copied(args[0]), *args[1:]) for args in _inputs(dumps(problem))]


@lru_cache(maxsize=8)
def _inputs(problem: str) -> list[tuple[Any, ...]]:
    rng, given = Random(seed_for("examples", problem)), strategies(loads(problem))
    return [
        tuple(draw_input(rng, strategy, number) for strategy in given) for number in range(EXAMPLES)
    ]


def _copied(value: Any) -> Any:
    return list(value) if isinstance(value, list) else value


def examples(problem: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Arguments and results of the examples, by the callables."""
    inputs = example_inputs(problem)
    functions = _for_each(problem, inputs)
    return [
        {"args": list(args), "result": follow(function, args[0])}
        for args, function in zip(inputs, functions, strict=True)
    ]


def _for_each(
    problem: Mapping[str, Any], inputs: Sequence[Sequence[Any]]
) -> list[list[Callable[[Any], Any]]]:
    """The stages as functions for each of the inputs: the same for all where there is no `k`."""
    if "k" in problem:
        return [bound(problem["stages"], args[-1]) for args in inputs]
    return [bound(problem["stages"])] * len(inputs)


def _is_telling(problem: Mapping[str, Any]) -> bool:
    """Whether results differ and no stage could be left out unnoticed."""
    inputs = example_inputs(problem)
    functions = _for_each(problem, inputs)
    states = [trajectory(stages, args[0]) for args, stages in zip(inputs, functions, strict=True)]
    results = [seen[-1] for seen in states]
    if _differing(results) < _least(problem["gives"]):
        return False
    if any(len(dumps(result)) > 120 for result in results):
        return False
    types = [problem["takes"], *(LIBRARY.parts[stage[0]].gives for stage in problem["stages"])]
    same = [i for i, (before, after) in enumerate(pairwise(types)) if before == after]
    return all(
        any(
            follow(stages[i + 1 :], seen[i]) != seen[-1]
            for seen, stages in zip(states, functions, strict=True)
        )
        for i in same
    )


def signature(problem: Mapping[str, Any]) -> str:
    """The head of the function without `def` and colon."""
    second = ", k: int" if "k" in problem else ""
    takes = problem["takes"]
    return f"{ENTRY}({NAMES[takes]}: {HINTS[takes]}{second}) -> {HINTS[problem['gives']]}"


def pieces(term: Sequence[Any]) -> int:
    """How many pieces a term, or a list of terms, is made of: a measure of its size."""
    named = isinstance(term[0], str)
    return named + sum(pieces(inner) for inner in term if isinstance(inner, list))


def beginning(problem: Mapping[str, Any]) -> str:
    """What the stages start from, for a sentence: the parameter, and the bounds of `k` if any."""
    name = NAMES[problem["takes"]]
    if "k" not in problem:
        return name
    low, high = problem["k"]
    return f"{name} (k is an integer from {low} to {high})"


def describe(problem: Mapping[str, Any]) -> tuple[str, ...]:
    """What the stages do, in order, each an imperative clause without a full stop."""
    return tuple(LIBRARY.words(stage) for stage in problem["stages"])


def source(problem: Mapping[str, Any]) -> str:
    """The reference as Python source, in `ast.unparse`'s layout, without a trailing newline."""
    lines = [f"def {signature(problem)}:"]
    name = NAMES[problem["takes"]]
    for stage in problem["stages"]:
        into = NAMES[LIBRARY.parts[stage[0]].gives]
        lines += ["    " + line for line in laid_out(stage, v=name, o=into).split("\n")]
        name = into
    start = f"    {name} = "
    assert lines[-1].startswith(start), lines[-1]
    lines[-1] = f"    return {lines[-1].removeprefix(start)}"
    return "\n".join(lines)


def laid_out(term: Term, **names: str) -> str:
    """The source text of a term in `ast.unparse`'s layout.

    Terms that differ in their integers and strings alone are laid out alike, so each layout is
    worked out once and filled.
    """
    values: list[str] = []
    shape = _shape(term, values)
    return _layout(shape, tuple(names.items())).format(*values)


def _shape(term: Term, values: list[str]) -> tuple[Any, ...]:
    """The term without its integers and strings, which go to `values`."""
    parts: list[Any] = [term[0]]
    for argument in term[1:]:
        if isinstance(argument, list):
            parts.append(_shape(argument, values))
        elif argument == SECOND:
            parts.append(SECOND)
        else:
            parts.append(None)
            values.append(repr(argument))
    return tuple(parts)


class _Slot(str):
    """A name that stands for an argument while a template is laid out."""

    def __repr__(self) -> str:
        return str(self)


@lru_cache(maxsize=16_384)
def _layout(shape: tuple[Any, ...], names: tuple[tuple[str, str], ...]) -> str:
    slots: list[_Slot] = []
    text = ast.unparse(ast.parse(LIBRARY.source(_slotted(shape, slots), **dict(names))))
    text = text.replace("{", "{{").replace("}", "}}")
    for number, slot in enumerate(slots):
        text = text.replace(slot, f"{{{number}}}")
    return text


def _slotted(shape: tuple[Any, ...], slots: list[_Slot]) -> Term:
    term: Term = [shape[0]]
    for argument in shape[1:]:
        if isinstance(argument, tuple):
            term.append(_slotted(argument, slots))
        elif argument is None:
            slots.append(_Slot(f"argument_{len(slots)}_"))
            term.append(slots[-1])
        else:
            term.append(argument)
    return term
