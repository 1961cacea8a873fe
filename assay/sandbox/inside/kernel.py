"""The few kernel calls that Python's `os` does not offer, through libc.

    pid = clone(NEWPID | NEWNS | NEWIPC)        # 0 in the child, like fork
    mount("tmpfs", "/tmp", "tmpfs", NOSUID | NODEV, "size=64m")

Each raises OSError with the call's name. Meant for single-threaded processes only: `clone` runs
none of Python's own fork hooks.
"""

import ctypes
import os
import platform

from assay.sandbox.inside.syscalls import number

NEWNS, NEWUTS, NEWIPC = 0x00020000, 0x04000000, 0x08000000
NEWUSER, NEWPID, NEWNET = 0x10000000, 0x20000000, 0x40000000
RDONLY, NOSUID, NODEV, NOEXEC = 1, 2, 4, 8
REMOUNT, BIND, REC, PRIVATE = 32, 4096, 16384, 1 << 18
DETACH = 2

_SIGCHLD = 17
_PDEATHSIG, _DUMPABLE, _NAME, _CAPBSET_DROP, _NO_NEW_PRIVS = 1, 4, 15, 24, 38
_LAST_CAPABILITY = 63
_libc = ctypes.CDLL(None, use_errno=True)
ARCH = platform.machine()
_CAPABILITY_HEADER = (ctypes.c_uint32 * 2)(0x20080522, 0)
_NO_CAPABILITIES = (ctypes.c_uint32 * 6)()


def _check(result: int, call: str) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{call}: {os.strerror(code)}")
    return result


def clone(flags: int) -> int:
    """fork with new namespaces; the child's pid here, 0 there."""
    return _check(_libc.syscall(number("clone", ARCH), flags | _SIGCHLD, 0, 0, 0, 0), "clone")


def unshare(flags: int) -> None:
    """Move this process into new namespaces."""
    _check(_libc.unshare(flags), "unshare")


def mount(source: str, target: str, kind: str | None, flags: int, data: str = "") -> None:
    """mount(2)."""
    parts = (source.encode(), target.encode(), kind.encode() if kind else None)
    _check(_libc.mount(*parts, ctypes.c_ulong(flags), data.encode()), f"mount {target}")


def unmount(target: str) -> None:
    """Detach what is mounted at `target`."""
    _check(_libc.umount2(target.encode(), DETACH), f"umount {target}")


def pivot_root(new: str, old: str) -> None:
    """Make `new` the root and put the old one at `old`, below it."""
    call = number("pivot_root", ARCH)
    _check(_libc.syscall(call, new.encode(), old.encode()), "pivot_root")


def die_with_parent() -> None:
    """Be killed when the parent dies."""
    _check(_libc.prctl(_PDEATHSIG, 9, 0, 0, 0), "prctl")


def no_new_privileges() -> None:
    """Never gain a privilege by exec."""
    _check(_libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0), "prctl")


def adopt_orphans() -> None:
    """Become the parent of descendants whose parent dies."""
    _check(_libc.prctl(36, 1, 0, 0, 0), "prctl")


def name_process(name: str) -> None:
    """What `ps` shows of this process; at most 15 bytes."""
    _check(_libc.prctl(_NAME, name.encode(), 0, 0, 0), "prctl")


def own_proc() -> None:
    """Let this process open its own entries in /proc after a change of uid."""
    _check(_libc.prctl(_DUMPABLE, 1, 0, 0, 0), "prctl")


def empty_bounding_set() -> None:
    """Take every capability out of the bounding set; needs CAP_SETPCAP, else does nothing."""
    for capability in range(_LAST_CAPABILITY + 1):
        if _libc.prctl(_CAPBSET_DROP, capability, 0, 0, 0) != 0:
            return


def drop_capabilities() -> None:
    """Empty the permitted, effective and inheritable sets of this process."""
    _check(_libc.capset(_CAPABILITY_HEADER, _NO_CAPABILITIES), "capset")
