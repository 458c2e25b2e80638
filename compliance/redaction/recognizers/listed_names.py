"""Names by list, and capitalised words that are in no list of words at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compliance.redaction.context import is_clinical_eponym, is_person_like, is_test_named_after
from compliance.redaction.document import Document
from compliance.redaction.lexicon import (
    eponyms,
    given_names,
    given_names_that_are_words,
    is_plain_name,
    is_unknown,
    is_word,
)
from compliance.redaction.recognizers.base import over
from compliance.redaction.spans import RedactedSpan

LONGEST_ACRONYM = 4
"""`ADA` and `CHAD` in capitals are more often acronyms than people."""

_AN_ABBREVIATION = re.compile(
    r"^(?!Mc|Mac|De|La|Le|Van|Di|Du|Fitz|O['’]|D['’]|Al|El).*[a-zA-Z][A-Z]|^[A-Z][A-Z]['’]"
)
"""`AFib`, `HbA`, `PAs`: capitals inside a word, unless it is built like `McKenna` or `DeLuca`."""


class ListedNames:
    name = "listed_names"
    SHORTEST_LOWER = 4

    def find(self, document: Document) -> Iterator[RedactedSpan]:
        for index, token in enumerate(document.tokens):
            if token.digits or len(token.word) < 2:
                continue
            capital = token.capital and document.cased
            if (capital and self._capital(document, index)) or (not capital and self._lower(document, index)):
                yield over(document, index, index, "NAME", self.name)

    def _capital(self, document: Document, index: int) -> bool:
        token = document.tokens[index]
        word, shouted = token.word, token.text.isupper() and len(token.text) > 1
        if shouted and len(word) <= LONGEST_ACRONYM:
            return False
        if is_plain_name(word):
            return not is_test_named_after(document, index)
        if shouted or _AN_ABBREVIATION.search(token.text):
            return False
        if word in eponyms():
            return (
                word in given_names()
                and not document.opens_sentence[index]
                and not is_clinical_eponym(document, index)
            )
        if word in given_names_that_are_words():
            return not document.opens_sentence[index] and is_person_like(document, index)
        if not is_unknown(word) or is_test_named_after(document, index) or len(word) < 3:
            return False
        return not document.opens_sentence[index] or is_person_like(document, index)

    def _lower(self, document: Document, index: int) -> bool:
        word = document.word(index)
        if len(word) < self.SHORTEST_LOWER or not is_plain_name(word) or is_test_named_after(document, index):
            return False
        return word in given_names() or not is_word(word)
