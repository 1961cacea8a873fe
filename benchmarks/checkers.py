"""The checkers beside other graders, on the same pairs in one run: accuracy, speed, laws.

    python benchmarks/checkers.py peer-pairs.jsonl                 accuracy and speed
    python benchmarks/checkers.py --laws 100000 --fuzz 1000000     laws, near-misses, fuzz

math-verify takes part where it is installed. Every table names versions, cores and load. Nothing
here is a test: speed depends on the machine.
"""

import argparse
import json
import os
import platform
import re
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from fractions import Fraction
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from assay.checkers import golds, grade, infer_answer, reading
from assay.core.errors import UsageError
from benchmarks.peer_conflicts import CONFLICTS
from tests.checkers.made_answers import changed, made, near_miss

Pair = dict[str, Any]
Grader = Callable[[Pair], bool]
TURNS = 5
STRETCH = 35
ALPHABET = "0123456789xy+-*/^(){}[]\\,.=<>|$_!% \nabeintrqs√½²πé"
PIECES = re.split(
    " ",
    "\\frac \\sqrt \\boxed \\text{ Answer: #### \\left( \\right) \\begin{pmatrix} \\end{pmatrix} "
    "\\\\ & \\cup \\pm <answer> </answer> $ sin log e^ \\int \\sum_ ^{ _{ ! % \\infty mod or "
    "and x 1 2/3",
)


def ours(pair: Pair) -> bool:
    """This project's verdict."""
    answer = infer_answer(pair["gold"])
    return grade(answer, pair["candidate"], form=pair["form"]).status == "correct"


def _boxed(text: str) -> str:
    found = re.findall(r"\\boxed\s*\{((?:[^{}]|\{[^{}]*\})*)\}", text)
    return found[-1] if found else text


def by_string(pair: Pair) -> bool:
    """The last box, or all of it, the same string but for spaces and dollars."""
    plain = [re.sub(r"[\s$]", "", _boxed(pair[name])) for name in ("gold", "candidate")]
    return plain[0] == plain[1]


def normalising(pair: Pair) -> bool:
    """Strings with units, \\left, \\dfrac and text dropped, then numbers: PRM800K-style, no
    SymPy."""
    plain = []
    for name in ("gold", "candidate"):
        text = re.sub(r"\\(?:left|right|!|,|;|text\{[^}]*\}|%|\$)|[\s$%]", "", _boxed(pair[name]))
        text = re.sub(r"\\[dt]frac", r"\\frac", text).rstrip(".")
        plain.append(re.sub(r"\\frac\{?(\d+)\}?\{?(\d+)\}?", r"\1/\2", text))
    if plain[0] == plain[1]:
        return bool(plain[0])
    try:
        return Fraction(plain[0]) == Fraction(plain[1])
    except (ValueError, ZeroDivisionError):
        return False


def math_verify() -> Grader | None:
    """math-verify as its page shows it, or None when it is not installed."""
    try:
        from math_verify import parse, verify
    except ImportError:
        return None

    def judged(pair: Pair) -> bool:
        gold = (
            pair["gold"] if "$" in pair["gold"] or "boxed" in pair["gold"] else f"${pair['gold']}$"
        )
        text = pair["candidate"] if pair["form"] == "text" else f"${pair['candidate']}$"
        return bool(verify(parse(gold), parse(text)))

    return judged


def clear() -> None:
    """Forget every gold, candidate and verdict, and what SymPy remembers of expressions."""
    reading._remembered.cache_clear()
    golds._cached_gold.cache_clear()
    if "sympy.core.cache" in sys.modules:
        sys.modules["sympy.core.cache"].clear_cache()


def score(
    pairs: list[Pair], graders: Mapping[str, Grader], turns: int = TURNS
) -> dict[str, dict[str, Any]]:
    """Per grader its verdicts, and the milliseconds of each pair: the least of some turns.

    A turn starts with every cache cleared. The graders take each stretch of pairs in turn, so that
    a machine that slows down for a while slows them all. By the wall, not by CPU, so that the
    process in which SymPy works is counted.
    """
    kept = {name: _nothing(pairs) for name in graders}
    for turn in range(turns):
        clear()
        for start in range(0, len(pairs), STRETCH):
            for name, grader in graders.items():
                for at in range(start, min(start + STRETCH, len(pairs))):
                    _time(pairs, at, grader, kept[name], turn)
    for found in kept.values():
        for pair, ms in zip(pairs, found["each"], strict=True):
            found["ms"][pair["category"]].append(ms)
    return kept


def _nothing(pairs: list[Pair]) -> dict[str, Any]:
    return {
        "wrong": {"accepts": [], "rejects": []},
        "right": defaultdict(list),
        "ms": defaultdict(list),
        "each": [float("inf")] * len(pairs),
    }


def _time(pairs: list[Pair], at: int, grader: Grader, found: dict[str, Any], turn: int) -> None:
    pair = pairs[at]
    started = time.perf_counter()
    said = grader(pair)
    found["each"][at] = min(found["each"][at], (time.perf_counter() - started) * 1000)
    if turn == 0:
        found["right"][pair["category"]].append(said == pair["expected"])
        if said != pair["expected"]:
            found["wrong"]["rejects" if pair["expected"] else "accepts"].append(pair["id"])


def quantile(values: list[float], share: float) -> float:
    """The value below which a share of the values lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def machine() -> str:
    """What a figure depends on."""
    names = []
    for package in ("python-flint", "sympy", "math-verify"):
        try:
            names.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    python = platform.python_version()
    return (
        f"{time.strftime('%Y-%m-%d')}, Python {python}, {'; '.join(names)}, "
        f"{os.cpu_count()} cores, load {load}"
    )


def compare_graders(path: Path) -> None:
    """Accuracy and time per grader over the uncontested pairs."""
    every = [json.loads(line) for line in path.read_text().splitlines()]
    scored = [p for p in every if not p["contested"] and p["id"] not in CONFLICTS]
    beside = [p for p in every if not p["contested"] and p["id"] in CONFLICTS]
    print(f"{len(scored)} pairs, {len(beside)} in conflict with the rules left out; {machine()}\n")
    graders: dict[str, Grader | None] = {
        "assay": ours,
        "math-verify": math_verify(),
        "normalising (PRM800K-style)": normalising,
        "string": by_string,
    }
    print("| grader | right % | wrong accepted | right rejected | p50 ms | p99 | mean |")
    print("|---|---|---|---|---|---|---|")
    for name in [name for name, grader in graders.items() if grader is None]:
        print(f"| {name} | not installed |")
    present = {name: grader for name, grader in graders.items() if grader is not None}
    score(scored, present, turns=1)
    kept = score(scored, present)
    for name, found in kept.items():
        spent = [ms for group in found["ms"].values() for ms in group]
        right = [ok for group in found["right"].values() for ok in group]
        print(
            f"| {name} | {100 * sum(right) / len(right):.2f} | {len(found['wrong']['accepts'])} "
            f"| {len(found['wrong']['rejects'])} | {statistics.median(spent):.3f} "
            f"| {quantile(spent, 0.99):.2f} | {statistics.fmean(spent):.3f} |"
        )
    ratios(scored, kept)
    print(f"\nassay errs on {kept['assay']['wrong']}")
    agreed = sum(ours(pair) == pair["expected"] for pair in beside)
    print(f"of the {len(beside)} pairs left out, assay says what they expect in {agreed}")
    by_category(kept["assay"], every)
    speed(scored)


def ratios(pairs: list[Pair], kept: dict[str, dict[str, Any]]) -> None:
    """How many times the time of assay math-verify takes; golds that are integers apart."""
    if "math-verify" not in kept:
        return
    whole = [re.fullmatch(r"[\s$]*[+-]?\d+[\s$]*", pair["gold"]) is not None for pair in pairs]
    print("\n| golds | pairs | median ratio | mean ratio |\n|---|---|---|---|")
    for name, wanted in (("all", (True, False)), ("integers", (True,)), ("others", (False,))):
        at = [i for i, is_whole in enumerate(whole) if is_whole in wanted]
        mine, theirs = (
            [kept[grader]["each"][i] for i in at] for grader in ("assay", "math-verify")
        )
        print(
            f"| {name} | {len(at)} | {statistics.median(theirs) / statistics.median(mine):.0f} "
            f"| {statistics.fmean(theirs) / statistics.fmean(mine):.0f} |"
        )


def by_category(found: dict[str, Any], pairs: list[Pair]) -> None:
    """Accuracy and time per category; the small categories of one source together."""
    source = {pair["category"]: pair["source"].split(":")[0].split(" ")[0] for pair in pairs}
    groups: dict[str, list[str]] = defaultdict(list)
    for category, right in found["right"].items():
        groups[category if len(right) >= 20 else f"{source[category]}, smaller"].append(category)
    print("\n| category | pairs | right % | p50 ms | p99 ms | mean ms |\n|---|---|---|---|---|---|")
    for name, categories in sorted(groups.items()):
        right = [ok for category in categories for ok in found["right"][category]]
        spent = [ms for category in categories for ms in found["ms"][category]]
        print(
            f"| {name} | {len(right)} | {100 * sum(right) / len(right):.1f} "
            f"| {statistics.median(spent):.3f} | {quantile(spent, 0.99):.2f} "
            f"| {statistics.fmean(spent):.3f} |"
        )


def speed(pairs: list[Pair]) -> None:
    """Checks a second on one core, caches cleared; and one gold for 16 candidates."""
    best = float("inf")
    for _ in range(5):
        clear()
        started = time.process_time()
        for pair in pairs:
            ours(pair)
        best = min(best, time.process_time() - started)
    print(f"\n{len(pairs) / best:,.0f} checks per CPU second, every cache cleared before the pass")
    answers = [infer_answer(pair["gold"]) for pair in pairs]
    clear()
    started = time.process_time()
    for answer, pair in zip(answers, pairs, strict=True):
        for number in range(16):
            grade(answer, pair["candidate"] + " " * number, form=pair["form"])
    spent = time.process_time() - started
    print(f"{16 * len(pairs) / spent:,.0f} checks per CPU second, one gold for 16 candidates")
    rungs = Counter(
        grade(a, p["candidate"], form=p["form"]).rung for a, p in zip(answers, pairs, strict=True)
    )
    shares = {str(rung): f"{100 * count / len(pairs):.1f}%" for rung, count in rungs.items()}
    print(f"rungs that decided: {shares}")


def bound(failures: int, trials: int) -> str:
    """Failures and the upper 95% bound of their share (exact for zero, Poisson else)."""
    upper = (
        1 - 0.05 ** (1 / trials) if not failures else (failures + 2 * failures**0.5 + 3) / trials
    )
    return f"{failures} in {trials:,} (95% bound {upper:.1e})"


def status(gold: str, candidate: str) -> str:
    """The verdict's status; `error` for a gold that cannot be read."""
    try:
        return grade(infer_answer(gold), candidate, form="expr").status
    except UsageError:
        return "error"


def laws(count: int, seed: int) -> None:
    """Reflexivity, symmetry and near-misses over generated pairs."""
    failed: Counter[str] = Counter()
    for number in range(count):
        rng = Random(seed * 10**9 + number)
        a = made(rng)
        b = changed(rng, a) if rng.random() < 0.7 else made(rng)
        forth, back = status(a, b), status(b, a)
        failed["reflexive"] += status(a, a) != "correct"
        if "error" not in (forth, back):
            failed["symmetric"] += (forth == "correct") != (back == "correct")
        failed["undecided"] += forth == "undecided"
        gold, candidate = near_miss(rng)
        failed["near-miss accepted"] += status(gold, candidate) == "correct"
    for name in ("reflexive", "symmetric", "near-miss accepted", "undecided"):
        print(f"{name}: {bound(failed[name], count)}")


def fuzz(count: int, seed: int) -> None:
    """Random text against golds of every kind: exceptions, and the slowest verdict."""
    golds = [
        "42",
        "x^2",
        "{1, 2}",
        "(0, 1)",
        "A",
        "yes",
        "\\sqrt2",
        "5 cm",
        "x^2+C",
        "[[1,2],[3,4]]",
    ]
    answers = [infer_answer(gold) for gold in golds]
    raised, slowest = 0, 0.0
    for number in range(count):
        rng = Random(seed * 10**9 + number)
        parts = (
            rng.choice(PIECES if rng.random() < 0.4 else ALPHABET)
            for _ in range(rng.randint(1, 30))
        )
        text, form = "".join(parts), ("text", "expr")[number % 2]
        started = time.process_time()
        verdict = grade(answers[number % len(answers)], text, form=form)  # type: ignore[arg-type]
        slowest = max(slowest, time.process_time() - started)
        raised += verdict.status == "error"
    print(f"fuzz: faults {bound(raised, count)}, slowest {slowest * 1000:.1f} ms of CPU")


def main() -> None:
    """Read the arguments and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pairs", type=Path, nargs="?")
    parser.add_argument("--laws", type=int, default=0)
    parser.add_argument("--fuzz", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.pairs:
        compare_graders(options.pairs)
    if options.laws:
        laws(options.laws, options.seed)
    if options.fuzz:
        fuzz(options.fuzz, options.seed)


if __name__ == "__main__":
    main()
