"""The sandbox image: found, made with or without a registry, and described.

    build()            # debootstrap and `docker import`; or the Dockerfile beside this file
    status()           # engine, image, local isolation: what `assay sandbox status` prints

The image holds python3, gcc, g++ and node on Debian's base and nothing of ours: the supervisor
comes through the channel. Its id is the digest that labels carry.
"""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docker
from docker.errors import DockerException, ImageNotFound

from assay.core.errors import AssayError, SandboxUnavailable, UsageError

IMAGE = "assay-sandbox:1"
SUITE = "bookworm"
PACKAGES = ("python3", "g++", "nodejs")
MIRROR = "http://deb.debian.org/debian"
METHODS = ("auto", "debootstrap", "dockerfile")
_UNNEEDED = (
    "var/cache/apt",
    "var/lib/apt/lists",
    "usr/share/doc",
    "usr/share/man",
    "usr/share/locale",
    "usr/share/info",
)


@dataclass(frozen=True, slots=True)
class Status:
    """What there is to run programs with. `engine` and `image` are None where there is none."""

    engine: str | None
    engine_problem: str
    image: str | None
    local_isolation: str
    local_reasons: tuple[str, ...]
    local_runtimes: dict[str, str]


def connect(timeout: int = 60) -> docker.DockerClient:
    """A client of the engine; raises SandboxUnavailable when none answers."""
    client = None
    try:
        _knock()
        client = docker.from_env(timeout=timeout)
        client.ping()
        return client
    except (DockerException, OSError) as error:
        if client is not None:
            client.close()
        reason = str(error).partition("(Caused by")[0][:200]
        raise SandboxUnavailable(f"no Docker engine answers: {reason}") from None


def _knock() -> None:
    """Raise OSError when nobody listens at a local engine's socket; docker-py would leak one."""
    host = os.environ.get("DOCKER_HOST") or "unix:///var/run/docker.sock"
    if host.startswith("unix://"):
        with socket.socket(socket.AF_UNIX) as door:
            door.connect(host.removeprefix("unix://"))


def image_digest(client: docker.DockerClient) -> str | None:
    """The id of the sandbox image, None when the engine does not hold it."""
    try:
        return str(client.images.get(IMAGE).id)
    except ImageNotFound:
        return None


def build(
    method: str = "auto", mirror: str | None = None, say: Callable[[str], None] = print
) -> str:
    """Make the image and return its digest.

    `debootstrap` needs root and that program but no registry; `dockerfile` needs a registry.
    Raises SandboxUnavailable without an engine, UsageError for an unknown method, AssayError with
    the last lines of a step that failed.
    """
    if method not in METHODS:
        raise UsageError(f"method {method!r}; {', '.join(METHODS)} are allowed")
    client = connect(timeout=600)
    if method == "auto":
        method = "debootstrap" if shutil.which("debootstrap", path=_SBIN) else "dockerfile"
    try:
        if method == "debootstrap":
            return _debootstrap(client, mirror or _apt_mirror() or MIRROR, say)
        return _dockerfile(client, say)
    finally:
        client.close()


_SBIN = "/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin"


def _apt_mirror() -> str | None:
    """The Debian mirror that apt is set to use for this suite."""
    form = "--format=$(REPO_URI) $(CODENAME) $(COMPONENT)"
    command = ["apt-get", "indextargets", form, "Created-By: Packages"]
    if not shutil.which("apt-get"):
        return None
    lines = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found = (line.split() for line in lines.splitlines())
    return next((row[0] for row in found if row[1:] == [SUITE, "main"]), None)


def _debootstrap(client: docker.DockerClient, mirror: str, say: Callable[[str], None]) -> str:
    program = shutil.which("debootstrap", path=_SBIN)
    if program is None:
        raise UsageError("debootstrap is not installed: apt-get install debootstrap")
    with tempfile.TemporaryDirectory(prefix="assay-image-") as folder:
        root = Path(folder) / "root"
        say(f"debootstrap {SUITE} with {', '.join(PACKAGES)} (a minute or two)")
        wanted = ["--variant=minbase", f"--include={','.join(PACKAGES)}"]
        _step([program, *wanted, SUITE, str(root), mirror])
        for name in _UNNEEDED:
            shutil.rmtree(root / name, ignore_errors=True)
        (root / "tmp").chmod(0o1777)
        say("importing into the engine")
        _import(client, root)
    return _made(client, say)


def _step(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        tail = (done.stdout + done.stderr).strip().splitlines()[-5:]
        raise AssayError(f"{command[0]} ended with {done.returncode}: {' | '.join(tail)}")


def _import(client: docker.DockerClient, root: Path) -> None:
    name, _, tag = IMAGE.partition(":")
    command = ["tar", "-C", str(root), "--numeric-owner", "-c", "."]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as tar:
        client.api.import_image(src=tar.stdout, repository=name, tag=tag)
    if tar.returncode:
        raise AssayError(f"tar ended with {tar.returncode}")


def ensure(say: Callable[[str], None] = print) -> str:
    """The digest of the image, which is made first when the engine does not hold it."""
    client = connect()
    try:
        found = image_digest(client)
    finally:
        client.close()
    return found or build(say=say)


def _dockerfile(client: docker.DockerClient, say: Callable[[str], None]) -> str:
    say("building from the Dockerfile (needs a registry)")
    try:
        client.images.build(path=str(Path(__file__).parent), tag=IMAGE, rm=True)
    except DockerException as error:
        raise AssayError(f"the image does not build: {error}") from None
    return _made(client, say)


def _made(client: docker.DockerClient, say: Callable[[str], None]) -> str:
    digest = image_digest(client)
    if digest is None:
        raise AssayError(f"the engine took the image but does not know {IMAGE}")
    say(f"{IMAGE} is {digest}")
    return digest


def status() -> Status:
    """Look at the engine, the image and the local sandbox; never raises for a missing one."""
    from assay.sandbox.local import open_local

    engine, problem, image = None, "", None
    try:
        client = connect(timeout=5)
        version: dict[str, Any] = client.version()
        engine, image = str(version["Version"]), image_digest(client)
        client.close()
    except SandboxUnavailable as error:
        problem = str(error)
    try:
        with open_local(unsafe=True) as pool:
            found = (pool.isolation, pool.reasons, pool.runtimes)
    except SandboxUnavailable as error:
        found = ("none", (str(error),), {})
    return Status(engine, problem, image, *found)
