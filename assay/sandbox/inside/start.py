"""Finding out what this machine lets us isolate, and doing it: docker or local, full or partial.

    setup = prepare({"backend": "local", "uid": 210000, ...})

Called once, in the broker, before anything else runs. Falls from namespaces to seccomp with rlimits
and says why; never pretends.
"""

import importlib
import os
import socket
import sys
from typing import Any

from assay.sandbox.inside import kernel, rootfs, seccomp
from assay.sandbox.inside.settings import Setup

_COUNTERS = ("/sys/fs/cgroup/cpuacct/cpuacct.usage", "/sys/fs/cgroup/cpu.stat")
_COMPILERS = {"c": "gcc", "cpp": "g++", "javascript": "node"}
_SEARCH = "/usr/local/bin:/usr/bin:/bin"
_NAME = "sandbox"
_PREFIX = "assay-sandbox-"
_counter = -1


def prepare(config: dict[str, Any]) -> Setup:
    """Isolate this process as far as it goes and say how far that is."""
    runtimes = _runtimes(config)
    digest = _digest(runtimes)
    why: list[str] = []
    spaces = _enter(config, runtimes, why)
    filtered = _seccomp_works(why)
    level = "full" if spaces and filtered else "partial" if filtered else "none"
    # A change of uid needs a second uid: root has one, a user alone in its namespace has not.
    root = os.geteuid() == 0
    return Setup(
        level=level,
        why=tuple(why),
        spaces=spaces,
        seccomp=filtered,
        uid=config["uid"] if root else None,
        scratch="" if spaces else _scratch(),
        tmp_bytes=config["tmp_bytes"],
        tmp_inodes=config["tmp_inodes"],
        runtimes=runtimes,
        python_path=tuple(path for path in sys.path if path),
        digest=digest,
    )


def _runtimes(config: dict[str, Any]) -> dict[str, str]:
    found = {"python": os.path.realpath(sys.executable)}
    search = config.get("search") or _SEARCH
    for lang, name in _COMPILERS.items():
        path = _which(name, search) or (_which("nodejs", search) if name == "node" else "")
        if path:
            found[lang] = path
    return found


def _which(name: str, search: str) -> str:
    paths = (f"{folder}/{name}" for folder in search.split(":"))
    return next((path for path in paths if os.access(path, os.X_OK)), "")


def _scratch() -> str:
    """A folder for private /tmp's, named after us; those of dead supervisors go."""
    for name in os.listdir("/tmp"):
        if name.startswith(_PREFIX) and not os.path.exists(f"/proc/{name[len(_PREFIX) :]}"):
            _remove(f"/tmp/{name}")
    path = f"/tmp/{_PREFIX}{os.getpid()}"
    os.mkdir(path, 0o711)
    return path


def sweep(setup: Setup) -> None:
    """Take our scratch folder away."""
    if setup.scratch:
        _remove(setup.scratch)


def _remove(path: str) -> None:
    importlib.import_module("shutil").rmtree(path, ignore_errors=True)


def _digest(runtimes: dict[str, str]) -> str:
    """What the programs run on, in words: the runtimes and where they really lie."""
    files = [f"{lang} {os.path.realpath(path)}" for lang, path in sorted(runtimes.items())]
    return f"local python {sys.version.split()[0]}; " + ", ".join(files)


def _enter(config: dict[str, Any], runtimes: dict[str, str], why: list[str]) -> bool:
    global _counter
    if config["backend"] == "docker":
        _counter = _open_counter()
        kernel.unshare(kernel.NEWNS)
        kernel.mount("none", "/", None, kernel.REC | kernel.PRIVATE)
        for folder in ("/sys", "/dev/pts"):
            empty = kernel.RDONLY | kernel.NOSUID | kernel.NODEV
            kernel.mount("tmpfs", folder, "tmpfs", empty)
        socket.sethostname(_NAME)
        return True
    if config.get("flat"):
        why.append("namespaces were not asked for")
        return False
    if not _spaces_work(_folders(runtimes), why):
        return False
    rootfs.enter(_folders(runtimes))
    socket.sethostname(_NAME)
    return True


def _folders(runtimes: dict[str, str]) -> list[str]:
    """What must be bound beside the system's folders: the interpreter and far-off compilers."""
    homes = [os.path.dirname(os.path.dirname(os.path.realpath(p))) for p in runtimes.values()]
    return [home for home in (sys.base_prefix, *homes) if home not in ("/", "/usr")]


def _spaces_work(folders: list[str], why: list[str]) -> bool:
    """Try it in a child first, for a half-made root cannot be left again."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            rootfs.enter(folders)
            _try_case()
            os._exit(0)
        except OSError as error:
            os.write(writer, str(error).encode())
            os._exit(1)
    os.close(writer)
    with open(reader, "rb") as handle:
        message = handle.read().decode("utf-8", "replace")
    if os.waitpid(pid, 0)[1] == 0:
        return True
    why.append(f"namespaces are refused here: {message or 'the probe died'}")
    return False


def _try_case() -> None:
    spaces = kernel.NEWPID | kernel.NEWNS | kernel.NEWIPC
    pid = kernel.clone(spaces)
    if pid == 0:
        try:
            kernel.mount("tmpfs", "/tmp", "tmpfs", kernel.NOSUID, "size=1m")
            kernel.mount("proc", "/proc", "proc", kernel.NOSUID)
            os._exit(0)
        except OSError as error:
            os._exit(error.errno or 1)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code:
        raise OSError(code, f"mount in a new namespace: {os.strerror(abs(code))}")


def _seccomp_works(why: list[str]) -> bool:
    pid = os.fork()
    if pid == 0:
        try:
            kernel.no_new_privileges()
            seccomp.install(seccomp.prepared(seccomp.candidate_filter(kernel.ARCH, True)))
            os._exit(0)
        except (OSError, KeyError):
            os._exit(1)
    if os.waitpid(pid, 0)[1] == 0:
        return True
    why.append(f"seccomp filters do not work here ({kernel.ARCH})")
    return False


def _open_counter() -> int:
    for path in _COUNTERS:
        if os.path.exists(path):
            return os.open(path, os.O_RDONLY)
    return -1


def cpu_counter(setup: Setup) -> int:
    """A descriptor of the container's own CPU counter, -1 where there is none."""
    return _counter
