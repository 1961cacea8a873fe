"""Records survive the way into Arrow and back; docs/schema.md says what the schemas say."""

import re
from pathlib import Path

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from assay.core.records import Answer, Claim, Label, Solution, Step, StepLabel, Task, Verdict
from assay.core.tables import (
    SCHEMAS,
    label_of,
    label_row,
    read_tasks,
    solution_of,
    solution_row,
    table_of,
    tasks_table,
)

DOC = Path(__file__).parent.parent.parent / "docs" / "schema.md"
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
numbers = st.integers(-(2**63), 2**63 - 1)
small = st.integers(-(2**31), 2**31 - 1)
maps = st.dictionaries(words, st.one_of(words, numbers, st.booleans(), st.none()), max_size=3)
steps = st.builds(Step, words, st.builds(Claim, st.just("equal"), words, words), maps)
answers = st.builds(Answer, words, words, maps)
tasks = st.builds(
    Task,
    *(words, words, small, small, numbers, numbers, words, words, answers),
    steps=st.lists(steps, max_size=3).map(tuple),
    meta=maps,
)
solutions = st.builds(
    Solution, *(words, words, small, words, maps, words, small, small, words, numbers)
)
verdicts = st.builds(
    Verdict, st.sampled_from(["correct", "wrong", "error"]), words, st.none(), maps, st.none()
)
step_labels = st.builds(
    StepLabel, small, small, st.just("wrong"), p_correct=st.one_of(st.none(), st.floats(0, 1))
)
labels = st.builds(
    Label, words, words, small, verdicts, words, st.lists(step_labels, max_size=3).map(tuple)
)


@given(st.lists(tasks, max_size=3))
def test_tasks_round_trip(made: list[Task]) -> None:
    assert list(read_tasks(tasks_table(made))) == made


@given(solutions)
def test_solutions_round_trip(made: Solution) -> None:
    row = table_of("solutions", [solution_row(made)]).to_pylist()[0]
    assert solution_of(row) == made


@given(labels)
def test_labels_round_trip(made: Label) -> None:
    assert label_of(table_of("labels", [label_row(made)]).to_pylist()[0]) == made


def _spell(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return f"list<{_spell(kind.value_type)}>"
    if pa.types.is_struct(kind):
        fields = (kind.field(i) for i in range(kind.num_fields))
        return "{" + ", ".join(f"{f.name}: {_spell_field(f)}" for f in fields) + "}"
    return str(kind)


def _spell_field(field: pa.Field) -> str:
    return _spell(field.type) + ("?" if field.nullable else "")


def test_the_document_is_the_schema() -> None:
    text = DOC.read_text()
    for name, schema in SCHEMAS.items():
        section = text.split(f"## {name}\n")[1].split("\n## ")[0]
        written = re.findall(r"^\| `(\w+)` \| `([^`]+)` \|", section, re.M)
        assert written == [(field.name, _spell_field(field)) for field in schema]
