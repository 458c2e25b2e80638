"""`ptscribe eval heard`: the documentation cases as they are heard, recognition to draft.

The recordings of the cases (text to speech) go through the speech engine, correction and the offline
drafter. Facts are scored as for the typed cases. Beside them stand the misheard numbers and sides that
reached a statement with no doubt mark on the word itself: what a reviewer would have to catch by ear alone. A
mark on another word of the same statement does not count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rapidfuzz.distance import Levenshtein

from agent.domain.draft import DraftContent
from agent.domain.transcript import Transcript
from agent.domain.visit import Encounter
from agent.drafting.alone import draft_alone
from agent.drafting.offline import OfflineDrafter
from agent.errors import InputError
from evals.cases import answer, load, scored
from evals.hearing import embedded_engine
from evals.report import Report, Row
from evals.scorers.asr_tokens import Token, of_text, tokens

_CRITICAL: Final = ("number", "side")
_SCORES: Final = ("facts found, all", "facts found, critical", "forbidden statements")
_AIMS: Final = {"facts found, critical": "≥ 0.65", "forbidden statements": "≤ 1 in 10 cases"}


@dataclass(frozen=True)
class Misheard:
    """Numbers and sides of one case: in the script, heard otherwise, and of these unmarked in the note."""

    said: int
    differing: int
    standing: tuple[str, ...]


def run(data: Path, out: Path | None = None) -> Report:
    """Figures over `cases/` of `data` with a recording in `audio/cases/`. A few minutes of two processors; a
    run that was stopped goes on where it was (`hearing.py`)."""
    engine = embedded_engine()
    cases = data / "cases"
    recorded = [
        (path, data / "audio" / "cases" / f"{path.stem}.ogg") for path in sorted(cases.glob("case-*.json"))
    ]
    recorded = [(path, audio) for path, audio in recorded if audio.is_file()]
    if not recorded:
        raise InputError(
            f"There are no recorded cases in {data.name!r}.", mend="Name the folder of cases/ and audio/."
        )
    samples: list[dict[str, Any]] = []
    counts: list[Misheard] = []
    for path, audio in recorded:
        case = load(path)
        transcript = engine.transcribe(audio)
        content = draft_alone(transcript, Encounter.model_validate(case["encounter"]), OfflineDrafter())
        script = " ".join(turn["text"] for turn in case["transcript"])
        counts.append(misheard(script, transcript, content))
        samples.append({"id": case["id"], **answer(content), "unmarked": list(counts[-1].standing)})
    rows = [
        Row(r.measure, r.value, r.unit, r.count, _AIMS.get(r.measure, ""))
        for r in scored(cases, samples)[0]
        if r.measure in _SCORES
    ]
    said, standing = sum(c.said for c in counts), sum(len(c.standing) for c in counts)
    rows += [
        Row("numbers and sides heard otherwise", float(sum(c.differing for c in counts)), "", said),
        Row("of these in the note with no doubt mark", standing / max(1, said), "", said, "< 0.10"),
    ]
    return Report("heard", tuple(rows), about=f"{len(samples)} recorded cases", samples=tuple(samples))


def misheard(script: str, transcript: Transcript, content: DraftContent) -> Misheard:
    """The numbers and sides of `transcript` that `script` does not have there, and which of them stand.

    One stands when a dictated statement holds it, its evidence holds it between its neighbours, and none of
    the words that it is made of carries a doubt mark; where the engine doubts a whole segment, all words do.
    """
    said = of_text(script)
    heard = tokens(
        (segment.text[w.start : w.end], segment.doubtful or w.doubtful)
        for segment in transcript.segments
        for w in segment.words
    )
    bodies = [
        ({t.text for t in of_text(s.text)}, [[t.text for t in of_text(e.quote)] for e in s.evidence])
        for s in content.note.statements
        if s.origin == "dictated"
    ]
    differing, standing = 0, []
    for code in Levenshtein.opcodes([t.text for t in said], [t.text for t in heard]):
        if code.tag == "equal":
            continue
        there = {t.text for t in said[code.src_start : code.src_end]}
        for at in range(code.dest_start, code.dest_end):
            token = heard[at]
            if token.kind not in _CRITICAL or token.text in there:
                continue
            differing += 1
            if token.doubtful:
                continue
            around = [t.text for t in heard[max(0, at - 1) : at + 2]]
            if any(token.text in text and any(_holds(q, around) for q in quotes) for text, quotes in bodies):
                standing.append(" ".join(around))
    return Misheard(_critical(said), differing, tuple(standing))


def _critical(all_tokens: Sequence[Token]) -> int:
    return sum(t.kind in _CRITICAL for t in all_tokens)


def _holds(quote: Sequence[str], around: Sequence[str]) -> bool:
    width = len(around)
    return any(list(quote[i : i + width]) == list(around) for i in range(len(quote) - width + 1))
