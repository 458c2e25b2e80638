"""What the therapist says for the patient to confirm: `She wants it on for six weeks, right? Yes.`"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from agent.understanding.phrases import words
from agent.understanding.tokens import Token

_TAGS: Final = frozenset(["right", "correct", "yeah", "yes", "true", "huh"])
_KNOW: Final = frozenset(["know", "remember", "understand", "realize", "realise"])
_VERBS: Final = words("clauses_verbs") | words("talk_asked_finite")
_ASKING: Final = words("talk_asked_auxiliaries") | frozenset(
    ["what", "how", "where", "when", "which", "who", "why"]
)
_OPEN: Final = frozenset(["so", "and", "okay", "but", ",", "now", "well"])
_ENDS_IT: Final = frozenset(["on", "off", "in"])
_FEWEST: Final = 3


def stated(tokens: Sequence[Token]) -> list[Token]:
    """The statement in front of `, right?` or behind `you know`; empty where it states none."""
    kept = list(tokens)
    tagged = len(kept) > 2 and kept[-1].low in _TAGS and kept[-2].low == ","
    if tagged:
        kept = kept[:-2]
    while kept and kept[0].low in _OPEN:
        kept.pop(0)
    knows = len(kept) > 2 and kept[0].low == "you" and kept[1].low in _KNOW
    if knows:
        kept = kept[3:] if kept[2].low == "that" else kept[2:]
    low = [t.low for t in kept]
    if not (tagged or knows) or len(kept) < _FEWEST or low[0] in _ASKING or "or" in low:
        return []
    speaks = any(w in _VERBS or w.endswith(("n't", "'s", "'re", "'ve")) for w in low[:7])
    return kept if speaks else []


def with_device(tokens: Sequence[Token], device: str) -> list[Token]:
    """`keep it on`: what is to be on has its name from before."""
    out: list[Token] = []
    for i, token in enumerate(tokens):
        following = tokens[i + 1].low if i + 1 < len(tokens) else ""
        if device and token.low == "it" and i and following in _ENDS_IT:
            out += [replace(token, text=w, low=w) for w in ("the", *device.split())]
        else:
            out.append(token)
    return out
