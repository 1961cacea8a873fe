"""A forward pass for decoding with Llama-architecture models: a fixed cache, fused matrices.

    engine = LlamaEngine(model)                    # any LlamaForCausalLM without biases
    logits = engine.prefill(ids, pads, room=100)   # [rows, vocabulary] after the prompts
    logits = engine.step(tokens)                   # ... and after one more token a row

Works on the Hugging Face model's own weights and gives its logits (a test holds it to 1e-4 in
float32). What is saved against `model.generate`: no growing or masked-out cache, no mask built for
every layer and step, three matrix products fused into one, one rotation a step for all rows.

A row's pads stand left of its prompt. Rotary attention sees only differences of positions, so the
column of the cache serves as the position of all rows alike. It does not train, does not sample,
and does not do architectures or rotary scalings that are not listed in `fits`.
"""

from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from assay.sampling.cache import Cache, LaneCache, RowCache, lanes_pay

ROTARY = ("default", "linear", "llama3", "yarn")
FUSE_BELOW = 500_000_000


def fits(model: Any) -> bool:
    """Whether this pass computes what `model` computes."""
    config = model.config
    return (
        type(model).__name__ == "LlamaForCausalLM"
        and not config.attention_bias
        and not config.mlp_bias
        and model.model.rotary_emb.rope_type in ROTARY
        and len({parameter.device for parameter in model.parameters()}) == 1
    )


@dataclass(frozen=True, slots=True)
class Block:
    """The weights of one layer; `qkv` and `gate_up` hold one fused matrix or their parts."""

    qkv: tuple[Tensor, ...]
    out: Tensor
    gate_up: tuple[Tensor, ...]
    down: Tensor
    before_attention: Tensor
    before_mlp: Tensor


class LlamaEngine:
    """Weights, cache and position of one decoding batch.

    `rows` is how many rows will be decoded where prompts are read once and then repeated (`keep`).
    """

    def __init__(self, model: Any, rows: int = 0) -> None:
        config = model.config
        self.heads = int(config.num_attention_heads)
        self.kv_heads = int(config.num_key_value_heads)
        self.width = int(config.head_dim)
        self.epsilon = float(config.rms_norm_eps)
        inner = model.model
        self.activation = inner.layers[0].mlp.act_fn
        self.embedding: Tensor = inner.embed_tokens.weight
        self.head: Tensor = model.lm_head.weight
        self.norm: Tensor = inner.norm.weight
        fuse = sum(parameter.numel() for parameter in inner.parameters()) < FUSE_BELOW
        self.blocks = [_block(layer, fuse) for layer in inner.layers]
        self.frequencies: Tensor = inner.rotary_emb.inv_freq
        self.rotary_scale = float(inner.rotary_emb.attention_scaling)
        self.caches: list[Cache] = []
        self.bias: Tensor | None = None
        self.at = 0
        self.rows = rows

    def prefill(self, ids: Tensor, pads: Tensor, room: int) -> Tensor:
        """Read the prompts `ids` [rows, length], the first `pads` [rows] columns of each unseen.

        Makes room for `room` further tokens; returns the logits after the last column.
        """
        rows, length = ids.shape
        room += length
        self._rotations(room)
        mask = _prompt_mask(pads, length, self.embedding.dtype)
        x = F.embedding(ids, self.embedding)
        self.caches = []
        for block in self.blocks:
            q, k, v = self.project(x, block, self.cosines[:length], self.sines[:length])
            q, k, v = q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2)
            self.caches.append(self._cache(rows, room))
            self.caches[-1].fill(k, v)
            mixed = F.scaled_dot_product_attention(
                q, k, v, attn_mask=mask, is_causal=mask is None, enable_gqa=True
            )
            x = self.finish(x, mixed.transpose(1, 2).flatten(2), block)
        self.at = length
        self.bias = _pad_bias(pads, room, self.embedding.dtype)
        return self.logits(x[:, -1])

    def step(self, tokens: Tensor) -> Tensor:
        """Append one token a row [rows]; the logits [rows, vocabulary] after it."""
        now = self.at
        bias = None if self.bias is None else self.bias[:, : now + 1]
        cosines, sines = self.cosines[now : now + 1], self.sines[now : now + 1]
        x = F.embedding(tokens, self.embedding)
        for block, cache in zip(self.blocks, self.caches, strict=True):
            q, k, v = self.project(x.unsqueeze(1), block, cosines, sines)
            mixed = cache.attend(q[:, 0], k[:, 0], v[:, 0], now, bias)
            x = self.finish(x, mixed, block)
        self.at = now + 1
        return self.logits(x)

    def keep(self, rows: Tensor) -> None:
        """Go on with these rows of the cache (indices, repeats allowed) in this order."""
        for cache in self.caches:
            cache.keep(rows, self.at)
        if self.bias is not None:
            self.bias = self.bias.index_select(0, rows)

    def _cache(self, rows: int, room: int) -> Cache:
        like = self.embedding
        kind = (
            LaneCache
            if lanes_pay(max(rows, self.rows), self.kv_heads, self.width, like)
            else RowCache
        )
        return kind(rows, self.kv_heads, self.width, room, like)

    def project(
        self, x: Tensor, block: Block, cosines: Tensor, sines: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Rotated q and k, and v, of x [rows, columns, hidden]: [rows, columns, heads, width]."""
        heads = _linear(self._normal(x, block.before_attention), block.qkv)
        heads = heads.view(*x.shape[:2], -1, self.width)
        both, v = torch.split(heads, [self.heads + self.kv_heads, self.kv_heads], dim=2)
        first, second = both.chunk(2, dim=-1)
        turned = torch.cat((-second, first), dim=-1)
        both = torch.addcmul(both * cosines.unsqueeze(1), turned, sines.unsqueeze(1))
        q, k = torch.split(both, [self.heads, self.kv_heads], dim=2)
        return q, k, v

    def logits(self, x: Tensor) -> Tensor:
        """[rows, vocabulary] of what the last layer left [rows, hidden]."""
        return F.linear(self._normal(x, self.norm), self.head)

    def finish(self, x: Tensor, mixed: Tensor, block: Block) -> Tensor:
        """What a layer does after its attention: project, add, and the gated feed-forward."""
        x = x + F.linear(mixed, block.out)
        gate, up = _linear(self._normal(x, block.before_mlp), block.gate_up).chunk(2, dim=-1)
        return x + F.linear(self.activation(gate).mul_(up), block.down)

    def _normal(self, x: Tensor, weight: Tensor) -> Tensor:
        """Root-mean-square normalisation (arXiv 1910.07467)."""
        return F.rms_norm(x, weight.shape, weight, self.epsilon)

    def _rotations(self, length: int) -> None:
        """Cosines and sines [length, width] of rotary position embedding (arXiv 2104.09864)."""
        places = torch.arange(length, device=self.frequencies.device, dtype=torch.float32)
        angles = torch.outer(places, self.frequencies.float())
        angles = torch.cat((angles, angles), dim=-1)
        self.cosines = (angles.cos() * self.rotary_scale).to(self.embedding.dtype)
        self.sines = (angles.sin() * self.rotary_scale).to(self.embedding.dtype)


def _block(layer: Any, fuse: bool) -> Block:
    attention, mlp = layer.self_attn, layer.mlp
    qkv = (attention.q_proj.weight, attention.k_proj.weight, attention.v_proj.weight)
    gate_up = (mlp.gate_proj.weight, mlp.up_proj.weight)
    return Block(
        qkv=(torch.cat(qkv),) if fuse else qkv,
        out=attention.o_proj.weight,
        gate_up=(torch.cat(gate_up),) if fuse else gate_up,
        down=mlp.down_proj.weight,
        before_attention=layer.input_layernorm.weight,
        before_mlp=layer.post_attention_layernorm.weight,
    )


def _linear(x: Tensor, matrices: tuple[Tensor, ...]) -> Tensor:
    if len(matrices) == 1:
        return F.linear(x, matrices[0])
    return torch.cat([F.linear(x, matrix) for matrix in matrices], dim=-1)


def _prompt_mask(pads: Tensor, length: int, dtype: torch.dtype) -> Tensor | None:
    """Causal and blind to pads, [rows, 1, length, length]; None where no row has pads.

    A pad sees itself, lest its softmax be over nothing.
    """
    if not bool(pads.any()):
        return None
    columns = torch.arange(length, device=pads.device)
    past = columns <= columns.unsqueeze(-1)
    seen = past & (columns >= pads.view(-1, 1, 1))
    seen = seen | torch.eye(length, dtype=torch.bool, device=pads.device)
    mask = torch.zeros(seen.shape, dtype=dtype, device=pads.device)
    return mask.masked_fill_(~seen, float("-inf")).unsqueeze(1)


def _pad_bias(pads: Tensor, length: int, dtype: torch.dtype) -> Tensor | None:
    """What a step adds to its scores, [rows, length]: nothing, or -inf at the pads."""
    if not bool(pads.any()):
        return None
    hidden = torch.arange(length, device=pads.device) < pads.unsqueeze(-1)
    bias = torch.zeros(hidden.shape, dtype=dtype, device=pads.device)
    return bias.masked_fill_(hidden, float("-inf"))
