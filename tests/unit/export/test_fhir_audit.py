"""A trail as FHIR R4B: what the specification demands of AuditEvent and Provenance, and whom they name."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from support.records import signature

from agent.domain.audit import AuditEvent, RecordedEvent
from agent.domain.draft import VersionInfo
from agent.domain.review import Decision
from agent.export.fhir_audit import audit_bundle, audit_event

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def told(seq: int = 1, action: str = "draft.viewed", **more: Any) -> RecordedEvent:
    values = {
        "at": "2026-11-23T08:59:00.000000Z",
        "actor_id": "u-7",
        "actor_role": "specialist",
        "client": "web",
        "request_id": "req-1",
        "draft_id": "d1",
        "patient_ref": "p1",
        "version": 2,
        **more,
    }
    event = AuditEvent.model_validate({"action": action, **values})
    return RecordedEvent(seq=seq, event=event, body=event.canonical())


def test_an_access_names_who_what_whose_why_and_how_it_ended() -> None:
    made = audit_event(told(41, outcome="refused", purpose="ETREAT", details={"reason": "role"}))
    assert made["id"] == "41"
    assert made["recorded"] == "2026-11-23T08:59:00.000000Z"
    assert (made["action"], made["outcome"]) == ("R", "4")
    assert made["purposeOfEvent"][0]["coding"][0]["code"] == "ETREAT"
    (agent,) = made["agent"]
    assert agent["requestor"] is True
    assert agent["who"]["identifier"]["value"] == "u-7"
    assert agent["role"] == [{"text": "specialist"}]
    assert [one["what"]["identifier"]["value"] for one in made["entity"]] == ["p1", "d1/2", "req-1"]
    assert made["entity"][1]["detail"] == [{"type": "reason", "valueString": "role"}]


@pytest.mark.parametrize(
    ("action", "code", "verb"),
    [
        ("login.failed", "110114", "E"),
        ("draft.exported", "110106", "R"),
        ("emergency.opened", "110127", "C"),
        ("draft.signed", "110110", "C"),
        ("draft.edited", "110110", "U"),
        ("model.called", "110110", "E"),
        ("key.opened", "110100", "E"),
        ("key.made", "110100", "C"),
        ("key.destroyed", "110100", "D"),
        ("trail.viewed", "110101", "R"),
    ],
)
def test_the_kind_of_event(action: str, code: str, verb: str) -> None:
    made = audit_event(told(action=action))
    assert (made["type"]["code"], made["action"]) == (code, verb)
    assert made["subtype"][0]["code"] == action


def test_required_elements_are_there_even_for_the_barest_event() -> None:
    bare = AuditEvent(at="2026-11-23T08:59:00.000000Z", action="run.failed", actor_id="system", purpose="")
    made = audit_event(RecordedEvent(seq=1, event=bare, body=bare.canonical()))
    assert {"type", "recorded", "agent", "source"} <= made.keys()
    assert "observer" in made["source"]
    assert "entity" not in made, "FHIR has no empty lists"
    assert "purposeOfEvent" not in made


def test_provenance_tells_software_from_humans() -> None:
    versions = [
        VersionInfo(version=1, author="engine", by="system", at=AT, content_hash="a" * 64),
        VersionInfo(version=2, author="human", by="u-7", at=AT, content_hash="b" * 64, based_on=1),
    ]
    approved = Decision(
        id="x", draft_id="d1", version=2, displayed_hash="b" * 64, kind="approve", by="u-7", role="r", at=AT
    )
    called = told(3, "model.called", details={"task": "draft_note", "engine": "llm", "model": "m-1"})
    bundle = audit_bundle(
        "d1", [called], versions=versions, approved=approved, signature=signature("d1", 2, "b" * 64)
    )
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "collection")
    event, *made = [entry["resource"] for entry in bundle["entry"]]
    assert event["meta"]["security"][0]["code"] == "AIAST"
    software, human, signed = made
    for one in made:
        assert one["resourceType"] == "Provenance"
        assert one["target"][0]["identifier"]["value"].startswith("d1/")
        assert one["recorded"]
        assert all("who" in agent for agent in one["agent"])
    assert software["meta"]["security"][0]["code"] == "AIAST"
    assert software["agent"][0]["who"]["identifier"]["value"] == "llm/m-1"
    assert software["agent"][0]["type"]["coding"][0]["code"] == "assembler"
    assert "meta" not in human
    assert human["entity"] == [{"role": "revision", "what": {"identifier": {"value": "d1/1"}}}]
    assert [a["type"]["coding"][0]["code"] for a in signed["agent"]] == ["author", "verifier"]
    assert {"type", "when", "who"} <= signed["signature"][0].keys()
    assert "Wilhelmina" not in json.dumps(bundle), "ids, no names"
