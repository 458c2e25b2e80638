"""Which part of a visit each clause of a dictation without headings tells of: report, examination,
treatment, judgement or plan.

Dictation runs from what the patient said to what comes next and seldom turns back, so a clause is placed
by its own cues and by its neighbours' together: the most likely path through the parts (Viterbi), linear
in the number of clauses. A spoken heading outweighs cues.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Literal

from agent.domain.note import Section
from agent.needles import Family, Rare
from agent.understanding import phrasing
from agent.understanding.clauses import Clause
from agent.understanding.marks import MEASURES
from agent.understanding.phrases import lexicon
from agent.understanding.sections import Sort, Sorted, belongs_elsewhere, responds, told_sort

Stage = Literal["told", "examined", "treated", "judged", "planned"]
STAGES: tuple[Stage, ...] = ("told", "examined", "treated", "judged", "planned")
SECTION: dict[Stage, Section] = {"told": "S", "examined": "O", "treated": "O", "judged": "A", "planned": "P"}
_OF_SECTION: dict[Section, tuple[Stage, ...]] = {
    "S": ("told",),
    "O": ("examined", "treated"),
    "A": ("judged",),
    "P": ("planned",),
}
_FORCED = 50.0
_HEADED_BEFORE = 2.0
"""What a heading still weighs in later paragraphs of a dictation that is headed throughout."""
_ONE_HEADING = 0.3
"""And where only one part was given a heading, as `Treatment, gait training 26 minutes`."""

_MOVES: dict[Stage, tuple[float, ...]] = {
    # The price of going on from one part to another, in the order of STAGES.
    "told": (0.0, 1.0, 1.5, 2.5, 3.0),
    "examined": (2.5, 0.0, 0.8, 1.5, 2.0),
    "treated": (3.0, 1.2, 0.0, 0.8, 1.2),
    "judged": (3.5, 2.5, 2.0, 0.0, 0.6),
    "planned": (4.5, 3.5, 2.5, 1.2, 0.0),
}
_OPENS: tuple[float, ...] = (0.0, 1.5, 2.0, 3.0, 3.0)
_PARAGRAPH = 0.3
"""A new paragraph costs this share of the price of moving forward: that is where parts change."""
_TURNING_BACK = 1.0


@cache
def _cues() -> Family[tuple[tuple[Stage, float], ...]]:
    return Family(
        (re.sub(r"\s*\|\s*", "|", cue["says"].strip()), tuple(cue["weights"].items()))
        for cue in lexicon("stages")["cues"]
    )


_PHRASED: Family[tuple[Stage, float]] = Family(
    [
        (phrasing.PLAN, ("planned", 1.2)),
        (phrasing.PLAN_ANYWHERE, ("planned", 1.2)),
        (phrasing.AFTERWARDS, ("judged", 1.5)),
        (phrasing.DURING, ("judged", 1.5)),
        (phrasing.ASSESS, ("judged", 1.0)),
        (phrasing.JUDGING, ("judged", 1.0)),
        (phrasing.CHANGED, ("judged", 1.0)),
        (phrasing.JUDGED, ("judged", 1.0)),
        (phrasing.TOTAL, ("treated", 3.0)),
    ]
)
"""What clauses are sorted by, and the weight it has here: once, however many say it."""
_PARTS_OF_AN_EXAM = frozenset(
    ["gait", "balance", "strength", "range of motion", "palpation", "special tests"]
)
"""Headings inside an examination: in free dictation they name one finding, not all that follows."""
_PRESSURE = Rare(r"\b(?:[89]\d|1\d\d|2[0-4]\d)/(?:[4-9]\d|1[0-3]\d)\b", flags=0)


def staged(said: Sequence[Clause]) -> list[Stage | None]:
    """The part of the visit each dictated clause belongs to; None for what is said in a conversation."""
    out: list[Stage | None] = [None] * len(said)
    monologue = [i for i, c in enumerate(said) if c.speaker is None]
    for i, stage in zip(monologue, _path([said[i] for i in monologue]), strict=True):
        out[i] = stage
        if said[i].heading is not None and said[i].heading != SECTION[stage]:
            said[i].heading = None
    return out


def staged_talk(said: Sequence[Clause]) -> list[Stage | None]:
    """The part of the visit each clause of a therapist in a conversation belongs to; he reports nothing."""
    out: list[Stage | None] = [None] * len(said)
    spoken = [i for i, c in enumerate(said) if c.speaker == "THERAPIST"]
    for i, stage in zip(spoken, _path([said[i] for i in spoken], _TALKS), strict=True):
        out[i] = "examined" if stage == "told" else stage
    return out


_TALKS: dict[Stage, float] = {"told": -1.0}


def _path(said: Sequence[Clause], bias: dict[Stage, float] | None = None) -> list[Stage]:
    """The most likely way through the parts of a visit."""
    if not said:
        return []
    more = [(bias or {}).get(s, 0.0) for s in STAGES]
    scores = [[s + m for s, m in zip(row, more, strict=True)] for row in _all_scores(said)]
    best = [o - s for s, o in zip(scores[0], _OPENS, strict=True)]
    back: list[list[int]] = []
    for n, (before, here) in enumerate(pairwise(said), start=1):
        best, came = _step(best, before, here, scores[n])
        back.append(came)
    at = min(range(len(STAGES)), key=best.__getitem__)
    path = [STAGES[at]]
    for came in reversed(back):
        at = came[at]
        path.append(STAGES[at])
    return path[::-1]


_RATED = re.compile(r"\bpain\b.{0,30}\b\d+(?:-\d+)?/10\b|\b\d+(?:-\d+)?/10\b.{0,30}\bpain\b", re.IGNORECASE)
_EXAM: frozenset[Sort] = frozenset({"measure", "gait", "palpation", "exercise"})
_TOLD: frozenset[Sort] = frozenset({"pain", "history", "function", "denial", "adherence"})


def settled(found: Sorted, stage: Stage, clause: Clause, text: str) -> Sorted:
    """A clause's sort and section made to agree with its part of the visit.

    Time, treatment with its minutes, goals and education keep their place wherever they are spoken of.
    """
    sort = found.sort
    if clause.heading is not None or sort in ("time", "treatment", "goal"):
        return found
    if stage == "told":
        if sort in _EXAM or sort in ("assessment", "response", "education", "precaution", "plan"):
            sort = told_sort(clause, text)
        return Sorted(sort, "S")
    if sort in ("education", "plan"):
        return found
    if stage == "judged":
        if responds(text) or _RATED.search(text):
            return Sorted("response", "A")
        return Sorted("assessment" if sort in _TOLD else sort, "P" if sort == "precaution" else "A")
    if stage == "planned":
        if clause.tokens[0].low in ("no", "denies") and sort in ("denial", "palpation"):
            return Sorted(sort, "S" if sort == "denial" else "O")
        if sort in ("response", "assessment"):
            return Sorted(sort, "A")
        return Sorted("plan" if sort in _TOLD or sort in _EXAM else sort, "P")
    if sort in ("assessment", "response") and stage == "treated":
        return Sorted(sort, "A")
    return Sorted("other" if sort in _TOLD else sort, "O")


def _step(
    best: list[float], before: Clause, here: Clause, scores: list[float]
) -> tuple[list[float], list[int]]:
    share = _PARAGRAPH if before.turn != here.turn else 1.0
    within = 1.5 if not here.new_sentence and not here.unpunctuated else 0.0
    new, came = [], []
    for to, score in enumerate(scores):
        prices = [
            best[k]
            + (0.0 if k == to else within + _MOVES[STAGES[k]][to] * (share if to > k else _TURNING_BACK))
            for k in range(len(STAGES))
        ]
        k = min(range(len(STAGES)), key=prices.__getitem__)
        new.append(prices[k] - score)
        came.append(k)
    return new, came


def _all_scores(said: Sequence[Clause]) -> list[list[float]]:
    out, left = [], -1
    headed = len({c.heading for c in said if c.heading is not None}) > 2
    for clause in said:
        if clause.heading == "O" and belongs_elsewhere(clause, clause.text):
            left = clause.heading_index
        score = dict.fromkeys(STAGES, 0.0)
        if clause.heading is not None:
            holds = clause.heading_turn == clause.turn and clause.heading_index != left
            holds = holds and (headed or clause.heading_name not in _PARTS_OF_AN_EXAM)
            for stage in _OF_SECTION[clause.heading]:
                score[stage] += _FORCED if holds else _HEADED_BEFORE if headed else _ONE_HEADING
        for stage, weight in _weights(clause):
            score[stage] += weight
        out.append([score[s] for s in STAGES])
    return out


def _weights(clause: Clause) -> Iterator[tuple[Stage, float]]:
    text = clause.low
    for pattern, weights in _cues().to_try(text):
        if pattern.search(text):
            yield from weights
    yield from dict.fromkeys(told for pattern, told in _PHRASED.to_try(text) if pattern.search(text))
    kinds = {t.kind for m in clause.marks for t in m.terms}
    valued = any(t.text[:1].isdigit() or t.text[:1] == "-" for t in clause.tokens)
    result = any(m.of("result") for m in clause.marks)
    if kinds & (MEASURES - {"vital", "palpation"}) and (valued or result):
        yield "examined", 2.0
    elif _PRESSURE.search(text):
        yield "examined", 2.5
    elif kinds & {"vital", "palpation"}:
        yield "examined", 1.0
    named = [t for m in clause.marks if (t := m.of("intervention")) is not None]
    if named and (any(not t.data.weak for t in named) or "minute" in text):
        yield "treated", 2.5 if "minute" in text else 1.2
    if "exercise" in kinds:
        yield "treated", 0.5
        yield "planned", 0.2
    if "relative" in kinds:
        yield "told", 0.8
    if kinds & {"gait", "transfer"} and kinds & {"device", "assist"}:
        yield "examined", 0.8
