"""What the bench is given: the whole packet, grouped, with evidence that fits the transcript it is given."""

from __future__ import annotations

import json

from agent.domain.billing import Claim, ClaimLine
from agent.domain.draft import DraftContent, DraftingProvenance
from agent.domain.finding import Finding, Resolution
from agent.domain.note import Note, Statement, SupportVerdict
from agent.domain.plan import KeptOut, Plan, Prescription
from agent.domain.transcript import Correction, Segment, Transcript, Word
from review_ui.components.payload import content_payload, segments_payload

TRANSCRIPT = Transcript(
    segments=(
        Segment(start=0, end=2, text="left knee hurts", words=(Word(start=0, end=4, t0=0, t1=0.5),)),
        Segment(
            start=3,
            end=5,
            text="flexion one ten",
            doubtful=True,
            corrections=(Correction(start=0, end=7, before="Fleaks in", after="flexion", reason="term"),),
        ),
    )
)
LEFT, FLEXION = TRANSCRIPT.span(0, 4), TRANSCRIPT.span(16, 31)
CONTENT = DraftContent(
    note=Note(
        statements=(
            Statement(id="a", section="O", text="Flexion 110", group="ROM", evidence=(FLEXION,)),
            Statement(id="b", section="O", text="Gait slow", group="Gait", evidence=(LEFT,)),
            Statement(
                id="c",
                section="O",
                text="Extension 0",
                group="ROM",
                evidence=(LEFT,),
                support=SupportVerdict(verdict="unsupported", reasons=("number",)),
            ),
        )
    ),
    plan=Plan(
        exercises=(Prescription(exercise="heel slide"),), kept_out=(KeptOut(exercise="squat", why="x"),)
    ),
    claim=Claim(lines=(ClaimLine(code="97110", units=2, minutes=23),)),
    findings=(Finding(id="R#1", rule_id="R", severity="block", title="t", detail="d", where="a"),),
    questions=("Which side?",),
    provenance=DraftingProvenance(engine="offline"),
)


def test_sections_come_in_order_and_groups_stay_together() -> None:
    sections = content_payload(CONTENT, {})["sections"]
    assert [section["key"] for section in sections] == ["S", "O", "A", "P"]
    groups = sections[1]["groups"]
    assert [(g["name"], [s["id"] for s in g["statements"]]) for g in groups] == [
        ("ROM", ["a", "c"]),
        ("Gait", ["b"]),
    ]
    assert groups[0]["statements"][1]["verdict"] == "unsupported"
    assert groups[0]["statements"][1]["reasons"] == ["number"]
    assert groups[0]["statements"][0]["verdict"] is None


def test_evidence_points_into_the_given_segments() -> None:
    segments = segments_payload(TRANSCRIPT)
    whole = "\n".join(segment["text"] for segment in segments)
    assert [segment["offset"] for segment in segments] == [0, 16]
    spans = [
        s["evidence"][0]
        for g in content_payload(CONTENT, {})["sections"][1]["groups"]
        for s in g["statements"]
    ]
    assert [whole[span["start"] : span["end"]] for span in spans] == ["flexion one ten", "left", "left"]
    assert spans[0]["doubtful"]
    assert segments[1]["corrections"][0]["before"] == "Fleaks in"
    assert segments[0]["words"] == [[0, 4, 0, 0.5, None, False]]


def test_a_finding_carries_its_answer() -> None:
    unanswered = content_payload(CONTENT, {})["findings"][0]
    assert unanswered["resolution"] is None
    answer = Resolution(finding_id="R#1", kind="accepted", reason="checked")
    answered = content_payload(CONTENT, {"R#1": answer})["findings"][0]
    assert answered["resolution"] == {"finding_id": "R#1", "kind": "accepted", "reason": "checked"}


def test_everything_is_plain_json() -> None:
    json.dumps([content_payload(CONTENT, {}), segments_payload(TRANSCRIPT)])
    assert segments_payload(None) == []
