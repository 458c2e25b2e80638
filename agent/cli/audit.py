"""`ptscribe audit`: read the trail, prove it, take its evidence along, and ask it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli import audit_activity
from agent.cli.files import write_atomically
from agent.cli.output import emit_json, note, say, table
from agent.cli.review import Draft, User
from agent.cli.session import acting, opened
from agent.cli.text import AsJson
from agent.errors import InputError, IntegrityError

if TYPE_CHECKING:
    from agent.services.audit_answers import Access

Out = Annotated[Path, typer.Option("--out", help="File to write, whole or not at all")]

app = typer.Typer(help="The audit trail: who did what, and that nothing was altered.", no_args_is_help=True)


@app.command()
def show(
    draft: Annotated[str, typer.Argument(help="Draft id; without it the newest events of all")] = "",
    user: User = "",
    as_json: AsJson = False,
) -> None:
    """Events of a draft, or of the clinic, in the order of the one log."""
    with opened() as clinic:
        events = clinic.trail.events(acting(clinic, user), draft or None)
    if as_json:
        emit_json([{"seq": e.seq, **e.event.model_dump(mode="json")} for e in events])
        return
    rows = [
        (
            str(e.seq),
            e.event.at,
            e.event.action,
            e.event.actor_id,
            e.event.actor_role,
            e.event.outcome,
            e.event.draft_id,
        )
        for e in events
    ]
    table(rows, ("seq", "at", "action", "actor", "role", "outcome", "draft"))


@app.command()
def verify(user: User = "", as_json: AsJson = False) -> None:
    """Check every event, their order and number, and what they say against drafts and signatures."""
    with opened() as clinic:
        report = clinic.trail.verify(acting(clinic, user))
        standing, key = clinic.witness.standing(), clinic.witness.vkey
    age = standing.age_minutes()
    if as_json:
        emit_json(
            {
                "ok": report.ok,
                "verdict": report.verdict,
                "checked": report.checked,
                "problems": [{"where": one.where, "what": one.what} for one in report.problems],
                "remarks": [{"where": one.where, "what": one.what} for one in report.remarks],
                "witnessed": report.witnessed,
                "witnessed_minutes_ago": age,
                "key": key,
            }
        )
    else:
        for problem in report.problems:
            say(f"- {problem}")
        for remark in report.remarks:
            say(f"- Remark: {remark}")
        said = {"ok": "the trail is whole", "tampered": "TAMPERED", "cannot_verify": "CANNOT BE VERIFIED"}
        say(f"{report.checked} events checked: {said[report.verdict]}.")
        if report.witnessed:
            say(
                f"{report.witnessed} of them witnessed outside of the database, last {age} min ago; key {key}"
            )
        else:
            say("None of them witnessed outside of the database.")
    if not report.ok:
        raise IntegrityError(
            "The audit trail does not verify.",
            mend="Keep the database as it is and call your compliance officer.",
        )


@app.command()
def checkpoint(user: User = "", as_json: AsJson = False) -> None:
    """Sign the trail as it stands and put the checkpoint into the witness folders, now."""
    with opened() as clinic:
        signed = clinic.evidence.checkpoint(acting(clinic, user))
        standing, key = clinic.witness.standing(), clinic.witness.vkey
    failures = list(signed.failures) if signed else []
    if as_json:
        emit_json({"size": standing.size, "new": signed is not None, "failures": failures, "key": key})
        return
    say(f"{standing.size} events are witnessed{'' if signed else '; there was nothing new'}. Key: {key}")
    for failure in failures:
        note(f"Not written: {failure}")


@app.command("rotate-key")
def rotate_key(user: User = "") -> None:
    """Hand over to a new signing key (admin): a checkpoint that both sign. Pin it afterwards."""
    with opened() as clinic:
        signed = clinic.evidence.rotate(acting(clinic, user))
        key = clinic.witness.vkey
    say(f"A new key signs from event {signed.checkpoint.size} on; the one pinned before still verifies it.")
    say(f"Pin the new one too: {key}")


@app.command()
def bundle(draft: Draft, out: Out, user: User = "") -> None:
    """Evidence of one draft for others, with its content: verify.py checks it without our software.

    FILE.json.gz comes with evidence.pdf beside it, to read; FILE.zip holds both and the verifiers.
    """
    from agent.services.evidence_files import DATA_NAME, PDF_NAME

    if not out.name.endswith((".json.gz", ".zip")):
        raise InputError(f"Evidence is not written as {out.name!r}.", mend="End it in .json.gz or .zip.")
    with opened() as clinic:
        made = clinic.evidence.bundle(acting(clinic, user), draft)
        key = clinic.witness.pinned
    if out.suffix == ".zip":
        write_atomically(out, made.archive())
        say(f"Evidence in {out}. Unpack it, then: python verify.py {DATA_NAME} --key '{key}'")
        return
    pdf = out.with_name(PDF_NAME)
    write_atomically(pdf, made.pdf)
    write_atomically(out, made.data)
    say(f"{len(made.data)} bytes in {out}, {len(made.pdf)} in {pdf}.")
    say(f"Check it with: python verify.py {out} --key '{key}'")


@app.command()
def dump(out: Out, user: User = "") -> None:
    """The whole trail as text, contents sealed, for verifying it elsewhere: verify.py, verify.mjs."""
    text = io.StringIO()
    with opened() as clinic:
        events = clinic.evidence.dump(acting(clinic, user), text)
    write_atomically(out, text.getvalue().encode())
    say(f"{events} events in {out}.")


@app.command()
def access(draft: Draft, user: User = "", as_json: AsJson = False) -> None:
    """Who saw, heard or exported this record, or tried to; when, as what and why."""
    with opened() as clinic:
        found = clinic.questions.access(acting(clinic, user), draft)
    _accesses(found, as_json=as_json)


@app.command()
def refused(user: User = "", as_json: AsJson = False) -> None:
    """Failed log-ins, refused and failed acts, and emergency access, of the whole clinic."""
    with opened() as clinic:
        found = clinic.questions.refused(acting(clinic, user))
    _accesses(found, as_json=as_json)


@app.command()
def late(
    days: Annotated[
        int | None, typer.Option("--days", help="From how many days after the service; default: the rule's")
    ] = None,
    user: User = "",
    as_json: AsJson = False,
) -> None:
    """Late entries, addenda and corrections of the whole clinic, with the time of entry."""
    with opened() as clinic:
        found = clinic.questions.late(acting(clinic, user), days=days)
    if as_json:
        emit_json([one.model_dump(mode="json") for one in found])
        return
    rows = [
        (
            str(one.seq),
            one.at,
            one.draft_id,
            str(one.version),
            one.kind.replace("_", " "),
            str(one.days),
            "yes" if one.labelled else "no",
            f"{one.name or '?'} ({one.by})",
        )
        for one in found
    ]
    table(rows, ("seq", "entered", "draft", "version", "kind", "days after", "labelled", "by"))


@app.command()
def amendments(draft: Draft, user: User = "", as_json: AsJson = False) -> None:
    """What was added to a signed note, word for word, why, when and by whom."""
    from agent.domain.amendment import KINDS

    with opened() as clinic:
        found = clinic.questions.amendments(acting(clinic, user), draft)
    if as_json:
        emit_json([one.model_dump(mode="json") for one in found])
        return
    for one in found:
        say(
            f"{KINDS[one.content.kind]}, version {one.version}, entered {one.at.isoformat()} "
            f"for {one.content.date_of_service}, {one.days_late} day(s) later. Reason: {one.content.reason}"
        )
        say(one.content.text)
        say(f"{one.attestation}\nSHA-256 {one.content_hash}\n")
    if not found:
        say("Nothing was added.")


@app.command()
def emergency(user: User = "", as_json: AsJson = False) -> None:
    """Every emergency access: who, whose record, why, until when, and what was seen under it."""
    with opened() as clinic:
        found = clinic.questions.emergencies(acting(clinic, user))
    if as_json:
        emit_json([one.model_dump(mode="json") for one in found])
        return
    for one in found:
        held = one.access
        say(
            f"{held.at.isoformat()} until {held.until.isoformat()}: {one.name or '?'} ({held.user_id}, "
            f"{held.role}) opened the record of patient {held.patient_id}. "
            f"Reason: {held.reason or '(not shown)'}"
        )
        if held.ended:
            say(f"  ended {held.ended.isoformat()} by {one.ended_by}")
        for seen in one.seen:
            say(f"  {seen.seq}  {seen.at}  {seen.action}  {seen.draft_id}")
    if not found:
        say("There was none.")


@app.command()
def signed(draft: Draft, user: User = "", as_json: AsJson = False) -> None:
    """Who signed which exact text, and who approved it before."""
    with opened() as clinic:
        found = clinic.questions.signed(acting(clinic, user), draft)
    if as_json:
        emit_json(found.model_dump(mode="json"))
        return
    one = found.signature
    say(f"Signed by {one.name}, {one.credentials} ({one.by}) at {one.at.isoformat()}, event {found.seq}.")
    if found.approved:
        say(f"Approved by {found.approved.by} as {found.approved.role} at {found.approved.at.isoformat()}.")
    say(f"Version {one.version}, SHA-256 {one.content_hash}")
    say(one.attestation)
    say()
    say(found.text or "(content destroyed)")


@app.command()
def changes(draft: Draft, user: User = "", as_json: AsJson = False) -> None:
    """What the software wrote first, and what became of it in the signed (else the current) version."""
    with opened() as clinic:
        found = clinic.questions.changes(acting(clinic, user), draft)
    if as_json:
        emit_json(found.model_dump(mode="json"))
        return
    state = "signed" if found.signed else "current, not signed"
    say(f"From version {found.first} (software) to version {found.last} ({state}).")
    for one in found.changes:
        if one.kind == "kept":
            say(f"  {one.part}: {one.before}")
            continue
        who = f"version {one.version}, {'software' if one.author == 'engine' else one.by}"
        if one.before:
            say(f"- {one.part}: {one.before}  [{one.kind}: {who}]")
        if one.after:
            say(f"+ {one.part}: {one.after}  [{one.kind}: {who}]")


@app.command()
def warnings(draft: Draft, user: User = "", as_json: AsJson = False) -> None:
    """Warnings that were shown, and what became of each: mended, overridden with which reason, or open."""
    with opened() as clinic:
        found = clinic.questions.warnings(acting(clinic, user), draft)
    if as_json:
        emit_json([one.model_dump(mode="json") for one in found])
        return
    for one in found:
        say(f"{one.end:<10} {one.severity:<5} {one.rule_id} {one.title}: {one.detail}")
        if one.kind:
            say(
                f"{'':<17}{one.kind.replace('_', ' ')} by {one.by} at {one.at}: {one.reason or '(no reason)'}"
            )
    if not found:
        say("No warning was shown.")


def _accesses(found: Sequence[Access], *, as_json: bool) -> None:
    if as_json:
        emit_json([one.model_dump(mode="json") for one in found])
        return
    rows = [
        (
            str(one.seq),
            one.at,
            one.action,
            one.outcome,
            f"{one.name or '?'} ({one.actor_id})",
            one.role,
            one.client,
            one.purpose,
            one.draft_id,
            " ".join(f"{name}={value}" for name, value in one.details.items()),
        )
        for one in found
    ]
    table(rows, ("seq", "at", "action", "outcome", "actor", "role", "client", "purpose", "draft", "details"))


app.add_typer(audit_activity.app, name="activity")
