"""Where the words of the trade stand in a run of tokens: joints, motions, tests, treatments, people …"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

from agent.understanding.phrases import Phrases, lexicon, words
from agent.understanding.tokens import Token

Kind = Literal[
    "joint",
    "motion",
    "muscle",
    "part",
    "test",
    "outcome",
    "performance",
    "vital",
    "girth",
    "palpation",
    "gait",
    "transfer",
    "device",
    "assist",
    "intervention",
    "exercise",
    "relative",
    "symptom",
    "condition",
    "home",
    "goal",
    "assessment",
    "education",
    "adherence",
    "side",
    "result",
]
MEASURES: frozenset[Kind] = frozenset(
    {"motion", "muscle", "test", "outcome", "performance", "vital", "girth", "palpation"}
)


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the field: what kind of thing it names, and its name in a note."""

    kind: Kind
    name: str
    data: Any = None


class Mark(NamedTuple):
    """Tokens [start, end) are a term; a phrase of several meanings has several terms."""

    start: int
    end: int
    terms: tuple[Term, ...]

    def of(self, *kinds: Kind) -> Term | None:
        for term in self.terms:
            if term.kind in kinds:
                return term
        return None


@dataclass(frozen=True, slots=True)
class Intervention:
    """The billing code of a treatment; `weak` where its name alone is not enough."""

    code: str
    weak: bool


_RESULTS = {
    "positive": "positive",
    "negative": "negative",
    "normal": "normal",
    "intact": "intact",
    "absent": "absent",
    "diminished": "diminished",
    "decreased": "decreased",
    "increased": "increased",
    "full": "full",
    "WNL": "within normal limits",
    "WFL": "within functional limits",
    "within normal limits": "within normal limits",
    "within functional limits": "within functional limits",
    "symmetrical": "symmetrical",
    "symmetric": "symmetrical",
    "equal": "equal",
    "brisk": "brisk",
    "unremarkable": "unremarkable",
    "clear": "clear",
    "corrective saccade": "positive",
    "catch up saccade": "positive",
    "no change": "no change",
    "unchanged": "unchanged",
    "reproduces": "positive",
    "limited": "limited",
    "painful": "painful",
    "pain free": "pain free",
}
_SIDES = {
    "left": "left",
    "right": "right",
    "lt": "left",
    "rt": "right",
    "bilateral": "bilateral",
    "bilaterally": "bilateral",
    "both sides": "bilateral",
    "both knees": "bilateral",
    "both hips": "bilateral",
    "both shoulders": "bilateral",
    "both ankles": "bilateral",
    "both legs": "bilateral",
    "both arms": "bilateral",
    "both": "bilateral",
    "each side": "bilateral",
    "left hand side": "left",
    "right hand side": "right",
}
_NOT_SIDE_AFTER = {
    "right": frozenset(
        [
            "now",
            "away",
            "there",
            "here",
            "where",
            "before",
            "after",
            "when",
            "about",
            "behind",
            "over",
            "handed",
            "hand-handed",
            "?",
            "though",
        ]
    ),
    "left": frozenset(
        [
            "a",
            "him",
            "her",
            "me",
            "us",
            "home",
            "work",
            "early",
            "without",
            "message",
            "over",
            "alone",
            "it",
            "them",
        ]
    ),
}
_NOT_SIDE_BEFORE = frozenset(["that's", "all", "alright", "thats", "what's"])


def _terms() -> Iterable[tuple[str, Term]]:
    body, measures = lexicon("body"), lexicon("measures")
    context, treatment = lexicon("context"), lexicon("treatment")
    for kind, table in (
        ("joint", body["joints"]),
        ("motion", body["motions"]),
        ("muscle", body["muscles"]),
        ("part", body["parts"]),
        ("test", measures["special_tests"]),
        ("girth", measures["girth"]),
        ("palpation", measures["palpation"]),
        ("gait", measures["gait"]),
        ("transfer", measures["transfers"]),
        ("device", measures["devices"]),
        ("assist", measures["assistance"]),
    ):
        for name, variants in table.items():
            term = Term(kind, str(name))  # type: ignore[arg-type]  # the kinds above
            yield str(name), term
            for variant in variants:
                yield str(variant), term
    for kind in ("outcomes", "performance", "vitals"):
        for name, entry in measures[kind].items():
            short: Kind = {"outcomes": "outcome", "performance": "performance", "vitals": "vital"}[kind]  # type: ignore[assignment]
            term = Term(short, str(name), entry)
            yield str(name), term
            for variant in entry["says"]:
                yield str(variant), term
    for entry in treatment["interventions"]:
        data = Intervention(entry["code"], bool(entry.get("weak")))
        if not data.weak:
            codes = ("G0283", "97014") if data.code == "estim" else (data.code,)
            for code in codes:
                yield code, Term("intervention", entry["name"], data)
        for says in [entry["name"], *entry["says"]] if not data.weak else entry["says"]:
            yield says, Term("intervention", entry["name"], data)
    for name in lexicon("exercises")["exercises"]:
        yield str(name), Term("exercise", str(name))
    for kind, key in (
        ("relative", "relatives"),
        ("symptom", "symptoms"),
        ("condition", "conditions"),
        ("home", "home"),
        ("goal", "goal_words"),
        ("assessment", "assessment"),
        ("education", "education"),
        ("adherence", "adherence"),
    ):
        for name in context[key]:
            yield str(name), Term(kind, str(name))  # type: ignore[arg-type]
    for says, result in _RESULTS.items():
        yield says, Term("result", result)
    for says, side in _SIDES.items():
        yield says, Term("side", side)


@cache
def _phrases() -> Phrases[list[Term]]:
    table: dict[str, list[Term]] = {}
    for phrase, term in _terms():
        terms = table.setdefault(phrase.casefold(), [])
        if not any(t.kind == term.kind for t in terms):
            terms.append(term)
    merged: dict[str, list[Term]] = {}
    for phrase, terms in table.items():
        merged.setdefault(phrase, []).extend(terms)
    phrases: Phrases[list[Term]] = Phrases([])
    for phrase, terms in merged.items():
        phrases.add(phrase, terms, merge=_merge)
    return phrases


def _merge(old: list[Term], new: list[Term]) -> list[Term]:
    return old + [t for t in new if not any(o.kind == t.kind for o in old)]


def marks(tokens: Sequence[Token]) -> list[Mark]:
    """The terms in `tokens`, from left to right, longest first, none overlapping."""
    out = []
    for hit in _phrases().all(tokens):
        terms = tuple(hit.value)
        if terms[0].kind == "result" and terms[0].name == "full" and _low_at(tokens, hit.end) in _NOT_FULL:
            continue
        if (
            tokens[hit.start].low in ("feet", "foot")
            and hit.start
            and tokens[hit.start - 1].number is not None
        ):
            continue
        if tokens[hit.start].low in _EVERYDAY and hit.end - hit.start == 1 and not _tested(tokens, hit.end):
            continue
        if terms[0].kind == "side" and not _is_side(tokens, hit.start, hit.end):
            continue
        if hit.end - hit.start == 1 and _is_way_back(tokens, hit.start):
            continue
        out.append(Mark(hit.start, hit.end, terms))
    return _with_halves(tokens, out)


_JOINS = frozenset(["and", "&", "/", "or", "plus", ","])


def _with_halves(tokens: Sequence[Token], found: Sequence[Mark]) -> list[Mark]:
    """`internal and external rotation`, `radial and ulnar deviation`: the first half is a measure too."""
    out: list[Mark] = []
    for m in found:
        at = m.start - 1
        while at > 0 and tokens[at].low in _JOINS:
            at -= 1
        halved = m.end - m.start == 2 and m.of("motion", "muscle") and 0 <= at < m.start - 1
        if halved and (not out or out[-1].end <= at):
            whole = _phrases().at([tokens[at], tokens[m.end - 1]], 0)
            if (
                whole is not None
                and whole.end == 2
                and any(t.kind in ("motion", "muscle") for t in whole.value)
            ):
                out.append(Mark(at, at + 1, tuple(whole.value)))
        out.append(m)
    return out


_RETURNS = words("marks_returns")
_MONTHS = words("numbers_months")
_DAYS_AHEAD = words("repairs_days") - {"today", "yesterday"}


def _is_way_back(tokens: Sequence[Token], at: int) -> bool:
    """`was back to two`, `went back down`, `back Monday`, `back in March`: a way or a time, no body part."""
    if tokens[at].low != "back":
        return False
    if _lies_on(tokens, at):
        return True
    following = _low_at(tokens, at + 1)
    goes_on = following in ("to", "down", "up", "at", "in") and _low_at(tokens, at - 1) in _RETURNS
    ago = following in ("in", "on") and _low_at(tokens, at + 2) in _MONTHS | _DAYS_AHEAD
    return goes_on or ago or following in _DAYS_AHEAD


_LYING = frozenset(
    ["lie", "lies", "lying", "lay", "laying", "flat", "roll", "rolls", "sleep", "sleeps", "sleeping"]
)


def _lies_on(tokens: Sequence[Token], at: int) -> bool:
    """`on your back`, `sleeps on her back`: how somebody lies."""
    if [_low_at(tokens, at - 2), _low_at(tokens, at - 1)] == ["on", "your"]:
        return True
    said = [_low_at(tokens, k) for k in range(at - 5, at)]
    return (
        said[-2] == "on"
        and said[-1] in ("his", "her", "my", "the", "their")
        and bool(_LYING & set(said[:-2]))
    )


_EVERYDAY = frozenset(["speed", "noble", "mill", "crank", "squeeze", "roos", "watson", "hit"])
"""Names of tests that are words of their own: only tests where a result or `test` follows."""


def _tested(tokens: Sequence[Token], at: int) -> bool:
    return any(t.low in ("test", "sign", "positive", "negative", "is", "was") for t in tokens[at : at + 2])


_NOT_FULL = frozenset(
    [
        "tear",
        "thickness",
        "duty",
        "weight",
        "can",
        "time",
        "day",
        "body",
        "squat",
        "load",
        "stop",
        "shift",
        "meal",
        "name",
        "term",
        "night",
        "recovery",
    ]
)


def _low_at(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if 0 <= at < len(tokens) else ""


_LEAVES = frozenset(["he", "she", "they", "i", "we", "patient", "who", "just"])
_REMAINS = frozenset(["what's", "whats", "that's", "nothing", "little", "anything", "something", "much"])
_COUNTED_OUT = frozenset(["visit", "visits", "session", "sessions", "week", "weeks"])


def _is_remainder(tokens: Sequence[Token], start: int) -> bool:
    """Whether `left` says what remains: `stiffness is what is left`, `two visits left`."""
    before = _low_at(tokens, start - 1)
    if before in ("that's", "is") and _points_at_value(tokens, start - 1 - (before == "is")):
        return False
    if before in ("is", "are", "was"):
        return _low_at(tokens, start - 2) in ("what", "that")
    if before in _COUNTED_OUT:
        following = _low_at(tokens, start + 1)
        return not following.isalpha() or following in ("on", "in", "of", "before", "and", "to", "until")
    return before in _REMAINS


def _points_at_value(tokens: Sequence[Token], at: int) -> bool:
    """`104, that's left, and 129 on the right`: the side of the value just said."""
    return (
        _low_at(tokens, at) in ("that", "that's")
        and _low_at(tokens, at - 1) == ","
        and any(t.text[:1].isdigit() for t in tokens[max(0, at - 3) : at - 1])
    )


def _only_a_value(tokens: Sequence[Token], at: int) -> bool:
    """`Right, 160.`: nothing but a value stands behind it, so that it is no word of assent."""
    said = [t for t in tokens[at:] if t.is_word or t.number is not None]
    return len(said) == 1 and said[0].number is not None


_POINTS = frozenset(["at", "on", "along", "around", "in", "by", "under", "above"])
"""Behind a `Right` that opens a clause: it says exactly where."""


def _is_side(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether `left` or `right` is a side here, not `right now` or `left a message`."""
    low = tokens[start].low
    following = tokens[end].low if end < len(tokens) else ""
    before = tokens[start - 1].low if start else ""
    if following in _NOT_SIDE_AFTER.get(low, ()):
        return False
    if low == "left" and (before in _LEAVES or _is_remainder(tokens, start)):
        return False
    at_all = before == "all" and start > 1 and tokens[start - 2].low == "at"
    if low == "right" and (
        (before in _NOT_SIDE_BEFORE and not at_all and not _points_at_value(tokens, start - 1))
        or following == "?"
        or (before == "," and following == ",")
    ):
        return False
    if (
        low == "right"
        and start == 0
        and following in ("at", "on", "along", "around", "in", "by", "under", "above")
    ):
        return False
    return not (low == "right" and start == 0 and following in (",", "so")) or _only_a_value(tokens, end + 1)
