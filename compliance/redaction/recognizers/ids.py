"""Record, member, account and licence numbers: after their words, or by their shape.

CPT, HCPCS and ICD-10 codes are shorter or shaped differently and stay.
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.redaction.document import Document
from compliance.redaction.recognizers.base import over
from compliance.redaction.recognizers.patterns import Patterns
from compliance.redaction.spans import RedactedSpan
from compliance.redaction.spoken import runs

IDS = Patterns(
    "ids",
    "ID",
    r"\bMRN[-:#\s]*(?:is\s+|number\s+)?(?P<x>[A-Z]{0,4}-?\d[\d-]{2,}\d)",
    r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])",
    r"\b[1-9][A-HJ-NP-RT-Y](?:[A-HJ-NP-RT-Y]|\d)\d-?[A-HJ-NP-RT-Y](?:[A-HJ-NP-RT-Y]|\d)\d-?[A-HJ-NP-RT-Y]{2}\d\d\b",
    r"\b(?:(?-i:[A-Z]{1,5}[-\s]?)|[A-Z]{2,5}-?)\d{6,14}[A-Z]{0,3}\b",
    r"(?-i:\b(?:[A-Z]{2,6}-)+\d{4,}(?:-\d+)*\b)",
    r"(?<![\w.-])\d{7,20}(?![\w%]|\.\d)",
    r"(?<![\w.-])(?!\d{3}-\d{3}-\d{4}\b)\d{2,5}-\d{2,6}-\d{2,8}(?:-\d+)*(?![\w-])",
    r"(?<!\w)#\s?(?=[\w-]*\d)[A-Z0-9][A-Z0-9-]{3,24}",
    r"\b(?:mrn|medical\s+record|member|policy|account|chart|subscriber|group|claim|license|licence|case|file|record"
    r"|patient|social\s+security|ssn|medicare|medicaid|insurance|prior\s+auth(?:orization)?|referral)\s*"
    r"(?:id|number|no\.?|num|#)+\s*(?:is|was|:|#|=)*\s*(?P<x>(?=[\w-]*\d)[A-Z0-9][A-Z0-9-]{3,24})\b",
)


class SpokenIds:
    """Digits and letters read out after the words of a record or member number."""

    name = "spoken_ids"
    _CUES = (
        ("medical", "record"),
        ("record", "number"),
        ("member",),
        ("mrn",),
        ("m", "r", "n"),
        ("policy",),
        ("account",),
        ("chart", "number"),
        ("subscriber",),
        ("social", "security"),
        ("ssn",),
        ("claim", "number"),
        ("id", "number"),
        ("patient", "id"),
        ("medicare", "number"),
        ("license",),
        ("reference", "number"),
        ("confirmation", "number"),
        ("authorization", "number"),
    )
    _REACH = 5
    SHORTEST = 4

    def find(self, document: Document) -> Iterator[RedactedSpan]:
        for run in runs(document, letters=True, shortest=self.SHORTEST):
            before = tuple(document.word(i) for i in range(max(0, run.first - self._REACH), run.first))
            if any(before[i : i + len(cue)] == cue for cue in self._CUES for i in range(len(before))):
                first = run.first
                while len(document.word(first)) == 1 and document.word(first) in "mrn" and first < run.last:
                    first += 1
                yield over(document, first, run.last, "ID", self.name)
