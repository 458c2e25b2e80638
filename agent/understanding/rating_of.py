"""What a rating without a name is of: `And on stairs? Five` rates the left knee's pain on stairs."""

from __future__ import annotations

import re

from agent.late import late
from agent.understanding.asked import Asked
from agent.understanding.asked_of import ASKS_A_COUNT, HOW_IS_IT, OTHER_SCALE, WORST_BEST
from agent.understanding.clauses import Clause
from agent.understanding.places import Place, Topic, place_of, sides_of
from agent.understanding.ratings import RATABLE, SYMPTOM, activity_of, names_its_own, rates, without_article
from agent.understanding.scales import COMPLAINS
from agent.understanding.yes_no import NO

BARE = late(
    r"^(?:\W*(?:a|an|about|maybe|still|like|oh|now|just|well|that's|it's|that is|it is|i'd say|i would say|"
    r"call it|i'd call it|make it|let's say|more like|"
    r"probably|say) )*\W*(?:10|\d)(?:\.5)?\W*$",
    re.IGNORECASE,
)
_CALLED_A = late(r"^(?:(?:oh|well|about|maybe|like|still|only),? )*an? (?:10|\d)(?:\.5)?(?:/10)?$", re.I)
_RATED_DOING = late(
    r"^(?:(?:and|but|now),? )*\w+ing\b(?: \w+){0,4}?,? (?:it's |that's |it is )?(?:about |maybe |"
    r"only )?an? (?:10|\d)$",
    re.I,
)
"""`Reaching up now, a two.`"""
_HOW_WAS = late(r"^(?:(?:and|so|okay),? )*how (?:was|were|is|are)\b")
"""`How was the first step this morning? A five.`"""
_CHAT_OF_IT = late(r"\b(?:it|that|things|everything|pain|symptoms?|you|patient|today|now)\b")
_GOES_TO = late(
    r"^(?:and |but |then |,)*(?:it |that )?(?:gets|goes|got|went|jumps|drops|shoots|can get|up|down|maybe|"
    r"now|at|when|"
    r"in|after|with|by|on|a|about|\w+ing)\b|^\d",
    re.IGNORECASE,
)
VERDICT = late(
    r"^(?:(?:oh|well|um|now|still|just|honestly|yeah),? )*(?:(?:pretty|much|a lot|a little|a bit|"
    r"not (?:too|so|that)"
    r"|not) )?(?:nothing much|not much|hardly anything|okay|ok|fine|good|great|better|worse|bad|"
    r"terrible|awful|rough|"
    r"the same|so so|sore|stiff|tight|manageable|tolerable|yes|yeah|yep|it does|it is|sometimes|always)"
    r"(?: (?:now|today|really|actually|though))?$",
    re.IGNORECASE,
)
"""`Better. A three.`: how it is in a word, before the number that the question asked for."""
_PARTS_OF_IT = frozenset(["up", "down", "the"])
"""Words that say which part of what was asked about, and not another activity."""
_NOUGHT = late(
    r"^(?:(?:and|but|then|oh|well|now),? )*(?:up|down|at|on|in|with|when|\w+ing|mornings?|nights?|"
    r"evenings?|the \w+)"
    r"\b[a-z' ]{0,40}?(?:,| is| was|'s|, it's)? (?:nothing|none|not a thing|nil)(?: at all| now)?$",
    re.IGNORECASE,
)
"""`Up is a four. Down is nothing.`"""
_PART_IS = late(
    r"^(?:(?:and|but|oh|well),? )*(?:going )?(?:up|down|out|in|in front|behind)(?: is| was|'s|,) "
    r"(?:(?:a|an|about|maybe|still|like) )*(?:10|\d)$",
    re.IGNORECASE,
)
_FEW = 3
_REGIMEN = late(r"^(?:still )?(?:using|wearing|taking|icing|keeping up)\b", re.IGNORECASE)
"""`Are you taking the tablets? He says two.`: how many, and not how bad."""
_FELT_AS = late(
    r"^(?:(?:and|but|so|well|oh),? )*(?:the|my|that) (?P<what>pinch|catch|ache|throb|throbbing|cramp|"
    r"cramping|spasm|"
    r"pull|pulling|tightness|stiffness|tingling|pressure|sting|stinging)(?:'s| is| feels| went| has| was)\b",
    re.IGNORECASE,
)
"""`The pinch is less now. Zero.`: what the rating is of."""
RECENT = 4
"""Turns after which a symptom that was only mentioned is no longer what a bare rating is of."""
_ACTIVITY = 7
_ACTS = late(r"^(?:\w+ing\b|when |at |on |in |with |after )(?!.*\d)", re.IGNORECASE)
"""`Turning over in bed. Eight.`: what the number that follows is of."""


_LONGEST_TIME = 7
_OF_A_TIME = late(
    r"^(?:and |what about |how about )*(?:(?:by|at|in|after|before|during|first thing|on) \w|first steps?|"
    r"yesterday|today|tonight|last night|now|right now|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mornings?|"
    r"evenings?|nights?|stairs|steps|"
    r"(?:sitting|standing|walking|lying|resting|driving|sleeping|climbing|kneeling|running)\b)",
    re.IGNORECASE,
)
_RATED_FIRST = late(
    r"^(?:(?:oh|well|um|still|about|maybe|like|only|same(?: thing)?|but|a|an|,) ?)*(?:10|\d)(?:/10)?"
    r"(?:$|,|\.| for\b| when\b| or so\b| by\b| maybe\b| till\b| until\b)",
    re.IGNORECASE,
)
"""`Same thing, but a three.`, `Six for about a minute.`"""


class RatingOf:
    """Follows what is felt and where, so that a number alone can be told as the rating it is."""

    def __init__(self, topic: Topic) -> None:
        self._topic = topic
        self.symptom = self._rated_symptom = ""
        self._noted = -9
        self._worst_at = ""
        self._rated_in = -9
        self._series = -1
        """The turn of a rating that only its place behind another makes one."""

    @property
    def name(self) -> str:
        """What a rating without a name is of: `left knee pain`."""
        place = self._topic.unsure(self._topic.place)
        symptom = self.symptom or "pain"
        return f"{place} {symptom}".strip()

    def asked_worst(self, q: Asked, rest: Clause) -> None:
        """`When's it worst? Turning over in bed. Eight.`: the number that follows is of what was said."""
        told = [t.text for t in rest.tokens]
        worst = WORST_BEST.search(q.clause.text) is not None and len(told) <= _ACTIVITY
        self._worst_at = " ".join(told).lower() if worst and _ACTS.match(rest.text) else ""

    def closed(self) -> None:
        """The answer is over."""
        self._worst_at = ""

    def among_ratings(self, clause: Clause, answering: Asked | None) -> bool:
        """Whether the clause stands where ratings are told."""
        return self._rated_in == clause.turn or (answering is not None and answering.rating)

    def rated(self, clause: Clause, answering: Asked | None, *, first: bool) -> bool:
        """Put in front of a rating what it is of; False where the clause is no rating."""
        if not (rates(clause) and self._is_rating(clause, answering)):
            return False
        self._rated_in = clause.turn
        if not names_its_own(clause):
            without_article(clause)
            clause.lead = self.of(clause, answering, first=first)
            if answering is not None and clause.lead:
                clause.lead_spans.append((answering.clause.start, answering.clause.end))
        return True

    def none_told(self, clause: Clause, q: Asked | None, *, first: bool) -> bool:
        """Put in front of `down is nothing` what it is that is not felt; False where no rating is told so."""
        if not tells_none(clause) or names_its_own(clause):
            return False
        asked_for = q is not None and (
            q.rating or (q.kind == "noun" and bool(activity_of(q.topic, "at rest")))
        )
        if self._rated_in != clause.turn and not (asked_for and self.symptom):
            return False
        part = clause.tokens[0].low in _PARTS_OF_IT or q is None
        clause.lead = self.of(clause, q, first=(first or self._rated_in == clause.turn) and part)
        if q is not None:
            clause.lead_spans.append((q.clause.start, q.clause.end))
        return True

    def _is_rating(self, clause: Clause, q: Asked | None) -> bool:
        """Whether a number from 0 to 10 says how bad something is. `Births? Two.` does not."""
        if re.search(r"\b\d+(?:-\d+)?/10\b", clause.text):
            return True
        bare = BARE.match(clause.text) is not None
        if q is None:
            return bool(self.symptom) and (bare or _RATED_DOING.match(clause.text) is not None)
        if OTHER_SCALE.search(q.clause.text) or (ASKS_A_COUNT.search(q.clause.text) and not q.rating):
            return False
        if _REGIMEN.match(q.topic) and not q.rating and not SYMPTOM.search(q.topic):
            return False
        active = bool(activity_of(q.topic, ""))
        related = (
            q.rating
            or bool(self._worst_at)
            or SYMPTOM.search(q.topic) is not None
            or bool(place_of(q.clause.tokens, q.clause.marks).words)
            or (bool(self.symptom) and (active or not q.topic))
            or (active and q.kind != "polar" and _CALLED_A.match(clause.text) is not None)
            or self._in_a_series(clause, q)
        )
        return (
            related
            or (bare and HOW_IS_IT.search(q.clause.text) is not None)
            or (_CALLED_A.match(clause.text) is not None and _HOW_WAS.match(q.clause.low) is not None)
            or (self._rated_in == clause.turn and _GOES_TO.match(clause.text) is not None)
        )

    def _in_a_series(self, clause: Clause, q: Asked) -> bool:
        """`Ramps? Up is a five.` behind another rating: more of the same."""
        if self._at_another_time(clause, q):
            return True
        follows = 0 < clause.turn - self._rated_in <= RECENT and q.kind == "noun" and not q.clause.marks
        if not follows or len(q.topic.split()) > _FEW:
            return False
        if _PART_IS.match(clause.text) is None and _CALLED_A.match(clause.text) is None:
            return False
        self._series = clause.turn
        return True

    def _at_another_time(self, clause: Clause, q: Asked) -> bool:
        """`Seven. – And by the end of the day? Two.`: the same thing at another time."""
        if not 0 < clause.turn - self._rated_in <= RECENT or q.kind != "noun":
            return False
        if any(m.of("symptom", "joint", "part", "vital", "exercise", "intervention") for m in q.clause.marks):
            return False
        if len(q.topic.split()) > _LONGEST_TIME or _OF_A_TIME.match(q.topic) is None:
            return False
        if _RATED_FIRST.match(clause.text) is None or not (
            activity_of(q.topic, "") or _CHAT_OF_IT.search(q.topic) is None
        ):
            return False
        self._series = clause.turn
        return True

    def of(self, clause: Clause, q: Asked | None, *, first: bool) -> str:
        """The words in front of a rating: place, symptom, activity."""
        asked_text = q.topic if q is not None else ""
        if (
            q is not None
            and place_of(q.clause.tokens, q.clause.marks).words
            and not SYMPTOM.search(asked_text)
        ):
            self.symptom = ""
        symptom = self.symptom = self._symptom_of(clause, asked_text)
        own_place = place_of(clause.tokens, clause.marks)
        place = Place()
        if not own_place.words and not own_place.side and symptom == "pain":
            named = place_of(q.clause.tokens, q.clause.marks) if q is not None else Place()
            place = (
                self._topic.place
                if named.words or (q is not None and sides_of(q.clause.marks))
                else self._topic.alone
            )
            if q is None or not sides_of(q.clause.marks):
                place = self._topic.unsure(place)
            self._topic.rate(self._topic.place)
        activity = ""
        if first and q is not None and not WORST_BEST.search(clause.text):
            activity = activity_of(asked_text, str(place))
            by_itself = _HOW_WAS.match(q.clause.low) is not None or self._series == clause.turn
            if not (activity or not by_itself or q.clause.marks or _CHAT_OF_IT.search(asked_text)):
                activity = asked_text
        if not first and self._worst_at:
            activity, self._worst_at = self._worst_at, ""
        called = symptom if SYMPTOM.search(symptom) or symptom in RATABLE else f"pain ({symptom})"
        words_ = [str(place), called if not SYMPTOM.search(f"{place}") else "", activity]
        return f"{' '.join(w for w in words_ if w)}:"

    def _symptom_of(self, clause: Clause, topic: str) -> str:
        said = SYMPTOM.search(topic)
        if said is None and self._rated_symptom and clause.turn - self._noted > RECENT:
            self.symptom = self._rated_symptom
        self._rated_symptom = said.group().casefold() if said else self.symptom or "pain"
        return self._rated_symptom

    def note(self, clause: Clause) -> None:
        if NO.match(clause.text):
            return
        names = [t.name for m in clause.marks if (t := m.of("symptom")) is not None and t.name in RATABLE]
        told = _FELT_AS.match(clause.text) if clause.speaker == "PATIENT" else None
        if not names and told is None and clause.speaker == "PATIENT" and COMPLAINS.search(clause.text):
            names = ["pain"]
        if names or told is not None:
            self.symptom = names[-1] if told is None else told["what"].casefold()
            self._noted = clause.turn


def tells_none(clause: Clause) -> bool:
    """Whether the clause tells what is not felt at all: `mornings nothing`."""
    return _NOUGHT.match(clause.text) is not None
