"""A recogniser that is a list of regular expressions of one kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compliance.redaction.document import Document
from compliance.redaction.spans import PhiType, RedactedSpan


class Patterns:
    """Each pattern's group `x`, where it has one, is the identifier; else the whole match."""

    def __init__(self, name: str, kind: PhiType, *patterns: str, flags: int = re.IGNORECASE) -> None:
        self.name = name
        self._kind = kind
        self._patterns = [re.compile(pattern, flags) for pattern in patterns]

    def find(self, document: Document) -> Iterator[RedactedSpan]:
        for pattern in self._patterns:
            group = "x" if "x" in pattern.groupindex else 0
            for match in pattern.finditer(document.text):
                start, end = match.span(group)
                if start < end:
                    yield RedactedSpan(start=start, end=end, type=self._kind, by=self.name)
