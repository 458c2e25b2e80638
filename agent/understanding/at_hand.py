"""`I'll take the tape to it`, `let me press here`: what a therapist says while doing it is no plan.

Announced are acts of the examination at hand: to measure, look, press, hold, fetch a tool, write down. What
is left for a later time, what somebody else is told, what is treated, and every value said with it stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from agent.late import late
from agent.needles import Rare
from agent.understanding.chat import worth_keeping
from agent.understanding.clauses import Clause
from agent.understanding.phrases import words
from agent.understanding.tokens import Token

_WHO: Final = (
    r"(?:(?:and|so|okay|ok|now|then|but|well|alright|all right|good|here|first|just) ?,? ?)*"
    r"(?:let me|i'll|i will|i'm (?:just )?(?:going to|gonna)|i am (?:just )?(?:going to|gonna)|i want to|"
    r"i'd like to|let's)"
    r"(?: just| quickly| first| also| now| then| go ahead and| come (?:over|round|around|here) and)* "
)
_PARTS: Final = (
    r"(?:arms?|elbows?|hands?|wrists?|fingers?|thumbs?|legs?|thighs?|calf|calves|shins?|knees?|kneecaps?|"
    r"patella|hips?|pelvis|heels?|foot|feet|toes?|ankles?|heads?|neck|chin|jaw|shoulders?|shoulder blades?|"
    r"scapula|back|spine|ribs?|trunk|sides?|ones?|joints?|bones?|muscles?|skin|scars?|incisions?|weight)"
)
_BODY: Final = (
    rf"(?:(?:it|this|that|them|these|those|both|here|there|you|everything)\b(?! (?:up|back|on) (?:to|a)\b)|"
    r"(?:the|your) (?:left|right|other)\b|"
    rf"(?:your|the|my|that|this|each|either) (?:[\w'-]+ ){{0,3}}?{_PARTS}\b)"
)
_TOOL: Final = (
    r"(?:(?:tape|tape measure|measuring tape|measure|goniometer|goni|ruler|stopwatch|watch|timer|clock|phone|"
    r"dynamometer|gauge|grip (?:meter|thing|gadget)|pinch (?:meter|gauge)|hammer|tuning fork|fork|"
    r"monofilaments?|filament|cuff|stethoscope|inclinometer|level|protractor|meter|oximeter|thermometer|"
    r"cotton(?: ball| swab)?|pin|pen|marker|pencil|clipboard|chart|sheet|form|paper|tablet|gloves|belt|"
    r"gait belt|"
    r"pillow|towel|stool|chair|step|box|cones?|table|bed|curtain|light|thumbs?|fingers?|fingertips?|hands?|"
    r"palm|fist|weight|mark|line|dot|cross|strip of tape)\b)"
)
_ACTS: Final = late(
    rf"^{_WHO}(?:"
    rf"(?:(?:re-?)?measure|check|test|feel|examine|compare|inspect)\b"
    r"(?! (?:with|in\b|into|on (?:you|him|her)|"
    r"your (?:insurance|schedule|referral|authori\w+)|the (?:schedule|calendar|insurance|referral|chart|"
    r"authori\w+|order|doctor\w*|surgeon\w*)|whether (?:your|the) (?:insurance|doctor|surgeon|plan)|"
    r"for (?:a|an|any) (?:opening|slot|appointment)))|"
    rf"(?:press|poke|prod|palpate|tap|touch|squeeze|pinch|wiggle|rock|stroke|scratch|brush|run (?:a|my) "
    rf"(?:finger|thumb|hand|pin)\w*)\b|"
    r"watch (?:you|how you|the way you) |watch your (?:form|technique|gait|walk|walking|knees?|hips?|feet|"
    r"back)\b|"
    rf"(?:time|count|listen|demonstrate)\b(?! (?:on|in|off)\b)|"
    rf"(?:hold|support|steady|guard|catch|stabili[sz]e|block|bend|straighten|lift|raise|lower|move|turn|"
    rf"roll|rotate|tilt|tip|push|pull|resist|compress|load|twist|shift|cup|follow|mark|look at|"
    rf"look over|look) {_BODY}"
    r"(?! (?:off|out of|down to|up to|back to|to (?:a |an |the |twice|once|\d|your)|into (?:the|a|your|my)|"
    r"on(?:to)? (?:a|an|the|your|some)|in (?:a|the|your|my)|for (?:a|the|your)|away|home|slow\w*|easy)\b)"
    r"(?! (?:at|with) (?:\w+ing|the doctor|your (?:doctor|surgeon)))|"
    r"(?:take|have|get|steal|sneak) (?:a|an|another|one more|my|your|the) (?:[\w-]+ ){0,3}?"
    r"(?:look|peek|listen|feel|poke|prod|measurement|measure|reading|pulse|blood pressure|pressure|"
    r"temperature|baseline)\b|"
    rf"(?:take|get|grab|fetch|find|dig out|pull out|reach for|bring|bring over|use|lay|line up|line|wrap|"
    rf"slide|slip|put|place|stick|rest|run|pull|pass|loop|hold|set|draw|make|pick up|drop|hit|start|stop|"
    rf"reset|click) (?!you\b)(?:[\w'-]+ ){{0,4}}?{_TOOL}(?! \w+ (?:home|at night))|"
    r"(?:sit|stand|kneel|stay|come|scoot|squat|get|move|step|walk) (?:right |just |over |round |around )*"
    r"(?:down )?(?:behind|beside|next to|in front of|alongside|with|here|close|closer|over|around|at) "
    r"?(?:you|here|there|your|the other side)?$|"
    r"(?:walk|stay|stand|come|go) (?:along |right |close )*(?:with|beside|behind|next to) you\b|"
    r"(?:write|jot|note|mark|type|log|scribble|put|pop|record|read|enter) (?:that|it|this|those|these|them|"
    r"both)(?: all| one)?(?: (?:down|in|up|here|out|aloud|out loud|off|in (?:the|your) "
    r"(?:note|chart|notes)))*(?=$|,| so\b| and\b| before\b| while\b)|"
    r"see (?:if|how|what|whether|where)\b(?! (?:your (?:doctor|surgeon|insurance)|the (?:doctor|surgeon|"
    r"schedule)|we can (?:get|find|book|fit)|i can (?:get|find|book|fit)))|"
    r"(?:tell you|let you know) (?:when|which|what|where|how)\b|"
    r"(?:help|give) you (?:up|down|over|off|onto|a hand|a second|a minute|a moment|a count|a countdown|"
    r"some resistance|a (?:little |gentle |small )?(?:push|nudge|tug))\b|"
    r"be (?:right back|gentle|careful|quick)\b|"
    r"go (?:easy|slow|slowly|gently|gentle|light|lightly|lighter)\b|"
    r"start (?:with|on|at|from) (?:the|your) (?:left|right|good|bad|other|sore|better|worse|uninvolved|"
    r"strong|stronger)\b"
    r")",
)
_MOVES: Final = late(
    rf"^(?P<who>{_WHO})(?:lift|raise|bend|straighten|turn|rotate|twist|tilt|roll|open|slide) "
    r"(?:it|this|that|your|the) "
    r"?[a-z' ]{0,30}(?:,| to| is) ?(?:that's |it's |about |around )?\d"
)
"""A motion with what it measured."""
_LATER: Final = Rare(
    r"\b(?:next|tomorrow|tonight|weeks?|weekly|months?|visits?|sessions?|(?:mon|tues|wednes|thurs|fri|satur|"
    r"sun)day|until|till|once|as soon as|home|later|again|re(?:check|test|measure|assess)\w*|every|each time|"
    r"daily|twice|times|afternoon|evening|doctor|surgeon|physician|dr|referr\w+|insurance|order|"
    r"discharge|progress (?:note|report)|letter|report|email|call|another (?:day|time)|"
    r"(?:whole|entire) time|throughout)\b",
)
_TELLS: Final = words("at_hand_tells")
"""Behind these the patient is to say what is felt: nothing is found yet."""
_TELLS_WHEN: Final = Rare(
    rf"\b(?:{'|'.join(sorted(_TELLS))})\b[^,]{{0,24}}?\b(?:if|when|where|as soon as|once)\b"
)
_IF: Final = Rare(r"\b(?:if|when|whenever|unless)\b")
_GOES_ON: Final = late(
    r"^(?:and |then |so |but |while |before |or )*(?:(?:you|you'll|you will|you're|you just|you can) |"
    r"(?:i|i'll|we|let me|let's)\b|(?:just |now |please )?(?:tell|let|keep|hold|relax|stop|stay|don't|do not|"
    r"look|lean|push|pull|breathe|see|say|shout|sing|show|give|bend|straighten|lift|turn|stand|sit|lie|walk|"
    r"reach|squeeze|try|come|go|bear|okay|ok|alright|all right|yeah|sorry|ready|first|real quick|quick|"
    r"quickly|hang|wait|excuse|this (?:might|may|will|won't|could)|it (?:might|may|will|won't|"
    r"could)|might|may|won't|cold hands|nice|same|then|one|which|that way|to|because|since|before|while|for "
    r"comparison|for balance|"
    r"for safety)\b)",
)
_KEEPS: Final = words("at_hand_keeps")
"""Kinds of terms that are more than a place to look at."""
_HOLDS_ON: Final = words("fluent_holds_on") | {"no", "wait", "sorry", "actually"}
"""`Straightens to, let me get the line right, minus four`: an aside inside of what is told."""
_NO_SENTENCE: Final = frozenset(
    ["with", "if", "when", "while", "before", "after", "once", "as", "because", "since"]
)
_SHORTEST: Final = 3
"""Words that say something by themselves."""


def split_off(said: Iterable[Clause]) -> Iterator[Clause]:
    """The clauses, `It looks puffy, I'll take the tape to it` in two: what is told, and what is announced.

    `I'll lift the left, seventy` is told as any motion is: `lift the left, seventy`.
    """
    for clause in said:
        if clause.speaker != "THERAPIST" or clause.question:
            yield clause
            continue
        if moved := _MOVES.match(clause.low):
            if _acts(clause.low):
                clause.retokenised(clause.tokens[len(moved["who"].replace(",", " ,").split()) :])
            yield clause
            continue
        at = _announces_at(clause)
        if not at:
            yield clause
            continue
        yield clause.other(clause.tokens[:at])
        yield clause.other(clause.tokens[at + 1 :], new_sentence=False)


def _announces_at(clause: Clause) -> int:
    """The comma between what is told and an announcement, before or behind it; 0 for none."""
    tokens = clause.tokens
    for at in range(len(tokens) - _SHORTEST, 1, -1):
        if tokens[at].text != ",":
            continue
        front, rest = _says(tokens[:at]), _says(tokens[at + 1 :])
        if _acts(front):
            if _GOES_ON.match(rest) is None and not _has_number(tokens[:at]):
                return at if worth_keeping(clause.other(tokens[at + 1 :])) else 0
        elif (
            _acts(rest)
            and not _has_number(tokens[at + 1 :])
            and ":" not in rest
            and sum(t.is_word for t in tokens[:at]) >= _SHORTEST
            and tokens[at - 1].low not in _HOLDS_ON
            and tokens[0].low not in _NO_SENTENCE
        ):
            return at
    return 0


def only_announced(clause: Clause) -> bool:
    """Whether a therapist's clause says no more than what is being done at this moment."""
    if clause.speaker != "THERAPIST" or clause.lead or not _acts(clause.low):
        return False
    told = next((i for i, t in enumerate(clause.tokens) if t.low in _TELLS), len(clause.tokens))
    kinds = {t.kind for m in clause.marks if m.start < told for t in m.terms}
    return not kinds & _KEEPS and not _has_number(clause.tokens)


def _acts(low: str) -> bool:
    """Whether words announce an act at hand, and nothing for later."""
    if _ACTS.match(low) is None or _LATER.search(low) is not None:
        return False
    return _IF.search(_TELLS_WHEN.sub("", low)) is None


def _has_number(tokens: Sequence[Token]) -> bool:
    """A number that tells something: `in a figure eight` goes the tape."""
    return any(
        (t.number is not None or t.text[:1].isdigit()) and (i == 0 or tokens[i - 1].low != "figure")
        for i, t in enumerate(tokens)
    )


def _says(tokens: Sequence[Token]) -> str:
    return " ".join(t.low for t in tokens)
