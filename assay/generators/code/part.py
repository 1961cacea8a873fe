"""The smallest pieces of a generated program: each is a callable and its source text at once.

    DOUBLE = Element("times", "{x} * {a}", "x times {a}", lambda x, a: x * a, (range(2, 10),))
    source_of(["times", 3], ...) == "x * 3"      and the callable of the same term maps 5 to 15

A *term* is JSON: `[name, argument, ...]`; an argument is an integer, a string, another term, or
`"$k"`, which stands for the second parameter of the function. Gold answers come from the
callables; the source text is what a reader or a sandbox gets to see. Which pieces exist is in
`elements` and the `parts_*` files; how they are chained in `composition`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

SECOND = "$k"
Options = range | str


@dataclass(frozen=True, slots=True)
class Element:
    """A predicate or function of one integer `x`, used inside a part.

    `source` and `words` are templates over {x}, the arguments {a} {b} in the order of `options`
    (each drawn from a range of integers or a string of characters), and the inner terms {p} {q}
    (predicates) and {f} {g} (functions) named by `holes`.
    """

    name: str
    source: str
    words: str
    apply: Callable[..., Any]
    options: tuple[Options, ...] = ()
    holes: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One step of a program: a value of type `takes` becomes one of type `gives`.

    Types are "ints", "int", "text", "words" and, only given, "bool". `source` is one statement or
    several that read {v} and bind {o}; the rest is as in `Element`.
    """

    name: str
    takes: str
    gives: str
    source: str
    words: str
    apply: Callable[..., Any]
    options: tuple[Options, ...] = ()
    holes: str = ""


Piece = Element | Part
Term = list[Any]
Book = Mapping[str, Piece]


@dataclass(frozen=True, slots=True)
class Library:
    """Every piece by name: predicates, functions and parts."""

    predicates: Mapping[str, Element]
    functions: Mapping[str, Element]
    parts: Mapping[str, Part]
    elements: Mapping[str, Element] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "elements", {**self.predicates, **self.functions})

    def bind(self, argument: Any, k: Any) -> Any:
        """An argument of a term as a Python value: a callable of x for an inner term.

        Callables are written out for up to two arguments, as they are called very often.
        """
        if argument == SECOND:
            return k
        if not isinstance(argument, list):
            return argument
        apply = self.elements[argument[0]].apply
        arguments = [self.bind(inner, k) for inner in argument[1:]]
        if not arguments:
            return apply
        if len(arguments) == 1:
            one = arguments[0]
            return lambda x: apply(x, one)
        if len(arguments) == 2:
            one, two = arguments
            return lambda x: apply(x, one, two)
        return lambda x: apply(x, *arguments)

    def source(self, term: Term, **names: str) -> str:
        """The source text of a term; `names` gives {x} or {v} and {o}."""
        piece = self.elements.get(term[0]) or self.parts[term[0]]
        return piece.source.format(**names, **self._fill(piece, term, self._inner_source))

    def words(self, term: Term) -> str:
        """The term in English."""
        piece = self.elements.get(term[0]) or self.parts[term[0]]
        return piece.words.format(**self._fill(piece, term, self._inner_words))

    def _inner_source(self, argument: Any) -> str:
        if argument == SECOND:
            return "k"
        if isinstance(argument, list):
            return f"({self.source(argument, x='x')})"
        return repr(argument)

    def _inner_words(self, argument: Any) -> str:
        if argument == SECOND:
            return "k"
        return self.words(argument) if isinstance(argument, list) else repr(argument)

    def _fill(self, piece: Piece, term: Term, spell: Callable[[Any], str]) -> dict[str, str]:
        names = "abc"[: len(piece.options)] + piece.holes
        return {name: spell(argument) for name, argument in zip(names, term[1:], strict=True)}
