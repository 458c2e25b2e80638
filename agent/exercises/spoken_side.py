"""The side that is said of one exercise itself, never that of a phrase beside it.

`left leg bridge`, `clams on the left`, `right side: bridges, clams` and `bridges, clams, all on the left`
give a side. `table slides with the left arm doing the work` tells how it is done, and gives none.
"""

from __future__ import annotations

import re

from agent.domain.base import Side
from agent.late import late
from agent.needles import Rare

_LIMB = (
    r"(?:leg|arm|side|knee|hip|shoulder|ankle|foot|feet|hand|wrist|elbow|thumb|ear|heel|calf|thigh|"
    r"(?:lower |upper )?(?:extremity|limb)|le|ue)"
)
_SIDED = rf"(?P<side>left|right|bilateral(?:ly)?|both)(?: {_LIMB}s?)?(?: (?:side|only))*"
_ITS = r"(?:the |his |her )?"
_LOAD = (
    rf"(?:with|using|against) (?:an? )?{_ITS}(?:(?:\d+(?:\.\d+)? )?(?:lb|kg|pounds?|kilos?)|"
    r"(?:\w+ )?(?:thera)?(?:bands?|loop|cuff|weights?|dumbbells?|brace|mirror|towel|strap|ball|dowel|wand))"
    r"(?: (?:cuff|weight|dumbbell)s?)?"
)
_DOSE = (
    r"(?:\d+ ?(?:x|times|sets? of) ?\d+|\d+(?:\.\d+)?)(?: ?(?:reps?|repetitions|sets?|seconds?|secs?|s|"
    r"minutes?|min|lb|kg|pounds?|inch(?:es)?|holds?|breaths?|times))*"
)
_PLACE = (
    r"(?:in (?:supine|standing|sitting|stance|prone|side[- ]?lying|quadruped)|lying down|standing|seated|"
    r"supine|prone|side[- ]?lying|off the step|on (?:the )?(?:foam|mat|table|step)|"
    r"at the (?:bar|sink|counter|wall))"
)
_BESIDE = rf"(?:[\s,]+(?:{_DOSE}|{_LOAD}|{_PLACE}|holds?|each|today))*"
"""What may stand between an exercise and its side: its dose, its load, how it lies or stands."""
_AFTER = Rare(
    rf"^(?:s|es)?{_BESIDE}[\s,]+(?:(?:on|for|onto|to|of) {_ITS})?{_SIDED}(?P<rest>.*)$", flags=re.DOTALL
)
_EACH = Rare(
    rf"^(?:s|es)?{_BESIDE}[\s,]+(?:(?:(?:on |for )?(?:each|both|either) "
    r"(?:side|leg|arm|foot|hand|knee|hip)s?|bilaterally)\b|(?:to|on|for) (?:the )?"
    r"(?:left and (?:the )?right|right and (?:the )?left)\b)",
    flags=0,
)
_ENDS = late(rf"^\s*(?:$|[,;.:]|\d|(?:x|times|at|in|with|then|off|for|and)\b|{_LOAD}|{_PLACE})")
_TELLS_HOW = re.compile(r"^\s*\w*\s*(?:\w+ing|forward|back|behind|in front|up|down|leads?|first)\b")
"""`left foot forward`, `left arm doing the work`: how the exercise is done, not which side it trains."""
_KIND = (
    rf"(?:{_LIMB}|sided?|single|double|half|seated|standing|supine|prone|lying|kneeling|active|passive|"
    r"assisted|resisted|eccentric|isometric|banded|lateral|forward|scapular|quick|slow|"
    r"\w+-(?:leg|arm|limb|lying))"
)
_BEFORE = Rare(
    rf"(?P<of>\b(?:on|onto|for|to|of) {_ITS})?\b(?P<side>left|right|bilateral|both)(?: {_KIND})*\s+$", flags=0
)
_WITHIN = Rare(rf"^(?:{_KIND} )*(?P<side>left|right)\b|\b(?P<last>left|right)(?: {_LIMB})?\s*$", flags=0)
_PHRASE = re.compile(
    r"[,;.:]|\b(?:and|then|plus|with|against|using|while|over|from|without|on|onto|into|to|for|in|at|of)\b"
)
_HEADING = Rare(
    rf"(?:^|[.;:]\s+|(?<=,)\s*)(?:(?:now|then|next|and|so)[, ]+)*(?:(?:on|for|with) )?{_ITS}"
    rf"(?P<side>left|right|both)(?: {_LIMB}s?)?(?: (?:side|only|first))*\s*"
    r"(?P<mark>:|,|(?= (?:we|i|she|he|they) (?:did|worked|went)))",
    flags=0,
)
_SERVICE_HEADING = Rare(
    r"\b(?:ther ?ex|neuro\w*(?: muscular)?(?: re-?ed\w*)?|exercises?|activities)"
    rf"(?: (?:for|to|on|of))? {_ITS}(?P<side>left|right|both)(?: {_LIMB}s?)+"
    r"(?:,? \d+ (?:minutes?|min))?\s*[,:]",
    flags=0,
)
_ALL = re.compile(
    r"\b(?:all|everything|all of (?:them|those|these|that))(?: (?:done|was|were))? (?:on|for) "
    rf"{_ITS}(?P<side>left|right)(?: {_LIMB})?\s*(?:$|[,;.])"
)


def spoken_side(text: str, start: int, end: int, until: int | None = None) -> Side:
    """The side said of the exercise at characters [start, end) of `text`.

    `until`: where the next exercise is named. `none` where no side, or two different ones, are said of it.
    """
    folded = text.lower()
    sentence_ends = re.search(r"[.;?!](?!\d)", folded[end:])
    stop = end + sentence_ends.start() if sentence_ends else len(folded)
    own = _own(folded, start, end, min(stop, until or stop))
    if own:
        return own.pop() if len(own) == 1 else "none"
    if everything := _ALL.search(folded, end, stop):
        return _side(everything)
    return _headed(folded, start)


def _own(folded: str, start: int, end: int, stop: int) -> set[Side]:
    """The sides that stand before, within or after the exercise's own words."""
    found: set[Side] = set()
    before = _BEFORE.search(f"{folded[:start].rstrip()} ")
    if before and not before.group(
        "of"
    ):  # `3 x 10 on the left quad sets`: that side ends what was named before
        found.add(_side(before))
    phrase = _PHRASE.search(folded, start + 1, end)
    head_end = phrase.start() if phrase else end
    if within := _WITHIN.search(folded[start:head_end].strip()):
        found.add("left" if "left" in (within.group("side"), within.group("last")) else "right")
    for after in dict.fromkeys((folded[end:stop], f" {folded[head_end:stop]}")):
        if _EACH.match(after):
            found.add("bilateral")
        elif (match := _AFTER.match(after)) and _qualifies(match):
            found.add(_side(match))
    return found


def _qualifies(match: re.Match[str]) -> bool:
    """Whether the side ends its phrase: `on the left, 2 x 10`, not `left wall sit` nor `left foot back`."""
    rest = match.group("rest")
    if _TELLS_HOW.match(rest):
        return False
    return bool(_ENDS.match(rest))


def _headed(folded: str, start: int) -> Side:
    """The side of the last heading before the exercise in its sentence."""
    sentence = max((m.end() for m in re.finditer(r"[.?!](?!\d)\s", folded[:start])), default=0)
    part = folded[sentence:start]
    found = [m for m in _HEADING.finditer(part) if m.group("mark") == ":" or not m.start()]
    found += _SERVICE_HEADING.finditer(part)
    return _side(max(found, key=lambda m: m.start())) if found else "none"


def _side(match: re.Match[str]) -> Side:
    said = match.group("side")
    if said.startswith(("bilateral", "both")):
        return "bilateral"
    return "left" if said == "left" else "right"
