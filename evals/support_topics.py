"""Places words by which visits hold them, for the support check (`agent/drafting/support/topics.py`).

    python -m evals.support_topics PTSCRIBE_DATA evals/datasets/cases

A row for each training visit: the forms that its talk and its note hold, rare ones counting more. Its first
singular vectors are the directions. Of the data sets only words and figures enter the project, no text.
"""

from __future__ import annotations

import json
import sys
from base64 import b64encode
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from agent.drafting.support.claims import claim_of
from agent.drafting.support.lines import statements_of
from agent.drafting.support.said import read_said
from agent.drafting.support.topics import Topics
from evals.datasets.aci import AciVisit
from evals.support_training import training

DIRECTIONS = 16
NOTHING = 1e-6
"""A direction of no more length tells nothing."""
FEWEST = 5
"""Talks and notes that must hold a word for it to have a place."""
TARGET = Path(__file__).parent.parent / "agent" / "drafting" / "support" / "topics.json"
Forms = tuple[frozenset[str], frozenset[str]]
"""The forms that a visit's talk and its note hold."""


def forms_of(visit: AciVisit) -> Forms:
    noted = {word.form for text, _, _ in statements_of(visit.note) for word in claim_of(text).words}
    return frozenset(read_said(visit.dialogue).by_form), frozenset(noted)


def topics_of(visits: Sequence[Forms]) -> Topics:
    """The places of all words that `FEWEST` of the visits' talks and notes hold."""
    count = Counter(form for visit in visits for forms in visit for form in forms)
    at = {form: i for i, form in enumerate(sorted(form for form, n in count.items() if n >= FEWEST))}
    if not at:
        return Topics({}, [])
    talks, notes = (_table([visit[which] for visit in visits], at) for which in (0, 1))
    held_by = ((talks + notes) > 0).sum(axis=0)
    rarity = np.maximum(0.0, np.log(len(visits) / (held_by + 0.5)))
    rows = (talks + notes) * rarity
    rows /= np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9
    _, lengths, directions = np.linalg.svd(rows, full_matrices=False)
    directions = directions[:DIRECTIONS][lengths[:DIRECTIONS] > NOTHING]
    largest = np.abs(directions).argmax(axis=1)
    directions *= np.sign(directions[np.arange(len(directions)), largest])[:, None]
    places = (directions * rarity).T
    kept = np.clip(np.round(places / (np.abs(places).max() or 1.0) * 127), -127, 127)
    usual = talks @ kept
    usual /= np.linalg.norm(usual, axis=1, keepdims=True) + 1e-9
    return Topics(
        {form: b64encode(kept[i].astype(np.int8).tobytes()).decode() for form, i in at.items()},
        np.round(usual.mean(axis=0), 4).tolist(),
    )


def _table(held: Sequence[frozenset[str]], at: dict[str, int]) -> np.ndarray:
    out = np.zeros((len(held), len(at)))
    for row, forms in enumerate(held):
        out[row, [at[form] for form in forms if form in at]] = 1.0
    return out


def main() -> None:
    groups = training(Path(sys.argv[1]), Path(sys.argv[2]))
    topics = topics_of([forms_of(visit) for group in groups for visit in group])
    source = (
        "which words occur together, from ACI-Bench train and valid (Yim et al. 2023, CC BY 4.0), MTS-Dialog "
        "train (Ben Abacha et al. 2023, CC BY 4.0) and the cases named for fitting; "
        "python -m evals.support_topics"
    )
    written = {"source": source, "usual": topics.usual, "words": topics.words}
    TARGET.write_text(json.dumps(written, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
