"""The dictation asks to copy an earlier note.

A note that is carried forward is cloned, whatever changed that day.

Anti-pattern: "Same note as last time, just change the date."
Best practice: Today's complaint, findings, treatment and response are dictated.
Source: NGS, First Coast and Palmetto articles on cloned documentation [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext
from compliance.rules.text import contains, phrases_in

_NOTE = (
    r"(?:notes?|visit|time|session|week|week's note|time's note|visit's note|encounter|soap|"
    r"documentation|assessment)"
)
_DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day's|yesterday's|last|previous|prior|earlier|old)"
_COPY = (
    rf"cop(?:y|ied)(?: (?:and|&) paste)?(?: forward| over| down)?[^.;?!\n]{{0,20}}(?:last|previous|"
    rf"prior|earlier|yesterday's|tuesday's|monday's|old|her other|his other)[^.;?!\n]{{0,12}}{_NOTE}?",
    r"cop(?:y|ied) (?:it |that |everything |this )?forward",
    r"carr(?:y|ied) (?:it |that |everything |this )?forward(?: from)?",
    r"(?:the )?same (?:exact )?(?:note|documentation|soap|assessment)(?: and plan)? as (?:last|"
    r"before|the last|previous|my last|yesterday|on)",
    rf"(?:everything|all|rest|note|findings|measurements|objective|subjective|"
    rf"the rest)(?: else| otherwise)?(?: is| are|'s)?(?: exactly| all)?(?: the)? same as (?:last|the last|"
    rf"previous|before|on){_NOTE}?",
    r"use (?:the |my )?(?:last|previous|prior)(?: \w+'s| visit's| week's)? (?:note|assessment|"
    r"measurements|numbers|values)",
    r"(?:pull|bring|roll) (?:it |that |everything |this |them )?forward(?= *(?:[.,;?!]|$|from|and))",
    r"(?:paste(?: in)?|duplicate|clone|re-?use) (?:the |my )?(?:last|previous|prior|yesterday's|old) "
    r"(?:\w+'s )?(?:note|assessment|objective|plan|one|visit)",
    r"(?:same|identical|unchanged|equal) (?:as|to|from|with) (?:my |the |in |what's in |what is in )*"
    rf"(?:{_DAY} )*"
    r"(?:visit's |week's |time's )?(?:notes?|documentation|soap)\b",
    r"re-?use (?:the |my |that )?(?:same )?(?:assessment|objective|subjective|wording|text|findings|exam)",
    rf"ditto (?:(?:as|from|the|to|my|for) )*{_DAY}|(?:plan|assessment|objective|exam|rest) ditto",
    r"(?:copy|cut)(?: and |[- ]|, )paste",
    r"paste (?:it|that|this|them|everything)(?: (?:in|over))?(?= *(?:[.,;?!]|$|from))",
    r"(?:take|use|repeat|keep|go with|put) (?:exactly |just |again )?what i (?:wrote|had|put|dictated|said) "
    r"(?:for|on|at|in|last|the last|before)",
    rf"(?:take|use|repeat|go with) (?:exactly |just )?what {_DAY} (?:\w+'s )?(?:note|visit|one)",
    r"(?:re-?use|use|take|keep|pull|put in|go with) (?:the )?(?:same )?(?:ones|values|numbers|measurements|"
    r"findings|measures|wording|text) (?:from|of) (?:the |my |our )?(?:\w+ )?(?:visit|session|note|eval\w*|"
    r"report|last time|\w+day)\b",
    r"just change the date",
    r"just copy (?:it|that|this|everything)(?: over)?",
    r"copy (?:it|that|this|everything) over",
)


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    text = ctx.transcript.text
    for match in phrases_in(text, _COPY):
        before = text[max(0, match.start() - 25) : match.start()]
        if contains(before, (r"not", r"don't", r"didn't", r"never", r"won't")):
            continue
        yield Hit(
            detail=f"The dictation says {match.group(0)!r}; an earlier note is not copied.",
            evidence=(ctx.transcript.span(match.start(), match.end()),),
            suggestion="Dictate what was told, measured and done today.",
        )
        return


RULE = Rule(
    id="CLN-03",
    severity="block",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "the note of last time",
            '{said: "Same note as last time, just change the date."}',
        ),
    ),
    passes=(
        Example(
            "a value of the last visit",
            '{said: "Flexion is 105, it was 95 last visit."}',
        ),
    ),
)
