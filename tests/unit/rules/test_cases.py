"""The rules' case files: `cases/<rule id>.yaml` holds drafts that must fail and drafts that must pass."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from compliance.rules.catalogue import all_rules, rule
from compliance.rules.engine import run_rule
from compliance.rules.examples import build

CASES = {
    p.stem: yaml.safe_load(p.read_text()) for p in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
}


def _params(kind: str) -> list[object]:
    return [
        pytest.param(rule_id, draft, id=f"{rule_id}: {label}")
        for rule_id, cases in CASES.items()
        for label, draft in cases[kind].items()
    ]


@pytest.mark.parametrize(("rule_id", "draft"), _params("fails"))
def test_draft_that_must_fail(rule_id: str, draft: dict[str, Any]) -> None:
    """`expect` in a case names the severity and words of the detail that must be found."""
    expect = (draft or {}).get("expect", {})
    found = run_rule(rule(rule_id), *build({k: v for k, v in (draft or {}).items() if k != "expect"}))
    assert found
    assert not any("could not run" in f.title for f in found), found
    if "severity" in expect:
        assert [f.severity for f in found] == [expect["severity"]] * len(found)
    if "evidence" in expect:
        assert sum(len(f.evidence) for f in found) == expect["evidence"]
    if "mends" in expect:
        assert sum(f.mend is not None for f in found) == expect["mends"]
    if "count" in expect:
        assert len(found) == expect["count"]
    for words in expect.get("says", ()):
        assert any(str(words) in f"{f.title} {f.detail} {f.suggestion}" for f in found), found
    text = " ".join(f"{f.title} {f.detail} {f.suggestion}" for f in found)
    assert not any(str(words) in text for words in expect.get("says_not", ()))


@pytest.mark.parametrize(("rule_id", "draft"), _params("passes"))
def test_draft_that_must_pass(rule_id: str, draft: dict[str, Any]) -> None:
    assert run_rule(rule(rule_id), *build(draft or {})) == []


@pytest.mark.parametrize("rule_id", [r.id for r in all_rules()])
@pytest.mark.parametrize("kind", ["fails", "passes"])
def test_every_rule_has_three_cases_of_each_kind(rule_id: str, kind: str) -> None:
    """Three different drafts: one told twice, under two names or with other expectations, is one case."""
    drafts = CASES.get(rule_id, {}).get(kind, {})
    told = [yaml.safe_dump({k: v for k, v in (d or {}).items() if k != "expect"}) for d in drafts.values()]
    assert len(set(told)) >= 3, f"three different drafts are needed, not {len(set(told))}"
    assert len(set(told)) == len(told), "the same draft stands there twice"


def test_every_case_file_has_a_rule() -> None:
    assert set(CASES) <= {r.id for r in all_rules()}


def test_limits_are_the_agreed_ones() -> None:
    """A profile may move a figure only within these bounds: default, lowest, highest."""
    agreed = yaml.safe_load((Path(__file__).parent / "limits.yaml").read_text())
    shipped = {r.id: {x.name: [x.default, x.low, x.high] for x in r.limits} for r in all_rules() if r.limits}
    assert shipped == agreed
