"""ACI-Bench: ROUGE-1 of the offline note, beside controls that show how little overlap alone proves."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from agent.domain.transcript import Segment, Transcript
from agent.drafting.alone import unrecorded_visit
from agent.drafting.base import DraftRequest
from agent.drafting.offline import OfflineDrafter
from agent.errors import InputError
from agent.understanding import understand
from evals.datasets.aci import SPLITS, AciVisit, read_aci
from evals.report import Report, Row
from evals.scorers.rouge import rouge1, words

_TURN = re.compile(r"^\s*\[([a-z_]+)\]\s*", re.IGNORECASE)
_TIGHT = re.compile(r"\s+([,.?!;:])")
_PARTED = re.compile(r"\b(\w+|gon|wan) (n't|(?<=n )na)\b", re.IGNORECASE)
"""How the data write `don't` and `gonna`."""


def transcript_of(dialogue: str) -> Transcript:
    """The turns of a dialogue; everyone but the doctor counts as the patient's side.

    A line without a speaker goes on with what the one before it said.
    """
    segments = []
    speaker = ""
    for line in dialogue.splitlines():
        match = _TURN.match(line)
        speaker = match.group(1).casefold() if match else speaker
        text = _TIGHT.sub(r"\1", line[match.end() :] if match else line)
        text = _PARTED.sub(r"\1\2", text).strip()
        if text:
            segments.append(Segment(speaker="THERAPIST" if speaker == "doctor" else "PATIENT", text=text))
    return Transcript(segments=tuple(segments))


def offline_note(visit: AciVisit) -> str | None:
    """The offline engine's note of a visit as plain text; None when it refuses."""
    encounter = unrecorded_visit()
    try:
        transcript = transcript_of(visit.dialogue)
        facts = understand(transcript, encounter)
        drafted = OfflineDrafter().draft(
            DraftRequest(transcript=transcript, facts=facts, encounter=encounter)
        )
    except InputError:
        return None
    return "\n".join(s.text for s in drafted.note.statements)


def run(folder: Path, out: Path | None = None) -> Report:
    """ROUGE-1 on valid and test1, each beside its controls. `folder` holds the ACI-Bench CSV files."""
    train = read_aci(folder / SPLITS["train"])
    rows: list[Row] = []
    samples = []
    for name in ("valid", "test1"):
        visits = read_aci(folder / SPLITS[name])
        notes = [offline_note(v) for v in visits]
        scores = [None if n is None else rouge1(n, v.note) for n, v in zip(notes, visits, strict=True)]
        samples += [{"id": f"{name}-{v.id}", "rouge1": s} for v, s in zip(visits, scores, strict=True)]
        rows.append(_row(f"{name}: offline note", scores, "45" if name == "test1" else ""))
        for control, made in _controls(train, visits).items():
            found = [rouge1(m, v.note) for m, v in zip(made, visits, strict=True)]
            rows.append(_row(f"{name}: control, {control}", found, ""))
    return Report(task="aci", rows=tuple(rows), about="ROUGE-1 (F1 x 100)", samples=tuple(samples))


def _row(measure: str, scores: Sequence[float | None], aim: str) -> Row:
    scored = [s for s in scores if s is not None]
    mean = round(100 * statistics.fmean(scored), 2) if scored else None
    return Row(measure, mean, "", len(scored), aim)


def _controls(train: Sequence[AciVisit], visits: Sequence[AciVisit]) -> dict[str, list[str]]:
    fixed = _typical_note(train)
    common = Counter(w for v in train for w in set(words(v.note)))
    return {
        "whole transcript": [v.dialogue for v in visits],
        "same note for everyone": [fixed for _ in visits],
        "words of notes found in the transcript": [_keywords(v, common) for v in visits],
        "extraction oracle": [_oracle(v) for v in visits],
    }


def _typical_note(train: Sequence[AciVisit]) -> str:
    """The training note that is most like the other training notes."""
    sample = train[:40]
    return max((v.note for v in sample), key=lambda n: sum(rouge1(n, o.note) or 0 for o in sample))


def _keywords(visit: AciVisit, common: Counter[str]) -> str:
    return " ".join(
        w for w in words(visit.dialogue) if (common[w] >= 3 and len(w) > 2) or (w in common and w.isdigit())
    )


def _oracle(visit: AciVisit) -> str:
    """Lines of the dialogue chosen greedily with the reference in view: a ceiling for extraction."""
    lines = [line for line in re.split(r"[\n.?]", visit.dialogue) if line.strip()]
    wanted = Counter(words(visit.note))
    chosen: Counter[str] = Counter()
    kept: list[str] = []
    best = 0.0
    counts = sorted(
        ((line, Counter(words(line))) for line in lines),
        key=lambda x: -sum((x[1] & wanted).values()) / (1 + sum(x[1].values())),
    )
    for line, count in counts:
        new = chosen + count
        score = 2 * sum((new & wanted).values()) / (sum(new.values()) + sum(wanted.values()))
        if score > best:
            best, chosen = score, new
            kept.append(line)
    return "\n".join(kept)
