"""What is left on the stack? Programs for a small stack machine.

Example: PUSH 4, PUSH 3, ADD, DUP, MUL -> 49, with the worked steps 4+3 = 7 and 7*7 = 49.

The machine is told in the prompt: PUSH n, ADD, SUB, MUL, DUP, SWAP, OVER, MAX, MIN and DROP. A
program is drawn so that it never lacks an operand and ends with one number. The oracle does not run
a stack: it turns the program into one nested expression and evaluates that from the outside in.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.core.records import Answer, Claim, Step
from assay.generators.family import Draft, Family
from assay.generators.phrasing import Phrasings, shown

LARGEST = 99_999
PUSHED = range(2, 41)
ARITHMETIC: Mapping[str, tuple[str, Callable[[int, int], int]]] = {
    "ADD": ("+", lambda a, b: a + b),
    "SUB": ("-", lambda a, b: a - b),
    "MUL": ("*", lambda a, b: a * b),
}
CHOOSERS: Mapping[str, Callable[[int, int], int]] = {"MAX": max, "MIN": min}
MEANING = {
    "PUSH": "PUSH n puts the number n on top",
    "ADD": "ADD takes the top number b and the number a below it and puts a + b in their place",
    "SUB": "SUB likewise puts a - b",
    "MUL": "MUL likewise puts a * b",
    "MAX": "MAX likewise puts the larger of a and b",
    "MIN": "MIN likewise puts the smaller of a and b",
    "DUP": "DUP puts a copy of the top number on top",
    "SWAP": "SWAP exchanges the two top numbers",
    "OVER": "OVER puts a copy of the second number from the top on top",
    "DROP": "DROP removes the top number",
}


@dataclass(frozen=True, slots=True)
class Size:
    """How many numbers are pushed, and which further instructions stand between."""

    pushes: int
    others: tuple[str, ...]


LEVELS = {
    1: Size(3, ()),
    2: Size(4, ()),
    3: Size(4, ("DUP",)),
    4: Size(5, ("SWAP",)),
    5: Size(5, ("DUP", "SWAP")),
    6: Size(6, ("OVER", "SWAP")),
    7: Size(6, ("DUP", "OVER", "SWAP")),
    8: Size(7, ("DUP", "OVER", "SWAP", "DROP")),
    9: Size(8, ("DUP", "OVER", "SWAP", "SWAP", "DROP")),
    10: Size(10, ("DUP", "OVER", "OVER", "SWAP", "SWAP", "DROP")),
}
NEEDS = {"PUSH": 0, "DUP": 1, "DROP": 2}
GAINS = {"PUSH": 1, "DUP": 1, "OVER": 1, "SWAP": 0}


def generate(rng: Random, level: int) -> Draft:
    """Draw a program that can be run and whose numbers stay small."""
    while True:
        program = _draw(rng, LEVELS[level])
        if program is None:
            continue
        steps, value = _run(program)
        if steps and all(abs(int(step.claim.rhs)) <= LARGEST for step in steps):
            break
    return Draft(
        prompts=_prompts(program),
        problem={"program": program},
        answer=Answer("integer", str(value)),
        steps=steps,
    )


def _draw(rng: Random, size: Size) -> list[str] | None:
    """Pushes and others in a random order that never lacks operands; arithmetic closes it.

    None where the order has come to an instruction that lacks operands for good.
    """
    left = ["PUSH"] * size.pushes + list(size.others)
    program: list[str] = []
    depth = 0
    while left or depth > 1:
        fitting = [name for name in left if depth >= NEEDS.get(name, 2)]
        if depth > 1 and (not fitting or rng.random() < 0.4):
            program.append(rng.choice((*ARITHMETIC, *ARITHMETIC, *CHOOSERS)))
            depth -= 1
            continue
        if not fitting:
            return None
        name = rng.choice(fitting)
        left.remove(name)
        program.append(f"PUSH {rng.choice(PUSHED)}" if name == "PUSH" else name)
        depth += GAINS.get(name, -1)
    return program


def _run(program: list[str]) -> tuple[tuple[Step, ...], int]:
    """The worked steps, one for each arithmetic instruction, and the last number."""
    stack: list[int] = []
    steps: list[Step] = []
    for line in program:
        name, _, number = line.partition(" ")
        if name == "PUSH":
            stack.append(int(number))
        elif name in ARITHMETIC:
            sign, apply = ARITHMETIC[name]
            b, a = stack.pop(), stack.pop()
            stack.append(apply(a, b))
            done = f"{_spell(a)}{sign}{_spell(b)}"
            claim = Claim("equal", done, str(stack[-1]))
            steps.append(Step(f"{done} = {stack[-1]}", claim, {"expr": done}))
        elif name in CHOOSERS:
            b, a = stack.pop(), stack.pop()
            stack.append(CHOOSERS[name](a, b))
        elif name == "SWAP":
            stack[-2:] = stack[:-3:-1]
        elif name == "DROP":
            stack.pop()
        else:
            stack.append(stack[-1 if name == "DUP" else -2])
    return tuple(steps), stack[0]


def _spell(value: int) -> str:
    return str(value) if value >= 0 else f"({value})"


def _prompts(program: list[str]) -> Phrasings:
    used = {line.split()[0] for line in program}
    told = "; ".join(text for name, text in MEANING.items() if name in used | {"PUSH", "ADD"})
    lines = "\n".join(program)
    return shown(
        f"Stack machine (SUB: second minus top): {' '.join(program)}\nTop:",
        lines,
        (
            "A stack machine runs these instructions in order, beginning with an empty stack. "
            f"{told}. Which number is left on the stack?",
            f"Instructions of a stack machine: {told}. The stack is empty at first and holds one "
            "number in the end. Which?",
            f"Run this program by hand on an empty stack. Meaning: {told}. What is the last "
            "number?",
            f"Start with an empty stack and go through the program line by line. {told}. What is "
            "on the stack after the last line?",
            f"This is a program for a stack machine. {told}. What is on top of the stack, empty at "
            "first, at the end?",
        ),
        ("", "Answer with one integer."),
    )


Tree = tuple[Any, ...]


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Build the expression that the program stands for, then evaluate it from outside in."""
    trees: list[Tree] = []
    for line in problem["program"]:
        name, *number = line.split()
        if name == "PUSH":
            trees = [*trees, ("PUSH", int(number[0]))]
        elif name == "DUP":
            trees = [*trees, trees[-1]]
        elif name == "OVER":
            trees = [*trees, trees[-2]]
        elif name == "SWAP":
            trees = [*trees[:-2], trees[-1], trees[-2]]
        elif name == "DROP":
            trees = trees[:-1]
        else:
            trees = [*trees[:-2], (name, trees[-2], trees[-1])]
    return Answer("integer", str(_value(trees[0])))


def _value(tree: Tree) -> int:
    if tree[0] == "PUSH":
        return int(tree[1])
    a, b = _value(tree[1]), _value(tree[2])
    if tree[0] == "SUB":
        return a + -b
    if tree[0] in ("MAX", "MIN"):
        small, large = sorted((a, b))
        return large if tree[0] == "MAX" else small
    if tree[0] == "ADD":
        return sum((a, b))
    return sum([a] * b) if b >= 0 else -sum([a] * -b)


def capacity(level: int) -> int | None:
    """A lower bound from the numbers pushed (evenly drawn), over the share of draws kept (half)."""
    count = len(PUSHED) ** LEVELS[level].pushes // 2
    return count if count < 2**63 else None


FAMILY = Family(
    name="stack_machine",
    area="code",
    domain="interpreters",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)
