"""`The stretches, how many days this week? – Four.`: a count with its unit, and out of how many."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from agent.needles import Rare
from agent.understanding.clauses import Clause
from agent.understanding.tokens import Token

_HOW_MANY: Final = Rare(
    r"^(?:(?:and|so|okay|now|the|your),? )*(?:(?P<front>(?!what|how|where|when)[a-z][\w' ]*), )?"
    r"how many (?P<unit>days|nights|times|sessions|"
    r"mornings|evenings)(?:,? out of (?:the |those )?(?P<whole>\d+))?"
    r"(?: (?P<when>(?:since|this|last|a|per|each|in the) [\w ]+?))?"
    r"(?: (?:did|have|do|were) you (?:\w+ )??(?P<verb>do|did|done|wear|worn|wearing|use|used|using|"
    r"ice|iced|doing|take|taken|"
    r"miss|missed)(?: (?P<what>[\w' ]+?))??(?P<later> (?:since|this|last|in the) [\w ]+?)?)?"
    r"(?:,? out of (?:the |those )?(?P<whole_too>\d+))?$",
)
OUT_OF: Final = Rare(r"^(?:and )?(?:that's |it's )?out of (?:the |those |a )?(?P<whole>\d+)$")
_ALONE: Final = re.compile(
    r"^(?:(?:oh|um|uh|about|maybe|just|only|i'd say|like|probably),? )*(?P<n>\d{1,2})"
    r"(?:(?: or | to |-)(?P<most>\d{1,2}))?"
    r"(?: (?:days|nights|times|of (?:them|those)))?$",
    re.IGNORECASE,
)
_DONE: Final = re.compile(r"\b(?:exercises?|hep|program|stretch(?:es|ing)?|homework|routine)$")
_AS_DONE: Final = {
    "wear": "wore", "worn": "wore", "wearing": "wore", "use": "used", "using": "used", "take": "took",
    "taken": "took", "ice": "iced", "miss": "missed",
}  # fmt: skip


def counted(question: Clause, whole: str, answer: Clause) -> bool:
    """Makes a bare number in answer to such a question a count of it; whether it is one."""
    said = _ALONE.match(answer.text)
    match = _HOW_MANY.match(question.text) if said else None
    if said is None or match is None:
        return False
    whole = match["whole"] or match["whole_too"] or whole
    what = (match["front"] or match["what"] or "").strip()
    what = re.sub(r"^(?:your|the|my) ", "", what)
    verb = match["verb"] or ""
    if not what:
        return False
    if whole and int(said["most"] or said["n"]) > int(whole):
        return False
    when = (match["when"] or match["later"] or "").strip()
    lead = f"{_AS_DONE[verb]} {what}" if verb in _AS_DONE else f"{what} done" if _DONE.search(what) else what
    at = [i for i, t in enumerate(answer.tokens) if t.number is not None or t.text[:1].isdigit()][-1]
    like = answer.tokens[at]  # the last of `three or four`
    behind = [*(("of", whole) if whole else ()), match["unit"], *when.split()]
    added = [Token(w, like.end - 1, like.end, low=w.casefold()) for w in behind]
    answer.retokenised([*answer.tokens[:at], replace(like, number=None), *added])
    answer.lead = f"{lead}:"
    answer.lead_spans.append((question.start, question.end))
    return True
