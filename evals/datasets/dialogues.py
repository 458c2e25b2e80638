"""MTS-Dialog, PriMock57 and the Fareez OSCE transcripts by path, as speaker turns with their notes."""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

from agent.domain.base import Model
from agent.domain.transcript import Segment, Speaker, Transcript
from agent.errors import InputError

_TURN = re.compile(r"^\s*\[?(doctor|patient|guest_family|d|p)\]?\s*:?\s+", re.IGNORECASE)
_SPEAKERS: dict[str, Speaker] = {
    "doctor": "THERAPIST",
    "d": "THERAPIST",
    "patient": "PATIENT",
    "p": "PATIENT",
}


class Dialogue(Model):
    """One conversation; `note` is its reference note or section, empty where the set has none."""

    id: str
    transcript: Transcript
    note: str = ""


def turns(text: str) -> Transcript:
    """Lines `D: …`, `[patient] …` or `Doctor: …` as segments; a line without a speaker continues the last."""
    segments: list[Segment] = []
    for line in text.splitlines():
        match = _TURN.match(line)
        body = line[match.end() :].strip() if match else line.strip()
        if not body:
            continue
        if match is None and segments:
            last = segments[-1]
            segments[-1] = last.model_copy(update={"text": f"{last.text} {body}"})
            continue
        speaker = _SPEAKERS.get(match.group(1).casefold(), "PATIENT") if match else None
        segments.append(Segment(speaker=speaker, text=body))
    return Transcript(segments=tuple(segments))


def read_mts(path: Path) -> list[Dialogue]:
    """MTS-Dialog (Ben Abacha et al. 2023): section texts and the short dialogues made for them."""
    csv.field_size_limit(sys.maxsize)
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError:
        raise InputError(f"The data file {path.name!r} cannot be read.", mend="Set PTSCRIBE_DATA.") from None
    if not rows or not {"ID", "dialogue", "section_text"} <= rows[0].keys():
        raise InputError(f"The file {path.name!r} is not MTS-Dialog.", mend="Use one of its CSV files.")
    return [Dialogue(id=r["ID"], transcript=turns(r["dialogue"]), note=r["section_text"]) for r in rows]


def read_primock(folder: Path) -> list[Dialogue]:
    """PriMock57 (Papadopoulos Korfiatis et al. 2022): transcripts with the clinicians' notes beside them."""
    paths = sorted(p for p in folder.glob("*.txt") if not p.name.endswith(".note.txt"))
    return [_with_note(p) for p in paths]


def read_osce(folder: Path) -> list[Dialogue]:
    """Fareez et al. 2022: transcripts of simulated examinations; they have no notes."""
    return [
        Dialogue(id=p.stem, transcript=turns(p.read_text(encoding="utf-8", errors="replace")))
        for p in sorted(folder.glob("*.txt"))
    ]


def _with_note(path: Path) -> Dialogue:
    note = path.with_name(path.name.removesuffix(".txt") + ".note.txt")
    return Dialogue(
        id=path.stem,
        transcript=turns(path.read_text(encoding="utf-8", errors="replace")),
        note=note.read_text(encoding="utf-8", errors="replace") if note.is_file() else "",
    )
