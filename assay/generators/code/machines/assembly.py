"""What does a register hold at the end? Programs of a small assembly language with jumps.

Example: 1 SET A 3, 2 SET B 0, 3 ADD B A, 4 SUB A 1, 5 JPOS A 3 -> B holds 6, with the worked steps
0+3 = 3, 3-1 = 2, ...

The machine is told in the prompt. Programs are drawn as blocks and loops, which the generator
carries out as such; the oracle knows only numbered lines and a counter that says which is next.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.core.records import Answer, Claim, Step
from assay.generators.family import Draft, Family, capped
from assay.generators.text.parts import compose

LARGEST = 9_999
MOST_STEPS = 40
FIRST = range(1, 21)
LITERALS = range(2, 10)
SIGNS = {"ADD": "+", "SUB": "-", "MUL": "*"}
MEANING = (
    "SET r n puts the number n into register r; ADD r v adds v to r; SUB r v takes v off r; "
    "MUL r v multiplies r by v (v is a number or a register); JPOS r n goes on with line n if r is "
    "greater than 0, else with the next line"
)
END = "the program ends behind its last line"
Block = tuple[str, Any]
Registers = dict[str, int]


@dataclass(frozen=True, slots=True)
class Size:
    """How many registers, and the shape: "op", ("skip", shape) and ("loop", shape)."""

    registers: int
    shape: Sequence[Any]


OP = "op"
LEVELS = {
    1: Size(2, (OP, OP, OP)),
    2: Size(2, (OP, OP, OP, OP, OP)),
    3: Size(3, (OP, ("skip", (OP,)), OP, OP, OP, OP)),
    4: Size(3, (OP, ("loop", (OP, OP)), OP)),
    5: Size(3, (("loop", (OP, OP)), OP, ("skip", (OP,)), OP)),
    6: Size(3, (("loop", (OP, OP, OP)), ("skip", (OP,)), OP)),
    7: Size(3, (("loop", (OP, ("skip", (OP, OP)), OP)), OP)),
    8: Size(3, (("loop", (OP, OP, ("skip", (OP,)))), ("loop", (OP, OP)))),
    9: Size(4, (("loop", (OP, ("loop", (OP,)))), OP, ("skip", (OP,)))),
    10: Size(4, (("loop", (OP, ("loop", (OP, ("skip", (OP,)))))), ("loop", (OP, OP)))),
}


def _weight(shape: Sequence[Any]) -> int:
    """About how many operations are carried out: a loop counts its body three times."""
    total = 0
    for item in shape:
        total += 1 if item == OP else _weight(item[1]) * (3 if item[0] == "loop" else 1) + 1
    return total


def generate(rng: Random, level: int) -> Draft:
    """Draw a program; again where its numbers or its steps grow too large."""
    size = LEVELS[level]
    while True:
        names = "ABCD"[: size.registers]
        first = {name: rng.choice(FIRST) for name in names}
        blocks = [_draw(rng, shape, names, "XY") for shape in size.shape]
        registers = dict(first)
        trace: list[tuple[str, int]] = []
        if _run(blocks, registers, trace) and len(trace) <= MOST_STEPS:
            break
    lines = [f"SET {name} {value}" for name, value in first.items()]
    for block in blocks:
        lines += _lines(block, len(lines) + 1)
    asked = rng.choice([name for name in names if any(name in line[4:5] for line in lines[2:])])
    return Draft(
        prompts=_prompts(lines, asked),
        problem={"program": lines, "asked": asked},
        answer=Answer("integer", str(registers[asked])),
        steps=tuple(
            Step(f"{done} = {value}", Claim("equal", done, str(value)), {"expr": done})
            for done, value in trace
        ),
        meta={"size": _weight(size.shape)},
    )


def _draw(rng: Random, shape: Any, names: str, counters: str) -> Block:
    """An operation, a part that is skipped unless a register is positive, or a counted loop."""
    if shape == OP:
        name = rng.choice(names)
        others = [other for other in names if other != name]
        kind = rng.choice(("ADD", "ADD", "SUB", "SUB", "MUL"))
        operand = str(rng.choice(LITERALS))
        if kind != "MUL" and rng.random() < 0.5:
            operand = rng.choice(others)
        return ("op", (kind, name, operand))
    body = tuple(_draw(rng, inner, names, counters[1:]) for inner in shape[1])
    if shape[0] == "skip":
        return ("skip", (rng.choice(names), body))
    return ("loop", (counters[0], rng.randint(2, 3 if len(counters) == 1 else 4), body))


def _run(blocks: Sequence[Block], registers: Registers, trace: list[tuple[str, int]]) -> bool:
    """Carry blocks out as blocks; False once a number is too large."""
    for kind, what in blocks:
        if kind == "op":
            if not _operate(what, registers, trace):
                return False
        elif kind == "skip":
            if registers[what[0]] <= 0 and not _run(what[1], registers, trace):
                return False
        else:
            for left in range(what[1], 0, -1):
                if not _run(what[2], registers, trace):
                    return False
                trace.append((f"{left}-1", left - 1))
    return True


def _operate(what: Any, registers: Registers, trace: list[tuple[str, int]]) -> bool:
    kind, name, operand = what
    before, by = registers[name], registers[operand] if operand in registers else int(operand)
    after = {"ADD": before + by, "SUB": before - by, "MUL": before * by}[kind]
    registers[name] = after
    trace.append((f"{_spell(before)}{SIGNS[kind]}{_spell(by)}", after))
    return abs(after) <= LARGEST


def _spell(value: int) -> str:
    return str(value) if value >= 0 else f"({value})"


def _lines(block: Block, at: int) -> list[str]:
    """The block as lines of which the first has the number `at`."""
    kind, what = block
    if kind == "op":
        return [" ".join(what)]
    body: list[str] = []
    start = at + 1
    for inner in what[-1]:
        body += _lines(inner, start + len(body))
    if kind == "skip":
        return [f"JPOS {what[0]} {start + len(body)}", *body]
    return [f"SET {what[0]} {what[1]}", *body, f"SUB {what[0]} 1", f"JPOS {what[0]} {start}"]


def _prompts(lines: Sequence[str], asked: str) -> tuple[str, ...]:
    numbered = "\n".join(f"{i} {line}" for i, line in enumerate(lines, 1))
    inline = ", ".join(f"{i} {line}" for i, line in enumerate(lines, 1))
    return compose(
        f"Assembly, JPOS r n jumps to line n if r > 0: {inline}. {asked} at the end?",
        (
            f"A small machine runs numbered lines in order, where {MEANING}; {END}.\n\n{numbered}\n"
            "\n",
            f"Registers hold whole numbers. In this assembly language, {MEANING}. Lines are run "
            f"one after the other from line 1 on unless a jump says otherwise, and {END}.\n\n"
            f"{numbered}\n\n",
            f"{numbered}\n\nThis is a program in a tiny assembly language: {MEANING}; {END}.",
            f"Follow this program: {inline}. Here {MEANING}, and {END}.",
        ),
        (
            f"Which number does register {asked} hold at the end?",
            f"What is in register {asked} when the program has ended?",
            f"Run it by hand and give the last value of {asked}.",
        ),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Line by line with a program counter."""
    program = {number: line.split() for number, line in enumerate(problem["program"], 1)}
    held: Registers = {}
    at = 1
    while at in program:
        name, register, *rest = program[at]
        at += 1
        if name == "JPOS":
            at = int(rest[0]) if held[register] >= 1 else at
            continue
        value = held[rest[0]] if rest[0] in held else int(rest[0])
        if name == "MUL":
            held[register] = sum([held[register]] * abs(value)) * (1 if value >= 0 else -1)
        else:
            base = 0 if name == "SET" else held[register]
            held[register] = base + (-value if name == "SUB" else value)
    return Answer("integer", str(held[problem["asked"]]))


def capacity(level: int) -> int | None:
    """A lower bound from the first values alone and one literal, over the share of draws kept."""
    return capped(len(FIRST) ** LEVELS[level].registers * 5 * len(LITERALS) // 2)


FAMILY = Family(
    name="assembly",
    area="code",
    domain="interpreters",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
