"""Fresh dictations for the ears: the shipped cases read by free synthesisers, parted into two halves.

`python -m evals.datasets.spoken` makes them (Debian packages flite, espeak-ng, festival,
festvox-us-slt-hts, festvox-kdlpc16k); nothing is downloaded and nothing of it is committed. The scripts
were written without knowledge of the recogniser. Odd cases are the half that thresholds and weights may
be fitted on, even cases the half that decides. Festival also says when each word was spoken.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import tempfile
import unicodedata
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from agent.transcription.vocabulary import vocabulary
from audio_samples.build import RATE, mix, save
from evals.hearing import workshop

CASES: Final = Path(__file__).parent / "cases"
VOICES: Final = (
    "flite/slt",
    "festival/cmu_us_slt_arctic_hts",
    "flite/rms",
    "festival/ked_diphone",
    "flite/awb",
    "espeak/en-us",
    "flite/kal16",
    "festival/cmu_us_slt_arctic_hts",
    "flite/rms",
    "espeak/en-gb+f3",
)
STRETCH: Final = (1.0, 0.9, 1.1, 0.95)
BACKGROUND: Final = ("quiet", "room", "quiet", "gym")
_SENTENCE: Final = re.compile(r"(?<=[.?!])\s+(?=[A-Z0-9])")

Samples = NDArray[np.float32]
Truth = list[tuple[str, float, float]]
"""Word, and the seconds it was spoken from and to."""


@dataclass(frozen=True)
class Script:
    id: str
    turns: tuple[tuple[str, str], ...]
    """Speaker (`PATIENT` or anything else) and what is said."""

    @property
    def held_out(self) -> bool:
        return int(self.id.rpartition("-")[2]) % 2 == 0

    @property
    def said(self) -> str:
        return " ".join(text for _, text in self.turns)


@dataclass(frozen=True)
class Reading:
    """A script as one voice read it. `words` are empty where the program tells no times."""

    id: str
    script: str
    audio: Path
    said: str
    held_out: bool
    voice: str
    words: Truth


def readings(folder: Path) -> list[Reading]:
    """What `main` made there; nothing where it has not run."""
    found = []
    for file in sorted(folder.glob("case-*.json")):
        about = json.loads(file.read_text(encoding="utf-8"))
        words = [(str(word), float(t0), float(t1)) for word, t0, t1 in about["words"]]
        script = file.stem.rpartition("-")[0]
        audio = file.with_suffix(".opus")
        found.append(
            Reading(file.stem, script, audio, about["said"], about["held_out"], about["voice"], words)
        )
    return found


def scripts() -> list[Script]:
    """Cases 101 to 212: the first were read aloud while the recogniser was made, later ones came after it."""
    found = []
    for file in sorted(CASES.glob("case-[12]??.json")):
        turns = json.loads(file.read_text(encoding="utf-8"))["transcript"]
        found.append(Script(file.stem, tuple((t["speaker"] or "", t["text"]) for t in turns)))
    return found


def main(folder: Path) -> None:
    """One reading of each script into `folder`; what is there already is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, script in enumerate(scripts()):
        name = f"{script.id}-0"
        if not (folder / f"{name}.json").is_file():
            _make(script, number // 2, folder / name)
            print(name)


def _make(script: Script, turn: int, target: Path) -> None:
    voice, other = VOICES[turn % len(VOICES)], VOICES[(turn + 2) % len(VOICES)]
    stretch = STRETCH[turn % len(STRETCH)]
    chance = random.Random(f"{script.id} {turn}")  # noqa: S311 - pauses, no secret
    parts: list[Samples] = [np.zeros(RATE // 2, np.float32)]
    truth: Truth = []
    for speaker, text in script.turns:
        spoken = [_readable(sentence) for sentence in _SENTENCE.split(text) if sentence.strip()]
        for sound, words in speak(spoken, other if speaker == "PATIENT" else voice, stretch):
            start = sum(len(part) for part in parts) / RATE
            truth += [(word, round(start + t0, 3), round(start + t1, 3)) for word, t0, t1 in words]
            parts += [sound, np.zeros(int(chance.uniform(0.1, 0.6) * RATE), np.float32)]
    background = BACKGROUND[turn // 2 % len(BACKGROUND)]
    samples = mix(np.concatenate(parts), background)
    save(target.with_suffix(".opus"), samples)
    about = {
        "id": target.name,
        "said": script.said,
        "held_out": script.held_out,
        "voice": voice,
        "background": background,
        "stretch": stretch,
        "words": truth,
    }
    target.with_suffix(".json").write_text(json.dumps(about, ensure_ascii=False) + "\n", encoding="utf-8")


def _readable(text: str) -> str:
    """As a person reads it: `4+/5` is no fraction, abbreviations are said letter by letter."""
    text = unicodedata.normalize("NFKD", text.replace("’", "'").replace("—", ", ").replace("–", " to "))
    text = text.replace("°", " degrees").encode("ascii", "ignore").decode()
    text = re.sub(r"(\d)\+(?=/|\s|$)", r"\1 plus", text)
    text = re.sub(r"(\d|plus)/(\d)", r"\1 out of \2", text)
    return re.sub(r"\b[A-Z]{3,6}\b", lambda m: " ".join(m[0]) if m[0] in vocabulary().letters else m[0], text)


def speak(sentences: list[str], voice: str, stretch: float) -> list[tuple[Samples, Truth]]:
    """Each sentence's sound, float32 mono 16 kHz, and its word times where the program tells them."""
    engine, name = voice.split("/")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if engine == "festival":
            lines = [f"(voice_{name})", f"(Parameter.set 'Duration_Stretch {stretch})"]
            for number, text in enumerate(sentences):
                quoted = text.replace("\\", " ").replace('"', " ")
                lines += [
                    f'(set! u (utt.synth (Utterance Text "{quoted}")))',
                    f'(utt.save.wave u "{folder}/{number}.wav" \'riff)',
                    f'(utt.save.words u "{folder}/{number}.words")',
                ]
            (folder / "all.scm").write_text("\n".join(lines))
            _run(["festival", "-b", str(folder / "all.scm")])
        for number, text in enumerate(sentences):
            source, target = folder / f"{number}.txt", folder / f"{number}.wav"
            source.write_text(text + "\n")
            if engine == "flite":
                pace = ["--setf", f"duration_stretch={stretch}"]
                _run(["flite", "-voice", name, *pace, "-f", str(source), "-o", str(target)])
            elif engine == "espeak":
                pace = ["-s", str(int(165 / stretch))]
                _run(["espeak-ng", "-v", name, *pace, "-f", str(source), "-w", str(target)])
        return [
            (_sound(folder / f"{number}.wav"), _times(folder / f"{number}.words"))
            for number in range(len(sentences))
        ]


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - fixed commands, own text


def _sound(path: Path) -> Samples:
    with wave.open(str(path)) as file:
        rate = file.getframerate()
        data = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32768
    if rate != RATE:
        places = np.arange(0, len(data) - 1, rate / RATE)
        data = np.interp(places, np.arange(len(data)), data).astype(np.float32)
    return np.asarray(data / max(1e-3, float(np.abs(data).max())) * 0.6, np.float32)


def _times(path: Path) -> Truth:
    """Festival's word ends; a word starts where the one before ended, so pauses belong to what follows."""
    if not path.is_file():
        return []
    out, before = [], 0.0
    for line in path.read_text().splitlines()[1:]:
        end, _, word = line.split(maxsplit=2)
        if float(end) > before:
            out.append((word, before, float(end)))
            before = float(end)
    return out


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else workshop() / "spoken")
