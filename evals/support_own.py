"""The support check on statements of our own drafts, as they are and with an error put into each.

They name their evidence, so that the check holds them against it: what a therapist's edit and a language
model's statement meet too.
"""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

from agent.domain.note import Note, Statement
from agent.domain.transcript import Transcript
from agent.domain.visit import Encounter
from agent.drafting.foreign import corrected
from agent.drafting.support.check import check_support
from evals import reseeding
from evals.cases import draft, load, transcript_of
from evals.report import Row
from evals.seeding import Seed
from evals.support import training_cases

SEED = 20261123


def own_rows(folder: Path) -> list[Row]:
    """Statements flagged: of every draft; with a seeded error, where nothing was fitted on the case."""
    rng = random.Random(SEED)  # noqa: S311  # seeds errors, guards nothing
    flagged: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for path in sorted(folder.glob("case-*.json")):
        case = load(path)
        encounter = Encounter.model_validate(case["encounter"])
        transcript = corrected(transcript_of(case["transcript"]), encounter)
        drafted = draft(case).note.statements
        kinds = () if case["id"] in training_cases() else tuple(reseeding.SEEDERS)
        made = {"": list(drafted)} | {kind: _seeded(drafted, kind, rng) for kind in kinds}
        for kind, statements in made.items():
            flagged[kind] += _flagged(statements, transcript, encounter)
            of[kind] += len(statements)
    rates = {kind: flagged[kind] / n if n else None for kind, n in of.items()}
    return [
        Row("own offline notes, flagged", rates.get(""), "", of[""], "< 0.02"),
        *(Row(f"own notes: {k}, flagged", rates.get(k), "", of[k], ">= 0.95") for k in reseeding.SEEDERS),
    ]


def _seeded(drafted: tuple[Statement, ...], kind: Seed, rng: random.Random) -> list[Statement]:
    return [
        s.model_copy(update={"text": changed})
        for s in drafted
        if s.origin == "dictated" and s.evidence and (changed := reseeding.SEEDERS[kind](s.text, rng))
    ]


def _flagged(statements: list[Statement], transcript: Transcript, encounter: Encounter) -> int:
    checked = check_support(Note(statements=tuple(statements)), transcript, encounter).statements
    return sum(s.support is not None and s.support.verdict != "supported" for s in checked)
