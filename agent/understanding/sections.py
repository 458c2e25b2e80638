"""Which kind of thing a clause says, and in which section of the note it belongs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from agent.domain.note import Section
from agent.needles import Rare
from agent.understanding import phrasing
from agent.understanding.clauses import Clause
from agent.understanding.marks import MEASURES, Kind, marks
from agent.understanding.places import sides_of
from agent.understanding.session.sums import tells_total
from agent.understanding.talksort import goes_on_with_goals, judges, told
from agent.understanding.wording import clinical_tokens

Sort = Literal[
    "pain",
    "measure",
    "treatment",
    "exercise",
    "time",
    "function",
    "history",
    "denial",
    "gait",
    "palpation",
    "response",
    "assessment",
    "education",
    "adherence",
    "precaution",
    "goal",
    "plan",
    "other",
]


@dataclass(frozen=True, slots=True)
class Sorted:
    """What a clause tells of, and the section that it belongs to."""

    sort: Sort
    section: Section


def responds(text: str) -> bool:
    """Whether a clause tells how the patient was during or after the treatment."""
    return bool(phrasing.AFTERWARDS.search(text.rstrip(".")) or phrasing.DURING.search(text))


def belongs_elsewhere(clause: Clause, text: str) -> bool:
    """Whether a clause under an objective heading is plainly assessment or plan: the heading ended unsaid."""
    low = text.casefold().rstrip(".")
    if has_number(clause) and _kinds(clause) & MEASURES and not phrasing.PLAN.match(low):
        return False
    if _strong_intervention(clause) and "minute" in low:
        return False
    return (
        bool(phrasing.PLAN.match(low) or phrasing.TOLERATED.search(low) or phrasing.NEEDS.search(low))
        and clause.tokens[0].low != "no"
    )


def sort_clause(clause: Clause, text: str, previous: Section | None, *, after_goal: bool = False) -> Sorted:
    """The clause's sort and section. `text` is its cleaned wording, `previous` the section before it.

    `after_goal`: the clause before, of the same turn, was a goal.
    """
    sort = _told(clause, text) or _sort(clause, text, previous)
    if (
        after_goal
        and sort != "goal"
        and (
            phrasing.GOES_ON.match(text)
            or (
                clause.speaker == "THERAPIST"
                and sort in ("measure", "other", "gait", "function")
                and goes_on_with_goals(text)
            )
            or (not clause.new_sentence and not clause.unpunctuated and _OF_ITS_OWN.match(text) is None)
            or (clause.heading_name.endswith("goals") and sort not in ("time", "treatment"))
        )
    ):
        sort = "goal"
    return Sorted(sort, _section(clause, sort, previous))


_OF_ITS_OWN = Rare(
    r"(?:he|she|they|we|i|patient|therapist) (?!will\b|can\b|to\b|could\b|wants?\b)\w+|the plan\b|"
    r"next (?:visit|time|session)\b|at home\b",
)
"""Behind a goal in one sentence: a clause with its own subject, and no further goal."""


def told_sort(clause: Clause, text: str) -> Sort:
    """The sort of what a patient told, whoever says it."""
    return _said_by_patient(clause, text.casefold().rstrip("."), _kinds(clause))


def _told(clause: Clause, text: str) -> Sort | None:
    """The sort of what a therapist tells the patient, where its wording shows it."""
    if clause.speaker != "THERAPIST":
        return None
    low = text.casefold().rstrip(".")
    minutes = re.search(r"\b\d+ minutes?\b", low) is not None
    treated = minutes and "intervention" in _kinds(clause) and _HOW_OFTEN.search(low) is None
    if phrasing.TOTAL.search(low):
        return None
    if phrasing.STAYS_WITH.search(low) and _strong_intervention(clause):
        return "treatment"
    if tells_total(clause.tokens) and not _kinds(clause) & {"intervention", "exercise"}:
        return "time"
    if _compares_sides(clause, low):
        return "measure"
    return (
        told(
            low,
            number=has_number(clause) or _names_its_result(clause),
            measured=bool(_kinds(clause) & MEASURES),
            treated=treated,
        )
        or None
    )


_FIRM: frozenset[Sort] = frozenset({"treatment", "time", "response", "assessment", "goal", "precaution"})
"""What the rules tell surely by its wording."""


def where_else(clause: Clause, text: str, found: Sorted) -> frozenset[Section]:
    """The sections in which what the rules took for `found` may stand as well, by its wording.

    None where a heading gave the section, where the patient speaks, and where the wording is plain.
    """
    if clause.speaker == "PATIENT" or clause.heading is not None or found.sort in _FIRM:
        return frozenset()
    if found.sort == "measure":
        return frozenset({"A"} if judges(text.casefold()) else ())
    if found.sort == "education":
        return frozenset({"A"})
    if found.sort == "plan":
        low = text.casefold().rstrip(".")
        if phrasing.PLAN.match(low) or told(low, number=False, measured=False, treated=False):
            return frozenset()
    if found.section == "P":
        return frozenset({"A", "O"} if _may_be_seen(clause) else {"A"})
    ahead = _AHEAD.search(text) is not None
    return frozenset({"S", "A", "P"} if ahead else {"S", "O", "A", "P"})


_HAD_TO_CUE = Rare(r"\bhad to (?:remind|tell|correct|show|explain)\b")
"""`Three sets of ten, and I had to remind you`: how the exercise went, and nothing that was taught."""
_AHEAD = Rare(r"\b(?:tomorrow|tonight|next (?:week|month|time|visit|session))\b")
"""What is still to come was not done or found today."""


def _may_be_seen(clause: Clause) -> bool:
    """Whether what stands among plans may be a finding: talk turns back to examining, dictation seldom."""
    return clause.speaker == "THERAPIST" and has_value(clause) and "exercise" not in _kinds(clause)


def sort_in(section: Section, clause: Clause, text: str, sort: Sort) -> Sort:
    """The sort of a clause that was taken for `sort` and stands in another section than that sort's."""
    if _HOME.get(sort) == section:
        return sort
    if section == "S":
        return told_sort(clause, text)
    if section == "A":
        return "response" if responds(text) else "assessment"
    if section == "P":
        return sort if sort == "exercise" else "plan"
    return "measure" if _kinds(clause) & MEASURES and has_value(clause) else "other"


_RATING = re.compile(r"\b\d+/10\b|\b(?:at|with) (?:an? )?\d+$")
_HOW_OFTEN = re.compile(r"\b(?:(?:a|per|every|each) (?:day|week|night|morning)|daily|nightly|weekly)\b")


def _names_its_result(clause: Clause) -> bool:
    """`Roll test both sides, clear`: a test's name and what it showed, and no order to roll."""
    named = next((m for m in clause.marks if m.of("test", "performance")), None)
    return named is not None and named.start <= 1 and any(m.of("result") for m in clause.marks)


_SIDE_BY_SIDE = re.compile(r"\b(?:left|right|other)(?: one| side| leg| arm)?(?: is|'s| was| looks?)\b")


def _compares_sides(clause: Clause, low: str) -> bool:
    """`Single leg squat on the left, the knee drops in, the right is steadier`: a finding of both sides."""
    tried = _kinds(clause) & (MEASURES | {"exercise"})
    return bool(tried) and len(sides_of(clause.marks)) == 2 and _SIDE_BY_SIDE.search(low) is not None


def _kinds(clause: Clause) -> set[str]:
    inherited = marks(clinical_tokens(clause.lead)) if clause.lead else ()
    return {t.kind for found in (clause.marks, inherited) for m in found for t in m.terms}


_NAMING: frozenset[Kind] = MEASURES | frozenset[Kind]({"exercise", "intervention", "gait"})


def has_number(clause: Clause) -> bool:
    """Whether a number stands in the clause that is not part of a name (`10 meter walk`, `5xSTS`)."""
    named = {i for m in clause.marks if m.of(*_NAMING) for i in range(m.start, m.end)}
    return any(
        (t.text[:1].isdigit() or (t.text[:1] == "-" and t.text[1:2].isdigit())) and i not in named
        for i, t in enumerate(clause.tokens)
    )


def has_value(clause: Clause) -> bool:
    return has_number(clause) or any(m.of("result") for m in clause.marks)


def _strong_intervention(clause: Clause) -> bool:
    return any((t := m.of("intervention")) is not None and not t.data.weak for m in clause.marks)


def _after_it(clause: Clause) -> bool:
    """Whether the treatment is only named as what came before: `pain 2/10 after vaso`."""
    first = next(m for m in clause.marks if m.of("intervention"))
    return any(
        t.low in ("after", "following", "since") for t in clause.tokens[max(0, first.start - 3) : first.start]
    )


def _sort(clause: Clause, text: str, previous: Section | None) -> Sort:
    low = text.casefold().rstrip(".")
    kinds = _kinds(clause)
    told_before = previous in (None, "S") and clause.speaker != "THERAPIST"
    if (
        clause.heading == "P"
        and re.search(r"\b\d+ minutes?\b", low)
        and _strong_intervention(clause)
        and not phrasing.PLAN.match(low)
    ):
        return "treatment"
    if clause.heading == "P" and not phrasing.TOTAL.search(low):
        if "goal" in kinds and not phrasing.PLAN.match(low):
            return "goal"
        return "plan"
    minutes = re.search(r"\b\d+ minutes?\b", low)
    if phrasing.TOTAL.search(low) and not (_strong_intervention(clause) and low.count("minutes") > 1):
        return "time"
    put_off = phrasing.PUT_OFF.search(low) is not None
    planned = (
        bool(phrasing.PLAN.match(low) or phrasing.PLAN_ANYWHERE.search(low) or put_off)
        and clause.speaker != "PATIENT"
    )
    if told_before and clause.heading is None and phrasing.PRACTISED.match(low):
        return "adherence"
    led = bool(clause.lead) and bool(kinds & MEASURES) and has_value(clause)
    if "goal" in kinds and not led and _is_goal(low, clause):
        if re.search(r"\b(?:met|not met|achieved|partially|unmet)\b", low) or (
            "at " in low and "you are at" in low
        ):
            return "assessment"
        return "goal"
    if (
        planned
        and (clause.heading in (None, "A") or (clause.heading == "O" and put_off))
        and not (minutes and _strong_intervention(clause))
    ):
        return "plan"
    told = (
        told_before
        and not minutes
        and (clause.heading == "S" or phrasing.REPORTS.search(low) or "home" in kinds)
    )
    if (
        _strong_intervention(clause)
        and clause.speaker != "PATIENT"
        and not told
        and (minutes or not _after_it(clause))
    ):
        return "assessment" if not minutes and phrasing.NEEDS.search(low) else "treatment"
    if minutes and "intervention" in kinds and clause.speaker != "PATIENT":
        return "treatment"
    if clause.speaker == "PATIENT":
        return _said_by_patient(clause, low, kinds)
    if clause.heading == "A":
        return "response" if phrasing.AFTERWARDS.search(low) else "assessment"
    if clause.heading == "S":
        return _said_by_patient(clause, low, kinds)
    if phrasing.AFTERWARDS.search(low) and ("symptom" in kinds or _RATING.search(low)):
        return "response"
    if re.match(
        r"(?:patient|he|she|they) needs? (?:\w+ ){0,2}(?:supervision|assist|guard|contact|cue|min|"
        r"mod|max|standby)",
        low,
    ):
        return "gait" if clause.heading == "O" else "assessment"
    if clause.heading is None and (
        phrasing.OPENS_JUDGEMENT.match(low) or (not told_before and _judging(clause, low, kinds))
    ):
        return "assessment"
    if phrasing.JUDGED.search(low) and not has_number(clause) and clause.heading != "O":
        return "assessment"
    if (
        clause.heading is None
        and re.match(r"(?:patient|he|she|they) (?:is|are|was|has been|continues)\b", low)
        and phrasing.ASSESS.search(low)
        and not told_before
    ):
        return "assessment"
    cued = " x " in clause.text and "exercise" in kinds and _HAD_TO_CUE.search(low) is not None
    if phrasing.EDUCATION.search(low) and not kinds & MEASURES and not cued:
        return "education"
    if (
        told_before
        and clause.marks
        and clause.marks[0].start == 0
        and clause.marks[0].of("motion", "joint")
        and "motion" in kinds
        and clause.heading is None
        and not re.search(r"/10|\bpain with\b", low)
    ):
        return "measure"
    if re.search(r"\b\d+ to \d+\b", low) and "joint" in kinds and previous == "O":
        return "measure"
    dosed = any(" x " in t.text for t in clause.tokens) or re.search(r"\b\d+ reps?\b", low)
    if (
        dosed
        and previous in ("O", "A")
        and clause.heading in (None, "O")
        and not (kinds & {"test", "motion"} and any(m.of("result") for m in clause.marks))
    ):
        return "exercise"
    if (
        "exercise" in kinds
        and (dosed or (clause.heading == "O" and not (kinds & MEASURES and has_value(clause))))
        and not phrasing.REPORTS.match(low)
    ):
        return "exercise"
    if (
        phrasing.REPORTS.match(low)
        and clause.heading is None
        and not (clause.speaker == "THERAPIST" and "assist" in kinds)
        and not (kinds & {"motion", "test", "performance"} and has_value(clause))
    ):
        if phrasing.ASSESS.search(low) and not re.match(
            r"(?:\w+ ){0,2}(?:reports|states|says|denies|feels|complains)", low
        ):
            return "assessment"
        return _said_by_patient(clause, low, kinds)
    if phrasing.POST_OP.search(low) and previous in (None, "S"):
        return "history"
    if kinds & MEASURES == {"vital"} and "symptom" in kinds and previous in (None, "S"):
        return "pain"
    if (
        kinds & MEASURES
        and (has_value(clause) or "palpation" in kinds)
        and not (
            phrasing.ASSESS.search(low)
            and not has_number(clause)
            and not any(m.of("result") for m in clause.marks)
        )
    ):
        if "symptom" in kinds and low.startswith(("no ", "denies")) and previous in (None, "S"):
            return "denial"
        return "palpation" if kinds & MEASURES == {"palpation"} else "measure"
    helped = "assist" in kinds and (previous == "O" or clause.speaker == "THERAPIST")
    walks = bool(kinds & {"gait", "transfer"}) or helped or ("device" in kinds and previous == "O")
    if walks and told_before and low.startswith("no "):
        return "denial"
    if walks and not phrasing.ASSESS.search(low):
        return "gait"
    if low.startswith(("no ", "denies", "without ")) and "symptom" in kinds:
        return "denial"
    if (
        "symptom" in kinds
        and any(
            t.kind == "symptom" and t.name in ("pain", "headache", "headaches", "vertigo")
            for m in clause.marks
            for t in m.terms
        )
        and previous in (None, "S")
        and not phrasing.ASSESS.search(low)
    ):
        return "pain"
    if phrasing.ASSESS.search(low):
        return "assessment"
    if "exercise" in kinds and previous == "O":
        return "exercise"
    if phrasing.ADHERENCE.search(low) and previous in (None, "S"):
        return "adherence"
    if "symptom" in kinds and previous in (None, "S"):
        return "denial" if low.startswith("no ") else "pain"
    if phrasing.HISTORY.search(low) and previous in (None, "S"):
        return "history"
    if phrasing.FUNCTION.search(low) and previous in (None, "S"):
        return "function"
    if phrasing.PRECAUTION.search(low):
        return "precaution"
    return "other"


def _judging(clause: Clause, low: str, kinds: set[str]) -> bool:
    """Whether a clause weighs how the patient does; `extension is 2 degrees short` is a finding."""
    if phrasing.CHANGED.search(low):
        return True
    return phrasing.JUDGING.search(low) is not None and not (kinds & MEASURES and has_number(clause))


def _is_goal(low: str, clause: Clause) -> bool:
    """Whether the clause is about a goal as such, not a measurement with its goal beside it."""
    if re.match(
        r"(?:the |our |new |so the |short |long |then that is the )*(?:short term |long term )?goals?\b", low
    ) or low.startswith("then that"):
        return True
    if re.search(
        r"\bgoals? (?:\w+ ){0,4}(?:met|not met|achieved|unmet)\b|\b(?:met|meeting|"
        r"achieved) (?:\w+ ){0,4}goals?\b|\bgoals? (?:is|are|were|was) (?:not )?(?:yet )?(?:met|"
        r"achieved)",
        low,
    ):
        return True
    first_number = next((i for i, t in enumerate(clause.tokens) if t.text[:1].isdigit()), None)
    goal_at = next((m.start for m in clause.marks if m.of("goal")), None)
    return first_number is None or (
        goal_at is not None
        and goal_at < first_number
        and not any(m.of(*MEASURES) and m.start < goal_at for m in clause.marks)
    )


def _said_by_patient(clause: Clause, low: str, kinds: set[str]) -> Sort:
    if (
        re.match(r"(?:patient |she |he |they |pt )?(?:denies|denied|no |not |without |none|never)", low)
        and "symptom" in kinds
    ):
        return "denial"
    if re.search(r"\bpain\b|\b\d+/10\b|\bache", low):
        return "pain"
    if phrasing.ADHERENCE.search(low):
        return "adherence"
    if phrasing.HISTORY.search(low) or "condition" in kinds or "relative" in kinds:
        return "history"
    if phrasing.FUNCTION.search(low):
        return "function"
    return "pain" if "symptom" in kinds else "history"


_HOME: dict[Sort, Section] = {
    "pain": "S",
    "function": "S",
    "history": "S",
    "denial": "S",
    "adherence": "S",
    "measure": "O",
    "palpation": "O",
    "gait": "O",
    "treatment": "O",
    "exercise": "O",
    "time": "O",
    "response": "A",
    "assessment": "A",
    "education": "P",
    "goal": "P",
    "plan": "P",
    "precaution": "P",
}


_FOUND = re.compile(r"^(?:(?:okay|and|so|now|oh),? )*there(?:'s| is| are)\b", re.IGNORECASE)
"""How a therapist tells what he sees."""


def _section(clause: Clause, sort: Sort, previous: Section | None) -> Section:
    if sort in ("time", "treatment"):
        return "O"
    if clause.speaker == "PATIENT":
        return "S"
    if clause.speaker == "THERAPIST" and sort == "response":
        return "A"
    if clause.heading is not None:
        if sort in ("plan", "goal") and clause.heading == "A":
            return "P"
        return clause.heading
    if sort == "precaution":
        return previous if previous in ("P", "A") else "P"
    if sort == "response" and previous == "O":
        return "A"
    if (
        clause.speaker == "THERAPIST"
        and (previous in (None, "S"))
        and sort in ("other", "function", "history", "pain")
    ):
        return "O"
    if clause.speaker == "THERAPIST" and _FOUND.match(clause.text):
        return "O"
    if sort == "other":
        return previous or "S"
    if sort == "function" and previous not in (None, "S"):
        return previous
    return _HOME[sort]
