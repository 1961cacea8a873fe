"""What a candidate can see and do, read from inside: capabilities, memory, files, descriptors."""

import json
import threading
from typing import Any

import pytest

from assay.sandbox import Call, Limits, Sandbox, Stdin
from assay.sandbox.judge import judge
from assay.sandbox.link import Link
from assay.sandbox.profile import container_profile

STATUS = "print(open('/proc/self/status').read())"


def _lines(sandbox: Sandbox, lang: str, source: str) -> dict[str, str]:
    outcome = sandbox.run(lang, source, [Stdin("")]).outcomes[0]
    assert outcome.flag == "ok", outcome
    pairs = (line.split(":", 1) for line in outcome.stdout.decode().splitlines() if ":" in line)
    return {name: value.strip() for name, value in pairs}


@pytest.mark.parametrize(
    ("lang", "source"),
    [
        ("python", STATUS),
        ("javascript", "console.log(require('fs').readFileSync('/proc/self/status', 'utf8'))"),
        (
            "c",
            '#include <stdio.h>\nint main(){FILE*f=fopen("/proc/self/status","r");int c;'
            "while((c=fgetc(f))!=EOF)putchar(c);}",
        ),
    ],
)
def test_a_candidate_has_no_capability_and_is_not_root(
    sandbox: Sandbox, lang: str, source: str
) -> None:
    status = _lines(sandbox, lang, source)
    for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
        assert int(status[name], 16) == 0, name
    assert "0" not in status["Uid"].split() and "0" not in status["Gid"].split()
    assert (status["NoNewPrivs"], status["Seccomp"], status["Pid"]) == ("1", "2", "2")


def test_every_namespace_but_the_users_is_new_for_each_case(sandbox: Sandbox) -> None:
    source = "import os\nprint(*(os.readlink(f'/proc/self/ns/{n}') for n in ('pid', 'mnt', 'ipc')))"
    outcomes = sandbox.run("python", source, [Stdin("")] * 3).outcomes
    assert len({outcome.stdout for outcome in outcomes}) == 3
    assert all(outcome.stdout.count(b"[") == 3 for outcome in outcomes)


SCAN = """
parts = [b"secret", b"canary"]
needle = b"-".join(reversed(parts))
hits = 0
with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
    for line in maps.read().splitlines():
        span, rights = line.split()[:2]
        if "r" not in rights or "[v" in line:
            continue
        low, high = (int(end, 16) for end in span.split("-"))
        try:
            memory.seek(low)
            hits += memory.read(high - low).count(needle)
        except (OSError, ValueError, OverflowError):
            pass
print(hits)
"""


def test_no_other_request_is_in_a_candidates_memory(sandbox: Sandbox) -> None:
    secret = "canary" + "-secret"
    for _ in range(3):
        sandbox.run("python", f"x = '{secret}'; print(input())", [Stdin(secret)] * 2)
        sandbox.run("python", "def f(a): return a", [Call("f", (secret,))])
    # The one hit is the needle itself; another would come from the fork server.
    outcome = sandbox.run("python", SCAN, [Stdin("")], Limits(cpu_s=10)).outcomes[0]
    assert (outcome.flag, outcome.stdout) in (("ok", b"0\n"), ("ok", b"1\n")), outcome


def test_the_scan_finds_what_is_there(sandbox: Sandbox) -> None:
    source = "mine = ['canary%ssecret' % chr(45) + str(n) for n in range(9)]\n" + SCAN
    outcome = sandbox.run("python", source, [Stdin("")], Limits(cpu_s=10)).outcomes[0]
    assert int(outcome.stdout) >= 9, outcome


def test_expected_outputs_never_enter(local: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    from assay.sandbox.judge import judge

    sent: list[bytes] = []
    talk = Link._talk

    def listen(self: Link, request: bytes, patience: float) -> Any:
        sent.append(request)
        return talk(self, request, patience)

    monkeypatch.setattr(Link, "_talk", listen)
    cases = [
        {"stdin": "question", "expect": "golden-answer"},
        {"call": "f", "args": ["question"], "expect": ["golden-answer"]},
    ]
    source = "def f(x): return x\nprint('golden' + '-' + 'answer')"
    rows = judge(local, {"id": 0, "lang": "python", "source": source, "cases": cases})
    assert [case["verdict"] for case in rows["cases"]] == ["AC", "WA"]
    assert any(b"question" in request for request in sent)
    assert not any(b"golden-answer" in request for request in sent)


def test_nothing_stays_between_cases(sandbox: Sandbox) -> None:
    source = (
        "import os\nprint(sorted(os.listdir('/tmp')), os.path.exists('/dev/shm'))\n"
        "open('/tmp/left', 'w').write('x')\nos.makedirs('/tmp/sitecustomize')"
    )
    first, second = sandbox.run("python", source, [Stdin("")] * 2).outcomes
    third = sandbox.run("python", source, [Stdin("")]).outcomes[0]
    assert first.stdout == second.stdout == third.stdout
    assert first.stdout.startswith(b"[]")


def test_five_devices_open_and_no_terminal(sandbox: Sandbox) -> None:
    source = (
        "import os\nopened = []\n"
        "for folder, _, names in os.walk('/dev'):\n"
        "    for name in names:\n        path = os.path.join(folder, name)\n"
        "        if os.path.islink(path) and 'fd' in os.readlink(path): continue\n"
        "        try: os.close(os.open(path, os.O_RDWR | os.O_NONBLOCK))\n"
        "        except OSError: continue\n        opened.append(name)\n"
        "print(*sorted(opened))\n"
    )
    expect = "full null random urandom zero"
    case = {"stdin": "", "expect": expect}
    row = judge(sandbox, {"id": 0, "lang": "python", "source": source, "cases": [case]})
    assert row["verdict"] == "AC", row


def test_threads_share_a_sandbox(sandbox: Sandbox) -> None:
    wrong: list[object] = []

    def ask(number: int) -> None:
        source = f"print({number} * int(input()))"
        for outcome, given in zip(
            sandbox.run("python", source, [Stdin(str(n)) for n in range(4)]).outcomes,
            range(4),
            strict=True,
        ):
            if outcome.stdout != f"{number * given}\n".encode():
                wrong.append(outcome)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_the_container_profile_refuses_by_default_and_knows_no_socket() -> None:
    profile = container_profile()
    allowed = {name for rule in profile["syscalls"] for name in rule["names"]}
    assert profile["defaultAction"] == "SCMP_ACT_ERRNO"
    for name in ("socket", "connect", "ptrace", "bpf", "io_uring_setup", "keyctl", "userfaultfd"):
        assert name not in allowed
    json.dumps(profile)
