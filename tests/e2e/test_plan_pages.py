"""Exercises decided on the bench, the home programme's links, and the pages Protocols and Outcomes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from support.review_room import RoomServer, SignIn, fill_with_words

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
SLOW = 30_000
"""Milliseconds in which a page is drawn anew on a busy machine."""
WORDS = (
    "Subjective. Right knee pain is three out of ten. Objective. Right knee flexion is ninety five degrees. "
    "Therapeutic exercise fifteen minutes, quad sets two sets of ten. Total treatment time fifteen minutes. "
    "Home exercise program: heel slides two sets of ten daily."
)


@pytest.fixture(scope="module")
def room(
    tmp_path_factory: pytest.TempPathFactory,
    serve_room: Callable[[Path, tuple[str, ...]], AbstractContextManager[RoomServer]],
) -> Iterator[RoomServer]:
    home = tmp_path_factory.mktemp("plans") / "home"
    with serve_room(home, fill_with_words(home, "knee-replacement-daily", WORDS)) as opened:
        yield opened


def wait_for_version(page: Page, number: int) -> None:
    page.get_by_text(re.compile(rf"version {number}\b")).first.wait_for()


def test_suggestions_are_accepted_dosed_and_taken_out_and_the_sheet_is_handed_out(
    sign_in: SignIn, room: RoomServer
) -> None:
    page = sign_in("sofia")
    page.goto(f"{room.url}/review?draft={room.drafts[0]}")
    plan = page.get_by_role("region", name="Exercises and plan")
    accept = plan.get_by_role("button", name=re.compile("^Accept exercise:"))
    accept.first.wait_for()
    waiting = accept.count()
    name = str(accept.first.get_attribute("aria-label")).removeprefix("Accept exercise: ").split(",")[0]
    accept.first.click()
    wait_for_version(page, 2)
    row = plan.locator(".st.item", has_text=name).first
    row.locator(".tag.human").wait_for()
    expect(accept).to_have_count(waiting - 1, timeout=SLOW)
    row.hover()
    row.get_by_role("button", name="Change the dose").click()
    form = plan.locator(".dose")
    form.get_by_label("Sets").fill("90")
    form.get_by_role("button", name="Keep dose").click()
    page.get_by_text("out of range").first.wait_for()
    while accept.count():
        row = plan.locator(".st.item:has(.tag.suggested)").first
        left = accept.count()
        row.hover()
        row.get_by_role("button", name="Take out").click()
        wait_for_version(page, 2 + waiting - left)
        expect(accept).to_have_count(left - 1, timeout=SLOW)
    while (blocking := page.locator(".finding.block:not(.done)")).count():
        left = blocking.count()
        blocking.first.get_by_role("button", name="Answer…").click()
        page.get_by_label("Reason").fill("Checked against the recording.")
        page.get_by_role("button", name="Keep answer").click()
        page.locator(".finding.block:not(.done)").nth(left - 1).wait_for(state="detached")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name=re.compile("^Approve and")).click()
    page.get_by_role("dialog").wait_for(state="detached")
    page.goto(f"{room.url}/review?draft={room.drafts[0]}")
    page.get_by_text("Home programme (not signed: marked as unchecked)").wait_for()
    href = page.get_by_role("link", name="English, phone").get_attribute("href")
    sheet = page.request.get(f"{room.url}{href}")
    assert sheet.status == 200
    assert "Heel slide" in sheet.text()
    assert "DRAFT" in sheet.text()


def test_a_specialist_reads_and_edits_a_protocol(sign_in: SignIn, room: RoomServer) -> None:
    page = sign_in("sofia")
    page.goto(f"{room.url}/protocols")
    page.get_by_role("heading", name="Protocols").wait_for()
    page.goto(f"{room.url}/protocols?protocol=knee_osteoarthritis")
    page.get_by_role("tab", name="Edit the clinic's copy").click()
    box = page.get_by_label("Text (YAML)")
    box.wait_for()
    good = box.input_value()
    box.fill(good.replace("exercise: ", "exercise: unheard-of ", 1))
    box.press("Control+Enter")
    page.get_by_label("What changes, and why").fill("Our own first step.")
    page.get_by_label("What changes, and why").press("Enter")
    page.get_by_role("button", name="Save as the clinic's copy").click()
    page.get_by_test_id("stAlert").filter(has_text=re.compile("unheard-of")).first.wait_for()
    assert page.get_by_text("Saved. The next draft uses it.").count() == 0


def test_outcomes_say_what_they_rest_on(sign_in: SignIn, room: RoomServer) -> None:
    page = sign_in("sofia")
    page.goto(f"{room.url}/outcomes")
    page.get_by_text("An association is not a cause").wait_for()
    page.get_by_text("Nothing is suggested: the figures").wait_for()
    page.get_by_text("No episode has a measure at two visits yet.").wait_for()
