"""Annotation without a browser: journal, desk, wall, order, export and agreement."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from browsing import page_server, page_thread
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic_run import make_run
from typer.testing import CliRunner

from assay.cli import app
from assay.core.errors import LockHeld, UsageError
from assay.core.records import Verdict
from assay.core.store import open_table
from assay.pipelines.annotate.agreement import agreement, compare, first_error
from assay.pipelines.annotate.desk import Conflict, Desk, Unknown
from assay.pipelines.annotate.export import export
from assay.pipelines.annotate.items import read_items
from assay.pipelines.annotate.journal import Change, Journal, read_journal
from assay.pipelines.annotate.order import Shown, is_wrong, ordered
from assay.pipelines.annotate.settings import read_settings
from assay.training.data import judged_solutions

KEY = ("t", "model", 0)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_run(tmp_path_factory.mktemp("annotate") / "run", tasks=30)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return make_run(tmp_path / "run", tasks=30)


def change(number: int, *marks: str | None, **more: Any) -> Change:
    made = Change(f"change-{number:04d}", KEY, "h", number, marks, False, False, False, "now")
    return replace(made, **more)


def desk_of(run: Path, journal: Journal, **more: Any) -> Desk:
    settings = read_settings("ann", **more)
    return Desk(settings, ordered(read_items(run), settings.order, 0, None), journal)


def asked(item: dict[str, Any], number: int, *marks: str | None, **more: Any) -> dict[str, Any]:
    given = {"id": f"asked-{number:04d}", "key": item["key"], "of": item["of"]}
    return given | {"base": item["revision"], "marks": list(marks), "closed": False,
                    "skipped": False} | more  # fmt: skip


# ---- the journal ------------------------------------------------------------------------------


@given(st.integers(0, 3), st.integers(0, 10_000))
@settings(max_examples=30)
def test_a_line_torn_anywhere_costs_that_line_alone(
    tmp_path_factory: pytest.TempPathFactory, whole: int, cut: int
) -> None:
    folder = tmp_path_factory.mktemp("torn")
    with Journal(folder, "ann") as journal:
        for number in range(1, whole + 2):
            journal.append(change(number, "positive", None))
    lines = journal.path.read_bytes().splitlines(keepends=True)
    kept = b"".join(lines[:-1])
    journal.path.write_bytes(kept + lines[-1][: cut % len(lines[-1])])
    assert read_journal(journal.path).states.keys() == ({KEY} if whole else set())
    with Journal(folder, "ann") as again:
        assert again.state(KEY).revision == whole
        again.append(change(whole + 1, "positive", None))
        again.append(change(whole + 1, "positive", None))
        assert again.state(KEY).revision == whole + 1
    assert journal.path.read_bytes() == b"".join(lines)


def test_a_journal_is_one_process_s(tmp_path: Path) -> None:
    with Journal(tmp_path, "ann"):
        with pytest.raises(LockHeld, match="another server writes"), Journal(tmp_path, "ann"):
            pass
        with Journal(tmp_path, "bob") as other:
            assert other.state(KEY).revision == 0
    assert not list((tmp_path / "annotations").iterdir())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("no json", "Expecting value"),
        ("[]", "no JSON object"),
        ("{}", "key"),
        ('{"key": ["t", "m"]}', "not enough values"),
        (json.dumps({"key": ["t", "m", 0], "marks": ["positive"], "more": 1}), "more"),
        ("[" * 100_000, "recursion"),
    ],
)
def test_a_damaged_line_is_named(tmp_path: Path, line: str, said: str) -> None:
    with Journal(tmp_path, "ann") as journal:
        journal.append(change(1, "positive"))
    good = journal.path.read_text()
    journal.path.write_text(good + line + "\n" + good)
    with pytest.raises(UsageError, match=rf"line 2 of .*ann\.jsonl is no label: .*{said}"):
        read_journal(journal.path)
    with pytest.raises(UsageError, match="line 2"), Journal(tmp_path, "ann"):
        pass
    assert line in journal.path.read_text()


def test_a_full_disk_leaves_no_half_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Journal(tmp_path, "ann") as journal:
        journal.append(change(1, "positive"))
        before = journal.path.read_bytes()

        def full(descriptor: int) -> None:
            monkeypatch.undo()
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", full)
        with pytest.raises(OSError, match="No space"):
            journal.append(change(2, "negative"))
        assert journal.path.read_bytes() == before and journal.state(KEY).revision == 1
        journal.append(change(2, "negative"))
        assert journal.state(KEY).marks == ("negative",)


# ---- the desk ---------------------------------------------------------------------------------


def test_the_same_words_twice_are_one_line(own: Path) -> None:
    with Journal(own, "ann") as journal:
        desk = desk_of(own, journal)
        item = desk.item(0)
        words = asked(item, 1, "positive", *[None] * (len(item["steps"]) - 1))
        assert desk.change(words) == desk.change(words)
        assert desk.item(0)["revision"] == 1
        with pytest.raises(Conflict, match="another window"):
            desk.change(words | {"id": "another-one"})
        with pytest.raises(Conflict, match="not what the page shows"):
            desk.change(words | {"id": "another-one", "of": "else", "base": 1})
        with pytest.raises(UsageError, match="another solution"):
            desk.change(words | {"key": desk.item(1)["key"]})
        with pytest.raises(Unknown):
            desk.change(words | {"key": ["x", "y", 0]})
        with pytest.raises(Unknown, match="0 to"):
            desk.item(10**6)
    assert len(journal.path.read_text().splitlines()) == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ([], "a JSON object"),
        ({"more": 1}, "the keys must be"),
        ({"id": "short"}, "id: ASCII"),
        ({"id": "é" * 20}, "id: ASCII"),
        ({"key": ["a", "b", True]}, "key, of and base"),
        ({"base": 0.0}, "key, of and base"),
        ({"marks": "positive"}, "marks: a list"),
        ({"marks": [1]}, "marks: a list"),
        ({"marks": ["great"]}, "mark great: allowed are positive"),
        ({"marks": ["positive"]}, "1 marks for"),
        ({"closed": 1}, "true or false"),
        ({"closed": True}, "closed, and a step has no mark"),
    ],
)
def test_what_is_no_change_is_said(run: Path, tmp_path: Path, wrong: Any, said: str) -> None:
    with Journal(tmp_path, "ann") as journal:
        desk = desk_of(run, journal)
        item = desk.item(0)
        good = asked(item, 1, *[None] * len(item["steps"]))
        with pytest.raises(UsageError, match=said):
            desk.change(good | wrong if isinstance(wrong, dict) else wrong)
        assert desk.overview()["done"] == 0


def test_automatic_labels_are_hidden_until_the_close(own: Path) -> None:
    with Journal(own, "ann") as journal:
        desk = desk_of(own, journal)
        item = desk.item(0)
        marks = ["positive"] * len(item["steps"])
        assert "automatic" not in item
        desk.change(asked(item, 1, *marks))
        assert "automatic" not in desk.item(0)
        told = desk.change(asked(item, 2, *marks, base=1, closed=True))
        assert (told["done"], told["next"]) == (1, 1) and "automatic" not in told
        assert desk.item(0)["automatic"]["steps"] == list(read_statuses(own, item["key"]))
        desk.change(asked(item, 3, *["negative"] * len(marks), base=2, closed=True))
        state = journal.state(tuple(item["key"]))
        assert state.marks[0] == "negative" and state.blind == tuple(marks)
        assert "automatic" in desk_of(own, journal, reveal=True).item(5)


def read_statuses(run: Path, key: list[Any]) -> list[str]:
    found = {item.key: item.statuses() for item in read_items(run)}[tuple(key)]
    assert found is not None
    return found


def test_labels_of_another_text_are_not_this_one_s(own: Path) -> None:
    items = read_items(own)
    with Journal(own, "ann") as journal:
        desk = desk_of(own, journal)
        item = desk.item(0)
        marks = ["positive"] * len(item["steps"])
        desk.change(asked(item, 1, *marks, closed=True))
        shown = [
            replace(i, solution=replace(i.solution, text=i.solution.text + " ")) for i in items
        ]
        fresh = Desk(desk.settings, Shown(ordered(shown, "random", 0, None).items, ""), journal)
        assert fresh.overview()["done"] == 0
        assert fresh.item(0)["marks"] == [None] * len(marks)
        item = fresh.item(0)
        assert item["revision"] == 1 and "automatic" not in item
        fresh.change(asked(item, 2, *marks))
        assert journal.state(tuple(item["key"])).blind is None


# ---- the order --------------------------------------------------------------------------------


def test_orders(run: Path) -> None:
    items = read_items(run)
    assert ordered(items, "random", 1, None).items == ordered(items, "random", 1, None).items
    assert ordered(items, "random", 1, None).items != ordered(items, "random", 2, None).items
    wrong = sum(map(is_wrong, items))
    scored = {item.problem: at / len(items) for at, item in enumerate(items)}

    def scores(asked: Any) -> list[list[float | None]]:
        return [[scored[problem], *[1.0] * (len(steps) - 1)] for problem, steps in asked]

    for given_scores, said in ((scores, "reward model before"), (None, "heuristic")):
        shown = ordered(items, "convincing", 0, given_scores)
        assert said in shown.why and sorted(map(id, shown.items)) == sorted(map(id, items))
        assert all(map(is_wrong, shown.items[:wrong]))
        assert not any(map(is_wrong, shown.items[wrong:]))
    best = [scored[item.problem] for item in ordered(items, "convincing", 0, scores).items[:wrong]]
    assert best == sorted(best, reverse=True)


def test_scores_of_the_table_are_taken(run: Path) -> None:
    items = [item for item in read_items(run) if is_wrong(item)]

    def with_p(item: Any, p: float) -> Any:
        steps = tuple(replace(step, p_correct=p) for step in item.automatic.steps[:1])
        return replace(item, automatic=replace(item.automatic, steps=steps))

    made = [with_p(item, at / 1000) for at, item in enumerate(items)]
    shown = ordered(made, "convincing", 0, None)
    assert "p_correct" in shown.why and shown.items == made[::-1]
    right = [replace(i, automatic=replace(i.automatic, verdict=Verdict("correct"))) for i in items]
    with pytest.raises(UsageError, match="no solution has a final answer"):
        ordered(right, "convincing", 0, None)


# ---- export and agreement ---------------------------------------------------------------------


def label_all(run: Path, name: str, slips: int = 0, most: int | None = None) -> int:
    """Mark every solution as the automatic labels say, but for so many steps."""
    words = {"correct": "positive", "wrong": "negative", "undecided": "unsure"}
    with Journal(run, name) as journal:
        items = read_items(run)[:most]
        desk = Desk(read_settings(name), Shown(items, ""), journal)
        for at, item in enumerate(items):
            marks = [words.get(word, word) for word in item.statuses() or []]
            if at < slips:
                marks[0] = "neutral" if marks[0] == "positive" else "positive"
            desk.change(asked(desk.item(at), at, *marks, closed=True))
    return len(items)


def test_export_is_what_training_reads(own: Path, tmp_path: Path) -> None:
    label_all(own, "ann")
    told = export(own, tmp_path / "out", ["ann"])
    assert (told.differing, told.stale) == (0, 0)
    judged = judged_solutions(tmp_path / "out")
    assert judged and {step.source for one in judged for step in one.steps} == {"human"}
    before = {tuple(row[:3]): row[3] for row in _step_words(own)}
    assert all(before[tuple(row[:3])] == row[3] for row in _step_words(tmp_path / "out"))
    with pytest.raises(UsageError, match="holds tables already"):
        export(own, tmp_path / "out", ["ann"])


def _step_words(folder: Path) -> list[tuple[Any, ...]]:
    rows = open_table(folder, "labels").to_pylist()
    return [
        (r["task_id"], r["sampler"], r["sample"],
         [(s["start"], s["end"], s["status"]) for s in r["steps"]])
        for r in rows
    ]  # fmt: skip


def test_where_two_differ_a_step_is_undecided(own: Path, tmp_path: Path) -> None:
    count = label_all(own, "ann")
    assert label_all(own, "bob", slips=3) == count
    told = export(own, tmp_path / "out", ["ann", "bob"])
    assert (told.solutions, told.differing) == (count, 3)
    labels = open_table(tmp_path / "out", "labels").to_pylist()
    assert [row["steps"][0]["status"] for row in labels[:3]] == ["undecided"] * 3


def test_agreement_of_a_run(own: Path) -> None:
    count = label_all(own, "ann", slips=4)
    label_all(own, "bob", most=10)
    found = agreement(own, ["ann", "bob"])
    assert found["annotators"]["ann"]["solutions"] == count
    steps = found["automatic"]["ann"]["steps"]
    assert steps["low"] < steps["kappa"] <= steps["high"] <= 1.0
    assert 1 - 4 / steps["n"] - 1e-4 < steps["agree"] < 1.0
    assert sum(sum(row.values()) for row in steps["confusion"].values()) >= steps["n"]
    bob = found["automatic"]["bob"]
    assert bob["steps"]["kappa"] == bob["first_error"]["kappa"] == 1.0
    assert bob["steps"]["low"] < 1.0
    assert found["between"]["ann / bob"]["solutions"] == 10
    assert agreement(own, ["ann", "bob"]) == found


def test_first_error_and_its_kappa_by_hand() -> None:
    assert first_error(["correct", "wrong", "wrong"]) == 1
    assert first_error(["correct", "neutral"]) == -1
    assert first_error(["undecided", "wrong"]) is None
    assert first_error(["wrong", "undecided"]) == 0
    one = {("a", "m", 0): ["correct", "wrong"], ("b", "m", 0): ["correct"],
           ("c", "m", 0): ["wrong", "inherited"], ("d", "m", 0): ["undecided"]}  # fmt: skip
    two = {("a", "m", 0): ["correct", "wrong"], ("b", "m", 0): ["wrong"],
           ("c", "m", 0): ["wrong", "correct"], ("d", "m", 0): ["correct"]}  # fmt: skip
    found = compare(one, two)
    # First errors 1/1, -1/0, 0/0, and one that cannot be told: po 2/3; margins (1,1,1) and (0,2,1)
    # over (-1, 0, 1): pe = (0 + 2 + 1) / 9 = 1/3; kappa = 1/2.
    assert found["first_error"]["kappa"] == 0.5
    assert (found["first_error"]["n"], found["first_error"]["decided"]) == (3, 0.75)
    # Steps: 5 decided of 6; same 3 of 5.
    assert (found["steps"]["n"], found["steps"]["agree"]) == (5, 0.6)
    assert found["first_error"]["confusion"]["undecided"] == {"-1": 1}


# ---- the command line and the wall ------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "say who labels"),
        (["--annotator", "../up"], "letters, digits"),
        (["--annotator", ""], "letters, digits"),
        (["--annotator", "a" * 65], "at most 64"),
        (["--annotator", "a", "--host", "0.0.0.0"], "--token-file"),
        (["--annotator", "a", "--host", "example.org"], "--token-file"),
        (["--annotator", "a", "--prm", "m"], "--order convincing"),
        (["--annotator", "a", "--sampler", "nobody"], "no solution of sampler 'nobody'"),
        (["--agreement"], "nobody has labelled"),
        (["--export", "new", "--annotator", "cat"], "no labels by 'cat'"),
    ],
)
def test_wrong_calls(run: Path, options: list[str], said: str) -> None:
    result = CliRunner().invoke(app, ["annotate", str(run), "--port", "0", *options])
    assert isinstance(result.exception, UsageError) and said in str(result.exception)
    assert not (run / "annotations").exists()


def test_agreement_and_export_from_the_command_line(own: Path, tmp_path: Path) -> None:
    label_all(own, "ann")
    done = CliRunner().invoke(app, ["annotate", str(own), "--agreement"])
    assert json.loads(done.stdout)["automatic"]["ann"]["steps"]["kappa"] == 1.0
    options = ["--annotator", "ann", "--export", str(tmp_path / "out")]
    done = CliRunner().invoke(app, ["annotate", str(own), *options])
    assert json.loads(done.stdout)["solutions"] == open_table(tmp_path / "out", "labels").num_rows


@pytest.fixture(scope="module")
def served(run: Path) -> Iterator[str]:
    with page_thread(run, "wall") as url:
        yield url


def test_every_answer_has_the_policy(served: str) -> None:
    for path in ("/", "/page.js", "/api/overview", "/api/items/0", "/nowhere", "/api/items/x"):
        answer = httpx.get(served + path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert answer.headers["x-frame-options"] == "DENY"
        assert "server" not in answer.headers
    page = httpx.get(served).text
    assert "http:" not in page and "https:" not in page and "innerHTML" not in page
    script = httpx.get(served + "/page.js").text
    assert not {"innerHTML", "outerHTML", "insertAdjacent", "eval(", "http:"} & set(script.split())
    assert "innerHTML" not in script and "document.write" not in script


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", ""])
def test_a_rebound_name_is_refused(served: str, host: str) -> None:
    for path in ("/", "/api/overview"):
        answer = httpx.get(served + path, headers={"Host": host})
        assert answer.status_code in (400, 403)


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"Content-Type": "application/json", "Origin": "http://evil.example"}, 403),
        ({"Content-Type": "application/json", "Origin": "null"}, 403),
        ({"Content-Type": "application/json", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Content-Type": "application/json", "Sec-Fetch-Site": "same-site"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({}, 415),
    ],
)
def test_forged_changes_are_refused(
    served: str, run: Path, headers: dict[str, str], code: int
) -> None:
    item = httpx.get(served + "/api/items/0").json()
    body = json.dumps(asked(item, 1, *[None] * len(item["steps"])))
    answer = httpx.post(served + "/api/changes", content=body, headers=headers)
    assert answer.status_code == code
    assert httpx.get(served + "/api/items/0").json()["revision"] == item["revision"]


@pytest.mark.parametrize(
    ("body", "code"),
    [(b"", 400), (b"{", 400), (b"[" * 100_000, 400), (b"\xff", 400), (b"7", 422), (b"{}", 422)],
)
def test_bad_bodies(served: str, body: bytes, code: int) -> None:
    headers = {"Content-Type": "application/json"}
    answer = httpx.post(served + "/api/changes", content=body, headers=headers)
    assert answer.status_code == code and answer.json()["error"]
    long = httpx.post(served + "/api/changes", content=b" " * (1 << 21), headers=headers)
    assert long.status_code == 413


def test_a_second_server_of_the_same_annotator_is_told(served: str, run: Path) -> None:
    result = CliRunner().invoke(app, ["annotate", str(run), "--annotator", "wall", "--port", "0"])
    assert isinstance(result.exception, LockHeld)


def test_a_token_is_asked_of_everything_but_the_page(run: Path, tmp_path: Path) -> None:
    secret = tmp_path / "token"
    secret.write_text("only-for-friends-0123456789")
    with page_server(run, "--annotator", "tok", "--token-file", str(secret)) as served:
        assert "token needed" in served.log and "friends" not in served.log
        assert httpx.get(served.url).status_code == 200
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Cookie": "token=x"}):
            answer = httpx.get(served.url + "/api/overview", headers=headers)
            assert answer.status_code == 401
        right = {"Authorization": f"Bearer {secret.read_text()}"}
        assert httpx.get(served.url + "/api/overview", headers=right).status_code == 200
