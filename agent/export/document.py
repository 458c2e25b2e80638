"""The signed note as plain data: what every renderer prints, decided once."""

from __future__ import annotations

from dataclasses import dataclass

from agent.domain.amendment import KINDS, Addendum
from agent.domain.draft import DraftContent
from agent.domain.note import SECTION_NAMES, Section, Statement
from agent.domain.review import Signature
from agent.domain.transcript import EvidenceSpan
from agent.domain.visit import Encounter
from agent.export.plan_notes import plan_notes

NOTE_TITLES = {
    "daily": "Daily treatment note",
    "evaluation": "Initial evaluation",
    "progress": "Progress report",
    "discharge": "Discharge summary",
}
ORIGIN_MARKS = {
    "computed": "computed",
    "record": "from the record",
    "suggested": "suggested, not accepted",
    "human": "",
    "dictated": "",
}


@dataclass(frozen=True)
class Line:
    """One printed statement; `number` is its place in the evidence list, 0 where it has none."""

    text: str
    mark: str
    number: int


@dataclass(frozen=True)
class Block:
    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class SectionPart:
    letter: Section
    name: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Source:
    number: int
    quotes: tuple[str, ...]
    """Each quote with its seconds, `0:12 - 0:15 “…”`."""


@dataclass(frozen=True)
class Addition:
    """What was added after the signature: what it is and when it was entered, its text, its signature."""

    title: str
    entered: str
    text: tuple[str, ...]
    reason: str
    signature: tuple[str, ...]
    content_hash: str


@dataclass(frozen=True)
class Document:
    title: str
    identity: tuple[tuple[str, str], ...]
    diagnoses: tuple[str, ...]
    sections: tuple[SectionPart, ...]
    exercises: tuple[tuple[str, str, str], ...]
    """Exercise, dose, and where it is done."""
    kept_out: tuple[tuple[str, str], ...]
    plan_notes: tuple[tuple[str, tuple[str, ...]], ...]
    """Headings and lines beside the exercises: protocol, goals, next steps."""
    claim: tuple[tuple[str, str, str, str], ...]
    """Code with modifiers, minutes, units, explanation."""
    claim_note: str
    sources: tuple[Source, ...]
    provenance: str
    signature: tuple[str, ...]
    """Lines of the signature block; empty for a draft."""
    footer: str
    content_hash: str
    additions: tuple[Addition, ...] = ()
    """The note itself stands as it was signed; these follow it."""


def clock(seconds: float) -> str:
    """Seconds as `m:ss`."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def _quote(span: EvidenceSpan) -> str:
    when = ""
    if span.t0 is not None and span.t1 is not None:
        when = f"{clock(span.t0)} – {clock(span.t1)}  "
    return f"{when}“{' '.join(span.quote.split())}”"


def _identity(encounter: Encounter) -> tuple[tuple[str, str], ...]:
    patient, visit = encounter.patient, encounter.visit
    return (
        ("Patient", patient.name),
        ("Date of birth", patient.date_of_birth.isoformat()),
        ("Record number", patient.mrn),
        ("Date of service", visit.date.isoformat()),
        ("Visit", str(visit.number)),
        ("Therapist", f"{encounter.therapist.name}, {encounter.therapist.credentials}"),
    )


def _blocks(statements: tuple[Statement, ...], numbers: dict[str, int]) -> tuple[Block, ...]:
    blocks: list[tuple[str, list[Line]]] = []
    for statement in statements:
        if not blocks or blocks[-1][0] != statement.group:
            blocks.append((statement.group, []))
        blocks[-1][1].append(
            Line(statement.text, ORIGIN_MARKS[statement.origin], numbers.get(statement.id, 0))
        )
    return tuple(Block(heading, tuple(lines)) for heading, lines in blocks)


def _claim_lines(content: DraftContent) -> tuple[tuple[str, str, str, str], ...]:
    return tuple(
        (
            " ".join((line.code, *line.modifiers)),
            "" if line.minutes is None else str(line.minutes),
            str(line.units),
            line.explanation,
        )
        for line in content.claim.lines
    )


def _provenance(content: DraftContent) -> str:
    made = content.provenance
    model = f", model {made.model}" if made.model else ""
    return (
        f"Drafted with software from the therapist's dictation (engine {made.engine}{model}); every "
        "statement was open to review against the recording before approval and signature."
    )


def _signature_lines(signature: Signature | None) -> tuple[str, ...]:
    if signature is None:
        return ()
    return (
        f"Electronically signed by {signature.name}, {signature.credentials}",
        signature.at.strftime("%Y-%m-%d %H:%M:%S UTC"),
        signature.attestation,
    )


def _addition(one: Addendum) -> Addition:
    content = one.content
    return Addition(
        title=f"{KINDS[content.kind]} (version {one.version})",
        entered=(
            f"Entered {one.at:%Y-%m-%d %H:%M:%S} UTC for the date of service "
            f"{content.date_of_service.isoformat()}, {one.days_late} day(s) later"
        ),
        text=tuple(content.text.split("\n")),
        reason=content.reason,
        signature=(f"Electronically signed by {one.name}, {one.credentials}", one.attestation),
        content_hash=one.content_hash,
    )


def build_document(
    content: DraftContent,
    encounter: Encounter,
    *,
    signature: Signature | None,
    draft_id: str,
    version: int,
    addenda: tuple[Addendum, ...] = (),
) -> Document:
    """The document of one draft version. `signature` None makes it a draft, and marks it as one."""
    evidenced = [s for s in content.note.statements if s.evidence]
    numbers = {s.id: n for n, s in enumerate(evidenced, start=1)}
    return Document(
        title=NOTE_TITLES[content.note.note_type],
        identity=_identity(encounter),
        diagnoses=tuple(f"{d.icd10}  {d.label}".strip() for d in encounter.episode.diagnoses),
        sections=tuple(
            SectionPart(letter, name, _blocks(content.note.section(letter), numbers))
            for letter, name in SECTION_NAMES.items()
        ),
        exercises=tuple(
            (
                (p.exercise if p.side == "none" else f"{p.exercise}, {p.side}")
                + (" (suggested by the protocol)" if p.origin == "protocol" else ""),
                p.told,
                "later visit" if p.where == "next_visit" else p.where,
            )
            for p in content.plan.lines
        ),
        kept_out=tuple((k.exercise, k.why) for k in content.plan.kept_out),
        plan_notes=plan_notes(content.plan, for_review=False),
        claim=_claim_lines(content),
        claim_note=content.claim.explanation,
        sources=tuple(Source(numbers[s.id], tuple(_quote(e) for e in s.evidence)) for s in evidenced),
        provenance=_provenance(content),
        signature=_signature_lines(signature),
        footer=f"Document {draft_id}, version {version}",
        content_hash=content.digest(),
        additions=tuple(_addition(one) for one in addenda),
    )
