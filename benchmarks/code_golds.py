"""The golds of code tasks, executed in the sandbox many at a time; and programs that know nothing.

    nice python benchmarks/code_golds.py --count 20000                 golds, the quick check
    nice python benchmarks/code_golds.py --count 2000 --check tests    references on their own tests
    nice python benchmarks/code_golds.py --count 2000 --check nothing  programs that know nothing
    nice python benchmarks/code_golds.py --count 400 --check slow      solutions that are too slow

`golds` runs what is shown or referred to, and compares: the output of a script, the value of a
call, the results of all examples of a reference in Python, JavaScript or C++. `tests` judges each
reference by its task's property tests, `nothing` the empty, constant, echoing and
example-memorising programs of vet.py, `slow` the naive solution of tasks with a time limit.
Every batch is written to `--out` as it is done; started again, the run goes on. Prints the counts
with the upper bound at 95% of the share that fails.
"""

import argparse
import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from math import comb
from pathlib import Path
from typing import Any

from vet import know_nothing

from assay.checkers.program import judge_source
from assay.checkers.program_batch import DRIVER
from assay.checkers.program_inputs import stdin_text
from assay.checkers.program_native import HEADERS
from assay.core.canonical import dumps, loads
from assay.core.records import Task
from assay.generators import FAMILIES, draw
from assay.generators.code import composition
from assay.generators.code.frames import pipeline
from assay.generators.code.languages import portable
from assay.sandbox import Call, Limits, Sandbox, Stdin, open_sandbox

BATCH = 800
LIMITS = Limits(cpu_s=60.0, wall_s=240.0, memory_mb=1024, output_kb=65_536)
MANY = """
def many(items):
    out = sys.stdout
    for source, entry, inputs in items:
        sys.stdout = out
        every(source, entry, inputs)
"""
# the calls alone, which are many and run once; the programs are compiled as they are judged
UNOPTIMISED = '#pragma GCC optimize("O0")'
JAVASCRIPT = "function run(calls) { return calls.map(([name, args]) => spaces[name](...args)); }"
CPP = r"""
static void print(long long value) { std::printf("%lld", value); }
static void print(bool value) { std::printf(value ? "true" : "false"); }
static void print(const std::vector<long long> &value) {
    std::printf("[");
    for (std::size_t i = 0; i < value.size(); i++) std::printf(i ? ",%lld" : "%lld", value[i]);
    std::printf("]");
}
"""


@dataclass(frozen=True, slots=True)
class Job:
    """One program, what it is called with (texts of standard input where `entry` is empty).

    `expected[i]` is what input i gives, as JSON or as printed text.
    """

    lang: str
    source: str
    entry: str
    inputs: Sequence[Any]
    expected: Sequence[Any]


def written(value: Any) -> str:
    """A value as the answers of the prediction families spell it."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def script_job(task: Task, problem: Mapping[str, Any]) -> Job:
    """A script whose printed text is the answer."""
    return Job("python", problem["code"], "", [""], [task.answer.value])


def call_job(lang: str) -> Callable[[Task, Mapping[str, Any]], Job]:
    """A call of a composed function whose value is the answer."""

    def made(task: Task, problem: Mapping[str, Any]) -> Job:
        spec = problem["spec"]
        value = portable.write(spec, lang)
        return Job(lang, value, composition.ENTRY, [problem["args"]], [task.answer.value])

    return made


def input_job(task: Task, problem: Mapping[str, Any]) -> Job:
    """All numbers of the range: the answer alone gives the value."""
    numbers = range(problem["largest"] + 1)
    gold = [number == int(task.answer.value) for number in numbers]
    source = composition.source(problem).replace("def solve(", "def value(", 1)
    source += f"\n\ndef solve(number):\n    return value(number) == {problem['value']!r}"
    return Job("python", source, "solve", [[number] for number in numbers], gold)


def difference_job(task: Task, problem: Mapping[str, Any]) -> Job:
    """Two functions on all numbers of the range: where they differ."""
    stages = (problem["first"], problem["second"])
    texts = [
        composition.source({"takes": "int", "gives": "int", "stages": one}).replace(
            "def solve(", f"def {name}(", 1
        )
        for name, one in zip("fg", stages, strict=True)
    ]
    source = "\n\n".join([*texts, "def solve(n):\n    return f(n) != g(n)"])
    numbers = range(problem["largest"] + 1)
    if task.answer.kind == "witness":
        right = set(task.answer.spec["property"]["values"])
        gold: list[Any] = [str(number) in right for number in numbers]
    else:
        numbers = range(int(task.answer.value) + 1)
        gold = [number == numbers[-1] for number in numbers]
    return Job("python", source, "solve", [[number] for number in numbers], gold)


def frame_job(task: Task, problem: Mapping[str, Any]) -> Job:
    """The column of a table that operations on rows leave."""
    source = pipeline.source(problem["spec"])
    column = f"\n\ndef solve(rows):\n    return [r[{problem['column']!r}] for r in transform(rows)]"
    return Job("python", source + column, "solve", [[problem["rows"]]], [task.answer.value])


def reference_job(task: Task, problem: Mapping[str, Any]) -> Job:
    """A reference on all its examples."""
    spec = task.answer.spec
    examples = spec["examples"]
    results = [example["result"] for example in examples]
    if "stdin" in spec:
        texts = [stdin_text(spec["stdin"], example["args"]) for example in examples]
        return Job("python", spec["reference_source"], "", texts, results)
    inputs = [list(example["args"]) for example in examples]
    return Job(spec["lang"], spec["reference_source"], spec["entry"], inputs, results)


JOBS: dict[str, Callable[[Task, Mapping[str, Any]], Job]] = {
    "output_prediction": script_job,
    "loop_count": script_job,
    "list_prediction": call_job("python"),
    "text_prediction": call_job("python"),
    "javascript_output": call_job("javascript"),
    "cpp_output": call_job("cpp"),
    "input_prediction": input_job,
    "distinguishing_input": difference_job,
    "equivalence": difference_job,
    "frame_result": frame_job,
}


def programs() -> list[str]:
    """Families whose answer is a program."""
    return [name for name, family in FAMILIES.items() if family.answer_kind == "program"]


def names_for(check: str) -> list[str]:
    """The families that a check is about."""
    specs = {name: draw(FAMILIES[name], 1, 1, 0).task.answer.spec for name in programs()}
    if check == "slow":
        return [name for name, spec in specs.items() if "large" in spec]
    if check != "golds":
        return programs()
    lang = {n: spec["lang"] for n, spec in specs.items()}
    return [*JOBS, *(name for name in lang if lang[name] in OUTPUTS)]


def tasks_of(check: str, batch: int, size: int, seed: int) -> list[Task]:
    """The tasks of a batch: families in turn, levels in turn."""
    names = _names(check)
    numbers = range(batch * size, (batch + 1) * size)
    return [
        draw(FAMILIES[names[i % len(names)]], 1 + i // len(names) % 10, seed, i).task
        for i in numbers
    ]


@cache
def _names(check: str) -> list[str]:
    return names_for(check)


def python_outputs(jobs: Sequence[Job], sandbox: Sandbox) -> Iterator[list[Any]]:
    """What each job gives for its inputs; nothing where a program raised or came to no end."""
    items = [[job.source, job.entry or None, list(job.inputs)] for job in jobs]
    ran = sandbox.run("python", DRIVER + MANY, [Call("many", (items,))], LIMITS)
    lines = iter(ran.outcomes[0].stdout.decode().split("\n"))
    for job in jobs:
        rows = [next(lines, "") for _ in job.inputs]
        yield [_read(row) for row in rows]


def _read(row: str) -> Any:
    word, *rest = json.loads(row) if row else ["lost"]
    if word == "text":
        return rest[0].rstrip("\n")
    return rest[0] if word == "value" else [word]


def javascript_outputs(jobs: Sequence[Job], sandbox: Sandbox) -> Iterator[list[Any]]:
    """Each program in a function of its own, all called in one process."""
    spaces = ",\n".join(
        f"p{at}: (function () {{ {job.source}\nreturn {job.entry}; }})()"
        for at, job in enumerate(jobs)
    )
    calls = [[f"p{at}", list(args)] for at, job in enumerate(jobs) for args in job.inputs]
    source = f"const spaces = {{{spaces}}};\n{JAVASCRIPT}"
    ran = sandbox.run("javascript", source, [Call("run", (calls,))], LIMITS)
    values = iter(ran.outcomes[0].value if ran.outcomes and ran.outcomes[0].has_value else [])
    for job in jobs:
        yield [next(values, ["lost"]) for _ in job.inputs]


def cpp_outputs(jobs: Sequence[Job], sandbox: Sandbox) -> Iterator[list[Any]]:
    """Each program in a namespace of its own, compiled as one, all called in one process."""
    parts, calls = [*(f"#include <{name}>" for name in HEADERS["cpp"]), CPP], []
    for at, job in enumerate(jobs):
        parts.append(f"namespace p{at} {{\n{job.source}\n}}")
        for args in job.inputs:
            given = ", ".join(_cpp_value(value) for value in args)
            calls.append(f'print(p{at}::{job.entry}({given})); std::puts("");')
    source = "\n".join([*parts, UNOPTIMISED, "int main() {", *calls, "}"])
    ran = sandbox.run("cpp", source, [Stdin("")], LIMITS)
    text = ran.outcomes[0].stdout.decode() if ran.outcomes else ""
    lines = iter(text.split("\n"))
    for job in jobs:
        rows = [next(lines, "") for _ in job.inputs]
        yield [json.loads(row) if row else ["lost"] for row in rows]


def _cpp_value(value: Any) -> str:
    if isinstance(value, list):
        return f"std::vector<long long>{{{', '.join(f'{item}LL' for item in value)}}}"
    return f"{value}LL"


OUTPUTS = {"python": python_outputs, "javascript": javascript_outputs, "cpp": cpp_outputs}


def golds(tasks: Sequence[Task], sandbox: Sandbox) -> tuple[Counter[str], list[str]]:
    """How many golds were executed, and which are wrong."""
    jobs = []
    for task in tasks:
        make = JOBS.get(task.family, reference_job)
        jobs.append((task, make(task, loads(task.meta["problem"]))))
    found: Counter[str] = Counter()
    wrong: list[str] = []
    for lang, run in OUTPUTS.items():
        mine = [(task, job) for task, job in jobs if job.lang == lang]
        if not mine:
            continue
        outputs = run([job for _, job in mine], sandbox)
        for (task, job), got in zip(mine, outputs, strict=True):
            found[task.family] += 1
            if not _agree(task, job, got):
                wrong.append(f"{task.task_id}: {dumps(list(job.expected))[:300]} but {got!r}"[:900])
    return found, wrong


def _agree(task: Task, job: Job, got: Sequence[Any]) -> bool:
    spelled = task.answer.kind in ("integer", "list", "text") and len(job.expected) == 1
    if spelled and isinstance(job.expected[0], str):
        return written(got[0]) == job.expected[0]
    return dumps(list(got)) == dumps(list(job.expected))


def tests(tasks: Sequence[Task], sandbox: Sandbox) -> tuple[Counter[str], list[str]]:
    """References on their own tests."""
    found: Counter[str] = Counter()
    wrong = []
    for task in tasks:
        if "suite" in task.answer.spec:
            continue
        verdict = judge_source(task.answer, task.answer.spec["reference_source"], sandbox)
        found[task.family] += 1
        if verdict.status != "correct":
            wrong.append(f"{task.task_id}: {verdict.status} {dumps(verdict.evidence)}"[:900])
    return found, wrong


def nothing(tasks: Sequence[Task], sandbox: Sandbox) -> tuple[Counter[str], list[str]]:
    """Programs that know nothing; those that pass are listed."""
    found: Counter[str] = Counter()
    passed = []
    for task in tasks:
        if "suite" in task.answer.spec:
            continue
        for name, source in know_nothing(task.answer):
            verdict = judge_source(task.answer, source, sandbox)
            found[name] += 1
            if verdict.status == "correct":
                passed.append(f"{task.task_id}: {name} passes: {source}"[:900])
            elif verdict.status in ("error", "undecided"):
                passed.append(f"{task.task_id}: {name} is not judged: {verdict.evidence}"[:900])
    return found, passed


def slow(tasks: Sequence[Task], sandbox: Sandbox) -> tuple[Counter[str], list[str]]:
    """Solutions of the naive complexity class; those that do not run out of time are listed."""
    found: Counter[str] = Counter()
    wrong = []
    for task in tasks:
        verdict = judge_source(task.answer, task.answer.spec["mutants"][0], sandbox)
        found[task.family] += 1
        if verdict.status != "timeout":
            wrong.append(f"{task.task_id}: {verdict.status} {dumps(verdict.evidence)}"[:900])
    return found, wrong


CHECKS: Mapping[str, Callable[[Sequence[Task], Sandbox], tuple[Counter[str], list[str]]]] = {
    "golds": golds,
    "tests": tests,
    "nothing": nothing,
    "slow": slow,
}


@cache
def _sandbox(backend: str) -> Sandbox:
    """One sandbox for each process."""
    return open_sandbox(backend)


def run_batch(check: str, batch: int, size: int, seed: int, backend: str) -> dict[str, Any]:
    """One batch, as a line of the file."""
    found, wrong = CHECKS[check](tasks_of(check, batch, size, seed), _sandbox(backend))
    return {"check": check, "seed": seed, "batch": batch, "found": dict(found), "wrong": wrong}


def bound(failures: int, count: int) -> float:
    """The share that would give so few failures, or fewer, in 5% of samples: an exact bound."""
    low, high = failures / count if count else 0.0, 1.0
    for _ in range(60):
        share = (low + high) / 2
        few = sum(
            comb(count, k) * share**k * (1 - share) ** (count - k) for k in range(failures + 1)
        )
        low, high = (share, high) if few > 0.05 else (low, share)
    return high


def report(lines: Sequence[Mapping[str, Any]]) -> None:
    """The counts of a check by family, and in all with their bound."""
    found: Counter[str] = Counter()
    wrong = [text for line in lines for text in line["wrong"]]
    for line in lines:
        found.update(line["found"])
    print("| family or program | executed |\n|---|---|")
    for name, count in found.items():
        print(f"| {name} | {count:,} |")
    total = sum(found.values())
    if total:
        share = bound(len(wrong), total)
        print(f"\n{len(wrong)} of {total:,} fail; at most {share:.4%} (upper bound at 95%).")
    for text in wrong[:20]:
        print(text)


def main() -> None:
    """Run the batches that are not in the file, then report on all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=2_000, help="tasks")
    parser.add_argument("--check", choices=list(CHECKS), default="golds")
    parser.add_argument("--seed", type=int, default=909)
    parser.add_argument("--batch", type=int, default=BATCH, help="tasks a batch")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--sandbox", default="local")
    parser.add_argument("--out", type=Path, default=Path("data/code_golds.jsonl"))
    asked = parser.parse_args()
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    kept = asked.out.read_text().splitlines() if asked.out.exists() else []
    lines = [json.loads(line) for line in kept]
    mine = [x for x in lines if (x["check"], x["seed"]) == (asked.check, asked.seed)]
    wanted = range(-(-asked.count // asked.batch))
    done = {line["batch"] for line in mine}
    left = [number for number in wanted if number not in done]
    begun = time.monotonic()
    with ProcessPoolExecutor(asked.workers) as pool, asked.out.open("a") as out:
        given = (asked.batch, asked.seed, asked.sandbox)
        waiting = [pool.submit(run_batch, asked.check, number, *given) for number in left]
        for number, future in enumerate(waiting, 1):
            line = future.result()
            out.write(dumps(line) + "\n")
            out.flush()
            mine.append(line)
            for text in line["wrong"]:
                print(text, flush=True)
            if number % 20 == 0:
                pace = number * asked.batch / (time.monotonic() - begun)
                print(f"{number} of {len(left)} batches, {pace:.0f} tasks/s", flush=True)
    report(mine)
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
