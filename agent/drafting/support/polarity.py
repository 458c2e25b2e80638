"""What a negation reaches, in a note as in speech; and which words turn another's meaning round."""

from __future__ import annotations

from collections.abc import Sequence

from agent.drafting.support.wordforms import word_list
from agent.understanding.tokens import Token

LISTING = word_list("negates_list")
"""Negations that reach over an enumeration: `denies fever, chills, or weight loss`."""
STATING = word_list("negates_verb")
"""Negations of what is said next: `has not had pain`."""
AFTER = word_list("negates_before")
"""Words that deny what stands before them: `Homan's negative`, `pain free`."""
_BREAKS = word_list("scope_breaks")
_ENDORSING = word_list("scope_endorsing")
_FILLERS = word_list("fillers")
_NEW_SUBJECT = word_list("scope_subjects")
_ANSWERS = frozenset({"no", "nope", "nah"})
_AFTER_ANSWER = word_list("said_after_answer")
_CLAUSE_OPENS, _COPULAS = word_list("clause_opens"), word_list("copulas")
_SOUND = word_list("sound")
CLAUSE_REACH = 6
"""Words after its first within which a clause that runs on without a mark has its verb."""
_STAYING = word_list("keeping_off")
"""`Keep off running` denies it."""
WITHOUT_REACH = 4
LIST_REACH, VERB_REACH, BACK_REACH = 10, 6, 8
"""Words that a negation reaches over."""
RESULT_REACH = 3
"""A leading `negative` reaches over the test's name."""
RUN_ON_REACH, LONG = 4, 25
"""In longer talk written without any mark a denial reaches less far: what it ends with is not told."""


SUPPOSING, _AFTER_SUPPOSED = word_list("supposing"), word_list("supposed_until")
SUPPOSED_REACH = 10


def is_negation(low: str) -> bool:
    """Whether a lower-case word denies something by itself."""
    return low in LISTING or low in STATING or low.endswith("n't")


def negated(tokens: Sequence[Token]) -> list[bool]:
    """For each token of one statement or utterance, whether a negation reaches it."""
    out = [False] * len(tokens)
    reach, listing, result = 0, False, False
    marked = len(tokens) < LONG or any(t.text in (",", ".", "?") for t in tokens[:-1])
    for i, token in enumerate(tokens):
        low = token.low
        result = result and not is_negation(low)
        if low in _ANSWERS and (i + 1 == len(tokens) or tokens[i + 1].low in _AFTER_ANSWER):
            reach = 0  # an answer, not a denial of what follows
        elif low in AFTER and _denies_what_was_said(tokens, i):
            reach = 0
        elif low == "negative" and not (i + 1 < len(tokens) and tokens[i + 1].low == "for"):
            reach, listing, result = RESULT_REACH, False, True
        elif low == "off" and i and tokens[i - 1].low in _STAYING:
            reach, listing = VERB_REACH, False
        elif low == "without":
            reach, listing = WITHOUT_REACH, True
        elif low in LISTING:
            reach, listing = LIST_REACH if marked else RUN_ON_REACH, True
        elif low == "non":
            reach, listing = 1, False
        elif low in STATING or low.endswith("n't"):
            reach, listing = VERB_REACH, False
        elif low in _BREAKS or (listing and low in _ENDORSING and i) or _opens_exception(tokens, i):
            reach = 0
        elif listing and reach and _runs_on(tokens, i, out):
            reach, listing = 0, False
        elif low == ",":
            reach = 0 if result else _past_comma(tokens, i, reach, listing=listing)
        elif low == "any" and reach:
            listing = True  # `does not appreciate any rubs or gallops`
        elif low in ("or", "and") and listing and reach:
            reach = max(reach, VERB_REACH)
        elif token.is_word:
            out[i] = reach > 0
            if reach and low not in _FILLERS:
                reach -= 1
        if _denies_what_was_said(tokens, i):
            _mark_back(tokens, i, out)
    return out


def supposed(tokens: Sequence[Token]) -> list[bool]:
    """For each token whether it is only supposed: `if you have a fever, call`."""
    out = [False] * len(tokens)
    reach = 0
    for i, token in enumerate(tokens):
        if token.low in SUPPOSING:
            reach = SUPPOSED_REACH
        elif token.text in (",", ".", "?", "!", ";") or token.low in _AFTER_SUPPOSED:
            reach = 0
        elif token.is_word:
            out[i] = reach > 0
            reach -= reach > 0
    return out


def _runs_on(tokens: Sequence[Token], at: int, denied: Sequence[bool]) -> bool:
    """`no swelling the scar is closed`, `no lump normal gait`: after what is denied comes what is so."""
    before = at - 1
    joined = before > 0 and tokens[before].low in ("or", "and", "so")
    before -= joined
    if before < 0 or not denied[before] or tokens[before].low in _FILLERS:
        return False
    if tokens[at].low in _SOUND:
        return not joined
    if tokens[at].low not in _CLAUSE_OPENS:
        return False
    for token in tokens[at + 1 : at + 1 + CLAUSE_REACH]:
        if is_negation(token.low) or token.low in _BREAKS or token.text == ",":
            return False
        if token.low in _COPULAS:
            return True
    return False


def _opens_exception(tokens: Sequence[Token], at: int) -> bool:
    """`other than the back, no pain` denies nothing of the back."""
    return tokens[at].low == "other" and at + 1 < len(tokens) and tokens[at + 1].low == "than"


def _past_comma(tokens: Sequence[Token], at: int, reach: int, *, listing: bool) -> int:
    following = next((t.low for t in tokens[at + 1 : at + 4] if t.is_word and t.low not in _FILLERS), "")
    if following in _NEW_SUBJECT:
        return 0
    return max(reach, VERB_REACH) if listing and reach else reach


def _denies_what_was_said(tokens: Sequence[Token], at: int) -> bool:
    """`negative` and its like after what they deny; `negative for …`, `Negative …` look forward."""
    low = tokens[at].low
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if low == "ruled":
        return following == "out"
    if low not in AFTER or following in ("for", "to", "of", "from"):
        return False
    before = tokens[at - 1] if at else None
    return (before is not None and before.is_word and before.low not in _FILLERS | {"and", "but", "or"}) or (
        before is not None and before.low in ("is", "was", "are", "were")
    )


def _mark_back(tokens: Sequence[Token], at: int, out: list[bool]) -> None:
    """Denies the words before, over the commas of a list: `Lachman, McMurray negative`."""
    left = BACK_REACH
    for i in range(at - 1, -1, -1):
        low = tokens[i].low
        if low in _BREAKS or low in ("positive", "negative") or low[:1].isdigit():
            return
        if tokens[i].is_word and left:
            out[i] = True
            left -= 1
