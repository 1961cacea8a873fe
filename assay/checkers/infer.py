"""The typed answer that a written gold stands for, where nobody declared its kind.

    infer_answer("$\\\\frac{3}{4}$")  ->  Answer("rational", "\\\\frac{3}{4}", {"form": "any"})

A gold with a box, dollars or prose goes through the extractor; one that is no mathematics is a
text. An inferred answer asks for no form unless it is told: equality of value decides.
"""

from typing import Any

from assay.checkers.extract import extract
from assay.checkers.forms import FORMS
from assay.checkers.kinds import constants_of
from assay.checkers.nodes import Node, symbols, walk
from assay.checkers.reading import Reading, cached_reading
from assay.checkers.statements import prose
from assay.checkers.texts import plain, truth
from assay.checkers.vocabulary import words
from assay.core.errors import UsageError, unknown
from assay.core.records import Answer

KINDS = [
    "integer",
    "rational",
    "decimal",
    "real",
    "complex",
    "number",
    "polynomial",
    "expression",
    "equation",
    "set",
    "multiset",
    "interval",
    "tuple",
    "point",
    "list",
    "matrix",
    "vector",
    "antiderivative",
    "modular",
    "base",
    "unit",
    "quantity",
    "currency",
    "percent",
    "boolean",
    "choice",
    "text",
    "program",
]
ALIASES = {
    "int": "integer", "fraction": "rational", "float": "decimal", "numeric": "number",
    "algebraic": "real", "rational_function": "expression", "derivative": "expression",
    "inequality": "interval", "union": "interval", "bool": "boolean", "mcq": "choice",
    "multiple_choice": "choice", "letter": "choice", "string": "text", "word": "text",
    "ordered": "tuple", "pair": "tuple", "coordinates": "tuple", "integral": "antiderivative",
    "mod": "modular", "residue": "modular", "units": "unit", "sequence": "list",
    "math": "expression",
    "solution_set": "set", "roots": "set", "percentage": "percent", "money": "currency",
    "direction": "vector",
}  # fmt: skip
_SCALARS = {"percent": "percent", "base": "base"}


def infer_answer(gold: str, kind: str | None = None, required_form: str | None = None) -> Answer:
    """The answer of a pair's gold. Raises UsageError for an unknown kind or form, or an empty
    gold."""
    if required_form is not None and required_form not in FORMS:
        raise unknown("required_form", required_form, FORMS)
    declared = _declared(kind)
    if declared == "program":
        raise UsageError("a gold of kind 'program' needs its cases; `assay judge` runs programs")
    value, joined = _value(gold)
    if not value.strip():
        raise UsageError(f"the gold {gold[:80]!r} holds no answer")
    reading = cached_reading(value)
    found = declared or ("set" if joined else _kind(reading))
    if declared in _MATHEMATICAL and reading.node is None:
        raise UsageError(f"the gold {gold[:80]!r} is no {declared} that can be parsed")
    spec: dict[str, Any] = {"required_form": required_form}
    if found == "expression" and declared is None and _has_constant(reading):
        found, spec["constant"] = "antiderivative", True
    if found == "antiderivative":
        spec["variable"] = _variable(reading.node)
    if declared == "modular" and reading.value.shape == "class" and reading.node is not None:
        modulus = reading.value.items[1]
        if modulus.op == "num" and modulus.args[0].q == 1 and modulus.args[0]:
            spec["modulus"] = int(modulus.args[0].p)
    if kind == "direction":
        spec["up_to_scale"] = True
    return Answer(found, value, spec)


_MATHEMATICAL = words(
    "integer rational decimal real complex number polynomial set multiset interval matrix vector "
    "antiderivative percent equation"
)


def _declared(kind: str | None) -> str | None:
    if kind is None:
        return None
    name = ALIASES.get(kind, kind)
    if name not in KINDS:
        raise unknown("kind", kind, [*KINDS, *ALIASES])
    return name


def _value(gold: str) -> tuple[str, bool]:
    """The answer inside a gold, and whether several boxes offer it."""
    if "boxed" not in gold and prose(gold) < 4:
        return gold, False
    offer = extract(gold)
    if offer is None:
        return gold, False
    if len(offer.parts) > 1:
        return " or ".join(part.text for part in offer.parts), True
    return offer.parts[0].text or gold, False


def _kind(reading: Reading) -> str:
    if reading.node is None or reading.value.shape == "text":
        return "boolean" if truth(reading.text) is not None else "text"
    value = reading.value
    if value.shape == "scalar":
        return _scalar_kind(reading, value.items[0])
    return _SHAPES.get(value.shape, "expression")


_SHAPES = {
    "ordered": "tuple",
    "unordered": "set",
    "mapping": "tuple",
    "region": "interval",
    "matrix": "matrix",
    "equation": "equation",
    "class": "modular",
    "relation": "expression",
    "contradiction": "text",
}


def _scalar_kind(reading: Reading, node: Node) -> str:
    if reading.value.unit:
        return "unit"
    if node.op == "sym" and len(plain(reading.text)) == 1:
        return "choice" if plain(reading.text).isupper() else "expression"
    if node.op == "num":
        return "integer" if node.args[0].q == 1 else "rational"
    if node.op in _SCALARS:
        return _SCALARS[node.op]
    return "expression" if symbols(node) else "real"


def _has_constant(reading: Reading) -> bool:
    """`… + C`, with C nowhere else: an antiderivative that says so."""
    if reading.value.shape != "scalar":
        return False
    node = reading.value.items[0]
    constants = constants_of(node)
    if len(constants) != 1:
        return False
    (name,) = constants
    places = sum(inner == Node("sym", (name,)) for inner in walk(node))
    return places == 1 and bool(symbols(node) - constants)


def _variable(node: Node | None) -> str:
    names = sorted(symbols(node) - constants_of(node)) if node is not None else []
    return "x" if "x" in names or not names else names[0]
