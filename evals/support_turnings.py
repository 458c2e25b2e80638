"""Fits what words, affirmed or denied, tell of a negation turned round (`agent/drafting/support/turning.py`).

    python -m evals.support_turnings PTSCRIBE_DATA evals/datasets/cases

Every true statement of the training visits beside the same one with a negation put in or taken out, in two
ways: logistic regression on the keys of `turned`. Run after `evals.support_rates`, whose table it uses.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from pathlib import Path

from agent.drafting.support.align import align
from agent.drafting.support.claims import claim_of
from agent.drafting.support.leanings import leanings
from agent.drafting.support.lines import statements_of
from agent.drafting.support.said import Said, read_said
from agent.drafting.support.turning import turned
from evals import reseeding, seeding
from evals.datasets.aci import AciVisit
from evals.support import SMALLEST
from evals.support_tellings import Mark, Pairs, packed, write
from evals.support_training import training

TARGET = Path(__file__).parent.parent / "agent" / "drafting" / "support" / "turnings.json"


def turned_pairs_of(groups: Sequence[Sequence[AciVisit]]) -> Pairs:
    """Every statement that can be turned round, true and turned, with its own talk."""
    rng = random.Random(1)  # noqa: S311  # draws examples, guards nothing
    rows: list[list[str]] = []
    marks: list[Mark] = []
    visits = [(which, visit) for which, group in enumerate(groups) for visit in group]
    for number, (which, visit) in enumerate(visits):
        said = read_said(visit.dialogue)
        for text, _, _ in statements_of(visit.note):
            if len(text.split()) < SMALLEST:
                continue
            for seeders in (seeding.SEEDERS, reseeding.SEEDERS):
                changed = seeders["negation"](text, rng)
                for wrong, told in ((False, text), (True, changed)):
                    if changed is not None and told is not None:
                        rows.append(_keys(told, said))
                        marks.append((which, number, number, wrong))
    return packed(rows, marks)


def _keys(text: str, said: Said) -> list[str]:
    claim = claim_of(text)
    leans = [(word, margin) for word, margin, _, _ in leanings(claim, said, align(claim, said))]
    return [key for keys in turned(claim, leans) for key in keys]


def main() -> None:
    pairs = turned_pairs_of(training(Path(sys.argv[1]), Path(sys.argv[2])))
    write(pairs, TARGET, "python -m evals.support_turnings")


if __name__ == "__main__":
    main()
