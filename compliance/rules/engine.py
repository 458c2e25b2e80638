"""Runs every rule that applies. A rule that crashes is a finding that blocks, never a clean pass."""

from __future__ import annotations

from agent.domain.finding import Finding, Severity
from compliance.billing.figures import NotCovered
from compliance.profiles.model import Profile
from compliance.rules.base import Hit, Rule
from compliance.rules.catalogue import all_rules
from compliance.rules.context import RuleContext

_ORDER: dict[Severity, int] = {"block": 0, "warn": 1, "info": 2}


def run_rules(
    context: RuleContext, profile: Profile, *, rules: tuple[Rule, ...] | None = None
) -> tuple[Finding, ...]:
    """Findings of all rules that apply to this note type, payer and date; blocking ones first."""
    found: list[Finding] = []
    for rule in all_rules() if rules is None else rules:
        found += run_rule(rule, context, profile)
    return tuple(sorted(found, key=lambda f: _ORDER[f.severity]))


def run_rule(rule: Rule, context: RuleContext, profile: Profile) -> list[Finding]:
    """The findings of one rule, numbered `<rule id>#<n>` from 1; none where the profile switches it off."""
    setting = profile.setting(rule.id)
    if setting.enabled is False or not rule.asked_by(profile.billing):
        return []
    if not rule.applies(context, profile.payer_class):
        return []
    try:
        hits = list(rule.check(context, rule.limit_values(setting.limits)))
    except NotCovered as gap:
        hits = [
            Hit(
                detail=gap.message,
                title="A dated figure is missing for this date of service",
                suggestion=gap.mend,
                severity="warn",
            )
        ]
    except Exception as defect:  # noqa: BLE001  # the one boundary: a check that cannot run is a failed check
        import structlog  # what only a defect needs; it takes longer to load than all rules

        structlog.get_logger().error("rule_failed", rule=rule.id, error=type(defect).__name__)
        hits = [
            Hit(
                detail=f"The check stopped with {type(defect).__name__}; this draft was not checked by it.",
                title="A check could not run",
                suggestion="Check this point by hand, resolve the finding, and report the defect.",
                severity="block",
            )
        ]
        return [_finding(rule, hit, number, "block") for number, hit in enumerate(hits, 1)]
    return [
        _finding(rule, hit, number, setting.severity or hit.severity or rule.severity)
        for number, hit in enumerate(hits, 1)
    ]


def _finding(rule: Rule, hit: Hit, number: int, severity: Severity) -> Finding:
    return Finding(
        id=f"{rule.id}#{number}",
        rule_id=rule.id,
        severity=severity,
        title=hit.title or rule.title,
        detail=hit.detail,
        why=rule.why,
        source=rule.source,
        where=hit.where,
        evidence=hit.evidence,
        suggestion=hit.suggestion,
        mend=hit.mend,
        compared_with=hit.compared_with,
    )
