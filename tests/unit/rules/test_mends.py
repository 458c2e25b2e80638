"""Every one-click mend does what it says: applied to the note, its finding is gone and no other comes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.domain.finding import Finding
from agent.services.edits import apply_edits, edit_of
from compliance.rules.catalogue import all_rules, rule
from compliance.rules.engine import run_rule
from compliance.rules.examples import build

CASES = Path(__file__).parent / "cases"
MENDING = {"LAT-01", "SL-03", "SUG-01", "SUP-01"}
"""The rules whose mend is mechanical."""


def failing(rule_id: str) -> list[Any]:
    """The failing drafts of a rule, from its case file and its own examples."""
    cases: dict[str, Any] = yaml.safe_load((CASES / f"{rule_id}.yaml").read_text())["fails"]
    own = [{k: v for k, v in (draft or {}).items() if k != "expect"} for draft in cases.values()]
    return [*own, *(example.draft for example in rule(rule_id).fails)]


def mendable(rule_id: str) -> list[tuple[Any, Finding]]:
    found = []
    for draft in failing(rule_id):
        found += [(draft, f) for f in run_rule(rule(rule_id), *build(draft)) if f.mend is not None]
    return found


@pytest.mark.parametrize("rule_id", sorted(MENDING))
def test_a_mend_takes_its_finding_away(rule_id: str) -> None:
    offered = mendable(rule_id)
    assert offered, "no failing case offers a mend"
    for draft, finding in offered:
        assert finding.mend is not None
        assert finding.mend.label, "the button has words"
        context, profile = build(draft)
        before = run_rule(rule(rule_id), context, profile)
        note = apply_edits(context.note, [edit_of(finding.mend)])
        after = run_rule(rule(rule_id), replace(context, note=note), profile)
        assert len(after) == len(before) - 1, (draft, finding.mend, after)
        assert (finding.where, finding.detail) not in [(f.where, f.detail) for f in after]


def test_no_other_rule_offers_a_mend() -> None:
    """A new one comes into the test above."""
    assert {r.id for r in all_rules() if mendable(r.id)} == MENDING
