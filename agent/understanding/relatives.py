"""`Matteo's with my mother. She had the mesh surgery`: a patient who says `she` speaks of somebody else."""

from __future__ import annotations

from dataclasses import replace

from agent.understanding.clauses import Clause
from agent.understanding.marks import Mark

_PRONOUNS = frozenset(["he", "she"])
_OPENERS = frozenset(["and", "but", "so", "well", "oh", "because", ","])
_REPORTS = frozenset(
    [
        "says",
        "said",
        "saying",
        "reports",
        "reported",
        "tells",
        "told",
        "notes",
        "noted",
        "noticed",
        "notices",
        "states",
    ]
)


class Relatives:
    """Goes through the clauses in order and remembers whom the patient named last in the same turn."""

    def __init__(self) -> None:
        self._who = ""
        self._turn = -1

    def named(self, clause: Clause) -> None:
        """Put the relative's name in the place of a `he` or `she` that opens the next clause about them.

        A therapist who talks to the patient says `she` of whom the patient has just named.
        """
        if clause.speaker == "THERAPIST" and self._who and clause.turn == self._turn + 1:
            self._put(clause, "your")
        if clause.speaker != "PATIENT":
            return
        mark = next((m for m in reversed(clause.marks) if m.of("relative")), None)
        if mark is not None and _reports_of_the_patient(clause, mark):
            self._who = ""
            return
        if mark is not None:
            self._who = " ".join(t.low for t in clause.tokens[mark.start : mark.end]).removesuffix("'s")
            self._turn = clause.turn
            return
        if self._who and clause.turn == self._turn:
            self._put(clause, "my")

    def _put(self, clause: Clause, whose: str) -> None:
        at = next((i for i, t in enumerate(clause.tokens) if t.low not in _OPENERS), -1)
        if at < 0 or clause.tokens[at].low not in _PRONOUNS:
            return
        said = clause.tokens[at]
        tokens = list(clause.tokens)
        tokens[at : at + 1] = [
            replace(said, text=whose, low=whose),
            replace(said, text=self._who, low=self._who, glued=False),
        ]
        lead, spans = clause.lead, clause.lead_spans
        clause.retokenised(tokens)
        clause.lead, clause.lead_spans = lead, spans


def _reports_of_the_patient(clause: Clause, mark: Mark) -> bool:
    """`Mom says she wore the brace`: who calls nobody `my` tells what the patient did."""
    before = clause.tokens[mark.start - 1].low if mark.start else ""
    after = clause.tokens[mark.end].low if mark.end < len(clause.tokens) else ""
    own = before in ("my", "our") or clause.tokens[mark.start].low in ("my", "our")
    return after in _REPORTS and not own
