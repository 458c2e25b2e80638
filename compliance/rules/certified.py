"""When a plan of care is certified until, and whether its first certification may lack a signature."""

from __future__ import annotations

from datetime import date, timedelta

from agent.domain.visit import PlanOfCare
from compliance.billing.figures import certification_terms


def certified_until(plan: PlanOfCare, on: date) -> date:
    """The last day of the certified interval: the plan's duration or 90 days from its start, the shorter."""
    limit = certification_terms(on).recertify_after_days
    days = limit if plan.duration_weeks is None else min(limit, round(plan.duration_weeks * 7))
    return plan.start + timedelta(days=days)


def signature_waived(plan: PlanOfCare, on: date) -> bool:
    """Whether the signed-order exception holds: an order on record, and the plan sent, both in time.

    An order signed after the day on which the plan's own signature was due was not there to stand for it.
    """
    terms = certification_terms(on)
    if not terms.signed_order_exception or plan.order_signed_on is None or plan.transmitted_on is None:
        return False
    in_time = plan.start <= plan.transmitted_on <= plan.start + timedelta(days=terms.transmit_within_days)
    return in_time and plan.order_signed_on <= plan.start + timedelta(days=terms.certify_within_days)


def certify_by(plan: PlanOfCare, on: date) -> date:
    """The day by which the first certification is due; a verbal order must be signed sooner."""
    terms = certification_terms(on)
    due = plan.start + timedelta(days=terms.certify_within_days)
    if plan.verbal_order_on is not None:
        return max(due, plan.verbal_order_on + timedelta(days=terms.verbal_order_days))
    return due
