"""A transcript as turns: who spoke, in which clinical tokens, with or without punctuation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from agent.domain.transcript import Speaker, Transcript
from agent.understanding.repairs import repaired
from agent.understanding.tokens import Token
from agent.understanding.wording import clinical_tokens

_SENTENCE_ENDS = frozenset(".?!;…")
WORDS_WITHOUT_A_STOP = 40
"""A turn with fewer than one sentence end in so many words counts as unpunctuated."""
WORDS_WITHOUT_A_COMMA = 20
"""With more commas than one in so many words its sentences are long, but its clauses are told apart."""


@dataclass(frozen=True)
class Turn:
    """What one speaker said before another did."""

    speaker: Speaker | None
    tokens: tuple[Token, ...]
    unpunctuated: bool

    @cached_property
    def meant(self) -> list[Token]:
        """Without what the speaker took back."""
        return repaired(self.tokens)


def turns(transcript: Transcript) -> list[Turn]:
    """Turns in order. A recogniser's segments that break inside a sentence are joined again."""
    out = []
    for speaker, start, end in stretches(transcript):
        tokens = tuple(_quoted(clinical_tokens(transcript.text[start:end], start)))
        if tokens:
            out.append(Turn(speaker, tokens, _is_unpunctuated(tokens)))
    return out


def _is_unpunctuated(tokens: Sequence[Token]) -> bool:
    stops = sum(t.text in _SENTENCE_ENDS for t in tokens)
    commas = sum(t.text == "," for t in tokens)
    words = sum(t.is_word for t in tokens)
    return words > 14 and stops * WORDS_WITHOUT_A_STOP < words and commas * WORDS_WITHOUT_A_COMMA < words


_OPEN, _CLOSE = frozenset(["“", '"']), frozenset(["”", '"'])


def _quoted(tokens: list[Token]) -> list[Token]:
    """Spoken and curly quotation marks as straight ones; a quote without its end is no quote."""
    out: list[Token] = []
    opened = -1
    glue = False
    for i, token in enumerate(tokens):
        text = ""
        if token.text in ("“", "”", '"') or (
            token.low == "quote"
            and opened < 0
            and any(
                t.low in ("unquote", "endquote")
                or (t.low == "quote" and tokens[k - 1].low in ("end", "close"))
                for k, t in enumerate(tokens[i + 1 : i + 60], i + 1)
            )
        ):
            text = '"'
        elif token.low in ("unquote", "endquote") or (
            token.low == "quote" and i and tokens[i - 1].low in ("end", "close")
        ):
            text = '"'
            if token.low == "quote" and out:
                out.pop()
        if glue and token.low == ",":
            continue
        if not text:
            out.append(replace(token, glued=True) if glue else token)
            glue = False
            continue
        closing = opened >= 0
        while closing and out and out[-1].text == ",":
            out.pop()
        out.append(replace(token, text=text, low=text, glued=closing))
        opened = -1 if closing else len(out) - 1
        glue = not closing
    if opened >= 0:
        del out[opened]
    return out


def stretches(transcript: Transcript) -> Iterator[tuple[Speaker | None, int, int]]:
    """What is read at once: (speaker, start, end) in the transcript's text."""
    current: tuple[Speaker | None, int, int] | None = None
    for segment, offset in zip(transcript.segments, transcript.offsets, strict=True):
        end = offset + len(segment.text)
        if current is not None:
            speaker, start, previous_end = current
            before = transcript.text[start:previous_end].rstrip()
            heard = segment.start is not None and speaker == segment.speaker
            if heard and before and before[-1] not in '.?!;…"':
                current = (speaker, start, end)
                continue
            yield current
        current = (segment.speaker, offset, end)
    if current is not None:
        yield current
