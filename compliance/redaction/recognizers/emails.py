"""E-mail addresses and web addresses, written and spoken ("annie dot k ruiz at fastpost dot example")."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.redaction.context import FUNCTION_WORDS
from compliance.redaction.document import Document
from compliance.redaction.lexicon import is_word
from compliance.redaction.recognizers.base import over
from compliance.redaction.recognizers.patterns import Patterns
from compliance.redaction.spans import RedactedSpan

EMAILS = Patterns("emails", "EMAIL", r"[\w.+%-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")
URLS = Patterns(
    "urls",
    "URL",
    r"\b(?:https?://|www\.)[^\s\"'<>]+",
    r"\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|edu|gov|info|biz|example|health)\b(?:/[^\s\"'<>]*)?",
)
_LINKS = frozenset(("dot", "underscore", "dash", "hyphen", "plus", "period"))
_CUES = frozenset(("email", "mail", "address", "gmail", "e"))


class SpokenEmails:
    name = "spoken_emails"
    WIDEST = 8

    def find(self, document: Document) -> Iterator[RedactedSpan]:
        for index, token in enumerate(document.tokens):
            if token.word != "at" or index == 0:
                continue
            last = self._domain(document, index)
            if last is not None:
                yield over(document, self._local(document, index), last, "EMAIL", self.name)

    @staticmethod
    def _domain(document: Document, at: int) -> int | None:
        """The last token of "fastpost dot example" after the "at" at index `at`."""
        index, last = at + 1, None
        while index + 2 < len(document.tokens) and all(
            document.joined(i) for i in range(index - 1, index + 2)
        ):
            name, dot, rest = (document.word(index + i) for i in range(3))
            if dot != "dot" or name in FUNCTION_WORDS or rest in FUNCTION_WORDS - {"me", "us"}:
                break
            if name.isdigit() or rest.isdigit():
                break
            index += 2
            last = index
        return last

    def _local(self, document: Document, at: int) -> int:
        """The first token of "annie dot k ruiz" before the "at" at index `at`."""
        first = at - 1
        floor = max(0, at - self.WIDEST)
        cue = next(
            (i for i in range(at - 1, floor - 1, -1) if document.word(i) in ("is", "its", "email")), None
        )
        nearby = {document.word(i) for i in range(max(0, at - 16), at)}
        if cue is not None and nearby & _CUES and cue < at - 1:
            return cue + 1
        while first > floor:
            word = document.word(first - 1)
            if word in _LINKS and first - 2 >= 0:
                first -= 2
            elif word not in FUNCTION_WORDS and (len(word) == 1 or word.isdigit() or not is_word(word)):
                first -= 1
            else:
                break
        return max(first, 0)
