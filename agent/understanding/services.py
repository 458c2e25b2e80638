"""The trade's name of a service, put in front of what was said of it in everyday words.

`Long axis distraction and a glide, 17 minutes` is billed as manual therapy: a payer's reader looks for that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from agent.needles import Rare
from agent.understanding.phrases import lexicon
from agent.understanding.session.given import Given, service_name


def with_service(text: str, given: Sequence[Given]) -> str:
    """`text` with the names and minutes of the timed services it tells of, unless it says them itself."""
    minutes = Counter[str]()
    for g in given:
        if g.minutes is not None and service_name(g.code) != g.code:
            minutes[g.code] += g.minutes
    unnamed = [code for code in minutes if not _names(code).search(text)]
    unsaid = [c for c in minutes if c in unnamed or not _says(text, c, given, minutes[c])]
    if not text or not unsaid:
        return text
    (code, *others) = minutes
    if not others and _says(text, code, given, minutes[code]):
        name = service_name(code)
        first, _, rest = text.partition(" ")
        worded = first if first.isupper() or first[:1].isdigit() else first.lower()
        return f"{name[0].upper()}{name[1:]}: {worded} {rest}".rstrip()
    named = ", ".join(minutes_line(c, minutes[c]) for c in unsaid)
    return f"{text.rstrip('.')} ({named})."


def minutes_line(code: str, minutes: int) -> str:
    """How a treatment's line gives minutes that were reckoned: `gait training 12 minutes`."""
    return f"{service_name(code)} {minutes} minutes"


def _says(text: str, code: str, given: Sequence[Given], minutes: int) -> bool:
    """Whether the minutes of a service stand in `text`, whole or all its parts told with the word."""
    parts = [g.minutes for g in given if g.code == code and g.minutes is not None]
    if re.search(rf"\b{minutes}\b", text):
        return True
    return len(parts) > 1 and all(re.search(rf"\b{part} (?:more )?min", text) for part in parts)


@cache
def _names(code: str) -> Rare:
    """What a reader would know the service by."""
    says = [
        str(s)
        for e in lexicon("treatment")["interventions"]
        if e["code"] == code
        for s in (e["name"], code, *e["says"])
        if not e.get("weak") or _alike(str(s), e["name"])
    ]
    said = sorted(says, key=len, reverse=True)
    return Rare("|".join(rf"\b{re.escape(s)}s?\b" for s in said) or "$^")


def _alike(said: str, name: str) -> bool:
    """Whether an everyday word for a service is its abbreviation or a part of its name."""
    return said.isupper() or bool(_beginnings(said) & _beginnings(name))


def _beginnings(words: str) -> set[str]:
    return {word[:5].casefold() for word in words.split()}
