"""Makes the sample recordings again from their scripts: `python audio_samples/build.py [ID ...]`.

Needs the Debian packages flite, festival and festvox-us-slt-hts (see LICENSES.md). A line of a
script is a sentence group; `T:` and `P:` lines change voice, `[pause N]` is N seconds of silence.
The recordings are committed: this script runs only when a script changes.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import wave
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

HERE = Path(__file__).parent
RATE = 16_000
Samples = NDArray[np.float32]

SAMPLES: dict[str, dict[str, object]] = {
    "knee-replacement-daily": {
        "condition": "total knee arthroplasty",
        "note_type": "daily",
        "voices": ["flite/slt"],
    },
    "rotator-cuff-progress": {
        "condition": "rotator cuff repair",
        "note_type": "progress",
        "voices": ["festival/cmu_us_slt_arctic_hts"],
    },
    "low-back-evaluation": {
        "condition": "low back pain with leg symptoms",
        "note_type": "evaluation",
        "voices": ["flite/rms"],
    },
    "ankle-sprain-daily": {
        "condition": "lateral ankle sprain",
        "note_type": "daily",
        "voices": ["flite/slt"],
        "format": "flac",
    },
    "vertigo-daily": {
        "condition": "benign paroxysmal positional vertigo",
        "note_type": "daily",
        "voices": ["festival/cmu_us_slt_arctic_hts"],
    },
    "neck-discharge": {
        "condition": "neck pain with headache",
        "note_type": "discharge",
        "voices": ["flite/rms"],
    },
    "knee-arthritis-progress-gym": {
        "condition": "osteoarthritis of both knees",
        "note_type": "progress",
        "voices": ["flite/rms"],
        "background": "gym",
    },
    "stroke-gait-dialogue": {
        "condition": "gait after stroke",
        "note_type": "daily",
        "voices": ["flite/slt", "flite/rms"],
        "dialogue": True,
    },
    "achilles-daily-pauses": {
        "condition": "Achilles tendinopathy",
        "note_type": "daily",
        "voices": ["flite/awb"],
        "background": "room",
    },
}


def main(wanted: list[str]) -> None:
    if not (shutil.which("flite") and shutil.which("text2wave")):
        sys.exit("flite and festival are not installed: apt-get install flite festival festvox-us-slt-hts")
    entries = []
    for name, about in SAMPLES.items():
        path = HERE / f"{name}.{about.get('format', 'opus')}"
        if not wanted or name in wanted:
            voices = [str(voice) for voice in about["voices"]]  # type: ignore[attr-defined]  # a list above
            samples = read(HERE / f"{name}.txt", voices)
            save(path, mix(samples, str(about.get("background", ""))))
        entries.append(entry(name, about, path))
    (HERE / "manifest.json").write_text(json.dumps({"samples": entries}, indent=2) + "\n")


def read(script: Path, voices: list[str]) -> Samples:
    """The script as one voice or two read it, with its pauses."""
    parts: list[Samples] = [np.zeros(RATE // 2, np.float32)]
    for line in script.read_text().splitlines():
        pause = re.fullmatch(r"\[pause (\d+)\]", line.strip())
        if pause:
            parts.append(np.zeros(int(pause[1]) * RATE, np.float32))
            continue
        voice = voices[1] if line.startswith("P:") else voices[0]
        parts += [speak(re.sub(r"^[TP]: ", "", line), voice), np.zeros(int(0.45 * RATE), np.float32)]
    return np.concatenate(parts)


def speak(text: str, voice: str) -> Samples:
    engine, name = voice.split("/")
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "line.txt", Path(folder) / "line.wav"
        source.write_text(text + "\n")
        command = (
            ["flite", "-voice", name, "-f", str(source), "-o", str(target)]
            if engine == "flite"
            else ["text2wave", "-eval", f"(voice_{name})", "-o", str(target), str(source)]
        )
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - fixed commands, own text
        with wave.open(str(target)) as file:
            rate = file.getframerate()
            data = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32768
    if rate != RATE:
        positions = np.arange(0, len(data) - 1, rate / RATE)
        data = np.interp(positions, np.arange(len(data)), data).astype(np.float32)
    return np.asarray(data / max(1e-3, float(np.abs(data).max())) * 0.6, np.float32)


def mix(speech: Samples, background: str) -> Samples:
    """Speech over a quiet room, or over a gym: fans, a treadmill's belt, dropped weights."""
    random = np.random.default_rng(20260101)
    noise = random.standard_normal(len(speech)).astype(np.float32)
    rumble = np.convolve(noise, np.ones(64, np.float32) / 64, mode="same")
    if background == "gym":
        seconds = np.arange(len(speech)) / RATE
        belt = 0.02 * np.sin(2 * np.pi * 50 * seconds) * (1 + 0.5 * np.sin(2 * np.pi * 2.2 * seconds))
        speech = speech + 0.10 * rumble + 0.006 * noise + belt.astype(np.float32)
        for at in random.integers(0, len(speech) - RATE, size=len(speech) // (6 * RATE)):
            length = RATE // 4
            fall = np.exp(-np.arange(length) / (0.04 * RATE)).astype(np.float32)
            ring = np.sin(2 * np.pi * random.uniform(300, 1800) * np.arange(length) / RATE)
            speech[at : at + length] += (0.15 * fall * ring).astype(np.float32)
    else:
        speech = speech + (0.01 if background == "room" else 0.002) * rumble
    return np.asarray(np.clip(speech, -1, 1), np.float32)


def save(path: Path, samples: Samples) -> None:
    flac = path.suffix == ".flac"
    with av.open(str(path), "w", format="flac" if flac else "ogg") as container:
        stream = container.add_stream("flac" if flac else "libopus", rate=RATE if flac else 48_000)
        stream.layout = "mono"
        if not flac:
            stream.bit_rate = 28_000
        frame = av.AudioFrame.from_ndarray(
            (samples * 32767).astype(np.int16)[None], format="s16", layout="mono"
        )
        frame.sample_rate = RATE
        resampler = av.AudioResampler(
            format=stream.format.name, layout="mono", rate=stream.rate, frame_size=stream.frame_size or 0
        )
        for out in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(out))
        container.mux(stream.encode(None))


def entry(name: str, about: dict[str, object], path: Path) -> dict[str, object]:
    with av.open(str(path)) as container:
        seconds = round((container.duration or 0) / 1_000_000, 1)
    return {
        "id": name,
        "audio": path.name,
        "script": f"{name}.txt",
        "visit": f"{name}.visit.json",
        "condition": about["condition"],
        "note_type": about["note_type"],
        "voices": about["voices"],
        "speakers": 2 if about.get("dialogue") else 1,
        "background": about.get("background", "quiet"),
        "seconds": seconds,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "licence": "Apache-2.0",
    }


if __name__ == "__main__":
    main(sys.argv[1:])
