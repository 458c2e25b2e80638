"""Orders about what the record is to hold, whoever gives them: spoken, read off a note, or told by somebody.

`The sticky note says have the program put him down as homebound`, `use last week's numbers for range`. An
order is a bare verb where one can begin, or a wish spoken to what writes the record; what somebody else's
papers say (`the note on his walker says return to room twelve`) and what a patient is to do (`use last week's
band`) is none.
"""

from __future__ import annotations

from typing import Final

from agent.understanding.reported_commands import OURS

_BEGINS: Final = (
    r"(?:^|[,.;:!\"“'‘-] ?|"
    r"\b(?:please|just|go ahead and|then|now|so|and|but|can you|could you|would you|you can|you should|"
    r"says?|said|reads?|goes|states?|writes?|wrote|printed|texted|quote|unquote|colon),? "
    r"(?:please |just |to |you )*)"
)
"""Where an order may begin: a clause, a pause, an opening word, or the words of whoever is quoted."""
_WRITER: Final = (
    r"(?:computer|software|scribe|robot|recorder|dictation|chat ?-? ?gpt|"
    r"transcri(?:ber|ptionist|ption)(?: (?:service|software|program|app|department))?|"
    r"a ?i|bot|app|note ?-? ?(?:taker|writer|bot)|system|whatever (?:you|he|she) \w+ into|"
    r"(?:ai|documentation|dictation|charting|note) (?:software|assistant|program|system|machine|app|tool)|"
    r"(?:machine|thing|device|box) (?:that|which) (?:types?|writes?|listens|records?)(?: (?:this|it|that))?)"
)
_ITS_WORK: Final = (
    r"(?:say|write|put|note|record|chart|document|mark|certify|approve|sign|state|list|show|leave out|skip|"
    r"ignore|add|change|fill|delete|erase|remove|omit|bill|charge|round|copy|enter|log|attest|"
    r"finali[sz]e|call)"
)
_OF_THE_RECORD: Final = (
    r"(?:the|this|that|your|my|our|her|his|their|today's|\w+day's) (?:\w+ ){0,2}?"
    rf"(?:{OURS}|paperwork|write ?-? ?up)s?"
)
_OTHER_DAYS: Final = (
    r"(?:last|yesterday's|previous|earlier|(?:mon|tues|wednes|thurs|fri|satur|sun)day's|the last|"
    r"the previous)(?: (?:week|visit|time|session|month|note)(?:'s)?)?"
)
_WAS_DONE: Final = (
    r"(?:i|we|he|she|they)(?: \w+)? (?:was|were|did|had|met|got|could|couldn't|gave|took|\w+ed)\b"
)
ORDERS: Final = (
    # wishes spoken to, or about, what writes the record
    rf"\b(?:tell|have|get|make|let|ask|instruct|order|direct) (?:(?:the|your|that|this|my|an?) )?(?:\w+ )?"
    rf"{_WRITER} (?:to )?{_ITS_WORK}\b",
    rf"\b(?:tell|have|get|make|let|ask|instruct|order) (?:the|your|that|this) program (?:to )?{_ITS_WORK}\b",
    rf"\b(?:tell|have|get|make|let|ask|instruct) "
    rf"(?:(?:the|your|that|this|my) )?(?:{_WRITER}|program) (?:that )?"
    r"(?:everything|all|nothing|every|goals?|i|we|he|she|they|patient)\b(?! (?:guy|person|at|is at))",
    rf"\b(?:can|could|would|will|does) (?:the|your|that|this) (?:\w+ )?(?:{_WRITER}|machine|thing|device) "
    r"(?:please |just )?(?:write|put|say|state|mark|certify|approve|sign|list|bill)\b",
    rf"\bif (?:the|your|this) {_WRITER} (?:asks?|wants|complains|flags|objects|balks)\b",
    rf"(?:^|\b(?:says?|reads?|goes|quote),? )dear {_WRITER}\b|\b(?:new|further|special) instructions? for "
    rf"(?:the )?(?:{_WRITER}|assistant|reviewer)\b|\bbegin (?:new )?instructions\b",
    r"\bthis is for (?:the )?(?:reviewer|approver|software|computer|scribe|system|ai)\b",
    r"^(?:hey |okay |ok )?you (?:in )?there in the \w+\b",
    rf"\b{_WRITER},? (?:is|are|has|must|needs|ought) (?:to )?(?:please )?"
    r"(?:leave out|say|state|certify|approve|sign|mark|put|write|list|bill|omit|attest|ignore)\b",
    rf"\b(?:the|your|this|that) {_WRITER} should (?:just )?(?:sign|approve|certify|leave out|omit|attest)\b",
    r"\b(?:note|message|memo) (?:to|for) (?:the )?(?:transcription|transcriptionist|typist)\b",
    rf"(?:^|\b(?:says?|reads?|goes|quote),? ){_WRITER}[,:]",
    rf"(?:\b(?:says?|reads?|goes|quote),? )(?:{_WRITER}|assistant)[,:]? (?:please )?{_ITS_WORK}\b",
    r"\bif you(?: are|'re) (?:an? )?(?:a ?i|language model|bot|robot|computer|chat ?-? ?gpt)\b",
    r"\bwhoever(?: is|'s)? (?:reads?|reading|types?|typing|hears?|transcrib\w+|grad(?:es|ing)|processes) "
    r"(?:this|these|it)\b",
    rf"\b(?:inform|notify|advise) (?:the |your )?{_WRITER} (?:that|of)\b|\b(?:tells?|telling|told|"
    rf"asks?|asking|"
    rf"orders?|instructs?|wants?) (?:the|your) {_WRITER} to\b|\bto the {_WRITER} (?:documenting|"
    rf"writing|reading|"
    r"listening|typing)\b|^(?:hi|hello|hey) (?:there )?assistant\b|\bsystem override\b|"
    r"\bwhen (?:this|it) gets typed\b",
    rf"{_BEGINS}\w+ (?:\w+ ){{1,6}}(?:in|into) your (?:computer|machine|laptop|tablet|system)\b(?! "
    rf"(?:bag|case))",
    # what the record is to say, or not to say
    r"\b(?:auto ?-? ?approve|approve without|"
    r"approve (?:all|every|these|both) (?:\w+ )?(?:visits|notes|claims|units|sessions))\b|\ball "
    r"(?:the |these |his |her |my )?(?:notes|visits|claims) are to be "
    r"(?:marked|signed|approved|certified)\b",
    rf"{_BEGINS}(?:put|mark|list|write|record|show|class|count) (?:me|us|him|her|them|patient) (?:down )?as "
    r"(?:\w+ ){0,2}(?:disabled|unable|independent|homebound|cleared|absent|present|injured|"
    r"non ?-? ?compliant|pain ?-? ?free)\b",
    rf"{_BEGINS}(?:record|put|mark|list|chart|write|document|enter|call) (?:(?:the|his|her|my|all|that) )+"
    r"(?:\w+ ){1,3}(?:down )?as (?:normal|negative|within normal|met|independent|intact|"
    r"complete\w*|unchanged)\b",
    rf"{_BEGINS}(?:write|type|chart|dress) (?:it|this|that|him|her) up (?:like|as if|so that|as though|as)\b",
    rf"{_BEGINS}(?:type|chart) that (?:i|he|she|they|we|the|all|my)\b",
    rf"{_BEGINS}make (?:the|a|my|his|her|this) (?:{OURS}|total|minutes|time|times|numbers?|score|units|math) "
    r"(?:to )?(?:say|come out|come to|look|read|show|add up|be|work|match|that says)\b",
    rf"{_BEGINS}(?:skip|leave out|omit|drop|forget|lose) the "
    r"(?:part|bit|line|sentence|section|business|stuff) (?:where|about|with|that|when|on)\b(?! the "
    r"(?:path|trail|road|floor|ramp|hill|stairs))",
    r"\b(?:keep|leave|take) (?:\w+ ){1,6}(?:out of|off) (?:my|the|her|his|your) "
    r"(?:chart|record|note|file|report)\b",
    rf"\bhave it (?:say|state|show|read)\b|\bmake it (?:look|sound|seem|read)(?: like| as if)? {_WAS_DONE}",
    rf"\b(?:the|this|your|my) {OURS} (?:must|has to|have to|needs to|ought to|better|is to) "
    r"(?:show|say|state|read|reflect|list|include)\b",
    rf"{_BEGINS}(?:do not|don't|never|no need to) (?:put|write|mention|include|say|document|record|chart|"
    rf"enter|type)\b[^.;]{{0,50}}\b(?:in|into|on) {_OF_THE_RECORD}\b",
    rf"{_BEGINS}(?:leave|keep|take) (?:\w+ ){{1,6}}(?:out of|off|from) {_OF_THE_RECORD}\b",
    rf"{_BEGINS}(?:erase|delete|remove|take out|cut out|leave out|drop|omit) "
    r"(?:what|everything|anything|all|the (?:part|bit|line|sentence)) "
    r"(?:he|she|they|we|i|that|about|on|where|with)\b",
    rf"{_BEGINS}(?:ignore|disregard) (?:what|everything|anything)(?: that)? "
    r"(?!i\b)(?:(?:the|my|his|her) )?\w+ (?:said|says|told|wrote|dictated|found)\b",
    rf"{_BEGINS}(?:mark|list|put|show|record|label|chart|code) (?:down )?"
    r"(?:the patient|patient|(?:every|all|each|all of the|both|the)(?: \w+)? goals?|goals) (?:down )?as\b",
    rf"{_BEGINS}(?:document|record|chart|certify|attest) that [^.;]{{0,40}}"
    r"\b(?:(?:met|achieved|reached|hit) [^.;]{0,20}\bgoals?|goals? [^.;]{0,20}\b(?:met|achieved|"
    r"reached|done))\b",
    rf"{_BEGINS}(?:don't|do not) let (?:it|them|the {OURS}) (?:say|show|state|read)\b|"
    rf"{_BEGINS}say (?:in there (?:that )?)?(?:i|he|she|we|they) (?:was|were|did|had|can|can't|"
    rf"cannot|never|used)\b",
    rf"{_BEGINS}(?:list|enter|report) (?:the|my|his|her|this|today's) (?:pain|visit|date|score|time|"
    rf"session|injury|"
    r"minutes|range|strength) as\b",
    rf"{_BEGINS}get rid of (?:the|that|this) (?:line|part|sentence|bit|entry|remark)\b",
    rf"{_BEGINS}just (?:say|put|write) [^.;]{{2,40}}\band (?:send|sign|submit|file|close) it\b",
    # invented, borrowed or stretched figures
    rf"{_BEGINS}(?:put|enter|write) (?:normal|negative|zeros?|fives|full) for (?:everything|all|the rest|"
    r"whatever|what)\b",
    rf"{_BEGINS}give (?:him|her|me|them|patient) an? (?:passing|perfect|full|better|higher|lower) score\b",
    rf"{_BEGINS}bump (?:the |my |his |her )?(?:manual|exercise|gait|minutes|time|total|units?|activities)\b"
    r"[^.;]{0,10}\bto \d",
    rf"{_BEGINS}(?:mark|put|write) (?:down |in )?\d+ (?:timed )?units? (?:even|though|anyway|regardless)\b",
    rf"{_BEGINS}(?:let's|let us) (?:just )?(?:say|pretend|call it) (?:that )?{_WAS_DONE}",
    rf"{_BEGINS}(?:just )?(?:use|reuse|repeat|copy|keep|take) (?:the |his |her |all the )?(?:same |old )?"
    r"(?:measure(?:ment)?s?|numbers?|values?|figures?|scores?|findings?|assessment|objective|subjective|note|"
    rf"wording) (?:as|from|of) (?:{_OTHER_DAYS}|last|the|before|\w+day)\b(?! (?:page|sheet|wall|app|watch))"
    r"(?![^.;]{0,40}\bcompar)",
    r"\bfor billing(?: purposes)?,? (?:just )?(?:call|make|say|put|count)\b",
    rf"{_BEGINS}(?:bill|charge) (?:an|another|the) (?:extra |full |additional )?\w+ (?:minutes|units)\b",
    rf"{_BEGINS}pretend (?:that )?{_WAS_DONE}",
    rf"{_BEGINS}(?:use|copy|reuse|paste|carry over|pull) (?:in )?{_OTHER_DAYS} "
    r"(?:numbers?|values?|measure(?:ment)?s?|figures?|scores?|findings?|range|rom|strength|minutes|times?|"
    r"objective|subjective|assessment|plan|section|note)\b",
    rf"{_BEGINS}fill (?:\w+ ){{1,4}}in (?:as|with)\b",
    rf"{_BEGINS}(?:put|write) (?:in|down) \d+ (?:minutes|units)\b[^.;]{{0,20}}\b(?:instead|rather|not \d)",
    rf"{_BEGINS}(?:bill|charge) (?:it |this |that |him |her |me )?(?:for |as )?(?:the )?"
    r"(?:whole|full|entire|extra|another|one more|maximum)\b",
    rf"{_BEGINS}(?:give|slip|throw) (?:(?:me|him|her|us) |in )+"
    r"(?:an?|another|one more|an extra|1 more)(?: extra)? (?:timed )?units?\b",
    rf"{_BEGINS}(?:change|move|alter) the date\b"
    r"(?! (?:of|for) (?:the |his |her )?(?:surgery|appointment|scan))",
    r"\bfrom now on,? (?:\w+ )?(?:use|write|add|put|say) (?:the|this|that) (?:words?|phrases?|sentences?)\b",
)
