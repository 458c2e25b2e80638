"""Which units of a code carry the assistant modifier (CQ).

Calendar years from 2022: a unit carries CQ when the assistant furnished more than 10 % of it by
themself. Exception at the midpoint: a last unit for which the therapist alone has 8 minutes or more
carries none. Two units left of one code with 9 to 14 minutes by each of the two: one with, one without.
Source: CMS examples of the CQ/CO modifiers and the CY2022 physician fee schedule final rule.
"""

from __future__ import annotations

from compliance.billing.units import MIDPOINT_MINUTES, UNIT_MINUTES


def assistant_units(units: int, therapist: int, assistant: int, *, de_minimis: float = 0.10) -> int:
    """How many of `units` carry CQ, from the minutes each furnished of one timed code.

    Full 15 minutes of one person make that person's units first; what is left decides the rest.
    """
    alone = min(units, therapist // UNIT_MINUTES)
    with_modifier = min(units - alone, assistant // UNIT_MINUTES)
    left = units - alone - with_modifier
    therapist_rest = therapist - alone * UNIT_MINUTES
    assistant_rest = assistant - with_modifier * UNIT_MINUTES
    if left == 0:
        return with_modifier
    if left >= 2:
        # Only remainders of 9 to 14 minutes each (23 to 28 together) can still earn two units.
        return with_modifier + left - 1
    if therapist_rest >= MIDPOINT_MINUTES:
        return with_modifier
    if assistant_rest > de_minimis * (therapist_rest + assistant_rest):
        return with_modifier + 1
    return with_modifier
