"""`Can I do box jumps? Not this week.`: what a patient asked leave for, with the therapist's answer."""

from __future__ import annotations

import re
from dataclasses import replace

from agent.needles import Rare
from agent.understanding.clauses import Clause
from agent.understanding.marks import MEASURES
from agent.understanding.phrases import words
from agent.understanding.tokens import Token

_ASKS = Rare(
    r"^(?:(?:and|so|but|oh|okay|then|what about|well),? )*"
    r"(?:(?P<when>when (?:can|could|may|am|will|do) i (?:be able to |get to |start to )?)|"
    r"(?P<leave>can|could|may|am) i (?:allowed to )?|(?P<advice>should) i |(?:is it|would it be|is that) "
    r"(?:ok|okay|fine|alright|all right|safe) (?:if i|for me to|to) )(?P<what>.+)$",
)
_ABOUT = Rare(
    r"^(?:(?:oh|okay|so|well),? )*(?:and|what about|how about|but) "
    r"(?P<what>(?:the |my |this |that |a )?\w+.*)$",
)
"""`And flying?`, `And the pills, the meclizine?`: what the answer is about."""
_ADVISES = Rare(
    r"^(?:(?:oh|well|um|uh|that|those|it),? )*(?:stop|keep|take|wear|use|only|skip|avoid|wait|later|until|"
    r"leave|put|with|without|after|before|when|once|fine|okay|stay|come off)\b|"
    r"\b(?:said|says|wants you to|told you) (?:to )?(?:stop|keep|take|wait|no|not|hold)\b|"
    r"\b(?:fine|okay|allowed)$",
)
_ENDS_IN_YES = re.compile(r",? (?:yes|yeah|sure|no|is fine|is okay)$", re.IGNORECASE)
_NO = Rare(
    r"^(?:(?:oh|well|um|uh|honestly),? )*(?:no\b|nope\b|not\b|don't\b|do not\b|never\b|absolutely not\b|"
    r"i wouldn't\b|i'd (?:not|rather you (?:didn't|not))\b|please don't\b)",
)
_YES = Rare(
    r"^(?:(?:oh|well|um|uh),? )*(?:yes\b|yeah\b|yep\b|sure\b|of course\b|absolutely\b|go ahead\b|you can\b|"
    r"that's (?:fine|okay|ok)\b)",
)
_WHEN = Rare(
    r"^(?:(?:oh|well|um|uh|probably|maybe|i'd say|let's say),? )*(?:not|at|after|in|once|when|around|by|week|"
    r"month|next|another|as soon as|no sooner|that comes|later)\b",
)
"""`Not for another month.`, `Once the hip holds.`: an answer to `when`."""
_YOURS = {"my": "your", "me": "you", "myself": "yourself", "i": "you", "mine": "yours", "i'm": "you're"}
MOST_ASKED = 14
"""Words of a question that is still about one thing."""


class Permission:
    """Goes through a conversation in order; remembers what the patient asked leave or advice for last."""

    def __init__(self) -> None:
        self._what: list[Token] = []
        self._advice = self._about = self._when = False
        self._span = (0, 0)
        self._turn = -9

    def asked(self, clause: Clause) -> None:
        """A question of the patient."""
        match = _ASKS.match(clause.text)
        about_you = any(t.low in ("you", "your", "we", "us") for t in clause.tokens)
        self._about = match is None
        match = match or _ABOUT.match(clause.text)
        most = _MOST_ABOUT if self._about else MOST_ASKED + 4
        if match is None or about_you or len(clause.tokens) > most:
            return
        asked = match.group("what").count(" ") + match.group("what").count(",") + 1
        self._what = [_theirs(t) for t in clause.tokens[-asked:] if t.low != "?"]
        self._advice = not self._about and match.group("advice") is not None
        self._when = not self._about and match.group("when") is not None
        self._span, self._turn = (clause.start, clause.end), clause.turn

    def answered(self, clause: Clause) -> Clause | None:
        """The therapist's answer as a sentence that stands by itself; None when it is no answer to one."""
        asked, self._turn = self._turn, -9
        if clause.turn - asked != 1 or not self._what:
            return None
        answers = _NO.match(clause.text) or _YES.match(clause.text) or _ENDS_IN_YES.search(clause.text)
        if self._about and not (_tells_nothing_done(clause) and (answers or _advises(clause))):
            return None
        if self._when and not (_WHEN.match(clause.text) and _tells_nothing_done(clause)):
            return None
        if not self._about and not self._when and not answers:
            return None
        said = "Asked about" if self._about else "Asked whether to" if self._advice else "Asked to"
        said = "Asked when to" if self._when else said
        first = clause.tokens[0]
        head = [Token(w, first.start, first.end, low=w.casefold()) for w in said.split()]
        colon = Token(":", first.start, first.end, glued=True, low=":")
        tokens = [*head, *self._what, colon, replace(first, glued=False), *clause.tokens[1:]]
        spans = [self._span, (clause.start, clause.end)]
        return clause.other(tokens, new_sentence=True, lead_spans=spans)


_MOST_ABOUT = 8
_LONGEST_ADVICE = 16


def _advises(clause: Clause) -> bool:
    """Whether an answer tells what to do; some words without a verb do: `Sleeve on the plane.`"""
    verbless = len(clause.tokens) <= _VERBLESS and not any(
        t.low in words("clauses_verbs") for t in clause.tokens
    )
    return verbless or _ADVISES.search(clause.text) is not None


_VERBLESS = 5


def _tells_nothing_done(clause: Clause) -> bool:
    """Whether an answer tells no finding and no treatment: `And the splint? I remolded it, six minutes.`"""
    return (
        len(clause.tokens) <= _LONGEST_ADVICE
        and not any(m.of(*MEASURES, "intervention", "exercise") for m in clause.marks)
        and not any(t.low in ("minutes", "i") for t in clause.tokens)
    )


def _theirs(token: Token) -> Token:
    """The patient's `my` in the therapist's mouth."""
    theirs = _YOURS.get(token.low)
    return token if theirs is None else replace(token, text=theirs, low=theirs)
