"""A visit record given by a user: what is wrong is named by its field, and no value is quoted."""

from __future__ import annotations

import json
from typing import Any

import pytest

from agent.errors import VisitError
from review_ui.visit_json import MAX_BYTES, parse_visit

RECORD: dict[str, Any] = {
    "patient": {"name": "Zora Notaperson", "date_of_birth": "1971-05-06", "mrn": "ZZ-1"},
    "therapist": {"name": "Tova Notaperson", "credentials": "PT"},
    "visit": {"date": "2026-03-04", "number": 3},
}


def test_a_record_is_read_bare_or_as_an_encounter() -> None:
    bare = parse_visit(json.dumps(RECORD).encode())
    assert bare.visit.number == 3
    assert parse_visit(json.dumps({"encounter": RECORD}).encode()) == bare
    assert parse_visit(b"\xef\xbb\xbf" + json.dumps(RECORD).encode()) == bare, "with a byte order mark"


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        (("patient", "mrn"), None, "patient.mrn is missing"),
        (("patient", "name"), "", "patient.name is empty"),
        (("patient", "date_of_birth"), "Secretdate", "patient.date_of_birth is not a date"),
        (("patient", "shoe_size"), 44, "patient.shoe_size is not a known field"),
        (("visit", "number"), 0, "visit.number"),
        (("patient", "date_of_birth"), "2027-01-01", "visit.date lies before patient.date_of_birth"),
    ],
)
def test_a_wrong_field_is_named(path: tuple[str, str], value: Any, problem: str) -> None:
    record = {part: dict(fields) for part, fields in RECORD.items()}
    if value is None:
        del record[path[0]][path[1]]
    else:
        record[path[0]][path[1]] = value
    with pytest.raises(VisitError, match="cannot be used") as refused:
        parse_visit(json.dumps(record).encode())
    assert problem in str(refused.value)
    assert "Secretdate" not in str(refused.value)
    assert "Notaperson" not in str(refused.value)


@pytest.mark.parametrize(
    "data", [b"", b"not json", b"\xff\xfe", b"[" * 100_000, b'{"a": 1', b" " * (MAX_BYTES + 1)]
)
def test_what_is_no_record_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(VisitError):
        parse_visit(data)


@pytest.mark.parametrize("value", [[], "text", 7, None, {"encounter": []}])
def test_json_of_another_kind_is_refused(value: Any) -> None:
    with pytest.raises(VisitError):
        parse_visit(json.dumps(value).encode())
