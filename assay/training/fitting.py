"""The part that all trainings share: optimizer steps, a log, checkpoints, going on after a kill.

    fit = Fit(policy, out, settings, Rate(3e-3, warmup=20, steps=800))
    for step in fit.steps():                  # goes on where a killed training left off
        fit.update(losses)                    # one optimizer step from the mean of micro-batches
        fit.note({"loss": …})

Whatever a step draws is keyed by its number, and a checkpoint holds weights, optimizer, log and
clocks, so a training that was killed ends with the same weights, bit for bit, on the same machine
and number of threads. A loss that is not finite never reaches the weights.
"""

import io
import math
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import torch
from accelerate import Accelerator

from assay.core.canonical import dumps, loads
from assay.core.errors import AssayError, UsageError
from assay.core.store import make_folder, write_bytes
from assay.training.memory import within_memory
from assay.training.policies import Policy, save_policy

LOG, STATE, DONE = "log.jsonl", "state.pt", "training.json"
Schedule = Literal["constant", "cosine", "linear"]
Losses = Iterable[torch.Tensor]


@dataclass(frozen=True, slots=True)
class Rate:
    """The learning rate over the steps: `warmup` steps up, then flat or down to a tenth."""

    peak: float
    warmup: int
    steps: int
    schedule: Schedule = "cosine"

    def at(self, step: int) -> float:
        """The rate of step `step`, counted from 0."""
        rising = min(1.0, (step + 1) / max(1, self.warmup))
        done = step / max(1, self.steps)
        left = {
            "constant": 1.0,
            "cosine": 0.1 + 0.45 * (1 + math.cos(math.pi * done)),
            "linear": 1.0 - 0.9 * done,
        }[self.schedule]
        return self.peak * rising * left


@dataclass(frozen=True, slots=True)
class Trained:
    """What a training leaves beside its model: `training.json`."""

    steps: int
    cpu_seconds: float
    tokens: int


class Fit:
    """One training in one folder."""

    def __init__(
        self,
        policy: Policy,
        out: Path,
        settings: Mapping[str, Any],
        rate: Rate,
        *,
        decay: float = 0.1,
        beta2: float = 0.98,
        clip: float = 1.0,
        checkpoint_every: int = 100,
    ) -> None:
        make_folder(out)
        self.policy, self.out, self.settings, self.rate = policy, out, dict(settings), rate
        self.clip, self.checkpoint_every = clip, checkpoint_every
        self.closing: Callable[[], None] | None = None
        self.accelerator = Accelerator()
        optimizer = torch.optim.AdamW(
            [weights for weights in policy.model.parameters() if weights.requires_grad],
            lr=rate.peak,
            betas=(0.9, beta2),
            weight_decay=decay,
        )
        self.model, self.optimizer = self.accelerator.prepare(policy.model, optimizer)
        self.log: list[dict[str, Any]] = []
        self.done, self.tokens, self.flops, self._before = 0, 0, 0.0, 0.0
        self.beside: dict[str, float] = {}
        self._stopped = False
        self._clock = time.process_time()
        self._resume()

    @property
    def cpu_seconds(self) -> float:
        """CPU time of this process over all threads, and of the killed ones up to a checkpoint."""
        return self._before + time.process_time() - self._clock

    def steps(self) -> Iterator[int]:
        """The numbers of the steps still to do; afterwards saves the model and the summary."""
        self.model.train()
        for step in range(self.done, self.rate.steps):
            yield step
            self.done = step + 1
            if self._stopped:
                break
            if self.done % self.checkpoint_every == 0 and self.done < self.rate.steps:
                self._checkpoint()
        self._finish()

    def stop(self) -> None:
        """End the training after this step, as if it had been the last."""
        self._stopped = True

    def spent(self, budget: int | None) -> bool:
        """Whether a budget of tokens is used up; ends the training when it is."""
        over = budget is not None and self.tokens >= budget
        if over:
            self.stop()
        return over

    def update(self, losses: Losses) -> float:
        """One optimizer step down the sum of `losses`, each backpropagated as it comes."""
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate.at(self.done)
        total = 0.0
        self.optimizer.zero_grad()
        with within_memory(f"the update of step {self.done}", "micro_tokens"):
            for loss in losses:
                value = float(loss.detach())
                self._hold("loss", value)
                self.accelerator.backward(loss)
                total += value
        norm = float(self.accelerator.clip_grad_norm_(self.model.parameters(), self.clip))
        self._hold("gradient", norm)
        self.optimizer.step()
        return total

    def _hold(self, what: str, value: float) -> None:
        """Raise AssayError for a number that must not reach the weights, and say what to change."""
        if math.isfinite(value):
            return
        self.optimizer.zero_grad()
        half = self.settings.get("precision") == "bfloat16"
        raise AssayError(
            f"the {what} of step {self.done} is {value}; the weights were left as they were. "
            f"Lower the learning rate (now {self.rate.peak})"
            f"{' or take precision=float32' if half else ''} and start again in another folder"
        )

    def note(self, line: Mapping[str, Any]) -> None:
        """Append a line about the current step to the log."""
        entry = {"step": self.done + 1, **line}
        self.log.append(entry)
        with open(self.out / LOG, "a", encoding="utf-8") as handle:
            handle.write(dumps(entry) + "\n")

    def _checkpoint(self) -> None:
        state = {
            "settings": dumps(self.settings),
            "model": self.accelerator.unwrap_model(self.model).state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "done": self.done,
            "tokens": self.tokens,
            "flops": self.flops,
            "log": dumps(self.log),
            "cpu_seconds": self.cpu_seconds,
        }
        sink = io.BytesIO()
        torch.save(state, sink)
        write_bytes(self.out / STATE, sink.getvalue())

    def _resume(self) -> None:
        if (self.out / STATE).exists():
            state = self._read_state()
            self.accelerator.unwrap_model(self.model).load_state_dict(state["model"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.done, self.tokens = int(state["done"]), int(state["tokens"])
            self.flops = float(state["flops"])
            self.log, self._before = loads(state["log"]), float(state["cpu_seconds"])
        lines = "".join(dumps(line) + "\n" for line in self.log)
        write_bytes(self.out / LOG, lines.encode())

    def _read_state(self) -> dict[str, Any]:
        try:
            state: dict[str, Any] = torch.load(self.out / STATE, weights_only=True)
        except (OSError, RuntimeError, ValueError, EOFError, KeyError) as error:
            raise UsageError(f"cannot read {self.out / STATE}: {error}; remove it") from None
        check_settings(self.out, loads(state["settings"]), self.settings)
        return state

    def _finish(self) -> None:
        self.policy.model.eval()
        save_policy(self.policy, self.out)
        if self.closing is not None:
            self.closing()  # what stands beside the weights, before the training counts as done
        summary = {
            "settings": self.settings,
            "steps": self.done,
            "tokens": self.tokens,
            "flops": self.flops,
            "cpu_seconds": round(self.cpu_seconds, 2),
            **self.beside,
        }
        write_bytes(self.out / DONE, (dumps(summary) + "\n").encode())
        (self.out / STATE).unlink(missing_ok=True)


def finished(out: Path, settings: Mapping[str, Any]) -> Trained | None:
    """The summary of a training that has ended in `out`; UsageError when it was another one."""
    path = out / DONE
    if not path.exists():
        return None
    summary = loads(path.read_text())
    check_settings(out, summary["settings"], settings)
    return Trained(summary["steps"], summary["cpu_seconds"], summary["tokens"])


def read_summary(out: Path) -> Trained:
    """The summary of the training that has just ended in `out`."""
    summary = loads((out / DONE).read_text())
    return Trained(summary["steps"], summary["cpu_seconds"], summary["tokens"])


def check_settings(out: Path, found: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    """Raise UsageError when the folder holds a training with other settings, naming them."""
    plain = loads(dumps(dict(wanted)))
    keys = {*found, *plain}
    other = sorted(key for key in keys if found.get(key) != plain.get(key))
    if other:
        raise UsageError(
            f"{str(out)!r} holds a training with another {', '.join(other)}; choose another --out "
            "or remove that folder"
        )


def set_threads(threads: int) -> None:
    """Fix torch's threads, on which the last bits of every sum depend."""
    most = 4 * (os.cpu_count() or 1)
    if not 1 <= threads <= max(64, most):
        raise UsageError(f"threads {threads}: allowed are 1 to {max(64, most)}")
    torch.set_num_threads(threads)
