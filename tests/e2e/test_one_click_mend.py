"""A finding's mend on the bench: one click, and the note is put right and checked again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import expect
from support.review_room import RoomServer, SignIn, fill_with_words

pytestmark = pytest.mark.browser
SLOW = 30_000
"""Milliseconds in which a page is drawn anew on a busy machine."""
WORDS = (
    "Subjective. Right knee pain is three out of ten. Objective. Right knee flexion is ninety five degrees."
)


@pytest.fixture(scope="module")
def room(
    tmp_path_factory: pytest.TempPathFactory,
    serve_room: Callable[[Path, tuple[str, ...]], AbstractContextManager[RoomServer]],
) -> Iterator[RoomServer]:
    home = tmp_path_factory.mktemp("mends") / "home"
    with serve_room(home, fill_with_words(home, "knee-replacement-daily", WORDS)) as opened:
        yield opened


def test_a_wrong_side_is_mended_with_one_click(sign_in: SignIn, room: RoomServer) -> None:
    page = sign_in("sofia")
    page.goto(f"{room.url}/review?draft={room.drafts[0]}")
    page.locator(".paper .st", has_text="flexion").first.wait_for()
    page.locator(".paper .st .text", has_text="flexion").first.click()
    page.keyboard.press("e")
    area = page.locator(".editor textarea")
    area.fill(area.input_value().replace("Right", "Left").replace("right", "left"))
    area.press("Enter")
    page.get_by_text(re.compile(r"version 2\b")).first.wait_for()
    finding = page.locator(".finding", has_text="LAT-01").first
    finding.wait_for()
    finding.locator("button.primary").click()
    page.get_by_text(re.compile(r"version 3\b")).first.wait_for()
    expect(page.locator(".finding", has_text="LAT-01")).to_have_count(0, timeout=SLOW)
    said = page.locator(".paper .st .text", has_text="flexion").first.inner_text()
    assert "ight" in said
    assert "eft" not in said
