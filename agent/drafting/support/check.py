"""The support check on a note of our own: statements with origins, against a transcript with seconds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.domain.note import Note, Statement, SupportVerdict
from agent.domain.transcript import Transcript
from agent.domain.visit import Encounter
from agent.drafting.support.said import Said, read_said
from agent.drafting.support.verdict import Judged, judge
from agent.drafting.support.wordforms import form, is_empty, word_list
from agent.understanding.repairs import repaired
from agent.understanding.wording import clinical_tokens

WHOLE = 0.75
"""Share of its evidence's words that a statement must repeat to be compared negation by negation."""
_CUES = word_list("check_cues")
_SIDES = frozenset({"left", "right", "both", "bilateral", "bilaterally"})
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def check_support(note: Note, transcript: Transcript, encounter: Encounter | None) -> Note:
    """`note` with a verdict on each statement.

    `record` and `computed` statements are held against the record's and the dictation's numbers and
    sides; all others against what was said.
    """
    said = read_said(transcript.text)
    known = frozenset(_record_numbers(encounter)) if encounter is not None else frozenset()
    return note.model_copy(
        update={"statements": tuple(_checked(s, said, known, transcript) for s in note.statements)}
    )


def _checked(statement: Statement, said: Said, known: frozenset[str], transcript: Transcript) -> Statement:
    judged = _judged(statement, said, known, transcript)
    own = tuple((e.start, e.end) for e in statement.evidence)
    spans = own or judged.spans
    verdict = SupportVerdict(
        verdict=judged.verdict,
        reasons=judged.reasons,
        evidence=tuple(transcript.span(s, e) for s, e in spans if s < e),
    )
    return statement.model_copy(update={"support": verdict})


def _judged(statement: Statement, said: Said, known: frozenset[str], transcript: Transcript) -> Judged:
    """A statement that names its evidence is held against it first, then against everything said."""
    if statement.origin in ("record", "computed"):
        return _rests_on_record(statement, known, transcript)
    everywhere = judge(statement.text, said)
    if not statement.evidence:
        return everywhere
    text = "\n".join(transcript.text[e.start : e.end] for e in statement.evidence)
    heard = read_said(text)
    there = judge(statement.text, heard)
    own = {"number"} | ({"side"} if heard.sides else set())  # a heading's side stands elsewhere
    reasons = [r for r in there.reasons if r in everywhere.reasons or r in own]
    if _repeats(statement.text, text):
        reasons = [r for r in reasons if r not in ("number", "side")]
    if "negation" not in reasons and _negated_otherwise(statement.text, text):
        reasons.append("negation")
    if not reasons:
        return Judged("supported", (), everywhere.spans)
    return Judged("unsupported", tuple(reasons), everywhere.spans)


def _rests_on_record(statement: Statement, known: frozenset[str], transcript: Transcript) -> Judged:
    """Every number must be dictated, in the record, or (a published MDC, say) in the statement's basis."""
    said = _marks(transcript.text)
    given = known.union(said, _NUMBER.findall(statement.basis))
    marks = _marks(statement.text)
    wrong = []
    if any(m not in given for m in marks if m not in _SIDES):
        wrong.append("number")
    if any(m not in said and m not in statement.basis for m in marks if m in _SIDES):
        wrong.append("side")
    return Judged("unsupported" if wrong else "supported", tuple(wrong), ())


def _repeats(statement: str, evidence: str) -> bool:
    """Whether a statement says its own evidence over: its words, with all its numbers and sides in order."""
    said, written = _words(evidence), _words(statement)
    told = {form(w) for w in said}
    kept = [form(w) in told for w in written if not is_empty(w)]
    if not kept or sum(kept) / len(kept) < WHOLE:
        return False
    return _in_order(_marks(statement), _marks(evidence))


def _marks(text: str) -> list[str]:
    """The numbers and sides of a text, in order."""
    marks: list[str] = []
    for token in repaired(clinical_tokens(text)):
        marks += [token.low] if token.low in _SIDES else _NUMBER.findall(token.low)
    return marks


def _in_order(wanted: list[str], given: list[str]) -> bool:
    """Whether `wanted` can be had from `given` by leaving items out."""
    rest = iter(given)
    return all(item in rest for item in wanted)


def _negated_otherwise(statement: str, evidence: str) -> bool:
    """Whether a statement that repeats its evidence has more or fewer negations than it."""
    said, written = _words(evidence), _words(statement)
    told = {form(w) for w in said if not is_empty(w)}
    kept = {form(w) for w in written if not is_empty(w)}
    if not told or len(told & kept) / len(told) < WHOLE:
        return False
    before, after = sum(map(_is_negation, said)), sum(map(_is_negation, written))
    if "?" in evidence:
        return (before == 0) != (after == 0)
    return before != after


def _words(text: str) -> list[str]:
    return [t.low for t in repaired(clinical_tokens(text)) if t.is_word]


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
