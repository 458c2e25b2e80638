"""Tokens of a transcript that remember where they came from, whatever rewriting does to them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

_TOKEN = re.compile(
    r"[^\W\d_]++(?![\w'’])"  # a word and no more, as most are
    r"|\d+(?:st|nd|rd|th)\b"
    r"|\d+(?:\.\d+)?[+-]?/\d+"
    r"|\d{1,3}(?:,\d{3})+(?!\d)"
    r"|(?<=\d)[xX×](?=\d)"
    r"|\d+(?:\.\d+)?%?"
    r"|[^\W\d_]+\d+(?:-\d+)?"
    r"|(?i:(?<![^\W\d_])(?:two|three|four|five|six|seven|eight|nine|ten|\w+teen|eleven|twelve|\w+ty|hundred))(?=['’]s\b)"
    r"|(?<=[^\W\d_])['’][sS]\b"
    r"|[^\W\d_]+(?:['’][^\W\d_]+)*"
    r"|\.{2,}|…"
    r"|\S",
    re.UNICODE,
)


@dataclass(slots=True, unsafe_hash=True)
class Token:
    """`text` as it will be written; [start, end) are characters of the transcript it stands for.

    `glued`: no space before it. `number`: its value where it is one number. Nothing is assigned to one that
    is made: the type checker sees to that, since a frozen class takes more than twice as long to make one.
    """

    text: Final[str]
    start: Final[int]
    end: Final[int]
    glued: Final[bool] = False
    number: Final[float | None] = None
    low: Final[str] = ""

    def written(self, text: str, *, end: int | None = None, number: float | None = None) -> Token:
        """This token with another spelling, covering the source up to `end`."""
        return Token(text, self.start, self.end if end is None else end, self.glued, number, fold(text))

    @property
    def is_word(self) -> bool:
        return self.text.isalnum() or any(map(str.isalnum, self.text))


def fold(word: str) -> str:
    """Lower case, straight apostrophes: the form that lexicons are keyed by."""
    return word.replace("’", "'").casefold()


def tokenise(text: str, offset: int = 0) -> list[Token]:
    """Words, numbers and single signs of `text`; `offset` is added to every position.

    Characters with no width or meaning in speech (controls, tags, private use) are skipped.
    """
    tokens: list[Token] = []
    last_end = -1
    for match in _TOKEN.finditer(text):
        word = match.group()
        start, ends = match.span()
        if word.isascii() and word.isalpha():  # as most are: no sign, no number, nothing to fold but its case
            tokens.append(Token(word, start + offset, ends + offset, start == last_end, None, word.lower()))
            last_end = ends
            continue
        if len(word) == 1 and unicodedata.category(word) in ("Cc", "Cf", "Co", "Cn", "Cs"):
            continue
        number = None
        if word[0].isdigit() and (word.replace(",", "").replace(".", "", 1).isdigit() and word.isascii()):
            number = float(word.replace(",", ""))
            word = word.replace(",", "")
        tokens.append(Token(word, start + offset, ends + offset, start == last_end, number, fold(word)))
        last_end = ends
    return tokens


_NO_SPACE_BEFORE = frozenset(".,;:!?)%…’'\"”")


def join(tokens: Iterable[Token]) -> str:
    """The tokens as one line of text."""
    parts: list[str] = []
    after_open = True
    for token in tokens:
        glue = token.glued or token.text[0] in ".,;:!?)…"
        if parts and not glue and not after_open:
            parts.append(" ")
        parts.append(token.text)
        after_open = token.text in "(“["
    return "".join(parts)


def offsets(tokens: Sequence[Token]) -> list[int]:
    """Where each token begins in `join(tokens)`."""
    text, at, out = join(tokens), 0, []
    for token in tokens:
        at = text.index(token.text, at)
        out.append(at)
        at += len(token.text)
    return out


Mend = Callable[[list[Token], Sequence[Token], int], int]
"""Given the tokens kept so far, all tokens and a place: change what was kept, and tell how many tokens from
there on that used up; 0 where nothing is to be changed."""


def rewritten(tokens: Sequence[Token], places: Iterable[int], mend: Mend) -> list[Token]:
    """`tokens` changed by `mend`, which is asked at `places` alone, in their order; the others are kept."""
    kept: list[Token] = []
    done = 0
    for place in places:
        if place < done:
            continue
        kept += tokens[done:place]
        done = place + mend(kept, tokens, place)
    kept += tokens[done:]
    return kept


def lows(tokens: Sequence[Token]) -> list[str]:
    return [t.low for t in tokens]
