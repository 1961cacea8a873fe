"""Imports only point down: the whole package is parsed and every arrow looked at."""

import ast
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "assay"
FLOORS = {
    "core": 1,
    "generators": 2,
    "sandbox": 2,
    "sampling": 2,
    "checkers": 3,
    "pipelines": 4,
    "training": 4,
    "exits": 5,
    "cli": 5,
    "cli_annotate": 5,
    "cli_bridge": 5,
    "cli_checks": 5,
    "cli_curves": 5,
    "cli_import": 5,
    "cli_options": 5,
    "cli_process": 5,
    "cli_solve": 5,
}
SIDEWAYS = {("pipelines/run.py", "training"), ("cli.py", "exits")}
SIDEWAYS |= {("cli.py", "cli_annotate"), ("cli_annotate.py", "cli_options")}
SIDEWAYS |= {("cli.py", "cli_checks"), ("cli.py", "cli_options"), ("cli_checks.py", "cli_options")}
SIDEWAYS |= {("cli.py", "cli_process"), ("cli_process.py", "cli_options")}
SIDEWAYS |= {("cli.py", "cli_bridge"), ("cli_bridge.py", "cli_options")}
SIDEWAYS |= {("cli.py", "cli_import"), ("cli_import.py", "cli_options")}
SIDEWAYS |= {("cli.py", "cli_solve"), ("cli_solve.py", "cli_options")}
SIDEWAYS |= {("cli.py", "cli_curves"), ("cli_curves.py", "cli_options")}
APART = {("generators", "checkers"), ("checkers", "generators")}
GENERATORS_AND_CHECKERS = {"audit.py", "vet.py"}


def _modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def _room(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def _arrows(path: Path) -> set[str]:
    """Rooms that a file imports from, wherever in the file the import stands."""
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text())):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            names = [module] if module != "assay" else [f"assay.{a.name}" for a in node.names]
        rooms.update(name.split(".")[1] for name in names if name.startswith("assay."))
    return rooms


def test_every_arrow_points_down() -> None:
    wrong = []
    for path in _modules():
        room = _room(path)
        if room == "__init__":
            continue
        for target in _arrows(path) - {room}:
            down = FLOORS[target] < FLOORS[room]
            allowed = (str(path.relative_to(PACKAGE)), target) in SIDEWAYS
            if not (down or allowed) or (room, target) in APART:
                wrong.append(f"{path.relative_to(PACKAGE)} -> {target}")
    assert not wrong


def test_every_room_has_a_floor() -> None:
    assert {_room(path) for path in _modules()} - {"__init__"} <= set(FLOORS)


def test_no_circles_between_modules() -> None:
    graph = {_name(path): _module_imports(path) for path in _modules()}
    done: set[str] = set()

    def visit(module: str, above: tuple[str, ...]) -> None:
        assert module not in above, " -> ".join([*above, module])
        if module in done or module not in graph:
            return
        for target in sorted(graph[module] - {module}):
            visit(target, (*above, module))
        done.add(module)

    for module in graph:
        visit(module, ())
    assert done == set(graph)


def _name(path: Path) -> str:
    parts = ("assay", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(part for part in parts if part != "__init__")


@cache
def _known() -> frozenset[str]:
    return frozenset(map(_name, _modules()))


def _module_imports(path: Path) -> set[str]:
    """Modules imported while a module loads (function-level imports do not make circles)."""
    known = _known()
    found = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            whole = {f"{node.module}.{a.name}" for a in node.names} <= known
            found.update(inner & known)
            found.update(() if whole else {node.module})
    return found & known


def test_nothing_hides_behind_type_checking() -> None:
    assert not [str(p) for p in _modules() if "TYPE_CHECKING" in p.read_text()]
