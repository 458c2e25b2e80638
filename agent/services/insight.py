"""Suggested changes to the clinic's templates, from outcomes of its signed drafts.

Association, never cause; few patients say nothing. Accepting notes the decision and changes no template by
itself: that is a version of its own, made in the protocol's text.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from agent.domain.base import Model
from agent.domain.facts import OutcomeFact, PainFact, VisitFacts
from agent.domain.template_answer import AnswerKind, TemplateAnswer
from agent.domain.user import Actor
from agent.errors import InputError, NotFound
from agent.exercises.goals import GoalTarget, goal_targets, measure_named
from agent.exercises.insight import EpisodeOutcome, TemplateSuggestion, template_suggestions
from agent.exercises.library import catalogue
from agent.exercises.protocols import Protocol
from agent.graph.events import event
from agent.graph.plan_options import protocols_in_use
from agent.services.base import Service

if TYPE_CHECKING:
    from agent.store.unit_of_work import ReadUnit

MOST_DRAFTS = 5000
"""Signed drafts that are read, the newest: a clinic's year or two."""


class Suggested(Model):
    """One line of the outcomes page."""

    id: str
    """`protocol/exercise/measure`."""
    protocol_name: str
    change: Literal["add", "review", ""]
    """What the figures suggest: an exercise the template lacks, one to look at again, or nothing."""
    figures: TemplateSuggestion
    answer: TemplateAnswer | None = None


class OutcomeReport(Model):
    """All comparisons, suggested changes first, and how much they rest on."""

    suggestions: tuple[Suggested, ...]
    episodes: int
    """Episodes with a measure at two visits or more."""
    drafts: int


class _Visit(NamedTuple):
    on: date
    values: dict[str, float]
    exercises: frozenset[str]


class Insight(Service):
    def report(self, actor: Actor) -> OutcomeReport:
        """What went with change beyond the MCID over the clinic's signed drafts; recorded as
        `outcomes.viewed`."""
        role = self._allow(actor, "edit_protocols", "outcomes")
        found = self._figures()
        details: dict[str, str | int] = {"drafts": found.drafts, "episodes": found.episodes}
        with self._store.unit() as unit:
            unit.audit.append(event("outcomes.viewed", actor, role=role, details=details))
            unit.commit()
        return found

    def _figures(self) -> OutcomeReport:
        with self._store.read() as uow:
            drafts = uow.drafts.in_status("signed")[-MOST_DRAFTS:]
            outcomes = _outcomes(uow, drafts)
            known = {p.id: p for p in protocols_in_use(uow)}
            answers = _by_stable_id(uow.template_answers.latest())
        lines = [
            _suggested(s, known.get(s.protocol), answers)
            for protocol, measure in sorted({(o.protocol, o.measure) for o in outcomes})
            for s in template_suggestions(outcomes, protocol, measure)
        ]
        episodes = len(outcomes)
        return OutcomeReport(
            suggestions=tuple(sorted(lines, key=lambda s: (not s.change, s.answer is not None))),
            episodes=episodes,
            drafts=len(drafts),
        )

    def answer(self, actor: Actor, suggestion: str, kind: AnswerKind, comment: str) -> TemplateAnswer:
        """Accept or dismiss a suggested change, with the figures as they stand now.

        `NotFound` where nothing is suggested (any more); `InputError` without a comment.
        """
        role = self._allow(actor, "edit_protocols", "outcomes")
        if not comment.strip():
            raise InputError("A comment is needed.", mend="Say why it is accepted or dismissed.")
        wanted = _stable_id(suggestion)
        found = next((s for s in self._figures().suggestions if s.id == wanted and s.change), None)
        if found is None:
            raise NotFound("No such change is suggested.", mend="Read the outcomes again.")
        answer = TemplateAnswer(
            id=secrets.token_hex(8),
            suggestion=found.id,
            kind=kind,
            figures=found.figures.text,
            comment=comment.strip()[:500],
            by=actor.user_id,
            at=datetime.now(UTC),
        )
        details: dict[str, str | int] = {
            "suggestion": found.id,
            "kind": kind,
            "with": found.figures.with_n,
            "without": found.figures.without_n,
        }
        with self._store.unit() as unit:
            unit.template_answers.add(answer)
            unit.audit.append(event("template.answered", actor, role=role, at=answer.at, details=details))
            unit.commit()
        return answer


def _stable_id(suggestion: str) -> str:
    """The id of today for one that was given when its measure had another name (`…/nprs`)."""
    change, _, measure = suggestion.rpartition("/")
    return f"{change}/{measure_named(measure)}"


def _by_stable_id(answers: dict[str, TemplateAnswer]) -> dict[str, TemplateAnswer]:
    """The answer that stands to each suggestion, whatever its measure was called when it was given."""
    return {_stable_id(a.suggestion): a for a in sorted(answers.values(), key=lambda a: a.at)}


def _suggested(
    figures: TemplateSuggestion, protocol: Protocol | None, answers: dict[str, TemplateAnswer]
) -> Suggested:
    listed = bool(protocol) and any(
        e.exercise == figures.exercise
        for phase in (protocol.phases if protocol else ())
        for e in phase.exercises
    )
    change: Literal["add", "review", ""] = ""
    if figures.verdict == "went with better outcomes" and not listed:
        change = "add"
    elif figures.verdict == "went with worse outcomes" and listed:
        change = "review"
    id = f"{figures.protocol}/{figures.exercise}/{figures.measure}"
    return Suggested(
        id=id,
        protocol_name=protocol.name if protocol else figures.protocol,
        change=change,
        figures=figures,
        answer=answers.get(id),
    )


def _outcomes(uow: ReadUnit, drafts: list[str]) -> list[EpisodeOutcome]:
    """One outcome an episode and measure: from its first to its last value."""
    episodes: dict[tuple[str, str, str], list[_Visit]] = defaultdict(list)
    for draft_id in drafts:
        try:
            record = uow.drafts.get(draft_id)
        except NotFound:
            continue  # its patient's content was destroyed
        facts = uow.facts.get(draft_id, record.run)
        plan = uow.drafts.content(draft_id).plan
        if facts is None or not plan.protocol:
            continue
        names = {p.exercise.split(" (")[0] for p in plan.exercises if p.origin != "protocol"}
        key = (record.patient_id, plan.protocol.split("@")[0], record.encounter.episode.side)
        episodes[key].append(
            _Visit(
                on=record.encounter.visit.date,
                values=_values(facts),
                exercises=frozenset(n for n in names if n in catalogue().by_name),
            )
        )
    return [
        found
        for (_, protocol, _), visits in episodes.items()
        for target in goal_targets()
        if (found := _episode(protocol, sorted(visits, key=lambda v: v.on), target)) is not None
    ]


def _episode(protocol: str, visits: list[_Visit], target: GoalTarget) -> EpisodeOutcome | None:
    measured = [v.values[target.measure] for v in visits if target.measure in v.values]
    if len(measured) < 2:
        return None
    gain = measured[-1] - measured[0]
    return EpisodeOutcome(
        protocol=protocol,
        exercises=frozenset().union(*(v.exercises for v in visits)),
        measure=target.measure,
        change=gain if target.better == "up" else -gain,
        mcid=target.mcid,
    )


def _values(facts: VisitFacts) -> dict[str, float]:
    """Today's values by the name of the goal's measure; of several pains the worst."""
    found: dict[str, float] = {}
    for fact in facts.of("outcome_measure", "pain"):
        if fact.time != "today" or fact.subject != "patient" or fact.polarity == "denied":
            continue
        name = fact.name.lower() if isinstance(fact, OutcomeFact) else "pain"
        value = fact.value if isinstance(fact, OutcomeFact | PainFact) else None
        target = next((t for t in goal_targets() if name in t.names), None)
        if target is None or value is None:
            continue
        before = found.get(target.measure, value)
        found[target.measure] = max(before, value) if isinstance(fact, PainFact) else value
    return found
