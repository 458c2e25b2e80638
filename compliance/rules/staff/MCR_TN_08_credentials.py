"""The treating person's credentials are not those of a qualified professional.

The record is signed with name and professional identification of the person who furnished or supervised the
service.

Anti-pattern: A visit record with the credentials "ATC".
Best practice: "Pat Example, PT, DPT".
Source: Medicare Benefit Policy Manual ch. 15 §220.3.E (signature and professional identification) [V]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext

_QUALIFIED = re.compile(r"\b(?:PT|DPT|MPT|MSPT|PTA|OT|OTR|MD|DO|NP|PA)\b")


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    credentials = ctx.encounter.therapist.credentials
    if not _QUALIFIED.search(credentials.replace(".", "").upper()):
        yield Hit(
            detail=f"therapist.credentials is {credentials!r}, which names no qualified professional.",
            suggestion="Enter the licence credential (PT, DPT, PTA …) of who furnished the treatment.",
        )


RULE = Rule(
    id="MCR-TN-08",
    severity="block",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "an athletic trainer",
            "{encounter: {therapist: {credentials: ATC}}}",
        ),
    ),
    passes=(
        Example(
            "a physical therapist",
            '{encounter: {therapist: {credentials: "PT, DPT, OCS"}}}',
        ),
    ),
)
