"""No text becomes code: the names that could do it occur nowhere in the package."""

import ast
from pathlib import Path

import assay

FORBIDDEN = {"eval", "exec", "parse_expr", "parse_latex", "lambdify", "sympify", "S", "compile"}
ALLOWED = {("re", "compile")}
ROOT = Path(assay.__file__).parent


def _calls(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        if isinstance(function, ast.Name) and function.id in FORBIDDEN:
            found.append(f"{path.name}:{node.lineno} {function.id}")
        if isinstance(function, ast.Attribute) and function.attr in FORBIDDEN - {"eval", "compile"}:
            found.append(f"{path.name}:{node.lineno} {function.attr}")
    return found


def test_no_evaluator_of_strings_is_called_anywhere() -> None:
    files = [path for path in ROOT.rglob("*.py") if "inside" not in path.parts]
    assert len(files) > 20
    assert [call for path in files for call in _calls(path)] == []


def test_no_such_name_is_imported() -> None:
    names = []
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                names += [alias.name for alias in node.names]
    assert not {"parse_expr", "parse_latex", "lambdify", "sympify"} & set(names)
