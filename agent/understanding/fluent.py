"""A conversation without what is only said to go on speaking: hesitations, words begun twice, fillers.

Tokens are left out; what doubts a number from behind (`a two, I think`) stands in front of it as `maybe`. So
numbers, sides, negations and their places stay as spoken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from agent.understanding.phrases import words
from agent.understanding.tokens import Token

_HESITATIONS: Final = frozenset(["um", "umm", "uh", "uhh", "uhm", "erm", "hmm", "mm"])
_HOLDS_ON: Final = words("fluent_holds_on")
"""Words that no comma can follow but where the speaker stopped to think."""
_NEVER_ENDS: Final = words("fluent_never_ends")
_NOT_A_REPEAT: Final = words("fluent_not_a_repeat")
_LONGEST_REPEAT: Final = 4
_LONGEST_STUMP: Final = 4
_SAID_OF_TWO: Final = frozenset([("doing", "nothing")])
"""`Doing nothing, nothing.`: when, and how much."""
_SIDES: Final = frozenset(["left", "right"])
_JOINS: Final = frozenset(["and", "or", "to"])


def fluent(tokens: Sequence[Token]) -> list[Token]:
    """`tokens` of one turn of a conversation without hesitations, repeated beginnings and fillers. Linear."""
    return _hedges_first(_tags_told(_ungreeted(_once(_without_fillers(without_hesitations(tokens))))))


_GREETS: Final = frozenset(["hi", "hello", "hey", "hiya", "morning", "afternoon"])
_ASKS: Final = frozenset(
    ["how", "how's", "what", "what's", "any", "is", "are", "did", "do", "where", "tell", "so"]
)


def _ungreeted(tokens: list[Token]) -> list[Token]:
    """`Hi Benno, how's the back?` without the greeting, which is no part of what is asked."""
    opens = 1 if tokens and tokens[0].low == "good" else 0
    if len(tokens) <= opens or tokens[opens].low not in _GREETS:
        return tokens
    at = next((i for i in range(opens + 1, min(len(tokens), opens + 4)) if tokens[i].text == ","), None)
    return (
        tokens[at + 1 :]
        if at is not None and at + 1 < len(tokens) and tokens[at + 1].low in _ASKS
        else tokens
    )


def _tags_told(tokens: list[Token]) -> list[Token]:
    """`You're Ellen, right?` as `..., correct?`: it asks for a yes and tells of no side."""
    for at in range(2, len(tokens) - 1):
        tag = tokens[at]
        if tag.low != "right" or tokens[at + 1].text != "?" or tokens[at - 1].text != ",":
            continue
        if tokens[at - 2].low not in ("or", "left"):
            tokens[at] = replace(tag, text="correct", low="correct")
    return tokens


_DOUBTS: Final = (
    ("maybe",),
    ("probably",),
    ("i", "guess"),
    ("i", "think"),
    ("i", "suppose"),
    ("i'd", "guess"),
)
_SAYS: Final = (("i'd", "say"), ("i", "would", "say"), ("i'd", "call", "it"), ("i", "would", "call", "it"))
_ENDS: Final = frozenset([".", "?", "!", ";", "…"])


def _hedges_first(tokens: list[Token]) -> list[Token]:
    """`a two, maybe.` as `maybe a two.`, and `a two I'd say.` as `a two.`: the number is told in one way."""
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        out.append(tokens[at])
        at += 1
        if out[-1].number is None:
            continue
        first = at + (at < len(tokens) and tokens[at].text == ",")
        length = next((len(h) for h in (*_DOUBTS, *_SAYS) if _said_at(tokens, first, h)), 0)
        behind = first + length
        if not length or (behind < len(tokens) and tokens[behind].text not in _ENDS):
            continue
        if any(_said_at(tokens, first, h) for h in _DOUBTS):
            if len(out) > 1 and out[-2].low in ("a", "an"):
                del out[-2]
            number = out[-1]
            out.insert(-1, Token("maybe", number.start, number.end, low="maybe"))
            out[-1] = replace(number, end=tokens[behind - 1].end)
        at = behind
    return out


def _said_at(tokens: Sequence[Token], at: int, words_: tuple[str, ...]) -> bool:
    return tuple(t.low for t in tokens[at : at + len(words_)]) == words_


def without_hesitations(tokens: Sequence[Token]) -> list[Token]:
    """`tokens` without `um` and `uh`, broken-off words, and the commas that a pause to think left."""
    out: list[Token] = []
    hesitated = False
    for at, token in enumerate(tokens):
        if _hesitates(tokens, at) or _is_stump(tokens, at):
            hesitated = True
            continue
        if hesitated and token.text == "-" and token.glued:
            continue
        if hesitated and token.text == "," and (not out or out[-1].text == "," or out[-1].low in _HOLDS_ON):
            continue
        if token.is_word and len(out) > 1 and out[-1].text == "," and out[-2].low in _NEVER_ENDS:
            out.pop()
        if hesitated and token.is_word:
            while len(out) > 1 and out[-1].text == "," and out[-2].low in _HOLDS_ON:
                out.pop()
            hesitated = False
        out.append(token)
    return out


def _hesitates(tokens: Sequence[Token], at: int) -> bool:
    """Not `5 mm` and not `mm-hmm`."""
    if tokens[at].low not in _HESITATIONS:
        return False
    beside = [tokens[i] for i in (at - 1, at + 1) if 0 <= i < len(tokens)]
    return not any(t.text == "-" for t in beside) and not (at and tokens[at - 1].text[-1].isdigit())


def _is_stump(tokens: Sequence[Token], at: int) -> bool:
    """`t- taking`, `ex- exerting`: a word broken off before it is said again."""
    token = tokens[at]
    if not token.text.isalpha() or len(token.text) > _LONGEST_STUMP or at + 2 >= len(tokens):
        return False
    dash, following = tokens[at + 1], tokens[at + 2]
    return (
        dash.text == "-"
        and dash.glued
        and not following.glued
        and following.low not in _JOINS
        and following.low != token.low
        and following.low.startswith(token.low)
    )


def _once(tokens: Sequence[Token]) -> list[Token]:
    """`your, your back`, `it is, it is`: what was begun twice stands once, as it was said the last time."""
    out: list[Token] = []
    for at, token in enumerate(tokens):
        out.append(token)
        if _names_a_side(tokens, at):
            continue
        for size in range(1, _LONGEST_REPEAT + 1):
            first = _said_before(out, size)
            if first is not None:
                del out[first : len(out) - size]
                break
    return out


def _names_a_side(tokens: Sequence[Token], at: int) -> bool:
    """`brings it on, on the right nothing`: the second `on` begins the other side."""
    behind = [t.low for t in tokens[at + 1 : at + 3]]
    return (
        tokens[at].low in ("on", "in")
        and behind[:1] == ["the"]
        and behind[1:] in (["left"], ["right"], ["other"])
    )


def _said_before(out: Sequence[Token], size: int) -> int | None:
    """Where the last `size` words begin that were said just before, with a comma or nothing between."""
    last = out[-size:]
    end = len(out) - size
    paused = end > 0 and out[end - 1].text in (",", "…", "...")
    end -= paused
    if end < size or any(not t.is_word or t.number is not None or t.low in _SIDES for t in last):
        return None
    if size == 1 and last[0].low in _NOT_A_REPEAT:
        return None
    if paused and end > size and (out[end - size - 1].low, last[0].low) in _SAID_OF_TWO:
        return None
    if paused and end > size and out[end - size - 1].low == "not":
        return None  # `not the outside, the outside never bothers me`
    if size == 1 and end > size and last[0].low == "it" and out[end - size - 1].low not in _BEFORE_IT:
        return None  # `can't lie on it, it wakes me`
    before = out[end - size : end]
    return end - size if all(a.low == b.low for a, b in zip(before, last, strict=True)) else None


def _without_fillers(tokens: Sequence[Token]) -> list[Token]:
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        before = out[-1] if out else None
        skipped = _filler(before, tokens, at)
        if skipped:
            joins = tokens[at].low == "like" or (len(out) > 1 and out[-2].low in _HOLDS_ON)
            if joins and out and out[-1].text == ",":
                out.pop()
            at += skipped
            continue
        out.append(tokens[at])
        at += 1
    return out


def _filler(before: Token | None, tokens: Sequence[Token], at: int) -> int:
    """How many tokens from `at` on say nothing where they stand."""
    low = [t.low for t in tokens[at : at + 4]]
    low += [""] * (4 - len(low))
    last = before.low if before is not None else ""
    if low[0] in ("kinda", "sorta") or (low[0] in ("kind", "sort") and low[1] == "of"):
        return 0 if last in _KINDS else 1 if low[0].endswith("a") else 2
    if low[:3] == ["go", "ahead", "and"]:
        return 3
    if low[0] == "bit" and last == "little":
        return 3 if low[1:3] in (["of", "a"], ["of", "an"]) else 2 if low[1] == "of" else 1
    if low[0] in _ADVERBS and low[1].isalpha() and last != "not" and last not in _PAUSES:
        return 1
    aside = before is None or last in _PAUSES or last in ("and", "but", "so", "because")
    if not aside:
        return 0
    if low[:3] in (["you", "know", ","], ["i", "mean", ","]):
        return 3
    if low[0] == "again" and low[2] not in _GOES_ON:
        return 0
    return 2 if low[0] in _ASIDES and low[1] == "," else 0


_BEFORE_IT: Final = frozenset(
    [
        "and",
        "but",
        "so",
        "because",
        "that",
        "if",
        "when",
        "then",
        "or",
        "now",
        "where",
        ",",
        ".",
        "?",
        "!",
        ";",
    ]
)
"""Before an `it` that opens a sentence."""
_KINDS: Final = words("fluent_kinds")
"""What stands before a kind of thing: `some kind of pop`."""
_PAUSES: Final = frozenset([",", ".", "?", "!", ";", "…", "..."])
_ADVERBS: Final = frozenset(["actually", "basically", "literally", "honestly", "obviously"])
_ASIDES: Final = frozenset(["like", "again", *_ADVERBS])
_GOES_ON: Final = words("fluent_goes_on")
"""What `again,` says once more; before all else it may be a test that is done again."""
