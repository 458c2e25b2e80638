"""Dated figures and quarterly edit files: asked for by date, and never guessed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from compliance.billing.codes import codes, is_evaluation, is_timed, name_of
from compliance.billing.edits import Pair, quarter_days, quarter_of, shipped_mue, shipped_ptp
from compliance.billing.figures import (
    NotCovered,
    certification_terms,
    kx_threshold,
    may_certify,
    medical_review_threshold,
)
from compliance.billing.kx import says_over_threshold


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
        ("We are past the 2480 dollar threshold now, care stays medically necessary", True),
        ("the therapy cap was reached last week", True),
        ("her Medicare threshold has been maxed out", True),
        ("the therapy threshold is not yet reached", False),
        ("heart rate went over the threshold on the bike", False),
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


@pytest.mark.parametrize(
    ("quarter", "first", "last"),
    [
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-Q2", date(2026, 4, 1), date(2026, 6, 30)),
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
    ],
)
def test_quarters(quarter: str, first: date, last: date) -> None:
    assert quarter_days(quarter) == (first, last)


def test_the_quarter_of_a_day() -> None:
    assert [quarter_of(date(2026, month, 1))[-2:] for month in range(1, 13)] == (
        ["Q1"] * 3 + ["Q2"] * 3 + ["Q3"] * 3 + ["Q4"] * 3
    )
    assert quarter_of(date(2026, 3, 31)) == "2026-Q1"


def test_a_pair_holds_through_the_day_of_its_deletion() -> None:
    pair = Pair(
        column1="97530",
        column2="97116",
        indicator=1,
        effective=date(2020, 10, 15),
        deleted=date(2026, 6, 30),
    )
    days = (date(2020, 10, 14), date(2020, 10, 15), date(2026, 6, 30), date(2026, 7, 1))
    assert [pair.holds_on(day) for day in days] == [False, True, True, False]
    assert pair.model_copy(update={"deleted": None}).holds_on(date(2030, 1, 1))
    assert pair.model_copy(update={"effective": None}).holds_on(date(2000, 1, 1))


def test_a_pair_taken_back_from_its_first_day_never_held() -> None:
    day = date(2026, 4, 1)
    assert not Pair(column1="97530", column2="97116", indicator=0, effective=day, deleted=day).holds_on(day)


def test_shipped_samples_say_which_quarter_they_are() -> None:
    for edits in (shipped_ptp(), shipped_mue()):
        assert (edits.valid_from, edits.valid_until) == quarter_days(edits.quarter)
        assert edits.source
        around = (edits.valid_from - timedelta(1), edits.valid_from, edits.valid_until)
        assert [edits.covers(day) for day in (*around, edits.valid_until + timedelta(1))] == [
            False,
            True,
            True,
            False,
        ]
    assert not any({p.column1, p.column2} == {"97110", "97140"} for p in shipped_ptp().pairs)
