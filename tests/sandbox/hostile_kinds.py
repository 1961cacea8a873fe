"""The record of a hostile program and the short ways to write one.

    script("print(41)")                           # stdin mode, WA, asked for 42
    called("def f(a, b): return True")            # call mode, WA, asked for f(6, 7) == 42
    foreign("c", "int main(){}")                  # another language

Which verdicts are allowed comes after the source; `prints` is what the program must print to show
that a thing was refused.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hostile:
    """One program. `prints` None: any output that is not the answer; `call`: asked by f(6, 7)."""

    source: str
    verdicts: tuple[str, ...]
    lang: str = "python"
    prints: str | None = None
    call: bool = False
    stdin: str = "6 7\n"


def script(source: str, *verdicts: str, prints: str | None = None) -> Hostile:
    """A whole Python program."""
    return Hostile(source, verdicts or ("WA",), "python", prints)


def called(source: str, *verdicts: str, lang: str = "python") -> Hostile:
    """A program whose f is called."""
    return Hostile(source, verdicts or ("WA",), lang, None, True)


def foreign(lang: str, source: str, *verdicts: str, prints: str | None = None) -> Hostile:
    """A whole program in another language."""
    return Hostile(source, verdicts or ("WA",), lang, prints)
