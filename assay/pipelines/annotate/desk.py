"""What the page asks and says, without HTTP: a run's solutions here, the journal there.

    desk = Desk(settings, shown, journal)
    desk.item(0)["steps"];  desk.change({"id": "…", "key": [...], "marks": [...], ...})

The page sends all marks of one solution whenever one of them changes, with an id of its own making
and the revision that it has seen. The same id again is answered as it was the first time; a
revision that is not the last (another window) is a Conflict, and the page shows what stands. What
the checkers say of a solution is told only when it is closed, or when `reveal` says so.
"""

import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from assay.core.errors import UsageError
from assay.pipelines.annotate.items import Item, Key
from assay.pipelines.annotate.journal import Change, Journal, State, check_marks
from assay.pipelines.annotate.marks import Mark
from assay.pipelines.annotate.order import Shown
from assay.pipelines.annotate.settings import Settings
from assay.pipelines.report_text import visible

MOST_SHOWN = 50_000
MOST_ID = 100
Told = dict[str, Any]


class Unknown(Exception):
    """No such solution."""


class Conflict(Exception):
    """The page has not seen the last change of this solution."""


class _Asked(NamedTuple):
    id: str
    key: Key
    of: str
    base: int
    marks: tuple[Mark, ...]
    closed: bool
    skipped: bool


class Desk:
    """One annotator's work on one run. Its methods may be called from several threads."""

    def __init__(self, settings: Settings, shown: Shown, journal: Journal) -> None:
        self.settings = settings
        self._items = shown.items[: settings.limit]
        self._why = shown.why
        self._journal = journal
        self._places = {item.key: at for at, item in enumerate(self._items)}
        self._lock = threading.Lock()

    def overview(self) -> Told:
        """Who labels what, how far it is, and where to go on."""
        with self._lock:
            told = {"annotator": self.settings.annotator, "why": visible(self._why)}
            return told | self._progress(-1)

    def item(self, at: int) -> Told:
        """The solution at a place of the order. Raises Unknown."""
        with self._lock:
            return self._told(at)

    def change(self, value: Any) -> Told:
        """Keep what the page says; returns the new revision and how far the work is.

        Raises UsageError for what is no change, Unknown, Conflict, and OSError of a full disk.
        """
        asked = _asked(value)
        with self._lock:
            if asked.key not in self._places:
                raise Unknown("the run has no such solution, or it is beyond --limit")
            at = self._places[asked.key]
            known = self._journal.known(asked.id)
            if known is None:
                known = self._kept(self._items[at], asked)
            elif known.key != asked.key:
                raise UsageError("id stands for a change of another solution")
            return {"revision": known.revision} | self._progress(at)

    def _kept(self, item: Item, asked: _Asked) -> Change:
        state = self._state(item)
        if asked.of != item.mark():
            raise Conflict("the solution's text or its steps are not what the page shows")
        if asked.base != state.revision:
            raise Conflict("the solution was labelled in another window since")
        if len(asked.marks) != len(item.spans):
            raise UsageError(f"{len(asked.marks)} marks for {len(item.spans)} steps")
        change = Change(
            id=asked.id,
            key=item.key,
            of=asked.of,
            revision=state.revision + 1,
            marks=asked.marks,
            closed=asked.closed,
            skipped=asked.skipped,
            seen=self._is_open(state),
            at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        )
        self._journal.append(change)
        return change

    def _state(self, item: Item) -> State:
        """How an item stands; labels of another text under the same key are not this one's."""
        state = self._journal.state(item.key)
        return state if state.of in ("", item.mark()) else State(revision=state.revision)

    def _is_open(self, state: State) -> bool:
        """Whether the automatic labels are to be seen."""
        return self.settings.reveal or state.is_done or state.blind is not None

    def _progress(self, at: int) -> Told:
        states = [self._state(item) for item in self._items]
        places = [*range(at + 1, len(states)), *range(at + 1)]
        return {
            "total": len(states),
            "done": sum(state.is_done for state in states),
            "skipped": sum(state.skipped for state in states),
            "next": next((place for place in places if not states[place].closed), None),
        }

    def _told(self, at: int) -> Told:
        if not 0 <= at < len(self._items):
            raise Unknown(f"there is no solution {at}; 0 to {len(self._items) - 1} are allowed")
        item = self._items[at]
        state = self._state(item)
        told: Told = {
            "at": at,
            "key": list(item.key),
            "of": item.mark(),
            "name": visible(f"{item.task.task_id} · {item.solution.sampler} "
                            f"{item.solution.sample}", 300),
            "problem": visible(item.problem, MOST_SHOWN),
            "gold": visible(item.task.answer.value, MOST_SHOWN),
            "steps": [visible(text, MOST_SHOWN) for text in item.steps_text()],
            "marks": list(state.marks) or [None] * len(item.spans),
            "closed": state.closed,
            "skipped": state.skipped,
            "revision": state.revision,
        }  # fmt: skip
        if self._is_open(state) and item.automatic is not None:
            told["automatic"] = {
                "status": item.automatic.verdict.status,
                "steps": item.statuses(),
            }
        return told


def _asked(value: Any) -> _Asked:
    """A change's fields, looked at. Raises UsageError that names the one that is wrong."""
    if not isinstance(value, Mapping):
        raise UsageError("a JSON object is expected")
    if set(value) != set(_Asked._fields):
        raise UsageError(f"the keys must be {', '.join(_Asked._fields)}")
    name, key, marks = value["id"], value["key"], value["marks"]
    if not isinstance(name, str) or not 8 <= len(name) <= MOST_ID or not name.isascii():
        raise UsageError(f"id: ASCII text of 8 to {MOST_ID} characters is expected")
    if not (
        isinstance(key, list)
        and [type(part) for part in key] == [str, str, int]
        and isinstance(value["of"], str)
        and type(value["base"]) is int
    ):
        raise UsageError("key, of and base must be those of the solution that is shown")
    if not (isinstance(marks, list) and all(m is None or isinstance(m, str) for m in marks)):
        raise UsageError("marks: a list of words or nulls is expected")
    if not all(isinstance(value[name], bool) for name in ("closed", "skipped")):
        raise UsageError("closed and skipped: true or false is expected")
    closed, skipped = value["closed"], value["skipped"]
    try:
        check_marks(marks, closed, skipped)
    except ValueError as error:
        raise UsageError(str(error)) from None
    key = (key[0], key[1], key[2])
    return _Asked(name, key, value["of"], value["base"], tuple(marks), closed, skipped)
