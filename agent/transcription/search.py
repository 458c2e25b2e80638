"""Beam search over Moonshine's tokens, with room for a say of the PT lexicon.

One piece may be listened to more than once (as it is and slowed, say): the hearings write one text
together, each token by the mean of their log-probabilities, and each keeps its own sureness of it.
What one hearing gets wrong by chance the other seldom does, and where they differ a reviewer should listen.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from agent.transcription.moonshine_model import END, Cache, MoonshineModel

TOKENS_PER_SECOND: Final = 6.5
"""Faster than anybody speaks: what comes beyond is a loop (the limit Moonshine's authors use)."""
_SPECIAL: Final = 3
_LAST_TEXT_TOKEN: Final = 32_000
_CANDIDATES: Final = 24
_LOOP_COST: Final = 4.0

S = TypeVar("S")


class Bias(Protocol[S]):
    """Adds to a reading's score as its text grows. Scores are nats."""

    def most(self, token: bytes) -> float:
        """More than `token` can add to any reading."""
        ...

    def start(self) -> S: ...

    def advance(self, state: S, token: bytes) -> tuple[S, float]:
        """The state after `token`, and what the token adds (or takes back)."""
        ...


class NoBias:
    """Leaves the network alone."""

    def most(self, token: bytes) -> float:
        return 0.0

    def start(self) -> None:
        return None

    def advance(self, state: None, token: bytes) -> tuple[None, float]:
        return None, 0.0


@dataclass(frozen=True)
class Reading(Generic[S]):
    """One way to hear a piece: tokens without start and end, the log-probability of each, the rank."""

    tokens: tuple[int, ...]
    log_probabilities: tuple[float, ...]
    score: float
    sureness: tuple[float, ...] = ()
    """Log-probability of each token or of another spelling of it (case, digit for number word)."""
    hearings: tuple[tuple[float, ...], ...] = ()
    """For each token the same of every hearing alone."""
    critical: tuple[float, ...] = ()
    """Log-probability of a number or side in place of each token, in the hearing that leans to it most."""


@dataclass(frozen=True)
class _Beam(Generic[S]):
    tokens: tuple[int, ...]
    log_probabilities: tuple[float, ...]
    score: float
    state: S
    sureness: tuple[float, ...] = ()
    hearings: tuple[tuple[float, ...], ...] = ()
    critical: tuple[float, ...] = ()

    def ended(self, score: float, length: int) -> Reading[S]:
        rank = _rank(score, length)
        return Reading(self.tokens, self.log_probabilities, rank, self.sureness, self.hearings, self.critical)


class _Hearing:
    """One sound being read: what the network holds of it and of the readings so far."""

    def __init__(self, model: MoonshineModel, samples: NDArray[np.float32], width: int) -> None:
        hidden = model.encode(samples)
        self.first, self._own, cross = model.begin(hidden)
        self._model = model
        self._hidden = np.repeat(hidden, width, 0)
        self._cross = {name: np.repeat(value, width, 0) for name, value in cross.items()}

    def step(self, tokens: list[int], rows: list[int]) -> NDArray[np.float32]:
        """Logits after the readings of `rows`, each one of `tokens` longer."""
        count = len(tokens)
        own: Cache = {name: value[rows] for name, value in self._own.items()}
        cross = {name: value[:count] for name, value in self._cross.items()}
        logits, self._own = self._model.step(self._hidden[:count], tokens, own, cross)
        return logits


def search(
    model: MoonshineModel, sounds: Sequence[NDArray[np.float32]], bias: Bias[S], *, width: int = 4
) -> list[Reading[S]]:
    """Finished readings, best first; at least one. `sounds`: the piece, and the same at other speeds;
    float32 mono 16 kHz."""
    longest = int(len(sounds[0]) / 16_000 * TOKENS_PER_SECOND) + 6
    # The network leaves Python while it runs: hearings side by side use the second processor.
    with ThreadPoolExecutor(len(sounds)) as side_by_side:
        heard = list(side_by_side.map(lambda samples: _Hearing(model, samples, width), sounds))
        first = [hearing.first[None] for hearing in heard]
        beams, rows, finished = _grow(model, [_Beam((), (), 0.0, bias.start())], first, bias, width)
        for _ in range(longest):
            if not beams or _settled(beams, finished, width):
                break
            step = partial(_Hearing.step, tokens=[beam.tokens[-1] for beam in beams], rows=rows)
            logits = list(side_by_side.map(step, heard))
            beams, rows, more = _grow(model, beams, logits, bias, width)
            finished += more
    finished = finished or [beam.ended(beam.score, len(beam.tokens)) for beam in beams]
    return sorted(finished, key=lambda reading: -reading.score)


def _grow(
    model: MoonshineModel,
    beams: list[_Beam[S]],
    logits: list[NDArray[np.float32]],
    bias: Bias[S],
    width: int,
) -> tuple[list[_Beam[S]], list[int], list[Reading[S]]]:
    """Every beam's likeliest continuations; the best `width` go on, ended ones are readings.

    `logits`: one array (beams, vocabulary) for each hearing.
    """
    alone = [_log_softmax(each) for each in logits]
    log_probabilities = alone[0] if len(alone) == 1 else _log_softmax(np.mean(alone, axis=0))
    grown: list[tuple[_Beam[S], int]] = []
    ended: list[tuple[float, Reading[S]]] = []
    floor = -np.inf
    for sounded, lp, row, token in _likeliest(beams, log_probabilities):
        if sounded + bias.most(model.vocabulary[token]) < floor:
            continue  # no gain lifts this one among the best
        beam = beams[row]
        if token == END:
            ended.append((sounded, beam.ended(sounded, len(beam.tokens) + 1)))
        elif _SPECIAL <= token < _LAST_TEXT_TOKEN:
            state, gain = bias.advance(beam.state, model.vocabulary[token])
            tokens, lps = (*beam.tokens, token), (*beam.log_probabilities, lp)
            score = sounded + gain - _loop_cost(tokens)
            grown.append((replace(beam, tokens=tokens, log_probabilities=lps, score=score, state=state), row))
            grown.sort(key=lambda option: -option[0].score)
            del grown[width:]
            floor = grown[-1][0].score if len(grown) == width else -np.inf
    # An end that ranks below every continuation kept is no end.
    readings = [reading for score, reading in ended if score >= floor]
    critical = [max(model.critical(each[row]) for each in alone) for row in range(len(beams))]
    kept = [
        replace(
            beam,
            sureness=(*beam.sureness, model.sureness(log_probabilities[row], beam.tokens[-1])),
            hearings=(*beam.hearings, tuple(model.sureness(each[row], beam.tokens[-1]) for each in alone)),
            critical=(*beam.critical, critical[row]),
        )
        for beam, row in grown
    ]
    return kept, [row for _, row in grown], readings


def _likeliest(
    beams: list[_Beam[S]], log_probabilities: NDArray[np.float32]
) -> list[tuple[float, float, int, int]]:
    """Score before any gain, log-probability, beam and token of what may come next, best first."""
    likely = np.argpartition(-log_probabilities, _CANDIDATES, axis=1)[:, :_CANDIDATES]
    found = [
        (beam.score + float(log_probabilities[row, token]), float(log_probabilities[row, token]), row, token)
        for row, beam in enumerate(beams)
        for token in likely[row].tolist()
    ]
    return sorted(found, reverse=True)


def _loop_cost(tokens: tuple[int, ...]) -> float:
    """What a reading pays for the token that completes a copy of what stands right before it.

    People repeat a word or two; a network that has lost its place repeats a phrase, or one word thrice.
    """
    for length in range(1, min(14, len(tokens) // 2) + 1):
        if tokens[-length:] == tokens[-2 * length : -length]:
            thrice = tokens[-length:] == tokens[-3 * length : -2 * length]
            if length >= 4 or (thrice and length >= 2):
                return _LOOP_COST
    return 0.0


def _settled(beams: list[_Beam[S]], finished: list[Reading[S]], width: int) -> bool:
    """Whether no growing beam can still pass the best finished reading."""
    if len(finished) < width:
        return False
    best = max(reading.score for reading in finished)
    return best >= max(_rank(beam.score, len(beam.tokens) + 1) for beam in beams)


def _rank(score: float, length: int) -> float:
    """Mean per token: without it the shortest reading would always win."""
    return score / max(1, length)


def _log_softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)), np.float32)
