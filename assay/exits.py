"""From whatever ends a command to its exit code and one clear sentence.

    sys.exit(code_of(lambda: app(standalone_mode=False)))

No traceback ever reaches the user: that of a fault of our own goes to a log file whose path is
named. An interrupted command ends with 130 or 143.
"""

import errno
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import typer
from typer.exceptions import TyperException

from assay.core.errors import AssayError, UsageError
from assay.pipelines.report_text import visible

MOST_SAID = 2_000
INTERRUPTED = 128 + signal.SIGINT
BROKEN_PIPE = 128 + signal.SIGPIPE


class Terminated(BaseException):
    """SIGTERM, raised where the program stands so that temporary files are removed."""


def code_of(command: Callable[[], Any]) -> int:
    """Run a command; returns its exit code after saying on standard error what went wrong."""
    signal.signal(signal.SIGTERM, _terminate)
    try:
        result = command()
    except (AssayError, TyperException, typer.Exit, typer.Abort) as known:
        return _known(known)
    except KeyboardInterrupt:
        return _interrupted()
    except Terminated:
        return _say("terminated; run the same command again to go on", 143)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except OSError as error:
        return _operating_system(error)
    except Exception as error:
        return _own_fault(error)
    # Typer catches Ctrl-C itself and returns the code without a word.
    return _interrupted() if result == INTERRUPTED else result if isinstance(result, int) else 0


def _interrupted() -> int:
    return _say("interrupted; run the same command again to go on", INTERRUPTED)


def _terminate(number: int, frame: FrameType | None) -> None:
    raise Terminated


def _known(error: Exception) -> int:
    if isinstance(error, AssayError):
        return _say(str(error), error.exit_code)
    if isinstance(error, typer.Exit):
        return error.exit_code
    if isinstance(error, typer.Abort):
        return _interrupted()
    sentence = error.format_message() if isinstance(error, TyperException) else str(error)
    return _say(sentence, 2) if sentence.strip() else 2


def _operating_system(error: OSError) -> int:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _say(
            f"no space left on the disk ({error.filename or 'while writing'}); free some "
            "and run the same command again to go on",
            1,
        )
    if error.errno in (errno.EACCES, errno.EROFS, errno.EPERM, errno.ENAMETOOLONG):
        return _say(f"{error.strerror}: {str(error.filename)!r}", 2)
    return _own_fault(error)


def _own_fault(error: Exception) -> int:
    with tempfile.NamedTemporaryFile("w", prefix="assay-", suffix=".log", delete=False) as log:
        log.write("".join(traceback.format_exception(error)))
    return _say(f"a fault of assay's own, {type(error).__name__}; please report {log.name}", 1)


def _say(sentence: str, code: int) -> int:
    print(f"assay: {visible(sentence, MOST_SAID)}", file=sys.stderr)
    return code


def need_folder(folder: Path) -> None:
    """Raise UsageError unless `folder` is there and looks like a run's."""
    if not (folder / "tasks").is_dir():
        missing = "no tasks in the folder" if folder.is_dir() else "no folder"
        raise UsageError(f"{missing} {str(folder)!r}: expected the folder of a run")
