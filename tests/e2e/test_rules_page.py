"""The rules page in a browser: a wrong profile says field and mend, a good one is saved and kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import expect
from support.review_room import RoomServer, SignIn, fill_with_words

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def room(
    tmp_path_factory: pytest.TempPathFactory,
    serve_room: Callable[[Path, tuple[str, ...]], AbstractContextManager[RoomServer]],
) -> Iterator[RoomServer]:
    home = tmp_path_factory.mktemp("rules") / "home"
    words = "Right knee pain is three out of ten."
    with serve_room(home, fill_with_words(home, "knee-replacement-daily", words)) as opened:
        yield opened


def test_a_specialist_tunes_the_rules(room: RoomServer, sign_in: SignIn) -> None:
    page = sign_in("sofia")
    page.goto(f"{room.url}/rules")
    box = page.get_by_label("Profile (YAML)")
    box.wait_for()
    good = (
        "kind: overlay\nversions:\n  - version: '1'\n    valid_from: 2026-01-01\n"
        "    rules: {MCR-PR-01: {limits: {treatment_days: 8}}}\n"
    )
    page.get_by_role("combobox").first.click()
    page.get_by_role("option", name="clinic", exact=True).click()
    page.get_by_text("None is in force yet.").wait_for()
    box = page.get_by_label("Profile (YAML)")
    box.fill(good.replace("MCR-PR-01", "MCR-PR-1"))
    box.press("Control+Enter")
    page.get_by_role("button", name="Check").click()
    page.get_by_text("versions.0.rules.MCR-PR-1").wait_for()
    page.get_by_text("Did you mean MCR-PR-").wait_for()
    box.fill(good)
    box.press("Control+Enter")
    reason = page.get_by_label("Reason for the change")
    reason.fill("Our contract asks for it.")
    reason.press("Enter")
    page.get_by_role("button", name="Save as a new revision").click()
    page.get_by_text("Saved clinic as revision 1").wait_for()
    page.get_by_text("Our contract asks for it.").first.wait_for()
    expect(page.get_by_label("Profile (YAML)")).to_have_count(
        1
    )  # the page is drawn anew, the old box goes last
    expect(page.get_by_label("Profile (YAML)")).to_have_value(good)
    page.get_by_text(re.compile(r"Revision 1 is in force, saved .* by Sofia Examplesen")).wait_for()
    better = good.replace("8", "9")
    page.get_by_label("Profile (YAML)").fill(better)
    page.get_by_label("Reason for the change").fill("Nine is enough.")
    page.get_by_role("button", name="Save as a new revision").click()
    page.get_by_text(re.compile(r"Revision 2 is in force, saved .* by Sofia Examplesen")).wait_for()
    assert page.get_by_text(re.compile("[Rr]evision 1 ")).count() == 0, "nothing of the old revision is left"
    expect(page.get_by_label("Profile (YAML)")).to_have_count(1)
    expect(page.get_by_label("Profile (YAML)")).to_have_value(better)
    rows = page.get_by_role("row", name=re.compile("Sofia Examplesen"))
    expect(rows).to_have_count(2)
    assert "u-" not in rows.first.inner_text()


def test_an_auditor_reads_and_a_therapist_does_not(room: RoomServer, sign_in: SignIn) -> None:
    page = sign_in("ada")
    page.goto(f"{room.url}/rules")
    assert page.get_by_label("Profile (YAML)").is_disabled()
    assert page.get_by_role("button", name="Save as a new revision").count() == 0
    page = sign_in("theo")
    assert page.get_by_role("link", name="Rules").count() == 0
