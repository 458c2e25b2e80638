"""Every protocol × week × precaution set × patient: nothing forbidden, overdosed or over its time."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.visits import did, make_encounter

from agent.domain.facts import PrecautionFact, VisitFacts
from agent.domain.visit import Encounter
from agent.exercises.candidates import candidate
from agent.exercises.constraints import Candidate, conflict
from agent.exercises.dosage import dose_problems, minutes_for
from agent.exercises.library import catalogue, dose_classes
from agent.exercises.planner import draft_plan
from agent.exercises.precautions import read_precaution
from agent.exercises.protocols import Phase, Protocol, procedures, protocol_for, protocols
from agent.exercises.safety import SafetyFrame, safety_frame
from agent.exercises.situation import Situation, current_phase
from agent.exercises.suggest import PlanOptions, programme

CONDITIONS = {
    "total_knee_arthroplasty",
    "total_hip_arthroplasty",
    "acl_reconstruction",
    "rotator_cuff_repair",
    "adhesive_capsulitis",
    "subacromial_pain",
    "lateral_ankle_sprain",
    "achilles_tendinopathy",
    "patellofemoral_pain",
    "low_back_pain",
    "lumbar_radiculopathy",
    "neck_pain",
    "plantar_fasciitis",
    "knee_osteoarthritis",
    "hip_osteoarthritis",
    "vestibular",
    "balance_and_falls",
    "lateral_epicondylalgia",
    "post_stroke_gait",
    "meniscectomy",
}
PRECAUTIONS = (
    "no hip flexion past 90",
    "no adduction past midline",
    "no internal rotation",
    "posterior precautions",
    "anterior hip precautions",
    "PROM only until week 6",
    "no active shoulder motion",
    "no lifting with the arm",
    "no kneeling for 6 weeks",
    "NWB for 6 weeks",
    "TTWB until week 4",
    "PWB 50%",
    "WBAT",
    "no running before week 12",
    "no open chain extension 0-45 with load until week 12",
    "ROM 0-90 for 4 weeks",
    "no impact",
    "BLT precautions",
    "sternal precautions",
    "osteoporosis precautions",
    "no overhead work",
    "no dorsiflexion past neutral for 6 weeks",
    "no resisted hamstring work for 8 weeks",
    "no weight bearing through the arm",
    "no single leg stance",
    "no squatting",
    "no prone lying",
    "no vigorous exertion",
)
PROCEDURES = {
    "total_knee_arthroplasty": "Total knee arthroplasty",
    "total_hip_arthroplasty": "Total hip arthroplasty",
    "acl_reconstruction": "ACL reconstruction",
    "rotator_cuff_repair": "Rotator cuff repair",
    "meniscectomy": "Partial meniscectomy",
}
Make = Callable[..., Encounter]


def visit_for(protocol: Protocol, week: float, precautions: tuple[str, ...], make: Make) -> Encounter:
    if protocol.surgical:
        return make(
            procedure=PROCEDURES[protocol.id],
            weeks=week,
            precautions=precautions,
            region=protocol.region,
            side="left",
        )
    return make(
        icd10=(_code(protocol.match.icd10[0]),), region=protocol.region, side="left", onset_weeks=week
    )


def _code(prefix: str) -> str:
    if len(prefix) == 3:
        return f"{prefix}.0" if prefix != "R42" else "R42"
    return f"{prefix}0" if prefix.endswith(".") else prefix


def check(
    protocol: Protocol, phase: Phase, frame: SafetyFrame, view: Situation, options: PlanOptions
) -> tuple[int, int]:
    """How many exercises were planned, and how many of the phase are forbidden."""
    assert phase.criteria
    planned = programme(protocol, phase, frame, view, options, side="left")
    clinic = home = 0.0
    for item in planned:
        exercise = catalogue().by_name[item.exercise]
        asked = Candidate.of(exercise, side="left", where="next_visit")
        broken = [c.text for c in frame.constraints if conflict(asked, c)]
        assert broken == [], (protocol.id, item.exercise, broken)
        kind = dose_classes()[exercise.dose]
        assert dose_problems(item.dose, kind) == (), (protocol.id, item.text)
        assert any((item.dose.reps, item.dose.hold_s, item.dose.minutes)), item.text
        assert item.reason
        if options.equipment is not None:
            assert set(exercise.equipment) <= options.equipment
        minutes = minutes_for(item.dose, kind)
        home += minutes if item.where == "home" else 0
        clinic += minutes if item.where != "home" else 0
    assert clinic <= options.session_minutes
    assert home <= options.home_minutes
    assert len({i.exercise for i in planned}) == len(planned)
    listed = [Candidate.of(catalogue().by_name[e.exercise], side="left") for e in phase.exercises]
    return len(planned), sum(any(conflict(c, k) for k in frame.constraints) for c in listed)


def test_every_condition_named_for_it_has_a_protocol() -> None:
    assert {p.id for p in protocols()} >= CONDITIONS


@pytest.mark.parametrize("protocol", protocols(), ids=lambda p: p.id)
def test_a_protocol_is_complete_and_consistent(protocol: Protocol) -> None:
    assert "licensed PT must ratify" in protocol.ratify
    assert "surgeon" in protocol.ratify
    for phase in protocol.phases:
        assert phase.goals
        assert phase.criteria
        if protocol.surgical:
            assert phase.weeks is not None
        for entry in phase.exercises:
            exercise = catalogue().by_name[entry.exercise]
            kind = dose_classes()[exercise.dose]
            for name in ("sets", "reps", "hold_s", "minutes"):
                own, bounds = getattr(entry.dose, name), getattr(kind, name)
                if own is not None:
                    assert bounds is not None, (protocol.id, entry.exercise, name)
                    assert own.low in bounds, (protocol.id, entry.exercise, name)
                    assert own.high in bounds, (protocol.id, entry.exercise, name)
    weeks = [p.weeks for p in protocol.phases if p.weeks]
    assert all(a.high == b.low for a, b in pairwise(weeks))


@pytest.mark.parametrize("protocol", protocols(), ids=lambda p: p.id)
def test_no_phase_lists_what_its_own_protocol_forbids_then(protocol: Protocol) -> None:
    for phase in protocol.phases:
        start = phase.weeks.low if phase.weeks else 0
        for constraint in protocol.contraindications():
            if protocol.surgical and constraint.until_week and start >= constraint.until_week:
                continue
            for entry in phase.exercises:
                asked = Candidate.of(catalogue().by_name[entry.exercise])
                assert not conflict(asked, constraint), (phase.name, entry.exercise, constraint.text)


@pytest.mark.parametrize("item", [*protocols(), *procedures()], ids=lambda p: p.name)
def test_every_contraindication_is_understood_and_forbids_something(item: Protocol) -> None:
    for contra in item.contraindicated:
        read = read_precaution(contra.text, region=item.region)
        assert read.understood, contra.text
        assert read.constraints, contra.text


@pytest.mark.parametrize("precaution", PRECAUTIONS)
def test_the_precautions_of_the_property_test_are_understood(precaution: str) -> None:
    assert read_precaution(precaution, region="knee").understood


@pytest.mark.parametrize("protocol", protocols(), ids=lambda p: p.id)
def test_every_week_and_single_precaution_is_safe(protocol: Protocol, encounter: Make) -> None:
    planned = forbidden = 0
    for week, precaution in product((0, 1, 3, 5, 7, 11, 13, 20, 40), PRECAUTIONS):
        visit = visit_for(protocol, week, (precaution,), encounter)
        assert protocol_for(visit) is protocol
        frame = safety_frame(VisitFacts(), visit, protocol)
        extra = read_precaution(precaution, region=protocol.region, side="left").constraints
        if not protocol.surgical:
            frame = frame.model_copy(update={"constraints": (*frame.constraints, *extra)})
        view = Situation(week=week, age=60, has_measures=True)
        for phase in (current_phase(protocol, view),) if protocol.surgical else protocol.phases:
            found = check(protocol, phase, frame, view, PlanOptions())
            planned, forbidden = planned + found[0], forbidden + found[1]
    assert planned > 200, "most visits get a programme"
    assert forbidden > 0, "some precaution bears on some exercise of each protocol"


SPOKEN = [[e.exercise for phase in p.phases for e in phase.exercises] for p in protocols()]


@settings(max_examples=60, deadline=None)
@given(
    number=st.integers(min_value=0, max_value=len(protocols()) - 1),
    week=st.sampled_from((0, 2, 5, 8, 13, 26)),
    precautions=st.sets(st.sampled_from(PRECAUTIONS), min_size=1, max_size=3),
    typed=st.booleans(),
)
def test_nothing_forbidden_stands_in_a_dictated_plan(
    number: int, week: float, precautions: set[str], typed: bool
) -> None:
    """Every exercise of every phase is dictated; the orders stand in the record, or were said today."""
    protocol, ordered = protocols()[number], tuple(sorted(precautions))
    in_record = protocol.surgical and not typed
    visit = visit_for(protocol, week, ordered if in_record else (), make_encounter)
    said = () if in_record else ordered
    orders = tuple(PrecautionFact(id=f"p{n}", section="O", phrase=p) for n, p in enumerate(said))
    wishes = tuple(did(name, sets=2, reps=10) for name in dict.fromkeys(SPOKEN[number]))
    plan = draft_plan(VisitFacts(facts=(*wishes, *orders)), visit)
    frame = safety_frame(VisitFacts(facts=orders), visit, protocol)
    for item in plan.exercises:
        name = item.exercise.split(" (")[0]
        asked = candidate(name, region=protocol.region, side=item.side, where=item.where)
        assert frame.judge(asked) is None, (name, ordered)
    judged = {k.exercise.split(" (")[0] for k in plan.kept_out} | {
        p.exercise.split(" (")[0] for p in plan.exercises
    }
    assert judged >= {w.name for w in wishes}, "what was asked for stands, or stands among what is kept out"


@settings(max_examples=250, deadline=None)
@given(
    protocol=st.sampled_from(protocols()),
    week=st.floats(min_value=0, max_value=60),
    precautions=st.sets(st.sampled_from(PRECAUTIONS), max_size=5),
    irritability=st.sampled_from(["high", "moderate", "low"]),
    age=st.integers(min_value=12, max_value=99),
    session=st.floats(min_value=5, max_value=90),
    home=st.floats(min_value=3, max_value=60),
    equipment=st.none()
    | st.frozensets(st.sampled_from(["band", "chair", "step", "towel", "weights", "counter"])),
    measured=st.dictionaries(
        st.sampled_from(["pain", "knee flexion", "tug"]), st.floats(min_value=0, max_value=10)
    ),
    falls=st.booleans(),
    known=st.booleans(),
)
def test_no_plan_breaks_a_rule(
    protocol: Protocol,
    week: float,
    precautions: set[str],
    irritability: str,
    age: int,
    session: float,
    home: float,
    equipment: frozenset[str] | None,
    measured: dict[str, float],
    falls: bool,
    known: bool,
) -> None:
    constraints = tuple(
        c
        for text in sorted(precautions)
        for c in read_precaution(text, region=protocol.region, side="left").constraints
        if not (c.until_week and week >= c.until_week)
    )
    timed = tuple(
        c for c in protocol.contraindications("left") if not (c.until_week and week >= c.until_week)
    )
    frame = SafetyFrame(constraints=(*constraints, *timed), week=week if protocol.surgical else None)
    view = Situation(
        week=week,
        age=age,
        irritability=irritability,
        measured=measured,
        has_measures=known or bool(measured),
        falls_risk=falls,
    )
    options = PlanOptions(session_minutes=session, home_minutes=home, equipment=equipment)
    check(protocol, current_phase(protocol, view), frame, view, options)


@pytest.mark.parametrize(
    ("codes", "region", "expected"),
    [
        (("I69.351", "R26.89"), "gait", "post_stroke_gait"),
        (("R26.89", "I69.351"), "gait", "post_stroke_gait"),
        (("M22.2X1",), "knee", "patellofemoral_pain"),
        (("M72.2",), "foot", "plantar_fasciitis"),
        (("M77.11",), "elbow", "lateral_epicondylalgia"),
        (("M16.11",), "hip", "hip_osteoarthritis"),
        (("M54.41",), "lumbar spine", "lumbar_radiculopathy"),
        (("Q99.9",), "knee", None),
    ],
)
def test_the_condition_is_found_from_the_diagnosis(
    codes: tuple[str, ...], region: str, expected: str | None, encounter: Make
) -> None:
    found = protocol_for(encounter(icd10=codes, region=region))
    assert (found.id if found else None) == expected


def test_a_surgery_without_protocol_is_not_treated_as_its_diagnosis(encounter: Make) -> None:
    assert protocol_for(encounter(procedure="Left tibial osteotomy", icd10=("M17.12",))) is None
