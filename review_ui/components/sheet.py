"""All that a therapist signs, as one sheet to read: the note, the plan and the claim lines."""

from __future__ import annotations

from html import escape
from typing import Final

from agent.domain.amendment import KINDS
from agent.domain.draft import DraftContent
from agent.domain.note import SECTION_NAMES, Section
from agent.domain.plan import Plan
from agent.export.plan_notes import plan_notes
from agent.services.review import ReviewPacket
from review_ui.components.assets import asset
from review_ui.components.words import NOTE_TYPES, PLACES, day, moment

_SECTIONS: Final[tuple[Section, ...]] = ("S", "O", "A", "P")


def sheet_html(packet: ReviewPacket, content: DraftContent) -> str:
    """The sheet as HTML; every text is escaped."""
    encounter = packet.record.encounter
    patient, visit = encounter.patient, encounter.visit
    head = [
        f"born {day(patient.date_of_birth)}",
        f"record {patient.mrn}",
        f"{NOTE_TYPES[visit.note_type]}, {day(visit.date)}",
        f"visit {visit.number}",
    ]
    parts = [
        f"<style>{asset('styles/sheet.css')}</style>",
        f'<div class="sheet"><strong>{escape(patient.name)}</strong>',
        f'<div class="head">{escape(" · ".join(head))}</div>',
    ]
    for key in _SECTIONS:
        statements = content.note.section(key)
        if not statements:
            continue
        parts.append(f"<h3>{SECTION_NAMES[key]}</h3>")
        group = ""
        for statement in statements:
            if statement.group != group:
                group = statement.group
                parts.append(f"<h4>{escape(group)}</h4>" if group else "")
            parts.append(f"<p>{escape(statement.text)}</p>")
    parts.extend(_plan_html(content.plan))
    if content.claim.lines:
        parts.append(
            "<h3>Claim lines</h3><table><tr>"
            "<th>Code</th><th>Modifiers</th><th>Minutes</th><th>Units</th></tr>"
        )
        parts.extend(
            f"<tr><td>{escape(line.code)}</td><td>{escape(' '.join(line.modifiers))}</td>"
            f"<td>{'' if line.minutes is None else line.minutes}</td><td>{line.units}</td></tr>"
            for line in content.claim.lines
        )
        parts.append("</table>")
    parts.extend(_addenda_html(packet))
    parts.append("</div>")
    return "".join(parts)


def _addenda_html(packet: ReviewPacket) -> list[str]:
    """What was added after the signature; the text above it is the signed one."""
    parts = []
    for one in packet.addenda:
        content = one.content
        when = (
            f"Entered {moment(one.at)} for the date of service {day(content.date_of_service)}, "
            f"{one.days_late} day(s) later. Reason: {content.reason}"
        )
        parts.append(f"<h3>{KINDS[content.kind]} (version {one.version})</h3>")
        parts.append(f'<div class="head">{escape(when)}</div>')
        parts.extend(f"<p>{escape(line)}</p>" for line in content.text.split("\n"))
        parts.append(f'<div class="head">{escape(one.attestation)}</div>')
    return parts


def _plan_html(plan: Plan) -> list[str]:
    """Exercises with where they are done, and what was kept out and why."""
    parts = []
    for where, name in PLACES.items():
        here = [exercise for exercise in plan.lines if exercise.where == where]
        if here:
            parts.append(f"<h3>Exercises: {name}</h3>")
            parts.extend(f"<p>{escape(e.text)}{_cue(e.cue)}</p>" for e in here)
    if plan.kept_out:
        parts.append("<h3>Kept out of the plan</h3>")
        parts.extend(f"<p>{escape(out.exercise)}: {escape(out.why)}</p>" for out in plan.kept_out)
    for heading, lines in plan_notes(plan, for_review=False):
        parts.append(f"<h3>{escape(heading)}</h3>")
        parts.extend(f"<p>{escape(line)}</p>" for line in lines)
    if plan.precautions:
        parts.append("<h3>Precautions</h3>")
        parts.extend(f"<p>{escape(precaution)}</p>" for precaution in plan.precautions)
    return parts


def _cue(cue: str) -> str:
    return f" (cue: {escape(cue)})" if cue else ""
