"""Copied wording on the bench: the passages beside each other, and nothing of another patient's own words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support.graph_clinic import Speech, seen, tone
from support.review_room import PEOPLE, RoomServer, SignIn, sample_files
from support.review_room import _user as make_user

from agent.bootstrap import App, build
from agent.domain.user import Actor
from agent.domain.visit import Encounter
from agent.services.edits import StatementEdit
from agent.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
HEAD = (
    "Subjective. Right knee pain is three out of ten. Objective. Right knee flexion is ninety five degrees. "
)
ASSESSMENT = (
    "Assessment. The quadriceps weakness still limits her on stairs and with squatting at work and she needs "
    "tactile cues to keep the knee over the foot. Plan. Continue quad sets and recheck the extension lag "
    "next visit with the patient in sitting. "
)
ELSEWHERE = ASSESSMENT.replace("sitting", "kneeling")


def encounter(mrn: str, name: str) -> Encounter:
    record = json.loads(sample_files("knee-replacement-daily")[1].read_text(encoding="utf-8"))
    value: dict[str, Any] = record.get("encounter", record)
    value["patient"] |= {"mrn": mrn, "name": name}
    return Encounter.model_validate(value)


def sign_off(app: App, people: dict[str, Actor], draft: str) -> None:
    """Accepts what waits, answers what is found, approves and signs."""
    sofia = people["sofia"]
    content = app.review.open(sofia, draft).content
    assert content is not None
    waiting = [s.id for s in content.note.statements if s.origin == "suggested"]
    edits = [StatementEdit(action="accept", statement_id=id) for id in waiting]
    if edits:
        app.review.edit(sofia, draft, edits=edits, **seen(app, draft))
    content = app.review.open(sofia, draft).content
    assert content is not None
    for finding in content.findings:
        app.review.resolve(sofia, draft, finding.id, "accepted", "Checked.")
    app.review.decide(sofia, draft, "approve", **seen(app, draft))
    app.signing.sign(people["theo"], draft, **seen(app, draft))


def fill(home: Path) -> tuple[str, ...]:
    """A signed note; the same wording for that patient again; and hardly another one for somebody else."""
    speech = Speech(HEAD + ASSESSMENT)
    with build(Settings(home=home), speech=lambda: speech) as app:
        people = {login: make_user(app, login) for login in PEOPLE}

        def dictate(mrn: str, name: str) -> str:
            draft = app.intake.submit(people["theo"], audio=tone(), encounter=encounter(mrn, name))
            assert app.worker.wait(100)
            return draft

        earlier = dictate("ZZ-1", "Zelda Quux")
        sign_off(app, people, earlier)
        again = dictate("ZZ-1", "Zelda Quux")
        speech.words = HEAD + ELSEWHERE
        return earlier, again, dictate("ZZ-2", "Zenobia Zonk")


@pytest.fixture(scope="module")
def room(
    tmp_path_factory: pytest.TempPathFactory,
    serve_room: Callable[[Path, tuple[str, ...]], AbstractContextManager[RoomServer]],
) -> Iterator[RoomServer]:
    home = tmp_path_factory.mktemp("copies") / "home"
    with serve_room(home, fill(home)) as opened:
        yield opened


def compare(page: Page, room: RoomServer, number: int, title: str) -> list[tuple[str, str]]:
    """The rows of the comparison that a finding opens."""
    page.goto(f"{room.url}/review?draft={room.drafts[number]}")
    card = page.locator(".finding", has_text=title).first
    card.get_by_role("button", name="Compare the passages").click()
    table = card.get_by_role("table", name="Alike passages")
    table.wait_for()
    rows = table.locator("tbody tr")
    return [tuple(rows.nth(n).locator("td").all_inner_texts()) for n in range(rows.count())]  # type: ignore[misc]


def test_the_patients_earlier_passage_stands_beside_this_one(sign_in: SignIn, room: RoomServer) -> None:
    page = sign_in("sofia")
    rows = compare(page, room, 1, "repeats an earlier note")
    assert any("at work" in mine and "at work" in other for mine, other in rows)
    assert page.get_by_role("columnheader", name="Note of ").count() == 1
    assert page.locator(".alike mark").count() >= 2


def test_another_patients_own_words_stay_theirs(sign_in: SignIn, room: RoomServer) -> None:
    page = sign_in("sofia")
    rows = compare(page, room, 2, "another patient's note")
    (other,) = (other for mine, other in rows if "kneeling" in mine)
    assert "recheck the extension lag" in other
    assert "…" in other
    assert "sitting" not in page.locator(".alike").inner_text()
    assert page.get_by_role("columnheader", name="Another patient's note (shared words only)").count() == 1
    assert "Quux" not in page.content()
