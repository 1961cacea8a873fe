"""The bridges as files: what `assay bridge` writes for other people's trainers to load.

    export("trl", data=Path("data/t"), out=Path("data/trl"))
        -> data/trl/prompts/train.parquet, and preferences/train.parquet where there are labels

TRL's own command line reads the folders: `trl grpo --dataset_name data/trl/prompts …`; each holds
one data set, since `load_dataset` takes all files of a folder for one.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal, get_args

import pyarrow as pa

from assay.core.errors import UsageError, unknown
from assay.core.store import make_folder, write_bytes
from assay.training.bridges.environment import write_environment
from assay.training.bridges.trl_data import preference_rows, prompt_rows
from assay.training.bridges.verl import parquet, write_verl

To = Literal["trl", "verl", "verifiers"]


def write_trl(
    *,
    data: Path,
    out: Path,
    chat: bool = True,
    pairs: int = 1,
    families: Sequence[str] | None = None,
    levels: Sequence[int] | None = None,
) -> dict[str, int]:
    """Prompts, and pairs where the folder has labelled solutions, as `load_dataset` reads them.

    Raises UsageError for a folder without tasks of split train, and one that cannot be written.
    """
    prompts = prompt_rows(data, chat=chat, split="train", families=families, levels=levels)
    found = {"prompts": prompts}
    if (data / "labels").is_dir() and (data / "solutions").is_dir():
        chosen: dict[str, Any] = {"families": families}
        found["preferences"] = preference_rows(
            data, chat=chat, split="train", pairs=pairs, **chosen
        )
    make_folder(out)
    for name, rows in found.items():
        write_bytes(out / name / "train.parquet", parquet(pa.Table.from_pylist(rows)))
    return {f"{name}/train.parquet": len(rows) for name, rows in found.items()}


_WRITERS: dict[str, Callable[..., dict[str, int]]] = {
    "trl": write_trl,
    "verl": write_verl,
    "verifiers": write_environment,
}


def export(to: str, *, data: Path, out: Path, **keywords: Any) -> dict[str, int]:
    """Write the files of one bridge; how many rows each holds.

    `keywords` are those of its writer, None for its own default. Raises UsageError for an unknown
    bridge, and a keyword that this bridge does not take.
    """
    if to not in _WRITERS:
        raise unknown("bridge", to, get_args(To))
    given = {name: value for name, value in keywords.items() if value is not None}
    writer = _WRITERS[to]
    allowed = writer.__kwdefaults__ or {}
    for name in given:
        if name not in allowed:
            raise UsageError(f"{name}: the bridge to {to} has no such option")
    return writer(data=data, out=out, **given)
