"""Fits the weights by which unpunctuated dictation is cut into statements.

    python -m evals.ends_fit CASES ...             # writes agent/understanding/statement_ends.json
    python -m evals.ends_fit --folds CASES ...     # prints how well places are found in texts not fitted on

Two kinds of text: `evals/datasets/run_on.txt`, noisy dictations of the cases that were cut by hand (one
statement a line), and the punctuated dictations of the cases with their signs and capitals taken off (full
stops are beginnings, commas and colons are not asked about). Logistic regression over signs of `FEWEST`
places or more. Deterministic.
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

from agent.domain.transcript import Segment, Transcript
from agent.understanding.cuts import by_rules
from agent.understanding.marks import marks
from agent.understanding.repairs import repaired
from agent.understanding.statement_ends import WEIGHTS, Fitted, begins_by, signs
from agent.understanding.utterances import turns
from evals.cases import load
from evals.lbfgs import least

RUN_ON: Final = Path(__file__).with_name("datasets") / "run_on.txt"
FEWEST: Final = 3
RIDGE: Final = 1.0
CHANCE: Final = 0.57
CHANCE_BY_RULE: Final = 0.27
"""Where a beginning is at least so likely, one is set; the rules are trusted where the weights doubt them a
little, because they know what is rare. About as many mistakes in texts not fitted on as other pairs near."""
CUT_BY_HAND: Final = 2.0
"""What a place of a text cut by hand counts beside one whose punctuation was taken off."""
FOLDS: Final = 5


@dataclass(frozen=True)
class Places:
    """One text: its places' signs, where a statement begins, and where that is not asked."""

    case: str
    signs: list[list[str]]
    begins: frozenset[int]
    unasked: frozenset[int]
    by_rule: frozenset[int]
    counts: float


def by_hand(path: Path = RUN_ON) -> Iterator[Places]:
    """The texts cut by hand: paragraphs under `# case`, one statement a line."""
    case = ""
    for paragraph in path.read_text(encoding="utf-8").split("\n\n"):
        lines = paragraph.strip().split("\n")
        if lines[0].startswith("# "):
            case, lines = lines[0][2:], lines[1:]
        starts, at = set(), 0
        for line in lines:
            starts.add(at)
            at += len(line) + 1
        yield _places(case, " ".join(lines), starts, set(), CUT_BY_HAND)


def unpointed(folder: Path) -> Iterator[Places]:
    """The punctuated dictations of a folder of cases without their signs."""
    for path in sorted(folder.glob("case-*.json")):
        case = load(path)
        if case["style"] in ("structured", "freeform"):
            for said in case["transcript"]:
                yield _places(case["id"], *_without_signs(said["text"]), 1.0)


_WORD: Final = re.compile(r'["(\[]*(.*?)([.,;:?!"…)\]]*)$')


def _without_signs(text: str) -> tuple[str, set[int], set[int]]:
    """The words in lower case, where a sentence begins in them, and where a comma or colon stood."""
    out, starts, unasked = "", set[int](), set[int]()
    for word in text.split():
        found = _WORD.match(word)
        assert found is not None  # noqa: S101  # it matches every word
        bare = re.sub(r"[-–]", " ", found[1]).replace('"', "").lower()
        out = f"{out} {bare}".strip()
        if bare in ("dr", "mr", "mrs"):
            continue
        if re.search(r"[.;?!…]", found[2]):
            starts.add(len(out) + 1)
        elif found[2]:
            unasked.add(len(out) + 1)
    return out, starts, unasked


def _places(case: str, text: str, starts: set[int], unasked: set[int], counts: float) -> Places:
    tokens = [t for turn in turns(Transcript(segments=(Segment(text=text),))) for t in repaired(turn.tokens)]
    found = marks(tokens)
    by_rule = frozenset(by_rules(tokens, found))

    def at(offsets: set[int]) -> frozenset[int]:
        following = (next((i for i, t in enumerate(tokens) if t.start >= o), 0) for o in offsets)
        return frozenset(i for i in following if i)

    begins = at(starts)
    return Places(case, signs(tokens, found, by_rule), begins, at(unasked) - begins, by_rule, counts)


def fit(texts: Sequence[Places]) -> dict[str, float]:
    """The weights of the signs: log odds of a beginning."""
    seen = Counter(sign for t in texts for here in t.signs for sign in here)
    names = sorted(sign for sign, count in seen.items() if count >= FEWEST)
    place = {name: i for i, name in enumerate(names)}
    rows, begins, counts = [], [], []
    for text in texts:
        for i, here in enumerate(text.signs, start=1):
            if i not in text.unasked:
                rows.append([place[sign] for sign in here if sign in place])
                begins.append(float(i in text.begins))
                counts.append(text.counts)
    which = np.concatenate([np.array(row, dtype=np.int64) for row in rows])
    row_of = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    wanted, weight = np.array(begins), np.array(counts)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds = np.clip(np.bincount(row_of, weights[which], minlength=len(rows)), -30, 30)
        chance = 1 / (1 + np.exp(-odds))
        missed = -(weight * (wanted * np.log(chance) + (1 - wanted) * np.log(1 - chance))).sum()
        slope = np.bincount(which, (weight * (chance - wanted))[row_of], minlength=len(names))
        return float(missed + RIDGE / 2 * (weights @ weights)), slope + RIDGE * weights

    found = least(loss, np.zeros(len(names)))
    return {name: round(float(w), 2) for name, w in zip(names, found, strict=True) if abs(w) >= 0.015}


def folds(texts: Sequence[Places]) -> Iterator[str]:
    """Places found rightly, wrongly and not at all, by rules and by weights, in cases not fitted on."""
    cases = sorted({t.case for t in texts})
    told = {True: Counter[str](), False: Counter[str]()}
    for k in range(FOLDS):
        aside = set(cases[k::FOLDS])
        fitted = Fitted(fit([t for t in texts if t.case not in aside]), CHANCE, CHANCE_BY_RULE)
        for text in (t for t in texts if t.case in aside):
            weighed = set(begins_by(fitted, text.signs, text.by_rule))
            for name, places in (("rules", set(text.by_rule)), ("weights", weighed)):
                asked = places - text.unasked
                told[text.counts == CUT_BY_HAND].update(
                    {
                        f"{name} right": len(asked & text.begins),
                        f"{name} wrong": len(asked - text.begins),
                        f"{name} missed": len(text.begins - asked),
                    }
                )
    for hand, counts in told.items():
        yield f"{'cut by hand' if hand else 'signs taken off'}: " + ", ".join(
            f"{n} {c}" for n, c in counts.items()
        )


def fitted(texts: Sequence[Places], folders: Sequence[str]) -> str:
    """The file of weights, as text."""
    made: dict[str, Any] = {
        "made_by": " ".join(["python -m evals.ends_fit", *folders]),
        "texts": len(texts),
        "chance": CHANCE,
        "chance_by_rule": CHANCE_BY_RULE,
        "weights": fit(texts),
    }
    return json.dumps(made, indent=0, sort_keys=True) + "\n"


def main(arguments: Sequence[str]) -> None:
    folders = [a for a in arguments if not a.startswith("--")]
    texts = [*by_hand(), *(t for folder in folders for t in unpointed(Path(folder)))]
    if "--folds" in arguments:
        print("\n".join(folds(texts)))
    else:
        WEIGHTS.write_text(fitted(texts, folders), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
