"""Every wording of every family: many of them, well spelled, and silent about the answer."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest

from assay.core.seeds import rng_for
from assay.generators import FAMILIES
from assay.generators.family import LEVELS, Draft

LEAST = 10
STORIES = {
    *("arithmetic", "combinatorics", "geometry", "word problems", "probability", "statistics"),
    *("composite", "linear algebra", "sequences", "sets and logic", "optimisation"),
}
SPECIAL = {"no solution", "infinitely many", "does not exist", "diverges", "{}", "no inverse"}
PLAIN_LETTERS = {"and", "are", "its", "equals", "into", "occurs", "occur", "over"}  # "a and b"
A_SAYS = ("one", "uni", "use", "usa", "eu", "once")
NO_NOUN = {"is", "has", "was", "less", "plus", "minus", "times", "as", "this", "does", "makes"}
NO_NOUN |= {"equals", "units", "gets", "gives", "divides", "becomes", "leaves", "thus", "occurs"}
ILL = {
    "two spaces": re.compile(r"(?<=\S)  +(?=\S)"),
    "a sign after a sign": re.compile(r"[-+] ?\+ ?\d|\+ ?-|(?<![-<=>(,]) - -|--\d"),
    "a factor of 1": re.compile(r"(?<![\w./^])1\*?[xyz]\b(?!\()"),
    "a first power": re.compile(r"\b[xyz]\^1\b(?!/)"),
    "a space before a mark": re.compile(r"\w [,?](?=\s|$)|[a-z] \.(?=\s|$)"),
    "two marks": re.compile(r"[?,;:]\.(?!\.)|(?<!\d)!\.|,,|(?<![.\d])\.\.(?!\.)|(?<!\.)\.\?|\?\?"),
    "a hole": re.compile(r"\{[a-z_]+\}|\bNone\b|<[a-z]+ object"),
}
_GRID = re.compile(r"[#.SG\d ]*[#.][#.SG\d ]*")
_CODE = re.compile(r"```.*?```", re.DOTALL)
_ENDS = (".", "?", "!", ":", "```")


def drafts(name: str, count: int = 2) -> Iterator[Draft]:
    """A few drafts of every level."""
    for level in LEVELS:
        for index in range(count):
            yield FAMILIES[name].generate(rng_for(name, level, 23, index), level)


def prose(prompt: str) -> str:
    """A prompt without its code, the rows of its grids and its mathematics in TeX."""
    kept = "\n".join(row for row in prompt.splitlines() if not _GRID.fullmatch(row))
    return re.sub(r"\$.*?\$", "$", _CODE.sub("`", kept), flags=re.DOTALL)


def ill_articles(text: str) -> list[str]:
    """`a apple`, `an pear`, `1 apples`."""
    found = []
    for word in re.findall(r"(?<![\w=+*/^(-] )\ba ([aeiou][a-z]{2,})", text):
        if not word.startswith(A_SAYS) and word not in PLAIN_LETTERS:
            found.append(f"a {word}")
    for word in re.findall(r"\ban ([bcdfgjklmnpqrtvwyz][a-z]{2,})", text):
        found.append(f"an {word}")
    for word in re.findall(
        r"(?<![\d.,/*+^=()<>%-])(?<!\d )\b(?<![-:.,/=] )1 ([a-z]{2,}[a-rt-z]s)\b", text
    ):
        if word not in NO_NOUN:
            found.append(f"1 {word}")
    return found


@pytest.mark.parametrize("name", FAMILIES)
def test_there_are_ten_wordings_at_least(name: str) -> None:
    for draft in drafts(name):
        assert len(set(draft.prompts)) == len(draft.prompts) >= LEAST
        assert min(map(len, draft.prompts)) > 0


@pytest.mark.parametrize("name", FAMILIES)
def test_wordings_are_well_spelled(name: str) -> None:
    code = FAMILIES[name].area == "code"
    for draft in drafts(name):
        for at, prompt in enumerate(draft.prompts):
            text = prose(prompt)
            assert code or not ill_articles(text), (ill_articles(text), prompt)
            assert "object at 0x" not in text, prompt
            for what, pattern in ILL.items():
                if not code and (at or what != "two marks"):
                    assert not pattern.search(text), (what, pattern.search(text), prompt)


@pytest.mark.parametrize("name", [n for n, f in FAMILIES.items() if f.area != "code"])
def test_sentences_begin_and_end(name: str) -> None:
    """Prompts about code may end with a line of it."""
    for draft in drafts(name, 1):
        for prompt in draft.prompts[1:]:
            last = prompt.rstrip().splitlines()[-1]
            table = "\n" in prompt
            assert table or prompt.endswith(_ENDS), prompt
            assert prompt[0].isupper() or not prompt[0].isalpha() or table, prompt
            assert last


@pytest.mark.parametrize("name", [n for n, f in FAMILIES.items() if f.area == "math"])
def test_latex_and_plain_with_and_without_a_note(name: str) -> None:
    draft = next(drafts(name))
    typeset = sum("$" in prompt for prompt in draft.prompts)
    assert typeset < len(draft.prompts)
    assert typeset > 0 or FAMILIES[name].domain in STORIES, name
    heads = Counter(re.split(r"(?<=[.?!])\s", prompt)[-1] for prompt in draft.prompts)
    assert len(heads) > 1


@pytest.mark.parametrize("name", FAMILIES)
def test_the_wording_tells_nothing_of_the_answer(name: str) -> None:
    """Any wording goes with any answer: sentences are kept, whatever the numbers in them are."""
    shapes: dict[str, set[str]] = defaultdict(set)
    family = FAMILIES[name]
    kinds: Counter[str] = Counter()
    for level in LEVELS:
        for index in range(12):
            draft = family.generate(rng_for(name, level, 29, index), level)
            kind = f"{level} {draft.answer.kind} {draft.answer.value in SPECIAL}"
            kinds[kind] += 1
            shapes[kind].add(str(len(draft.prompts)))
    for level in LEVELS:
        here = {kind for kind in kinds if kind.startswith(f"{level} ") and kinds[kind] > 2}
        assert len({frozenset(shapes[kind]) for kind in here}) <= 1, (level, dict(shapes))
