"""Layouts of labelled steps: there and back again without a loss, and every refusal by name."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic_run import make_run
from typer.testing import CliRunner

from assay.cli import app
from assay.core.errors import TooManyBadRows, UsageError
from assay.core.store import open_table
from assay.core.tables import table_of
from assay.pipelines.stepwise.convert import convert
from assay.pipelines.stepwise.layouts import LAYOUTS
from assay.pipelines.stepwise.rows import Stepwise, Worked, stepwise_of, stepwise_row

Row = dict[str, Any]

# Rows of our own in the layouts' documented shapes.
TRL: Row = {"prompt": "1+1=? *3", "completions": ["1+1=2", "2*3=5", "so 5"],
            "labels": [True, False, False], "index": 7}  # fmt: skip
PROCESSBENCH: Row = {"id": "gsm8k-0", "generator": "some-model", "problem": "1+1=? *3",
                     "steps": ["1+1=2", "2*3=5", "so 5"], "final_answer_correct": False,
                     "label": 1}  # fmt: skip
_HEAD = "What is (1+1)*3? Step 1: 1+1 = <<1+1=2>>2. "
_SECOND = "\nStep 2: 2*3 = 5. The answer is: 5 "
SHEPHERD: Row = {"input": f"{_HEAD}ки{_SECOND}ки", "label": f"{_HEAD}+{_SECOND}-", "task": "GSM8K"}


def _one(text: str, rating: int | None, flagged: bool | None = None) -> Row:
    return {"text": text, "rating": rating, "flagged": flagged}


PRM800K: Row = {
    "labeler": "0", "timestamp": "2023-01-22T04:34:27.052924", "generation": 9,
    "is_quality_control_question": False, "is_initial_screening_question": False,
    "question": {"problem": "(1+1)*3?", "ground_truth_answer": "6", "ground_truth_solution": "…",
                 "pre_generated_steps": ["a", "b", "c"], "pre_generated_verifier_score": 0.0107},
    "label": {
        "steps": [
            {"completions": [_one("Look", 0), _one("Or", -1)], "human_completion": None,
             "chosen_completion": 0},
            {"completions": [_one("bad", -1)], "chosen_completion": None,
             "human_completion": {"text": "1+1=2", "rating": None, "source": "human",
                                  "flagged": False, "corrected_rating": 1}},
            {"completions": None, "human_completion": None, "chosen_completion": None},
            {"completions": [_one("2*3=5", -1), _one("2*3=6", 1, True)], "human_completion": None,
             "chosen_completion": None},
        ],
        "total_time": 278270, "finish_reason": "found_error",
    },
}  # fmt: skip
GOLDEN = {"trl": TRL, "processbench": PROCESSBENCH, "math_shepherd": SHEPHERD, "prm800k": PRM800K}


def words(layout: str, row: Row) -> list[str]:
    return list(LAYOUTS[layout].read(row).statuses())


def test_what_the_labels_become() -> None:
    assert words("trl", TRL) == ["correct", "wrong", "inherited"]
    assert words("processbench", PROCESSBENCH) == ["correct", "wrong", "inherited"]
    assert words("processbench", PROCESSBENCH | {"label": -1}) == ["correct"] * 3
    assert words("math_shepherd", SHEPHERD) == ["correct", "wrong"]
    assert words("prm800k", PRM800K) == ["neutral", "correct", "wrong"]
    shepherd = LAYOUTS["math_shepherd"].read(SHEPHERD)
    assert shepherd.prompt == "What is (1+1)*3?"
    assert shepherd.steps[0] == Worked("Step 1: 1+1 = <<1+1=2>>2.", "correct", "monte_carlo")
    assert [step.text for step in LAYOUTS["prm800k"].read(PRM800K).steps] == [
        "Look", "1+1=2", "2*3=5",
    ]  # fmt: skip


def _through_arrow(row: Stepwise) -> Stepwise:
    return stepwise_of(table_of("stepwise", [stepwise_row(row)]).to_pylist()[0])


def _same(layout: str, row: Row) -> bool:
    """Whether a row comes back as it was, through the table; as JSON, where 1 is not true."""
    back = LAYOUTS[layout].write(_through_arrow(LAYOUTS[layout].read(row)))
    return json.dumps(back, sort_keys=True) == json.dumps(row, sort_keys=True)


@pytest.mark.parametrize("layout", GOLDEN)
def test_documented_rows_come_back(layout: str) -> None:
    assert _same(layout, GOLDEN[layout])


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
floats = st.floats(allow_nan=False, allow_infinity=False)
scalars = st.one_of(texts, st.integers(), st.booleans(), st.none(), floats)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3)
)
others = st.dictionaries(texts, values, max_size=3)
blanks = st.text("\n\t ", max_size=3)
trl_rows = st.lists(st.tuples(texts, st.booleans()), max_size=5).flatmap(
    lambda pairs: st.builds(
        lambda more, prompt: more | {"prompt": prompt, "completions": [t for t, _ in pairs],
                                     "labels": [label for _, label in pairs]},
        others, texts,
    )
)  # fmt: skip
processbench_rows = st.lists(texts, max_size=5).flatmap(
    lambda steps: st.builds(
        lambda more, i, g, p, f, label: more | {"id": i, "generator": g, "problem": p,
                                                "steps": steps, "final_answer_correct": f,
                                                "label": label},
        others, texts, texts, texts, st.one_of(st.booleans(), st.none()),
        st.integers(-1, len(steps) - 1),
    )
)  # fmt: skip
pieces = st.tuples(blanks, texts.filter(lambda text: "ки" not in text), blanks)


def _shepherd(more: Row, head: str, steps: list[tuple[Any, ...]], tail: str) -> Row:
    begun = [head + "Step 1:", *[""] * (len(steps) - 1)]
    parts = [(b + before + t + after, "+" if sign else "-")
             for b, ((before, t, after), sign) in zip(begun, steps, strict=True)]  # fmt: skip
    tagged = "".join(part + "ки" for part, _ in parts) + tail
    return more | {"input": tagged, "label": "".join(p + sign for p, sign in parts) + tail}


shepherd_rows = st.builds(
    _shepherd,
    others,
    texts.filter(lambda text: "ки" not in text),
    st.lists(st.tuples(pieces, st.booleans()), min_size=1, max_size=4),
    texts.filter(lambda text: "ки" not in text),
)
ratings = st.sampled_from([1, 0, -1, None])
completions = st.builds(lambda more, t, r: more | {"text": t, "rating": r}, others, texts, ratings)
humans = st.one_of(st.none(), st.builds(lambda more, t: more | {"text": t}, others, texts))


@st.composite
def _prm_step(draw: Any) -> Row:
    many = draw(st.one_of(st.none(), st.lists(completions, max_size=3)))
    chosen = draw(st.one_of(st.none(), st.integers(0, len(many) - 1))) if many else None
    return {**draw(others), "completions": many, "human_completion": draw(humans),
            "chosen_completion": chosen}  # fmt: skip


prm_rows = st.builds(
    lambda more, question, p, answer, label, steps: more | {
        "question": question | {"problem": p, "ground_truth_answer": answer},
        "label": label | {"steps": steps},
    },
    others, others, texts, st.one_of(texts, st.none(), st.integers()), others,
    st.lists(_prm_step(), max_size=4),
)  # fmt: skip


@given(trl_rows)
def test_trl_rows_come_back(row: Row) -> None:
    assert _same("trl", row)


@given(processbench_rows)
def test_processbench_rows_come_back(row: Row) -> None:
    assert _same("processbench", row)


@given(shepherd_rows)
def test_math_shepherd_rows_come_back(row: Row) -> None:
    assert _same("math_shepherd", row)


@given(prm_rows)
@settings(max_examples=50)
def test_prm800k_rows_come_back(row: Row) -> None:
    assert _same("prm800k", row)


@given(st.one_of(values, others), st.sampled_from(sorted(LAYOUTS)))
def test_anything_else_is_refused_by_name(row: Any, layout: str) -> None:
    changed = GOLDEN[layout] | (row if isinstance(row, dict) else {"steps": row, "label": row})
    try:
        assert _same(layout, changed)
    except UsageError as error:
        assert str(error)


@pytest.mark.parametrize(
    ("layout", "changed", "said"),
    [
        ("trl", {"labels": [1, 0, 0]}, "labels is [1,0,0]; a list of true and false"),
        ("trl", {"labels": [True]}, "1 labels for 3 completions"),
        ("trl", {"completions": "x"}, 'completions is "x"; a list of texts'),
        ("trl", {"prompt": None}, "prompt is null; a text"),
        ("processbench", {"label": True}, "label is true; -1 to 2"),
        ("processbench", {"label": 3}, "label is 3; -1 to 2"),
        ("processbench", {"final_answer_correct": "yes"}, "final_answer_correct is"),
        ("processbench", {"id": 4}, "id is 4; a text"),
        ("math_shepherd", {"label": SHEPHERD["input"]}, "part at step 0"),
        ("math_shepherd", {"label": SHEPHERD["label"] + "x"}, "after the last tag"),
        ("math_shepherd", {"input": "x", "label": "x"}, "no tag"),
        ("math_shepherd", {"input": "x ки", "label": "x +"}, "no 'Step 1:'"),
        ("prm800k", {"question": 1}, "question is 1; an object"),
        ("prm800k", {"label": {"steps": 1}}, "label.steps is 1"),
        ("prm800k", {"label": {"steps": [{"completions": [{"text": "x"}]}]}}, "without a rating"),
        ("prm800k", {"label": {"steps": [{"completions": [_one("x", 2)]}]}}, "rating is 2"),
        ("prm800k", {"label": {"steps": [{"completions": [_one("x", True)]}]}}, "rating is true"),
        ("prm800k", {"label": {"steps": [{"completions": [], "chosen_completion": 0}]}}, "chosen"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(layout: str, changed: Row, said: str) -> None:
    with pytest.raises(UsageError) as found:
        LAYOUTS[layout].read(GOLDEN[layout] | changed)
    assert said in str(found.value)


# ---- from one layout to another ---------------------------------------------------------------


def test_the_first_wrong_step_survives_every_way() -> None:
    for one in LAYOUTS:
        row = LAYOUTS[one].read(GOLDEN[one])
        for two in set(LAYOUTS) - {one}:
            back = LAYOUTS[two].read(LAYOUTS[two].write(row))
            assert back.first_wrong() == row.first_wrong(), (one, two)
            assert back.prompt == row.prompt


def _row(*statuses: str, text: str = "x") -> Stepwise:
    return Stepwise("run", "p", tuple(Worked(text, s) for s in statuses))  # type: ignore[arg-type]


def test_what_another_layout_cannot_say() -> None:
    for layout in ("trl", "math_shepherd"):
        with pytest.raises(UsageError, match="step 1 is undecided"):
            LAYOUTS[layout].write(_row("correct", "undecided"))
    with pytest.raises(UsageError, match="step 0 is undecided"):
        LAYOUTS["processbench"].write(_row("undecided", "wrong"))
    assert LAYOUTS["processbench"].write(_row("wrong", "undecided"))["label"] == 0
    made = LAYOUTS["trl"].write(_row("neutral", "wrong", "inherited"))
    assert made["labels"] == [True, False, False]
    with pytest.raises(UsageError, match="holds the tag"):
        LAYOUTS["math_shepherd"].write(_row("correct", text="ки"))
    made = LAYOUTS["prm800k"].write(_row("correct", "wrong", "inherited"))
    assert [s["chosen_completion"] for s in made["label"]["steps"]] == [0, None]
    assert made["label"]["finish_reason"] == "found_error"
    assert len(made["question"]["pre_generated_steps"]) == 3


# ---- files ------------------------------------------------------------------------------------

BAD_LINES = {
    b"{": "no JSON",
    b"[]x": "no JSON",
    b"7": "a JSON object is expected, not int",
    b"\xff{}": "no UTF-8 at byte 0",
    b'{"prompt": "a", "prompt": "b"}': "the key 'prompt' stands twice",
    b'{"prompt": NaN}': "NaN is no number",
    b'{"prompt": 1e999}': "too large for a number",
    b'{"prompt": "\\ud800"}': "half of a surrogate pair",
    b"{" + b'"a":{' * 100_000: "nested too deeply",
    b'{"n": ' + b"9" * 5000 + b"}": "no JSON",
    b"{}": "prompt is missing",
}


def _jsonl(path: Path, *rows: Row) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def _rejected(out: Path) -> list[Row]:
    text = out.with_name(f"{out.name}.rejected.jsonl").read_text()
    return [json.loads(line) for line in text.split("\n")[:-1]]


@pytest.mark.parametrize("layout", GOLDEN)
def test_files_there_and_back(tmp_path: Path, layout: str) -> None:
    row = GOLDEN[layout]
    source = _jsonl(tmp_path / "in.jsonl", row, row | {"more": [1, 2.5, None]})
    convert(source, layout, tmp_path / "table", "table")
    assert open_table(tmp_path / "table", "stepwise").num_rows == 2
    convert(tmp_path / "table", "table", tmp_path / "out.jsonl", layout)
    made = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert made == [row, row | {"more": [1, 2.5, None]}]
    assert not list(tmp_path.rglob("*rejected*"))
    with pytest.raises(UsageError, match="holds such a table already"):
        convert(source, layout, tmp_path / "table", "table")


def test_a_list_in_one_file(tmp_path: Path) -> None:
    source = tmp_path / "math.json"
    source.write_text(json.dumps([PROCESSBENCH, 7, PROCESSBENCH], indent=2))
    told = convert(source, "processbench", tmp_path / "out.jsonl", "trl", max_errors=0.5)
    assert (told.rows, told.written, told.rejected) == (3, 2, 1)
    source.write_text("[1, ")
    with pytest.raises(UsageError, match="holds a list that cannot be read"):
        convert(source, "processbench", tmp_path / "out.jsonl", "trl")


def test_rejected_rows_are_kept_with_their_reason(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    good = json.dumps(TRL).encode()
    source.write_bytes(b"\n".join([good, *BAD_LINES, b"", good]))
    with pytest.raises(TooManyBadRows, match=r"11 of 13 rows are rejected; 0% are allowed"):
        convert(source, "trl", tmp_path / "out.jsonl", "processbench")
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 2
    rejected = _rejected(tmp_path / "out.jsonl")
    assert [row["row"] for row in rejected] == list(range(2, 13))
    for row, (line, said) in zip(rejected, BAD_LINES.items(), strict=True):
        assert said in row["why"]
        assert row["text"] == line.decode("utf-8", "backslashreplace")
    _jsonl(source, TRL)
    assert convert(source, "trl", tmp_path / "out.jsonl", "trl").rejected == 0
    assert not (tmp_path / "out.jsonl.rejected.jsonl").exists()


def test_a_run_s_labels_go_out_and_what_is_left_out_is_told(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", tasks=20)
    told = convert(run, "run", tmp_path / "out.jsonl", "trl", max_errors=1.0)
    assert told.written > 0 and told.written + told.rejected == told.rows == 64
    rejected = (tmp_path / "out.jsonl.rejected.jsonl").read_text() if told.rejected else ""
    assert rejected.count("is undecided") == told.rejected
    source = _jsonl(tmp_path / "in.jsonl", PRM800K)
    told = convert(source, "prm800k", tmp_path / "other.jsonl", "trl")
    assert told.left_out["alternative completions"] == 3 and told.left_out["labeler"] == 1


def test_a_table_that_no_import_wrote(tmp_path: Path) -> None:
    from assay.core.store import write_part

    good = stepwise_row(LAYOUTS["math_shepherd"].read(SHEPHERD))
    step = good["steps"][0]
    rows = [
        good | {"rest_json": "{"},
        good | {"rest_json": "{}"},
        good | {"steps": [step | {"status": "great"}]},
    ]
    write_part(tmp_path / "t", "stepwise", table_of("stepwise", rows), "x")
    told = convert(tmp_path / "t", "table", tmp_path / "o.jsonl", "math_shepherd", max_errors=1.0)
    assert told.rejected == 3
    why = [row["why"] for row in _rejected(tmp_path / "o.jsonl")]
    assert "no JSON object" in why[0] and "rest_json is not what" in why[1]
    assert "a step's status is 'great'" in why[2]


def test_the_command(tmp_path: Path) -> None:
    source = _jsonl(tmp_path / "in.jsonl", PROCESSBENCH)
    call = ["stepwise", "--from", "processbench", "--to", "trl", str(source), "--out"]
    done = CliRunner().invoke(app, [*call, str(tmp_path / "out.jsonl")])
    assert json.loads(done.stdout)["written"] == 1
    for out, said in ((source, "it is the input"), (tmp_path, "be no folder")):
        failed = CliRunner().invoke(app, [*call, str(out)])
        assert isinstance(failed.exception, UsageError) and said in str(failed.exception)


def _read_by_a_trainer(rows: list[Row]) -> Any:
    from datasets import Dataset, Features, Sequence, Value

    kinds = Features({"prompt": Value("string"), "completions": Sequence(Value("string")),
                      "labels": Sequence(Value("bool"))})  # fmt: skip
    return Dataset.from_list(rows, features=kinds)


def test_trl_rows_are_what_its_trainer_took() -> None:
    """The features of the former type, from its documentation, take our rows as they are."""
    rows = [LAYOUTS["trl"].write(_row("correct", "wrong"))]
    assert _read_by_a_trainer(rows)[0] == rows[0]
