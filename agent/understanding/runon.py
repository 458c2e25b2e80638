"""Where another thing begins in speech without punctuation."""

from __future__ import annotations

from collections.abc import Sequence

from agent.understanding.ahead import VERBS, complete, dosed, low, minutes_follow, value_follows, valued
from agent.understanding.headings import heading_at
from agent.understanding.marks import MEASURES, Mark
from agent.understanding.openings import STATES, opens, particle
from agent.understanding.phrases import words
from agent.understanding.tokens import Token

HOLDS_ON = words("clauses_holds_on")

_SUBJECTS = words("clauses_subjects")

_NO_HOLDS = words("clauses_no_holds")

_SOFT_STARTS = frozenset({("next", "visit"), ("next", "time"), ("next", "session"), ("next", "week")})

_TOLERANCES = words("clauses_tolerances")

_TOPICS = frozenset(["standing", "sitting", "walking", "driving", "kneeling", "typing", "lifting"])
"""What a therapist names first and says the time of then: `standing she can do forty five minutes`."""

_NO_PAIRS = words("clauses_no_pairs")

_PLAN_STARTS = (
    ("continue",),
    ("next", "visit"),
    ("next", "session"),
    ("next", "time"),
    ("next", "week"),
    ("next", "appointment"),
    ("recheck",),
    ("reassess",),
    ("follow", "up"),
    ("home", "program"),
    ("home", "exercise"),
    ("home", "exercises"),
    ("HEP".lower(),),
    ("discharge", "to"),
    ("will", "add"),
    ("will", "continue"),
    ("will", "progress"),
    ("told", "her"),
    ("told", "him"),
    ("told", "them"),
    ("educated",),
    ("instructed",),
    ("reviewed",),
    ("total", "time"),
    ("total", "treatment"),
    ("total", "session"),
    ("total", "timed"),
    ("goals",),
    ("goals", "in"),
    ("goal", "for"),
    ("short", "term"),
    ("long", "term"),
    ("prognosis",),
    ("sensation",),
    ("gait",),
    ("keep",),
    ("start",),
    ("progress", "to"),
    ("progress", "core"),
    ("plan",),
    ("husband",),
    ("wife",),
    ("one", "fall"),
    ("balance", "is"),
    ("lives", "with"),
    ("lives", "alone"),
    ("lives", "in"),
    ("works",),
    ("uses",),
    ("wears",),
    ("plus", "they"),
    ("charge",),
    ("bill",),
    ("home", "band"),
    ("not", "driving"),
    ("not", "tender"),
    ("worst",),
    ("best",),
    ("patient",),
    ("good", "prognosis"),
)

_NEVER_LAST = words("clauses_never_last")
_EXTENTS = frozenset(["long", "wide", "deep", "high", "apart"])
_LENGTHS = frozenset(["cm", "mm", "inch", "inches", "centimeters", "millimeters", "feet", "fingers"])
_AGES = frozenset(["year", "years", "month", "months", "week", "weeks"])
_COMPLEX = frozenset(["low", "moderate", "high", "mod"])


def starts_free(
    tokens: Sequence[Token], start: int, at: int, by_start: dict[int, Mark], covered: dict[int, Mark]
) -> int | None:
    """Where a statement that opens at the word `at` begins (its modifiers stand before it), or None."""
    cut = _start(tokens, start, at, by_start, covered)
    if cut is not None and goes_on(tokens, cut, covered):
        cut = _behind_the_part(cut, at, covered)
    return cut if cut is not None and cut > start and not goes_on(tokens, cut, covered) else None


def _behind_the_part(cut: int, at: int, covered: dict[int, Mark]) -> int | None:
    """`stands with hands | right hip …`: the side begins a name, the part is of `with`."""
    part = covered.get(cut)
    side = covered.get(part.end) if part is not None else None
    parted = part is not None and part.of("joint", "part") is not None and part.end <= at
    return part.end if part is not None and parted and side is not None and side.of("side") else None


def goes_on(tokens: Sequence[Token], cut: int, covered: dict[int, Mark]) -> bool:
    """Whether no statement can end before `cut`: `cues for | hip extension`, `with weak | back extensors`."""
    before, word = low(tokens, cut - 1), low(tokens, cut)
    if before in _NEVER_LAST or word in ("ago", "each") or (word in _EXTENTS and before in _LENGTHS):
        return True
    if (word == "old" and before in _AGES) or (word in ("i", "we") and low(tokens, cut - 2) == "so"):
        return True
    reached = before == "before" and low(tokens, cut - 2) not in ("as", "like", "than")
    if reached and (m := covered.get(cut)) is not None and m.of("symptom"):
        return True  # `six reps before pain`
    mark = covered.get(cut)
    if word == "ever" and low(tokens, cut + 1) != "since":
        return True
    if _at_a_side(tokens, cut, mark):
        return True
    named = mark is not None and mark.of("joint", "part", "muscle") is not None
    return named and before in STATES and low(tokens, cut - 2) in ("with", "of")


def _at_a_side(tokens: Sequence[Token], at: int, mark: Mark | None) -> bool:
    """`tender at the left | greater trochanter`: the place belongs to its side."""
    before = [low(tokens, i) for i in range(at - 3, at)] if at >= 3 else []
    placed = before and before[0] in ("at", "over") and before[1] == "the" and before[2] in ("left", "right")
    return bool(placed) and mark is not None and mark.of("joint", "part", "muscle") is not None


def _start(
    tokens: Sequence[Token], start: int, at: int, by_start: dict[int, Mark], covered: dict[int, Mark]
) -> int | None:
    if sides_last(tokens, start, at, covered) or _at_a_side(tokens, at, covered.get(at)):
        return None
    if at > start and at in by_start and sides_last(tokens, start, at - 1, covered):
        return at
    cut = _known(tokens, start, at, by_start, covered)
    if cut is not None or (at in covered and covered[at].start != at) or _states_goals(tokens, start, at):
        return cut
    if _back_over_modifiers(tokens, start, at, covered) <= start:
        return None
    if _part_of_a_complaint(tokens, at, covered):
        return None
    done = complete(tokens, start, at, covered, speaks=True)
    went = low(tokens, at - 1) == "left" and low(tokens, at - 2) in _SUBJECTS
    held = low(tokens, at - 1) in HOLDS_ON and not went
    return at if opens(tokens, start, at, covered, by_start, holds_on=held, done=done) else None


def _known(
    tokens: Sequence[Token], start: int, at: int, by_start: dict[int, Mark], covered: dict[int, Mark]
) -> int | None:
    """Without punctuation: the word at `at` opens a new thing and the words before it are complete."""
    before, word, following = low(tokens, at - 1), low(tokens, at), low(tokens, at + 1)
    within = at in covered and covered[at].start != at
    if (
        not within
        and heading_at(tokens[at : at + 9], free=True) is not None
        and before
        not in (
            "the",
            "a",
            "of",
            "to",
            "treatment",
            "his",
            "her",
            "continue",
            "this",
        )
    ):
        return at
    if within:
        return None
    for opening in _PLAN_STARTS:
        if all(low(tokens, at + k) == w for k, w in enumerate(opening)):
            if opening == ("follow", "up") and low(tokens, at + 2) in (
                "visit",
                "note",
                "appointment",
                "eval",
            ):
                break
            if opening == ("goals",) and following in ("not", "met", "are", "were"):
                break
            if opening == ("patient",) and following not in VERBS:
                break
            if opening in _SOFT_STARTS and (
                not (complete(tokens, start, at, covered) or _plans_ahead(tokens, start, at))
                or low(tokens, at + 2) in ("", "home", "no")
            ):
                break
            if opening[0] == "told" and (who := _teller(tokens, start, at, covered)) < at:
                return who if who > start else None
            if opening == ("gait",) and following in ("training",):
                return at if before not in ("and", "for", "the") else None
            rated = opening[0] in ("goals", "goal") and before in ("good", "fair", "poor", "excellent")
            if before in HOLDS_ON and before not in ("left", "right", "more", "is") and not rated:
                break
            if before in ("visit", "time", "session", "week", "program") and at - start <= 3:
                break
            if before in _SUBJECTS or before in ("then", "to", "and", "will", "plan", "on", "home"):
                break
            return _where(tokens, start, at, covered) if opening == ("not", "tender") else at
    closed = before == "after" and (
        (at >= 2 and tokens[at - 2].text[:1].isdigit())
        or (at - start <= 5 and any((m := covered.get(k)) and m.of("symptom") for k in range(start, at)))
    )
    if (
        word in _SUBJECTS
        and (closed or before not in HOLDS_ON)
        and before not in ("so", "how", "what", "why", "who")
        and low(tokens, start) != "if"  # what then happens is still to come
    ):
        if following in VERBS or (following.endswith(("ed", "s")) and at not in covered):
            if word in ("it", "its", "it's"):
                return None
            if (
                before in _TOPICS
                and following == "can"
                and low(tokens, at + 2) in ("do", "manage", "tolerate")
            ):
                return at - 1 if at - 1 > start else None
            return _back_over_modifiers(tokens, start, at, covered)
        return None
    if word == "no" and (low(tokens, at - 2) == "told" or before in ("goal", "goals")):
        return None
    part = covered.get(at - 1)
    if word == "no" and following in _NOTHING_WRONG and part is not None and part.of("joint", "part"):
        cut = _back_over_modifiers(tokens, start, at, covered)  # `left elbow no problem`
        return cut if cut > start else None
    if word in ("no", "denies") and before not in _NO_HOLDS:
        return None if following in _NO_PAIRS or _forbids(tokens, start, at) else at
    if word == "if":
        return at if any(low(tokens, k) == "if" for k in range(start, at)) else None
    if word == "visit" and tokens[at + 1 : at + 2] and tokens[at + 1].number is not None and at - start > 2:
        return at
    if (word, following) in (("all", "in"), ("in", "all"), ("all", "told"), ("all", "together")) and (
        tokens[at + 2 : at + 3] and tokens[at + 2].number is not None
    ):
        return at
    if word == "total" and tokens[at + 1 : at + 2] and tokens[at + 1].number is not None:
        return at
    if following == "tolerance" and word in _TOLERANCES and before not in HOLDS_ON:
        return at
    if (
        tokens[at].number is not None
        and following in ("days", "weeks", "months")
        and low(tokens, at + 2) == "of"
    ):
        habit = any(low(tokens, k) in _HABITS for k in range(start, at))
        return at if before not in HOLDS_ON and before not in VERBS and not habit else None
    person = by_start.get(at + 1) if word in ("her", "his", "their", "my") else by_start.get(at)
    if person is not None and person.of("relative") and before not in HOLDS_ON:
        after = low(tokens, person.end)
        if after in VERBS or after.endswith("ed"):
            return at
    mark = by_start.get(at)
    if mark is None:
        if word in _COMPLEX and following == "complexity":
            return at
        return None
    treatment = mark.of("intervention")
    if word == "massage" and before in ("scar", "retrograde", "friction", "transverse", "ice"):
        return None
    if treatment is not None and (not treatment.data.weak or minutes_follow(tokens, mark.end, covered)):
        return at if before not in HOLDS_ON or before in ("left", "right", "is") else None
    if _states_goals(tokens, start, at) and mark.of("intervention") is None:
        return None
    if mark.of(*MEASURES) is not None:
        if before in HOLDS_ON and before not in ("left", "right") and not particle(tokens, at - 1):
            return None
        treats = any((m := covered.get(i)) and m.of("intervention") for i in range(start, at))
        if treats and not value_follows(tokens, mark.end):
            return None
        if dosed(tokens, mark.end) or (
            mark.of("exercise") is not None and not value_follows(tokens, mark.end)
        ):
            return None
        after = low(tokens, mark.end)
        if after == "goal" and valued(tokens, start, at, covered):
            return None
        cut = _back_over_modifiers(tokens, start, at, covered)
        if cut <= start or (
            before in ("positive", "negative", "full")
            and not any((m := covered.get(i)) and m.of(*MEASURES) for i in range(start, at))
        ):
            return None
        scored = mark.of("outcome", "performance", "vital", "test") is not None
        speaks = (
            (scored and value_follows(tokens, mark.end))
            or (value_follows(tokens, mark.end) and _of_a_relative(tokens, start, at, covered))
            or after in ("is", "are", "still", "deficit", "weakness", "strength", "goals")
            or before
            in (
                "goal",
                "goals",
            )
        )
        return cut if complete(tokens, start, cut, covered, speaks=speaks) else None
    if mark.of("side") is not None and before not in HOLDS_ON and before not in ("left", "right"):
        nxt = by_start.get(mark.end)
        if nxt is not None and nxt.of("joint", "part") is not None and nxt.of(*MEASURES) is None:
            after = low(tokens, nxt.end)
            if _both_sides_ahead(tokens, at, nxt.end, covered) and at - start > 1:
                return at
            if after in VERBS or after in _SUBJECTS - {"patient", "pt"} or after in ("pain", "aches"):
                return at if complete(tokens, start, at, covered) or at - start > 6 else None
        return None
    if mark.of("joint") is not None and following in ("is", "was", "pain") and before not in HOLDS_ON:
        return at if valued(tokens, start, at, covered) else None
    if mark.of("joint", "part") is not None and following.endswith("n't") and before not in HOLDS_ON:
        return at if complete(tokens, start, at, covered) else None
    if mark.of("symptom") is not None and (before not in HOLDS_ON or closed):
        rated = (following[:1].isdigit() and mark.end - at == 1) or _rated_later(tokens, mark.end)
        if closed and rated:
            return at
        if following in ("is", "was") or rated:
            cut = _back_over_modifiers(tokens, start, at, covered)
            return cut if cut - start >= 2 and low(tokens, cut - 1) not in HOLDS_ON else None
    return None


def _of_a_relative(tokens: Sequence[Token], start: int, at: int, covered: dict[int, Mark]) -> bool:
    """`her sister never had surgery | thumb abduction thirty eight`: what is measured is the patient's."""
    return any((m := covered.get(k)) is not None and m.of("relative") for k in range(start, at))


def _where(tokens: Sequence[Token], start: int, at: int, covered: dict[int, Mark]) -> int | None:
    """`tender at the spinous process ribs not tender`: the part named last is the one that is not."""
    mark = covered.get(at - 1)
    if mark is not None and mark.of("side"):
        return mark.start if mark.start > start else None
    if mark is None or mark.of("joint", "part", "muscle") is None:
        return at
    cut = _back_over_modifiers(tokens, start, mark.start, covered)
    if cut <= start:
        return None
    return cut if low(tokens, cut - 1) not in HOLDS_ON or low(tokens, cut - 1) in ("left", "right") else at


_NOTHING_WRONG = frozenset(["problem", "problems", "issue", "issues", "complaint", "complaints", "trouble"])
_ORDERS = frozenset(["order", "orders", "precaution", "precautions", "restriction", "restrictions"])


def _forbids(tokens: Sequence[Token], start: int, at: int) -> bool:
    """`the surgeon's order is no bending | no twisting`: one order in parts."""
    return low(tokens, at) == "no" and any(low(tokens, k) in _ORDERS for k in range(start, at))


def _rated_later(tokens: Sequence[Token], at: int) -> bool:
    """`phantom pain at night 3/10`: a rating follows when or where the symptom is felt."""
    told = [low(tokens, k) for k in range(at, at + 4)]
    rating = next((k for k, word in enumerate(told) if word.endswith("/10")), 0)
    return rating > 1 and told[0] in ("at", "in", "on", "with", "by", "when", "after")


def _back_over_modifiers(tokens: Sequence[Token], start: int, at: int, covered: dict[int, Mark]) -> int:
    """Side, joint and mode in front of a measurement belong to it, unless they end a phrase before."""
    cut = at
    while cut - 1 >= start:
        mark = covered.get(cut - 1)
        word = low(tokens, cut - 1)
        if mark is not None and mark.of("side", "joint", "part") is not None and mark.of(*MEASURES) is None:
            if word in ("sides", "side", "bilaterally", "both"):
                break
            if mark.of("side") is not None and (
                low(tokens, mark.start - 1) in ("positive", "negative", "absent")
                or _value_first(tokens, start, mark, covered)
            ):
                break
            cut = mark.start
        elif word == "free" and low(tokens, cut - 2) == "pain" and low(tokens, cut - 3) != "and":
            cut -= 2
        elif word in (
            "active",
            "passive",
            "resisted",
            "hand",
            "held",
            "dynamometer",
            "second",
            "repeat",
            "repeated",
        ):
            cut -= 1
        else:
            break
    holds = low(tokens, cut - 1) in ("the", "to", "on", "of", "in", "at", "a", "over", "both")
    if cut < at and holds and not particle(tokens, cut - 1):
        last = covered.get(at - 1)
        part = covered.get(last.start - 1) if last is not None and last.start > cut else None
        parted = part is not None and part.of("joint", "part") is not None
        return last.start if last is not None and parted else at
    return cut


def _part_of_a_complaint(tokens: Sequence[Token], at: int, covered: dict[int, Mark]) -> bool:
    """`no neck | pain`: the part and what it may have are one name."""
    mark, part = covered.get(at), covered.get(at - 1)
    if mark is None or part is None or mark.of("symptom") is None or part.of("joint", "part") is None:
        return False
    return low(tokens, part.start - 1) in ("no", "any", "denies", "without")


def _value_first(tokens: Sequence[Token], start: int, side: Mark, covered: dict[int, Mark]) -> bool:
    """Whether this sentence says sides behind their values: `forty five degrees left sixty right`."""
    if not tokens[side.start - 1].text[:1].isdigit():
        return False
    again = next((k for k in range(side.end, side.end + 8) if low(tokens, k)[:1].isdigit()), side.end)
    if not _one_side(covered, again + 1):
        return False
    number = next((k for k in range(start, side.start) if tokens[k].text[:1].isdigit()), side.start)
    sided = any(_one_side(covered, k) for k in range(start, number))
    return not sided and any((m := covered.get(k)) and m.of("side") for k in (number + 1, number + 2))


def sides_last(tokens: Sequence[Token], start: int, at: int, covered: dict[int, Mark]) -> bool:
    """Whether the side at `at` ends a pair that says its sides last: `quads four left four minus right`,
    `Spurling positive right negative left`."""
    first, second = _one_side(covered, at - 2), _one_side(covered, at)
    if not first or not second or first == second or at - 3 < start:
        return False
    value = at - 4 if low(tokens, at - 3) in _UNITS else at - 3
    told = value > start and (
        all(tokens[k].text[:1].isdigit() for k in (at - 1, value))
        or all(low(tokens, k) in _RESULTS for k in (at - 1, value))
    )
    return told and not any(_one_side(covered, k) for k in range(start, value))


_RESULTS = frozenset(["positive", "negative"])
_UNITS = words("openings_units")
_HABITS = frozenset(
    ["doing", "does", "did", "program", "exercises", "exercise", "hep", "wears", "wearing", "wore"]
)
"""`home program six days of seven`: how often belongs to what is done."""
_WILL = frozenset(["will", "add", "start", "continue", "progress", "hold", "try", "plan"])
_TO_DO = frozenset(
    ["try", "add", "start", "begin", "progress", "measure", "recheck", "reassess", "trial", "advance"]
)
_TELLERS = frozenset(
    ["surgeon", "doctor", "physician", "neurologist", "nurse", "orthopedist", "therapist", "doc"]
)


def _plans_ahead(tokens: Sequence[Token], start: int, at: int) -> bool:
    """`still weak | next visit try the jar opener`: what is to come opens with what is to be done."""
    return low(tokens, at + 2) in _TO_DO and not any(low(tokens, k) in _WILL for k in range(start, at))


def _teller(tokens: Sequence[Token], start: int, at: int, covered: dict[int, Mark]) -> int:
    """Where the one stands who `told her`: `surgeon`, `his wife`; `at` where nobody is named."""
    mark = covered.get(at - 1)
    named = low(tokens, at - 1) in _TELLERS or (mark is not None and mark.of("relative") is not None)
    if not named:
        return at
    return (
        at - 2 if low(tokens, at - 2) in ("the", "her", "his", "their", "my") and at - 2 >= start else at - 1
    )


def _both_sides_ahead(tokens: Sequence[Token], at: int, end: int, covered: dict[int, Mark]) -> bool:
    """`left wrist sixteen point eight right sixteen point two`: a part measured on both sides."""
    if end >= len(tokens) or tokens[end].number is None:
        return False
    behind = end + 2 if low(tokens, end + 1) in _UNITS else end + 1
    other = _one_side(covered, behind)
    return (
        other not in ("", _one_side(covered, at))
        and behind + 1 < len(tokens)
        and (tokens[behind + 1].number is not None)
    )


def _one_side(covered: dict[int, Mark], at: int) -> str:
    """`left` or `right` at `at`; empty for anything else."""
    mark = covered.get(at)
    term = mark.of("side") if mark is not None else None
    return term.name if term is not None and term.name != "bilateral" else ""


def _states_goals(tokens: Sequence[Token], start: int, at: int) -> bool:
    """Whether the words before are goals: `goals in six weeks`, which measures only go on naming."""
    return any(t.low == "goals" for t in tokens[start : min(at, start + 4)])
