"""What can go wrong, as one small tree; each branch knows its exit code.

    AssayError                 exit 1   anything that is ours or the machine's
    ├── UsageError             exit 2   the caller's words: a name, key, value, file or folder
    ├── TooManyBadRows         exit 3   finished, but too many rows are `error` or `undecided`
    ├── LockHeld               exit 75  another run works in the same folder (EX_TEMPFAIL)
    ├── SandboxUnavailable     exit 1   no engine, or the asked isolation is refused
    └── SamplingError          exit 1   a model server that does not answer as it should

A message names the value, what is allowed, and what to do. The command line prints it and never a
traceback. A model's wrong answer is not an error: it is a `Verdict`.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import ClassVar

MOST_SHOWN = 200


class AssayError(Exception):
    """Something that the user must be told; `exit_code` is what the command ends with."""

    exit_code: ClassVar[int] = 1


class UsageError(AssayError):
    """The caller asked for something that does not exist or cannot be."""

    exit_code = 2


class TooManyBadRows(AssayError):
    """The work is done and written, but the share of bad rows exceeds what was allowed."""

    exit_code = 3


class LockHeld(AssayError):
    """Another process holds the lock of the output folder."""

    exit_code = 75


class SandboxUnavailable(AssayError):
    """No program can be run at the isolation that was asked for."""


class SamplingError(AssayError):
    """A model or a model server failed in a way that repeating does not mend."""


def unknown(what: str, value: str, allowed: Iterable[str]) -> UsageError:
    """A `UsageError` for a name that is not among `allowed`, with the nearest ones if any."""
    names = sorted(allowed)
    near = get_close_matches(value[:MOST_SHOWN], names, n=3)
    hint = f"did you mean {' or '.join(near)}?" if near else f"allowed: {', '.join(names)}"
    shown = value if len(value) <= MOST_SHOWN else f"{value[:MOST_SHOWN]}…"
    return UsageError(f"unknown {what} {shown!r}; {hint}")
