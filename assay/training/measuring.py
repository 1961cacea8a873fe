"""How good a policy is at the moment, while it is trained: one solution a task.

    measure(policy, tasks, 64, seed=1, step=20)  ->  {"accuracy": 0.71, "soundness": 0.69}

What is drawn is keyed by the seed and the step. It trains nothing.
"""

from collections.abc import Mapping, Sequence

from assay.core.records import Task
from assay.core.seeds import seed_for
from assay.training.credit import Worth
from assay.training.judging import Judges
from assay.training.policies import Policy
from assay.training.rewards import Sources
from assay.training.rollouts import roll_out

Said = Mapping[str, list[Worth]]


def measure(
    policy: Policy,
    tasks: Sequence[Task],
    max_tokens: int,
    seed: int,
    step: int,
    judges: Judges | None = None,
    sources: Sources | None = None,
    half: bool = False,
) -> dict[str, float]:
    """Accuracy and soundness of one solution a task at temperature 1, and what the learned ones of
    `sources` say of them; trains nothing."""
    drawn = roll_out(
        policy,
        tasks,
        n=1,
        max_tokens=max_tokens,
        temperature=1.0,
        seed=seed_for("measure", seed, step),
        judges=judges,
        half=half,
    )
    policy.model.train()
    found = {"accuracy": round(drawn.accuracy, 6), "soundness": round(drawn.soundness, 6)}
    return found | (means(sources.judge_learned(drawn, policy)) if sources else {})


def means(said: Said) -> dict[str, float]:
    """What each source says on average."""
    known = {name: [w.mean for w in worths if w.mean is not None] for name, worths in said.items()}
    return {name: round(sum(v) / len(v), 6) for name, v in known.items() if v}
