"""What `assay doctor` says of the cards, with the driver's folder made here."""

from pathlib import Path

import pytest

from assay.pipelines import doctor


def told(folder: Path, torch: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(doctor, "CARDS", folder)
    monkeypatch.setattr(doctor, "_version", lambda name: torch)
    found = doctor.examine()["gpu"]
    assert isinstance(found, str)
    return found


def a_card(folder: Path, text: str) -> Path:
    card = folder / "0000:41:00.0"
    card.mkdir(parents=True)
    (card / "information").write_text(text)
    return folder


MODEL = "Model: \t\t NVIDIA H200\nIRQ:   \t\t 50\n"


@pytest.mark.parametrize(
    ("text", "torch", "expected"),
    [
        (MODEL, "2.13.0+cu130", "NVIDIA H200"),
        (MODEL, "2.13.0", "NVIDIA H200"),
        (MODEL, "2.13.0+cpu", "NVIDIA H200; not usable: torch 2.13.0+cpu, install a CUDA build"),
        (
            MODEL,
            "not installed",
            "NVIDIA H200; not usable: torch not installed, install a CUDA build",
        ),
        ("IRQ: 50\n", "2.13.0", "unknown card"),
    ],
)
def test_a_card_and_whether_torch_can_use_it(
    text: str, torch: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told(a_card(tmp_path, text), torch, monkeypatch) == expected


def test_no_card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(tmp_path / "none", "2.13.0", monkeypatch) == "none"
