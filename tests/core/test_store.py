"""The store: whole parts or none, damage found, torn lines survived, locks held."""

import subprocess
import sys
from pathlib import Path

import pytest

from assay.core.errors import LockHeld, UsageError
from assay.core.store import (
    MANIFEST,
    drop_damaged,
    lock,
    made_by,
    open_table,
    parts_of,
    read_manifest,
    write_bytes,
    write_part,
)
from assay.core.tables import table_of


def _write(folder: Path, key: str, value: str = "a") -> None:
    row = {
        "task_id": value,
        "sampler": "s",
        "sample": 0,
        "split": "train",
        "kept": True,
        "reason": None,
    }
    write_part(folder, "curated", table_of("curated", [row]), key, {"n": 1}, {"seed": 7})


def test_parts_come_back_in_order_with_settings_and_notes(tmp_path: Path) -> None:
    for key in "abc":
        _write(tmp_path, key, key)
    parts = parts_of(tmp_path, "curated")
    assert [(p.key, p.rows, p.note) for p in parts] == [(k, 1, {"n": 1}) for k in "abc"]
    assert made_by(tmp_path, parts[0]) == {"seed": 7}
    assert open_table(tmp_path, "curated")["task_id"].to_pylist() == ["a", "b", "c"]
    assert open_table(tmp_path / "curated", "curated").num_rows == 3


def test_equal_work_is_equal_bytes(tmp_path: Path) -> None:
    for name in ("x", "y"):
        _write(tmp_path / name, "k")
    one, two = (sorted(p for p in (tmp_path / n).rglob("*") if p.is_file()) for n in "xy")
    assert [p.read_bytes() for p in one] == [p.read_bytes() for p in two]


def test_torn_line_is_passed_over_and_cut_off(tmp_path: Path) -> None:
    _write(tmp_path, "a")
    with open(tmp_path / MANIFEST, "ab") as handle:
        handle.write(b'{"file":"curated/part-0000')
    assert len(read_manifest(tmp_path)) == 1
    _write(tmp_path, "b")
    assert [part.key for part in read_manifest(tmp_path)] == ["a", "b"]


def test_a_part_without_its_line_is_written_over(tmp_path: Path) -> None:
    _write(tmp_path, "a")
    (tmp_path / "curated" / "part-00001.parquet").write_bytes(b"half")
    assert open_table(tmp_path, "curated").num_rows == 1
    _write(tmp_path, "b")
    assert open_table(tmp_path, "curated").num_rows == 2


@pytest.mark.parametrize("damage", ["remove", "truncate"])
def test_damaged_part_is_dropped_and_its_place_filled_again(tmp_path: Path, damage: str) -> None:
    for key in "abc":
        _write(tmp_path, key, key)
    victim = tmp_path / "curated" / "part-00001.parquet"
    before = victim.read_bytes()
    victim.unlink() if damage == "remove" else victim.write_bytes(before[:50])
    assert [part.key for part in drop_damaged(tmp_path)] == ["b"]
    _write(tmp_path, "b", "b")
    assert victim.read_bytes() == before
    assert drop_damaged(tmp_path) == []


def test_what_a_killed_write_left_goes(tmp_path: Path) -> None:
    _write(tmp_path, "a")
    rests = [tmp_path / "curated" / ".part-00001.parquet.7.tmp", tmp_path / ".run.json.7.tmp"]
    for rest in rests:
        rest.write_bytes(b"half")
    assert drop_damaged(tmp_path) == []
    assert not any(rest.exists() for rest in rests)


def test_failed_write_leaves_the_old_file_and_no_rest(tmp_path: Path) -> None:
    write_bytes(tmp_path / "f", b"old")
    with pytest.raises(TypeError):
        write_bytes(tmp_path / "f", "no bytes")  # type: ignore[arg-type]
    assert [p.name for p in tmp_path.iterdir()] == ["f"]
    assert (tmp_path / "f").read_bytes() == b"old"


def test_lock_is_held_against_another_process(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from assay.core.store import lock\n"
        f"with lock(Path({str(tmp_path)!r})): pass"
    )
    with lock(tmp_path), pytest.raises(LockHeld, match="another run holds"), lock(tmp_path):
        pass
    with lock(tmp_path):
        held = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "LockHeld" in held.stderr
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_folder_that_got_nothing_goes_again(tmp_path: Path) -> None:
    with pytest.raises(UsageError), lock(tmp_path / "new"):
        raise UsageError("no such family")
    assert not (tmp_path / "new").exists()
    with lock(tmp_path / "new"):
        (tmp_path / "new" / "x").touch()
    assert (tmp_path / "new" / "x").exists()


@pytest.mark.parametrize("bad", ["/proc/nowhere", "/dev/null/x"])
def test_unwritable_folder_is_a_usage_error(bad: str) -> None:
    with pytest.raises(UsageError, match=bad), lock(Path(bad)):
        pass


@pytest.mark.parametrize("home", ["run", "curated"])
def test_a_table_is_found_from_its_folder_and_from_the_one_above(tmp_path: Path, home: str) -> None:
    _write(tmp_path / home, "a", "a")
    for path in (tmp_path / home, tmp_path / home / "curated"):
        assert open_table(path, "curated").num_rows == 1


def test_foreign_and_missing_tables_are_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no table 'tasks'"):
        open_table(tmp_path, "tasks")
    (tmp_path / "tasks").mkdir()
    (tmp_path / "tasks" / "x.parquet").write_bytes(b"PAR1 rubbish")
    with pytest.raises(UsageError, match="cannot read the table"):
        open_table(tmp_path, "tasks")
