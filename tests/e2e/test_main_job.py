"""The main job in a browser: listen, edit, approve; sign; download; prove. In this order, on one clinic."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from support.review_room import RoomServer, SignIn

pytestmark = pytest.mark.browser


def open_draft(page: Page, room: RoomServer, number: int = 0) -> None:
    page.goto(f"{room.url}/review?draft={room.drafts[number]}")
    page.locator(".paper .st").first.wait_for()


def audio_time(page: Page) -> float:
    return float(page.locator("audio").evaluate("audio => audio.currentTime"))


def lit(page: Page) -> set[str]:
    """The segments whose words are marked."""
    return set(page.locator(".w.lit").evaluate_all("words => words.map(w => w.dataset.s)"))


def until(page: Page, holds: Callable[[], bool], what: str, *, seconds: int = 30) -> None:
    for _ in range(seconds * 10):
        if holds():
            return
        page.wait_for_timeout(100)
    pytest.fail(f"not within {seconds} s: {what}")


def wait_for_version(page: Page, number: int) -> None:
    page.get_by_text(re.compile(rf"version {number}\b")).first.wait_for()


def version_shown(page: Page) -> int:
    text = page.get_by_text(re.compile(r"· version \d+")).first.inner_text()
    return int(re.search(r"version (\d+)", text)[1])  # type: ignore[index]  # the locator found it


def test_a_statement_shows_and_plays_the_words_it_came_from(sign_in: SignIn, room: RoomServer) -> None:
    page = sign_in("sofia")
    page.get_by_role("button", name="Review:").first.click()
    page.locator(".paper .st").first.wait_for()
    assert re.search(r"/review\?draft=[0-9a-f]+$", page.url), "the address holds only the opaque draft id"
    page.wait_for_function("document.querySelector('.stBidiComponent') !== null")
    heard = page.locator(".paper .st:has(.secs) .text")
    heard.nth(2).click()
    page.locator(".w.lit").first.wait_for()
    start = audio_time(page)
    until(page, lambda: audio_time(page) > start + 0.3, "the statement's seconds play")
    first = lit(page)
    page.keyboard.press("k")
    until(page, lambda: lit(page) not in (set(), first), "the neighbouring statement has words of its own")
    shown = page.locator(".lines").bounding_box()
    word = page.locator(".w.lit").first.bounding_box()
    assert shown
    assert word
    assert shown["y"] <= word["y"] <= shown["y"] + shown["height"], "its words were scrolled into view"


def test_what_is_typed_survives_a_reload_and_saving_makes_a_version(
    sign_in: SignIn, room: RoomServer
) -> None:
    page = sign_in("sofia")
    open_draft(page, room)
    before = version_shown(page)
    page.locator(".paper .st:has(.secs) .text").first.click()
    page.keyboard.press("e")
    area = page.locator(".editor textarea")
    typed = area.input_value() + " Checked by the specialist."
    area.fill(typed)
    page.wait_for_timeout(900)
    page.reload()
    area.wait_for()
    assert area.input_value() == typed, "an unsaved text is still there"
    page.get_by_role("button", name="Approve", exact=False).first.click()
    page.get_by_role("dialog").get_by_text("typed and not saved").wait_for()
    assert page.get_by_role("button", name="Approve and next").count() == 0, "no way past unsaved text"
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    area.press("Enter")
    wait_for_version(page, before + 1)
    page.get_by_text("Checked by the specialist.").first.wait_for()
    page.get_by_role("button", name="Versions").click()
    page.locator(".diff ins").first.wait_for()
    assert "specialist." in page.locator(".diff").inner_text()


def test_two_people_at_once_the_second_is_told(sign_in: SignIn, room: RoomServer) -> None:
    first, second = sign_in("sofia"), sign_in("sofia")
    for page in (first, second):
        open_draft(page, room, 1)
    version = version_shown(first)
    for page, text in ((first, "First was here."), (second, "Second was here.")):
        page.get_by_role("button", name="Add a statement to Plan").click()
        page.locator(".editor textarea").fill(text)
    first.locator(".editor textarea").press("Enter")
    wait_for_version(first, version + 1)
    second.locator(".editor textarea").press("Enter")
    second.get_by_text("First was here.").first.wait_for()
    alert = second.get_by_test_id("stAlert").first
    alert.wait_for()
    assert second.locator(".editor textarea").input_value() == "Second was here.", "the text is not lost"
    assert version_shown(second) == version + 1


def answer_everything(page: Page) -> None:
    """Accepts suggestions and answers every finding that blocks, as a specialist would after checking."""
    while (suggested := page.get_by_role("button", name="Accept", exact=True)).count():
        version = version_shown(page)
        suggested.first.click()
        wait_for_version(page, version + 1)
    while (blocking := page.locator(".finding.block:not(.done)")).count():
        left = blocking.count()
        blocking.first.get_by_role("button", name="Answer…").click()
        page.get_by_label("Reason").fill("Checked against the recording.")
        page.get_by_role("button", name="Keep answer").click()
        page.wait_for_function(
            "left => [...document.querySelectorAll('*')].flatMap(e => e.shadowRoot ?"
            " [...e.shadowRoot.querySelectorAll('.finding.block:not(.done)')] : []).length < left",
            arg=left,
        )


def test_approve_sign_download_and_verify(sign_in: SignIn, room: RoomServer) -> None:
    draft = room.drafts[0]
    specialist = sign_in("sofia")
    open_draft(specialist, room)
    for cancel in specialist.locator(".editor").get_by_role("button", name="Cancel").all():
        cancel.click()
    if specialist.locator(".finding.block:not(.done)").count():
        specialist.get_by_role("button", name="Approve", exact=False).first.click()
        specialist.get_by_text("It cannot be approved yet.").wait_for()
        specialist.keyboard.press("Escape")
        specialist.get_by_role("dialog").wait_for(state="detached")
    answer_everything(specialist)
    specialist.keyboard.press("Control+Enter")
    specialist.get_by_role("button", name="Approve and next").click()
    specialist.wait_for_url(re.compile(rf"draft={room.drafts[1]}"))

    therapist = sign_in("theo")
    therapist.get_by_role("link", name="Sign", exact=True).click()
    therapist.get_by_role("button", name="Read and sign").first.click()
    therapist.locator(".sheet").wait_for()
    assert "Checked by the specialist." in therapist.locator(".sheet").inner_text()
    sign = therapist.get_by_role("button", name="Sign as Theo Examplesen")
    assert sign.is_disabled(), "nobody signs without the attestation"
    therapist.get_by_text("I have read this note").click()
    sign.click()
    therapist.get_by_text("Signed by Theo Examplesen").wait_for()
    with therapist.expect_download() as download:
        therapist.get_by_role("link", name="Download PDF").click()
    assert download.value.suggested_filename == f"note-{draft}.pdf"
    from pypdf import PdfReader

    pdf = PdfReader(io.BytesIO(download.value.path().read_bytes()))
    text = " ".join(" ".join(p.extract_text() for p in pdf.pages).split())
    assert "Theo Examplesen" in text
    assert "Checked by the specialist." in text

    auditor = sign_in("ada")
    auditor.get_by_role("link", name="Audit trail").click()
    auditor.get_by_label("Draft", exact=True).fill(draft)
    auditor.get_by_label("Draft", exact=True).press("Enter")
    for action in (
        "draft.dictated",
        "draft.viewed",
        "audio.played",
        "draft.edited",
        "draft.approved",
        "draft.signed",
    ):
        auditor.locator("tr", has_text=action).first.wait_for()
    auditor.get_by_role("button", name="Verify the trail").click()
    auditor.get_by_text("The trail is intact").wait_for()


def test_a_reload_keeps_the_session_and_signing_out_ends_it(sign_in: SignIn, room: RoomServer) -> None:
    page = sign_in("theo")
    page.reload()
    page.get_by_role("button", name="Sign out").wait_for()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_text("You are signed out.").wait_for()
    page.goto(f"{room.url}/review?draft={room.drafts[0]}")
    page.get_by_label("Password").wait_for()
    page.get_by_label("User name").fill("theo")
    page.get_by_label("Password").fill("not the password at all")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()


def test_each_role_sees_only_its_own_pages(sign_in: SignIn) -> None:
    wanted = {
        "sofia": ["Drafts", "Protocols", "Outcomes", "Rules"],
        "theo": ["Drafts", "New dictation", "Sign", "Protocols"],
        "ada": ["Drafts", "Protocols", "Rules", "Audit trail"],
        "root": ["Rules", "Users", "Audit trail", "Emergency access"],
    }
    for login, labels in wanted.items():
        page = sign_in(login)
        links = page.locator(".st-key-topbar").get_by_role("link")
        links.first.wait_for()
        assert [text.strip() for text in links.all_inner_texts()] == labels, login


def test_nothing_is_asked_of_other_machines(
    sign_in: SignIn, room: RoomServer, strangers: list[str], troubles: list[str]
) -> None:
    page = sign_in("sofia")
    open_draft(page, room, 1)
    page.locator(".paper .st:has(.secs) .text").first.click()
    page.wait_for_timeout(500)
    page = sign_in("theo")
    page.get_by_role("link", name="New dictation").click()
    page.get_by_role("heading", name="New dictation").wait_for()
    page.wait_for_timeout(500)
    assert strangers == []
    assert troubles == [], "no script error and no breach of the content security policy"


def test_an_unknown_draft_is_said_in_one_sentence(sign_in: SignIn, room: RoomServer) -> None:
    page = sign_in("sofia")
    for draft in ("0000000000000000", "../../etc/passwd"):
        page.goto(f"{room.url}/review?draft={draft}")
        page.get_by_test_id("stAlert").first.wait_for()
        assert "Traceback" not in page.inner_text("body")


def test_nobody_there_covers_the_page_and_leaves_it(sign_in: SignIn, room: RoomServer) -> None:
    page = sign_in("sofia")
    page.clock.install()
    open_draft(page, room, 1)
    page.clock.fast_forward("14:00")
    assert page.locator(".paper .st").first.is_visible()
    page.clock.fast_forward("01:30")
    page.get_by_text("You were signed out after a while without activity.").wait_for()
    assert page.url == f"{room.url}/login?why=idle"


def test_the_servers_log_names_nobody_and_shows_no_trace(sign_in: SignIn, room: RoomServer) -> None:
    page = sign_in("sofia")
    open_draft(page, room, 1)
    log = room.log.read_text()
    assert "Traceback" not in log
    for name in ("Notreal", "Samplewood", "Examplesen"):
        assert name not in log
