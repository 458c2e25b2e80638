"""Small drafts from a few words: what rule examples, rule documentation and rule tests are written in.

A draft is a mapping, every key optional:

- `encounter`: laid over a fictitious daily visit of Medicare (right knee), deeply; null removes;
- `said`: the transcript, a line a segment, `THERAPIST: …` and `PATIENT: …` with their speaker; facts whose
  own `said` occurs in it get that evidence;
- `facts`: `{kind: …, …}`; id, section, phrase and the neutral fields have defaults;
- `unbilled`: minutes told of nothing understood: `{minutes, said}`;
- `note`: statements as `"O: text"` or `{section, text, support, origin, fact_ids}`;
- `plan`, `claim`: models as mappings (`claim` is laid over the one computed from the facts);
- `earlier`: notes of the same patient, oldest first: `{on, note: […]}`;
- `clinic`: notes of other patients: lists of statements;
- `day`: other visits of the therapist's day: `{start, end, timed_codes, timed_minutes, group}`;
- `edits`: a current edit table in place of the samples: `{pairs: [[a, b, indicator]], units: {code: n}}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import yaml

from agent.domain.facts import VisitFacts
from agent.domain.note import Note, SupportVerdict
from agent.domain.plan import Plan
from agent.domain.transcript import Segment, Transcript
from agent.domain.visit import Encounter
from compliance.billing.claim import build_claim
from compliance.billing.edits import Edits, Pair, shipped_mue, shipped_ptp
from compliance.profiles import Profile, load_profile
from compliance.rules.context import DayVisit, EarlierNote, RuleContext

ENCOUNTER: dict[str, Any] = {
    "patient": {"name": "Test Person", "date_of_birth": "1950-01-01", "mrn": "MRN-0000000"},
    "therapist": {"name": "Test Therapist", "credentials": "PT, DPT"},
    "visit": {"date": "2026-03-10", "number": 4, "note_type": "daily"},
    "episode": {
        "diagnoses": [{"icd10": "M17.11", "label": "Unilateral primary osteoarthritis, right knee"}],
        "region": "knee",
        "side": "right",
        "onset": "2026-02-01",
    },
    "plan_of_care": {
        "start": "2026-02-24",
        "certified_on": "2026-02-27",
        "frequency_per_week": 2,
        "duration_weeks": 8,
        "goals": [{"text": "LEFS 60/80 for stairs", "measure": "LEFS", "target": 60}],
    },
    "history": {"visits_since_progress_report": 3},
}
_SPEAKERS = ("THERAPIST", "PATIENT")
_SECTIONS = {
    "pain": "S", "function": "S", "history": "S", "red_flag": "S", "adherence": "S",
    "response": "A", "assessment": "A", "goal": "P", "plan": "P", "education": "P", "precaution": "P",
}  # fmt: skip


def build(draft: str | Mapping[str, Any]) -> tuple[RuleContext, Profile]:
    """The context of a small draft (YAML or a mapping), and the payer's profile on its date of service."""
    if isinstance(draft, str):
        draft = yaml.safe_load(draft) or {}
    encounter = Encounter.model_validate(_merged(ENCOUNTER, draft.get("encounter") or {}))
    profile = load_profile(encounter.patient.payer, encounter.visit.date)
    transcript = Transcript(segments=tuple(_segment(line) for line in str(draft.get("said", "")).split("\n")))
    facts = VisitFacts.model_validate(
        {
            "facts": [_fact(f, n, transcript) for n, f in enumerate(draft.get("facts", ()), 1)],
            "unbilled": [_evidenced(u, transcript) for u in draft.get("unbilled", ())],
        }
    )
    claim = build_claim(facts, encounter, profile)
    if draft.get("claim"):
        claim = type(claim).model_validate({**claim.model_dump(), **draft["claim"]})
    pairs, unlikely = _edits(draft.get("edits"), encounter)
    context = RuleContext(
        pairs=pairs,
        unlikely=unlikely,
        encounter=encounter,
        transcript=transcript,
        facts=facts,
        note=_note(draft.get("note", ()), encounter),
        plan=Plan.model_validate(draft.get("plan") or {}),
        claim=claim,
        earlier_notes=tuple(
            EarlierNote(
                ref=f"earlier-{n}",
                on=e.get("on", encounter.visit.date - timedelta(days=7 * (len(draft["earlier"]) - n + 1))),
                note=_note(e["note"], encounter),
            )
            for n, e in enumerate(draft.get("earlier", ()), 1)
        ),
        clinic_notes=_clinic(draft.get("clinic", ()), encounter),
        therapist_day=tuple(DayVisit(ref=f"visit-{n}", **v) for n, v in enumerate(draft.get("day", ()), 1)),
    )
    return context, profile


def _segment(line: str) -> Segment:
    speaker, colon, text = line.partition(": ")
    told = {"speaker": speaker, "text": text} if colon and speaker in _SPEAKERS else {"text": line}
    return Segment.model_validate(told)


def _edits(given: Any, encounter: Encounter) -> tuple[Edits, Edits]:
    if not given:
        return shipped_ptp(), shipped_mue()
    year = encounter.visit.date.year
    days = {"valid_from": date(year, 1, 1), "valid_until": date(year, 12, 31), "quarter": f"{year}"}
    pairs = tuple(Pair(column1=a, column2=b, indicator=i) for a, b, i in given.get("pairs", ()))
    return Edits(pairs=pairs, **days), Edits(units=given.get("units", {}), **days)


def _clinic(notes: Any, encounter: Encounter) -> Any:
    if not notes:
        return None
    from compliance.rules.clones import NotesAtHand

    return NotesAtHand({f"other-{n}": _note(given, encounter) for n, given in enumerate(notes, 1)})


def _merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(under)
    for key, value in over.items():
        both = isinstance(value, Mapping) and isinstance(merged.get(key), Mapping)
        merged[key] = _merged(merged[key], value) if both else value
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in merged.items()}


def _fact(fact: Mapping[str, Any], number: int, transcript: Transcript) -> dict[str, Any]:
    values = _evidenced(fact, transcript)
    values.setdefault("id", f"f{number}")
    values.setdefault("section", _SECTIONS.get(values["kind"], "O"))
    values.setdefault("phrase", str(fact.get("said", "")) or values["kind"].replace("_", " "))
    return values


def _evidenced(given: Mapping[str, Any], transcript: Transcript) -> dict[str, Any]:
    values = {k: v for k, v in given.items() if k != "said"}
    said = str(given.get("said", ""))
    at = transcript.text.find(said) if said else -1
    if at >= 0:
        values["evidence"] = [transcript.span(at, at + len(said)).model_dump()]
    return values


def _note(statements: Any, encounter: Encounter) -> Note:
    made = []
    for number, statement in enumerate(statements, 1):
        if isinstance(statement, str):
            section, text = statement.split(":", 1)
            statement = {"section": section.strip(), "text": text.strip()}
        values = {"id": f"s{number}", **statement}
        if isinstance(values.get("support"), str):
            values["support"] = SupportVerdict(verdict=values["support"]).model_dump()
        made.append(values)
    return Note.model_validate({"note_type": encounter.visit.note_type, "statements": made})
