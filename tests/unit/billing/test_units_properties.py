"""Units against an independent oracle: every minute combination up to four codes of 60 minutes."""

from __future__ import annotations

import importlib.util
import sys
from itertools import combinations_with_replacement
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.billing.units import ama_units, cms_units, units_of

_spec = importlib.util.spec_from_file_location("units_oracle", Path(__file__).with_name("oracle.py"))
assert _spec is not None
assert _spec.loader is not None
oracle = importlib.util.module_from_spec(_spec)
sys.modules["units_oracle"] = oracle
_spec.loader.exec_module(oracle)

CODES = ("97110", "97112", "97116", "97140")


def _agrees(minutes: dict[str, int]) -> None:
    pooled = cms_units(minutes)
    total = sum(minutes.values())
    assert pooled.total_units == sum(pooled.units.values()) == oracle.table_units(total)
    expected = {tuple(sorted(a.items())) for a in oracle.allocations(minutes)}
    found = [tuple(sorted(a.items())) for a in pooled.accepted()]
    assert len(found) == len(set(found)) == pooled.choices
    assert set(found) == expected
    assert found[0] == tuple(sorted(pooled.units.items()))
    alone = ama_units(minutes)
    assert alone.units == {c: n for c, m in minutes.items() if (n := oracle.midpoint_units(m))}
    assert alone.total_units == sum(alone.units.values())


@pytest.mark.parametrize("minutes", range(0, 400))
def test_table(minutes: int) -> None:
    assert units_of(minutes) == oracle.table_units(minutes) == oracle.midpoint_units(minutes)


def test_every_pair_of_codes() -> None:
    for a in range(61):
        for b in range(61):
            _agrees({"97110": a, "97140": b})


@settings(max_examples=1500, deadline=None)
@given(st.dictionaries(st.sampled_from(CODES), st.integers(0, 60), max_size=4))
def test_sample_of_all_combinations(minutes: dict[str, int]) -> None:
    _agrees(minutes)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(CODES), st.integers(0, 60), min_size=2, max_size=4), st.randoms())
def test_order_changes_only_the_choice_among_ties(minutes: dict[str, int], random: object) -> None:
    names = list(minutes)
    random.shuffle(names)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    first, second = cms_units(minutes), cms_units({c: minutes[c] for c in names})
    assert first.total_units == second.total_units
    assert first.accepts(second.units)
    if first.choices == 1:
        assert first.units == second.units


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(CODES), st.integers(0, 60), min_size=1, max_size=4))
def test_a_wrong_allocation_is_refused(minutes: dict[str, int]) -> None:
    pooled = cms_units(minutes)
    code = next(iter(minutes))
    assert not pooled.accepts({**pooled.units, code: pooled.units.get(code, 0) + 1})


@pytest.mark.slow
def test_every_combination_of_four_codes() -> None:
    """All 635,376 combinations; which code has which minutes makes no difference to the rule."""
    for minutes in combinations_with_replacement(range(61), 4):
        _agrees(dict(zip(CODES, minutes, strict=True)))
