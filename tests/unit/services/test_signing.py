"""A signature: by a therapist, over exactly the approved text that was shown, once."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from support.graph_clinic import (
    Drafter,
    actions,
    clinic,
    encounter,
    people,
    queued,
    record,
    seen,
)

from agent.bootstrap import App
from agent.domain.draft import DraftContent, DraftingProvenance
from agent.domain.note import Note
from agent.domain.user import Actor
from agent.errors import Conflict, InputError, IntegrityError, PtscribeError, Refused
from agent.services.signing import attestation


def approved(app: App, who: dict[str, Actor]) -> str:
    draft_id = queued(app, who)
    app.review.decide(who["specialist"], draft_id, "approve", **seen(app, draft_id))
    return draft_id


def test_a_signature(app: App, who: dict[str, Actor]) -> None:
    draft_id = approved(app, who)
    assert [item.id for item in app.signing.queue(who["therapist"])] == [draft_id]
    at = seen(app, draft_id)
    signature = app.signing.sign(who["therapist"], draft_id, **at)
    assert (signature.version, signature.content_hash) == (at["seen_version"], at["seen_hash"])
    assert (signature.by, signature.name) == (who["therapist"].user_id, "Therapist Terranova")
    assert "AI" in signature.attestation
    assert record(app, draft_id).status == "signed"
    assert actions(app, draft_id)[-1] == "draft.signed"
    assert app.signing.queue(who["therapist"]) == []
    assert app.review.open(who["therapist"], draft_id).signature == signature


def test_only_once(app: App, who: dict[str, Actor]) -> None:
    draft_id = approved(app, who)
    at = seen(app, draft_id)
    app.signing.sign(who["therapist"], draft_id, **at)
    for actor in (who["therapist"], who["solo"]):
        with pytest.raises(Conflict):
            app.signing.sign(actor, draft_id, **at)
    assert actions(app, draft_id).count("draft.signed") == 1


def test_only_one_of_many_at_once(app: App, who: dict[str, Actor]) -> None:
    draft_id = approved(app, who)
    at, made, refused = seen(app, draft_id), [], []
    ready = threading.Barrier(6)

    def sign() -> None:
        ready.wait()
        try:
            made.append(app.signing.sign(who["therapist"], draft_id, **at))
        except PtscribeError as error:
            refused.append(error)

    threads = [threading.Thread(target=sign) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(made), len(refused)) == (1, 5)


def test_only_what_is_approved(app: App, who: dict[str, Actor]) -> None:
    draft_id = queued(app, who)
    with pytest.raises(Conflict, match="in_review"):
        app.signing.sign(who["therapist"], draft_id, **seen(app, draft_id))
    assert record(app, draft_id).status == "in_review"


def test_only_what_was_shown(app: App, who: dict[str, Actor]) -> None:
    draft_id = approved(app, who)
    for wrong in ({"seen_version": 2}, {"seen_hash": "0" * 64}):
        with pytest.raises(Conflict):
            app.signing.sign(who["therapist"], draft_id, **{**seen(app, draft_id), **wrong})
    assert record(app, draft_id).status == "approved"
    assert app.review.open(who["therapist"], draft_id).signature is None


def test_never_a_text_that_does_not_match_its_hash(
    app: App, who: dict[str, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    from agent.store.repositories.drafts import DraftRepository

    draft_id = approved(app, who)
    other = DraftContent(note=Note(), provenance=DraftingProvenance(engine="offline"))
    monkeypatch.setattr(DraftRepository, "content", lambda *args: other)
    with pytest.raises(IntegrityError, match="not the one that was approved"):
        app.signing.sign(who["therapist"], draft_id, **seen(app, draft_id))


def test_suggestions_are_never_signed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Approval refuses them already; this is the second fence."""
    drafter = Drafter((("S", "Right knee pain 3/10."), ("P", "Step-ups.", "suggested")))
    with clinic(tmp_path, drafter=drafter) as app:
        who = people(app)
        monkeypatch.setattr(app.review, "_may_be_approved", lambda *args: None)
        draft_id = approved(app, who)
        with pytest.raises(Refused, match=r"suggested.*Send it back"):
            app.signing.sign(who["therapist"], draft_id, **seen(app, draft_id))
        assert record(app, draft_id).status == "approved"


def test_a_therapist_can_send_it_back(app: App, who: dict[str, Actor]) -> None:
    draft_id = approved(app, who)
    with pytest.raises(InputError):
        app.signing.send_back(who["therapist"], draft_id, comment=" ", **seen(app, draft_id))
    app.signing.send_back(who["therapist"], draft_id, comment="It was the left.", **seen(app, draft_id))
    assert app.worker.wait(100)
    packet = app.review.open(who["specialist"], draft_id)
    assert packet.content is not None
    assert (packet.record.status, packet.record.run, packet.record.version) == ("in_review", 2, 2)
    assert packet.content.questions[0] == "Changes were requested: It was the left."
    with pytest.raises(Conflict):
        app.signing.sign(who["therapist"], draft_id, **seen(app, draft_id))


def test_a_signed_draft_never_goes_back(app: App, who: dict[str, Actor]) -> None:
    draft_id = approved(app, who)
    at = seen(app, draft_id)
    app.signing.sign(who["therapist"], draft_id, **at)
    with pytest.raises(Conflict):
        app.signing.send_back(who["therapist"], draft_id, comment="No.", **at)
    with pytest.raises(Conflict):
        app.intake.retry(who["therapist"], draft_id)
    assert app.reconcile().restarted == ()
    assert record(app, draft_id).status == "signed"


@pytest.mark.parametrize(
    ("engine", "fell_back", "says"),
    [("offline", False, "rule-based"), ("llm", False, "a language model (m-1)"), ("llm", True, "rule-based")],
)
def test_the_attestation_names_the_softwares_part(
    app: App, who: dict[str, Actor], engine: str, fell_back: bool, says: str
) -> None:
    row = record(app, queued(app, who))
    content = DraftContent(
        note=Note(),
        provenance=DraftingProvenance.model_validate(
            {"engine": engine, "model": "m-1", "fell_back": fell_back}
        ),
    )
    named = Actor(user_id="u", name="tessa  TERRANOVA", credentials="PT, DPT", roles=("therapist",))
    assert says in attestation(named, row, content)
    assert "treating therapist" not in attestation(named, row, content)
    assert encounter().therapist.name in attestation(who["therapist"], row, content)
