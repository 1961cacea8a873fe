"""docs/families.md says what the registry says."""

from pathlib import Path

from assay.generators import FAMILIES
from assay.generators.page import families_page

PAGE = Path(__file__).parents[2] / "docs" / "families.md"


def test_the_page_is_what_the_registry_writes() -> None:
    assert PAGE.read_text() == families_page(), "run: python -m assay.generators.page"


def test_every_family_stands_in_a_table_and_has_an_example() -> None:
    page = families_page()
    for name in FAMILIES:
        assert f"| {name} |" in page
        assert f"### {name}\n" in page
