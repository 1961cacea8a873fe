"""Seccomp filters as classic BPF, written by our own hand.

    install(prepared(candidate_filter("x86_64", own_pids=True)))     # for ever, this process

The architecture is tested first: a foreign one (int 0x80) and the x32 range kill the process.
Then a binary search over the numbers leads to allow, to a test of an argument, or to EPERM. The
tree keeps the filter cheap to attach, which happens once for every case.

Does not decide which calls are on the list: that is `syscalls`.
"""

import ctypes
import errno
import struct
from collections.abc import Mapping, Sequence

from assay.sandbox.inside.syscalls import CANDIDATE, CONDITIONAL, number

Block = tuple[bytes, ...]

ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32 = 0x40000000
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN, _JUMP = 0x20, 0x15, 0x35, 0x45, 0x06, 0x05
_NUMBER, _ARCH, _ARG0, _ARG1 = 0, 4, 16, 24

NAMESPACES = 0x7E020000
_PRCTLS = (1, 3, 4, 15, 16, 23, 29, 30, 38, 39, 0x53564D41)
_IOCTLS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)


def _op(code: int, k: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("=HBBI", code, yes, no, k & 0xFFFFFFFF)


def _give(action: int) -> Block:
    return (_op(_RETURN, action),)


def _deny(number: int) -> Block:
    return _give(ERRNO | number)


def _one_of(offset: int, values: Sequence[int], otherwise: int) -> Block:
    """Allow when the 32 bits at `offset` are among `values`, else fail with `otherwise`."""
    tests = [_op(_EQUAL, value, len(values) - at) for at, value in enumerate(values)]
    return (_op(_LOAD, offset), *tests, *_deny(otherwise), *_give(ALLOW))


def _without(offset: int, bits: int) -> Block:
    """Allow when none of `bits` is set."""
    return (_op(_LOAD, offset), _op(_ANY_BIT, bits, 0, 1), *_deny(errno.EPERM), *_give(ALLOW))


def candidate_filter(arch: str, own_pids: bool, self_pid: int = 0) -> bytes:
    """The program for an untrusted process.

    Without a pid namespace of its own (`own_pids` False) it may signal only itself, `self_pid`,
    and may not leave its process group. Raises KeyError for an unknown `arch`.
    """
    signals = _give(ALLOW) if own_pids else _one_of(_ARG0, [self_pid], errno.EPERM)
    groups = _give(ALLOW) if own_pids else _deny(errno.EPERM)
    tests: dict[str, Block] = {
        "clone": _without(_ARG0, NAMESPACES),
        "clone3": _deny(errno.ENOSYS),
        "ioctl": _one_of(_ARG1, _IOCTLS, errno.ENOTTY),
        "prctl": _one_of(_ARG0, _PRCTLS, errno.EPERM),
        "prlimit64": _one_of(_ARG0, [0], errno.EPERM),
        **dict.fromkeys(("kill", "tkill", "tgkill"), signals),
        **dict.fromkeys(("setsid", "setpgid"), groups),
    }
    blocks = {number(name, arch): _give(ALLOW) for name in CANDIDATE}
    blocks.update({number(name, arch): tests[name] for name in CONDITIONAL})
    listed = {at: block for at, block in blocks.items() if at is not None}
    return _head(arch) + b"".join(_search(_ranges(listed)))


def _head(arch: str) -> bytes:
    kill = _give(KILL)
    own = (_op(_LOAD, _ARCH), _op(_EQUAL, _AUDIT[arch], 1), *kill, _op(_LOAD, _NUMBER))
    x32 = (_op(_AT_LEAST, _X32, 0, 1), *kill) if arch == "x86_64" else ()
    return b"".join(own + x32)


def _ranges(blocks: Mapping[int, Block]) -> list[tuple[int, Block]]:
    """(first number, what to do from there on), each differing from the one before."""
    refused = _deny(errno.EPERM)
    marks: list[tuple[int, Block]] = [(0, refused)]
    for at in range(max(blocks) + 2):
        block = blocks.get(at, refused)
        if block != marks[-1][1]:
            marks.append((at, block))
    return marks


def _search(marks: Sequence[tuple[int, Block]]) -> Block:
    if len(marks) == 1:
        return marks[0][1]
    middle = len(marks) // 2
    below, above = _search(marks[:middle]), _search(marks[middle:])
    pivot = marks[middle][0]
    if len(below) <= 255:
        return (_op(_AT_LEAST, pivot, len(below)), *below, *above)
    return (_op(_AT_LEAST, pivot, 0, 1), _op(_JUMP, len(below)), *below, *above)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


_PR_SET_SECCOMP, _MODE_FILTER = 22, 2
_libc = ctypes.CDLL(None, use_errno=True)


def prepared(program: bytes) -> ctypes.Structure:
    """The filter as the kernel takes it."""
    return _Program(len(program) // 8, program)


def install(record: ctypes.Structure) -> None:
    """Put the filter on this thread, for ever; `no_new_privs` must be set. Raises OSError."""
    if _libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(record), 0, 0) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"seccomp filter refused: {errno.errorcode.get(code, code)}")
