"""A fixed number of supervisors, lent to one thread at a time; the `Sandbox` of both backends.

    with Pool(start_link, workers=2) as sandbox:
        sandbox.run("python", source, [Stdin("3")])

One case at a time in a supervisor, so that its counters speak of that case alone. A supervisor that
dies, hangs or fails is replaced and its case tried once more on a fresh one; after
`RECYCLE` cases it is replaced in any case, and one that was long idle is pinged first. A pool at
work has one more in reserve (`turnover`). Callers beyond the number of workers wait: that is the
back-pressure.
"""

import queue
import threading
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

from assay.core.errors import SandboxUnavailable
from assay.core.records import Isolation
from assay.sandbox.compiled import Cache, Compiled
from assay.sandbox.inside.settings import Job
from assay.sandbox.link import Answer, Link, Lost
from assay.sandbox.outcomes import (
    COMPILE,
    QUIETLY,
    binary_of,
    failed,
    jobs_for,
    outcome_or_ce,
    too_loud,
)
from assay.sandbox.records import Input, Limits, Outcome, Run
from assay.sandbox.turnover import Start, Turnover

RECYCLE = 5_000
RESERVE_FROM = 20


class Pool:
    """Implements `Sandbox` over links that `start` makes."""

    def __init__(
        self,
        start: Start,
        workers: int = 1,
        digest: str = "",
        done: Callable[[], None] | None = None,
    ) -> None:
        """`digest` names the image; `done` is called after the last supervisor has ended."""
        self._turnover = Turnover(start)
        self._done = done
        self._free: queue.LifoQueue[Link | None] = queue.LifoQueue()
        self._links: set[Link] = set()
        self._lock = threading.Lock()
        self._closed = False
        self._binaries = Cache()
        first = self._new()
        self.isolation: Isolation = first.hello["level"]
        self.reasons: tuple[str, ...] = tuple(first.hello["why"])
        self.runtimes: dict[str, str] = dict(first.hello["runtimes"])
        self.digest = digest or first.hello["digest"]
        for _ in range(workers - 1):
            self._free.put(None)
        self._free.put(first)

    def _new(self) -> Link:
        link = self._turnover.fresh()
        with self._lock:
            if not self._closed:
                self._links.add(link)
                return link
        # Closed while this one started: nobody else would ever end it.
        link.close()
        raise SandboxUnavailable("the sandbox is closed")

    def _drop(self, link: Link) -> None:
        self._turnover.end(link)
        with self._lock:
            self._links.discard(link)
        self._turnover.keep()

    def _ready(self, link: Link | None) -> Link:
        """This supervisor where it is fit for a case, else a fresh one; raises Lost."""
        if self._closed:
            raise SandboxUnavailable("the sandbox is closed")
        if link is not None and link.cases < RECYCLE and link.fit():
            return link
        if link is not None:
            self._drop(link)
        return self._new()

    def run(
        self, lang: str, source: str, inputs: Sequence[Input], limits: Limits | None = None
    ) -> Run:
        """See `Sandbox.run`."""
        jobs = jobs_for(lang, source, inputs, limits or Limits())
        if lang not in self.runtimes:
            fault = failed(f"there is no runtime for {lang} in this sandbox")
            return Run(None, tuple(fault for _ in inputs))
        program = source.encode("utf-8")
        if lang in COMPILE:
            built = self._binary(lang, program)
            if isinstance(built, Outcome):
                return Run(None, tuple(built for _ in inputs))
            if isinstance(built, str):
                return Run(built, ())
            ran = self._cases(built.binary, jobs)
            return Run(ran.compile_error, ran.outcomes, built.warnings)
        return self._cases(program, jobs)

    def _cases(self, program: bytes, jobs: Sequence[tuple[Job, bytes]]) -> Run:
        outcomes: list[Outcome] = []
        with Lease(self) as lease:
            for job, given in jobs:
                found = lease.outcome(job, given, program)
                if isinstance(found, str):
                    return Run(found, ())
                outcomes.append(found)
        return Run(None, tuple(outcomes))

    def _binary(self, lang: str, source: bytes) -> Compiled | str | Outcome:
        """The compiled program, the compiler's complaint, or our own failure."""
        key = (lang, source, self.digest)
        kept = self._binaries.get(*key)
        if kept is not None:
            return kept
        with Lease(self) as lease:
            built = lease.compiled(lang, source)
            if isinstance(built, Outcome):
                lease.renew()
                built = lease.compiled(lang, source)
        if not isinstance(built, Outcome):
            self._binaries.put(*key, built)
        return built

    def settle(self) -> None:
        """Wait until no supervisor is being started or ended in the background."""
        self._turnover.settle()

    def close(self) -> None:
        """End every supervisor; a run in progress ends with `ie`."""
        self._closed = True
        with self._lock:
            links = list(self._links)
            self._links.clear()
        for link in links:
            link.close()
        self._turnover.close()
        if self._done is not None:
            done, self._done = self._done, None
            done()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __del__(self) -> None:
        try:  # noqa: SIM105 (at the interpreter's end the names of modules may be None)
            self.close()
        except (AttributeError, OSError, TypeError):
            pass


class Lease:
    """A supervisor borrowed for some cases of one program, replaced when it fails.

    The turn is kept with it: who lost a supervisor does not go to the end of the line.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._turn = False
        self._link: Link | None = None
        self._loaded: bytes | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._turn:
            self._pool._free.put(self._link)

    def _borrow(self) -> Link:
        """A live supervisor; waits for a turn. Raises Lost when a new one does not start."""
        if self._link is None:
            waiting = None if self._turn else self._pool._free.get()
            self._turn = True
            self._link = self._pool._ready(waiting)
        return self._link

    def renew(self) -> None:
        """Give up the supervisor, so that the next case gets a fresh one."""
        if self._link is not None:
            self._pool._drop(self._link)
        self._link = self._loaded = None

    def answer(self, job: Job, given: bytes, program: bytes) -> Answer | Outcome:
        """One try of one case; an `ie` outcome when the supervisor was lost."""
        try:
            link = self._borrow()
            found = link.case(job, given, None if self._loaded is program else program)
            self._loaded = program
            if link.cases == RESERVE_FROM:
                self._pool._turnover.keep()
            return found
        except (Lost, SandboxUnavailable) as error:
            self.renew()
            return failed(str(error))
        except BaseException:
            # Interrupted between question and answer: nobody may read that answer as their own.
            self.renew()
            raise

    def compiled(self, lang: str, source: bytes) -> Compiled | str | Outcome:
        """What the compiler makes of a source, without warnings if they are too many to hold."""
        found = self.answer(COMPILE[lang], b"", source)
        if too_loud(found):
            found = self.answer(QUIETLY[lang], b"", source)
        return binary_of(found)

    def outcome(self, job: Job, given: bytes, program: bytes) -> Outcome | str:
        """The outcome of a case, tried again once if the fault was ours; a str is a CE."""
        found = self.answer(job, given, program)
        first = found if isinstance(found, Outcome) else outcome_or_ce(found, job)
        if isinstance(first, str) or first.flag != "ie":
            return first
        self.renew()
        found = self.answer(job, given, program)
        return found if isinstance(found, Outcome) else outcome_or_ce(found, job)
