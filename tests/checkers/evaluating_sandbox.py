"""A sandbox for tests that runs nothing: programs of our own are read by the small evaluator."""

import copy
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from assay.core.records import Isolation
from assay.generators.code.evaluate import Exhausted, Failed, Refused, call
from assay.sandbox.records import Call, Input, Limits, Outcome, Run


class EvaluatingSandbox:
    """Counts the cases that it was given; sources it cannot follow do not compile."""

    isolation: Isolation = "none"
    digest = "evaluator"

    def __init__(self, broken: bool = False) -> None:
        self.cases = 0
        self.sources: list[str] = []
        self.broken = broken
        self._lock = threading.Lock()

    def run(
        self, lang: str, source: str, inputs: Sequence[Input], limits: Limits | None = None
    ) -> Run:
        with self._lock:
            self.cases += len(inputs)
            self.sources.append(source)
        if self.broken:
            return Run(None, tuple(Outcome("ie", message="the machine is out") for _ in inputs))
        try:
            return Run(None, tuple(self._one(source, one) for one in inputs))
        except (Refused, SyntaxError) as error:
            return Run(f"line 1\n{type(error).__name__}: {error}", ())

    def _one(self, source: str, one: Input) -> Outcome:
        assert isinstance(one, Call)
        try:
            value: Any = call(source, one.name, copy.deepcopy(list(one.args)))
        except Exhausted:
            return Outcome("tle")
        except Failed as failure:
            return Outcome("re", 1, stderr=f"Traceback\n  at 0x7f\n{failure}\n".encode())
        return Outcome("ok", 0, value=value, has_value=not isinstance(value, set))

    def close(self) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        pass
