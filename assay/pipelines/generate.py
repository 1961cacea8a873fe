"""The generate stage: families -> the tasks table, without repeats.

    generate(families="gcd,linear_equation", count=1000, seed=42, out=Path("data/t"))

`count` is for each family; without a level, item i has level 1 + i mod 10. Items are drawn in
index order; a repeat (same canonical form) is left out and the next indices fill the gap. `append`
goes on where the manifest ends, with another `count`. The bytes do not depend on the workers.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import count as count_from
from itertools import islice
from pathlib import Path
from typing import Any

from assay.core.canonical import loads
from assay.core.errors import AssayError, TooManyBadRows, UsageError, unknown
from assay.core.ranges import Count, Level, Share, ranged
from assay.core.seeds import canonical_key
from assay.core.store import Part, drop_damaged, made_by, parts_of, read_part, write_part
from assay.core.tables import table_of, task_row
from assay.generators import Family, draw, find, select
from assay.generators.family import LEVELS, PHRASINGS, Phrasing
from assay.pipelines.parallel import in_order, workers_pool
from assay.pipelines.progress import Progress

PART_ROWS = 4096
BLOCK = 128
DRAWS_PER_TASK = 50


@dataclass(frozen=True, slots=True)
class Request:
    """What one call asks of each family."""

    seed: int
    level: int | None
    phrasing: Phrasing

    def level_of(self, index: int) -> int:
        """The level of the item `index`."""
        return self.level if self.level is not None else LEVELS[index % len(LEVELS)]


@dataclass(frozen=True, slots=True)
class Block:
    """A run of indices of one family, drawn by one worker."""

    family: str
    request: Request
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Item:
    """A drawn item: its row and key, or why our generator failed on it."""

    index: int
    key: bytes
    row: dict[str, Any] | None
    failure: str | None = None


@ranged
def generate(
    *,
    families: str,
    count: Count,
    out: Path,
    seed: int = 0,
    level: Level | None = None,
    phrasing: Phrasing = "any",
    append: bool = False,
    batch_number: int | None = None,
    beside: bool = False,
    workers: Count = 1,
    max_errors: Share = 0.0,
    progress: Progress | None = None,
) -> int:
    """Write `count` tasks of each family to `out`; returns how many were written now.

    `append` begins a further batch of `count` once the last one is whole; `batch_number` names the
    one that must be whole in the end (a run counts them, so that a killed one is gone on with).
    `beside` lets the folder hold tasks of other requests (a recipe with several). Raises
    UsageError for unknown names, bad numbers, a count above a family's capacity, or a folder
    made with other settings; TooManyBadRows when generators failed on more than `max_errors`.
    """
    chosen = select(families)
    request = _checked(seed, level, phrasing)
    for family in chosen:
        _check_capacity(family, request, count)
    drop_damaged(out)
    settings = {"stage": "generate", "seed": seed, "level": level, "phrasing": phrasing}
    _check_folder(out, settings, [f.name for f in chosen], beside)
    written = 0
    failures: list[str] = []
    with (
        workers_pool(workers) as pool,
        (progress or Progress()).stage("generate", count * len(chosen)) as advance,
    ):
        for family in chosen:
            line = _Line(family, request, out, settings, count, append, batch_number)
            for rows in line.write(pool):
                written += rows
                advance(rows)
            failures += line.failures
    if len(failures) > max_errors * (written + len(failures)):
        raise TooManyBadRows(
            f"{len(failures)} generated items failed beside {written} written ones, more than "
            f"the allowed share {max_errors}; the first: {failures[0]}"
        )
    return written


def _checked(seed: int, level: int | None, phrasing: Phrasing) -> Request:
    if not -(2**63) <= seed < 2**63:
        raise UsageError(f"seed {seed}: allowed are 64-bit signed integers")
    if phrasing not in PHRASINGS:
        raise unknown("phrasing", phrasing, PHRASINGS)
    return Request(seed, level, phrasing)


def _check_capacity(family: Family, request: Request, count: int) -> None:
    levels = LEVELS if request.level is None else [request.level]
    capacities = [family.capacity(level) for level in levels]
    room = None if None in capacities else sum(c for c in capacities if c is not None)
    if room is not None and count > room:
        raise UsageError(f"count {count}: {family.name} has only {room} different problems there")


def _check_folder(out: Path, settings: dict[str, Any], names: list[str], beside: bool) -> None:
    """Refuse a folder whose tasks were made by another request."""
    for part in parts_of(out, "tasks"):
        made = dict(made_by(out, part))
        family = made.pop("family", None)
        if not beside and (made != settings or family not in names):
            raise UsageError(
                f"{str(out)!r} holds tasks made with other settings ({family}, {made}); "
                "choose another --out or the same settings"
            )


class _Line:
    """One family's tasks in one folder: what is there already, and what is still to be drawn."""

    def __init__(
        self,
        family: Family,
        request: Request,
        out: Path,
        settings: dict[str, Any],
        count: int,
        append: bool,
        batch: int | None,
    ) -> None:
        self.family, self.request, self.out = family, request, out
        self.settings = {**settings, "family": family.name}
        self.failures: list[str] = []
        self._seen: set[bytes] = set()
        mine = self._read()
        self.batch = mine[-1].note["batch"] if mine else 0
        last = [part for part in mine if part.note["batch"] == self.batch]
        self.have = sum(part.rows for part in last)
        self.index = mine[-1].note["next"] if mine else 0
        whole = bool(last) and self.have == last[0].note["of"]
        if whole and (append if batch is None else self.batch < batch):
            self.batch, self.have, last = self.batch + 1, 0, []
        self.count = last[0].note["of"] if last and append else count
        if last and last[0].note["of"] != self.count:
            raise UsageError(
                f"{str(out)!r} holds {last[0].note['of']} tasks of {family.name}, not {count}: "
                "use --append to add more, or another --out"
            )

    def _read(self) -> list[Part]:
        """Parts of this request; the keys of all tasks of the family, whoever asked for them."""
        mine = []
        for part in parts_of(self.out, "tasks"):
            made = made_by(self.out, part)
            if made.get("family") != self.family.name:
                continue
            for meta in read_part(self.out, part).column("meta_json").to_pylist():
                self._seen.add(canonical_key(self.family.name, loads(loads(meta)["problem"])))
            if made == self.settings:
                mine.append(part)
        return mine

    def write(self, pool: ProcessPoolExecutor | None) -> Iterator[int]:
        """Draw and write what is missing, part by part; yields the rows of each part."""
        items = self._new_items(pool)
        while self.have < self.count:
            part = list(islice(items, min(PART_ROWS, self.count - self.have)))
            rows = [item.row for item in part if item.row is not None]
            self.have += len(rows)
            self.index = part[-1].index + 1
            note = {"batch": self.batch, "of": self.count, "next": self.index}
            key = f"{self.family.name}:{self.batch}:{self.have}"
            write_part(self.out, "tasks", table_of("tasks", rows), key, note, self.settings)
            yield len(rows)

    def _new_items(self, pool: ProcessPoolExecutor | None) -> Iterator[Item]:
        """Items in index order, without repeats, from the first index that is not taken."""
        need, drawn = self.count - self.have, 0
        for items in in_order(pool, draw_block, self._blocks()):
            for item in items:
                drawn += 1
                if drawn > DRAWS_PER_TASK * need:
                    raise AssayError(
                        f"{self.family.name}: {drawn - 1} draws gave fewer than {need} new tasks; "
                        "ask for fewer, or for another level"
                    )
                if item.failure is not None:
                    self.failures.append(item.failure)
                elif item.key not in self._seen:
                    self._seen.add(item.key)
                    yield item

    def _blocks(self) -> Iterator[Block]:
        for start in count_from(self.index, BLOCK):
            yield Block(self.family.reference, self.request, start, start + BLOCK)


def draw_block(block: Block) -> Sequence[Item]:
    """Draw the items of a block."""
    return [_draw(block, index) for index in range(block.start, block.stop)]


def _draw(block: Block, index: int) -> Item:
    """One item. A generator that fails costs its item and is counted, never the whole run."""
    request, family = block.request, find(block.family)
    level = request.level_of(index)
    try:
        drawn = draw(family, level, request.seed, index, request.phrasing)
    except Exception as error:
        name = f"{family.name}-{level}-{request.seed}-{index}"
        return Item(index, b"", None, f"{name}: {type(error).__name__}: {error}")
    return Item(index, drawn.key, task_row(drawn.task))
