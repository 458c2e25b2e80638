"""One stretch of heard words being revised: what it says now, and every change back to what was heard."""

from __future__ import annotations

from dataclasses import dataclass, replace

from agent.domain.transcript import Correction, Segment, Word
from agent.transcription.heard import HeardWord
from agent.transcription.plain import tail


@dataclass(frozen=True)
class Chunk:
    """Heard words that now read `words`: one heard word unchanged, or a change with its reason."""

    heard: tuple[HeardWord, ...]
    words: tuple[str, ...]
    reason: str = ""
    doubtful: bool = False

    @property
    def confidence(self) -> float | None:
        """The least sure of the heard words; None where the engine gives no confidence."""
        known = [word.confidence for word in self.heard if word.confidence is not None]
        return min(known) if known else None


class Revision:
    """Chunks in spoken order. Indices given to its methods are places in `chunks`."""

    def __init__(self, heard: tuple[HeardWord, ...], *, doubtful: bool = False) -> None:
        self.chunks = [Chunk((word,), (word.text,)) for word in heard]
        self.doubtful = doubtful

    @property
    def chunks(self) -> list[Chunk]:
        return self._chunks

    @chunks.setter
    def chunks(self, chunks: list[Chunk]) -> None:
        self._chunks = chunks
        self._words: list[str] | None = None

    @property
    def words(self) -> list[str]:
        """What each chunk says now; a removed chunk says nothing. A later change makes a new list."""
        if self._words is None:
            self._words = [" ".join(chunk.words) for chunk in self._chunks]
        return self._words

    def replace(self, start: int, end: int, words: tuple[str, ...], reason: str) -> None:
        """Chunks [start, end) become one that reads `words`; none to remove them."""
        old = self.chunks[start:end]
        heard = tuple(word for chunk in old for word in chunk.heard)
        reasons = dict.fromkeys(r for r in (*(chunk.reason for chunk in old), reason) if r)
        self.chunks[start:end] = [
            Chunk(heard, words, ", ".join(reasons), any(chunk.doubtful for chunk in old))
        ]
        self._words = None

    def say(self, at: int, word: str, reason: str) -> None:
        """Chunk `at` becomes `word`, with its capital and punctuation, and is marked as likely misheard."""
        old = self.words[at]
        now = word.capitalize() if old[:1].isupper() else word
        self.replace(at, at + 1, tuple((now + tail(old)).split()), reason)
        self.doubt(at, at + 1)

    def doubt(self, start: int, end: int) -> None:
        """Mark chunks [start, end) as likely misheard."""
        for index in range(start, end):
            self.chunks[index] = replace(self.chunks[index], doubtful=True)

    def part(self, start: int, end: int) -> Revision:
        """Chunks [start, end) as a revision of their own."""
        part = Revision((), doubtful=self.doubtful)
        part.chunks = self.chunks[start:end]
        return part

    def segment(self) -> Segment | None:
        """The stretch as a transcript's segment; None when nothing was heard."""
        if not self.chunks:
            return None
        text, words, corrections = "", [], []
        for chunk in self.chunks:
            now = " ".join(chunk.words)
            start = len(text) + (1 if text and now else 0)
            text = f"{text} {now}" if text and now else text or now
            before = " ".join(word.text for word in chunk.heard)
            if now != before:
                corrections.append(
                    Correction(
                        start=start, end=start + len(now), before=before, after=now, reason=chunk.reason
                    )
                )
            words += _timed(chunk, start)
        heard = [word for chunk in self.chunks for word in chunk.heard]
        known = [word.confidence for word in heard if word.confidence is not None]
        return Segment(
            start=heard[0].t0,
            end=heard[-1].t1,
            text=text,
            raw_text=" ".join(word.text for word in heard),
            confidence=round(sum(known) / len(known), 3) if known else None,
            doubtful=self.doubtful,
            corrections=tuple(corrections),
            words=tuple(words),
        )


def _timed(chunk: Chunk, start: int) -> list[Word]:
    """The chunk's words with their characters; a change shares out the time of what it stands for."""
    if chunk.heard[0].t0 is None:
        return []
    first, last = float(chunk.heard[0].t0), float(chunk.heard[-1].t1 or chunk.heard[0].t0)
    total = max(1, sum(len(word) for word in chunk.words))
    words, at, said = [], start, 0
    for word in chunk.words:
        t0 = first + (last - first) * said / total
        said += len(word)
        t1 = first + (last - first) * said / total
        words.append(
            Word(
                start=at,
                end=at + len(word),
                t0=round(t0, 2),
                t1=round(t1, 2),
                confidence=chunk.confidence,
                doubtful=chunk.doubtful,
            )
        )
        at += len(word) + 1
    return words


def undo(segment: Segment, correction: Correction) -> Segment:
    """`segment` with one of its corrections taken back. Raises ValueError when it holds no such correction.

    Words of the place taken back keep the time of what had replaced them.
    """
    if correction not in segment.corrections:
        raise ValueError("the segment holds no such correction")
    before, start, end = correction.before, correction.start, correction.end
    if start == end:  # a removal: the words come back with the space that went with them
        lead = " " if start and segment.text[start - 1] != " " else ""
        follow = " " if start < len(segment.text) and segment.text[start] != " " else ""
        before = f"{lead}{before}{follow}"
    text = segment.text[:start] + before + segment.text[end:]
    shift = len(before) - (end - start)
    inside = [w for w in segment.words if start <= w.start < end or start < w.end <= end]
    words = [w for w in segment.words if w.end <= start]
    if inside:
        at = start
        for part in before.split():
            at = text.index(part, at)
            words.append(
                inside[0].model_copy(update={"start": at, "end": at + len(part), "t1": inside[-1].t1})
            )
            at += len(part)
    words += [
        w.model_copy(update={"start": w.start + shift, "end": w.end + shift})
        for w in segment.words
        if w.start >= end and w not in inside and w.end > start
    ]
    at = segment.corrections.index(correction)
    corrections = segment.corrections[:at] + tuple(
        c.model_copy(update={"start": c.start + shift, "end": c.end + shift})
        for c in segment.corrections[at + 1 :]
    )
    return segment.model_copy(update={"text": text, "words": tuple(words), "corrections": corrections})
