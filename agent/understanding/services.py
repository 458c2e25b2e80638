"""The trade's name of a service, put in front of what was said of it in everyday words.

`Long axis distraction and a glide, 17 minutes` is billed as manual therapy: a payer's reader looks for that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from agent.understanding.phrases import lexicon
from agent.understanding.session.given import Given, service_name


def with_service(text: str, given: Sequence[Given]) -> str:
    """`text` with the name of the one timed service it tells of, unless it says the name itself."""
    timed = [g for g in given if g.minutes is not None]
    if len(timed) != 1 or not text:
        return text
    service = timed[0]
    name = service_name(service.code)
    if name != service.code and not _names(service.code).search(text):
        first, _, rest = text.partition(" ")
        worded = first if first.isupper() or first[:1].isdigit() else first.lower()
        text = f"{name[0].upper()}{name[1:]}: {worded} {rest}".rstrip()
    return text


@cache
def _names(code: str) -> re.Pattern[str]:
    """What a reader would know the service by."""
    says = [
        str(s)
        for e in lexicon("treatment")["interventions"]
        if e["code"] == code
        for s in (e["name"], code, *e["says"])
    ]
    said = sorted(says, key=len, reverse=True)
    return re.compile("|".join(rf"\b{re.escape(s)}" for s in said) or "$^", re.IGNORECASE)
