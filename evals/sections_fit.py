"""Fits the weights by which a clause is placed in a section of the note.

    python -m evals.sections_fit CASES ...             # writes agent/understanding/section_weights.json
    python -m evals.sections_fit --folds CASES ...     # prints how clauses are placed in cases not fitted on

A clause that tells a fact of a case belongs in a section where the case expects the fact; others count a
little as the rules place them. What a patient says himself is S and is not asked about. Multinomial logistic
regression over signs of `FEWEST` clauses or more, with several sections right where a case leaves it open.
Deterministic.
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

from agent.domain.note import Section
from agent.domain.visit import Encounter
from agent.understanding.facts import noted
from agent.understanding.likely_section import SECTIONS, WEIGHTS, Fitted, Signs, all_signs
from agent.understanding.reader import Read, read_by_rules
from agent.understanding.sections import Sorted, where_else
from agent.understanding.utterances import turns
from evals.cases import load, transcript_of
from evals.lbfgs import least

FEWEST: Final = 3
RIDGE: Final = 2.0
CLEARLY: Final = 1.5
"""Log odds by which another section must lead that of the rules: from 1.5 to 2.5 about as good."""
LIGHTEST: Final = 0.04
"""A sign with no weight heavier than this is left out."""
NO_FACT: Final = 0.2
"""What a clause counts that tells no fact of its case: only the rules say where it belongs."""
BESIDE: Final = 3
"""A fact may be told by so many clauses together."""
FOLDS: Final = 5


@dataclass(frozen=True)
class Placed:
    """One clause: its signs, where it belongs, where the rules place it and would let it stand as well.

    `known`: it tells a fact.
    """

    case: str
    signs: Signs
    belongs: frozenset[Section]
    by_rules: Section
    elsewhere: frozenset[Section]
    known: bool


def placed(folder: Path) -> Iterator[Placed]:
    """The clauses of the cases of a folder that are not the patient's own words."""
    for path in sorted(folder.glob("case-*.json")):
        case = load(path)
        reads, said = read_by_rules(
            turns(transcript_of(case["transcript"])), Encounter.model_validate(case["encounter"])
        )
        signs = {id(clause): here for clause, here in zip(said, all_signs(said), strict=True)}
        for r, belongs in zip(reads, _belongs(reads, case["expected"]["facts"]), strict=True):
            if r.command is None and r.clause.speaker != "PATIENT":
                yield Placed(
                    case["id"],
                    signs[id(r.clause)],
                    belongs or frozenset({r.section}),
                    r.section,
                    where_else(r.clause, r.text, Sorted(r.sort, r.section)),
                    bool(belongs),
                )


def _belongs(reads: Sequence[Read], facts: Sequence[dict[str, Any]]) -> list[frozenset[Section]]:
    """The sections in which the facts that each clause tells are expected; empty where it tells none."""
    texts = [noted(r) for r in reads]
    told: list[list[frozenset[Section]]] = [[] for _ in reads]
    for fact in facts:
        groups = [re.compile("|".join(group), re.IGNORECASE) for group in fact["match"]]
        sections = frozenset(fact.get("sections") or [fact["section"]])
        for at in _tellers(groups, texts):
            told[at].append(sections)
    return [frozenset.intersection(*t) or frozenset.union(*t) if t else frozenset() for t in told]


def _tellers(groups: Sequence[re.Pattern[str]], texts: Sequence[str]) -> set[int]:
    """The clauses that tell a fact: alone, else with those beside them."""
    for count in range(1, BESIDE + 1):
        runs = (range(at, at + count) for at in range(len(texts) - count + 1))
        told = [run for run in runs if all(g.search(" ".join(texts[i] for i in run)) for g in groups)]
        if told:
            return {i for run in told for i in run if any(g.search(texts[i]) for g in groups)}
    return set()


Weights = dict[str, dict[str, tuple[float, float, float, float]]]


def fit(clauses: Sequence[Placed]) -> Weights:
    """The weights of the signs for each of SECTIONS."""
    shown = [[(kind, sign) for kind, signs in c.signs for sign in signs] for c in clauses]
    seen = Counter(sign for signs in shown for sign in signs)
    names = sorted(sign for sign, count in seen.items() if count >= FEWEST)
    place = {name: i for i, name in enumerate(names)}
    rows = [np.array([place[s] for s in signs if s in place], dtype=np.int64) for signs in shown]
    which, row_of = np.concatenate(rows), np.repeat(np.arange(len(rows)), [len(r) for r in rows])
    right = np.array([[float(s in c.belongs) for s in SECTIONS] for c in clauses])
    counts = np.array([1.0 if c.known else NO_FACT for c in clauses])[:, None]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(len(names), len(SECTIONS))
        sums = np.stack(
            [np.bincount(row_of, weights[which, k], minlength=len(rows)) for k in range(len(SECTIONS))],
            axis=1,
        )
        chance = np.exp(sums - sums.max(axis=1, keepdims=True))
        chance /= chance.sum(axis=1, keepdims=True)
        hit = (chance * right).sum(axis=1, keepdims=True) + 1e-12
        bent = (chance - chance * right / hit) * counts
        slope = np.stack(
            [np.bincount(which, bent[row_of, k], minlength=len(names)) for k in range(len(SECTIONS))], axis=1
        )
        missed = -(counts * np.log(hit)).sum() + RIDGE / 2 * (weights**2).sum()
        return float(missed), (slope + RIDGE * weights).ravel()

    found = least(loss, np.zeros(len(names) * len(SECTIONS))).reshape(len(names), len(SECTIONS))
    weights: Weights = {kind: {} for c in clauses for kind, _ in c.signs}
    for (kind, sign), row in zip(names, found, strict=True):
        s, o, a, p = (round(float(w), 2) for w in row)
        if max(map(abs, (s, o, a, p))) >= LIGHTEST:
            weights[kind][sign] = (s, o, a, p)
    return weights


def folds(clauses: Sequence[Placed]) -> str:
    """How many clauses that tell a fact are misplaced by rules and by weights, in cases not fitted on."""
    cases = sorted({c.case for c in clauses})
    told = Counter[str]()
    for k in range(FOLDS):
        aside = set(cases[k::FOLDS])
        model = Fitted(fit([c for c in clauses if c.case not in aside]), CLEARLY)
        for c in (c for c in clauses if c.known and c.case in aside):
            likely = model.section(c.signs, c.by_rules)
            found = likely if likely in c.elsewhere else c.by_rules
            told["clauses"] += 1
            told["wrong by rules"] += c.by_rules not in c.belongs
            told["wrong by weights"] += found not in c.belongs
            told["mended"] += found in c.belongs and c.by_rules not in c.belongs
            told["broken"] += found not in c.belongs and c.by_rules in c.belongs
    return ", ".join(f"{n} {c}" for n, c in told.items())


def fitted(clauses: Sequence[Placed], folders: Sequence[str]) -> str:
    """The file of weights, as text."""
    weights = fit(clauses)
    made: dict[str, Any] = {
        "made_by": " ".join(["python -m evals.sections_fit", *folders]),
        "clauses": len(clauses),
        "cases": len({c.case for c in clauses}),
        "clearly": CLEARLY,
        "kinds": {
            kind: {"signs": "\n".join(signs), "weights": list(signs.values())}
            for kind, signs in weights.items()
        },
    }
    return json.dumps(made, sort_keys=True) + "\n"


def main(arguments: Sequence[str]) -> None:
    folders = [a for a in arguments if not a.startswith("--")]
    clauses = [c for folder in folders for c in placed(Path(folder))]
    if "--folds" in arguments:
        print(folds(clauses))
    else:
        WEIGHTS.write_text(fitted(clauses, folders), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
