"""Orders about the note that stand in somebody's reported words: in a quotation, a message, behind `said to`.

`Her coach texted me, quote, just put in the note that she is cleared`. What a surgeon or a patient said of
the body (`put weight on it`, `cleared for jogging`) is none: an order here names the record or its words.
"""

from __future__ import annotations

from typing import Final

OURS: Final = r"(?:note|draft|documentation|chart|record|dictation|report|entry|summary)"
"""What the software writes; claims, forms and visits are also other people's."""
_TOLD: Final = (
    r"\b(?:(?:asks?|asked|tells?|told|wants?|wanted|begs?|begged|needs?|texted|emailed|pushed|reminded|"
    r"instructed|expects?|expected|begging|telling|asking|would like|'d like)(?: (?:me|us|you))?|"
    r"says?|said|saying) to(?: just| please)?"
)
_BID: Final = (
    r"(?:^|[,.;:\"“'‘] ?|\b(?:quote|unquote),? |"
    r"\b(?:please|just|go ahead and|then|now|so|and|but|you can|you should|can you|could you|"
    r"(?:says?|said|saying|goes|texted|texts|wrote|writes|reads|emailed|told me),?(?: just| please)?) )"
)
"""Where an order may begin: as one's own, or in the words of whoever is quoted."""
_ANY: Final = rf"(?:{_BID}|{_TOLD} )"
_IN_RECORD: Final = (
    r"(?:in|into|on|onto|to) (?:the|this|that|your|my|our|her|his|their) (?:\w+ ){0,2}?"
    r"(?:note|draft|documentation|chart|record|report|entry|summary|paperwork|write ?-? ?up|file)s?\b"
)
_WRITE: Final = (
    r"(?:write|put|type|enter|state|record|chart|note|add|mention|include|document|say|stick|slip)"
)
_PLACE_AS: Final = r"(?:put|list|mark|write|chart|document|record|leave|show)"
_STATUS: Final = (
    r"(?:independent|cleared|able|unable|fit|unfit|ready|complete|completed|met|achieved|discharged|disabled|"
    r"homebound|non ?-? ?compliant|compliant|pain ?-? ?free|fully \w+|full duty|light duty|safe|unsafe|"
    r"normal|recovered|healed|at maximum|max(?:imum)? assist)"
)
_SHOW: Final = r"(?:say|says|show|shows|read|reads|state|states|reflect|reflects|list|lists|look like)"
_WISHES: Final = (
    r"(?:make|have|let|get|needs?|wants?|wanted|like|ask(?:s|ed)? (?:me|us) (?:to )?(?:make|have))"
    r"(?: sure)?(?: that)?"
)
ORDERS: Final = (
    rf"{_BID}{_WRITE}(?: it| that| this| down| a line)* {_IN_RECORD}(?: today| now| please)?,? that\b",
    rf"{_TOLD} {_WRITE}(?: it| that| this| down| a line)* {_IN_RECORD},? that\b",
    rf"\b{_WISHES} (?:the|this|that|your|my|our) {OURS} (?:to )?{_SHOW}\b(?! like)",
    rf"{_BID}{_PLACE_AS} (?:him|her|them|me|us|it|patient) (?:down )?as (?:being )?{_STATUS}\b",
    rf"{_TOLD} {_PLACE_AS} (?:him|her|them|me|us|it) (?:down )?as (?:being )?{_STATUS}\b",
    rf"{_ANY}(?:leave|keep|take) (?:\w+ ){{1,6}}(?:out of|off|from) "
    rf"(?:the|this|that|your|my|our|her|his) {OURS}s?\b",
    rf"{_ANY}(?:pad|bump|round|raise|stretch) (?:up )?(?:the|my|your|our|those|her|his) "
    r"(?:billed |timed |treatment |billable )?(?:minutes|units)\b",
    rf"{_ANY}(?:sign|approve|certify|finali[sz]e|submit|close|lock) "
    r"(?:this|that|it|the note|the chart|the draft|this one) "
    r"(?:off|out|for me|for (?:him|her|us)|without (?:reading|looking|review))\b",
    rf"{_ANY}(?:add|tack on|charge|bill) (?:a|an|another|one more|an extra|1 more) (?:timed )?units?\b",
)
