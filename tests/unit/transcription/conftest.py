"""What the speech tests share."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from support.transcription_sounds import RATE, SAMPLES

from agent.transcription.audio import decode
from agent.transcription.moonshine import MoonshineRecogniser


@pytest.fixture(scope="session")
def moonshine() -> MoonshineRecogniser:
    return MoonshineRecogniser()


@pytest.fixture(scope="session")
def ankle() -> NDArray[np.float32]:
    """The first 21 seconds of a sample dictation about a left ankle."""
    return decode(SAMPLES / "ankle-sprain-daily.flac").samples[: 21 * RATE]
