"""The signed note as Markdown, for a record system that takes text."""

from __future__ import annotations

from agent.domain.amendment import Addendum
from agent.domain.draft import DraftContent
from agent.domain.review import Signature
from agent.domain.visit import Encounter
from agent.export.document import Document, SectionPart, build_document

_SPECIAL = str.maketrans({c: f"\\{c}" for c in "\\`*_[]<>#|"})


def escape(text: str) -> str:
    """Text that Markdown shows as it stands: dictated words never become markup."""
    return " ".join(text.split()).translate(_SPECIAL)


def _section(part: SectionPart) -> list[str]:
    lines = [f"## {part.name}", ""]
    for block in part.blocks:
        if block.heading:
            lines += [f"### {escape(block.heading)}", ""]
        for line in block.lines:
            mark = f" *({line.mark})*" if line.mark else ""
            number = f" [{line.number}]" if line.number else ""
            lines.append(f"- {escape(line.text)}{mark}{number}")
        lines.append("")
    if not part.blocks:
        lines += ["*Nothing was documented.*", ""]
    return lines


def _table(header: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> list[str]:
    lines = [" | ".join(header), " | ".join("---" for _ in header)]
    lines += [" | ".join(escape(cell) for cell in row) for row in rows]
    return [f"| {line} |" for line in lines] + [""]


def render(document: Document) -> str:
    """The document as Markdown text."""
    lines = [f"# {document.title}", ""]
    lines += [f"- {name}: {escape(value)}" for name, value in document.identity]
    lines += [f"- Diagnosis: {escape(text)}" for text in document.diagnoses] + [""]
    for part in document.sections:
        lines += _section(part)
    if document.exercises:
        lines += ["## Exercise protocol", "", *_table(("Exercise", "Dose", "Where"), document.exercises)]
    if document.kept_out:
        lines += [f"- Kept out: {escape(exercise)} ({escape(why)})" for exercise, why in document.kept_out]
        lines.append("")
    for heading, notes in document.plan_notes:
        lines += [f"### {heading}", "", *(f"- {escape(note)}" for note in notes), ""]
    if document.claim:
        lines += ["## Services", "", *_table(("Code", "Minutes", "Units", "How"), document.claim)]
        lines += [escape(document.claim_note), ""] if document.claim_note else []
    if document.sources:
        lines += ["## Sources in the recording", ""]
        lines += [f"{s.number}. {'; '.join(escape(q) for q in s.quotes)}" for s in document.sources] + [""]
    lines += ["---", ""]
    lines += [f"**{escape(line)}**  " for line in document.signature] or ["**Not signed: a draft.**"]
    for one in document.additions:
        lines += ["", f"## {one.title}", "", f"*{escape(one.entered)}. Reason: {escape(one.reason)}*", ""]
        lines += [f"{escape(line)}  " for line in one.text] + [""]
        lines += [f"**{escape(line)}**  " for line in one.signature]
        lines += [f"SHA-256 {one.content_hash}"]
    lines += ["", escape(document.provenance), "", f"{document.footer}, SHA-256 {document.content_hash}", ""]
    return "\n".join(lines)


def note_markdown(
    content: DraftContent,
    encounter: Encounter,
    *,
    signature: Signature | None,
    draft_id: str,
    version: int,
    addenda: tuple[Addendum, ...] = (),
) -> str:
    """Markdown of one draft version; `signature` None makes a draft, and says so."""
    return render(
        build_document(
            content, encounter, signature=signature, draft_id=draft_id, version=version, addenda=addenda
        )
    )
