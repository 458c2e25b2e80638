"""Ages above 89, which identify by themselves.

Source: 45 CFR 164.514(b)(2)(i)(C).
"""

from __future__ import annotations

from compliance.redaction.recognizers.patterns import Patterns

_OLD = (
    r"(?:9\d|1[0-2]\d|ninety(?:[-\s](?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|(?:a|one)\s+hundred(?:\s+(?:and\s+)?(?:one|two|three|four|five|six|seven|eight|nine|ten))?)"
)
AGES = Patterns(
    "ages",
    "AGE",
    rf"\b(?P<x>{_OLD})[-\s]*(?:y/?o\b|yr\.?s?[-\s]old|years?[-\s]+old|years?\s+of\s+age|year[-\s]old)",
    rf"\b(?:aged?|age\s+(?:is|of))\s*:?\s*(?P<x>{_OLD})\b(?!\s*(?:degrees?|percent|%|pounds|lbs|minutes|seconds|feet))",
    rf"\b(?:turned|turns|turning)\s+(?P<x>{_OLD})\b(?!\s*degrees?)",
)
