"""No functional measure or functional status is recorded.

Payers pay for function. A note that holds pain and exercises but nothing that the patient can or cannot do
does not show why therapy is needed.

Anti-pattern: "Knee a little better, maybe a four."
Best practice: "LEFS 41/80" or "needs the railing going down stairs".
Source: Medicare Benefit Policy Manual ch. 15 §220.3.C and D (objective, functional information) [V]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.domain.facts import (
    AdherenceFact,
    AssessmentFact,
    BalanceFact,
    Fact,
    FunctionFact,
    GaitFact,
    HistoryFact,
    OutcomeFact,
    PainFact,
    RedFlagFact,
    ResponseFact,
)
from agent.late import late
from agent.needles import Rare
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext, words_of
from compliance.rules.goals import names_activity

_FUNCTION = (OutcomeFact, GaitFact, BalanceFact)
_TOLD = (FunctionFact, PainFact, HistoryFact, AssessmentFact, ResponseFact, AdherenceFact)
_NO_FUNCTION = Rare(
    r"\bworks? (?:as|for|at|the|in)\b|\bjob is\b|\b(?:is|was) an? (?:\w+ ){0,2}\w+\W*$"
    r"|\b(?:no|any|denie[sd]|without|nor|or)\b[^.;]{0,40}\bswallow\w*"
    r"|\bsle(?:eps?|ep|eping|pt) (?:on|with|in) (?:\w+ ){0,4}(?:left|right|back|side|stomach|recliner|"
    r"chair|pillow)\b"
    r"|\bl(?:ies|ay|ying|ie) on (?:\w+ ){0,2}(?:left|right|back|side|stomach)\b"
    r"|\b(?:the |her |his |my )?(?:very )?first (?:few |couple of )?steps?\b"
    r"(?: (?:out of|getting out of) bed)?"
    r"|\b(?:us(?:es|ed|ing)|with|in|has|wears?|wearing) (?:\w+ ){0,3}(?:cane|walker|crutch(?:es)?|brace|"
    r"boot|shoes?)\b"
    r"|\b(?:cane|walker|crutch(?:es)?|brace|boot) (?:in|on|at home|outside|indoors|outdoors|still)\b",
)
"""A trade, a way to lie, an aid and the first steps of a day tell nothing of what the patient can do."""
_WISH = Rare(
    r"\b(?:want(?:s|ed|ing)?|hop(?:es?|ed|ing)|wish(?:es|ed)?|(?:would|'d) (?:like|love)|aim(?:s|ing)?|"
    r"dream(?:s|ing)?|dying|eager|keen|(?:looks?|looking) forward|can(?:not|'t) wait)"
    r"(?: (?:is|was|it|very|much|so|badly|really|one day|soon))* (?:to|of|for|on|is)\b[^.;,]*"
    r"|\b(?:her|his|their|my|the) (?:\w+ )?(?:goal|dream|wish|hope|aim)s? "
    r"(?:is|was|would be|remains?)\b[^.;,]*",
)
"""What the patient would like to do: no word of what can be done."""
_WELL = late(
    r"\b(?:no (?:trouble|problems?|issues?|complaints?)|(?:is|'s|doing|feels?|are) (?:fine|good|well|"
    r"okay|ok)|"
    r"(?:does not|doesn't|not) bother\w*)\b",
    re.IGNORECASE,
)
_SCORE = Rare(r"\bscor(?:e[sd]?|ing)\b[^.;]{0,20}\d|\d[^.;]{0,15}\bpoints\b")


_CAN_DO = re.compile(
    r"\b(?:can(?:not|'t|t)?|could(?:n't| not)?|(?:un)?able|manag\w+|only|ha[sd] to|have to|needs?|"
    r"limit\w*|stops?|"
    r"stopp\w+|avoids?|keeps? (?:her|him|me|them)|without \w+ing|with(?:out)? (?:a |the |any "
    r")?(?:help|rail\w*|hand\w*|cane|"
    r"walker|stopping|rest\w*)|minutes?|hours?|blocks?|miles?|feet|flights?|wak(?:es?|ing)|woke|trouble|hard|"
    r"difficult\w*|no longer|any ?more|again|all the way|by (?:her|him|my)self)\b",
    re.IGNORECASE,
)
"""`Five out of ten on the stairs` rates pain; `five after ten minutes of walking` tells how far it goes."""
_ONCE = re.compile(r"\b(?:ago|when it (?:started|happened)|since i)\b", re.IGNORECASE)


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    warned = {f.phrase for f in ctx.all(RedFlagFact) if f.polarity != "present"}
    # `Denies trouble swallowing` answers the question for a warning sign
    told = [f for f in ctx.facts.facts if f.phrase not in warned or isinstance(f, _FUNCTION)]
    if any(_is_function(f) if f.subject == "patient" else _is_help(f) for f in told):
        return
    tracked = [m.name for m in ctx.encounter.history.last_measures if m.name.upper() != "NPRS"]
    plan = ctx.encounter.plan_of_care
    tracked += [g.measure for g in plan.goals if g.measure] if plan else []
    suggestion = "Add what the patient can or cannot do now, and a score or timed test"
    yield Hit(
        detail="The dictation says nothing of what the patient can do, and holds no score or timed test.",
        suggestion=f"{suggestion} ({', '.join(dict.fromkeys(tracked))})." if tracked else f"{suggestion}.",
    )


_DOES_FOR = Rare(
    r"\bhelp(?:s|ed|ing)? (?:her|him|me|them|patient|the patient)\b|"
    r"\b(?:for|with) (?:her|him|me|the patient)\b|\b(?:has|have|had) to (?:\w+ )?(?:her|him|me)\b|"
    r"\b(?:does|opens|carries|lifts|drives|washes|cooks|cleans|buttons|ties|cuts) (?:all )?(?:the|"
    r"her|his|my)\b",
)


def _is_help(fact: Fact) -> bool:
    """What somebody must do for the patient tells of what the patient cannot do."""
    words = words_of(fact)
    return (
        fact.time == "today"
        and fact.polarity == "present"
        and _DOES_FOR.search(words) is not None
        and names_activity(words)
    )


def _is_function(fact: Fact) -> bool:
    """A score, a tested task, or words about what the patient can or cannot do."""
    if fact.time != "today" and not (isinstance(fact, PainFact) and fact.time == "before"):
        return False  # A pain that "was four after walking" tells of walking today.
    wish = _WISH.search(words_of(fact))
    if isinstance(fact, OutcomeFact) or (isinstance(fact, _FUNCTION) and wish is None):
        return True
    if isinstance(fact, FunctionFact) and fact.value is not None:
        return True
    told = f"{getattr(fact, 'activity', '')} {words_of(fact)}"
    if isinstance(fact, PainFact) and fact.value is not None and not _CAN_DO.search(told):
        return False
    if isinstance(fact, HistoryFact) and _ONCE.search(told):
        return False  # what was done when it began tells nothing of what can be done now
    said = _NO_FUNCTION.sub(" ", _WISH.sub(" ", words_of(fact)) if wish else told)
    if wish and isinstance(fact, FunctionFact):
        return names_activity(said) or _CAN_DO.search(said) is not None
    if isinstance(fact, FunctionFact) and fact.section == "S" and said == told:
        return _WELL.search(said) is None  # told of what the patient does, in words no list holds
    return isinstance(fact, _TOLD) and (names_activity(said) or _SCORE.search(said) is not None)


RULE = Rule(
    id="FUN-01",
    severity="warn",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "pain and exercise alone",
            "{facts: [{kind: pain, value: 4}, {kind: exercise, name: bridge}]}",
        ),
        Example(
            "a wish alone",
            "{facts: [{kind: function, section: S, activity: gardening, phrase: She hopes to get back to "
            "gardening and mow the lawn.}]}",
        ),
        Example(
            "the first steps of the day and how to lie",
            "{facts: [{kind: history, section: S, phrase: Heel hurts with the first steps in the morning.}, "
            "{kind: history, section: S, phrase: Lies on that side again.}]}",
        ),
    ),
    passes=(
        Example(
            "a score",
            "{facts: [{kind: outcome_measure, name: LEFS, value: 41}]}",
        ),
        Example(
            "a wish beside what cannot be done",
            "{facts: [{kind: function, section: S, activity: gardening, phrase: She can't kneel to garden "
            "and wants to.}]}",
        ),
    ),
)
