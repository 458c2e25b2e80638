"""Numbers from 0 to 10 in an answer: whether one is a rating, and of which activity."""

from __future__ import annotations

import re

from agent.late import late
from agent.needles import Rare
from agent.understanding.clauses import Clause
from agent.understanding.phrases import words
from agent.understanding.tokens import join

_AFTER = words("ratings_after")
SYMPTOM = Rare(
    r"\b(?:pain|dizziness|vertigo|spinning|breathlessness|itching|headaches?|nausea|soreness|tingling|"
    r"burning|discomfort|stiffness|numbness|"
    r"tightness|fatigue|tiredness)\b",
)
RATABLE = frozenset(
    [
        "pain",
        "dizziness",
        "vertigo",
        "spinning",
        "breathlessness",
        "itching",
        "headache",
        "headaches",
        "nausea",
        "soreness",
        "burning",
        "discomfort",
        "fatigue",
    ]
)
_WHEN = Rare(
    r"\b(?:right now|now|today|at rest|at night|at (?:its|the|your) (?:worst|best)|in the \w+|when|while|"
    r"with|after|during|"
    r"going|on|at|(?:first |the )*(?:stairs|steps)|walking|sitting|standing|lying|best|worst|first thing|"
    r"before)\b.*$|^\w+ing\b.*$",
)
_CUT_OFF = re.compile(r"\b(?:the|my|your|of|on|in|at)$", re.IGNORECASE)
"""What is left of `pressing the inside of the left heel` where the heel is taken out."""
_FILL = Rare(
    r"\b(?:number|the number|level|how bad|rate|scale|score|zero to ten|is it|is that|would you say|does it "
    r"get|bothering|"
    r"what about|how about|it|right now)\b",
)


def activity_of(topic: str, place: str) -> str:
    """`on stairs`, `when patient reaches`, `chewing`: the rest of a topic behind place and symptom."""
    told = _FILL.sub(" ", re.sub(r"\b(?:being|is) the worst\b.*$|\bworst\b.*\bever\b.*$", "", topic))
    text = told
    for word in place.split():
        text = re.sub(rf"\b{re.escape(word)}\b", " ", text, flags=re.IGNORECASE)
    text = SYMPTOM.sub(" ", re.sub(r"\b(?:being|is) what\b.*$", "", text))
    text = re.sub(r"\b(?:left|right|one|side)\b", " ", text, flags=re.IGNORECASE)
    text = re.sub(r"\s{2,}", " ", text).strip(" ,")
    match = _WHEN.search(text)
    found = match.group().strip(" ,") if match else ""
    found = re.sub(r"^(?:in|on|at|with)(?: the)?$", "", found)
    if _CUT_OFF.search(found) and (whole := _WHEN.search(re.sub(r"\s{2,}", " ", told).strip(" ,"))):
        found = whole.group()
    found = found[:1].lower() + found[1:]
    return "now" if not found and re.search(r"\bnow\b", topic) else found if len(found.split()) <= 7 else ""


def rates(clause: Clause) -> bool:
    """Whether a number from 0 to 10 without a unit is the first number of the clause."""
    named = {
        i for m in clause.marks if not m.of("symptom", "side", "joint", "part") for i in range(m.start, m.end)
    }
    for i, token in enumerate(clause.tokens):
        if re.match(r"^\d+(?:-\d+)?/10$", token.text):
            return True
        if token.number is None:
            continue
        following = clause.tokens[i + 1].low if i + 1 < len(clause.tokens) else ""
        if following == "for" and i + 2 < len(clause.tokens) and clause.tokens[i + 2].number is not None:
            return False  # `seven for seven`: so many out of so many
        if i and clause.tokens[i - 1].low == "the":  # `every night but the two`: those, and no rating
            continue
        if i and (clause.tokens[i - 1].low in _MONTHS or _tells_a_time(clause, i)):
            continue
        if _HOW_OFTEN.search(join(clause.tokens[:i])) or _COUNTS.search(join(clause.tokens[:i])):
            continue
        return (
            0 <= token.number <= 10
            and i not in named
            and (not following[:1].isalpha() or following in _AFTER)
            and (i <= 6 or i == len(clause.tokens) - 1 or any(m.of("joint") for m in clause.marks))
        )
    return False


_MONTHS = words("numbers_months") - {"may"}
_HOW_OFTEN = re.compile(
    r"\b(?:once|twice|\w+ times) (?:a|an|per|each|every) (?:day|night|week|hour|"
    r"month)\b.*\b(?:used to be|was|were|"
    r"had been|down from|up from|instead of)\b",
    re.IGNORECASE,
)
"""`Twice a night it wakes me, used to be five`: so often, and not so bad."""
_COUNTS = late(
    r"\bthere (?:are|were|was|is)(?: \w+)?$|^(?:(?:and|but|so|well),? )*(?:i|we|he|she|"
    r"they)(?:'ve)? (?:\w+ )?"
    r"(?:skipped|missed|had|took|take|did|do|lost|made|drank|drink|ate|have|need|use|used|tried|got|smoke)$",
    re.IGNORECASE,
)
"""`There are three to get in`, `I skipped two`: how many, and not how bad."""
_PARTS_OF_DAY = frozenset(["morning", "afternoon", "evening"])


def _tells_a_time(clause: Clause, at: int) -> bool:
    """`on my feet from four in the morning`: when, and how bad nothing is."""
    behind = [t.low for t in clause.tokens[at + 1 : at + 4]]
    timed = behind[:2] == ["in", "the"] and behind[2:3] and behind[2] in _PARTS_OF_DAY
    return bool(timed) and clause.tokens[at - 1].low in (
        "from",
        "at",
        "by",
        "until",
        "till",
        "since",
        "before",
    )


def one_as_number(clause: Clause) -> None:
    """`One, sitting.` answers what the pain is with a number."""
    at = 0
    while at < len(clause.tokens) and clause.tokens[at].low in (
        "a",
        "about",
        "oh",
        "maybe",
        "just",
        "still",
        ",",
        "now",
    ):
        at += 1
    following = clause.tokens[at + 1].low if at + 1 < len(clause.tokens) else ""
    if (
        at < len(clause.tokens)
        and clause.tokens[at].low == "one"
        and (
            following
            in (
                "",
                ",",
                "now",
                "today",
                "at",
                "with",
                "when",
                "on",
                "maybe",
                "or",
                "to",
                "sitting",
                "resting",
                "walking",
            )
        )
    ):
        tokens = list(clause.tokens)
        tokens[at] = tokens[at].written("1", number=1.0)
        clause.retokenised(tokens)


def one_among_ratings(clause: Clause) -> None:
    """`Coffee cup, one, and that used to be five` and `When I behave, a one`: a one that ends a phrase."""
    tokens = list(clause.tokens)
    for i, token in enumerate(tokens):
        before = tokens[i - 1].low if i else ""
        following = tokens[i + 1].low if i + 1 < len(tokens) else ""
        if (
            token.low == "one"
            and before in (",", "a", "about", "it's", "was")
            and following in ("", ",", ".", ";")
        ):
            tokens[i] = token.written("1", number=1.0)
    if tokens != clause.tokens:
        clause.retokenised(tokens)


def without_article(clause: Clause) -> None:
    """`A two.` answers with the number alone."""
    if len(clause.tokens) > 1 and clause.tokens[0].low in ("a", "an") and clause.tokens[1].number is not None:
        clause.retokenised(clause.tokens[1:])


def names_its_own(clause: Clause) -> bool:
    """Whether the clause names its own symptom or device, so that no word is needed in front."""
    first = next((i for i, t in enumerate(clause.tokens) if t.number is not None), 0)
    named = any(
        m.of("symptom", "vital", "outcome") or (m.of("device") and m.start < first) for m in clause.marks
    )
    return named and not re.search(r"\bpain[- ]?(?:free|wise)\b", clause.low)
