"""Numbers of minutes in the talk and what each is: of a treatment, of one exercise, of something else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from agent.understanding.phrases import words
from agent.understanding.session.clocks import stretches
from agent.understanding.session.mentions import Mention, speaks_of_another_day
from agent.understanding.session.talk import Talk

Role = Literal["activity", "short", "dose", "other"]
"""`activity`: may be the minutes of a treatment; `short`: the same without the word minutes; `dose`: of one
exercise; `other`: a symptom, a tolerance, a test, a plan, home."""

_MINUTES = frozenset(["minutes", "minute", "min", "mins"])
_FILL = frozenset(
    ["more", "good", "full", "solid", "whole", "odd", "or", "so", "-", "some", "direct", "skilled"]
)
_REP_UNITS = words("treatment_rep_units") | words("session_units")
_AFTER_NOT = re.compile(
    r"^(?:, (?:once|twice|(?:\d+|two|three|four|five) times) (?:a|per) (?:day|week)|"
    r"(?:a|per|each|every) (?:day|night|session|side|week|hour|time|leg|way)|ago|later|late|early|"
    r"walk|step(?! (?:downs?|ups?|overs?|taps?)\b)|holds?|"
    r"off|of (?:wear|wearing|sleep)\b|in (?:the|her|his|your) (?:brace|boot|splint|collar|prosthesis|leg)\b|"
    r"bouts?|intervals?|break|rests?|at a time|tolerance|max|apart|daily|into|with a stop|tops|nonstop|"
    r"at (?:home|work)|twice|every|of rest|of pain|"
    r"before (?:he|she|they|you|i(?! (?:start|began|begin|came|got|did|put|work|laid|saw))|it|the pain|"
    r"needing|sitting)|then stops?|"
    r"(?:and \d+ seconds )?(?:to|until|before) (?:the |his |her |their |any |your )?(?:first |onset of )?"
    r"(?:symptoms?|pain|onset|numbness|heaviness|claudication|fatigue)|"
    r"no problem|now before|and then (?:he|she|it)|without|flat out|(?:\d+|once|two|three) (?:times|days)|"
    r"(?:after|post) (?:that|treatment|the)|with pain|unsupported|in the (?:morning|car)|max)\b"
)
_NUMBER_BEFORE_NOT = words("session_not_before_minutes")
_AHEAD = re.compile(
    r"\bnext (?:visit|time|session|week)\b|\bgoals?\b|\b(?:will|going to|plan to|want (?:him|her|you) "
    r"to) (?:\w+ )?"
    r"(?:add|start|try|begin|do|keep|continue|progress|see|hold|walk)\b|\blast (?:visit|time|week|"
    r"session)\b|\buntil\b|"
    r"\bcontinue\b|\bused to\b|\b(?:would|'d) like to\b|\b(?:lost|late|missed)$|"
    r"\bi'd (?:like to|add|start|try)\b|^plan\b|\bplan (?:colon|is|:)|\bby week\b|"
    r"\bweeks?:|\bif (?:he|she|they|you|it)\b"
)
_HOME = re.compile(
    r"\bat home\b|\bhome\b(?! (?:health|visit|management|safety|training|instruction))|\bhep\b|"
    r"\bhome's\b|^home\b|\bicing at\b"
)
_ABLE = re.compile(
    r"\b(?:he|she|they|patient|pt|you|it|who)(?:'s|'re|'ve|'d|'ll)? (?:\w+ )?(?:can|could|does|walks?|"
    r"walked|walking|sits?|"
    r"sat|sitting|stands?|stood|standing|sleeps?|drives?|drove|driving|runs?|ran|running|plays?|played|"
    r"tolerates?|"
    r"manages?|managed|gets|lasted|lasts|hurts?|held|wears?|wore|made|went|goes|woke|wakes)\b"
    r"(?! (?:me|us)\b)|"
    r"\b(?:stiff\w*|numb\w*|ache[ds]?|achy|dizz\w+|swelling|tolerance|commut\w+|gone|settled?|flares?|"
    r"pain (?:after|with|at)|sleeps?|symptoms?|standing|sitting|screens?|trip|drive|flight|"
    r"red(?:ness)?(?! (?:thera ?)?(?:band|tub\w+|putty|loop))|"
    r"soreness|"
    r"recovery|recovered|recovers|threshold|spot)\b"
)
_DIRECTED = re.compile(r"^(?:(?:okay|now|then|and|so|next|good|up|let's|,) )*walk(?: for)?(?: me)?(?: ,)?$")
"""`Now walk, two minutes`: a test that is told to the patient."""
_ONLY_MEANT = re.compile(
    r"\b(?:going to be|supposed to be|meant to be|planned(?: for| on)?|scheduled for)(?: about)?$"
)
_PAUSE_BEFORE = re.compile(
    r"\b(?:rest|rests|rested|resting|sat|sits|sat down|tests?|holds?|held|break|timer|wait|waited)"
    r"(?: for| of| ,| was| at)*$"
)
_REPORTED = re.compile(
    r"\b(?:you|he|she|they|patient)(?:'d|'ve|'s)? (?:\w+ )?(?:told me|said|rated (?:it|that)|gave (?:me|"
    r"it|that)|"
    r"called it|reported)(?: (?:it was|a|an|about|only|still))*$"
)
"""`You told me five on the stairs`: a rating that the patient gave, and no time."""
_ENDURANCE = words("session_endurance")
_MOST = 240
_LEAST_SHORT = 3
_LEAST_PUT = 5
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
    clocked = {span.start: span for span in stretches(said, ends)}
    out: list[Quantity] = []
    for at, token in enumerate(said.tokens):
        if at in inside or (out and out[-1].end > at):
            continue
        if at in clocked:
            out.append(Quantity(at, clocked[at].end, clocked[at].minutes, True, "activity"))
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
            if said.at(at - 1) in _OR and _is_number(said, at - 2):
                settled = _settled(said, at, unit)
                minutes, role = (settled, role) if settled is not None else (minutes, "other")
            out.append(Quantity(at, unit, minutes, True, role))
        elif at in near and said.at(at - 1) not in ("a", "an") and _short(said, at, starts, ends):
            out.append(Quantity(at, at + 1, minutes, False, "short"))
    return out


def _is_number(said: Talk, i: int) -> bool:
    return 0 <= i < len(said) and said.tokens[i].number is not None


def _near_minutes(said: Talk, named: Sequence[Mention]) -> set[int]:
    """Words near a number of minutes; where nobody says `minutes`, those where treatments are listed."""
    near: set[int] = set()
    for i, low in enumerate(said.low):
        if low in _MINUTES and any(_is_number(said, k) for k in range(i - 1, _filled(said, i) - 1, -1)):
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
    return i + 1 if said.at(i) in _MINUTES and said.breaks(at, i) == 0 else None


_SESSION_NOUN = frozenset(["session", "visit", "treatment", "block", "eval", "evaluation", "appointment"])


_OR = frozenset(["to", "or", "maybe", "and", "-"])
"""What parts the bounds of an estimate; `between twenty and twenty-five`."""
_SETTLES = re.compile(
    r"\b(?:call (?:it|that)|make (?:it|that)|say|let's say|i'll (?:say|put|go with)|put(?: down)?|go with|"
    r"closer to|more like|i'd say|so|it was|that was)(?: about)?$"
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


_RATES = frozenset(["miles", "mile", "kilometers", "km", "times", "once", "twice", "every", "reps", "steps"])
"""`two miles an hour` is a speed."""


def _hours(said: Talk, at: int) -> tuple[int, int] | None:
    """(`minutes`, end) of `an hour and ten minutes`, `2 hours`, `an hour and a half`."""
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
    if said.at(end) == "and":
        if said.words(end + 1, end + 3) == "a half":
            return 60 * hours + 30, end + 3
        if said.words(end + 1, end + 3) == "a quarter":
            return 60 * hours + 15, end + 3
        extra = said.tokens[end + 1].number if end + 1 < len(said) else None
        if extra is not None and extra.is_integer() and extra < 60:
            end += 2 + (said.at(end + 2) in _MINUTES)
            return 60 * hours + int(extra), end
    return 60 * hours, end


def _role(said: Talk, at: int, end: int, starts: dict[int, Mention], ends: dict[int, Mention]) -> Role:
    if _AFTER_NOT.search(said.words(end, end + 6)) and said.breaks(at, min(end, len(said) - 1)) == 0:
        return "other"
    opening = said.opening(at)
    before = said.at(at - 1) if at > opening else ""
    if before in _NUMBER_BEFORE_NOT and not (
        (before == "in" and said.at(at - 2) in ("put", "got", "all"))
        or (before == "x" and (at - 1 in ends or not _is_number(said, at - 2)))
        or (before == "up" and said.at(at - 2) in ("ate", "8", "took", "used", "eats"))
        or (
            before == "at"
            and said.at(at - 2)
            in ("we're", "you're", "are", "were", "us", "out", "in", "that", "it", "those")
        )
        or (before == "at" and (m := ends.get(at - 1)) is not None and m.named)
        or (before == "last" and said.at(at - 2) == "the")
        or (before == "by" and said.at(at - 2) == "followed")
    ):
        return "other"
    if _DIRECTED.search(said.words(max(opening, at - 6), at)):
        return "other"
    if _ONLY_MEANT.search(said.words(max(opening, at - 5), at)):
        return "other"
    loose = said.turn[at] in said.unpunctuated
    start = max(opening, at - 12) if loose else opening
    told = said.words(start, at)
    lately = said.words(max(opening, at - 9) if loose else opening, at)
    if speaks_of_another_day(_AHEAD, lately.rpartition(" minutes ")[2] if loose else lately):
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
    if not names_after and _PAUSE_BEFORE.search(said.words(max(opening, at - 5), at)):
        return "other"
    if not names_after:
        for pattern in (_HOME, _ABLE):
            found = list(pattern.finditer(told))
            if found:
                place = start + told[: found[-1].end()].count(" ")
                if not any(m.start > place or (m.named and m.end >= place) for m in names_before):
                    return "other"
    return "dose" if _is_dose(said, at, end, starts, ends) else "activity"


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


_AT_THE_END = re.compile(
    r"^(?:at the end|at end|after|afterwards|to finish|to end|first|before|on (?:the|his|her|your)|to "
    r"the|over the)\b"
)
_CLOSES = words("session_closes")
_SUMS = frozenset(["comes", "came", "makes", "made", "brings", "adds", "totals", "should"])
_ACCOUNTS = re.compile(r"\b(?:which|that|this|all that|it) (?:accounts|accounted) for$")
_COUNTS_AS = frozenset(["i'm", "i'd", "i'll", "calling", "call", "counting", "counted", "logging", "logged"])
"""`exercise I'm calling twenty-three`"""
_MORE = frozenset(["more", "other", "another", "the", "last", "final", "about", "remaining"])


def _names_without(said: Talk, at: int, starts: dict[int, Mention]) -> bool:
    """Whether a treatment named in the sentence still waits for its number: `manual, glides, seven.`"""
    for k in range(at - 1, max(said.opening(at), at - 20) - 1, -1):
        if _is_number(said, k):
            return False
        if k in starts and starts[k].named:
            return True
    return False


_AT_AN_END = re.compile(
    r"^(?:at (?:the )?(?:end|start|beginning|finish)|after|later|afterwards|in the middle|"
    r"(?:to|on|for|at|over|along|around) (?:the|her|his|their) (?!end\b)[a-z]+)\b"
)


def _goes_on(said: Talk, at: int) -> bool:
    """`five minutes at the start and another seven at the end`."""
    told = range(max(said.opening(at), at - 14), at)
    following = said.words(at + 1, min(said.closing(at), at + 5))
    counts = any(said.at(k) in _MINUTES or _is_number(said, k) for k in told)
    return counts and (not following or _AT_AN_END.search(following) is not None)


def _behind_colon(said: Talk, at: int, starts: dict[int, Mention], ends: dict[int, Mention]) -> bool:
    """`97110: 15`, `manual: twelve`, `thirty-eight minutes: eighteen of exercise, twenty manual`."""
    beside = (ends.get(at - 1), starts.get(at + 1))
    return said.at(at + 1) == "of" or any(m is not None and m.named for m in beside)


def _adds_up_ahead(said: Talk, at: int, starts: dict[int, Mention]) -> bool:
    """Whether a larger figure sums up right behind, and a treatment before still waits for its number."""
    whole = said.tokens[at + 2].number or 0
    return whole > (said.tokens[at].number or 0) and _names_without(said, at, starts)


def _put_at(said: Talk, at: int, number: int, ends: dict[int, Mention]) -> bool:
    """`I'd put therapeutic exercise at twenty-two`."""
    m = ends.get(at - 1)
    closes = at + 1 >= said.closing(at) or said.at(at + 1) in (",", "and", "then", "plus")
    return said.at(at - 1) == "at" and m is not None and m.named and number >= _LEAST_PUT and closes


def _listed_for_each(said: Talk, at: int, starts: dict[int, Mention], ends: dict[int, Mention]) -> bool:
    """`between manual and exercise, twenty apiece`, `twelve each of manual and exercise`."""
    opening = said.opening(at)
    before = [m for i in range(max(opening, at - 12), at + 1) if (m := ends.get(i)) is not None and m.named]
    ahead = any(i in starts and starts[i].named for i in range(at + 2, at + 7))
    return ahead or len({m.code for m in before}) > 1


def _short(said: Talk, at: int, starts: dict[int, Mention], ends: dict[int, Mention]) -> bool:
    """Whether the place of a bare number makes it minutes: `sixteen of gait`, `manual was ten`."""
    number = int(said.tokens[at].number or 0)
    if number < _LEAST_SHORT or number > 90:
        return False
    following = said.at(at + 1) if at + 1 < len(said) and said.breaks(at, at + 1) == 0 else ""
    before = said.at(at - 1) if at and said.breaks(at - 1, at) == 0 else ""
    if following in _REP_UNITS or following in ("/", "%", ":") or "/" in following:
        return False
    if before == "another" and _goes_on(said, at):
        return True
    if following in ("was", "were") and _is_number(said, at + 2):
        return False  # `the score is 74, was 118`
    lasting = before == "last" and said.at(at - 2) == "the"
    with_whom = re.match(
        r"^(?:, )?(?:with|by|from) (?:\w+ )?(?:me|myself|pt|pta|assistant|student)\b",
        said.words(at + 1, at + 5),
    )
    if with_whom and at > 1:
        return True
    if (
        following.startswith("x")
        or (before in _NUMBER_BEFORE_NOT and not lasting and not _put_at(said, at, number, ends))
        or before in ("x", "#", "$", "plus-minus")
        or (before == ":" and not _behind_colon(said, at, starts, ends))
    ):
        return False
    if (before and _is_number(said, at - 1)) or (_is_number(said, at + 1) and following):
        return False
    earlier = said.words(max(said.opening(at), at - 9), at)
    if speaks_of_another_day(_AHEAD, earlier) or _REPORTED.search(earlier):
        return False
    loose = said.turn[at] in said.unpunctuated
    if (
        at in ends
        and number >= 5
        and (
            (ends[at].rank == "name" and following in ("to", "on", "with", "at", "for"))
            or (ends[at].rank == "weak" and following == "on")
        )
    ):
        return True
    within = ends.get(at)
    if (
        within is not None
        and within.rank == "content"
        and number >= 5
        and following in ("", ",", "and")
        and said.at(within.start - 1) == "with"
        and within.start - 1 in ends
    ):
        return True  # `gait with head turns fifteen`
    # `sixteen of exercise`, `eight went to teaching`, `fourteen on the ladder`
    i = at + 1
    exactly = re.match(r"^(?:on the (?:nose|dot|head)|flat|exactly|even|sharp)\b", said.words(at + 1, at + 4))
    if exactly is None and following in (
        "of",
        "on",
        "for",
        "more",
        "went",
        "goes",
        "to",
        "doing",
        "teaching",
        "was",
        "were",
        "working",
        "practicing",
        "practising",
        "getting",
        "spent",
    ):
        if following in ("of", "for") and said.at(at + 2) in (
            "those",
            "them",
            "that",
            "it",
            "which",
            "these",
        ):
            return True
        k = i
        reach = 10 if following == "was" and said.at(at + 2) in ("me", "i") else 6
        while k < i + reach and k < len(said) and said.sentence[k] == said.sentence[at] and said.at(k) != ",":
            m = starts.get(k)
            if m is not None:
                practised = following == "for" and said.at(at + 2).endswith("ing")
                linked = following in ("to", "was", "were", "for") and not practised
                if linked and not m.named and "went" not in said.low[i:k]:
                    return False
                return m.rank != "exercise" or following == "on"
            k += 1
        return following in ("went", "goes")
    if following in ("minus",):
        return False
    # `manual was ten`, `ther ex fourteen`, `neuro the other eight`, `therapeutic activities, nine`
    closes = (
        not following
        or following in _CLOSES
        or (following in ("that", "which", "it") and said.at(at + 2) in _SUMS)
        or (following in ("that's", "it's") and _is_number(said, at + 2))
    )
    if following in ("that's", "it's") and closes and _adds_up_ahead(said, at, starts):
        return True  # `ther ex, calf raises and band work ten that's forty`
    if closes and before == ":" and at - 1 in ends and ends[at - 1].named:
        return True  # `97110: 15`
    if closes and _ACCOUNTS.search(said.words(max(said.opening(at), at - 4), at)):
        return True
    if before == "for" and (not following or closes or _AT_THE_END.search(said.words(at + 1, at + 4))):
        for k in range(at - 1, max(said.opening(at) - 1, at - 9), -1):
            m = ends.get(k + 1)
            if m is not None:
                helped = re.search(r"\b(?:pta|assistant|student)\b", said.words(k + 1, at))
                return m.rank != "exercise" or helped is not None
            if _is_number(said, k):
                break
    if at + 1 in starts and starts[at + 1].rank == "content" and following.endswith("ing"):
        return True
    if following in ("each", "apiece") and _listed_for_each(said, at, starts, ends):
        return True
    if before == "," and following == "," and at + 2 in starts and starts[at + 2].named:
        return True
    closes = closes or exactly is not None
    if not closes and not (loose and at + 1 in starts and starts[at + 1].named):
        return at + 1 in starts and starts[at + 1].named and number >= 4
    if before == "," and (not following or following == ",") and _names_without(said, at, starts):
        return True
    k = at - 1
    verbs = 0
    while k > at - 7 and k >= 0 and said.sentence[k] == said.sentence[at]:
        m = ends.get(k + 1)
        if m is not None:
            if before == "another" and said.at(at - 2) in ("for", "was", ","):
                return True
            hands_on = (
                m.code == "97140"
            )  # nobody counts repetitions there: `patellar glides and scar work, seven`
            return (m.named or verbs > 0 or hands_on) and (m.rank != "exercise")
        if said.at(k) in ("was", "were", "is", "took", "got", "ran", "for", "'s", "another"):
            verbs += 1
        elif said.at(k) not in (
            *_MORE,
            *_COUNTS_AS,
            ",",
            "at",
            "itself",
            "work",
            "part",
            "piece",
            "block",
            "time",
            "it",
            "in",
        ):
            break
        k -= 1
    if not any(i in starts and said.turn[i] == said.turn[at] for i in range(max(0, at - REACH), at)):
        return False
    return (
        bool(
            re.search(
                r"\b(?:(?:that|the|this) (?:whole |first |second |third |next |last |other )?(?:block|"
                r"part|bit|piece|half|set|one)"
                r"|that)(?:'s| was| is| took| ran) (?:about |another )?$",
                said.words(max(said.opening(at), at - 6), at) + " ",
            )
        )
        and closes
    )
