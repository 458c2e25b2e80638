"""Answers that stand for the words of the question: `There was, in May. It's gone.`, `My son says I do.`"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from agent.needles import Rare
from agent.understanding.clauses import Clause
from agent.understanding.tokens import Token, offsets

_THERE_WAS: Final = re.compile(
    r"^(?:(?:oh|well|yeah|yes|um|uh|at first|before),? )*(?:there (?:was|were)|there used to be|"
    r"i did|i had|it did|"
    r"i used to)(?P<some> (?:some|a little|a bit))?(?=,|$)",
    re.IGNORECASE,
)
_GONE: Final = re.compile(
    r"^(?:(?:but|and|now|so|well),? )*(?:(?:that|it)(?:'s| is| has|'s all| all)?|they(?:'re| are|'ve)|all) "
    r"(?:gone|gone away|went away|stopped|cleared(?: up)?|settled|resolved|quit|over|better|"
    r"done)\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_NOT_NOW: Final = re.compile(
    r"^(?:(?:but|and|so|well),? )*(?:(?:nothing|none|not|no more|not any ?more)(?: of (?:it|that))?,? ?)+"
    r"(?P<when>now|any ?more|today|since(?: then)?|lately|these days|this week)?$",
    re.IGNORECASE,
)
_SAYS_SO: Final = Rare(
    r"\b(?:says|said|thinks|tells me|swears|claims) (?:that )?i (?P<aux>do|am|did|have|can|was)\b(?=,|$)",
)


def there_was(clause: Clause, topic: str) -> list[Token]:
    """`There was, in May` to `Any numbness in the toes?`: there was numbness in the toes, in May."""
    match = _THERE_WAS.match(clause.text)
    if match is None:
        return []
    first = clause.tokens[0]
    said = [Token(w, first.start, first.end, low=w.casefold()) for w in ("there", "was", *topic.split())]
    begins = offsets(clause.tokens)
    at = next((i for i, t in enumerate(clause.tokens) if t.low == "," and begins[i] >= match.end()), None)
    return [*said, *(clause.tokens[at:] if at is not None else [])]


def of_the_past(clause: Clause, topic: str) -> bool:
    """Names in `That's gone.` and `Nothing now.` what there was; whether the clause is one of these."""
    gone, none = _GONE.match(clause.text), _NOT_NOW.match(clause.text)
    first = clause.tokens[0]
    if gone is not None:
        verb = next(i for i, t in enumerate(clause.tokens) if t.low in _PAST)
        front = [Token(w, first.start, first.end, low=w.casefold()) for w in (topic + " is").split()]
        said = clause.tokens[verb]
        rest = [replace(said, text="gone", low="gone"), *clause.tokens[verb + 1 :]]
        if said.low != "gone":
            front, rest = front[:-1], list(clause.tokens[verb:])
        clause.retokenised([*front, *rest])
        return True
    if none is None:
        return False
    when = (none["when"] or "now").split()
    words = ["no", *topic.split(), *([] if when[0].startswith("any") else when)]
    clause.retokenised([Token(w, first.start, clause.end, low=w.casefold()) for w in words])
    return True


_PAST: Final = frozenset(
    ["gone", "went", "stopped", "cleared", "settled", "resolved", "quit", "over", "better", "done"]
)


def as_told(clause: Clause, yes: Sequence[Token]) -> list[Token]:
    """`My son says I do` to `Do you limp in the evening?`: my son says I limp in the evening."""
    match = _SAYS_SO.search(clause.text) if " i " in clause.low else None
    if match is None or not yes or yes[0].low != "i":
        return []
    tokens = list(clause.tokens)
    at = offsets(tokens).index(match.start("aux"))
    return [*tokens[: at - 1], *yes, *tokens[at + 1 :]]
