"""Datasets and reward functions for TRL's trainers, which take them as they are.

    from assay.training.trl import preferences, prompts, reward_of, verifier_reward
    GRPOTrainer(model, reward_funcs=verifier_reward, train_dataset=prompts(Path("data/t")), …)
    GRPOTrainer(model, reward_funcs=reward_of({"verifier": 1, "prm": 0.5}, prm="data/prm"), …)
    RewardTrainer(model, train_dataset=preferences(Path("data/t")), …)

Written for and run with TRL 1.16; TRL itself is not imported. It has no trainer for process reward
models: `assay train prm` is ours.
"""

from assay.training.bridges.trl_data import preferences, prompts
from assay.training.bridges.trl_rewards import reward_of, steps_reward, verifier_reward

__all__ = ["preferences", "prompts", "reward_of", "steps_reward", "verifier_reward"]
