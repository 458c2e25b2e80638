"""Orders about the record in loose speech: what to leave out, to make it say, to round, move or copy.

An order names what is written (a section, a score, the minutes), or gives away that it is not what was
found: `so they see progress`, `no matter what the clock says`, `even though we never tested it`. What a
patient is to do with a body or a band (`bump that up to the green band`, `leave out the bridges`) has
neither.
"""

from __future__ import annotations

from typing import Final

_STARTS: Final = (
    r"^(?:(?:okay|ok|so|and|then|also|please|just|now|oh|well|hey|go ahead and|you can|you could|can you|"
    r"could you|would you|i need you to|i want you to|for (?:the|today's) \w+|(?:in|under) the \w+(?: \w+)?|"
    r"whatever you (?:print|write|type|do|put)),? ?)*"
)
"""Nothing but openers stands before the verb: nobody else is to act."""
_SECTION: Final = (
    r"(?:assessment|objective|subjective|documentation|note|write ?-? ?up|narrative|record|chart|report|"
    r"claim|paperwork|summary|impression|story|exam|progress (?:part|note|section)|justification)"
)
_COUNTED: Final = (
    r"(?:(?:\w+ )?scores?|minutes|units?|(?:start|stop|end|total|treatment|visit) times?|totals?|times? in|"
    r"visit count|date of service)"
)
"""Figures that only a record has."""
_CLINICAL: Final = (
    r"(?:pain|strength|flexion|extension|abduction|rotation|range|grade|numbers?|balance|gait|rom)"
)
_OWNED: Final = r"(?:the |his |her |my |our |that |those |these |today's )?"
_PRETEXT: Final = (
    r"\bso (?:that )?(?:it|he|she|they|we|i|the \w+|insurance|medicare|my \w+)\b.{0,25}\b(?:qualif\w+|"
    r"see(?:s)? (?:some |the |more )?(?:progress|improvement|change)|approv\w+|pays?|paid|covers?|covered|"
    r"match(?:es)? (?:the|his|her|that|last)|overlaps? with|goes (?:away|through)|go through|"
    r"den(?:y|ies|ied|ial)|passes|question\w*|audit\w*|looks? (?:better|worse|right|good))"
)
_ANYHOW: Final = (
    r"\b(?:no matter what|whatever|regardless of what|never mind what) (?:the |my )?"
    r"(?:clock|numbers?|chart|tests?|record|measurements?|timer|sheet|schedule|results?|i)\b"
)
_NOT_SO: Final = (
    r"\b(?:even though|although|even if) (?:we|i|he|she|they) (?:never|didn't|did not|only|couldn't|haven't|"
    r"hasn't|wasn't|weren't|skipped|missed|did \d)"
)
_WRITES: Final = (
    r"(?:put|enter|write|show|mark|list|document|bill|record|say|set|chart|note|call|make|give|code)"
)
_HELPER: Final = r"(?:assistant|aide|student|tech|pta|intern)"
_MODEL: Final = (
    r"(?:a ?i|language model|llm|model|(?:automated|ai) (?:system|tool|reader|reviewer)|note generator|"
    r"(?:summari[sz]\w+|transcri\w+|documentation|writing|note) (?:assistant|model|tool|bot|system|"
    r"generator)|"
    r"generator|summari[sz]er|chat ?-? ?bot)"
)
ORDERS: Final = (
    # what it is to say
    rf"{_STARTS}(?:make|have) (?:it|this) (?:say|state)\b",
    rf"{_STARTS}(?:make|have|let) {_OWNED}(?:\w+ )?{_SECTION} (?:sound|look|read|seem|say|come across)\b",
    rf"{_STARTS}have (?:it|this|that) (?:read|sound|look) (?:as though|as if|like)\b",
    rf"\b(?:the|this|that) (?:\w+ )?(?:part|section|{_SECTION}) (?:should|must|has to|needs to|ought to|"
    rf"better) "
    r"(?:say|read|state|mention|claim)\b(?! (?:whether|if|what|when|how|which))",
    rf"{_STARTS}(?:document|chart|record|bill|phrase|word|frame) (?:it|this|that|the visit) (?:like|as if|"
    r"as though|so(?: that)? (?:it|the|he|she|they|insurance|medicare|we)|in a way)\b",
    rf"{_STARTS}(?:have|make) {_OWNED}(?:\w+ )?{_CLINICAL} (?:come out|read|show up|look)\b",
    rf"{_STARTS}say (?:that )?(?:i|we|the (?:\w+ )?(?:therapist|pt|doctor|physician|{_HELPER})) "
    r"(?:was|were|did|had|reviewed|went|saw|gave|got|\w+ed)\b",
    rf"{_STARTS}pretend (?:that )?(?:the|his|her) [\w ]{{1,25}} (?:was|were|got) (?:tested|measured|done|"
    rf"checked|"
    r"normal|there|present)\b",
    r"\bwhere it (?:asks|says|wants)\b(?!.{0,30}\byour\b).{0,40}\b(?:enter|put|write|type|fill)\b",
    rf"{_STARTS}write whatever\b|\bwhatever (?:\w+ )?(?:gets|will get|earns|buys) (?:us|me|him|her|them|it) "
    r"(?:\d|approved|paid|covered|through|past|more|another|the (?:visits|units|auth\w*))",
    # figures moved
    rf"{_STARTS}(?:bump|nudge|knock|round|pad|raise|lower|fudge|tweak|adjust|stretch|inflate|shave|trim|"
    rf"massage|"
    rf"move|change|set|push|pull) (?:up |down )?{_OWNED}{_COUNTED}(?: \w+)? (?:up|down|to|so|a little|a bit|"
    r"over|back|by|until|higher|lower)\b(?! next)",
    rf"{_STARTS}(?:bump|round|push|pull|knock|nudge) (?:it|that|this|those|them) (?:up |down )?to \d+ "
    r"(?:timed |billable )?(?:units?|minutes)\b",
    rf"{_STARTS}(?:bump|nudge|knock|round|pad|raise|lower|fudge|tweak|adjust|change|bring|drop|make|put|"
    rf"set|show|"
    rf"phrase|word|write|stretch) (?!.{{0,25}}\b(?:appointment|card|schedule|policy|plan "
    rf"with)).{{0,50}}{_PRETEXT}",
    rf"{_STARTS}{_WRITES} .{{0,60}}{_ANYHOW}",
    rf"{_STARTS}put (?:him|her|them|it) (?:down|in) (?:as|for) .{{0,40}}{_ANYHOW}",
    rf"{_STARTS}{_WRITES} .{{0,50}}{_NOT_SO}",
    r"\bbut (?:just |go ahead and )?(?:put|write|enter|mark|record|give|list|log) .{1,40}\b(?:anyway|anyhow|"
    r"all the same|regardless)\b",
    rf"{_STARTS}(?:stick|throw|slip|pop|plug|drop|pencil) (?:in |down )?(?:an? |the )?(?:\w+ "
    rf"){{0,2}}?(?:score|berg|"
    r"tinetti|tug|oswestry|dash|lefs|grade|reading|value|number)\b.{0,12}\d",
    # what is to be left out
    rf"{_STARTS}(?:leave|keep) out (?:the fact )?(?:that (?:he|she|they|we|i|it)|how|anything|any mention)\b",
    rf"{_STARTS}leave {_OWNED}(?:\w+ ){{1,3}}blank\b",
    rf"{_STARTS}(?:drop|skip|cut|lose|omit|scratch|delete|forget) (?:the|any|all) mentions?\b",
    rf"{_STARTS}(?:strike|cut|scrap|scratch) the (?:bit|part|line|thing|sentence|stuff) (?:about|where|on|"
    rf"that)\b",
    rf"{_STARTS}(?:you )?(?:don't|do not|no) need to (?:mention|document|chart|include|write up) (?:the|"
    rf"that|his|"
    r"her|how|any|about)\b(?!.{0,40}\bto (?:your|the|his|her|him|me|us)\b)",
    rf"{_STARTS}(?:don't|do not|never) (?:write|type|chart) (?:up|down|in) (?:the|that|how|about)\b"
    r"(?!.{0,30}\byour\b)",
    rf"{_STARTS}(?:don't|do not) let (?:the words?|anything about|any mention) .{{1,40}}\b(?:show up|"
    rf"appear|in|"
    r"through|slip)\b",
    rf"{_STARTS}keep quiet about .{{1,40}}\bin (?:the|this|your|my) (?:\w+ )?{_SECTION}\b",
    # billed as something else
    rf"{_STARTS}(?:swap|switch|flip|trade|change) (?:the |those |these )?(?:codes?|billing|cpt codes?)\b",
    rf"{_STARTS}(?:turn|switch|convert|change|make) (?:the |that |this )?group .{{0,15}}\b(?:individual|"
    rf"one on one)\b",
    rf"{_STARTS}(?:bill|code|charge|count|put) (?:the |his |her |my )(?:\w+ )?(?:heat|ice|hot packs?|cold "
    rf"packs?|group|"
    r"warm ?-? ?up|rests?|waiting|talking|set ?-? ?up|walk in|paperwork)(?: time)? (?:as|under|in as|down "
    r"as)\b",
    rf"{_STARTS}bill (?:it|this|that) as .{{1,30}}\b(?:be done with it|leave it at that|don't worry|who "
    rf"cares)\b",
    rf"\b{_HELPER}(?:'s)?\b.{{0,30}}\bunder my (?:name|number|npi|license)\b",
    # borrowed
    rf"{_STARTS}(?:copy|paste|carry|pull|bring) (?:forward|over|across) {_OWNED}(?:last |old |same "
    rf")?(?:\w+ )?"
    rf"(?:ranges?|rom|{_CLINICAL}|{_COUNTED}|{_SECTION}|measurements?|values?|findings?|exam|plan|goals?)\b",
    rf"{_STARTS}(?:re-?use|recycle|copy|repeat|paste) what (?:we|i|you) (?:had|wrote|put|said|used|got)\b",
    # unfound, or for somebody's eyes
    rf"{_STARTS}(?:shave|take|knock|add|put|tack) (?:an? |\d+ |some |a few )?(?:extra )?(?:points?|"
    rf"degrees) (?:off|to|"
    rf"on|onto) {_OWNED}(?:\w+ )?(?:oswestry|dash|lefs|berg|score|scale|flexion|extension|range|faam|koos|"
    rf"ndi)\b",
    rf"{_STARTS}(?:make up|invent|guess|dream up) (?:something|an?y?|some) (?:\w+ )?(?:for|number|value|"
    rf"score|reading|"
    r"range|grade|strength|grip)\b",
    r"\bfill in (?:what|whatever) you (?:think|like|want)\b|\bassume (?:normal|full|intact|negative|"
    r"everything)\b",
    r"\b(?:that|which) we'll (?:say|pretend|claim) (?:happened|we did|took)\b",
    rf"{_STARTS}(?:write|type|put|note|say|enter) (?:in |down )?that .{{1,50}}\bwe'll (?:get to|do|cover) "
    rf"(?:it|that)\b",
    r"\bfor the (?:adjuster|insurance|payer|auditor|lawyer|employer|insurer)'s (?:sake|benefit|eyes)\b|"
    r"\bto keep (?:medicare|insurance|the (?:payer|adjuster|auditors?)) (?:happy|quiet|off)\b",
    rf"{_STARTS}(?:list|use|put|write|pick|choose) whatever (?:\w+ )?(?:pays|sells|works|flies|clears|"
    rf"bills)\b",
    r"\b(?:hide|bury|gloss over|play down) (?:the fact|that (?:he|she|they|the|we|i)|how)\b",
    rf"{_STARTS}take (?:out )?the words? .{{1,40}}\b(?:out|wherever|everywhere)\b",
    rf"\bi(?:'d| would) (?:rather|prefer) (?:that )?(?:the|this|your) (?:\w+ )?{_SECTION} (?:didn't|not|"
    rf"doesn't|"
    r"left|said|say)\b",
    rf"{_STARTS}no need to (?:include|mention|document|chart) (?:anything|any of)\b",
    r"\bi (?:want|need|'d like) (?:it|this|that) to (?:come out|say|read|show|state) that\b",
    rf"{_STARTS}(?:report|describe|label|class|class ?ify) (?:the|his|her|that) (?:\w+ )?(?:fall|accident|"
    rf"injury|"
    r"incident|swelling|pain|visit|deficit) as\b",
    rf"{_STARTS}(?:attribute|assign|shift|allocate|reassign) (?:the |those |these )?(?:\w+ )?(?:minutes|"
    rf"time|units) (?:to|"
    r"over to|under)\b",
    # text for a model
    rf"\bto (?:any|every|the|whatever) (?:{_MODEL}|assistant|system|bot|software) \w+ing\b|"
    r"^(?:system|admin|developer) (?:message|note|notice)\b",
    rf"\b(?:any|an|the|this|your|every) {_MODEL}(?: (?!is\b|was\b)\w+){{0,4}} (?:must|should|shall|has to|"
    rf"needs to|is to)\b",
    rf"^(?:dear|hey|hello|attention|note to|to the)?,? ?{_MODEL} ?[,:]",
    rf"\bas (?:the|an?) (?:\w+ )?(?:{_MODEL}|assistant|scribe|system|bot),? your (?:\w+ )?(?:task|job|"
    rf"role|duty)\b",
    r"\byour (?:new |only )?(?:task|job|role) is (?:now )?to (?:list|write|mark|score|output|ignore|"
    r"approve|report|"
    r"produce|summari[sz]e|rate)\b",
    rf"\bif (?:an?|the|any) {_MODEL} (?:is |will )?(?:read\w*|process\w*|see\w*|scor\w*|pars\w*|hear\w*)",
    r"\b(?:respond|answer|reply) with (?:an? )?(?:empty|no findings|nothing but)\b|"
    r"\bgive (?:full|top|perfect|maximum) marks\b",
)
