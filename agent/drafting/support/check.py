"""The support check on a note of our own: statements with origins, against a transcript with seconds."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from agent.domain.facts import RECKONED
from agent.domain.note import Note, Statement, SupportVerdict
from agent.domain.transcript import Transcript
from agent.domain.visit import Encounter
from agent.drafting.support.claims import claim_of
from agent.drafting.support.restated import Restated
from agent.drafting.support.said import Said, read_said
from agent.drafting.support.verdict import Judged, judge, judge_claim
from agent.drafting.support.worded import all_as_meant, as_meant
from agent.understanding.tokens import Token

_SIDES = frozenset({"left", "right", "both", "bilateral", "bilaterally"})
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def check_support(note: Note, transcript: Transcript, encounter: Encounter | None) -> Note:
    """`note` with a verdict on each statement.

    `record` and `computed` statements are held against the record's and the dictation's numbers and
    sides; all others against what was said.
    """
    visit = _Visit(transcript, encounter)
    return note.model_copy(update={"statements": tuple(_checked(s, visit) for s in note.statements)})


@dataclass(frozen=True)
class _Visit:
    """What the statements of a note are held against, each part made when first needed."""

    transcript: Transcript
    encounter: Encounter | None

    @cached_property
    def is_dictated(self) -> bool:
        """Whether one person speaks, so that nothing is a question that another answers."""
        return all(segment.speaker is None for segment in self.transcript.segments)

    @cached_property
    def said(self) -> Said:
        return read_said(self.transcript.text)

    @cached_property
    def spoken(self) -> tuple[Token, ...]:
        """All that was said, in clinical wording."""
        return all_as_meant(self.transcript)

    @cached_property
    def starts(self) -> list[int]:
        """Where each word of `spoken` begins."""
        return [token.start for token in self.spoken]

    @cached_property
    def marks(self) -> frozenset[str]:
        """The numbers and sides that were said."""
        return frozenset(_marks_in(self.spoken))

    def heard(self, statement: Statement) -> str:
        """The words that a statement points at, a line each."""
        return "\n".join(self.transcript.text[e.start : e.end] for e in statement.evidence)

    def restated(self, statement: Statement) -> Restated:
        """The statement beside the words that it points at, as they were meant where they stand."""
        stretches = [
            self.spoken[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)]
            for span in statement.evidence
        ]
        return Restated.of(statement.text, stretches)

    @cached_property
    def recorded(self) -> frozenset[str]:
        return frozenset(_record_numbers(self.encounter)) if self.encounter is not None else frozenset()


def _checked(statement: Statement, visit: _Visit) -> Statement:
    judged = _judged(statement, visit)
    own = tuple((e.start, e.end) for e in statement.evidence)
    spans = own or judged.spans
    verdict = SupportVerdict(
        verdict=judged.verdict,
        reasons=judged.reasons,
        evidence=tuple(visit.transcript.span(s, e) for s, e in spans if s < e),
    )
    return statement.model_copy(update={"support": verdict})


def _judged(statement: Statement, visit: _Visit) -> Judged:
    """A statement that names its evidence is held against it first, then against everything said.

    What says a dictation over word for word is supported by it; of a conversation it may say a question over.
    """
    if statement.origin in ("record", "computed"):
        return _rests_on_record(statement, visit)
    statement = _as_said(statement)
    if not statement.evidence:
        return judge(statement.text, visit.said)
    if visit.is_dictated and _bare(statement.text) == _bare(visit.heard(statement)):
        return Judged("supported", (), ())
    restated = visit.restated(statement)
    if visit.is_dictated and restated.is_verbatim:
        return Judged("supported", (), ())
    heard = read_said(visit.heard(statement))
    claim = claim_of(statement.text)
    reasons = set(judge_claim(claim, heard, restated.kept).reasons)
    own: set[str] = set() if restated.keeps_numbers else {"number"}
    if heard.sides and not restated.has_its_sides:  # a heading's side stands elsewhere
        own.add("side")
    if not own.issuperset(reasons):
        reasons &= own.union(judge_claim(claim, visit.said, restated.kept).reasons)
    if visit.heard(statement).endswith("?"):  # what is only asked there is told by the answer
        reasons |= {"negation"}.intersection(judge_claim(claim, visit.said, restated.kept).reasons)
    reasons |= restated.changed(asks="?" in visit.heard(statement))
    return Judged("unsupported" if reasons else "supported", tuple(sorted(reasons)), ())


def _as_said(statement: Statement) -> Statement:
    """Without the minutes behind a treatment that were reckoned, as the statement's basis says of each."""
    behind = RECKONED.search(statement.text)
    if behind is None or not statement.basis:
        return statement
    if not all(f"{line} (" in statement.basis for line in behind["lines"].split(", ")):
        return statement
    return statement.model_copy(update={"text": f"{statement.text[: behind.start()]}."})


def _rests_on_record(statement: Statement, visit: _Visit) -> Judged:
    """Every number must be dictated, in the record, or (a published MDC, say) in the statement's basis."""
    said = visit.marks
    given = visit.recorded.union(said, _NUMBER.findall(statement.basis))
    marks = _marks(statement.text)
    wrong = []
    if any(m not in given for m in marks if m not in _SIDES):
        wrong.append("number")
    if any(m not in said and m not in statement.basis for m in marks if m in _SIDES):
        wrong.append("side")
    return Judged("unsupported" if wrong else "supported", tuple(wrong), ())


def _bare(text: str) -> list[str]:
    """The words of a text as they are written, without case and stops."""
    return [word.rstrip(".,;:…") for word in text.casefold().split()]


def _marks(text: str) -> tuple[str, ...]:
    """The numbers and sides of a text, in order."""
    return tuple(_marks_in(as_meant(text)))


def _marks_in(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.low in _SIDES:
            yield token.low
        elif not token.low.isalpha():
            yield from _NUMBER.findall(token.low)


def _record_numbers(encounter: Encounter) -> Iterator[str]:
    """Every number that the visit record holds, as a note would write it."""
    for measure in encounter.history.last_measures:
        yield from _NUMBER.findall(f"{measure.value} {measure.date.isoformat()}")
        if isinstance(measure.value, float):
            yield f"{measure.value:g}"
    if encounter.plan_of_care is not None:
        for goal in encounter.plan_of_care.goals:
            yield from _NUMBER.findall(f"{goal.text} {goal.target}")
    if encounter.episode.surgery is not None:
        yield from _NUMBER.findall(" ".join(encounter.episode.surgery.precautions))
