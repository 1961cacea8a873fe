"""Keys and values of a decoding batch, and attention of one new token a row over them.

    cache = cache_for(rows=512, kv_heads=4, groups=1, width=16, room=140, like=weight)
    cache.fill(k, v, length=40, source=None)       # the prompts' keys and values
    mixed = cache.attend(q, k, v, at=40)           # [rows, heads * width]

Two layouts. `RowCache` is [rows, heads, columns, width] with PyTorch's fused attention: right for a
GPU, for wide heads and for few rows. `LaneCache` is [width, columns, heads x rows]: on a CPU, where
a fused kernel handles each small head of each row by itself, all rows go side by side through the
vector units, one plane of the width at a time, and the cache is read once, in order. About twice
as fast for hundreds of rows of small heads (docs/decode.md).

It does not apply rotary embedding and does not know pads; `bias` says what is hidden.
"""

from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Tensor

LANES_FROM = 256
WIDEST_LANE_HEAD = 32


class Cache(Protocol):
    """Keys and values of one layer."""

    def fill(self, k: Tensor, v: Tensor) -> None:
        """Take the first columns, [rows, kv_heads, columns, width]."""

    def attend(self, q: Tensor, k: Tensor, v: Tensor, at: int, bias: Tensor | None) -> Tensor:
        """Store k, v [rows, kv_heads, width] in column `at`; mix columns 0..at for q.

        q is [rows, heads, width]; `bias` [rows, at + 1] is added to the scaled scores. Returns
        [rows, heads * width].
        """

    def keep(self, rows: Tensor, length: int) -> None:
        """Go on with these rows (repeats allowed) and the first `length` columns."""


def lanes_pay(rows: int, kv_heads: int, width: int, like: Tensor) -> bool:
    """Whether `LaneCache` is the faster layout for this batch and this kind of weight."""
    small = width <= WIDEST_LANE_HEAD and rows * kv_heads >= LANES_FROM
    return small and like.device.type == "cpu" and like.dtype == torch.float32


class RowCache:
    """[rows, kv_heads, columns, width], attended by `scaled_dot_product_attention`."""

    def __init__(self, rows: int, kv_heads: int, width: int, room: int, like: Tensor) -> None:
        self.keys = like.new_zeros(rows, kv_heads, room, width)
        self.values = torch.zeros_like(self.keys)

    def fill(self, k: Tensor, v: Tensor) -> None:
        length = k.shape[2]
        self.keys[:, :, :length] = k
        self.values[:, :, :length] = v

    def attend(self, q: Tensor, k: Tensor, v: Tensor, at: int, bias: Tensor | None) -> Tensor:
        rows, kv_heads, width = k.shape
        self.keys[:, :, at] = k
        self.values[:, :, at] = v
        grouped = q.reshape(rows, kv_heads, -1, width)
        keys, values = self.keys[:, :, : at + 1], self.values[:, :, : at + 1]
        mask = None if bias is None else bias[:, None, None]
        return F.scaled_dot_product_attention(grouped, keys, values, mask).reshape(rows, -1)

    def attend_all(self, q: Tensor, k: Tensor, v: Tensor, at: Tensor, bias: Tensor) -> Tensor:
        """The same over every column of the room, at a place that a tensor [1] holds.

        `bias` [rows, room] hides what is not to be seen; columns without a token are zeros.
        """
        rows, kv_heads, width = k.shape
        self.keys.index_copy_(2, at, k.unsqueeze(2))
        self.values.index_copy_(2, at, v.unsqueeze(2))
        grouped = q.reshape(rows, kv_heads, -1, width)
        mixed = F.scaled_dot_product_attention(grouped, self.keys, self.values, bias[:, None, None])
        return mixed.reshape(rows, -1)

    def keep(self, rows: Tensor, length: int) -> None:
        self.keys = _kept(self.keys, rows, length)
        self.values = _kept(self.values, rows, length)


def _kept(old: Tensor, rows: Tensor, length: int) -> Tensor:
    new = old.new_zeros(rows.shape[0], *old.shape[1:])
    new[:, :, :length] = old[:, :, :length].index_select(0, rows)
    return new


class LaneCache:
    """[width, columns, 1, kv_heads * rows]: one lane a row and head, the rows innermost."""

    def __init__(self, rows: int, kv_heads: int, width: int, room: int, like: Tensor) -> None:
        self.kv_heads = kv_heads
        self.keys = like.new_empty(width, room, 1, kv_heads * rows)
        self.values = torch.empty_like(self.keys)
        self.room = room
        self.desk = like.new_empty(0)

    def fill(self, k: Tensor, v: Tensor) -> None:
        width, _, _, lanes = self.keys.shape
        shape = (width, k.shape[2], 1, lanes)
        self.keys[:, : k.shape[2]] = k.permute(3, 2, 1, 0).reshape(shape)
        self.values[:, : k.shape[2]] = v.permute(3, 2, 1, 0).reshape(shape)

    def attend(self, q: Tensor, k: Tensor, v: Tensor, at: int, bias: Tensor | None) -> Tensor:
        rows, kv_heads, width = k.shape
        seen, lanes = at + 1, kv_heads * rows
        self.keys[:, at, 0].view(width, kv_heads, rows).copy_(k.permute(2, 1, 0))
        self.values[:, at, 0].view(width, kv_heads, rows).copy_(v.permute(2, 1, 0))
        planes = q.view(rows, kv_heads, -1, width).permute(3, 2, 1, 0) * width**-0.5
        planes = planes.reshape(width, -1, lanes)
        scores, weights = self._sheets(seen, planes.shape[1], lanes)
        self._score(planes, scores, bias)
        torch.softmax(scores, 0, out=weights)
        mixed = torch.empty_like(planes)
        for plane, out in zip(self.values, mixed, strict=True):
            torch.sum(torch.mul(plane[:seen], weights, out=scores), 0, out=out)
        return mixed.view(width, -1, kv_heads, rows).permute(3, 2, 1, 0).reshape(rows, -1)

    def _sheets(self, seen: int, groups: int, lanes: int) -> tuple[Tensor, Tensor]:
        """Two sheets [seen, groups, lanes] to work on, of the same memory in every step."""
        if self.desk.numel() < 2 * self.room * groups * lanes:
            self.desk = self.keys.new_empty(2 * self.room * groups * lanes)
        size = seen * groups * lanes
        first, second = self.desk[:size], self.desk[size : 2 * size]
        return first.view(seen, groups, lanes), second.view(seen, groups, lanes)

    def _score(self, planes: Tensor, scores: Tensor, bias: Tensor | None) -> None:
        """Into `scores`: the products of q with the keys, plane by plane of the width."""
        seen = scores.shape[0]
        torch.mul(self.keys[0, :seen], planes[0], out=scores)
        for plane, q in zip(self.keys[1:], planes[1:], strict=True):
            scores.addcmul_(plane[:seen], q)
        if bias is not None:
            scores.add_(bias.T.repeat(1, self.kv_heads).unsqueeze(1))

    def keep(self, rows: Tensor, length: int) -> None:
        self.keys = self._kept(self.keys, rows, length)
        self.values = self._kept(self.values, rows, length)

    def _kept(self, old: Tensor, rows: Tensor, length: int) -> Tensor:
        width, room = old.shape[:2]
        new = old.new_empty(width, room, 1, self.kv_heads * rows.shape[0])
        shape = (width, room, self.kv_heads, -1)
        new.view(shape)[:, :length] = old.view(shape)[:, :length].index_select(3, rows)
        return new
