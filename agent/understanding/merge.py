"""Read clauses joined to statements of one fact group: one exam sentence, one answer of the patient."""

from __future__ import annotations

from agent.understanding import context
from agent.understanding.reader import Read
from agent.understanding.sections import Sort

_EXAM: frozenset[Sort] = frozenset({"measure", "palpation"})
_TOLD: frozenset[Sort] = frozenset({"history", "function", "adherence", "other"})
_COMMON = frozenset(
    [
        "the",
        "left",
        "right",
        "a",
        "an",
        "it",
        "he",
        "she",
        "they",
        "patient",
        "patient's",
        "his",
        "her",
        "their",
        "no",
        "not",
        "about",
        "passive",
        "active",
        "external",
        "internal",
        "flexion",
        "extension",
        "abduction",
        "adduction",
        "rotation",
        "side",
        "dorsiflexion",
        "plantarflexion",
        "strength",
        "once",
        "sometimes",
        "now",
        "but",
        "and",
        "then",
        "when",
        "at",
        "on",
        "in",
        "there",
        "this",
        "that",
        "one",
        "two",
        "since",
        "about",
        "worst",
        "best",
        "reflexes",
        "sensation",
        "tender",
        "no",
        "works",
        "lives",
        "standing",
        "sitting",
        "walking",
        "shoulder",
        "hip",
        "knee",
        "ankle",
        "elbow",
        "wrist",
        "cervical",
        "lumbar",
        "thoracic",
        "forearm",
    ]
)
LONGEST_ANSWER = 40
"""Words that a joined answer of a patient may have."""


def groups(reads: list[Read], punctuated: frozenset[int]) -> list[int]:
    """For each read clause, the index of the clause whose statement it shares (often its own).

    `punctuated`: turns whose sentences are to be trusted; without punctuation nothing is joined.
    """
    owner: list[int] = []
    words = 0
    for i, r in enumerate(reads):
        mine = i
        if i and reads[i - 1].command is None and r.command is None:
            last = reads[i - 1]
            beside = last.clause.turn == r.clause.turn and last.section == r.section
            if beside and (_same_sentence(last, r, punctuated) or _same_answer(last, r, words)):
                mine = owner[-1]
        words = _words(r) + (words if mine != i else 0)
        owner.append(mine)
    return owner


def _words(r: Read) -> int:
    return len(r.text.split())


def _row_of_tests(last: Read, r: Read) -> bool:
    """`FABER positive left FADIR positive left`: short test results said in a row, stops or none."""
    return (
        r.clause.unpunctuated
        and last.sort in (*_EXAM, "other")
        and r.sort in (*_EXAM, "other")
        and all(
            _words(x) <= 5
            and any(m.of("test") for m in x.clause.marks)
            and any(m.of("result") for m in x.clause.marks)
            for x in (last, r)
        )
    )


def _same_sentence(last: Read, r: Read, punctuated: frozenset[int]) -> bool:
    return _row_of_tests(last, r) or (
        r.clause.turn in punctuated and not r.clause.new_sentence and last.sort in _EXAM and r.sort in _EXAM
    )


def _same_answer(last: Read, r: Read, words: int) -> bool:
    if r.clause.speaker != "PATIENT" or words + _words(r) > LONGEST_ANSWER:
        return False
    if context.subject(last.text) == "relative" or context.subject(r.text) == "relative":
        return False
    if last.sort == "pain" and r.sort == "pain":
        return bool(last.clause.lead) and last.clause.lead == r.clause.lead
    return last.sort in _TOLD and r.sort in _TOLD


def joined_text(texts: list[str], leads: list[str]) -> str:
    """One statement of several clauses; a heading that they share is written once."""
    out = texts[0].rstrip(".")
    for text, lead in zip(texts[1:], leads[1:], strict=True):
        if lead and lead == leads[0] and text.casefold().startswith(lead.casefold()):
            text = text[len(lead) :].strip()
        first = text.split(" ", 1)[0].rstrip(",:").casefold()
        out += f"; {text[0].lower() + text[1:] if first in _COMMON else text}".rstrip(".")
    return out + "."
