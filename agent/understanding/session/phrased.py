"""Minutes told of several treatments at once: each, in that order, split, the rest, all but, of those."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from agent.needles import Rare
from agent.understanding.session.bare import MINUTES
from agent.understanding.session.helped import parts_of_others
from agent.understanding.session.labelled import labelled
from agent.understanding.session.leftover import is_what_is_left, leftover
from agent.understanding.session.listed import BETWEEN, listed_after, listed_before
from agent.understanding.session.matching import Block
from agent.understanding.session.mentions import Mention
from agent.understanding.session.people import names
from agent.understanding.session.portions import portioned
from agent.understanding.session.quantities import Quantity
from agent.understanding.session.remainders import Shared
from agent.understanding.session.split import split_evenly
from agent.understanding.session.sums import Sum
from agent.understanding.session.talk import Talk


@dataclass(frozen=True, slots=True)
class Fixed:
    """`minutes` of the treatment `mention`, told at word `at`; with `rest_of` what is left of that whole."""

    mention: Mention
    at: int
    minutes: int | None
    rest_of: int | None = None
    """A whole from which the minutes of all other treatments are taken."""
    counted: bool = False
    """The whole holds only what counts: `the rest of the fifty, so forty-four minutes of treatment`."""
    among: int = 1
    """The treatments that share what is left."""


@dataclass(frozen=True, slots=True)
class Together:
    """What phrases tell of several treatments at once."""

    fixed: tuple[Fixed, ...]
    used: frozenset[int]
    """Words whose numbers have so found their place."""
    wholes: tuple[Sum, ...]
    """Totals that such a phrase told by the way: `the rest of the forty-four`."""
    shared: tuple[Shared, ...]


def told_together(
    said: Talk, named: Sequence[Mention], numbers: Sequence[Quantity], told: Sequence[Sum]
) -> Together:
    """The phrases that give minutes to more than the treatment beside them."""
    whole = next((s.minutes for s in reversed(told) if s.what == "total"), None)
    timed = next((s.minutes for s in reversed(told) if s.what == "timed"), None)
    services = [m for m in named if m.code and not is_what_is_left(said, m)]
    fixed: list[Fixed] = []
    used: set[int] = set()
    wholes: list[Sum] = []
    shared: list[Shared] = []
    sum_at = {s.at for s in told}
    for q in numbers:
        after = said.words(q.end, q.end + 3) if q.end < len(said) and said.breaks(q.at, q.end) == 0 else ""
        if re.match(r"^(?:each|apiece)\b", after) and q.role != "other":
            chosen = listed_after(said, services, q.end + 1) or listed_before(said, services, q.at)
            if len(chosen) >= 2:
                fixed += [Fixed(m, q.at, q.minutes) for m in chosen]
                used.add(q.at)
    for m, at, minutes in labelled(said, services, numbers):
        fixed.append(Fixed(m, at, minutes))
        used.add(at)
    halves = {p.at for p in parts_of_others(said, named, names(said)) if p.share}
    parted = portioned(said, services, numbers, halves)
    for time in parted:
        fixed += [Fixed(m, at, minutes) for m, at, minutes in time.given]
        used.add(time.at)
        if whole is None and time.all_told:
            wholes.append(Sum(time.at, "total", time.minutes))
    for at, given in split_evenly(said, services, numbers, told):
        fixed += [Fixed(m, at, minutes) for m, minutes in given]
        used.add(at)
    no_wholes = sum_at | {q.at for q in shares(said, numbers, named)}
    for run in _runs(said, numbers):
        chosen = _listed_near(said, services, run) or _in_that_order(said, services, run)
        if len(chosen) == len(run) and not any(q.at in used | no_wholes for q in run):
            fixed += [Fixed(m, q.at, q.minutes) for m, q in zip(chosen, run, strict=True)]
            used |= {q.at for q in run}
    for q in numbers:
        if q.at in used or q.at in sum_at:
            continue
        if two := _of_two_at_once(said, services, q, numbers):
            used.add(q.at)
            shared.append(Shared(q.at, q.minutes, tuple(two)))
    _all_of_it(said, services, numbers, whole or timed, fixed, used)
    left = leftover(said, services, numbers, whole, timed)
    if left is not None:
        among = len(left.mentions)
        fixed += [Fixed(m, left.at, None, left.whole or 0, left.counted, among) for m in left.mentions]
        if left.place >= 0:
            used.add(left.place)
        if left.place >= 0 and left.whole is not None and whole is None:
            wholes.append(Sum(left.place, "total", left.whole))
    return Together(tuple(fixed), frozenset(used), tuple(wholes), tuple(shared))


def _of_two_at_once(
    said: Talk, services: Sequence[Mention], q: Quantity, numbers: Sequence[Quantity]
) -> list[Mention]:
    """`manual therapy and exercise 30 minutes`: one time for two treatments belongs to neither."""
    names = [m for m in services if m.named]
    before = listed_before(said, names, q.at)
    if before and q.at - before[-1].end <= 2 and before[-1].start - before[-2].end <= 2:
        first = before[-2]
        told = any(
            m.code == first.code and m.end <= first.start and said.breaks(m.start, q.at) == 0
            for m in services
        )
        own = any(0 <= first.start - o.end <= 2 for o in numbers if o.at != q.at)
        return [] if told or own else before[-2:]
    after = listed_after(said, names, q.end, first_within=2)
    if after and after[1].start - after[0].end <= 2 and said.at(q.end) in ("of", "on", "for", "doing"):
        return [] if any(0 <= o.at - after[1].end <= 3 for o in numbers if o.at != q.at) else after[:2]
    return []


_WITH_ME = re.compile(r"^(?:with|by|from) (?:me|myself|the pt|pt)\b")
_WITH_ANOTHER = Rare(r"^(?:with|by|from) (?:\w+ )?(?:pta|assistant|student|spt)\b", flags=0)


def with_each(
    said: Talk, numbers: Sequence[Quantity], named: Sequence[Mention]
) -> list[tuple[Quantity, Quantity]]:
    """(therapist's, helper's) minutes of one treatment: `8 minutes with me and 14 with our PTA`."""
    out = []
    for a, b in pairwise(numbers):
        if said.breaks(a.at, b.at):
            continue
        first, second = said.words(a.end, a.end + 4), said.words(b.end, b.end + 4)
        if _WITH_ME.match(first) and _WITH_ANOTHER.match(second):
            both = (a, b)
        elif _WITH_ANOTHER.match(first) and _WITH_ME.match(second):
            both = (b, a)
        else:
            continue
        if not any(m.named and a.at < m.start < b.at for m in named):
            out.append(both)
    return out


def _runs(said: Talk, numbers: Sequence[Quantity]) -> list[list[Quantity]]:
    """Numbers told one after the other: `nine and eleven`, of which one at least may be minutes."""
    by_at = {q.at: q for q in numbers}
    out: list[list[Quantity]] = []
    at = 0
    while at < len(said):
        if said.tokens[at].number is None:  # as most words are
            at += 1
            continue
        run: list[Quantity] = []
        i = at
        while i < len(said):
            number = said.tokens[i].number
            if (
                number is None
                or not number.is_integer()
                or not 3 <= number <= 120
                or (run and said.breaks(at, i))
            ):
                break
            q = by_at.get(i) or Quantity(i, i + 1, int(number), False, "short")
            run.append(q)
            i = q.end
            while (
                said.at(i) in (",", "and", "then")
                and i < len(said) - 1
                and said.tokens[min(i + 1, len(said) - 1)].number is not None
            ) or (
                said.words(i, i + 2) in (", and", "and then")
                and i + 2 < len(said)
                and said.tokens[i + 2].number is not None
            ):
                i += 1 if said.tokens[i + 1].number is not None else 2
            if i == q.end:
                break
        if len(run) >= 2:
            out.append(run)
        at = max(at + 1, i if run else at + 1)
    return out


def _listed_near(said: Talk, services: Sequence[Mention], run: Sequence[Quantity]) -> list[Mention]:
    """The list of treatments that the numbers of `run` answer one to one, beside them in the sentence."""
    start, end = run[0].at, run[-1].end
    names = [m for m in services if m.rank != "exercise"]
    after = listed_after(said, names, end, first_within=4)
    if after and said.at(end) in (",", ":", "for", "on", "of", "-", "respectively"):
        return after[: len(run)] if len(after) == len(run) else []
    before = [m for m in names if m.end <= start and said.breaks(m.start, start) == 0]
    chosen = before[-len(run) :]
    if len(chosen) == len(run) and all(m.named for m in chosen):
        lead = said.low[chosen[-1].end : start]
        listed = all(
            set(said.low[a.end : b.start]) <= BETWEEN and b.start - a.end <= 3 for a, b in pairwise(chosen)
        )
        if (
            listed
            and len(lead) <= 4
            and set(lead) <= {"were", "was", ",", "at", "for", "took", "is", "are", "respectively"}
        ):
            return chosen
    return []


_ORDER = Rare(
    r"\bin (?:this|that|the|the same|the following) order\b|\bin order\b(?! to\b)|\brespectively\b", flags=0
)
_ORDER_AHEAD = 300
"""Words from figures told ahead to the order that they are in."""


def _in_that_order(said: Talk, services: Sequence[Mention], run: Sequence[Quantity]) -> list[Mention]:
    """`Minutes: twenty, ten and eight. … They are in this order. Exercise …`: as many treatments."""
    opening = said.opening(run[0].at)
    if not MINUTES.intersection(said.low[opening : run[0].at]):
        return []
    at = run[-1].end
    while at < min(len(said), run[-1].end + _ORDER_AHEAD):
        closing = said.closing(at)
        if _ORDER.search(said.words(at, closing)):
            first: dict[str, Mention] = {}
            for m in services:
                if m.start >= at and said.turn[m.start] == said.turn[at]:
                    first.setdefault(m.code, m)
            return list(first.values())
        at = closing
    return []


_ALL = Rare(
    r"\b(?:all(?: (?:of (?:it|that|this|which|them|those|the time)|it))?|"
    r"every (?:single )?(?:minute|one|bit|second|last one)(?: of (?:it|them|that|those|which|the time))?)"
    r"(?: was| were| being| went| goes| spent)?(?: on| for| to| into| in)?(?: the| my)?$|"
    r"\bnothing (?:but|except|other than)(?: the| my)?$",
    flags=0,
)
_ALL_BUT = Rare(
    r"\ball (?:but|except)(?: for)?(?: the| about)? (\d+)(?: minutes)?(?: of (?:it|that|those|"
    r"them))?(?: was| were| on| in| went to)?(?: the)?$",
    flags=0,
)
_THROUGHOUT = re.compile(
    r"^(?:, )?(?:the (?:whole|entire|full) (?:time|session|visit|way|thing|\d+(?: minutes)?)|throughout|"
    r"start to finish|exclusively|and nothing else|nothing else)\b"
)
"""`Aquatic therapy the whole time`."""
_BUT = re.compile(
    r"\b(?:but|except|save|minus|apart from|other than|besides|less)(?: for)?(?: the| those| about| maybe)*$"
)


def _all_of_it(
    said: Talk, services: Sequence[Mention], numbers: Sequence[Quantity], whole: int | None,
    fixed: list[Fixed], used: set[int],
) -> None:  # fmt: skip
    """`all of it exercise but the six I was rolling`, `all but six of it manual`."""
    if whole is None and (q := _of_so_many(said, numbers)) is not None:
        whole = q.minutes
        used.add(q.at)
    if whole is None:
        return
    for m in sorted(services, key=lambda m: not m.named):
        opening = said.opening(m.start)
        before = said.words(max(opening, m.start - 10), m.start)
        inner = _ALL_BUT.search(before)
        if inner is not None:
            less = int(inner.group(1))
            fixed.append(Fixed(m, m.start, whole - less if less < whole else None))
            used |= {i for i in range(max(opening, m.start - 10), m.start) if said.low[i] == inner.group(1)}
            return
        closing = said.closing(m.start)
        if not _ALL.search(before):
            if _is_all(said, m, services, numbers, whole):
                fixed.append(Fixed(m, m.start, whole))
                return
            continue
        for i in range(m.end, min(closing, m.end + 10)):
            number = said.tokens[i].number
            if number is not None and _BUT.search(said.words(m.end, i)):
                less = int(number)
                fixed.append(Fixed(m, m.start, whole - less if less < whole else None))
                other = next(
                    (o for o in services if i < o.start <= i + 9 and o.start < closing and o.code != m.code),
                    None,
                )
                if other is not None:
                    fixed.append(Fixed(other, i, less))
                used.add(i)
                return
        if not any(q.role == "activity" and q.minutes != whole for q in numbers):
            fixed.append(Fixed(m, m.start, whole))
            return


_ALL_BUT_SO_MANY: Final = re.compile(
    r"^(?: ?,)?(?: it)? all (?:of it |of them |of those )?(?:was|were|went) .*"
    r"\b(?:but|except|save|apart from|other than)\b"
)


def _of_so_many(said: Talk, numbers: Sequence[Quantity]) -> Quantity | None:
    """`Of thirty-eight minutes, all were exercise except for nine`: the whole is told where it is parted."""
    for q in numbers:
        opens = said.at(said.opening(q.at)) == "of" and q.at - said.opening(q.at) <= 2
        if q.spoken and opens and _ALL_BUT_SO_MANY.match(said.words(q.end, said.closing(q.at))):
            return q
    return None


def _is_all(
    said: Talk, m: Mention, services: Sequence[Mention], numbers: Sequence[Quantity], whole: int
) -> bool:
    """Whether nothing but `m` was given all the time, and no other minutes were told."""
    if not m.named or not _THROUGHOUT.match(said.words(m.end, min(m.end + 5, said.closing(m.start)))):
        return False
    others = any(o.named and o.code != m.code for o in services)
    return not others and not any(q.role == "activity" and q.minutes != whole for q in numbers)


_OF_THOSE = re.compile(r"^(?:minutes )?of (?:those|them|that|which|it|these|the time|the \d+)\b")


_A_WHOLE_BEFORE = 60
"""Words back to the minutes of which others are a part: `that was eleven minutes of that` is none of any."""
_AN_END_OF = re.compile(r"\b(?:the|my|her|his) (?:last|first|final|middle)(?: about)?$")
_OF_A_TREATMENT = re.compile(
    r"^(?:minutes? )?of (?:it|that|those|this|"
    r"(?:the|my|her|his) (?!session|visit|time|hour|treatment|day|week))"
)
_INCLUDED = re.compile(r"\b(?:which |that )?(?:included|includes|including|counting)(?: about| the| an?)?$")


def _is_within(said: Talk, q: Quantity) -> bool:
    """`the last twelve minutes of the exercise`, `which included five on the bike`: minutes told before."""
    opening = said.opening(q.at)
    before = said.words(max(opening, q.at - 3), q.at)
    if _AN_END_OF.search(before):
        return _OF_A_TREATMENT.match(said.words(q.at + 1, q.at + 5)) is not None
    counted_in = _INCLUDED.search(before) is not None
    return counted_in and any(said.tokens[i].number is not None for i in range(opening, q.at - 1))


def shares(said: Talk, numbers: Sequence[Quantity], named: Sequence[Mention]) -> list[Quantity]:
    """`ten of those with Dana`: a part of minutes told before, not minutes more."""
    out = [helpers for _, helpers in with_each(said, numbers, named)] + _of_which_another(said)
    held = {q.at for q in out}
    by_at = {q.at: q for q in numbers}
    for p in parts_of_others(said, named, names(said)):
        if p.minutes is not None and p.at not in held:
            out.append(by_at.get(p.at) or Quantity(p.at, p.at + 1, p.minutes, False, "short"))
            held.add(p.at)
    for q in numbers:
        if q.at in held:
            continue
        if _is_within(said, q):
            out.append(q)
            continue
        match = _OF_THOSE.match(said.words(q.at + 1, q.at + 6))
        if match is None:
            continue
        whole_before = any(0 < q.at - o.at <= _A_WHOLE_BEFORE for o in numbers)
        if q.spoken and not whole_before and not _whole_next(said, q, numbers):
            continue
        if _of_the_one_before(said, q, named):
            continue
        behind = q.at + 2 + match.group().count(" ")
        if not any(
            m.named
            and behind <= m.start <= behind + 4
            and (
                m.start == behind
                or said.at(behind) in ("was", "were", "went", "on", "is", "for", "in", "doing", "spent")
            )
            and said.breaks(q.at, m.start) == 0
            for m in named
        ):
            out.append(q)
    return out


_TAKES = re.compile(
    r"^(?:(?:,|was|were|took|takes|got|gets|had|ate|used|made|up|about|only|just|for|ran|filled) ?)*$"
)


def _of_the_one_before(said: Talk, q: Quantity, named: Sequence[Mention]) -> bool:
    """`manual took up fifteen of it`: the treatment right before has them, and they are no part of it."""
    return any(
        m.named
        and 0 <= q.at - m.end <= 4
        and not said.breaks(m.start, q.at)
        and (m.end < q.at or m.rank == "name" or not m.code)
        and _TAKES.match(said.words(m.end, q.at)) is not None
        and "," not in said.low[m.end : q.at]
        for m in named
    )


def _whole_next(said: Talk, q: Quantity, numbers: Sequence[Quantity]) -> bool:
    """`Gait, four minutes of that was stairs, sixteen minutes altogether`: the whole comes behind."""
    return any(
        o.minutes > q.minutes
        and 0 < o.at - q.at <= _A_WHOLE_NEXT
        and said.breaks(q.at, o.at) == 0
        and _ALTOGETHER.match(said.words(o.end, o.end + 3))
        for o in numbers
    )


_A_WHOLE_NEXT = 12
_ALTOGETHER = re.compile(r"^(?:, )?(?:al(?:l ?)?together|in all|all told|all in|total)\b")


_HELPERS = ("tech", "technician", "aide", "pta", "assistant", "student", "spt", "atc", "trainer")
_OF_WHICH_ANOTHER = Rare(
    r"\bof (?:which|that|those|them|it),? (?:(?:the|my|our|a|an|her|his) )?(?:\w+ )?"
    rf"(?:{'|'.join(_HELPERS)})(?: \w+){{1,3}}$",
    flags=0,
)


_OTHERS = frozenset(_HELPERS)


def _of_which_another(said: Talk) -> list[Quantity]:
    """`thirty minutes, of which the tech watched ten`."""
    out: list[Quantity] = []
    if _OTHERS.isdisjoint(said.low):
        return out
    for at, token in enumerate(said.tokens):
        if token.number is None or not token.number.is_integer() or not 1 <= token.number <= 90:
            continue
        if _OF_WHICH_ANOTHER.search(said.words(max(said.opening(at), at - 9), at)):
            out.append(Quantity(at, at + 1, int(token.number), False, "short"))
    return out


def block_of(mention: Mention, treated: Sequence[Block]) -> Block | None:
    """The block that holds `mention`."""
    return next((b for b in treated if mention in b.mentions), None)
