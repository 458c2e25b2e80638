"""`Splint's off already? I only put it on for the bus`: what a patient wears or uses, called by its name."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from agent.understanding.clauses import Clause
from agent.understanding.tokens import Token

_HANDLED: Final = frozenset(
    ["put", "wear", "take", "use", "took", "wore", "used", "wearing", "using", "taking", "putting", "without"]
)


class Worn:
    """Goes through a conversation in order and remembers the one device the therapist spoke of last."""

    def __init__(self) -> None:
        self._said: Clause | None = None
        self._name = ""

    def told(self, clause: Clause) -> None:
        """A clause of the therapist: it names the device, or nothing that `it` could mean."""
        named = [m for m in clause.marks if m.of("device")]
        if len(named) == 1:
            self._said = clause
            self._name = " ".join(t.low for t in clause.tokens[named[0].start : named[0].end])
        elif named or self._said is None or clause.turn != self._said.turn:
            self._said = None

    def named(self, clause: Clause) -> None:
        """Puts the name into the patient's answer for the `it` that is put on, worn or taken off."""
        said = self._said
        if said is None or clause.turn - said.turn != 1 or any(m.of("device") for m in clause.marks):
            return
        tokens = list(clause.tokens)
        at = next((i for i in range(1, len(tokens)) if _is_it(tokens, i)), -1)
        if at < 0:
            return
        name = [replace(tokens[at], text=w, low=w) for w in ("the", *self._name.removesuffix("'s").split())]
        lead, spans = clause.lead, clause.lead_spans
        clause.retokenised([*tokens[:at], *name, *tokens[at + 1 :]])
        clause.lead, clause.lead_spans = lead, [*spans, (said.start, said.end)]


def _is_it(tokens: list[Token], at: int) -> bool:
    return tokens[at].low == "it" and tokens[at - 1].low in _HANDLED
