"""What a language model is given to write from: numbered facts, excerpts of the dictation, record lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent.domain.facts import Fact
from agent.domain.transcript import EvidenceSpan
from agent.drafting.base import DraftRequest

_SENTENCE = re.compile(r"[^.?!\n]+[.?!]*")
LONGEST_EXCERPT = 60
"""Words; unpunctuated speech is cut here."""


@dataclass(frozen=True)
class Source:
    """One numbered thing that a statement may rest on. `text` is what the model reads and is held against."""

    id: str
    text: str
    evidence: tuple[EvidenceSpan, ...] = ()
    fact: Fact | None = None
    basis: str = ""
    """The record field of a record line."""


def sources(request: DraftRequest) -> dict[str, Source]:
    """All sources by id. What was spoken to the software is none of them."""
    found = [*_facts(request), *_excerpts(request), *_record(request)]
    return {source.id: source for source in found}


def _facts(request: DraftRequest) -> Iterator[Source]:
    for fact in request.facts.facts:
        if fact.kind != "command":
            yield Source(id=fact.id, text=_line(fact), evidence=fact.evidence, fact=fact)


def _line(fact: Fact) -> str:
    """One fact as a line: what kind, of whom, which side and time, its values, its words."""
    about = [fact.kind.replace("_", " "), f"section {fact.section}"]
    if fact.side != "none":
        about.append(fact.side)
    if fact.polarity != "present":
        about.append(fact.polarity)
    if fact.time != "today":
        about.append(f"time: {fact.time}")
    if fact.subject != "patient":
        about.append(f"of a {fact.subject}")
    if fact.certainty != "sure":
        about.append("doubtful")
    return f"({', '.join(about)}) {fact.clause or fact.phrase}"


def _excerpts(request: DraftRequest) -> Iterator[Source]:
    """Sentences of the dictation, without those that speak to the software."""
    transcript, number = request.transcript, 0
    commands = [e for f in request.facts.of("command") for e in f.evidence]
    for segment, offset in zip(transcript.segments, transcript.offsets, strict=True):
        for start, end in _pieces(segment.text):
            first, last = offset + start, offset + end
            if any(first < command.end and command.start < last for command in commands):
                continue
            number += 1
            who = f"{segment.speaker}: " if segment.speaker else ""
            span = transcript.span(first, last)
            yield Source(id=f"t{number}", text=f"{who}{span.quote}", evidence=(span,))


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    for match in _SENTENCE.finditer(text):
        words = [
            (match.start() + w.start(), match.start() + w.end()) for w in re.finditer(r"\S+", match.group())
        ]
        for at in range(0, len(words), LONGEST_EXCERPT):
            piece = words[at : at + LONGEST_EXCERPT]
            if any(c.isalnum() for c in text[piece[0][0] : piece[-1][1]]):
                yield piece[0][0], piece[-1][1]


def _record(request: DraftRequest) -> Iterator[Source]:
    """What the record says of the episode. No name, number, address or date of birth is among it."""
    encounter = request.encounter
    lines: list[tuple[str, str]] = [("visit.number", f"Visit number {encounter.visit.number}")]
    for diagnosis in encounter.episode.diagnoses:
        lines.append(("episode.diagnoses", f"Diagnosis {diagnosis.icd10} {diagnosis.label}".strip()))
    if encounter.episode.region:
        side = "" if encounter.episode.side == "none" else f", {encounter.episode.side}"
        lines.append(("episode.region", f"Region: {encounter.episode.region}{side}"))
    if surgery := encounter.episode.surgery:
        weeks = (encounter.visit.date - surgery.date).days // 7
        lines.append(("episode.surgery", f"Surgery: {surgery.procedure}, {weeks} weeks before this visit"))
        lines += [("episode.surgery.precautions", f"Precaution: {p}") for p in surgery.precautions]
    if plan := encounter.plan_of_care:
        lines += [("plan_of_care.goals", f"Goal in the plan of care: {goal.text}") for goal in plan.goals]
    for measure in encounter.history.last_measures:
        value = f"{measure.value:g}" if isinstance(measure.value, float) else measure.value
        lines.append(("history.last_measures", f"Earlier: {measure.name} {value} {measure.unit}".strip()))
    for number, (basis, text) in enumerate(lines, start=1):
        yield Source(id=f"r{number}", text=text, basis=basis)
