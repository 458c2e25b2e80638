"""Presidio's pattern recognisers with check digits and US health numbers, on its engine without a model.

`AnalyzerEngine()` bare tries to download a spaCy model, so engine and recognisers are named here one by
one. Left out: phone and URL (slow), e-mail (fetches the public suffix list), dates and names (ours know
the spoken forms), and those that score any run of digits (passport, bank account, driver's licence).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from compliance.redaction.document import Document
from compliance.redaction.spans import PhiType, RedactedSpan

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine

LEAST_SCORE = 0.45
_TYPES: dict[str, PhiType] = {"IP_ADDRESS": "URL", "MAC_ADDRESS": "ID"}


@lru_cache(maxsize=1)
def analyzer() -> AnalyzerEngine:
    """The one engine of this process; about a second to make, nothing is downloaded."""
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer import predefined_recognizers as presidio
    from presidio_analyzer.nlp_engine import NoOpNlpEngine

    nlp = NoOpNlpEngine(models=[{"lang_code": "en", "model_name": "none"}])
    nlp.load()
    recognizers = [
        presidio.CreditCardRecognizer(),
        presidio.CryptoRecognizer(),
        presidio.IbanRecognizer(),
        presidio.IpRecognizer(),
        presidio.MacAddressRecognizer(),
        presidio.MedicalLicenseRecognizer(),
        presidio.UsItinRecognizer(),
        presidio.UsMbiRecognizer(),
        presidio.UsSsnRecognizer(),
    ]
    registry = RecognizerRegistry(recognizers=recognizers, supported_languages=["en"])
    return AnalyzerEngine(nlp_engine=nlp, registry=registry, supported_languages=["en"])


class PresidioPatterns:
    name = "presidio"

    def find(self, document: Document) -> Iterator[RedactedSpan]:
        if not any(c.isdigit() for c in document.text) and ":" not in document.text:
            return
        for result in analyzer().analyze(document.text, language="en", score_threshold=LEAST_SCORE):
            kind = _TYPES.get(result.entity_type, "ID")
            yield RedactedSpan(start=result.start, end=result.end, type=kind, by=self.name)
