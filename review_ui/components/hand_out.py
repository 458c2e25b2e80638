"""Links to what leaves the room: the note, the patient's home programme, the plan for another system."""

from __future__ import annotations

from agent.services.review import ReviewPacket

_LINK = "color:#0b6075;text-decoration:underline;margin-right:12px;white-space:nowrap"
_LABEL = "color:#50626d;margin-right:8px;white-space:nowrap"


def hand_out_html(packet: ReviewPacket) -> str:
    """The links for an approved or signed draft; an unsigned home programme is called unchecked."""
    draft = packet.record.id
    note = _link(f"{draft}.pdf", "Download PDF") + _link(f"{draft}.md", "Markdown")
    plan = packet.content.plan if packet.content else None
    if plan is None or not plan.lines:
        return _row("", note)
    rows = _row("", note + _link(f"{draft}/plan.json", "Plan as FHIR"))
    if any(p.where == "home" and p.origin != "protocol" for p in plan.exercises):
        label = "Home programme" if packet.signature else "Home programme (not signed: marked as unchecked)"
        sheets = (
            _link(f"{draft}/home-en.pdf", "English, paper")
            + _link(f"{draft}/home-en.html", "English, phone")
            + _link(f"{draft}/home-es.pdf", "Español, papel")
            + _link(f"{draft}/home-es.html", "Español, teléfono")
        )
        rows += _row(label, sheets)
    return rows


def _row(label: str, links: str) -> str:
    head = f'<span style="{_LABEL}">{label}:</span>' if label else ""
    return f'<div style="line-height:1.9">{head}{links}</div>'


def _link(path: str, text: str) -> str:
    return f'<a style="{_LINK}" href="/export/{path}" download>{text}</a>'
