"""Many inputs in one process: quick tries of a program, for searches that decide no verdict.

    outcomes_of(answer, source, [(3,), (0,), (9,)], sandbox)  ->  [Outcome("ok", value=7), ...]

A Python program is loaded anew for each input by a driver that runs inside the sandbox, so that a
thousand tries cost one start. Whatever such a program does there, it can only spoil its own tries:
expected values are never near, and what a search finds is run again in a process of its own
(counterexample.py). Other languages get a process for each input, in one call of the sandbox.
Verdicts are never taken from here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from assay.checkers.program_cases import run_cases
from assay.checkers.program_inputs import Args, stdin_text
from assay.checkers.program_runs import prepared
from assay.core.records import Answer
from assay.sandbox.records import Call, Limits, Outcome, Sandbox
from assay.sandbox.values import NotJson, read

IN_ONE_PROCESS = ("python", "sql")
OUTPUT_KB = 4096
# what a search finds should turn on CPU time, not on how busy the machine is
WALL_FOR_CPU = 10.0
MOST_WALL = 300.0
DRIVER = """
import builtins, io, json, os, sys, types

def plain(value, depth=0):
    kind = type(value)
    if depth > 60:
        return False
    if value is None or kind in (bool, int, str):
        return True
    if kind is float:
        return value - value == 0.0
    if kind in (list, tuple):
        return all(plain(item, depth + 1) for item in value)
    if kind is dict:
        return all(type(k) is str and plain(v, depth + 1) for k, v in value.items())
    return False

def load(code, name):
    module = types.ModuleType(name)
    module.__dict__.update(__builtins__=builtins, __file__="main.py")
    sys.modules["__main__"] = sys.modules[name] = module
    exec(code, module.__dict__)
    return module

def called(code, entry, args):
    value = getattr(load(code, "solution"), entry)(*args)
    return ["value", value] if plain(value) else ["none"]

SPARE = os.open("/dev/null", os.O_RDONLY)

def printed(code, text):
    os.dup2(SPARE, 0)
    with open("given", "w", encoding="utf-8") as handle:
        handle.write(text)
    with open("given", "rb") as handle:
        os.dup2(handle.fileno(), 0)
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    held = io.BytesIO()
    sys.stdout = io.TextIOWrapper(held, encoding="utf-8")
    try:
        load(code, "__main__")
    except SystemExit as leaving:
        if leaving.code not in (None, 0):
            raise
    sys.stdout.flush()
    return ["text", held.getvalue().decode("utf-8", "surrogateescape")]

def one(code, entry, given):
    sys.stdout = sys.stderr = io.StringIO()
    try:
        return called(code, entry, given) if entry else printed(code, given)
    except SystemExit as leaving:
        return ["none"] if leaving.code in (None, 0) else ["raised", None]
    except BaseException as error:
        return ["raised", type(error).__name__ if type(error).__module__ == "builtins" else None]

def every(source, entry, inputs):
    out = sys.stdout
    try:
        code = compile(source, "main.py", "exec", dont_inherit=True)
    except Exception:
        code = "raise SyntaxError"
    for given in inputs:
        out.write(json.dumps(one(code, entry, given)) + "\\n")
        out.flush()
"""


def outcomes_of(
    answer: Answer, source: str, args: Sequence[Args], sandbox: Sandbox
) -> list[Outcome]:
    """The outcomes of the first inputs, one at least, as far as they came in one test's time.

    The last one is `tle` where the program did not come back from that input. A program that does
    not compile gives `re`. Queries are Python programs too.
    """
    lang, program = prepared(answer.spec, source)
    if lang == "python":
        found = _in_one_process(answer.spec, program, args, sandbox)
        if found is not None:
            return found
    ran = run_cases(answer, source, args, sandbox)
    if isinstance(ran, str):
        return [Outcome("re", 1, message=ran)]
    stopped = [i for i, outcome in enumerate(ran) if outcome.flag == "tle"]
    return list(ran[: stopped[0] + 1] if stopped else ran)


def _in_one_process(
    spec: Mapping[str, Any], program: str, args: Sequence[Args], sandbox: Sandbox
) -> list[Outcome] | None:
    """None where the sandbox cannot run the driver."""
    found: list[Outcome] = []
    lines = lines_of(spec, DRIVER, "every", program, args, sandbox)
    if lines is None:
        return None
    for line in lines[: len(args)]:
        outcome = _read(line)
        if outcome is None:
            break
        found.append(outcome)
    return found if len(found) == len(args) else [*found, Outcome("tle")]


def lines_of(
    spec: Mapping[str, Any],
    driver: str,
    function: str,
    program: str,
    args: Sequence[Args],
    sandbox: Sandbox,
    *more: Any,
) -> list[bytes] | None:
    """What a function of the driver writes, a line an input, as far as it comes in the time.

    The function gets the program, its entry (None where it reads standard input), what each run is
    given, and `more`. None where the sandbox cannot run the driver.
    """
    entry = None if "stdin" in spec else spec["entry"]
    given = [list(one) if entry else stdin_text(spec["stdin"], one) for one in args]
    limits = Limits(**spec.get("limits", {}))
    patience = min(max(limits.wall, WALL_FOR_CPU * limits.cpu_s), MOST_WALL)
    limits = replace(limits, output_kb=OUTPUT_KB, wall_s=patience)
    ran = sandbox.run("python", driver, [Call(function, (program, entry, given, *more))], limits)
    return None if ran.compile_error is not None else ran.outcomes[0].stdout.split(b"\n")


def _read(line: bytes) -> Outcome | None:
    """One line of the driver; None for what it did not write, whoever wrote it."""
    try:
        words = read(line)
    except NotJson:
        return None
    match words:
        case ["value", value]:
            return Outcome("ok", 0, value=value, has_value=True)
        case ["text", str(text)]:
            return Outcome("ok", 0, stdout=text.encode("utf-8", "surrogateescape"))
        case ["none"]:
            return Outcome("ok", 0)
        case ["raised", name]:
            return Outcome("re", 1, stderr=f"{name}: raised".encode("utf-8", "replace"))
    return None
