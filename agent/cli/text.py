"""Commands that turn one text or recording into another and store nothing."""

from __future__ import annotations

from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agent.cli.inputs import parse_transcript, parse_visit, read_json, read_text, read_transcript, read_visit
from agent.cli.output import emit_json, json_lines, note, progress, say, table
from agent.errors import InputError

if TYPE_CHECKING:
    from agent.domain.draft import DraftContent
    from agent.domain.transcript import Transcript
    from agent.domain.visit import Encounter
    from agent.drafting.base import NoteDrafter

AsJson = Annotated[bool, typer.Option("--json", help="One JSON value instead of text")]
Lines = Annotated[bool, typer.Option("--jsonl", help="One JSON object a line in and out, `id` kept")]
Visit = Annotated[Path | None, typer.Option("--visit", help="Visit record (JSON)")]


def transcribe(
    audio: Annotated[Path, typer.Argument(help="Recording: WAV, FLAC, MP3, M4A, OGG, Opus or WebM")],
    as_json: AsJson = False,
) -> None:
    """Words of a recording with their seconds, confidence and speaker; raw and corrected."""
    from agent.settings import load_settings
    from agent.transcription.factory import speech_engine

    engine = speech_engine(load_settings())
    with progress(f"Listening ({engine.name})") as share:
        transcript = engine.transcribe(audio, progress=share)
    if as_json:
        emit_json(transcript.model_dump(mode="json"))
        return
    for segment in transcript.segments:
        when = "" if segment.start is None else f"[{segment.start:7.2f} - {segment.end:7.2f}] "
        who = f"{segment.speaker}: " if segment.speaker else ""
        say(f"{when}{who}{segment.text}{'  (doubtful)' if segment.doubtful else ''}")
    if not transcript.segments:
        note("No speech was found in the recording.")


def _draft(transcript: Transcript, encounter: Encounter | None) -> DraftContent:
    from agent.drafting.alone import draft_alone

    return draft_alone(transcript, encounter, _drafter())


@cache
def _drafter() -> NoteDrafter:
    """One drafter for all lines of a `--jsonl` run."""
    from agent.drafting.factory import note_drafter
    from agent.settings import load_settings

    return note_drafter(load_settings())


def draft(
    transcript: Annotated[Path | None, typer.Argument(help="Text, turns or a case (JSON)")] = None,
    visit: Visit = None,
    as_json: AsJson = False,
    jsonl: Lines = False,
) -> None:
    """Note, plan, claim lines and findings of a transcript. Nothing is stored."""
    record = read_visit(visit) if visit else None
    if jsonl:
        json_lines(lambda item: _drafted(item, record))
        return
    if transcript is None:
        raise InputError("Which transcript?", mend="Name a file, or give `-` for standard input.")
    content = _draft(read_transcript(transcript), record or _visit_of_case(transcript))
    if as_json:
        emit_json(content.model_dump(mode="json"))
    else:
        show_content(content)


def _visit_of_case(transcript: Path) -> Encounter | None:
    """The encounter that stands beside the transcript in a case file, if it is one."""
    text = "" if str(transcript) == "-" else read_text(transcript)
    if not text.lstrip().startswith("{"):
        return None
    value = read_json(transcript)
    return parse_visit(value) if isinstance(value, dict) and "encounter" in value else None


def _drafted(item: dict[str, Any], record: Encounter | None) -> dict[str, Any]:
    encounter = parse_visit(item["visit"]) if item.get("visit") else record
    content = _draft(parse_transcript(item.get("transcript", "")), encounter)
    value = content.model_dump(mode="json")
    return {key: value[key] for key in ("note", "claim", "plan", "findings", "questions")}


def show_content(content: DraftContent) -> None:
    """A draft for people: statements with their seconds, claim lines, plan, findings, questions."""
    from agent.domain.note import SECTION_NAMES
    from agent.export.document import clock
    from agent.export.plan_notes import plan_notes

    for letter, name in SECTION_NAMES.items():
        say(name)
        for statement in content.note.section(letter):
            times = [clock(e.t0) for e in statement.evidence if e.t0 is not None]
            at = f"  [{', '.join(times)}]" if times else ""
            mark = "" if statement.origin == "dictated" else f"  ({statement.origin})"
            mark += "  (doubtful: listen)" if any(e.doubtful for e in statement.evidence) else ""
            say(f"  - {statement.text}{mark}{at}")
    if content.plan.lines:
        say("Exercise protocol")
        for exercise in content.plan.lines:
            mark = "  (suggested by the protocol)" if exercise.origin == "protocol" else ""
            place = "for a later visit" if exercise.where == "next_visit" else exercise.where
            cue = f"; {exercise.cue}" if exercise.cue and exercise.origin == "dictated" else ""
            say(f"  - {exercise.text}{cue} ({place}){mark}")
    for kept in content.plan.kept_out:
        say(f"  kept out: {kept.exercise}: {kept.why}")
    for heading, notes in plan_notes(content.plan):
        say(heading)
        for text in notes:
            say(f"  - {text}")
    if content.claim.lines:
        say("Claim lines")
        for line in content.claim.lines:
            say(f"  - {' '.join((line.code, *line.modifiers))}: {line.units} ({line.explanation})")
    if content.claim.explanation:
        say(f"  {content.claim.explanation}")
    if content.findings:
        say("Findings")
        for finding in content.findings:
            say(f"  - [{finding.severity}] {finding.rule_id} {finding.title}: {finding.detail}")
    if content.questions:
        say("Questions to the therapist")
        for question in content.questions:
            say(f"  - {question}")


def support(
    transcript: Annotated[Path | None, typer.Option("--transcript", help="What was said")] = None,
    note_file: Annotated[Path | None, typer.Option("--note", help="The note, one statement a line")] = None,
    as_json: AsJson = False,
    jsonl: Lines = False,
) -> None:
    """Whether the recording carries each statement of any note, and if not, why not."""
    from agent.drafting.support import support_lines

    if jsonl:
        json_lines(lambda item: _supported(item, support_lines))
        return
    if transcript is None or note_file is None:
        raise InputError("A transcript and a note are needed.", mend="Give --transcript T and --note N.")
    answers = support_lines(read_transcript(transcript).text, read_text(note_file))
    if as_json:
        emit_json({"statements": answers})
        return
    for answer in answers:
        reasons = f" ({', '.join(answer['reasons'])})" if answer["reasons"] else ""
        say(f"{answer['verdict']:<12} {answer['text']}{reasons}")


def _supported(item: dict[str, Any], support_lines: Any) -> dict[str, Any]:
    for key in ("transcript", "note"):
        if not isinstance(item.get(key), str):
            raise InputError(f"The field {key!r} must be a string.")
    return {"statements": support_lines(parse_transcript(item["transcript"]).text, item["note"])}


def units(
    minutes: Annotated[list[str], typer.Argument(help="Dictated minutes, as 97110=24 97112=23")],
    method: Annotated[str, typer.Option("--method", help="cms or ama")] = "cms",
    as_json: AsJson = False,
) -> None:
    """Billing units of minutes by code, and how they came about."""
    from compliance.billing.units import ama_units, cms_units

    if method not in ("cms", "ama"):
        raise InputError(f"There is no method {method!r}.", mend="Use --method cms or --method ama.")
    allocation = (cms_units if method == "cms" else ama_units)(_minutes(minutes))
    if as_json:
        accepted = list(islice(allocation.accepted(), 20))
        emit_json(
            {
                "method": method,
                "units": allocation.units,
                "total": allocation.total_units,
                "accepted": accepted,
                "explanation": allocation.explain(),
            }
        )
        return
    table([(code, str(allocation.units.get(code, 0))) for code in allocation.minutes], ("code", "units"))
    say(allocation.explain())
    if allocation.tied:
        say(f"Equal remainders: {allocation.choices} allocations are accepted; the clinician chooses.")


def _minutes(pairs: list[str]) -> dict[str, int]:
    from compliance.billing.codes import codes, is_timed

    made: dict[str, int] = {}
    for pair in pairs:
        code, _, number = pair.partition("=")
        if code and number[:1] == "-" and number[1:].isdecimal():
            raise InputError(
                f"The minutes of code {code!r} are {number}.", mend="Give whole minutes from 0 to 1440."
            )
        if not code or not number.isdecimal():
            raise InputError(f"{pair!r} is not CODE=MINUTES.", mend="Write for example 97110=24.")
        if code in made:
            raise InputError(f"The code {code!r} is given twice.", mend="Add its minutes up.")
        if not is_timed(code):
            known = "is not a timed code" if code in codes() else "is no code that ptscribe bills"
            raise InputError(f"{code!r} {known}.", mend="Give timed codes such as 97110 with their minutes.")
        made[code] = int(number)
    return made


def redact(visit: Visit = None, as_json: AsJson = False, jsonl: Lines = False) -> None:
    """Text of standard input without PHI, and where it was."""
    from compliance.redaction.engine import Redactor

    redactor = Redactor.for_visit(read_visit(visit) if visit else None)

    def answer(item: dict[str, Any]) -> dict[str, Any]:
        if not isinstance(item.get("text"), str):
            raise InputError("The field 'text' must be a string.")
        one = Redactor.for_visit(parse_visit(item["visit"])) if item.get("visit") else redactor
        done = one.redact(item["text"])
        spans = [{"start": s.start, "end": s.end, "type": s.type, "by": s.by} for s in done.spans]
        return {"redacted": done.text, "spans": spans}

    if jsonl:
        json_lines(answer)
        return
    result = answer({"text": read_text(None)})
    if as_json:
        emit_json(result)
    else:
        typer.echo(result["redacted"], nl=False)


def visit_schema() -> None:
    """JSON Schema of a visit record."""
    from agent.domain.visit import Encounter

    emit_json(Encounter.model_json_schema())


def register(app: typer.Typer) -> None:
    for command in (transcribe, draft, support, units, redact):
        app.command()(command)
    app.command("visit-schema")(visit_schema)
