"""Spoken section headings: `subjective colon`, `heading plan`, `assessment,`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent.domain.note import Section
from agent.understanding.tokens import Token

_NAMES: dict[tuple[str, ...], Section] = {
    ("subjective",): "S",
    ("history",): "S",
    ("history", "of", "present", "illness"): "S",
    ("chief", "complaint"): "S",
    ("patient", "report"): "S",
    ("past", "medical", "history"): "S",
    ("interval", "history"): "S",
    ("objective",): "O",
    ("objective", "findings"): "O",
    ("exam",): "O",
    ("examination",): "O",
    ("physical", "exam"): "O",
    ("measurements",): "O",
    ("tests", "and", "measures"): "O",
    ("observation",): "O",
    ("palpation",): "O",
    ("range", "of", "motion"): "O",
    ("strength",): "O",
    ("special", "tests"): "O",
    ("vitals",): "O",
    ("vital", "signs"): "O",
    ("outcome", "measures"): "O",
    ("functional", "measures"): "O",
    ("gait",): "O",
    ("balance",): "O",
    ("treatment",): "O",
    ("treatments",): "O",
    ("treatment", "today"): "O",
    ("treatment", "provided"): "O",
    ("today's", "treatment"): "O",
    ("interventions",): "O",
    ("intervention",): "O",
    ("interventions", "today"): "O",
    ("procedures",): "O",
    ("billing",): "O",
    ("charges",): "O",
    ("time",): "O",
    ("assessment",): "A",
    ("impression",): "A",
    ("clinical", "impression"): "A",
    ("clinical", "assessment"): "A",
    ("response",): "A",
    ("response", "to", "treatment"): "A",
    ("plan",): "P",
    ("plan", "of", "care"): "P",
    ("goals",): "P",
    ("short", "term", "goals"): "P",
    ("long", "term", "goals"): "P",
    ("home", "program"): "P",
    ("home", "exercise", "program"): "P",
    ("recommendations",): "P",
    ("patient", "education"): "P",
    ("education",): "P",
}
_FREE = frozenset({("subjective",), ("objective",), ("assessment",), ("plan",), ("interventions",)})
"""Words that are headings without any sign when speech has no punctuation."""
_TRANSPARENT = frozenset(
    {
        ("range", "of", "motion"),
        ("strength",),
        ("palpation",),
        ("gait",),
        ("balance",),
        ("goals",),
        ("short", "term", "goals"),
        ("long", "term", "goals"),
        ("vitals",),
        ("vital", "signs"),
        ("home", "program"),
        ("home", "exercise", "program"),
        ("special", "tests"),
        ("time",),
        ("history",),
        ("education",),
        ("patient", "education"),
        ("response",),
        ("past", "medical", "history"),
        ("outcome", "measures"),
    }
)
"""Headings that stay part of what follows: only followed by a spoken or written colon."""
_COLONS = frozenset(["colon", ":", "-"])
_ANNOUNCERS = frozenset(["heading", "section", "header", "under"])


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as it was spoken, and the section that it opens."""

    section: Section
    name: str
    end: int
    """Index of the first token after the heading."""

    @property
    def kept(self) -> bool:
        """Whether the heading's words stay in the statement: `home program: …`, `goals: …`."""
        return tuple(self.name.split()) in _TRANSPARENT and self.name not in ("history", "time", "response")


def heading_at(tokens: Sequence[Token], *, free: bool = False) -> Heading | None:
    """The heading that `tokens` begin with, or None."""
    at = 0
    announced = False
    while (
        at < len(tokens)
        and tokens[at].low
        in ("okay", "ok", "so", "now", "next", "for", "and", "the", ",", "moving", "on", "to")
        and at < 4
    ):
        at += 1
    if at < len(tokens) and tokens[at].low in _ANNOUNCERS:
        announced, at = True, at + 1
        if at < len(tokens) and tokens[at].low == "is":
            at += 1
    best: tuple[tuple[str, ...], int] | None = None
    for width in (4, 3, 2, 1):
        words = tuple(t.low for t in tokens[at : at + width])
        if len(words) == width and words in _NAMES:
            best = (words, at + width)
            break
    if best is None:
        return None
    words, end = best
    following = tokens[end].low if end < len(tokens) else ""
    section = _NAMES[words]
    name = " ".join(words)
    if following in _COLONS:
        return Heading(section, name, end + 1)
    if announced:
        return Heading(section, name, _past_comma(tokens, end))
    if at > 0 and words not in _FREE:
        return None
    if words in _TRANSPARENT:
        return Heading(section, name, end) if not following and not free else None
    if following == "" and len(words) <= 3:
        return Heading(section, name, end)
    if following == "," and words != ("time",):
        return Heading(section, name, end + 1)
    if words == ("plan",) and following in ("is", "to", "continue", "for", "today", "will", "of"):
        return Heading(section, name, end + 1 if following in ("is",) else end)
    if words == ("assessment",) and following in ("is", "she", "he", "patient", "they"):
        return Heading(section, name, end + 1 if following == "is" else end)
    if free and words in _FREE and at == 0:
        return Heading(section, name, end)
    return None


def _past_comma(tokens: Sequence[Token], at: int) -> int:
    return at + 1 if at < len(tokens) and tokens[at].low in (",", "colon", ":") else at
