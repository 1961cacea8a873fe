"""The Docker backend: a supervisor in a long-lived, hardened container, reached through `attach`.

    with open_docker(workers=2) as sandbox: ...

No network, read-only root, no capability but those that make namespaces and change the uid, our
own seccomp profile, no ipc, limits on memory, pids and CPU. The container lives as long as its
input is open: when this process dies, however it dies, the engine closes the input, the supervisor
ends and the engine removes the container. `reap` takes away what an engine's crash left.
"""

import itertools
import json
import os
import select
import socket
import struct
import threading
import time
from contextlib import suppress
from typing import Any

import docker
from docker.errors import APIError, DockerException, NotFound
from requests.exceptions import ConnectionError as EngineGone

from assay.core.errors import SandboxUnavailable
from assay.sandbox.image import connect, image_digest
from assay.sandbox.link import ARGUMENTS, ENVIRONMENT, STACK, Link, Lost
from assay.sandbox.pool import Pool
from assay.sandbox.profile import CAPABILITIES, container_profile

LABEL, OWNER = "assay.sandbox", "assay.sandbox.owner"
TMP_BYTES, TMP_INODES = 64 << 20, 4096
_MEMORY, _PIDS = 3 << 30, 160
_FIRST_UID = 1_000_000
_HEADER = struct.Struct(">BxxxI")
_STDOUT = 1
_number = itertools.count()


class DockerPipe:
    """The attached streams of one container: a multiplexed socket."""

    def __init__(self, client: docker.DockerClient, image: str) -> None:
        self._client = client
        self._lock = threading.Lock()
        self._buffer = bytearray()
        self._errors = bytearray()
        self._removed = False
        self.id: str = client.api.create_container(**container_settings(image))["Id"]
        try:
            streams = {"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1}
            self._raw = client.api.attach_socket(self.id, params=streams)
            self._socket: socket.socket = self._raw._sock
            self._poll = select.poll()
            self._poll.register(self._socket, select.POLLIN)
            client.api.start(self.id)
        except BaseException:
            self.kill()
            self.release()
            raise

    def write(self, data: bytes) -> None:
        """Send all of `data` to the supervisor."""
        self._socket.settimeout(120)
        self._socket.sendall(data)

    def read(self, most: int, deadline: float) -> bytes:
        """Up to `most` bytes of the supervisor's stdout before the deadline."""
        while not self._buffer:
            header = self._exactly(_HEADER.size, deadline)
            if not header:
                return b""
            stream, length = _HEADER.unpack(header)
            data = self._exactly(length, deadline)
            (self._buffer if stream == _STDOUT else self._errors).extend(data)
        part = bytes(self._buffer[:most])
        del self._buffer[:most]
        return part

    def _exactly(self, count: int, deadline: float) -> bytes:
        parts, missing = [], count
        while missing:
            left = max(0.0, deadline - time.monotonic())
            if not self._poll.poll(left * 1000):
                raise TimeoutError("the container does not answer")
            part = self._socket.recv(min(missing, 1 << 20))
            if not part:
                return b""
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)

    def quiet(self) -> bool:
        """Whether the container's streams are open and nothing waits to be read."""
        return not self._buffer and not self._poll.poll(0)

    def last_words(self) -> str:
        """What the supervisor has said on stderr so far."""
        return self._errors.decode("utf-8", "replace")

    def kill(self) -> None:
        """Remove the container. An engine that is gone can remove nothing: see `reap`."""
        with self._lock, suppress(EngineGone):
            if not self._removed:
                remove(self._client, self.id)
                self._removed = True

    def release(self) -> None:
        """Close the socket, which ends what is attached to it."""
        with suppress(AttributeError, OSError):
            self._socket.close()
            self._raw.close()


def container_settings(image: str) -> dict[str, Any]:
    """What `create_container` is told: the whole hardening in one place."""
    host = {
        "NetworkMode": "none",
        "ReadonlyRootfs": True,
        "CapDrop": ["ALL"],
        "CapAdd": list(CAPABILITIES),
        "SecurityOpt": [
            "no-new-privileges",
            "apparmor=unconfined",
            f"seccomp={json.dumps(container_profile())}",
        ],
        "IpcMode": "none",
        "Memory": _MEMORY,
        "MemorySwap": _MEMORY,
        "PidsLimit": _PIDS,
        "NanoCpus": min(2, os.cpu_count() or 1) * 10**9,
        "AutoRemove": True,
        "LogConfig": {"Type": "none"},
        "Ulimits": [
            {"Name": "stack", "Soft": STACK, "Hard": STACK},
            {"Name": "core", "Soft": 0, "Hard": 0},
        ],
    }
    return {
        "image": image,
        "entrypoint": ["python3"],
        "command": list(ARGUMENTS),
        "user": "0:0",
        "stdin_open": True,
        "detach": False,
        "network_disabled": True,
        "working_dir": "/",
        "environment": ENVIRONMENT,
        "labels": {LABEL: "1", OWNER: owner_tag(os.getpid())},
        "host_config": host,
    }


def remove(client: docker.DockerClient, container: str) -> None:
    """Kill and remove a container, which may be gone already."""
    with suppress(NotFound):
        try:
            client.api.remove_container(container, force=True)
        except APIError as error:
            if error.status_code != 409:
                raise


def owner_tag(pid: int) -> str:
    """Who a container belongs to: machine boot, process, and when that process began."""
    return f"{_boot_id()}/{pid}/{_began(pid)}"


def _boot_id() -> str:
    with open("/proc/sys/kernel/random/boot_id") as handle:
        return handle.read().strip()


def _began(pid: int) -> str:
    try:
        with open(f"/proc/{pid}/stat") as handle:
            return handle.read().rpartition(")")[2].split()[19]
    except OSError:
        return "gone"


def reap(client: docker.DockerClient) -> int:
    """Remove containers whose owner on this machine is dead; how many there were."""
    found = client.api.containers(all=True, filters={"label": LABEL})
    boot, gone = _boot_id(), 0
    for row in found:
        machine, _, rest = row["Labels"].get(OWNER, "").partition("/")
        pid = rest.partition("/")[0]
        if machine == boot and pid.isdigit() and row["Labels"][OWNER] != owner_tag(int(pid)):
            remove(client, row["Id"])
            gone += 1
    return gone


def open_docker(workers: int = 1) -> Pool:
    """A pool of containers; raises SandboxUnavailable, saying why."""
    client = connect()
    digest = image_digest(client)
    if digest is None:
        client.close()
        raise SandboxUnavailable(
            "the engine holds no sandbox image; make it once with `assay sandbox build`"
        )
    try:
        reap(client)
        return Pool(lambda: start_link(client, digest), workers, digest, client.close)
    except (Lost, DockerException, OSError) as error:
        client.close()
        raise SandboxUnavailable(f"no sandbox container starts: {error}") from None


def start_link(client: docker.DockerClient, image: str) -> Link:
    """A new container with its supervisor; raises Lost."""
    config = {
        "backend": "docker",
        "uid": _FIRST_UID + os.getpid() * 64 + next(_number) % 64,
        "tmp_bytes": TMP_BYTES,
        "tmp_inodes": TMP_INODES,
        "search": "",
    }
    try:
        return Link(DockerPipe(client, image), config)
    except (DockerException, OSError) as error:
        raise Lost(f"no sandbox container starts: {error}") from None
