"""Voice activity: how likely each 32 ms of a recording is speech (Silero VAD, as faster-whisper ships it).

The network carries its state from block to block, so a recording is judged as it streams by and
memory does not grow with its length.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agent.errors import EngineUnavailable

FRAME: Final = 512
"""Samples in one judged frame: 32 ms at 16 kHz."""
_CONTEXT: Final = 64


class SpeechProbability:
    """Judges one recording, block by block."""

    def __init__(self) -> None:
        self._session = _session()
        self._h = np.zeros((1, 1, 128), np.float32)
        self._c = np.zeros((1, 1, 128), np.float32)
        self._context = np.zeros(_CONTEXT, np.float32)

    def __call__(self, frames: NDArray[np.float32]) -> NDArray[np.float32]:
        """`frames`: (n, FRAME) samples that follow the last ones given. Gives n probabilities."""
        if len(frames) == 0:
            return np.zeros(0, np.float32)
        before = np.vstack([self._context, frames[:-1, -_CONTEXT:]])
        self._context = frames[-1, -_CONTEXT:].copy()
        out, self._h, self._c = self._session.run(
            None, {"input": np.hstack([before, frames]), "h": self._h, "c": self._c}
        )
        return np.asarray(out, np.float32).reshape(-1)


def _session() -> Any:
    try:
        from faster_whisper.vad import get_vad_model

        return get_vad_model().session
    except (ImportError, RuntimeError, OSError, AttributeError) as error:
        raise EngineUnavailable(
            "Voice activity detection cannot start.", mend="Install faster-whisper and onnxruntime again."
        ) from error
