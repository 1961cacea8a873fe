"""Write a function of the edges of a graph: components, distances, orders, degrees.

Example: "Build the undirected graph on the nodes 0 to 6 ... List the sizes of its connected
components, largest first. Take the first 2 elements." solve([[0, 1], [5, 2]]) == [2, 2]

A program first builds neighbour lists, so that what follows sees every edge once; ties are always
broken towards the smaller node. `_CLAUSES` reads every part once more on the set of edges.
"""

from collections.abc import Callable, Mapping
from itertools import combinations
from random import Random
from typing import Any

from assay.generators.code.domains.domain import LEVELS, Domain, Kind, algorithm
from assay.generators.code.domains.synthesis import synthesis_family
from assay.generators.code.part import Part

MOST_NODES = 9
Graph = list[list[int]]
Arrows = set[tuple[int, int]]


def both_ways(edges: list[list[int]], count: int) -> Graph:
    links: Graph = [[] for _ in range(count)]
    for u, v in edges:
        if u < count and v < count and u != v:
            if v not in links[u]:
                links[u].append(v)
            if u not in links[v]:
                links[v].append(u)
    return [sorted(row) for row in links]


def one_way(edges: list[list[int]], count: int) -> Graph:
    links: Graph = [[] for _ in range(count)]
    for u, v in edges:
        if u < count and v < count and u != v and v not in links[u]:
            links[u].append(v)
    return [sorted(row) for row in links]


def reverse_links(links: Graph) -> Graph:
    turned: Graph = [[] for _ in links]
    for u, row in enumerate(links):
        for v in row:
            turned[v].append(u)
    return turned


def add_ring(links: Graph, step: int) -> Graph:
    more = []
    for u, row in enumerate(links):
        v = (u + step) % len(links)
        more.append(sorted(set(row) | {v}) if v != u else list(row))
    return more


def cut_node(links: Graph, node: int) -> Graph:
    kept: Graph = []
    for u, row in enumerate(links):
        kept.append([v for v in row if v != node and u != node])
    return kept


def two_steps(links: Graph) -> Graph:
    reached = []
    for u, row in enumerate(links):
        found = set()
        for v in row:
            for w in links[v]:
                if w != u:
                    found.add(w)
        reached.append(sorted(found))
    return reached


def smallest_only(links: Graph, count: int) -> Graph:
    return [row[:count] for row in links]


def complement(links: Graph) -> Graph:
    found = []
    for u, row in enumerate(links):
        found.append([v for v in range(len(links)) if v != u and v not in row])
    return found


def component_sizes(links: Graph) -> list[int]:
    label = list(range(len(links)))
    changed = True
    while changed:
        changed = False
        for u, row in enumerate(links):
            for v in row:
                low = min(label[u], label[v])
                if label[u] != low or label[v] != low:
                    label[u] = low
                    label[v] = low
                    changed = True
    return sorted([label.count(u) for u in set(label)], reverse=True)


def distances(links: Graph, start: int) -> list[int]:
    far = [-1] * len(links)
    far[start] = 0
    queue = [start]
    for u in queue:
        for v in links[u]:
            if far[v] == -1:
                far[v] = far[u] + 1
                queue.append(v)
    return far


def smallest_first(links: Graph) -> list[int]:
    waiting = [0] * len(links)
    for row in links:
        for v in row:
            waiting[v] += 1
    order: list[int] = []
    while True:
        ready = [u for u in range(len(links)) if waiting[u] == 0 and u not in order]
        if not ready:
            return order
        order.append(ready[0])
        for v in links[ready[0]]:
            waiting[v] -= 1


def walk_deep(links: Graph, start: int) -> list[int]:
    order: list[int] = []
    stack = [start]
    while stack:
        u = stack.pop()
        if u not in order:
            order.append(u)
            stack.extend(reversed(links[u]))
    return order


def triangles(links: Graph) -> list[int]:
    found = [0] * len(links)
    for u, row in enumerate(links):
        for v in row:
            for w in links[v]:
                if u in links[w]:
                    found[u] += 1
    return found


def colour_greedily(links: Graph) -> list[int]:
    colours: list[int] = []
    for u, row in enumerate(links):
        used = [colours[v] for v in row if v < u]
        colour = 0
        while colour in used:
            colour += 1
        colours.append(colour)
    return colours


def shortest_way(links: Graph, start: int, goal: int) -> list[int]:
    before = {start: start}
    queue = [start]
    for u in queue:
        for v in links[u]:
            if v not in before:
                before[v] = u
                queue.append(v)
    if goal not in before:
        return []
    way = [goal]
    while way[0] != start:
        way.insert(0, before[way[0]])
    return way


_SIZES = range(6, MOST_NODES + 1)
_BUILT = (
    "with the nodes 0 to {a} - 1 (there are {a} nodes), in which edges that name another node, "
    "edges from a node to itself and repeats of an edge are ignored"
)


def _plain(name: str, gives: str, source: str, words: str, apply: Any, *options: range) -> Part:
    return Part(name, "graph", gives, source, words, apply, options)


_PARTS = (
    algorithm(
        "edges",
        "graph",
        f"build the undirected graph {_BUILT} ([u, v] and [v, u] are the same edge, and each "
        "undirected edge counts as an arrow both ways in what follows)",
        both_ways,
        _SIZES,
    ),
    algorithm(
        "edges",
        "graph",
        f"build the directed graph {_BUILT} ([u, v] is an arrow from u to v)",
        one_way,
        _SIZES,
    ),
    algorithm("graph", "graph", "reverse every arrow", reverse_links),
    algorithm(
        "graph",
        "graph",
        "for n nodes, add an arrow from every node u to the node (u + {a}) % n, unless that is u "
        "or the arrow is there already",
        add_ring,
        range(1, 6),
    ),
    algorithm(
        "graph",
        "graph",
        "remove all arrows from and to node {a} (the node stays)",
        cut_node,
        range(6),
    ),
    algorithm(
        "graph",
        "graph",
        "make a new graph on the same nodes with an arrow from u to w exactly if u is not w and "
        "there is a node v with an old arrow from u to v and an old arrow from v to w",
        two_steps,
    ),
    algorithm(
        "graph",
        "graph",
        "of the arrows that leave a node keep only the {a} whose targets are smallest (all, if "
        "there are fewer), for every node",
        smallest_only,
        range(1, 5),
    ),
    algorithm(
        "graph",
        "graph",
        "replace the arrows by all those between different nodes that were not there",
        complement,
    ),
    _plain("rising_only", "graph", "{o} = [[v for v in row if (v + u) % {a} != 0] for u, row in "
           "enumerate({v})]",
           "remove every arrow from u to v for which u + v is divisible by {a}",
           lambda g, a: [[v for v in row if (v + u) % a] for u, row in enumerate(g)], range(2, 6)),
    _plain("out_degrees", "ints", "{o} = [len(row) for row in {v}]",
           "list for every node, in ascending order of the nodes, how many arrows leave it",
           lambda g: [len(row) for row in g]),
    _plain("in_degrees", "ints",
           "{o} = [sum([row.count(u) for row in {v}]) for u in range(len({v}))]",
           "list for every node, in ascending order of the nodes, how many arrows point to it",
           lambda g: [sum(row.count(u) for row in g) for u in range(len(g))]),
    _plain("target_sums", "ints", "{o} = [sum(row) for row in {v}]",
           "list for every node, in ascending order of the nodes, the sum of the nodes to which "
           "its arrows point (0 if there are none)", lambda g: [sum(row) for row in g]),
    algorithm(
        "graph",
        "ints",
        "list how many nodes each connected component has, largest number first, where the "
        "direction of arrows does not count",
        component_sizes,
    ),
    algorithm(
        "graph",
        "ints",
        "list for every node, in ascending order of the nodes, the least number of arrows that "
        "lead from node {a} to it (0 for node {a} itself, -1 if it cannot be reached)",
        distances,
        range(6),
    ),
    algorithm(
        "graph",
        "ints",
        "list nodes one by one: always the smallest node not yet listed to which no arrow from a "
        "node not yet listed points, until there is no such node",
        smallest_first,
    ),
    algorithm(
        "graph",
        "ints",
        "list the nodes in the order of a depth-first walk from node {a}: list the node, then walk "
        "on along its arrows in ascending order of their targets, passing over nodes that are "
        "listed already",
        walk_deep,
        range(6),
    ),
    algorithm(
        "graph",
        "ints",
        "list for every node u, in ascending order of the nodes, the number of ways of three "
        "arrows that start and end at u",
        triangles,
    ),
    algorithm(
        "graph",
        "ints",
        "give the nodes 0, 1, 2, ... in turn the least number from 0 on that no smaller node has "
        "to which one of its arrows points, and list these numbers in the order of the nodes",
        colour_greedily,
    ),
    algorithm(
        "graph",
        "ints",
        "list the nodes on a way with the least number of arrows from node {a} to node {b}, both "
        "included, as a breadth-first search finds it that goes through arrows in ascending order "
        "of their targets and keeps for every node the node that it was first reached from (an "
        "empty list if there is no way, a single node if the two are the same)",
        shortest_way,
        range(6),
        range(6),
    ),
)  # fmt: skip
_HELPERS = {
    f.__name__: f
    for f in (
        *(both_ways, one_way, reverse_links, add_ring, cut_node, two_steps, smallest_only),
        *(complement, component_sizes, distances, smallest_first, walk_deep, triangles),
        *(colour_greedily, shortest_way),
    )
}


def _arrows(links: Graph) -> Arrows:
    return {(u, v) for u, row in enumerate(links) for v in row}


def _links(arrows: Arrows, count: int) -> Graph:
    return [[v for v in range(count) if (u, v) in arrows] for u in range(count)]


def _changed(change: Callable[..., Arrows]) -> Callable[..., Graph]:
    def clause(links: Graph, *arguments: int) -> Graph:
        return _links(change(_arrows(links), len(links), *arguments), len(links))

    return clause


def _built(edges: list[list[int]], count: int) -> Arrows:
    return {(u, v) for u, v in edges if u != v and max(u, v) < count}


def _components(links: Graph) -> list[int]:
    groups = [{u} for u in range(len(links))]
    for u, v in _arrows(links):
        joined = [group for group in groups if u in group or v in group]
        groups = [group for group in groups if group not in joined] + [set().union(*joined)]
    return sorted(map(len, groups))[::-1]


def _distances(links: Graph, start: int) -> list[int]:
    count = len(links)
    far = [0 if u == start else count for u in range(count)]
    for _ in range(count):
        for u, v in _arrows(links):
            far[v] = min(far[v], far[u] + 1)
    return [-1 if d >= count else d for d in far]


def _order(links: Graph) -> list[int]:
    left = set(range(len(links)))
    order: list[int] = []
    while True:
        free = [v for v in left if not any((u, v) in _arrows(links) for u in left)]
        if not free:
            return order
        left.remove(min(free))
        order.append(min(free))


def _deep(links: Graph, start: int) -> list[int]:
    order: list[int] = []

    def visit(node: int) -> None:
        order.append(node)
        for target in links[node]:
            if target not in order:
                visit(target)

    visit(start)
    return order


def _colours(links: Graph) -> list[int]:
    found: dict[int, int] = {}
    for u in range(len(links)):
        taken = {found[v] for v in links[u] if v in found}
        found[u] = min(set(range(len(links) + 1)) - taken)
    return list(found.values())


def _way(links: Graph, start: int, goal: int) -> list[int]:
    """Layer by layer: each layer holds whole ways, in the order in which they were found."""
    layer, seen = [[start]], {start}
    while layer:
        for way in layer:
            if way[-1] == goal:
                return way
        after = []
        for way in layer:
            for v in range(len(links)):
                if (way[-1], v) in _arrows(links) and v not in seen:
                    seen.add(v)
                    after.append([*way, v])
        layer = after
    return []


_CLAUSES: Mapping[str, Callable[..., Any]] = {
    "both_ways": lambda e, n: _links(_built(e, n) | {(v, u) for u, v in _built(e, n)}, n),
    "one_way": lambda e, n: _links(_built(e, n), n),
    "reverse_links": _changed(lambda a, n: {(v, u) for u, v in a}),
    "add_ring": _changed(lambda a, n, s: a | {(u, (u + s) % n) for u in range(n) if s % n}),
    "cut_node": _changed(lambda a, n, node: {pair for pair in a if node not in pair}),
    "two_steps": _changed(lambda a, n: {(u, x) for u, v in a for w, x in a if v == w and u != x}),
    "smallest_only": _changed(
        lambda a, n, k: {(u, v) for u, v in a if sum((u, w) in a for w in range(v)) < k}
    ),
    "complement": _changed(lambda a, n: {(u, v) for u in range(n) for v in range(n) if u != v} - a),
    "rising_only": _changed(lambda a, n, k: {(u, v) for u, v in a if sum((u, v)) % k > 0}),
    "out_degrees": lambda g: [sum(u == x for u, _ in _arrows(g)) for x in range(len(g))],
    "in_degrees": lambda g: [sum(v == x for _, v in _arrows(g)) for x in range(len(g))],
    "target_sums": lambda g: [sum(v for u, v in _arrows(g) if u == x) for x in range(len(g))],
    "component_sizes": _components,
    "distances": _distances,
    "smallest_first": _order,
    "walk_deep": _deep,
    "triangles": lambda g: [
        sum(
            {(u, v), (v, w), (w, u)} <= _arrows(g)
            for v, w in [*combinations(range(len(g)), 2), *combinations(range(len(g))[::-1], 2)]
        )
        for u in range(len(g))
    ],
    "colour_greedily": _colours,
    "shortest_way": _way,
}


def _strategy(size: int) -> dict[str, Any]:
    node = {"type": "integer", "min": 0, "max": MOST_NODES}
    edge = {"type": "fixed_list", "items": [node, node]}
    return {"type": "list", "item": edge, "min_size": 0, "max_size": 14}


def _draw(rng: Random, size: int, number: int) -> list[list[int]]:
    count = rng.randint(5, 8) if number < 3 else rng.randint(0, 14)
    nodes = range(MOST_NODES + 1) if number % 2 else range(6)
    return [[rng.choice(nodes), rng.choice(nodes)] for _ in range(count)]


GRAPHS = Domain(
    name="graphs",
    kinds=(
        Kind(
            "edges",
            "edges",
            "list[list[int]]",
            1,
            "The edges are a list of at most 14 pairs [u, v] of numbers from 0 to 9.",
            _strategy,
            _draw,
        ),
        Kind("graph", "links"),
    ),
    parts=_PARTS,
    clauses=_CLAUSES,
    helpers=_HELPERS,
    levels={level: (front + 1, tail) for level, (front, tail) in LEVELS.items()},
)
FAMILY = synthesis_family("graph_synthesis", GRAPHS)
