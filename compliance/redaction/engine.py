"""Redaction: the union of what every recogniser finds, merged, then replaced by typed tags.

One recogniser is never enough: the record knows this visit's people, patterns know numbers and dates,
context and gazetteer know the people whom nobody registered.
"""

from __future__ import annotations

from collections.abc import Sequence

from agent.domain.visit import Encounter
from compliance.redaction.document import Document
from compliance.redaction.recognizers.addresses import ADDRESSES, NAMED_STREETS, Cities
from compliance.redaction.recognizers.ages import AGES
from compliance.redaction.recognizers.base import Recognizer
from compliance.redaction.recognizers.context_names import ContextNames
from compliance.redaction.recognizers.dates import DATES, BirthDates
from compliance.redaction.recognizers.emails import EMAILS, URLS, SpokenEmails
from compliance.redaction.recognizers.ids import IDS, SpokenIds
from compliance.redaction.recognizers.known_names import KnownNames
from compliance.redaction.recognizers.known_numbers import KnownNumbers
from compliance.redaction.recognizers.listed_names import ListedNames
from compliance.redaction.recognizers.organisations import Organisations
from compliance.redaction.recognizers.phones import PHONES, SpokenPhones
from compliance.redaction.recognizers.presidio import PresidioPatterns
from compliance.redaction.recognizers.spelled_names import AS_IN, SpelledNames
from compliance.redaction.spans import Redacted, RedactedSpan, merge, replace

ANYBODY: tuple[Recognizer, ...] = (
    ContextNames(),
    ListedNames(),
    SpelledNames(),
    AS_IN,
    DATES,
    BirthDates(),
    EMAILS,
    SpokenEmails(),
    URLS,
    ADDRESSES,
    NAMED_STREETS,
    Cities(),
    Organisations(),
    AGES,
    IDS,
    SpokenIds(),
    PresidioPatterns(),
    PHONES,
    SpokenPhones(),
)
"""What needs no record of the visit."""


class Redactor:
    """Takes identifiers out of text. Make one per visit: it knows that visit's people."""

    def __init__(self, recognizers: Sequence[Recognizer]) -> None:
        self._recognizers = tuple(recognizers)

    @classmethod
    def for_visit(cls, encounter: Encounter | None) -> Redactor:
        """The redactor for one visit's texts; without a record, what patterns, context and lists find."""
        known: list[Recognizer] = []
        if encounter is not None:
            known = [KnownNames.of(encounter), KnownNumbers.of(encounter)]
        return cls((*known, *ANYBODY))

    def find(self, text: str) -> tuple[RedactedSpan, ...]:
        """Disjoint spans of identifiers in `text`, in order."""
        document = Document(text)
        return merge(span for recognizer in self._recognizers for span in recognizer.find(document))

    def redact(self, text: str) -> Redacted:
        """`text` with its identifiers replaced by `[NAME]`, `[DATE]` …, and where they stood."""
        spans = self.find(text)
        return Redacted(text=replace(text, spans), spans=spans)
