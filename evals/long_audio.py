"""`python -m evals.long_audio [MINUTES …]`: time and memory of hearing, at five minutes and at an hour.

Each length runs in a process of its own (a peak is a process's), on the samples that ship, end to end. Both
the time on the clock and the processor's time are given: only the second means something on a busy machine.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np

from evals.report import Report, Row

LENGTHS: Final = (5.0, 60.0)
MOST_MEGABYTES: Final = 700
_SAMPLES: Final = Path(__file__).parents[1] / "audio_samples"


@dataclass(frozen=True)
class Cost:
    """Of one recording: its seconds, seconds on the clock and of processors, and the peak of memory."""

    seconds: float
    clock: float
    processor: float
    megabytes: float


def cost_of(audio: Path) -> Cost:
    """Hears `audio` in a fresh process. Raises `subprocess.CalledProcessError` when that fails."""
    command = [sys.executable, "-m", "evals.long_audio", "--child", str(audio)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - ourselves
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def rows(label: str, cost: Cost) -> list[Row]:
    return [
        Row(
            f"{label}: real time factor", cost.clock / cost.seconds, "s/s", aim="≤ 0.15", note="on the clock"
        ),
        Row(f"{label}: processor seconds a second", cost.processor / cost.seconds, "s/s"),
        Row(f"{label}: peak memory", cost.megabytes, "MB", aim=f"< {MOST_MEGABYTES}"),
    ]


def main(lengths: Sequence[float]) -> None:
    found: list[Row] = []
    for minutes in lengths:
        with tempfile.TemporaryDirectory() as folder:
            audio = Path(folder) / "long.wav"
            write_long(audio, minutes)
            found += rows(f"{minutes:g} minutes", cost_of(audio))
    print(Report("long_audio", tuple(found), about="the samples that ship, one after the other").text())


def write_long(audio: Path, minutes: float) -> None:
    """`minutes` of the samples, 16-bit mono 16 kHz, one sample in memory at a time."""
    from agent.transcription.audio import RATE, decode

    entries = json.loads((_SAMPLES / "manifest.json").read_text(encoding="utf-8"))["samples"]
    left = int(minutes * 60 * RATE)
    with wave.open(str(audio), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        while left > 0:
            for entry in entries:
                samples = decode(_SAMPLES / entry["audio"]).samples[:left]
                file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
                left -= len(samples)


def _child(audio: Path) -> None:
    from agent.settings import Settings
    from agent.transcription.factory import speech_engine

    engine = speech_engine(Settings())
    clock, processor = time.monotonic(), time.process_time()
    transcript = engine.transcribe(audio)
    cost = Cost(
        seconds=transcript.duration or 0.0,
        clock=time.monotonic() - clock,
        processor=time.process_time() - processor,
        megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )
    print(json.dumps(asdict(cost)))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        _child(Path(sys.argv[2]))
    else:
        main([float(given) for given in sys.argv[1:]] or LENGTHS)
