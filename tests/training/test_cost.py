"""FLOPs by the formula, held against a sum over a model's matrices."""

from assay.training.cost import Cost, forward, learning
from assay.training.tiny import make_tiny


def test_a_forward_pass_costs_two_flops_a_weight_and_token_and_its_attention() -> None:
    model, _ = make_tiny("tiny-char-0.1m", 1)
    weights = sum(parameter.numel() for parameter in model.parameters())
    assert forward(model, [1]) == 2 * weights + 3 * 64 * 2
    assert forward(model, [3, 3]) == 2 * (2 * 3 * weights + 3 * 64 * 12)
    assert learning(model, [3]) == 3 * forward(model, [3])
    assert forward(model, []) == 0


def test_growing_a_sequence_costs_what_it_lacks() -> None:
    model, _ = make_tiny("tiny-char-0.1m", 1)
    cost = Cost()
    cost.add(model, [5])
    cost.grow(model, 5, 2)
    assert cost.flops == forward(model, [7]) and (cost.read, cost.generated) == (5, 2)
