"""Totals as they were said: of the treatment, of the timed minutes, of one code; never a sum of ours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from agent.needles import Rare
from agent.understanding.session.clocks import on_the_clock
from agent.understanding.session.groups import with_groups
from agent.understanding.session.mentions import Mention, mentions
from agent.understanding.session.quantities import Quantity, quantities
from agent.understanding.session.talk import Talk, clause_talk
from agent.understanding.session.wholes import (
    adds_to,
    adds_up,
    answers,
    is_all_there_was,
    is_sum_of_last,
    is_time_of_hands,
    is_time_with_one,
    is_time_with_the_therapist,
)
from agent.understanding.tokens import Token


@dataclass(frozen=True, slots=True)
class Sum:
    """`minutes` told as a total at word `at`. `code` where it is the sum of one code."""

    at: int
    what: Literal["total", "timed", "code"]
    minutes: int
    code: str = ""
    surely: bool = True
    """False: a closing figure whose being a total follows from its size only."""


_LINK = (
    r"(?: (?:is|was|are|were|'s|of|about|,|:|colon|at|makes?|comes?|came|to|for|today|the|visit|"
    r"roughly|time|now|with|minutes))*$"
)
_PARTS = (
    r"(?: (?:treatment|session|visit|contact|skilled|time|minutes|billable|code|codes|of|in|the|clinic|"
    r"room|here|today|spent|together))*"
)
_TIMED = r"(?:timed|one on one|one to one|1 on 1|1 to 1|one - on - one|direct|face to face|billable)"
_LEFT_TOTAL = Rare(
    r"\b(?:total|totals|ttt|total's|totaling|totalling|sum|overall|(?:treatment|session|visit) time)"
    + _PARTS
    + r"(?: with (?:the |all the )?(?:\w+)(?: \w+)?)?"
    r"(?: ?,? (?:not counting|not including|excluding|without|minus|less)"
    r"(?: (?:the|all|any|his|her))? \w+(?: \w+)?)?"
    + _LINK
    + r"|\b(?:session|visit) of(?: about)?$"
    + r"|\bclock (?:says|said|reads|shows|has)(?: about)?$",
    flags=0,
)
_LEFT_TIME = re.compile(
    r"\b(?:treatment|session|visit) (?:time|length)"
    + _LINK
    + r"|\b(?:visit|session|appointment) (?:ran|lasted|took|went)(?: about| for| a| to)*$"
    + r"|(?:^|\b(?:the|our|my|today's|all|so|and|actual) |, )treatment "
    r"(?:ran|lasted|took|went|was|came to|comes to)(?: about| for| to| just| only| exactly)*$"
)
_LEFT_ALL = Rare(
    r"\b(?:al(?:l ?)?together|all of (?:it|that|this) together|all told|in all|all in|start to finish|"
    r"door to door|beginning to end|all "
    r"up|all in all|(?:put|taken|added|lumped)(?: it| that)?(?: all)? together(?: ,)?"
    r"(?: it(?:.?s)?| that(?:.?s)?| they(?:.?re)?)?)" + _LINK,
    flags=0,
)
_LEFT_WHOLE = Rare(
    r"\b(?:whole|entire|full) (?:visit|session|thing|appointment|treatment|time|hour)(?: today| time)?"
    r"(?:'s| is| was| took| ran| came to| comes to| lasted)(?: about)?$|"
    r"\b(?:whole|entire) (?:visit|session|appointment)(?: ,)?$|"
    r"\b(?:in and out|start to finish|door to door|wrapped up|all done) (?:in|within)(?: about| just)?$",
    flags=0,
)
_LEFT_ADD = Rare(
    r"\badd (?:it|them|em|'em|that|those|all that|everything)(?: all)? (?:up|together)"
    r"(?: with (?:the )?(?:\w+ ?){1,3})?(?: ,)?(?: and| that's| thats| it's| its| makes| we(?:'re| were|"
    r" are| get| had| got)| i get| you get| i have| to| at| comes)*$"
    r"|\badds up to$|\badding up to$",
    flags=0,
)
_LEFT_TIMED = Rare(
    r"\b(?:total )?" + _TIMED + r"(?: (?:treatment|code|contact|total|time|minutes|codes))*" + _LINK, flags=0
)
_OF_A_NUMBER = re.compile(r"\d(?: minutes)? (?:of |was |were |is )?$")
"""`33 minutes one on one, 43 in all`: the words before 43 say what the 33 are."""
_LEFT_CLOSE = Rare(
    r"\b(?:i make (?:that|it|this)(?: all)?|call (?:it|that|the whole thing)|(?:it |that |this |all "
    r")(?:comes|came) (?:out )?to|(?:that |this |it |management |which )?makes(?: it| that| for)?|"
    r"(?:that|this|which|it) gives"
    r"|(?:we|you|he|she|they)(?:'re| are| were) (?:at|here|in here|in here for|here for|with me for)|"
    r"that puts us at|brings (?:us|it|that) (?:up )?to|for a total of"
    r"|so (?:that's|thats|that was|that is|it's|we had|we did|that makes)(?: all)?|^so|\bso|that's|"
    r"thats|that was|that'd be|we were|we spent|i had (?:him|her|you|them)(?: for)?|i was with (?:him|"
    r"her|you|them)(?: for)?|which is|we did|we had|been|been here|here for)(?: about| been| the| a)*$",
    flags=0,
)
_LEFT_HERE = re.compile(
    r"\b(?:we|you|he|she|they|i|patient)(?:'ve|'d|'s| have| has| had)?(?: been| was| were)(?: all)? "
    r"(?:in (?:the )?(?:building|clinic|gym|office|room)|in here|here|at it|(?:in )?with me|with you)"
    r"(?: for| about| just| a)*$"
)
"""`We've been in here thirty-five minutes`."""
_HEADS = re.compile(r"^(?:minutes )?(?:of )?" + _TIMED + r"(?: (?:treatment|time|minutes|contact))* :")
_RECKONED = re.compile(r"^(?:.*\b(?:so|that's|leaves|leaving|makes|it's|with)(?: me| us)?(?: with)?)?$")
"""`So forty-eight billable: twenty-eight exercise, …`."""
_RIGHT_TOTAL = re.compile(
    r"^(?:, )?(?:for today\b|(?:is|was|makes) (?:the |our |my )?total\b|"
    r"(?:treatment|session) time\b|"
    r"total\b(?! (?:time |treatment |is |of |was |it\'s |with )*\d)|"
    r"al(?:l ?)?together|in "
    r"total|in all|all told|overall|on the clock|start to finish|door to door|beginning to end|all up|"
    r"all in\b|"
    r"(?:that )?(?:we|you)(?:'ve|'re| have| are) (?:been )?(?:at it|going|in here)\b|"
    r"from \w+ to \w+\b|front to back|end to end|in the room|together\b|with (?:him|her|you|them|the "
    r"patient|me)(?! exercis)(?: today| total)?(?:$| ,| put| start| all| hands| and (?:every|each|all))|"
    r"(?:that )?i (?:treated|had|saw|worked with|was with|spent with) (?:him|her|you|them|the patient)\b|"
    r"(?:not |without )?counting (?:the |her |his |your )?\w+|"
    r"(?:not including|excluding) (?:the )?\w+|including (?:the |her |his )?\w+|with the (?:rests?|rest "
    r"breaks?|heat|ice|cold|wax|paraffin|sit - downs|vitals|blood pressure|setup|set - up|skin check|"
    r"(?:\w+ )?(?:traction|stim|stimulation|packs?|compression|vaso\w*|whirlpool|exam|eval(?:uation)?|"
    r"history|\w+ing))"
    r"(?: (?:added|in|on top|included))?(?=$| [,.;])|"
    r"(?:in|inside) the (?:building|clinic|gym|office)\b|being treated\b|"
    r"and that's (?:all|it|everything)|for everything\b|, nothing else|nothing else|"
    r"for the (?:whole )?(?:visit|session|"
    r"day)|of treatment\b(?! for(?! (?:the|this|today's) (?:visit|session|day)))|"
    r"treatment(?: today| total)?(?:$| ,)|session\b|visit\b|"
    r"(?:here|today|here today|today here) (?:al(?:l ?)?together|in total|in all|all told)(?:$| ,)|"
    r"today total|was the (?:whole|total)|(?:and )?then we(?:'re| are) (?:done|finished))"
)
_RIGHT_TIMED = re.compile(
    r"^(?:, )?(?:all )?(?:of (?:that|it|them|which|those|this) )?(?:was |were |is |are )?(?:all )?(?:of "
    r"(?:it|that) )?(?:of )?(?:"
    + _TIMED
    + r"|skilled(?= (?:time|care|treatment|minutes)))\b(?: (?:treatment|contact|time|care|minutes))?"
    r"(?! (?:(?:total|totals|time|minutes|treatment|contact|is|was|of|:) )*\d)"
)
_THE_WHOLE_VISIT = re.compile(
    r"^(?:(?!\d)\S+ ){0,6}that(?:'s| was| is| 's) (?:the|our|my) (?:entire|whole|full|complete) "
    r"(?:visit|session|treatment|appointment|time|hour)\b"
)
"""`42 minutes one on one and that was the entire visit`."""
_HAS_PARTS = re.compile(
    r"^(?:, )?(?:and |of which )?(?:a|one|two|three|1|2|3) (?:thirds?|quarters?|fourths?|fifths?) "
    r"of (?:it|that|those|them)\b(?! (?:was |were |done |given )*(?:with|by)\b)"
)
"""`We had an hour, two thirds of that was the evaluation`."""
_ALL_OF_IT = re.compile(r"^(?:minutes )?(?:, )?all of (?:it|that|this)\b")
_OPENS = re.compile(r"^(?:(?:so|and|okay|that's|that was|it was|total) ?)*$")
_CODE_SUM = re.compile(r"^(?:, )?(?:al(?:l ?)?together|all told|in all|in total|total)\b(?! (?:\w+ ){0,3}\d)")
_SUMS_UP = re.compile(r"\b(?:al(?:l ?)?together|all told|in all|all in|in total|all up)(?: ,)?(?: the| my)?$")
"""`All in, exercise was 26 minutes`."""
_PART_OF_IT = re.compile(r"^(?:minutes )?of (?:those|them|that|which|it|these)\b")
_MEANS_TO = re.compile(r"\b(?:wants?|hopes?|needs?|has|have|able|can't|can|unable|trying) to\b(?!.*\d)")
"""`Wants to sit through church, which is an hour`."""
_MORE_THAN = re.compile(r"\b(?:extra|other|another|last|first|remaining)$")
"""`The extra five on the clock`."""
_A_PART = re.compile(r"^(?:minutes )?(?:was|were|went|on|for)\b")
"""`Of that twenty-three was strengthening`."""
_NOT_OF_THIS = re.compile(
    r"^(?:errors?|points?|out|cm|degrees|of \d|/|reps?|laps?|visits?|steps|items|feet|meters|pounds)\b"
)


_OWN_MINUTES = Rare(
    r"(?<!\blast )(?<!\bfirst )(?<!\bfinal )\b\d+(?: minutes)? (?:of|on|for|doing)(?: the)?$", flags=0
)


def tells_total(tokens: Sequence[Token]) -> bool:
    """Whether a clause that stands behind a treatment tells a total."""
    said = clause_talk(tokens)
    named = with_groups(said, mentions(said))
    return any(s.surely for s in sums(said, quantities(said, named), named, treated_before=True))


def sums(
    said: Talk, numbers: Sequence[Quantity], named: Sequence[Mention], *, treated_before: bool = False
) -> list[Sum]:
    """The totals, in spoken order. A number that is a total is the minutes of no treatment."""
    out: list[Sum] = []
    by_at = {q.at: q for q in numbers}
    starts = {m.start: m for m in named}
    treated = [q.at for q in numbers if q.role in ("activity", "short")]
    treated += [-1] if treated_before else []
    within = {i for q in numbers for i in range(q.at + 1, q.end)}
    for at, token in enumerate(said.tokens):
        if at in within or on_the_clock(said, at):
            continue
        if token.number is None or not token.number.is_integer() or not 3 <= token.number <= 480:
            q = by_at.get(at)
            if q is None or q.minutes < 30:
                continue
            minutes, end = q.minutes, q.end
        else:
            q = by_at.get(at)
            minutes, end = (q.minutes, q.end) if q is not None else (int(token.number), at + 1)
        found = _sum_at(said, at, end, minutes, q, starts, named, treated, out, numbers)
        if found is not None:
            out[-1:] = _with_what_is_added(said, out[-1:], found)
    return out


def _with_what_is_added(said: Talk, before: Sequence[Sum], s: Sum) -> list[Sum]:
    """`Forty-two of treatment, forty-six with the measuring`: the first is of treatment alone."""
    if not before:
        return [s]
    last = before[-1]
    more = last.what == s.what == "total" and last.minutes < s.minutes
    if more and adds_to(said, last.at, s.at, s.at + 1):
        return [replace(last, what="timed"), replace(s, surely=last.surely)]
    return [last, s]


def _in_order(said: Talk, at: int, reach: int) -> str:
    return said.words(max(said.opening(at), at - reach), at)


def _sum_at(
    said: Talk, at: int, end: int, minutes: int, q: Quantity | None, starts: dict[int, Mention],
    named: Sequence[Mention], treated: Sequence[int], so_far: Sequence[Sum], numbers: Sequence[Quantity],
) -> Sum | None:  # fmt: skip
    left = _in_order(said, at, 12)
    closing = said.closing(at)
    right = said.words(end, min(closing, end + 7)) if end < closing else ""
    if _PART_OF_IT.match(right):
        last = so_far[-1] if so_far else None
        whole = last.minutes if last is not None and last.what == "total" and last.surely else 0
        near = last is not None and minutes <= whole and said.breaks(last.at, at) <= 1
        return Sum(at, "timed", minutes) if near and is_time_with_one(right) else None
    if q is None and (_NOT_OF_THIS.search(right) or said.at(end) == "/"):
        return None
    earlier = any(t < at and at - t < 400 for t in treated) or bool(so_far)
    of_one = _code_of(said, at, named)
    if (
        of_one
        and not _of_a_list(said, at, named)
        and (_CODE_SUM.search(right) or _summed_up(said, at, named))
    ):
        return Sum(at, "code", minutes, of_one)
    following = next((m for m in named if end <= m.start <= end + 3 and m.named), None)
    if (
        following is not None
        and q is not None
        and said.breaks(at, min(following.end, len(said) - 1)) == 0
        and _CODE_SUM.search(said.words(following.end, following.end + 7))
    ):
        return Sum(at, "code", minutes, following.code)
    if (q is None or not q.spoken) and minutes > 120:
        return None
    if q is not None and q.spoken and q.role != "dose" and _HAS_PARTS.match(right):
        return Sum(at, "total", minutes)
    if earlier and _THE_WHOLE_VISIT.search(said.words(end, closing)):
        return Sum(at, "total", minutes)
    if earlier and (not right or right.startswith((",", "minutes", "total"))) and answers(said, at):
        return Sum(at, "total", minutes)
    if is_time_with_the_therapist(said, at, end, minutes):
        return Sum(at, "total", minutes)
    if q is not None and is_all_there_was(said, q, numbers, named):
        return Sum(at, "total", minutes)
    timed_right = _RIGHT_TIMED.search(right)
    for_one = _for_one(said, end, starts)
    if timed_right and (for_one or _for_one(said, end + timed_right.group().count(" ") + 1, starts)):
        timed_right = None
    if timed_right and of_one and _alone(said, at, named) and not _LEFT_CLOSE.search(left):
        return None
    strong_left = (
        _LEFT_TIME.search(left)
        or _LEFT_TOTAL.search(left)
        or _LEFT_WHOLE.search(left)
        or _LEFT_ADD.search(left)
    )
    last = so_far[-1] if so_far else None
    if last and last.what != "code" and last.minutes < minutes and adds_to(said, last.at, at, end):
        return Sum(at, "total", minutes)
    if earlier and is_time_of_hands(said, at, end, minutes, numbers):
        return Sum(at, "timed", minutes)
    if strong_left and (own := _total_of_one(said, at, strong_left.group(), named)):
        return Sum(at, "code", minutes, own)
    if strong_left and not for_one and (q is not None or _in_session(said, at, left, earlier)):
        inner = strong_left.group()
        if re.search(_TIMED, inner) and not re.search(r"\badd\b", inner):
            return Sum(at, "timed", minutes)
        if re.search(r"\b(?:timed|direct|billable) total$", left):
            return Sum(at, "timed", minutes)
        if _names_between(said, at, left, strong_left, named):
            return None
        return Sum(at, "total", minutes)
    if earlier and _HEADS.search(right) and _RECKONED.search(left):
        return Sum(at, "timed", minutes)
    if earlier and (not right or (q is not None and q.spoken)) and (here := _LEFT_HERE.search(left)):
        if "in the" in here.group() and any(s.what == "total" for s in so_far):
            return None  # how long somebody was in the house, where the treatment's time was told before
        return Sum(at, "total", minutes)
    if q is not None and q.spoken and (_LEFT_QUIT.search(left) or adds_up(said, q, numbers)):
        return Sum(at, "total", minutes, surely=False)
    if q is not None and q.role == "other" and not (_RIGHT_TOTAL.search(right) and earlier):
        return None
    if of_one and not timed_right and not _LEFT_CLOSE.search(left):
        return None
    if (
        re.match(r"^(?:, )?total\b(?! timed)", right)
        and _RIGHT_TOTAL.search(right)
        and (q is not None or earlier)
    ):
        return Sum(at, "total", minutes, surely=not _told_of_something(said, at, named))
    if timed_right and (earlier or q is not None):
        all_told = _LEFT_ALL.search(left)
        closing_total = (
            all_told is not None and not _summed_before(said, at, left[all_told.start() :], so_far)
        ) or (
            (re.search(r"\ball\b", timed_right.group()) and _LEFT_CLOSE.search(left))
            or (_ALL_OF_IT.search(right) and _OPENS.search(left))
            or (
                re.search(r"\ball\b", timed_right.group())
                and not left
                and is_sum_of_last(at, minutes, numbers)
            )
        )
        return Sum(at, "total" if closing_total else "timed", minutes)
    timed_left = _LEFT_TIMED.search(left)
    of_another = (
        timed_left is not None
        and not timed_left.group().startswith("total")
        and _OF_A_NUMBER.search(left[: timed_left.start()])
    )
    if timed_left and not of_another and not for_one and (earlier or q is not None):
        return Sum(at, "timed", minutes)
    if for_one:
        return None
    if _RIGHT_TOTAL.search(right) and (q is not None or earlier) and not _MORE_THAN.search(left):
        weak = _WEAK.match(right) is not None
        return Sum(at, "total", minutes, surely=not weak and not _told_of_something(said, at, named))
    all_told = _LEFT_ALL.search(left) if q is not None or earlier else None
    if all_told is not None and not _summed_before(said, at, left[all_told.start() :], so_far):
        return Sum(at, "total", minutes)
    if (
        q is not None
        and re.search(r"^(?:so )?of (?:the|those|our|his|her|my|that)$", left)
        and not _A_PART.match(right)
    ):
        return Sum(at, "total", minutes)
    if (
        q is not None
        and right.startswith(":")
        and re.search(r"\b(?:had|was|were|did|spent|treated|of|for)$", left)
    ):
        return Sum(at, "total", minutes)
    if q is not None and re.search(
        r"\b(?:(?:i|we)(?:'ve|'d| have)? (?:saw|seen|treated|had) (?:him|her|you|them)|"
        r"(?:he|she|they|patient) (?:was|were) (?:(?:all )?mine|in my (?:care|hands)|on my table))"
        r"(?: today)? for(?: about| a)*$",
        left,
    ):
        return Sum(at, "total", minutes)
    if earlier and _CLOSED.fullmatch(right) and re.fullmatch(r"(?:so|and|okay|yeah|yep)?(?: ,)?", left):
        return Sum(at, "total", minutes, surely=False)
    if (
        earlier
        and _LEFT_CLOSE.search(left)
        and not _MEANS_TO.search(left)
        and ((q is not None and q.spoken) or _MEASURED.search(left) is None)
        and (q is not None or not right or right.startswith((",", "and", "all")))
    ):
        return Sum(at, "total", minutes, surely=False)
    return None


_WEAK: Final = re.compile(r"^(?:, )?(?:with the|(?:not |without )?(?:counting|including)|excluding)\b")
_CLOSED: Final = re.compile(
    r"(?:, )?(?:yes|yep|yeah|right|exactly|even|flat|correct|today|it is|on the (?:dot|nose)|"
    r"(?:as|like) (?:always|usual|ever|planned|scheduled|last time)|again|all mine|all me|all with me|"
    r"an? (?:\w+ ){0,2}(?:one|visit|session|day|hour))?"
)
"""What may stand behind a figure that is a whole sentence: `Thirty-eight, as always.`"""


_MEASURED = Rare(
    r"\b(?:flexion|extension|abduction|adduction|rotation|pronation|supination|inversion|eversion|dorsiflexion|"
    r"deviation|elevation|degrees|strength|grip|pinch|range|motion|score|scale|index|bends?|straightens?|"
    r"meters|feet|seconds|pounds|reps)\b"
)
"""`Extension picked up another five, that's forty-seven`: what was measured, and no time."""


_LEFT_QUIT = Rare(
    r"\b(?:we|i|he|she|they)(?: had to| both| just)? "
    r"(?:quit|stop|stopped|ended|end|finished|were done|called it)"
    r"(?: (?:today|it|things|there))? (?:at|after)(?: about| only| just)?$",
    flags=0,
)
"""`He was tired and we quit at forty minutes`: all of it, if the parts told add up to it."""


_ITS_TOTAL = re.compile(r"^total (?:was|is|comes to|came to)(?: about)?$")


def _total_of_one(said: Talk, at: int, told: str, named: Sequence[Mention]) -> str:
    """The code of which `exercise total was nineteen minutes` is the sum."""
    first = at - len(told.split())
    if not _ITS_TOTAL.match(told):
        return ""
    return next((m.code for m in named if m.end == first and m.named), "")


def _summed_before(said: Talk, at: int, words_between: str, so_far: Sequence[Sum]) -> bool:
    """`fifty minutes in all, thirty-three timed`: the words before the second figure are of the first."""
    first = at - len(words_between.split())
    return any(s.at == first - 1 or (s.at == first - 2 and said.at(first - 1) == "minutes") for s in so_far)


def _in_session(said: Talk, at: int, left: str, earlier: bool) -> bool:
    """Whether a bare number behind `total` is minutes of this visit: `total forty`, not `BESS total 19`."""
    return earlier or bool(re.search(r"\btotal (?:treatment|session|visit|time|contact|skilled)", left))


def _for_one(said: Talk, end: int, starts: dict[int, Mention]) -> bool:
    """Whether what follows says which treatment the minutes were of."""
    if said.at(end) in ("with", "counting", "including"):
        return False
    i = end
    while i < end + 4 and said.at(i) in (
        "of",
        "for",
        "on",
        "with",
        "direct",
        "the",
        "doing",
        "my",
        "some",
        "total",
        "skilled",
        "one",
        "to",
    ):
        i += 1
    return i in starts and i > end - 1 and starts[i].named and said.breaks(end - 1, i) == 0


def _names_between(said: Talk, at: int, left: str, found: re.Match[str], named: Sequence[Mention]) -> bool:
    begin = at - left[found.start() :].count(" ") - 1
    return any(begin <= m.start < at and m.named and said.at(m.start - 1) not in ("the",) for m in named)


def _told_of_something(said: Talk, at: int, named: Sequence[Mention]) -> bool:
    """Whether its sentence tells of a treatment before: `glides and scar work, 28 all together`."""
    opening = max(said.opening(at), at - 25)
    last = next((m for m in reversed(named) if opening <= m.start < at and m.code), None)
    return (
        last is not None
        and not _has_minutes(said, last)
        and not any(
            said.tokens[i].number is not None and said.at(i + 1) == "minutes" for i in range(last.start, at)
        )
    )


def _has_minutes(said: Talk, m: Mention) -> bool:
    """Whether minutes stand right before the treatment: not `the last five of`."""
    return bool(_OWN_MINUTES.search(said.words(m.start - 7, m.start)))


def _code_of(said: Talk, at: int, named: Sequence[Mention]) -> str:
    """The code of which `exercise is 23 altogether` is the sum."""
    for m in named:
        if 0 <= at - m.end <= 6 and m.named and said.breaks(m.start, at) == 0 and not _has_minutes(said, m):
            between = said.words(m.end, at)
            if re.fullmatch(
                r"(?:, )?(?:which |that )?(?:,|is|was|were|comes to|came to|makes|took)?(?: ?about)?", between
            ):
                return m.code
    return ""


def _summed_up(said: Talk, at: int, named: Sequence[Mention]) -> bool:
    """Whether words that sum up open the sentence of the treatment before `at`."""
    m = next(m for m in reversed(named) if m.end <= at and m.named)
    return _SUMS_UP.search(said.words(max(said.opening(m.start), m.start - 4), m.start)) is not None


def _of_a_list(said: Talk, at: int, named: Sequence[Mention]) -> bool:
    """`For exercise, neuro and manual, thirty-five total`: of all of them, not of the last."""
    before = [m for m in named if m.end <= at and m.named]
    if len(before) < 2 or said.breaks(before[-2].start, at):
        return False
    gap = said.low[before[-2].end : before[-1].start]
    return bool(gap) and set(gap) <= {",", "and", "plus", "&", "the", "my"}


def _alone(said: Talk, at: int, named: Sequence[Mention]) -> bool:
    """Whether one treatment only is named before `at`: `manual therapy 12 minutes one on one` is no sum."""
    before = [m for m in named if m.end <= at and m.named]
    if len(before) < 2 or said.breaks(before[-2].start, at):
        return bool(before)
    gap = said.low[before[-2].end : before[-1].start]
    return len(gap) > 3 or not any(w in ("and", "plus", ",", "&") for w in gap)
