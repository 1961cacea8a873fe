"""The file system and namespaces of a local sandbox: what a container engine does elsewhere.

    enter(own_root=["/usr", "/opt/python"], ...)      # this process and its children see only that

A new root on a small tmpfs, with system folders and the interpreter bound read-only, five harmless
devices, and empty /tmp and /proc for each case to mount its own upon. No network. As an ordinary
user the same is done in a user namespace in which that user is alone.
"""

import os
from collections.abc import Iterable

from assay.sandbox.inside import kernel

_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_EXTRA = ("/nix/store", "/gnu/store", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/alternatives")
_DEVICES = ("null", "zero", "full", "random", "urandom")
_LINKS = {"fd": "/proc/self/fd", "stdin": "fd/0", "stdout": "fd/1", "stderr": "fd/2"}
_PLACES = ("/mnt", "/srv", "/media", "/opt", "/tmp")
_NOBODY = 65534
_RELATIME = 1 << 21


def enter(folders: Iterable[str]) -> None:
    """Move this process into its own namespaces and root; raises OSError where that is refused."""
    flags = kernel.NEWNS | kernel.NEWNET | kernel.NEWIPC | kernel.NEWUTS
    try:
        kernel.unshare(flags)
    except PermissionError:
        _alone_in_user_namespace(flags)
    kernel.mount("none", "/", None, kernel.REC | kernel.PRIVATE)
    _new_root([*_SYSTEM, *_EXTRA, *folders])


def _alone_in_user_namespace(flags: int) -> None:
    uid, gid = os.geteuid(), os.getegid()
    kernel.unshare(flags | kernel.NEWUSER)
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{uid or _NOBODY} {uid} 1")
    _write("/proc/self/gid_map", f"{gid or _NOBODY} {gid} 1")


def _write(path: str, text: str) -> None:
    with open(path, "w") as handle:
        handle.write(text)


def _new_root(folders: list[str]) -> None:
    root = next(place for place in _PLACES if os.path.isdir(place))
    safe = kernel.NOSUID | kernel.NODEV
    kernel.mount("tmpfs", root, "tmpfs", safe, "size=4m,nr_inodes=4096,mode=755")
    bound: list[str] = []
    for folder in folders:
        inside = any(os.path.realpath(folder).startswith(f"{other}/") for other in bound)
        if os.path.islink(folder) or not inside:
            _bind(folder, root)
            bound.append(folder)
    _devices(root)
    for name in ("tmp", "proc", "old"):
        os.makedirs(f"{root}/{name}", exist_ok=True)
    kernel.mount("/proc", f"{root}/proc", None, kernel.BIND | kernel.REC)
    kernel.pivot_root(root, f"{root}/old")
    os.chdir("/")
    kernel.unmount("/old")
    os.rmdir("/old")
    kernel.mount("none", "/", None, kernel.REMOUNT | kernel.BIND | kernel.RDONLY | safe)


def _bind(path: str, root: str) -> None:
    target = root + path
    if not os.path.lexists(path) or os.path.lexists(target):
        return
    os.makedirs(os.path.dirname(target), exist_ok=True)
    if os.path.islink(path):
        os.symlink(os.readlink(path), target)
        return
    _place_for(path, target)
    _mount_read_only(path, target)


def _place_for(path: str, target: str) -> None:
    if os.path.isdir(path):
        os.mkdir(target)
    else:
        open(target, "x").close()


def _mount_read_only(path: str, target: str) -> None:
    try:
        kernel.mount(path, target, None, kernel.BIND)
    except OSError:
        kernel.mount(path, target, None, kernel.BIND | kernel.REC)
    kept = _flags_of(target) | kernel.NOSUID | kernel.NODEV | kernel.RDONLY
    kernel.mount("none", target, None, kernel.REMOUNT | kernel.BIND | kept)


def _flags_of(path: str) -> int:
    """The mount's flags that a user namespace may not take off again."""
    flags = os.statvfs(path).f_flag
    kept = flags & (kernel.NOEXEC | os.ST_NOATIME | os.ST_NODIRATIME)
    return kept | (_RELATIME if flags & os.ST_RELATIME else 0)


def _devices(root: str) -> None:
    os.mkdir(f"{root}/dev")
    for name in _DEVICES:
        open(f"{root}/dev/{name}", "x").close()
        kernel.mount(f"/dev/{name}", f"{root}/dev/{name}", None, kernel.BIND)
    for name, points_to in _LINKS.items():
        os.symlink(points_to, f"{root}/dev/{name}")
