"""Facts to statements: the facts of one clause make one statement, in the order of the template."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.domain.facts import Fact, InterventionFact, VisitFacts
from agent.domain.note import Section, Statement
from agent.drafting.note_style import in_note_style
from agent.drafting.sorting import sort_of
from agent.drafting.templates import NoteTemplate
from agent.understanding.services import minutes_line

_ORDER: tuple[Section, ...] = ("S", "O", "A", "P")
_RANK = (
    "intervention",
    "session_time",
    "goal",
    "plan",
    "response",
    "assessment",
    "education",
    "precaution",
    "rom",
    "strength",
    "special_test",
    "outcome_measure",
    "balance",
    "vitals",
    "girth",
    "gait",
    "exercise",
    "palpation",
    "pain",
    "adherence",
    "function",
    "history",
    "red_flag",
    "contributor",
)
"""Which of a clause's facts names its sort, first to last."""


def statements(facts: VisitFacts, template: NoteTemplate) -> list[Statement]:
    """Dictated statements of all sections. Commands make none; two equal ones make one."""
    groups = _by_clause(facts)
    made: list[tuple[Section, int, int, Statement]] = []
    seen: dict[tuple[Section, str], int] = {}
    for order, group in enumerate(groups):
        lead = min(group, key=lambda f: _RANK.index(f.kind) if f.kind in _RANK else len(_RANK))
        section = lead.section
        text = in_note_style(_text(lead, template), section)
        rank, heading = template.place(section, sort_of(lead, group, template.sorts), lead.kind)
        key = (section, re.sub(r"\W+", " ", text.casefold()))
        if key in seen:
            continue
        seen[key] = order
        spans = []
        for fact in group:
            spans += [e for e in fact.evidence if e not in spans]
        statement = Statement(
            id="",
            section=section,
            text=text,
            origin="dictated",
            evidence=tuple(spans),
            fact_ids=tuple(f.id for f in group),
            basis=_reckoned(text, group),
            group=heading,
        )
        made.append((section, rank, order, statement))
    made.sort(key=lambda m: (_ORDER.index(m[0]), m[1], m[2]))
    return [m[3] for m in made]


def with_written(
    dictated: Sequence[Statement], written: Sequence[Statement], template: NoteTemplate
) -> list[Statement]:
    """Dictated statements and those that the software words, these at the end of their heading."""
    order = {s: [g.heading for g in template.sections[s].groups] for s in _ORDER}

    def place(statement: Statement) -> tuple[int, int]:
        headings = order[statement.section]
        known = statement.group in headings
        return _ORDER.index(statement.section), headings.index(statement.group) if known else len(headings)

    return sorted((*dictated, *written), key=place)


def numbered(all_statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Statements in section order with ids `S1`, `S2`, `O1` …"""
    counts: dict[Section, int] = {}
    out = []
    for section in _ORDER:
        for s in all_statements:
            if s.section == section:
                counts[section] = counts.get(section, 0) + 1
                out.append(s.model_copy(update={"id": f"{section}{counts[section]}"}))
    return tuple(out)


def _reckoned(text: str, group: Sequence[Fact]) -> str:
    """What of a treatment's line was reckoned and not said: `therapeutic exercise 16 minutes (fact F7)`."""
    given = [f for f in group if isinstance(f, InterventionFact) and f.minutes is not None]
    lines = []
    for code in dict.fromkeys(f.code for f in given):
        of_it = [f for f in given if f.code == code]
        line = minutes_line(code, sum(f.minutes or 0 for f in of_it))
        if f"({line}" in text or f", {line}" in text:
            lines.append(f"{line} ({', '.join(f'fact {f.id}' for f in of_it)})")
    return "; ".join(lines)


def _by_clause(facts: VisitFacts) -> list[list[Fact]]:
    groups: list[list[Fact]] = []
    for fact in facts.facts:
        if fact.kind == "command":
            continue
        last = groups[-1] if groups else None
        if last is not None and fact.clause and last[0].clause == fact.clause:
            last.append(fact)
        else:
            groups.append([fact])
    return groups


def _text(lead: Fact, template: NoteTemplate) -> str:
    text = lead.clause or lead.phrase
    if lead.kind == "goal" and "goal" not in text.casefold():
        return template.phrases.goal.format(text=text)
    return text
