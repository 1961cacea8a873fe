"""A small dataset hub on loopback, for the real client: enough to publish, load and fail.

with HubServer() as hub:
    publish(folder, "org/name", endpoint=hub.url, token=hub.token)
    hub.repos["org/name"].commits[-1].files["README.md"]

`hub.faults` makes requests fail: a status, "drop" (the connection is cut), "drop after" (the work
is done but no answer comes) or "hang" (nothing until `hub.release` is set). Missing on purpose:
pull requests, tags, Xet, pagination.
"""

import base64
import hashlib
import json
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import unquote, urlsplit

TOKEN = "hf_secretsecretsecret"
NAME = r"(?P<repo>[^/]+/[^/]+)"
REV = r"(?P<rev>[^/]+)"


@dataclass
class Commit:
    """All files after a commit; its id is a hash of them and of the number of the commit."""

    files: Mapping[str, bytes]
    oid: str
    lfs: frozenset[str] = frozenset()


@dataclass
class Repo:
    """A repository: its commits, oldest first. A new one holds .gitattributes, as on the hub."""

    commits: list[Commit] = field(default_factory=list)
    private: bool = False

    def __post_init__(self) -> None:
        if not self.commits:
            self.commit({".gitattributes": b"*.parquet filter=lfs\n"}, frozenset())

    @property
    def head(self) -> Commit:
        return self.commits[-1]

    def commit(self, files: Mapping[str, bytes], lfs: frozenset[str]) -> Commit:
        number = str(len(self.commits)).encode()
        parts = [number, *(name.encode() + data for name, data in sorted(files.items()))]
        made = Commit(dict(files), hashlib.sha1(b"\0".join(parts)).hexdigest(), lfs)
        self.commits.append(made)
        return made


@dataclass
class Fault:
    """What goes wrong with the next `times` requests whose method and path match."""

    method: str
    path: str
    what: int | str
    times: int = 10**9
    message: str = "the hub is tired"


class HubServer(ThreadingHTTPServer):
    """The server, its state and a log of the requests it got."""

    daemon_threads = True

    def __init__(self, endpoint: tuple[str, int] = ("127.0.0.1", 0)) -> None:
        super().__init__(endpoint, Handler)
        self.token = TOKEN
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.repos: dict[str, Repo] = {}
        self.blobs: dict[str, bytes] = {}
        self.faults: list[Fault] = []
        self.log: list[str] = []
        self.release = threading.Event()
        self.reached = threading.Event()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.release.set()
        self.shutdown()
        self.server_close()
        self._thread.join()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed is no error of ours."""


class Missing(Exception):
    """A thing that is not there; `code` is the hub's word for it."""

    def __init__(self, code: str) -> None:
        self.code = code


class Handler(BaseHTTPRequestHandler):
    """One request: a route is a method's name, a pattern and the function that answers."""

    server: HubServer
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing on standard error."""

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.body = self.rfile.read(length) if length else b""
        path = unquote(urlsplit(self.path).path)
        self.server.log.append(f"{self.command} {path}")
        if self._fails(path):
            return
        for method, pattern, answer in ROUTES:
            found = re.fullmatch(pattern, path)
            if found and self.command in method.split("|"):
                self._answer(answer, found.groupdict())
                self.close_connection = self.close_connection or "_send" in vars(self)
                return
        self._send(404, {"error": "no such route"})

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _serve

    def _answer(self, answer: Any, named: dict[str, str]) -> None:
        writes = self.command in ("POST", "DELETE") and "/paths-info/" not in self.path
        if writes and self.headers.get("Authorization") != f"Bearer {self.server.token}":
            return self._send(401, {"error": "Invalid username or password."})
        try:
            answer(self, **named)
        except Missing as missing:
            self._send(404, {"error": f"{missing.code}"}, {"X-Error-Code": missing.code})

    def _fails(self, path: str) -> bool:
        for fault in self.server.faults:
            if fault.times and fault.method == self.command and re.search(fault.path, path):
                fault.times -= 1
                self.server.reached.set()
                if fault.what == "hang":
                    self.server.release.wait(60)
                if fault.what == "drop after":
                    self._send = lambda *ignored: None
                    return False
                if isinstance(fault.what, int):
                    self._send(fault.what, {"error": fault.message})
                else:
                    self.close_connection = True
                    self.connection.close()
                return True
        return False

    def _send(
        self, status: int, data: Any = None, headers: Mapping[str, str] | None = None
    ) -> None:
        raw = data if isinstance(data, bytes) else json.dumps(data).encode()
        sent = {"Content-Length": str(len(raw)), "Content-Type": "application/json"}
        self.send_response(status)
        for name, value in {**sent, **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(raw)

    def _repo(self, name: str) -> Repo:
        if name not in self.server.repos:
            raise Missing("RepoNotFound")
        return self.server.repos[name]

    def _commit_at(self, repo: str, rev: str) -> Commit:
        for commit in reversed(self._repo(repo).commits):
            if rev in ("main", "refs/heads/main", commit.oid):
                return commit
        raise Missing("RevisionNotFound")

    def create(self) -> None:
        asked = json.loads(self.body)
        name = f"{asked['organization']}/{asked['name']}"
        if asked["organization"] == "forbidden":
            return self._send(403, {"error": "You don't have the rights to create a dataset here"})
        status = 409 if name in self.server.repos else 200
        self.server.repos.setdefault(name, Repo(private=asked.get("visibility") == "private"))
        self._send(status, {"url": f"{self.server.url}/datasets/{name}", "name": name})

    def delete(self) -> None:
        asked = json.loads(self.body)
        name = f"{asked['organization']}/{asked['name']}"
        self._repo(name)
        del self.server.repos[name]
        self._send(200, {})

    def validate(self) -> None:
        ok = json.loads(self.body)["content"].startswith("---\n")
        self._send(200, {"errors": [] if ok else [{"message": "no metadata"}], "warnings": []})

    def info(self, repo: str, rev: str = "main") -> None:
        commit = self._commit_at(repo, rev)
        names = [{"rfilename": name} for name in sorted(commit.files)]
        found = {"id": repo, "sha": commit.oid, "siblings": names, "tags": [], "downloads": 0}
        private = self._repo(repo).private
        self._send(200, found | {"likes": 0, "private": private, "disabled": False, "gated": False})

    def tree(self, repo: str, rev: str, folder: str = "") -> None:
        commit = self._commit_at(repo, rev)
        prefix = f"{folder}/" if folder else ""
        inside = [name for name in sorted(commit.files) if name.startswith(prefix)]
        if folder and not inside:
            raise Missing("EntryNotFound")
        folders = {
            "/".join(parts[:depth])
            for parts in (name.split("/") for name in inside)
            for depth in range(1, len(parts))
        }
        found = [{"type": "directory", "path": f, "size": 0, "oid": "0"} for f in sorted(folders)]
        found = [f for f in found if f["path"].startswith(prefix)]
        found += [self._entry(commit, name) for name in inside]
        if "recursive=true" not in self.path.lower():
            found = [entry for entry in found if "/" not in entry["path"][len(prefix) :]]
        self._send(200, found)

    def _entry(self, commit: Commit, name: str) -> dict[str, Any]:
        data = commit.files[name]
        entry = {"type": "file", "path": name, "size": len(data), "oid": _oid(commit, name)}
        if name in commit.lfs:
            sha = hashlib.sha256(data).hexdigest()
            entry["lfs"] = {"oid": sha, "size": len(data), "pointerSize": 130}
        return entry

    def paths_info(self, repo: str, rev: str) -> None:
        commit = self._commit_at(repo, rev)
        text = self.body.decode()
        paths = (
            json.loads(text)["paths"] if text.startswith("{") else re.findall("paths=([^&]*)", text)
        )
        wanted = [unquote(path) for path in paths]
        found = [self._entry(commit, name) for name in wanted if name in commit.files]
        self._send(200, found)

    def resolve(self, repo: str, rev: str, file: str) -> None:
        commit = self._commit_at(repo, rev)
        if file not in commit.files:
            raise Missing("EntryNotFound")
        data = commit.files[file]
        etag = f'"{_oid(commit, file)}"'
        headers = {"ETag": etag, "X-Repo-Commit": commit.oid, "Accept-Ranges": "bytes"}
        headers["Content-Type"] = "application/octet-stream"
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range") or "")
        if not asked:
            return self._send(200, data, headers)
        start, stop = int(asked[1]), int(asked[2] or len(data) - 1)
        headers["Content-Range"] = f"bytes {start}-{stop}/{len(data)}"
        self._send(206, data[start : stop + 1], headers)

    def preupload(self, repo: str, rev: str) -> None:
        commit = self._commit_at(repo, rev)
        files = [
            {
                "path": asked["path"],
                "uploadMode": "lfs" if asked["path"].endswith(".parquet") else "regular",
                "shouldIgnore": False,
                **({"oid": _oid(commit, asked["path"])} if asked["path"] in commit.files else {}),
            }
            for asked in json.loads(self.body)["files"]
        ]
        self._send(200, {"files": files})

    def lfs_batch(self, repo: str) -> None:
        self._repo(repo)
        objects = []
        for asked in json.loads(self.body)["objects"]:
            href = {"href": f"{self.server.url}/lfs/{asked['oid']}"}
            verify = {"href": f"{self.server.url}/lfs/verify"}
            actions = {"actions": {"upload": href, "verify": verify}}
            objects.append(asked | ({} if asked["oid"] in self.server.blobs else actions))
        self._send(200, {"transfer": "basic", "objects": objects})

    def lfs_put(self, oid: str) -> None:
        assert hashlib.sha256(self.body).hexdigest() == oid
        self.server.blobs[oid] = self.body
        self._send(200, {})

    def lfs_verify(self) -> None:
        asked = json.loads(self.body)
        ok = len(self.server.blobs.get(asked["oid"], b"")) == asked["size"]
        self._send(200 if ok else 404, {})

    def commit(self, repo: str, rev: str) -> None:
        head = self._commit_at(repo, rev)
        files, lfs = dict(head.files), set(head.lfs)
        for line in map(json.loads, self.body.splitlines()):
            value = line["value"]
            if line["key"] == "file":
                files[value["path"]] = base64.b64decode(value["content"])
            elif line["key"] == "lfsFile":
                files[value["path"]] = self.server.blobs[value["oid"]]
                lfs.add(value["path"])
            elif line["key"] == "deletedFile":
                del files[value["path"]]
        made = self._repo(repo).commit(files, frozenset(lfs))
        url = f"{self.server.url}/datasets/{repo}/commit/{made.oid}"
        self._send(200, {"success": True, "commitOid": made.oid, "commitUrl": url})


def _oid(commit: Commit, name: str) -> str:
    """What the client compares: SHA-256 of an LFS file, git's SHA-1 of another."""
    data = commit.files[name]
    if name in commit.lfs:
        return hashlib.sha256(data).hexdigest()
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()


ROUTES = (
    ("POST", "/api/repos/create", Handler.create),
    ("DELETE", "/api/repos/delete", Handler.delete),
    ("POST", "/api/validate-yaml", Handler.validate),
    ("GET", f"/api/datasets/{NAME}", Handler.info),
    ("GET", f"/api/datasets/{NAME}/revision/{REV}", Handler.info),
    ("GET", f"/api/datasets/{NAME}/tree/{REV}(?:/(?P<folder>.+))?", Handler.tree),
    ("POST", f"/api/datasets/{NAME}/paths-info/{REV}", Handler.paths_info),
    ("POST", f"/api/datasets/{NAME}/preupload/{REV}", Handler.preupload),
    ("POST", f"/api/datasets/{NAME}/commit/{REV}", Handler.commit),
    ("POST", rf"/datasets/{NAME}\.git/info/lfs/objects/batch", Handler.lfs_batch),
    ("PUT", "/lfs/(?P<oid>[0-9a-f]{64})", Handler.lfs_put),
    ("POST", "/lfs/verify", Handler.lfs_verify),
    ("GET|HEAD", f"/datasets/{NAME}/resolve/{REV}/(?P<file>.+)", Handler.resolve),
)
