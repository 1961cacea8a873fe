"""Is a claim so? By itself, by what the problem says, and by the equations set up before it.

    judged(claim("2x = 14"), context of "Solve 2x + 3 = 11.")  ->  "misfit"

true: holds by itself or follows from what stands before · firm: agrees with the problem and its
gold · false: wrong whatever was said before · misfit: against what was said before · defined: gives
a name its value · None: not decided. Supposed claims are never false.
"""

import re

from assay.checkers.nodes import Node, has_op, symbols, walk
from assay.checkers.prose.bindings import by_asked, by_values, close
from assay.checkers.prose.calculus import differentials, operated, settled_integrals, with_integrals
from assay.checkers.prose.calls import BUILT_IN, is_called, is_named
from assay.checkers.prose.conditions import is_critical, is_line_of_gold, states_domain
from assay.checkers.prose.confirmations import (
    comes_to_gold,
    is_at_place,
    is_on_curve,
    is_settled,
    names_value,
)
from assay.checkers.prose.context import Context, Verdict
from assay.checkers.prose.contradictions import inverts, is_miscomposed
from assay.checkers.prose.differential_equations import by_equation, is_separated, solves_implicitly
from assay.checkers.prose.entries import added, entrywise, is_collection, multiplied
from assay.checkers.prose.formulas import is_formula
from assay.checkers.prose.ground import holds
from assay.checkers.prose.identities import is_misworked
from assay.checkers.prose.matrices import by_matrix
from assay.checkers.prose.modular import congruent, residue
from assay.checkers.prose.numeric import by_numbers
from assay.checkers.prose.orders import valued_order
from assay.checkers.prose.plus_minus import both_signs
from assay.checkers.prose.relations import by_gold, by_relations
from assay.checkers.prose.said import Said
from assay.checkers.prose.slips import like_a_slip
from assay.checkers.prose.values import exact_node, node_of, same, substituted, tree


def judged(said: Said, context: Context) -> Verdict:
    """The verdict on one claim; binds names and keeps equations as it goes."""
    if said.operator:
        return operated(said, context)
    if said.placed and _is_ground(said):
        said.supposed = False
    if said.left.text[:1] == "d" and (verdict := differentials(said, context)) is not None:
        return verdict
    if (verdict := by_matrix(said, context)) is not None:
        return verdict
    if _LETTER_I.search(f"{said.left.text} {said.right.text}"):
        return "defined" if said.left.text == "I" and not said.right.has_letter else None
    if ")*(" in said.left.text and (verdict := multiplied(said)) is not None:
        return verdict
    if (verdict := added(said)) is not None:
        return verdict
    left, right = tree(said.left.text), tree(said.right.text)
    if said.relation == "≡" or said.modulus:
        return congruent(said, left, right, context) if left and right else None
    if left is not None and right is not None and (is_collection(left) or is_collection(right)):
        return entrywise(said, context.expanded(left), context.expanded(right), context)
    if not said.left.has_letter and not said.right.has_letter:
        return (
            _plain(said) if left is None or right is None else _ground(said, left, right, context)
        )
    if right is not None and (inverse := inverts(said, right, context)) is not None:
        return "true" if inverse else None if said.supposed or said.loose else "misfit"
    if left is None or right is None:
        return None
    left, right = settled_integrals(left), settled_integrals(right)
    if has_op(left, "big") or has_op(right, "big"):
        return with_integrals(said, left, right) or by_numbers(said, left, right)
    if said.relation == "!=":
        verdict = valued_order(said, left, right, context)
        return None if verdict in ("false", "misfit") else verdict or "defined"
    if said.relation not in ("=", "~", "≡"):
        if states_domain(left, said.relation, right, context):
            return "true"
        return valued_order(said, left, right, context)
    written, left, right = left, context.expanded(left), context.expanded(right)
    if not (symbols(left) or symbols(right)) and (left, right) == (
        node_of(said.left.text),
        node_of(said.right.text),
    ):
        return _plain(said) or _imaginary(said, left, right, context)
    return _lettered(said, left, right, written, context)


# an integral, an interest: no imaginary unit
_LETTER_I = re.compile(r"(?<![A-Za-z\\])I(?![A-Za-z])")


def _is_ground(said: Said) -> bool:
    """Whether both sides are numbers: "with cos(60°) = 1/2" gives no unknown a value."""
    nodes = node_of(said.left.text), node_of(said.right.text)
    return all(node is not None and not symbols(node) for node in nodes)


_COMPLEX = re.compile(r"imaginary|complex|conjugate|\ba \+ bi\b|\di\b|\d ?[-+] ?i\b", re.IGNORECASE)


def _imaginary(said: Said, left: Node, right: Node, context: Context) -> Verdict:
    """Sums and products of complex numbers, where the problem is about them."""
    problem = context.problem
    i = Node("const", ("i",))
    about = _COMPLEX.search(problem.text) or (problem.gold_node and i in walk(problem.gold_node))
    if not (about and (i in walk(left) or i in walk(right))):
        return None
    if said.loose or said.supposed or said.verbal or said.relation != "=":
        return None
    functions = {n.args[0] for side in (left, right) for n in walk(side) if n.op == "fn"}
    plain = functions <= {"abs", "sqrt", "cos", "sin"}
    return "false" if plain and same(left, right) is False else None


def _plain(said: Said) -> Verdict:
    found = holds(said)
    if found is False and (said.supposed or _converts(said) or _is_far(said)):
        return None
    return None if found is None else "true" if found else "false"


def _is_far(said: Said) -> bool:
    """Whether two bare numbers have so little to do with each other that they were misread. A sum
    and a number with nothing but a sign between them, and none before or behind, were not."""
    bare = said.left.units == said.right.units
    if said.left.has_operator and not (
        said.verbal or said.rough or said.continued or said.followed or said.right.has_operator
    ):
        return False
    return bare and not like_a_slip(said.left.text, said.relation, said.right.text)


def _converts(said: Said) -> bool:
    """Whether two volumes or areas stand in units that are not converted here: 2 m^3 is 2000 L."""
    left, right = said.left.units, said.right.units
    return said.verbal and left != right and any("^" in unit for unit in (*left, *right))


_CHANCE = 12
"""Up to this modulus two numbers may well be congruent by chance."""


def _ground(said: Said, left: Node, right: Node, context: Context) -> Verdict:
    """Two numbers, equal at least by their residues where a modulus is spoken of: 4^-1 = 60."""
    verdict = _plain(said)
    if verdict == "true" or not context.modulus or said.relation != "=":
        return verdict
    a, b = residue(left, context.modulus, {}), residue(right, context.modulus, {})
    if a is None or a != b:
        return verdict
    return "true" if context.modulus > _CHANCE and not said.loose else None


def _lettered(said: Said, left: Node, right: Node, written: Node, context: Context) -> Verdict:
    verdict = _by_what_is_said(said, left, right, written, context)
    if verdict == "misfit" and (symbols(left) | symbols(right)) & context.measures(context.step):
        verdict = None
    if verdict == "misfit" and (_CONGRUENT.search(context.step) or _is_own_term(said, context)):
        verdict = None
    if verdict in ("true", "firm") and left.op == "sym" and not symbols(right):
        context.solved[str(left.args[0])] = right
    if said.placed and left.op == "sym" and not symbols(right):
        context.settled[left.args[0]] = (right,)
    if verdict is None and not said.supposed:
        seen = (comes_to_gold, is_on_curve, is_critical, is_line_of_gold, is_settled)
        if any(sees(left, right, context) for sees in seen) or is_formula(left, right):
            return "true"
        return "defined" if names_value(said, right, context) else None
    return verdict


_CONGRUENT = re.compile(r"≡|\\equiv|\bcongruent\b|\bmod\b")


def _is_own_term(said: Said, context: Context) -> bool:
    """Whether a value of a function is at stake that only an earlier step gave."""
    own = context.terms.keys() - context.problem.terms.keys()
    for text in (said.left.text, said.right.text):
        node = node_of(text)
        for inner in walk(node) if node is not None else ():
            at = exact_node(inner.args[1]) if is_called(inner) and len(inner.args) == 2 else None
            if at is not None and (str(inner.args[0]), at) in own:
                return True
    return False


def _by_what_is_said(
    said: Said, left: Node, right: Node, written: Node, context: Context
) -> Verdict:
    if has_op(left, "pm", "mp") or has_op(right, "pm", "mp"):
        return both_signs(said, left, right, context)
    alike = same(left, right)
    if alike:
        return "true"
    if any(same(left, a) and same(right, b) for a, b in context.given):
        return "firm"
    if alike is False and is_misworked(said, left, right):
        return "false"
    names = symbols(left) | symbols(right)
    if is_separated(said, context) or solves_implicitly(left, right, context):
        return "true"
    verdict = by_equation(said, written, right, context)
    verdict = verdict or by_gold(said, left, right, context)
    if verdict is not None:
        return verdict
    if written.op == "sym" and written.args[0].rstrip("'") in context.problem.functions:
        told = alike is False and symbols(right) <= symbols(left)
        return "false" if told and not (said.loose or said.verbal) else None
    if alike is False and is_miscomposed(written, right, context):
        return None if said.loose or said.verbal or said.supposed else "misfit"
    if _is_derived_wrongly(written, left, right, alike, context):
        return None if said.loose or said.verbal or said.supposed else "false"
    if written.op == "sym" and _is_new(written.args[0], right, context):
        return _definition(said, written.args[0], right, context)
    if is_at_place(written, right, context):
        return "true"
    unknown = is_called(written) and written.args[0].rstrip("'") not in context.functions
    if unknown and left.op == "fn" and not (_defines(written, context) or is_named(written)):
        return _term(said, written, right, context)
    if alike is False and _defines_anew(written, context):
        del context.functions[str(written.args[0])]
        return None
    if written.op == "fn" and _defines(written, context):
        context.functions[written.args[0]] = (written.args[1].args[0], right)
        return "defined"
    verdict = by_values(said, left, right, names, context) or by_asked(left, right, context)
    if verdict is not None:
        return verdict
    if said.supposed:
        _suppose(left, right, context)
        return None
    if _by_definitions(left, right, context):
        return "true"
    return by_relations(said, left, right, alike, written, context)


def _is_derived_wrongly(
    written: Node, left: Node, right: Node, alike: bool | None, context: Context
) -> bool:
    """Whether v' is given after v = …, and is not its derivative."""
    if written.op != "sym" or not written.args[0].endswith("'") or alike is not False:
        return False
    base = context.definitions.get(written.args[0].rstrip("'"))
    known = base is not None and left != written
    return known and bool(symbols(right)) and symbols(right) <= symbols(base or right)


def _by_definitions(left: Node, right: Node, context: Context) -> bool:
    """Whether the sides agree once letters that stand for expressions are put in: u = 2x + 1."""
    names = (symbols(left) | symbols(right)) & context.definitions.keys()
    if not names or names & context.problem.names:
        return False
    values = {name: context.definitions[name] for name in sorted(names)}
    return same(substituted(left, values), substituted(right, values)) is True


def _is_new(name: str, right: Node, context: Context) -> bool:
    """Whether a name is free to be given a value here."""
    if any(name in point for point in context.points):
        return False
    if name in context.problem.names and not _is_quantity(name, context):
        return False
    return not (context.in_equations(frozenset({name})) or name in symbols(right))


def _is_quantity(name: str, context: Context) -> bool:
    """Whether a letter of the problem names something that is worked out first: A of 3A + 2B."""
    tied = [side for pair in context.problem.equations for side in pair]
    tied += [side for one in context.problem.inequalities for side in (one[0], one[2])]
    return name.isupper() and not any(name in symbols(side) for side in tied)


def _definition(said: Said, name: str, right: Node, context: Context) -> Verdict:
    value = context.valued(right)
    meant = context.problem.letters.get(name) if name in context.problem.names else None
    if meant is not None and same(meant, value) is False:
        return None
    before = context.env.get(name)
    if before is not None and not said.supposed:
        alike = same(before, value)
        if alike or close(before, value, said):
            return "true"
        if (
            name in context.pending
            and alike is False
            and not context.supposed
            and said.right.places is not None
        ):
            context.pending.discard(name)
            return None if said.loose or said.verbal else "misfit"
    if said.loose and "." in said.right.text:
        return "defined"  # a decimal that goes on: x = 0.2727...
    if symbols(value) - {name}:
        context.definitions.setdefault(name, right)
    else:
        context.bind(name, value, said.right.text, said.supposed)
    return "defined"


def _term(said: Said, written: Node, right: Node, context: Context) -> Verdict:
    """The value of a function of which nothing is known at this place is kept."""
    at = exact_node(written.args[1]) if len(written.args) == 2 else None
    if at is None or said.supposed or symbols(right):
        return None
    context.terms[str(written.args[0]), at] = right
    return "defined"


def _defines(written: Node, context: Context) -> bool:
    return (
        len(written.args) == 2
        and written.args[1].op == "sym"
        and written.args[0].rstrip("'") not in context.functions
        and written.args[0] not in BUILT_IN
        and not (written.args[0].endswith("'") and context.problem.implicit is not None)
    )


def _defines_anew(written: Node, context: Context) -> bool:
    """Whether a function of a step gets another expression: then it has none."""
    if written.op != "fn" or len(written.args) != 2 or written.args[1].op != "sym":
        return False
    name = str(written.args[0])
    return name in context.functions and name not in context.problem.functions


def _suppose(left: Node, right: Node, context: Context) -> None:
    if left.op == "sym" and not symbols(right):
        context.supposed[left.args[0]] = right
    elif symbols(left) | symbols(right):
        context.relate(left, right)
