"""Telephone and fax numbers, written and read out digit by digit."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.redaction.document import Document
from compliance.redaction.lexicon import cue
from compliance.redaction.recognizers.base import over
from compliance.redaction.recognizers.patterns import Patterns
from compliance.redaction.spans import RedactedSpan
from compliance.redaction.spoken import runs

PHONES = Patterns(
    "phones",
    "PHONE",
    r"(?<![\w-])(?:\+?1[-. ]?)?\(?[2-9]\d\d\)?[-. ]{1,2}\d{3}[-. ]\d{4}"
    r"(?:\s*(?:x|ext\.?|extension)\s*\d{1,6})?(?![\d-])",
    r"(?<![\w.-])\d{3}[-.]\d{4}(?![-\d])",
    r"(?<![\w-])[2-9]\d{9}(?!\w)",
    r"(?<!\w)\+\d{1,3}[-. ]?(?:\(\d{1,4}\)[-. ]?)?\d{1,4}(?:[-. ]\d{2,4}){2,4}(?!\d)",
)


class SpokenPhones:
    """Seven or more digits read out one by one, or in any grouping after a telephone's words."""

    name = "spoken_phones"
    _CUES = cue("phone_words")
    _REACH = 6
    SHORTEST = 7
    LONGEST = 12

    def find(self, document: Document) -> Iterator[RedactedSpan]:
        for run in runs(document, shortest=self.SHORTEST):
            if len(run.chars) > self.LONGEST:
                continue
            before = {document.word(i) for i in range(max(0, run.first - self._REACH), run.first)}
            if run.one_by_one or before & self._CUES:
                yield over(document, run.first, run.last, "PHONE", self.name)
