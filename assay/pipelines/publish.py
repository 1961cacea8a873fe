"""The publish stage: a run folder -> a dataset repository on a hub, in one commit.

    publish(Path("data/runs/quickstart"), "org/name", dry_run=True)      # no network: see what goes
    publish(Path("data/runs/quickstart"), "org/name")

Every table is cut by the split of its tasks (`data/<table>/<split>-*.parquet`), with a card made
from the data. The repository is created only when it is missing, and removed again when nothing
could be put into it. The same content again makes no commit. Other files of the repository stay.
The token comes from the usual places of the hub's client and is never shown.
"""

import logging
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from huggingface_hub import CommitOperationAdd, CommitOperationDelete, HfApi, get_token
from huggingface_hub.errors import HfHubHTTPError, RepositoryNotFoundError
from huggingface_hub.utils import logging as client_log
from huggingface_hub.utils.tqdm import (
    are_progress_bars_disabled,
    disable_progress_bars,
    enable_progress_bars,
)

from assay.core.errors import AssayError, UsageError
from assay.pipelines.publish_stage import Staged, stage_dataset
from assay.pipelines.report_text import visible

REPO = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}", re.ASCII)
OURS = re.compile(r"data/(tasks|vetted|solutions|labels|curated)/\w+-\d{5}-of-\d{5}\.parquet")
EMPTY = {".gitattributes", "README.md"}
# The client's transport errors have this base, whichever HTTP library it is built on.
TRANSPORT = cast(type[Exception], HfHubHTTPError.__bases__[0])


@dataclass(frozen=True, slots=True)
class Publication:
    """What was (or, in a dry run, would be) uploaded. `commit` and `changed` are
    None in a dry run."""

    repo: str
    url: str
    files: tuple[tuple[str, int], ...]
    rows: dict[str, dict[str, int]]
    commit: str | None
    changed: bool | None
    created: bool
    dry_run: bool


def publish(
    folder: Path,
    repo: str,
    *,
    dry_run: bool = False,
    private: bool = False,
    token: str | None = None,
    endpoint: str | None = None,
) -> dict[str, Any]:
    """Upload the run in `folder` as the dataset `repo` (ORG/NAME); returns a summary.

    A dry run writes what would go to `folder/publish` and needs no network. Raises UsageError for
    a bad name, a folder without tasks, a missing or refused token, a repository that may not be
    written; AssayError when the hub cannot be reached or fails.
    """
    if not REPO.fullmatch(repo) or ".." in repo or "--" in repo or repo.endswith(".git"):
        raise UsageError(f"repository {repo[:200]!r}: expected ORG/NAME of letters, digits, '.-_'")
    api = HfApi(endpoint=endpoint, token=token)
    if dry_run:
        staged = stage_dataset(folder, folder / "publish", repo)
        return asdict(_publication(api, repo, staged, dry_run=True))
    if not (token or get_token()):
        raise UsageError("no token for the hub: set HF_TOKEN, or run `hf auth login`")
    with tempfile.TemporaryDirectory(prefix="assay-publish-") as place:
        staged = stage_dataset(folder, Path(place), repo)
        with _quiet(), _told(api, repo, token or get_token() or ""):
            return asdict(_upload(api, repo, staged, private))


def _publication(
    api: HfApi,
    repo: str,
    staged: Staged,
    *,
    commit: str | None = None,
    changed: bool | None = None,
    created: bool = False,
    dry_run: bool = False,
) -> Publication:
    url = f"{api.endpoint}/datasets/{repo}"
    return Publication(repo, url, staged.files, staged.rows, commit, changed, created, dry_run)


def _upload(api: HfApi, repo: str, staged: Staged, private: bool) -> Publication:
    """Create what is missing, then one commit; take back a repository that stayed empty."""
    before = _head(api, repo)
    created = before is None
    if created:
        api.create_repo(repo, repo_type="dataset", private=private, exist_ok=True)
    try:
        commit = _commit(api, repo, staged)
    except BaseException:
        if created:
            _take_back(api, repo)
        raise
    changed = commit != before
    return _publication(api, repo, staged, commit=commit, changed=changed, created=created)


def _head(api: HfApi, repo: str) -> str | None:
    """The newest commit of the repository; None when there is no repository."""
    try:
        return api.dataset_info(repo).sha or ""
    except RepositoryNotFoundError as error:
        if error.response.status_code == 404:
            return None
        raise


def _commit(api: HfApi, repo: str, staged: Staged) -> str:
    """One commit that adds what changed and deletes our files that are no longer there."""
    names = {name for name, _ in staged.files}
    there = api.list_repo_files(repo, repo_type="dataset")
    stale = sorted(name for name in there if OURS.fullmatch(name) and name not in names)
    adds = [CommitOperationAdd(name, str(staged.folder / name)) for name, _ in staged.files]
    deletes = [CommitOperationDelete(name, is_folder=False) for name in stale]
    info = api.create_commit(
        repo,
        repo_type="dataset",
        operations=[*deletes, *adds],
        commit_message=f"Publish {sum(staged.rows['tasks'].values())} tasks",
    )
    return info.oid


def _take_back(api: HfApi, repo: str) -> None:
    """Delete the repository that we made, unless something got into it after all."""
    try:
        if set(api.list_repo_files(repo, repo_type="dataset")) <= EMPTY:
            api.delete_repo(repo, repo_type="dataset", missing_ok=True)
    except (TRANSPORT, OSError, ValueError) as error:
        print(
            f"the repository {repo}, made for this publication, could not be removed again "
            f"({type(error).__name__}); publishing again fills it",
            file=sys.stderr,
        )


@contextmanager
def _quiet() -> Iterator[None]:
    """The client's own log lines off, and its bars too unless somebody is watching."""
    verbosity, bars = client_log.get_verbosity(), not are_progress_bars_disabled()
    client_log.set_verbosity(logging.ERROR)
    if not sys.stderr.isatty():
        disable_progress_bars()
    try:
        yield
    finally:
        client_log.set_verbosity(verbosity)
        if bars:
            enable_progress_bars()


@contextmanager
def _told(api: HfApi, repo: str, token: str) -> Iterator[None]:
    """Turn what the client raises into one sentence for the user, without the token in it."""
    try:
        yield
    except (TRANSPORT, OSError, RuntimeError, ValueError) as error:
        raise _explained(api, repo, error, token) from None


def _explained(api: HfApi, repo: str, error: BaseException, token: str) -> AssayError:
    found = next((e for e in _chain(error) if isinstance(e, HfHubHTTPError)), None)
    if found is None:
        root = list(_chain(error))[-1]
        said = _short(f"{type(root).__name__}: {root}", token)
        return AssayError(f"cannot publish to {api.endpoint}: {said}; run the same command again")
    status = found.response.status_code
    said = _short(found.server_message or found.response.reason_phrase, token)
    if status in (401, 403):
        return UsageError(
            f"{api.endpoint} refuses the token for {repo} ({status}: {said}); it needs the right "
            "to write there: set HF_TOKEN, or run `hf auth login`"
        )
    if status in (400, 404):
        return UsageError(f"{api.endpoint} does not accept {repo} ({status}: {said})")
    return AssayError(
        f"{api.endpoint} failed while publishing {repo} ({status}: {said}); "
        "run the same command again"
    )


def _chain(error: BaseException) -> Iterator[BaseException]:
    at: BaseException | None = error
    while at is not None:
        yield at
        at = at.__cause__ or at.__context__


def _short(text: str, token: str) -> str:
    line = " ".join(text.split())
    return visible(line.replace(token, "***") if token else line, 300)


def summary_lines(summary: dict[str, Any]) -> Sequence[str]:
    """The summary of `publish` as lines for the terminal."""
    head = (
        f"would upload to {summary['url']}"
        if summary["dry_run"]
        else f"published {summary['url']} (commit {summary['commit'][:12]})"
        if summary["changed"]
        else f"{summary['url']} holds exactly this already"
    )
    return [head, *(f"  {size:>12,} bytes  {name}" for name, size in summary["files"])]
