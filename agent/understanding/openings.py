"""Words that open another statement in speech without punctuation, whatever it is about.

A statement before is closed by its value and what belongs to the value (`was nine at eval`, `goal forty`,
`left thirty`); the next one then opens with a thing that has a value, a state or an action of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.understanding.ahead import VERBS, low
from agent.understanding.marks import MEASURES, Mark
from agent.understanding.phrases import words
from agent.understanding.tokens import Token

_DETERMINERS = frozenset(["the", "his", "her", "their", "my", "both", "this", "that"])
_FINITE = words("openings_finite")
_FUNCTION = words("openings_function")
_ADVERBS = words("openings_adverbs")
_IMPERATIVES = words("openings_imperatives")
_SUBJECTLESS = words("openings_subjectless")
_UNITS = words("openings_units")
_TAIL_TIMES = words("openings_tail_times")
STATES = words("openings_states")
"""What a finding may be said to be, where no value is: `tight`, `healed`."""
_PERIODS = frozenset(["week", "weeks", "day", "days", "month", "months"])
_GOES_ON_AFTER_PERIOD = words("openings_after_period")
_SAYING = frozenset(["says", "said", "reports", "states", "thinks", "feels", "notes", "told"])
_TALK = frozenset(
    ["says", "said", "thinks", "hopes", "knows", "told", "feels", "so", "how", "that", "if", "when"]
)


def opens(
    tokens: Sequence[Token],
    start: int,
    at: int,
    covered: dict[int, Mark],
    by_start: dict[int, Mark],
    *,
    holds_on: bool,
    done: bool,
) -> bool:
    """Whether a new statement opens at `at`. `done`: the words before say something by themselves.

    `holds_on`: the word before asks for more (`of`, `the`, `says`).
    """
    word, before = low(tokens, at), low(tokens, at - 1)
    if _in_quotes(tokens, start, at) or _says(tokens, start, at):
        return False
    if _doses_what_was_named(tokens, start, at, covered):
        return False
    done = done or _speaks(tokens, start, at)
    if _visit_named(tokens, start, at) or _after_total(tokens, start, at):
        return True
    if _after_period(tokens, start, at, done=done):
        return True
    closed = tail_end(tokens, start, at, covered) == at
    if (
        before in ("after", "during")
        and done
        and low(tokens, at - 2) != "only"
        and _of_the_body(tokens, at, covered)
    ):
        return True
    sided = before in ("left", "right")
    if word == "goal" and (not holds_on or sided) and _sets_a_goal(tokens, start, at, covered):
        return True
    if holds_on and not closed and not particle(tokens, at - 1):
        return False
    if (before in VERBS and before != "falls") or before in _TALK:
        return False
    if word == "home" and (done or _plans(tokens, start, at)) and _home_program(tokens, at, covered):
        return True
    if _how_often(tokens, at):
        return True
    if closed and not _is_number(tokens, at - 1) and (m := by_start.get(at)) and m.of("symptom"):
        return True
    if word in _IMPERATIVES and (done or at - start >= 3) and _acts(tokens, at):
        return True
    if closed and word in _SUBJECTLESS and not _is_noun(tokens, at):
        return True
    if done and (at not in covered or at in by_start) and _has_state(tokens, at, covered):
        return True
    told = closed or (done and _of_a_relative(tokens, start, at, covered))
    if told and _names(tokens, at, covered) and _measured_ahead(tokens, start, at, covered):
        return True
    if (
        (done or closed)
        and word == "goal"
        and _is_number(tokens, at + 1)
        and low(tokens, at + 2) in ("met", "not")
    ):
        return True
    return (
        done
        and not (low(tokens, start) == "goal" and at - start <= _A_GOAL)
        and word in ("not", "goals")
        and low(tokens, at + 1) in ("ready", "not", "met", "partly", "yet")
    )


_A_GOAL = 4
"""Tokens of `goal 35 seconds`: how far it was reached belongs to it."""


def _doses_what_was_named(tokens: Sequence[Token], start: int, at: int, covered: dict[int, Mark]) -> bool:
    """`wrist extension with two pounds | three by fifteen`: the dose of an exercise that has none yet."""
    if " x " not in tokens[at].text:
        return False
    for k in range(at - 1, start - 1, -1):
        if " x " in tokens[k].text:
            return False
        if (m := covered.get(k)) is not None and m.of("exercise", "motion"):
            return True
    return False


def _sets_a_goal(tokens: Sequence[Token], start: int, at: int, covered: dict[int, Mark]) -> bool:
    """`five days of seven | goal no leaks in eight weeks`: no goal of a value that was told just before."""
    before, following = low(tokens, at - 1), low(tokens, at + 1)
    if before in _DETERMINERS or before in ("a", "one", "new", "term", "was", "is", "met") or not following:
        return False
    if following in ("met", "not", "is", "was", "for", "of", "partly", "reached"):
        return False
    told = [m for k in range(start, at) if (m := covered.get(k)) is not None]
    of_another = any(m.of("relative") for m in told)
    valued = any(_is_number(tokens, k) for k in range(start, at))
    compares = _is_number(tokens, at + 1) or following in (
        "under",
        "over",
        "at",
        "below",
        "above",
        "less",
        "a",
    )
    return at - start >= 2 and (of_another or not (valued and compares))


def _in_quotes(tokens: Sequence[Token], start: int, at: int) -> bool:
    return sum(t.text == '"' for t in tokens[start:at]) % 2 == 1


def _says(tokens: Sequence[Token], start: int, at: int) -> bool:
    """`she says since yesterday …`: what is said is still to come."""
    k = at - 1
    while k > start and (low(tokens, k) in _FUNCTION or low(tokens, k) in _TAIL_TIMES):
        k -= 1
    return low(tokens, k) in _SAYING and at - k < 5


def _speaks(tokens: Sequence[Token], start: int, at: int) -> bool:
    """Whether a verb stands among the words before: `called her doctor`, `use the walker at night`."""
    return at - start > 1 and any(
        (w := low(tokens, k)) in VERBS
        or w in _FINITE
        or w in _IMPERATIVES
        or (w.endswith("ed") and len(w) > 4)
        for k in range(start, at)
    )


def particle(tokens: Sequence[Token], at: int) -> bool:
    """`the knee falling in`, `ten flights going up`: no preposition, but the end of a verb."""
    verb = low(tokens, at - 1)
    return low(tokens, at) in _PARTICLES and verb.endswith("ing") and verb not in _RESTING


_RESTING = frozenset(["sitting", "standing", "lying", "sleeping", "living", "working"])
"""What one does in a place: `sitting in lecture`."""
_PLANNING = frozenset(["add", "start", "continue", "progress", "hold", "advance", "trial"])
_PARTICLES = frozenset(["in", "out", "on", "off", "up", "down", "over", "through"])
_CONDITIONS = frozenset(
    ["swelling", "bruising", "tingling", "burning", "walking", "standing", "sitting", "locking"]
)
_PRESENT = frozenset(["is", "are", "needs", "has", "still", "remains", "was", "looks"])


def _of_the_body(tokens: Sequence[Token], at: int, covered: dict[int, Mark]) -> bool:
    """`pain two after | the cuff is stronger`: not what the pain came after, but a thing and its state."""
    k = at + 1 if low(tokens, at) in _DETERMINERS else at
    mark = covered.get(k)
    short = low(tokens, k + 1) in _PRESENT
    part = mark is not None and mark.of("side", "joint", "part", "muscle", "symptom") is not None
    return (short or part) and _has_state(tokens, at, covered, _PRESENT)


def _home_program(tokens: Sequence[Token], at: int, covered: dict[int, Mark]) -> bool:
    following = low(tokens, at + 1)
    person = covered.get(at + 1)
    if person is not None and person.of("relative") is not None:
        return False
    return (
        low(tokens, at - 1) not in _NOT_A_PROGRAM
        and bool(following)
        and following not in _FUNCTION
        and following not in VERBS
        and following not in ("health", "depot", "alone", "bound", "visit", "today", "setting", "environment")
    )


_NOT_A_PROGRAM = words("openings_not_a_program")


def _plans(tokens: Sequence[Token], start: int, at: int) -> bool:
    """`next visit add step-ups | home bridges`: what is to come has been named."""
    return any(low(tokens, k) in _PLANNING for k in range(start, at - 1))


def _names(tokens: Sequence[Token], at: int, covered: dict[int, Mark]) -> bool:
    """Whether the word at `at` can open the name of something measured."""
    word = low(tokens, at)
    mark = covered.get(at)
    if word in _FUNCTION or word in _ADVERBS or word in _UNITS or word in _PERIODS or not word[:1].isalpha():
        return False
    if word in ("minute", "minutes", "hours", "hour", "reps", "sets", "x", "grade"):
        return False
    return not word.endswith("ing") or (mark is not None and mark.of(*MEASURES) is not None)


def _is_number(tokens: Sequence[Token], at: int) -> bool:
    return 0 <= at < len(tokens) and (
        tokens[at].number is not None or bool(re.match(r"^-?\d[\d./+%-]*$", tokens[at].text))
    )


def _visit_named(tokens: Sequence[Token], start: int, at: int) -> bool:
    """`visit twelve left knee …`, `third visit neck pain …`: the visit's number is a statement."""
    said = [t.low for t in tokens[start:at]]
    if low(tokens, at) in ("of", "for", "after", "since", "today", "with", "and"):
        return False
    return (len(said) >= 2 and said[-2] == "visit" and _is_number(tokens, at - 1) and len(said) <= 5) or (
        len(said) == 2 and said[-1] == "visit" and said[0] in _ORDINALS
    )


_ORDINALS = words("openings_ordinals")


def _after_total(tokens: Sequence[Token], start: int, at: int) -> bool:
    """`total forty eight minutes | pain one out of ten`."""
    if _is_number(tokens, at - 1) and low(tokens, at - 2) == "total":
        return low(tokens, at) not in _GOES_ON_AFTER_TOTAL | {"minutes", "minute", "min", "degrees", "%"}
    if low(tokens, at - 1) not in ("minutes", "minute") or not _is_number(tokens, at - 2):
        return False
    named = any(low(tokens, k) == "total" for k in range(max(start, at - 7), at - 2))
    return named and low(tokens, at) not in _GOES_ON_AFTER_TOTAL


_GOES_ON_AFTER_TOTAL = frozenset(
    [
        "with",
        "of",
        "for",
        "and",
        "including",
        "one",
        "timed",
        "today",
        "in",
        "direct",
        "on",
        ",",
        "all",
        "total",
    ]
)


def _after_period(tokens: Sequence[Token], start: int, at: int, *, done: bool) -> bool:
    """`twice a week for four weeks | next …`: how often closes a plan or a habit."""
    before, two_back = low(tokens, at - 1), low(tokens, at - 2)
    if before in ("daily", "weekly", "nightly") and done:
        return low(tokens, at) not in _GOES_ON_AFTER_PERIOD and low(tokens, at + 1) not in (
            "minutes",
            "minute",
        )
    if before not in _PERIODS:
        return False
    often = two_back in ("a", "per", "each", "every", "other") or (
        (_is_number(tokens, at - 2) or two_back == "more")
        and any(
            low(tokens, k) in ("a", "per", "week", "for", "in") for k in range(max(start, at - 8), at - 2)
        )
    )
    following = low(tokens, at)
    return often and following not in _GOES_ON_AFTER_PERIOD and not _is_number(tokens, at)


def _how_often(tokens: Sequence[Token], at: int) -> bool:
    """`two visits a week`, `twice a week for three more weeks`: a plan's frequency, not a habit's."""
    if _is_number(tokens, at) and low(tokens, at + 1) == "visits" and low(tokens, at + 2) in ("a", "per"):
        return True
    k = at + 1 if low(tokens, at) in ("once", "twice") else at + 2 if _is_number(tokens, at) else 0
    if not k or low(tokens, k) not in ("a", "per") or low(tokens, k + 1) != "week":
        return False
    return low(tokens, k + 2) == "for" and any(low(tokens, j) == "weeks" for j in range(k + 4, k + 6))


def _acts(tokens: Sequence[Token], at: int) -> bool:
    """Whether an imperative is one: something that is acted on follows, no verb or preposition of a noun."""
    following = low(tokens, at + 1)
    if low(tokens, at) in ("hold", "stop", "stay") and _is_number(tokens, at + 1):
        return False
    return (
        bool(following)
        and following not in ("of", "is", "was", "are", "were", "has")
        and (following not in VERBS or following in ("using", "doing"))
    )


def _is_noun(tokens: Sequence[Token], at: int) -> bool:
    return low(tokens, at + 1) in ("is", "was", "are", "were", "of")


def _of_a_relative(tokens: Sequence[Token], start: int, at: int, covered: dict[int, Mark]) -> bool:
    """`her father had a hip replaced last spring | left hip flexion 108`: nobody else is measured here."""
    subject = any((m := covered.get(k)) is not None and m.of("relative") for k in range(start, start + 3))
    measured = covered.get(at)
    return subject and at - start > 3 and measured is not None and measured.of("side", *MEASURES) is not None


def _previous_value(tokens: Sequence[Token], at: int) -> bool:
    """`was a five last week`: what the value before used to be."""
    return _is_number(tokens, at + 1) or (
        low(tokens, at + 1) in ("a", "an", "at") and _is_number(tokens, at + 2)
    )


def _has_state(
    tokens: Sequence[Token],
    at: int,
    covered: dict[int, Mark],
    finite: frozenset[str] = _FINITE,
) -> bool:
    """`the cuff is getting stronger`, `load tolerance is still low`: a thing and its finite verb."""
    k = at
    if low(tokens, k) in _DETERMINERS:
        k += 1
    first = k
    word = low(tokens, k)
    if word in _UNITS or word in _PERIODS or word in ("minutes", "minute"):
        return False
    if word.endswith("ing") and first == at and word not in _CONDITIONS:
        return False
    longest = 4 if k > at or at in covered else 3
    if not (tokens[k : k + 1] and tokens[k].is_word) or low(tokens, k) in _FUNCTION | _ADVERBS | VERBS:
        return False
    while k < len(tokens) and k - first < longest:
        word = low(tokens, k)
        if k > first and word in finite:
            return word not in ("was", "were") or not _previous_value(tokens, k)
        if (
            word in _FUNCTION
            or word in VERBS
            or (word.endswith("ing") and k > first)
            or _is_number(tokens, k)
        ):
            return False
        k += 1
    return False


def _measured_ahead(tokens: Sequence[Token], start: int, at: int, covered: dict[int, Mark]) -> bool:
    """Whether a thing and its value follow: `chest expansion 3.5 cm`, `box and block left 12`."""
    if any((m := covered.get(k)) and m.of("intervention") for k in range(start, at)):
        return False
    treated = (m := covered.get(at)) is not None and m.of("exercise", "intervention") is not None
    for k in range(at + 1, min(len(tokens), at + 9)):
        word = low(tokens, k)
        if _is_number(tokens, k):
            if low(tokens, k - 1) in ("was", "were") or _other_side(tokens, start, at, k, covered):
                return False
            unit = low(tokens, k + 1)
            if " x " in tokens[k].text or unit in (
                "minutes",
                "minute",
                "reps",
                "sets",
                "x",
                "times",
                "weeks",
                "days",
            ):
                return False
            rated = tokens[k].text.endswith("/10")
            if treated or rated or low(tokens, k - 1) in ("grade", "level", "stage", "phase", "x", "visit"):
                return False
            return unit in _UNITS or "/" in tokens[k].text or "%" in tokens[k].text or not _dosed(tokens, k)
        result = word in STATES or ((m := covered.get(k)) is not None and m.of("result") is not None)
        if result:
            return not treated
        if word in VERBS - {"is", "was", "are"} or word in _STOPS:
            return False
    return False


def _other_side(tokens: Sequence[Token], start: int, at: int, value: int, covered: dict[int, Mark]) -> bool:
    """`right foot in front 12 seconds left foot in front 8`: the other side of what was measured."""
    mark = covered.get(at)
    if mark is None or mark.of("side") is None:
        return False
    measured = (m for k in range(mark.end, value) if (m := covered.get(k)) is not None)
    if any(m.of("joint") is not None and low(tokens, m.end) not in _FUNCTION for m in measured):
        return False
    said = {low(tokens, k) for k in range(start, at)}
    return all(low(tokens, k) in said for k in range(mark.end, value))


_STOPS = frozenset(
    ["for", "with", "after", "before", "when", "if", "and", "then", "but", "until", "total", ","]
)


def _dosed(tokens: Sequence[Token], at: int) -> bool:
    return any(" x " in t.text or t.low in ("reps", "sets") for t in tokens[at : at + 6])


def tail_end(tokens: Sequence[Token], start: int, at: int, covered: dict[int, Mark]) -> int:
    """Where the last value before `at` ends with all that belongs to it; -1 where no value closes there."""
    last = next(
        (i for i in range(at - 1, max(start, at - 9) - 1, -1) if _closes(tokens, start, i, covered)), None
    )
    if last is None:
        return -1
    k = last + 1
    while k < len(tokens):
        step = _tail_step(tokens, k, covered)
        if step == 0:
            break
        k += step
    return k


def _closes(tokens: Sequence[Token], start: int, at: int, covered: dict[int, Mark]) -> bool:
    if _is_number(tokens, at):
        return True
    mark = covered.get(at)
    if mark is not None and mark.of("result") is not None:
        return True
    return (
        at > start
        and low(tokens, at) in STATES
        and low(tokens, at - 1) not in _FUNCTION - {"is", "are", "and"}
    )


def _tail_step(tokens: Sequence[Token], at: int, covered: dict[int, Mark]) -> int:
    """How many tokens at `at` still belong to the value before them."""
    word, following = low(tokens, at), low(tokens, at + 1)
    if word in _UNITS or word in ("minutes", "minute", "weeks", "days", "there", "well", "more", "less"):
        return 1
    if word.endswith("ally") or word in STATES or (word == "and" and following in STATES):
        return 1
    if _is_number(tokens, at) or (_is_number(tokens, at - 1) and _counted(tokens, at, covered)):
        return 1
    if word in ("was", "from", "goal", "target", "versus", "vs", "than", "to") and (
        _is_number(tokens, at + 1) or following in ("is", "of", "was", "under", "over", "a", "about")
    ):
        return 1 if _is_number(tokens, at + 1) else 2
    if word in ("up", "down", "compared") and following in ("from", "to", "with"):
        return 2
    if word in ("at", "on", "in", "last", "the", "this", "two", "a", "by") and following in _TAIL_TIMES:
        return 2
    if (
        word in ("on", "at", "in")
        and following in ("the", "this", "last", "her", "his")
        and (low(tokens, at + 2) in _TAIL_TIMES or low(tokens, at + 2) in ("left", "right"))
    ):
        return 3
    if word in _TAIL_TIMES and word not in ("left", "right"):
        return 1
    mark = covered.get(at)
    if mark is not None and mark.start == at:
        if mark.of("side") is not None and _side_is_of_value(tokens, at, mark, covered):
            return mark.end - at
        if mark.of("result") is not None:
            return mark.end - at
    return 0


def _counted(tokens: Sequence[Token], at: int, covered: dict[int, Mark]) -> bool:
    """`five breaths`, `four lines`: the plural behind a number is what it counts."""
    word, mark = low(tokens, at), covered.get(at)
    plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return (
        plural and word not in VERBS and (mark is None or mark.of(*MEASURES, "exercise", "symptom") is None)
    )


def _side_is_of_value(tokens: Sequence[Token], at: int, mark: Mark, covered: dict[int, Mark]) -> bool:
    """Whether `left` goes on with the value before (`left thirty`, `negative right`) or opens a joint."""
    behind = mark.end + 1 if low(tokens, mark.end) == "side" else mark.end
    if _is_number(tokens, behind) or low(tokens, behind) in ("is", "was"):
        return True
    following = covered.get(mark.end)
    if following is not None and following.of("result") is not None:
        return True
    before = covered.get(at - 1)
    return (
        before is not None
        and before.of("result") is not None
        and (following is None or following.of("joint", "motion", "muscle", "part") is None)
    )
