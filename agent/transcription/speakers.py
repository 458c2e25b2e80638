"""Therapist and patient told apart, as turns with a confidence; a wrong guess is flipped by `flip`.

Voices (voices.py) are parted into two groups. Only when the two are clearly two people are turns
marked; one dictating voice, or two voices too alike, leaves the speaker open. Who is the therapist is
read from the words: who asks, instructs and names clinical things.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from agent.domain.transcript import Speaker, Transcript
from agent.transcription.heard import Heard, HeardWord
from agent.transcription.plain import ends_sentence, plain, tail, words
from agent.transcription.term_index import density
from agent.transcription.voices import VoiceWindow

_FEWEST_WINDOWS: Final = 30
_PARTED: Final = 4.2
"""Distance of the two groups in their own spread. One voice splits at 2 to 3.5, two at 4.8 and more."""
_EXPLAINED: Final = 0.38
"""Share of all difference that lies between the groups. One voice: 0.20 to 0.29; two: 0.43 and more."""
_SMALLEST: Final = 0.08
_PITCH_WEIGHT: Final = 3.0
_COMPONENTS: Final = 6
_SNAP: Final = 3
_THERAPIST: Final = words("you your we let's okay good test next goal keep try show tell how any")
_PATIENT: Final = words("i my i'm me i've myself")


@dataclass(frozen=True)
class _Parting:
    """`places`: seconds of the windows; `side`: its sign says which voice, its size how clearly."""

    places: NDArray[np.float64]
    side: NDArray[np.float64]


def label(heard: list[Heard], windows: list[VoiceWindow]) -> list[Heard]:
    """The same words, cut where the voice changes, with speaker and confidence where there are two."""
    parting = _parting(windows)
    if parting is None:
        return heard
    turns = [turn for stretch in heard for turn in _turns(stretch, parting)]
    said = {voice: [w.text for turn, v, _ in turns if v == voice for w in turn.words] for voice in (0, 1)}
    lead = _leads(said[0]) - _leads(said[1])
    therapist, sure = (0 if lead > 0 else 1), 1 / (1 + math.exp(-12 * abs(lead)))
    names: dict[bool, Speaker] = {True: "THERAPIST", False: "PATIENT"}
    return [
        turn.model_copy(
            update={"speaker": names[voice == therapist], "speaker_confidence": round(clear * sure, 2)}
        )
        for turn, voice, clear in turns
    ]


def flip(transcript: Transcript) -> Transcript:
    """Therapist and patient exchanged throughout: what one click does when the guess was wrong."""
    other: dict[Speaker | None, Speaker | None] = {
        "THERAPIST": "PATIENT",
        "PATIENT": "THERAPIST",
        None: None,
    }
    segments = tuple(s.model_copy(update={"speaker": other[s.speaker]}) for s in transcript.segments)
    return Transcript(segments=segments, duration=transcript.duration, engine=transcript.engine)


def _parting(windows: list[VoiceWindow]) -> _Parting | None:
    """The two voices, or None when there is one or nobody can tell."""
    if len(windows) < _FEWEST_WINDOWS:
        return None
    features = np.array([window.features for window in windows])
    pitch = features[:, -1]
    if np.isnan(pitch).all():
        return None
    features[:, -1] = np.where(np.isnan(pitch), np.nanmedian(pitch), pitch)
    features = (features - features.mean(axis=0)) / (features.std(axis=0) + 1e-6)
    features[:, -1] *= _PITCH_WEIGHT
    _, _, axes = np.linalg.svd(features, full_matrices=False)
    points = features @ axes[:_COMPONENTS].T
    found = _two_means(points)
    if found is None:
        return None
    labels, centres = found
    spread = float(((points - centres[labels]) ** 2).sum())
    explained = 1 - spread / float(((points - points.mean(axis=0)) ** 2).sum())
    between = centres[1] - centres[0]
    line = points @ between / np.linalg.norm(between)
    first, second = line[labels == 0], line[labels == 1]
    within = math.sqrt((float(first.var()) + float(second.var())) / 2 + 1e-9)
    apart = abs(float(first.mean() - second.mean())) / within
    minor = min(len(first), len(second)) / len(labels)
    if apart < _PARTED or explained < _EXPLAINED or minor < _SMALLEST:
        return None
    middle, half = (first.mean() + second.mean()) / 2, abs(first.mean() - second.mean()) / 2
    return _Parting(np.array([w.middle for w in windows]), (line - middle) / half)


def _two_means(points: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.float64]] | None:
    best: tuple[float, NDArray[np.intp], NDArray[np.float64]] | None = None
    for seed in range(8):
        random = np.random.default_rng(seed)
        centres = points[random.choice(len(points), 2, replace=False)]
        labels = np.zeros(len(points), np.intp)
        for _ in range(50):
            labels = ((points[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
            if len(set(labels.tolist())) < 2:
                break
            moved = np.array([points[labels == k].mean(axis=0) for k in (0, 1)])
            if np.allclose(moved, centres):
                break
            centres = moved
        if len(set(labels.tolist())) < 2:
            continue
        cost = float(((points - centres[labels]) ** 2).sum())
        if best is None or cost < best[0]:
            best = (cost, labels, centres)
    return None if best is None else best[1:]


def _turns(stretch: Heard, parting: _Parting) -> list[tuple[Heard, int, float]]:
    """The stretch cut where the voice changes: words, voice 0 or 1, how clearly (0.5 to 1)."""
    sides = [_side(word, parting) for word in stretch.words]
    edges = _edges(stretch.words, sides)
    turns = []
    for start, end in zip([0, *edges], [*edges, len(sides)], strict=True):
        mean = sum(sides[start:end]) / (end - start)
        clear = 0.5 + 0.5 * min(1.0, abs(mean))
        turn = stretch.model_copy(update={"words": stretch.words[start:end]})
        turns.append((turn, 0 if mean < 0 else 1, clear))
    return turns


def _side(word: HeardWord, parting: _Parting) -> float:
    """Which voice says `word`: the windows around its middle, the nearest counting most."""
    middle = ((word.t0 or 0.0) + (word.t1 or 0.0)) / 2
    nearness = np.exp(-(((parting.places - middle) / 0.6) ** 2))
    if nearness.sum() < 1e-6:
        return float(parting.side[np.abs(parting.places - middle).argmin()])
    return float((nearness * parting.side).sum() / nearness.sum())


def _edges(said: tuple[HeardWord, ...], sides: list[float]) -> list[int]:
    """Places where the voice changes, moved to punctuation close by; a lone word is no turn."""
    voices = [side >= 0 for side in sides]
    edges = [i for i in range(1, len(voices)) if voices[i] != voices[i - 1]]
    snapped: list[int] = []
    for edge in edges:
        near = [
            place
            for place in range(max(1, edge - _SNAP), min(len(said), edge + _SNAP + 1))
            if tail(said[place - 1].text)
        ]
        place = min(near, key=lambda p: _far(said, p, edge)) if near else edge
        if place > (snapped[-1] if snapped else 0):
            snapped.append(place)
    kept: list[int] = []
    for place in snapped:
        if place - (kept[-1] if kept else 0) >= 2 or tail(said[place - 1].text):
            kept.append(place)
    return kept


def _far(said: tuple[HeardWord, ...], place: int, edge: int) -> float:
    """Words from `edge`; a comma counts as further away than the end of a sentence."""
    return abs(place - edge) + (0.0 if ends_sentence(said[place - 1].text) else 1.5)


def _leads(said: list[str]) -> float:
    """How much a speaker's words are a therapist's, per word: asking, instructing and naming."""
    if not said:
        return 0.0
    bare = [plain(word) for word in said]
    asks = sum("?" in tail(word) for word in said)
    leads = asks + sum(word in _THERAPIST for word in bare) - sum(word in _PATIENT for word in bare)
    return leads / len(said) + 0.5 * density(tuple(said))
