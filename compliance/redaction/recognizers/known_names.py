"""The names of this visit's people, from its record."""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.visit import Encounter
from compliance.redaction.document import Document, fold
from compliance.redaction.recognizers.base import over
from compliance.redaction.spans import RedactedSpan


class KnownNames:
    name = "known_names"

    def __init__(self, names: tuple[str, ...]) -> None:
        self._parts = {t.word for full in names for t in Document(full).tokens if len(t.word) > 1}

    @classmethod
    def of(cls, encounter: Encounter) -> KnownNames:
        return cls((encounter.patient.name, encounter.therapist.name))

    def find(self, document: Document) -> Iterator[RedactedSpan]:
        for index, token in enumerate(document.tokens):
            if fold(token.text) in self._parts:
                yield over(document, index, index, "NAME", self.name)
