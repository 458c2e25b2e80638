"""New dictations through the browser: uploaded, recorded, and refused with the field that is wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.review_room import sample_files

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route
    from support.review_room import SignIn

pytestmark = pytest.mark.browser


def new_dictation(page: Page, visit: Path | None = None) -> None:
    """The empty page, or with the visit record of a file."""
    page.get_by_role("link", name="New dictation").click()
    page.get_by_role("heading", name="New dictation").wait_for()
    page.locator("input[type=file]").first.wait_for(state="attached")
    if visit is not None:
        page.get_by_text("From a file").click()
        page.get_by_text("Visit record (JSON)").wait_for()
        page.locator("input[type=file]").nth(1).set_input_files(visit)
        page.get_by_text("All fields are understood.").wait_for()


def test_an_uploaded_dictation_reaches_the_queue(sign_in: SignIn) -> None:
    audio, visit = sample_files("ankle-sprain-daily")
    page = sign_in("theo")
    new_dictation(page, visit)
    page.locator("input[type=file]").first.set_input_files(audio)
    page.get_by_text("The recording is here").wait_for()
    page.get_by_role("button", name="Send to drafting").click()
    page.get_by_text(re.compile("The recording is stored|waits for review")).first.wait_for()
    page.get_by_text("waits for review").wait_for(timeout=120_000)
    page.get_by_role("button", name="Open the draft").click()
    page.locator(".paper .st").first.wait_for(timeout=120_000)


def test_a_click_while_the_recording_is_on_its_way_says_so_and_loses_nothing(sign_in: SignIn) -> None:
    audio, visit = sample_files("ankle-sprain-daily")
    page = sign_in("theo")
    new_dictation(page, visit)
    held: list[Route] = []
    page.route("**/upload_file/**", lambda route: held.append(route))
    page.locator("input[type=file]").first.set_input_files(audio)
    page.get_by_text("daily.flac").wait_for()
    page.get_by_role("button", name="Send to drafting").click()
    page.get_by_text("There is no recording").wait_for()
    for route in held:
        route.continue_()
    page.get_by_text("The recording is here").wait_for()
    page.get_by_role("button", name="Send to drafting").click()
    page.get_by_text("The recording is stored").wait_for()


def test_a_recording_made_in_the_browser_needs_its_visit(sign_in: SignIn) -> None:
    page = sign_in("theo")
    new_dictation(page)
    page.get_by_role("button", name="Send to drafting").click()
    page.get_by_text("There is no recording.").wait_for()
    page.get_by_role("button", name="Record", exact=True).click()
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="Stop recording").click()
    page.get_by_text(re.compile(r"The recording is here \([1-9]\d* kB\)")).wait_for()
    page.get_by_role("button", name="Send to drafting").click()
    alert = page.get_by_text("The visit record cannot be used")
    alert.wait_for()
    for field in ("patient.name is empty", "patient.date_of_birth is not a date", "patient.mrn is empty"):
        assert field in alert.inner_text()


def test_a_wrong_visit_file_names_the_field_and_quotes_nothing(sign_in: SignIn, tmp_path: Path) -> None:
    _, visit = sample_files("ankle-sprain-daily")
    record = json.loads(visit.read_text())
    record = record.get("encounter", record)
    record["patient"]["date_of_birth"] = "Zebulon-Secret"
    record["patient"]["shoe_size"] = 44
    wrong = tmp_path / "visit.json"
    wrong.write_text(json.dumps(record))
    page = sign_in("theo")
    new_dictation(page)
    page.get_by_text("From a file").click()
    page.get_by_text("Visit record (JSON)").wait_for()
    page.locator("input[type=file]").nth(1).set_input_files(wrong)
    problem = page.get_by_text("The visit record cannot be used")
    problem.wait_for()
    assert "patient.date_of_birth" in problem.inner_text()
    assert "patient.shoe_size is not a known field" in problem.inner_text()
    assert "Zebulon" not in problem.inner_text()


def test_something_that_is_no_audio_is_refused_in_one_sentence(sign_in: SignIn, tmp_path: Path) -> None:
    _, visit = sample_files("ankle-sprain-daily")
    fake = tmp_path / "song.wav"
    fake.write_bytes(b"this is not a recording " * 400)
    page = sign_in("theo")
    new_dictation(page, visit)
    page.locator("input[type=file]").first.set_input_files(fake)
    page.get_by_text("The recording is here").wait_for()
    page.get_by_role("button", name="Send to drafting").click()
    alert = page.get_by_test_id("stAlert").filter(has_text="recording")
    alert.wait_for()
    assert "Traceback" not in page.inner_text("body")
