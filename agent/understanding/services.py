"""The trade's name of a service, put in front of what was said of it in everyday words.

`Long axis distraction and a glide, 17 minutes` is billed as manual therapy: a payer's reader looks for that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from agent.needles import Rare
from agent.understanding.phrases import lexicon
from agent.understanding.session.given import Given, service_name


def with_service(text: str, given: Sequence[Given]) -> str:
    """`text` with the names of the timed services it tells of, unless it says them itself."""
    timed = [g for g in given if g.minutes is not None]
    unsaid = [g for g in timed if service_name(g.code) != g.code and not _names(g.code).search(text)]
    if not text or not unsaid:
        return text
    if len(timed) > 1:
        named = ", ".join(f"{service_name(g.code)} {g.minutes} minutes" for g in unsaid)
        return f"{text.rstrip('.')} ({named})."
    name = service_name(timed[0].code)
    first, _, rest = text.partition(" ")
    worded = first if first.isupper() or first[:1].isdigit() else first.lower()
    return f"{name[0].upper()}{name[1:]}: {worded} {rest}".rstrip()


@cache
def _names(code: str) -> Rare:
    """What a reader would know the service by."""
    says = [
        str(s)
        for e in lexicon("treatment")["interventions"]
        if e["code"] == code
        for s in (e["name"], code, *e["says"])
    ]
    said = sorted(says, key=len, reverse=True)
    return Rare("|".join(rf"\b{re.escape(s)}s?\b" for s in said) or "$^")
