"""Names spelled out: "that's R U I Z", "R as in Robert, U as in umbrella"."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.redaction.document import Document
from compliance.redaction.recognizers.base import over
from compliance.redaction.recognizers.patterns import Patterns
from compliance.redaction.spans import RedactedSpan

AS_IN = Patterns(
    "spelled_names", "NAME", r"\b[a-z]\s+as\s+in\s+\w+(?:[,\s]+(?:and\s+)?[a-z]\s+as\s+in\s+\w+)+"
)


class SpelledNames:
    """Three or more letters in a row after a word that announces spelling."""

    name = "spelled_names"
    _CUES = frozenset(
        ["spelled", "spelling", "spells", "spell", "thats", "that's", "name", "surname", "last"]
    )
    _REACH = 3
    SHORTEST = 3

    def find(self, document: Document) -> Iterator[RedactedSpan]:
        tokens = document.tokens
        index = 0
        while index < len(tokens):
            end = index
            while end < len(tokens) and len(tokens[end].word) == 1 and not tokens[end].digits:
                if end > index and not document.joined(end - 1):
                    break
                end += 1
            if end - index >= self.SHORTEST:
                before = {document.word(i) for i in range(max(0, index - self._REACH), index)}
                if before & self._CUES:
                    yield over(document, index, end - 1, "NAME", self.name)
            index = max(end, index + 1)
