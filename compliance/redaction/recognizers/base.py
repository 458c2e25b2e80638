"""The one interface of all recognisers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from compliance.redaction.document import Document
from compliance.redaction.spans import PhiType, RedactedSpan


class Recognizer(Protocol):
    """Finds one kind of identifier. `name` says in each span who found it."""

    name: str

    def find(self, document: Document) -> Iterable[RedactedSpan]: ...


def over(document: Document, first: int, last: int, kind: PhiType, by: str) -> RedactedSpan:
    """The span over tokens `first` to `last`, both included; a possessive ending stays outside."""
    end = document.tokens[last].end
    text = document.tokens[last].text
    if len(text) > 3 and text[-2] in "'’" and text[-1] in "sS":
        end -= 2
    return RedactedSpan(start=document.tokens[first].start, end=end, type=kind, by=by)
