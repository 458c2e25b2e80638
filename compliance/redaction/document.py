"""A text cut into words once, for all recognisers."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from agent.memory import kept_for_now

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
_GAP = re.compile(r"[ \t\-–—.,'’\"()]*")
_SENTENCE_END = re.compile(r"[.!?:;\n\"“”…]")
_ABBREVIATED = frozenset(
    ["dr", "mr", "mrs", "ms", "mx", "prof", "st", "vs", "approx", "no", "mt", "jr", "sr"]
)


@kept_for_now(65536)
def fold(word: str) -> str:
    """Lower case ASCII letters and digits of `word`, without a possessive ending: `Dagný's` → `dagny`."""
    plain = word.translate(_SPECIAL)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode().casefold()
    for ending in ("'s", "s'"):
        if plain.endswith(ending) and len(plain) > len(ending) + 1:
            plain = plain[: -len(ending)] + ("s" if ending == "s'" else "")
            break
    return re.sub(r"[^a-z0-9]", "", plain)


_SPECIAL = str.maketrans(
    {"’": "'", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D"}
    | {"þ": "th", "Þ": "Th", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ß": "ss", "ı": "i"}
)


@dataclass(frozen=True, slots=True)
class Token:
    """A run of letters (with inner apostrophes) or of digits: characters [start, end) of the text."""

    start: int
    end: int
    text: str
    word: str
    """`fold(text)`."""

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def digits(self) -> bool:
        return self.text.isdigit()

    @property
    def initial(self) -> bool:
        """A single capital letter, as in `Anna S.`"""
        return len(self.text) == 1 and self.text.isupper()


class Document:
    """Text, its tokens, and what follows from both."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [Token(m.start(), m.end(), m.group(), fold(m.group())) for m in _TOKEN.finditer(text)]

    def between(self, index: int) -> str:
        """The characters between token `index` and the next one."""
        if index + 1 >= len(self.tokens):
            return self.text[self.tokens[index].end :]
        return self.text[self.tokens[index].end : self.tokens[index + 1].start]

    def joined(self, index: int) -> bool:
        """Whether token `index` and the next stand in one phrase: only spaces or light marks between."""
        return self._joined[index]

    @cached_property
    def _joined(self) -> list[bool]:
        last = len(self.tokens) - 1
        return [i < last and _GAP.fullmatch(self.between(i)) is not None for i in range(last + 1)]

    def word(self, index: int) -> str:
        """The folded word at `index`, empty outside the text."""
        return self.tokens[index].word if 0 <= index < len(self.tokens) else ""

    @cached_property
    def opens_sentence(self) -> list[bool]:
        """For each token: does it open a sentence, so that its capital says nothing?"""
        flags = []
        for index in range(len(self.tokens)):
            before = self.between(index - 1) if index else ""
            ended = index == 0 or _SENTENCE_END.search(before) is not None
            flags.append(ended and not (before == ". " and self._abbreviation(index - 1)))
        return flags

    def _abbreviation(self, index: int) -> bool:
        return self.tokens[index].initial or self.tokens[index].word in _ABBREVIATED

    @cached_property
    def cased(self) -> bool:
        """Whether capitals mean something here: some words begin with one, and not all is in capitals."""
        words = [t.text for t in self.tokens if not t.digits and len(t.text) > 1]
        shouted = sum(word.isupper() for word in words)
        return shouted < 0.6 * len(words) and any(w[0].isupper() and not w.isupper() for w in words)
