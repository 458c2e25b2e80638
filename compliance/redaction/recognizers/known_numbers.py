"""The numbers of this visit's patient, from the record: MRN, member id, phone, date of birth."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.domain.visit import Encounter
from compliance.redaction.document import Document
from compliance.redaction.spans import PhiType, RedactedSpan


class KnownNumbers:
    name = "known_numbers"

    def __init__(self, values: tuple[tuple[str, PhiType], ...]) -> None:
        self._patterns = [
            (re.compile(r"[\s.\-/()]{0,2}".join(map(re.escape, re.sub(r"[\W_]", "", value))), re.I), kind)
            for value, kind in values
            if len(re.sub(r"[\W_]", "", value)) >= 4
        ]

    @classmethod
    def of(cls, encounter: Encounter) -> KnownNumbers:
        patient = encounter.patient
        return cls(
            (
                (patient.mrn, "ID"),
                (patient.member_id, "ID"),
                (patient.phone, "PHONE"),
                (patient.date_of_birth.isoformat(), "DATE"),
            )
        )

    def find(self, document: Document) -> Iterator[RedactedSpan]:
        for pattern, kind in self._patterns:
            for match in pattern.finditer(document.text):
                yield RedactedSpan(start=match.start(), end=match.end(), type=kind, by=self.name)
