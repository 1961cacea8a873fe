"""Hostile text and broken inputs: nothing is executed, hidden or crashed on."""

import json
from io import StringIO
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from synthetic_run import make_run, make_task, pair
from test_report import Page

from assay.core.errors import UsageError
from assay.core.records import Answer, StepLabel, Task, Verdict
from assay.core.store import write_part
from assay.core.tables import label_row, solution_row, table_of, tasks_table
from assay.pipelines.report import print_report, report
from assay.pipelines.report_charts import search_charts, train_chart
from assay.pipelines.report_examples import pieces
from assay.pipelines.report_text import duration, short_number, visible

HOSTILE = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "attribute": "\"' onmouseover=alert(1) x='",
    "style": "</style><style>*{display:none}</style>",
    "template": "{{ 7*7 }}{% for x in y %}${1}",
    "bidi": "5\u202e\u2066 wrong\u2069",
    "nul": "a\x00b\x1b[31mc\x7f\x85",
    "marks": "a" + "\u0335" * 500,
    "huge": "9" * 100_000,
    "markdown": "| a | b\n---\n# head <b> `x`",
    "markup": "[bold red]x[/] [link=http://x]y[/link]",
}


def hostile_run(folder: Path, text: str) -> Path:
    """A run in which every free string is `text`."""
    base = make_task(Random(1), 1)
    task = Task(
        **{name: getattr(base, name) for name in ("task_id", "family_version", "level", "seed")},
        family=text,
        index=0,
        split="train",
        prompt=text,
        answer=Answer("text", text),
        steps=(),
    )
    rows = []
    for at, status in enumerate(("correct", "wrong", "unparsed")):
        steps = (StepLabel(0, 3, "correct"), StepLabel(2, len(text) + 9, "wrong"))
        verdict = Verdict(status, text, None, {"code": text}, "full" if at == 1 else None)
        rows.append(pair(task, text, at, text, text, verdict, steps))
    write_part(folder, "tasks", tasks_table([task]), "t")
    write_part(folder, "solutions", table_of("solutions", [solution_row(s) for s, _ in rows]), "s")
    write_part(folder, "labels", table_of("labels", [label_row(x) for _, x in rows]), "l")
    run = {"seconds": {text: 1.0}, "skipped": [{"what": text, "reason": text}]}
    (folder / "run.json").write_text(json.dumps(run))
    point = {"mean": 0.5, "low": 0.4, "high": 0.6, "n": 10}
    curve = [{"n": 1, "accuracy": 0.5, "low": 0.4, "high": 0.6}]
    evaluation = {"accuracy": {text: point}, "test_curve": {text: {text: curve}}}
    (folder / "evaluation.json").write_text(json.dumps(evaluation))
    return folder


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_stays_text(tmp_path: Path, kind: str) -> None:
    report(hostile_run(tmp_path / "run", HOSTILE[kind]))
    html = (tmp_path / "run" / "report.html").read_text()
    calm = tmp_path / "calm"
    report(hostile_run(calm, "abcdefghij"))
    page, plain = Page(html), Page((calm / "report.html").read_text())
    assert {tag for tag, _ in page.tags} <= {tag for tag, _ in plain.tags}
    assert {a for _, found in page.tags for a in found} <= {
        a for _, found in plain.tags for a in found
    }
    assert not set(html) & set("\x00\x1b\x7f\x85\u202e\u2066\u2069")
    assert len(html) < 200_000


def test_long_texts_are_cut_and_say_so(tmp_path: Path) -> None:
    report(hostile_run(tmp_path, HOSTILE["huge"]))
    assert "98,000 more characters not shown" in (tmp_path / "report.html").read_text()


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_names_on_the_terminal(tmp_path: Path, kind: str) -> None:
    found = report(hostile_run(tmp_path, HOSTILE[kind]))
    console = Console(force_terminal=True, width=100, record=True, file=StringIO())
    print_report(found, console)
    text = console.export_text()
    assert not set(text) & set("\x00\x1b\x85\u202e")
    if kind == "markup":
        assert "[bold red]" in text


@given(st.text(max_size=300), st.integers(1, 100))
def test_visible_leaves_nothing_unseen(text: str, most: int) -> None:
    shown = visible(text, most)
    assert all(c in "\n\t" or c.isprintable() or c.isspace() for c in shown)
    if text.isascii() and text.isprintable() and len(text) <= most:
        assert shown == text


@given(
    st.text("ab\n", max_size=30),
    st.lists(st.tuples(st.integers(-9, 99), st.integers(-9, 99)), max_size=8),
)
def test_pieces_never_repeat_or_lose_text(text: str, spans: list[tuple[int, int]]) -> None:
    steps = [
        {"start": start, "end": end, "status": "correct", "p_correct": None} for start, end in spans
    ]
    shown = "".join(piece.text for piece in pieces(text, steps))
    assert shown.replace("\n", "") == text.replace("\n", "")


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        "\x00",
        "[" * 100_000,
        '{"accuracy": 3}',
        '{"accuracy": {"rl": {"mean": 2, "low": 0, "high": 1, "n": 1}}}',
        '{"accuracy": {"rl": {"mean": NaN, "low": 0, "high": 1, "n": 1}}}',
        '{"train_curve": [{"tokens": 5}]}',
        '{"train_curve": [{"tokens": -5, "accuracy": 0.5}]}',
        '{"train_curve": [{"tokens": true, "accuracy": 0.5}]}',
        '{"test_curve": {"rl": {"prm": 4}}}',
    ],
)
def test_a_broken_evaluation_is_named(tmp_path: Path, content: str) -> None:
    folder = make_run(tmp_path / "run", tasks=5)
    (folder / "evaluation.json").write_text(content)
    with pytest.raises(UsageError, match=r"evaluation\.json"):
        report(folder)
    assert not (folder / "report.json").exists()


@given(
    st.lists(st.tuples(st.integers(0, 10**12), st.floats(0, 1)), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(1, 1024), st.floats(0, 1)), min_size=1, max_size=6),
)
def test_charts_stay_in_their_frames(
    train: list[tuple[int, float]], test: list[tuple[int, float]]
) -> None:
    found = {
        "accuracy": {"sft": {"mean": 0.5, "low": 0.4, "high": 0.6, "n": 3}},
        "train_curve": [{"tokens": t, "accuracy": a} for t, a in train],
        "test_curve": {
            "sft": {"prm": [{"n": n, "accuracy": a, "low": a, "high": a} for n, a in test]}
        },
    }  # fmt: skip
    chart = train_chart(found)
    assert chart is not None
    for drawn in [chart, *search_charts(found)]:
        for dot in [dot for line in drawn.lines for dot in line.dots]:
            assert drawn.frame.left <= dot.x <= drawn.frame.right
            assert drawn.frame.top <= dot.y <= drawn.frame.bottom
        labels = sorted(line.label_y for line in drawn.lines)
        assert all(b - a >= 14.9 for a, b in pairwise(labels))
        assert 2 <= len(drawn.y_ticks) <= 12


def test_numbers_for_people() -> None:
    assert [short_number(n) for n in (0, 12, 1000, 65_536, 1_234_567)] == [
        "0", "12", "1k", "65.5k", "1.2M",
    ]  # fmt: skip
    assert [duration(s) for s in (0.04, 59.9, 75.2, 3700)] == [
        "0.0 s", "59.9 s", "1 min 15 s", "1 h 1 min",
    ]  # fmt: skip
