"""Makes the word table of the support check from notes and dialogues of a public training set.

    python -m evals.support_rates PTSCRIBE_DATA/aci-bench/train.csv

For every word form that five notes or more hold: how often it was said in the note's own visit, and how
many of the visits say it at all. Counts only; no text of the data set enters the project.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from agent.drafting.support.claims import claim_of
from agent.drafting.support.lines import statements_of
from agent.drafting.support.said import read_said
from evals.datasets.aci import read_aci

FEWEST = 4


def table(path: Path) -> dict[str, list[float]]:
    """Word form -> [said in its own visit, said in any visit], both smoothed."""
    visits = read_aci(path)
    said = [set(read_said(v.dialogue).by_form) for v in visits]
    said_by = Counter(f for forms in said for f in forms)
    notes: Counter[str] = Counter()
    own: Counter[str] = Counter()
    for visit, forms in zip(visits, said, strict=True):
        mentioned = {w.form for text, _, _ in statements_of(visit.note) for w in claim_of(text).words}
        notes.update(mentioned)
        own.update(mentioned & forms)
    n = len(visits)
    keep = [f for f in notes if notes[f] >= FEWEST or said_by[f] >= n * 0.15]
    return {
        f: [round((own[f] + 0.85 * 2) / (notes[f] + 2), 3), round((said_by[f] + 0.03 * 5) / (n + 5), 3)]
        for f in sorted(keep)
    }


def main() -> None:
    rates = table(Path(sys.argv[1]))
    source = "word counts from ACI-Bench train (Yim et al. 2023, CC BY 4.0); python -m evals.support_rates"
    target = Path(__file__).parent.parent / "agent" / "drafting" / "support" / "word_rates.json"
    body = ",\n".join(f"  {json.dumps(f)}: {json.dumps(v)}" for f, v in rates.items())
    target.write_text(f'{{"source": {json.dumps(source)},\n "rates": {{\n{body}\n}}}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
