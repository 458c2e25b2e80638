"""The check of a draft: support and rules of this very text, on the real rules."""

from __future__ import annotations

from datetime import date
from typing import Any

from agent.domain.draft import DraftContent, DraftingProvenance
from agent.domain.facts import InterventionFact, VisitFacts
from agent.domain.finding import Finding
from agent.domain.note import Note, Statement
from agent.domain.plan import Plan
from agent.domain.transcript import Segment, Transcript
from agent.domain.visit import Encounter
from agent.drafting.assemble import draft_content
from agent.drafting.base import DraftedNote
from agent.drafting.check import check
from agent.drafting.clinic import Clinic
from agent.drafting.human import set_aside_by
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
    compared = check(repeated, TRANSCRIPT, facts(), VISIT, clinic=Clinic(earlier_notes=(same,)))
    assert "CLN-01" in rules(compared) - rules(alone)


def treated(*statements: Statement) -> DraftContent:
    return draft_content(
        DraftedNote(note=Note(statements=statements), provenance=DraftingProvenance(engine="offline")),
        Plan(),
        SPOKEN,
        understand(SPOKEN, VISIT),
        VISIT,
    )


def minutes(content: DraftContent) -> dict[str, int]:
    return dict(content.claim.minutes)


SPOKEN = Transcript(
    segments=(
        Segment(
            start=0,
            end=20,
            text="Right knee pain is three out of ten. Therapeutic exercise fifty minutes. "
            "Manual therapy ten minutes.",
        ),
    )
)
HEARD = {f.code: f.id for f in understand(SPOKEN, VISIT).facts if isinstance(f, InterventionFact)}
EXERCISE = Statement(
    id="s1", section="O", text="Therapeutic exercise, 50 minutes.", fact_ids=(HEARD["97110"],)
)
MANUAL = Statement(id="s2", section="O", text="Manual therapy, 10 minutes.", fact_ids=(HEARD["97140"],))


def again(content: DraftContent) -> DraftContent:
    return check(content, SPOKEN, understand(SPOKEN, VISIT), VISIT)


def by_human(statement: Statement, text: str) -> Statement:
    return statement.model_copy(update={"text": text, "origin": "human"})


def test_the_claim_is_the_recordings_while_no_human_changed_the_note() -> None:
    content = again(treated(EXERCISE, MANUAL))
    assert minutes(content) == {"97110": 50, "97140": 10}


def test_a_human_correction_of_minutes_corrects_the_claim() -> None:
    """The recogniser heard fifty for fifteen; a corrected note must not leave a wrong claim behind."""
    content = again(treated(by_human(EXERCISE, "Therapeutic exercise, 15 minutes."), MANUAL))
    assert minutes(content) == {"97110": 15, "97140": 10}
    assert sum(content.claim.cms_units.values()) == 2


def test_a_total_that_a_human_adds_answers_the_finding() -> None:
    assert "MCR-TN-05" in rules(again(treated(EXERCISE, MANUAL)))
    added = Statement(id="h1", section="O", text="Total treatment time 65 minutes.", origin="human")
    content = again(treated(EXERCISE, MANUAL, added))
    assert content.claim.total_treatment_minutes == 65
    assert "MCR-TN-05" not in rules(content)


def test_what_a_human_took_out_is_not_billed_and_the_reviewer_is_told() -> None:
    taken_out = treated(MANUAL).model_copy(update={"set_aside": (HEARD["97110"],)})
    content = again(taken_out)
    assert minutes(content) == {"97140": 10}
    lost = [f for f in content.findings if f.rule_id == "EDIT-01"]
    assert [f.detail for f in lost] == ["50 minutes of 97110 were dictated; the note no longer states them."]
    assert again(content) == content


def test_a_fact_that_stands_in_the_note_again_is_billed_again() -> None:
    back = treated(EXERCISE, MANUAL).model_copy(update={"set_aside": (HEARD["97110"],)})
    assert minutes(again(back)) == {"97110": 50, "97140": 10}


def test_a_treatment_is_not_billed_twice_when_a_human_writes_what_the_note_left_out() -> None:
    own = Statement(id="h1", section="O", text="Manual therapy, 10 minutes.", origin="human")
    assert minutes(again(treated(EXERCISE, own))) == {"97110": 50, "97140": 10}


def test_set_aside() -> None:
    before = Note(statements=(EXERCISE, MANUAL))
    assert set_aside_by(before, Note(statements=(MANUAL,))) == (HEARD["97110"],)
    assert set_aside_by(before, Note(statements=(by_human(EXERCISE, "x"), MANUAL))) == ()
