"""The sheet a therapist signs: everything that counts is on it, and no text becomes markup."""

from __future__ import annotations

from datetime import UTC, datetime

from support import graph_clinic

from agent.domain.billing import Claim, ClaimLine
from agent.domain.draft import DraftContent, DraftingProvenance, DraftRecord
from agent.domain.note import Note, Statement
from agent.domain.plan import KeptOut, Plan, Prescription
from agent.services.review import ReviewPacket
from review_ui.components.sheet import sheet_html

NOW = datetime(2026, 3, 4, tzinfo=UTC)


def sheet(*, name: str = graph_clinic.SECRET_NAME, text: str = "Flexion 110 degrees.") -> str:
    content = DraftContent(
        note=Note(statements=(Statement(id="1", section="O", text=text, group="ROM", origin="human"),)),
        plan=Plan(
            exercises=(
                Prescription(exercise="heel slide", where="home", cue="slowly"),
                Prescription(exercise="bridge", where="clinic"),
            ),
            kept_out=(KeptOut(exercise="deep squat", why="before week 6"),),
            precautions=("weight bearing as tolerated",),
        ),
        claim=Claim(lines=(ClaimLine(code="97110", units=2, minutes=23, modifiers=("GP", "KX")),)),
        provenance=DraftingProvenance(engine="offline"),
    )
    record = DraftRecord(
        id="d1",
        patient_id="p1",
        status="approved",
        version=1,
        created_by="u1",
        created_at=NOW,
        updated_at=NOW,
        encounter=graph_clinic.encounter(name=name),
    )
    packet = ReviewPacket(record=record, content=content, version=1, transcript=None, facts=None)
    return sheet_html(packet, content)


def test_note_plan_and_claim_are_all_on_it() -> None:
    page = sheet()
    for part in (
        graph_clinic.SECRET_NAME,
        "Flexion 110 degrees.",
        "heel slide",
        "slowly",
        "bridge",
        "deep squat: before week 6",
        "weight bearing as tolerated",
        "97110",
        "GP KX",
        "<td>23</td><td>2</td>",
    ):
        assert part in page, part


def test_no_text_becomes_markup() -> None:
    page = sheet(name="<b>Zora</b>", text="<img src=x onerror=alert(1)>")
    assert "<b>Zora" not in page
    assert "<img" not in page
