"""The commands that judge and explain: `check`, `steps` and `explain`; `cli` takes them in.

assay check --pairs pairs.jsonl --out verdicts.jsonl
assay check --pairs rollouts.parquet --against math_verify --out shadow.jsonl
assay steps --solutions solutions.jsonl --out labels.jsonl
assay explain --gold 3/4 --candidate 6/8 --required-form reduced
"""

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from assay.cli_options import SandboxName, Share, Workers, show

Table = Annotated[Path | None, typer.Option(help="Folder of a run that has the table.")]


def check(
    pairs: Annotated[Path, typer.Option(help="JSONL of gold and candidate; or roll-outs.")],
    out: Annotated[Path, typer.Option(help="JSONL of verdicts.")],
    against: Annotated[
        str | None, typer.Option(help="Shadow mode: math_verify or module:function.")
    ] = None,
    columns: Annotated[str, typer.Option(help="gold=COLUMN,candidate=COLUMN,task=COLUMN,…")] = "",
    golds: Annotated[
        Literal["auto", "plain", "gsm8k", "math", "dapo"], typer.Option(help="Style of golds.")
    ] = "auto",
    raw_golds: Annotated[
        bool, typer.Option("--raw-golds", help="Their grader gets the gold column as it is.")
    ] = False,
    seconds: Annotated[float, typer.Option(min=0.1, max=3600, help="For a call of theirs.")] = 10.0,
    examples: Annotated[int, typer.Option(min=0, max=1000, help="Shown of each kind.")] = 3,
    max_errors: Share = 0.0,
    max_undecided: Share = 1.0,
    workers: Workers = 1,
) -> None:
    """Check answers against golds; with --against, beside another grader."""
    if against is None:
        from assay.pipelines.check import check_pairs

        limits = {"max_errors": max_errors, "max_undecided": max_undecided}
        show(check_pairs(pairs, out, workers=workers, **limits))
        return
    from assay.pipelines.rollout_rows import parse_columns
    from assay.pipelines.shadow import refuse, shadow

    told = shadow(
        pairs,
        out,
        against=against,
        columns=parse_columns(columns),
        golds=golds,
        raw_golds=raw_golds,
        seconds=seconds,
        examples=examples,
        workers=workers,
    )
    show(told)
    refuse(told, max_errors, max_undecided)


def steps(
    solutions: Annotated[Path, typer.Option(help="JSONL of problems, golds and steps.")],
    out: Annotated[Path, typer.Option(help="JSONL of labels.")],
    prm: Annotated[str | None, typer.Option(help="Process reward model that scores too.")] = None,
    max_errors: Share = 0.0,
    workers: Workers = 1,
) -> None:
    """Label each step of free-form solutions: correct, wrong, inherited, neutral, undecided."""
    from assay.pipelines.steps import label_solutions

    scores = None
    if prm is not None:
        from assay.training.process_rm import steps_scorer

        scores = steps_scorer(prm)
    show(label_solutions(solutions, out, workers=workers, max_errors=max_errors, scores=scores))


def explain(
    gold: Annotated[str | None, typer.Option(help="The right answer.")] = None,
    candidate: Annotated[str | None, typer.Option(help="The answer to judge.")] = None,
    form: Annotated[Literal["expr", "text"], typer.Option(help="What --candidate is.")] = "expr",
    kind: Annotated[str | None, typer.Option(help="Kind of the gold; else inferred.")] = None,
    required_form: Annotated[
        str | None, typer.Option(help="reduced, expanded, factored, evaluated.")
    ] = None,
    question: Annotated[
        str | None, typer.Option(help="What was asked; not to be said again.")
    ] = None,
    pairs: Annotated[Path | None, typer.Option(help="JSONL, as check reads it.")] = None,
    wanted: Annotated[str | None, typer.Option("--id", help="The pair's id.")] = None,
    tasks: Table = None,
    solutions: Table = None,
    labels: Table = None,
    task_id: Annotated[str | None, typer.Option(help="The task of a run's label.")] = None,
    sampler: Annotated[str, typer.Option(help="The solution's sampler.")] = "model",
    sample: Annotated[int, typer.Option(min=0, help="The solution's number.")] = 0,
    sandbox: Annotated[SandboxName, typer.Option(help="Where a program runs.")] = "auto",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """Tell one verdict in full: of a gold and a candidate, of a pair, or of a run's label."""
    from assay.pipelines.explain import asked_pair, explain_one
    from assay.pipelines.explain_text import told_text

    pair = asked_pair(gold, candidate, form, kind, required_form, question)
    key = None if task_id is None else (task_id, sampler, sample)
    told = explain_one(pair, (pairs, wanted), (tasks, solutions, labels), key, sandbox=sandbox)
    typer.echo(json.dumps(told, ensure_ascii=False) if as_json else told_text(told), nl=as_json)
