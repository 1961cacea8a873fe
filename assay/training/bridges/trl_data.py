"""Tables as the datasets that TRL's trainers read.

    prompts(Path("data/t"))["prompt"][0]        # [{"role": "user", "content": "7+5="}]
    preferences(Path("data/t"), chat=False)     # prompt, chosen, rejected: plain texts

A prompt carries its whole task in the column `task_json`, which TRL hands to the reward functions;
no model sees it. Split `test` is never given out. Nothing here tokenizes, but for a reward model
without a chat template, whose frame TRL cannot know.
"""

from collections.abc import Iterator, Sequence
from math import lcm
from pathlib import Path
from typing import Any

from datasets import Dataset

from assay.core.canonical import dumps
from assay.core.errors import UsageError
from assay.core.ranges import Count, ranged
from assay.core.seeds import Split
from assay.core.tables import task_row
from assay.training.data import judged_solutions, learnt, tasks_of
from assay.training.stepwise_table import Judged

Row = dict[str, Any]


@ranged
def prompts(
    data: Path,
    *,
    chat: bool = True,
    tokenizer: Any = None,
    families: Sequence[str] | None = None,
    levels: Sequence[int] | None = None,
    split: Split = "train",
    most: Count | None = None,
    programs: bool = False,
) -> Dataset:
    """The tasks of a split for GRPOTrainer and RLOOTrainer: prompt, task_json, and what to read.

    With `chat` a prompt is a list of one message, else a plain text. Where `tokenizer` is given it
    is held to that. Programs come only when asked for: their reward needs a sandbox. Raises
    UsageError for split test, no tasks, and a chat without a template.
    """
    return Dataset.from_list(
        prompt_rows(
            data,
            chat=checked_chat(chat, tokenizer),
            families=families,
            levels=levels,
            split=split,
            most=most,
            programs=programs,
        )
    )


def prompt_rows(data: Path, *, chat: bool, split: Split, **chosen: Any) -> list[Row]:
    """The rows of `prompts`."""
    return [
        {
            "prompt": [_message("user", task.prompt)] if chat else task.prompt,
            "task_id": task.task_id,
            "family": task.family,
            "level": task.level,
            "answer": task.answer.value,
            "task_json": dumps(task_row(task)),
        }
        for task in tasks_of(data, learnt(split), **chosen)
    ]


@ranged
def preferences(
    data: Path,
    *,
    chat: bool = True,
    tokenizer: Any = None,
    families: Sequence[str] | None = None,
    samplers: Sequence[str] | None = None,
    labels: Sequence[Path] | None = None,
    split: Split = "train",
    pairs: Count = 1,
) -> Dataset:
    """Right against wrong solutions of one task, for RewardTrainer and DPOTrainer.

    At most `pairs` of each task. With `chat` they are messages, else plain texts; with a tokenizer
    and without `chat` they are the token ids that RewardTrainer takes ready, framed as our own
    samplers and reward models frame them. Undecided solutions are no data. Raises UsageError for
    split test, a chat without a template, and labels in which no task has both.
    """
    chat = checked_chat(chat, tokenizer)
    chosen: Row = {"families": families, "samplers": samplers, "labels": labels}
    rows = preference_rows(data, chat=chat, split=split, pairs=pairs, **chosen)
    if tokenizer is not None and not chat:
        rows = [_as_ids(tokenizer, row) for row in rows]
    return Dataset.from_list(rows)


def preference_rows(
    data: Path, *, chat: bool, split: Split, pairs: int, **chosen: Any
) -> list[Row]:
    """The rows of `preferences`, as texts or messages."""
    tasks: dict[str, list[Judged]] = {}
    for judged in judged_solutions(data, split=learnt(split), **chosen):
        tasks.setdefault(judged.task_id, []).append(judged)
    found = [
        _row(mine[0], right, wrong, chat)
        for mine in tasks.values()
        for right, wrong in _contrasts(mine, pairs)
    ]
    if not found:
        raise UsageError(
            f"no task of split {split} in {str(data)!r} has a right and a wrong solution; draw "
            "more solutions of each, or at another temperature"
        )
    return found


def _contrasts(judged: Sequence[Judged], most: int) -> Iterator[tuple[str, str]]:
    """Up to `most` different pairs of a right and a wrong text, each text as seldom as can be."""
    sides = [
        list(dict.fromkeys(each.text for each in judged if each.reward == reward))
        for reward in (1.0, 0.0)
    ]
    right, wrong = ([text for text in sides[0] if text not in sides[1]], sides[1])
    if not right or not wrong:
        return
    period = lcm(len(right), len(wrong))
    for turn in range(min(most, len(right) * len(wrong))):
        yield right[turn % len(right)], wrong[(turn + turn // period) % len(wrong)]


def _row(judged: Judged, right: str, wrong: str, chat: bool) -> Row:
    prompt = judged.prompt
    if not chat:
        texts: Row = {"prompt": prompt, "chosen": right, "rejected": wrong}
    else:
        texts = {
            "prompt": [_message("user", prompt)],
            "chosen": [_message("assistant", right)],
            "rejected": [_message("assistant", wrong)],
        }
    return texts | {"task_id": judged.task_id}


def _as_ids(tokenizer: Any, row: Row) -> Row:
    """The pair as tokens: the framed prompt, the response, and the token that ends it."""
    given = list(tokenizer(row["prompt"])["input_ids"])
    return {
        f"{side}_ids": [
            *given,
            *tokenizer(row[side], add_special_tokens=False)["input_ids"],
            tokenizer.eos_token_id,
        ]
        for side in ("chosen", "rejected")
    }


def _message(role: str, content: str) -> dict[str, str]:
    return {"role": role, "content": content}


def checked_chat(chat: bool, tokenizer: Any) -> bool:
    """`chat`, when the tokenizer (if any) can frame one. Raises UsageError otherwise."""
    if chat and tokenizer is not None and not tokenizer.chat_template:
        raise UsageError(
            f"the tokenizer of {tokenizer.name_or_path or 'this model'!r} has no chat template; "
            "take chat=False for plain prompts, or a model with a template"
        )
    return chat
