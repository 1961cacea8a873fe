"""Every hostile program of tests/sandbox, shuffled by seed, in sandboxes that are shared.

    python benchmarks/sandbox_hostile.py --seeds 20               # both backends at once
    python benchmarks/sandbox_hostile.py --seeds 20 --minutes 30  # stop after that, say how far

Each program is asked for something that it does not do (or must show that a thing was refused), so
AC where it is not expected is a forged pass. An honest program runs after each tenth: it must stay
AC whoever was there before. Prints forged passes with the upper 95% bound, the share of expected
verdicts, programs whose verdicts were not always the same, and those that differ by backend.
"""

import argparse
import os
import random
import sys
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "sandbox"))

from hostile import EVERY, request_of

from assay.sandbox import open_sandbox
from assay.sandbox.judge import judge

BACKENDS = ("local", "docker")
HONEST = {
    "id": 0,
    "lang": "python",
    "source": "import os\na, b = map(int, input().split())\nprint(a * b, os.listdir('/tmp'))",
    "cases": [{"stdin": "6 7", "expect": "42 []"}],
}
Seen = dict[str, Counter[str]]


def rounds(backend: str, seeds: int, until: float) -> tuple[Seen, int]:
    """The verdicts of each program on one backend, and how many rounds were finished."""
    seen: Seen = defaultdict(Counter)
    with open_sandbox(backend) as sandbox:
        for seed in range(seeds):
            names = list(EVERY)
            random.Random(seed).shuffle(names)
            for number, name in enumerate(names):
                if time.monotonic() > until:
                    return seen, seed
                seen[name][judge(sandbox, request_of(EVERY[name]))["verdict"]] += 1
                if number % 10 == 9:
                    seen["honest"][judge(sandbox, HONEST)["verdict"]] += 1
            print(f"({backend}: seed {seed}, load {os.getloadavg()[0]:.1f})", flush=True)
    return seen, seeds


def report(backend: str, seen: Seen, finished: int) -> None:
    """One row of the table, and below it whatever was not as expected."""
    runs = sum(sum(seen[name].values()) for name in EVERY)
    forged = {n: seen[n]["AC"] for n in EVERY if "AC" not in EVERY[n].verdicts and seen[n]["AC"]}
    odd = {n: dict(seen[n]) for n in EVERY if set(seen[n]) - set(EVERY[n].verdicts)}
    wrong = sum(c for n in odd for v, c in seen[n].items() if v not in EVERY[n].verdicts)
    cheats = sum(sum(seen[n].values()) for n in EVERY if "AC" not in EVERY[n].verdicts)
    bound = f"{3 / cheats:.2%}" if cheats and not forged else "-"
    print(
        f"| {backend} | {finished} | {runs} | {sum(forged.values())} of {cheats} (below {bound})"
        f" | {1 - wrong / max(runs, 1):.2%} | {dict(seen['honest'])} |"
    )
    for name, found in (forged | odd).items():
        print(f"  {name}: {found}, expected {EVERY[name].verdicts}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=600)
    given = parser.parse_args()
    until = time.monotonic() + given.minutes * 60
    with ThreadPoolExecutor(len(BACKENDS)) as both:
        found = list(both.map(lambda name: rounds(name, given.seeds, until), BACKENDS))
    print(f"\n{len(EVERY)} programs, {time.strftime('%Y-%m-%d')}, load {os.getloadavg()[0]:.1f}\n")
    print("| backend | seeds | runs | forged passes | expected verdict | honest ones |")
    print("|---|---|---|---|---|---|")
    for backend, (seen, finished) in zip(BACKENDS, found, strict=True):
        report(backend, seen, finished)
    one, other = (seen for seen, _ in found)
    both_seen = [n for n in EVERY if one[n] and other[n]]
    differ = {
        name: (dict(one[name]), dict(other[name]))
        for name in both_seen
        if one[name].most_common(1)[0][0] != other[name].most_common(1)[0][0]
    }
    wavering = [name for name in both_seen if len(set(one[name]) | set(other[name])) > 1]
    print(f"\nthe usual verdict differs by backend: {len(differ)} of {len(both_seen)}: {differ}")
    print(f"not always the same verdict: {len(wavering)}")
    for name in wavering:
        print(f"  {name}: local {dict(one[name])}, docker {dict(other[name])}")


if __name__ == "__main__":
    main()
