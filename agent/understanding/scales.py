"""The scale a number was said on, where the words leave no doubt: pain 0-10, muscle tests 0-5."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.needles import Rare
from agent.understanding.clauses import Clause
from agent.understanding.marks import MEASURES
from agent.understanding.phrases import words
from agent.understanding.tokens import Token, join

_CALLED = Rare(
    r"\b(?:call(?:s|ed)|rate[sd]|puts?) (?:it|that|this|the (?:pain|dizziness|ache)) (?:at )?"
    r"(?:an? )?(?:10|\d)\b",
)
"""`she called it a three`."""
_THROUGHOUT = re.compile(
    r"\b[0-5] (?:all (?:over|around|round|the way (?:down|through))|throughout|across the board|everywhere)\b"
)
"""`The right side is five all over`, behind graded muscles."""
_PAIN = Rare(
    r"\b(?:pain|ache|aches|achy|aching|sore|soreness|discomfort|headache|vertigo|dizziness|hurts?|"
    r"worst|burning|spinning|breathlessness|itching)\b",
)
COMPLAINS = Rare(
    r"\b(?:it|that|this|she|he|knee|hip|shoulder|back|neck|ankle|elbow|wrist|thumb|heel|foot|hand|one)"
    r"(?:'ll|'d| will| can| still| just| only| really| always| sometimes)* "
    r"(?:barks?|barked|bites?|bit|nags?|nagged|screams?|screamed|hollers?|hollered|yells?|complains?|complained|"
    r"grumbles?|grumbled|"
    r"talks (?:back|to me)|lets me know|let me know|zings?|zaps?|stabs?|twinges?|gripes?|acts up|"
    r"acted up|whines?|moans?|nips?|smarts|stings?|protests?|speaks up|flares up|flared up)\b"
)
"""How people say that it hurts: `it barks on the stairs`."""
_RATES = Rare(
    r"^\W*(?:patient |he |she )?(?:says |states |reports )?(?:it is|it's|says|about) (?:now |"
    r"at )?(?:a |an |about (?:a )?)?(?:10|[0-9]) (?:with|at|when|today|right now|sitting|"
    r"walking|in the)\b",
)
_NOT_AFTER = words("scales_not_after")
_BEFORE = words("scales_before")
_GRADE = re.compile(r"^[0-5][+-]$")
_OF_FIVE = re.compile(r"^[0-5][+-]?/5$")
_OF_TEN = re.compile(r"^\d+(?:-\d+)?/10$")
_STRENGTH_TERMS = ("muscle",)
_STRENGTH = Rare(r"\b(?:strength|mmt|manual muscle)\b")
_NOT_STRENGTH = Rare(r"\b(?:reflex|ashworth|edema|pitting|pulse|effusion|dtr|tone|clonus|stroke test|sweep)")


def with_scales(
    clause: Clause, *, graded_before: bool = False, felt: bool = False, rated_before: bool = False
) -> bool:
    """Write `/10` behind pain numbers and `/5` behind strength grades of this clause.

    `felt`: it stands where the patient's complaints are told, so that `it's a four` is a rating.
    `rated_before`: a rating stands before it in the same answer, so that `sitting here, two` is the next one.
    `graded_before`: the words before, in the same sentence, were strength grades. Returns whether these are.
    """
    text = f"{clause.lead} {clause.text}"
    felt = felt and not any(m.of(*MEASURES) or m.of("assist", "device", "exercise") for m in clause.marks)
    tokens = _ones_as_numbers(clause.tokens) if felt else list(clause.tokens)
    changed = tokens != clause.tokens
    rated = (
        (felt and _rates_what_is_felt(clause, tokens))
        or (felt and rated_before and bool(_NEXT_ACTIVITY.match(join(tokens))))
        or (felt and COMPLAINS.search(text) is not None)
        or bool(_RATES.search(text) or _CALLED.search(text))
        or any("/" in t.text and _OF_TEN.match(t.text) for t in tokens)
    )
    if (rated or _PAIN.search(text) or "fatigue" in clause.lead) and not re.search(
        r"\b(?:headaches?|spells?) (?:\w+ ){0,4}\d+ (?:days|times)", text
    ):
        pain_at = (
            -1
            if rated or _PAIN.search(clause.lead) or "fatigue" in clause.lead
            else next((i for i, t in enumerate(tokens) if _PAIN.match(t.low)), 0)
        )
        for i, token in enumerate(tokens):
            if _is_pain_value(tokens, i, pain_at, clause) and not _grades_the_other_side(tokens, i):
                tokens[i] = replace(token, text=f"{token.text}/10", low=f"{token.low}/10")
                changed = True
    strength = _strength(clause, text)
    if graded_before and (strength == "signed" or _THROUGHOUT.search(text)):
        strength = "grades"
    if strength:
        last_graded = True
        for i, token in enumerate(tokens):
            following = tokens[i + 1].low if i + 1 < len(tokens) else ""
            if token.text[:1].isdigit() and (
                following in _NOT_AFTER or "%" in token.text or (token.number or 0) > 5
            ):
                last_graded = False
            elif _OF_FIVE.match(token.text):
                last_graded = True
            bare = (
                token.number is not None
                and "/" not in token.text
                and token.number.is_integer()
                and 0 <= token.number <= 5
                and following not in _NOT_AFTER
                and (not i or tokens[i - 1].low not in _WHICH_ONE)
                and strength == "grades"
                and last_graded
            )
            if _GRADE.match(token.text) or bare:
                tokens[i] = replace(token, text=f"{token.text}/5", low=f"{token.low}/5", number=None)
                changed = True
    if changed:
        lead, spans = clause.lead, clause.lead_spans
        clause.retokenised(tokens)
        clause.lead, clause.lead_spans = lead, spans
    return strength == "grades"


_WHICH_ONE = frozenset(["position", "setting", "notch", "trial", "visit", "week", "phase", "stage", "level"])
"""Before a number that only tells which one."""
_LIKELY_GRADES = frozenset([3.0, 4.0, 5.0])


def grades_on(clause: Clause, before: Clause) -> bool:
    """`Eversion is 4-. Inversion is 4.`: a motion behind another that was graded, in its own sentence."""
    numbers = [t.number for t in clause.tokens if t.number is not None]
    return (
        clause.speaker is None
        and before.turn == clause.turn
        and all(any(m.of("motion") for m in c.marks) for c in (clause, before))
        and bool(numbers)
        and set(numbers) <= _LIKELY_GRADES
        and not {"degree", "degrees", "lacks", "lacking"} & {t.low for t in clause.tokens}
    )


_FELT = Rare(
    r"\b(?:(?:it|that|this|which)(?:'s| is| was)|gets?|got|goes|went|down|up)"
    r"(?: to| up| down| about| at| around| now| still| only| back)* an? (?:10|\d)\b|"
    r"\b(?:worst|best|average|averages|averaging)(?: is| was| about| at|,)*(?: an?)? (?:10|\d)\b|"
    r"\b(?:10|\d) (?:on average|at (?:best|worst|its worst|rest|night))\b",
)
_BESIDE = frozenset(
    ["walking", "sitting", "resting", "stairs", "standing", "'s", "night", "itself", "had", "still"]
)
_NEXT_ACTIVITY = re.compile(
    r"^(?:and |but |then )*(?:\w+ing|stairs|at (?:rest|night|work)|when|on (?:the )?stairs|after|"
    r"in the \w+)\b[^\d]{0,45}[ ,](?:10|\d)(?:$|,| and\b| but\b| now\b)",
    re.IGNORECASE,
)
_OF_A_PART = re.compile(
    r"^(?:itself |alone |pain )?(?:is |was |were |are |'s )?(?:about |around |at |still |now |only )*"
    r"(?:an? )?$"
)
_AFTER_A_ONE = frozenset(
    ["", ",", ".", ";", "most", "at", "with", "when", "on", "in", "today", "now", "to", "or"]
)


def _ones_as_numbers(tokens: Sequence[Token]) -> list[Token]:
    """`it's a one most of the day`: the one is the number, not a thing."""
    out = list(tokens)
    for i, token in enumerate(out):
        following = out[i + 1].low if i + 1 < len(out) else ""
        rated = i and (out[i - 1].low in ("a", "about") or _PAIN.fullmatch(out[i - 1].low))
        if token.low == "one" and rated and (following in _AFTER_A_ONE or following == "walking"):
            out[i] = token.written("1", number=1.0)
    return out


_NOT_FELT_AFTER = frozenset(["no", "without", "with", "wears", "wear", "wearing", "using", "uses"])
"""`twelve steps with no hands, was six`, `wears the leg eight hours`: no part that hurts."""


def _rates_what_is_felt(clause: Clause, tokens: Sequence[Token]) -> bool:
    """Whether a number is said of a part of the body, or as people say how bad something is."""
    if _FELT.search(join(tokens)):
        return True
    for m in clause.marks:
        if m.of("joint", "part"):
            for i in range(m.end, min(len(tokens), m.end + 5)):
                if tokens[i].number is not None and tokens[i].text.isdigit():
                    if m.start and tokens[m.start - 1].low in _NOT_FELT_AFTER:
                        break
                    if i + 1 < len(tokens) and tokens[i + 1].low in _NOT_AFTER:
                        break
                    between = "".join(f"{t.low} " for t in tokens[m.end : i])
                    if _OF_A_PART.match(between) and tokens[i].number <= 10:  # type: ignore[operator]
                        return True
    return False


def _grades_the_other_side(tokens: Sequence[Token], i: int) -> bool:
    """`wrist extension four minus with pain, right five`: behind a grade the other side is graded too."""
    graded = any(_GRADE.match(t.text) or t.text.endswith("/5") for t in tokens[:i])
    return graded and i > 0 and tokens[i - 1].low in ("left", "right")


def _is_pain_value(tokens: list[Token], i: int, pain_at: int, clause: Clause) -> bool:
    token = tokens[i]
    if token.number is None or not 0 <= token.number <= 10 or "/" in token.text:
        return False
    if any(m.start <= i < m.end for m in clause.marks):
        return False
    following = tokens[i + 1].low if i + 1 < len(tokens) else ""
    before = tokens[i - 1].low if i else ""
    extreme = before in ("worst", "best", "average") and following.endswith("ing")
    if following in _NOT_AFTER or (
        following[:1].isalpha()
        and not extreme
        and following
        not in (
            "and",
            "maybe",
            "most",
            "at",
            "with",
            "when",
            "today",
            "on",
            "now",
            "after",
            "last",
            "before",
            "in",
            "while",
            "during",
            "going",
            "down",
            "but",
            "this",
            "by",
            "or",
            "yesterday",
            "walking",
            "sitting",
            "standing",
            "lying",
            "if",
            "as",
            "right",
            "currently",
            "for",
            "reaching",
            "resting",
            "best",
            "worst",
            "then",
            "the",
            "since",
            "till",
            "until",
            "once",
            "afterwards",
            "coming",
            "up",
            "climbing",
            "driving",
            "initially",
            "previously",
            "friday",
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "saturday",
            "sunday",
        )
    ):
        return False
    if following == "in" and i + 3 < len(tokens) and tokens[i + 3].low in ("morning", "afternoon", "evening"):
        return False
    if following == "/" or following == "to" or _goes_on_in_a_unit(tokens, i) or _no_goal_of_pain(tokens, i):
        return False
    if i < pain_at and before not in ("a", "is", "was"):
        return False
    if (
        before
        in (
            "visit",
            "week",
            "day",
            "grade",
            "stage",
            "level",
            "phase",
            "number",
            "x",
            "lasted",
            "than",
            "every",
            "age",
            "for",
            "about",
        )
        and before != "about"
    ):
        return False
    return (
        before in _BEFORE
        or not before
        or any(m.end == i and m.of("joint", "part", "side") for m in clause.marks)
        or before
        in (
            "",
            "walking",
            "sitting",
            "resting",
            "stairs",
            "standing",
            "'s",
            "night",
            "itself",
            "had",
            "still",
        )
    )


def _no_goal_of_pain(tokens: list[Token], i: int) -> bool:
    """`pain three out of ten, goal is ten`: nobody aims at more pain, so the goal is of something else."""
    number = tokens[i].number
    rated = [re.match(r"^(\d+)/10$", t.text) for t in tokens[:i]]
    told = [int(m[1]) for m in rated if m is not None]
    aims = any(t.low in ("goal", "target") for t in tokens[max(0, i - 3) : i])
    return aims and number is not None and bool(told) and number >= told[-1]


def _goes_on_in_a_unit(tokens: list[Token], i: int) -> bool:
    """`3 cm long, it was 7`: a bare number behind one with a unit, compared with it, has that unit."""
    if not any(t.low in ("was", "from", "were") for t in tokens[max(0, i - 2) : i]):
        return False
    before = next((k for k in range(i - 1, -1, -1) if tokens[k].number is not None), -1)
    return before >= 0 and tokens[before + 1].low in (
        "cm",
        "mm",
        "degrees",
        "seconds",
        "inches",
        "kg",
        "lb",
        "reps",
        "hours",
        "minutes",
        "steps",
        "times",
        "days",
        "visits",
        "feet",
        "blocks",
        "miles",
        "stairs",
        "leaks",
        "pads",
    )


def _strength(clause: Clause, text: str) -> str:
    """`grades` when every bare 0-5 is a muscle grade here, `signed` when only `4-` is, else empty."""
    if _NOT_STRENGTH.search(text):
        return ""
    kinds = {t.kind for m in clause.marks for t in m.terms}
    graded = any(
        not t.text.isalpha() and (_OF_FIVE.match(t.text) or _GRADE.match(t.text)) for t in clause.tokens
    )
    named = bool(_STRENGTH.search(text))
    if kinds & {"muscle", "motion"}:
        if graded or named:
            return "grades"
        return "signed"
    return "grades" if named else ""
