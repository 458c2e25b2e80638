"""Files and standard input of the commands, read with errors that name the file and the field."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.errors import InputError

if TYPE_CHECKING:
    from agent.domain.transcript import Transcript
    from agent.domain.visit import Encounter


def read_text(path: Path | None) -> str:
    """The file's text, or standard input's for None or `-`. Raises `InputError`."""
    if path is None or str(path) == "-":
        return sys.stdin.read()
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise InputError(f"The file {path.name!r} is not UTF-8 text.", mend="Save it as UTF-8.") from None
    except OSError as error:
        raise InputError(f"The file {path.name!r} cannot be read: {error.strerror}.") from None


def read_json(path: Path) -> Any:
    """The JSON value in a file. Raises `InputError` with line and column."""
    try:
        return json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise InputError(
            f"The file {path.name!r} is not JSON: line {error.lineno}, column {error.colno}."
        ) from None


def parse_visit(value: Any, what: str = "visit record") -> Encounter:
    """An encounter from JSON. Raises `VisitError` that names each wrong field, and no value."""
    from agent.domain.visit_record import visit_from

    return visit_from(value, what)


def read_visit(path: Path) -> Encounter:
    return parse_visit(read_json(path), f"visit file {path.name!r}")


def parse_transcript(value: Any) -> Transcript:
    """A transcript from text, from `{"speaker", "text"}` turns, or from `transcribe --json`'s value."""
    from pydantic import ValidationError

    from agent.domain.transcript import Segment, Transcript

    if isinstance(value, str):
        lines = [line for line in value.splitlines() if line.strip()] or [""]
        return Transcript(segments=tuple(_typed_line(line) for line in lines))
    if isinstance(value, dict):
        value = value.get("transcript", value.get("segments"))
        if isinstance(value, str):
            return parse_transcript(value)
    if not isinstance(value, list):
        raise InputError("The transcript is neither text nor a list of turns.")
    try:
        segments = tuple(
            Segment.model_validate({k: v for k, v in turn.items() if k in Segment.model_fields})
            for turn in value
        )
    except (ValidationError, AttributeError):
        raise InputError(
            "A turn of the transcript cannot be used.",
            mend='Each needs "text", and "speaker" THERAPIST, PATIENT or null.',
        ) from None
    return Transcript(segments=segments)


def _typed_line(line: str) -> Any:
    from agent.domain.transcript import Segment

    for speaker in ("THERAPIST", "PATIENT"):
        if line.upper().startswith(f"{speaker}:"):
            return Segment(text=line[len(speaker) + 1 :].strip(), speaker=speaker)
    return Segment(text=line.strip())


def read_transcript(path: Path) -> Transcript:
    """A transcript file: JSON (turns, a case, `transcribe --json`) or plain text, by content."""
    text = read_text(path)
    if text.lstrip()[:1] in ("{", "["):
        try:
            return parse_transcript(json.loads(text))
        except json.JSONDecodeError:
            return parse_transcript(text)
    return parse_transcript(text)
