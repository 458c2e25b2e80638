"""Byte ranges of the recording (RFC 9110, section 14), and how often the service is asked for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_ui.audio import KEEP_SECONDS, RecordingCache, byte_range


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("", None),
        ("bytes=-", None),
        ("bytes=0-1,4-5", None),
        ("items=0-1", None),
        ("bytes=0-", (0, 99)),
        ("bytes=10-19", (10, 19)),
        ("bytes=90-1000", (90, 99)),
        ("bytes=-10", (90, 99)),
        ("bytes=-1000", (0, 99)),
        ("bytes=99-99", (99, 99)),
    ],
)
def test_a_range_of_a_hundred_bytes(header: str, wanted: tuple[int, int] | None) -> None:
    assert byte_range(header, 100) == wanted


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=20-10", "bytes=-0"])
def test_a_range_outside_of_the_recording_is_refused(header: str) -> None:
    with pytest.raises(ValueError, match="range"):
        byte_range(header, 100)


@given(st.integers(0, 300), st.integers(0, 300), st.integers(1, 200))
def test_a_range_never_leaves_the_recording(first: int, last: int, size: int) -> None:
    try:
        found = byte_range(f"bytes={first}-{last}", size)
    except ValueError:
        assert first >= size or last < first
        return
    assert found is not None
    assert 0 <= found[0] <= found[1] < size


def test_the_service_is_asked_once_a_minute_and_for_each_session() -> None:
    now, asked = [0.0], []

    def load() -> tuple[bytes, str]:
        asked.append(now[0])
        return b"sound", "audio/wav"

    cache = RecordingCache(clock=lambda: now[0])
    for _ in range(3):
        assert cache.get(("session", "d1"), load) == (b"sound", "audio/wav")
    assert len(asked) == 1
    cache.get(("other session", "d1"), load)
    assert len(asked) == 2
    now[0] = KEEP_SECONDS + 1
    cache.get(("session", "d1"), load)
    assert len(asked) == 3
