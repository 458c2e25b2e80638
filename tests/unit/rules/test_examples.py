"""Every rule's examples run: the failing ones fail by that rule, the passing ones do not."""

from __future__ import annotations

import pytest

from compliance.rules.base import Example, Rule
from compliance.rules.catalogue import all_rules
from compliance.rules.engine import run_rule
from compliance.rules.examples import build


def _cases(kind: str) -> list[object]:
    return [
        pytest.param(rule, example, id=f"{rule.id}: {example.label}")
        for rule in all_rules()
        for example in getattr(rule, kind)
    ]


@pytest.mark.parametrize(("rule", "example"), _cases("fails"))
def test_failing_example_is_found(rule: Rule, example: Example) -> None:
    found = run_rule(rule, *build(example.draft))
    assert found
    assert all(f.rule_id == rule.id and f.title and f.detail and f.why and f.source for f in found)
    assert not any("could not run" in f.title for f in found), found


@pytest.mark.parametrize(("rule", "example"), _cases("passes"))
def test_passing_example_is_clean(rule: Rule, example: Example) -> None:
    assert run_rule(rule, *build(example.draft)) == []


@pytest.mark.parametrize("rule", all_rules(), ids=lambda r: r.id)
def test_rule_documents_itself(rule: Rule) -> None:
    assert rule.fails
    assert rule.passes
    assert all((rule.title, rule.why, rule.anti_pattern, rule.best_practice, rule.source))
    assert all(limit.low <= limit.default <= limit.high for limit in rule.limits)
