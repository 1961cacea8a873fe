"""The evidence of one rung, written out so that it can be checked again without the search for it.

    proof = proof_of(a, b, decision)             # {"point": {"x": "1373/1024"}, "left": …}
    holds(a, b, Decision(False, "ball"), proof)  ->  True

Every rung has its own: two rationals that are compared, the difference in canonical form, points
modulo the prime with both values, enclosing balls at a witness point, a separation bound, the call
of SymPy. `holds` works out what the proof claims and never believes it: other points, other values
or another rung's name are refused. Plain JSON.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from flint import acb, arb, fmpq

from assay.checkers import ball, canonical, ladder, modular, symbolic
from assay.checkers.commuted import commuted
from assay.checkers.exact import Undefined, rational
from assay.checkers.ladder import Decision, real_enough
from assay.checkers.limits import MAX_PRECISION
from assay.checkers.nodes import Node, neg
from assay.checkers.ratios import Builder, NotCanonical, product
from assay.checkers.separation import zero_bits
from assay.checkers.shown import cut
from assay.core.canonical import digest

Proof = Mapping[str, Any]
_BITS = (64, 128, 256, 1024)
_DIGITS = (8, 16, 32, 80, 320)
_MOST_DIGITS = 4_000


def proof_of(a: Node, b: Node, decision: Decision) -> Proof:
    """The evidence for what the ladder said of a and b; empty where nothing was decided."""
    maker = _MAKERS.get(decision.rung or "")
    return {} if maker is None else maker(a, b, decision.evidence)


def holds(a: Node, b: Node, decision: Decision, proof: Proof) -> bool:
    """Whether the proof shows that a and b are equal, or different, as the decision says."""
    check = _CHECKS.get(decision.rung or "")
    if check is None or decision.equal is None:
        return False
    try:
        return check(a, b, decision.equal, proof)
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError):
        return False  # a forged proof may be of any shape


def _string(a: Node, b: Node, said: Mapping[str, Any]) -> Proof:
    return {"tree": "the same" if a == b else "the same but for the order of terms and factors"}


def _same_tree(a: Node, b: Node, equal: bool, proof: Proof) -> bool:
    return equal and proof == _string(a, b, {}) and (a == b or commuted(a, b))


def _exact(a: Node, b: Node, said: Mapping[str, Any]) -> Proof:
    if "undefined" in said:
        return {"undefined": str(said["undefined"])}
    return {"left": _number(rational(a)), "right": _number(rational(b))}


def _number(value: fmpq | None) -> str:
    if value is None:
        raise ValueError("no rational")
    bits = int(value.p.bit_length()) + int(value.q.bit_length())
    if bits < _MOST_DIGITS:
        return str(value)
    return f"{bits} bits, sha256 {digest(hex(int(value.p)), hex(int(value.q))).hex()}"


def _same_rationals(a: Node, b: Node, equal: bool, proof: Proof) -> bool:
    if "undefined" in proof:
        return not equal and proof == dict(ladder.equal(a, b).evidence)
    return proof == _exact(a, b, {}) and (rational(a) == rational(b)) is equal


def _canonical(a: Node, b: Node, said: Mapping[str, Any]) -> Proof:
    builder = canonical.builder_of(a, b)
    left, right = builder.of(a), builder.of(b)
    crossed = product(left.top, right.bottom) - product(right.top, left.bottom)
    text = _polynomial(builder, builder.reduced(crossed))
    return {
        "kernels": [_kernel(key) for key in builder.index],
        "difference": cut(text),
        "sha256": digest(text).hex()[:16],
    }


def _kernel(key: Any) -> str:
    """A name for a kernel: the unknown, the constant, or what it is the root or exponential of."""
    if key[0] == "sym":
        return str(key[1])
    if len(key) == 1:
        return str(key[0])
    return cut(f"{key[0]}{key[1:]!r}".replace(" ", ""), 60)


def _polynomial(builder: Builder, poly: Any) -> str:
    """The polynomial, its kernels under the names t1, t2, … of their order."""
    place = {index: number for number, index in enumerate(builder.index.values(), 1)}
    terms = []
    for monomial, value in poly.to_dict().items():
        powers = [(place[at], int(n)) for at, n in enumerate(monomial) if n]
        factors = [f"t{at}" if n == 1 else f"t{at}^{n}" for at, n in sorted(powers)]
        terms.append("*".join([f"({value})", *factors]))
    return " + ".join(terms) or "0"


def _same_form(a: Node, b: Node, equal: bool, proof: Proof) -> bool:
    try:
        found = canonical.decide(a, b)
        return (found is True) is equal and found is not None and proof == _canonical(a, b, {})
    except (NotCanonical, Undefined):
        return False


def _modular(a: Node, b: Node, said: Mapping[str, Any]) -> Proof:
    tried = said["points"]
    return {
        "prime": str(modular.PRIME),
        "points": [{name: str(value) for name, value in point.items()} for point in tried],
        "left": [str(modular.value_at(a, point)) for point in tried],
        "right": [str(modular.value_at(b, point)) for point in tried],
    }


def _same_residues(a: Node, b: Node, equal: bool, proof: Proof) -> bool:
    """Equal: at the three points that the hash draws. Different: at any one point."""
    tried = [{name: int(value) for name, value in point.items()} for point in proof["points"]]
    if proof != _modular(a, b, {"points": tried}):
        return False
    if not equal:
        return any(map(str.__ne__, proof["left"], proof["right"]))
    agreed, drawn = modular.agree(a, b)
    return agreed and tried == drawn


def _ball(a: Node, b: Node, said: Mapping[str, Any]) -> Proof:
    if "separation_bits" in said:
        return _separation(a, b)
    point = _needed(a, b, _point(said))
    for bits in (*_BITS, *([said["bits"]] if "bits" in said else [])):
        try:
            left, right = ball.value_of(a, point, bits), ball.value_of(b, point, bits)
        except (ball.NoBall, Undefined):
            continue
        for digits in (*_DIGITS, bits):
            pair = [_enclosure(value, digits, bits) for value in (left, right)]
            if _are_apart(_read(pair[0], bits), _read(pair[1], bits)):
                at = {name: str(value) for name, value in point.items()}
                return {"point": at, "bits": bits, "left": pair[0], "right": pair[1]}
    return {}


def _point(said: Mapping[str, Any]) -> dict[str, fmpq]:
    return {
        name: fmpq(*map(int, value.split("/"))) for name, value in said.get("point", {}).items()
    }


def _needed(a: Node, b: Node, point: dict[str, fmpq]) -> dict[str, fmpq]:
    """The point without what no value depends on, such as the index of a sum."""
    for name in sorted(point):
        rest = {other: value for other, value in point.items() if other != name}
        with suppress(ball.NoBall, Undefined):
            ball.value_of(a, rest, _BITS[0]), ball.value_of(b, rest, _BITS[0])
            point = rest
    return point


def _enclosure(value: acb, digits: int, bits: int) -> dict[str, str]:
    """A ball in decimals, rounded outward: the real part, and the imaginary one unless it is 0."""
    parts = {"real": value.real} | ({} if value.imag == 0 else {"imag": value.imag})
    return {
        name: ball.at_precision(bits, partial(part.str, digits)) for name, part in parts.items()
    }


def _read(enclosure: Mapping[str, str], bits: int) -> acb:
    if not set(enclosure) <= {"real", "imag"} or any(len(t) > 8_000 for t in enclosure.values()):
        raise ValueError("no enclosure")
    real, imaginary = enclosure["real"], enclosure.get("imag", "0")
    found: acb = ball.at_precision(bits + 64, lambda: acb(arb(real), arb(imaginary)))
    return found


def _are_apart(left: acb, right: acb) -> bool:
    return not left.real.overlaps(right.real) or not left.imag.overlaps(right.imag)


def _separation(a: Node, b: Node) -> Proof:
    """A difference below the bound under which only 0 lies."""
    difference = Node("add", (a, neg(b)))
    bound = zero_bits(difference)
    if bound is None:
        return {}
    for bits in (bound + 64, min(2 * bound + 256, MAX_PRECISION)):
        gap = ball.value_of(difference, {}, bits)
        if _is_below(gap, bound, bits):
            return {"separation_bits": bound, "bits": bits, "gap_at_most": _at_most(gap)}
    return {}


def _at_most(gap: acb) -> str:
    return str(ball.at_precision(64, lambda: abs(gap).upper().str(3, radius=False)))


def _is_below(gap: acb, bound: int, bits: int) -> bool:
    return bool(ball.at_precision(bits, lambda: abs(gap) * arb(2) ** bound) < 1)


def _same_balls(a: Node, b: Node, equal: bool, proof: Proof) -> bool:
    if equal:
        return "separation_bits" in proof and proof == _separation(a, b)
    bits = int(proof["bits"])
    point = _point(proof)
    if bits > 2 * MAX_PRECISION or point != _needed(a, b, point):
        return False
    claimed = [_read(proof[side], bits) for side in ("left", "right")]
    fresh = [ball.value_of(node, point, bits + 64) for node in (a, b)]
    inside = all(one.contains(other) for one, other in zip(claimed, fresh, strict=True))
    usable = not point or real_enough(a, b, *fresh)
    return inside and usable and _are_apart(*claimed)


def _sympy(a: Node, b: Node, said: Mapping[str, Any]) -> Proof:
    found, calls = symbolic.asked(a, b) or (None, 0)
    return {"call": "simplify(left - right)", "gives": "0" if found else "", "calls": calls}


def _same_by_sympy(a: Node, b: Node, equal: bool, proof: Proof) -> bool:
    return equal and proof.get("gives") == "0" and proof == _sympy(a, b, {})


_MAKERS: dict[str, Callable[[Node, Node, Mapping[str, Any]], Proof]] = {
    "string": _string,
    "exact": _exact,
    "canonical": _canonical,
    "modular": _modular,
    "ball": _ball,
    "sympy": _sympy,
}
_CHECKS: dict[str, Callable[[Node, Node, bool, Proof], bool]] = {
    "string": _same_tree,
    "exact": _same_rationals,
    "canonical": _same_form,
    "modular": _same_residues,
    "ball": _same_balls,
    "sympy": _same_by_sympy,
}
