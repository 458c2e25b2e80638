"""The billing vectors of the fact base (CMS §20.2 examples Ex1-Ex5 among them), by both methods."""

from __future__ import annotations

import pytest

from agent.errors import InputError
from compliance.billing.units import ama_units, cms_units, units, units_of

VECTORS: list[tuple[dict[str, int], int, list[dict[str, int]], dict[str, int]]] = [
    ({"97112": 24, "97110": 23}, 3, [{"97112": 2, "97110": 1}], {"97112": 2, "97110": 2}),
    (
        {"97112": 20, "97110": 20},
        3,
        [{"97112": 2, "97110": 1}, {"97112": 1, "97110": 2}],
        {"97112": 1, "97110": 1},
    ),
    ({"97110": 33, "97140": 7}, 3, [{"97110": 2, "97140": 1}], {"97110": 2}),
    (
        {"97110": 18, "97140": 13, "97116": 10, "97035": 8},
        3,
        [{"97110": 1, "97140": 1, "97116": 1}],
        {"97110": 1, "97140": 1, "97116": 1, "97035": 1},
    ),
    ({"97112": 7, "97110": 7, "97140": 7}, 1, [{"97112": 1}, {"97110": 1}, {"97140": 1}], {}),
    ({"97110": 7}, 0, [{}], {}),
    ({"97110": 10, "97140": 10}, 1, [{"97110": 1}, {"97140": 1}], {"97110": 1, "97140": 1}),
    (
        {"97110": 8, "97112": 8, "97116": 8, "97140": 8},
        2,
        [
            {"97110": 1, "97112": 1},
            {"97110": 1, "97116": 1},
            {"97110": 1, "97140": 1},
            {"97112": 1, "97116": 1},
            {"97112": 1, "97140": 1},
            {"97116": 1, "97140": 1},
        ],
        {"97110": 1, "97112": 1, "97116": 1, "97140": 1},
    ),
    (
        {"97110": 15, "97140": 5, "97035": 5},
        2,
        [{"97110": 1, "97140": 1}, {"97110": 1, "97035": 1}],
        {"97110": 1},
    ),
    (
        {"97110": 22, "97140": 22},
        3,
        [{"97110": 2, "97140": 1}, {"97110": 1, "97140": 2}],
        {"97110": 1, "97140": 1},
    ),
    ({"97110": 23, "97140": 7}, 2, [{"97110": 2}], {"97110": 2}),
    ({"97110": 4, "97140": 4}, 1, [{"97110": 1}, {"97140": 1}], {}),
    ({"97110": 5, "97140": 2}, 0, [{}], {}),
    ({"97110": 30, "97530": 8}, 3, [{"97110": 2, "97530": 1}], {"97110": 2, "97530": 1}),
    ({"97110": 25, "97140": 12}, 2, [{"97110": 1, "97140": 1}], {"97110": 2, "97140": 1}),
    ({"97110": 45, "97112": 7}, 3, [{"97110": 3}], {"97110": 3}),
    (
        {"97110": 25, "97140": 15, "97112": 10},
        3,
        [{"97110": 2, "97140": 1}, {"97110": 1, "97140": 1, "97112": 1}],
        {"97110": 2, "97140": 1, "97112": 1},
    ),
    ({"97110": 18, "97140": 10}, 2, [{"97110": 1, "97140": 1}], {"97110": 1, "97140": 1}),
    ({"97530": 15, "97116": 8, "97110": 6}, 2, [{"97530": 1, "97116": 1}], {"97530": 1, "97116": 1}),
    (
        {"97110": 14, "97112": 14, "97140": 14},
        3,
        [{"97110": 1, "97112": 1, "97140": 1}],
        {"97110": 1, "97112": 1, "97140": 1},
    ),
    ({"97110": 7, "97161": 0}, 0, [{}], {}),
    ({"97110": 10, "97140": 13}, 2, [{"97110": 1, "97140": 1}], {"97110": 1, "97140": 1}),
]
LONE = [
    (7, 0), (8, 1), (22, 1), (23, 2), (37, 2), (38, 3), (52, 3), (53, 4), (67, 4), (68, 5), (82, 5), (83, 6),
    (97, 6), (98, 7), (112, 7), (113, 8), (127, 8),
]  # fmt: skip


@pytest.mark.parametrize(("minutes", "total", "accepted", "ama"), VECTORS)
def test_vector(
    minutes: dict[str, int], total: int, accepted: list[dict[str, int]], ama: dict[str, int]
) -> None:
    pooled = cms_units(minutes)
    assert pooled.total_units == total
    found = list(pooled.accepted())
    assert found[0] == pooled.units
    assert sorted(map(sorted, (a.items() for a in found))) == sorted(
        map(sorted, (a.items() for a in accepted))
    )
    assert pooled.choices == len(accepted)
    assert all(pooled.accepts(a) for a in accepted)
    assert ama_units(minutes).units == ama


@pytest.mark.parametrize(("minutes", "expected"), LONE)
def test_lone_code(minutes: int, expected: int) -> None:
    assert units_of(minutes) == expected
    assert (
        cms_units({"97110": minutes}).units
        == ama_units({"97110": minutes}).units
        == ({"97110": expected} if expected else {})
    )


def test_three_and_none_is_wrong_for_two_equal_services() -> None:
    assert not cms_units({"97112": 20, "97110": 20}).accepts({"97112": 3})


def test_units_explain_themselves() -> None:
    assert (
        cms_units({"97110": 23, "97140": 15}).explain()
        == "38 timed minutes → 3 units: 97110 23 min → 2, 97140 15 min → 1"
    )
    assert cms_units({}).explain() == "0 timed minutes → 0 units"
    assert cms_units({"97110": 8}).explain() == "8 timed minutes → 1 unit: 97110 8 min → 1"


@pytest.mark.parametrize("bad", [-1, 1441, 2.5, True, "20"])
def test_absurd_minutes_name_the_code(bad: object) -> None:
    with pytest.raises(InputError, match="97110"):
        cms_units({"97110": bad})  # type: ignore[dict-item]
    with pytest.raises(InputError, match="97110"):
        ama_units({"97110": bad})  # type: ignore[dict-item]


def test_a_day_has_1440_minutes() -> None:
    assert cms_units({"97110": 1440}).total_units == 96
    with pytest.raises(InputError, match="more than a day"):
        cms_units({"97110": 1440, "97140": 1})


def test_the_method_is_the_payers() -> None:
    minutes = {"97110": 25, "97140": 12}
    assert units(minutes, "cms") == cms_units(minutes)
    assert units(minutes, "ama") == ama_units(minutes)
    alone = ama_units({"97110": 31, "97140": 7})
    assert (alone.base, alone.tied, alone.tied_units, alone.choices) == ({"97110": 2, "97140": 0}, (), 0, 1)
