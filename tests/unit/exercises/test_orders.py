"""Orders in prose: what forbids, what only tells, and what a human's typed order does to the plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.domain.facts import ExerciseFact, PlanFact, PrecautionFact, RomFact, VisitFacts
from agent.domain.note import Note, Section, Statement
from agent.domain.visit import Encounter
from agent.drafting.human import facts_in, with_human_words
from agent.exercises.orders import from_today, orders_in, side_in
from agent.exercises.planner import draft_plan

Make = Callable[..., Encounter]
Did = Callable[..., ExerciseFact]
Said = Callable[..., VisitFacts]

EVERYWHERE = (
    "NWB right leg.",
    "NWB",
    "Non-weight bearing right lower extremity until 6/30.",
    "Weight bearing: toe touch only.",
    "PWB 50%.",
    "Patient must stay off the right leg.",
    "Precautions: no knee flexion past 90.",
    "Surgeon called: no open chain knee extension until week 12.",
    "Per surgeon no active knee extension.",
    "Straight leg raises contraindicated.",
    "SLR on hold per surgeon",
    "She is not to bend the knee beyond 60 degrees",
    "Not cleared for running.",
    "Lifting restriction 5 pounds.",
)
NOT_IN_SUBJECTIVE = (
    "No kneeling.",
    "No kneeling x 6 weeks",
    "Avoid kneeling and squatting.",
    "Do not flex the knee past 90.",
    "PROM only.",
    "ROM 0-90 only.",
    "Hold straight leg raises.",
    "No kneeling until swelling is down.",
    "Continue quad sets, no squats.",
    "No more squats.",
)
NO_ORDER = (
    "No pain with kneeling.",
    "Denies pain with stairs.",
    "No instability with active abduction.",
    "She is no longer NWB.",
    "Was NWB until last week.",
    "No lifting restrictions.",
    "No restrictions on kneeling.",
    "Surgeon cleared her for full activity.",
    "Knee flexion limited to 90 degrees.",
    "No heel drops hip abduction sidelying 3 x 12.",
    "Shoulder flexion 2 x 10, no weight.",
    "No running since surgery.",
    "Lives in a house with no stairs",
    "No step downs today because of swelling.",
    "No squats if painful.",
    "No active quad contraction noted.",
    "Cannot kneel.",
    "Any orders on kneeling, no squats?",
)


@pytest.mark.parametrize("text", EVERYWHERE)
@pytest.mark.parametrize("section", ["S", "O", "A", "P"])
def test_an_order_counts_wherever_it_stands(text: str, section: Section) -> None:
    assert orders_in(text, section)


@pytest.mark.parametrize("text", NOT_IN_SUBJECTIVE)
def test_a_bare_prohibition_counts_but_in_subjective(text: str) -> None:
    assert orders_in(text, "P")
    assert orders_in(text, "O")
    assert not orders_in(text, "S")
    assert orders_in(f"Surgeon said: {text}", "S")


@pytest.mark.parametrize("text", NO_ORDER)
@pytest.mark.parametrize("section", ["S", "O", "A", "P"])
def test_what_only_tells_orders_nothing(text: str, section: Section) -> None:
    assert orders_in(text, section) == ()


@pytest.mark.parametrize(
    ("text", "ordered"),
    [
        ("Heel slides 2 x 10, no flexion past 90, quad sets 2 x 10.", ["no flexion past 90"]),
        ("Heel slides 2 x 10 no flexion past 90", ["no flexion past 90"]),
        ("No kneeling, quad sets 2 x 10 at home.", ["No kneeling"]),
        (
            "No push, pull, or lift with the right arm for 6 weeks.",
            ["No push, pull, or lift with the right arm for 6 weeks."],
        ),
        ("Order from Dr. Hale 6/14: NWB RLE. Bridges 2 x 10.", ["NWB RLE."]),
    ],
)
def test_an_order_ends_where_it_ends(text: str, ordered: list[str]) -> None:
    assert [text[a:b] for a, b in orders_in(text, "P")] == ordered


@given(st.text(max_size=200), st.sampled_from(["S", "O", "A", "P"]))
def test_any_text_is_read_into_words_in_order(text: str, section: Section) -> None:
    found = orders_in(text, section)
    assert all(0 <= a < b <= len(text) for a, b in found)
    assert list(found) == sorted(found)


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("NWB L LE", "left"),
        ("NWB RLE", "right"),
        ("no loading of the left arm", "left"),
        ("no flexion at L4-5", "none"),
        ("no lifting with the left or right arm", "none"),
    ],
)
def test_the_side_of_an_order(words: str, side: str) -> None:
    assert side_in(words) == side


@pytest.mark.parametrize(
    ("words", "today"),
    [
        ("no kneeling for two weeks", True),
        ("NWB another 2 weeks", True),
        ("no kneeling until week 6", False),
        ("no kneeling for the first 4 weeks", False),
    ],
)
def test_how_long_an_order_of_today_holds(words: str, today: bool) -> None:
    assert from_today(words) is today


KNEELS = ("kneeling on foam", "For home kneeling on foam 1 minute.")
STRAIGHT = ("straight leg raises", "Straight leg raises 2 x 10.")
SQUATS = ("mini squats", "Mini squats 2 x 8.")
FLEXES = ("active shoulder flexion", "Active shoulder flexion 2 x 10.")
TYPED: list[tuple[str, str, str, tuple[str, str]]] = [
    ("P", "knee", "No kneeling for two weeks.", KNEELS),
    ("O", "knee", "No kneeling.", KNEELS),
    ("S", "knee", "NWB right leg per Dr. Hale.", SQUATS),
    ("A", "knee", "PWB 40% right leg.", SQUATS),
    ("P", "knee", "NWB", SQUATS),
    ("P", "knee", "Hold straight leg raises.", STRAIGHT),
    ("A", "knee", "Surgeon called: no straight leg raises until cleared.", STRAIGHT),
    ("P", "shoulder", "PROM only.", FLEXES),
    ("O", "shoulder", "Sling at all times, no AROM.", FLEXES),
]


@pytest.mark.parametrize(("section", "region", "order", "wish"), TYPED)
@pytest.mark.parametrize("how", ["typed", "dictated", "precaution"])
def test_an_order_keeps_the_exercise_out_with_both_quoted(
    encounter: Make, did: Did, said: Said, section: str, region: str, order: str, wish: Any, how: str
) -> None:
    visit = encounter(icd10=("M25.561",), region=region)
    name, clause = wish
    facts = said(did(name, clause))
    assert draft_plan(facts, visit).kept_out == ()
    assert any(p.origin == "dictated" for p in draft_plan(facts, visit).exercises)
    if how == "typed":
        note = Note(
            note_type="daily", statements=(Statement(id="h1", section=section, text=order, origin="human"),)
        )
        facts = with_human_words(facts, note, (), visit)
    else:
        kind = PlanFact if how == "dictated" else PrecautionFact
        other: dict[str, Any] = {"polarity": "negative"} if how == "precaution" else {}
        facts = said(*facts.facts, kind(id="p1", section=section, phrase=order, clause=order, **other))
    plan = draft_plan(facts, visit)
    assert [p for p in plan.exercises if p.origin == "dictated"] == []
    (out,) = plan.kept_out
    assert order.split(":")[-1].split(",")[-1].strip(" .") in out.why
    assert clause in [e.quote for e in out.evidence]
    assert plan.precautions


def test_a_typed_order_is_no_measure_and_no_treatment(encounter: Make) -> None:
    visit = encounter(icd10=("M25.561",))

    def kinds(text: str) -> list[str]:
        statement = Statement(id="h1", section="O", text=text, origin="human")
        return [f.kind for f in facts_in(statement, visit)]

    assert kinds("Do not flex the knee past 90.") == ["precaution"]
    assert kinds("Straight leg raises contraindicated.") == ["precaution"]
    assert "rom" in kinds("Right knee flexion 105 degrees, no kneeling.")
    assert "precaution" in kinds("Right knee flexion 105 degrees, no kneeling.")
    gait = kinds("Gait training NWB with crutches 10 minutes.")
    assert {"intervention", "precaution"} <= set(gait), "its minutes are still billed"


def test_an_order_of_the_other_leg_binds_the_other_leg(encounter: Make, did: Did, said: Said) -> None:
    visit = encounter(icd10=("M25.561",), side="right")
    order = PlanFact(id="p1", section="P", phrase="NWB L LE.", clause="NWB L LE.")
    stands = draft_plan(said(did("single leg stance", side="left"), order), visit)
    assert len(stands.kept_out) == 1
    lies = draft_plan(said(did("straight leg raises", side="left"), order), visit)
    assert lies.kept_out == ()


def test_record_and_note_that_contradict_are_asked_and_the_stricter_holds(
    encounter: Make, did: Did, said: Said
) -> None:
    visit = encounter(procedure="Right ankle ORIF", region="ankle", weeks=4, precautions=("WBAT in boot",))
    order = PrecautionFact(id="p1", section="O", phrase="NWB right leg.", clause="NWB right leg.")
    plan = draft_plan(said(did("mini squats"), order), visit)
    assert len(plan.kept_out) == 1
    assert any("two weight-bearing statuses (WBAT, NWB)" in q for q in plan.questions)


def test_a_precaution_that_cannot_be_tested_is_asked(encounter: Make, did: Did, said: Said) -> None:
    odd = PrecautionFact(id="p1", section="O", phrase="Keep the frobnicator dry.")
    plan = draft_plan(said(did("quad sets"), odd), encounter(icd10=("M17.11",)))
    assert any("frobnicator" in q and "could not be tested" in q for q in plan.questions)


def test_a_limit_that_is_ordered_moves_no_phase(encounter: Make, said: Said) -> None:
    visit = encounter(procedure="Right total knee arthroplasty", weeks=4)
    clause = "Surgeon: no knee flexion past 70."
    limit = RomFact(
        id="r1", section="O", phrase=clause, clause=clause, joint="knee", motion="flexion", to_value=70
    )
    free = draft_plan(said(), visit).phase
    assert draft_plan(said(limit), visit).phase == free
