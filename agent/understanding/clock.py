"""Minutes as they are said in talk, brought to the order of a dictation: the treatment, then its minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent.understanding.clauses import Clause
from agent.understanding.marks import Mark
from agent.understanding.phrases import words
from agent.understanding.session.sums import tells_total
from agent.understanding.tokens import Token

_MINUTES = frozenset(["minutes", "minute"])
_GOES_ON = words("talk_clock_goes_on")
_POINTS_BACK = words("talk_clock_points_back")
_TOOK = words("talk_clock_took")
_UNITS = words("talk_clock_units")
_TO_BE_DONE = frozenset(["home", "day", "daily", "nightly", "week", "weekly", "every"])
"""`Walk ten minutes twice a day`: an order for home, and no time of today's treatment."""


def on_the_clock(clause: Clause) -> None:
    """Put the minutes of a therapist's clause behind the treatment that they were said of."""
    ordered = (
        _walking(list(clause.tokens), clause.marks)
        or _each(list(clause.tokens), clause.marks)
        or _in_order(list(clause.tokens), clause.marks)
    )
    if ordered is not None:
        clause.retokenised(ordered)
        return
    tokens = _unit_written(list(clause.tokens), clause.marks)
    if tokens is not None:
        clause.retokenised(tokens)
    moved = _name_first(list(clause.tokens), clause.marks)
    if moved is not None:
        clause.retokenised(moved)


def _treatments(found: Sequence[Mark]) -> list[Mark]:
    return [m for m in found if m.of("intervention")]


def _unit_written(tokens: list[Token], found: Sequence[Mark]) -> list[Token] | None:
    """`the exercises took 10`, `8 of manual`, `hands on for 10`: `minutes` written where it was left out."""
    named = _treatments(found)
    for at, token in enumerate(tokens):
        if token.number is None or not token.number.is_integer() or not 3 <= token.number <= 90:
            continue
        following = tokens[at + 1].low if at + 1 < len(tokens) else ""
        if (
            following in ("of", "on")
            and any(m.start in (at + 2, at + 3) for m in named)
            and token.number >= 4
        ):
            return [*tokens[: at + 1], _minutes(token), *tokens[at + 1 :]]
        before = tokens[at - 1].low if at else ""
        if (
            following == "of"
            and at + 2 < len(tokens)
            and tokens[at + 2].low in ("those", "that", "them", "it")
        ):
            near = [m for m in named if m.end <= at <= m.end + 2]
            if near:
                return [*tokens[: at + 1], _minutes(token), *tokens[at + 1 :]]
        if following in _UNITS or (
            following
            and following[:1].isalpha()
            and following not in ("then", "plus", "with", "so", "total", "altogether")
        ):
            continue
        right_behind = any(
            m.end == at or (m.end == at - 1 and before == "," and not following) for m in named
        )
        if (
            right_behind
            and token.number >= 5
            and following in ("", ",", "and")
            and not any(" x " in t.text for t in tokens)
        ):
            return [*tokens[: at + 1], _minutes(token), *tokens[at + 1 :]]
        behind = [m for m in named if m.end <= at and at - m.end <= 3]
        closes = any(t.low in ("altogether", "minutes", "total") for t in tokens[at + 1 :])
        if behind and (
            before in ("took", "ran", "lasted", "for", "got") or (before in ("is", "was") and closes)
        ):
            between = [t.low for t in tokens[behind[-1].end : at]]
            if all(w in _TOOK or w in ("us", "me", "part", "work", "stuff") for w in between):
                return [*tokens[: at + 1], _minutes(token), *tokens[at + 1 :]]
    return None


def _minutes(token: Token) -> Token:
    return Token("minutes", token.start, token.end, low="minutes")


def _name_first(tokens: list[Token], found: Sequence[Mark]) -> list[Token] | None:
    """`31 minutes, that was the exercise part`: the name in front, where one name and one time are said."""
    named = _treatments(found)
    pointed = _pointed(tokens, named)
    if pointed is not None:
        named = [pointed]
    times = [i for i, t in enumerate(tokens) if t.low in _MINUTES and i and tokens[i - 1].number is not None]
    if len(times) != 1 or not named or len({_code(m) for m in named}) != 1:
        return None
    at, last = times[0], named[-1]
    if pointed is None and (_counts_in(tokens, last) or tells_total(tokens)):
        return None
    if any(m.start < at for m in named) or any(t.low in _TO_BE_DONE for t in tokens):
        return None
    if pointed is None and any(t.low in _GOES_ON for t in tokens[at + 1 : last.start]):
        return None
    following = at + 1
    while following < len(tokens) and tokens[following].low in (
        "of",
        "on",
        "for",
        "one",
        "to",
        "direct",
        "total",
    ):
        following += 1
    if any(m.start == following for m in named):
        return None
    name = [replace(t, glued=False) if i == 0 else t for i, t in enumerate(tokens[last.start : last.end])]
    rest = tokens[at + 1 : last.start]
    while rest and (not rest[-1].is_word or rest[-1].low in _POINTS_BACK):
        rest.pop()
    tail = [t for t in tokens[last.end :] if t.low not in ("part", "work", "stuff", "piece")]
    comma = Token(",", tokens[at].start, tokens[at].end, glued=True, low=",")
    behind = [comma, *rest] if rest and rest[0].low not in (",", "of", "on") else rest
    return [*tokens[: at - 1], *name, comma, tokens[at - 1], tokens[at], *behind, *tail]


def _counts_in(tokens: Sequence[Token], name: Mark) -> bool:
    """`35 minutes all together with the hot pack` is the time of more than the pack."""
    at = name.start - 1
    while at > 0 and tokens[at].low in ("the", "a", "her", "his", "their"):
        at -= 1
    return at >= 0 and tokens[at].low in ("with", "including", "counting")


def _pointed(tokens: Sequence[Token], named: Sequence[Mark]) -> Mark | None:
    """The name that `that's my …` at the end of a clause gives to all that was said before it."""
    if not named or any(
        t.is_word and t.low not in ("part", "work", "stuff") for t in tokens[named[-1].end :]
    ):
        return None
    at = named[-1].start - 1
    while at >= 0 and tokens[at].low in _POINTS_BACK:
        if tokens[at].low in ("that's", "that", "which"):
            return named[-1]
        at -= 1
    return None


def _walking(tokens: list[Token], found: Sequence[Mark]) -> list[Token] | None:
    """`Walking with the metronome, 23 minutes`: practised with its minutes, that is gait training."""
    low = [t.low for t in tokens]
    while low and (
        low[0] in ("then", "and", "okay", "now", "so", "first", "next")
        or not tokens[len(tokens) - len(low)].is_word
    ):
        low = low[1:]
    if not low or low[0] not in ("walking", "walked") or _treatments(found) or "minutes" not in low:
        return None
    if any(w in _TO_BE_DONE or w in ("tolerance", "can", "more") for w in low):
        return None
    first = tokens[len(tokens) - len(low)]
    name = [Token(w, first.start, first.end, low=w) for w in ("gait", "training")]
    return [*name, Token(",", first.start, first.end, glued=True, low=","), *tokens[len(tokens) - len(low) :]]


def _code(mark: Mark) -> str:
    term = mark.of("intervention")
    return str(term.data.code) if term is not None else ""


def _each(tokens: list[Token], found: Sequence[Mark]) -> list[Token] | None:
    """`12 minutes each for the manual work and the practice, which I'd call therapeutic activities`."""
    at = next((i for i, t in enumerate(tokens[:-1]) if t.low in _MINUTES and tokens[i + 1].low == "each"), -1)
    if at < 1 or tokens[at - 1].number is None:
        return None
    first: dict[str, Mark] = {}
    for mark in _treatments(found):
        if mark.start > at:
            first.setdefault(_code(mark), mark)
    if len(first) < 2:
        return None
    out = list(tokens[: at - 1])
    while out and (not out[-1].is_word or out[-1].low == "and"):
        out.pop()
    for mark in first.values():
        if out:
            out.append(Token(",", tokens[at].start, tokens[at].end, glued=True, low=","))
        name = tokens[mark.start : mark.end]
        out += [replace(name[0], glued=False), *name[1:], tokens[at - 1], tokens[at]]
    return out


def _in_order(tokens: list[Token], found: Sequence[Mark]) -> list[Token] | None:
    """`9 and 11, manual and exercise, in that order`: each time to its treatment."""
    named = _treatments(found)
    for at in range(len(tokens) - 4):
        first, joint, second = tokens[at : at + 3]
        if first.number is None or second.number is None or joint.low != "and":
            continue
        behind = [m for m in named if at + 2 < m.start <= at + 6]
        before = [m for m in named if at - 5 <= m.end <= at]
        pair = behind[:2] if len(behind) > 1 else before[-2:]
        if len(pair) != 2 or [t.low for t in tokens[pair[0].end : pair[1].start]] != ["and"]:
            continue
        out = list(tokens[: min(at, pair[0].start)])
        for mark, number in zip(pair, (first, second), strict=True):
            if out and out[-1].is_word:
                out.append(Token(",", number.start, number.end, glued=True, low=","))
            name = tokens[mark.start : mark.end]
            out += [replace(name[0], glued=False), *name[1:], replace(number, glued=False), _minutes(number)]
        rest = tokens[max(at + 3, pair[1].end) :]
        return out + [t for t in rest if t.low not in ("in", "that", "order", "respectively", "minutes")]
    return None
