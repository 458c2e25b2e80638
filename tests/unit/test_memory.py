"""What is said of a patient outlives no piece of work in the memory of the process."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import agent
import compliance
from agent import memory
from agent.domain.transcript import Segment, Transcript
from agent.drafting.alone import draft_alone
from agent.drafting.offline import OfflineDrafter
from agent.drafting.support import support_lines
from agent.transcription.sound import sounds

PACKAGES = [Path(package.__file__ or "").parent for package in (agent, compliance)]
SAID = "Left knee pain four out of ten with stairs. Manual therapy fifteen minutes."


def kept() -> int:
    return sum(cached.cache_info().currsize for cached in memory._caches)


def test_a_draft_leaves_no_word_behind() -> None:
    draft_alone(Transcript(segments=(Segment(text=SAID),)), None, OfflineDrafter())
    assert kept() == 0


def test_a_support_check_leaves_no_word_behind() -> None:
    assert support_lines(SAID, "Left knee pain 4/10 with stairs.")
    assert kept() == 0


def test_work_that_fails_leaves_no_word_behind() -> None:
    @memory.forgetting()
    def work() -> None:
        sounds("quadriceps")
        assert kept() > 0
        raise ValueError("on its way")

    with pytest.raises(ValueError, match="on its way"):
        work()
    assert kept() == 0


def test_what_is_kept_for_good_are_tables_only() -> None:
    """A cache of many answers is one that is keyed by what comes in."""
    large = [
        f"{path.name}: {size}"
        for folder in PACKAGES
        for path in folder.rglob("*.py")
        for size in re.findall(r"@lru_cache\(maxsize=([\d_]+)\)", path.read_text(encoding="utf-8"))
        if int(size) > 256
    ]
    assert large == []
