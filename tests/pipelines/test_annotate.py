"""Annotation without a browser: the journal, the desk and the order."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from annotating import KEY, asked, change, desk_of
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic_run import make_run

from assay.core.errors import LockHeld, UsageError
from assay.core.records import Verdict
from assay.pipelines.annotate.desk import Conflict, Desk, Unknown
from assay.pipelines.annotate.items import read_items
from assay.pipelines.annotate.journal import Journal, read_journal
from assay.pipelines.annotate.order import Shown, is_wrong, ordered


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_run(tmp_path_factory.mktemp("annotate") / "run", tasks=30)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return make_run(tmp_path / "run", tasks=30)


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
