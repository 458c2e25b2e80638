"""Treatments in the talk: a code or a name of the trade, or what was done in everyday words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Literal

from agent.late import late
from agent.needles import Rare
from agent.understanding.phrases import Phrases, lexicon, words
from agent.understanding.session.clocks import on_the_clock
from agent.understanding.session.talk import Talk

Rank = Literal["name", "weak", "content", "exercise"]
"""How surely the words stand for the code: its name, a short name, what it consists of, one exercise."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words [start, end) speak of the service `code`; an empty code is known to be no service."""

    start: int
    end: int
    code: str
    name: str
    rank: Rank

    @property
    def named(self) -> bool:
        return self.rank in ("name", "weak")


_NOT_DONE = words("treatment_not_done")
_NEXT_WORD_ONLY = frozenset(["hold", "no", "without"])
"""Of what follows at once, not of what comes after it: `no reaction, ther ex twenty-five minutes`."""
_HELD = frozenset(
    ["held", "deferred", "declined", "refused", "skipped", "not", "omitted", "discontinued", "stopped",
     "dropped", "cancelled", "canceled"]
)  # fmt: skip
_THOUGHT_OF = frozenset(["after", "following", "since", "considered", "discussed", "offered"])
_AHEAD = Rare(
    r"\bnext (?:visit|time|session|week|one)\b|\b(?:will|going to|plan to|want to) (?:\w+ )?"
    r"(?:add|start|try|begin|do|keep|continue|progress|see)\b|\blast (?:visit|time|session|week)\b|"
    r"\bif \w+(?: \w+)? (?:is|are|does|feels|wants|tolerates|needs)\b|"
    r"\bi'd (?:like to|add|start|try|swap|do)\b|\bplan (?:colon|:|is|,)|^plan\b|\bgoals?\b|\btonight\b|"
    r"\btomorrow\b|\bcontinue\b|\b(?:think|thinking) about\b|\bmight\b|\bconsider\w*\b|"
    r"\bkeep (?:on|up|going|doing)\b|'ll (?:add|try|begin|progress|continue|see)\b",
    flags=0,
)
_BACK_TO_TODAY = re.compile(r"\b(?:today|this time|this visit|this session)\b(?!'s goal)")
_AT_HOME = Rare(
    r"\bat home\b|\bhome (?:program|exercise program|exercises|is|:)|\bhep\b|^home\b|\bhome's\b", flags=0
)
_TAUGHT_HERE = Rare(
    r"\b(?:taught|teaching|review\w*|went over|going over|instruct\w*|updated|issued|printed|practi[cs]\w*)"
    r"(?: \w+){0,4}? (?:home (?:exercise )?(?:program|exercises)|hep)\b|"
    r"\b(?:home (?:exercise )?(?:program|exercises?)|hep) (?:instruction|training|teaching|review)\b",
    flags=0,
)
"""`Then taught him the home program, therapeutic exercise, twelve minutes` tells what was done here."""
_MINUTES_OF = late(r"\d(?: minutes)?(?: more)? (?:of|on|for|in|doing|with)(?: \w+)?$")
_LIFTED = frozenset(["training", "management", "care", "instruction", "review", "reviewed", "teaching"])


_DEVICES = frozenset(["estim", "97016", "97012"])
"""What a patient may also have at home."""
_OWN_DEVICE = Rare(
    r"\b(?:he|she|they|i|patient|pt|who|wife|husband)(?:'s|'ve)? (?:\w+ )?"
    r"(?:uses?|using|has|have|owns?|bought|rents?|got|wears?|ordered|tried) (?:\w+ ){0,2}$|"
    r"\b(?:(?:ask|talk|discuss)\w* about|order\w*|rent\w*|buy\w*) (?:\w+ ){0,2}$|"
    r"\b(?:her|his|their) (?:\w+ )?$",
    flags=0,
)
_NOT_HERE = late(
    r"^(?:\w+ ){0,4}?(?:at home|for (?:the )?home|every (?:night|day|evening)|came (?:from|in)|arrived|"
    r"(?:is|was|has been|got) (?:ordered|delivered|approved|denied)|to use|to take)\b"
)


@cache
def _phrases() -> Phrases[tuple[str, str, Rank]]:
    table = lexicon("treatment")
    phrases: Phrases[tuple[str, str, Rank]] = Phrases([])

    def first(old: tuple[str, str, Rank], _new: tuple[str, str, Rank]) -> tuple[str, str, Rank]:
        return old

    for entry in table["interventions"]:
        code, name = entry["code"], entry["name"]
        if entry.get("weak"):
            continue
        for says in (*(("g0283", "97014") if code == "estim" else (code,)), name, *entry["says"]):
            phrases.add(str(says), (code, name, "name"), merge=first)
    for entry in table["interventions"]:
        if entry.get("weak"):
            for says in entry["says"]:
                phrases.add(str(says), (entry["code"], entry["name"], "weak"), merge=first)
    names = {e["code"]: e["name"] for e in reversed(table["interventions"])}
    for code, says_of in table["content"].items():
        for says in says_of:
            phrases.add(str(says), (code, names.get(code, ""), "content"), merge=first)
    for says in table["no_service"]:
        phrases.add(str(says), ("", "", "content"), merge=first)
    for says in lexicon("exercises")["exercises"]:
        phrases.add(str(says), ("97110", names["97110"], "exercise"), merge=first)
    return phrases


_INSTRUMENTS = frozenset(["assessment", "index", "scale", "score", "test", "confidence", "questionnaire"])
"""Words without which a measure's name may be an exercise's too: `single leg balance`."""


@cache
def _measures() -> Phrases[str]:
    """Names of measures, within which no treatment is named: `functional gait assessment 23 of 30`."""
    table = lexicon("measures")
    return Phrases(
        [
            (str(says), name)
            for kind in ("outcomes", "performance")
            for name, more in table[kind].items()
            for says in (name, *more["says"])
            if _INSTRUMENTS & set(str(says).casefold().split())
        ]
    )


def mentions(said: Talk) -> list[Mention]:
    """The treatments in the talk, from left to right, none overlapping.

    One that was not given today stays, without a code: minutes told of it go to no other.
    """
    out: list[Mention] = []
    measured = [(h.start, h.end) for h in _measures().all(said.tokens)]
    for hit in _phrases().all(said.tokens):
        code, name, rank = hit.value
        if any(a <= hit.start and hit.end <= b and b - a > hit.end - hit.start for a, b in measured):
            continue
        mention = Mention(hit.start, hit.end, code, name, rank)
        if _something_else(said, mention):
            continue
        if code == "97012" and _BY_HAND.search(said.words(hit.end, min(hit.end + 4, len(said)))):
            mention = replace(mention, code="97140", name="manual therapy")
        if said.at(mention.start) in _STRETCHES and _under_manual(said, out, mention):
            mention = replace(mention, code="97140", name="manual therapy", rank="content")
        if not_given(said, mention) or (out and _left_out_too(said, out[-1], mention)):
            out.append(replace(mention, code="", name=""))
            out += _today_instead(said, mention)
            continue
        out.append(mention)
    return out


_STRETCHES = frozenset(["stretching", "stretched", "stretch", "stretches"])


def _under_manual(said: Talk, out: Sequence[Mention], m: Mention) -> bool:
    """`My hands: glides, then stretching you forward`: what a list headed so consists of."""
    listed = [o for o in out if said.sentence[o.start] == said.sentence[m.start]]
    headed = any(o.code == "97140" and o.named and said.at(o.end) == ":" for o in listed)
    headed = headed or "my hands :" in said.words(said.opening(m.start), m.start)
    return headed and all(o.code == "97140" for o in listed)


_INSTEAD = re.compile(
    r"^(?:today|this time|this visit)(?: (?:it|he|she|we|i|was|did|got|only|just|about|,))* "
)


def _today_instead(said: Talk, m: Mention) -> list[Mention]:
    """`Last time twenty of manual, today just ten`: the words before today's minutes speak of it again."""
    for at in range(m.end, min(said.closing(m.end - 1), m.end + 8)):
        found = _INSTEAD.match(said.words(at, at + 7))
        if found is None:
            continue
        end = at + found.group().count(" ")
        number = said.tokens[end].number if end < said.closing(at) else None
        bare = said.at(end + 1) in ("", ",", "and", "minutes", "min") or end + 1 == said.closing(at)
        return [Mention(at, end, m.code, m.name, "weak")] if number is not None and bare else []
    return []


_BY_HAND = late(r"^(?:\w+ ){0,2}?(?:by hand|manually|with (?:my|both|the) hands)\b")
_DRESSING = late(
    r"^(?:dressing|off ?loading|boot|heel|border\w*|padding|roller|wedge|cushion|mattress|cradle|gauze)\b"
)
_ABBREVIATED = frozenset(["te", "mt", "ta", "gt"])
_TYPED = late(r"^(?!(?:: |- |was |for |x )?\d+(?! ?[/+%-] ?[1-5]\b)(?! (?:degrees|out|of)\b))")
"""`TE 23, MT 12`: letters that mean much else where no minutes follow."""
_NOT_MEANT = {
    "te": _TYPED,
    "mt": _TYPED,
    "ta": _TYPED,
    "gt": _TYPED,
    "foam": _DRESSING,
    "dressing": re.compile(
        r"^(?:changes?|changed|intact|dry|removed|applied|is|was|over|on|in place|supplies)\b"
    ),
    "drainage": re.compile(
        r"^(?:scant|serous|serosanguin\w+|moderate|minimal|heavy|purulent|bloody|none|noted|from|is|was|clear|on)\b"
    ),
    "adl": re.compile(r"^(?:subscale |score |scale |is |was |: )?\d+ (?:percent|%|out|/|points)"),
    "ex": re.compile(r"^(?:husband|wife|partner|smoker|vivo)\b"),
    "functional": re.compile(r"^[a-z]"),
    "hands on": re.compile(
        r"^(?:all|the whole|throughout|for all|every)\b|^(?:\w+ )?(?:gait )?"
        r"(?:belt|rails?|bars?|walker|table|wall|counter|cane|chair|thighs?|ball|handles?)\b"
    ),
    "hand on": re.compile(r"^(?!work|treatment|part|time)\w"),
    "balance": re.compile(r"^(?:test|score|is|beam|sheet|errors?|of the|due|confidence|scale)\b"),
    "manual": re.compile(r"^(?:muscle|wheelchair|labor|work(?:er)?s? (?:job|comp))\b"),
    "gait": re.compile(r"^(?:speed|belt|is|with|pattern|index|velocity|without|antalgic|normal)\b"),
    "exercise": re.compile(r"^(?:tolerance|induced|test)\b"),
    "heat": re.compile(r"^(?:raises?|wave|outside|makes?|helps?)\b"),
    "walking": re.compile(r"^(?:the dog|speed|program|boot|stick|distance|tolerance|is|was|to work)\b"),
    "walk": re.compile(r"^(?:tests?|distance|goal|is|was|of|now|without|\d)"),
    "walked": re.compile(r"^(?:\d|for|without|home|to)"),
    "rolling": re.compile(r"^(?:walkers?|chair|stool|over|in bed|to|from|knee scooter|cart|side)\b"),
    "strength": re.compile(
        r"^(?:(?:is|was|are|still|remains|remained|grossly|overall|today|of|about|at|now|:|,) )*"
        r"(?:[0-5](?! ?\d)(?! (?:minutes?|min|mins)\b)|\d[+-/]|good|fair|poor|normal|intact|within|"
        r"symmetric\w*|equal|full|limited|reduced|decreased|weak\w*|improv\w*|test\w*|goals?|deficits?|symmetry|index)"
    ),
    "splint": re.compile(r"^(?:on|off|at night|every|nights?|all)\b"),
    "stairs": re.compile(r"^(?:is|are|with|she|he|you|now|still|\d)"),
}
_MEASURED_WALK = frozenset(
    [
        "minute",
        "meter",
        "metre",
        "foot",
        "mile",
        "block",
        "second",
        "-",
        "to",
        "dog",
        "can",
        "he",
        "she",
        "they",
    ]
)
_GIVES = frozenset(["gave", "did", "worked", "practiced", "practised", "trained", "spent"])
_LINKS = frozenset(["of", "to", "on"])
_BEFORE_NOT = {
    "dressing": frozenset(
        ["wound", "foam", "dry", "sterile", "new", "clean", "gauze", "silver", "border", "the"]
    ),
    "drainage": frozenset(
        ["no", "wound", "slough", "any", "serous", "bloody", "purulent", "minimal", "scant", "drain"]
    ),
    "gait": frozenset(["antalgic", "normal", "dynamic", "steppage", "his", "her"]),
    "balance": frozenset(["static", "dynamic", "his", "her", "your", "sitting", "standing", "poor", "good"]),
    "heat": frozenset(["the", "in", "no"]),
    "biofeedback": frozenset(["pressure", "visual", "mirror", "stabilizer", "tactile", "auditory"]),
    "posture": frozenset(["toilet", "toileting", "sleep", "sleeping", "desk", "computer", "his", "her"]),
}


_STILL_NEEDED = late(r"\bneed(?:s|ed)? (?:\w+ )?(?:my|our|your|his|her)$")
"""`The ramp still needs my hands on`: how much help, and no treatment."""


_WHERE_OTHERS_ARE = frozenset(["program", "programme", "clinic", "group", "class", "team", "department"])
_FROM_THERE = frozenset(["from the", "from our", "from their", "from another"])
"""`With two others from the balance program`."""


_ITS_MINUTES = re.compile(r"^(?:\w+ ){1,5}(?:was|took|ran)(?: about| another)? \d\d?$")
"""`Gait with the walker was ten.`"""
_PRACTISED = frozenset(["practice", "drills", "work", "training", "exercises", "activities"])


def _its_minutes(said: Talk, m: Mention) -> bool:
    closing = said.closing(m.start)
    return closing <= m.end + 8 and _ITS_MINUTES.search(said.words(m.end, closing)) is not None


def _timed(said: Talk, m: Mention) -> bool:
    """Whether minutes stand near the treatment in its sentence."""
    start, end = max(said.opening(m.start), m.start - 5), min(said.closing(m.start), m.end + 9)
    return any(
        low in ("minutes", "minute", "min") or on_the_clock(said, start + i)
        for i, low in enumerate(said.low[start:end])
    ) or _its_minutes(said, m)


def _something_else(said: Talk, m: Mention) -> bool:
    words_of = said.words(m.start, m.end)
    if words_of == "hands on" and _STILL_NEEDED.search(said.words(max(0, m.start - 4), m.start)):
        return True
    if said.at(m.end) in _WHERE_OTHERS_ARE and said.words(m.start - 2, m.start) in _FROM_THERE:
        return True
    following = _NOT_MEANT.get(words_of)
    given = (
        said.at(m.start - 1) in _GIVES
        or (m.start > 1 and said.tokens[m.start - 2].number is not None and said.at(m.start - 1) in _LINKS)
        or (words_of in _ABBREVIATED and _number_before(said, m.start))
        or (words_of == "gait" and said.at(m.end) == "with" and _timed(said, m))
    )
    if (
        following is not None
        and not given
        and following.search(said.words(m.end, min(m.end + 3, said.closing(m.start))))
    ):
        return True
    if words_of == "balance" and said.at(m.end) in _PRACTISED:
        return False
    if words_of != "heat" and said.at(m.start - 1) in _BEFORE_NOT.get(words_of, ()):
        return True
    if words_of == "walks":
        return True
    return words_of in ("walk", "walking", "walked") and said.at(m.start - 1) in _MEASURED_WALK


def _number_before(said: Talk, at: int) -> bool:
    """`20 TE, 18 MT`"""
    number = said.tokens[at - 1].number if at and not said.breaks(at - 1, at) else None
    return number is not None and number.is_integer() and number >= 3


def _then(before: Sequence[str]) -> bool:
    """`After that ther ex twenty minutes`: what came next, and not what something came after."""
    return before[-2:-1] == ["after"] and before[-1] in ("that", "this", "which")


def _minutes_next(said: Talk, m: Mention) -> bool:
    """`Compression fifteen minutes after exercise twenty-four`: what came after has its minutes too."""
    number = said.tokens[m.end].number if m.end < len(said) and not said.breaks(m.start, m.end) else None
    following = said.at(m.end + 1)
    if number is None or not number.is_integer() or not 3 <= number <= 90:
        return False
    return m.end + 1 == said.closing(m.start) or following in (",", "and", "minutes", "min")


def speaks_of_another_day(ahead: Rare, told: str) -> bool:
    """Whether `told` speaks of another day up to its end: `last time twenty of manual, today …` is back."""
    found = list(ahead.finditer(told))
    return bool(found) and not _BACK_TO_TODAY.search(told, found[-1].end())


_GOAL_TOLD = Rare(
    r"\bgoals?(?: (?!by\b|continue\b|add\b)[a-z]+){0,4} [\d.]+"
    r"(?: (?:degrees?|seconds?|feet|foot|meters?|metres?|pounds?|percent|points?|yards|steps|reps|"
    r"(?:meters?|metres?) (?:per|a) second|out of \d+))?$",
    flags=0,
)
_GOAL = 10
"""Words of a goal with its figure."""


def behind_a_goal(said: Talk, m: Mention) -> bool:
    """`single leg stance eighteen goal twelve gait training nineteen minutes`: the goal has a figure."""
    if not m.named or said.turn[m.start] not in said.unpunctuated:
        return False
    return _GOAL_TOLD.search(said.words(max(said.opening(m.start), m.start - _GOAL), m.start)) is not None


_LEFT_OUT = frozenset(["skip", "skipped", "omitted", "deferred", "declined", "refused", "dropped"])
_IN_A_LIST = frozenset(["and", "or", "the", "any", "her", "his", "minutes", "minute", "of"])


def _left_out_too(said: Talk, before: Mention, m: Mention) -> bool:
    """`I skipped the manual and the ten minutes of ultrasound`."""
    if before.code or said.breaks(before.start, m.start) or m.start - before.end > len(_IN_A_LIST):
        return False
    gap = range(before.end, m.start)
    joined = any(said.at(i) in ("and", "or") for i in gap) and all(
        said.at(i) in _IN_A_LIST or said.tokens[i].number is not None for i in gap
    )
    return joined and bool(_LEFT_OUT & set(said.low[max(0, before.start - 3) : before.start]))


def _corrects(said: Talk, at: int) -> bool:
    """`manual was fifteen, not eighteen` denies a figure, and no treatment."""
    return said.at(at) == "not" and at + 1 < len(said) and said.tokens[at + 1].number is not None


def _denies_another(said: Talk, at: int) -> bool:
    """`Ten minutes of exercise and not a minute of anything else` denies what comes then."""
    return said.at(at) == "not" and said.at(at - 1) in ("and", "but")


_ABOUT_TO = Rare(
    r"\b(?:i'm|we're|i am|we are|now|just|now [a-z]+'s) (?:just )?going to (?:\w+ )?"
    r"(?:add|start|try|begin|do|keep|continue)\b|"
    r"\b(?:i|we)(?:'ll| will) (?:\w+ )?(?:add|start|try|begin|do)\b",
    flags=0,
)
_LATER = Rare(
    r"\b(?:next|tomorrow|tonight|later|home|week|goals?|plan|once|until)\b|\bif\b.*\bgoing\b", flags=0
)
_DONE_NOW = re.compile(r"\b(?:that|this|it)(?:'s| was| is| took)(?: us| about| all)*$")
_WITH_THE_HELPER = frozenset(["with him", "with her", "with them"])
_SOON = 30
"""Words from what is about to be done to the minutes that it took."""


_DECLINES = re.compile(
    r"^(?:(?:but|and|,) )*(?:he|she|they) (?:passed|declined|refused|said no|did not|didn't)\b"
)
_PASSED_OVER = Rare(
    r"^(?:, )?(?:i|we|he|she|they) (?:only |just )?(?:thought|talked|asked) (?:about|of|over)(?: it)?"
    r"(?: ,)?(?: and| but)?(?: then)?(?: i| we| he| she| they)? "
    r"(?:skipped|left|passed|dropped|didn't|did not|held)\b",
    flags=0,
)
"""`Ultrasound I thought about and skipped`."""


def _about_to(said: Talk, m: Mention, told: str) -> bool:
    """`I'm going to do glides now. … That was twelve minutes`: announced, and done."""
    rest = _ABOUT_TO.sub("", told)
    if rest == told or speaks_of_another_day(_AHEAD, rest):
        return False
    if _LATER.search(said.words(said.opening(m.start), said.closing(m.start))):
        return False
    for k in range(said.closing(m.start), min(len(said) - 1, m.end + _SOON)):
        if said.tokens[k].number is not None:
            of_it = said.words(k + 2, k + 4) in ("of that", "of those", "of it", "on that", "on those")
            return said.at(k + 1) in ("minutes", "min") and (
                of_it
                or bool(_DONE_NOW.search(said.words(said.opening(k), k)))
                or said.words(k + 2, k + 4) in _WITH_THE_HELPER
            )
    return False


_NONE_OF: Final = re.compile(
    r"^no (?:(?!(?:with|to|from|during|after|in|on|of|at|by|for|before|and|or|but|pain|swelling|reaction|"
    r"change|problems?|issues?|complaints?|longer|doubt)\b)[a-z-]+ ?){1,2}$"
)


def _none_of_it(said: Talk, m: Mention, before: Sequence[str]) -> bool:
    """`No drainage massage and no bandages today`: what kind of it was left out stands in between."""
    if "no" not in before or said.turn[m.start] in said.unpunctuated or _its_minutes(said, m):
        return False
    return _NONE_OF.match(" ".join(before[before.index("no") :])) is not None


def not_given(said: Talk, m: Mention) -> bool:
    """Whether it was held, only considered, given before, or is meant for later or for home."""
    opening = said.opening(m.start)
    before = said.low[max(opening, m.start - 3) : m.start]
    if "not" in before and "just" in said.low[m.start - 2 : m.start]:
        before = []
    if "not" in before and _corrects(said, m.start - len(before) + before.index("not")):
        before = []
    if (
        before[-1:]
        and before[-1] in ("hold", "holds")
        and len(before) > 1
        and before[-2] not in ("we", "will", "to", ",")
    ):
        before = before[:-1]
    if any(w in _NOT_DONE for w in before if w not in _NEXT_WORD_ONLY or before[-1] == w):
        return True
    if _none_of_it(said, m, before):
        return True
    if before[-1:] != [","] and any(w in _THOUGHT_OF for w in before[-2:]):
        told_next = before[-1] == "after" and _minutes_next(said, m)
        if not told_next and not (_then(before) and _timed(said, m)):
            return True
    if "offered" in said.low[max(opening, m.start - 4) : m.start] and (
        not _timed(said, m) or _DECLINES.match(said.words(m.end, m.end + 3))
    ):
        return True
    if _PASSED_OVER.search(said.words(m.end, min(m.end + 8, said.closing(m.start)))):
        return True
    behind = range(m.end, min(m.end + 3, said.closing(m.start)))
    if any(said.at(i) in _HELD and not _corrects(said, i) and not _denies_another(said, i) for i in behind):
        return True
    start = opening
    if said.turn[m.start] in said.unpunctuated:
        start = max(opening, m.start - 9)
    told = said.words(start, m.start)
    if said.turn[m.start] in said.unpunctuated:
        told = "" if behind_a_goal(said, m) else f"{told} ".rpartition(" minutes ")[2].rstrip()
    if speaks_of_another_day(_AHEAD, told) and not _about_to(said, m, told):
        return True
    if m.code in _DEVICES and (
        _OWN_DEVICE.search(said.words(max(opening, m.start - 5), m.start) + " ")
        or _NOT_HERE.search(said.words(m.end, min(m.end + 7, said.closing(m.end - 1))))
    ):
        return True
    if m.code == "97010" and re.search(
        r"^(?:\w+ ){0,3}?(?:at|go|take|for) home\b|^to go\b", said.words(m.end, m.end + 6)
    ):
        return True
    return bool(
        _AT_HOME.search(_TAUGHT_HERE.sub("", told))
        and not _MINUTES_OF.search(said.words(m.start - 5, m.start))
        and not (told.endswith("home") and said.at(m.start) in _LIFTED)
    )
