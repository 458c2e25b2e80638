"""The throw-away clinic: the sample recordings through the whole graph, one of them to its signature."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from agent.cli.files import write_atomically
from agent.cli.inputs import parse_visit
from agent.cli.output import note, progress, say, table
from agent.cli.session import wait_for
from agent.cli.text import show_content
from agent.domain.user import SYSTEM, User
from agent.errors import PtscribeError
from agent.settings import Settings, load_settings

if TYPE_CHECKING:
    from agent.bootstrap import App
    from agent.domain.user import Actor
    from agent.domain.visit import Encounter

PASSWORD = "demo-clinic-only"  # noqa: S105  # the demo clinic holds fictitious people only
PEOPLE: tuple[User, ...] = (
    User(id="", login="tess", name="Tess Fielding", credentials="PT, DPT", roles=("therapist",)),
    User(id="", login="sam", name="Sam Okonjo", roles=("specialist",)),
    User(id="", login="audra", name="Audra Lindqvist", roles=("auditor",)),
    User(id="", login="adam", name="Adam Virtanen", roles=("admin",)),
)


@dataclass(frozen=True)
class Sample:
    name: str
    audio: bytes
    encounter: Encounter


def samples() -> list[Sample]:
    """The recordings of `audio_samples/` with their visit records, as its manifest lists them."""
    folder = resources.files("audio_samples")
    manifest = json.loads(folder.joinpath("manifest.json").read_text(encoding="utf-8"))
    return [
        Sample(
            item["id"],
            folder.joinpath(item["audio"]).read_bytes(),
            parse_visit(
                json.loads(folder.joinpath(item["visit"]).read_text(encoding="utf-8")), item["visit"]
            ),
        )
        for item in manifest["samples"]
    ]


def demo_settings() -> Settings:
    """The demo clinic's own folder; a database or an engine set for a real clinic is left alone."""
    real = load_settings()
    return load_settings(home=real.home / "demo", database_url="", master_key_file=None, witness_dir=None)


def open_clinic(settings: Settings, *, fresh: bool) -> App:
    """The demo clinic with its people; `fresh` throws the last one away."""
    from agent.bootstrap import build

    if fresh and settings.home.exists():
        shutil.rmtree(settings.home)
    app = build(settings)
    if not app.auth.users(SYSTEM):
        for person in PEOPLE:
            app.auth.create_user(SYSTEM, person, PASSWORD)
    return app


def actor(app: App, login: str) -> Actor:
    return app.auth.actor(app.auth.login(login, PASSWORD, client="cli"), client="cli")


def run_demo() -> None:
    """The main job, shown: dictate, queue, approve, sign, export, verify. Ends by itself."""
    settings = demo_settings()
    with open_clinic(settings, fresh=True) as app:
        app.start()
        first = _dictate(app)
        _review_and_sign(app, first, settings.home)
        _prove(app, first)
    say()
    say(f"Next: `make serve` opens the review room. Log-ins: {_logins()}, password {PASSWORD}.")


def _logins() -> str:
    return ", ".join(f"{p.login} ({p.roles[0]})" for p in PEOPLE)


def _dictate(app: App) -> str:
    """Every sample into the queue; returns the first draft that a specialist may approve as it is."""
    therapist = actor(app, "tess")
    made = []
    for sample in samples():
        draft_id = app.intake.submit(therapist, audio=sample.audio, encounter=sample.encounter)
        with progress(f"{sample.name}: listening, understanding, drafting, checking") as share:
            made.append((sample.name, draft_id, wait_for(app, draft_id, progress=share).status))
    say("The review queue")
    table(made, ("recording", "draft", "status"))
    queue = app.review.queue(actor(app, "sam"), ("in_review",))
    if not queue:
        raise PtscribeError(
            "No sample reached the review queue.", mend="`ptscribe doctor` says what is missing."
        )
    return min(queue, key=lambda item: item.blocking).id


def _review_and_sign(app: App, draft_id: str, home: Path) -> None:
    specialist, therapist = actor(app, "sam"), actor(app, "tess")
    packet = app.review.open(specialist, draft_id)
    say()
    say(f"Draft {draft_id}: each statement with the seconds of audio it came from")
    if packet.content is not None:
        show_content(packet.content)
    for finding in packet.content.findings if packet.content else ():
        if finding.severity == "block":
            app.review.resolve(
                specialist, draft_id, finding.id, "accepted", "Demonstration: no payer is billed."
            )
    version, shown = packet.record.version, packet.record.displayed_hash
    app.review.decide(specialist, draft_id, "approve", seen_version=version, seen_hash=shown)
    wait_for(app, draft_id)
    signature = app.signing.sign(therapist, draft_id, seen_version=version, seen_hash=shown)
    target = home / f"note-{draft_id}.pdf"
    write_atomically(target, app.export.pdf(therapist, draft_id))
    say()
    say(f"Approved by Sam Okonjo, signed by {signature.name}, {signature.credentials}: {target}")


def _prove(app: App, draft_id: str) -> None:
    auditor = actor(app, "audra")
    say()
    say("Its audit trail")
    rows = [
        (str(e.seq), e.event.at, e.event.action, e.event.actor_role or "software", e.event.outcome)
        for e in app.trail.events(auditor, draft_id)
    ]
    table(rows, ("seq", "at", "action", "by", "outcome"))
    report = app.trail.verify(auditor)
    say(f"{report.checked} events checked: {'the trail is whole' if report.ok else 'TAMPERED'}.")
    if not report.ok:
        raise PtscribeError("The demo's trail does not verify.")


def serve_demo(*, fresh: bool) -> None:
    """The review room on the demo clinic: samples submitted, work done in the background."""
    from review_ui.serve import serve

    settings = demo_settings()
    with open_clinic(settings, fresh=fresh) as app:
        if not app.review.queue(
            actor(app, "sam"), ("in_review", "approved", "signed", "processing", "failed")
        ):
            note("Filling the demo clinic with the sample recordings.")
            therapist = actor(app, "tess")
            for sample in samples():
                app.intake.submit(therapist, audio=sample.audio, encounter=sample.encounter)
    say(f"Log-ins: {_logins()}, password {PASSWORD}. Stop with Ctrl-C.")
    serve(settings)
