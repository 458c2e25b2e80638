"""What people say in a session that has no place in a note: greetings, small talk, coaching, counting."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.late import late
from agent.needles import Rare
from agent.understanding.clauses import Clause
from agent.understanding.ellipsis import same_on
from agent.understanding.marks import MEASURES
from agent.understanding.phrases import key, words
from agent.understanding.sections import has_number, has_value
from agent.understanding.talksort import judges, permits
from agent.understanding.tokens import Token

_SMALL_TALK = late(
    r"^(?:hi|hello|hey|(?:good )?(?:morning|afternoon|evening)\b|thank(?:s| you)|you're welcome|bye|"
    r"see you (?!next|in|twice|\d)|to (?:see|meet|have) you\b|"
    r"okay|ok|go|ready|alright|all right|sounds good|great|perfect|nice|"
    r"wow|good job|good|ha\b|oh\b|ooh|ow\b|ouch|phew|gosh|goodness|"
    r"i remember|i see|i know|i saw that|i'll note that|got it|exactly|sure|of course|that's smart|how was "
    r"that|"
    r"let's work|let me see|let me look|so let's|here we go|that one hurt|it's not ruptured|that's inside|"
    r"right now\??|not there yet|so i am not there|i'm tired|i'm trying|what does that|close enough|"
    r"am i saying|come (?:on )?in|lie (?:back|down)|let me (?:take|see|have)|sit down|have a seat|hop (?:up|"
    r"on|down)|lie (?:back|down)|take a seat|"
    r"look at that|"
    r"tell me|go ahead|here you go|there you go|that's (?:the idea|it|right|good|great|fine|honest|okay|ok|"
    r"better|where i want)|"
    r"i hear you|no worries|no problem|don't worry|you're (?:brave|welcome|funny|right))\b",
    re.IGNORECASE,
)
_AGREES = late(
    r"^(?:(?:yeah|yes|okay|well|oh|no|sure|and|so|but),? )*(?:i'd|i would|i'll|i will|i can|i could|we can)"
    r" (?:take|live with|go with|do|settle for|handle) (?:that|it|this)(?: any day| for now| anyway)?$|"
    r"^(?:(?:yeah|yes|okay|well|oh),? )*(?:i (?:guess|suppose|think|hope)(?: so| not)?|fair enough|"
    r"(?:that )?makes sense|works for me|if you say so|you're the boss|whatever you say|"
    r"that'd be (?:great|nice|good))$",
    re.IGNORECASE,
)
"""`I'd take that.`: how a patient takes what was said; nothing of the patient's state."""
_POSITIONED = Rare(
    r"^(?:(?:now|okay|and|good|then|please|go ahead and),? )*"
    r"(?:lie|roll|turn|sit|flip|scoot|hop|get)(?: over| up| down| back)? (?:on|onto|to) (?:your|the) "
    r"(?:left |right |other )?(?:back|belly|stomach|tummy|side|front|edge|table|mat|plinth)"
    r"(?: for me)?(?:,? (?:and )?let me \w+(?: \w+){0,3})?$",
)
"""`Lie on your belly, let me press.`: where the patient is to lie is no plan."""
_COACHING = late(
    r"^(?:(?:and|good|nice|okay|great|perfect|now|then|,|yep|yes|so) ?)*(?:hold (?:it|that|there|on|your|"
    r"still)?|keep (?:going|it up|breathing|that|your)|"
    r"(?:just )?(?:\d+|one|two|three|four|five|a couple|a few|couple) more|last one|one more|relax|breathe|"
    r"breath|deep breath|"
    r"don't (?:hold your breath|let|lock|cheat|rush|lean|peek|move)|slow\w*|easy|down (?:slow|and|we)|up "
    r"and|and (?:up|down|back|rest|relax)|"
    r"back (?:up|down)|that's it|you got (?:this|it)|you've got (?:this|it)|almost (?:there|done)|switch|"
    r"other (?:leg|arm|side|one)|"
    r"again|ready|chest up|knees? over|chin (?:tucked|in|up)|eyes (?:up|on|open)|look (?:at me|here|"
    r"straight)|squeeze|push (?:into|against)|"
    r"press (?:into|against)|pull (?:against|into)|don't let me|meet me|resist|match me|let (?:it )?go|take "
    r"a (?:break|rest|breath|sip|second)|"
    r"shake it out|there we go|beautiful|lovely|feel that|nice and (?:slow|easy|tall)|tall|stay tall|stay "
    r"with me|here we go|let's go|"
    r"watch your|mind the|ten (?:seconds )?(?:more|to go)|halfway|count (?:it|with|for))\b",
    re.IGNORECASE,
)
_OTHER_HAS = Rare(
    r"^(?:(?:and|now|on|the|your) ?)*other (?:leg|arm|side|one|foot|hand)"
    r"(?: is|'s| was| gets| holds)?,? (?:a |an )?\d"
    r"(?! more)",
)
"""`Other leg 20`: no order to change sides, but what was found there."""
_READ_OFF = late(r"^(?:\w+ ){1,3}\w+, (?:[2-9]\d|1\d\d)(?:\b(?! (?:more|times|seconds))|$)", re.IGNORECASE)
"""`Chin up, 25, arm again`: what a motion measured, and no count."""
_KEEPS = Rare(
    r"\b(?:call|ring|ask|tell|doctor|surgeon|emergency|wear|ice|heat|brace|boot|sling|tape|home|until|weeks?|"
    r"days?|daily|night|"
    r"weight|driv\w+|lift\w*|kneel\w*|avoid|stop if)\b",
)
_COUNTED = late(r"^(?:(?:and|that's|that is|it's|,|\.\.\.|…|-) ?)*(?:\d+(?:,|\.\.\.|…| |\.)*)+$")
_HOW_MANY_TIMES = Rare(
    r"^(?:and |so |but )*(?:that's|that is|it's|it is) (?:once|twice|\d+ times|the (?:first|second|third|"
    r"\w+th) time)\b",
)
"""`That's twice this month`: of what was just told."""
_OPENING = Rare(
    r"^(?:(?:okay|ok|oh|good|great|nice|perfect|alright|all right|well|and|so|yes|yeah|yep|sure|right|"
    r"excellent|fine|no|patient(?=,))\b[,. ]*)+",
)
_A_SIDE_IS_WELL = Rare(
    r"^(?:(?:and|but|no),? )*(?:(?:my|the) )?(?:left|right|other)(?: \w+)?(?:'s| is| are| feels) (?:\w+ )?"
    r"(?:fine|good|okay|ok|normal|great|perfect|all right|alright)\b",
)
_QUIET = Rare(
    r"^(?:(?:but|and),? )*(?:otherwise|other than that|apart from that|(?:the )?rest of the time|"
    r"since then|been)\b.{0,20}"
    r"\b(?:quiet|fine|good|okay|ok|nothing|calm|silent|great|better|worse|normal|happy)\b.{0,16}$"
)
"""`Otherwise quiet.`, `Been fine since.`: how it is the rest of the time."""
_ANNOUNCES = Rare(
    r"^(?:(?:so|now|okay|well|and|all right|alright|then|first),? )*"
    r"(?:let's|let us|let me|i(?:'d| would) like to|i(?:'m| am) (?:just )?(?:going to|gonna)|"
    r"we(?:'re| are) going to|i want to|i(?:'ll| will)|we(?:'ll| will))"
    r"(?: just| go ahead and| quickly| now)* "
    r"(?:take a (?:quick )?look|have a (?:quick )?look|look (?:at|over)|listen|"
    r"talk (?:a (?:little )?bit )?about|go over|review (?:your|the|some)|examine|"
    r"do (?:a|the|my|your) (?:quick |little |brief |physical )*(?:exam\w*|check)|"
    r"move on|pull up|bring up|get started)\b",
)
"""What the therapist is about to do with the patient in the room; what comes of it is told afterwards."""
_LATER = late(r"\b(?:next|tomorrow|weeks?|visit|if|when|once|until|then|home|before)\b", re.IGNORECASE)
_ACTS_ON_IT = Rare(
    r"^\w+(?: \w+){0,3} (?:relieves?|eases?|reproduces?|abolishes|reduces|worsens?|increases?|provokes?|"
    r"takes? (?:it|that|the \w+) away|brings? (?:it|that|the \w+) on|"
    r"makes? (?:it|that|the \w+) (?:better|worse))\b",
)
"""What a test or a position does to the complaint: `Distraction relieves it`."""
_TESTED = Rare(
    r"^(?!(?:that|this|it|all|still|both|so|and|okay|now|yes|no)\b)[a-z][\w'-]+ (?:negative|positive)$"
)
"""`Gapping negative.`: a test by a name that is no term of the lexicon."""
_POINTED = late(r"^(?:\w+ ){0,2}(?:here|there)\W*$", re.IGNORECASE)
_VISIT_NUMBER = late(
    r"^(?:(?:so|and|okay|this is),? )*(?:visit |session )?number \d+,? (?:so|and|today|which|already)\b", re.I
)
"""`Number twenty, so today I redo the tests.`"""
_STEMS = words("talk_clinical")
_SHORT_FRAGMENT = 6


def clinical(tokens: Sequence[Token]) -> bool:
    """Whether the words touch on body, function, symptoms, care or daily activities at all."""
    for token in tokens:
        low = key(token.low)
        if low in _STEMS:
            return True
        for ending in ("ing", "ed", "er", "es", "ier", "iest"):
            if len(low) > len(ending) + 2 and low.endswith(ending):
                stem = low[: -len(ending)]
                if (
                    stem in _STEMS
                    or stem + "e" in _STEMS
                    or (stem[-1:] == stem[-2:-1] and stem[:-1] in _STEMS)
                ):
                    return True
    return False


def instructs(text: str) -> bool:
    """Whether a sentence tells the patient what to do, or what a test did to the complaint."""
    return _INSTRUCTS.match(text) is not None or _ACTS_ON_IT.match(text) is not None


def coaching(clause: Clause) -> bool:
    """`Good, hold it there, three more`: said to move the patient, not to tell anything."""
    kinds = {t.kind for m in clause.marks for t in m.terms}
    if kinds & {"intervention", "outcome", "performance", "test", "goal", "vital"} or " x " in clause.text:
        return False
    if _KEEPS.search(clause.text) or clause.question or _OTHER_HAS.match(clause.text):
        return False
    if _READ_OFF.match(clause.text):
        return False
    return len(clause.tokens) <= 12 and _COACHING.match(clause.text) is not None


def counting(clause: Clause) -> bool:
    """`Seven, eight, nine`: numbers counted aloud."""
    numbers = [t.number for t in clause.tokens if t.number is not None]
    return len(numbers) > 1 and _COUNTED.match(clause.text) is not None and numbers == sorted(numbers)


_GOES_ON = Rare(
    r"^(?:(?:and|but|or|not|only|just|mostly|usually|about|maybe|like|almost),? )*"
    r"(?:(?:at|in|on|every|each|since|until|before|after|for|from|with|without|during|under|over|behind) \w|"
    r"(?:once|twice|daily|nightly|\w+day|tonight|tomorrow|last (?:night|week|month|year)|"
    r"this (?:morning|week))\b|"
    r"\d[\d.-]* (?:times|minutes|hours|days|nights|weeks|months|years|blocks|miles|steps|feet|pounds|lb|"
    r"degrees)\b|"
    r"(?:the |my )?(?:left|right)(?: \w+)?$)",
)
"""`He fell. Tuesday. In the kitchen.`: how long, when, where, of what was just answered."""


def worth_keeping(clause: Clause, *, answer: bool = False, goes_on: bool = False) -> bool:
    """Whether a clause of a conversation belongs in a note.

    `answer`: it answers a question first; `goes_on`: it stands behind such an answer in the same turn.
    """
    text = _OPENING.sub("", clause.text) or clause.text
    kinds = {t.kind for m in clause.marks for t in m.terms}
    count = sum(t.is_word for t in clause.tokens)
    if clause.lead:
        return True
    if clause.speaker == "PATIENT":
        if _A_SIDE_IS_WELL.match(text) or _QUIET.match(text) or _HOW_MANY_TIMES.match(clause.text):
            return True
        if goes_on and count <= _SHORT_FRAGMENT and _GOES_ON.match(text):
            return True
        if _AGREES.match(clause.text) or counting(clause) or (count < 3 and not kinds and not answer):
            return False
        if _SMALL_TALK.match(text) and not (kinds - {"side"}) and not has_number(clause):
            return False
        if bool(kinds - {"side"}) or has_number(clause) or (answer and count >= 2):
            return True
        return count >= 5 or (count >= 3 and (clinical(clause.tokens) or _OWN.search(text) is not None))
    if same_on(clause)[0]:
        return True
    if _POSITIONED.match(text):
        return False
    if coaching(clause) or _POINTED.match(text) or (_VISIT_NUMBER.match(text) and not kinds & MEASURES):
        return False
    if _ANNOUNCES.match(clause.text) and not has_value(clause) and not _LATER.search(clause.text):
        return False
    if _ACTS_ON_IT.match(text):
        return True
    if permits(text) or (count >= 3 and judges(text)):
        return True
    if (
        _SMALL_TALK.match(text)
        and not has_value(clause)
        and not kinds & {"intervention", "exercise", "device"}
        and not (clinical(clause.tokens) and count >= 7)
    ):
        return False
    if kinds & (MEASURES | _WORTHY) or (kinds & {"result"} and (count >= 3 or _TESTED.match(text))):
        return True
    if (_INSTRUCTS.match(text) and count >= 3) or _SIGN_ABSENT.match(clause.text):
        return True
    if _FORBIDS.match(clause.text):
        return True
    return (has_number(clause) and not _ASIDE.search(text)) or (
        count >= 6 or (count >= 4 and clinical(clause.tokens))
    )


_OWN = Rare(r"\b(?:i|i'm|i've|i'd|i'll|my|me|mine|myself|we|he|she|they|doctor|dr)\b|\"")
_WORTHY = words("talk_chat_worthy")
_SIGN_ABSENT = Rare(
    r"^no (?:\w+ )?(?:lag|limp|clonus|catch(?:ing)?|clunk|click(?:ing)?|drop|effusion|swelling|nystagmus|"
    r"guarding|"
    r"winging|hiking|tremor|spasm)\b",
)
"""What the therapist looked for and did not find, however short: `No lag.`"""
_FORBIDS = Rare(
    r"^(?:and |but |so )*no (?!worr|problem|question|thank|wonder|doubt|promise|complain)(?:more )?"
    r"(?:\w+ing|\w{3,}s)(?: (?:yet|please|for now|today|this week))?$",
)
"""`No ladders.`, `No running yet.`: what the patient may not do, however short."""
_INSTRUCTS = Rare(
    r"^(?:and |but |so |please |let's |let us )*(?:don't|do not|avoid|no (?:driving|lifting|running|kneeling|"
    r"twisting|bending)|keep|stay|use|wear|ice|rest|call|stop|sleep|bring|continue|same|once|"
    r"twice|weekly|try|start|skip|leave)\b",
)
_ASIDE = late(
    r"\b(?:lower|higher)(?:'s| is) better\b|"
    r"^(?:an? )?\d+(?:'s| is| would be) (?:perfect|a perfect score|full marks|the (?:best|top|most|max\w*)|"
    r"as good as it gets)\b",
    re.IGNORECASE,
)
"""`Eighty's perfect.`: of the scale, and no score."""


def says_of_nothing(clause: Clause) -> bool:
    """Whether a therapist's clause is a bare value (`11.`, `the right, 5`): of what, nobody can tell."""
    return (
        clause.speaker == "THERAPIST"
        and not clause.lead
        and not any(
            m.of(*MEASURES) or m.of("intervention", "exercise", "joint", "part", "symptom")
            for m in clause.marks
        )
        and all(t.text[:1].isdigit() or t.low in _EMPTY or not t.is_word for t in clause.tokens)
    )


_EMPTY = words("talk_chat_empty")
