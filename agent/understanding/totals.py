"""Dictated totals of a visit: treatment time and timed one-on-one minutes, never a sum of ours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_TOTAL = re.compile(
    r"\btotal(?:'s| is)? (?P<timed>timed |one on one |one to one |direct |1:1 )?(?:treatment |session |"
    r"visit |contact |skilled )*(?:time |minutes |code minutes |treatment )*(?:was |is |of |"
    r"came to |comes to |today |for today |for the visit |: ?|, ?|"
    r"about )*(?P<n>\d{1,3})\b(?! units)",
    re.IGNORECASE,
)
_TOTAL_AFTER = re.compile(
    r"\b(?P<n>\d{1,3})(?: minutes?)? (?P<how>total|all together|altogether|in total|in all|"
    r"all told|overall|on the clock|start to finish|door to door|all up|together|one to one|one on one|1:1|"
    r"of direct|direct|timed)\b(?! (?:knee|hip|"
    r"shoulder))(?! (?:for|of|on) (?:therap|manual|neuro|gait|exercise|self))",
    re.IGNORECASE,
)
_TIMED = re.compile(
    r"\b(?:total )?(?:timed|one on one|one to one|"
    r"direct)(?: code)?(?: treatment)?(?: contact)?(?: time| minutes)?(?: was| is| of|:|"
    r",)? (?P<n>\d{1,3})\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\b(?:the |a )?(?:whole|entire|full) (?:visit|session|appointment|treatment|thing)"
    r"(?: today| time)?(?: was| is| took| ran| came to| comes to|'s)(?: about)? "
    r"(?P<n>\d{2,3})\b(?! percent|%)",
    re.IGNORECASE,
)
_BEGAN = re.compile(
    r"\b(?:began|started|came in|from)\b.*\b(?:past|to|quarter|half|o'clock|\d:\d\d|\d{1,2} \d{2})\b.*"
    r"\b(?:that's|that is|that makes|makes|so)(?: the| your| a)? (?P<n>\d{2,3})(?: minutes)?$",
    re.IGNORECASE,
)
_HOUR = re.compile(r"\b(?:an|one|1) hour(?: and (\d{1,2})(?: minutes)?)?\b", re.IGNORECASE)
_SO = re.compile(
    r"\bso (?:that's |it's |that makes |makes )?(?P<n>\d{2,3})(?: minutes| total|"
    r" all together| altogether)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Total:
    what: Literal["total", "timed"]
    minutes: int


def totals(text: str, after_total: bool) -> list[Total]:
    """Dictated totals in a clause. `after_total`: the clause before held one, so `so 46` closes it."""
    text = re.sub(r"\s*[:,]\s*", " ", text)
    text = _HOUR.sub(lambda m: f"{60 + int(m.group(1) or 0)} minutes", text)
    found: dict[str, int] = {}
    for match in _TOTAL.finditer(text):
        found["timed" if match.group("timed") else "total"] = int(match.group("n"))
    for match in _TOTAL_AFTER.finditer(text):
        how = match.group("how").casefold()
        what = "timed" if "one" in how or "direct" in how or how in ("timed", "1:1") else "total"
        found.setdefault(what, int(match.group("n")))
    for match in _WHOLE.finditer(text):
        found.setdefault("total", int(match.group("n")))
    for match in _TIMED.finditer(text):
        found.setdefault("timed", int(match.group("n")))
    began = _BEGAN.search(text)
    if began is not None:
        found.setdefault("total", int(began.group("n")))
    closing = _SO.search(text) if after_total else None
    if closing is not None:
        found["total"] = int(closing.group("n"))
    return [Total(what, n) for what, n in found.items() if 1 <= n <= 480]  # type: ignore[arg-type]
