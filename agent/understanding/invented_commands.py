"""Orders to write what nobody found, did or decided: invented values, wanted wording, gaps in the record."""

from __future__ import annotations

_BID = (
    r"(?:^|[,.;:\"] ?|"
    r"\b(?:please|just|go ahead and|then|now|so|and|but|you can|you should|can you|could you) )"
)
_RECORD = r"(?:notes?|draft|documentation|charts?|records?|report|claim)"
_VALUES = (
    r"(?:(?:total|treatment) times?|numbers?|values?|scores?|minutes|measure\w*|readings?|totals?|ranges?|"
    r"findings?)"
)
_FIGURE = r"(?:pain|scores?|minutes|units|dates?|totals?|flexion|extension|numbers?|grades?|strength|notes?)"
_PAYER = r"(?:insurance|medicare|payer|insurer|adjuster|they)"
ORDERS = (
    rf"\bfill (?:\w+ ){{0,3}}with (?:normal|typical|standard|average|made[- ]up|usual) {_VALUES}\b",
    rf"{_BID}(?:make up|invent|fabricate) (?:an?|some|any) (?:\w+ ){{0,2}}{_VALUES}\b",
    rf"{_BID}(?:generate|compose|produce|write|draft) (?:me |us )?(?:an?|the|some) (?:\w+ )?"
    r"(?:assessment|note|justification|narrative|statement) (?:that|which|to|saying) ",
    rf"{_BID}(?:set|change|make|bump|adjust|raise|lower|round) (?:the |his |her |my )?(?:\w+ ){{0,2}}"
    rf"{_FIGURE}\b[\w ]{{0,20}}"
    rf"\bso (?:that )?(?:the |my |her |his )?{_PAYER}\b.{{0,20}}\b(?:approv|pay|cover|authori[sz])\w*",
    rf"{_BID}(?:leave|keep) (?:out|off) (?:the (?:part|bit|mention)|any mention|anything) "
    r"(?:about|of|on)\b",
    rf"\b(?:leave|keep) (?:it|that|this|the \w+) out of (?:the|this|my|your) {_RECORD}\b",
    rf"{_BID}(?:document|record|certify|attest|state) that\b.{{0,60}}"
    r"\b(?:certified|signed|approved|authori[sz]ed|medically necessary)\b(?! (?:by|on) )",
    r"\bthe (?:note|chart|record|documentation) (?:has to|must|needs to|better) say\b",
    r"(?<!to )(?<!'ll )(?<!will )(?<!can )(?<!i )(?<!we )(?<!gonna )"
    rf"\bput (?:that|this|it) in (?:the|my) {_RECORD}\b",
)
