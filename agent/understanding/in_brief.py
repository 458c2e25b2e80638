"""What was said in a conversation as a note puts it: without frames, names of topics to come and empty tails.

Only words go (`lexicon/brief.yaml`); numbers, sides and negations stay, and hedges that tell how sure
somebody is (`may`, `probably`, `not sure`). Should a rule touch one of these, the sentence stays as it was.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Final

from agent.domain.note import Section
from agent.domain.transcript import Speaker
from agent.needles import Rare
from agent.understanding.phrases import lexicon

_KEPT: Final = re.compile(r"-?\d+(?:\.\d+)?|\b(?:left|right|bilateral\w*|both)\b", re.IGNORECASE)
_NEGATED: Final = Rare(r"\b(?:not|no|none|never|without|denies|negative|nothing|cannot|neither|nor)\b|n't\b")


def in_brief(text: str, speaker: Speaker | None, section: Section) -> str:
    """`text`, a clause in the third person, as a note puts it; what was dictated stays as it is."""
    if speaker is None or '"' in text:
        return text
    said = _applied("tails", text)
    if speaker == "THERAPIST":
        said = _applied("frames", _applied("topics", _applied("topics", said)))
        said = _applied("planned", said) if section in ("A", "P") else said
        said = _applied("whose_first", said)
    said = _applied("unfinished", _applied("whose", said))
    said = re.sub(r"\s+([,.;:])", r"\1", re.sub(r"\s{2,}", " ", said)).strip(" ,;:")
    if not any(c.isalnum() for c in said) or not _same_facts(said, text):
        return text
    said = said[0].upper() + said[1:]
    return said if said[-1] in ".!?" else said + "."


@cache
def said_as(name: str) -> Rare:
    """One of the expressions under `empty`: what tells nothing of the patient."""
    return _expression(lexicon("brief")["empty"][name])


def _expression(says: str) -> Rare:
    for part, expression in lexicon("brief")["parts"].items():
        says = says.replace(f"{{{part}}}", expression.strip())
    return Rare(says.replace(" | ", "|"))


@cache
def _rules(name: str) -> tuple[tuple[Rare, str], ...]:
    return tuple((_expression(rule["says"]), rule.get("writes", "")) for rule in lexicon("brief")[name])


def _applied(name: str, text: str) -> str:
    for pattern, written in _rules(name):
        text = pattern.sub(written, text)
    return text


def _same_facts(said: str, before: str) -> bool:
    def kept(text: str) -> Counter[str]:
        return Counter(found.casefold() for found in _KEPT.findall(text))

    return kept(said) == kept(before) and len(_NEGATED.findall(said)) == len(_NEGATED.findall(before))
