"""Drawing one token: the right distribution, the right log-probability, nothing impossible."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from assay.sampling.draw import pick, uniforms

LOGITS = st.lists(st.floats(-30, 30), min_size=1, max_size=8)


def test_numbers_are_fixed_for_ever() -> None:
    numbers = uniforms(2, 3, seed=42)
    assert numbers.shape == (2, 3)
    assert torch.equal(numbers, uniforms(5, 3, seed=42)[:2])
    assert [round(number, 4) for number in numbers[0].tolist()] == [0.8823, 0.9150, 0.3829]


@pytest.mark.parametrize("seed", [-1, 2**63 - 1, 2**80])
def test_any_whole_number_is_a_seed(seed: int) -> None:
    assert uniforms(1, 1, seed).numel() == 1


@given(LOGITS, st.floats(0, 1, exclude_max=True), st.floats(0.05, 1))
def test_only_tokens_of_the_nucleus_are_drawn(row: list[float], u: float, top_p: float) -> None:
    logits = torch.tensor([row])
    token, logprob = pick(logits, torch.tensor([u]), temperature=1.0, top_p=top_p)
    probabilities = torch.softmax(logits[0], -1)
    likelier = probabilities[probabilities > probabilities[token]].sum()
    assert probabilities[token] > 0
    assert likelier < top_p + 1e-5
    assert math.isclose(logprob.item(), probabilities[token].log().item(), abs_tol=1e-5)


def test_a_number_falls_into_its_share() -> None:
    logits = torch.tensor([[0.1, 0.2, 0.7]]).log().repeat(5, 1)
    chosen = torch.tensor([0.0, 0.09, 0.11, 0.31, 0.999])
    tokens, _ = pick(logits, chosen, temperature=1.0, top_p=1.0)
    assert tokens.tolist() == [0, 0, 1, 2, 2]


def test_tokens_without_weight_are_never_drawn() -> None:
    logits = torch.tensor([[-torch.inf, 0.0, -torch.inf, 0.0, -torch.inf]]).repeat(3, 1)
    tokens, _ = pick(logits, torch.tensor([0.0, 0.5, 1.0]), temperature=1.0, top_p=1.0)
    assert tokens.tolist() == [1, 3, 3]


def test_zero_is_greedy_and_small_is_nearly() -> None:
    logits = torch.tensor([[1.0, 3.0, 2.0]])
    for temperature in (0.0, 0.01):
        tokens, _ = pick(logits, torch.tensor([0.7]), temperature=temperature, top_p=1.0)
        assert tokens.tolist() == [1]


def test_a_flat_nucleus_over_a_large_vocabulary_is_sorted_whole() -> None:
    logits = torch.zeros(1, 5000)
    logits[0, :10] = 1e-3
    tokens, _ = pick(logits, torch.tensor([0.999]), temperature=1.0, top_p=0.9)
    assert 4000 < tokens.item() <= 4999
