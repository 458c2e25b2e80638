"""The check of a draft: support and rules of this very text, on the real rules."""

from __future__ import annotations

from datetime import date
from typing import Any

from agent.domain.draft import DraftContent, DraftingProvenance
from agent.domain.facts import VisitFacts
from agent.domain.finding import Finding
from agent.domain.note import Note, Statement
from agent.domain.transcript import Segment, Transcript
from agent.domain.visit import Encounter
from agent.drafting.check import check
from agent.understanding import understand
from compliance.rules.context import EarlierNote

TEXT = "Right knee pain is three out of ten. Right knee flexion is one hundred fifteen degrees."
TRANSCRIPT = Transcript(segments=(Segment(start=0, end=9, text=TEXT),))
VISIT = Encounter.model_validate(
    {
        "patient": {"name": "Wilhelmina Quackenbush", "date_of_birth": date(1950, 1, 2), "mrn": "ZZ-1"},
        "therapist": {"name": "Tessa Terranova", "credentials": "PT"},
        "visit": {"date": date(2026, 3, 4), "number": 2},
        "episode": {"region": "knee", "side": "right"},
    }
)


def draft(*texts: str, section: Any = "O", findings: tuple[Finding, ...] = ()) -> DraftContent:
    statements = tuple(
        Statement(id=f"s{n}", section=section, text=text, evidence=(TRANSCRIPT.span(0, len(TEXT)),))
        for n, text in enumerate(texts, 1)
    )
    return DraftContent(
        note=Note(statements=statements), findings=findings, provenance=DraftingProvenance(engine="offline")
    )


def facts() -> VisitFacts:
    return understand(TRANSCRIPT, VISIT)


def rules(content: DraftContent) -> set[str]:
    return {f.rule_id for f in content.findings}


def test_every_statement_gets_a_verdict_and_the_rules_their_version() -> None:
    content = check(draft("Right knee flexion 115 degrees."), TRANSCRIPT, facts(), VISIT)
    assert [s.support is not None for s in content.note.statements] == [True]
    assert content.provenance.ruleset
    assert "MCR-TN-05" in rules(content)  # no total treatment time was dictated


def test_checking_again_changes_nothing() -> None:
    once = check(draft("Right knee flexion 115 degrees."), TRANSCRIPT, facts(), VISIT)
    assert check(once, TRANSCRIPT, facts(), VISIT) == once


def test_findings_of_the_engine_stay_and_those_of_rules_are_made_anew() -> None:
    fell_back = Finding(rule_id="DRAFT-FELL-BACK", severity="warn", title="t", detail="d")
    stale = Finding(id="MCR-TN-05#7", rule_id="MCR-TN-05", severity="block", title="old", detail="old")
    content = check(draft("Pain 3/10.", findings=(fell_back, stale)), TRANSCRIPT, facts(), VISIT)
    assert content.findings[0].rule_id == "DRAFT-FELL-BACK"
    assert all(f.title != "old" for f in content.findings)


def test_earlier_notes_take_part() -> None:
    texts = (
        "Quadriceps weakness still limits stairs and squatting at work today.",
        "Strength on stairs is what is left to gain before discharge.",
    )
    repeated = draft(*texts, section="A")
    same = EarlierNote(ref="d0", on=date(2026, 3, 2), note=repeated.note)
    alone = check(repeated, TRANSCRIPT, facts(), VISIT)
    compared = check(repeated, TRANSCRIPT, facts(), VISIT, earlier_notes=(same,))
    assert "CLN-01" in rules(compared) - rules(alone)
