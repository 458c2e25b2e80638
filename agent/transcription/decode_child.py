"""The child process that decodes one recording: the only place where untrusted audio is parsed.

Run by path, never imported by the application: it needs PyAV and the standard library alone, gets
the recording as its standard input (so it opens no file and no address by name), and is bound in
memory, processor time and decoded duration. Standard output: one line of JSON about the stream,
then 16-bit mono PCM at 16 kHz (mode `pcm`) or a dot a second of audio (mode `probe`). Standard error:
one line of JSON, `{"samples": n}` or `{"error": kind}`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from typing import Any, NoReturn

RATE = 16_000
MIN_RATE, MAX_RATE, MAX_CHANNELS = 4_000, 384_000, 8
CODECS = frozenset({"flac", "mp3", "mp3float", "aac", "alac", "opus", "libopus", "vorbis"})
"""Besides linear and companded PCM."""
STATED_LENGTH_TRUSTED = frozenset({"flac", "mp4", "matroska"})
"""Containers whose stated length may refuse a file before decoding. A WAV written as a stream states
4 GiB, and an MP3's length is an estimate: those are counted."""


def fail(kind: str) -> NoReturn:
    """End with `{"error": kind}`."""
    sys.stderr.write(json.dumps({"error": kind}))
    sys.stderr.flush()
    os._exit(3)


def bind(memory: int, cpu_seconds: int) -> None:
    """Limits that hold whatever the decoder does. Silently weaker where the system lacks one (macOS)."""
    import contextlib
    import resource

    for name, value in (
        ("RLIMIT_AS", memory),
        ("RLIMIT_DATA", memory),
        ("RLIMIT_CPU", cpu_seconds),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_NOFILE", 16),
    ):
        with contextlib.suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (value, value))


def open_stream(container_name: str) -> tuple[Any, Any]:
    """The container on standard input, forced to be what its first bytes say, and its audio stream."""
    import av

    try:
        container = av.open(
            os.fdopen(0, "rb", buffering=0),
            mode="r",
            format=container_name,
            options={"protocol_whitelist": "", "probesize": "1000000", "analyzeduration": "5000000"},
            metadata_errors="replace",
        )
    except MemoryError:
        fail("memory")
    except (av.FFmpegError, ValueError, OSError):
        fail("unreadable")
    if not container.streams.audio:
        fail("no_audio")
    return container, container.streams.audio[0]


def check(container: Any, stream: Any, container_name: str, max_seconds: float) -> str:
    """The codec's name. Fails on what no recording of speech has."""
    context = stream.codec_context
    if context is None:
        fail("codec")
    name = str(context.name)
    if name not in CODECS and not name.startswith(("pcm_s", "pcm_u", "pcm_f", "pcm_alaw", "pcm_mulaw")):
        fail("codec")
    if not MIN_RATE <= (context.sample_rate or 0) <= MAX_RATE:
        fail("rate")
    if not 1 <= (context.channels or 0) <= MAX_CHANNELS:
        fail("channels")
    stated = (container.duration or 0) / 1_000_000
    if container_name in STATED_LENGTH_TRUSTED and stated > max_seconds:
        fail("too_long")
    return name


def frames(container: Any, stream: Any) -> Iterator[Any]:
    """Decoded frames. A stray bad packet (a cut-off end, a tag in an MP3) is passed over; a recording
    with more than a few would silently lose speech, so it is refused."""
    import av

    packets = bad = 0
    demuxer = container.demux(stream)
    while True:
        try:
            packet = next(demuxer)
        except StopIteration:
            return
        except MemoryError:
            fail("memory")
        except (av.FFmpegError, ValueError):
            if packets == 0:
                fail("unreadable")
            return
        packets += 1
        try:
            yield from packet.decode()
        except MemoryError:
            fail("memory")
        except (av.FFmpegError, ValueError):
            bad += 1
            if bad > 2 and bad > packets / 100:
                fail("damaged")


def pcm(container: Any, stream: Any) -> Iterator[bytes]:
    """16-bit mono PCM at 16 kHz."""
    import av

    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    try:
        for frame in frames(container, stream):
            frame.pts = None
            for out in resampler.resample(frame):
                yield bytes(out.planes[0])[: out.samples * 2]
        for out in resampler.resample(None):
            yield bytes(out.planes[0])[: out.samples * 2]
    except MemoryError:
        fail("memory")
    except (av.FFmpegError, ValueError):
        fail("damaged")


def main(mode: str, container_name: str, max_seconds: float, memory: int, cpu_seconds: int) -> None:
    import av
    import av.logging

    av.logging.set_level(av.logging.PANIC)
    bind(memory, cpu_seconds)
    container, stream = open_stream(container_name)
    codec = check(container, stream, container_name, max_seconds)
    out = sys.stdout.buffer
    out.write(json.dumps({"container": container_name, "codec": codec}).encode() + b"\n")
    out.flush()
    samples, seconds = 0, 0
    for data in pcm(container, stream):
        samples += len(data) // 2
        if samples > max_seconds * RATE:
            fail("too_long")
        if mode == "pcm":
            out.write(data)
        elif samples // RATE > seconds:
            out.write(b"." * (samples // RATE - seconds))
            out.flush()
            seconds = samples // RATE
    out.flush()
    if samples == 0:
        fail("empty")
    sys.stderr.write(json.dumps({"samples": samples}))
    sys.stderr.flush()
    os._exit(0)  # no destructor of a hostile stream runs after the answer


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
    except MemoryError:
        fail("memory")
    except BrokenPipeError:
        os._exit(4)
