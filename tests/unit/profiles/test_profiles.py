"""Profiles: shipped ones are sound; a clinic's that is wrong says where and how to mend it."""

from __future__ import annotations

from datetime import date

import pytest

from agent.domain.visit import Encounter
from agent.errors import InputError
from compliance.profiles import (
    Overlay,
    load_profile,
    payer_names,
    profile_for,
    read_overlay,
    shipped_overlays,
)
from compliance.rules.examples import build

ON = date(2026, 3, 10)


def text(rules: str, start: str = "2020-01-01", patients: str = "") -> str:
    whom = f"patients: {patients}\n" if patients else ""
    return f"kind: overlay\n{whom}versions:\n  - version: '1'\n    valid_from: {start}\n    rules: {rules}\n"


def overlay(rules: str, name: str = "clinic", **more: str) -> Overlay:
    return read_overlay(text(rules, **more), name, 1)


def visit(born: str = "1950-01-01", surgery: bool = False, **episode: str) -> Encounter:
    operation = {"procedure": "Right TKA", "date": "2026-02-01"} if surgery else None
    draft = {"patient": {"date_of_birth": born}, "episode": {"surgery": operation, **episode}}
    return build({"encounter": draft})[0].encounter


def test_payers() -> None:
    assert payer_names() == ("commercial", "medicare_b", "workers_comp")
    assert [load_profile(n, ON).billing.method for n in payer_names()] == ["ama", "cms", "cms"]
    assert [load_profile(n, ON).payer_class for n in payer_names()] == [
        "commercial",
        "medicare",
        "workers_comp",
    ]
    assert [o.name for o in shipped_overlays()] == ["paediatric", "post_operative"]


def test_version_by_date_of_service() -> None:
    before, after = (
        load_profile("medicare_b", date(2021, 12, 31)),
        load_profile("medicare_b", date(2022, 1, 1)),
    )
    assert (before.version, before.billing.assistant_modifier) == ("2019.1", "")
    assert (after.version, after.billing.assistant_modifier) == ("2022.1", "CQ")
    assert after.label == "medicare_b@2022.1"


@pytest.mark.parametrize("name", ["blue_sky", "../secrets", "medicare_b.yaml", "", "paediatric"])
def test_a_payer_without_a_profile(name: str) -> None:
    with pytest.raises(InputError) as caught:
        load_profile(name, ON)
    assert "medicare_b" in caught.value.mend
    assert "patient.payer" in caught.value.mend


def test_a_payer_of_another_kind_is_not_sent_to_somebody_elses_rules() -> None:
    with pytest.raises(InputError) as caught:
        load_profile("county_plan", ON)
    assert "county_plan.yaml" in caught.value.mend
    assert "until then document them elsewhere" in caught.value.mend
    assert "only where it is wrong" in caught.value.mend
    assert "Set patient.payer to" not in caught.value.mend


def test_a_date_before_all_versions() -> None:
    with pytest.raises(InputError, match="2018-12-31"):
        load_profile("medicare_b", date(2018, 12, 31))


@pytest.mark.parametrize(
    ("born", "surgery", "expected"),
    [
        ("1950-01-01", False, ()),
        ("1950-01-01", True, ("post_operative",)),
        ("2008-03-11", False, ("paediatric",)),
        ("2008-03-10", False, ()),
        ("2015-06-01", True, ("paediatric", "post_operative")),
    ],
)
def test_population_of_a_patient(born: str, surgery: bool, expected: tuple[str, ...]) -> None:
    assert profile_for(visit(born, surgery)).overlays == tuple(f"{n}@2026.1" for n in expected)


def test_population_changes_limits_and_severity() -> None:
    child = profile_for(visit("2015-06-01"))
    assert child.setting("ROM-01").limits == {"over_normal_percent": 40}
    assert child.setting("ROM-01").severity == "warn"
    assert profile_for(visit()).setting("ROM-01").limits == {}


def test_a_clinics_profile_is_laid_over() -> None:
    own = overlay("{MCR-TN-14: {limits: {days: 1}}, SL-01: {enabled: false, reason: own list}}")
    profile = profile_for(visit("2015-06-01"), (own,))
    assert profile.setting("MCR-TN-14").limits == {"days": 1}
    assert profile.setting("SL-01").enabled is False
    assert profile.setting("ROM-01").severity == "warn", "the population's settings stay"
    assert profile.label == "medicare_b@2022.1+paediatric@2026.1+clinic.r1@1"


def test_a_later_overlay_wins_field_by_field() -> None:
    own = overlay("{ROM-01: {severity: info, reason: ours}}")
    setting = profile_for(visit("2015-06-01"), (own,)).setting("ROM-01")
    assert (setting.severity, setting.limits) == ("info", {"over_normal_percent": 40})


def test_a_population_of_the_clinic_wins_over_the_clinic_whatever_their_names() -> None:
    knees = overlay("{SL-01: {severity: block, reason: k}}", name="a_knees", patients="{regions: [Knee]}")
    everybody = overlay("{SL-01: {severity: info, reason: c}}", name="clinic")
    assert profile_for(visit(), (knees, everybody)).setting("SL-01").severity == "block"
    assert profile_for(visit(region="hip"), (knees, everybody)).setting("SL-01").severity == "info"


def test_a_clinics_profile_takes_the_place_of_the_shipped_one_of_its_name() -> None:
    own = overlay("{}", name="paediatric", patients="{age_until: 12}")
    child = profile_for(visit("2015-06-01"), (own,))
    assert child.setting("ROM-01").severity is None
    assert child.overlays == ("paediatric.r1@1",)
    assert profile_for(visit("2009-06-01"), (own,)).overlays == ()


@pytest.mark.parametrize(
    ("patients", "fits"),
    [
        ("{age_from: 76}", True),
        ("{age_from: 77}", False),
        ("{age_until: 76}", True),
        ("{age_until: 75}", False),
        ("{after_surgery: true}", False),
        ("{after_surgery: false}", True),
        ("{regions: [shoulder, KNEE]}", True),
        ("{regions: [shoulder]}", False),
        ("{payers: [medicare_b]}", True),
        ("{payers: [commercial]}", False),
        ("{age_from: 65, payers: [commercial]}", False),
    ],
)
def test_whom_a_profile_is_for(patients: str, fits: bool) -> None:
    own = overlay("{SL-01: {severity: info, reason: x}}", name="elders", patients=patients)
    assert (profile_for(visit(), (own,)).setting("SL-01").severity == "info") is fits


def test_an_overlay_before_its_date_changes_nothing() -> None:
    own = overlay("{SL-01: {severity: info, reason: x}}", start="2027-01-01")
    assert profile_for(visit(), (own,)).setting("SL-01").severity is None
    assert profile_for(visit(), (own,)).overlays == ()


@pytest.mark.parametrize(
    ("rules", "says", "mend"),
    [
        ("{NO-SUCH: {severity: warn}}", "versions.0.rules.NO-SUCH", "rules list"),
        ("{ROM-1: {severity: warn}}", "versions.0.rules.ROM-1", "Did you mean ROM-01?"),
        ("{MCR-PR-01: {limits: {treatment_days: 99}}}", "limits.treatment_days is 99", "from 1 to 30"),
        ("{MCR-PR-01: {limits: {treatment_days: 0}}}", "limits.treatment_days is 0", "from 1 to 30"),
        ("{MCR-PR-01: {limits: {days: 9}}}", "limits.days", "treatment_days"),
        ("{SL-01: {limits: {days: 9}}}", "limits.days", "none"),
        ("{SL-01: {severity: fatal}}", "severity", "kind: overlay"),
        ("{SL-01: {severity: info}}", "changes a severity without a reason", "reason"),
        ("{SL-01: {enabled: false}}", "without a reason", "reason"),
        ("{SL-01: {enabled: false, reason: ' '}}", "without a reason", "reason"),
        ("{SL-01: {colour: red}}", "colour", "kind: overlay"),
        ("{MCR-PR-01: {limits: {treatment_days: ten}}}", "treatment_days", "kind: overlay"),
        ("{MCR-PR-01: {limits: {treatment_days: .nan}}}", "treatment_days is nan", "from 1 to 30"),
    ],
)
def test_a_clinics_profile_that_is_wrong(rules: str, says: str, mend: str) -> None:
    with pytest.raises(InputError) as caught:
        overlay(rules)
    assert says in caught.value.message
    assert "'clinic'" in caught.value.message
    assert mend in caught.value.mend


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("kind: [", "cannot be read as YAML at line 1"),
        ("kind: overlay\nkind: overlay\n", "cannot be read as YAML at line 1"),
        ("kind: &a overlay\nversions: [*a]\n", "cannot be read as YAML at line 2"),
        ("kind: overlay\nversions: []\n", "versions"),
        ("just text", "mere text"),
        ("", "empty"),
        ("versions:\n  - {version: '1'}\n", "valid_from"),
        ("kind: overlay\nversions:\n  - {version: '1', valid_from: 2026-13-01}\n", "line|valid_from"),
        (
            "kind: payer\npayer_class: medicare\nversions:\n  - {version: '1', valid_from: 2026-01-01}\n",
            "kind",
        ),
        (text("{}") + "    billing: {method: ama}\n", "versions.billing"),
        (text("{}", patients="{age_from: 60, age_until: 18}"), "fits nobody"),
        (text("{}", patients="{height: 180}"), "patients.height"),
        ("x" * 100_001, "100001 characters"),
        (
            "kind: overlay\nversions:\n"
            "  - {version: '2', valid_from: 2026-01-01}\n  - {version: '1', valid_from: 2025-01-01}\n",
            "order",
        ),
    ],
)
def test_a_text_that_is_no_profile(given: str, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        read_overlay(given, "clinic")
    assert caught.value.mend
