"""Employers, schools, clinics and other places that name a person's life."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.redaction.context import FUNCTION_WORDS
from compliance.redaction.document import Document
from compliance.redaction.lexicon import cue, is_any_name, is_plain_name, is_unknown, is_word
from compliance.redaction.recognizers.base import over
from compliance.redaction.spans import RedactedSpan

_SUFFIXES = cue("suffixes")
_WORK = cue("work")
_CHAINS = cue("chains")
_GENERIC = cue("generic")


class Organisations:
    name = "organisations"
    WIDEST = 4
    REACH = 8

    def find(self, document: Document) -> Iterator[RedactedSpan]:
        for index, token in enumerate(document.tokens):
            if token.word in _CHAINS and (
                (token.capital and token.word != "ups") or document.word(index - 1) in ("at", "for")
            ):
                yield over(document, index, index, "ORGANISATION", self.name)
            if token.word in ("at", "for", "with") and self._works(document, index):
                yield from self._place(document, index + 1, sure=True)
            elif token.word == "at" and document.cased:
                yield from self._place(document, index + 1, sure=False)
            if token.word == "saint" and index + 1 < len(document.tokens) and document.joined(index):
                yield over(document, index, index + 1, "ORGANISATION", self.name)
        yield from self._suffixed(document)

    def _works(self, document: Document, index: int) -> bool:
        for at in range(index - 1, max(-1, index - 1 - self.REACH), -1):
            if document.opens_sentence[at + 1] and at + 1 <= index:
                return False
            if document.word(at) in _WORK:
                return True
        return False

    def _place(self, document: Document, first: int, *, sure: bool) -> Iterator[RedactedSpan]:
        """The name from token `first` on: capitals in cased text, else unknown words and suffixes."""
        if document.word(first) in ("the", "a", "an") and first + 1 < len(document.tokens):
            first += 1
        last, telling = first - 1, False
        for at in range(first, min(first + self.WIDEST, len(document.tokens))):
            token = document.tokens[at]
            if at > first and document.between(at - 1) not in (" ", "-", "'", "’", " & "):
                break
            if token.digits or token.word in FUNCTION_WORDS or len(token.word) < 2:
                break
            if document.cased:
                if not token.capital or (
                    token.text.isupper() and len(token.text) < 4 and not is_unknown(token.word)
                ):
                    break
                telling = telling or is_unknown(token.word) or is_any_name(token.word) or sure
            else:
                name = is_unknown(token.word) or is_any_name(token.word)
                if not name and not (last >= first and token.word in _SUFFIXES):
                    break
                telling = telling or is_unknown(token.word) or is_plain_name(token.word)
                if not sure:
                    break
            last = at
        if last >= first and telling and not document.opens_sentence[first]:
            yield over(document, first, last, "ORGANISATION", self.name)

    def _suffixed(self, document: Document) -> Iterator[RedactedSpan]:
        """`Halvorsen Power`, `Mercy General Hospital`: capitals that end in a kind of place."""
        if not document.cased:
            return
        for index, token in enumerate(document.tokens):
            if token.word not in _SUFFIXES or not token.capital:
                continue
            first = index
            while (
                first > 0
                and document.between(first - 1) in (" ", "'s ", "’s ", " & ", ". ")
                and document.tokens[first - 1].capital
                and document.word(first - 1) not in FUNCTION_WORDS
                and not document.tokens[first - 1].digits
                and index - first < self.WIDEST
            ):
                first -= 1
            if first == index:
                continue
            words = [document.word(i) for i in range(first, index)]
            telling = [
                w for w in words if (is_unknown(w) or is_any_name(w)) and w not in _SUFFIXES | _GENERIC
            ]
            if telling and any(not is_word(w) or is_any_name(w) for w in telling):
                yield over(document, first, index, "ORGANISATION", self.name)
