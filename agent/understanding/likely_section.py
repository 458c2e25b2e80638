"""In which section of the note a clause most likely belongs, by fitted weights.

The rules of `sections` and `stages` place a clause by its own cues and by the part of the visit it falls in.
What they cannot weigh are all its words and those beside it: here they are, by weights fitted on dictations
and conversations whose facts have a known place (`section_weights.json` says on which; `python -m
evals.sections_fit` writes it). The rules' place stands unless the weights speak clearly against it. Words
are not changed, and a spoken heading is not doubted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from agent.domain.note import Section
from agent.understanding.clauses import Clause

WEIGHTS: Final = Path(__file__).with_name("section_weights.json")
SECTIONS: Final[tuple[Section, ...]] = ("S", "O", "A", "P")
_WORD: Final = re.compile(r"[a-z]+(?:'[a-z]+)?|\d[\d./]*")
_PARTS: Final = 8
_LONG: Final = 9


Signs = list[tuple[str, Sequence[str]]]
"""What a clause is placed by: kinds of sign, and which of each kind it shows."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """`weights`: what a sign of a kind adds for each of SECTIONS.

    `clearly`: by how much (log odds) another section must lead that of the rules.
    """

    weights: Mapping[str, Mapping[str, tuple[float, float, float, float]]]
    clearly: float

    def section(self, signs: Signs, by_rules: Section) -> Section:
        """The likeliest section, or that of the rules where it does not clearly lead."""
        s = o = a = p = 0.0
        for kind, shown in signs:
            weigh = self.weights[kind].get
            for sign in shown:
                if (adds := weigh(sign)) is not None:
                    s += adds[0]
                    o += adds[1]
                    a += adds[2]
                    p += adds[3]
        odds = (s, o, a, p)
        highest = max(odds)
        leads = highest - odds[SECTIONS.index(by_rules)]
        return SECTIONS[odds.index(highest)] if leads > self.clearly else by_rules


def likely_section(signs: Signs, by_rules: Section) -> Section:
    """The section of a clause with these `signs`, which the rules place in `by_rules`."""
    return fitted().section(signs, by_rules)


def all_signs(said: Sequence[Clause]) -> list[Signs]:
    """What each clause of a visit is placed by: its words and terms, those beside it, how far on it comes."""
    own = [_own(clause) for clause in said]
    out = []
    for i, (clause, (words, kinds)) in enumerate(zip(said, own, strict=True)):
        who = "of talk" if clause.speaker == "THERAPIST" else "dictated"
        here: Signs = [
            ("speech", (who,)),
            ("length", (str(min(_LONG, len(words) // 2)),)),
            (f"part {who}", (str(_PARTS * i // len(said)),)),
            ("word", words),
            (f"word {who}", words),
            ("pair", list(map(" ".join, pairwise(("^", *words, "$"))))),
            (f"first {who}", words[:1]),
            ("first two", (" ".join(words[:2]),)),
            ("first three", (" ".join(words[:3]),)),
            ("kind", kinds),
            (f"kind {who}", kinds),
            ("kinds", (" ".join(kinds),)),
        ]
        if i:
            here += (("word before", own[i - 1][0]), ("kind before", own[i - 1][1]))
        if i + 1 < len(said):
            here += (("word behind", own[i + 1][0]), ("kind behind", own[i + 1][1]))
        out.append(here)
    return out


def _own(clause: Clause) -> tuple[list[str], list[str]]:
    """The words of a clause, each once and numbers all alike, and the kinds of its terms."""
    words = dict.fromkeys("#" if w[0].isdigit() else w for w in _WORD.findall(clause.low))
    return list(words), sorted({t.kind for m in clause.marks for t in m.terms})


@cache
def fitted() -> Fitted:
    """The weights of the shipped file."""
    read: dict[str, Any] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Fitted(
        {
            kind: dict(zip(told["signs"].split("\n"), map(tuple, told["weights"]), strict=True))
            for kind, told in read["kinds"].items()
        },
        read["clearly"],
    )
