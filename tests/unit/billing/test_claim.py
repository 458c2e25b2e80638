"""Claim lines from facts: dictated minutes only, the payer's method, modifiers, and explanations."""

from __future__ import annotations

from typing import Any

import pytest

from agent.domain.billing import Claim
from compliance.rules.examples import build


def claim(*facts: dict[str, Any], **encounter: Any) -> Claim:
    return build({"facts": list(facts), "encounter": encounter})[0].claim


def given(code: str, minutes: int | None = None, **more: Any) -> dict[str, Any]:
    return {"kind": "intervention", "code": code, "minutes": minutes, **more}


def lines(made: Claim) -> list[tuple[str, int, tuple[str, ...]]]:
    return [(line.code, line.units, line.modifiers) for line in made.lines]


COMMERCIAL = {"patient": {"payer": "commercial"}}


def test_lines_explain_themselves() -> None:
    made = claim(given("97110", 23), given("97140", 15))
    assert made.explanation == "38 timed minutes → 3 units: 97110 23 min → 2, 97140 15 min → 1"
    assert lines(made) == [("97110", 2, ("GP",)), ("97140", 1, ("GP",))]
    assert made.lines[0].explanation == "97110 (therapeutic exercise): 23 min → 2"
    assert (made.total_timed_minutes, made.total_treatment_minutes) == (38, None)


def test_both_methods_stand_whatever_the_payer() -> None:
    for payer, method, units in (("medicare_b", "cms", 1), ("commercial", "ama", 2)):
        made = claim(given("97110", 25), given("97140", 12), patient={"payer": payer})
        assert (made.method, made.cms_units, made.ama_units) == (
            method,
            {"97110": 1, "97140": 1},
            {"97110": 2, "97140": 1},
        )
        assert lines(made)[0] == ("97110", units, ("GP",))


def test_minutes_of_one_code_add_up() -> None:
    made = claim(given("97110", 8), given("97140", 10), given("97110", 15))
    assert made.minutes == {"97110": 23, "97140": 10}
    assert len(made.services) == 3


def test_untimed_minutes_count_toward_the_total_alone() -> None:
    made = claim(given("97161", 35), given("97110", 7), {"kind": "session_time", "minutes": 42})
    assert lines(made) == [("97110", 0, ("GP",)), ("97161", 1, ("GP",))]
    assert (made.untimed, made.total_timed_minutes, made.total_treatment_minutes) == (("97161",), 7, 42)
    assert made.explanation == "7 timed minutes → 0 units: 97110 7 min → 0; untimed: 97161"


def test_minutes_that_earn_no_unit_of_their_own_keep_a_line() -> None:
    made = claim(given("97110", 37), given("97140", 5))
    assert lines(made) == [("97110", 3, ("GP",)), ("97140", 0, ("GP",))]
    assert (
        made.lines[1].explanation
        == "97140 (manual therapy): 5 min → 0 units, counted among the timed minutes"
    )
    assert "97140" not in made.cms_units


def test_nothing_dictated_is_nothing_billed() -> None:
    made = claim(given("97110"))
    assert (made.minutes, made.cms_units, made.ama_units, made.lines) == ({}, {}, {}, ())
    assert made.total_timed_minutes is None
    assert made.explanation == "no timed minutes were dictated"


def test_a_dictated_timed_total_stands_without_shares() -> None:
    made = claim(given("97110"), {"kind": "session_time", "what": "timed", "minutes": 30})
    assert (made.total_timed_minutes, made.minutes) == (30, {})


def test_the_last_total_holds() -> None:
    totals = [{"kind": "session_time", "minutes": m} for m in (36, 46)]
    assert claim(*totals).total_treatment_minutes == 46


@pytest.mark.parametrize(
    "other",
    [
        {"time": "planned"},
        {"time": "before"},
        {"polarity": "denied"},
        {"subject": "relative"},
        {"by": "aide"},
    ],
)
def test_what_was_not_given_by_the_clinic_today_is_not_billed(other: dict[str, str]) -> None:
    assert claim(given("97110", 20, **other)).lines == ()


def test_the_assistants_units_stand_on_their_own_line() -> None:
    made = claim(given("97110", 13), given("97110", 23, by="PTA"), given("97140", 30))
    assert lines(made) == [("97110", 1, ("GP",)), ("97110", 1, ("GP", "CQ")), ("97140", 2, ("GP",))]
    assert made.lines[1].explanation == "97110 (therapeutic exercise): 36 min → 2 (PT 13 min, PTA 23 min)"


def test_an_assistants_modality_carries_the_modifier() -> None:
    assert lines(claim(given("G0283", 10, by="PTA"))) == [("G0283", 1, ("GP", "CQ"))]
    assert lines(claim(given("G0283", 10, by="PTA"), given("G0283", 5))) == [("G0283", 1, ("GP",))]


def test_no_assistant_modifier_before_2022_or_for_other_payers() -> None:
    early = {"visit": {"date": "2021-05-05"}, "plan_of_care": None, "episode": {"onset": None}}
    for encounter in (early, COMMERCIAL):
        assert lines(claim(given("97116", 12, by="PTA"), **encounter)) == [("97116", 1, ("GP",))]


def test_stimulation_goes_under_the_payers_code() -> None:
    assert claim(given("97014")).untimed == ("G0283",)
    assert claim(given("97014"), given("G0283")).untimed == ("G0283",)


def test_a_bundled_pack_is_documented_and_not_billed() -> None:
    made = claim(given("97010", 10))
    assert [(line.code, line.units) for line in made.lines] == [("97010", 0)]
    assert claim(given("97010"), **COMMERCIAL).lines[0].units == 1


def test_a_code_that_is_not_known_is_not_billed() -> None:
    assert claim(given("99999", 20)).lines == ()


def test_threshold_modifier() -> None:
    over, at = {"history": {"therapy_charges_ytd": 2481}}, {"history": {"therapy_charges_ytd": 2480}}
    assert lines(claim(given("97110", 20), **over)) == [("97110", 1, ("GP", "KX"))]
    assert lines(claim(given("97110", 20), **at)) == [("97110", 1, ("GP",))]
    assert lines(claim(given("97110", 20), **over, **COMMERCIAL)) == [("97110", 1, ("GP",))]


def test_threshold_said_by_the_therapist() -> None:
    said = {"kind": "assessment", "phrase": "passed the Medicare therapy threshold"}
    assert lines(claim(given("97110", 20), said)) == [("97110", 1, ("GP", "KX"))]


def test_a_year_without_a_figure_adds_no_modifier() -> None:
    later = {"visit": {"date": "2031-03-03"}, "history": {"therapy_charges_ytd": 9999}}
    assert lines(claim(given("97110", 20), **later)) == [("97110", 1, ("GP",))]


def test_ties_are_told() -> None:
    assert (
        "97110, 97112 tie: 2 allocations are right"
        in claim(given("97110", 20), given("97112", 20)).explanation
    )


def test_nothing_is_billed_from_absurd_minutes() -> None:
    made = claim(given("97110", 2000), given("97140", 15))
    assert (made.minutes, made.lines, made.cms_units, made.total_timed_minutes) == ({}, (), {}, None)
    assert "97110" in made.explanation
    assert claim(given("97110", -5), given("97140", 15)).minutes == {"97140": 15}


def test_evidence_goes_with_the_line() -> None:
    context, _ = build(
        {"said": "ther ex 23 minutes", "facts": [given("97110", 23, said="ther ex 23 minutes")]}
    )
    assert context.claim.lines[0].evidence[0].quote == "ther ex 23 minutes"
    assert context.claim.services[0].evidence == context.claim.lines[0].evidence


def test_a_treatment_of_no_minutes_is_kept_and_earns_nothing() -> None:
    made = claim(given("97110", 0))
    assert ([s.minutes for s in made.services], made.minutes, made.lines) == ([0], {"97110": 0}, ())
    assert made.total_timed_minutes == 0


def test_untimed_lines_carry_their_own_minutes() -> None:
    made = claim(given("97014", 10), given("97161", 30), given("97110", 8))
    assert [(line.code, line.minutes, line.timed) for line in made.lines] == [
        ("97110", 8, True),
        ("G0283", 10, False),
        ("97161", 30, False),
    ]
    assert claim(given("97161")).lines[0].minutes is None
