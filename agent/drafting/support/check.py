"""The support check on a note of our own: statements with origins, against a transcript with seconds."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from agent.domain.note import Note, Statement, SupportVerdict
from agent.domain.transcript import Transcript
from agent.domain.visit import Encounter
from agent.drafting.support.claims import claim_of
from agent.drafting.support.said import Said, read_said
from agent.drafting.support.verdict import Judged, judge, judge_claim
from agent.drafting.support.worded import all_as_meant, as_meant
from agent.drafting.support.wordforms import form, is_empty, word_list
from agent.understanding.tokens import Token

WHOLE = 0.75
"""Share of its evidence's words that a statement must repeat to be compared negation by negation."""
_CUES = word_list("check_cues")
_SIDES = frozenset({"left", "right", "both", "bilateral", "bilaterally"})
_STOPS = frozenset({".", ",", ";", ":", "…"})
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

    def says(self, statement: Statement) -> bool:
        """Whether one person, whom nobody answers, said the statement word for word where it points."""
        if not self.is_dictated:
            return False
        if _bare(statement.text) == _bare(self.heard(statement)):
            return True
        words: list[Token] = []
        for span in statement.evidence:
            first, last = bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)
            words += self.spoken[first:last]
        return _without_stops(words) == _without_stops(as_meant(statement.text))

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
    if not statement.evidence:
        return judge(statement.text, visit.said)
    if visit.says(statement):
        return Judged("supported", (), ())
    text = visit.heard(statement)
    evidence, written = _Words.of(text), _Words.of(statement.text)
    heard = read_said(text)
    own = {"number"} | ({"side"} if heard.sides else set())  # a heading's side stands elsewhere
    claim = claim_of(statement.text)
    reasons = list(judge_claim(claim, heard).reasons)
    if _repeats(written, evidence):
        reasons = [r for r in reasons if r not in ("number", "side")]
    if not own.issuperset(reasons):
        everywhere = judge_claim(claim, visit.said).reasons
        reasons = [r for r in reasons if r in everywhere or r in own]
    if "negation" not in reasons and _negated_otherwise(written, evidence):
        reasons.append("negation")
    return Judged("unsupported" if reasons else "supported", tuple(reasons), ())


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


_SPEAKER = frozenset({("i",), ("it",), ("he",), ("she",), ("we",), ("they",)})


@dataclass(frozen=True)
class _Words:
    """The words of a text in clinical wording, and its numbers and sides, each in order."""

    words: tuple[str, ...]
    marks: tuple[str, ...]
    asks: bool

    @classmethod
    def of(cls, text: str) -> _Words:
        tokens = as_meant(text)
        return cls(tuple(t.low for t in tokens if t.is_word), tuple(_marks_in(tokens)), "?" in text)

    @cached_property
    def telling(self) -> tuple[str, ...]:
        """Forms of the words that make a claim."""
        return tuple(form(w) for w in self.words if not is_empty(w))

    @property
    def negations(self) -> int:
        """How often it denies; the `no` of `no, never` and `no, I didn't` only opens the denial."""
        denies = [_is_negation(w) for w in self.words] + [False, False]
        opens = [
            w == "no" and (denies[i + 1] or (self.words[i + 1 : i + 2] in _SPEAKER and denies[i + 2]))
            for i, w in enumerate(self.words)
        ]
        return sum(denies) - sum(opens)


def _repeats(statement: _Words, evidence: _Words) -> bool:
    """Whether a statement says its own evidence over: its words, with all its numbers and sides in order."""
    told = {form(w) for w in evidence.words}
    kept = [f in told for f in statement.telling]
    if not kept or sum(kept) / len(kept) < WHOLE:
        return False
    return _in_order(statement.marks, evidence.marks)


def _bare(text: str) -> list[str]:
    """The words of a text as they are written, without case and stops."""
    return [word.rstrip(".,;:…") for word in text.casefold().split()]


def _without_stops(tokens: Iterable[Token]) -> list[str]:
    return [token.low for token in tokens if token.low not in _STOPS]


def _marks(text: str) -> tuple[str, ...]:
    """The numbers and sides of a text, in order."""
    return tuple(_marks_in(as_meant(text)))


def _marks_in(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        yield from [token.low] if token.low in _SIDES else _NUMBER.findall(token.low)


def _in_order(wanted: Sequence[str], given: Sequence[str]) -> bool:
    """Whether `wanted` can be had from `given` by leaving items out."""
    rest = iter(given)
    return all(item in rest for item in wanted)


def _negated_otherwise(statement: _Words, evidence: _Words) -> bool:
    """Whether a statement that repeats its evidence has more or fewer negations than it."""
    told = set(evidence.telling)
    if not told or len(told.intersection(statement.telling)) / len(told) < WHOLE:
        return False
    before, after = evidence.negations, statement.negations
    if evidence.asks:
        return (before == 0) != (after == 0)
    return before != after


def _is_negation(word: str) -> bool:
    return word in _CUES or word.endswith("n't")


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
