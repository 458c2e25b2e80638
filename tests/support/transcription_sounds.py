"""Sounds made for the speech tests, and where the committed recordings lie."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "audio_samples"
MALFORMED = ROOT / "tests" / "data" / "audio" / "malformed"


def write_wav(path: Path, samples: NDArray[np.float32]) -> Path:
    """`samples` (mono, 16 kHz) as 16-bit PCM."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def hum(seconds: float) -> NDArray[np.float32]:
    """Mains hum with its overtones."""
    t = np.arange(int(seconds * RATE)) / RATE
    tone = sum(np.sin(2 * np.pi * 60 * k * t) / k for k in (1, 2, 3, 5))
    return np.asarray(0.1 * tone, np.float32)


def gym(seconds: float, seed: int = 7) -> NDArray[np.float32]:
    """Fans, a treadmill's belt and footfalls, dropped weights, a whirring flywheel; nobody speaks."""
    random = np.random.default_rng(seed)
    n = int(seconds * RATE)
    t = np.arange(n) / RATE
    noise = random.standard_normal(n)
    out = 0.05 * np.convolve(noise, np.ones(48) / 48, mode="same") + 0.01 * noise
    out += 0.03 * np.sin(2 * np.pi * 50 * t) * (1 + 0.5 * np.sin(2 * np.pi * 2.4 * t))
    out += 0.02 * np.sin(2 * np.pi * (300 + 80 * np.sin(2 * np.pi * 0.2 * t)) * t)
    for at in random.integers(0, max(1, n - RATE), size=int(seconds * 1.5)):
        length = RATE // 3
        fall = np.exp(-np.arange(length) / (random.uniform(0.01, 0.07) * RATE))
        ring = np.sin(2 * np.pi * random.uniform(80, 2500) * np.arange(length) / RATE)
        out[at : at + length] += random.uniform(0.1, 0.5) * fall * ring
    return np.asarray(np.clip(out, -1, 1), np.float32)
