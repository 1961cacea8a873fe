"""Wrong invocations of `assay`, generated from the commands themselves and from lists of bad input.

for case in cases(seed=20): case.argv, case.code

The commands, their options and the options' types are read off `assay.cli`, so a new command is
fuzzed as soon as it is there. Paths are relative to the folder that `make_world` fills.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from inspect import Parameter, signature
from pathlib import Path
from random import Random
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import pyarrow as pa
import pyarrow.parquet as pq
import typer
from typer.models import ArgumentInfo, OptionInfo

from assay.cli import app
from assay.core.store import LOCK, MANIFEST, open_table
from assay.pipelines.generate import generate

HOSTILE = (
    " ",
    "\n",
    "-",
    "é" * 500,
    "x" * 20_000,
    "\u202e\u2066",
    "\U0001f600" * 50,
    "$(id); `id` && rm -rf x",
    "%s%n{0}{{x}}[bold]x[/bold]",
    "../../../etc/passwd",
    "\udcff\udc80",
    "\x1b[31mred\x07",
)
NO_FOLDER = ("missing", "missing/deep", "file.txt", "empty", "x" * 300, "file.txt/sub", "/dev/null")
NO_FILE = ("missing.jsonl", "empty", "file.txt/x", "x" * 300, "/proc/self/mem", "binary.bin")
UNWRITABLE = ("file.txt", "file.txt/sub", "/dev/null/x", "/proc/x/y", "x" * 300 + "/y")
BROKEN = (
    "garbage",
    "truncated",
    "strange",
    "wrong-types",
    "wrong-json",
    "manifest-text",
    "manifest-keys",
    "manifest-gone",
)
PLAUSIBLE = {
    "families": "chain_symbols",
    "count": "1",
    "out": "new",
    "tasks": "tasks-ok",
    "solutions": "tasks-ok",
    "data": "tasks-ok",
    "model": "builtin:tiny",
    "pairs": "pairs.jsonl",
    "requests": "pairs.jsonl",
    "sandbox": "local",
    "recipe": "recipe.yaml",
    "folder": "tasks-ok",
    "repo": "org/name",
    "n": "1",
    "to": "verl",
}


@dataclass(frozen=True)
class Case:
    """An invocation and what it must end with."""

    argv: tuple[str, ...]
    code: int = 2

    def __str__(self) -> str:
        line = " ".join(self.argv)
        return ascii(line if len(line) < 70 else f"{line[:70]}+{len(line)}")


@dataclass(frozen=True)
class Option:
    """One option or argument of a command."""

    name: str
    flag: str | None
    kind: Any
    required: bool
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Command:
    """A command as its function declares it."""

    path: tuple[str, ...]
    options: tuple[Option, ...]

    def argv(self, **changed: str | None) -> tuple[str, ...]:
        """A plausible call of it, with some values changed; None leaves the option out."""
        words = list(self.path)
        for option in self.options:
            given = PLAUSIBLE.get(option.name, "1") if option.required else None
            value = changed.get(option.name, given)
            if value is not None:
                words += [value] if option.flag is None else [option.flag, value]
        return tuple(words)


def commands(of: typer.Typer = app, path: tuple[str, ...] = ()) -> Iterator[Command]:
    """Every command of the command line, in its order."""
    for command in of.registered_commands:
        name = command.name or command.callback.__name__.replace("_", "-")
        yield Command((*path, name), tuple(_options(command.callback)))
    for group in of.registered_groups:
        if group.typer_instance is not None and group.name:
            yield from commands(group.typer_instance, (*path, group.name))


def _options(function: Any) -> Iterator[Option]:
    hints = get_type_hints(function, include_extras=True)
    for name, parameter in signature(function).parameters.items():
        kind, info = hints[name], None
        if get_origin(kind) is Annotated:
            kind, info = get_args(kind)[0], get_args(kind)[1]
        kinds = [part for part in get_args(kind) if part is not NoneType]
        kind = kinds[0] if NoneType in get_args(kind) else kind
        declared = info.param_decls if isinstance(info, OptionInfo) and info.param_decls else ()
        flag = declared[0] if declared else f"--{name.replace('_', '-')}"
        is_argument = isinstance(info, ArgumentInfo)
        required = parameter.default is Parameter.empty
        low, high = getattr(info, "min", None), getattr(info, "max", None)
        yield Option(name, None if is_argument else flag, kind, required, low, high)


def cases(seed: int, most: int) -> list[Case]:
    """`most` cases or a few more: every hand-written one, and generated ones drawn with `seed`."""
    fixed = [*_bad_folders(), *_bad_strings(), *_bad_recipes(), *_bad_calls()]
    drawn = list(dict.fromkeys(_bad_values()))
    Random(seed).shuffle(drawn)
    return [*dict.fromkeys(fixed), *drawn[: max(most - len(set(fixed)), 60)]]


def _bad_values() -> Iterator[Case]:
    """Values that an option's own type forbids; required options left out; unknown options."""
    for command in commands():
        yield Case((*command.argv(), "--no-such-option"))
        yield Case((*command.argv(), "--no-such-option=1", "x"))
        yield Case((*command.argv(), *(["stray"] * 3)))
        for option in command.options:
            if option.required:
                yield Case(command.argv(**{option.name: None}))
            if option.flag is not None and option.kind is not bool:
                yield Case((*command.path, option.flag))
            for value in _wrong(option):
                yield Case(command.argv(**{option.name: value}))


def _wrong(option: Option) -> Iterator[str]:
    if get_origin(option.kind) is Literal:
        yield from ("nosuch", "", *(str(part).upper() for part in get_args(option.kind)))
    if option.kind is int:
        yield from ("x", "", "1.5", "1e3", "NaN", "0x10", "1 2", "٣٣x", "--1", "½")
    if option.kind is float:
        yield from ("x", "", "1,5", "nan", "inf", "-inf", "0x1p3", "--1")
    if option.kind in (int, float):
        if option.low is not None:
            yield from (str(option.low - 1), f"-{'9' * 40}")
        if option.high is not None:
            yield from (str(option.high + 1), "9" * 40)


def _files(command: Command) -> set[str]:
    """The options that take a file of JSON lines; the solutions of `steps` are one."""
    files = {"pairs", "requests"} | ({"solutions"} if command.path == ("steps",) else set())
    return files & {option.name for option in command.options}


def _bad_folders() -> Iterator[Case]:
    for command in commands():
        names = {option.name for option in command.options}
        for name in sorted(names & {"tasks", "solutions", "data", "folder"} - _files(command)):
            for value in (*NO_FOLDER, *BROKEN):
                yield Case(command.argv(**{name: value}))
        for name in sorted(_files(command) | names & {"recipe"}):
            for value in NO_FILE:
                broken_lines = value == "binary.bin" and name != "recipe" and "out" in names
                yield Case(command.argv(**{name: value}), 3 if broken_lines else 2)
        if "out" in names:
            writes_file = _files(command) or command.path == ("audit",)
            for value in UNWRITABLE[1:] if writes_file else UNWRITABLE:
                yield Case(command.argv(out=value))


def _bad_strings() -> Iterator[Case]:
    for command in commands():
        names = {option.name for option in command.options}
        for text in HOSTILE:
            if "families" in names:
                yield Case(command.argv(families=text))
            if "repo" in names:
                yield Case((*command.argv(repo=text), "--dry-run"))
            if "host" in names:
                yield Case(command.argv(host=text))
        if "token_file" in names:
            for text in (*NO_FILE, "file.txt", "/dev/zero"):
                yield Case(command.argv(token_file=text))
        if "families" in names:
            for text in ("", ",", "gcdd", "area:", "area:music", "all,nosuch", "ALL"):
                yield Case(command.argv(families=text))
        if "model" in names:
            for text in (
                "",
                "builtin:",
                "builtin:nosuch",
                "./missing",
                "empty",
                "file.txt",
                "http://",
            ):
                yield Case(command.argv(model=text))
        if "repo" in names:
            for text in ("", "name", "a/b/c", "org/..", "https://x/y"):
                yield Case((*command.argv(repo=text), "--dry-run"))


def _bad_recipes() -> Iterator[Case]:
    for number in range(len(RECIPES)):
        yield Case(("run", f"bad-{number}.yaml", "--out", "new"))
    for change in CHANGES:
        yield Case(("run", "recipe.yaml", "--out", "new", "--set", change))
    yield Case(("run", "recipe.yaml", "--out", "file.txt"))
    yield Case(("run", "recipe.yaml", "recipe.yaml", "--out", "new"))


def _bad_calls() -> Iterator[Case]:
    for word in ("", "gen", "Generate", "generat", "--version=2", "-q", *HOSTILE):
        yield Case((word,))
    yield Case(("--no-such-option", "families"))
    yield Case(("generate", "--families", "chain_symbols", "--count", "10", "--out", "tasks-ok"))
    for command in commands():
        names = {option.name for option in command.options}
        for name in sorted(_files(command) if "out" in names else ()):
            yield Case(command.argv(**{name: "pairs.jsonl"}, out="pairs.jsonl"))
            yield Case(command.argv(**{name: "pairs.jsonl"}, out="/dev/full"), 1)
            yield Case(command.argv(**{name: "pairs.jsonl"}, out="empty"))
    for name in ("pairs.jsonl", "file.txt"):
        yield Case(("run", name, "--out", "new"))


STAGE = "stages:\n  generate: "
RECIPES: tuple[str | bytes, ...] = (
    "",
    "just words",
    "- a\n- list",
    "42",
    "null",
    "name: [x",
    "\tname: x",
    b"\xff\xfe\x00\x01binary",
    b"name: \x00nul",
    "{" * 2000,
    "a: &a [*a]",
    "? [complex, key]\n: 1",
    "!!python/object/apply:os.system ['touch owned']",
    "name: x\nname2: y\n" + STAGE + "{families: chain_symbols, count: 1}",
    "name: ../up\n" + STAGE + "{families: chain_symbols, count: 1}",
    "name: 7\n" + STAGE + "{families: chain_symbols, count: 1}",
    "name: ''\n" + STAGE + "{families: chain_symbols, count: 1}",
    "name: x\nseed: one\n" + STAGE + "{families: chain_symbols, count: 1}",
    "name: x\nseed: 1.5\n" + STAGE + "{families: chain_symbols, count: 1}",
    "name: x\nseed: true\n" + STAGE + "{families: chain_symbols, count: 1}",
    "name: x\nseed: 99999999999999999999999\n" + STAGE + "{families: chain_symbols, count: 1}",
    "name: x\nstages: {}",
    "name: x\nstages: [generate]",
    "name: x\nstages: generate",
    "name: x\nstages: {generat: {}}",
    "name: x\nstages: {generate: 3}",
    "name: x\nstages: {generate: [3]}",
    "name: x\nstages: {generate: {3: 4}}",
    "name: x\nstages: {? [1, 2] : {}}",
    "name: x\n" + STAGE + "{families: chain_symbols}",
    "name: x\n" + STAGE + "{families: chain_symbols, count: many}",
    "name: x\n" + STAGE + "{families: chain_symbols, count: 0}",
    "name: x\n" + STAGE + "{families: chain_symbols, count: -5}",
    "name: x\n" + STAGE + "{families: chain_symbols, count: 1.5}",
    "name: x\n" + STAGE + "{families: chain_symbols, count: true}",
    "name: x\n" + STAGE + "{families: chain_symbols, count: [1]}",
    "name: x\n" + STAGE + "{families: [chain_symbols], count: 1}",
    "name: x\n" + STAGE + "{families: nosuch, count: 1}",
    "name: x\n" + STAGE + "{families: 2020-01-01, count: 1}",
    "name: x\n" + STAGE + "{families: chain_symbols, count: 1, level: 11}",
    "name: x\n" + STAGE + "{families: chain_symbols, count: 1, colour: red}",
    "name: x\n" + STAGE + "{families: chain_symbols, count: 1, workers: 2}",
    "name: x\n" + STAGE + "{families: chain_symbols, count: 1, out: elsewhere}",
    "name: x\n" + STAGE + "{families: chain_symbols, count: 1, phrasing: loud}",
    "name: x\nstages: {sample: {model: 'builtin:tiny', temperature: hot}}",
    "name: x\nstages: {sample: {model: 'builtin:tiny', temperature: .nan}}",
    "name: x\nstages: {sample: {model: 'builtin:tiny', n: 0}}",
    "name: x\nstages: {sample: {model: 'builtin:tiny', temperature: 1" + "0" * 400 + "}}",
)
CHANGES = (
    "",
    "=",
    "generate",
    "generate.count",
    "=5",
    "generate.count=many",
    "generate.count=[",
    "generate.count.deep=1",
    "generate..count=1",
    "nosuch.count=1",
    "generate.0.count=1",
    "seed=x",
    "seed.a=1",
    "name=../up",
    "stages=3",
    "generate.level=.nan",
    "generate.count=2020-01-01",
    "\udcff=1",
    "x" * 5000 + "=1",
)


def make_world(folder: Path) -> None:
    """Fill `folder` with the good and bad inputs that the cases name."""
    generate(families="chain_symbols", count=3, out=folder / "tasks-ok", seed=1)
    (folder / "file.txt").write_text("a file")
    (folder / "binary.bin").write_bytes(bytes(range(256)) * 8)
    (folder / "empty").mkdir()
    (folder / "pairs.jsonl").write_text(
        json.dumps({"id": 1, "gold": "1", "candidate": "1", "form": "expr"}) + "\n"
    )
    (folder / "recipe.yaml").write_text(
        "name: fuzz\n" + STAGE + "{families: chain_symbols, count: 1}\n"
    )
    for number, text in enumerate(RECIPES):
        raw = text if isinstance(text, bytes) else text.encode()
        (folder / f"bad-{number}.yaml").write_bytes(raw)
    good = next((folder / "tasks-ok/tasks").glob("*.parquet")).read_bytes()
    for name, data in (("garbage", b"PAR1 not really"), ("truncated", good[: len(good) // 2])):
        _write_tables(folder / name, data)
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({"a": [1, 2]}), sink)
    _write_tables(folder / "strange", sink.getvalue().to_pybytes())
    rows = open_table(folder / "tasks-ok", "tasks")
    for name, table in (("wrong-types", _all_text(rows)), ("wrong-json", _no_json(rows))):
        sink = pa.BufferOutputStream()
        pq.write_table(table, sink)
        _write_tables(folder / name, sink.getvalue().to_pybytes())
    for name, line in (
        ("manifest-text", b"not json\n"),
        ("manifest-keys", b'{"table": "tasks", "colour": 1}\n'),
        ("manifest-gone", (folder / "tasks-ok" / MANIFEST).read_bytes().replace(b"part-", b"p-")),
    ):
        _write_tables(folder / name, good)
        (folder / name / MANIFEST).write_bytes(line)
    for name in ("tasks-ok", *BROKEN):
        (folder / name / LOCK).touch()  # a run leaves it, and it holds nothing


def _all_text(table: pa.Table) -> pa.Table:
    """The same column names over texts."""
    return pa.table({name: ["x"] * table.num_rows for name in table.column_names})


def _no_json(table: pa.Table) -> pa.Table:
    """JSON columns that hold none."""
    rows = [row | {"meta_json": "{", "steps": []} for row in table.to_pylist()]
    for row in rows:
        row["answer"]["spec_json"] = "nothing"
    return pa.Table.from_pylist(rows, schema=table.schema)


def _write_tables(folder: Path, data: bytes) -> None:
    for table in ("tasks", "solutions", "labels"):
        (folder / table).mkdir(parents=True)
        (folder / table / "part-00000.parquet").write_bytes(data)


def listing(folder: Path) -> Sequence[tuple[str, bytes]]:
    """Every file and folder below `folder` with its bytes, to see that nothing changed."""
    return [
        (str(path.relative_to(folder)), path.read_bytes() if path.is_file() else b"")
        for path in sorted(folder.rglob("*"))
    ]
