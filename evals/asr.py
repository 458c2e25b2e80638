"""`ptscribe eval asr`: what the ears get wrong, by kind of word, beside the engine as it comes.

The raw engine is the `moonshine-voice` library on the whole file, with its own voice detection and no
lexicon; ours is `speech_engine()` with everything on. Word error rate hides what matters here, so
terms, numbers and sides are counted apart: words lost or changed, plus words invented. The *held-out*
group is dictations that nothing was fitted on (`evals/datasets/spoken.py`).
"""

from __future__ import annotations

import json
import tempfile
import time
import wave
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agent.domain.transcript import Transcript
from agent.errors import AudioError
from agent.transcription.audio import RATE, decode
from agent.transcription.base import SpeechEngine
from agent.transcription.commands import obey_commands
from agent.transcription.heard import HeardWord
from agent.transcription.revision import Revision
from agent.transcription.vocabulary import vocabulary
from agent.transcription.writing import write_text
from evals.asr_times import errors, time_rows
from evals.datasets.asr import conversations, noises, recordings
from evals.hearing import RawLibrary, embedded_engine
from evals.long_audio import cost_of
from evals.long_audio import rows as rows_of_cost
from evals.report import Report, Row
from evals.scorers.asr_align import Tally, align
from evals.scorers.asr_tokens import Kind, of_text, tokens

_NOISE_SECONDS: Final = 200
"""Of each of three kinds: ten minutes in all."""
_MOST_SECONDS: Final = 10
"""In which a malformed recording must be refused."""
_EVERYDAY: Final = {"and", "out", "over", "with", "the", "for", "one", "two", "three", "four", "five"}
_AIMS: Final = {"human": "≤ 0.06", "conversation": "below raw"}


def run(data: Path, out: Path | None = None) -> Report:
    """Figures over all recordings below `data`. About half an hour of two processors; a run that was
    stopped goes on where it was (`hearing.py`)."""
    engine, terms = embedded_engine(), clinical_words()
    ours: dict[str, Tally] = defaultdict(Tally)
    raw: dict[str, Tally] = defaultdict(Tally)
    samples: list[dict[str, Any]] = []
    library = RawLibrary()
    late: list[float] = []
    for recording in recordings(data):
        transcript = engine.transcribe(recording.audio)
        late += errors(transcript, recording.words)
        mine = align(of_text(as_meant(recording.said), terms), tokens(words(transcript), terms))
        theirs = align(of_text(recording.said, terms), of_text(library.text(recording.audio), terms))
        ours[recording.group] += mine
        raw[recording.group] += theirs
        samples.append(
            {
                "id": recording.id,
                "group": recording.group,
                "ours": mine.counts(),
                "raw": theirs.counts(),
                "transcript": transcript.model_dump(mode="json"),
            }
        )
    rows = [row for group in ours for row in _rows(group, ours[group], raw[group])]
    rows += [*_noise_rows(engine), _conversation_row(data)]
    rows += [*time_rows(late), _malformed_row(data), *_cost_rows(data)]
    return Report("asr", tuple(rows), about=f"{len(samples)} recordings", samples=tuple(samples))


def words(transcript: Transcript) -> list[tuple[str, bool]]:
    """The transcript's words, each with whether it, or its whole segment, is doubted."""
    return [
        (segment.text[word.start : word.end], segment.doubtful or word.doubtful)
        for segment in transcript.segments
        for word in segment.words
    ]


def as_meant(said: str) -> str:
    """What a script leaves standing once its own spoken commands are carried out: "twelve, scratch that,
    fifteen" loses no twelve in a transcript that reads "fifteen". The raw engine is held to every word."""
    revision = Revision(tuple(HeardWord(text=word) for word in said.split()))
    obey_commands(revision)
    return " ".join(filter(None, revision.words))


def clinical_words() -> frozenset[str]:
    """The single words of the lexicon's terms that carry meaning of their own."""
    known = {part for term in vocabulary().terms for part in term.key.split() if len(part) > 2}
    return frozenset(known - _EVERYDAY)


def _rows(group: str, ours: Tally, raw: Tally) -> list[Row]:
    rows = [
        Row(f"{group}: WER", ours.wer, count=ours.words, aim=_AIMS.get(group, ""), note=f"raw {raw.wer:.3f}")
    ]
    kinds: tuple[Kind, ...] = ("term", "number", "side")
    for kind in kinds:
        if not ours.reference[kind]:
            continue
        mine, theirs = (t.wrong[kind] + t.invented[kind] for t in (ours, raw))
        rows.append(
            Row(
                f"{group}: {kind}s wrong or invented",
                float(mine),
                count=ours.reference[kind],
                aim=f"< {theirs / 2:g}" if group in {"cases", "samples", "held-out"} else "",
                note=f"raw {theirs}",
            )
        )
    if ours.wrong_critical:
        recall = ours.wrong_critical_marked / ours.wrong_critical
        marks = f"{group}: wrong numbers and sides marked"
        rows.append(Row(marks, recall, count=ours.wrong_critical, aim="≥ 0.8"))
    marked = ours.right_marked / max(1, ours.right_heard)
    rows.append(Row(f"{group}: right words marked", marked, count=ours.right_heard, aim="≤ 0.15"))
    return rows


def _noise_rows(engine: SpeechEngine) -> list[Row]:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name, sound in noises(_NOISE_SECONDS).items():
            path = Path(folder) / f"{name}.wav"
            _save(path, sound)
            invented = len(engine.transcribe(path).text.split())
            measure = f"words invented on {_NOISE_SECONDS} s of {name}"
            rows.append(Row(measure, float(invented), aim="0"))
    return rows


def _conversation_row(data: Path) -> Row:
    count = changes = 0
    for text in conversations(data):
        count += len(text.split())
        changes += sum(len(segment.corrections) for segment in write_text(text))
    value = 1000 * changes / count if count else None
    return Row("corrections per 1,000 words of conversation", value, count=count, aim="< 1")


def _malformed_row(data: Path) -> Row:
    """Files of `malformed-audio/` that end as the manifest says, with one sentence and a mend, in time."""
    folder = data / "malformed-audio"
    manifest = folder / "MANIFEST.json"
    files = json.loads(manifest.read_text(encoding="utf-8"))["files"] if manifest.is_file() else []
    good = sum(_ends_well(folder / entry["file"], entry["expect"]) for entry in files)
    measure = "malformed recordings that end as they should"
    return Row(measure, float(good) if files else None, count=len(files), aim=f"{len(files)}")


def _ends_well(path: Path, expected: str) -> bool:
    started = time.monotonic()
    try:
        decode(path)
        outcome, clear = "accept", True
    except AudioError as error:
        outcome, clear = "reject", bool(error.mend) and error.message.count(".") == 1
    either = "no crash" in expected or "clamp" in expected
    return clear and (either or outcome in expected) and time.monotonic() - started < _MOST_SECONDS


def _cost_rows(data: Path) -> list[Row]:
    """Time and memory on long human audio, in a process of its own and with nothing kept."""
    audio = data / "audio" / "MSK0001.mp3"
    return rows_of_cost("nine minutes of talk", cost_of(audio)) if audio.is_file() else []


def _save(path: Path, samples: NDArray[np.float32]) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((samples * 32767).astype("<i2").tobytes())
