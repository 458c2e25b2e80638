"""A wrong guess of the software about the recording is set right with one click."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from support.review_room import RoomServer, SignIn

pytestmark = pytest.mark.browser
SLOW = 30_000
"""Milliseconds in which a page is drawn anew on a busy machine."""
DIALOGUE = 2
"""Place among the room's drafts of the one with two voices, which no other test decides on."""


def open_draft(page: Page, room: RoomServer, number: int) -> None:
    page.goto(f"{room.url}/review?draft={room.drafts[number]}")
    page.locator(".paper .st").first.wait_for()


def wait_for_version(page: Page, number: int) -> None:
    """The draft went through the graph again meanwhile."""
    page.get_by_text(re.compile(rf"version {number}\b")).first.wait_for(timeout=90_000)
    page.locator(".paper .st").first.wait_for()


def version_shown(page: Page) -> int:
    text = page.get_by_text(re.compile(r"· version \d+")).first.inner_text()
    return int(text.rsplit("version ", 1)[1].split()[0])


def speakers(page: Page) -> list[str]:
    page.locator(".speaker").first.wait_for()
    return [name.rstrip("?") for name in page.locator(".speaker").all_inner_texts()]


def test_one_click_swaps_therapist_and_patient(sign_in: SignIn, room: RoomServer) -> None:
    page = sign_in("sofia")
    open_draft(page, room, DIALOGUE)
    before, version = speakers(page), version_shown(page)
    assert {"Therapist", "Patient"} <= set(before)
    page.get_by_role("button", name="Swap therapist and patient").click()
    wait_for_version(page, version + 1)
    other = {"Therapist": "Patient", "Patient": "Therapist"}
    assert speakers(page) == [other[name] for name in before]
    page.locator(".speaker").first.click()
    wait_for_version(page, version + 2)
    assert speakers(page) == [before[0], *(other[name] for name in before[1:])]


def test_a_correction_is_shown_and_taken_back(sign_in: SignIn, room: RoomServer) -> None:
    page = sign_in("sofia")
    open_draft(page, room, DIALOGUE)
    page.locator(".lines .w").first.wait_for()
    version = version_shown(page)
    undo = page.locator(".undo")
    count = undo.count()
    assert count, "this recording has corrected words"
    heard = re.search(r"“(.+)” was heard", undo.first.get_attribute("title") or "")
    assert heard
    undo.first.click()
    wait_for_version(page, version + 1)
    expect(undo).to_have_count(count - 1, timeout=SLOW)
    expect(page.locator(".lines")).to_contain_text(heard[1], timeout=SLOW)


def test_what_is_typed_is_not_lost_to_a_change(sign_in: SignIn, room: RoomServer) -> None:
    page = sign_in("sofia")
    open_draft(page, room, DIALOGUE)
    version = version_shown(page)
    page.get_by_role("button", name="Add a statement to Plan").click()
    page.locator(".editor textarea").fill("Half a thought")
    page.get_by_role("button", name="Swap therapist and patient").click()
    page.get_by_text("Save or cancel what you are typing first.").wait_for()
    assert version_shown(page) == version
    assert page.locator(".editor textarea").input_value() == "Half a thought"


def test_who_does_not_decide_cannot_change_it(sign_in: SignIn, room: RoomServer) -> None:
    page = sign_in("theo")
    open_draft(page, room, DIALOGUE)
    page.locator(".lines .w").first.wait_for()
    assert page.locator(".swap, .undo, .speaker").count() == 0
