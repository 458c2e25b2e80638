"""Reading goals: is there something to measure, and is it tied to function?"""

from __future__ import annotations

import re

from agent.domain.facts import GoalFact
from agent.domain.visit import PlanGoal
from agent.late import late
from agent.needles import Rare
from compliance.rules.text import contains

VAGUE = (
    r"(?:get|be|become|feel|getting|feeling)\s+(?:\w+\s+)?(?:stronger|better|well|good|healthier|"
    r"fitter|normal)",
    r"improv(?:e|ed|ing|ement)s?", r"increas(?:e|ed|ing)", r"decreas(?:e|ed|ing)", r"reduc(?:e|ed|ing)",
    r"(?:less|no|minimal|more|better|good|full)\s+(?:pain|strength|motion|mobility|function|"
    r"balance|endurance)",
    r"maximi[sz]e", r"optimi[sz]e", r"restore", r"progress", r"as tolerated", r"stronger", r"better",
    r"feel good",
)  # fmt: skip
_SEEN = (
    r"(?:return|back|go(?:ing)?)\s+to\s+(?!normal|baseline|prior)\w+", r"independent(?:ly)?",
    r"without\s+\w+",
    r"negative", r"sleep(?:ing)?\s+through", r"resolved?", r"able to\s+\w+",
)  # fmt: skip
"""Somebody else can tell whether it happened."""
_OBSERVABLE = (
    *_SEEN, r"drive", r"driving", r"climb", r"stairs?", r"walk", r"kneel", r"squat", r"lift", r"reach",
    r"dress",
    r"transfer", r"stand", r"sit", r"run", r"jog", r"work", r"carry", r"cook", r"shower", r"bathe", r"sport",
    r"play", r"hike", r"garden",
)  # fmt: skip
_NUMBER = re.compile(
    r"\d|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty)\b", re.I
)
_FUNCTION = (
    r"stairs?", r"steps?", r"walk\w*", r"gait", r"stand\w*", r"sit\w*", r"lift\w*", r"carry\w*", r"reach\w*",
    r"overhead", r"dress\w*", r"bath\w*", r"shower\w*", r"drive|driving", r"work", r"job|duty", r"sleep\w*",
    r"kneel\w*", r"squat\w*", r"run\w*", r"jog\w*", r"sport\w*|play\w*|basketball|soccer|tennis|golf|swim\w*",
    r"transfers?", r"community", r"school|class(?:es)?", r"house\w*|home|kitchen|garden\w*|yard", r"curbs?",
    r"feet|ft|met(?:er|re)s?|blocks?|miles?|km",
    r"LEFS|ODI|NDI|RMDQ|DASH|QuickDASH|PSFS|SPADI|KOOS\S*|HOOS\S*|FAAM\S*",
    r"IKDC|VISA\S*|DHI|ABC|FABQ|Berg|BBS|TUG|6MWT|10MWT|5xSTS|sit[- ]to[- ]stand|chair (?:stand|"
    r"rise)s?|falls?",
    r"Oswestry|gait speed|balance|days?|headaches?", r"tie|shoes?|socks?|bra|shelf",
    r"hop\w*|jump\w*|LSI|symmetry",
)  # fmt: skip


_BY_WHEN = late(
    r"\b(?:in|within|by|over|after|for|at|through) (?:the )?(?:next |end of |about )*[\w-]+(?: "
    r"(?:to|or) \w+)? "
    r"(?:more )?(?:weeks?|months?|visits?|sessions?)\b",
    re.IGNORECASE,
)
"""A time frame is no measure: `goals in 8 weeks: less pain`."""


def is_measurable(text: str, measure: str, target: object) -> bool:
    """Whether somebody else could tell that the goal is met: a figure, a measure, or something seen done."""
    if target not in (None, "") or _NUMBER.search(_BY_WHEN.sub(" ", text)):
        return True
    if measure.strip():
        return not contains(text, VAGUE) or contains(text, _OBSERVABLE)
    return contains(text, _SEEN) or (contains(text, _OBSERVABLE) and not contains(text, VAGUE))


def names_function(text: str) -> bool:
    """Whether the goal names something the patient does, or a score of function."""
    return contains(text, _FUNCTION)


_ACTIVITY = (
    r"stairs?", r"walk(?:s|ed|ing)?", r"stand(?:s|ing)?", r"sitting", r"sit (?:for|longer|up|more|\d)",
    r"lift(?:s|ing)?", r"carry(?:ing)?", r"reach(?:es|ing)?", r"overhead", r"dress(?:es|ed|ing)?",
    r"bath(?:es|ing|room)?", r"shower\w*", r"driv(?:e|es|ing)", r"(?:full|light) duty", r"at work|desk work",
    r"(?:back|return(?:ed|ing)?) to work", r"sleep\w*", r"kneel\w*", r"squat(?:s|ting)?", r"run(?:s|ning)?",
    r"jog\w*", r"sports?|basketball|soccer|tennis|golf|swim\w*", r"transfers?", r"community", r"curbs?",
    r"gait",
    r"household|housework|cooking|laundry|gardening|yard", r"blind spot", r"shoes?|socks?|bra|shelf|buttons?",
    r"ma(?:de|ke|kes) it (?:to|up|down|around|through|across|as far as)",
    r"bed mobility|out of bed|(?:turn\w*|mov\w+|reposition\w*|scoot\w*) in bed",
    r"wheelchair", r"toilet\w*", r"cane|crutch(?:es)?|walker|brace|boot",
    r"tummy time|props? (?:up|on)|rolls? over|crawl\w*", r"feed(?:s|ing)?|eat(?:s|ing)?|chew(?:s|ing)?",
    r"swallow\w*",
    r"(?:in|out|in and out) of (?:the |her |his |a )?(?:bed|car|truck|tub|chair|house)",
    r"sit[- ]?to[- ]?stands?|supine[- ]to[- ]sit|chair|rolling|log ?roll\w*|ambulat\w*|(?<!pain )"
    r"climb\w*|ladder",
    r"(?:min|mod|max|minimal|moderate|maximal|contact guard|stand ?-?by)\w* assist\w*|independent\w*",
    r"throw\w*|pitch\w*|jump\w*|hop\w*|hik(?:es?|ing)|bik(?:es?|ing)|cycl\w*|danc\w*|play\w*|bend(?:s|ing)?",
    r"leak(?:s|ed|age|ing)?|pads?|stayed dry",
    r"comb\w*|brush\w*|hair|cut(?:s|ting)? (?:(?:his|her|my|own|the|up) )*(?:food|meat)",
    r"open(?:s|ing)? (?:jars?|doors?)",
    r"pick(?:s|ing)? up|push\w*",
    r"grips|gripping|to grip", r"typ(?:e|ing)", r"writ(?:e|ing)", r"jars?",
    r"(?:lies?|lying|lay) (?:on|flat|down)|full nights?|through the night|sprint\w*",
    r"(?:can|can't|cannot|could(?:n't| not)|able to) (?:\w+ )?(?:hold|turn|do|use|get|go|manage|stay|last)",
)  # fmt: skip


def names_activity(text: str) -> bool:
    """Whether the words tell of something the patient does in daily life."""
    return contains(text, _ACTIVITY)


def fact_text(goal: GoalFact) -> str:
    """The goal's words: its phrase and the words it came from."""
    return " ".join((goal.phrase, *(span.quote for span in goal.evidence)))


_ANNOUNCES = Rare(
    r"\W*(?:(?:so|okay|ok|now|and|then|next|as for|for|the|our|your|her|his|my|new|long|short|term|goals?)"
    r"\b\W*)+",
)


def announces_goals(goal: GoalFact) -> bool:
    """Whether the words only say that goals follow: `Goals, then.`"""
    return goal.target is None and _ANNOUNCES.fullmatch(goal.phrase) is not None


_HOW_FAR = Rare(
    r"\b(?:reached|met|achieved|hit|attained|made) (?:all|both|most|one|two|three|none|neither|her|his|their|"
    r"the|every|each)\b[^.;]{0,30}\bgoals?\b|\bgoals?\b[^.;]{0,40}\b(?:met|reached|achieved|attained)\b|"
    r"\b(?:half(?: ?way)?|short|part ?way|close|near|almost|nearly)(?: (?:of|to|at|up to))? "
    r"(?:the|her|his|our|that) goal\b|"
    r"^\W*(?:(?:and|so|but) )?(?:today|right now|currently)\b",
)


def tells_how_far(goal: GoalFact) -> bool:
    """Whether the words tell where the patient stands, and set no aim: `Today she needs contact guard`."""
    return goal.target is None and _HOW_FAR.search(goal.phrase) is not None


_AIM = re.compile(
    r"\b(?:goals?|aims?)(?: down)?(?: (?:of|to|is|are|being|as|at|colon)|:)(?: to)? ([^.;]+)", re.IGNORECASE
)


def vague_aim(plan: str) -> str:
    """The aim that a sentence of the plan names in vague words alone; empty for none or a measurable one."""
    aim = _AIM.search(plan)
    if aim is None or is_measurable(aim[1], "", None) or not contains(aim[1], VAGUE):
        return ""
    return aim[1].strip()


def goal_fact_is_measurable(goal: GoalFact) -> bool:
    return is_measurable(fact_text(goal), goal.measure, goal.target)


_BARE_RETURN = Rare(
    r"\s*(?:to )?(?:(?:get|go|be|return)(?:ting|ing)?\s+(?:back\s+)?|back\s+)to\s+"
    r"(?!full\b|work\b|school\b|duty\b)\w+\W*",
)
"""`Get back to running`: how far, by when? A plan of care says it; a wish told in passing need not."""


_NAMED_GOALS = re.compile(
    r"^\W*(?:(?:the|our|her|his|new|long|short|term)[- ]+)*goals?(?: (?:are|is|being|colon)|:)\s*",
    re.IGNORECASE,
)
_EACH = re.compile(r"\s*(?:[,;]|\band\b|\bplus\b)\s*", re.IGNORECASE)


def wishes_alone(goal: GoalFact) -> bool:
    """Whether the goals of a plan of care are all bare returns and vague wishes: `Goals: run, get fit`."""
    named = _NAMED_GOALS.match(goal.phrase)
    if named is None or goal.measure or goal.target is not None or _NUMBER.search(goal.phrase):
        return False
    parts = [part for part in _EACH.split(goal.phrase[named.end() :].strip(" .")) if part]
    return bool(parts) and all(_BARE_RETURN.fullmatch(p) or contains(p, VAGUE) for p in parts)


def plan_goal_is_measurable(goal: PlanGoal) -> bool:
    if goal.target in (None, "") and not goal.measure and _BARE_RETURN.fullmatch(goal.text):
        return False
    return is_measurable(goal.text, goal.measure, goal.target)
