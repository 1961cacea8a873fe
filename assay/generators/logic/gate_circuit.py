"""Which signals does a circuit of logic gates give?

Example: a = 1, b = 0, p = AND(a, b), q = NOT(p), r = XOR(q, a); p, q, r -> 0, 1, 0

Levels grow in the number of gates. The generator works from the inputs on, gate by gate; the oracle
asks every output for its value and goes back from there.
"""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.text.parts import commas, compose, in_words

GATES = {1: 4, 2: 6, 3: 8, 4: 10, 5: 12, 6: 14, 7: 17, 8: 20, 9: 24, 10: 28}
INPUTS = "abcdef"
OUTPUTS = 4
KINDS = ("AND", "OR", "XOR", "NAND", "NOR")
RULES = (
    "AND gives 1 if both inputs are 1, OR if at least one is, XOR if exactly one is, NAND and NOR "
    "give the opposite of AND and OR, and NOT the opposite of its input; otherwise they give 0"
)


def generate(rng: Random, level: int) -> Draft:
    """Draw inputs and gates until the outputs asked for are not all the same."""
    while True:
        signals = {name: rng.randrange(2) for name in INPUTS[: 3 + level // 3]}
        start = dict(signals)
        gates = [_gate(rng, number, signals) for number in range(1, GATES[level] + 1)]
        names = [name for name, _, _ in gates]
        asked = names[-OUTPUTS:]
        values = [signals[name] for name in asked]
        if len(set(values)) == 2:
            break
    steps = (in_words(name, str(signals[name])) for name in names)
    return Draft(
        prompts=_prompts(start, gates, asked),
        problem={"inputs": start, "gates": [[n, k, list(i)] for n, k, i in gates], "asked": asked},
        answer=Answer("list", commas(values), {"item": "number"}),
        steps=tuple(steps),
        meta={"size": GATES[level]},
    )


def _gate(rng: Random, number: int, signals: dict[str, int]) -> tuple[str, str, tuple[str, ...]]:
    """A gate on earlier signals, of which the latest are likelier; its value joins the signals."""
    known = list(signals)
    kind = rng.choice((*KINDS, "NOT"))
    recent = known[-6:]
    one = rng.choice(recent)
    inputs: tuple[str, ...] = (one,)
    if kind != "NOT":
        inputs = (one, rng.choice([name for name in known[-9:] if name != one]))
    name = f"g{number}"
    signals[name] = _value(kind, [signals[i] for i in inputs])
    return name, kind, inputs


def _value(kind: str, bits: Sequence[int]) -> int:
    ones = sum(bits)
    truth = {
        "AND": ones == 2,
        "OR": ones > 0,
        "XOR": ones == 1,
        "NAND": ones < 2,
        "NOR": ones == 0,
        "NOT": ones == 0,
    }
    return int(truth[kind])


def _prompts(
    start: Mapping[str, int],
    gates: Sequence[tuple[str, str, tuple[str, ...]]],
    asked: Sequence[str],
) -> tuple[str, ...]:
    given = commas(f"{name} = {value}" for name, value in start.items())
    lines = [f"{name} = {kind}({commas(inputs)})" for name, kind, inputs in gates]
    inline, listing = "; ".join(lines), "\n".join(lines)
    wanted = commas(asked)
    return compose(
        f"{given}; {inline}. Values of {wanted}, in this order?",
        (
            f"A circuit of logic gates has the inputs {given}. Its gates are:\n{listing}\n{RULES}.",
            f"Signals are 0 or 1. {RULES}. The inputs are {given}, and then {inline}.",
            f"Inputs: {given}\n{listing}\nThese lines describe a circuit: {RULES}.",
            f"In this circuit every gate reads inputs or earlier gates: {inline}. Here {RULES}. "
            f"The inputs are set to {given}.",
        ),
        (
            f"Which signals do {wanted} give?",
            f"What are the values of {wanted}?",
            f"Follow the circuit and find {wanted}.",
        ),
        (
            f"Answer with {len(asked)} bits in this order, with commas between them.",
            f"List the {len(asked)} values in the order asked, separated by commas.",
        ),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """From every output back to the inputs, with Boolean operators on truth values."""
    made = {name: (kind, inputs) for name, kind, inputs in problem["gates"]}
    held = {name: bool(value) for name, value in problem["inputs"].items()}

    def true(name: str) -> bool:
        if name not in held:
            kind, inputs = made[name]
            one, other = true(inputs[0]), true(inputs[-1])
            if kind in ("AND", "NAND"):
                held[name] = (one and other) is (kind == "AND")
            elif kind in ("OR", "NOR"):
                held[name] = (one or other) is (kind == "OR")
            else:
                held[name] = one is not other if kind == "XOR" else not one
        return held[name]

    return Answer("list", commas(int(true(n)) for n in problem["asked"]), {"item": "number"})


def capacity(level: int) -> int | None:
    """Kinds of gates and inputs, each drawn among at least six and two, with half of them kept."""
    return capped(8 * 12 ** GATES[level] // 8)


FAMILY = Family(
    name="gate_circuit",
    area="text",
    domain="circuits",
    answer_kind="list",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
