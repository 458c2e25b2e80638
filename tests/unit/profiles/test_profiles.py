"""Profiles: shipped ones are sound; a clinic's file that is wrong says where and how to mend it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from agent.domain.visit import Encounter
from agent.errors import InputError, SettingsError
from compliance.profiles import load_profile, payer_names, populations, profile_for
from compliance.rules.examples import build

ON = date(2026, 3, 10)


def overlay(tmp_path: Path, rules: str, start: str = "2020-01-01") -> Path:
    path = tmp_path / "clinic_north.yaml"
    path.write_text(
        f"kind: overlay\nversions:\n  - version: '1'\n    valid_from: {start}\n    rules: {rules}\n"
    )
    return path


def visit(born: str = "1950-01-01", surgery: bool = False) -> Encounter:
    operation = {"procedure": "Right TKA", "date": "2026-02-01"} if surgery else None
    return build({"encounter": {"patient": {"date_of_birth": born}, "episode": {"surgery": operation}}})[
        0
    ].encounter


def test_payers() -> None:
    assert payer_names() == ("commercial", "medicare_b", "workers_comp")
    assert [load_profile(n, ON).billing.method for n in payer_names()] == ["ama", "cms", "cms"]
    assert [load_profile(n, ON).payer_class for n in payer_names()] == [
        "commercial",
        "medicare",
        "workers_comp",
    ]


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
    encounter = visit(born, surgery)
    assert populations(encounter) == expected
    assert profile_for(encounter).overlays == tuple(f"{n}@2026.1" for n in expected)


def test_population_changes_limits_and_severity() -> None:
    child = profile_for(visit("2015-06-01"))
    assert child.setting("ROM-01").limits == {"over_normal_percent": 40}
    assert child.setting("ROM-01").severity == "warn"
    assert profile_for(visit()).setting("ROM-01").limits == {}


def test_a_clinic_file_is_laid_over(tmp_path: Path) -> None:
    path = overlay(tmp_path, "{MCR-TN-14: {limits: {days: 1}}, SL-01: {enabled: false, reason: own list}}")
    profile = profile_for(visit("2015-06-01"), clinic=path)
    assert profile.setting("MCR-TN-14").limits == {"days": 1}
    assert profile.setting("SL-01").enabled is False
    assert profile.setting("ROM-01").severity == "warn", "the population's settings stay"
    assert profile.label == "medicare_b@2022.1+paediatric@2026.1+clinic_north@1"


def test_a_later_overlay_wins_field_by_field(tmp_path: Path) -> None:
    path = overlay(tmp_path, "{ROM-01: {severity: info}}")
    setting = profile_for(visit("2015-06-01"), clinic=path).setting("ROM-01")
    assert (setting.severity, setting.limits) == ("info", {"over_normal_percent": 40})


def test_an_overlay_before_its_date_changes_nothing(tmp_path: Path) -> None:
    path = overlay(tmp_path, "{SL-01: {severity: info}}", start="2027-01-01")
    assert profile_for(visit(), clinic=path).setting("SL-01").severity is None


@pytest.mark.parametrize(
    ("rules", "says", "mend"),
    [
        ("{NO-SUCH: {severity: warn}}", "versions.0.rules.NO-SUCH", "rules list"),
        ("{MCR-PR-01: {limits: {treatment_days: 99}}}", "limits.treatment_days is 99", "from 1 to 30"),
        ("{MCR-PR-01: {limits: {days: 9}}}", "limits.days", "treatment_days"),
        ("{SL-01: {limits: {days: 9}}}", "limits.days", "none"),
        ("{SL-01: {severity: fatal}}", "severity", "shipped profiles"),
        ("{SL-01: {enabled: false}}", "without a reason", "reason"),
        ("{SL-01: {colour: red}}", "colour", "shipped profiles"),
        ("{MCR-PR-01: {limits: {treatment_days: ten}}}", "treatment_days", "shipped profiles"),
    ],
)
def test_a_clinic_file_that_is_wrong(tmp_path: Path, rules: str, says: str, mend: str) -> None:
    with pytest.raises(SettingsError) as caught:
        profile_for(visit(), clinic=overlay(tmp_path, rules))
    assert says in caught.value.message
    assert "clinic_north.yaml" in caught.value.message
    assert mend in caught.value.mend


@pytest.mark.parametrize(
    "text", ["kind: [", "kind: payer\nversions: []\n", "just text", "versions:\n  - {version: '1'}\n"]
)
def test_a_file_that_is_no_profile(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(text)
    with pytest.raises(SettingsError, match=r"broken\.yaml"):
        profile_for(visit(), clinic=path)


def test_versions_out_of_order(tmp_path: Path) -> None:
    path = tmp_path / "unsorted.yaml"
    path.write_text(
        "kind: overlay\nversions:\n"
        "  - {version: '2', valid_from: 2026-01-01}\n  - {version: '1', valid_from: 2025-01-01}\n"
    )
    with pytest.raises(SettingsError, match="order"):
        profile_for(visit(), clinic=path)


def test_a_file_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"nowhere\.yaml"):
        profile_for(visit(), clinic=tmp_path / "nowhere.yaml")
