"""Families of problems. The registry below is the whole list: one file and one line a family."""

from collections.abc import Callable
from functools import cache

from assay.core.errors import UsageError, unknown
from assay.generators.code import (
    contest,
    contest_search,
    distinguishing_input,
    domains,
    function_synthesis,
    input_prediction,
    list_prediction,
    machines,
    output_prediction,
    repair,
    stack_machine,
    text_prediction,
    witness,
)
from assay.generators.code.frames import FAMILIES as _FRAMES
from assay.generators.code.languages import FAMILIES as _LANGUAGES
from assay.generators.code.sql import FAMILIES as _SQL
from assay.generators.dates import FAMILIES as _DATES
from assay.generators.family import Drawn, Family, draw
from assay.generators.logic import FAMILIES as _LOGIC
from assay.generators.math import (
    algebra,
    antiderivative,
    arithmetic,
    calculus,
    chain_symbols,
    chain_words,
    chinese_remainder,
    composite,
    counting,
    data_summary,
    definite_integral,
    derivative,
    determinant,
    digit_chain,
    digit_sum,
    expand_product,
    geometry,
    greatest_common_divisor,
    linear_algebra,
    linear_equation,
    linear_inequality,
    linear_system,
    logic,
    matrix_inverse,
    modular_power,
    number_theory,
    polynomial_roots,
    recurrence,
    sequences,
    stories,
    trigonometry,
    urn_probability,
)
from assay.generators.text import (
    alphabet_cipher,
    find_anagram,
    format_record,
    format_table,
    json_document,
    letter_census,
    letter_count,
    letter_positions,
    letter_values,
    number_words,
    picked_letters,
    rail_fence,
    roman_numerals,
    shift_cipher,
    sort_odd_alphabet,
    sort_words,
    spell_backwards,
    vigenere_cipher,
    word_sets,
    words_with,
)
from assay.generators.user import is_reference, load

_ALL: tuple[Family, ...] = (
    chain_symbols.FAMILY,
    chain_words.FAMILY,
    digit_chain.FAMILY,
    digit_sum.FAMILY,
    linear_equation.FAMILY,
    polynomial_roots.FAMILY,
    derivative.FAMILY,
    antiderivative.FAMILY,
    linear_inequality.FAMILY,
    matrix_inverse.FAMILY,
    determinant.FAMILY,
    linear_system.FAMILY,
    greatest_common_divisor.FAMILY,
    modular_power.FAMILY,
    definite_integral.FAMILY,
    recurrence.FAMILY,
    urn_probability.FAMILY,
    expand_product.FAMILY,
    data_summary.FAMILY,
    chinese_remainder.FAMILY,
    *number_theory.FAMILIES,
    *algebra.FAMILIES,
    *counting.FAMILIES,
    *linear_algebra.FAMILIES,
    *calculus.FAMILIES,
    *arithmetic.FAMILIES,
    *sequences.FAMILIES,
    *trigonometry.FAMILIES,
    *geometry.FAMILIES,
    *logic.FAMILIES,
    *stories.FAMILIES,
    *composite.FAMILIES,
    letter_count.FAMILY,
    sort_words.FAMILY,
    letter_positions.FAMILY,
    letter_census.FAMILY,
    picked_letters.FAMILY,
    letter_values.FAMILY,
    words_with.FAMILY,
    spell_backwards.FAMILY,
    find_anagram.FAMILY,
    shift_cipher.FAMILY,
    alphabet_cipher.FAMILY,
    vigenere_cipher.FAMILY,
    rail_fence.FAMILY,
    sort_odd_alphabet.FAMILY,
    word_sets.FAMILY,
    number_words.FAMILY,
    roman_numerals.FAMILY,
    format_record.FAMILY,
    format_table.FAMILY,
    json_document.FAMILY,
    *_DATES,
    *_LOGIC,
    function_synthesis.FAMILY,
    output_prediction.FAMILY,
    repair.FAMILY,
    contest.FAMILY,
    stack_machine.FAMILY,
    list_prediction.FAMILY,
    text_prediction.FAMILY,
    input_prediction.FAMILY,
    distinguishing_input.FAMILY,
    *_FRAMES,
    *_SQL,
    *_LANGUAGES,
    contest_search.FAMILY,
    *domains.FAMILIES,
    *machines.FAMILIES,
    *witness.FAMILIES,
)
FAMILIES: dict[str, Family] = {family.name: family for family in _ALL}

__all__ = ["FAMILIES", "Drawn", "Family", "among", "draw", "find", "select"]


def find(reference: str) -> Family:
    """The family with this name, or the user's own that MODULE:NAME names."""
    if is_reference(reference):
        return _own(reference)
    if reference not in FAMILIES:
        raise unknown("family", reference, [*FAMILIES, "all"])
    return FAMILIES[reference]


def select(names: str) -> list[Family]:
    """The families that `names` means: `A,B`, `all`, `area:math` or `my_module:FAMILY`, no repeats.

    Ours come in registry order, a user's own after them. Raises UsageError for a name, an area or a
    module that does not exist, and for two families of one name.
    """
    chosen: set[str] = set()
    own: dict[str, Family] = {}
    for name in filter(None, (part.strip() for part in names.split(","))):
        if is_reference(name):
            family = find(name)
            if own.setdefault(family.name, family).source != name:
                raise UsageError(f"family {name!r}: name {family.name!r} is asked for twice")
        else:
            chosen.update(_matching(name))
    if not chosen and not own:
        raise unknown("family", names, [*FAMILIES, "all"])
    return [*(family for family in _ALL if family.name in chosen), *own.values()]


def among(names: str) -> Callable[[str], bool]:
    """Whether a task's family is one that `names` means; `all` means imported ones too.

    Raises UsageError as `select` does.
    """
    chosen = {family.name for family in select(names)}
    everything = "all" in (part.strip() for part in names.split(","))
    return lambda family: everything or family in chosen


@cache
def _own(reference: str) -> Family:
    return load(reference, FAMILIES)


def _matching(name: str) -> list[str]:
    if name == "all":
        return list(FAMILIES)
    if name.startswith("area:"):
        found = [family.name for family in _ALL if family.area == name.removeprefix("area:")]
        if not found:
            raise unknown("area", name, sorted({f"area:{family.area}" for family in _ALL}))
        return found
    return [find(name).name]
