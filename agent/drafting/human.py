"""What a human's words change about the facts: a corrected note must not leave a wrong claim behind.

The recording's facts stay as they are. For the claim, the plan and the rules, a statement that a human
wrote stands for the facts it was made of, and a statement that a human took out takes its facts along.
"""

from __future__ import annotations

from agent.domain.facts import Fact, InterventionFact, PrecautionFact, VisitFacts
from agent.domain.finding import Finding
from agent.domain.note import SECTION_NAMES, Note, Statement
from agent.domain.transcript import Segment, Transcript
from agent.domain.visit import Encounter
from agent.errors import InputError
from agent.exercises.orders import Words, has_dose, is_status, orders_in, side_in
from agent.exercises.precautions import joint_of, read_precaution
from agent.exercises.safety import region_of

RULE_ID = "EDIT-01"


def with_human_words(
    facts: VisitFacts, note: Note, set_aside: tuple[str, ...], encounter: Encounter
) -> VisitFacts:
    """The facts that `note` stands for; `facts` itself where no human changed anything.

    `set_aside` are facts whose statements a human removed. A dictated treatment that the note nowhere
    tells gives way to a human's own words on the same code, so that it is not billed twice.
    """
    human = tuple(s for s in note.statements if s.origin == "human")
    told_by_engine = {id for s in note.statements if s.origin != "human" for id in s.fact_ids}
    told_by_human = {id for s in human for id in s.fact_ids}
    gone = (told_by_human | set(set_aside)) - told_by_engine
    if not human and not gone:
        return facts
    precautions = {f.id for f in facts.of("precaution")}
    own = tuple(
        fact
        for statement in human
        for fact in facts_in(statement, encounter, named=not precautions.isdisjoint(statement.fact_ids))
    )
    codes = {f.code for f in own if isinstance(f, InterventionFact)}
    kept = tuple(
        f
        for f in facts.facts
        if f.id not in gone
        and not (isinstance(f, InterventionFact) and f.code in codes and f.id not in told_by_engine)
    )
    return VisitFacts(facts=(*kept, *own), unbilled=facts.unbilled)


def facts_in(statement: Statement, encounter: Encounter, *, named: bool = False) -> tuple[Fact, ...]:
    """The facts in one statement's own words, with the statement's evidence; none where it has no facts.

    What it orders (`no kneeling`, `NWB`) is a precaution, never a measure or a treatment of today.
    `named`: the statement was a precaution before it was changed.
    """
    ordered = typed_orders(statement, region_of(encounter), named=named)
    found = (*_read(statement, ordered, encounter), *(precaution for _, precaution in ordered))
    return tuple(
        fact.model_copy(update={"id": f"{statement.id}:{n}", "evidence": statement.evidence})
        for n, fact in enumerate(found, 1)
        if fact.kind != "command"
    )


def typed_orders(
    statement: Statement, region: str, *, named: bool = False
) -> tuple[tuple[Words, PrecautionFact], ...]:
    """Where the statement orders what an exercise could break, and the precaution it makes."""
    found: list[tuple[Words, PrecautionFact]] = []
    for start, end in orders_in(statement.text, statement.section, named=named):
        words = statement.text[start:end].strip(" ,:;")
        if named or is_status(words) or read_precaution(words, region=joint_of(region)).constraints:
            fact = PrecautionFact(
                id="new", section=statement.section, phrase=words, clause=words, side=side_in(words)
            )
            found.append(((start, end), fact))
    return tuple(found)


def _read(
    statement: Statement, ordered: tuple[tuple[Words, PrecautionFact], ...], encounter: Encounter
) -> tuple[Fact, ...]:
    """The facts in the words that order nothing. A dosed treatment stays, whatever is ordered beside it."""
    from agent.understanding import understand

    text = statement.text
    for (start, end), _ in reversed(ordered):
        if not has_dose(text[start:end]):
            text = f"{text[:start]} {text[end:]}"
    if not any(c.isalnum() for c in text):
        return ()
    words = Transcript(segments=(Segment(text=f"{SECTION_NAMES[statement.section]}. {text}"),))
    try:
        return understand(words, encounter).facts
    except InputError:
        return ()  # too few words to read anything from


def lost_minutes(before: VisitFacts, after: VisitFacts) -> tuple[Finding, ...]:
    """One warning for each code whose dictated minutes no longer stand in the edited note."""
    codes = {f.code for f in after.facts if isinstance(f, InterventionFact)}
    return tuple(
        Finding(
            rule_id=RULE_ID,
            severity="warn",
            title="An edit took dictated minutes out of the claim",
            detail=f"{fact.minutes} minutes of {fact.code} were dictated; the note no longer states them.",
            why="Only minutes that the note states can be billed.",
            where="claim",
            evidence=fact.evidence,
            suggestion="If they were given, state them with their minutes in Objective.",
        )
        for fact in before.facts
        if isinstance(fact, InterventionFact) and fact.minutes and fact.code not in codes
    )


def set_aside_by(before: Note, after: Note) -> tuple[str, ...]:
    """Facts that `before` tells and `after` does not."""
    told = {id for s in after.statements for id in s.fact_ids}
    return tuple(dict.fromkeys(id for s in before.statements for id in s.fact_ids if id not in told))
