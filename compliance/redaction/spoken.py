"""Numbers as people say them: runs of digits and letters, each character knowing its words.

"four one two, five five five" → `412555`; "seven twenty one fifty four" → `72154`;
"nineteen fifty-six" → `1956`; "B C X zero zero" → `bcx00`.
"""

from __future__ import annotations

from dataclasses import dataclass

from compliance.redaction.document import Document

UNITS = {
    "zero": "0",
    "oh": "0",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
}
TEENS = {
    "ten": "10",
    "eleven": "11",
    "twelve": "12",
    "thirteen": "13",
    "fourteen": "14",
    "fifteen": "15",
    "sixteen": "16",
    "seventeen": "17",
    "eighteen": "18",
    "nineteen": "19",
}
TENS = {
    "twenty": "20",
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "seventy": "70",
    "eighty": "80",
    "ninety": "90",
}
ORDINALS = {
    "first": "1",
    "second": "2",
    "third": "3",
    "fourth": "4",
    "fifth": "5",
    "sixth": "6",
    "seventh": "7",
    "eighth": "8",
    "ninth": "9",
    "tenth": "10",
    "eleventh": "11",
    "twelfth": "12",
    "thirteenth": "13",
    "fourteenth": "14",
    "fifteenth": "15",
    "sixteenth": "16",
    "seventeenth": "17",
    "eighteenth": "18",
    "nineteenth": "19",
    "twentieth": "20",
    "thirtieth": "30",
}
NUMBER_WORDS = frozenset({*UNITS, *TEENS, *TENS})
_REPEATS = {"double": 2, "triple": 3}
_FILLERS = frozenset({"dash", "hyphen", "slash", "space", "um", "uh"})


@dataclass(frozen=True, slots=True)
class Run:
    """Characters said one after the other. `owners[i]` is the token that gave `chars[i]`."""

    chars: str
    owners: tuple[int, ...]
    one_by_one: bool
    """Every token gave one digit: how people read out phone and record numbers."""

    @property
    def first(self) -> int:
        return self.owners[0]

    @property
    def last(self) -> int:
        return self.owners[-1]

    def whole(self, at: int, length: int) -> bool:
        """Whether chars [at, at + length) start and end at token borders."""
        starts = at == 0 or self.owners[at] != self.owners[at - 1]
        end = at + length
        return starts and (end == len(self.chars) or self.owners[end] != self.owners[end - 1])


def runs(document: Document, *, letters: bool = False, shortest: int = 4) -> list[Run]:
    """Runs of at least `shortest` characters; with `letters`, spelled letters count as characters too."""
    found: list[Run] = []
    chars: list[str] = []
    owners: list[int] = []
    index, tokens = 0, document.tokens

    def close() -> None:
        if len(chars) >= shortest and any(c.isdigit() for c in chars):
            single = len(set(owners)) == len(owners)
            found.append(Run("".join(chars), tuple(owners), single))
        chars.clear()
        owners.clear()

    while index < len(tokens):
        if chars and not document.joined(index - 1):
            close()
        read, width = _read(document, index, letters)
        if read:
            for offset in range(width):
                share = read if width == 1 else read[offset : offset + 1]
                chars.extend(share)
                owners.extend([index + offset] * len(share))
            index += width
            continue
        if not (chars and tokens[index].word in _FILLERS):
            close()
        index += 1
    close()
    return found


def _read(document: Document, index: int, letters: bool) -> tuple[str, int]:
    """What the token at `index` says, and how many tokens that takes."""
    token, following = document.tokens[index], document.word(index + 1)
    word = token.word
    if token.digits:
        return token.text, 1
    joined = document.joined(index)
    if word in _REPEATS and joined and following in UNITS:
        return UNITS[following] * _REPEATS[word], 1
    if word in TENS:
        if joined and following in UNITS and following not in ("zero", "oh"):
            return TENS[word][0] + UNITS[following], 2
        return TENS[word], 1
    if word in UNITS:
        return UNITS[word], 1
    if word in TEENS:
        return TEENS[word], 1
    if letters and len(word) == 1:
        return word, 1
    if letters and token.text.isupper() and len(word) <= 4:
        return word, 1
    if word == "o" and joined and (following in UNITS or following.isdigit()):
        return "0", 1
    return "", 1
