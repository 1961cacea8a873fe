"""Running Python source in this very process, as `python main.py` would.

    main("stdin", path)        # never returns

The interpreter is the zygote's, already warm: the candidate finds a fresh `__main__`, fresh
streams, and nothing of any other program. In call mode the module is loaded under the name
`solution`, its function called, and the value written as JSON of exact types. Syntax errors are
told to the broker before a line of the program runs; there is nothing to win by forging the
value, since no right answer is anywhere near.
"""

import atexit
import builtins
import contextlib
import gc
import io
import json
import linecache
import os
import sys
import threading
import types
from _sitebuiltins import Quitter
from collections.abc import Sequence
from typing import Any, NoReturn

MOST_DEPTH = 64
_MOST_BITS = 13_300  # a little over the 4,000 digits that the host takes
_PROGRAM, _NOTE, _VALUE, _CALL = 3, 4, 5, 6
_FILE, _CHUNK = "main.py", 1 << 18
_WRITERS = (io.TextIOWrapper, io.BufferedWriter, io.BufferedRandom)
_kept: list[types.ModuleType] = []


def main(mode: str, path: Sequence[str]) -> NoReturn:
    """Run the program whose source waits at descriptor 3."""
    source = _read(_PROGRAM)
    call = json.loads(_read(_CALL)) if mode == "call" else None
    try:
        code = compile(source, _FILE, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError) as error:
        _tell(f"C{_spell(error)}")
        os._exit(1)
    _tell("R")
    module = _fresh("solution" if call else "__main__", path)
    _finish(_status(code, module, call, source), module)


def _read(descriptor: int) -> bytes:
    parts = []
    while part := os.read(descriptor, _CHUNK):
        parts.append(part)
    os.close(descriptor)
    return b"".join(parts)


def _tell(note: str) -> None:
    os.write(_NOTE, note.encode("utf-8", "replace")[:4000])
    os.close(_NOTE)


def _spell(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        where = f"{_FILE}:{error.lineno}" if error.lineno else _FILE
        return f"{where}: {type(error).__name__}: {error.msg}"
    return f"{_FILE}: {type(error).__name__}: {error}"


def _fresh(name: str, path: Sequence[str]) -> types.ModuleType:
    """The program's own module."""
    module = types.ModuleType(name)
    module.__dict__.update(__builtins__=builtins, __file__=_FILE)
    sys.modules["__main__"] = sys.modules[name] = module
    sys.argv, sys.path[:] = [_FILE], list(path)
    gc.enable()
    return module


def leave_modules() -> None:
    """Take our own modules out of `sys.modules`, once, in the zygote.

    They stay alive in a list: to free them in every candidate would touch many shared pages.
    """
    ours = [name for name in sys.modules if name.partition(".")[0] == "assay"]
    _kept.extend(sys.modules.pop(name) for name in ours)


def open_streams() -> None:
    """Make the standard streams once, in the zygote; nothing is read or written there.

    So are `exit` and `quit`, which an interpreter without `site` lacks and programs use.
    """
    for name in ("exit", "quit"):
        setattr(builtins, name, Quitter(name, "Ctrl-D (i.e. EOF)"))
    sys.stdin = sys.__stdin__ = _stream(0, "r")  # type: ignore[misc]
    # A stream asks once whether it can seek, and a candidate's output is a pipe, which cannot.
    ends, kept = os.pipe(), (os.dup(1), os.dup(2))
    os.dup2(ends[1], 1)
    os.dup2(ends[1], 2)
    sys.stdout = sys.__stdout__ = _stream(1, "w")  # type: ignore[misc]
    sys.stderr = sys.__stderr__ = _stream(2, "w", errors="backslashreplace")  # type: ignore[misc]
    for descriptor, old in enumerate(kept, 1):
        os.dup2(old, descriptor)
    for descriptor in (*ends, *kept):
        os.close(descriptor)


def _stream(descriptor: int, mode: str, errors: str = "strict") -> io.TextIOWrapper:
    unread = open(descriptor, mode, encoding="utf-8", errors=errors, closefd=False)  # noqa: SIM115
    assert isinstance(unread, io.TextIOWrapper)
    return unread


def _status(code: types.CodeType, module: types.ModuleType, call: Any, source: bytes) -> int:
    try:
        exec(code, module.__dict__)
        if call is not None:
            _give(module.__dict__[call["name"]](*call["args"]))
        return 0
    except SystemExit as leaving:
        return _exit_code(leaving.code)
    except BaseException as error:
        lines = source.decode("utf-8", "replace").splitlines(True)
        linecache.cache[_FILE] = (len(source), None, lines, _FILE)
        error.__traceback__ = error.__traceback__.tb_next if error.__traceback__ else None
        sys.excepthook(type(error), error, error.__traceback__)
        return 1


def _exit_code(code: object) -> int:
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    print(code, file=sys.stderr)
    return 1


def _give(value: object) -> None:
    fault = misfit(value)
    if fault:
        print(f"the value is no plain JSON: {fault}", file=sys.stderr)
        return
    data = json.dumps(value, allow_nan=False).encode()
    while data:
        data = data[os.write(_VALUE, data) :]


def misfit(value: object, depth: int = 0) -> str | None:
    """What keeps `value` from being JSON; types must be exact, tuples count as lists."""
    # By identity: a metaclass can make a type equal to every other.
    kind = type(value)
    if depth > MOST_DEPTH:
        return f"nested deeper than {MOST_DEPTH}"
    if value is None or kind is bool or kind is str:
        return None
    if kind is int:
        small = value.bit_length() <= _MOST_BITS  # type: ignore[attr-defined]
        return None if small else "an integer of too many digits"
    if kind is float:
        return None if value - value == 0.0 else "not finite"  # type: ignore[operator]
    if kind is list or kind is tuple:
        return _first(value, depth)
    if kind is dict:
        keys = list(value)  # type: ignore[call-overload]
        if any(type(key) is not str for key in keys):
            return "a key that is no string"
        return _first(value.values(), depth)  # type: ignore[attr-defined]
    return f"a {kind.__name__}"


def _first(items: Any, depth: int) -> str | None:
    return next(filter(None, (misfit(item, depth + 1) for item in items)), None)


def _finish(status: int, module: types.ModuleType) -> NoReturn:
    """What the interpreter does at its end: threads, exit handlers, streams.

    As there, a fault of an exit handler is told and changes no status. Files that the program
    left open in its module are written out, which the interpreter does when it clears modules;
    what cannot be written then is lost there too.
    """
    try:
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
    except BaseException as error:
        _tell_fault(error)
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None and not stream.closed:
                stream.flush()
    except BaseException as error:
        _tell_fault(error)
        status = status or 120
    for one in (sys.__stdout__, *module.__dict__.values()):
        if type(one) in _WRITERS:
            with contextlib.suppress(BaseException):
                one.flush()
    os._exit(status)


def _tell_fault(error: BaseException) -> None:
    with contextlib.suppress(BaseException):
        sys.excepthook(type(error), error, error.__traceback__)
