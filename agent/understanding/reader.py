"""Clauses read one after the other: wording, sort, section and evidence of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import is_

from agent.domain.base import OPPOSITE
from agent.domain.note import Section
from agent.domain.visit import Encounter
from agent.needles import Rare
from agent.understanding.before import meant_side
from agent.understanding.chat import says_of_nothing
from agent.understanding.clauses import Clause, clauses
from agent.understanding.commands import Command, command_in
from agent.understanding.dialogue import is_exam_heading, joined
from agent.understanding.doses import with_sets
from agent.understanding.goal_lists import with_goal_lists
from agent.understanding.identity import Identity, is_administrative, without_opening
from agent.understanding.inherit import Inheritance
from agent.understanding.likely_section import all_signs, likely_section
from agent.understanding.marks import MEASURES
from agent.understanding.persons import third_person
from agent.understanding.places import sides_of
from agent.understanding.relatives import Relatives
from agent.understanding.scales import grades_on, with_scales
from agent.understanding.sections import (
    Sort,
    Sorted,
    has_number,
    has_value,
    responds,
    sort_clause,
    sort_in,
    where_else,
)
from agent.understanding.stages import SECTION, Stage, settled, staged, staged_talk
from agent.understanding.talksort import plans
from agent.understanding.tokens import Token, join
from agent.understanding.topics import Topics
from agent.understanding.utterances import Turn
from agent.understanding.wordsmith import polished


@dataclass(slots=True)
class Read:
    """A clause with what was understood of it. `spans`: characters of the transcript it rests on."""

    clause: Clause
    text: str
    sort: Sort
    section: Section
    spans: list[tuple[int, int]] = field(default_factory=list)
    command: Command | None = None
    after_treatment: bool = False
    """Whether it tells how the patient was after or during today's treatment."""
    statement: str = ""
    """The statement that it shares with others; empty for one of its own."""
    statement_spans: list[tuple[int, int]] = field(default_factory=list)


OPENING = 3
"""In so many clauses a dictation may say of whom it is, and what kind of note."""
MOST_IDENTIFIERS = 7
"""Words that a clause about identifiers may keep and still say nothing of the patient's state."""
_FEELS = Rare(r"\b(?:feels?|pain|loose|looser|better|easier|now|tired)\b")
_AT_OTHER_TIMES = Rare(
    r"\b(?:was|were|nights?|mornings?|evenings?|yesterday|today|week|\w+day|ago|before|worst|best|when|"
    r"if|rest|stairs|"
    r"at home|since|until|after|\w+ing(?<!being))\b",
)
_CONTINUES = re.compile(
    r"^(?:(?:and |but )?(?:it|that|this|they|which) (?:was|were|used to be|had been|is up|"
    r"is down)\b|(?:today|now|currently),? (?:(?:it|that|this|she|he)(?:'s| is| has| had)? )?"
    r"(?:is |at |about |up to |down to )*-?\d|"
    r"(?:(?:and |but )?(?:on )?the (?:left|right)(?: one| side)?,? (?:it )?"
    r"(?:was|had been|used to be) \d)|last (?:time|visit|week|month) (?:on )?the (?:left|right)(?: one|"
    r" side)? was \d|was \d|up from|down from|compared (?:to|with)|from \d|"
    r"(?:a|one|two|2|3|last|the last|previous(?:ly)?|initial(?:ly)?) (?:month|week|visit|time|"
    r"session|weeks|months|eval(?:uation)?|progress|report|note)?\s?(?:ago|it|was|:|,|\d)|"
    r"(?:the |our |my )?goal(?: we wrote| we set)?(?:'s| is| was| of|:)? \d|last (?:month|"
    r"week|visit|time) (?:it )?(?:was )?\d|at eval|was \w+ at)",
    re.IGNORECASE,
)


def read(spoken_turns: Sequence[Turn], encounter: Encounter) -> list[Read]:
    """Everything the turns say that belongs in a note, and every command, in spoken order."""
    out, said = read_by_rules(spoken_turns, encounter)
    signs = {id(clause): here for clause, here in zip(said, all_signs(said), strict=True)}
    for r in out:
        elsewhere = where_else(r.clause, r.text, Sorted(r.sort, r.section)) if r.command is None else ()
        section = likely_section(signs[id(r.clause)], r.section) if elsewhere else r.section
        if section != r.section and section in elsewhere:
            r.sort, r.section = sort_in(section, r.clause, r.text, r.sort), section
    return out


def read_by_rules(spoken_turns: Sequence[Turn], encounter: Encounter) -> tuple[list[Read], list[Clause]]:
    """The same as the rules alone place it, and all clauses that were said."""
    identity = Identity(encounter)
    said = joined(_kept(clauses(spoken_turns), identity), encounter)
    with_goal_lists(said)
    inheritance = Inheritance(encounter)
    out: list[Read] = []
    last_section: dict[str | None, Section] = {}
    pending: Clause | None = None
    graded = treated = False
    unsaid = False  # a bare value went by: what follows may be of it, and not of the measure before
    graded_turn = rated_turn = -1
    parts, talked = staged(said), staged_talk(said)
    relatives, topics = Relatives(), Topics()
    for at, clause in enumerate(said):
        relatives.named(clause)
        command = command_in(clause.text)
        if command is not None:
            out.append(
                Read(
                    clause,
                    polished(clause.text) or clause.text,
                    "other",
                    "P",
                    [(clause.start, clause.end)],
                    command,
                )
            )
            continue
        if clause.speaker == "THERAPIST" and is_exam_heading(clause):
            inheritance.heading(clause)
            pending = clause
            continue
        if inheritance.announced(clause):
            continue
        if out and _answers_no(clause, said[at + 1 : at + 2], out[-1]):
            out[-1].text = denied(out[-1].text)
            out[-1].spans.append((clause.start, clause.end))
            continue
        if not unsaid and _continues(clause, out[-1] if out else None):
            _append(_continued(clause, out, encounter.episode.side), clause, encounter)
            continue
        if pending is not None and clause.speaker == "THERAPIST":
            _lead_with_measure(clause, pending, encounter, inheritance)
            pending = None
        if clause.lead:
            inheritance.led(clause)
        else:
            inheritance.fill(clause)
        _without_other_side(clause)
        announced = topics.announced(clause, next(iter(said[at + 1 : at + 2]), None))
        _lead_by_its_notation(clause)
        goes_on = not clause.new_sentence or (clause.speaker == "THERAPIST" and clause.turn == graded_turn)
        graded = with_scales(
            clause,
            graded_before=graded and (goes_on or grades_on(clause, said[at - 1])),
            felt=_complains(clause, parts[at] or talked[at], last_section.get(clause.speaker))
            or (clause.speaker is None and responds(clause.text)),
            rated_before=clause.turn == rated_turn,
        )
        graded_turn = clause.turn
        text = _worded(clause, encounter)
        if "/10" in text:
            rated_turn = clause.turn
        unsaid = says_of_nothing(clause)
        if not text or not re.search(r"[A-Za-z]{2}|\d", text) or unsaid or announced:
            continue
        stage = parts[at]
        after_goal = bool(out) and out[-1].sort == "goal" and out[-1].clause.turn == clause.turn
        spoken = stage if stage is not None else talked[at]
        previous = last_section.get(clause.speaker) if spoken is None else SECTION[spoken]
        sorted_ = sort_clause(clause, text, previous, after_goal=after_goal)
        if stage is not None:
            sorted_ = settled(sorted_, stage, clause, text)
        spans = _apart([(clause.start, clause.end), *clause.lead_spans])
        after = treated and (responds(text) or _tells_how_it_is(clause, text, sorted_.sort, out[-1]))
        if after and clause.speaker == "PATIENT" and _rates_now(text) and not responds(text):
            text = f"After treatment: {text[0].lower()}{text[1:]}"
        treated = treated or _treats(sorted_.sort, text)
        out.append(Read(clause, text, sorted_.sort, sorted_.section, spans, after_treatment=after))
        last_section[clause.speaker] = sorted_.section
    return out, said


def _apart(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """`spans` without what another of them holds."""
    once = list(dict.fromkeys(spans))
    return [s for s in once if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in once)]


def _tells_how_it_is(clause: Clause, text: str, sort: Sort, before: Read) -> bool:
    """Whether the patient says how it feels when treatment has been told of."""
    if clause.speaker != "PATIENT" or sort not in ("pain", "other", "history"):
        return False
    told = before.clause.speaker == "THERAPIST" and before.sort in ("treatment", "exercise", "time")
    return _FEELS.search(text) is not None or (told and _rates_now(text))


_DOSED = re.compile(r"\d x \d|\b\d+ (?:reps?|sets?|minutes?|rounds?|laps?)\b")


def _treats(sort: Sort, text: str) -> bool:
    """Whether treatment is told of: an exercise without a dose may be one tried in the examination."""
    return sort == "treatment" or (sort == "exercise" and _DOSED.search(text) is not None)


def _rates_now(text: str) -> bool:
    """Whether a rating is of this moment: no other time and no activity stands beside it."""
    return "/10" in text and _AT_OTHER_TIMES.search(text) is None


def _kept(said: Sequence[Clause], identity: Identity) -> list[Clause]:
    """Clauses without names, identifiers and what is about the dictation only."""
    out = []
    for place, clause in enumerate(said):
        administrative = clause.administrative = is_administrative(clause.text)
        with_sets(clause)
        named = identity.without(clause.tokens, addressed=clause.speaker is not None)
        opens = clause.speaker is None and clause.heading is None and place < OPENING
        kept = without_opening(named) if opens else named
        if len(kept) != len(clause.tokens) or not all(map(is_, kept, clause.tokens)):
            clause.retokenised(kept)
        content = {t.kind for m in clause.marks for t in m.terms} - {"side"}
        if not any(t.is_word for t in clause.tokens):
            continue
        words = sum(t.is_word for t in clause.tokens)
        if administrative and not content and clause.speaker is None and words <= MOST_IDENTIFIERS:
            continue
        if clause.speaker is None and clause.question and not content:
            continue
        if clause.speaker is None and _only_names(clause.tokens):
            continue
        out.append(clause)
    return out


def _complains(clause: Clause, stage: Stage | None, before: Section | None) -> bool:
    """Whether a clause stands where the patient's complaints are told."""
    if clause.speaker is not None:
        return clause.speaker == "PATIENT"
    if clause.heading is not None:
        return clause.heading == "S"
    return (SECTION[stage] if stage is not None else before or "S") == "S"


def _answers_no(clause: Clause, following: Sequence[Clause], last: Read) -> bool:
    """`tender over the greater trochanter no`, at the end of a paragraph: looked for and not found."""
    return (
        clause.unpunctuated
        and clause.speaker is None
        and clause.text.casefold() == "no"
        and last.clause.turn == clause.turn
        and not has_number(last.clause)
        and (not following or following[0].turn != clause.turn)
    )


def denied(text: str) -> str:
    """A finding as one that was looked for and not found."""
    return (
        f"Not {text[0].lower()}{text[1:]}"
        if text.startswith("Tender ")
        else f"No {text[0].lower()}{text[1:]}"
    )


def _only_names(tokens: Sequence[Token]) -> bool:
    words = [t.low for t in tokens if t.is_word]
    return all(
        w
        in (
            "patient",
            "this",
            "is",
            "for",
            "visit",
            "note",
            "daily",
            "number",
            "quick",
            "one",
            "here",
            "the",
            "a",
            "mrs",
            "mr",
            "ms",
            "okay",
            "so",
            "that's",
            "new",
            "progress",
            "discharge",
            "summary",
            "initial",
            "evaluation",
            "dictation",
        )
        or w.isdigit()
        for w in words
    )


def _continues(clause: Clause, last: Read | None) -> bool:
    """Whether `It was 95 last visit` or `Goal is 120` speaks of the measurement before it."""
    return (
        last is not None
        and last.command is None
        and last.clause.speaker == clause.speaker
        and last.clause.turn == clause.turn
        and last.sort in ("measure", "pain", "gait", "palpation", "other")
        and has_number(last.clause)
        and has_number(clause)
        and not any(m.of("relative") for m in last.clause.marks)
        and bool(_CONTINUES.match(clause.text))
        and not any(m.of(*MEASURES) or m.of("intervention") for m in clause.marks)
        and "minutes" not in clause.low
    )


def _continued(clause: Clause, out: Sequence[Read], involved: str) -> Read:
    """The measurement that `It was 35` goes on with: of two sides just told, the one that it is of."""
    last, before = out[-1], out[-2] if len(out) > 1 else None
    if before is None or before.clause.turn != last.clause.turn or before.sort != last.sort:
        return last
    side = meant_side(clause, (before.clause, before.text), (last.clause, last.text), involved)
    return before if side == "first" else last


def _append(last: Read, clause: Clause, encounter: Encounter) -> None:
    """Join `clause` to the measurement it continues."""
    lead, spans = last.clause.lead, last.clause.lead_spans
    comma = Token(",", last.clause.end, last.clause.end + 1, glued=True, low=",")
    tokens = [t for t in clause.tokens if t.low not in ("okay",)]
    last.clause.retokenised([*last.clause.tokens, comma, *tokens])
    last.clause.lead, last.clause.lead_spans = lead, spans
    with_scales(last.clause)
    last.text = _worded(last.clause, encounter)
    last.spans[0] = (last.clause.start, clause.end)


def _lead_with_measure(
    clause: Clause, heading: Clause, encounter: Encounter, inheritance: Inheritance
) -> bool:
    """What an exam heading announced goes in front of a value that does not name it."""
    first = next((i for i, t in enumerate(clause.tokens) if t.number is not None), 0)
    if (
        clause.lead
        or plans(clause.text)
        or any(m.of(*MEASURES) and not (m.of("vital") and m.start > first) for m in clause.marks)
        or not has_value(clause)
    ):
        return False
    measure = next((m for m in heading.marks if m.of(*MEASURES)), None)
    if measure is None:
        return False
    term = measure.of(*MEASURES)
    if term is None:
        return False
    told = [t for t in heading.tokens[measure.start :] if t.low not in ("first", "next", "now", "please")]
    worded = third_person(join(told), "THERAPIST", encounter.patient.sex)
    name = worded.strip(" ,") if term.kind in ("performance", "outcome", "vital") else term.name
    joint = inheritance.joint_for(term.name) if term.kind == "motion" else ""
    told_sides, own = sides_of(heading.marks), sides_of(clause.marks)
    side = next(iter(told_sides)) if len(told_sides) == 1 and not own and not clause.lead else ""
    side = "" if side in name.split() else side
    clause.lead = " ".join(w for w in (clause.lead, side, joint, f"{name}:") if w)
    clause.lead_spans.append((heading.start, heading.end))
    return True


def _without_other_side(clause: Clause) -> None:
    """A clause that names a side takes over none: no `left knee extension: right lacks 3`."""
    lead = clause.lead.split()
    own = sides_of(clause.marks)
    if lead and len(own) == 1 and OPPOSITE.get(lead[0].casefold()) in own and not _of_each_side(clause):
        clause.lead = " ".join([*own, *lead[1:]])


def _of_each_side(clause: Clause) -> bool:
    """`passive 145, left 160` behind a value of the right: the first value is still of the right."""
    at = next(m.start for m in clause.marks if m.of("side"))
    numbers = [i for i, t in enumerate(clause.tokens) if t.number is not None]
    return any(i < at for i in numbers) and any(i > at for i in numbers)


_BP = re.compile(r"^(?:\d{2,3})/(?:\d{2,3})$")


def _lead_by_its_notation(clause: Clause) -> None:
    """`134/78` is a blood pressure, `0.72 m/s` a gait speed, named or not."""
    if any(m.of("outcome", "performance") for m in clause.marks):
        return
    if any(t.low == "m/s" for t in clause.tokens) and not clause.lead:
        clause.lead = "gait speed"
        return
    if not clause.lead and not any(m.of("vital") and m.start == 0 for m in clause.marks):
        for i, token in enumerate(clause.tokens):
            if (
                "/" in token.text
                and _BP.match(token.text)
                and int(token.text.split("/")[0]) >= 70
                and not any((t := m.of("vital")) and t.name == "blood pressure" for m in clause.marks)
            ):
                if i <= 4 and not any(t.low.startswith("pressure") for t in clause.tokens[:i]):
                    clause.lead = "blood pressure"
                return


def _worded(clause: Clause, encounter: Encounter) -> str:
    text = third_person(clause.text, clause.speaker, encounter.patient.sex)
    if clause.lead:
        body = polished(text)
        if not body:
            return ""
        body = body if body[:2].isupper() or body[:1].isdigit() else body[0].lower() + body[1:]
        return polished(f"{clause.lead} {body}")
    return polished(text)
