"""Searches that a process reward model guides: beams of lines, and a tree of them.

    ended = beam(stepper, prompts, width=4, branch=4, seed=1)     # finished solutions a prompt
    ended = tree(stepper, prompts, rounds=24, branch=4, seed=1)

The beam keeps the `width` partial solutions of the highest value and draws `branch` lines after
each (arXiv 2408.03314). The tree goes down from the root by PUCT, as AlphaGo did (Silver et al.
2016; for lines of text arXiv 2405.00451): the child with the largest Q + c P sqrt(N) / (1 + n),
where P is the policy's probability of the line among its siblings and the value of a leaf is the
reward model's. All prompts are searched side by side in one batch a round. Neither sees a gold;
what to answer from the finished solutions is `search.weighted_vote`'s business.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import exp, sqrt

from assay.core.seeds import seed_for
from assay.training.extending import Partial, Stepper

MOST_LINES = 64


def beam(
    stepper: Stepper, prompts: Sequence[str], *, width: int, branch: int, seed: int
) -> list[list[Partial]]:
    """The last beam of every prompt, best first; solutions that hit the end of their room count."""
    beams = [[stepper.begin(prompt)] for prompt in prompts]
    for line in range(MOST_LINES):
        flat = [partial for one in beams for partial in one]
        if all(partial.done for partial in flat):
            break
        times = branch if line else width * branch
        grown = stepper.extend(flat, times, seed_for("beam", seed, line))
        at = 0
        for place, one in enumerate(beams):
            following = [p for ways in grown[at : at + len(one)] for p in ways]
            at += len(one)
            beams[place] = sorted(_different(following), key=_rank, reverse=True)[:width]
    flat = stepper.finish([p for one in beams for p in one], seed_for("beam end", seed))
    ended, at = [], 0
    for one in beams:
        ended.append(flat[at : at + len(one)])
        at += len(one)
    return ended


def _rank(partial: Partial) -> tuple[float, float]:
    return partial.value, partial.logprob


def _different(partials: Sequence[Partial]) -> list[Partial]:
    return list({partial.tokens: partial for partial in partials}.values())


@dataclass(slots=True)
class Node:
    """A partial solution in a tree, its prior among its siblings, visits and summed values."""

    partial: Partial
    prior: float = 1.0
    parent: "Node | None" = None
    children: "list[Node]" = field(default_factory=list)
    visits: int = 0
    total: float = 0.0

    @property
    def quality(self) -> float:
        """The mean value of the visits; before the first the reward model's own."""
        return self.total / self.visits if self.visits else self.partial.value


def tree(
    stepper: Stepper,
    prompts: Sequence[str],
    *,
    rounds: int,
    branch: int,
    seed: int,
    exploration: float = 1.0,
) -> list[list[Partial]]:
    """The finished solutions in the tree of every prompt after `rounds` expansions, at least one:
    where none was reached the most visited path is drawn to its end."""
    roots = [Node(stepper.begin(prompt)) for prompt in prompts]
    for turn in range(rounds):
        leaves = [select(root, exploration) for root in roots]
        grown = stepper.extend([n.partial for n in leaves], branch, seed_for("tree", seed, turn))
        for leaf, ways in zip(leaves, grown, strict=True):
            _expand(leaf, ways)
    ended = [[n.partial for n in _leaves(root) if n.partial.done] for root in roots]
    missing = [at for at, found in enumerate(ended) if not found]
    paths = [_favourite(roots[at]).partial for at in missing]
    for at, partial in zip(missing, stepper.finish(paths, seed_for("tree end", seed)), strict=True):
        ended[at] = [partial]
    return ended


def select(root: Node, exploration: float) -> Node:
    """The leaf to expand next, by PUCT from the root."""
    node = root
    while node.children:
        total = sqrt(sum(child.visits for child in node.children) + 1)
        node = max(
            node.children,
            key=lambda n: n.quality + exploration * n.prior * total / (1 + n.visits),
        )
    return node


def _expand(leaf: Node, ways: Sequence[Partial]) -> None:
    """New children with their priors; the best of their values goes up to the root."""
    if leaf.partial.done:
        _back_up(leaf, leaf.partial.value)
        return
    different = _different(ways)
    weights = [exp(way.logprob - leaf.partial.logprob) for way in different]
    whole = sum(weights) or 1.0
    leaf.children = [
        Node(way, weight / whole, leaf) for way, weight in zip(different, weights, strict=True)
    ]
    _back_up(leaf, max(way.value for way in different))


def _back_up(node: Node | None, value: float) -> None:
    while node is not None:
        node.visits += 1
        node.total += value
        node = node.parent


def _leaves(node: Node) -> list[Node]:
    if not node.children:
        return [node]
    return [leaf for child in node.children for leaf in _leaves(child)]


def _favourite(node: Node) -> Node:
    while node.children:
        node = max(node.children, key=lambda child: (child.visits, child.quality))
    return node
