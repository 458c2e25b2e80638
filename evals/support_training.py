"""What the support check is fitted on: ACI-Bench train and valid, the named cases, MTS-Dialog train."""

from __future__ import annotations

import random
from pathlib import Path

from agent.errors import InputError
from evals.datasets.aci import AciVisit, split
from evals.datasets.dialogues import Dialogue, read_mts
from evals.support import TRAINING, case_visits, training_cases

MTS = Path("mts-dialog") / "MTS-Dialog-TrainingSet.csv"
TOGETHER = 8
"""Short dialogues of MTS-Dialog, each about one section of a note, that make a talk as long as a visit."""
SHORTEST_NOTE, SHORTEST_TALK = 4, 20
"""Words; what is shorter (`None.`) says nothing of how notes and talk go together."""
SEED = 1


def training(data: Path, cases: Path) -> list[list[AciVisit]]:
    """Three groups of visits. Raises `InputError` when a case named for fitting is not there."""
    named = training_cases()
    visits = [v for v in case_visits(cases) if v.id in named]
    if missing := sorted(named - {v.id for v in visits}):
        raise InputError(
            f"{len(missing)} cases named in {TRAINING.name!r} are not in {cases.name!r}: "
            f"{', '.join(missing)}.",
            mend="Name the folder of the shipped cases.",
        )
    return [[*split(data, "train"), *split(data, "valid")], visits, sections_together(read_mts(data / MTS))]


def sections_together(dialogues: list[Dialogue]) -> list[AciVisit]:
    """`TOGETHER` dialogues with their sections as one visit each, in an order fixed by `SEED`."""
    kept = [
        d
        for d in dialogues
        if len(d.note.split()) >= SHORTEST_NOTE and len(d.transcript.text.split()) >= SHORTEST_TALK
    ]
    random.Random(SEED).shuffle(kept)  # noqa: S311  # orders examples, guards nothing
    parts = [kept[i : i + TOGETHER] for i in range(0, len(kept) - TOGETHER + 1, TOGETHER)]
    return [
        AciVisit(
            id=f"mts-{part[0].id}",
            dialogue="\n".join(d.transcript.text for d in part),
            note="\n".join(d.note for d in part),
        )
        for part in parts
    ]
