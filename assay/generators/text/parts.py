"""Small parts that the families of text and logic are built from: phrasings, steps, spellings.

    compose("r in tree?", ["Look at tree."], ["How many r does it have?"])  ->  two phrasings
    in_words("after 2", "a, b").text == "after 2 = a, b"

Nothing here knows a family; nothing here draws.
"""

from collections.abc import Iterable, Sequence

from assay.core.records import Claim, Step


def compose(
    short: str,
    scenes: Sequence[str],
    asks: Sequence[str],
    forms: Sequence[str] = ("",),
    whole: Sequence[str] = (),
) -> tuple[str, ...]:
    """`short`, then every scene with every ask, then `whole` phrasings that stand by themselves.

    A form says how to write the answer; forms take turns over the pairs of scene and ask, so that
    no form belongs to one wording.
    """
    made = [short]
    for i, scene in enumerate(scenes):
        for j, ask in enumerate(asks):
            form = forms[(i + j) % len(forms)]
            made.append(_joined(scene, _joined(ask, form)))
    made += whole
    return tuple(made)


def _joined(one: str, other: str) -> str:
    return one + other if one.endswith("\n") or not other else f"{one} {other}"


def in_words(left: str, right: str) -> Step:
    """A step whose claim is in words: the line `left = right`."""
    return Step(f"{left} = {right}", Claim("text", left, right))


def in_numbers(left: str, right: int | str) -> Step:
    """A step that claims an equation: the line `left = right`."""
    return Step(f"{left} = {right}", Claim("equal", left, str(right)))


def listed(items: Iterable[str], last: str = "and") -> str:
    """a, b and c"""
    parts = list(items)
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def commas(items: Iterable[object]) -> str:
    """a, b, c"""
    return ", ".join(map(str, items))


def bullets(items: Iterable[str]) -> str:
    """One item a line, each after a dash."""
    return "\n".join(f"- {item}" for item in items)


def ordinal(n: int) -> str:
    """1st, 2nd, 3rd, 11th"""
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{n}{'th' if n // 10 % 10 == 1 else ends.get(n % 10, 'th')}"


def counted(n: int, noun: str, nouns: str = "") -> str:
    """1 move, 2 moves"""
    return f"{n} {noun if n == 1 else nouns or noun + 's'}"


def bounded(count: int) -> int | None:
    """A capacity as families declare it: None from 2**63 on."""
    return count if count < 2**63 else None
