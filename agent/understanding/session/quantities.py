"""Numbers of minutes in the talk and what each is: of a treatment, of one exercise, of something else."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from agent.needles import Rare
from agent.understanding.phrases import words
from agent.understanding.session.bare import (
    ABOUT,
    AHEAD,
    MINUTES,
    NUMBER_BEFORE_NOT,
    TAKES_UP,
    is_estimate,
    is_minutes,
    is_number,
)
from agent.understanding.session.clocks import Span, stretches
from agent.understanding.session.mentions import Mention, behind_a_goal, speaks_of_another_day
from agent.understanding.session.talk import Talk
from agent.understanding.session.turns_of_time import Timed, timed_by_turns

Role = Literal["activity", "short", "dose", "other"]
"""`activity`: may be the minutes of a treatment; `short`: the same without the word minutes; `dose`: of one
exercise; `other`: a symptom, a tolerance, a test, a plan, home."""

_FILL = frozenset(
    ["more", "good", "full", "solid", "whole", "odd", "or", "so", "-", "some", "direct", "skilled"]
)
_AFTER_NOT = re.compile(
    r"^(?:, (?:once|twice|(?:\d+|two|three|four|five) times) (?:a|per) (?:day|week)|"
    r"(?:of \w+ )?(?:a|per|each|every) "
    r"(?:(?:\d+|other) days?|day|night|session|side|week|hour|time|leg|way)|ago|later|late|early|"
    r"walk|step(?! (?:downs?|ups?|overs?|taps?)\b)|holds?|"
    r"off|of (?:wear|wearing|sleep)\b|in (?:the|her|his|your) (?:brace|boot|splint|collar|prosthesis|leg)\b|"
    r"bouts?|intervals?|break|rests?|at a time|tolerance|max|apart|daily|into|with a stop|tops|nonstop|"
    r"at (?:home|work)|twice|every|of rest|of pain|"
    r"before (?:he|she|they|you|i(?! (?:start|began|begin|came|got|did|put|work|laid|saw))|it|the pain|"
    r"needing|sitting)|then stops?|"
    r"(?:and \d+ seconds )?(?:to|until|before) (?:the |his |her |their |any |your )?(?:first |onset of )?"
    r"(?:symptoms?|pain|onset|numbness|heaviness|claudication|fatigue)|"
    r"no problem|now before|and then (?:he|she|it)|flat out|(?:\d+|once|two|three) (?:times|days)|"
    r"(?:after|post) (?:that|treatment|the)|with pain|unsupported|in the (?:morning|car)|max)\b"
)
_HOME = Rare(
    r"\bat home\b|\bhome\b(?! (?:health|visit|management|safety|training|instruction))|\bhep\b|"
    r"\bhome's\b|^home\b|\bicing at\b",
    flags=0,
)
_ABLE = re.compile(
    r"\b(?:he|she|they|patient|pt|you|it|who)(?:'s|'re|'ve|'d|'ll)? (?:\w+ )?(?:can|could|does|walks?|"
    r"walked|walking|sits?|"
    r"sat|sitting|stands?|stood|standing|sleeps?|drives?|drove|driving|runs?|ran|running|plays?|played|"
    r"tolerates?|"
    r"manages?|managed|gets|lasted|lasts|hurts?|held|wears?|wore|made|went|goes|woke|wakes)\b"
    r"(?! (?:me|us)\b)|"
    r"\b(?:stiff\w*|numb\w*|ache[ds]?|achy|dizz\w+|swelling|tolerance|commut\w+|gone|settled?|flares?|"
    r"pain (?:after|with|at)|sleeps?|symptoms?|(?<!\bin )(?:standing|sitting)"
    r"(?! (?:march\w*|exercises?|work|hip|heel|calf|toe|knee|leg|shoulder|kicks?|rows?|squats?|curls?|"
    r"balance|reach\w*|trunk|abduction|extension|flexion)\b)|screens?|trip|drive|flight|"
    r"red(?:ness)?(?! (?:thera ?)?(?:band|tub\w+|putty|loop))|"
    r"soreness|"
    r"recovery|recovered|recovers|threshold|spot)\b"
)
_DIRECTED = re.compile(
    r"^(?:(?:okay|now|then|and|so|next|good|up|let's|just|please|go ahead and|,) )*"
    r"walk(?: for)?(?: me)?(?: ,)?$"
)
"""`Now walk, two minutes`: a test that is told to the patient."""
_TIMED_WALK = re.compile(
    r"^(?:(?:okay|now|then|and|so|next|let's do|,) )*(?:2|6) minutes (?:of walking|walk(?:ing)?)\b"
)
"""`Now two minutes of walking … 74 meters`: the test, and no treatment."""
_ONLY_MEANT = re.compile(
    r"\b(?:going to be|supposed to be|meant to be|planned(?: for| on)?|scheduled for)(?: about)?$"
)
_ALLOTTED = re.compile(
    r"\b(?:we've|we have|we've got|we got|i've|i have|there's|there is)(?: got| only| about)?$"
)
_TO_SPEND = re.compile(
    r"^(?:today|for (?:this|today|you|it)|this (?:morning|afternoon|time)|left|"
    r"to (?:work|play|spend)|together today)\b"
)
"""`We've forty-five minutes today`: what there is to spend, and not yet what was done."""
_CLOCKED = Rare(
    r"\b(?:clock\w*|tim(?:ed|ing)|put|putting|ha(?:d|ve)|got|logg\w+|count\w*) "
    r"(?:you|him|her|them|it|that|us)(?: down| in)? at$",
    flags=0,
)
"""`I clocked him at twelve minutes on the stairs`."""
_PAUSE_BEFORE = re.compile(
    r"\b(?:rest|rests|rested|resting|sat|sits|sat down|tests?|holds?|held|break|timer|wait|waited)"
    r"(?: for| of| ,| was| at)*$"
)
_ENDURANCE = words("session_endurance")
_MOST = 240
LEAD = 4
"""Words that minutes may stand before the first treatment of a list: `twenty of exercise`."""
REACH = 40
"""How many words back a treatment named may stand from what refers to it: keeps the reading linear."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """`minutes` told at word `at`; words up to `end` are its unit. `spoken`: with the word minutes."""

    at: int
    end: int
    minutes: int
    spoken: bool
    role: Role


def quantities(said: Talk, named: Sequence[Mention]) -> list[Quantity]:
    """Every number that is, or by its place may be, a number of minutes."""
    starts = {m.start: m for m in named}
    ends = {m.end: m for m in named}
    inside = {i for m in named for i in range(m.start, m.end)}
    near = _near_minutes(said, named)
    by_turns, times = timed_by_turns(said, ends)
    clocked: dict[int, Span | Timed] = {span.start: span for span in by_turns}
    clocked.update({span.start: span for span in stretches(said, ends)})
    out: list[Quantity] = []
    for at, token in enumerate(said.tokens):
        if at in inside or (out and out[-1].end > at):
            continue
        if at in clocked:
            out.append(Quantity(at, clocked[at].end, clocked[at].minutes, True, "activity"))
            continue
        if at in times:
            continue
        hour = _hours(said, at)
        if hour is not None:
            minutes, end = hour
            out.append(Quantity(at, end, minutes, True, _role(said, at, end, starts, ends)))
            continue
        if token.number is None or not token.number.is_integer() or not 1 <= token.number <= _MOST:
            continue
        unit = _unit(said, at)
        minutes = int(token.number)
        if unit is not None:
            role: Role = "other" if _adjective(said, at, unit) else _role(said, at, unit, starts, ends)
            if is_estimate(said, at) or _OF_THE_HOUR.match(said.words(unit, min(unit + 3, said.closing(at)))):
                role = "other"
            if said.at(at - 1) in _OR and is_number(said, at - 2) and not said.breaks(at - 2, at):
                settled = _settled(said, at, unit)
                minutes, role = (settled, role) if settled is not None else (minutes, "other")
            out.append(Quantity(at, unit, minutes, True, role))
        elif at in near and said.at(at - 1) not in ("a", "an") and is_minutes(said, at, starts, ends):
            out.append(Quantity(at, at + 1, minutes, False, "short"))
        elif at in near and _for_an_exercise(said, at, ends):
            out.append(Quantity(at, at + 1, minutes, False, "dose"))
    return _within_the_clock(said, out, clocked.keys(), ends)


def _within_the_clock(
    said: Talk, numbers: Sequence[Quantity], clocked: Collection[int], ends: dict[int, Mention]
) -> list[Quantity]:
    """`Exercise 2:25 to 2:47: curls, then putty, three minutes`: three of one exercise in that time."""
    out: list[Quantity] = []
    whole: Quantity | None = None
    for q in numbers:
        if q.at in clocked:
            whole = q
        elif whole is not None and q.role == "activity" and q.minutes < whole.minutes:
            m = next((ends[i] for i in range(q.at, q.at - _BEHIND_ONE, -1) if i in ends), None)
            if m is not None and not m.named and said.turn[m.start] == said.turn[whole.at]:
                q = replace(q, role="dose")
        out.append(q)
    return out


_OF_THE_HOUR = re.compile(
    r"^(?:past|after|before|to|till) (?:1[0-2]|[1-9])(?: (?:,|and|am|pm|o'clock|we|i|he|she|they|when)|$)"
)
"""`Until six minutes past ten`: a time of day."""
_BEHIND_ONE = 4
_COUNTED = words("treatment_rep_units") | words("session_units")
_LEAST_LISTED = 5


def _for_an_exercise(said: Talk, at: int, ends: dict[int, Mention]) -> bool:
    """`Pulleys, wall walks and wand flexion for fifteen`: minutes, if the totals told prove it."""
    m = ends.get(at - 1)
    if said.at(at - 1) != "for" or m is None or m.rank != "exercise":
        return False
    number = said.tokens[at].number or 0
    counted = said.at(at + 1) in _COUNTED and said.breaks(at, min(at + 1, len(said) - 1)) == 0
    return number >= _LEAST_LISTED and not counted and not is_number(said, at + 1)


def _near_minutes(said: Talk, named: Sequence[Mention]) -> set[int]:
    """Words near a number of minutes; where nobody says `minutes`, those where treatments are listed."""
    near: set[int] = set()
    for i, low in enumerate(said.low):
        if low in MINUTES and any(is_number(said, k) for k in range(i - 1, _filled(said, i) - 1, -1)):
            near.update(range(max(0, i - 70), min(len(said), i + 70)))
    if not near:
        for one, other in pairwise([m for m in named if m.named and m.code]):
            if one.code != other.code and other.start - one.end <= REACH:
                near.update(range(max(0, one.start - LEAD), min(len(said), other.end + REACH)))
    return near


def _filled(said: Talk, unit: int) -> int:
    """Where the number of a unit may stand: `twenty-two good minutes`."""
    at = unit - 1
    while at > unit - 3 and said.at(at) in _FILL:
        at -= 1
    return at


def _unit(said: Talk, at: int) -> int | None:
    """The word behind `minutes` when it is the unit of the number at `at`."""
    i = at + 1
    while i < at + 4 and said.at(i) in _FILL:
        i += 1
    return i + 1 if said.at(i) in MINUTES and said.breaks(at, i) == 0 else None


_SESSION_NOUN = frozenset(["session", "visit", "treatment", "block", "eval", "evaluation", "appointment"])


_OR = frozenset(["to", "or", "maybe", "and", "-"])
"""What parts the bounds of an estimate; `between twenty and twenty-five`."""
_SETTLES = Rare(
    r"\b(?:call (?:it|that)|make (?:it|that)|say|let's say|i'll (?:say|put|go with)|put(?: down)?|go with|"
    r"closer to|more like|i'd say|so|it was|that was)(?: about)?$",
    flags=0,
)


def _settled(said: Talk, at: int, end: int) -> int | None:
    """The figure that ends an estimate: `between twenty and twenty-five minutes, call it twenty-three`."""
    first = int(said.tokens[at - 2].number or 0)
    last = int(said.tokens[at].number or 0)
    for k in range(end, min(said.closing(at), end + 10)):
        number = said.tokens[k].number
        if number is not None:
            told = first <= number <= last and _SETTLES.search(said.words(max(end, k - 4), k))
            return int(number) if told else None
    return None


def _adjective(said: Talk, at: int, end: int) -> bool:
    """`6 minute walk`, `two-minute bouts`: a measure of something, not minutes given."""
    if said.at(end - 1) != "minute" or said.tokens[at].number == 1:
        return False
    following = said.at(end)
    return (
        following.isalpha()
        and following not in _SESSION_NOUN
        and following not in ("of", "and", "for", "on", "then")
    )


def _qualifies(said: Talk, unit: int) -> bool:
    """Whether a noun follows the unit in its own clause: `one hour drive`, not `one hour session`."""
    following = said.at(unit + 1)
    parted = unit + 1 < len(said) and said.breaks(unit, unit + 1) > 0
    return following.isalpha() and not parted and following not in _SESSION_NOUN | _BEHIND_HOUR


_BEHIND_HOUR = frozenset(
    ["and", "of", "for", "on", "then", "total", "today", "in", "with", "all", "altogether", "exactly", "even",
     "start", "door", "this", "was", "is", "here", "one", "by", "from", "until", "spent", "including", "plus"]
)  # fmt: skip
_RATES = frozenset(["miles", "mile", "kilometers", "km", "times", "once", "twice", "every", "reps", "steps"])
"""`two miles an hour` is a speed."""


_WHOLLY = frozenset(["full", "whole", "straight"])


def _hours(said: Talk, at: int) -> tuple[int, int] | None:
    """(`minutes`, end) of `an hour and ten minutes`, `2 hours`, `an hour and a half`, `a full hour`."""
    if said.at(at + 1) in _WHOLLY and said.at(at + 2) == "hour" and said.at(at) in ("a", "one"):
        return 60, at + 3
    if said.at(at + 1) not in ("hour", "hours"):
        return None
    if said.at(at) in ("an", "one", "a"):
        if said.at(at - 1) in ("of", "half") or said.at(at - 1) in _RATES:
            return None
        hours = 1
    elif (number := said.tokens[at].number) is not None and number in (1, 2):
        hours = int(number)
    else:
        return None
    end = at + 2
    if said.at(at + 1) == "hour" and said.at(at) not in ("an", "a") and _qualifies(said, at + 1):
        return None  # `a two hour movie`
    if said.at(end) == "and":
        if said.words(end + 1, end + 3) == "a half":
            return 60 * hours + 30, end + 3
        if said.words(end + 1, end + 3) == "a quarter":
            return 60 * hours + 15, end + 3
        extra = said.tokens[end + 1].number if end + 1 < len(said) else None
        if extra is not None and extra.is_integer() and extra < 60:
            end += 2 + (said.at(end + 2) in MINUTES)
            return 60 * hours + int(extra), end
    return 60 * hours, end


def _role(said: Talk, at: int, end: int, starts: dict[int, Mention], ends: dict[int, Mention]) -> Role:
    if _AFTER_NOT.search(said.words(end, end + 6)) and said.breaks(at, min(end, len(said) - 1)) == 0:
        return "other"
    own = ends.get(at)
    if said.at(end) == "without" and not (own is not None and own.named):
        return (
            "other"  # `gait training 7 minutes without the cane` is treatment, `walks 7 minutes without` none
        )
    opening = said.opening(at)
    before = said.at(at - 1) if at > opening else ""
    if before in ABOUT and said.at(at - 2) == "after" and at - 1 > opening:
        before = "after"  # `the foot slaps after about ten minutes`: when something sets in
    if before in NUMBER_BEFORE_NOT and not (
        (before == "in" and said.at(at - 2) in ("put", "got", "all"))
        or (before == "x" and (at - 1 in ends or not is_number(said, at - 2)))
        or (before == "up" and said.at(at - 2) in TAKES_UP)
        or (
            before == "at"
            and said.at(at - 2)
            in ("we're", "you're", "are", "were", "us", "out", "in", "that", "it", "those")
        )
        or (before == "at" and (m := ends.get(at - 1)) is not None and m.named)
        or _CLOCKED.search(said.words(max(opening, at - 5), at))
        or (before == "last" and said.at(at - 2) == "the")
        or (before == "by" and said.at(at - 2) == "followed")
    ):
        return "other"
    if _DIRECTED.search(said.words(max(opening, at - 6), at)):
        return "other"
    if _TIMED_WALK.match(said.words(opening, min(end + 2, said.closing(at)))):
        return "other"
    if _ONLY_MEANT.search(said.words(max(opening, at - 5), at)):
        return "other"
    if _ALLOTTED.search(said.words(max(opening, at - 3), at)) and _TO_SPEND.match(said.words(end, end + 3)):
        return "other"
    loose = said.turn[at] in said.unpunctuated
    start = max(opening, at - 12) if loose else opening
    told = said.words(start, at)
    if _ON_CONDITION.search(told):
        return "other"
    since = max(opening, at - 9) if loose else opening
    opened = (
        m.start for i in range(at, since, -1) if (m := ends.get(i)) is not None and behind_a_goal(said, m)
    )
    lately = said.words(max(since, next(opened, since)), at)
    if speaks_of_another_day(AHEAD, lately.rpartition(" minutes ")[2] if loose else lately):
        return "other"
    names_before = [
        m
        for i in range(max(start, at - REACH), at + 1)
        if (m := ends.get(i)) is not None and start <= m.start and m.rank != "exercise"
    ]
    names_after = [
        m
        for i in range(end, end + 4)
        if (m := starts.get(i)) is not None and m.rank != "exercise" and said.breaks(at, i) == 0
    ]
    filled = said.at(end) in ("of", "doing") and bool(starts.keys() & {end + 1, end + 2})
    if not names_after and not filled and _PAUSE_BEFORE.search(said.words(max(opening, at - 5), at)):
        return "other"
    if not names_after:
        for pattern in (_HOME, _ABLE):
            found = list(pattern.finditer(told))
            if found:
                place = start + told[: found[-1].end()].count(" ")
                if not any(m.start > place or (m.named and m.end >= place) for m in names_before):
                    return "other"
    return "dose" if _is_dose(said, at, end, starts, ends) else "activity"


_ON_CONDITION = Rare(
    r"\b(?:if|when|unless|until|till)\b.*"
    r"\b(?:over|more than|longer than|past|beyond|under|less than|at least)$"
)
"""`Take it off if the mark stays over ten minutes`."""


def _is_dose(said: Talk, at: int, end: int, starts: dict[int, Mention], ends: dict[int, Mention]) -> bool:
    """`pulleys for 3 minutes`, `6 minutes on the bike`: one exercise of several."""
    behind = at
    while behind > at - 3 and said.at(behind - 1) in ("for", ",", "about", "was", "the", "level"):
        behind -= 1
    m = ends.get(behind)
    if (
        m is not None
        and m.rank == "exercise"
        and said.at(m.end - 1) in _ENDURANCE
        and said.breaks(m.start, at) == 0
    ):
        return True
    if m is not None and m.named and _same_code_ahead(m, end, starts):
        return False  # `therapeutic exercise fifteen minutes on the bike`: that is all of it
    ahead = end
    while ahead < end + 3 and said.at(ahead) in ("on", "of", "the", "with", "a"):
        ahead += 1
    m = starts.get(ahead)
    return (
        m is not None
        and m.rank == "exercise"
        and ahead > end
        and said.at(m.end - 1) in _ENDURANCE
        and said.breaks(at, m.start) == 0
    )


def _same_code_ahead(m: Mention, end: int, starts: dict[int, Mention]) -> bool:
    return any(i in starts and starts[i].code == m.code for i in range(end, end + 4))
