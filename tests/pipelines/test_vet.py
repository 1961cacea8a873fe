"""Vetting: good tasks stay, wrong references and weak tests go, with the reason."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assay.checkers.program import judge_source
from assay.checkers.program_further import further_inputs
from assay.checkers.program_shrinks import fits
from assay.core.errors import SandboxUnavailable
from assay.core.records import Task
from assay.core.store import open_table, write_part
from assay.core.tables import tasks_table
from assay.generators import FAMILIES, draw
from assay.pipelines import killing
from assay.pipelines import vet as stage
from assay.pipelines.killing import Strength, strength
from assay.pipelines.vet import Vetted, vet, vet_task
from assay.pipelines.vetted import vetted_parts, vetted_tasks
from assay.sandbox import Sandbox


def task_of(family: str, index: int = 0, **changes: Any) -> Task:
    task = draw(FAMILIES[family], level=1 + index % 3, seed=5, index=index).task
    return replace(task, answer=replace(task.answer, spec={**task.answer.spec, **changes}))


def test_a_good_task_is_kept(local: Sandbox) -> None:
    for family in ("function_synthesis", "repair"):
        task = task_of(family)
        row = vet_task(task, local)
        assert (row["kept"], row["reason"]) == (True, None)
        assert row["killed"] == list(range(len(task.answer.spec["mutants"])))
        assert row["tests"] > 20


def test_an_equivalent_mutant_is_put_aside(local: Sandbox) -> None:
    task = task_of("function_synthesis")
    spec = task.answer.spec
    twin = spec["reference_source"] + "\n"
    row = vet_task(task_of("function_synthesis", mutants=[twin, *spec["mutants"][:1]]), local)
    assert (row["kept"], row["killed"]) == (True, [1])
    row = vet_task(task_of("function_synthesis", mutants=[twin]), local)
    assert (row["kept"], row["reason"]) == (False, "no mutant is killed")


def test_a_repair_whose_fault_is_none_is_dropped(local: Sandbox) -> None:
    task = task_of("repair")
    problem = f'{{"faulty":{stage_json(task.answer.spec["reference_source"])}}}'
    mutants = [task.answer.spec["reference_source"], *task.answer.spec["mutants"][:1]]
    changed = replace(task_of("repair", mutants=mutants), meta={"problem": problem})
    assert vet_task(changed, local)["reason"] == "the shown fault passes the tests"


def stage_json(text: str) -> str:
    from assay.core.canonical import dumps

    return dumps(text)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("def solve(*args):\n    return 'no'", 'the reference differs from the gold: "no" on'),
        ("def solve(*args):\n    return 1 // 0", "the reference fails: re on"),
        ("def solve(:", "the reference fails: "),
        ("import random\nsolve = random.random\n", "the reference fails: "),
    ],
)
def test_a_reference_that_fails_is_dropped(source: str, reason: str, local: Sandbox) -> None:
    row = vet_task(task_of("function_synthesis", reference_source=source), local)
    assert not row["kept"]
    assert row["reason"].startswith(reason)


def folder_of(tmp_path: Path, tasks: Sequence[Task]) -> Path:
    write_part(tmp_path, "tasks", tasks_table(tasks), key="all")
    return tmp_path


def tasks_for_a_folder() -> list[Task]:
    tasks = [task_of("function_synthesis", i) for i in range(3)]
    spec = tasks[2].answer.spec
    tasks[2] = task_of(
        "function_synthesis", 2, mutants=[*spec["mutants"], spec["reference_source"]]
    )
    bad = task_of("repair", 7, reference_source="def solve(*args):\n    return 'no'")
    return [*tasks, bad, draw(FAMILIES["output_prediction"], 1, 5, 0).task]


def test_the_stage_writes_a_row_for_each_program_and_later_stages_heed_it(
    tmp_path: Path, local: Sandbox
) -> None:
    tasks = tasks_for_a_folder()
    folder = folder_of(tmp_path / "a", tasks)
    found = vet(tasks=folder, out=folder, sandbox="local", workers=2)
    assert (found.kept, found.dropped) == (3, {"the reference differs from the gold": 1})
    assert found.mutants - found.killed == 1 + len(tasks[3].answer.spec["mutants"])
    assert found.skipped == ()
    left = [task for part in vetted_parts(folder) for task in part.tasks]
    assert [task.task_id for task in left] == [t.task_id for t in tasks if t is not tasks[3]]
    assert left[2].answer.spec["mutants"] == tasks[2].answer.spec["mutants"][:-1]
    spec = {name: value for name, value in left[0].answer.spec.items() if name != "telling"}
    assert spec == tasks[0].answer.spec
    again = vet(tasks=folder, out=folder, sandbox="local")
    assert again == found
    assert len(list((folder / "vetted").iterdir())) == 1
    one = folder_of(tmp_path / "b", tasks)
    vet(tasks=one, out=one, sandbox="local", workers=1)
    part = "vetted/part-00000.parquet"
    assert (one / part).read_bytes() == (folder / part).read_bytes()


def test_without_isolation_nothing_is_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> Sandbox:
        raise SandboxUnavailable("not here")

    monkeypatch.setattr(stage, "open_sandbox", refuse)
    folder = folder_of(tmp_path, tasks_for_a_folder())
    found = vet(tasks=folder, out=folder)
    skipped = {"what": "vetting of 4 program tasks", "reason": "not here"}
    assert found == Vetted(0, {}, 0, 0, (skipped,))
    assert len([task for part in vetted_parts(folder) for task in part.tasks]) == 5
    with pytest.raises(SandboxUnavailable):
        vet(tasks=folder, out=folder, sandbox="local")


def test_a_folder_without_programs_needs_no_sandbox(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage, "open_sandbox", None)
    folder = folder_of(tmp_path, [draw(FAMILIES["output_prediction"], 1, 5, 0).task])
    assert vet(tasks=folder, out=folder) == Vetted(0, {})
    assert open_table(folder, "tasks").num_rows == 1


WEAK = {
    "reference_source": "def solve(n):\n    return 1 if n == 417 else 0",
    "mutants": ["def solve(n):\n    return 1 if n == 417 else 2"],
    "examples": [{"args": [n], "result": 0} for n in (3, 5)],
    "strategies": [{"name": "n", "type": "integer", "min": 0, "max": 999}],
}


def test_an_input_that_tells_a_survivor_becomes_a_test(tmp_path: Path, local: Sandbox) -> None:
    task = task_of("function_synthesis", **WEAK)
    before = strength(task.answer, local)
    assert not before.enough
    assert (before.mutants, before.equivalent) == (8, 0)
    assert (417,) in before.telling
    row = vet_task(task, local)
    assert (row["kept"], row["caught"], row["equivalent"]) == (True, 8, 0)
    folder = folder_of(tmp_path, [task])
    assert vet(tasks=folder, out=folder, sandbox="local").caught == 8
    (left,) = [task for part in vetted_parts(folder) for task in part.tasks]
    assert [417] in left.answer.spec["telling"]
    assert vetted_tasks(folder)[task.task_id] == left
    blind = "def solve(n):\n    return 0"
    assert judge_source(task.answer, blind, local).status == "correct"
    assert judge_source(left.answer, blind, local).status == "wrong"


def test_a_survivor_that_agrees_everywhere_is_equivalent(local: Sandbox) -> None:
    source = "def solve(n):\n    return 0 if n < 2000 else 1"
    task = task_of("function_synthesis", **{**WEAK, "reference_source": source})
    found = strength(task.answer, local)
    assert found.telling == ()
    assert (found.mutants - found.killed, found.enough) == (found.equivalent, True)
    assert 3 <= found.equivalent < found.mutants


CPP = """long long solve(long long n) {
    return n % 7 == 3 ? n : 2 * n;
}"""


@pytest.mark.parametrize("more", [[], ["long long solve(long long n) { return m; }"]])
def test_functions_of_cpp_are_killed_together_as_each_by_itself(
    more: list[str], local: Sandbox
) -> None:
    mutants = [
        CPP.replace("n % 7 == 3", "n % 7 == 3 && n < 5000"),
        CPP.replace("== 3", "!= 3"),
        CPP.replace("n % 7 == 3", "n % 7 == 3 && n != 3"),
        CPP.replace("return", "return n == 5 ? std::vector<int>().at(n) :"),
        *more,
    ]
    changes = {"lang": "cpp", "types": {"takes": ["int"], "gives": "int"}, "mutants": mutants}
    changes["strategies"] = [{"name": "n", "type": "integer", "min": 0, "max": 40}]
    task = task_of("function_synthesis", **{**WEAK, "reference_source": CPP, **changes})
    examples = [{"args": [3], "result": 3}, {"args": [5], "result": 10}]
    answer = replace(task.answer, spec={**task.answer.spec, "examples": examples})
    found = strength(answer, local)
    dead = [m for m in mutants if judge_source(answer, m, local).status != "correct"]
    assert found.judged == {*dead} == {*mutants[1:]}
    assert (found.mutants, found.killed, found.equivalent) == (len(mutants), len(dead), 1)


def test_many_inputs_that_take_long_are_no_fault(
    local: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = "def solve(n):\n    return sum(1 for _ in range(20_000)) + n"
    examples = [{"args": [n], "result": 20_000 + n} for n in (3, 5)]
    task = task_of("function_synthesis", **{**WEAK, "reference_source": slow, "examples": examples})
    further = killing.further_tests(task.answer, local)
    monkeypatch.setattr(killing, "CPU_SECONDS", 0.3)
    hurried = killing._hurried(task.answer)
    assert len(killing.outcomes_of(hurried, slow, further.args, local)) < len(further.args)
    assert killing._first_wrong(hurried, slow, further, local) is None
    hanging = slow.replace("return", "while n == 7:\n        pass\n    return")
    assert killing._first_wrong(hurried, hanging, further, local) == (7,)


def test_tests_that_stay_weak_drop_the_task(
    local: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage, "strength", lambda *_: Strength(10, 9, 0))
    row = vet_task(task_of("function_synthesis"), local)
    assert row["reason"] == "the tests are weak: 9 of 10 mutants are killed"
    assert (row["kept"], row["tried"], row["caught"]) == (False, 10, 9)


def test_what_vetting_says() -> None:
    told = str(Vetted(3, {"the tests are weak": 1}, tried=40, caught=35, equivalent=4))
    assert told == (
        "3 program tasks kept, 1 dropped; 35 of 36 mutants killed, 4 (10.0%) more left out as "
        "equivalent"
    )


@pytest.mark.parametrize(
    "strategies",
    [
        [{"type": "integer", "min": 0, "max": 9}],
        [{"type": "boolean"}, {"type": "choice", "values": ["a", "b", "c"]}],
        task_of("contest").answer.spec["strategies"],
        task_of("function_synthesis", 1).answer.spec["strategies"],
    ],
)
def test_further_inputs_differ_and_are_allowed(strategies: Any) -> None:
    found = further_inputs(strategies, 400)
    assert found == further_inputs(strategies, 400)
    assert len({repr(one) for one in found}) == len(found)
    assert all(fits(strategies, one) for one in found)
    room = {"integer": 10, "boolean": 6}.get(strategies[0]["type"], 400)
    assert len(found) in (room, 400)
