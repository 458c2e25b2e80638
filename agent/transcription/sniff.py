"""What kind of recording a file is, from its first bytes. Names and media types are never believed."""

from __future__ import annotations

from typing import Final

HEAD_BYTES: Final = 64 * 1024
"""Enough to look behind an ID3 tag of usual size."""

_MPEG_VERSIONS = {0b00, 0b10, 0b11}


def container_of(head: bytes) -> str | None:
    """FFmpeg's demuxer name for a file that starts with `head`; None for anything but known audio.

    Playlists, scripts, archives, pictures and pages all come out as None.
    """
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        return "wav"
    if head[:4] == b"fLaC":
        return "flac"
    if head[:4] == b"OggS":
        return "ogg"
    if head[4:8] == b"ftyp":
        return "mp4"
    if head[:4] == b"\x1a\x45\xdf\xa3" and (b"webm" in head[:64] or b"matroska" in head[:64]):
        return "matroska"
    if head[:3] == b"ID3" and len(head) > 10:
        return _mpeg(head[10 + _syncsafe(head[6:10]) :]) or ("mp3" if _tag_exceeds(head) else None)
    return _mpeg(head)


def _syncsafe(four: bytes) -> int:
    a, b, c, d = (byte & 0x7F for byte in four)
    return a << 21 | b << 14 | c << 7 | d


def _tag_exceeds(head: bytes) -> bool:
    """Whether the ID3 tag (a cover picture) is longer than what was read."""
    return len(head) >= HEAD_BYTES and 10 + _syncsafe(head[6:10]) >= len(head)


def _mpeg(head: bytes) -> str | None:
    """`mp3` or `aac` (ADTS) for a valid frame header, after at most a little zero padding."""
    head = head.lstrip(b"\x00")[:4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    layer = head[1] >> 1 & 0b11
    if layer == 0:
        return "aac" if head[1] & 0xF0 == 0xF0 else None
    version, rate, bitrate = head[1] >> 3 & 0b11, head[2] >> 2 & 0b11, head[2] >> 4
    valid = layer == 0b01 and version in _MPEG_VERSIONS and rate != 0b11 and bitrate not in (0, 0b1111)
    return "mp3" if valid else None
