"""Numbers without the word minutes whose place makes them minutes: `sixteen of gait`, `manual was ten`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from agent.late import late
from agent.needles import Rare
from agent.understanding.phrases import words
from agent.understanding.session.clocks import on_the_clock
from agent.understanding.session.mentions import Mention, speaks_of_another_day
from agent.understanding.session.talk import Talk

MINUTES: Final = frozenset(["minutes", "minute", "min", "mins"])
NUMBER_BEFORE_NOT: Final = words("session_not_before_minutes")
AHEAD: Final = Rare(
    r"\bnext (?:visit|time|session|week)\b|\bgoals?\b|\b(?:will|going to|plan to|want (?:him|her|you) "
    r"to) (?:\w+ )?"
    r"(?:add|start|try|begin|do|keep|continue|progress|see|hold|walk)\b|\blast (?:visit|time|week|"
    r"session)\b|\buntil\b|"
    r"\bcontinue\b|\bused to\b|\b(?:would|'d) like to\b|\b(?:lost|late|missed)$|"
    r"\b(?:wanted|meant|planned|hoped|intended|was going) (?:to|on|for)\b|"
    r"\b(?:i'm|i am|we're|we are) (?:figuring|planning|thinking|aiming|counting on)\b|"
    r"\bi'd (?:like to|add|start|try)\b|^plan\b|\bplan (?:colon|is|:)|\bby week\b|"
    r"\bweeks?:|\bif (?:he|she|they|you|it)\b",
    flags=0,
)
"""Words of another day than today."""
_REP_UNITS: Final = words("treatment_rep_units") | words("session_units")
_CUT: Final = re.compile(
    r"\b(?:cut|stopped|ended|kept|capped|limited|left|called) (?:it|that|her|him|them|things)"
    r"(?: off| short| down| there)?(?: at| to| after)(?: about| just| only)*$"
)
_TURNED_OUT: Final = re.compile(
    r"\b(?:it|that|this|we|i|he|she)(?: only| just)? "
    r"(?:came(?: out)? to|came out(?: at)?|ended up(?: being| at| as| with)?|turned out(?: to be)?|"
    r"got(?: in| to)?|managed|did|was|took|ran)(?: about| only| just)*$"
)
_MEANT: Final = re.compile(r"\b(?:supposed|meant|planned|scheduled|hoped|intended|wanted)\b")
"""Of a figure that was not reached."""
TAKES_UP: Final = frozenset(["took", "takes", "ate", "8", "eats", "used", "made", "makes"])
"""`Manual took up fifteen of it`; `8` is `ate` as a recogniser writes it."""
_COUNTS: Final = frozenset(["sets", "set", "reps", "rep", "times", "seconds", "x"])
_TOOK: Final = re.compile(r"\btook(?: (?:us|me|him|her))?(?: (?:up|about|another|the other|all of))+$")
_A_ROW: Final = 8
"""Words of a line in a list of treatments."""
_BEST_GRADE: Final = 5
_LEAST: Final = 3
_LEAST_PUT: Final = 5
_MOST: Final = 90
_REACH: Final = 40
"""How many words back a treatment named may stand from what refers to it: keeps the reading linear."""
_REPORTED: Final = re.compile(
    r"\b(?:you|he|she|they|patient)(?:'d|'ve|'s)? (?:\w+ )?(?:told me|said|rated (?:it|that)|gave (?:me|"
    r"it|that)|"
    r"called it|reported)(?: (?:it was|a|an|about|only|still))*$"
)
"""`You told me five on the stairs`: a rating that the patient gave, and no time."""
_AT_THE_END: Final = late(
    r"^(?:at the end|at end|after|afterwards|to finish|to end|first|before|on (?:the|his|her|your)|to "
    r"the|over the|myself|by hand)\b"
)
_AT_AN_END: Final = late(
    r"^(?:at (?:the )?(?:end|start|beginning|finish)|after|later|afterwards|in the middle|"
    r"(?:to|on|for|at|over|along|around) (?:the|her|his|their) (?!end\b)[a-z]+)\b"
)
_CLOSES: Final = words("session_closes")
_SUMS: Final = frozenset(["comes", "came", "makes", "made", "brings", "adds", "totals", "should"])
_SUM_OPENS: Final = frozenset(["that's", "it's"])
_ACCOUNTS: Final = re.compile(r"\b(?:which|that|this|all that|it) (?:accounts|accounted) for$")
_COUNTS_AS: Final = frozenset(
    ["i'm", "i'd", "i'll", "calling", "call", "counting", "counted", "logging", "logged"]
)
"""`exercise I'm calling twenty-three`"""
_MORE: Final = frozenset(["more", "other", "another", "the", "last", "final", "about", "remaining"])
_IS: Final = frozenset(["was", "were", "is", "took", "got", "ran", "went", "for", "'s", "another"])
_CAME: Final = frozenset(["came", "comes", "added", "adds", "worked"])
_PASSED_OVER: Final = frozenset(
    [
        *_MORE,
        *_COUNTS_AS,
        ",",
        "at",
        "itself",
        "work",
        "practice",
        "drills",
        "part",
        "piece",
        "block",
        "time",
        "it",
        "in",
    ]
)
_FORWARD: Final = frozenset(
    ["of", "on", "for", "into", "more", "went", "goes", "to", "doing", "teaching", "was", "were", "working",
     "practicing", "practising", "getting", "spent"]
)  # fmt: skip
_WHAT_IS_LEFT: Final = frozenset(["remaining", "other", "last", "next", "first", "final"])
SPENT_ON: Final = re.compile(
    r"^(?:minutes )?(?:we|i|he|she) (?:did|worked|spent|used|practi[cs]ed|trained|put|went)"
    r"(?: on| for| into)? "
)
"""`The remaining eighteen we did functional training.`"""
OF_A_DAY: Final = late(
    rf"^(?:back )?(?:(?:in|on) (?:{'|'.join(sorted(words('numbers_months') | words('repairs_days')))}|"
    r"the (?:spring|summer|fall|autumn|winter))|"
    r"at (?:the |your |his |her )?(?:eval|evaluation|start|intake|baseline|first visit))\b"
)
"""`Nineteen today, sixteen back in April`: an earlier score."""
_PLACE: Final = re.compile(r"^in the [a-z]+ (?:on|of|for|doing) (?:the |some )?")
"""`Only ten in the gym on strengthening.`"""
_POINTERS: Final = frozenset(["those", "them", "that", "it", "which", "these"])
_WITH_WHOM: Final = re.compile(r"^(?:, )?(?:with|by|from) (?:\w+ )?(?:me|myself|pt|pta|assistant|student)\b")
_AFTER_ALL: Final = re.compile(r"^(?:in the end|after all|in fact|as it (?:turned|worked|came) out)\b")
_EXACTLY: Final = re.compile(r"^(?:on the (?:nose|dot|head)|flat|exactly|even|sharp)\b")
_PUT_AT: Final = late(
    r"^(?:,? ?(?:,|(?:that|the|this) whole (?:stretch|thing|block|bit|part|piece)|"
    r"was|is|were|came in|comes in|ended up|ran|sat|it|that|in|today|"
    r"the (?:bulk|most|rest|main part|biggest (?:part|chunk|piece)|majority)|"
    r"of (?:it|that|the (?:time|visit|session))) ?)*"
    r"at$"
)
_THAT_BLOCK: Final = late(
    r"\b(?:(?:that|the|this) (?:whole |first |second |third |next |last |other )?(?:block|"
    r"part|bit|piece|half|set|one)|that)"
    r"(?:'s| was| is| took| ran| went)(?: (?:us|me|him|her|them))? (?:about |another )?$"
)


@dataclass(frozen=True, slots=True)
class _Place:
    """A bare number at word `at`, the words beside it in its sentence, and the treatments by their ends."""

    said: Talk
    at: int
    starts: dict[int, Mention]
    ends: dict[int, Mention]

    @property
    def number(self) -> int:
        return int(self.said.tokens[self.at].number or 0)

    @property
    def following(self) -> str:
        at = self.at + 1
        return self.said.at(at) if at < len(self.said) and self.said.breaks(self.at, at) == 0 else ""

    @property
    def before(self) -> str:
        return self.said.at(self.at - 1) if self.at and self.said.breaks(self.at - 1, self.at) == 0 else ""

    @property
    def loose(self) -> bool:
        return self.said.turn[self.at] in self.said.unpunctuated

    @property
    def exactly(self) -> bool:
        return _EXACTLY.match(self.said.words(self.at + 1, self.at + 4)) is not None

    @property
    def closes(self) -> bool:
        """Whether what was said of the number is complete: nothing counts on behind it."""
        said, at, following = self.said, self.at, self.following
        return (
            not following
            or following in _CLOSES
            or _AFTER_ALL.match(said.words(at + 1, at + 6)) is not None
            or (following in ("that", "which", "it") and said.at(at + 2) in _SUMS)
            or (following in (*_SUM_OPENS, "not") and is_number(said, at + 2))
        )


def is_number(said: Talk, i: int) -> bool:
    return 0 <= i < len(said) and said.tokens[i].number is not None


def is_minutes(said: Talk, at: int, starts: dict[int, Mention], ends: dict[int, Mention]) -> bool:
    """Whether the place of the bare number at `at` makes it minutes. `starts`, `ends`: treatments by both."""
    place = _Place(said, at, starts, ends)
    if not _LEAST <= place.number <= _MOST:
        return False
    for judge in (_with_a_unit, _more_or_other, _of_what_it_stands_by, _of_what_follows, _closing, _beside):
        verdict = judge(place)
        if verdict is not None:
            return verdict
    return _of_a_block(place)


def _with_a_unit(p: _Place) -> bool | None:
    following = p.following
    if following == "plus" and p.number > _BEST_GRADE:
        return None  # `manual ten plus exercise ten`
    return False if following in _REP_UNITS or following in ("/", "%", ":") or "/" in following else None


def _more_or_other(p: _Place) -> bool | None:
    """`another seven at the end` is more; a figure of another day, of a score or of a count is none."""
    said, at, before, following = p.said, p.at, p.before, p.following
    if (before == "another" or following == "more") and _goes_on(said, at):
        return True
    if following in ("was", "were") and is_number(said, at + 2):
        return False  # `the score is 74, was 118`
    if before == "from" and following == "to" and is_number(said, at + 2):
        return False  # `from three to one with the transfers fixed`
    if following == "," and before in ABOUT and _one_of_two(said, at):
        return False
    if before == "not":
        return False  # `fifteen, not eighteen`
    if OF_A_DAY.match(said.words(at + 1, at + 5)):
        return False
    lasting = before == "last" and said.at(at - 2) == "the"
    if _WITH_WHOM.match(said.words(at + 1, at + 5)) and at > 1:
        return True
    if (
        following.startswith("x")
        or (
            before in NUMBER_BEFORE_NOT
            and not lasting
            and not (before == "up" and said.at(at - 2) in TAKES_UP)
            and not (before == "in" and said.at(at - 2) in ("put", "got") and following == "of")
            and not (_put_at(p) or _came_to(p) or _cut_at(p) or _turned_out(p))
        )
        or before in ("x", "#", "$", "plus-minus")
        or (before == ":" and not _behind_colon(p))
    ):
        return False
    if (before and is_number(said, at - 1)) or (is_number(said, at + 1) and following):
        return False
    earlier = said.words(max(said.opening(at), at - 9), at)
    return False if speaks_of_another_day(AHEAD, earlier) or _REPORTED.search(earlier) else None


ABOUT: Final = frozenset(["about", "around", "maybe", "roughly", "like", "approximately", "probably"])


def _one_of_two(said: Talk, at: int) -> bool:
    """`About fifteen, sixteen minutes`: an estimate between the two."""
    one, other = said.tokens[at].number, said.tokens[at + 2].number if at + 2 < len(said) else None
    near = one is not None and other is not None and 0 < other - one <= _BEST_GRADE
    return near and said.at(at + 3) in MINUTES and not said.breaks(at, at + 3)


def is_estimate(said: Talk, at: int) -> bool:
    """Whether the number at `at` is the upper bound of `about fifteen, sixteen minutes`."""
    return said.at(at - 1) == "," and said.at(at - 3) in ABOUT and _one_of_two(said, at - 2)


def _of_what_it_stands_by(p: _Place) -> bool | None:
    """`manual twelve to the neck`, `gait with head turns fifteen`."""
    m, following = p.ends.get(p.at), p.following
    if m is None or p.number < _LEAST_PUT:
        return None
    if (m.rank == "name" and following in ("to", "on", "with", "at", "for")) or (
        m.rank == "weak" and following == "on"
    ):
        return True
    with_it = p.said.at(m.start - 1) == "with" and m.start - 1 in p.ends
    return True if m.rank == "content" and following in ("", ",", "and") and with_it else None


def _of_what_follows(p: _Place) -> bool | None:
    """`sixteen of exercise`, `eight went to teaching`, `fourteen on the ladder`."""
    said, at, following = p.said, p.at, p.following
    left = p.before in _WHAT_IS_LEFT and SPENT_ON.match(said.words(at + 1, at + 5) + " ")
    if left and any(k in p.starts for k in range(at + 3, min(at + 7, said.closing(at)))):
        return True
    place = _PLACE.match(said.words(at + 1, at + 6)) if following == "in" else None
    if place is not None:
        m = p.starts.get(at + 1 + place.group().count(" "))
        return m is not None and m.named and not said.breaks(at, m.start)
    if p.exactly or following not in _FORWARD:
        return False if following == "minus" else None
    if following in ("of", "for") and said.at(at + 2) in _POINTERS:
        return True
    if following == "on" and said.at(at + 2) in _POINTERS and at == said.opening(at):
        return said.closing(at) == at + 3 and p.number > _LEAST_PUT  # `Sixteen on those.`
    start = k = at + 1
    reach = 10 if following == "was" and said.at(at + 2) in ("me", "i") else 6
    while k < start + reach and k < len(said) and said.sentence[k] == said.sentence[at] and said.at(k) != ",":
        m = p.starts.get(k)
        if m is not None:
            practised = following == "for" and said.at(at + 2).endswith("ing")
            linked = following in ("to", "was", "were", "for") and not practised
            if linked and not m.named and "went" not in said.low[start:k]:
                return False
            return m.rank != "exercise" or following == "on"
        k += 1
    return following in ("went", "goes")


def _closing(p: _Place) -> bool | None:
    """`97110: 15`, `ther ex, calf raises and band work ten that's forty`, `manual, twenty apiece`."""
    said, at, following, before, closes = p.said, p.at, p.following, p.before, p.closes
    if following in _SUM_OPENS and closes and _adds_up_ahead(p):
        return True
    if closes and before == ":" and at - 1 in p.ends and p.ends[at - 1].named:
        return True
    if closes and _ACCOUNTS.search(said.words(max(said.opening(at), at - 4), at)):
        return True
    told_for = _told_for(p)
    if told_for is not None:
        return told_for
    if at + 1 in p.starts and p.starts[at + 1].rank == "content" and following.endswith("ing"):
        return True
    if following in ("each", "apiece") and _listed_for_each(p):
        return True
    if before == "," and following == "," and at + 2 in p.starts and p.starts[at + 2].named:
        return True
    if at + 1 in p.starts and p.starts[at + 1].named and _clearly_ahead(p):
        return p.number > _LEAST
    closes = closes or p.exactly
    if not closes and not (p.loose and at + 1 in p.starts and p.starts[at + 1].named):
        return at + 1 in p.starts and p.starts[at + 1].named and p.number > _LEAST
    waits = before == "," and (not following or following == ",") and _names_without(p)
    waits = waits or _in_a_row(p) or _took(p)
    return True if waits or (closes and (_put_at(p) or _came_to(p) or _cut_at(p) or _turned_out(p))) else None


def _clearly_ahead(p: _Place) -> bool:
    """`which was thirteen manual and twenty ther ex`: no treatment before it can own the number."""
    said, at = p.said, p.at
    if said.words(at - 2, at) in ("which was", "which were", "which is"):
        return True
    m = p.ends.get(at - 1) if p.before == "and" else None
    return m is not None and m.named and is_number(said, m.start - 1)


def _told_for(p: _Place) -> bool | None:
    """`I did the soft tissue for eight`."""
    said, at = p.said, p.at
    rest = p.before in ("other", "remaining") and said.words(at - 3, at - 1) == "for the"
    if p.before != "for" and not rest:
        return None
    if p.following and not p.closes and not _AT_THE_END.search(said.words(at + 1, at + 4)):
        return None
    for k in range(at - 1, max(said.opening(at) - 1, at - 9), -1):
        m = p.ends.get(k + 1)
        if m is not None:
            helped = re.search(r"\b(?:pta|assistant|student)\b", said.words(k + 1, at))
            return m.rank != "exercise" or helped is not None or rest
        if is_number(said, k):
            break
    return None


def _beside(p: _Place) -> bool | None:
    """`manual was ten`, `ther ex fourteen`, `neuro the other eight`, `therapeutic activities, nine`."""
    said, at = p.said, p.at
    if _opens_its_sentence(p):
        return True
    verbs = 0
    for k in range(at - 1, max(-1, at - 7), -1):
        if said.sentence[k] != said.sentence[at]:
            break
        m = p.ends.get(k + 1)
        if m is not None:
            if p.before == "another" and said.at(at - 2) in ("for", "was", ","):
                return True
            # nobody counts repetitions of manual therapy: `patellar glides and scar work, seven`
            return (m.named or verbs > 0 or m.code == "97140") and m.rank != "exercise"
        if said.at(k) in _IS:
            verbs += 1
        elif said.at(k) not in _PASSED_OVER:
            break
    return None


_A_STATEMENT: Final = re.compile(
    r"^(?:(?:with|in|on|over|up|using|around|through) (?:\w+ ){1,4})?(?:was|took|ran)$"
)


def _opens_its_sentence(p: _Place) -> bool:
    """`Gait with the walker was ten.`"""
    said, at = p.said, p.at
    if p.number < _LEAST_PUT or at + 1 != said.closing(at):
        return False
    opening = said.opening(at)
    m = next((p.starts[k] for k in range(opening, min(opening + 2, at)) if k in p.starts), None)
    return m is not None and m.named and _A_STATEMENT.match(said.words(m.end, at)) is not None


def _of_a_block(p: _Place) -> bool:
    """`That whole block was fourteen`, of treatment told before; `23 of 30, that was 19` compares scores."""
    said, at = p.said, p.at
    if not any(i in p.starts and said.turn[i] == said.turn[at] for i in range(max(0, at - _REACH), at)):
        return False
    told = _THAT_BLOCK.search(said.words(max(said.opening(at), at - 6), at) + " ")
    return told is not None and p.closes and not _compares(said, at - told.group().count(" "))


def _compares(said: Talk, at: int) -> bool:
    """Whether a result stands right before word `at`: `23 of 30, that was 19`."""
    last = next((i for i in range(at - 1, max(said.opening(at), at - 4) - 1, -1) if is_number(said, i)), None)
    return last is not None and said.at(last + 1) not in MINUTES | _COUNTS


def _names_without(p: _Place) -> bool:
    """Whether a treatment named in the sentence still waits for its number: `manual, glides, seven.`"""
    said, at = p.said, p.at
    for k in range(at - 1, max(said.opening(at), at - 20) - 1, -1):
        if is_number(said, k):
            return False
        if k in p.starts and p.starts[k].named:
            return True
    return False


def _in_a_row(p: _Place) -> bool:
    """`Ionto to the elbow, twelve minutes. Eccentrics, fourteen.`: told as the treatment before was."""
    said, at = p.said, p.at
    opening = said.opening(at)
    if p.before != "," or p.following or not 3 <= at - opening <= _A_ROW or not opening:
        return False
    if any(is_number(said, k) for k in range(opening, at)) or not any(
        k in p.starts and p.starts[k].code and p.starts[k].rank != "exercise" for k in range(opening, at)
    ):
        return False
    last = opening - 1 - (said.at(opening - 1) in MINUTES)
    return is_number(said, last) and said.at(last - 1) == "," and _treats(p, said.opening(last), last)


def _treats(p: _Place, start: int, end: int) -> bool:
    return any(k in p.starts and bool(p.starts[k].code) for k in range(start, end))


def _adds_up_ahead(p: _Place) -> bool:
    """Whether a larger figure sums up right behind, and a treatment before still waits for its number."""
    whole = p.said.tokens[p.at + 2].number or 0
    return whole > p.number and _names_without(p)


def _put_at(p: _Place) -> bool:
    """`I'd put therapeutic exercise at twenty-two`, `manual was the rest of it at twelve`."""
    said, at = p.said, p.at
    if said.at(at - 1) != "at" or p.number < _LEAST_PUT or not p.closes:
        return False
    for k in range(at - 1, max(said.opening(at), at - 8) - 1, -1):
        m = p.ends.get(k)
        if m is not None:
            return m.named and _PUT_AT.match(said.words(k, at)) is not None
    return False


def _cut_at(p: _Place) -> bool:
    """`I wanted fifteen minutes of manual, but I cut it off at nine`."""
    said, at = p.said, p.at
    opening = max(said.opening(at), at - _REACH)
    told = any(i in p.starts and p.starts[i].named for i in range(opening, at))
    return told and p.closes and _CUT.search(said.words(max(opening, at - 6), at)) is not None


def _turned_out(p: _Place) -> bool:
    """`Manual was supposed to be fifteen but it came to nine`."""
    said, at = p.said, p.at
    opening = max(said.opening(at), at - _REACH)
    told = any(i in p.starts and p.starts[i].named for i in range(opening, at))
    if not (told and p.closes and _TURNED_OUT.search(said.words(max(opening, at - 6), at))):
        return False
    return _MEANT.search(said.words(opening, at)) is not None


def _came_to(p: _Place) -> bool:
    """`the exercises came to twenty-one`."""
    said, at = p.said, p.at
    k = at - 1
    while k > at - 4 and said.at(k) in ("to", "up", "out"):
        k -= 1
    if said.at(at - 1) != "to" or said.at(k) not in _CAME:
        return False
    m = next((p.ends[i] for i in range(k, k - 3, -1) if i in p.ends), None)
    return m is not None and m.named


def _listed_for_each(p: _Place) -> bool:
    """`between manual and exercise, twenty apiece`, `twelve each of manual and exercise`."""
    at, opening = p.at, p.said.opening(p.at)
    before = {
        m.code for i in range(max(opening, at - 12), at + 1) if (m := p.ends.get(i)) is not None and m.named
    }
    return len(before) > 1 or any(i in p.starts and p.starts[i].named for i in range(at + 2, at + 7))


def _took(p: _Place) -> bool:
    """`Towel curls, heel raises and step downs took another sixteen.`"""
    said, at = p.said, p.at
    opening = max(said.opening(at), at - _REACH)
    if not p.closes or not _TOOK.search(said.words(max(opening, at - 5), at)):
        return False
    told = [k for k in range(opening, at) if k in p.starts and p.starts[k].code]
    return bool(told) and not any(is_number(said, k) for k in range(told[-1], at))


def _goes_on(said: Talk, at: int) -> bool:
    """`five minutes at the start and another seven at the end`."""
    told = range(max(said.opening(at), at - 14), at)
    first = at + 1 + (said.at(at + 1) == "more")
    following = said.words(first, min(said.closing(at), first + 4))
    counts = any(said.at(k) in MINUTES or is_number(said, k) for k in told)
    return counts and (not following or _AT_AN_END.search(following) is not None)


def _behind_colon(p: _Place) -> bool:
    """`97110: 15`, `manual: twelve`, `thirty-eight minutes: eighteen of exercise, twenty manual`."""
    if on_the_clock(p.said, p.at):
        return False
    beside = (p.ends.get(p.at - 1), p.starts.get(p.at + 1))
    if p.following in ("on", "for", "in", "to"):
        ahead = (p.starts.get(k) for k in range(p.at + 2, min(p.at + 4, p.said.closing(p.at))))
        return any(m is not None and m.named for m in ahead)
    return p.following == "of" or any(m is not None and m.named for m in beside)
