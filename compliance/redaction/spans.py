"""What redaction finds and what it gives back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from agent.domain.base import Model

PhiType = Literal["NAME", "DATE", "PHONE", "EMAIL", "ADDRESS", "ORGANISATION", "AGE", "ID", "URL"]


class RedactedSpan(Model):
    """Characters [start, end) of the original text, what they are, and which recogniser says so."""

    start: int
    end: int
    type: PhiType
    by: str


class Redacted(Model):
    """`text` with every span replaced by its tag, e.g. `[NAME]`; `spans` count in the original text."""

    text: str
    spans: tuple[RedactedSpan, ...] = ()


def merge(spans: Iterable[RedactedSpan]) -> tuple[RedactedSpan, ...]:
    """The union as disjoint spans in order.

    Overlaps become one span before anything is replaced: replacing them one by one would corrupt the
    text or leave the tail of the longer one. The longest member gives type and recogniser.
    """
    merged: list[RedactedSpan] = []
    widths: list[int] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        width = span.end - span.start
        if width <= 0:
            continue
        if merged and span.start < merged[-1].end:
            last = merged[-1]
            lead = span if width > widths[-1] else last
            merged[-1] = lead.model_copy(update={"start": last.start, "end": max(last.end, span.end)})
            widths[-1] = max(width, widths[-1])
        else:
            merged.append(span)
            widths.append(width)
    return tuple(merged)


def replace(text: str, spans: tuple[RedactedSpan, ...]) -> str:
    """`text` with disjoint, ordered `spans` replaced by their tags."""
    parts, at = [], 0
    for span in spans:
        parts += [text[at : span.start], f"[{span.type}]"]
        at = span.end
    return "".join([*parts, text[at:]])
