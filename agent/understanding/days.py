"""The day that values of a sentence are of, where it is said once: `Last visit flexion 95, extension -8`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from agent.understanding.labelled import times
from agent.understanding.tokens import Token

_PAST: Final = frozenset(["was", "were", "had", "lacked", "measured"])


class Days:
    """Goes through the pieces of one turn in order and remembers the day spoken of."""

    def __init__(self) -> None:
        self._day = ""

    def of(self, piece: Sequence[Token], *, opens: bool, unpunctuated: bool) -> str:
        """The day that a piece takes over, empty for today or where it tells its own.

        `opens`: it begins a sentence, which goes on with the day of the one before only in the past tense.
        """
        goes_on = not opens or any(t.low in _PAST for t in piece)
        said = list(times(piece, 0, len(piece)))
        taken = self._day if goes_on and not said and not unpunctuated else ""
        leads = bool(said) and not any(t.text[:1].isdigit() for t in piece[: said[0].start])
        alone = {x.name for x in said} == {"before"}
        self._day = "before" if alone and leads and not unpunctuated else taken
        return taken
