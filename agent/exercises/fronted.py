"""Exercises said before the verb that leaves them out: `sleeper stretch I left out`, `the plank we held`.

The object stands first, who leaves it out and the verb follow. A verb that is not known to do, keep or
change an exercise leaves it out too: what is not certainly done is not planned.
"""

from __future__ import annotations

import re
from functools import cache

from agent.exercises.library import word_lists

_WHO = (
    r"(?:i|we|she|he|they|the patient|patient)(?:'ve|'d|'m|'re|'s| have| has| had| am| are| is)?"
    r"(?: (?:just|also|then|actually|deliberately|decided to|chose to))*"
)
_THAT = r"(?:(?:that|this|those|these|it|them)(?: one| two| ones)? )?"
_LEFT_OUT = (
    rf"(?:left {_THAT}(?:out|off|alone|aside|for (?:now|next|another|later))|"
    rf"leaving {_THAT}(?:out|off|alone)|"
    rf"held(?! (?:at|for (?:\d|a count)|\d|steady|it (?:at|for)))|hold(?:ing)? off|skipp(?:ed|ing)|skip|"
    rf"dropp(?:ed|ing)(?! (?:(?:it |them )?(?:back |down )?to|down|the (?:weight|load|reps|band)))|"
    rf"(?:took|take|taking|taken|pulled|cut|kept|keeping|crossed|struck) {_THAT}(?:out|off|away)|"
    rf"(?:put|putting) {_THAT}(?:off|aside|on hold|away|on the shelf)|set {_THAT}aside|"
    r"omit(?:ted|ting)?|stopp(?:ed|ing)|quit|gave up|avoid(?:ed|ing)?|defer(?:red|ring)|postponed|paused|"
    r"park(?:ed|ing)|shelv(?:ed|ing)|tabled|scratched|scrapped|nixed|ditched|benched|axed|canned|dumped|"
    r"withheld|cancel\w*|discontinu\w*|pass(?:ed|ing)? on|decided against|said no to|refus\w*|declin\w*|"
    r"(?:did not|didn'?t|do not|don'?t|could not|couldn'?t|cannot|can'?t|won'?t|will not|wouldn'?t|never|"
    r"not|no longer)(?! (?:only|just)))\b"
)
_SAID = re.compile(
    rf"^(?:s|es)?(?: (?:today|this time|again))?[\s,]+{_WHO} {_LEFT_OUT}"
    r"(?!.{0,12}\b(?:lose|need|feel|mind))"
)
_OTHER_VERB = re.compile(
    r"^(?:s|es)? (?:i|we)(?:'ve| have| had(?! (?:her|him|them|the patient|"
    r"patient)\b))? (?P<verb>[a-z]+)\b(?!\s*(?:to|down to|back to|at|for)? ?\d)"
)


@cache
def _done_verbs() -> frozenset[str]:
    return frozenset(word_lists("lexicon.yaml")["done_verbs"])


def left_out_behind(rest: str) -> bool:
    """Whether `rest`, the lower-case words behind an exercise's name, says that somebody left it out."""
    if _SAID.match(rest):
        return True
    other = _OTHER_VERB.match(rest)
    return other is not None and other.group("verb") not in _done_verbs()


_VERB_BEFORE = re.compile(
    r"\b(?:left|leave|leaving|took|take|taking|pulled|pulling|kept|keep|keeping|cut|cutting|put|putting|set)"
    r"(?: (?:the|her|his|those|these|that|any|all|all the))?\s*$"
)
_PARTICLE_BEHIND = re.compile(
    r"^(?:s|es)? (?:out(?! (?:to|in|on)\b)|off(?! (?:the|of|a)\b)|aside|alone|on hold|on the shelf|"
    r"for (?:now|later)|for (?:the )?next (?:time|visit|session))\b"
)


def taken_apart(before: str, rest: str) -> bool:
    """Whether the verb stands before and its particle behind the exercise: `left the plank out`."""
    return bool(_VERB_BEFORE.search(before) and _PARTICLE_BEHIND.match(rest))
