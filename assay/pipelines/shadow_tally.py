"""What the rows of a shadow run come to: agreement, the table of four, disagreements, rewards.

    tally = Tally(examples=3)
    for row in rows: tally.add(row)
    tally.report()["agreement"]        # {"share": 0.97, "low": 0.96, "high": 0.98, "rows": 1200}

A row counts for agreement and rewards when both sides gave a verdict; what is undecided or an error
of ours, and what raised, hung, died or gave nothing of theirs, is counted apart. Memory grows with
the number of tasks (some 300 bytes each), not with that of rows.
"""

from collections import Counter
from collections.abc import Mapping
from math import sqrt
from typing import Any

ACCEPTED_ABOVE = 0.5
Row = Mapping[str, Any]
_Z = 1.959964


def accepted(value: float | None) -> bool | None:
    """Whether a reward of theirs accepts; None where there is none."""
    return None if value is None else value > ACCEPTED_ABOVE


def agree(ours: Row, theirs: Row) -> bool | None:
    """Whether two verdicts agree; None where one side has none."""
    said = accepted(theirs["value"])
    return None if ours["reward"] is None or said is None else (ours["reward"] == 1.0) is said


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The 95% interval of a share (Wilson 1927), rows taken as independent; (0, 1) for no rows."""
    if not total:
        return 0.0, 1.0
    share, spread = hits / total, _Z * _Z / total
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * sqrt(share * (1 - share) / total + spread / (4 * total)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


class Tally:
    """Running counts over the rows of a shadow run."""

    def __init__(self, examples: int) -> None:
        self._most = examples
        self._rows = 0
        self._pairs: Counter[tuple[bool, bool]] = Counter()
        self._apart: dict[tuple[str, str], dict[str, Any]] = {}
        self._disagreements: dict[str, dict[str, Any]] = {}
        self._tasks: dict[str, list[int]] = {}
        self._values = 0.0

    def add(self, row: Row) -> None:
        """Count one row."""
        self._rows += 1
        ours, theirs = row["ours"], row["theirs"]
        if ours["reward"] is None:
            self._put_apart("ours", ours["status"], row, ours.get("message"))
        if theirs["value"] is None:
            state = "gave no value" if theirs["state"] == "ok" else theirs["state"]
            self._put_apart("theirs", state, row, theirs.get("message"))
        if row["agree"] is not None:
            self._compare(row, ours["reward"] == 1.0, bool(accepted(theirs["value"])))

    def _compare(self, row: Row, ours: bool, theirs: bool) -> None:
        self._pairs[ours, theirs] += 1
        self._values += row["theirs"]["value"]
        if row["task"] is not None:
            counts = self._tasks.setdefault(row["task"], [0, 0, 0])
            for at, count in enumerate((1, ours, theirs)):
                counts[at] += count
        if ours is not theirs:
            rung = row["ours"]["rung"] or row["ours"]["status"]
            found = self._disagreements.setdefault(rung, _disagreement())
            found["rows"] += 1
            found["ours_accepts" if ours else "theirs_accepts"] += 1
            if len(found["examples"]) < self._most:
                found["examples"].append(_example(row))

    def _put_apart(self, side: str, what: str, row: Row, message: str | None) -> None:
        found = self._apart.setdefault((side, what), {"rows": 0, "examples": []})
        found["rows"] += 1
        if len(found["examples"]) < self._most:
            found["examples"].append(_named(row) | {"message": message or ""})

    def report(self) -> dict[str, Any]:
        """Everything counted, as JSON."""
        return {
            "rows": self._rows,
            "agreement": self._agreement(),
            "table": {
                f"ours_{_WORD[ours]}_theirs_{_WORD[theirs]}": self._pairs[ours, theirs]
                for ours in (True, False)
                for theirs in (True, False)
            },
            "disagreements": dict(sorted(self._disagreements.items())),
            "apart": {
                side: {what: one for (of, what), one in sorted(self._apart.items()) if of == side}
                for side in ("ours", "theirs")
            },
            "mean_reward": self._means(),
            "per_task": self._per_task(),
        }

    def _agreement(self) -> dict[str, float | int | None]:
        total = self._pairs.total()
        hits = self._pairs[True, True] + self._pairs[False, False]
        low, high = wilson(hits, total)
        share = hits / total if total else None
        return {"share": share, "low": low, "high": high, "rows": total}

    def _means(self) -> dict[str, float] | None:
        """Mean rewards over the rows that both judged; `theirs_value` before the threshold."""
        total = self._pairs.total()
        if not total:
            return None
        ours = self._pairs[True, True] + self._pairs[True, False]
        theirs = self._pairs[True, True] + self._pairs[False, True]
        means = {"ours": ours / total, "theirs": theirs / total}
        return means | {"theirs_value": self._values / total}

    def _per_task(self) -> dict[str, Any] | None:
        """The change of the mean reward of a task when ours is put for theirs, over tasks."""
        if not self._tasks:
            return None
        changes = [(task, n, a / n, b / n) for task, (n, a, b) in self._tasks.items()]
        changed = [one for one in changes if one[2] != one[3]]
        largest = sorted(changed, key=lambda one: (-abs(one[2] - one[3]), one[0]))[: self._most]
        return {
            "tasks": len(changes),
            "changed": len(changed),
            "mean_change": sum(a - b for _, _, a, b in changes) / len(changes),
            "largest": [
                {"task": task, "rows": n, "ours": a, "theirs": b, "change": a - b}
                for task, n, a, b in largest
            ],
        }


_WORD = {True: "accepts", False: "rejects"}


def _disagreement() -> dict[str, Any]:
    return {"rows": 0, "ours_accepts": 0, "theirs_accepts": 0, "examples": []}


def _named(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in ("id", "file", "line", "sample", "task") if name in row}


def _example(row: Row) -> dict[str, Any]:
    ours, theirs = row["ours"], row["theirs"]
    return _named(row) | {
        "gold": row["gold"],
        "extracted": ours["extracted"] and ours["extracted"][:200],
        "ours": ours["status"],
        "theirs": theirs["value"],
    }
