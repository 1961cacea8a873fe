"""What is the value? Expressions of a tiny Lisp with let, if and functions.

Example: (let (x 5) (+ (* x 2) x)) -> 15, with the worked steps 5*2 = 10 and 10+5 = 15.

An expression is drawn together with its value and its trace; the oracle reads the text and replaces
names by numbers, from the inside out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from assay.core.records import Answer, Claim, Step
from assay.generators.family import Draft, Family, capped
from assay.generators.text.parts import compose

LITERALS = range(1, 31)
LARGEST = 9_999
NAMES = "xyzuvw"
RULES = (
    "(+ a b), (- a b) and (* a b) are sum, difference and product; (max a b) and (min a b) the "
    "larger and the smaller; (if (< a b) c d) is c if a is less than b, else d; (let (n a) b) is "
    "the value of b where the name n stands for the value of a (an inner let with the same name "
    "hides the outer one); (call (fn n b) a) is the value of b where n stands for the value of a"
)
ARITHMETIC = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b}
CHOOSERS = {"max": max, "min": min}


@dataclass(slots=True)
class Drawn:
    """The text and value of an expression; `trace` what was worked out on the way."""

    text: str
    value: int
    trace: list[tuple[str, int]] = field(default_factory=list)


_SIGNS = ("*", "+", "+", "-", "-", "-", "max", "min", "min")
OPERATORS = {1: 2, 2: 3, 3: 4, 4: 5, 5: 6, 6: 7, 7: 9, 8: 11, 9: 13, 10: 16}


def generate(rng: Random, level: int) -> Draft:
    """Draw an expression of so many operators whose values stay small."""
    while True:
        drawn = _draw(rng, OPERATORS[level], {}, level >= 3)
        if drawn.trace and all(abs(value) <= LARGEST for _, value in drawn.trace):
            break
    return Draft(
        prompts=_prompts(drawn.text),
        problem={"text": drawn.text},
        answer=Answer("integer", str(drawn.value)),
        steps=tuple(
            Step(f"{done} = {value}", Claim("equal", done, str(value)), {"expr": done})
            for done, value in drawn.trace
        ),
        meta={"size": OPERATORS[level]},
    )


def _draw(rng: Random, count: int, names: Mapping[str, int], binding: bool) -> Drawn:
    if count == 0:
        if names and rng.random() < 0.6:
            name = rng.choice(sorted(names))
            return Drawn(name, names[name])
        number = rng.choice(LITERALS)
        return Drawn(str(number), number)
    kind = rng.choice(("op", "op", "let", "if", "call") if binding else ("op",))
    if kind == "op" or count < 3:
        return _operation(rng, count, names, binding)
    if kind == "if":
        return _choice(rng, count, names, binding)
    name = rng.choice(NAMES)
    bound = _draw(rng, rng.randint(0, count - 2), names, binding)
    left = count - 1 - bound.text.count("(")
    body = _operation(rng, max(left, 1), {**names, name: bound.value}, binding)
    text = f"(let ({name} {bound.text}) {body.text})"
    if kind == "call":
        text = f"(call (fn {name} {body.text}) {bound.text})"
    return Drawn(text, body.value, [*bound.trace, *body.trace])


def _operation(rng: Random, count: int, names: Mapping[str, int], binding: bool) -> Drawn:
    first = rng.randint(0, count - 1)
    one = _draw(rng, first, names, binding)
    two = _draw(rng, count - 1 - first, names, binding)
    name = rng.choice(_SIGNS if count < 3 else _SIGNS[1:])
    trace = [*one.trace, *two.trace]
    if name in CHOOSERS:
        value = CHOOSERS[name](one.value, two.value)
    else:
        value = ARITHMETIC[name](one.value, two.value)
        trace.append((f"{_spell(one.value)}{name}{_spell(two.value)}", value))
    return Drawn(f"({name} {one.text} {two.text})", value, trace)


def _choice(rng: Random, count: int, names: Mapping[str, int], binding: bool) -> Drawn:
    """Both branches are whole expressions; only one is worked out."""
    low, high = (_draw(rng, 0, names, binding) for _ in range(2))
    first = rng.randint(0, count - 2)
    one = _draw(rng, first, names, binding)
    two = _draw(rng, count - 2 - first, names, binding)
    taken = one if low.value < high.value else two
    text = f"(if (< {low.text} {high.text}) {one.text} {two.text})"
    return Drawn(text, taken.value, taken.trace)


def _spell(value: int) -> str:
    return str(value) if value >= 0 else f"({value})"


def _prompts(text: str) -> tuple[str, ...]:
    return compose(
        f"Tiny Lisp: {text} = ?",
        (
            f"In a tiny Lisp, {RULES}. Consider this expression.\n\n{text}\n\n",
            f"Expressions are written in brackets, the operation first: {RULES}.\n{text}\n",
            f"{text}\n\nThis is an expression in a small language where {RULES}.",
            f"A small language has numbers, names and bracketed expressions; {RULES}. Someone "
            f"types {text} into its interpreter.",
        ),
        (
            "What is the value of the expression?",
            "Which number does the expression evaluate to?",
            "Work out the number that the whole expression stands for.",
        ),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Read the text into nested lists, and evaluate with names replaced in the lists."""
    tokens = problem["text"].replace("(", " ( ").replace(")", " ) ").split()
    return Answer("integer", str(_value(_read(tokens))))


def _read(tokens: list[str]) -> Any:
    token = tokens.pop(0)
    if token != "(":
        return int(token) if token.isdigit() else token
    found = []
    while tokens[0] != ")":
        found.append(_read(tokens))
    tokens.pop(0)
    return found


def _replace(node: Any, name: str, value: int) -> Any:
    if node == name:
        return value
    if not isinstance(node, list):
        return node
    if node[0] == "let" and node[1][0] == name:
        return ["let", [name, _replace(node[1][1], name, value)], node[2]]
    if node[0] == "call" and node[1][1] == name:
        return ["call", node[1], _replace(node[2], name, value)]
    return [node[0], *(_replace(inner, name, value) for inner in node[1:])]


def _value(node: Any) -> int:
    if isinstance(node, int):
        return node
    name, *rest = node
    if name == "let":
        return _value(_replace(rest[1], rest[0][0], _value(rest[0][1])))
    if name == "call":
        return _value(_replace(rest[0][2], rest[0][1], _value(rest[1])))
    if name == "if":
        less = _value(rest[0][1]) - _value(rest[0][2]) < 0
        return _value(rest[1 if less else 2])
    return _reckon(name, [_value(inner) for inner in rest])


def _reckon(name: str, values: Sequence[int]) -> int:
    if name in ("max", "min"):
        return sorted(values)[-1 if name == "max" else 0]
    a, b = values
    if name == "*":
        return sum([a] * abs(b)) * (1 if b >= 0 else -1)
    return sum((a, b if name == "+" else -b))


def capacity(level: int) -> int | None:
    """Operators and literals as if an expression were one with the fewest choices: literals alone.

    Every expression of n operators without names holds n + 1 literals; names in place of literals
    and the smaller of the kinds of operations are reckoned with a factor of 3 for each operator.
    """
    count = OPERATORS[level]
    return capped(4 * 10 ** min(count + 1, 18) if level < 3 else 20_000 * 5 ** (count - 4))


FAMILY = Family(
    name="tiny_lisp",
    area="code",
    domain="interpreters",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
