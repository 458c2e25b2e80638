"""Exercises that a sentence of treatment lists, also those that no catalogue knows.

`Therapeutic exercise 20 minutes, band plantar flexion 2 x 15, hook fists 3 x 10` and, at home, `towel slides
on the table, 10 reps three times a day`. An item counts by its dose or by a word of movement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from agent.domain.facts import BaseFact, InterventionFact
from agent.domain.plan import Dose
from agent.exercises.constraints import Where
from agent.exercises.library import fillers, find, mentions, next_named
from agent.exercises.listed import either, movement_words, words_of
from agent.exercises.own_numbers import is_tested
from agent.exercises.scope import all_negated, conditional, negated, only_wished, past
from agent.exercises.spoken_dose import HEARD_NUMBER, NUMBER, dose_after
from agent.exercises.wish import Wish, meant_side
from agent.exercises.words import tokens
from agent.late import late
from agent.memory import kept_for_now
from agent.needles import Rare

EXERCISE_CODES = frozenset({"97110", "97112", "97113", "97116", "97530", "97535", "97150"})
_ACTIVITIES = "97530"
MOST_WORDS = 12
_N = r"(?:\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty)"
_UNIT = r"(?:seconds?|secs?|s|reps?|repetitions?|breaths?|yards?|feet|met(?:er|re)s?|laps?|holds?)"
_EACH = (
    r"(?:\s+(?:each|per|every|both|a)\s+(?:side|leg|arm|way|direction|hand|foot)s?|\s+each|\s+both sides)?"
)
_HEARD = r"(?:to|too|for|ate|won)"
"""Numbers as a recogniser may leave them; read as such only around `by`."""
_DOSE = re.compile(
    rf"\b(?:(?:{_N}|{_HEARD})\s*by\s*(?:{_N}|{_HEARD})|"
    rf"{_N}\s*(?:x|×|by|sets? of)\s*{_N}(?:\s*{_UNIT}\b)?(?:\s+holds?\b)?|"
    rf"{_N}\s*times\s*{_N}\s*(?:seconds?|secs?)|{_N}\s*(?:sets?|{_UNIT}|times|minutes?|mins?)\b(?:\s+holds?)?)"
    rf"{_EACH}"
)
_SETS = Rare(
    rf"\b(?:{_N}\s*(?:x|×|by|sets? of)\s*{_N}|(?:{_N}|{_HEARD})\s*by\s*(?:{_N}|{_HEARD}))\b", flags=0
)
_FREQUENCY = Rare(
    r"\b(?:(?:once|twice|\d+ times|\w+ times|\d+ x|\d+x)\s+(?:a|per|each|every)\s+(?:day|week)|daily|"
    r"every other day|every day|every \d+(?: to \d+)? hours?|nightly)\b",
    flags=0,
)
_CUT = re.compile(r"[,;:]\s*|\.\s+|\s+(?:and\s+)?then\s+|\s+plus\s+|\s+so\s+|\s+followed by\s+")
_GOES_ON = re.compile(
    r"^\s*(?:$|with\b|w/|each|per|on\b|at\b|for\b|to\b|in\b|both|using|against|from|over|under|holding|"
    r"hold|every|daily|twice|once|\d|a (?:day|week)|per|x\b|of\b|out of|off|while|as\b|no\b)"
)
_LEAD = re.compile(
    r"^\s*(?:(?:and|then|also|plus|the|some|a|we|i|he|she|they|did|do|does|doing|worked on|went through|had|"
    r"patient|performed|was|were|of|for|with|by|today|it|next|first|finally|including|included|consisting|"
    r"consisted|at home|home|hep|program|programme|exercises?|is|add|start|keep|continue|try|"
    r"her|his|my)\b[,:]?\s*)+"
)


@cache
def _heading() -> re.Pattern[str]:
    return re.compile(
        rf"^.{{0,30}}?\b(?:{either('services')})\b"
        rf"(?:\s+(?:was|were|for|of|today|is|about|took|with me))*"
        rf"\s*(?:{_N}\s*(?:minutes?|mins?))?\s*[,:]?\s*"
    )


@cache
def _service() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{either('services')})\b")


_TESTED = re.compile(
    r"\b(?:degrees?|out of (?:10|ten)|newtons?|dynamomet\w*|at eval\w*|initial(?:ly)?|baseline|goal|target|"
    r"score[ds]?|positive|negative|tender|was \d|grip (?:left|right)|mmt|[1-5][-+]? ?/ ?5|best|trials?|"
    r"last (?:week|month|year)|used to|before (?:the )?(?:surgery|injury|fall)|years? ago|yesterday)\b"
)
_TIMED_DRILL = re.compile(r"^\w+ing\b(?!.*\b(?:hurts?|pain|sore|i|he|she|you)\b).*\d+ minutes\.?$")
_SAID_BY_SOMEBODY = re.compile(
    r"\b(?:i|we|you|he|she|it|they|is|was|are|were|has|had|can|does|did|will|would|should|if|think|that's|it's)\b"
)


class Item(NamedTuple):
    """One listed exercise: its words, where they stand, its dose, and all words that belong to it."""

    name: str
    start: int
    end: int
    dose: Dose
    context: str


def today_items(text: str, *, tasks: bool = False) -> Iterator[Item]:
    """What a sentence of billed exercise services lists, behind each service's name or before the first.

    `tasks`: the service is practice of activities, so that what is done needs no dose.
    """
    by_dose = "task" if tasks else "any"
    folded = text.lower()
    services = list(_service().finditer(folded))
    if not services:
        yield from _items(folded, 0, len(folded), by_dose=by_dose)
        return
    heading = _heading().match(folded)
    if not heading:
        before = _MINUTES_OF.sub("", folded[: services[0].start()])
        listed_before = tuple(_items(folded, 0, len(before), by_dose=""))
        yield from listed_before
        services = services[1:] if listed_before else services
    for n, service in enumerate(services):
        start = heading.end() if heading and not n else service.end()
        until = services[n + 1].start() if n + 1 < len(services) else len(folded)
        if n + 1 < len(services):
            until = len(_MINUTES_OF.sub("", folded[:until]))
        yield from _items(folded, start, until, by_dose=by_dose)


_MINUTES_OF = late(rf"[,;]?\s*(?:and\s+|then\s+)*(?:{_N}\s*(?:minutes?|mins?)\s*)?(?:of\s*|for\s*)?$")


def done_items(text: str) -> Iterator[Item]:
    """Exercises in a sentence of no service, where its doses show that it lists what was done.

    `3 x 10` beside a word of movement, or minutes beside one of two catalogued names; a count alone
    (`12 heel raises`) may have been a test.
    """
    folded = text.lower()
    if not _MAY_BE_DOSED.search(folded) or _TESTED.search(folded):
        return
    found = tuple(_items(folded, 0, len(folded), by_dose="sets"))
    strict = [i for i in found if (i.dose.sets and (i.dose.reps or i.dose.hold_s))]
    timed = len(mentions(text)) > 1 and any(i.dose.minutes and mentions(i.context) for i in found)
    if strict or timed or _TIMED_DRILL.match(folded):
        yield from found


_MAY_BE_DOSED = re.compile(
    rf"{NUMBER}\s*(?:x|×|times|sets?)|{HEARD_NUMBER}\s*by|twice|rounds|of th[eo]|tempo|min|sec|count|rest"
)
"""Without any of this no part of a text has a dose of sets or of minutes."""


def is_bare_service(text: str) -> bool:
    """Whether a sentence names a billed exercise service and its minutes, and no exercise."""
    return bool(_service().search(text.lower())) and not any(today_items(text))


def list_items(text: str) -> Iterator[Item]:
    """The parts of a verbless list, as they are said right before the service and its minutes."""
    folded = text.lower()
    if not _SAID_BY_SOMEBODY.search(folded) and not _TESTED.search(folded):
        yield from _items(folded, 0, len(folded), by_dose="")


def home_items(text: str) -> Iterator[Item]:
    """What a home or next-visit sentence lists with a dose and a word of movement."""
    yield from (
        i for i in _items(text.lower(), 0, len(text), by_dose="") if _dosed(i.dose) or i.dose.frequency
    )


def _dosed(dose: Dose) -> bool:
    return any((dose.sets, dose.reps, dose.hold_s, dose.minutes))


def _items(folded: str, start: int, until: int, *, by_dose: str) -> Iterator[Item]:
    """Chunks of the list; a chunk that is only a dose or a qualifier belongs to the one before it."""
    held: tuple[int, int, str] | None = None
    chunks = tuple(_chunks(folded, start, until))
    for n, (at, end) in enumerate(chunks):
        chunk = folded[at:end]
        name = _name(chunk)
        dose_behind = folded[slice(*chunks[n + 1])] if n + 1 < len(chunks) else ""
        with_dose = chunk if _name(dose_behind) else f"{chunk}, {dose_behind}"
        is_new = bool(name) and _counts(with_dose, name, by_dose=by_dose)
        if is_new:
            if held:
                yield _made(folded, *held)
            held = (at, end, name)
        elif held and not name:
            held = (held[0], end, held[2])
        elif held:
            yield _made(folded, *held)
            held = None
    if held:
        yield _made(folded, *held)


def _made(folded: str, at: int, end: int, name: str) -> Item:
    text = folded[at:end]
    offset = max(0, text.find(name))
    return Item(name, at + offset, at + offset + len(name), dose_after(text), text)


def _chunks(folded: str, start: int, until: int) -> Iterator[tuple[int, int]]:
    """Stretches between commas, and between a dose and what follows it without a comma."""
    at = start
    for cut in [*_CUT.finditer(folded, start, until), None]:
        end = cut.start() if cut else until
        inner = at
        doses = [*_DOSE.finditer(folded, at, end), *_FREQUENCY.finditer(folded, at, end)]
        for dose in sorted(doses, key=lambda m: m.start()):
            rest = folded[dose.end() : end]
            if not _GOES_ON.match(rest) and re.search("[a-z]", folded[inner : max(inner, dose.start())]):
                yield inner, dose.end()
                inner = dose.end()
        if folded[inner:end].strip(" ."):
            yield inner, end
        at = cut.end() if cut else end


@kept_for_now(64)  # each chunk is looked at behind the one before it, and as one
def _name(chunk: str) -> str:
    """The chunk without its dose, its lead-in and what only qualifies; empty where nothing is left."""
    bare = _DOSE.split(_FREQUENCY.sub(" ", chunk))
    first = next((p for p in bare if _SPELLED.search(_LEAD.sub("", p))), "")
    name = _LEAD.sub("", first).strip(" .,:-")
    for what in (_ASIDE, _CUED, _PART_LEFT_OUT, _AMOUNT_BEFORE, _LEFT_OPEN):
        name = what.sub("", name)
    return "" if _QUALIFIER.fullmatch(name) else name


_SPELLED = re.compile(r"[a-z]{3}")
_ASIDE = Rare(r"^'s\s+|\s+(?:without|not|avoiding)\b.*$", flags=0)
_CUED = Rare(r"\s+with (?:\w+ ){0,2}cue\w*.*$", flags=0)
_AMOUNT_BEFORE = Rare(r"^(?:another |about )?\d+ (?:minutes? )?(?:of |on )", flags=0)
_LEFT_OPEN = re.compile(r"\s+(?:for|with|at|x|of|and|to|on|in|by|today|each)$")


_PART_LEFT_OUT = re.compile(
    r"\s+(?:with|and|but) [\w -]{2,30}? (?:(?:left|taken|cut) (?:out|off)|held back)\b.*$"
)
"""`straight leg raises with adduction left out`: the rest is the exercise."""
_QUALIFIER = re.compile(
    r"(?:(?:with |using |the |a |at |on |in |of |for |to |each |both |per |red|green|yellow|blue|black|"
    r"light|heavy|band|side|leg|arm|slow(?:ly)?|hold(?:s|ing)?|pounds?|lbs?|kg|kilos?|inch(?:es)?|"
    r"contact|one on one|chest deep|leads?|leading|first|only|left|right|seated|"
    r"standing|supine|weights?|load|no |me )\s*)+"
)


_WITHHELD = re.compile(
    r"(?:in|while|from) (?:sitting|standing|lying|supine|prone|kneeling|quadruped|bed|side ?-?lying|"
    r"hook ?-?lying|half kneeling|tall kneeling|long sitting)$|"
    r"(?:\d+ \w+$|(?:on |and |of )?(?:that|all(?! fours)|it|this|those|these|after|before|there)\b|patient$)|"
    r"(?:held|holding off|no|not|never|skipp(?:ed|ing)|avoid\w*|stop\w*|defer\w*|declin\w*|refus\w*|without|"
    r"instead|will|would|should|could|may|might|if|once|when|think\w*|consider\w*|later|eventually|wants?|asked)\b"
)


_TASK = re.compile(
    r"(?!train|teach|review|cue|cuing|talk|test|measur|discuss|explain|educat|focus|work|us(?:ing|ed)|start|progress|"
    r"increas|keep|mak|includ)\w{2,}ing (?:\w+ )+\w+"
)
"""`moving cups from the counter to the shelf`: a thing done with a thing."""


def _counts(chunk: str, name: str, *, by_dose: str) -> bool:
    if len(name.split()) > MOST_WORDS or words_of("not_exercise").search(name) or _WITHHELD.match(name):
        return False
    moves = bool(movement_words().search(name))
    doses: dict[str, re.Pattern[str] | Rare] = {"any": _DOSE, "task": _DOSE, "sets": _SETS}
    dose = doses.get(by_dose)
    if by_dose == "task" and _TASK.match(name):
        return True
    return moves or bool(dose and dose.search(chunk) and re.search(r"[a-z]{4}", name))


def add_listed(fact: BaseFact, text: str, region: str, wanted: list[Wish], where: Where) -> None:
    """Wishes for listed items that no wish covers yet; a fuller wording replaces a torn uncatalogued one."""
    if isinstance(fact, InterventionFact):
        items = today_items(text, tasks=fact.code == _ACTIVITIES)
    else:
        items = home_items(text)
    add_items(items, fact, text, region, wanted, where)


def _letters(text: str) -> str:
    """`neuro muscular` and `Neuromuscular` alike: the name of the service itself is no exercise."""
    return "".join(c for c in text.casefold() if c.isalpha())


def add_items(
    items: Iterable[Item], fact: BaseFact, text: str, region: str, wanted: list[Wish], where: Where
) -> None:
    """Wishes for those `items` of `text` that no wish covers yet."""
    named = mentions(text, region)
    refused = [
        m for m, no in zip(named, all_negated(text, [(m.start, m.end) for m in named]), strict=True) if no
    ]
    for item in items:
        if any(item.start < m.end and m.start < item.end for m in refused):
            continue
        if (
            is_tested(text, item.start, item.end)
            or negated(text, item.start, item.end)
            or past(text, item.start)
            or only_wished(text, item.start)
        ):
            continue
        if where != "clinic" and conditional(text, item.start):
            continue
        if isinstance(fact, InterventionFact) and _letters(item.name) in _letters(fact.phrase):
            continue
        own = set(tokens(item.name))
        known = [n for n, w in enumerate(wanted) if w.where == where and _shares(w, own)]
        torn = [n for n in known if not wanted[n].name]
        named_one = next((n for n in known if wanted[n].name), None)
        if named_one is not None:
            wanted[named_one] = _in_full(wanted[named_one], item, region)
        if torn:
            keep = wanted[torn[0]]
            longer = max(item.name, keep.spoken, key=len)
            wanted[torn[0]] = keep.model_copy(update={"spoken": longer, "context": item.context})
        if known:
            continue
        exercise = find(item.name, region)
        name = exercise.name if exercise else ""
        wanted.append(
            Wish(
                spoken=item.name,
                name=name,
                context=item.context,
                side=meant_side(name, text, (item.start, item.end), next_named(named, item.end)),
                dose=item.dose,
                where=where,
                evidence=fact.evidence,
            )
        )


def _in_full(wish: Wish, item: Item, region: str) -> Wish:
    """`wish` by the item's fuller words: `pencil push ups`, of which only `push ups` was read."""
    known = {*tokens(wish.spoken), *tokens(wish.name), *fillers()}
    added = {w for w in tokens(item.name) if w not in known and not w.isdigit()}
    if not added or len(mentions(item.name, region)) > 1:
        return wish
    exercise = find(item.name, region)
    return wish.model_copy(
        update={
            "spoken": item.name,
            "context": item.context,
            "name": exercise.name if exercise else wish.name,
        }
    )


def _shares(wish: Wish, own: set[str]) -> bool:
    """Whether a wish is of these words: its spoken words stand in them, or they in its words."""
    said = set(tokens(wish.spoken))
    return bool(said) and (said <= own or own <= said | set(tokens(wish.name)))
