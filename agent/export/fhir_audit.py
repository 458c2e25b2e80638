"""A draft's trail as FHIR R4B: one AuditEvent an event, and a Provenance for each version that counts.

AuditEvents follow IHE BALP (who, role, client, patient, purpose, outcome, request id); what software wrote is
labelled AIAST (asserted by artificial intelligence), as HL7's AI transparency guide asks. References are
identifiers of this clinic's own, so no name and no content stands here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from agent.domain.amendment import Addendum
from agent.domain.audit import AuditEvent, RecordedEvent
from agent.domain.draft import VersionInfo
from agent.domain.review import Decision, Signature

Resource = dict[str, Any]
_DCM = "http://dicom.nema.org/resources/ontology/DCM"
_TYPES = {
    "login.": ("110114", "User Authentication"),
    "user.": ("110137", "User Security Attributes Changed"),
    "trail.": ("110101", "Audit Log Used"),
    "key.": ("110100", "Application Activity"),
    "emergency.ended": ("110138", "Emergency Override Stopped"),
    "emergency.": ("110127", "Emergency Override Started"),
    "draft.exported": ("110106", "Export"),
    "act.refused": ("110113", "Security Alert"),
}
_RECORD = ("110110", "Patient Record")
_READ = ("viewed", "played", "exported", "listed")
_CREATE = ("dictated", "queued", "signed", "amended", "opened", "created", "made")
_OUTCOMES = {"success": "0", "refused": "4", "failed": "8"}
_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
_PARTICIPANT = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
_OPERATION = "http://terminology.hl7.org/CodeSystem/v3-DataOperation"
_AIAST = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
    "code": "AIAST",
    "display": "Artificial Intelligence asserted",
}
_AUTHORS_SIGNATURE = {
    "system": "urn:iso-astm:E1762-95:2013",
    "code": "1.2.840.10065.1.12.1.1",
    "display": "Author's Signature",
}


def audit_bundle(
    draft_id: str,
    events: Sequence[RecordedEvent],
    *,
    versions: Sequence[VersionInfo] = (),
    approved: Decision | None = None,
    signature: Signature | None = None,
    addenda: Sequence[Addendum] = (),
) -> Resource:
    """A `collection` Bundle: AuditEvents in the log's order, then Provenances in the order of versions."""
    resources = [
        *(audit_event(one) for one in events),
        *provenances(draft_id, events, versions, approved, signature, addenda),
    ]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": resource} for resource in resources],
    }


def audit_event(one: RecordedEvent) -> Resource:
    """One event as a FHIR R4B AuditEvent; its id is its number in the log."""
    event = one.event
    resource: Resource = {
        "resourceType": "AuditEvent",
        "id": str(one.seq),
        "type": _type(event.action),
        "subtype": [{"system": "urn:ptscribe:action", "code": event.action}],
        "action": _action(event.action),
        "recorded": event.at,
        "outcome": _OUTCOMES[event.outcome],
        "agent": [_agent(event)],
        "source": {"observer": {"display": "ptscribe"}},
    }
    if event.purpose:
        resource["purposeOfEvent"] = [{"coding": [{"system": _REASON, "code": event.purpose}]}]
    if entities := list(_entities(event)):
        resource["entity"] = entities
    if event.action == "model.called":
        resource["meta"] = {"security": [_AIAST]}
    return resource


def _type(action: str) -> dict[str, str]:
    code, display = next((named for start, named in _TYPES.items() if action.startswith(start)), _RECORD)
    return {"system": _DCM, "code": code, "display": display}


def _action(action: str) -> str:
    verb = action.rpartition(".")[2]
    if action == "key.opened":
        return "E"
    if verb in _READ:
        return "R"
    if verb == "destroyed":
        return "D"
    if verb in _CREATE:
        return "C"
    return "E" if action.startswith(("login.", "model.", "rules.", "run.", "act.", "trail.")) else "U"


def _agent(event: AuditEvent) -> Resource:
    agent: Resource = {"who": _identified(event.actor_id), "requestor": True}
    if event.actor_role:
        agent["role"] = [{"text": event.actor_role}]
    if event.client:
        agent["network"] = {"address": event.client, "type": "5"}
    return agent


def _entities(event: AuditEvent) -> Iterable[Resource]:
    kind = "http://terminology.hl7.org/CodeSystem/audit-entity-type"
    role = "http://terminology.hl7.org/CodeSystem/object-role"
    if event.patient_ref:
        yield {
            "what": _identified(event.patient_ref),
            "type": {"system": kind, "code": "1"},
            "role": {"system": role, "code": "1"},
        }
    if event.draft_id:
        version = f"/{event.version}" if event.version else ""
        told = [{"type": name, "valueString": str(value)} for name, value in sorted(event.details.items())]
        yield {
            "what": _identified(f"{event.draft_id}{version}"),
            "type": {"system": kind, "code": "2"},
            "role": {"system": role, "code": "3"},
            **({"detail": told} if told else {}),
        }
    if event.request_id:
        balp = "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType"
        yield {"what": _identified(event.request_id), "type": {"system": balp, "code": "XrequestId"}}


def provenances(
    draft_id: str,
    events: Sequence[RecordedEvent],
    versions: Sequence[VersionInfo],
    approved: Decision | None,
    signature: Signature | None,
    addenda: Sequence[Addendum],
) -> list[Resource]:
    """Who made each version: software, labelled so, or a human; who approved and signed; what was added."""
    made = []
    for info in versions:
        software = info.author == "engine"
        agent = _by("assembler" if software else "author", _engine(events, info) if software else info.by)
        one = _provenance(
            draft_id, info.version, info.at.isoformat(), "CREATE" if software else "UPDATE", [agent]
        )
        if software:
            one["meta"] = {"security": [_AIAST]}
        if info.based_on:
            one["entity"] = [{"role": "revision", "what": _identified(f"{draft_id}/{info.based_on}")}]
        made.append(one)
    if signature is not None:
        agents = [_by("author", signature.by), *([_by("verifier", approved.by)] if approved else [])]
        made.append(_signed(draft_id, signature.version, signature.at.isoformat(), signature.by, agents))
    for added in addenda:
        at = added.at.isoformat()
        one = _signed(draft_id, added.version, at, added.by, [_by("author", added.by)], "APPEND")
        based_on = _identified(f"{draft_id}/{added.content.based_on}")
        made.append(one | {"entity": [{"role": "revision", "what": based_on}]})
    return made


def _engine(events: Sequence[RecordedEvent], info: VersionInfo) -> str:
    """Engine and model of the drafting call before this version."""
    calls = [
        e.event.details
        for e in events
        if e.event.action == "model.called"
        and e.event.details.get("task") == "draft_note"
        and e.event.at <= info.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    ]
    if not calls:
        return "software"
    return "/".join(str(calls[-1][name]) for name in ("engine", "model") if calls[-1].get(name))


def _provenance(draft_id: str, version: int, at: str, operation: str, agents: list[Resource]) -> Resource:
    return {
        "resourceType": "Provenance",
        "target": [_identified(f"{draft_id}/{version}")],
        "recorded": at,
        "activity": {"coding": [{"system": _OPERATION, "code": operation}]},
        "agent": agents,
    }


def _signed(
    draft_id: str, version: int, at: str, by: str, agents: list[Resource], operation: str = "UPDATE"
) -> Resource:
    signature = {"type": [_AUTHORS_SIGNATURE], "when": at, "who": _identified(by)}
    return _provenance(draft_id, version, at, operation, agents) | {"signature": [signature]}


def _by(kind: str, who: str) -> Resource:
    return {"type": {"coding": [{"system": _PARTICIPANT, "code": kind}]}, "who": _identified(who)}


def _identified(value: str) -> Resource:
    return {"identifier": {"value": value}}
