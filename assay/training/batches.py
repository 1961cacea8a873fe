"""Rows of tokens as tensors, and the order in which rows are taken.

    rows = batch_of(order=Order(len(examples), seed), step=7, size=32)    # indices
    ids, mask = padded(sequences, pad_id)                                 # [rows, longest] each

Every epoch is a permutation of its own, keyed by the seed and the number of the epoch.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

import torch
from torch import Tensor

from assay.core.seeds import seed_for


@dataclass(frozen=True, slots=True)
class Order:
    """The order of `count` examples, epoch after epoch, for ever."""

    count: int
    seed: int

    def batch(self, step: int, size: int) -> list[int]:
        """The indices of batch `step`; epochs follow each other without a gap."""
        first = step * size
        return [self._at(place) for place in range(first, first + size)]

    def _at(self, place: int) -> int:
        epoch, offset = divmod(place, self.count)
        return _permutation(self.count, self.seed, epoch)[offset]


@lru_cache(maxsize=4)
def _permutation(count: int, seed: int, epoch: int) -> tuple[int, ...]:
    places = list(range(count))
    Random(seed_for("order", seed, epoch)).shuffle(places)
    return tuple(places)


def padded(sequences: Sequence[Sequence[int]], pad: int) -> tuple[Tensor, Tensor]:
    """The rows filled up on the right: ids and a mask of what is real, [rows, longest] each."""
    longest = max(map(len, sequences))
    ids = torch.full((len(sequences), longest), pad)
    mask = torch.zeros((len(sequences), longest), dtype=torch.bool)
    for row, sequence in enumerate(sequences):
        ids[row, : len(sequence)] = torch.tensor(list(sequence))
        mask[row, : len(sequence)] = True
    return ids, mask


def pieces(rows: Sequence[int], lengths: Sequence[int], most: int) -> list[list[int]]:
    """`rows` sorted by length and cut into micro-batches of at most `most` tokens with padding."""
    found: list[list[int]] = []
    for row in sorted(rows, key=lambda row: lengths[row]):
        if not found or (len(found[-1]) + 1) * lengths[row] > most:
            found.append([])
        found[-1].append(row)
    return found
