"""Composed programs in Python, JavaScript and C++ from one problem: drawn, written, called.

    problem = {"takes": "ints", "gives": "int", "stages": [["keep", ["even"]], ["sum"]]}
    write(problem, "javascript")     function solve(values) { ... }
    run(problem, ([1, 4],)) == 4

Problems are those of `composition`, on integers and lists of integers only, whose values provably
stay within 32 bits: so no language overflows, rounds, or counts characters differently.
"""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

from assay.core.canonical import dumps
from assay.core.records import Answer
from assay.core.seeds import seed_for
from assay.generators.code import composition
from assay.generators.code.composition import LIBRARY, NAMES, bound, follow, trajectory
from assay.generators.code.faults import Runs, faults, first_change, wrong_terms
from assay.generators.code.languages import cpp, javascript
from assay.generators.code.languages.bounds import stays_small
from assay.generators.code.part import SECOND, Element, Library, Part, Term

ENTRY = "solve"
TITLES = {"python": "Python", "javascript": "JavaScript", "cpp": "C++"}
TABLES: Mapping[str, Any] = {"javascript": javascript, "cpp": cpp}
MUTANTS = 6
FEWEST_MUTANTS = 3
ACCEPTED = 0.4
Problem = Mapping[str, Any]
Wrong = tuple[str, dict[str, Any], Mapping[str, Any]]


def _cut(x: int, divisor: int) -> int:
    return -(-x // divisor) if x < 0 else x // divisor


TRAPS = Library(
    LIBRARY.predicates,
    {
        **LIBRARY.functions,
        "cut_quotient": Element("cut_quotient", "", "", _cut),
        "cut_modulo": Element("cut_modulo", "", "", lambda x, a: x - a * _cut(x, a)),
    },
    {
        **LIBRARY.parts,
        "text_order": Part("text_order", "ints", "ints", "", "", lambda v: sorted(v, key=str)),
    },
)
_PAIRS = (
    *(("even", "odd"), ("above", "below"), ("and", "or"), ("at_least", "at_most")),
    *(("plus", "from"), ("square", "absolute"), ("keep", "drop_if"), ("take", "skip")),
    *(("running_sum", "running_max"), ("unique", "repeated"), ("differences", "pair_sums")),
    *(("sum", "alternating"), ("largest", "smallest"), ("count_if", "sum_if"), ("any", "all")),
    *(("spread", "sum"), ("distinct", "longest_run"), ("streak", "count_if")),
)
SWAPS: dict[str, tuple[str, ...]] = {
    "quotient": ("cut_quotient",),
    "modulo": ("cut_modulo",),
    "ascending": ("text_order", "descending"),
    "descending": ("ascending",),
}
for _one, _other in _PAIRS:
    SWAPS[_one] = (*SWAPS.get(_one, ()), _other)
    SWAPS[_other] = (*SWAPS.get(_other, ()), _one)


def draw_problem(rng: Random, level: int, gives: str = "") -> dict[str, Any]:
    """A problem that every language can say."""
    return composition.draw_problem(
        rng, level, gives, lambda problem: is_portable(problem) and stays_small(problem)
    )


def is_portable(problem: Problem) -> bool:
    """Whether every stage has a template in every language."""
    names = [stage[0] for stage in problem["stages"]]
    return all(name in javascript.PARTS and name in cpp.PARTS for name in names)


def run(problem: Problem, args: Sequence[Any]) -> Any:
    """The value by the callables, the traps' included."""
    return follow(bound(problem["stages"], args[-1], TRAPS), args[0])


def write(problem: Problem, lang: str) -> str:
    """The program in a language; raises KeyError for a piece that it lacks."""
    if lang == "python":
        return composition.source(problem)
    table = TABLES[lang]
    name, known, lines = NAMES[problem["takes"]], {NAMES[problem["takes"]]}, []
    for number, stage in enumerate(problem["stages"], 1):
        kind = LIBRARY.parts[stage[0]].gives if stage[0] in LIBRARY.parts else "ints"
        into = NAMES[kind]
        declare = "" if into in known else table.DECLARE[kind]
        slots = {"v": name, "o": into, "d": declare, "n": str(number)}
        text = table.PARTS[stage[0]].format(**slots, **_arguments(stage, table))
        lines += ["    " + line for line in text.split("\n")]
        name = into
        known.add(into)
    body = "\n".join([f"{signature(problem, lang)} {{", *lines, f"    return {name};", "}"])
    helpers = [text for helper, text in table.HELPERS.items() if f"{helper}(" in body]
    return "\n\n".join([*helpers, body])


def _arguments(term: Term, table: Any) -> dict[str, str]:
    piece = TRAPS.elements.get(term[0]) or TRAPS.parts[term[0]]
    names = "abc"[: len(piece.options)] + piece.holes or "abc"[: len(term) - 1]
    return {name: _inner(argument, table) for name, argument in zip(names, term[1:], strict=True)}


def _inner(argument: Any, table: Any) -> str:
    if isinstance(argument, list):
        return f"({table.ELEMENTS[argument[0]].format(x='x', **_arguments(argument, table))})"
    return "k" if argument == SECOND else repr(argument)


def signature(problem: Problem, lang: str) -> str:
    """The head of the function."""
    first, second = NAMES[problem["takes"]], "k" in problem
    if lang == "python":
        return composition.signature(problem)
    if lang == "javascript":
        return f"function {ENTRY}({first}{', k' * second})"
    gives, takes = cpp.TYPES[problem["gives"]], cpp.TYPES[problem["takes"]]
    return f"{gives} {ENTRY}({takes} {first}{', long long k' * second})"


def about(problem: Problem) -> str:
    """What the parameters are, in a sentence."""
    name = NAMES[problem["takes"]]
    what = "a list of integers" if problem["takes"] == "ints" else "an integer"
    text = f"{name} is {what}"
    if "k" in problem:
        low, high = problem["k"]
        text += f", k is an integer from {low} to {high}"
    return f"{text}; no value on the way leaves the range of 32 bits."


def call_text(example: Mapping[str, Any]) -> str:
    """A call and its result, in brackets that all readers know."""
    given = ", ".join(dumps(value) for value in example["args"])
    return f"{ENTRY}({given}) -> {dumps(example['result'])}"


def wrong_problems(problem: Problem, found: Sequence[Mapping[str, Any]], lang: str) -> list[Wrong]:
    """(source, problem, example) of faulty versions in a language, each wrong on the example."""
    rng = Random(seed_for("language mutants", dumps(problem)))
    stages = problem["stages"]
    changed = [{**problem, "stages": one} for one in faults(stages, SWAPS)]
    wrong = wrong_terms(rng, changed, _runs(problem, found), found, 2 * MUTANTS)
    written: dict[str, tuple[dict[str, Any], Mapping[str, Any]]] = {}
    for one, seen in wrong:
        try:
            written.setdefault(write(one, lang), (one, seen))
        except KeyError:
            continue
    return [(text, *rest) for text, rest in written.items()][:MUTANTS]


def _runs(problem: Problem, found: Sequence[Mapping[str, Any]]) -> Runs:
    """Faulty versions on the examples: each goes on from the state before its changed stage."""
    stages, given = problem["stages"], [example["args"] for example in found]
    states = [trajectory(bound(stages, args[-1], TRAPS), args[0]) for args in given]

    def runs(one: Problem) -> Callable[[int], Any]:
        at = first_change(stages, one["stages"])
        rest = one["stages"][at:]
        if "k" in problem:
            return lambda number: follow(bound(rest, given[number][-1], TRAPS), states[number][at])
        functions = bound(rest, None, TRAPS)
        return lambda number: follow(functions, states[number][at])

    return runs


def answer_of(
    problem: Problem, found: Sequence[Mapping[str, Any]], lang: str, wrong: Sequence[Wrong]
) -> Answer:
    """The answer of a task whose answer is the function in a language."""
    native = {}
    if lang == "cpp":
        takes = [problem["takes"], *["int"] * ("k" in problem)]
        native = {"types": {"takes": takes, "gives": problem["gives"]}}
    spec = {
        "lang": lang,
        "entry": ENTRY,
        "signature": signature(problem, lang),
        **native,
        "strategies": composition.strategies(problem),
        "reference_source": write(problem, lang),
        "mutants": [text for text, _, _ in wrong],
        "examples": list(found),
        "compare": {"tolerance": 0, "int_equals_float": lang == "javascript"},
    }
    return Answer("program", ENTRY, spec)


def draw_answer(
    rng: Random, level: int, lang: str
) -> tuple[dict[str, Any], list[dict[str, Any]], Answer, list[Wrong]]:
    """A problem, its examples, the answer in a language, and faulty versions, enough of them."""
    while True:
        problem = draw_problem(rng, level)
        found = composition.examples(problem)
        wrong = wrong_problems(problem, found, lang)
        if len(wrong) >= FEWEST_MUTANTS:
            return problem, found, answer_of(problem, found, lang, wrong), wrong


def capacity(level: int, gives: str = "") -> int | None:
    """That of the composition, over the square of the share of draws that is kept."""
    count = int(composition.spread(level, gives) * ACCEPTED**2)
    return count if count < 2**63 else None
