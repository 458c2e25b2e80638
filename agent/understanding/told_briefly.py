"""What is asked and answered in a word or two: `When's it worst? Mornings. Not evenings.`

The question is written out where it leaves out its verb, a cry before a number goes, and times that answer
`when` make one sentence with what they are the times of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

from agent.late import late
from agent.needles import Rare
from agent.understanding.clauses import Clause
from agent.understanding.phrases import words
from agent.understanding.rating_of import BARE
from agent.understanding.tokens import Token

_CRY: Final = words("briefly_cries")
_DONE: Final = words("briefly_done")
_BESIDE: Final = frozenset(["and", "so", "okay", "or", ",", "oh", "well"])
_SHORT_QUESTION: Final = 8
_ASKS_WHEN: Final = Rare(
    r"^(?:(?:and|so|okay|well),? )*(?:when(?:'s| is| does| do)|what time(?: of (?:the )?day)?)\b.{0,40}"
    r"\b(?:worst|worse|bother\w*|hurts?|hurting|aches?|feel it|sore|stiff|pain\w*|acts? up|acting up|flares?|"
    r"notice it)\b"
)
_ASKS_ONSET: Final = Rare(
    r"^(?:(?:and|so|okay|well),? )*when (?:did|was) (?:it|this|that|all this|the pain)"
    r"(?: (?:first )?(?:start|begin|come on|happen))?$"
)
_WORST: Final = Rare(r"\b(?:worst|worse)\b")
_TIME: Final = (
    r"(?:mornings?|evenings?|afternoons?|nights?|nighttime|bedtime|daytime|weekends?|weekdays|(?:mon|tues|wednes|"
    r"thurs|fri|satur|sun)days?|first thing|midday|noon|lunch(?:time)?|supper(?:time)?|dinner(?:time)?|work|"
    r"end of (?:the|a|my) (?:day|shift)|day|last (?:week|month|year|spring|summer|fall|winter))"
)
_SOME_TIME: Final = late(
    r"^(?:(?:(?:well|oh|um|mostly|mainly|usually|always|just|only|not|never|definitely|probably|in|the|at|on|by|"
    r"around|after|before|during|so|much|and|or|but|most|all|every|late|early|last|this|,) ?)*"
    rf"{_TIME} ?)+(?:(?:mostly|only|mainly|usually|though|too) ?)*$"
)
_LONGEST: Final = 7


def in_full(said: Sequence[Clause]) -> list[Clause]:
    """The clauses, questions with the verb they leave out, and answers without a cry before a number."""
    out: list[Clause] = []
    falls = False
    for clause, following in zip_longest(said, said[1:]):
        if clause.speaker == "PATIENT":
            if following is not None and _cries(clause, following):
                article = Token("a", following.start, following.start, low="a")
                following.retokenised([article, *following.tokens[-1:]])
                continue
            if _THINKS.match(clause.text):
                continue
            if out and out[-1].question and _I_DID_NOT.match(clause.text):
                clause.retokenised([Token("no", clause.start, clause.end, low="no")])
        elif clause.speaker == "THERAPIST":
            if following is not None and following.speaker == "PATIENT" and _SO_WITH.match(clause.text):
                clause.question = True
            if clause.question:
                _written_out(clause, falls=falls)
                falls = any((t := m.of("symptom")) is not None and t.name == "falls" for m in clause.marks)
        out.append(clause)
    return out


_I_DID_NOT: Final = late(
    r"^(?:(?:no|nope|well|oh),? )*i (?:(?:did|do|have|am|was|could|can) not|"
    r"(?:did|do|have|was|could|ca)n't)$",
    re.IGNORECASE,
)
_THINKS: Final = late(
    r"^(?:(?:oh|um|well|hmm|uh),? )*let me (?:think|see)(?: (?:about (?:it|that)|now|a (?:second|minute)))?$",
    re.IGNORECASE,
)
_SO_WITH: Final = late(
    r"^(?:and |okay,? )?so (?:only |just |mostly )?(?:with|when|after|at|on|by|in|during)(?: [a-z'-]+){1,4}$",
    re.IGNORECASE,
)
"""`So with gripping.`, which the patient answers."""


def _cries(clause: Clause, following: Clause) -> bool:
    """`Ouch. Six.`: the number is the answer, and tells how bad it is."""
    return (
        following.turn == clause.turn
        and all(t.low in _CRY or not t.is_word for t in clause.tokens)
        and BARE.match(following.text) is not None
        and following.tokens[-1].number is not None
    )


def _written_out(clause: Clause, *, falls: bool) -> None:
    """`Not even a near one?` without its emphasis, `Fallen at all?` as `have you fallen`."""
    tokens = list(clause.tokens)
    if len(tokens) > _SHORT_QUESTION:
        return
    first = next((i for i, t in enumerate(tokens) if t.low not in _BESIDE), 0)
    low = [t.low for t in tokens[first : first + 2]]
    rest = tokens[first + 2 :]
    if low == ["not", "even"] and rest:
        if falls and [t.low for t in rest] == ["a", "near", "one"]:
            rest = [Token(w, rest[0].start, rest[-1].end, low=w) for w in ("any", "near", "falls")]
        clause.retokenised(rest)
    elif low[:1] and low[0] in _DONE and "you" not in clause.words():
        verb = tokens[first]
        have = [Token(w, verb.start, verb.start, low=w) for w in ("have", "you")]
        clause.retokenised([*have, verb.written(verb.low), *tokens[first + 1 :]])
    elif len(low) > 1 and low[0] == "first" and low[1] in ("step", "steps"):
        steps = tokens[first].written(f"First {low[1]}", end=tokens[first + 1].end)
        clause.retokenised([*tokens[:first], steps, *rest])


class SaysWhen:
    """Goes through a conversation in order; remembers when something was asked about."""

    def __init__(self) -> None:
        self._asked: Clause | None = None
        self._first: Clause | None = None

    def asked(self, clause: Clause) -> None:
        """A question of the therapist."""
        self._first = None
        asks = _ASKS_WHEN.match(clause.text) or _ASKS_ONSET.match(clause.text)
        self._asked = clause if asks else None

    def answered(self, clause: Clause, felt: str) -> Iterator[Clause] | None:
        """The clause with what it is the time of (`felt`), or nothing where it goes on with the last."""
        asked = self._asked
        if asked is None or not asked.turn < clause.turn <= asked.turn + 1:
            return None
        if len(clause.tokens) > _LONGEST or not _SOME_TIME.match(clause.low):
            self._asked = None
            return None
        if self._first is not None:
            first = self._first
            comma = Token(",", first.end, first.end, glued=True, low=",")
            lead, spans = first.lead, first.lead_spans
            opening = clause.tokens[0]
            first.retokenised([*first.tokens, comma, opening.written(opening.low), *clause.tokens[1:]])
            first.lead, first.lead_spans = lead, spans
            return iter(())
        worst = " worst" if _WORST.search(asked.text) else ""
        clause.lead = "onset:" if _ASKS_ONSET.match(asked.text) else f"{felt}{worst}:"
        clause.lead_spans.append((asked.start, asked.end))
        self._first = clause
        return iter((clause,))
