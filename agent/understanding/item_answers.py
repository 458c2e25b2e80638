"""Short answers of one thing asked for, or as another's word: `Numbness no, tingling yes`, `She says so`.

Each is written as what it says of its own thing, so that a yes or a no to one is none to all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from agent.needles import Rare
from agent.understanding.asked import Asked, words_from
from agent.understanding.clauses import Clause
from agent.understanding.tokens import Token

_OF_ONE: Final = Rare(
    r"^(?:(?:and|but|the|not|well|oh),? )*(?:no,? (?=[a-z' ]+,? no$))?"
    r"(?P<what>(?!no\b)[a-z][a-z' ]{2,30}?),? (?P<said>no|nope|yes|yeah|yep)(?:,? (?P<rest>(?!no\b|"
    r"yes\b).+))?$",
)
_BY_ANOTHER: Final = Rare(
    r"^(?P<who>(?:my|the) \w+|he|she|they) (?P<verb>says?|said|thinks?|thought|swears)(?: that)? "
    r"(?P<so>so|yes|it is|it does|it did|there is|no|not|none|it isn't|it doesn't|there isn't)$",
)
_NO: Final = re.compile(r"^(?:no|nope|not|none)$|n't$")
_WORD: Final = re.compile(r"[a-z']{3,}")
_CUT: Final = 5
"""Letters by which `coughing` is known for the `cough` of the question."""


def of_one_thing(questions: Sequence[Asked], clause: Clause) -> tuple[list[Token], list[Token]]:
    """What `tingling yes, in the toes` says of the one thing it names; nothing where that was not asked for.

    And what follows a denial: that is another matter.
    """
    told = _OF_ONE.match(clause.low)
    if told is None:
        return [], []
    words = _WORD.findall(told["what"])
    about = next((q for q in questions if words and _asks_for(q, words)), None)
    denied = _NO.search(told["said"]) is not None
    if about is None or (about.kind == "polar" and not (denied and about.no)):
        return [], []
    felt = any(m.start < len(words) and m.of("symptom") for m in clause.marks)
    if about.kind == "polar":
        said = list(about.no)
    elif clause.tokens[0].low == "no":
        return [], []
    elif denied or felt:
        said = words_from(f"{'denies' if denied else 'reports'} {told['what']}", clause.start, clause.end)
    else:
        return [], []
    tail = list(clause.tokens[-len(told["rest"].replace(",", " ,").split()) :]) if told["rest"] else []
    if tail and not denied:
        return [*said, _comma(tail[0]), *tail], []
    return said, tail


def by_another(q: Asked, clause: Clause) -> list[Token]:
    """`She says yes` to `Any swelling?`: she says there is swelling."""
    told = _BY_ANOTHER.match(clause.text)
    if told is None:
        return []
    verb = 2 if " " in told["who"] else 1
    front = list(clause.tokens[: verb + 1])
    denied = _NO.search(told["so"].casefold()) is not None
    if q.kind == "polar" and q.yes:
        return [*front, *(q.no if denied else q.yes)] if not denied or q.no else []
    if q.kind != "noun" or not q.topic:
        return []
    there = "there is no" if denied else "there is"
    return [*front, *words_from(f"{there} {q.topic}", clause.start, clause.end)]


_MORE: Final = Rare(
    r"^(?:(?:but|and|though|maybe),? )*(?:a (?:bit|little|lot|few|couple)|some(?:times)?|only|just|mostly|"
    r"mainly|not (?:much|often|always|every)|by|in|at|on|when|after|before|once|every|now and then|"
    r"here and there|still)\b",
)
_MOST_WORDS: Final = 8
_NOT_SO: Final = Rare(r"^(?:it's |it is |that's )?not (?!yet\b|really\b|at all\b|any ?more\b)(?:\w+ ?){1,4}$")
_BUT_SO: Final = Rare(r"^(?:just|only|more (?:like|of)|more|it's (?:just|only|more)|but)\b")


def goes_with(before: Clause, clause: Clause, *, affirmed: bool) -> bool:
    """Write `A bit, by evening` behind the yes before it, `Just tired` behind `Not pain`; whether it was."""
    short = sum(t.is_word for t in clause.tokens) <= _MOST_WORDS and not any(
        t.number is not None or t.low in _SPEAKS for t in clause.tokens
    )
    contrast = _NOT_SO.match(before.text) is not None and _BUT_SO.match(clause.text) is not None
    if not short or before.turn != clause.turn or not (contrast or (affirmed and _MORE.match(clause.text))):
        return False
    lead, spans = before.lead, before.lead_spans
    first = clause.tokens[0]
    lowered = first.written(first.low) if first.low != "i" else first
    before.retokenised([*before.tokens, _comma(first), lowered, *clause.tokens[1:]])
    before.lead, before.lead_spans = lead, [*spans, (clause.start, clause.end)]
    return True


_SPEAKS: Final = frozenset(["i", "i'm", "i've", "he", "she", "they", "my", "you"])


def _asks_for(q: Asked, words: Sequence[str]) -> bool:
    asked = [t.low[:_CUT] for t in q.clause.tokens]
    return all(w[:_CUT] in asked or w in _SMALL for w in words) and any(w not in _SMALL for w in words)


_SMALL: Final = frozenset(["the", "and", "that", "with", "when"])


def _comma(at: Token) -> Token:
    return Token(",", at.start, at.start, glued=True, low=",")
