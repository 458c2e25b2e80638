from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent.cli.inputs import parse_transcript, parse_visit, read_transcript, read_visit
from agent.errors import InputError, VisitError

VISIT = {
    "patient": {"name": "Orla Placeholder", "date_of_birth": "1970-05-06", "mrn": "MRN-0000002"},
    "therapist": {"name": "Ada Sample", "credentials": "PT"},
    "visit": {"date": "2026-02-03", "number": 2},
}


def test_a_whole_record_is_read() -> None:
    assert parse_visit(VISIT).visit.number == 2
    assert parse_visit({"id": "case", "encounter": VISIT}).patient.mrn == "MRN-0000002"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"visit": {"date": "2026-02-03"}}, "visit.number is missing"),
        ({"extra": 1}, "extra is not a known field"),
        ({"visit": {"date": "yesterday", "number": 1}}, "visit.date"),
        ({"visit": {"date": "2026-02-03", "number": 1, "side": "left"}}, "visit.side is not a known field"),
        ({"patient": {**VISIT["patient"], "date_of_birth": "2030-01-01"}}, "lies before"),  # type: ignore[dict-item]
    ],
)
def test_a_wrong_record_names_the_field_and_no_value(change: dict[str, object], expected: str) -> None:
    with pytest.raises(VisitError) as caught:
        parse_visit({**VISIT, **change})
    assert expected in str(caught.value)
    assert "Orla" not in str(caught.value)
    assert "0000002" not in str(caught.value)


@pytest.mark.parametrize("value", [None, 3, [], "text"])
def test_what_is_no_record_is_refused(value: object) -> None:
    with pytest.raises(VisitError):
        parse_visit(value)


def test_broken_json_names_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "visit.json"
    path.write_text('{"patient": \n oops}')
    with pytest.raises(InputError, match="line 2, column 2"):
        read_visit(path)


def test_a_missing_file_and_bytes_that_are_no_text(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_visit(tmp_path / "none.json")
    path = tmp_path / "latin.txt"
    path.write_bytes(b"knee \xe9")
    with pytest.raises(InputError, match="not UTF-8"):
        read_transcript(path)


def test_turns_plain_text_and_transcribe_output_are_all_transcripts(tmp_path: Path) -> None:
    turns = [{"speaker": "PATIENT", "text": "My knee hurts."}, {"speaker": None, "text": "Noted."}]
    assert parse_transcript(turns).segments[0].speaker == "PATIENT"
    assert parse_transcript("THERAPIST: How is it?\n\nBetter.").segments[0].speaker == "THERAPIST"
    assert len(parse_transcript("one line\nanother").segments) == 2
    made = parse_transcript(turns)
    path = tmp_path / "heard.json"
    path.write_text(json.dumps(made.model_dump(mode="json")))
    assert read_transcript(path).segments == made.segments


@pytest.mark.parametrize("value", [[{"speaker": "DOG", "text": "woof"}], [{"speaker": None}], ["x"], 5])
def test_turns_that_are_none_are_refused(value: object) -> None:
    with pytest.raises(InputError):
        parse_transcript(value)
