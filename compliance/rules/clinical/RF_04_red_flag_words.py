"""The recording holds words of a red flag that the draft does not speak of.

A second look at the recording itself: should the reading of the dictation have missed a plain warning
sign, it is not lost. Signs that were read, denied or answered are left to the other rule.

Anti-pattern: "I had some chest pressure on the stairs this morning" said in passing, and lost.
Best practice: The sentence is heard again, and what was done is added.
Source: Finucane 2020 JOSPT 50(7):350-372 (IFOMPT red flag framework) [V]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.domain.facts import (
    RedFlagFact,
)
from agent.needles import Rare
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext
from compliance.rules.safety import red_flag_words, somebody_was_told
from compliance.rules.text import contains, phrases_in

_WINDOW = 60
_REACH = 40
_DENIED = Rare(
    r"\b(?:no|not|denie[sd]|denying|without|never|none|negative|any|hasn't|hadn't|haven't|doesn't|didn't|don't|"
    r"isn't|wasn't|nor|neither|rule[sd]? out|clear(?:ed)? of|resolved|if|should|unless|watch for|signs? of|"
    r"educat\w*|warn\w*|call (?:me|us)|mother|father|sister|brother|wife|husband|aunt|uncle|friend|"
    r"neighbou?r|history of|years? ago|in (?:19|20)\d\d)\b[^.?!\n]*$",
)
_NEW_EVENT = re.compile(r"\b(?:but|however|except|fell (?:on|again|off|down|last|this))\b", re.IGNORECASE)
"""Where a denial ends in speech without full stops."""
_TAKEN_BACK = Rare(
    r"^[^.?!\n]{0,25}\b(?:negative|denied|none|resolved|gone (?:now )?for (?:months|years))\b|"
    r"^(?![^.!?\n]{0,40}\b(?:is (?:that|it|this)|should i|does that|do i)\b)[^.!\n]{0,60}\?",
)


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    if any(f.addressed for f in ctx.all(RedFlagFact)) or somebody_was_told(ctx):
        return
    covered = [span for f in ctx.all(RedFlagFact) for span in _covered(f)]
    spoken = {f.flag.casefold().replace("_", " ") for f in ctx.all(RedFlagFact) if f.polarity == "present"}
    text, transcript = ctx.transcript.text, ctx.transcript
    folded = text.casefold()
    treated = " ".join(f"{d.icd10} {d.label}" for d in ctx.encounter.episode.diagnoses)
    for name, group in red_flag_words().items():
        if not any(hint in folded for hint in group.hints) or (
            group.unless and contains(treated, group.unless)
        ):
            continue
        for match in phrases_in(text, group.words):
            at = match.start()
            asked = transcript.segments[transcript.segment_at(at)].speaker == "THERAPIST"
            if (asked and not group.examined) or name in spoken:
                continue
            if any(start <= at <= end for start, end in covered):
                continue
            sentence = _NEW_EVENT.split(text[max(0, at - _WINDOW) : at])[-1]
            if _DENIED.search(sentence) or _TAKEN_BACK.search(text[match.end() : match.end() + _WINDOW]):
                continue
            yield Hit(
                detail=f"{match.group(0)!r} was said, a word of {name}; the draft does not hold it.",
                evidence=(transcript.span(at, match.end()),),
                suggestion="Listen to this place; if it is a warning sign, add it and what was done.",
            )
            break


def _covered(fact: RedFlagFact) -> Iterator[tuple[int, int]]:
    """The places that a flag of the draft speaks for: about its words, or only these where it is denied."""
    reach = _REACH if fact.polarity == "present" else 0
    return ((span.start - reach, span.end + reach) for span in fact.evidence)


RULE = Rule(
    id="RF-04",
    severity="block",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "pressure in the chest said in passing",
            '{said: "Okay, but I had some chest pressure climbing the stairs this morning."}',
        ),
    ),
    passes=(
        Example(
            "read by the draft",
            '{said: "She had chest pressure this morning.", '
            "facts: [{kind: red_flag, flag: cardiac, said: chest pressure}]}",
        ),
    ),
)
