"""Dated figures and quarterly edit files: asked for by date, and never guessed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from agent.errors import InputError
from compliance.billing.codes import codes, is_evaluation, is_timed, name_of
from compliance.billing.edits import load_mue, load_ptp, quarter_days, shipped_mue, shipped_ptp
from compliance.billing.figures import (
    NotCovered,
    certification_terms,
    kx_threshold,
    may_certify,
    medical_review_threshold,
)
from compliance.billing.kx import says_over_threshold

PTP = (
    "CPT only copyright\n"
    "Column 1\tColumn 2\tprior\teffective\tdeletion\tindicator\trationale\n"
    "97530\t97116\t\t20200101\t*\t1\tMisuse of column two code\n"
    "97140\t97124\t\t20190101\t20250401\t0\tMore extensive procedure\n"
)


@pytest.mark.parametrize(
    ("year", "amount"), [(2021, 2110), (2022, 2150), (2023, 2230), (2024, 2330), (2025, 2410), (2026, 2480)]
)
def test_threshold_by_year(year: int, amount: float) -> None:
    assert kx_threshold(date(year, 1, 1)) == kx_threshold(date(year, 12, 31)) == amount


def test_a_year_that_no_table_covers_is_an_error_with_a_mend() -> None:
    with pytest.raises(NotCovered, match="2027-01-01") as caught:
        kx_threshold(date(2027, 1, 1))
    assert "kx_threshold.yaml" in caught.value.mend
    with pytest.raises(NotCovered):
        medical_review_threshold(date(2028, 1, 1))
    with pytest.raises(NotCovered):
        certification_terms(date(2000, 1, 1))
    assert medical_review_threshold(date(2027, 12, 31)) == medical_review_threshold(date(2018, 1, 1)) == 3000
    assert certification_terms(date(2008, 1, 1)).certify_within_days == 30


def test_certification_terms() -> None:
    before, after = certification_terms(date(2024, 12, 31)), certification_terms(date(2025, 1, 1))
    assert (before.certify_within_days, before.recertify_after_days, before.verbal_order_days) == (30, 90, 14)
    assert (before.signed_order_exception, after.signed_order_exception) == (False, True)
    assert (may_certify("MD"), may_certify("D.C."), may_certify("")) == (True, False, True)


def test_codes() -> None:
    assert (is_timed("97035"), is_timed("97150"), is_timed("97545"), is_timed("12345")) == (
        True,
        False,
        False,
        False,
    )
    assert (is_evaluation("97164"), is_evaluation("97110"), is_evaluation("12345")) == (True, False, False)
    assert (name_of("97116"), name_of("12345")) == ("97116 (gait training)", "12345")
    assert len(codes()) > 40
    assert (codes()["97150"].group, codes()["97110"].group) == (True, False)


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("you have passed the Medicare therapy threshold as of today", True),
        ("over the therapy cap, so KX on all lines", True),
        ("add the KX modifier", True),
        ("k x modifier please", True),
        ("exceeds the medicare threshold", True),
        ("she has not passed the therapy threshold", False),
        ("no KX needed", False),
        ("KX not needed", False),
        ("she is under the therapy threshold", False),
        ("when she passes the therapy threshold", False),
        ("isn't over the Medicare cap", False),
        ("passed the stairs test, therapy goes on", False),
    ],
)
def test_words_about_the_threshold(text: str, over: bool) -> None:
    assert says_over_threshold(text) is over


def test_ptp_file(tmp_path: Path) -> None:
    path = tmp_path / "ptp.txt"
    path.write_text(PTP)
    edits = load_ptp(path, "2026-Q2")
    assert [(p.column1, p.column2, p.indicator) for p in edits.pairs] == [
        ("97530", "97116", 1),
        ("97140", "97124", 0),
    ]
    assert [p.holds_on(date(2026, 5, 1)) for p in edits.pairs] == [True, False]
    assert [p.holds_on(date(2019, 5, 1)) for p in edits.pairs] == [False, True]
    assert (
        edits.covers(date(2026, 4, 1)),
        edits.covers(date(2026, 6, 30)),
        edits.covers(date(2026, 7, 1)),
    ) == (True, True, False)


def test_an_edit_holds_from_its_first_day_to_the_day_before_its_deletion(tmp_path: Path) -> None:
    path = tmp_path / "ptp.txt"
    path.write_text("97530\t97116\t20201015\t20260630\t1\n\n97140\t97124\t20260630\t0\n")
    first, second = load_ptp(path, "2026-Q2").pairs
    assert (first.effective, first.deleted) == (date(2020, 10, 15), date(2026, 6, 30))
    days = (date(2020, 10, 14), date(2020, 10, 15), date(2026, 6, 29), date(2026, 6, 30))
    assert [first.holds_on(d) for d in days] == [False, True, True, False]
    assert (second.effective, second.deleted, second.indicator) == (date(2026, 6, 30), None, 0)


def test_ptp_file_with_commas(tmp_path: Path) -> None:
    path = tmp_path / "ptp.csv"
    path.write_text("97530,97116,,20200101,*,1,text\n")
    assert load_ptp(path, "2026-Q1").pairs[0].indicator == 1


@pytest.mark.parametrize(
    ("text", "quarter", "says"),
    [
        (PTP.replace("20200101", "20260701"), "2026-Q2", "after 2026-Q2"),
        ("nothing here\n", "2026-Q2", "no pair"),
        (PTP + "97530\tsomething\n", "2026-Q2", "Line 5"),
        ("97530\t97116\tno dates\n", "2026-Q2", "Line 1"),
        ("97530\t97116\t1\tno dates\n", "2026-Q2", "Line 1"),
        ("97530\t97116\t20200101\tno indicator\n", "2026-Q2", "Line 1"),
        (PTP, "spring 2026", "quarter"),
    ],
)
def test_ptp_file_that_cannot_be_used(tmp_path: Path, text: str, quarter: str, says: str) -> None:
    path = tmp_path / "ptp.txt"
    path.write_text(text)
    with pytest.raises(InputError, match=says):
        load_ptp(path, quarter)


def test_a_packed_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ptp.zip"
    path.write_bytes(b"PK\x03\x04\xff\xfe\x00")
    with pytest.raises(InputError, match="cannot be read as text"):
        load_ptp(path, "2026-Q2")
    with pytest.raises(InputError, match="cannot be read as text"):
        load_ptp(tmp_path / "missing.txt", "2026-Q2")


def test_mue_file(tmp_path: Path) -> None:
    path = tmp_path / "mue.csv"
    path.write_text("HCPCS,Value,Indicator\n97110,6,line edit\n97116,4\n97140,none,3\n")
    assert load_mue(path, "2026-Q3").units == {"97110": 6, "97116": 4}
    path.write_text("HCPCS,Value\n")
    with pytest.raises(InputError, match="no units"):
        load_mue(path, "2026-Q3")


@pytest.mark.parametrize(
    ("quarter", "first", "last"),
    [
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
    ],
)
def test_quarters(quarter: str, first: date, last: date) -> None:
    assert quarter_days(quarter) == (first, last)


def test_shipped_samples_say_which_quarter_they_are() -> None:
    for edits in (shipped_ptp(), shipped_mue()):
        assert (edits.valid_from, edits.valid_until) == quarter_days(edits.quarter)
        assert edits.source
    assert not any({p.column1, p.column2} == {"97110", "97140"} for p in shipped_ptp().pairs)
