"""The plan as FHIR R4B: resolvable, coded, without empty values or names, suggestions marked as such."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from agent.domain.plan import Dose, KeptOut, Plan, Prescription, SmartGoal
from agent.domain.visit import Encounter
from agent.export.fhir_plan import plan_bundle

PLAN = Plan(
    exercises=(
        Prescription(
            exercise="heel slide",
            side="right",
            where="home",
            dose=Dose(sets=2, reps=10, frequency="twice a day"),
        ),
        Prescription(exercise="stationary bike", dose=Dose(minutes=8)),
        Prescription(exercise="sleeper stretch", side="left", dose=Dose(sets=3, hold_s=30)),
        Prescription(exercise="quad set", origin="protocol", reason="suggested"),
    ),
    kept_out=(KeptOut(exercise="kneeling", why="no kneeling for 6 weeks"),),
    precautions=("no kneeling for 6 weeks",),
    frequency_per_week=2,
    duration_weeks=6,
    goals=(
        SmartGoal(
            text="LEFS 50",
            term="long",
            measure="LEFS",
            target=50,
            unit="/80",
            by=date(2026, 7, 1),
            origin="dictated",
        ),
        SmartGoal(text="TUG 12 s", term="long", measure="TUG", target=12, unit="s", origin="protocol"),
    ),
)
STATUS = {"CarePlan": {"draft", "active"}, "ServiceRequest": {"draft", "active"}}
LIFECYCLE = {"proposed", "planned", "accepted", "active", "on-hold", "completed", "cancelled"}


@pytest.fixture
def visit() -> Encounter:
    return Encounter.model_validate(
        {
            "patient": {"name": "Quillon Testperson", "date_of_birth": date(1960, 1, 1), "mrn": "7654321"},
            "therapist": {"name": "Ottoline Sample", "credentials": "PT"},
            "visit": {"date": date(2026, 6, 15), "number": 3},
        }
    )


def bundle(visit: Encounter, *, signed: bool = True) -> dict[str, Any]:
    return plan_bundle(PLAN, visit, draft_id="d-1", patient_id="p-abc", signed=signed)


def resources(made: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [e["resource"] for e in made["entry"] if e["resource"]["resourceType"] == kind]


def leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        yield name, value
        for key, part in value.items():
            yield from leaves(part, key)
    elif isinstance(value, list):
        yield name, value
        for part in value:
            yield from leaves(part, name)
    else:
        yield name, value


def test_every_reference_inside_the_bundle_resolves(visit: Encounter) -> None:
    made = bundle(visit)
    urls = {e["fullUrl"] for e in made["entry"]}
    assert len(urls) == 1 + 2 + 4
    found = [v for k, v in leaves(made) if k == "reference" and isinstance(v, str)]
    assert {r for r in found if r.startswith("urn:")} <= urls
    assert {r for r in found if not r.startswith("urn:")} == {"Patient/p-abc"}
    care = resources(made, "CarePlan")[0]
    assert len(care["activity"]) == 4
    assert len(care["goal"]) == 2


def test_codes_come_from_the_code_sets_and_nothing_is_empty(visit: Encounter) -> None:
    made = bundle(visit)
    json.dumps(made)
    assert [k for k, v in leaves(made) if v in ("", [], {}, None)] == []
    for kind, allowed in STATUS.items():
        assert {r["status"] for r in resources(made, kind)} <= allowed
    assert {g["lifecycleStatus"] for g in resources(made, "Goal")} <= LIFECYCLE
    assert {r["intent"] for r in resources(made, "ServiceRequest")} == {"order", "proposal"}
    assert made["resourceType"] == "Bundle"
    assert made["type"] == "collection"
    assert not any(re.search(r"_[a-z]", key) for key, _ in leaves(made))


def test_side_dose_and_target_are_coded(visit: Encounter) -> None:
    made = bundle(visit)
    slide, bike, sleeper, _ = resources(made, "ServiceRequest")
    assert slide["bodySite"][0]["coding"][0]["code"] == "24028007"
    assert slide["occurrenceTiming"] == {"repeat": {"count": 20}, "code": {"text": "twice a day"}}
    assert bike["occurrenceTiming"]["repeat"] == {"duration": 8.0, "durationUnit": "min"}
    assert sleeper["occurrenceTiming"]["repeat"] == {"duration": 30.0, "durationUnit": "s", "count": 3}
    assert sleeper["bodySite"][0]["coding"][0]["code"] == "7771000"
    lefs, tug = resources(made, "Goal")
    assert lefs["target"][0]["dueDate"] == "2026-07-01"
    assert "system" not in lefs["target"][0]["detailQuantity"]
    assert tug["target"][0]["detailQuantity"]["system"] == "http://unitsofmeasure.org"


def test_suggestions_are_labelled_and_never_orders(visit: Encounter) -> None:
    made = bundle(visit)
    suggested = resources(made, "ServiceRequest")[-1]
    assert (suggested["intent"], suggested["status"]) == ("proposal", "draft")
    assert suggested["meta"]["security"][0]["code"] == "AIAST"
    assert all("meta" not in r for r in resources(made, "ServiceRequest")[:-1])


def test_an_unsigned_plan_is_a_draft(visit: Encounter) -> None:
    made = bundle(visit, signed=False)
    assert {r["status"] for k in STATUS for r in resources(made, k)} == {"draft"}
    assert "order" not in {r["intent"] for r in resources(made, "ServiceRequest")}


def test_ids_repeat_and_no_identifier_of_the_patient_leaves(visit: Encounter) -> None:
    assert bundle(visit) == bundle(visit)
    text = json.dumps(bundle(visit))
    assert "Testperson" not in text
    assert "7654321" not in text
    other = plan_bundle(PLAN, visit, draft_id="d-2", patient_id="p-abc", signed=True)
    assert other["entry"][0]["fullUrl"] != bundle(visit)["entry"][0]["fullUrl"]


@pytest.mark.parametrize("signed", [True, False])
def test_a_second_reading_of_the_standard_accepts_it(visit: Encounter, signed: bool) -> None:
    from fhir.resources.R4B.bundle import Bundle

    made = bundle(visit, signed=signed)
    read = Bundle.model_validate(made)
    assert len(read.entry) == len(made["entry"])
    with pytest.raises(ValueError, match="activitie"):
        Bundle.model_validate(json.loads(json.dumps(made).replace('"activity": [', '"activitie": [')))


def test_what_is_for_a_later_visit_is_no_order_and_instructs_nobody(visit: Encounter) -> None:
    hops = Prescription(
        exercise="single leg hop",
        where="next_visit",
        cue="once she can do 25 heel raises",
        reason="for later",
    )
    plan = Plan(exercises=PLAN.exercises[:1], later=(hops,))
    made = plan_bundle(plan, visit, draft_id="d-1", patient_id="p-abc", signed=True)
    now, later = resources(made, "ServiceRequest")
    assert (now["status"], now["intent"]) == ("active", "order")
    assert (later["status"], later["intent"]) == ("on-hold", "plan")
    assert "patientInstruction" not in later
    assert {n["text"] for n in later["note"]} == {"for later", "once she can do 25 heel raises"}
