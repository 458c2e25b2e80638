"""Puts the parts of a draft together: the note, the plan, the claim lines and what the engine reports."""

from __future__ import annotations

from agent.domain.billing import Claim
from agent.domain.draft import DraftContent
from agent.domain.facts import VisitFacts
from agent.domain.finding import Finding
from agent.domain.note import Note, Section, Statement
from agent.domain.plan import Plan
from agent.domain.transcript import Transcript
from agent.domain.visit import Encounter
from agent.drafting.base import DraftedNote


def assemble(
    drafted: DraftedNote, plan: Plan, claim: Claim, findings: tuple[Finding, ...] = ()
) -> DraftContent:
    """The content of a draft; findings of the drafting engine come before `findings`."""
    return DraftContent(
        note=drafted.note,
        plan=plan,
        claim=claim,
        findings=numbered((*drafted.findings, *findings)),
        questions=drafted.questions,
        provenance=drafted.provenance,
    )


def draft_content(
    drafted: DraftedNote, plan: Plan, transcript: Transcript, facts: VisitFacts, encounter: Encounter
) -> DraftContent:
    """The content of a first draft with its claim computed, not yet checked.

    Raises `InputError` for a payer without a profile on the date of service, or absurd minutes.
    """
    from compliance.billing.claim import build_claim
    from compliance.profiles import profile_for

    return assemble(drafted, plan, build_claim(facts, encounter, profile_for(encounter)))


def numbered(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Findings with ids that are unique among them: `rule_id#n`, kept where they already are."""
    used: set[str] = set()
    made: list[Finding] = []
    for finding in findings:
        id, n = finding.id, 0
        while not id or id in used:
            n += 1
            id = f"{finding.rule_id}#{n}"
        used.add(id)
        made.append(finding if id == finding.id else finding.model_copy(update={"id": id}))
    return tuple(made)


def replace_section(note: Note, section: Section, drafted: Note) -> Note:
    """`note` with the engine's statements of `section` taken from `drafted`; what humans wrote stays."""
    human = tuple(s for s in note.section(section) if s.origin == "human")
    return _with_section(note, section, keep_human(drafted.section(section), human))


def carry_over(previous: Note, drafted: Note) -> Note:
    """`drafted` with the statements that humans wrote or changed in `previous`."""
    note = drafted
    for section in ("S", "O", "A", "P"):
        human = tuple(s for s in previous.section(section) if s.origin == "human")
        note = _with_section(note, section, keep_human(note.section(section), human))
    return note


def keep_human(engine: tuple[Statement, ...], human: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """A section of engine statements and human ones. A human's stands for the engine's on the same facts."""
    told = {fact for statement in human for fact in statement.fact_ids}
    texts = {statement.text for statement in human}
    kept = [s for s in engine if not told.intersection(s.fact_ids) and s.text not in texts]
    return (*kept, *human)


def with_free_ids(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Statements whose ids are unique: the later of two with one id gets a new one."""
    used: set[str] = set()
    made: list[Statement] = []
    for statement in statements:
        id, n = statement.id, 1
        while id in used:
            n += 1
            id = f"{statement.id}-{n}"
        used.add(id)
        made.append(statement if id == statement.id else statement.model_copy(update={"id": id}))
    return tuple(made)


def _with_section(note: Note, section: Section, statements: tuple[Statement, ...]) -> Note:
    order: tuple[Section, ...] = ("S", "O", "A", "P")
    parts = [statements if letter == section else note.section(letter) for letter in order]
    return note.model_copy(update={"statements": with_free_ids(tuple(s for part in parts for s in part))})
