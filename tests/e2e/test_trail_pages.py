"""The auditor's pages, emergency access and additions to a signed note, in a browser."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from support.review_room import PASSWORD

from agent.bootstrap import App, build
from agent.domain.user import Actor
from agent.services.edits import StatementEdit
from agent.settings import Settings
from compliance.audit.verify import verify_bundle

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page
    from support.review_room import RoomServer, SignIn

pytestmark = pytest.mark.browser


def actor(clinic: App, login: str) -> Actor:
    return clinic.auth.actor(clinic.auth.login(login, PASSWORD, client="test"), client="test")


@pytest.fixture(scope="module")
def draft(room: RoomServer) -> str:
    """The first draft, signed: by the tests before, or now."""
    draft_id = room.drafts[0]
    with build(Settings(home=room.home)) as clinic:
        sofia, theo = actor(clinic, "sofia"), actor(clinic, "theo")

        def shown() -> tuple[Any, dict[str, Any]]:
            packet = clinic.review.open(sofia, draft_id)
            return packet, {"seen_version": packet.version, "seen_hash": packet.record.displayed_hash}

        packet, seen = shown()
        if packet.record.status == "in_review":
            suggested = [s.id for s in packet.content.note.statements if s.origin == "suggested"]
            edits = [StatementEdit(action="accept", statement_id=one) for one in suggested]
            edits.append(StatementEdit(action="add", section="P", text="Ice at home after exercise."))
            clinic.review.edit(sofia, draft_id, edits=edits, **seen)
            packet, seen = shown()
            for finding in packet.content.findings:
                if finding.severity == "block":
                    clinic.review.resolve(
                        sofia, draft_id, finding.id, "accepted", "Checked with the recording."
                    )
            clinic.review.decide(sofia, draft_id, "approve", **seen)
        packet, seen = shown()
        if packet.record.status == "approved":
            clinic.signing.sign(theo, draft_id, **seen)
    return draft_id


def record_number(room: RoomServer, draft_id: str) -> str:
    with build(Settings(home=room.home)) as clinic, clinic.store.read() as uow:
        return uow.drafts.get(draft_id).encounter.patient.mrn


def go(page: Page, room: RoomServer, path: str, title: str) -> None:
    page.goto(f"{room.url}/{path}")
    page.get_by_role("heading", name=title, exact=True).wait_for()


def test_each_question_has_its_page(sign_in: SignIn, room: RoomServer, draft: str) -> None:
    page = sign_in("ada")
    go(page, room, f"access?draft={draft}", "Who saw it")
    page.get_by_text(re.compile(r"Last witnessed \d+ min ago")).wait_for()
    page.get_by_text("draft.viewed").first.wait_for()
    page.get_by_text("Sofia Examplesen").first.wait_for()
    page.get_by_role("link", name="Signed text").click()
    page.get_by_text(re.compile(r"Signed by Theo Examplesen, PT, DPT")).first.wait_for()
    page.get_by_text("attest that it is accurate").first.wait_for()
    assert f"draft={draft}" in page.url, "the next question is about the same draft"
    page.get_by_role("link", name="AI and human").click()
    page.get_by_text(re.compile(r"From version 1, written by software, to version \d+ \(signed\)")).wait_for()
    page.get_by_role("link", name="Warnings", exact=True).click()
    page.get_by_role("heading", name="Warnings shown and overridden").wait_for()
    page.get_by_role("link", name="Late entries").click()
    page.get_by_role("heading", name="Late entries and amendments").wait_for()
    page.get_by_text("not labelled").first.wait_for()
    page.get_by_role("link", name="Failed and emergency").click()
    page.get_by_role("heading", name="Emergency access", exact=True).wait_for()


def test_a_page_is_not_printed_past_the_trail(sign_in: SignIn, room: RoomServer, draft: str) -> None:
    """Printing is done from the PDF, whose export is recorded."""
    page = sign_in("ada")
    go(page, room, f"signed?draft={draft}", "Signed text")
    text = page.get_by_text(re.compile(r"Signed by Theo Examplesen, PT, DPT")).first
    text.wait_for()
    page.emulate_media(media="print")
    expect(text).to_be_hidden()
    page.emulate_media(media="screen")
    expect(text).to_be_visible()


def test_a_sample_is_drawn_judged_and_signed_off(sign_in: SignIn, room: RoomServer, draft: str) -> None:
    page = sign_in("ada")
    go(page, room, "activity", "Activity review")
    page.get_by_label("Accesses besides emergency access").fill("2")
    page.get_by_label("Accesses besides emergency access").press("Enter")
    page.get_by_role("button", name="Draw a sample").click()
    page.get_by_text(re.compile("Drawn again from the log: the same")).wait_for()
    off = page.get_by_role("button", name="Sign the sample off")
    off.wait_for()
    assert off.is_disabled()
    while (judge := page.get_by_role("button", name=re.compile("^Appropriate: event"))).count():
        left = judge.count()
        judge.first.click()
        page.wait_for_function(
            "left => [...document.querySelectorAll('*')].flatMap(e => e.shadowRoot ?"
            " [...e.shadowRoot.querySelectorAll('button[aria-label^=Appropriate]')] : []).length < left",
            arg=left,
        )
    off.click()
    page.get_by_text(re.compile("Signed off at 20")).wait_for()


def test_the_glass_is_broken_loudly(sign_in: SignIn, room: RoomServer, draft: str) -> None:
    page = sign_in("root")
    go(page, room, "emergency", "Emergency access")
    page.get_by_label("Patient's record number").fill(record_number(room, draft))
    page.get_by_label("Patient's record number").press("Enter")
    page.get_by_role("button", name="Break the glass").click()
    page.get_by_text("Emergency access needs a reason").wait_for()
    assert page.get_by_text("Emergency access is open until").count() == 0
    page.get_by_role("textbox", name="Reason").fill("Patient fell in the gym and is unconscious.")
    page.get_by_role("textbox", name="Reason").press("Control+Enter")
    page.get_by_role("button", name="Break the glass").click()
    page.get_by_text(re.compile("Emergency access is open until")).first.wait_for()
    page.get_by_role("button", name=re.compile("^Read:")).first.click()
    page.locator(".paper .st").first.wait_for()
    page.get_by_text(re.compile("Emergency access is open until")).first.wait_for()
    auditor = sign_in("ada")
    go(auditor, room, "attempts", "Failed and emergency access")
    auditor.get_by_text("Patient fell in the gym and is unconscious.").first.wait_for()
    auditor.get_by_text("ETREAT").first.wait_for()
    assert auditor.get_by_role("button", name=re.compile("^End: ")).count() == 0, "an auditor watches"


def test_the_glass_is_mended_early(sign_in: SignIn, room: RoomServer, draft: str) -> None:
    """By its holder on the emergency page, and by an administrator on the list of all."""
    page = sign_in("root")
    number = record_number(room, draft)
    with build(Settings(home=room.home)) as clinic:
        root = actor(clinic, "root")
        for held in clinic.emergency.mine(root):
            clinic.emergency.end(root, held.id)
        clinic.emergency.open(root, mrn=number, reason="Patient fell and cannot speak.")
        clinic.emergency.open(root, mrn=number, reason="Patient fell and cannot hear.")
    banner = page.get_by_text(re.compile("Emergency access is open until"))
    go(page, room, "emergency", "Emergency access")
    banner.first.wait_for()
    ends = page.get_by_role("button", name="End this access")
    ends.nth(1).wait_for()
    ends.first.click()
    page.get_by_text("The record is closed.").first.wait_for()
    expect(ends).to_have_count(1)
    banner.first.wait_for()
    go(page, room, "attempts", "Failed and emergency access")
    page.get_by_role("button", name=re.compile("^End: ")).first.click()
    page.get_by_text("The record is closed.").first.wait_for()
    expect(page.get_by_role("button", name=re.compile("^End: "))).to_have_count(0)
    page.get_by_text(re.compile("^ended .* by Rita")).first.wait_for()
    go(page, room, "emergency", "Emergency access")
    expect(banner).to_have_count(0)


def test_a_therapist_adds_to_a_signed_note(sign_in: SignIn, room: RoomServer, draft: str) -> None:
    page = sign_in("theo")
    page.goto(f"{room.url}/sign?draft={draft}")
    page.get_by_text("Add to this note").click()
    page.get_by_label("Text", exact=True).fill("Balance on one leg was 12 seconds.")
    page.get_by_label("Why is it added now?").fill("Left out of the dictation.")
    page.get_by_label("Why is it added now?").press("Enter")
    page.get_by_role("button", name="Read it over").click()
    page.get_by_text("The signed note stands unchanged.").wait_for()
    page.get_by_text("I have read this addition").click()
    page.get_by_role("button", name="Sign the addition").click()
    page.locator(".sheet").get_by_text("Balance on one leg was 12 seconds.").wait_for()
    page.locator(".sheet").get_by_text("Left out of the dictation.").wait_for()


def test_evidence_is_taken_along_and_verifies(
    sign_in: SignIn, room: RoomServer, draft: str, tmp_path: Path
) -> None:
    page = sign_in("ada")
    go(page, room, f"evidence?draft={draft}", "Evidence")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the evidence").click()
    archive = zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes()))
    archive.extractall(tmp_path)
    assert {"evidence.json.gz", "evidence.pdf", "verify.py", "verify.mjs"} <= set(archive.namelist())
    with build(Settings(home=room.home)) as clinic:
        vkey = clinic.witness.vkey
    report = verify_bundle(tmp_path / "evidence.json.gz", pinned=vkey)
    assert report.problems == ()
    assert report.ok
    other = sign_in("theo")
    answer = other.request.get(f"{room.url}/evidence/{draft}.zip")
    assert answer.status == 403
