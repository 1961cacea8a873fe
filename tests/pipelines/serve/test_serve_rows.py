"""The service's rows are those of `check` and `judge`; a bad row stops no other."""

import json
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest
from serving import Served, service, timeless

from assay.pipelines.check import check_pairs
from assay.pipelines.judge import judge_requests

sys.path.append(str(Path(__file__).parents[2] / "sandbox"))
from hostile import HOSTILE, request_of

HEADERS = {"Content-Type": "application/json"}
PAIRS = [
    '{"id": "a", "gold": "42", "candidate": "so \\\\boxed{42}", "form": "text"}',
    '{"id": 2, "gold": "1/2", "candidate": "0.5", "form": "expr"}',
    '{"id": [3], "gold": "1/2", "candidate": "2/4", "form": "expr", "required_form": "reduced"}',
    '{"id": "d", "gold": "42", "candidate": "", "form": "text"}',
    '{"id": "e", "gold": "42", "candidate": "6*7", "form": "expr", "question": "What is 6*7?"}',
    '{"id": "\\ud800", "gold": "x^2", "candidate": "\\ud800", "form": "text"}',
    '{"id": "\u00e9", "gold": "$\u00b5$", "candidate": "\U0001d7d9", "form": "expr"}',
    '{"id": 1, "gold": "4", "candidate": "4", "form": "expr", "id": 2}',
    '{"id": "n", "gold": NaN}',
    '{"id": 1e999}',
    '{"id": 1, "gold": 1%s}' % ("0" * 9000),
    '{"id": "deep", "gold": %s}' % ("[" * 400 + "]" * 400),
    "3",
    "[]",
    "null",
    '"text"',
    '{"id": "x", "gold": 3}',
    '{"id": "f", "gold": "1", "candidate": "1", "form": "latex"}',
]
PROGRAM = {"id": 1, "lang": "python", "source": "print(int(input()) * 2)"}
CASES = [{"stdin": "4", "expect": "8"}, {"stdin": "5", "expect": "10"}, {"stdin": "", "expect": ""}]
REQUESTS: list[Any] = [
    PROGRAM | {"cases": CASES[:2]},
    PROGRAM | {"cases": CASES, "id": {"a": ["\ud800"]}},
    PROGRAM | {"source": "print(", "cases": CASES},
    PROGRAM | {"source": "while True: pass", "cases": CASES, "limits": {"cpu_s": 0.2}},
    PROGRAM | {"source": "x = ' ' * 10**9", "cases": CASES, "limits": {"memory_mb": 64}},
    PROGRAM | {"cases": CASES[:1] * 40, "limits": {"wall_s": 5}},
    PROGRAM | {"lang": "cpp", "source": "int main() {return 3;}", "cases": CASES},
    PROGRAM | {"lang": "c", "source": "int main( {", "cases": CASES},
    PROGRAM
    | {
        "source": "def f(x):\n    return x + 1.0",
        "cases": [{"call": "f", "args": [1], "expect": want} for want in (2.0, 2)],
    },
    PROGRAM | {"lang": "cobol", "cases": CASES},
    PROGRAM | {"cases": []},
    PROGRAM | {"cases": [*CASES, {"call": "f()", "args": [], "expect": 1}]},
    PROGRAM | {"cases": CASES, "limits": {"cpu_s": 0}},
    PROGRAM | {"cases": CASES, "limits": {"wall_s": -1}},
    {},
    [],
    None,
]  # fmt: skip


def _batch(lines: list[str]) -> bytes:
    return ("[" + ", \n".join(lines) + "]").encode("utf-8", "surrogatepass")


def _stage(path: Path, lines: list[str], judge: bool = False) -> list[Any]:
    """What the stage writes for the same lines."""
    source, out = path / "in.jsonl", path / "out.jsonl"
    source.write_text("".join(line + "\n" for line in lines))
    if judge:
        judge_requests(source, out, "local", max_errors=1.0)
    else:
        check_pairs(source, out, max_errors=1.0)
    return [timeless(json.loads(line)) for line in out.read_text().splitlines()]


def test_rows_of_check_are_those_of_the_stage(served: Served, tmp_path: Path) -> None:
    answer = served.client.post("/check", content=_batch(PAIRS * 3), headers=HEADERS)
    assert answer.status_code == 200
    assert timeless(answer.json()) == _stage(tmp_path, PAIRS * 3)


def test_rows_of_judge_are_those_of_the_stage(served: Served, tmp_path: Path) -> None:
    lines = [json.dumps(request) for request in REQUESTS]
    answer = served.client.post("/judge", content=_batch(lines), headers=HEADERS)
    assert answer.status_code == 200
    expected = _stage(tmp_path, lines, judge=True)
    assert timeless(answer.json()) == expected
    assert {row["verdict"] for row in expected} >= {"AC", "WA", "TLE", "MLE", "RE", "CE", "IE"}


@pytest.mark.parametrize("line", PAIRS[:6])
def test_an_object_is_answered_by_an_object(served: Served, tmp_path: Path, line: str) -> None:
    answer = served.client.post("/check", content=line.encode(), headers=HEADERS)
    assert timeless(answer.json()) == _stage(tmp_path, [line])[0]


@pytest.mark.parametrize("path", ["/check", "/judge"])
def test_an_empty_batch_is_an_empty_list(served: Served, path: str) -> None:
    assert served.post(path, []).json() == []


def _judged(served: Served, names: list[str]) -> dict[str, str]:
    requests = [dict(request_of(HOSTILE[name])) | {"id": name} for name in names]
    rows = served.post("/judge", requests).json()
    return {row["id"]: row["verdict"] for row in rows}


def _is_right(name: str, verdict: str) -> bool:
    """Two at once share the caches, so which limit a glutton meets first is open."""
    stopped = name.startswith("resource") and verdict in ("TLE", "MLE", "RE")
    return verdict in HOSTILE[name].verdicts or stopped


def test_hostile_programs_get_the_verdict_that_judge_gives(served: Served) -> None:
    names = Random(9).sample(sorted(HOSTILE), 24)
    judged = _judged(served, names)
    assert {name: v for name, v in judged.items() if not _is_right(name, v)} == {}
    assert set(judged) == set(names)


@pytest.mark.slow
@pytest.mark.parametrize("sandbox", ["local", pytest.param("docker", marks=pytest.mark.docker)])
def test_every_hostile_program(sandbox: str) -> None:
    with service("--workers", "2", sandbox=sandbox) as served:
        judged = _judged(served, sorted(HOSTILE))
    assert {name: v for name, v in judged.items() if not _is_right(name, v)} == {}
    assert set(judged) == set(HOSTILE)
