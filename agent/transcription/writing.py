"""From what an engine heard to the segments of a transcript: every step after recognition, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from agent.domain.transcript import Segment
from agent.transcription.commands import PARAGRAPH, obey_commands
from agent.transcription.correction import correct_terms
from agent.transcription.doubt import mark_doubts
from agent.transcription.heard import Heard, HeardWord
from agent.transcription.numbers import join_broken_numbers
from agent.transcription.plain import ends_sentence, plain
from agent.transcription.repeats import collapse_repeats
from agent.transcription.revision import Revision
from agent.transcription.take_back import begins_with_order

_ONE_BREATH: Final = 0.35
"""Seconds between stretches below which a cut fell inside a sentence."""
_MOST_WORDS: Final = 80
_TITLES: Final = frozenset({"dr", "mr", "mrs", "ms", "st", "vs"})


@dataclass(frozen=True)
class WritingOptions:
    """Which steps run. All are recorded in the transcript's provenance."""

    commands: bool = True
    correction: bool = True


def write_down(heard: Iterable[Heard], options: WritingOptions | None = None) -> tuple[Segment, ...]:
    """Segments of a sentence or so, corrected, with doubts marked."""
    segments: list[Segment] = []
    for stretch, revision in revised(heard, options):
        mark_doubts(revision)
        speaker = {"speaker": stretch.speaker, "speaker_confidence": stretch.speaker_confidence}
        parts = (part.segment() for part in _sentences(revision))
        segments += [part.model_copy(update=speaker) for part in parts if part is not None]
    return tuple(segments)


def revised(
    heard: Iterable[Heard], options: WritingOptions | None = None
) -> Iterator[tuple[Heard, Revision]]:
    """Each stretch with its words revised: everything but the marks of doubt."""
    o = options or WritingOptions()
    stretches = _joined(heard)
    texts = [tuple(word.text for word in stretch.words) for stretch in stretches]
    for index, stretch in enumerate(stretches):
        revision = Revision(stretch.words, doubtful=stretch.doubtful)
        collapse_repeats(revision)
        if o.commands:
            obey_commands(revision)
        if o.correction:
            join_broken_numbers(revision)
            correct_terms(
                revision,
                before=tuple(w for text in texts[max(0, index - 2) : index] for w in text),
                after=tuple(w for text in texts[index + 1 : index + 3] for w in text),
            )
        yield stretch, revision


def write_text(text: str, options: WritingOptions | None = None) -> tuple[Segment, ...]:
    """The same steps over a typed or foreign transcript, a line a stretch: no times, no confidence."""
    lines = (line.split() for line in text.splitlines())
    return write_down(
        (Heard(words=tuple(HeardWord(text=word) for word in line)) for line in lines if line), options
    )


def _joined(heard: Iterable[Heard]) -> list[Heard]:
    """Stretches that were cut for length, not at a pause, put together again."""
    out: list[Heard] = []
    for stretch in heard:
        last = out[-1] if out else None
        if last is not None and (_goes_on(last, stretch) or _takes_back(last, stretch)):
            doubtful = last.doubtful or stretch.doubtful
            out[-1] = last.model_copy(update={"words": last.words + stretch.words, "doubtful": doubtful})
        else:
            out.append(stretch)
    return out


def _goes_on(last: Heard, following: Heard) -> bool:
    end, start = last.words[-1].t1, following.words[0].t0
    return (
        end is not None
        and start is not None
        and start - end < _ONE_BREATH
        and not ends_sentence(last.words[-1].text)
        and last.doubtful == following.doubtful
        and last.speaker == following.speaker
        and len(last.words) + len(following.words) <= _MOST_WORDS
    )


def _takes_back(last: Heard, following: Heard) -> bool:
    """Whether a command after a pause is about what was said before it."""
    said = [word.text for word in following.words[:4]]
    return last.speaker == following.speaker and begins_with_order(said)


def _sentences(revision: Revision) -> list[Revision]:
    """The stretch cut after each sentence and at each spoken paragraph."""
    parts, start = [], 0
    for index, (chunk, word) in enumerate(zip(revision.chunks, revision.words, strict=True)):
        ended = ends_sentence(word) and plain(word) not in _TITLES
        if (ended or PARAGRAPH in chunk.reason) and index + 1 - start >= 3:
            parts.append(revision.part(start, index + 1))
            start = index + 1
    if start < len(revision.chunks):
        parts.append(revision.part(start, len(revision.chunks)))
    return parts
