"""Where another thing begins inside a sentence, with punctuation to go by and without."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.understanding.headings import heading_at
from agent.understanding.marks import MEASURES, Mark, marks
from agent.understanding.phrases import words
from agent.understanding.tokens import Token, join

_HOLDS_ON = words("clauses_holds_on")

_SUBJECTS = words("clauses_subjects")

_VERBS = words("clauses_verbs")

_NO_HOLDS = words("clauses_no_holds")

_SOFT_STARTS = frozenset({("next", "visit"), ("next", "time"), ("next", "session"), ("next", "week")})

_TOLERANCES = words("clauses_tolerances")

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

_COMPLEX = frozenset(["low", "moderate", "high", "mod"])

LONGEST = 60
"""An unpunctuated clause is cut after so many words at the latest: keeps the cutting linear."""


def pieces(sentence: list[Token], unpunctuated: bool) -> Iterator[list[Token]]:
    """A sentence cut where another thing begins."""
    found = marks(sentence)
    by_start = {m.start: m for m in found}
    covered = _covered(found)
    start = 0
    for at in range(1, len(sentence)):
        if at <= start:
            continue
        cut = (_starts_free if unpunctuated else _starts)(sentence, start, at, by_start, covered)
        if cut is None and unpunctuated and at - start >= LONGEST and sentence[at - 1].low not in _HOLDS_ON:
            cut = at
        if cut is not None and cut > start:
            yield sentence[start:cut]
            start = cut
    yield sentence[start:]


def _covered(found: Sequence[Mark]) -> dict[int, Mark]:
    return {i: m for m in found for i in range(m.start, m.end)}


def _low(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if 0 <= at < len(tokens) else ""


def _valued(tokens: Sequence[Token], start: int, end: int, covered: dict[int, Mark]) -> bool:
    """Whether tokens [start, end) already hold a value, a result or minutes."""
    for i in range(start, end):
        if tokens[i].text[0].isdigit() or tokens[i].text[-1:].isdigit():
            return True
        mark = covered.get(i)
        if mark and mark.of("result"):
            return True
    return False


_JOINERS = frozenset([",", "and", "then", "but", "so", "plus", "also"])


def _starts(
    tokens: Sequence[Token], start: int, at: int, by_start: dict[int, Mark], covered: dict[int, Mark]
) -> int | None:
    """In a punctuated sentence: a comma or `and` before another measurement, treatment or total."""
    if _low(tokens, at) in _JOINERS and _low(tokens, at) != ",":
        return None
    joined = at - 1
    if _low(tokens, joined) not in _JOINERS:
        return None
    while joined - 1 > start and _low(tokens, joined - 1) in _JOINERS:
        joined -= 1
    if _plans(tokens, at) and not _plans(tokens, start):
        return joined
    head = at
    while head < len(tokens) and (
        (
            (m := by_start.get(head)) is not None
            and m.of("side", "joint", "part") is not None
            and m.of(*MEASURES) is None
        )
        or _low(tokens, head)
        in ("active", "passive", "resisted", "the", "our", "his", "her", "then", "unilateral", "current")
    ):
        m = by_start.get(head)
        head = m.end if m is not None else head + 1
    mark = by_start.get(head)
    if mark is None:
        words = tuple(_low(tokens, at + k) for k in range(2))
        if words in (
            ("total", "time"),
            ("total", "treatment"),
            ("next", "visit"),
            ("next", "time"),
            ("next", "session"),
        ):
            return joined
        return None
    if mark.of(*MEASURES) is not None and mark.of("exercise") is None:
        earlier = [m for i in range(start, joined) if (m := covered.get(i)) and m.of(*MEASURES)]
        sided_before = bool(earlier)
        if mark.of("vital") and earlier and earlier[-1].of("vital"):
            return None
        if sided_before and _valued(tokens, start, joined, covered) and _value_follows(tokens, mark.end):
            return joined
    term = mark.of("intervention")
    if term is not None and (not term.data.weak or _minutes_follow(tokens, mark.end, covered)):
        before = any((m := covered.get(i)) and m.of("intervention") for i in range(start, joined)) and any(
            t.number is not None for t in tokens[start:joined]
        )
        if before and _minutes_follow(tokens, mark.end, covered):
            return joined
    return None


_PLANS = re.compile(
    r"^(?:continue\b|keep (?:going|up|him|her|them)\b|next (?:visit|session|time|week)\b|"
    r"back (?:on )?(?:mon|tues|wednes|thurs|fri)day|"
    r"see (?:him|her|them) (?:back|again|on|next|in|mon|tues|wednes|thurs|fri)|"
    r"(?:recheck|reassess|follow up)\b|(?:we |i )?will (?:add|continue|progress|try|start|recheck)\b)",
    re.IGNORECASE,
)
_OFTEN = re.compile(r"^(?:once|twice|\d+(?: times| visits| x)?) (?:a|per) week\b", re.IGNORECASE)


def _plans(tokens: Sequence[Token], at: int) -> bool:
    """Whether a plan opens at `at`; how often alone is one only as a consequence (`…, so two a week`)."""
    text = join(tokens[at : at + 6])
    return _PLANS.match(text) is not None or (_low(tokens, at - 1) == "so" and _OFTEN.match(text) is not None)


def _states_goals(tokens: Sequence[Token], start: int, at: int) -> bool:
    """Whether the words before are goals: `goals in six weeks`, which measures only go on naming."""
    return any(t.low == "goals" for t in tokens[start : min(at, start + 4)])


def _complete(
    tokens: Sequence[Token], start: int, end: int, covered: dict[int, Mark], *, speaks: bool = False
) -> bool:
    """Whether tokens [start, end) say something by themselves."""
    if _low(tokens, start) in ("no", "denies", "not", "tender"):
        return end - start >= 2
    if _valued(tokens, start, end, covered):
        return True
    return speaks and any(t.low in _VERBS for t in tokens[start:end])


def _dosed(tokens: Sequence[Token], at: int) -> bool:
    """Whether a dose follows, so that a motion is an exercise: `retraction with red band 2 x 15`."""
    for token in tokens[at : at + 8]:
        if " x " in token.text or token.low in ("band", "theraband", "reps"):
            return True
        if (token.text[0].isdigit() and token.low not in ("3", "4")) or token.low in (",", "right", "left"):
            return False
    return False


def _value_follows(tokens: Sequence[Token], at: int) -> bool:
    for token in tokens[at : at + 8]:
        if token.low in (",", "and"):
            return False
        if (
            token.text[0].isdigit()
            or token.text[:1] == "-"
            or token.low in ("negative", "positive", "full", "normal", "left", "right", "absent", "intact")
        ):
            return True
    return False


def _minutes_follow(tokens: Sequence[Token], at: int, covered: dict[int, Mark]) -> bool:
    for i in range(at, min(len(tokens), at + 6)):
        if tokens[i].low == "," or ((m := covered.get(i)) is not None and m.of("intervention")):
            return False
        if tokens[i].number is not None and (
            _low(tokens, i + 1) in ("minutes", "minute") or _low(tokens, i - 1) == "for" or i == at
        ):
            return True
    return False


def _starts_free(
    tokens: Sequence[Token], start: int, at: int, by_start: dict[int, Mark], covered: dict[int, Mark]
) -> int | None:
    """Without punctuation: the word at `at` opens a new thing and the words before it are complete."""
    before, word, following = _low(tokens, at - 1), _low(tokens, at), _low(tokens, at + 1)
    if before == "," or before == ".":
        return _starts(tokens, start, at, by_start, covered)
    if heading_at(tokens[at : at + 9], free=True) is not None and before not in (
        "the",
        "a",
        "of",
        "to",
        "treatment",
        "his",
        "her",
        "continue",
        "this",
    ):
        return at
    if at in covered and covered[at].start != at:
        return None
    for opening in _PLAN_STARTS:
        if all(_low(tokens, at + k) == w for k, w in enumerate(opening)):
            if opening == ("follow", "up") and _low(tokens, at + 2) in (
                "visit",
                "note",
                "appointment",
                "eval",
            ):
                break
            if opening == ("goals",) and following in ("not", "met", "are", "were"):
                break
            if opening == ("patient",) and following not in _VERBS:
                break
            if opening in _SOFT_STARTS and not _complete(tokens, start, at, covered):
                break
            if opening == ("gait",) and following in ("training",):
                return at if before not in ("and", "for", "the") else None
            rated = opening[0] in ("goals", "goal") and before in ("good", "fair", "poor", "excellent")
            if before in _HOLDS_ON and before not in ("left", "right", "more", "is") and not rated:
                break
            if before in ("visit", "time", "session", "week", "program") and at - start <= 3:
                break
            if before in _SUBJECTS or before in ("then", "to", "and", "will", "plan", "on", "home"):
                break
            return at
    closed = before == "after" and at >= 2 and tokens[at - 2].text[:1].isdigit()
    if (
        word in _SUBJECTS
        and (closed or before not in _HOLDS_ON)
        and before not in ("so", "how", "what", "why", "who")
    ):
        if following in _VERBS or (following.endswith(("ed", "s")) and at not in covered):
            if word in ("it", "its", "it's"):
                return None
            return _back_over_modifiers(tokens, start, at, covered)
        return None
    if word in ("no", "denies") and before not in _NO_HOLDS:
        return None if following in _NO_PAIRS else at
    if word == "visit" and tokens[at + 1 : at + 2] and tokens[at + 1].number is not None and at - start > 2:
        return at
    if word == "total" and tokens[at + 1 : at + 2] and tokens[at + 1].number is not None:
        return at
    if following == "tolerance" and word in _TOLERANCES and before not in _HOLDS_ON:
        return at
    if (
        tokens[at].number is not None
        and following in ("days", "weeks", "months")
        and _low(tokens, at + 2) == "of"
    ):
        return at if before not in _HOLDS_ON else None
    person = by_start.get(at + 1) if word in ("her", "his", "their", "my") else by_start.get(at)
    if person is not None and person.of("relative") and before not in _HOLDS_ON:
        after = _low(tokens, person.end)
        if after in _VERBS or after.endswith("ed"):
            return at
    mark = by_start.get(at)
    if mark is None:
        if word in _COMPLEX and following == "complexity":
            return at
        return None
    treatment = mark.of("intervention")
    if treatment is not None and (not treatment.data.weak or _minutes_follow(tokens, mark.end, covered)):
        return at if before not in _HOLDS_ON or before in ("left", "right", "is") else None
    if _states_goals(tokens, start, at) and mark.of("intervention") is None:
        return None
    if mark.of(*MEASURES) is not None:
        if before in _HOLDS_ON and before not in ("left", "right"):
            return None
        treats = any((m := covered.get(i)) and m.of("intervention") for i in range(start, at))
        if treats and not _value_follows(tokens, mark.end):
            return None
        if _dosed(tokens, mark.end) or (
            mark.of("exercise") is not None and not _value_follows(tokens, mark.end)
        ):
            return None
        after = _low(tokens, mark.end)
        if after == "goal" and _valued(tokens, start, at, covered):
            return None
        cut = _back_over_modifiers(tokens, start, at, covered)
        if cut <= start or (
            before in ("positive", "negative", "full")
            and not any((m := covered.get(i)) and m.of(*MEASURES) for i in range(start, at))
        ):
            return None
        scored = mark.of("outcome", "performance", "vital", "test") is not None
        speaks = (
            (scored and _value_follows(tokens, mark.end))
            or after in ("is", "are", "still", "deficit", "weakness", "strength", "goals")
            or before
            in (
                "goal",
                "goals",
            )
        )
        return cut if _complete(tokens, start, cut, covered, speaks=speaks) else None
    if mark.of("side") is not None and before not in _HOLDS_ON and before not in ("left", "right"):
        nxt = by_start.get(mark.end)
        if nxt is not None and nxt.of("joint", "part") is not None and nxt.of(*MEASURES) is None:
            after = _low(tokens, nxt.end)
            if after in _VERBS or after in _SUBJECTS - {"patient", "pt"} or after in ("pain", "aches"):
                return at if _complete(tokens, start, at, covered) or at - start > 6 else None
        return None
    if mark.of("joint") is not None and following in ("is", "was", "pain") and before not in _HOLDS_ON:
        return at if _valued(tokens, start, at, covered) else None
    if mark.of("symptom") is not None and (before not in _HOLDS_ON or closed):
        rated = following[:1].isdigit() and mark.end - at == 1
        if closed and rated:
            return at
        if following in ("is", "was") or rated:
            cut = _back_over_modifiers(tokens, start, at, covered)
            return cut if at - start > 3 and _low(tokens, cut - 1) not in _HOLDS_ON else None
    return None


def _back_over_modifiers(tokens: Sequence[Token], start: int, at: int, covered: dict[int, Mark]) -> int:
    """Side, joint and mode in front of a measurement belong to it, unless they end a phrase before."""
    cut = at
    while cut - 1 >= start:
        mark = covered.get(cut - 1)
        word = _low(tokens, cut - 1)
        if mark is not None and mark.of("side", "joint", "part") is not None and mark.of(*MEASURES) is None:
            if word in ("sides", "side", "bilaterally", "both"):
                break
            if mark.of("side") is not None and _low(tokens, mark.start - 1) in (
                "positive",
                "negative",
                "absent",
            ):
                break
            cut = mark.start
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
    if cut < at and _low(tokens, cut - 1) in ("the", "to", "on", "of", "in", "at", "a", "over", "both"):
        return at
    return cut
