"""Attacks: nothing is computed that is too big, nothing is run, in any thread or event loop."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from assay.checkers import grade, infer_answer
from assay.checkers.extract import extract
from assay.core.errors import UsageError
from assay.core.records import Answer

ATTACKS = [
    "9^" * 30 + "9",
    "(((9^9)^9)^9)^9",
    "2^(2^(2^(2^100)))",
    "((((3!)!)!)!)!",
    "(1000000000)!",
    "(" * 10_000 + "1" + ")" * 10_000,
    "\\frac{" * 5_000,
    "\\sqrt{" * 5_000 + "2" + "}" * 5_000,
    "-" * 20_000 + "1",
    "1" * 1_000_000,
    "a " * 500_000,
    "\\boxed{" * 20_000 + "1" + "}" * 20_000,
    "\\boxed{1}" * 20_000,
    "$" * 100_000,
    "|" * 40 + "x" + "|" * 40 + "<3",
    "\\sum_{i=1}^{10^{100}} \\prod_{j=1}^{i} j^i",
    "(x+1)^{10^{30}}",
    "(a+b+c+d+e+f+g+h)^{30}",
    "\\binom{100000}{50000}",
    "1e999999999",
    "e^{e^{e^{e^{e}}}}",
    "\\lfloor 10^{5000}\\pi\\rfloor",
    ",".join(map(str, range(100_000))),
    "{" + ",".join(f"\\sqrt{{{i}}}" for i in range(300)) + "}",
    "x<" * 500 + "1",
    "\\begin{pmatrix}" + "1&" * 2_000 + "1\\end{pmatrix}",
    "\x00" * 1_000,
    "\ud800",
    "²" * 10_000,
    "answer is " * 20_000,
    "9^9^9^9^9",
    "(2^{10^{12}}) \\mod 7",
    "7^{\\frac9.\\right)",
    "1/0",
    "0^{-1}",
    "=" * 5_000,
    "Answer: x" + " " * 3_900 + "integer",
    "The answer is x" + " " * 100_000 + "5",
    "x" + " " * 9_000 + "k integer",
    "C(" * 3_000,
    "[1 " * 3_000,
    "\\not " * 2_000,
    "P(" * 2_000 + "=1",
    "\\begin{cases}" * 400,
    "\\begin{cases}" + "x & x>0 \\\\" * 400 + "\\end{cases}",
    "\\sum_{n=1}^{\\infty} \\frac{1}{n(n+100000)}",
    "\\sum_{n=1}^{\\infty} 10^{-1000n}",
    "\\Gamma(" * 40 + "1" + ")" * 40,
]
GOLDS = ["42", "\\sqrt{2}", "x^2+1", "\\{1,2\\}", "(-\\infty,3)", "x^2+C", "Paris"]


def attack() -> set[str]:
    statuses = set()
    for gold in GOLDS:
        answer = infer_answer(gold)
        for text in ATTACKS:
            for form in ("expr", "text"):
                verdict = grade(answer, text, form=form)  # type: ignore[arg-type]
                statuses.add(verdict.status)
                assert verdict.status != "correct", (gold, text[:40])
                assert verdict.status != "error", (gold, text[:40], verdict.evidence)
    return statuses


def in_a_thread(work: Callable[[], set[str]]) -> set[str]:
    found: list[set[str]] = []
    thread = threading.Thread(target=lambda: found.append(work()))
    thread.start()
    thread.join()
    return found[0]


def test_attacks_in_the_main_thread() -> None:
    assert attack() <= {"wrong", "unparsed", "undecided"}


def test_attacks_in_a_worker_thread_and_under_asyncio() -> None:
    async def awaited() -> set[str]:
        return await asyncio.to_thread(attack)

    assert in_a_thread(attack) == asyncio.run(awaited())


def test_injections_run_nothing(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    for text in (
        f"__import__('os').system('touch {marker}') or 0",
        f"\\boxed{{open('{marker}', 'w').write('x')}}",
        f"(lambda: open('{marker}', 'w'))() or 0",
        f"[open('{marker}', 'w') for _ in [0]] or 0",
    ):
        for form in ("text", "expr"):
            verdict = grade(Answer("integer", "0"), text, form=form)  # type: ignore[arg-type]
            assert verdict.status in ("wrong", "unparsed")
        with pytest.raises(UsageError):
            infer_answer(text, "integer")
    assert not marker.exists()


def test_a_long_chain_of_thought_keeps_its_span() -> None:
    body = "We compute $x = 3$ and note that the answer may depend on n. " * 2_000
    text = body + "The answer is \\boxed{42}."
    offer = extract(text)
    assert offer is not None and offer.text == "42"
    assert text[offer.parts[0].start : offer.parts[0].end] == "42"
