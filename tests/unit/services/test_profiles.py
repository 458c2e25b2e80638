"""The clinic's profiles: saved as revisions with a reason and an event; wrong ones change nothing."""

from __future__ import annotations

import pytest

from agent.bootstrap import App
from agent.domain.user import Actor
from agent.errors import Conflict, InputError, NotFound
from agent.services.profiles import MAX_REASON, shipped_text
from compliance.profiles import read_overlay

TEXT = """kind: overlay
versions:
  - version: "1"
    valid_from: 2026-01-01
    rules:
      SL-01: {enabled: false, reason: own list of phrases}
      MCR-PR-01: {limits: {treatment_days: 8}}
"""


def test_a_profile_is_saved_with_its_event(app: App, who: dict[str, Actor]) -> None:
    saved = app.profiles.save(who["specialist"], "clinic", TEXT, based_on=0, reason=" Our phrases. ")
    assert (saved.revision, saved.reason, saved.by) == (1, "Our phrases.", who["specialist"].user_id)
    assert app.profiles.current(who["auditor"]) == (saved,)
    assert app.profiles.history(who["admin"], "clinic") == (saved,)
    with app.store.read() as uow:
        event = uow.audit.all()[-1].event
    assert (event.action, event.actor_id, event.actor_role) == (
        "profile.saved",
        who["specialist"].user_id,
        "specialist",
    )
    assert event.details == {
        "profile": "clinic",
        "revision": 1,
        "text_hash": saved.text_hash,
        "rules": 2,
    }


def test_each_change_is_a_revision(app: App, who: dict[str, Actor]) -> None:
    app.profiles.save(who["specialist"], "clinic", TEXT, based_on=0, reason="first")
    app.profiles.save(who["admin"], "clinic", TEXT.replace("8", "9"), based_on=1, reason="second")
    history = app.profiles.history(who["specialist"], "clinic")
    assert [(p.revision, p.reason, p.by) for p in history] == [
        (1, "first", who["specialist"].user_id),
        (2, "second", who["admin"].user_id),
    ]
    with pytest.raises(Conflict, match="revision 2 now"):
        app.profiles.save(who["specialist"], "clinic", TEXT, based_on=1, reason="late")
    assert app.profiles.current(who["specialist"]) == history[1:]


@pytest.mark.parametrize(
    ("name", "text", "reason", "says"),
    [
        ("clinic", TEXT.replace("SL-01", "SL-99"), "why", "versions.0.rules.SL-99"),
        ("clinic", TEXT.replace("8", "80"), "why", "treatment_days is 80"),
        ("clinic", TEXT, "  ", "reason is needed"),
        ("clinic", TEXT, "x" * (MAX_REASON + 1), "1001 characters"),
        ("medicare_b", TEXT, "why", "cannot be named"),
        ("../clinic", TEXT, "why", "cannot be named"),
        ("", TEXT, "why", "cannot be named"),
        ("a" * 41, TEXT, "why", "cannot be named"),
    ],
)
def test_what_cannot_be_saved_changes_nothing(
    app: App, who: dict[str, Actor], name: str, text: str, reason: str, says: str
) -> None:
    with app.store.read() as uow:
        before = uow.audit.count()
    with pytest.raises(InputError, match=says) as refused:
        app.profiles.save(who["specialist"], name, text, based_on=0, reason=reason)
    assert refused.value.mend
    assert app.profiles.current(who["specialist"]) == ()
    with app.store.read() as uow:
        assert uow.audit.count() == before


def test_checking_counts_and_saves_nothing(app: App, who: dict[str, Actor]) -> None:
    assert app.profiles.check(who["specialist"], "clinic", TEXT) == 2
    assert app.profiles.current(who["specialist"]) == ()
    with pytest.raises(NotFound):
        app.profiles.history(who["specialist"], "clinic")


def test_a_shipped_population_is_a_text_to_begin_with() -> None:
    assert read_overlay(shipped_text("paediatric"), "paediatric").file.patients.age_until == 17
    assert shipped_text("medicare_b") == shipped_text("nothing") == ""
