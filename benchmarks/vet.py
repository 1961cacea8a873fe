"""How good the tests of generated program tasks are: mutants, references, slow and lazy programs.

    python benchmarks/vet.py --tasks 200 --minutes 20 [--out FILE] [--sandbox local] [--workers 2]

Tasks are drawn evenly over the program families and levels, and vetted. Then, on those kept:
mutants of the reference that vetting did not try, the reference, the slow solution of tasks with a
time limit, and programs that know nothing: empty, constant, echo, and one that has learnt every
example by heart. Prints a table as in docs/vetting.md; a zero is given with its upper 95% bound.
"""

import argparse
import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from assay.checkers.program import judge_source
from assay.checkers.program_inputs import stdin_text
from assay.core.canonical import dumps, loads
from assay.core.records import Answer, Task
from assay.generators import FAMILIES, draw
from assay.pipelines.killing import FURTHER, MOST_MUTANTS, mutants_of, wrong_on_tests
from assay.pipelines.vet import vet_task
from assay.sandbox import Sandbox, open_sandbox

MORE_MUTANTS = 20


def sampled(count: int, seed: int) -> list[Task]:
    """Tasks of every program family in turn, levels in turn."""
    names = [name for name, family in FAMILIES.items() if family.answer_kind == "program"]
    return [
        draw(FAMILIES[names[i % len(names)]], 1 + i // len(names) % 10, seed, i).task
        for i in range(count)
    ]


def know_nothing(answer: Answer) -> Iterator[tuple[str, str]]:
    """Programs that do not solve the task; nothing for languages other than Python."""
    spec = answer.spec
    if spec["lang"] != "python":
        return
    results = [example["result"] for example in spec["examples"]]
    common = max(results, key=lambda r: sum(r == other for other in results))
    if "stdin" in spec:
        learnt = {stdin_text(spec["stdin"], e["args"]): e["result"] for e in spec["examples"]}
        yield "empty", "pass"
        yield "constant", f"print({common!r})"
        yield "echo", "import sys\nprint(sys.stdin.read())"
        yield "by heart", f"import sys\nprint({learnt!r}.get(sys.stdin.read(), {common!r}))"
        return
    entry = spec["entry"]
    learnt = {repr(tuple(e["args"])): e["result"] for e in spec["examples"]}
    yield "empty", f"def {entry}(*args):\n    pass"
    yield "constant", f"def {entry}(*args):\n    return {common!r}"
    yield "echo", f"def {entry}(*args):\n    return args[0]"
    yield "by heart", f"def {entry}(*args):\n    return {learnt!r}.get(repr(args), {common!r})"


def measure(task: Task, sandbox: Sandbox) -> Counter[str]:
    """The counts of one task."""
    found: Counter[str] = Counter(tasks=1)
    row = vet_task(task, sandbox)
    found["dropped: " + row["reason"].split(":")[0] if row["reason"] else "kept"] += 1
    found += Counter(tried=row["tried"], caught=row["caught"], equivalent=row["equivalent"])
    found["mended"] += len(loads(row["telling_json"]))
    found["tests"] += row["tests"]
    if not row["kept"]:
        return found
    answer = task.answer
    telling = loads(row["telling_json"])
    if telling:
        answer = replace(answer, spec={**answer.spec, "telling": telling})
    found += others(answer, sandbox)
    verdict = judge_source(answer, answer.spec["reference_source"], sandbox)
    found[f"reference {verdict.evidence['code']}"] += 1
    if "large" in answer.spec:
        verdict = judge_source(answer, answer.spec["mutants"][0], sandbox)
        found[f"slow {verdict.evidence['code']}"] += 1
    for name, source in know_nothing(answer):
        passed = judge_source(answer, source, sandbox).status == "correct"
        found += Counter({name: 1, f"{name} passed": int(passed)})
        if passed:
            print(f"{task.task_id}: {name} passes: {source!r}"[:600], flush=True)
    return found


def others(answer: Answer, sandbox: Sandbox) -> Counter[str]:
    """Mutants that vetting did not try."""
    known = set(mutants_of(answer, MOST_MUTANTS))
    new = [mutant for mutant in mutants_of(answer, 10**6) if mutant not in known][:MORE_MUTANTS]
    found: Counter[str] = Counter()
    for mutant in new:
        found[f"new {wrong_on_tests(answer, mutant, sandbox)}"] += 1
    return found


def share(part: int, whole: int) -> str:
    """A share, and for none or all the bound by the rule of three."""
    if not whole:
        return "none seen"
    bound = f" (bound {min(1, 3 / whole):.2%})" if part in (0, whole) else ""
    return f"{part} of {whole}, {part / whole:.2%}{bound}"


def table(found: Counter[str]) -> Iterator[tuple[str, str]]:
    """The rows of the table."""
    yield "tasks kept", share(found["kept"], found["tasks"])
    for name in sorted(name for name in found if name.startswith("dropped")):
        yield name, share(found[name], found["tasks"])
    live = found["tried"] - found["equivalent"]
    yield "mutants killed, of those not equivalent", share(found["caught"], live)
    yield (
        f"survivors that agree on {FURTHER} inputs: equivalent",
        share(found["equivalent"], found["tried"]),
    )
    yield "tests added by vetting, tests in all", f"{found['mended']}, {found['tests']}"
    new = found["new killed"] + found["new survivor"]
    yield (
        "mutants not tried by vetting: killed, of those not equivalent",
        share(found["new killed"], new),
    )
    for kind in ("reference", "slow"):
        for name in sorted(name for name in found if name.startswith(f"{kind} ")):
            whole = sum(n for other, n in found.items() if other.startswith(f"{kind} "))
            yield name, share(found[name], whole)
    names = ("empty", "constant", "echo", "by heart")
    for name in names:
        yield f"{name}: passed", share(found[f"{name} passed"], found[name])
    passed, whole = sum(found[f"{n} passed"] for n in names), sum(found[n] for n in names)
    yield "programs that know nothing: passed", share(passed, whole)


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--tasks", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--sandbox", default="local")
    parser.add_argument("--out", type=Path, default=Path("data/vet.jsonl"))
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    begun, cpu = time.monotonic(), time.process_time()
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    kept = asked.out.read_text().splitlines() if asked.out.exists() else []
    done = {line["task"]: line["found"] for line in map(json.loads, kept)}
    tasks = sampled(asked.tasks, asked.seed)

    def one(task: Task) -> tuple[str, Counter[str] | None]:
        late = time.monotonic() - begun > 60 * asked.minutes
        return task.task_id, None if late else measure(task, sandbox)

    with (
        open_sandbox(asked.sandbox, workers=asked.workers) as sandbox,
        ThreadPoolExecutor(asked.workers) as pool,
        asked.out.open("a") as out,
    ):
        for name, counts in pool.map(one, [t for t in tasks if t.task_id not in done]):
            if counts is not None:
                done[name] = counts
                out.write(dumps({"task": name, "found": dict(counts)}) + "\n")
                out.flush()
    found = sum((Counter(done[task.task_id]) for task in tasks if task.task_id in done), Counter())
    for name, value in table(found):
        print(f"| {name} | {value} |")
    print(
        f"{found['tasks']} tasks in {time.monotonic() - begun:.0f} s, "
        f"{time.process_time() - cpu:.0f}"
        f" s of CPU in this process; load {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    main()
