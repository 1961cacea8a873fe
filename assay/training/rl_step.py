"""One step of reinforcement learning: draw, judge, give credit, update, note.

    Trainer(policy=…, fit=…, tasks=…, …).step(17)

Everything a step draws is keyed by the seed and its number. Which levels it draws from, and what
the reward-hacking meter says, are functions of the log, so a training that was killed goes on as
if it had not been.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from random import Random
from typing import Any

from torch import Tensor

from assay.core.records import Task
from assay.core.seeds import seed_for
from assay.training.batches import Order
from assay.training.cost import forward, learning
from assay.training.credit import Worth, advantages, mixed, says_something, whole
from assay.training.curriculum import Window, by_level, pool_of
from assay.training.fitting import Fit
from assay.training.judging import Judges
from assay.training.measuring import Said, means, measure
from assay.training.meter import Meter
from assay.training.policies import Policy
from assay.training.policy_gradient import Clip, lessons, losses
from assay.training.replay import Replay
from assay.training.rewards import Sources
from assay.training.rollouts import Rollouts, roll_out

WANTED = (0.4, 0.6)


@dataclass(frozen=True, slots=True)
class Asked:
    """The sizes of a step."""

    prompts: int
    n: int
    updates: int
    refill: int
    max_tokens: int
    long_from: int | None
    micro_tokens: int
    measure_every: int
    tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Trainer:
    """What the steps of a training need. `reference` is what `kl` keeps the policy close to,
    `replay` what is shown again."""

    policy: Policy
    fit: Fit
    tasks: Sequence[Task]
    held_out: dict[str, list[Task]]
    clip: Clip
    sources: Sources
    judges: Judges
    asked: Asked
    curriculum: bool
    seed: int
    reference: Any
    half: bool = False
    replay: Replay | None = None

    def step(self, step: int) -> None:
        """Draw, judge, update, and measure when it is time."""
        first = self._measured(0) if step == 0 else {}
        drawn, gains, said = self._drawn(step)
        taught = lessons(drawn, gains, self.asked.n)
        for update in range(self.asked.updates):
            if part := taught[update :: self.asked.updates]:
                pad, most = self.policy.pad_id, self.asked.micro_tokens
                apart = (self.clip, pad, most, self.reference, self.half)
                shown = self._shown(step * self.asked.updates + update)
                self.fit.update(chain(losses(self.fit.model, part, *apart), shown))
        self._count(drawn, [len(lesson.ids) for lesson in taught])
        ended = self.fit.spent(self.asked.tokens) or step + 1 == self.fit.rate.steps
        line = _line(drawn, self._signal(gains), self.fit)
        line |= {"rewards": means(said)} if self.sources.learned else {}
        line |= {"start": first["held_out"]} if first else {}
        line |= (
            self._measured(step + 1) if ended or (step + 1) % self.asked.measure_every == 0 else {}
        )
        signs = self._flags(line)
        self.fit.note(line | ({"flags": signs} if signs else {}))

    def _shown(self, update: int) -> Iterator[Tensor]:
        """The loss on what is shown again beside an update."""
        if self.replay is None:
            return iter(())
        self.fit.flops += learning(self.policy.model, self.replay.lengths(update))
        return self.replay.losses(self.fit.model, update, self.asked.micro_tokens)

    def _count(self, drawn: Rollouts, learnt: list[int]) -> None:
        """What a step has cost: drawing, the reward models' reading, learning, the reference's."""
        self.fit.tokens += sum(map(len, drawn.tokens))
        model = self.policy.model
        self.fit.flops += forward(model, drawn.lengths) + self.sources.flops(drawn.lengths)
        self.fit.flops += learning(model, learnt)
        self.fit.flops += forward(model, learnt) if self.reference is not None else 0.0

    def _drawn(self, step: int) -> tuple[Rollouts, list[list[float]], Said]:
        """The roll-outs of a step and their advantages; groups without a signal drawn again."""
        drawn, gains, said = self._round(step, 0, self.asked.prompts)
        for again in range(1, self.asked.refill + 1):
            missing = self.asked.prompts - round(self._signal(gains) * len(gains) / self.asked.n)
            if missing <= 0:
                break
            more, further, extra = self._round(step, again, missing)
            drawn, gains = drawn.joined(more), [*gains, *further]
            said = {name: [*found, *extra[name]] for name, found in said.items()}
        return drawn, gains, said

    def _round(self, step: int, again: int, count: int) -> tuple[Rollouts, list[list[float]], Said]:
        drawn = roll_out(
            self.policy,
            self._chosen(step, again, count),
            n=self.asked.n,
            max_tokens=self.asked.max_tokens,
            temperature=self.clip.temperature,
            seed=seed_for("rl", self.seed, step, *([again] if again else [])),
            judges=self.judges,
            half=self.half,
        )
        worths = self.sources.judge(drawn, self.policy, step)
        return drawn, self._gains(drawn, worths), worths

    def _chosen(self, step: int, again: int, count: int) -> list[Task]:
        """The tasks of a round: in the seed's order, or by the window of levels."""
        if self.curriculum:
            rng = Random(seed_for("window", self.seed, step, again))
            return Window.of(self.fit.log, WANTED).choose(pool_of(self.tasks), count, rng)
        if again:
            rng = Random(seed_for("refill", self.seed, step, again))
            return [rng.choice(self.tasks) for _ in range(count)]
        order = Order(len(self.tasks), self.seed)
        return [self.tasks[at] for at in order.batch(step, count)]

    def _gains(self, drawn: Rollouts, said: Said) -> list[list[float]]:
        """The advantages of every token, group by group."""
        worths = dict(said)
        weights = dict(self.sources.weights)
        if self.asked.long_from is not None:
            worths["length"] = _brevity(drawn, self.asked.long_from, self.asked.max_tokens)
            weights["length"] = 1.0
        parts = {
            name: [
                row
                for start in range(0, len(found), self.asked.n)
                for row in advantages(found[start : start + self.asked.n])
            ]
            for name, found in worths.items()
        }
        return mixed(parts, weights)

    def _signal(self, gains: Sequence[list[float]]) -> float:
        """The share of groups that say something."""
        n = self.asked.n
        groups = [gains[start : start + n] for start in range(0, len(gains), n)]
        return sum(map(says_something, groups)) / len(groups)

    def _flags(self, line: dict[str, Any]) -> list[str]:
        meter = Meter()
        for before in self.fit.log:
            meter.read(before)
        return meter.read(line)

    def _measured(self, step: int) -> dict[str, dict[str, float]]:
        return {
            name: measure(
                self.policy,
                tasks,
                self.asked.max_tokens,
                self.seed,
                step,
                self.judges,
                self.sources,
                self.half,
            )
            for name, tasks in self.held_out.items()
        }


def _brevity(drawn: Rollouts, start: int, end: int) -> list[Worth]:
    """0 for responses of up to `start` tokens, falling to -1 at `end` (arXiv 2503.14476)."""
    room = max(1, end - start)
    return [whole(len(t), -min(1.0, max(0, len(t) - start) / room)) for t in drawn.tokens]


def _line(drawn: Rollouts, signal: float, fit: Fit) -> dict[str, Any]:
    return {
        "reward": round(drawn.accuracy, 6),
        "sound": round(drawn.soundness, 6),
        "length": round(drawn.length, 3),
        "unparsed": round(drawn.unparsed, 6),
        "signal": round(signal, 6),
        "by_level": by_level(drawn.tasks, drawn.rewards),
        "tokens": fit.tokens,
        "flops": fit.flops,
    }
