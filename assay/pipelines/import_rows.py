"""What a row of somebody's data set asks and holds right: GSM8K, MATH, HumanEval, MBPP, others.

    read_row({"question": "6*7?", "answer": "6*7 = 42\\n#### 42"}, Layout("gsm8k", {...}))
        -> Problem("6*7?", Answer("integer", "42"))

An answer's kind is inferred from its gold, unless the layout names one. The tests of a program are
read, never run: each must be a plain comparison of one call with literals (`assert f(2) == [1, 2]`,
`assert abs(f(2) - 0.5) < 1e-6`). A row that cannot be read is a UsageError that says why.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assay.checkers import grade, infer_answer
from assay.checkers.infer import ALIASES, KINDS
from assay.core.canonical import dumps
from assay.core.errors import UsageError, unknown
from assay.core.records import Answer
from assay.pipelines.rollout_golds import STYLES as GOLD_STYLES
from assay.pipelines.rollout_golds import gold_text
from assay.pipelines.rollout_rows import value_at

PROGRAMS = ("humaneval", "mbpp")
STYLES = (*GOLD_STYLES, *PROGRAMS)
FIELDS = ("prompt", "answer", "kind", "id")
USUAL: Mapping[str, tuple[str, ...]] = {
    "prompt": ("prompt", "question", "problem", "text", "query", "input", "instruction"),
    "answer": (
        "answer", "gold", "ground_truth", "reward_model.ground_truth", "final_answer",
        "expected_answer", "target", "solution", "label",
    ),
    "id": ("id", "task_id", "uid", "unique_id", "index"),
}  # fmt: skip
MOST_CODE = 200_000
MOST_CASES = 200


@dataclass(frozen=True, slots=True)
class Layout:
    """The style of the rows and where each field is."""

    style: str
    columns: Mapping[str, str]
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What is asked and what is right; `name` is the row's own, if it has one."""

    prompt: str
    answer: Answer
    name: str | None = None


def layout_of(
    row: Mapping[str, Any], style: str, columns: Mapping[str, str], kind: str | None
) -> Layout:
    """How rows like this one are to be read. Raises UsageError for an unknown style or column."""
    if style not in STYLES:
        raise unknown("style", style, STYLES)
    if kind is not None and kind not in KINDS and kind not in ALIASES:
        raise unknown("kind", kind, [*KINDS, *ALIASES])
    for field, path in columns.items():
        if field not in FIELDS:
            raise unknown("field of --columns", field, FIELDS)
        if value_at(row, path) is None:
            raise UsageError(f"no column {path!r} for the {field}; there are: {_names(row)}")
    if style == "auto" and {"entry_point", "test"} <= row.keys():
        style = "humaneval"
    elif style == "auto" and "test_list" in row:
        style = "mbpp"
    found = dict(columns)
    for field in ("prompt", "id") if style in PROGRAMS else ("prompt", "answer", "id"):
        usual = next((p for p in USUAL[field] if value_at(row, p) is not None), None)
        if field not in found and usual is not None:
            found[field] = usual
        if field not in found and field != "id":
            raise UsageError(
                f"no column for the {field}; name it with --columns {field}=NAME; "
                f"there are: {_names(row)}"
            )
    return Layout(style, found, kind)


def _names(row: Mapping[str, Any]) -> str:
    return ", ".join(str(name)[:40] for name in list(row)[:30]) or "none"


def read_row(row: Mapping[str, Any], layout: Layout) -> Problem:
    """The problem of a row. Raises UsageError that says what is wrong with it."""
    prompt = _prompt(value_at(row, layout.columns["prompt"]))
    name = value_at(row, layout.columns["id"]) if "id" in layout.columns else None
    name = None if name is None else str(name)[:200]
    if layout.style in PROGRAMS:
        return _program(row, prompt, name, layout.style)
    gold, _ = gold_text(value_at(row, layout.columns["answer"]), layout.style)
    kind = value_at(row, layout.columns["kind"]) if "kind" in layout.columns else layout.kind
    answer = infer_answer(gold, kind)
    verdict = grade(answer, answer.value, form="expr")
    if verdict.status != "correct":
        why = verdict.evidence.get("message", verdict.status)
        raise UsageError(f"the gold {gold[:80]!r} does not pass its own check: {why}")
    return Problem(prompt, answer, name)


def _prompt(value: Any) -> str:
    """A text, or the last message of a user in a conversation."""
    if isinstance(value, list) and value and all(isinstance(m, Mapping) for m in value):
        asked = [m.get("content") for m in value if m.get("role") == "user"]
        value = asked[-1] if asked else None
    if not isinstance(value, str) or not value.strip():
        raise UsageError("the prompt is missing, empty, or no text")
    return value.strip()


def _program(row: Mapping[str, Any], prompt: str, name: str | None, style: str) -> Problem:
    if style == "humaneval":
        entry, tests = _text(row, "entry_point"), _text(row, "test")
        source = prompt + "\n" + _text(row, "canonical_solution")
        called = {"candidate", entry}
    else:
        tests = "\n".join(map(str, row.get("test_list") or ()))
        source = _text(row, "code")
        entry = _called(tests)
        called = {entry}
    cases, tolerance = _cases(tests, called)
    signature = _signature(source, entry)
    spec = {
        "lang": "python",
        "entry": entry,
        "signature": signature,
        "strategies": [],
        "reference_source": source,
        "mutants": [],
        "examples": cases,
        "compare": {"tolerance": tolerance, "int_equals_float": False},
    }
    if style == "mbpp":
        first = cases[0]
        shown = ", ".join(map(repr, first["args"]))
        prompt += (
            f"\n\nWrite a Python function `{signature}`. "
            f"For example, {entry}({shown}) == {first['result']!r}."
        )
    return Problem(prompt, Answer("program", entry, spec), name)


def _text(row: Mapping[str, Any], field: str) -> str:
    value = row.get(field)
    if not isinstance(value, str) or not value.strip():
        raise UsageError(f"{field} is missing, empty, or no text")
    return value


def _tree(text: str, what: str) -> ast.Module:
    if len(text) > MOST_CODE:
        raise UsageError(f"{what}: {len(text)} characters; {MOST_CODE} are allowed")
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise UsageError(f"{what}: no Python: {error}") from None


def _called(tests: str) -> str:
    """The name of the function that the first test calls."""
    for node in ast.walk(_tree(tests, "the tests")):
        if isinstance(node, ast.Assert):
            names = [name for c in ast.walk(node.test) if (name := _name_called(c))]
            if names:
                return names[0]
    raise UsageError("the tests call no function")


def _name_called(node: ast.AST) -> str | None:
    """The name of the function that a node calls, if it is none of the usual wrappers."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return None
    return None if node.func.id in ("abs", "set", "sorted", "len", "round") else node.func.id


def _signature(source: str, entry: str) -> str:
    for node in _tree(source, "the reference").body:
        if isinstance(node, ast.FunctionDef) and node.name == entry:
            returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
            return f"{entry}({ast.unparse(node.args)}){returns}"
    raise UsageError(f"the reference defines no function {entry[:80]!r}")


def _cases(tests: str, called: set[str]) -> tuple[list[dict[str, Any]], float]:
    """The cases of all asserts and the widest tolerance that one of them states."""
    cases, widest, strange = [], 0.0, 0
    for test in _asserts(_tree(tests, "the tests")):
        case = _case(test, called)
        if case is None:
            strange += 1
            continue
        args, result, tolerance = case
        widest = max(widest, tolerance)
        cases.append({"args": args, "result": result})
    if strange or not cases:
        raise UsageError(
            f"{strange} of {strange + len(cases)} asserts are no plain comparison of a call with "
            "literals"
        )
    if len(cases) > MOST_CASES:
        raise UsageError(f"{len(cases)} asserts; {MOST_CASES} are allowed")
    return cases, widest


def _asserts(tree: ast.Module) -> Iterator[ast.expr]:
    """The tests of all asserts but those that say nothing (`assert True`)."""
    found = (node.test for node in ast.walk(tree) if isinstance(node, ast.Assert))
    return (test for test in found if not (isinstance(test, ast.Constant) and test.value is True))


def _case(test: ast.expr, called: set[str]) -> tuple[list[Any], Any, float] | None:
    """Arguments, result and tolerance of one assert; None for one that says something else."""
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return None
    left, operator, right = test.left, test.ops[0], test.comparators[0]
    try:
        if isinstance(operator, ast.Eq | ast.Is):
            if not isinstance(left, ast.Call):
                left, right = right, left
            return _arguments(left, called), _plain(right), 0.0
        inside = _distance(left) if isinstance(operator, ast.Lt | ast.LtE) else None
        if inside is not None:
            bound = float(_plain(right))
            return _arguments(inside.left, called), _plain(inside.right), bound
    except (ValueError, TypeError):
        return None
    return None


def _distance(node: ast.expr) -> ast.BinOp | None:
    """The difference inside of `abs(a - b)`."""
    if not isinstance(node, ast.Call) or _name_called(node) is not None or len(node.args) != 1:
        return None
    inside = node.args[0]
    named = isinstance(node.func, ast.Name) and node.func.id == "abs"
    minus = isinstance(inside, ast.BinOp) and isinstance(inside.op, ast.Sub)
    return inside if named and minus and isinstance(inside, ast.BinOp) else None


def _arguments(node: ast.expr, called: set[str]) -> list[Any]:
    """The literal arguments of a call of the function. Raises ValueError for anything else."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        raise ValueError
    if node.func.id not in called or node.keywords:
        raise ValueError
    return [_plain(argument) for argument in node.args]


def _plain(node: ast.expr) -> Any:
    """A literal as plain JSON; a tuple is a list. Raises ValueError for what JSON cannot hold."""
    value = _jsoned(ast.literal_eval(node))
    dumps(value)
    return value


def _jsoned(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [_jsoned(item) for item in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {key: _jsoned(item) for key, item in value.items()}
    raise ValueError(f"{type(value).__name__} is no JSON")
