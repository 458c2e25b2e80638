"""Fits the weights by which clauses of a conversation are kept out of a note.

    python -m evals.talk_fit PTSCRIBE_DATA CASES ...

Clauses of the conversations of ACI-Bench `train` carry the share of their words that stand in the visit's
reference note, those of the dialogues among the cases whether a fact that a note must hold rests on them.
Only clauses are weighed that `says_nothing` may leave out. Ridge regression over words of `FEWEST`
conversations or more; no text is kept. Deterministic. Writes `agent/understanding/talk_weights.json`.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from agent.domain.visit import Encounter
from agent.drafting.alone import unrecorded_visit
from agent.transcription.plain import is_ordinary
from agent.understanding.facts import answered_in, noted
from agent.understanding.reader import Read, read
from agent.understanding.says_nothing import open_to_doubt, signs_of
from agent.understanding.talk_worth import WEIGHTS
from agent.understanding.utterances import turns
from evals.aci import transcript_of as visit_transcript
from evals.cases import load, transcript_of
from evals.datasets.aci import SPLITS, read_aci
from evals.scorers.rouge import words

FEWEST: Final = 4
RIDGE: Final = 30.0
LEAST: Final = 0.58
"""Clauses worth less are left out: dialogues that were not fitted on lose no fact by it."""
CHANCE: Final = 0.5
"""What a clause of a case counts on which no fact rests: the case may list fewer than a note would tell."""
OF_A_CASE: Final = 2.0
"""What a word of a case weighs beside one of a mock visit: they are fewer, and they are of the trade."""


@dataclass(frozen=True)
class Weighed:
    """One clause: its signs, the share of it that belongs in a note, and how much it counts."""

    visit: str
    signs: dict[str, float]
    share: float
    counts: float


def of_visits(folder: Path) -> Iterator[Weighed]:
    """Clauses of the mock visits of ACI-Bench `train`."""
    for visit in read_aci(folder / "aci-bench" / SPLITS["train"]):
        reference = set(words(visit.note))
        for r, text in _clauses(read(turns(visit_transcript(visit.dialogue)), unrecorded_visit())):
            said = words(text)
            share = sum(w in reference for w in said) / max(1, len(said))
            yield Weighed(f"aci {visit.id}", signs_of(r.clause, text, r.section), share, len(said))


def of_cases(folder: Path) -> Iterator[Weighed]:
    """Clauses of the dialogues among the cases of a folder."""
    for path in sorted(folder.glob("case-*.json")):
        case = load(path)
        if case.get("style") != "dialogue":
            continue
        facts = [_expressions(fact) for fact in case["expected"]["facts"]]
        reads = read(turns(transcript_of(case["transcript"])), Encounter.model_validate(case["encounter"]))
        for r, text in _clauses(reads):
            beside = " ".join(noted(o) for o in reads if o.clause.turn == r.clause.turn)
            needed = any(_tells(fact, text, beside) for fact in facts)
            counts = OF_A_CASE * len(words(text))
            yield Weighed(case["id"], signs_of(r.clause, text, r.section), 1.0 if needed else CHANCE, counts)


def _clauses(reads: Sequence[Read]) -> Iterator[tuple[Read, str]]:
    answered = answered_in(reads)
    for r in reads:
        text = noted(r)
        spoken = r.clause.speaker is not None and r.command is None and r.clause.turn not in answered
        if spoken and open_to_doubt(r.clause, text):
            yield r, text


def _expressions(fact: dict[str, Any]) -> list[re.Pattern[str]]:
    return [re.compile("|".join(group), re.IGNORECASE) for group in fact["match"]]


def _tells(fact: Sequence[re.Pattern[str]], text: str, beside: str) -> bool:
    """Whether a fact rests on the clause: what was said beside it tells all of the fact, and this some."""
    return all(e.search(beside) for e in fact) and any(e.search(text) for e in fact)


def fit(weighed: Sequence[Weighed]) -> dict[str, Any]:
    """Mean and weights: the expected share is the mean and the sum of the weights of a clause's signs."""
    said = Counter(sign for _, sign in {(w.visit, sign) for w in weighed for sign in w.signs})
    names = sorted(s for s, n in said.items() if n >= FEWEST and (s[:5] != "word " or is_ordinary(s[5:])))
    place = {name: i for i, name in enumerate(names)}
    rows, counts = np.zeros((len(weighed), len(names))), np.array([w.counts for w in weighed])
    for row, w in zip(rows, weighed, strict=True):
        for sign, strength in w.signs.items():
            if sign in place:
                row[place[sign]] = strength
    share = np.array([w.share for w in weighed])
    mean = float(np.average(share, weights=counts))
    bend = (rows * counts[:, None]).T @ rows + RIDGE * np.eye(len(names))
    found = np.linalg.solve(bend, (rows * counts[:, None]).T @ (share - mean))
    weights = {name: round(float(w), 3) for name, w in zip(names, found, strict=True)}
    return {"mean": round(mean, 3), "weights": {n: w for n, w in weights.items() if w}}


def fitted(data: Path, cases: Sequence[Path]) -> str:
    """The file of weights, as text."""
    weighed = [*of_visits(data / "data"), *(w for folder in cases for w in of_cases(folder))]
    made = {
        "made_by": "python -m evals.talk_fit PTSCRIBE_DATA " + " ".join(map(str, cases)),
        "clauses": len(weighed),
        "conversations": len({w.visit for w in weighed}),
        "least": LEAST,
    }
    return json.dumps(made | fit(weighed), indent=0, sort_keys=True) + "\n"


if __name__ == "__main__":
    WEIGHTS.write_text(fitted(Path(sys.argv[1]), [Path(a) for a in sys.argv[2:]]), encoding="utf-8")
