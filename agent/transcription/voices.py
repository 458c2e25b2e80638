"""How a voice sounds, a second and a half at a time: timbre and pitch, for telling two people apart.

Plain signal measures (mel cepstrum of voiced frames, pitch by autocorrelation): no model, no download,
two milliseconds a second of speech, and nothing that would identify a person outside of one recording.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from agent.transcription.audio import RATE
from agent.transcription.pieces import Piece

_FRAME, _HOP = 512, 256
_PITCH_FRAME: Final = 1024
_BANDS, _CEPSTRA = 26, 14
_WINDOW, _STEP = int(1.5 * RATE / _HOP), int(0.5 * RATE / _HOP)
_LOWEST, _HIGHEST = RATE // 400, RATE // 60
"""Lags in samples of pitches between 60 and 400 Hz."""
_FEWEST_VOICED: Final = 20


@dataclass(frozen=True)
class VoiceWindow:
    """`middle` in seconds of the recording; `features` float64 (29,), the last the log pitch or NaN."""

    middle: float
    features: NDArray[np.float64]


def voice_windows(piece: Piece) -> list[VoiceWindow]:
    """Windows of 1.5 s every 0.5 s; none where too little is voiced."""
    count = (len(piece.samples) - _FRAME) // _HOP
    if count < 8:
        return []
    frames = np.lib.stride_tricks.sliding_window_view(piece.samples, _FRAME)[::_HOP][:count]
    power = np.abs(np.fft.rfft(frames * np.hanning(_FRAME))) ** 2
    cepstra = np.log(power @ _mel_bank().T + 1e-8) @ _cosines().T
    energy = np.log(power.sum(axis=1) + 1e-8)
    voiced = energy > np.percentile(energy, 35)
    pitch = _pitch(piece.samples, voiced)
    windows = []
    for start in range(0, max(1, count - _WINDOW // 2), _STEP):
        span = slice(start, min(count, start + _WINDOW))
        inside = voiced[span]
        if inside.sum() < _FEWEST_VOICED:
            continue
        sounding = pitch[span][~np.isnan(pitch[span])]
        median = float(np.median(sounding)) if len(sounding) > 5 else np.nan
        timbre = cepstra[span][inside]
        features = np.concatenate([timbre.mean(axis=0), 0.5 * timbre.std(axis=0), [median]])
        middle = piece.start + (span.start + span.stop) / 2 * _HOP / RATE
        windows.append(VoiceWindow(middle, features))
    return windows


def _pitch(samples: NDArray[np.float32], voiced: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Log pitch of each frame, NaN where there is none."""
    out = np.full(len(voiced), np.nan)
    for index in np.flatnonzero(voiced):
        frame = samples[index * _HOP : index * _HOP + _PITCH_FRAME]
        if len(frame) < _PITCH_FRAME:
            break
        spectrum = np.fft.rfft(frame - frame.mean(), 2 * _PITCH_FRAME)
        correlation = np.fft.irfft(np.abs(spectrum) ** 2)[: _HIGHEST + 1]
        if correlation[0] <= 0:
            continue
        lag = _LOWEST + int(correlation[_LOWEST:].argmax())
        if correlation[lag] / correlation[0] > 0.45:
            out[index] = np.log(RATE / lag)
    return out


@lru_cache(maxsize=1)
def _mel_bank() -> NDArray[np.float64]:
    hertz = np.fft.rfftfreq(_FRAME, 1 / RATE)
    mels = 2595 * np.log10(1 + hertz / 700)
    low, high = (2595 * np.log10(1 + f / 700) for f in (100, 7000))
    edges = np.linspace(low, high, _BANDS + 2)
    rising = (mels[None] - edges[:-2, None]) / np.diff(edges)[:-1, None]
    falling = (edges[2:, None] - mels[None]) / np.diff(edges)[1:, None]
    return np.asarray(np.clip(np.minimum(rising, falling), 0, None), np.float64)


@lru_cache(maxsize=1)
def _cosines() -> NDArray[np.float64]:
    orders, bands = np.arange(1, _CEPSTRA + 1), np.arange(_BANDS) + 0.5
    return np.asarray(np.cos(np.pi / _BANDS * np.outer(orders, bands)), np.float64)
