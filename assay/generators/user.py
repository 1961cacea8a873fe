"""A user's own families: `my_module:FAMILY` or `folder/my_file.py:FAMILY` instead of a name.

    load("my_module:FAMILY", taken={"linear_equation"})   # a Family, its source noted

The module is the user's own code and is imported as it is, with the current folder first on the
path. Nothing here proves that it keeps the laws: `assay audit my_module:FAMILY` does.
"""

import importlib
import os
import re
import sys
from collections.abc import Collection
from dataclasses import replace
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from assay.core.errors import UsageError
from assay.generators.family import Family

AREAS = ("math", "code", "text")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")


def is_reference(name: str) -> bool:
    """Whether a name means a module's attribute rather than a registered family or an area."""
    return ":" in name and not name.startswith("area:")


def load(reference: str, taken: Collection[str]) -> Family:
    """The family that `reference` names; `taken` are the names that are ours.

    Raises UsageError that says what is wrong with the module, the attribute or the family.
    """
    where, _, attribute = reference.rpartition(":")
    if not where or not attribute:
        raise UsageError(f"family {reference!r}: expected MODULE:NAME or FILE.py:NAME")
    found = getattr(_imported(where), attribute, None)
    if found is None:
        raise UsageError(f"family {reference!r}: {where!r} has no {attribute!r}")
    if not isinstance(found, Family):
        kind = type(found).__name__
        raise UsageError(f"family {reference!r}: expected a Family, found {kind}")
    _check(found, reference, taken)
    return replace(found, source=reference)


def _check(family: Family, reference: str, taken: Collection[str]) -> None:
    if not isinstance(family.name, str) or not _NAME.fullmatch(family.name):
        raise UsageError(
            f"family {reference!r}: name {family.name!r}; allowed are lower-case letters, digits "
            "and underscores, a letter first"
        )
    if family.name in taken:
        raise UsageError(f"family {reference!r}: name {family.name!r} is taken; choose another")
    if family.area not in AREAS:
        raise UsageError(
            f"family {reference!r}: area {family.area!r}; allowed are {', '.join(AREAS)}"
        )
    for part in ("generate", "capacity"):
        if not callable(getattr(family, part)):
            raise UsageError(f"family {reference!r}: {part} is no function")


@cache
def _imported(where: str) -> ModuleType:
    folder = os.getcwd()
    if folder not in sys.path:
        sys.path.insert(0, folder)
    try:
        return _from_file(Path(where)) if where.endswith(".py") else importlib.import_module(where)
    except UsageError:
        raise
    except Exception as error:  # the user's module may do anything while it loads
        raise UsageError(f"cannot import {where!r}: {type(error).__name__}: {error}") from None


def _from_file(path: Path) -> ModuleType:
    if not path.is_file():
        raise UsageError(f"cannot import {str(path)!r}: there is no such file")
    spec = spec_from_file_location(f"assay_user_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise UsageError(f"cannot import {str(path)!r}: it is no Python file")
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
