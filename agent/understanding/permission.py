"""`Can I do box jumps? Not this week.`: what a patient asked leave for, with the therapist's answer."""

from __future__ import annotations

import re
from dataclasses import replace

from agent.understanding.clauses import Clause
from agent.understanding.marks import marks
from agent.understanding.tokens import Token

_ASKS = re.compile(
    r"^(?:(?:and|so|but|oh|okay|then|what about|well),? )*"
    r"(?:(?P<leave>can|could|may|am) i (?:allowed to )?|(?P<advice>should) i |(?:is it|would it be|is that) "
    r"(?:ok|okay|fine|alright|all right|safe) (?:if i|for me to|to) )(?P<what>.+)$",
    re.IGNORECASE,
)
_NO = re.compile(
    r"^(?:(?:oh|well|um|uh|honestly),? )*(?:no\b|nope\b|not\b|don't\b|do not\b|never\b|absolutely not\b|"
    r"i wouldn't\b|i'd (?:not|rather you (?:didn't|not))\b|please don't\b)",
    re.IGNORECASE,
)
_YES = re.compile(
    r"^(?:(?:oh|well|um|uh),? )*(?:yes\b|yeah\b|yep\b|sure\b|of course\b|absolutely\b|go ahead\b|you can\b|"
    r"that's (?:fine|okay|ok)\b)",
    re.IGNORECASE,
)
_YOURS = {"my": "your", "me": "you", "myself": "yourself", "i": "you", "mine": "yours", "i'm": "you're"}
MOST_ASKED = 14
"""Words of a question that is still about one thing."""


class Permission:
    """Goes through a conversation in order; remembers what the patient asked leave or advice for last."""

    def __init__(self) -> None:
        self._what: list[Token] = []
        self._advice = False
        self._span = (0, 0)
        self._turn = -9

    def asked(self, clause: Clause) -> None:
        """A question of the patient."""
        match = _ASKS.match(clause.text)
        about_you = any(t.low in ("you", "your", "we", "us") for t in clause.tokens)
        if match is None or about_you or len(clause.tokens) > MOST_ASKED + 4:
            return
        asked = match.group("what").count(" ") + 1
        self._what = [_theirs(t) for t in clause.tokens[-asked:] if t.low != "?"]
        self._advice = match.group("advice") is not None
        self._span, self._turn = (clause.start, clause.end), clause.turn

    def answered(self, clause: Clause) -> Clause | None:
        """The therapist's answer as a sentence that stands by itself; None when it is no answer to one."""
        asked, self._turn = self._turn, -9
        if clause.turn - asked != 1 or not self._what:
            return None
        if not (_NO.match(clause.text) or _YES.match(clause.text)):
            return None
        said = "Asked whether to" if self._advice else "Asked to"
        first = clause.tokens[0]
        head = [Token(w, first.start, first.end, low=w.casefold()) for w in said.split()]
        colon = Token(":", first.start, first.end, glued=True, low=":")
        tokens = [*head, *self._what, colon, replace(first, glued=False), *clause.tokens[1:]]
        return Clause(
            tokens,
            "THERAPIST",
            clause.turn,
            new_sentence=True,
            unpunctuated=clause.unpunctuated,
            marks=marks(tokens),
            lead_spans=[self._span, (clause.start, clause.end)],
        )


def _theirs(token: Token) -> Token:
    """The patient's `my` in the therapist's mouth."""
    theirs = _YOURS.get(token.low)
    return token if theirs is None else replace(token, text=theirs, low=theirs)
