"""A JSON document that fulfils a shape and relations, found by search: the oracle's way.

    found_document({"shape": {...}, "relations": [...]})  ->  {"width": 12, ...}, or None

Whole numbers, lengths, totals and truths are unknowns with a list of values each. Sums and products
cut the lists until nothing changes, then the shortest list is split, largest value first. Letters
and the members of arrays are filled in last. It shares nothing with the draw.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from string import ascii_lowercase
from typing import Any

Key = tuple[str, ...]
Domains = dict[Key, list[int]]
Linear = tuple[list[tuple[int, Key]], int, bool]
"""Coefficients and unknowns, what is added, whether the sum is 0 (else less than 0)."""
Product = tuple[Key, Key, list[Key], int]


def found_document(problem: Mapping[str, Any]) -> Any:
    """A document, or None where there is none."""
    search = _Search(problem["shape"], problem["relations"])
    domains = search.solved(search.domains, list(search.domains))
    if domains is None:
        return None
    chosen = {key: values[0] for key, values in domains.items()}
    rules = {tuple(r["path"]): r for r in problem["relations"] if "path" in r}
    return _built(problem["shape"], (), chosen, rules)


class _Search:
    """The unknowns of a document and the conditions on them."""

    def __init__(self, shape: Mapping[str, Any], relations: Sequence[Mapping[str, Any]]) -> None:
        self.domains: Domains = {}
        self.sums: list[Linear] = []
        self.products: list[Product] = []
        self._unknowns(shape, ())
        for relation in relations:
            self._condition(relation)
        self._ties = [
            *({key for _, key in signed} for signed, _, _ in self.sums),
            *({one, other, *right} for one, other, right, _ in self.products),
        ]

    def _unknowns(self, shape: Mapping[str, Any], at: Key) -> None:
        kind = shape["is"]
        if kind == "object":
            for name, member in shape["members"]:
                self._unknowns(member, (*at, name))
        elif kind == "integer":
            step = shape.get("multiple", 1)
            self.domains[at] = [
                n for n in range(shape["most"], shape["least"] - 1, -1) if n % step == 0
            ]
        elif kind == "boolean":
            self.domains[at] = [1, 0]
        elif kind == "text":
            least, most = shape["length"]
            parts = sum(len(shape.get(key, "")) for key in ("starts", "has", "ends"))
            self.domains[at] = list(range(most, max(least, parts) - 1, -1))
        elif kind == "array" and shape["item"]["is"] == "integer":
            least, most = _ends(shape)
            step = shape["item"].get("multiple", 1)
            self.domains[at] = list(range(sum(most), sum(least) - 1, -step))

    def _condition(self, relation: Mapping[str, Any]) -> None:
        if relation["rule"] not in ("sum", "product"):
            return
        parts = [self._keys(term) for term in relation["parts"]]
        right, number = self._keys(relation["to"]), relation["to"].get("number", 0)
        if relation["rule"] == "product":
            self.products.append((parts[0][0], parts[1][0], right, number))
            return
        signed = [(1, key) for keys in parts for key in keys] + [(-1, key) for key in right]
        self.sums.append((signed, -number, relation["sign"] == "="))

    def _keys(self, term: Mapping[str, Any]) -> list[Key]:
        if "number" in term:
            return []
        return [tuple(term["path"])]

    def solved(self, domains: Domains, keys: Iterable[Key]) -> Domains | None:
        """One value for each of the unknowns `keys`, or None; the others keep theirs.

        Unknowns that no condition ties are settled apart: a dead end in one part of the document
        leaves the rest alone.
        """
        if not self._cut(domains):
            return None
        for part in self._parts([key for key in keys if len(domains[key]) > 1]):
            found = self._split(domains, part)
            if found is None:
                return None
            domains = found
        return domains

    def _split(self, domains: Domains, part: Sequence[Key]) -> Domains | None:
        key = min(part, key=lambda k: len(domains[k]))
        tries = (self.solved({**domains, key: [value]}, part) for value in domains[key])
        return next((found for found in tries if found is not None), None)

    def _parts(self, keys: Sequence[Key]) -> list[list[Key]]:
        """The unknowns in groups that conditions tie together."""
        parts = [{key} for key in keys]
        for tied in self._ties:
            touched = [part for part in parts if part & tied]
            if len(touched) > 1:
                parts = [part for part in parts if not part & tied]
                parts.append(set().union(*touched))
        return [sorted(part) for part in parts]

    def _cut(self, domains: Domains) -> bool:
        """Take out values that no choice of the others allows; False where none is left."""
        size = -1
        while size != (size := sum(map(len, domains.values()))):
            for key, kept in (*self._by_sums(domains), *self._by_products(domains)):
                domains[key] = [value for value in domains[key] if value in kept]
                if not domains[key]:
                    return False
        return True

    def _by_sums(self, domains: Domains) -> Iterator[tuple[Key, range]]:
        for signed, number, exact in self.sums:
            least = number + sum(c * domains[k][-1 if c > 0 else 0] for c, k in signed)
            most = number + sum(c * domains[k][0 if c > 0 else -1] for c, k in signed)
            if least > 0 or (exact and most < 0) or (not exact and least == 0):
                yield signed[0][1] if signed else next(iter(domains)), range(0)
                continue
            for c, key in signed:
                low, high = domains[key][-1], domains[key][0]
                room = -least - (not exact)  # how far the sum may still grow
                if c > 0:
                    yield key, range(high - most if exact else low, low + room + 1)
                else:
                    yield key, range(high - room, (low + most if exact else high) + 1)

    def _by_products(self, domains: Domains) -> Iterator[tuple[Key, Any]]:
        for one, other, right, number in self.products:
            least = number + sum(domains[key][-1] for key in right)
            most = number + sum(domains[key][0] for key in right)
            for a, b in ((one, other), (other, one)):
                low, high = domains[b][-1], domains[b][0]
                yield a, {v for v in domains[a] if v * low <= most and v * high >= least}
            if right:
                low = domains[one][-1] * domains[other][-1]
                high = domains[one][0] * domains[other][0]
                yield right[0], range(low, high + 1)


def _built(
    shape: Mapping[str, Any], at: Key, chosen: Mapping[Key, int], rules: Mapping[Key, Any]
) -> Any:
    kind = shape["is"]
    if kind == "object":
        return {name: _built(s, (*at, name), chosen, rules) for name, s in shape["members"]}
    if kind == "boolean":
        return chosen[at] == 1
    if kind == "one of":
        return shape["values"][-1]
    if kind == "text":
        return _text(shape, chosen[at])
    if kind == "array" and shape["item"]["is"] == "text":
        return _words(shape, rules[at])
    if kind == "array":
        return _numbers(shape, chosen[at])
    return chosen[at]


def _ends(shape: Mapping[str, Any]) -> tuple[list[int], list[int]]:
    """The smallest and the largest different numbers that a list may hold, rising."""
    item, count = shape["item"], shape["count"]
    fitting = [
        n for n in range(item["least"], item["most"] + 1) if n % item.get("multiple", 1) == 0
    ]
    return fitting[:count], fitting[-count:]


def _numbers(shape: Mapping[str, Any], total: int) -> list[int]:
    """Rising numbers with the total: the last ones are raised first, each as far as it goes.

    Between the least and the greatest total every multiple of the step can be had.
    """
    row, most = _ends(shape)
    for at in range(len(row) - 1, -1, -1):
        row[at] += min(most[at] - row[at], total - sum(row))
    return row


def _text(shape: Mapping[str, Any], length: int) -> str:
    letter = next(x for x in ascii_lowercase[::-1] if x not in shape.get("lacks", ""))
    first = f"{shape.get('starts', '')}{shape.get('has', '')}"
    ends = str(shape.get("ends", ""))
    return first + letter * (length - len(first) - len(ends)) + ends


def _words(shape: Mapping[str, Any], rule: Mapping[str, Any]) -> list[str]:
    """Short texts, told apart by their second letter."""
    free = [x for x in ascii_lowercase if x not in shape["item"]["lacks"]]
    length = shape["item"]["length"][0]
    firsts = rule.get("word", free[0] * shape["count"])
    pairs = zip(firsts, free, strict=False)
    return [first + second + free[0] * (length - 2) for first, second in pairs]
