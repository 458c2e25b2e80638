"""Pseudonyms for text that leaves this machine: keyed tokens, the same for the same person, reversible here.

`Marjolein` → `[NAME_K7Q2ABCD]`. The token is an HMAC, so it says nothing without the key, and the table
that leads back never leaves this object. What is hidden is for the caller to find; `prove_hidden` then
refuses text in which a known identifier is left.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agent.errors import PtscribeError

TOKEN = re.compile(r"\[[A-Z]+_[A-Z2-7]{8}\]")


class LeftoverIdentifier(PtscribeError):
    """An identifier is still in text that was to leave this machine; the text was not sent."""

    def __init__(self) -> None:
        super().__init__("An identifier could not be taken out of the text; nothing was sent.")


@dataclass(frozen=True)
class Hidden:
    """Characters [start, end) to hide. Equal `entity`s of one `type` get the same token."""

    start: int
    end: int
    type: str
    entity: str


class Pseudonyms:
    """The tokens of one visit. `key`: at least 16 bytes; `scope` keeps visits apart."""

    def __init__(self, key: bytes, scope: str) -> None:
        if len(key) < 16:
            raise ValueError("the pseudonym key must have at least 16 bytes")
        self._key, self._scope = key, scope
        self._originals: dict[str, str] = {}
        self._tokens: dict[str, str] = {}

    def token(self, type: str, entity: str, original: str) -> str:
        """The token for `entity`; the longest `original` seen is what it is restored to."""
        message = "\x1f".join((self._scope, type, " ".join(entity.casefold().split())))
        digest = hmac.new(self._key, message.encode(), hashlib.sha256).digest()
        token = f"[{type}_{base64.b32encode(digest)[:8].decode()}]"
        if len(original) > len(self._originals.get(token, "")):
            self._originals[token] = original
        self._tokens.setdefault(original, token)
        return token

    def hide(self, text: str, spans: Sequence[Hidden]) -> str:
        """`text` with disjoint `spans`, in order, replaced by tokens; forged tokens lose their brackets."""
        parts, at = [], 0
        for span in spans:
            parts.append(_disarmed(text[at : span.start]))
            parts.append(self.token(span.type, span.entity, text[span.start : span.end]))
            at = span.end
        return "".join([*parts, _disarmed(text[at:])])

    def hide_again(self, text: str) -> str:
        """`text` with every original hidden so far replaced, wherever it stands as whole words."""
        if not self._tokens:
            return text
        originals = sorted(self._tokens, key=len, reverse=True)
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, originals))})(?!\w)")
        return pattern.sub(lambda match: self._tokens[match.group()], text)

    def restore(self, text: str) -> str:
        """`text` with tokens led back; tokens that this visit never made stay."""
        return TOKEN.sub(lambda match: self._originals.get(match.group(), match.group()), text)

    def unknown_tokens(self, text: str) -> set[str]:
        return {token for token in TOKEN.findall(text) if token not in self._originals}


def _disarmed(text: str) -> str:
    return TOKEN.sub(lambda match: match.group()[1:-1], text)


def prove_hidden(text: str, identifiers: Iterable[str]) -> None:
    """Raises `LeftoverIdentifier` if one of `identifiers` is left in `text`.

    Letters are compared as whole words without case and accents, digits without anything between them.
    Identifiers of fewer than three letters or five digits prove nothing and are skipped.
    """
    folded = _folded(text)
    digits = re.sub(r"(?<=\d)[\s\-./()]+(?=\d)", "", folded)
    for identifier in identifiers:
        plain = _folded(identifier).strip()
        number = re.sub(r"\D", "", plain)
        if len(number) >= 5 and number in digits:
            raise LeftoverIdentifier
        if len(plain) >= 3 and re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", folded):
            raise LeftoverIdentifier


def _folded(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
