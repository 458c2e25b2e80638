"""Values that leave their name unsaid: `left is five`, `right is negative`, `Right, a solid thirty`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.understanding.clauses import Clause
from agent.understanding.phrases import words
from agent.understanding.sections import has_value
from agent.understanding.tokens import Token

_SIDE_DID = re.compile(
    r"^(?:and |but )*(?:on |with )?(?:the |his |her )?(?P<side>left|right)"
    r"(?:(?: (?:side|leg|arm|foot|hand|one))?,? "
    r"(?:(?:patient|he|she|they|it|you|only|just|still|that) )*"
    r"(?:did|held|holds?|was|is|got|gets?|made|managed|stood|scored|had|has|could (?:do|hold|manage))"
    r"(?: (?:it|only|just|about|for|up to|a|an))*| (?:side|leg|arm|foot|hand|one),?) -?\d",
    re.IGNORECASE,
)
"""`On the right patient did 20`, behind the same test of the left."""


_SIDE_LAST = re.compile(
    r"^(?:(?:and|but|only|about|just|a|it's|it is|versus|compared to) )*-?\d[\d./+-]*(?: degrees)?"
    r"(?:,? (?:and )?-?\d[\d./+-]*(?: degrees)?)*,? (?:on |for )?(?:the |his |her )?(?P<side>left|right)"
    r"(?: (?:side|leg|arm|foot|hand|one))?$",
    re.IGNORECASE,
)
"""`75 and 70 on the left`, behind what was measured on the right."""


def side_last(clause: Clause) -> str:
    """The side of a clause that is nothing but values and the side they are of, said last."""
    match = _SIDE_LAST.match(clause.text) if len(clause.tokens) <= _LONGEST_ELLIPSIS else None
    return match["side"].casefold() if match is not None else ""


_SAME = re.compile(
    r"^(?:(?:and|but|it's|it is|that's|the|is),? )*same (?:thing |values? |findings? )?(?:is |holds )?"
    r"(?:on|for|with) (?:the |his |her )?(?P<side>left|right)(?: side| one| leg| arm)?"
    r"(?P<except>,? (?:except|but|other than|apart from)\b.*)?$",
    re.IGNORECASE,
)


def same_on(clause: Clause) -> tuple[str, bool]:
    """The side of `Same on the right except ER 75`, and whether something is excepted; empty for neither."""
    match = _SAME.match(clause.text)
    return (match["side"].casefold(), match["except"] is not None) if match is not None else ("", False)


_LACKS = frozenset(["lacks", "lacking", "lack", "missing", "lacked"])
_BEHIND_A_VALUE = frozenset(["on", "the", "degrees", "degree", "left", "right", "side"])


def sole_value(clause: Clause) -> tuple[Token, ...]:
    """The words of the one plain value that a clause ends with (`lacks 5`); none where there is any doubt."""
    at = [i for i, t in enumerate(clause.tokens) if t.text.lstrip("-")[:1].isdigit()]
    behind = clause.tokens[at[0] + 1 :] if at else []
    if len(at) != 1 or any(t.low not in _BEHIND_A_VALUE for t in behind):
        return ()
    before = clause.tokens[at[0] - 1] if at[0] else None
    lacking = [before] if before is not None and before.low in _LACKS else []
    return (*lacking, clause.tokens[at[0]])


def only_values(clause: Clause) -> bool:
    """`42.5 on the right, 39 on the left`: values and sides, and nothing that tells what was measured."""
    if clause.lead or not any(t.text.lstrip("-")[:1].isdigit() for t in clause.tokens):
        return False
    sided = {i for m in clause.marks if m.of("side") for i in range(m.start, m.end)}
    return all(
        i in sided or t.text.lstrip("-")[:1].isdigit() or not t.is_word or t.low in _AROUND_VALUES
        for i, t in enumerate(clause.tokens)
    )


_AROUND_VALUES = words("openings_units") | frozenset(
    ["on", "the", "and", "is", "it's", "that's", "side", "one", "degrees", "cm", "mm", "seconds", "lb", "kg",
     "same", "except", "for", "but", "versus", "about", "only", "just", "a", "at"]
)  # fmt: skip


def is_result_of_a_side(clause: Clause) -> bool:
    """`right is negative`, `negative on the right`: a side and a result, of the test before."""
    said = [m for m in clause.marks if m.of("side", "result")]
    plain = len(clause.tokens) <= 5 and len(said) == len(clause.marks) == 2 and "all" not in clause.words()
    return (
        plain
        and said[0].start == 0
        and len([m for m in said if m.of("side")]) == len([m for m in said if m.of("result")]) == 1
    )


def name_after_side(clause: Clause, name: Sequence[Token]) -> None:
    """Puts the test's words behind the side that opens the clause, or before a result that does.

    They stand for the place of the word that opens it.
    """
    if clause.marks[0].of("side") is None:
        result = clause.tokens[0]
        front = [
            replace(t, start=result.start, end=result.end, glued=t.glued and i > 0)
            for i, t in enumerate(name)
        ]
        clause.retokenised([*front, replace(result, text=result.low), *clause.tokens[1:]])
        return
    end = clause.marks[0].end
    end += end < len(clause.tokens) and clause.tokens[end].low == "side"
    side = clause.tokens[end - 1]
    words = [replace(t, start=side.start, end=side.end, glued=t.glued and i > 0) for i, t in enumerate(name)]
    clause.retokenised([*clause.tokens[:end], *words, *clause.tokens[end:]])


def side_that_did(clause: Clause) -> str:
    match = _SIDE_DID.match(clause.text) if len(clause.tokens) <= _LONGEST_ELLIPSIS else None
    return match["side"].casefold() if match is not None else ""


_LONGEST_ELLIPSIS = 14
_COUNTED = frozenset(["minutes", "minute", "sets", "x", "more", "visits", "weeks", "days"])
_BEFORE_VALUE = frozenset(
    ["a", "about", "at", "is", "it's", "only", "solid", "good", "full", "just", "roughly"]
)


def behind_right(clause: Clause) -> int:
    """Where the value stands in `Right, a solid 30`, dictated behind the left's; 0 for mere assent."""
    tokens = clause.tokens
    if clause.speaker is not None or len(tokens) < 3 or (tokens[0].low, tokens[1].low) != ("right", ","):
        return 0
    at = 2
    while at < len(tokens) and tokens[at].low in _BEFORE_VALUE:
        at += 1
    counted = at + 1 < len(tokens) and tokens[at + 1].low in _COUNTED
    return at if at < len(tokens) and tokens[at].number is not None and not counted else 0


def is_ellipsis(clause: Clause) -> bool:
    """`left is five`, `passive 100`: a value with no name."""
    if not has_value(clause) or len(clause.tokens) > 9:
        return False
    at = 0
    if clause.marks and clause.marks[0].start == 0 and clause.marks[0].of("side"):
        at = clause.marks[0].end
    elif clause.tokens[0].low in ("passive", "active", "passively", "actively"):
        at = 1
    else:
        return False
    while at < len(clause.tokens) and clause.tokens[at].low in (
        "is",
        "was",
        "side",
        "at",
        ",",
        "about",
        "to",
    ):
        at += 1
    return at < len(clause.tokens) and clause.tokens[at].text.lstrip("-")[:1].isdigit()


def insert_before(clause: Clause, at: int, words: Sequence[str]) -> None:
    """Puts words in front of the token at `at`: `no loaded flexion` is `no loaded hip flexion`."""
    anchor = clause.tokens[at]
    new = [replace(anchor, text=w, low=w.casefold(), glued=False, number=None) for w in words]
    clause.retokenised([*clause.tokens[:at], *new, *clause.tokens[at:]])


def insert_after_first(clause: Clause, words: Sequence[str]) -> None:
    """Puts words behind the side that opens the clause; they stand for that side's place."""
    end = clause.marks[0].end
    anchor = clause.tokens[end - 1]
    new = [replace(anchor, text=w, low=w.casefold(), glued=False, number=None) for w in words]
    rest = clause.tokens[end:]
    rest = rest[1:] if rest and rest[0].low == "side" else rest
    clause.retokenised([*clause.tokens[:end], *new, *rest])
