"""Makes the word table of the support check from notes and dialogues of a public training set.

    python -m evals.support_rates PTSCRIBE_DATA evals/datasets/cases

For every word form that five notes or more hold: how often it was said in the note's own visit, and how
many of the visits say it at all. Counts only; no text of the data set enters the project.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from agent.drafting.support.claims import claim_of
from agent.drafting.support.lines import statements_of
from agent.drafting.support.said import read_said
from evals.datasets.aci import AciVisit

FEWEST = 4


def count(visits: Sequence[AciVisit]) -> dict[str, list[float]]:
    """Word form -> [said where the note asserts it, said where the note negates it, said in any visit,
    share of notes that negate it]."""
    said = [set(read_said(v.dialogue).by_form) for v in visits]
    said_by = Counter(f for forms in said for f in forms)
    noted: Counter[tuple[str, bool]] = Counter()
    own: Counter[tuple[str, bool]] = Counter()
    for visit, forms in zip(visits, said, strict=True):
        words = {
            (w.form, w.negated) for text, _, _ in statements_of(visit.note) for w in claim_of(text).words
        }
        noted.update(words)
        own.update(w for w in words if w[0] in forms)
    n = len(visits)
    keep = {f for f, _ in noted if noted[f, False] + noted[f, True] >= FEWEST or said_by[f] >= n * 0.15}
    return {
        f: [
            round((own[f, False] + 0.86 * 2) / (noted[f, False] + 2), 3),
            round((own[f, True] + 0.5 * 2) / (noted[f, True] + 2), 3),
            round((said_by[f] + 0.035 * 5) / (n + 5), 3),
            round((noted[f, True] + 0.2 * 2) / (noted[f, True] + noted[f, False] + 2), 3),
        ]
        for f in sorted(keep)
    }


def main() -> None:
    from evals.support_training import training

    rates = count([v for group in training(Path(sys.argv[1]), Path(sys.argv[2])) for v in group])
    source = (
        "word counts from ACI-Bench train and valid (Yim et al. 2023, CC BY 4.0), MTS-Dialog train "
        "(Ben Abacha et al. 2023, CC BY 4.0) and the cases named for fitting; "
        "python -m evals.support_rates"
    )
    target = Path(__file__).parent.parent / "agent" / "drafting" / "support" / "word_rates.json"
    body = ",\n".join(f"  {json.dumps(f)}: {json.dumps(v)}" for f, v in rates.items())
    target.write_text(f'{{"source": {json.dumps(source)},\n "rates": {{\n{body}\n}}}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
