"""`They want an ultrasound of the leg`: a picture that somebody orders is no treatment of this visit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from agent.understanding.tokens import Token

_ARTICLES: Final = frozenset(["an", "another", "that", "the", "my", "your", "her", "his", "venous", "duplex"])
_ORDERS: Final = frozenset(
    ["order", "orders", "ordered", "ordering", "want", "wants", "wanted", "need", "needs", "needed", "get",
     "got", "getting", "send", "sent", "sending", "schedule", "scheduled", "for", "had", "having", "request",
     "requested", "recommend", "recommended", "waiting"]
)  # fmt: skip
_TREATS: Final = frozenset(
    ["minutes", "minute", "min", "mhz", "w/cm2", "pulsed", "continuous", "watts", "percent", "%"]
)
_ENDS: Final = frozenset([".", "?", "!", ";"])
_REACH, _NEAR = 8, 5


def imaging(tokens: Sequence[Token]) -> list[Token]:
    """`tokens`, an ultrasound that is ordered or was had written as a scan."""
    if not any(t.low == "ultrasound" for t in tokens):
        return list(tokens)
    return [
        replace(t, text="ultrasound scan", low="ultrasound scan") if _is_one(tokens, i) else t
        for i, t in enumerate(tokens)
    ]


def _is_one(tokens: Sequence[Token], at: int) -> bool:
    if tokens[at].low != "ultrasound" or not at or tokens[at - 1].low not in _ARTICLES:
        return False
    before = _within(tokens[max(0, at - _REACH) : at][::-1])
    behind = _within(tokens[at + 1 : at + _REACH])
    return not _TREATS.intersection([*before, *behind]) and bool(_ORDERS.intersection(before[:_NEAR]))


def _within(tokens: Sequence[Token]) -> list[str]:
    """The words up to where a sentence ends."""
    end = next((i for i, t in enumerate(tokens) if t.text in _ENDS), len(tokens))
    return [t.low for t in tokens[:end]]
