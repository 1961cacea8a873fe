"""The command line: arguments in, exit code out; no logic.

    assay generate --families gcd --count 100 --seed 42 --out data/t

Every command imports its stage when it is called, so that `--help`, `families`, `generate` and
`check` stay quick and import neither torch nor transformers nor datasets. Exit codes: 0 done,
2 wrong usage or input, 3 too many bad rows, 75 another run holds the lock, 130/143 interrupted,
1 anything else. `assay.exits` turns errors into them.
"""

import json
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from assay import exits
from assay.cli_annotate import annotate, stepwise
from assay.cli_bridge import bridge
from assay.cli_checks import check, explain, steps
from assay.cli_curves import curves
from assay.cli_import import import_
from assay.cli_options import Changes, Out, Quiet, SandboxName, Seed, Share, Tasks, Workers, show
from assay.cli_process import evaluate_steps, monte_carlo
from assay.cli_solve import solve
from assay.core.store import lock

app = typer.Typer(
    help="Make tasks whose answers can be checked, judge solutions, build datasets, train on them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
sandbox_app = typer.Typer(help="The code sandbox: look at it, build its image.")
app.add_typer(sandbox_app, name="sandbox")


def main() -> None:
    """The console script `assay`."""
    sys.exit(exits.code_of(lambda: app(standalone_mode=False)))


@app.command()
def families(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """List the families of problems."""
    from assay.pipelines.catalogue import catalogue, show_catalogue

    if as_json:
        typer.echo(json.dumps(catalogue(), ensure_ascii=False))
    else:
        show_catalogue()


@app.command()
def generate(
    families: Annotated[str, typer.Option(help="A,B or all or area:math|code|text.")],
    count: Annotated[int, typer.Option(min=1, help="Tasks of each family.")],
    out: Out,
    seed: Seed = 0,
    level: Annotated[int | None, typer.Option(min=1, max=10, help="One level, else all.")] = None,
    phrasing: Annotated[Literal["any", "short"], typer.Option(help="Wording.")] = "any",
    append: Annotated[bool, typer.Option("--append", help="Add to what is there.")] = False,
    max_errors: Share = 0.0,
    workers: Workers = 1,
    quiet: Quiet = False,
) -> None:
    """Make tasks."""
    from assay.pipelines.generate import generate as stage
    from assay.pipelines.progress import Progress

    with lock(out), Progress(quiet) as progress:
        written = stage(
            families=families,
            count=count,
            seed=seed,
            level=level,
            phrasing=phrasing,
            append=append,
            max_errors=max_errors,
            out=out,
            workers=workers,
            progress=progress,
        )
    typer.echo(f"{written} tasks written to {out}")


@app.command()
def sample(
    tasks: Tasks,
    model: Annotated[str, typer.Option(help="Hub id, folder, builtin:NAME or http://…/v1#NAME.")],
    out: Out,
    n: Annotated[int, typer.Option("--n", min=1, help="Solutions of each task.")] = 1,
    temperature: Annotated[float, typer.Option(min=0, max=10)] = 1.0,
    max_tokens: Annotated[int, typer.Option(min=1)] = 256,
    batch: Annotated[int, typer.Option(min=1, help="Tasks sampled together.")] = 8,
    seed: Seed = 0,
    sampler: Annotated[str, typer.Option(help="Name in the solutions table.")] = "model",
    threads: Annotated[int, typer.Option(min=1, max=512, help="Torch threads.")] = 1,
    quiet: Quiet = False,
) -> None:
    """Have a model solve tasks."""
    from assay.pipelines.progress import Progress
    from assay.pipelines.sample import sample as stage

    with lock(out), Progress(quiet) as progress:
        written = stage(
            tasks=tasks,
            model=model,
            out=out,
            n=n,
            temperature=temperature,
            max_tokens=max_tokens,
            batch=batch,
            seed=seed,
            sampler=sampler,
            threads=threads,
            progress=progress,
        )
    typer.echo(f"{written} solutions written to {out}")


@app.command()
def label(
    tasks: Tasks,
    solutions: Annotated[Path, typer.Option(help="Folder with a solutions table.")],
    out: Out,
    sandbox: Annotated[SandboxName, typer.Option(help="Where programs run.")] = "auto",
    max_errors: Share = 0.01,
    max_undecided: Share = 0.05,
    workers: Workers = 1,
    quiet: Quiet = False,
) -> None:
    """Judge solutions and their steps."""
    from assay.pipelines.label import label as stage
    from assay.pipelines.progress import Progress

    with lock(out), Progress(quiet) as progress:
        done = stage(
            tasks=tasks,
            solutions=solutions,
            out=out,
            sandbox=sandbox,
            max_errors=max_errors,
            max_undecided=max_undecided,
            workers=workers,
            progress=progress,
        )
    show(done)


app.command()(check)
app.command()(steps)
app.command()(explain)
app.command()(monte_carlo)
app.command()(evaluate_steps)
app.command("import")(import_)
app.command()(bridge)
app.command()(solve)
app.command()(curves)
app.command()(annotate)
app.command()(stepwise)


@app.command()
def judge(
    requests: Annotated[Path, typer.Option(help="JSONL of programs and cases.")],
    out: Annotated[Path, typer.Option(help="JSONL of verdicts.")],
    sandbox: Annotated[Literal["docker", "local"], typer.Option(help="Where programs run.")],
    max_errors: Share = 0.0,
    workers: Workers = 1,
) -> None:
    """Run programs in the sandbox and judge them."""
    from assay.pipelines.judge import judge_requests

    show(judge_requests(requests, out, sandbox, workers=workers, max_errors=max_errors))


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Another than loopback needs a token.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="0: any free one.")] = 8000,
    sandbox: Annotated[SandboxName, typer.Option(help="Where programs run.")] = "auto",
    queue: Annotated[int, typer.Option(min=1, max=1_000_000, help="Rows that may wait.")] = 1024,
    token_file: Annotated[Path | None, typer.Option(help="File with the clients' token.")] = None,
    deadline: Annotated[int, typer.Option(min=1, max=86_400, help="Seconds a request.")] = 300,
    body_mb: Annotated[int, typer.Option(min=1, max=1024, help="MiB of one request.")] = 16,
    workers: Workers = 1,
) -> None:
    """Serve check, judge and run_code over HTTP."""
    from assay.pipelines.serve.settings import read_settings

    settings = read_settings(host, port, sandbox, workers, queue, token_file, deadline, body_mb)
    from assay.pipelines.serve.server import serve as stage

    stage(settings, say=lambda line: typer.echo(f"assay: {line}", err=True))


@app.command()
def train(
    stage: Annotated[
        Literal["sft", "orm", "prm", "rl", "expert"], typer.Argument(help="What to train.")
    ],
    data: Annotated[Path, typer.Option(help="Folder with the tables to learn from.")],
    model: Annotated[str, typer.Option(help="Hub id, folder or builtin:NAME to start from.")],
    out: Out,
    change: Changes = None,
    quiet: Quiet = False,
) -> None:
    """Train a policy (sft, rl, expert) or a reward model (orm, prm)."""
    from assay.pipelines.progress import Progress
    from assay.pipelines.run import train as stage_alone

    with lock(out), Progress(quiet) as progress:
        show(
            stage_alone(
                stage, changes=change or [], progress=progress, data=data, model=model, out=out
            )
        )


@app.command()
def evaluate(
    model: Annotated[str, typer.Option(help="Hub id, folder or builtin:NAME.")],
    tasks: Tasks,
    out: Out,
    n: Annotated[int, typer.Option("--n", min=1, help="Solutions of each task.")] = 16,
    orm: Annotated[str | None, typer.Option(help="Folder of an outcome reward model.")] = None,
    prm: Annotated[str | None, typer.Option(help="Folder of a process reward model.")] = None,
    change: Changes = None,
    quiet: Quiet = False,
) -> None:
    """Measure a policy on held-out tasks: pass@1, votes, best of N, with intervals."""
    from assay.pipelines.progress import Progress
    from assay.pipelines.run import train as stage_alone

    with lock(out), Progress(quiet) as progress:
        show(
            stage_alone(
                "evaluate",
                changes=change or [],
                progress=progress,
                model=model,
                tasks=tasks,
                out=out,
                n=n,
                orm=orm,
                prm=prm,
            )
        )


@app.command()
def run(
    recipe: Annotated[Path, typer.Argument(help="A recipe, such as recipes/smollm2.yaml.")],
    out: Annotated[Path | None, typer.Option(help="Default: data/runs/<recipe>.")] = None,
    change: Changes = None,
    append: Annotated[bool, typer.Option("--append", help="Another batch of tasks.")] = False,
    max_errors: Annotated[float | None, typer.Option(min=0, max=1)] = None,
    max_undecided: Annotated[float | None, typer.Option(min=0, max=1)] = None,
    workers: Workers = 1,
    quiet: Quiet = False,
) -> None:
    """Run a recipe from its first stage to its report; again, to finish or to extend it."""
    from assay.pipelines.progress import Progress
    from assay.pipelines.recipe import read_recipe
    from assay.pipelines.report import print_report
    from assay.pipelines.run import check_recipe
    from assay.pipelines.run import run as run_recipe

    read = read_recipe(recipe, change or [])
    folder = out or Path("data/runs") / read.name
    check_recipe(read, folder)
    with lock(folder), Progress(quiet) as progress:
        written = run_recipe(
            read,
            out=folder,
            append=append,
            workers=workers,
            max_errors=max_errors,
            max_undecided=max_undecided,
            progress=progress,
        )
    print_report(written)
    typer.echo(f"report: {folder / 'report.html'}")


@app.command()
def report(folder: Annotated[Path, typer.Argument(help="A run's folder.")]) -> None:
    """Write report.json and report.html of a run, and show its table."""
    from assay.pipelines.report import print_report
    from assay.pipelines.report import report as write_report

    exits.need_folder(folder)
    with lock(folder):
        print_report(write_report(folder))


@app.command()
def publish(
    folder: Annotated[Path, typer.Argument(help="A run's folder.")],
    repo: Annotated[str, typer.Option(help="ORG/NAME on the hub.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show, upload nothing.")] = False,
) -> None:
    """Upload a dataset with a card made from its data."""
    from assay.pipelines.publish import publish as upload

    exits.need_folder(folder)
    with lock(folder):
        show(upload(folder, repo, dry_run=dry_run))


@app.command()
def audit(
    family: Annotated[
        str | None, typer.Argument(help="One family, also MODULE:NAME: all its laws are tried.")
    ] = None,
    families: Annotated[str, typer.Option(help="A,B or all or area:math|code|text.")] = "all",
    count: Annotated[int, typer.Option(min=1, help="Items of each family.")] = 100,
    seed: Seed = 0,
    level: Annotated[int | None, typer.Option(min=1, max=10)] = None,
    oracle: Annotated[
        bool | None, typer.Option("--oracle/--no-oracle", help="Prove golds a second way.")
    ] = None,
    reward: Annotated[
        str, typer.Option(help="Whose verdicts: assay, math_verify or module:function.")
    ] = "assay",
    attacks: Annotated[
        bool, typer.Option("--attacks/--no-attacks", help="Wrong responses beside right ones.")
    ] = True,
    battery: Annotated[
        int, typer.Option(min=0, help="Items of each family whose golds are attacked; 0 for none.")
    ] = 20,
    seconds: Annotated[
        float, typer.Option(min=0.1, max=3600, help="For one call of somebody else's reward.")
    ] = 10.0,
    out: Annotated[Path | None, typer.Option(help="File for the JSON.")] = None,
    workers: Workers = 1,
    quiet: Quiet = False,
) -> None:
    """Find out what a reward accepts that is wrong, and prove golds a second way."""
    if family is not None:
        from assay.pipelines.laws import audit_laws

        show(audit_laws(family, count, seed, out))
        return
    from assay.pipelines.audit import audit as stage
    from assay.pipelines.audit import refuse
    from assay.pipelines.progress import Progress

    with Progress(quiet) as progress:
        found = stage(
            families,
            count,
            seed,
            level=level,
            oracle=oracle,
            reward=reward,
            attacks=attacks,
            battery=battery,
            seconds=seconds,
            out=out,
            workers=workers,
            progress=progress,
        )
    show(found)
    refuse(found)


@app.command()
def doctor() -> None:
    """Say what this machine can do: packages, sandbox, models, disk."""
    from assay.pipelines.doctor import examine

    show(examine())


@sandbox_app.command("status")
def sandbox_status() -> None:
    """Say which engine, image and isolation there is."""
    from assay.sandbox.image import status

    show(status())


@sandbox_app.command("build")
def sandbox_build(
    method: Annotated[
        Literal["auto", "debootstrap", "dockerfile"], typer.Option(help="How to make the image.")
    ] = "auto",
) -> None:
    """Make the sandbox's Docker image."""
    from assay.sandbox.image import build

    build(method, say=lambda line: typer.echo(line, err=True))


@sandbox_app.command("bench")
def sandbox_bench(
    count: Annotated[int, typer.Option(min=1, max=1_000_000, help="Cases of each backend.")] = 200,
    sandbox: Annotated[SandboxName, typer.Option(help="Which backend.")] = "auto",
    workers: Workers = 1,
) -> None:
    """Say how many trivial programs a second run here and now."""
    from assay.sandbox.bench import table, throughput

    typer.echo(table([throughput(sandbox, count, workers)]), nl=False)


if __name__ == "__main__":
    main()
