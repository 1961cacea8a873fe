"""The report: its figures, its page, and that hostile text stays text."""

import json
import re
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from random import Random

import pytest
from rich.console import Console
from synthetic_run import MUTANT, make_run, make_task, pair

from assay.core.errors import UsageError
from assay.core.records import Task, Verdict
from assay.core.store import write_part
from assay.core.tables import label_row, solution_row, table_of, tasks_table
from assay.pipelines.report import print_report, report

CONTRACT = ("tasks", "verdicts", "accuracy", "train_curve", "test_curve", "seconds")


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_run(tmp_path_factory.mktemp("runs") / "synthetic")
    report(folder)
    return folder


class Page(HTMLParser):
    """Every tag and attribute of a page, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def page_of(folder: Path) -> Page:
    return Page((folder / "report.html").read_text())


def test_report_json_holds_what_the_contract_lists(run_folder: Path) -> None:
    found = json.loads((run_folder / "report.json").read_text())
    assert set(CONTRACT) <= set(found)
    assert found["tasks"] == 60
    assert set(found["verdicts"]) == {"mutants", "rl", "sft"}
    assert sum(found["verdicts"]["rl"].values()) == 96
    assert found["accuracy"]["rl"]["mean"] == 0.604
    assert found["seconds"]["rl"] == 301.7
    assert found["notes"][0]["what"] == "6 mutants"


def test_counts_agree_with_the_labels(run_folder: Path) -> None:
    found = json.loads((run_folder / "report.json").read_text())
    for sampler, verdicts in found["verdicts"].items():
        by_level = [
            level["verdicts"].get(sampler, {})
            for family in found["families"].values()
            for level in family["levels"].values()
        ]
        for status, count in verdicts.items():
            assert count == sum(cell.get(status, 0) for cell in by_level)


def test_mutants_are_in_no_pass_rate(run_folder: Path) -> None:
    found = json.loads((run_folder / "report.json").read_text())
    assert "mutants" not in found["pass_rates"]
    programs = found["families"]["function_synthesis"]
    assert programs["verdicts"]["mutants"] == {"correct": 12, "wrong": 12}
    assert programs["pass_rate"] is None and programs["shares"] == {}


def test_pass_rate_is_a_mean_over_tasks_without_unrewarded_rows(tmp_path: Path) -> None:
    tasks = [make_task_at(number) for number in range(2)]
    statuses = [["correct", "wrong", "undecided"], ["correct", "error", "undecided"]]
    rows = [
        pair(task, "m", at, "model", "x", Verdict(status), ())
        for task, line in zip(tasks, statuses, strict=True)
        for at, status in enumerate(line)
    ]
    write_part(tmp_path, "tasks", tasks_table(tasks), "t")
    write_part(tmp_path, "solutions", table_of("solutions", [solution_row(s) for s, _ in rows]), "")
    write_part(tmp_path, "labels", table_of("labels", [label_row(x) for _, x in rows]), "l")
    rate = report(tmp_path)["pass_rates"]["m"]
    assert rate["mean"] == 0.75 and rate["n"] == 2
    assert rate["low"] == round(0.75 - 1.96 * 0.25, 6) and rate["high"] == 1.0


def make_task_at(number: int) -> Task:
    return make_task(Random(number), number)


def test_same_inputs_same_bytes(run_folder: Path, tmp_path: Path) -> None:
    again = make_run(tmp_path / "synthetic")
    report(again)
    for name in ("report.json", "report.html", "README.md"):
        assert (again / name).read_bytes() == (run_folder / name).read_bytes()


def test_page_asks_for_nothing_and_runs_nothing(run_folder: Path) -> None:
    page = page_of(run_folder)
    assert not {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe", "object", "form"}
    for _, attributes in page.tags:
        assert not {"src", "href", "srcset", "action"} & set(attributes)
        assert not [name for name in attributes if name.startswith("on")]
    assert not re.findall(r"url\(|@import|https?://", (run_folder / "report.html").read_text())


def test_page_shows_both_curves_the_heat_table_and_labelled_steps(run_folder: Path) -> None:
    page = page_of(run_folder)
    labels = [a["aria-label"] for tag, a in page.tags if tag == "svg"]
    assert any("over 786.4k generated tokens" in label for label in labels)
    assert any(label.startswith("RL policy, at the largest N") for label in labels)
    assert any(tag == "td" and "--v:" in (a.get("style") or "") for tag, a in page.tags)
    steps = [a.get("class") for tag, a in page.tags if tag == "li"]
    assert {"s-correct", "s-wrong", "s-inherited"} <= set(steps)
    assert "✗wrong" in page.text and "↳inherited" in page.text
    assert MUTANT in page.text


@pytest.mark.parametrize("gone", ["labels", "solutions", "evaluation.json", "run.json"])
def test_pieces_may_be_missing(tmp_path: Path, gone: str) -> None:
    folder = make_run(tmp_path / "run")
    if gone.endswith(".json"):
        (folder / gone).unlink()
    else:
        for file in (folder / gone).iterdir():
            file.unlink()
        lines = (folder / "manifest.jsonl").read_text().splitlines(keepends=True)
        (folder / "manifest.jsonl").write_text("".join(x for x in lines if f"{gone}/" not in x))
    found = report(folder)
    assert found["tasks"] == 60
    assert bool(found["verdicts"]) == (gone != "labels")
    assert bool(found["train_curve"]) == (gone != "evaluation.json")


def test_tasks_alone_show_the_generators_own_solutions(tmp_path: Path) -> None:
    write_part(tmp_path, "tasks", tasks_table([make_task_at(number) for number in range(9)]), "t")
    found = report(tmp_path)
    assert found["verdicts"] == {} and found["notes"] == []
    assert page_of(tmp_path).text.count("The generator's own worked solution") == 3


def test_unlabelled_solutions_and_stray_labels_are_told(tmp_path: Path) -> None:
    task, other = make_task_at(0), make_task_at(1)
    labelled = pair(task, "m", 0, "model", "x", Verdict("wrong"), ())
    stray = pair(other, "m", 0, "model", "x", Verdict("wrong"), ())
    write_part(tmp_path, "tasks", tasks_table([task]), "t")
    unlabelled = pair(task, "m", 1, "model", "x", Verdict("wrong"), ())
    solutions = [solution_row(solution) for solution, _ in (labelled, unlabelled)]
    write_part(tmp_path, "solutions", table_of("solutions", solutions), "s")
    labels = [label_row(label) for _, label in (labelled, stray)]
    write_part(tmp_path, "labels", table_of("labels", labels), "l")
    found = report(tmp_path)
    assert [note["what"] for note in found["notes"]] == [
        "1 solutions without a label",
        "1 labels of tasks that are not in this folder",
    ]
    assert found["verdicts"] == {"m": {"wrong": 1}}


def test_no_tasks_is_the_users_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no table 'tasks'"):
        report(tmp_path)
    assert not list(tmp_path.iterdir())


def test_terminal_table_is_plain_in_a_file_and_says_the_figures(run_folder: Path) -> None:
    found = json.loads((run_folder / "report.json").read_text())
    console = Console(force_terminal=False, width=40, record=True, file=StringIO())
    print_report(found, console)
    text = console.export_text()
    assert "60.4%" in text and "not a model" in text and "6 mutants" in text
    assert "\x1b" not in text and "─" not in text
    assert "<isolation>" in text


def test_a_readme_of_the_users_own_is_left_alone(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run")
    (folder / "README.md").write_text("mine")
    report(folder)
    assert (folder / "README.md").read_text() == "mine"


def test_tasks_that_vetting_dropped_are_told(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run", tasks=5)
    counts = {"tests": 3, "tried": 1, "caught": 1, "equivalent": 0, "telling_json": "[]"}
    rows = [
        {"task_id": f"t{n}", "kept": n == 0, "reason": why, "killed": [], **counts}
        for n, why in enumerate((None, "the reference fails", "the reference fails"))
    ]
    write_part(folder, "vetted", table_of("vetted", rows), "v")
    notes = report(folder)["notes"]
    expected = {"what": "2 tasks dropped by vetting", "reason": "the reference fails"}
    assert expected in notes
    assert "vetted" in (folder / "README.md").read_text()
