"""Recordings with what was said: the gold cases, the project's samples, consultations and read clips."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from evals.datasets.spoken import Truth, readings
from evals.hearing import workshop

Group = Literal["human", "cases", "samples", "held-out", "conversation"]
RATE: Final = 16_000
_SAMPLES: Final = Path(__file__).parents[2] / "audio_samples"
_CONSULTATIONS: Final = ("MSK0001", "CAR0001", "CAR0002", "CAR0003")


@dataclass(frozen=True)
class Recording:
    id: str
    group: Group
    audio: Path
    said: str
    words: Truth = field(default_factory=list)
    """When each was spoken, where that is known."""


def recordings(data: Path) -> list[Recording]:
    """All that is there: a missing folder leaves its group out.

    The held-out readings are there once `python -m evals.datasets.spoken` has made them.
    """
    found = [*_human(data), *_cases(data), *_samples(), *_held_out(), *_consultations(data)]
    return [recording for recording in found if recording.audio.is_file()]


def _human(data: Path) -> list[Recording]:
    manifest = data / "audio" / "manifest.json"
    entries = json.loads(manifest.read_text(encoding="utf-8")) if manifest.is_file() else []
    return [Recording(Path(e["path"]).stem, "human", data / "audio" / e["path"], e["ref"]) for e in entries]


def _cases(data: Path) -> list[Recording]:
    out = []
    for file in sorted((data / "cases").glob("case-*.json")):
        turns = json.loads(file.read_text(encoding="utf-8"))["transcript"]
        said = " ".join(turn["text"] for turn in turns)
        out.append(Recording(file.stem, "cases", data / "audio" / "cases" / f"{file.stem}.ogg", said))
    return out


def _samples() -> list[Recording]:
    manifest = _SAMPLES / "manifest.json"
    entries = json.loads(manifest.read_text(encoding="utf-8"))["samples"] if manifest.is_file() else []
    out = []
    for entry in entries:
        script = (_SAMPLES / entry["script"]).read_text(encoding="utf-8")
        said = re.sub(r"\[pause \d+\]|^[TP]: ", "", script, flags=re.MULTILINE)
        out.append(Recording(entry["id"], "samples", _SAMPLES / entry["audio"], said))
    return out


def _held_out() -> list[Recording]:
    return [
        Recording(reading.id, "held-out", reading.audio, reading.said, reading.words)
        for reading in readings(workshop() / "spoken")
        if reading.held_out
    ]


def _consultations(data: Path) -> list[Recording]:
    return [
        Recording(name, "conversation", data / "audio" / f"{name}.mp3", conversation(file))
        for name in _CONSULTATIONS
        if (file := data / "data" / "fareez-osce" / f"{name}.txt").is_file()
    ]


def conversations(data: Path) -> list[str]:
    """Transcripts of ordinary consultations, for what correction must leave alone."""
    return [conversation(file) for file in sorted((data / "data" / "fareez-osce").glob("*.txt"))]


def conversation(file: Path) -> str:
    """The words of a `D:` / `P:` transcript."""
    text = file.read_text(encoding="utf-8", errors="replace")
    return re.sub(r"^\s*[DP]:", "", text, flags=re.MULTILINE)


def noises(seconds: int) -> dict[str, NDArray[np.float32]]:
    """Silence, mains hum and a gym without voices, float32 mono 16 kHz, from a fixed seed."""
    count = seconds * RATE
    time = np.arange(count) / RATE
    random = np.random.default_rng(11)
    hum = sum(0.1 / k * np.sin(2 * np.pi * 60 * k * time) for k in (1, 2, 3, 5))
    hiss = random.standard_normal(count)
    gym = 0.05 * np.convolve(hiss, np.ones(48) / 48, mode="same") + 0.01 * hiss
    gym += 0.03 * np.sin(2 * np.pi * 50 * time) * (1 + 0.5 * np.sin(2 * np.pi * 2.4 * time))
    for at in random.integers(0, count - RATE, size=seconds):
        fall = np.exp(-np.arange(RATE // 3) / (random.uniform(0.01, 0.07) * RATE))
        ring = np.sin(2 * np.pi * random.uniform(80, 2500) * np.arange(RATE // 3) / RATE)
        gym[at : at + RATE // 3] += random.uniform(0.1, 0.5) * fall * ring
    quiet = 0.0005 * random.standard_normal(count)
    return {
        name: np.clip(sound, -1, 1).astype(np.float32)
        for name, sound in {"silence": quiet, "hum": np.asarray(hum), "gym": gym}.items()
    }
