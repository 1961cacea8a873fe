"""A domain of programs: kinds of values, parts that work on them, and a second reading of them.

    GRIDS = Domain("grid", (Kind("grid", "list[list[int]]", ...),), parts=..., clauses=...)
    algorithm("grid", "ints", "list the ...", row_sums)     its source is row_sums' own text

A program is a chain: `front` parts stay within the domain, one bridge leads out of it to integers
or texts, and a tail of the parts that function synthesis knows (composition.LIBRARY) follows. A
domain file holds parts and clauses; drawing, sources, mutants and phrasings are in the files beside
this one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from assay.generators.code import composition
from assay.generators.code.domains.small import FUNCTIONS, PREDICATES
from assay.generators.code.part import Library, Options, Part

HOLES: Mapping[str, tuple[Any, ...]] = {"p": PREDICATES, "f": FUNCTIONS}


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of value: how it is called and annotated, and, where programs start from it, drawn.

    `strategy(size)` is what the argument may be, `draw(rng, size, number)` one example (the first
    three, which a prompt shows, of a middling size), `about` the sentence that says what the
    argument is, with {size} filled in. A problem draws its size from `sizes`. `weight` is how often
    a program starts from this kind, 0 for kinds in the middle of programs.
    """

    name: str
    variable: str
    hint: str = ""
    weight: int = 0
    about: str = ""
    strategy: Callable[[int], dict[str, Any]] = dict  # type: ignore[assignment]
    draw: Callable[[Random, int, int], Any] = lambda rng, size, number: None
    sizes: tuple[int, ...] = (0,)


@dataclass(frozen=True, eq=False, slots=True)
class Domain:
    """The kinds and parts of a domain, the clauses that read its parts once more, and its levels.

    `helpers` are the functions that parts call by name: their text is put before the program.
    `levels` gives for each level how many parts of the domain come before the bridge, and how many
    parts after it. Where `strict`, a draw is given up at the bridge if a part before it could be
    left out unnoticed: for domains in which that is seen often.
    """

    name: str
    kinds: tuple[Kind, ...]
    parts: tuple[Part, ...]
    clauses: Mapping[str, Callable[..., Any]]
    helpers: Mapping[str, Callable[..., Any]]
    levels: Mapping[int, tuple[int, int]]
    strict: bool = False
    library: Library = field(init=False)
    by_kind: Mapping[str, Kind] = field(init=False)

    def __post_init__(self) -> None:
        known = composition.LIBRARY
        taken = [part.name for part in self.parts if part.name in known.parts]
        if taken:
            raise ValueError(f"{self.name}: names of parts that exist already: {taken}")
        library = Library(
            {**known.predicates, **{e.name: e for e in PREDICATES}},
            {**known.functions, **{e.name: e for e in FUNCTIONS}},
            {**known.parts, **{part.name: part for part in self.parts}},
        )
        object.__setattr__(self, "library", library)
        object.__setattr__(self, "by_kind", {kind.name: kind for kind in self.kinds})

    def variable(self, kind: str) -> str:
        """The name of a variable that holds a value of this kind."""
        found = self.by_kind.get(kind)
        return found.variable if found else composition.NAMES[kind]

    def hint(self, kind: str) -> str:
        """The annotation of a value of this kind."""
        found = self.by_kind.get(kind)
        return found.hint if found else composition.HINTS[kind]


LEVELS: Mapping[int, tuple[int, int]] = {
    1: (1, 1),
    2: (1, 2),
    3: (2, 2),
    4: (3, 2),
    5: (3, 3),
    6: (4, 3),
    7: (4, 4),
    8: (5, 4),
    9: (6, 4),
    10: (6, 5),
}
"""Parts before the bridge, and after it."""


def algorithm(
    takes: str, gives: str, words: str, apply: Callable[..., Any], *options: Options
) -> Part:
    """A part that calls the function `apply` by its name: text and callable are one."""
    name = apply.__name__
    arguments = "".join(f", {{{letter}}}" for letter in "abc"[: len(options)])
    return Part(name, takes, gives, f"{{o}} = {name}({{v}}{arguments})", words, apply, options)
