"""Read clauses to typed facts; what cannot be typed stays a fact of its sort, so that nothing is lost."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

from agent.domain.facts import (
    AdherenceFact,
    AssessmentFact,
    CommandFact,
    ContributorFact,
    Disputed,
    EducationFact,
    Fact,
    FunctionFact,
    GaitFact,
    GoalFact,
    HistoryFact,
    InterventionFact,
    OpenValue,
    PalpationFact,
    PlanFact,
    PrecautionFact,
    RedFlagFact,
    ResponseFact,
    SessionTimeFact,
    UnbilledMinutes,
    VisitFacts,
)
from agent.domain.note import Section
from agent.domain.transcript import EvidenceSpan, Transcript
from agent.domain.visit import Encounter
from agent.needles import Rare
from agent.understanding import context
from agent.understanding.decimals import two_numbers_told
from agent.understanding.doses import exercises
from agent.understanding.ellipsis import only_values
from agent.understanding.impossible import beyond_counting
from agent.understanding.in_brief import in_brief
from agent.understanding.marks import Kind
from agent.understanding.measured import measured
from agent.understanding.measures import gait, pains, scored_of_ten, typed
from agent.understanding.merge import groups, joined_text
from agent.understanding.reader import Read
from agent.understanding.redflags import flags_said, of_the_condition, speaks_of_action
from agent.understanding.says_nothing import says_nothing
from agent.understanding.sections import Sort
from agent.understanding.services import with_service
from agent.understanding.session.given import Given, Session, Total, session
from agent.understanding.session.owners import owners
from agent.understanding.settled import Said, settled
from agent.understanding.tokens import join
from agent.understanding.utterances import Turn
from agent.understanding.wordsmith import polished

_PLAIN: dict[Sort, type[Fact]] = {
    "pain": HistoryFact,
    "function": FunctionFact,
    "history": HistoryFact,
    "denial": HistoryFact,
    "adherence": AdherenceFact,
    "response": ResponseFact,
    "assessment": AssessmentFact,
    "education": EducationFact,
    "precaution": PrecautionFact,
    "goal": GoalFact,
    "plan": PlanFact,
    "gait": GaitFact,
    "palpation": PalpationFact,
    "measure": FunctionFact,
    "exercise": FunctionFact,
    "treatment": FunctionFact,
    "time": FunctionFact,
}
_BY_SECTION: dict[Section, type[Fact]] = {
    "S": HistoryFact,
    "O": FunctionFact,
    "A": AssessmentFact,
    "P": PlanFact,
}
_NO_MEASURES: frozenset[Sort] = frozenset({"plan", "goal", "education", "precaution"})
_NOT_TODAY: frozenset[Sort] = frozenset({"plan", "goal", "assessment", "response", "education", "precaution"})
_SPEAKING: tuple[Kind, ...] = ("motion", "muscle", "test", "outcome", "performance", "symptom", "exercise")
_HOME = Rare(r"\b(?:at home|home program|home exercise|HEP|for home|^home)\b")
_FREQUENCY = re.compile(
    r"\b(?:(once|twice|\d+(?:\.\d+)?)(?: (?:times|x|visits|sessions))? ?(?:a|per|each|"
    r"/)? ?(?:week|wk|weekly)|(once|twice) weekly|(weekly))\b",
    re.IGNORECASE,
)
_DURATION = re.compile(r"\b(?:for )?(\d+) (?:more )?weeks?\b", re.IGNORECASE)
_COUNTS = {"once": 1.0, "twice": 2.0}
_ABOUT: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("goal_status", re.compile(r"\bgoals?\b", re.IGNORECASE)),
    (
        "skilled_need",
        re.compile(
            r"\b(?:skilled|needs? (?:hands|continued|cue)|requires?|continues to (?:need|require)|"
            r"medically necessary|verbal cue|tactile cue)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "progress",
        re.compile(
            r"\b(?:improv\w+|progress\w*|gain\w*|better|stronger|looser|coming along|responding|"
            r"responded|met|worse|regress\w*|"
            r"plateau\w*)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "limitation",
        re.compile(r"\b(?:limit\w*|deficit\w*|weak\w*|short|impair\w*|risk|unable)\b", re.IGNORECASE),
    ),
)


class FactWriter:
    """Numbers facts and gives each its evidence."""

    def __init__(self, transcript: Transcript, spoken_turns: Sequence[Turn], encounter: Encounter) -> None:
        self._transcript = transcript
        self._turns = spoken_turns
        self._encounter = encounter
        self._facts: list[Fact] = []
        self._open: list[OpenValue] = []

    def write(self, reads: Sequence[Read]) -> VisitFacts:
        medicare = self._encounter.patient.payer.startswith("medicare")
        told = self._session(reads, medicare)
        owner = owners(
            [r.clause for r in reads],
            [*(g.place for g in told.given), *(g.minutes_place for g in told.given)],
        )
        given: dict[int, list[tuple[Given, int]]] = {}
        for g in told.given:
            at = owner[g.place]
            if g.minutes is None and reads[at].sort in _NOT_TODAY:
                continue
            given.setdefault(at, []).append((g, owner.get(g.minutes_place, at)))
        sums: dict[int, list[Total]] = {}
        sum_owner = owners([r.clause for r in reads], [t.place for t in told.totals])
        for t in told.totals:
            sums.setdefault(sum_owner[t.place], []).append(t)
        spent = self._join_minutes(reads, given, set(sums))
        for i, gs in given.items():
            reads[i].text = with_service(reads[i].text, [g for g, _ in gs])
        used = {*given, *sums, *(told_at for gs in given.values() for _, told_at in gs)}
        answered = answered_in(reads)
        spent |= {i for i, r in enumerate(reads) if i not in used and _empty(r, answered)}
        disputed = [i for i, r in enumerate(reads) if r.clause.disputed]
        spent |= set(disputed)
        self._join_statements(reads, spent)
        for i, r in enumerate(reads):
            if r.command is not None:
                self._command(r)
                for g, _ in given.get(i, ()):
                    self._given(g, self._base(r) | {"clause": _phrase(g)}, ())
                for total in sums.get(i, ()):
                    told_of_time = {"section": "O", "phrase": _time_told(r), "clause": _time_told(r)}
                    self._add(
                        SessionTimeFact,
                        self._base(r)
                        | told_of_time
                        | {"what": total.what, "minutes": total.minutes, "time": "today"},
                    )
                continue
            if i in spent:
                continue
            base = self._base(r)
            before = len(self._facts)
            for g, told_at in given.get(i, ()):
                self._given(g, base, () if told_at == i else self._evidence(reads[told_at]))
            for total in sums.get(i, ()):
                self._add(
                    SessionTimeFact, base | {"what": total.what, "minutes": total.minutes, "time": "today"}
                )
            for kind, fields in self._typed(r, base):
                self._add(kind, fields)
            if len(self._facts) == before:
                if r.section == "O" and only_values(r.clause):
                    self._open.append(OpenValue(phrase=r.text, evidence=base["evidence"]))
                self._plain(r, base)
            if r.section == "O" and beyond_counting(r.clause):
                self._open.append(OpenValue(phrase=r.text, evidence=base["evidence"]))
            if r.after_treatment and r.sort != "response":
                self._add(ResponseFact, base)
            self._red_flags(r, base)
        return VisitFacts(
            facts=tuple(self._with_actions(self._facts, reads)),
            unbilled=tuple(self._unbilled(reads, told)),
            open_values=tuple(self._open),
            disputed=tuple(
                Disputed(phrase=reads[i].text, evidence=self._evidence(reads[i])) for i in disputed
            ),
        )

    def _unbilled(self, reads: Sequence[Read], told: Session) -> Iterator[UnbilledMinutes]:
        owner = owners([r.clause for r in reads], [u.place for u in told.unbilled])
        for u in told.unbilled:
            r = reads[owner[u.place]]
            if r.sort not in _NOT_TODAY:
                yield UnbilledMinutes(minutes=u.minutes, evidence=self._evidence(r))

    def _session(self, reads: Sequence[Read], medicare: bool) -> Session:
        commands = [
            (_told_to(r), r.clause.end) for r in reads if r.command is not None and not r.command.units
        ]
        return session(self._turns, medicare=medicare, barred=[*commands, *self._read_off(reads)])

    def _read_off(self, reads: Sequence[Read]) -> Iterator[tuple[int, int]]:
        """Answers of the patient that the therapist gave to her own question: no time of treatment."""
        starts = [t.tokens[0].start for t in self._turns]
        for r in reads:
            if r.clause.speaker == "PATIENT":
                turn = self._turns[max(0, bisect_left(starts, r.clause.end) - 1)]
                if turn.speaker == "THERAPIST":
                    yield r.clause.start, r.clause.end

    def _given(self, g: Given, base: dict[str, Any], minutes_told: tuple[EvidenceSpan, ...]) -> None:
        fields = {
            "section": "O",
            "code": g.code,
            "minutes": g.minutes,
            "by": g.by,
            "phrase": _phrase(g),
            "time": "today",
            "polarity": "present",
            "subject": "patient",
            "evidence": (*base["evidence"], *(e for e in minutes_told if e not in base["evidence"])),
            "details": (),
        }
        self._add(InterventionFact, base | fields)
        if g.by != "PT":
            self._contributor(g.by, base)

    @staticmethod
    def _join_minutes(
        reads: Sequence[Read], given: dict[int, list[tuple[Given, int]]], totals: set[int]
    ) -> set[int]:
        """Write `That was 24 minutes` behind the treatment it speaks of; returns the clauses so used up."""
        spent: set[int] = set()
        for i, gs in given.items():
            for _, told_at in gs:
                if told_at == i or told_at in spent or told_at in given or told_at in totals:
                    continue
                other = reads[told_at]
                reads[i].text = f"{reads[i].text.rstrip('.')}, {other.text[0].lower()}{other.text[1:]}"
                if not any(m.of(*_SPEAKING) for m in other.clause.marks if not m.of("intervention")):
                    spent.add(told_at)
        return spent

    def _join_statements(self, reads: Sequence[Read], spent: set[int]) -> None:
        """Give the clauses of one exam sentence or one answer the same statement."""
        kept = [r for i, r in enumerate(reads) if i not in spent]
        turns_with_stops = frozenset(r.clause.turn for r in kept if not r.clause.unpunctuated)
        shared: dict[int, list[Read]] = {}
        for first, r in zip(groups(kept, turns_with_stops), kept, strict=True):
            shared.setdefault(first, []).append(r)
        for members in shared.values():
            if len(members) > 1:
                text = joined_text([noted(m) for m in members], [m.clause.lead for m in members])
                spans = list(dict.fromkeys(s for m in members for s in m.spans))
                for m in members:
                    m.statement, m.statement_spans = text, spans

    def _evidence(self, r: Read) -> tuple[EvidenceSpan, ...]:
        return tuple(self._transcript.span(s, e) for s, e in r.spans)

    def _base(self, r: Read) -> dict[str, Any]:
        evidence = self._evidence(r)
        return {
            "section": r.section,
            "phrase": r.text,
            "clause": r.statement or noted(r),
            "side": context.side(r.clause),
            "body_part": context.body_part(r.clause),
            "polarity": context.polarity(r.text, r.sort),
            "time": context.time(r.text, r.sort),
            "when": context.when(r.text),
            "subject": context.subject(r.text),
            "certainty": "doubtful" if any(e.doubtful for e in evidence) else "sure",
            "evidence": evidence,
        }

    def _add(self, kind: type[Fact], fields: dict[str, Any]) -> None:
        self._facts.append(kind(id=f"f{len(self._facts) + 1}", **fields))

    def _command(self, r: Read) -> None:
        assert r.command is not None  # noqa: S101  # the caller asked
        base = self._base(r) | {
            "side": "none",
            "body_part": "",
            "polarity": "present",
            "time": "today",
            "when": "",
            "subject": "other",
        }
        asked = {"billed_units": r.command.billed_units, "units": dict(r.command.units)}
        self._add(CommandFact, base | asked)

    def _contributor(self, role: str, base: dict[str, Any]) -> None:
        if not any(f.kind == "contributor" and f.role == role for f in self._facts):
            self._add(ContributorFact, base | {"role": role, "section": "O"})

    def _typed(self, r: Read, base: dict[str, Any]) -> Iterator[tuple[type[Fact], dict[str, Any]]]:
        if base["subject"] == "relative":
            return
        clause = r.clause
        if r.sort not in _NO_MEASURES and base["time"] != "hypothetical":
            if r.sort == "gait":
                yield gait(r.text, clause, base)
            if r.sort in (
                "measure",
                "gait",
                "palpation",
                "other",
                "history",
                "function",
                "pain",
                "exercise",
                "assessment",
                "response",
                "denial",
            ):
                if two_numbers_told(clause):
                    self._open.append(OpenValue(phrase=r.text, evidence=base["evidence"]))
                for measure in measured(clause):
                    if r.sort in ("exercise",) and measure.term.kind == "motion":
                        continue
                    yield from typed(measure, base, clause)
                    if measure.left_out:
                        self._open.append(OpenValue(phrase=r.text, evidence=base["evidence"]))
            if not scored_of_ten(clause):
                yield from pains(r.text, base)
        if r.sort in ("treatment", "exercise", "plan", "other", "education", "adherence", "precaution") or (
            clause.speaker != "PATIENT" and _HOME.search(r.text)
        ):
            home = bool(_HOME.search(r.text)) and not re.search(
                r"home (?:visit|health|depot)", r.text, re.IGNORECASE
            )
            if not (r.sort == "adherence" and not home):
                later = r.section == "P" and r.sort in ("precaution", "other") and base["time"] == "today"
                yield from exercises(clause, base | ({"time": "planned"} if later else {}), home=home)
        if r.sort == "goal":
            yield GoalFact, base | _goal(r.text)
        if r.sort == "plan":
            yield PlanFact, base | _frequency(r.text)
        if r.sort == "assessment":
            yield AssessmentFact, base | {"about": _about(r.text)}
        if r.sort == "response":
            yield ResponseFact, base

    def _plain(self, r: Read, base: dict[str, Any]) -> None:
        """A fact of the clause's sort, or of its section, so that nothing said is lost."""
        kind = _PLAIN.get(r.sort) or _BY_SECTION[r.section]
        self._add(kind, base)

    def _red_flags(self, r: Read, base: dict[str, Any]) -> None:
        if r.sort in ("goal",) or base["time"] in ("hypothetical", "goal") or base["subject"] == "relative":
            return
        if r.sort in ("plan", "education", "precaution") and not speaks_of_action(r.text):
            return
        diagnoses = [d.icd10 for d in self._encounter.episode.diagnoses]
        for flag, there in flags_said(r.text, denied=base["polarity"] != "present"):
            if there and (of_the_condition(flag, r.text, diagnoses) or _only_asked(flag, r)):
                continue
            self._add(
                RedFlagFact,
                base
                | {
                    "flag": flag,
                    "polarity": "present" if there else "denied",
                    "addressed": speaks_of_action(r.text),
                },
            )

    def _with_actions(self, facts: Sequence[Fact], reads: Sequence[Read]) -> Iterator[Fact]:
        """Red flags count as addressed when somebody was told, or they were looked into and are none."""
        acted = any(
            f.kind != "red_flag"
            and f.section in ("A", "P", "O")
            and f.time != "hypothetical"
            and speaks_of_action(f.phrase)
            for f in facts
        )
        for f in facts:
            yield (
                f.model_copy(update={"addressed": True})
                if f.kind == "red_flag" and f.polarity == "present" and (acted or self._is_settled(f, reads))
                else f
            )

    def _is_settled(self, flag: RedFlagFact, reads: Sequence[Read]) -> bool:
        said = [Said(r.clause.start, r.clause.turn, r.clause.speaker, r.text) for r in reads]
        start = min((r.clause.start for r in reads if r.text == flag.phrase), default=-1)
        return settled(flag.flag, start, flag.phrase, said, [join(t.meant) for t in self._turns])


def noted(r: Read) -> str:
    """A clause as a note puts it."""
    return in_brief(r.text, r.clause.speaker, r.section)


def answered_in(reads: Sequence[Read]) -> frozenset[int]:
    """The turns in which a patient's answer stands behind its question: what follows there belongs to it."""
    return frozenset(r.clause.turn for r in reads if r.clause.lead and r.clause.speaker == "PATIENT")


def _empty(r: Read, answered: frozenset[int]) -> bool:
    if r.command is not None or r.clause.turn in answered:
        return False
    return says_nothing(r.clause, noted(r), r.section)


_AFFIRMS = Rare(r"^(?:yes|yeah|yep|a (?:little|bit)|some|sometimes|both|all|occasionally)\b")


_WELL = Rare(
    r"^(?:(?:perfectly|totally|all|completely|both|yes|yeah|they're|they are|it's|it is|everything(?:'s|"
    r" is)|just|"
    r"still|quite|absolutely|pretty|working),? )*(?:normal|fine|okay|ok|good|great|well|unchanged|"
    r"the same|regular|"
    r"like always|as (?:always|ever|usual)|no (?:problems?|changes?|issues?|trouble))(?: there)?[.!]?$"
)
"""`Bladder and bowels okay since? Perfectly normal.`"""


def _only_asked(flag: str, r: Read) -> bool:
    """`Double vision, ringing: a headache at the temple`: of a list, the answer names what is there."""
    asked, _, told = r.text.partition(": ")
    if r.clause.speaker == "PATIENT" and _WELL.match(told) and flag not in dict(flags_said(told)):
        return True
    listed = r.clause.speaker == "PATIENT" and told and "," in asked
    return bool(listed) and not _AFFIRMS.match(told) and flag not in dict(flags_said(told))


def _told_to(r: Read) -> int:
    """Where in its clause a request for units begins: the total said before it stands."""
    if r.command is None or not r.command.billed_units:
        return r.clause.start
    asked = [t.start for t in r.clause.tokens if t.low in ("put", "bill", "charge")]
    reckoned = [t.start for t in r.clause.tokens if t.low in ("so", "which", "equals", "meaning")]
    return next(iter([*asked, *reversed(reckoned)]), r.clause.start)


def _time_told(r: Read) -> str:
    """The time that was told before units were asked for: units are reckoned, and not taken from speech."""
    before = [t for t in r.clause.tokens if t.start < _told_to(r)]
    return polished(join(before)) or r.text


def _phrase(g: Given) -> str:
    minutes = f", {g.minutes} minutes" if g.minutes is not None else ""
    by = f", by {g.by}" if g.by != "PT" else ""
    return f"{g.name[0].upper()}{g.name[1:]}{minutes}{by}"


def _frequency(text: str) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if match := _FREQUENCY.search(text):
        word = (match.group(1) or match.group(2) or "once").casefold()
        fields["frequency_per_week"] = _COUNTS.get(word) or float(word)
        if match := _DURATION.search(text):
            fields["duration_weeks"] = float(match.group(1))
    return fields


def _goal(text: str) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if match := re.search(r"\b(?:in|within|by) (?:week )?(\d+)(?: weeks?)?\b", text, re.IGNORECASE):
        fields["by_when"] = match.group()
    rest = re.sub(r"\b(?:in|within) \d+ weeks?\b", "", text)
    if match := re.search(r"(?<![\d.])(\d+(?:\.\d+)?)", rest):
        fields["target"] = float(match.group(1))
    return fields


def _about(text: str) -> str:
    return next((name for name, pattern in _ABOUT if pattern.search(text)), "other")
