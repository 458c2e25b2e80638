"""Which numbers of a sentence belong to which exercise, and which belong to an examination."""

from __future__ import annotations

import re

from agent.domain.facts import ExerciseFact
from agent.domain.plan import Dose
from agent.exercises.library import Mention, mentions
from agent.exercises.listed import movement_words
from agent.exercises.spoken_dose import dose_after, effort_of, without_pace
from agent.late import late
from agent.needles import Rare

_MOTION = Rare(
    r"^(?:(?:passive|active|left|right|knee|hip|shoulder|ankle|elbow|wrist|cervical|lumbar|neck|trunk)\s+)*"
    r"(?:flexion|extension|(?:ab|ad)duction|(?:internal |external )?rotation|elevation|inversion|eversion|"
    r"dorsiflexion|plantar ?flexion)$",
    flags=0,
)
_MEASURED = late(
    r"^\s*(?:is|at|to|was|of|left|right)?\s*\d{1,3}\b(?!\s*(?:x|by|reps?|sets?|min\w*|sec\w*|times|"
    r"lb|pounds?|kg|inch|-))"
)
MOST_QUALIFIERS = 4
"""Words between an everyday name and the comma before its dose."""
_OFTEN = re.compile(
    r"^\s*(?:once|twice|(?:two|three|four|\d) times) (?:a|per|each) (?:day|week)|^\s*(?:daily|"
    r"every (?:other )?day)"
)


def is_dosed(rest: str) -> bool:
    """Whether the words right after an everyday name give it a dose: `walk ten minutes`, `swim daily`."""
    if _OFTEN.match(rest.lower()):
        return True
    parts = re.split(r"[,;.]|\b(?:and|then)\b", without_pace(rest))
    first = parts[0]
    if len(parts) > 1 and len(first.split()) <= MOST_QUALIFIERS and re.match(r"\s*\d", parts[1]):
        first = ",".join(p[:30] for p in parts[:3])  # `tandem with eyes open, 10 steps, 4 times`
    dose = dose_after(first if first != parts[0] else first[:30])
    return bool((dose.sets and dose.hold_s) or dose.reps or dose.minutes)


def own_dose(fact: ExerciseFact, text: str, place: tuple[int, int] | None, region: str) -> Dose:
    """The fact's dose without numbers that the sentence says of something else.

    Minutes and load must stand nearer to this exercise than to the next one named (`vor, and walk 15
    minutes`); `three times a day` is a frequency, not three repetitions.
    """
    sets, reps, hold = fact.sets, fact.reps, fact.hold_s
    minutes, load = fact.minutes, fact.load
    folded = without_pace(text)
    if hold and not _stands(f"{hold:g}", folded):
        hold = None
    if minutes and not _stands(f"{minutes:g}", folded):
        minutes = None
    if reps and not sets and not re.search(rf"\b{reps}\b(?!\s*times\s+(?:a|per|each|daily))", folded):
        reps = None
    if place is not None:
        named = mentions(text, region, general=is_dosed)
        after = min((m.start for m in named if m.start >= place[1]), default=len(text))
        before = max((m.end for m in named if m.end <= place[0]), default=0)
        own, whole = folded[before : place[1]] + _own_part(folded[place[1] : after]), folded
        if minutes and _stands(f"{minutes:g}", whole) and not _stands(f"{minutes:g}", own):
            minutes = None
        said = [v for v in (sets, reps) if v]
        if said and any(_stands(f"{v}", whole) and not _stands(f"{v}", own) for v in said):
            sets = reps = hold = None
        if hold and _stands(f"{hold:g}", whole) and not _stands(f"{hold:g}", own, _ELSE):
            hold = None
        number = re.search(r"\d+", load)
        if number and _stands(number.group(), whole) and not _stands(number.group(), own):
            load = ""
        if load and not number and load.lower() in whole and load.lower() not in own:
            load = ""
        if minutes and re.search(rf"\b{minutes:g} minutes? (?:a|per|each) week\b", folded):
            minutes = None
    read = Dose(sets=sets, reps=reps, hold_s=hold, minutes=minutes, load=load, frequency=fact.frequency)
    return _completed(read, text, place, region)


_ELSE = (
    r"(?!\s*(?:feet|foot|ft|yards?|met(?:er|re)s?|lbs?|pounds?|kg|kilos?|inch\w*|degrees?|percent|minutes?|"
    r"reps?)\b)"
)
"""What a number of seconds is not followed by."""
_CUT = re.compile(r",\s*(?:and\s+)?|\s+(?:and|then)\s+")
_DOSED = re.compile(r"\d+ ?(?:x|by|times|sets?|reps?|min\w*|sec\w*)\b")
_BELONGS = late(
    r"(?:with|on|in|at|from|for|to|each|per|both|hold\w*|using|over|off|while|then|left|right|slow\w*|no|not|a|"
    r"the) "
)
_WORDS_THEN_DOSE = re.compile(r"([a-z][^\d]*[a-z])\s*\d+\s*(?:x|by|times|sets?|reps?|sec\w*)\b")


def _own_part(rest: str) -> str:
    """`rest`, the words behind a name, up to the next item that has a movement and a dose of its own."""
    at = 0
    for cut in [*_CUT.finditer(rest), None]:
        chunk = rest[at : cut.start() if cut else len(rest)]
        dosed = _WORDS_THEN_DOSE.match(chunk) if at else None
        told = dosed.group(1) if dosed else chunk if _DOSED.search(rest[:at]) else ""
        if movement_words().search(told) and not _BELONGS.match(told):
            return rest[:at]
        at = cut.end() if cut else at
    return rest


def _completed(dose: Dose, text: str, place: tuple[int, int] | None, region: str) -> Dose:
    """`dose` with what the words beside the name say and the fact lacks.

    Rounds (`10, twice`), effort, load, and in a sentence of one exercise a dose before its name.
    """
    if place is None:
        return dose
    named = mentions(text, region, general=is_dosed)
    until = min((m.start for m in named if m.start >= place[1]), default=len(text))
    behind = text[place[1] : until].lower()
    said = dose_after(_own_part(behind), text[place[0] : place[1]])
    alone = all(m is _at(named, place) for m in named) and _own_part(behind) == behind
    if alone and not any(
        (dose.sets, dose.reps, dose.hold_s, dose.minutes, said.sets, said.reps, said.hold_s)
    ):
        said = dose_after(text)
    found: dict[str, object] = {}
    if dose.frequency == "daily" and said.frequency.endswith(" daily"):
        found["frequency"] = said.frequency
    if said.sets and (said.reps or said.hold_s) and not dose.sets:
        found |= {"sets": said.sets, "reps": said.reps, "hold_s": said.hold_s or dose.hold_s}
    elif not any((dose.sets, dose.reps, dose.hold_s, dose.minutes)):
        found |= {"sets": said.sets, "reps": said.reps, "hold_s": said.hold_s}
    if not dose.load:
        found["load"] = said.load
    elif effort := [e for e in effort_of(text[place[1] : until]) if e not in dose.load]:
        found["load"] = ", ".join([dose.load, *effort])
    return dose.model_copy(update=found)


def _at(named: tuple[Mention, ...], place: tuple[int, int]) -> Mention | None:
    return next((m for m in named if m.start < place[1] and place[0] < m.end), None)


def _stands(number: str, text: str, behind: str = "") -> bool:
    return bool(re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.]\d){behind}", text))


def is_measurement(fact: ExerciseFact, name: str, text: str, place: tuple[int, int] | None) -> bool:
    """A bare movement with degrees and no dose was examined, not exercised."""
    if any((fact.sets, fact.reps, fact.hold_s, fact.minutes, fact.load)):
        return False
    if place is not None and _MOTION.search(fact.name.lower()) and _MEASURED.match(text[place[1] :]):
        return True
    return not name and bool(re.search(r"\b(?:lacks?|degrees?|deg|/5|painful)\b", text))


_COMPARED = re.compile(
    r"^(?:s|es)?[\s,]+(?:on )?(?:the )?(?P<one>left|right)\b[^.;]{0,40}?\b(?P<first>\d+)\b(?! ?x)[^.;]{0,70}?"
    r"\b(?!(?P=one))(?:left|right)\b\W+(?P<second>\d+)\b(?! ?x)"
)


def is_compared(text: str, end: int) -> bool:
    """Whether differing counts of the two sides follow: `single leg bridge, right 19, left 26` was a test."""
    match = _COMPARED.match(text[end:].lower())
    return match is not None and match.group("first") != match.group("second")


_TIMED = re.compile(
    r"^s?(?:\s+test)?[\s,:]*(?:(?:is|was|in|took|at)\s+)?\d+\.\d+\b(?!\s*(?:x|kg|lb|pounds?|mph|miles?|inch\w*))"
)
_RESULT = re.compile(r"^s?(?:\s+test)?[\s,:]*(?:(?:is|was)\s+)?(?:negative|positive)\b")
_COUNTED_TEST = late(r"\b(?:(?:five|5)[ -](?:times?|x)|(?:thirty|30)[ -]?sec(?:ond)?s?)[ -]*$")
_RISES = re.compile(r"^(?:sit[ -]to[ -]stand|chair (?:stand|rise))s?$")


def is_tested(text: str, start: int, end: int) -> bool:
    """Whether the name at text[start:end] tells of an examination of today.

    Counts of the two sides, tenths of a second, a result, or a test by its number: `5 times sit to stand`.
    """
    folded = text.lower()
    behind = folded[end:]
    by_number = _RISES.match(folded[start:end].strip()) and _COUNTED_TEST.search(folded[:start])
    return is_compared(text, end) or bool(
        _TIMED.match(behind) or _RESULT.match(behind) or by_number or _is_range(folded, start, end)
    )


_ENDS_IN_A_MOTION = re.compile(
    r"(?:flexion|extension|abduction|adduction|rotation|inversion|eversion|supination|pronation)$"
)
_DEGREES = late(r"^(?: (?:is|was|at|to|left|right))* \d+(?: degrees?)?\s*(?:[.;]|$)")
_DONE = late(
    r"\b(?:bands?|thera\w*|sets?|reps|x|exercises?|resist\w*|isometric\w*|minutes|each|home)\b|therapeutic"
)


def _is_range(folded: str, start: int, end: int) -> bool:
    """`Inversion right 10; eversion 5`: a motion and one bare number, and nothing of exercise beside them."""
    return (
        _ENDS_IN_A_MOTION.search(folded[start:end].strip()) is not None
        and _DEGREES.match(folded[end:]) is not None
        and _DONE.search(folded) is None
    )


_RATED = re.compile(
    r"\d(?:/10| out of (?:10|ten))(?: (?:with|on|when|after|during|while|for|at))?(?: the)? *$"
)
_CAME_OUT = Rare(
    r"^(?:s|es)?(?: [^\d\W]\w*){0,4} (?:is|was|were|are|felt|feels|got|gets|went|brings?|brought|hurts?)"
    r"(?: (?:a|an|now|still|much|at|from|up|to|only))* (?:easier|better|worse|harder|less|more|pain\w*|sore|"
    r"fine|\d+(?:/10| out of (?:10|ten)))\b|"
    r"^(?:s|es)?(?: (?:on|at) the (?:left|right))? (?:strength )?[0-5][+-]?/5\b",
    flags=0,
)


def is_judged(fact: ExerciseFact, text: str, start: int, end: int) -> bool:
    """Whether the activity at text[start:end] is only what a complaint or a grade is told of.

    `4/10 gripping`, `Gripping was easier afterwards`, `hip abduction on the right 4-/5`.
    """
    if fact.home or any((fact.sets, fact.reps, fact.hold_s, fact.minutes)):
        return False
    folded = text.lower()
    return bool(_RATED.search(folded[:start]) or _CAME_OUT.match(folded[end:]))
