"""The page in a real browser: keys become labels, and no kill of the server loses one."""

import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
from browsing import Served, a_browser, open_page, page_server, page_thread
from synthetic_run import make_run

from assay.core.store import open_table
from assay.core.tables import label_of
from assay.pipelines.annotate.export import export
from assay.pipelines.annotate.items import read_items
from assay.pipelines.annotate.journal import path_of
from assay.pipelines.annotate.marks import MARKS

KEY_OF = {"positive": "1", "neutral": "2", "negative": "3", "unsure": "4"}
Expected = dict[str, list[str]]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with a_browser() as running:
        yield running


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return make_run(tmp_path / "run", tasks=45)


def _settled(page: Any, old: str) -> None:
    """Wait until another solution than the one named `old` is shown, or the end."""
    page.wait_for_function(
        "old => !document.getElementById('end').hidden || "
        "(!document.getElementById('work').hidden "
        "&& document.getElementById('name').textContent !== old)",
        arg=old,
    )


def _saved(page: Any) -> None:
    page.wait_for_selector('#saved[data-state="idle"]')


def _name(page: Any) -> str:
    found: str = page.text_content("#name")
    return found


def _marks(page: Any) -> list[str]:
    found: list[str] = page.eval_on_selector_all(".step", "all => all.map(e => e.dataset.mark)")
    return found


def _label(page: Any, served: Served, rng: Random, kills: Sequence[str]) -> tuple[str, list[str]]:
    """Label the solution that is shown, with the kills that are due; its name and marks."""
    name, count = _name(page), page.locator(".step").count()
    words = [rng.choice(list(KEY_OF)) for _ in range(count)]
    error = rng.randrange(count)
    first = rng.random() < 0.3
    if first:
        words = ["positive"] * error + ["negative"] + ["inherited"] * (count - error - 1)
    for at, word in enumerate(words[: error + 1] if first else words):
        page.keyboard.press("f" if first and at == error else KEY_OF[word])
        if at == 0 and "between marks" in kills:
            served.kill()
    if "between marks" in kills:
        served.restart()
    assert _marks(page) == words
    page.keyboard.press("Enter")
    if "closing" in kills:
        served.kill()
        served.restart()
    _settled(page, name)
    return name, words


def _label_all(page: Any, served: Served, count: int, kills: dict[int, str]) -> Expected:
    rng, expected = Random(5), Expected()
    _settled(page, "")
    for number in range(count):
        name, words = _label(page, served, rng, kills.get(number, ""))
        assert name not in expected
        expected[name] = words
    page.wait_for_selector("#end:not([hidden])")
    return expected


def _examine(run: Path, expected: Expected, out: Path) -> None:
    """What was pressed is what is kept, once each, in the journal and in the exported tables."""
    lines = [json.loads(line) for line in path_of(run, "ann").read_text().splitlines()]
    assert len({line["id"] for line in lines}) == len(lines)
    closing = [line for line in lines if line["closed"]]
    assert len({tuple(line["key"]) for line in closing}) == len(closing) == len(expected)
    by_name = {name.partition(" · ")[2]: words for name, words in expected.items()}
    assert export(run, out, ["ann"]).solutions == len(expected)
    labels = [label_of(row) for row in open_table(out, "labels").to_pylist()]
    keys = {(label.task_id, label.sampler, label.sample) for label in labels}
    assert len(keys) == len(labels) == len(expected)
    texts = {item.key: item for item in read_items(run)}
    for label in labels:
        words = by_name[f"{label.task_id} · {label.sampler} {label.sample}"]
        assert [step.status for step in label.steps] == [MARKS[word] for word in words]
        assert {step.source for step in label.steps} == {"human"}
        item = texts[(label.task_id, label.sampler, label.sample)]
        assert tuple((step.start, step.end) for step in label.steps) == item.spans
    # Every mark is one line and every close another; a first error marks many steps at once.
    keys_pressed = [len(words) - words.count("inherited") + 1 for words in expected.values()]
    assert len(lines) == sum(keys_pressed)


def test_a_few_solutions_with_a_kill(browser: Any, run: Path, tmp_path: Path) -> None:
    options = ("--annotator", "ann", "--limit", "4")
    with page_server(run, *options) as served, open_page(browser, served.url) as page:
        expected = _label_all(page, served, 4, {1: "between marks"})
    _examine(run, expected, tmp_path / "out")


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_hundred_solutions_with_a_dozen_kills(browser: Any, run: Path, tmp_path: Path) -> None:
    """The issue's figure: 100 labelled by keyboard, none lost or doubled."""
    kills = {n: "between marks" if n % 3 else "closing" for n in range(4, 100, 8)}
    assert len(kills) == 12 and len(set(kills.values())) == 2
    options = ("--annotator", "ann", "--limit", "100")
    with page_server(run, *options) as served, open_page(browser, served.url) as page:
        expected = _label_all(page, served, 100, kills)
    assert len(expected) == 100
    _examine(run, expected, tmp_path / "out")


def test_keys_undo_skip_and_what_is_hidden(browser: Any, run: Path) -> None:
    small = {"width": 700, "height": 800}
    with page_thread(run, "ann", limit=3) as url, open_page(browser, url, viewport=small) as page:
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text))
        _settled(page, "")
        first, count = _name(page), page.locator(".step").count()
        assert _marks(page) == [""] * count
        assert page.locator(".automatic").count() == 0
        for key in ("3", "z", "ArrowDown", "f"):
            page.keyboard.press(key)
        wanted = ["positive", "negative"] + ["inherited"] * (count - 2)
        assert _marks(page) == wanted
        page.keyboard.press("?")
        assert page.locator("#help").is_visible()
        page.keyboard.press("2")  # means nothing behind the help
        page.keyboard.press("Escape")
        assert _marks(page) == wanted
        _saved(page)
        page.reload()
        _settled(page, "")
        assert (_name(page), _marks(page)) == (first, wanted)
        page.keyboard.press("Enter")
        _settled(page, first)
        second = _name(page)
        page.keyboard.press("Enter")  # not whole: nothing happens
        assert _name(page) == second
        page.keyboard.press("s")
        _settled(page, second)
        assert "1 of 3, 1 skipped" in page.text_content("#progress")
        third = _name(page)
        page.keyboard.press("ArrowLeft")
        _settled(page, third)
        assert "You skipped" in page.text_content("#closed")
        assert page.locator(".automatic").count() == 0
        page.keyboard.press("ArrowLeft")
        _settled(page, second)
        assert page.locator(".automatic").count() == count
        assert page.evaluate("document.documentElement.scrollWidth") <= 700
        assert not faults


def test_two_windows_do_not_overwrite_each_other(browser: Any, run: Path) -> None:
    with page_thread(run, "ann", limit=1) as url, open_page(browser, url) as page:
        other = page.context.new_page()
        other.goto(url)
        for one in (page, other):
            _settled(one, "")
        page.keyboard.press("3")
        _saved(page)
        other.keyboard.press("1")
        other.wait_for_selector("#notice:not([hidden])")
        assert "another window" in other.text_content("#notice")
        assert _marks(other)[0] == "negative" == _marks(page)[0]


def test_the_token_is_asked_for_in_the_page(browser: Any, run: Path, tmp_path: Path) -> None:
    secret = tmp_path / "token"
    secret.write_text("only-for-friends-0123456789\n")
    options = ("--annotator", "ann", "--limit", "1", "--token-file", str(secret))
    with page_server(run, *options) as served, open_page(browser, served.url) as page:
        page.wait_for_selector("#door:not([hidden])")
        page.fill("#token", "a-wrong-token-0123456789")
        page.keyboard.press("Enter")
        page.wait_for_selector("#notice:not([hidden])")
        page.fill("#token", secret.read_text())
        page.keyboard.press("Enter")
        _settled(page, "")
        page.keyboard.press("1")
        _saved(page)
        assert "friends" not in page.url and "friends" not in served.log
    assert len(path_of(run, "ann").read_text().splitlines()) == 1


HOSTILE = (
    "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>",
    "</li></ol><iframe src=javascript:alert(1)></iframe>\u202eabc\x00\x1b[31m",
    "{{7*7}} ${7*7} <style>*{display:none}</style>" + "\u0301" * 50,
)


def test_hostile_text_stays_text(browser: Any, tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", tasks=5)
    _poison(run)
    with page_thread(run, "ann", limit=1) as url, open_page(browser, url) as page:
        violations: list[str] = []
        page.on("console", lambda message: violations.append(message.text))
        _settled(page, "")
        assert page.title() == "assay annotate"
        assert page.locator("main img, main script, main iframe, main style").count() == 0
        shown = page.locator(".step .text").all_text_contents()
        assert shown[0] == HOSTILE[0]
        assert "⟨U+202E⟩" in shown[1] and "␀" in shown[1]
        assert not violations


def _poison(run: Path) -> None:
    """Solutions of hostile lines, without labels."""
    from assay.core.records import Solution
    from assay.core.store import write_part
    from assay.core.tables import solution_row, table_of

    tasks = open_table(run, "tasks").to_pylist()
    for name in ("solutions", "labels"):
        shutil.rmtree(run / name)
    manifest = (run / "manifest.jsonl").read_text().splitlines(keepends=True)
    (run / "manifest.jsonl").write_text(manifest[0])
    key = (tasks[0]["task_id"], "model", 0)
    made = Solution(*key, "m", {}, "\n".join(HOSTILE), 1, 1, "stop", 0)
    write_part(run, "solutions", table_of("solutions", [solution_row(made)]), "s:0")
