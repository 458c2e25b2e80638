"""What a therapist tells a patient, by its sort: goals, plans, judgements, leave to do something."""

from __future__ import annotations

import re
from typing import Literal

from agent.late import late
from agent.needles import Rare

Told = Literal["goal", "plan", "assessment", "precaution", "education", "gait", ""]

_GOAL = late(
    r"^(?:that is new\b(?=.*\bin \d+ (?:weeks|months)\b)|"
    r"(?:the |our |your |so |then |that is |here is |here are |and |one |another |a |her |his |"
    r"their )*(?:\w+ "
    r"){0,2}goals?\b(?! (?:is|was|are|were)?\s?(?:not |n't )?"
    r"(?:met|reached|there))|"
    r"what (?:we|i|therapist)(?: would)? (?:aim|hope|look|shoot) for\b|"
    r"(?:what )?(?:we|i) (?:are|am|were) (?:after|shooting for|aiming for|aiming at|working toward\w*|"
    r"looking for|going for)|"
    r"(?:what )?(?:we|i|therapist)(?: would)? (?:hope for|hope to (?:see|get|have)|hoping for|like to see)\b|"
    r"(?:what )?(?:we|i) (?:want|would like)(?: to see)?(?: is|:)? (?!to (?:add|try|start|see (?:her|him|"
    r"patient) (?:back|again))).*\d|"
    r"(?:we|i|therapist) would be (?:happy|glad|pleased|satisfied|content) (?:with|to see|at) .*\d|"
    r"(?:let's |let us )?(?:shoot|aim) for|target\b|"
    r"(?:in|by|within|over|at|after) (?:the next )?(?:week )?\d+(?: to \d+)? ?(?:weeks?|months?|visits?)?,? "
    r"(?:i want|we want|i would like|we would like|"
    r"the goal|she|he|patient|you|they|able|back|walk|return|independent|be)\b|"
    r"by (?:then|that time|that point|discharge|the end of (?:that|those|the \d+ weeks))\b"
    r"(?! (?:we|i|therapist) (?:will|should|can)\b)(?=.*\d)|"
    r"(?:to )?(?:carry|climb|walk|stand|lift|sleep|sit|drive|run|reach|hold|dress|step|kneel|squat|throw|"
    r"type|swim|push|pull|ride|jog|bend|turn) (?!.*\b(?:daily|(?:a|per|each|every) (?:day|night|"
    r"morning|evening|week))\b).*\d.*\b(?:in|within) (?:the next )?\d+ (?:weeks|months)$|"
    r"(?:in|by|within) \d+ (?:weeks|months)\b(?=.*(?:\d|without|no |independent|back to|return)))",
    re.IGNORECASE,
)
_GOAL_GOES_ON = Rare(
    r"\b(?:to|over|under|at|up to|below|above|at least|or less|or more|or better|or lower|or higher|without|"
    r"with no|independent\w*|by|in \d+ weeks|within|"
    r"back to|pain[- ]free)\b",
)
_NOW = Rare(
    r"^(?:and |but |so )?(?:so far|as of now|for now|this (?:week|visit))\b|"
    r"\b(?:today|currently|right now|at (?:the|this) (?:moment|point|time))\b",
)
"""Behind a goal: how far the patient has come, which is no goal."""
_GOAL_STATUS = Rare(
    r"\bgoals?\b.{0,40}\b(?:met|not (?:there|reached|met)|reached|achieved|unmet|isn't there|hit)\b|"
    r"\b(?:met|made|hit|reached|achieved|beat|passed)\b.{0,25}\bgoals?\b|\bgoals? (?:is|are) not\b|\b(?:is|"
    r"are|that is) (?:not )?(?:yet )?met\b",
)
_PLAN = late(
    r"^(?:(?:so|and|then|but|for now|please|okay|well),? )*(?:next (?:visit|time|week|session|appointment)|"
    r"same (?:time|plan|program|again|schedule)|"
    r"(?:that|those|these|this)(?: is| are)? (?:what|the ones?) (?:you|patient|she|he) (?:do|does|"
    r"take|takes|use|"
    r"uses|keep|keeps|wear|wears) (?:at|from|on|until|in|every|when)\b|"
    r"patient to\b|(?:we|i) (?:will|would|are going to|am going to|might|may|plan|hope|"
    r"(?:can|could)(?! (?:still |only |just )?(?:feel|see|hear|get|lift|move|take|bring|bend|push|stretch|"
    r"reach|not)\b))\b|"
    r"ask (?:her|his|your|the|patient's)\b|"
    r"(?:keep|wear|use|(?:ice|heat)(?! (?:on|to) .*\bfor \d)|avoid|stop|skip|leave|limit|rest|elevate|sleep|"
    r"take|switch|cut|bring|call|"
    r"ring|tell|ask|see|stay|go easy|"
    r"stick|carry on|continue|start|add|do|don't|do not|try|practice|log|work up|build up|increase|progress|"
    r"put|change|move|sit(?! to stand)|stand|get up|"
    r"walk|break|pace|prop|roll|wean|come off|hold off|back off|support|lie) (?!(?:me|us|you got|it (?:a |"
    r"an |about )?\d|that (?:a |an )?\d)\b)|"
    r"not (?:before|until|till|yet|with)\b|no (?!(?:\w+ ){0,2}(?:pain|tender|effusion|swelling|clonus|"
    r"drainage|numb|freez|festinat|stumbl|stagger|change|sign|evidence|laxity|instability|"
    r"deficit|weakness|limp|loss|fever|redness|heat|warmth|edema|increase|slip|nystagmus|dizz|symptom|"
    r"open|blister|breakdown|rash|macerat|odou?r|bleed|bruis|difference|problem|issue|lag|clunk|click|"
    r"catch|winging|hik|tremor|spasm|guarding)\w*)(?:\w+ing|\w+)\b|"
    r"\d+ more (?:days|weeks|months) (?:in|of|with|on|without) (?:the |a |your )?\w|"
    r"(?:let's|let us) (?:hold(?: off)?|wait|skip|leave|keep|stay|stick|drop|avoid) (?!(?:it|that|this|there|"
    r"here)\b)\w|nobody|never\b|only if|until\b|if\b|once (?:a|per|every|she|he|patient|it|the|we)|"
    r"twice (?:a|per|"
    r"weekly)|\d+ (?:times|visits|x) (?:a|per)|"
    r"at home\b|home\b|for home\b|(?:\w+ ){1,3}(?:is|are) (?:fine|okay|ok|allowed|off limits|out for now|on "
    r"hold)\b(?!.*\d))",
    re.IGNORECASE,
)
_IS_TO = Rare(
    r"^(?:and |so |but )*patient (?:keeps?|wears?|stays?|uses?|leaves?|rests?|does not|only) .*"
    r"\b(?:please|whenever|until|at all times|every time|from now on)\b",
)
"""`You keep that boot on whenever you walk`: told what to do, in the form of a statement."""
_WHEN_THEN = Rare(
    r"^(?:and |but |so |then )*(?:when|once|as soon as|the (?:day|week|minute)) .{4,90}?, "
    r"(?:then )?(?:we|i|therapist|patient)(?: will|'ll| can| would|'d| is going to)\b|"
    r"^(?:and |but |so |then )*(?:when|once|as soon as|if) .{4,60}? (?:we|i|therapist) "
    r"(?:will|would|can|might|may) (?:\w+ )?(?:think|talk|look|consider|let|start|try|add|move|go|drop|"
    r"take|call|"
    r"send|change|see|clear|release|allow|give|switch|refer|discharge|progress|write)\b",
    re.IGNORECASE,
)
"""`When you're losing two lines or less, I'll write the doctor`: what follows once something is reached."""
_CONDITIONAL = late(
    r"^(?:so |and |but )*let's (?:hold(?: off)?|wait|skip|avoid) (?!(?:it|that|this|there|here|"
    r"still)\b)\w.*\b(?:to|till|"
    r"until|for) (?:week|next|\d+ (?:more )?weeks|month)|"
    r"\bas long as (?:it|that|the \w+|patient|you|there)(?: is| stays| feels| does|'s)\b|"
    r"^maybe\b.{3,40}\b(?:another (?:day|time|visit)|next (?:time|visit|week)|later|down the road)$"
)
"""`Two miles flat, as long as it stays at three`: leave on a condition; `maybe tape, another day`."""
_PERMITS = Rare(
    r"^(?:\w+ing|golf|tennis|sports?|contact|work|school|stairs|the (?:pool|gym|bike|car|treadmill|"
    r"elliptical))(?: \w+){0,3} (?:is|are) (?:fine|okay|ok|allowed|"
    r"good|off limits|out|a no|on hold|too early|not (?:yet|allowed))\b",
)
_JUDGES = Rare(
    r"\b(?:needs? the therapist|therapist's help|held? (?:her|him|patient) back|what (?:limits|is limiting)|"
    r"ahead of|behind (?:schedule|expected|where)|on (?:track|schedule)|"
    r"(?:still|is) what (?:keeps|limits|stops|holds)|"
    r"(?:i|therapist) still (?:have|has|need|needs) to|(?:still|yet) cannot|"
    r"cannot (?:\w+ ){1,6}(?:herself|himself) yet|"
    r"findings? fit|hands-on (?:work|treatment|care)|needs? (?:\w+ ){0,2}hands\b|from max\w* to m\w+|"
    r"(?:is|are|getting|got|moving|doing|looks?|looking|feels?) (?:\w+ ){0,2}(?:stronger|better|worse|"
    r"steadier|smoother|looser|weaker|further along|well|nicely)|"
    r"coming (?:along|on|back)|still (?:missing|weak|lagging|behind|limited|guarded|stiff|the weak)|"
    r"push-off|centraliz\w*|irritab\w+|prognosis|chances|potential|"
    r"candidate|consistent with|fits\b|points? to|nothing (?:points|suggests)|signs? of|no signs?|picture "
    r"of|typical (?:of|for)|"
    r"should do (?:well|fine|great)|should (?:recover|heal|settle|respond|clear)|"
    r"recover(?!y,|y \d|y time|y heart)\w*|"
    r"not ready|ready (?:for|to)|safe to|"
    r"gain(?:ing|ed) (?:range|strength|motion|ground)|improv\w+|fatigues?|compensat\w+|because (?:of "
    r")?(?:her|his|the|he|she|patient)|"
    r"that is why|which is why|the reason|limits|limiting|deconditioned|plateau\w*|progress\w*)\b",
)
_SEEN = Rare(
    r"\b(?:steps?|strides?|stance|swing|push-off|leg|foot|heel|toes?|knee|hip|pelvis|trunk|shoulder|arm)"
    r"(?: \w+)? (?:is|are|stays?|looks?) (?:\w+ ){0,3}(?:short\w*|long\w*|wide\w*|narrow\w*|uneven|"
    r"high\w*|low\w*)\b|"
    r"\b(?:left|right|patient|trunk|body) (?:is |are )?(?:about )?\d[\d.]* (?:mm|millimeters|cm|"
    r"centimeters) (?:short|long)|"
    r"\bpatient (?:still )?(?:leans?|limps?|veers?|drifts?|shuffles?|froze|freezes|stumbled|staggers?|"
    r"waddles?|"
    r"drags?|hikes?|circumducts?|trips?|scuffs?)\b|"
    r"\bpatient (?:went|walked|made|covered) (?:\w+ ){0,2}\d[\d,]* (?:feet|ft|meters|yards|m)\b"
    r"(?!.*\b(?:yesterday|at home|this morning|last night|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b)",
)
"""What a therapist sees of how the patient stands and walks, whatever reason is given behind it."""
_SURELY_JUDGES = Rare(
    r"\b(?:needs? to be the one (?:who|to|that)|takes (?:a|the) therapist|needs? (?:a|the) (?:therapist|"
    r"clinician)|"
    r"(?:i|therapist) (?:still )?(?:have|has|need|needs) to be (?:there|here|beside|behind|close|right)|"
    r"still needs? (?:the therapist|therapist's|my|hands-on)|weak link|not (?:yet )?ready\b|"
    r"^(?:so |okay |good )*my (?:\w+ )?(?:assessment|impression)|"
    r"(?:good|fair|guarded|excellent|poor) (?:outlook|prognosis)|"
    r"(?:outlook|prognosis) is (?:good|fair|guarded)|"
    r"still (?:wrong|off|uneven|sloppy|not right) (?:without|unless)|"
    r"calling (?:this|it) (?:an? |the )?\w{5}|expects? (?:patient|her|him|them|you|this|it) to \w+|"
    r"(?:is|what's) (?:still )?(?:limiting|holding (?:her|him|patient|you|them|things) back))\b",
)
"""Wording of a judgement, whatever figures stand beside it."""
_STILL_HELPS = Rare(
    r"\b(?:so|and|because|which is why) (?:i|we|therapist) (?:still )?(?:have|has|need|needs) to "
    r"(?:keep |still |be )?(?:cue|cueing|cuing|guard\w*|correct\w*|assist\w*|block\w*|steady\w*|remind\w*)\b",
)
"""`And I still need to guard him`: why a therapist is needed."""
_DIAGNOSIS = Rare(
    r"\b(?:sprain|strain|tendin\w+|tendon\w+|arthralgia|radiculopathy|impingement|bursitis|fasci\w+|"
    r"syndrome|nerve root|disc (?:herniation|displacement|bulge)|"
    r"displacement|arthritis|neuropathy|instability|dysfunction|contracture|adhesive capsulitis|frozen "
    r"shoulder|canalithiasis|vertigo|concussion|whiplash|"
    r"tear|derangement|stenosis|epicondyl\w+|tenosynovitis|entrapment|hypofunction|radiating|referred|"
    r"tendon (?:problem|trouble|issue)|meniscus|meniscal|labral|cuff)\b",
)
_NAMES_IT = Rare(
    r"^(?:(?:an?|the|so|this is|it is|that is|that makes it|this looks like|looks like|likely|probably|more|"
    r"mostly|just|grade \w+|mild|moderate|severe|acute|"
    r"chronic|classic|left|right|low|high|\d)[, ]+)+",
)
_RULES_OUT = Rare(
    r"^(?:(?:so|it is|this is|that is|more of|more|mostly|likely|probably|an?|the)[, ]+)*[\w' -]{4,40}, "
    r"(?:and |but )?(?:it is |this is )?not (?:from |in |coming from )?(?:the|his|her|an?) "
    r"(?:\w+ )?(?:joint|back|neck|hip|knee|shoulder|spine|disc|nerve|cuff|bone|muscle|tendon|heart|ankle|"
    r"foot|meniscus|labrum|ligament|inner ear|brain|si joint|jaw)\b",
)
"""`So gluteal tendon, not the joint and not the back`: where the complaint comes from, and where not."""
_VISITS = Rare(
    r"\b(?:once|twice|1|2|3|one|two|three)(?: (?:times?|visits?|x))? (?:a|per|each) week\b(?! (?:at|she|he|"
    r"patient) )|\bevery (?:other )?week\b(?= (?:for|over|until)\b)|\bweekly (?:for|over|until)\b",
)
_WANTS_VISITS = Rare(
    r"^(?:so |and |then )*(?:we|i|therapist) (?:would like|want)(?:(?: to (?:see|have))? (?:patient|her|him|"
    r"them|you)(?: in| here| back)*)? "
    r"(?:(?:\w+ )?(?:visits?|sessions?|times) (?:a|per|each|every)|every (?:other )?(?:week|day|\w+day)|"
    r"(?:once|twice) (?:a|per|each|every) (?:week|month)|weekly)\b",
)
"""`I'd like two visits a week over six weeks`: how often, and not how far."""
_PRESCRIBED = Rare(
    r"\b(?:\d+|once|twice)(?: times)? (?:a|per|every|each) (?:day|hour|night)\b|"
    r"\bevery (?:hour|night|morning|evening|other day|\d+ hours)\b",
)
_HOW_IT_WENT = Rare(
    r"\b(?:was|were|did|has|had|have|been|still|feels?|wakes?|hurts?|only|used to|is|are|last)\b",
)
_TAUGHT = Rare(
    r"^(?:and |then |so )*(?:showed|taught|explained|went over|reviewed|educated|instructed|talked (?:about|"
    r"through)|walked (?:you|patient|her|him) through|"
    r"(?:i |we |therapist )?told (?:you|patient|her|him) (?:why|how|when|to|not to|about)|"
    r"practi[cs]ed|gave (?:you|patient|her|him) (?:a |the )?(?:handout|sheet|list))\b",
)


def told(low: str, *, number: bool, measured: bool, treated: bool) -> Told:
    """The sort of a therapist's sentence (lower case, third person), or empty where it has no such mark.

    `number`: a number stands in it; `measured`: with a measure; `treated`: it names a treatment of today.
    """
    if low.startswith(("asked whether to ", "asked to ", "asked when to ", "asked about ")):
        return "education"
    if _GOAL_STATUS.search(low) and not (measured and re.search(r"\d.*\bgoal\b", low)):
        return "assessment"
    if _GOAL.match(low) and not treated:
        return "plan" if _WANTS_VISITS.match(low) else "goal"
    if treated:
        return ""
    if _STILL_HELPS.search(low) and not _VISITS.search(low):
        return "assessment"
    if _SURELY_JUDGES.search(low) or (not number and _RULES_OUT.match(low)):
        return "assessment"
    if _CONDITIONAL.search(low):
        return "plan"
    if _WHEN_THEN.match(low) or _IS_TO.match(low):
        return "plan"
    if measured and number and not re.match(r"^(?:if|next|we will|i will|once)\b", low):
        return ""
    if _TAUGHT.match(low):
        return "education"
    if _SEEN.search(low) and not _VISITS.search(low) and not low.startswith(("if ", "when ")):
        return "gait"
    if _PERMITS.match(low) or _PLAN.match(low):
        return "plan"
    if _VISITS.search(low) or _prescribes(low):
        return "plan"
    if not (number and measured) and (
        _JUDGES.search(low)
        or ((not measured or low.startswith("this is ")) and _NAMES_IT.match(low) and _DIAGNOSIS.search(low))
    ):
        return "assessment"
    return ""


def _prescribes(low: str) -> bool:
    """`Tongue up 10 times every hour`: how often something is to be done, and not how often it was."""
    often = _PRESCRIBED.search(low)
    if often is None or low.endswith(" now"):  # `freezing 3 times a day now`
        return False
    return _HOW_IT_WENT.search(low[: often.start()]) is None


def judges(text: str) -> bool:
    """Whether a sentence tells how the patient is coming along or what holds them back."""
    return bool(_JUDGES.search(text.replace("'s ", " is ")))


def surely_judges(text: str) -> bool:
    """Whether a sentence says in so many words what holds the patient back or why a therapist is needed."""
    plain = text.replace("'s ", " is ")
    return bool(_SURELY_JUDGES.search(plain) or _STILL_HELPS.search(plain))


def plans(text: str) -> bool:
    """Whether a sentence tells what is to be done from now on: `That's what you do at home, ten of them`."""
    return bool(_PLAN.match(text.casefold().replace("'s ", " is ")))


def permits(text: str) -> bool:
    """Whether a sentence says that an activity is allowed or is not: `Swimming's fine`."""
    return bool(_PERMITS.match(text.replace("'s ", " is ")))


def goes_on_with_goals(low: str) -> bool:
    """Whether a sentence after a goal is another one: `LEFS up to 60`."""
    return bool(_GOAL_GOES_ON.search(low)) and not _NOW.search(low)
