"""Which minutes are of which treatment: the cheapest pairing that keeps the spoken order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from agent.understanding.phrases import words
from agent.understanding.session.bare import SPENT_ON
from agent.understanding.session.lookback import looks_back, says_of_what
from agent.understanding.session.mentions import Mention
from agent.understanding.session.quantities import Quantity
from agent.understanding.session.talk import Talk

TOO_FAR = 9.0
"""A pairing that costs more is a guess; the minutes then stay without a treatment."""
FAR = 200
"""Words beyond which nothing said bears on a pairing."""
_LINKING = words("session_linking")
_TURNS = frozenset(
    ["then", "next", "finally", "last", "lastly", "also", "plus", "afterwards", "after", "now", "first"]
)
_GOES_ON = frozenset(["then", "next", "finally", "lastly", "afterwards"])
"""`I stretched the hip, ten minutes. Then gait training`: the sentence before has told its own minutes."""
_FORWARD = re.compile(
    r"^(?:more )?(?:of|on|for(?! (?:a |the |grand )*(?:total|today|that|those|it)\b)|doing|with|to|"
    r"went to|went on|went into|goes to|were|was|i've put into|i put into|i spent on|we spent on|into|"
    r"spent on|in|at(?! (?:the |her |his )?(?:beginning|start|end|first|finish|top)\b))\b"
)
_A_POINTER = 3
"""Words of `so that was`."""
_FORM = {"name": 0.0, "weak": 0.3, "content": 2.2, "exercise": 2.8}


@dataclass(slots=True)
class Block:
    """Mentions of one code that follow each other, and the minutes found for them."""

    mentions: list[Mention]
    quantity: Quantity | None = None
    minutes: int | None = None
    extra: list[Quantity] = field(default_factory=list)
    """Minutes that were told as more of the same and are counted in."""

    @property
    def code(self) -> str:
        return self.mentions[0].code

    @property
    def start(self) -> int:
        return self.mentions[0].start

    @property
    def end(self) -> int:
        return self.mentions[-1].end

    @property
    def named(self) -> bool:
        return any(m.named for m in self.mentions)


def blocks(said: Talk, named: Sequence[Mention], numbers: Sequence[Quantity]) -> list[Block]:
    """Mentions gathered by code. A name after minutes opens a new block, even of the same code."""
    out: list[Block] = []
    for m in named:
        last = out[-1] if out else None
        if last is not None and m.code and last.code == m.code and m.start - last.end <= 60:
            between = any(
                last.mentions[0].start < q.at < m.start and q.role in ("activity", "short") for q in numbers
            )
            if not between or not _opens(said, m, last, numbers):
                last.mentions.append(m)
                continue
        out.append(Block([m]))
    return out


def _opens(said: Talk, m: Mention, last: Block, numbers: Sequence[Quantity]) -> bool:
    """Whether a mention behind minutes starts another stretch of treatment."""
    if m.named and any(
        (0 <= q.at - m.end <= 4 or 0 <= m.start - q.end <= 3)
        and q.role in ("activity", "short")
        and said.breaks(min(q.at, m.start), max(q.at, m.start)) == 0
        and not _nearer(last, q, m)
        for q in numbers
    ):
        return True
    gap = said.words(max(last.end, m.start - 8), m.start)
    return (
        bool(re.search(r"\b(?:then|next|another|more|again|after that|plus)\b", gap))
        or said.turn[m.start] != said.turn[last.end - 1]
    )


def _nearer(last: Block, q: Quantity, m: Mention) -> bool:
    """Whether the minutes before `m` stand as near to what the block before has told."""
    return q.at < m.start and any(0 <= q.at - o.end < m.start - q.end + 2 for o in last.mentions)


def pair(said: Talk, treated: Sequence[Block], numbers: Sequence[Quantity]) -> None:
    """Give each block the minutes said of it, by dynamic programming over both in spoken order."""
    n, k = len(numbers), len(treated)
    cost = []
    for q in numbers:
        near = [b for b in treated if q.at - b.start <= FAR and b.start - q.end <= FAR]
        others = [o for o in numbers if abs(o.at - q.at) <= FAR]
        cost.append([_cost(said, q, b, others, near) if _in_reach(q, b) else TOO_FAR for b in treated])
    best = [[0.0] * (k + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        for j in range(k - 1, -1, -1):
            take = cost[i][j] - TOO_FAR + best[i + 1][j + 1]
            best[i][j] = min(best[i + 1][j], best[i][j + 1], take)
    i = j = 0
    while i < n and j < k:
        take = cost[i][j] - TOO_FAR + best[i + 1][j + 1]
        if take == best[i][j] and cost[i][j] < TOO_FAR:
            treated[j].quantity = numbers[i]
            i, j = i + 1, j + 1
        elif best[i + 1][j] == best[i][j]:
            i += 1
        else:
            j += 1


_ONE_WAY: Final = frozenset([("in", "out"), ("up", "down"), ("on", "off"), ("back", "forth"), ("down", "up")])


def _goes_on(gap: Sequence[str]) -> bool:
    """Whether an `and` between words begins something else: not that of `in and out of the tub`."""
    return any(
        w == "and" and (gap[k - 1] if k else "", gap[k + 1] if k + 1 < len(gap) else "") not in _ONE_WAY
        for k, w in enumerate(gap)
    )


def _in_reach(q: Quantity, b: Block) -> bool:
    return q.at - b.end <= 120 and b.start - q.end <= 60


def _cost(said: Talk, q: Quantity, b: Block, numbers: Sequence[Quantity], treated: Sequence[Block]) -> float:
    near = (m for m in b.mentions if abs(q.at - m.start) <= FAR)
    return min((_distance(said, q, m, numbers, treated, b) for m in near), default=TOO_FAR)


def went_on(said: Talk, q: Quantity, at: int) -> bool:
    """Whether the sentence of `q` had ended, and what came then is told at word `at` behind it."""
    return said.breaks(q.at, at) > 0 and any(w in _GOES_ON for w in said.low[q.end : at])


def _for_the(said: Talk, q: Quantity, treated: Sequence[Block]) -> bool:
    """`twelve minutes, no, eighteen, for the neuro`: what they are for is named at once."""
    if said.words(q.end, q.end + 2) != ", for" or said.breaks(q.at, min(q.end + 2, len(said) - 1)):
        return False
    return any(o.named and q.end + 2 <= o.start <= q.end + 3 for b in treated for o in b.mentions)


def _says_no_more(said: Talk, q: Quantity) -> bool:
    """`That's fourteen.`: nothing else in its sentence, such as a score that was fourteen once."""
    return q.at - said.opening(q.at) <= _A_POINTER and q.end == said.closing(q.at)


_SPENT_ON_IT: Final = re.compile(r"(?:on|doing|up and down) [^\d,]+ ,")


def _closes_with(said: Talk, q: Quantity, m: Mention) -> bool:
    """`cueing at the pelvis, twenty-three minutes, neuro.`: the name closes its sentence and says of what.

    `Eleven minutes on the stairs and curbs, gait training.` names so what it was spent on.
    """
    if not m.named or m.end != said.closing(m.start) or said.breaks(q.at, m.start):
        return False
    between = said.words(q.end, m.start)
    return between in ("", ",") or _SPENT_ON_IT.fullmatch(between) is not None


def _distance(
    said: Talk, q: Quantity, m: Mention, numbers: Sequence[Quantity], treated: Sequence[Block], own: Block
) -> float:
    backward = m.end <= q.at
    start, end = (m.end, q.at) if backward else (q.end, m.start)
    if start > end:
        return TOO_FAR
    gap = said.low[start:end]
    words_between = sum(w not in _LINKING and w != "," for w in gap)
    cost = _FORM[m.rank] + min(0.12 * words_between, 3.5)
    cost += 0.25 * min(gap.count(","), 4)
    after = said.words(q.end, q.end + 4) if said.breaks(q.at, min(q.end, len(said) - 1)) == 0 else ""
    points_back = says_of_what(said, q)
    directly = backward and m.rank == "name" and not words_between and said.breaks(m.start, q.at) == 0
    ahead = any(
        q.end <= o.start <= q.end + 8
        and said.breaks(q.at, o.start) == 0
        and (
            o.named or not directly
        )  # `gait training seven minutes with head turns`: the name is what is timed
        for b in treated
        for o in b.mentions
    )
    summary = looks_back(said, q)
    included = summary and after.startswith("with ")  # `all that's thirty-one minutes with the bike`
    forward = ahead and bool(_FORWARD.search(after) or SPENT_ON.match(after + " "))
    forward = forward and not points_back and not included
    forward = forward or _for_the(said, q, treated)
    sentences = said.breaks(m.start, q.at) if backward else said.breaks(q.at, m.start)
    turns = abs(said.turn[q.at] - said.turn[m.start])
    if not backward and went_on(said, q, m.start):
        return TOO_FAR
    if backward:
        cost += (0.4 if summary else 1.6) * min(sentences, 3)
        cost += 4.0 * forward
        cost += (
            2.0
            * any(w in _TURNS for w in gap if w not in ("after", "now", "first"))
            * (not summary or sentences == 0)
        )
        cost += 1.5 * (said.at(q.at - 1) in ("and", "plus") and bool(forward))
        bare = q.role == "short" and not (summary and _says_no_more(said, q))
        if bare and not m.named and (forward or words_between):
            cost += 2.0
        if bare and not forward:
            cost += 0.5 * words_between
    else:
        closes = _closes_with(said, q, m)
        cost += 3.0 * min(sentences, 3)
        cost += 2.5 * (any(w in _TURNS for w in gap) or (_goes_on(gap) and not closes))
        cost += 0.0 if forward or end == start or closes else 0.8
        cost -= 1.0 * closes
        cost += 2.0 * (summary and not forward and gap[:1] != [] and not m.named)
        cost += 4.0 * (summary and not forward and sentences > 0)
    cost += 0.8 * min(turns, 3)
    low, high = (m.start, q.at) if backward else (q.end, m.start)
    for other in treated:
        if other is own:
            continue
        for o in other.mentions:
            if low < o.start < high:
                cost += 2.5 if o.named else 0.6
    cost += 3.0 * sum(1 for o in numbers if o is not q and start <= o.at < end and o.role != "dose")
    cost += 3.5 * (q.role == "dose")
    return cost
