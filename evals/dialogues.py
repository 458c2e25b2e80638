"""Talk that no one wrote for us: MTS-Dialog, PriMock57 and the Fareez OSCE transcripts.

General medicine, so the figures say how the offline engine behaves outside of its field: does it refuse,
does its own support check carry what it wrote, how close is it to the reference where there is one (beside
the control of copying the whole transcript). What it refuses, and what has no reference, is unscored.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from agent.drafting.alone import draft_alone
from agent.drafting.offline import OfflineDrafter
from agent.errors import InputError
from evals.datasets.dialogues import Dialogue, read_mts, read_osce, read_primock
from evals.report import Report, Row
from evals.scorers.rouge import rouge1


@dataclass(frozen=True)
class _Set:
    name: str
    where: str
    """Below the folder of public data."""
    read: Callable[[Path], list[Dialogue]]


_SETS: Final = (
    _Set("mts", "data/mts-dialog/MTS-Dialog-ValidationSet.csv", read_mts),
    _Set("primock", "data/primock57", read_primock),
    _Set("osce", "data/fareez-osce", read_osce),
)


def run(data: Path, out: Path | None = None) -> Report:
    """Figures of each set that is there. Raises `InputError` where none is."""
    del out
    rows: list[Row] = []
    samples: list[dict[str, Any]] = []
    for one in _SETS:
        if (data / one.where).exists():
            made = [_sample(one.name, dialogue) for dialogue in one.read(data / one.where)]
            rows += _rows(one.name, made)
            samples += made
    if not samples:
        raise InputError("None of the dialogue sets is there.", mend="Set PTSCRIBE_DATA.")
    return Report("dialogues", tuple(rows), about=f"{len(samples)} dialogues", samples=tuple(samples))


def _sample(name: str, dialogue: Dialogue) -> dict[str, Any]:
    transcript, reference = dialogue.transcript, dialogue.note.strip() or None
    words = len(transcript.text.split())
    made: dict[str, Any] = {"id": f"{name}-{dialogue.id}", "rouge1": None, "control": None, "flagged": None}
    started = time.perf_counter()
    try:
        content = draft_alone(transcript, None, OfflineDrafter())
    except InputError as refusal:
        return {**made, "refused": refusal.message}
    milliseconds = (time.perf_counter() - started) * 1000
    statements = content.note.statements
    verdicts = [s.support.verdict != "supported" for s in statements if s.support]
    return {
        **made,
        "rouge1": None if reference is None else rouge1("\n".join(s.text for s in statements), reference),
        "control": None if reference is None else rouge1(transcript.text, reference),
        "flagged": statistics.fmean(verdicts) if verdicts else None,
        "statements": len(statements),
        "note": [f"{s.section}: {s.text}" for s in statements],
        "ms_per_1000_words": 1000 * milliseconds / max(1, words),
    }


def _rows(name: str, samples: Sequence[dict[str, Any]]) -> list[Row]:
    drafted = [s for s in samples if "refused" not in s]
    rows = [Row(f"{name}: drafted", len(drafted) / len(samples), "", len(samples))]
    for measure, key in (
        ("own statements that the support check flags", "flagged"),
        ("ROUGE-1 of the offline note", "rouge1"),
        ("control: ROUGE-1 of the whole transcript", "control"),
    ):
        values = [s[key] for s in samples if s[key] is not None]
        if values or key == "flagged":
            rows.append(
                Row(f"{name}: {measure}", statistics.fmean(values) if values else None, "", len(values))
            )
    if drafted:
        pace = statistics.median(s["ms_per_1000_words"] for s in drafted)
        rows.append(Row(f"{name}: draft and check, median", pace, "ms/1,000 words", len(drafted)))
    return rows
