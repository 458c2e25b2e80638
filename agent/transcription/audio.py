"""Recordings, decoded safely: in a child process, bounded in time, memory and decoded duration.

Container and codec come from the content, never from the name. Everything that is wrong with a file
becomes one `AudioError` sentence; nothing is stored.
"""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

import numpy as np
from numpy.typing import NDArray

from agent.errors import AudioError
from agent.transcription.sniff import HEAD_BYTES, container_of

RATE: Final = 16_000
"""Samples a second of everything that leaves this module."""
BLOCK: Final = RATE * 4
"""Samples in one block of a streamed recording."""
_MEMORY: Final = 400 * 2**20
_CPU_SECONDS: Final = 180
_STALL_SECONDS: Final = 8.0
"""Without output, of which most was spent computing: the decoder is lost in its input."""
_STARVED_SECONDS: Final = 90.0
"""Without output for want of a free processor: longer than any busy machine keeps a process waiting."""
_KEEP: Final = "Record or export it again as WAV, FLAC, MP3, M4A, OGG or WebM."

_SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "unreadable": ("The recording cannot be read: its content is not valid audio.", _KEEP),
    "no_audio": ("The file holds no audio track.", _KEEP),
    "codec": ("The recording uses an audio codec that is not accepted.", _KEEP),
    "rate": ("The recording states an impossible sample rate.", _KEEP),
    "channels": ("The recording states an impossible number of channels.", _KEEP),
    "damaged": ("The recording is damaged: parts of it cannot be decoded.", _KEEP),
    "empty": ("The recording holds no sound at all.", "Record it again."),
    "memory": ("The recording asks for more memory than decoding may use.", _KEEP),
    "time": ("The recording could not be decoded in the time allowed.", _KEEP),
}


@dataclass(frozen=True)
class AudioInfo:
    """What a whole decode found: seconds, FFmpeg's container and codec names."""

    duration: float
    container: str
    codec: str


@dataclass(frozen=True)
class Pcm:
    """A decoded recording: `samples` float32 mono, 16 kHz, -1 to 1."""

    samples: NDArray[np.float32]
    duration: float
    container: str
    codec: str


def decode(path: Path, *, max_minutes: float = 120, max_bytes: int = 200 * 2**20) -> Pcm:
    """The whole recording in memory (64 kB a second). Raises `AudioError` for what cannot be used."""
    with _child("pcm", path, max_minutes, max_bytes) as child:
        parts = list(child.blocks())
    samples = np.concatenate(parts) if parts else np.zeros(0, np.float32)
    return Pcm(samples, len(samples) / RATE, child.container, child.codec)


def probe(path: Path, *, max_minutes: float = 120, max_bytes: int = 200 * 2**20) -> AudioInfo:
    """Decodes everything and keeps nothing: the proof that a recording is usable, and its length."""
    with _child("probe", path, max_minutes, max_bytes) as child:
        for _ in child.read():
            pass
    return AudioInfo(child.samples / RATE, child.container, child.codec)


def stream(
    path: Path, *, max_minutes: float = 120, max_bytes: int = 200 * 2**20
) -> Iterator[NDArray[np.float32]]:
    """The recording in blocks of `BLOCK` samples, float32 mono 16 kHz: memory does not grow with length."""
    with _child("pcm", path, max_minutes, max_bytes) as child:
        yield from child.blocks()


@contextmanager
def in_memory(data: bytes) -> Iterator[Path]:
    """A path to `data` that lies in memory, not on a disk (Linux); elsewhere a private, passing file."""
    if hasattr(os, "memfd_create"):
        fd = os.memfd_create("recording")
        try:
            with os.fdopen(os.dup(fd), "wb") as file:
                file.write(data)
            yield Path(f"/proc/{os.getpid()}/fd/{fd}")
        finally:
            os.close(fd)
        return
    with tempfile.NamedTemporaryFile(prefix="ptscribe-") as file:
        file.write(data)
        file.flush()
        yield Path(file.name)


class _Child:
    """The running decoder: its output in order, then its verdict."""

    def __init__(self, process: subprocess.Popen[bytes], max_minutes: float) -> None:
        self._process = process
        self._max_minutes = max_minutes
        self.container = self.codec = ""
        self.samples = 0

    def read(self) -> Iterator[bytes]:
        """The child's output after its header line. Raises `AudioError` for its verdict or a stall."""
        header = b""
        for data in self._chunks():
            if not self.codec:
                header += data
                if b"\n" not in header:
                    continue
                line, _, data = header.partition(b"\n")
                about = json.loads(line)
                self.container, self.codec = about["container"], about["codec"]
            if data:
                yield data
        self._verdict()

    def blocks(self) -> Iterator[NDArray[np.float32]]:
        rest = bytearray()
        for data in self.read():
            rest += data
            while len(rest) >= 2 * BLOCK:
                yield _floats(bytes(rest[: 2 * BLOCK]))
                del rest[: 2 * BLOCK]
        if rest:
            yield _floats(bytes(rest))

    def _chunks(self) -> Iterator[bytes]:
        out = self._process.stdout
        assert out is not None  # noqa: S101 - opened as a pipe
        with selectors.DefaultSelector() as ready:
            ready.register(out, selectors.EVENT_READ)
            while True:
                self._await(ready)
                data = os.read(out.fileno(), 1 << 16)
                if not data:
                    return
                yield data

    def _await(self, ready: selectors.BaseSelector) -> None:
        """Until there is output. Raises `AudioError` when the decoder stalls: a busy machine is no stall."""
        began, used = time.monotonic(), _processor_seconds(self._process.pid)
        while not ready.select(_STALL_SECONDS):
            now = _processor_seconds(self._process.pid)
            lost = used is None or now is None or now - used >= _STALL_SECONDS / 2
            if lost or time.monotonic() - began >= _STARVED_SECONDS:
                raise _error("time")

    def _verdict(self) -> None:
        err = self._process.stderr
        assert err is not None  # noqa: S101 - opened as a pipe
        try:
            self._process.wait(_STARVED_SECONDS)
        except subprocess.TimeoutExpired:
            raise _error("time") from None
        try:
            verdict = json.loads(err.read().decode("ascii", "replace").strip().splitlines()[-1])
        except (ValueError, IndexError):
            # Killed by a limit, or a crash of the decoding library: never ours to explain further.
            raise _error("time" if self._process.returncode == -24 else "unreadable") from None
        if verdict.get("error") == "too_long":
            raise AudioError(
                f"The recording is longer than {self._max_minutes:g} minutes.",
                mend="Split it, or raise PTSCRIBE_MAX_AUDIO_MINUTES.",
            )
        if "error" in verdict or not self.codec:
            raise _error(verdict.get("error", "unreadable"))
        self.samples = int(verdict["samples"])


@contextmanager
def _child(mode: str, path: Path, max_minutes: float, max_bytes: int) -> Iterator[_Child]:
    with _opened(path, max_bytes) as file:
        container = container_of(file.read(HEAD_BYTES))
        if container is None:
            raise AudioError("The file is not a recording of a kind that can be read.", mend=_KEEP)
        file.seek(0)
        process = subprocess.Popen(  # noqa: S603 - our own script, no shell, no user text
            [
                sys.executable,
                "-I",
                str(Path(__file__).with_name("decode_child.py")),
                mode,
                container,
                str(max_minutes * 60),
                str(_MEMORY),
                str(_CPU_SECONDS),
            ],
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={"LC_ALL": "C.UTF-8"},
            close_fds=True,
        )
    try:
        yield _Child(process, max_minutes)
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdout, process.stderr):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()


def _opened(path: Path, max_bytes: int) -> IO[bytes]:
    try:
        file = path.open("rb", buffering=0)
        size = os.fstat(file.fileno()).st_size
    except FileNotFoundError:
        raise AudioError("The recording was not found.", mend="Check the path.") from None
    except OSError:
        raise AudioError(
            "The recording cannot be opened.", mend="Check that it is a file you may read."
        ) from None
    problem = (
        AudioError("The recording is empty: the file has no bytes.", mend="Record it again.")
        if size == 0
        else AudioError(
            f"The recording is larger than {max_bytes / 2**20:g} MB.",
            mend="Export it as FLAC, MP3 or Opus, or raise PTSCRIBE_MAX_UPLOAD_MB.",
        )
        if size > max_bytes
        else None
    )
    if problem:
        file.close()
        raise problem
    return file


def _processor_seconds(pid: int) -> float | None:
    """What process `pid` has computed so far; None where the system does not tell."""
    try:
        fields = (
            Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        )
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return None


def _error(kind: str) -> AudioError:
    message, mend = _SENTENCES.get(kind, _SENTENCES["unreadable"])
    return AudioError(message, mend=mend)


def _floats(data: bytes) -> NDArray[np.float32]:
    return np.frombuffer(data, "<i2").astype(np.float32) / 32768.0
