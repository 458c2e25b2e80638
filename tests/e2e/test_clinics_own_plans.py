"""A typed order on the bench, the clinic's copy of a protocol, and answers to what outcomes suggest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import expect
from support.graph_clinic import clinic
from support.outcome_visits import EACH, plan, sign_outcomes, understand
from support.review_room import RoomServer, SignIn, draft_words, fill_with_words, signed_in

pytestmark = pytest.mark.browser
SLOW = 30_000
"""Milliseconds in which a page is drawn anew on a busy machine."""
VISIT = "knee-arthritis-progress-gym"
WORDS = (
    "Subjective. Knee pain is three out of ten. Objective. Right knee flexion is ninety five degrees. "
    "Therapeutic exercise fifteen minutes, quad sets two sets of ten. Total treatment time fifteen minutes. "
    "Home exercise program: kneeling on foam two sets of ten daily."
)


@pytest.fixture(scope="module")
def room(
    tmp_path_factory: pytest.TempPathFactory,
    serve_room: Callable[[Path, tuple[str, ...]], AbstractContextManager[RoomServer]],
) -> Iterator[RoomServer]:
    home = tmp_path_factory.mktemp("own-plans") / "home"
    drafts = fill_with_words(home, VISIT, WORDS)
    with clinic(home, understand=understand, draft_plan=plan) as app:
        sign_outcomes(app, signed_in(app, "theo"), signed_in(app, "sofia"))
    with serve_room(home, drafts) as opened:
        yield opened


def test_an_order_typed_into_the_note_takes_its_exercise_out_and_blocks(
    sign_in: SignIn, room: RoomServer
) -> None:
    page = sign_in("sofia")
    page.goto(f"{room.url}/review?draft={room.drafts[0]}")
    exercises = page.get_by_role("region", name="Exercises and plan")
    kneeling = exercises.locator(".st.item", has_text="kneeling on foam")
    kneeling.first.wait_for()
    page.get_by_role("button", name="Add a statement to Plan").click()
    page.locator(".editor textarea").fill("Surgeon called: no kneeling for six weeks.")
    page.locator(".editor textarea").press("Enter")
    page.get_by_text(re.compile(r"version 2\b")).first.wait_for()
    finding = page.locator(".finding.block", has_text="kneeling on foam")
    finding.first.wait_for()
    expect(finding.first).to_contain_text("no kneeling for six weeks")
    expect(kneeling.locator(".tag.human, .dose")).to_have_count(0)


def test_the_clinics_copy_is_saved_and_bounds_the_next_draft(sign_in: SignIn, room: RoomServer) -> None:
    page = sign_in("sofia")
    page.goto(f"{room.url}/protocols?protocol=knee_osteoarthritis")
    page.get_by_role("tab", name="Edit the clinic's copy").click()
    box = page.get_by_label("Text (YAML)")
    box.wait_for()
    box.fill(box.input_value().replace("name: Strength and fitness", "name: Our strong phase"))
    page.get_by_label("What changes, and why").fill("Our own words for the second phase.")
    page.get_by_role("button", name="Save as the clinic's copy").click()
    page.get_by_text("Saved. The next draft uses it.").wait_for(timeout=SLOW)
    page.get_by_role("tab", name="Versions").click()
    page.get_by_text("1 version of the clinic's copy").wait_for()
    page.get_by_text("Our own words for the second phase.").wait_for()
    page.goto(f"{room.url}/protocols")
    page.get_by_text("clinic's own").first.wait_for()
    draft = draft_words(room.home, VISIT, WORDS)
    page.goto(f"{room.url}/review?draft={draft}")
    exercises = page.get_by_role("region", name="Exercises and plan")
    exercises.get_by_text(re.compile(r"clinic\.1, Our strong phase")).first.wait_for(timeout=SLOW)


@pytest.mark.parametrize(("button", "kept"), [("Dismiss", "Dismissed"), ("Accept", "Accepted")])
def test_a_suggested_change_is_answered_with_its_reason(
    sign_in: SignIn, room: RoomServer, button: str, kept: str
) -> None:
    page = sign_in("sofia")
    page.goto(f"{room.url}/outcomes")
    page.get_by_text("Consider adding to the template: wall squat").wait_for(timeout=SLOW)
    page.get_by_text(f"{EACH} of {EACH} patients with it").wait_for()
    page.get_by_role("button", name=button, exact=True).click()
    page.get_by_test_id("stAlert").filter(has_text="A comment is needed").first.wait_for(timeout=SLOW)
    assert page.get_by_text(f"{kept} on").count() == 0
    page.get_by_label("Why").fill(f"{button}: seen by the specialist.")
    page.get_by_role("button", name=button, exact=True).click()
    page.get_by_text("Kept. The template changes only by a version of its own.").wait_for(timeout=SLOW)
    page.get_by_text(re.compile(f"{kept} on .*{button}: seen by the specialist.")).wait_for(timeout=SLOW)
