"""The samples that ship, and ten minutes of speech made from them."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.domain.visit import Encounter


@dataclass(frozen=True)
class Sample:
    audio: bytes
    script: str
    encounter: Encounter


def names() -> list[str]:
    """Sample ids in the manifest's order."""
    return [item["id"] for item in _manifest()]


@cache
def sample(name: str) -> Sample:
    from agent.cli.inputs import parse_visit

    item = next(i for i in _manifest() if i["id"] == name)
    folder = resources.files("audio_samples")
    visit = json.loads(folder.joinpath(item["visit"]).read_text(encoding="utf-8"))
    script = folder.joinpath(item["script"]).read_text(encoding="utf-8")
    return Sample(folder.joinpath(item["audio"]).read_bytes(), script, parse_visit(visit))


def _manifest() -> list[dict[str, str]]:
    text = resources.files("audio_samples").joinpath("manifest.json").read_text(encoding="utf-8")
    items: list[dict[str, str]] = json.loads(text)["samples"]
    return items


def ten_minutes() -> bytes:
    """FLAC of exactly ten minutes: the samples one after the other, again from the first when they end."""
    import av
    import numpy as np
    from faster_whisper.audio import decode_audio

    need, parts, have = 600 * 16000, [], 0
    while have < need:
        for name in names():
            parts.append(decode_audio(io.BytesIO(sample(name).audio), 16000))
            have += len(parts[-1])
    pcm = (np.clip(np.concatenate(parts)[:need], -1, 1) * 32767).astype(np.int16)
    out = io.BytesIO()
    with av.open(out, "w", format="flac") as container:
        stream = container.add_stream("flac", rate=16000, layout="mono")
        for at in range(0, need, 4096):
            frame = av.AudioFrame.from_ndarray(pcm[None, at : at + 4096], format="s16", layout="mono")
            frame.sample_rate = 16000
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()
