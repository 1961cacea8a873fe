"""The second way through a chain of operations on a table: its JSON, read clause by clause.

    result({"table": ..., "ops": [["head", 2]]}, [rows])        the first two rows

The oracle of the frame families. It shares no callable and no source text with the operations:
tables are held as columns here, {name: [values]}, where the operations hold rows.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from assay.core.records import Answer
from assay.generators.code.frames import pipeline

Table = dict[str, list[Any]]


def program_oracle(problem: Mapping[str, Any]) -> Answer:
    """The name of the function and the examples, their results read off the problem.

    It must agree with the task's answer in `value` and in the keys of `spec` that it gives.
    """
    inputs = pipeline.example_inputs(problem)
    found = [{"args": args, "result": result(problem, args)} for args in inputs]
    return Answer("program", "transform", {"examples": found})


def result(problem: Mapping[str, Any], args: Sequence[Any]) -> list[dict[str, Any]]:
    """The rows that the function gives for these tables."""
    names = [column[0] for column in problem["table"]["columns"]]
    table = {name: [row[name] for row in args[0]] for name in names}
    other: Table = {}
    if "other" in problem:
        for column in problem["other"]["columns"]:
            other[column[0]] = [row[column[0]] for row in args[1]]
    for name, *rest in problem["ops"]:
        if name in ("join", "partner"):
            table = (_join if name == "join" else _partner)(table, other, *rest)
        else:
            table = CLAUSES[name](table, *rest)
    return [dict(zip(table, values, strict=True)) for values in zip(*table.values(), strict=True)]


def _size(table: Table) -> int:
    return len(next(iter(table.values())))


def _take(table: Table, places: Iterable[int]) -> Table:
    chosen = list(places)
    return {name: [values[at] for at in chosen] for name, values in table.items()}


def _is(value: int, sign: str, bound: int) -> bool:
    below, above = value - bound < 0, value - bound > 0
    if sign in ("<", ">="):
        return below is (sign == "<")
    if sign in (">", "<="):
        return above is (sign == ">")
    return (below or above) is (sign == "!=")


def _where(table: Table, name: str, sign: str, bound: int) -> Table:
    return _take(
        table,
        (at for at, v in enumerate(table[name]) if v is not None and _is(v, sign, bound)),
    )


def _among(table: Table, name: str, values: list[str], wanted: bool) -> Table:
    hits = [sum(v == one for one in values) for v in table[name]]
    return _take(table, (at for at, hit in enumerate(hits) if (hit == 1) == wanted))


def _present(table: Table, name: str) -> Table:
    return _take(table, (at for at in range(_size(table)) if table[name][at] is not None))


def _fill(table: Table, name: str, value: int) -> Table:
    return {**table, name: [value if v is None else v for v in table[name]]}


def _fill_down(table: Table, name: str) -> Table:
    filled: list[Any] = []
    for v in table[name]:
        filled.append(filled[-1] if v is None and filled else v)
    return {**table, name: filled}


def _combine(table: Table, new: str, first: str, sign: str, second: str) -> Table:
    values: list[Any] = []
    for a, b in zip(table[first], table[second], strict=True):
        if a is None or b is None:
            values.append(None)
        else:
            values.append({"+": a - -b, "-": a + -b, "*": b * a}[sign])
    return {**table, new: values}


def _scale(table: Table, new: str, name: str, factor: int, plus: int) -> Table:
    return {**table, new: [v if v is None else plus + factor * v for v in table[name]]}


def _band(table: Table, new: str, name: str, bound: int) -> Table:
    words = {None: "unknown", True: "high", False: "low"}
    return {**table, new: [words[None if v is None else not v < bound] for v in table[name]]}


def _sort(table: Table, name: str, down: bool) -> Table:
    places: list[int] = []
    values = table[name]
    for at, value in enumerate(values):
        spot = len(places)
        while spot > 0 and _goes_before(value, values[places[spot - 1]], down):
            spot -= 1
        places.insert(spot, at)
    return _take(table, places)


def _goes_before(value: Any, other: Any, down: bool) -> bool:
    if value is None or other is None:
        return other is None and value is not None
    return bool(value > other) if down else bool(value < other)


def _head(table: Table, count: int) -> Table:
    return _take(table, range(min(count, _size(table))))


def _keys(table: Table, names: Sequence[str]) -> list[tuple[Any, ...]]:
    return [tuple(table[name][at] for name in names) for at in range(_size(table))]


def _distinct(table: Table, names: list[str]) -> Table:
    keys = _keys(table, names)
    return _take(table, (at for at, key in enumerate(keys) if keys.index(key) == at))


def _select(table: Table, names: list[str]) -> Table:
    return {name: table[name] for name in names}


def _rename(table: Table, old: str, new: str) -> Table:
    return {(name if name != old else new): values for name, values in table.items()}


def _group(table: Table, keys: list[str], values: list[list[str]]) -> Table:
    found = _keys(table, keys)
    order = [key for at, key in enumerate(found) if key not in found[:at]]
    grouped: Table = {name: [key[i] for key in order] for i, name in enumerate(keys)}
    for new, how, name in values:
        cells = [[v for v, k in zip(table[name], found, strict=True) if k == key] for key in order]
        grouped[new] = [_summary(how, cell) for cell in cells]
    return grouped


def _summary(how: str, cell: list[Any]) -> int | None:
    if how == "count":
        return sum(1 for _ in cell)
    total, seen = 0, 0
    least: int | None = None
    most: int | None = None
    for v in cell:
        if v is None:
            continue
        total, seen = total + v, seen + 1
        least = v if least is None or v < least else least
        most = v if most is None or v > most else most
    return {"sum": total, "known": seen, "min": least, "max": most}[how]


def _alike(table: Table, by: str | None) -> list[list[int]]:
    """For every row the places of the rows that count as its group."""
    size = range(_size(table))
    if by is None:
        return [list(size) for _ in size]
    return [[j for j in size if table[by][j] == table[by][i]] for i in size]


def _rank(table: Table, new: str, name: str, by: str | None, down: bool) -> Table:
    values = table[name]
    ranks: list[int | None] = []
    for at, group in enumerate(_alike(table, by)):
        own = values[at]
        if own is None:
            ranks.append(None)
            continue
        ahead = [values[j] for j in group if values[j] is not None]
        ranks.append(1 + sum(v > own if down else v < own for v in ahead))
    return {**table, new: ranks}


def _running(table: Table, new: str, name: str, by: str | None) -> Table:
    sums: list[int] = []
    for at, group in enumerate(_alike(table, by)):
        before = [j for j in group if j < at]
        sums.append((sums[before[-1]] if before else 0) + (table[name][at] or 0))
    return {**table, new: sums}


def _previous(table: Table, new: str, name: str, by: str | None) -> Table:
    values: list[Any] = []
    for at, group in enumerate(_alike(table, by)):
        before = [j for j in group if j < at]
        values.append(table[name][max(before)] if before else None)
    return {**table, new: values}


def _gap(table: Table, new: str, name: str, by: str | None) -> Table:
    gaps: list[Any] = []
    for at, group in enumerate(_alike(table, by)):
        own = table[name][at]
        highest = own
        for j in group:
            value = table[name][j]
            if own is not None and value is not None and value > highest:
                highest = value
        gaps.append(None if own is None else highest - own)
    return {**table, new: gaps}


def _best(table: Table, by: str, name: str, count: int, down: bool) -> Table:
    values, kept = table[name], []
    for at, group in enumerate(_alike(table, by)):
        own = values[at]
        if own is None:
            continue
        known = [j for j in group if values[j] is not None]
        beats = [j for j in known if (values[j] > own if down else values[j] < own)]
        ties = [j for j in known if values[j] == own and j < at]
        if len(beats) + len(ties) < count:
            kept.append(at)
    return _take(table, kept)


def _pivot(table: Table, index: str, heads: str, values: list[str], name: str) -> Table:
    order = [v for at, v in enumerate(table[index]) if v not in table[index][:at]]
    wide: Table = {index: order}
    for value in values:
        wide[value] = [0] * len(order)
    for key, head, cell in zip(table[index], table[heads], table[name], strict=True):
        if head in values and cell is not None:
            wide[head][order.index(key)] += cell
    return wide


def _melt(table: Table, keep: str, names: list[str], item: str, amount: str) -> Table:
    long: Table = {keep: [], item: [], amount: []}
    for at in range(_size(table)):
        for name in names:
            long[keep].append(table[keep][at])
            long[item].append(name)
            long[amount].append(table[name][at])
    return long


def _join(table: Table, other: Table, key: str, names: list[str], inner: bool) -> Table:
    places = [other[key].index(v) if v in other[key] else None for v in table[key]]
    wide = dict(table)
    for name in names:
        wide[name] = [None if at is None else other[name][at] for at in places]
    return _take(wide, (i for i, at in enumerate(places) if not (inner and at is None)))


def _partner(table: Table, other: Table, key: str, has: bool) -> Table:
    return _take(table, (i for i, v in enumerate(table[key]) if other[key].count(v) == int(has)))


CLAUSES: Mapping[str, Callable[..., Table]] = {
    "where": _where,
    "among": _among,
    "present": _present,
    "fill": _fill,
    "fill_down": _fill_down,
    "combine": _combine,
    "scale": _scale,
    "band": _band,
    "sort": _sort,
    "head": _head,
    "distinct": _distinct,
    "select": _select,
    "rename": _rename,
    "group": _group,
    "rank": _rank,
    "running": _running,
    "previous": _previous,
    "gap": _gap,
    "best": _best,
    "pivot": _pivot,
    "melt": _melt,
}
