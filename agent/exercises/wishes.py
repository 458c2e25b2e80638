"""What the therapist asked for: exercises done today, for home and for the next visit, from the facts.

What is only a condition (`if`, `once`), a later phase, a hypothesis, or was held back is withheld:
it enters no plan and is never suggested either.
"""

from __future__ import annotations

import re

from agent.domain.facts import (
    RECKONED,
    BalanceFact,
    BaseFact,
    CommandFact,
    EducationFact,
    ExerciseFact,
    FunctionFact,
    GaitFact,
    GoalFact,
    HistoryFact,
    InterventionFact,
    PlanFact,
    RedFlagFact,
    RomFact,
    StrengthFact,
    VisitFacts,
)
from agent.domain.plan import Dose
from agent.exercises.constraints import Where
from agent.exercises.library import Mention, find, mentions, next_named
from agent.exercises.listed import movement_words
from agent.exercises.own_numbers import is_dosed, is_judged, is_measurement, is_tested, own_dose
from agent.exercises.postponed import waits
from agent.exercises.scope import (
    all_negated,
    conditional,
    group_at,
    is_conditional_words,
    negated,
    only_wished,
    past,
)
from agent.exercises.spoken_dose import dose_after, pace_of
from agent.exercises.what_counts import counts
from agent.exercises.wish import Wish, Wishes, context_of, meant_side, merged
from agent.exercises.wishes_later import held_back
from agent.exercises.wishes_listed import (
    EXERCISE_CODES,
    add_items,
    add_listed,
    done_items,
    home_items,
    is_bare_service,
    list_items,
)
from agent.exercises.wishes_repeated import again_at_home
from agent.exercises.words import tokens
from agent.late import late
from agent.needles import Rare

_HOME = Rare(r"\b(?:home|hep|h e p|on (?:his|her|their) own)\b", flags=0)
_NEXT = Rare(r"\bnext (?:visit|session|time|week|appointment)\b|\btomorrow\b", flags=0)
_MANUAL = "97140"
_BY_CODE = {"95992": "canalith repositioning", "97116": "gait training"}
"""Services that are themselves an exercise of the plan."""
_PLANNED_MOVEMENT = re.compile(
    r"\b(?:start|add|begin|initiate|introduce|progress(?:ing)? to|advance to|try|move (?:on )?to|"
    r"transition to|include)\b\s+((?:[\w/'-]+\s*){1,9})"
)
_MOVEMENT = re.compile(
    r"\b(?:flexion|extension|abduction|adduction|rotation|elevation|strengthening|resist\w*|"
    r"weights?|pounds?|"
    r"lb|band|active|isometric\w*|stretch\w*|raises?|lifts?|curls?|press\w*|squats?|kneel\w*|jump\w*|"
    r"hop\w*|jog\w*|lunges?|throw\w*)\b"
)
_TECHNIQUE = re.compile(
    r"\b(?:mobili[sz]ations?|mobs?|glides?|manipulation|massage|taping|tape|needling|ultrasound|traction|"
    r"manual|soft tissue|estim|e-stim|laser|heat|ice|cupping)\b"
)
_OBJECT_END = re.compile(
    r"\b(?:next|and|then|for|at home|twice|once|this|tomorrow|if|when|to help|because|so)\b"
)
_EXAMINED = late(
    r"\b(?:able|unable|difficult\w*|limited|independent\w*|requires?|needs?|goal|score|was \d|"
    r"pain(?:ful)? with|"
    r"hurts?|painful|asked|wants?|wanted|wondered|degrees?|lacks?|reports?|states|says|said|"
    r"deficits?|test(?:ed|ing)?|shows?|showed|clean)\b"
)
_DONE = re.compile(
    r"\b(?:did|worked on|performed|practi[cs]ed|completed|went through|continued?|keep|do|start|"
    r"started|begin|add|added)\b"
)


def read_wishes(facts: VisitFacts, region: str = "") -> Wishes:
    """All exercises asked for, in spoken order, one for each name, side and place."""
    wanted: list[Wish] = []
    withheld, later = held_back(facts, region)
    told = _told_by_exercise_facts(facts, region)
    for fact in facts.facts:
        if fact.subject != "patient":
            if _PARENT_DOES.search(_text(fact).lower()) and fact.polarity == "present":
                add_items(home_items(_text(fact)), fact, _text(fact), region, wanted, "home")
            continue
        if isinstance(fact, ExerciseFact):
            _from_exercise(fact, region, wanted, withheld)
            _from_same_sentence(fact, region, wanted, told)
        elif isinstance(fact, InterventionFact) and fact.code != _MANUAL:
            _from_intervention(fact, region, wanted, told)
        elif isinstance(fact, PlanFact):
            _from_plan(fact, region, wanted, withheld, told)
        elif isinstance(fact, FunctionFact | GaitFact | BalanceFact | EducationFact) or (
            isinstance(fact, HistoryFact) and _PERFORMED.search(_text(fact).lower())
        ):
            _from_description(fact, region, wanted, told)
    _from_undosed_kinds(facts, region, wanted)
    meant = [w for w in wanted if counts(w, movement_words())]
    return Wishes(wanted=merged([*meant, *later]), withheld=frozenset(withheld))


_PARENT_DOES = re.compile(
    r"\b(?:mom|mother|mum|dad|father|parents?|caregiver|carer)\b.{0,12}\b(?:will|is to|are to)\b.{0,14}"
    r"\b(?:practi[cs]e|do|help|continue|work on)\b.*\bat home\b"
)
"""A child's home programme is its parents' work."""


def _text(fact: BaseFact) -> str:
    """What was said: reckoned minutes behind it are of a whole service, and no exercise's dose."""
    return RECKONED.sub("", fact.clause or fact.phrase)


def _told_by_exercise_facts(facts: VisitFacts, region: str) -> frozenset[tuple[str, str]]:
    """Sentence and name of every exercise that has a fact of its own."""
    return frozenset(
        (_text(f), exercise.name)
        for f in facts.of("exercise")
        if isinstance(f, ExerciseFact)
        for spoken in (f.name, _fullest(f.name, _text(f), _place(_text(f), f.name, region), region))
        if (exercise := find(spoken, region))
    )


def _place(text: str, name: str, region: str) -> tuple[int, int] | None:
    """Where `name`, or the exercise it means, stands in `text`."""
    at = text.lower().find(name.lower())
    if at >= 0:
        return at, at + len(name)
    exercise = find(name, region)
    for mention in mentions(text, region):
        if exercise is not None and mention.exercise.name == exercise.name:
            return mention.start, mention.end
    words = name.lower().split()
    at = text.lower().find(words[0]) if words else -1
    return (at, at + len(words[0])) if at >= 0 else None


def _fullest(name: str, text: str, place: tuple[int, int] | None, region: str) -> str:
    """The longest catalogued name over `name` in the sentence: `knee to opposite shoulder stretch`."""
    if place is None:
        return name
    for mention in mentions(text, region):
        if mention.start < place[1] and place[0] < mention.end:
            said = text[mention.start : mention.end]
            if len(tokens(said)) >= len(tokens(name)) or len(tokens(name)) > 5:
                return said
    return name


def _unmeant(text: str, mention: Mention, region: str, *, future: bool) -> bool:
    """Held back or conditional here; a name once refused in a sentence is refused in all of it."""
    named = mentions(text, region, general=is_dosed)
    refused = all_negated(text, [(m.start, m.end) for m in named])
    if (
        past(text, mention.start)
        or only_wished(text, mention.start)
        or is_tested(text, mention.start, mention.end)
    ):
        return True
    if waits(text, mention.start, mention.end):
        return True
    return any(
        no or (future and conditional(text, m.start))
        for m, no in zip(named, refused, strict=True)
        if m.exercise.name == mention.exercise.name
    )


def _from_exercise(fact: ExerciseFact, region: str, wanted: list[Wish], withheld: set[str]) -> None:
    text = _text(fact)
    place = _place(text, fact.name, region)
    spoken = _fullest(fact.name, text, place, region)
    exercise = find(spoken, region)
    name = exercise.name if exercise else ""
    if (fact.time == "before" and not fact.home) or is_measurement(fact, name, text, place):
        return
    if place is not None and (
        past(text, place[0]) or is_tested(text, *place) or is_judged(fact, text, *place)
    ):
        return
    if not name and _SPEECH.search(fact.name.lower()):
        return
    if place is not None and not fact.sets and _COUNTED.search(text[place[1] : place[1] + 70].lower()):
        return
    if place is not None and _COMPLAINT.search(text[: place[0]].lower()):
        return
    future = fact.time == "planned" or fact.home
    again = [m for m in mentions(text, region) if m.exercise.name == name]
    if (
        fact.polarity != "present"
        or fact.time in ("hypothetical", "goal")
        or (future and is_conditional_words(fact.when))
        or (place is not None and not again and negated(text, *place))
        or (place is not None and only_wished(text, place[0]))
        or (future and place is not None and conditional(text, place[0]))
        or (place is not None and waits(text, *place))
        or any(_unmeant(text, m, region, future=future) for m in again)
    ):
        if name:
            withheld.add(name)
        return
    wanted.append(
        Wish(
            spoken=spoken,
            name=name,
            context=context_of(text, *place) if place else spoken,
            side=meant_side(
                name, text, place, next_named(mentions(text, region), place[1]) if place else None
            ),
            dose=own_dose(fact, text, place, region),
            where=_where(fact),
            cue=fact.cue or (pace_of(_own_words(text, place, region)) if place else ""),
            evidence=fact.evidence,
            dose_is_fact=True,
        )
    )


def _own_words(text: str, place: tuple[int, int], region: str) -> str:
    """What is said behind the exercise at `place`, up to the next one that is named."""
    return text[place[1] : next_named(mentions(text, region), place[1]) or len(text)]


_PERFORMED = re.compile(r"\b(?:we|i)\s+(?:did|practi[cs]ed|worked on|performed|went through|completed)\b")
_SPEECH = re.compile(r"^(?:that|this|it)\b|\b(?:i|he|she|they|we|you|told|said|says|asked|wants?)\b")
"""A name with such words is a piece of talk, not an exercise."""
_COUNTED = re.compile(
    r"^.{0,45}?\b(?:it was|was \d|were \d|we want|goal|started (?:at|with)|at eval\w*|"
    r"last (?:visit|time|week))\b|"
    r"^\W*(?:in )?(?:30|thirty)[ -]?seconds?,? \d+ reps?\b"
)
"""A count beside an earlier one or a goal was a test: `chair stand 30 seconds 10 reps, it was 7`."""
_COMPLAINT = Rare(
    r"(?<!\bno )(?<!without )(?<!not )\b(?:tired|sore|hurts?|hurting|pain(?:ful)?|aches?|achy|aching|"
    r"fatigued?|irritated|flared?(?: up)?|swollen|stiff)"
    r"(?: \w+){0,2} (?:from|after|with|during|when) (?:the |all (?:the |that )?)?$",
    flags=0,
)
"""What brought a complaint on was not an exercise of the visit: `the other knee gets tired from hopping`."""
_OF_LATER = late(
    r"\b(?:next|will|'ll|plan\w*|start\w*|add\w*|begin\w*|continue\w*|progress\w*|advance\w*|"
    r"introduc\w*|initiat\w*|"
    r"home|hep|try|increase\w*|resume\w*|tomorrow|later|week|visit|want|keep)\b"
)
_STARTS_WITH = re.compile(
    r"(?:(?:so|now|then|okay|today|we|i) ,?)*(?:start|begin|warm up)(?:ed|s|ing)? (?:out |off )?with\b"
    r"(?!.*\b(?:next|home|hep|week|visit|tomorrow|later)\b).*\d"
)
"""`Start with the bike, 8 minutes` opens the session."""
_EACH_DAY = re.compile(r"\b(?:(?:a|per|each|every) day|daily|every .{1,12} hours?|nightly)\b")


def _where(fact: ExerciseFact) -> Where:
    """What is planned for every day is for home."""
    if fact.time == "planned" and _EACH_DAY.search(fact.frequency.lower()):
        return "home"
    if fact.time == "planned" and not fact.home and _STARTS_WITH.match(_text(fact).lower()):
        return "clinic"
    if fact.time == "planned" and fact.sets and not fact.home and not _OF_LATER.search(_text(fact).lower()):
        return "clinic"  # a dosed list without a verb tells of what is done
    return "home" if fact.home else "next_visit" if fact.time == "planned" else "clinic"


def _from_same_sentence(
    fact: ExerciseFact, region: str, wanted: list[Wish], told: frozenset[tuple[str, str]]
) -> None:
    """Exercises that stand in the sentence of one that has a fact, and have none themselves."""
    if fact.polarity == "denied" or fact.time not in ("today", "planned"):
        return
    if fact.polarity == "negative":  # a `no` may reach only the first of several exercises
        told = frozenset()
    _add_named(fact, _text(fact), region, wanted, told, _where(fact))


def _add_named(
    fact: BaseFact,
    text: str,
    region: str,
    wanted: list[Wish],
    told: frozenset[tuple[str, str]],
    where: Where,
) -> int:
    """Wishes for what `text` names and no exercise fact tells of; how many it names at all."""
    named = mentions(text, region, general=is_dosed)
    meant = 0
    for index, mention in enumerate(named):
        if _unmeant(text, mention, region, future=where != "clinic"):
            continue
        meant += 1
        if (text, mention.exercise.name) not in told:
            wanted.append(_from_mention(fact, text, named, index, where))
    return meant


def _from_mention(fact: BaseFact, text: str, named: tuple[Mention, ...], index: int, where: Where) -> Wish:
    mention = named[index]
    until = named[index + 1].start if index + 1 < len(named) else len(text)
    dose = dose_after(text[mention.end : until], text[mention.start : mention.end])
    if isinstance(fact, InterventionFact):
        dose = dose.model_copy(update={"minutes": None})
    if mention.exercise.name in _BY_CODE.values() and dose.reps and not dose.sets:
        dose = dose.model_copy(update={"reps": None})  # `gait ten`: minutes, which the service tells
    return Wish(
        spoken=text[mention.start : mention.end],
        name=mention.exercise.name,
        context=context_of(text, mention.start, mention.end),
        side=meant_side(mention.exercise.name, text, (mention.start, mention.end), until),
        dose=dose,
        where=where,
        cue=pace_of(text[mention.end : until]),
        evidence=fact.evidence,
    )


def _from_intervention(
    fact: InterventionFact, region: str, wanted: list[Wish], told: frozenset[tuple[str, str]]
) -> None:
    if fact.polarity != "present" or fact.time not in ("today", "planned"):
        return
    where: Where = "next_visit" if fact.time == "planned" else "clinic"
    found = sum(
        _add_named(fact, text, region, wanted, told, where)
        for text in dict.fromkeys((*fact.details, _text(fact)))
    )
    if fact.code in EXERCISE_CODES:
        add_listed(fact, _text(fact), region, wanted, where)
    own = _BY_CODE.get(fact.code)
    if own is None:
        return
    dose = Dose(minutes=float(fact.minutes) if fact.minutes and found <= 1 else None)
    index = next((i for i, w in enumerate(wanted) if w.name == own and w.where == where), None)
    if index is None:
        side = fact.side if fact.code == "95992" else "none"
        wanted.append(Wish(spoken=own, name=own, side=side, dose=dose, where=where, evidence=fact.evidence))
    elif not wanted[index].has_numbers:
        wanted[index] = wanted[index].model_copy(update={"dose": dose})


def _from_plan(
    fact: PlanFact,
    region: str,
    wanted: list[Wish],
    withheld: set[str],
    told: frozenset[tuple[str, str]],
) -> None:
    text = _text(fact)
    off = (
        fact.time in ("hypothetical", "goal", "before")
        or fact.polarity != "present"
        or is_conditional_words(fact.when)
    )
    named = mentions(text, region, general=is_dosed)
    for index, mention in enumerate(named):
        if (text, mention.exercise.name) in told:
            continue
        if off or _unmeant(text, mention, region, future=True):
            withheld.add(mention.exercise.name)
            continue
        wanted.append(_from_mention(fact, text, named, index, _planned_place(text, mention.start)))
    if not off and _HOME.search(text.lower()):
        wanted += again_at_home(fact, text, named, wanted)
    if not off and (_HOME.search(text.lower()) or _EACH_DAY.search(text.lower())):
        add_listed(fact, text, region, wanted, _planned_place(text, 0))
    for match in _PLANNED_MOVEMENT.finditer(text.lower()):
        wish = _planned_movement(fact, text, match, named, region)
        if wish is None:
            continue
        if off or negated(text, *match.span(1)) or conditional(text, match.start()):
            if wish.name:
                withheld.add(wish.name)
        else:
            wanted.append(wish)


def _planned_place(text: str, start: int) -> Where:
    group = group_at(text, start)
    if _HOME.search(group) or (_EACH_DAY.search(group) and not _NEXT.search(group)):
        return "home"
    return "next_visit" if _NEXT.search(text.lower()) or not _HOME.search(text.lower()) else "home"


def _from_description(
    fact: BaseFact,
    region: str,
    wanted: list[Wish],
    told: frozenset[tuple[str, str]],
) -> None:
    """Exercises in sentences that no treatment fact covers: lists and dosed ones, never what was examined."""
    text = _text(fact)
    folded = text.lower()
    if fact.polarity != "present" or fact.time not in ("today", "planned"):
        return
    named = mentions(text, region, general=is_dosed)
    if not named:
        return
    dosed = bool(_PERFORMED.search(folded)) or any(is_dosed(text[m.end :]) for m in named)
    home = bool(_HOME.search(folded))
    if _EXAMINED.search(folded) and not dosed:
        return
    if not (dosed or len(named) > 1 or (home and _DONE.search(folded))):
        return
    if fact.section == "S" and not _PERFORMED.search(folded):  # what the patient does is no prescription
        return
    future = fact.time == "planned" or bool(_NEXT.search(folded))
    where: Where = "home" if home else "next_visit" if future else "clinic"
    _add_named(fact, text, region, wanted, told, where)
    if home:
        wanted += again_at_home(fact, text, named, wanted)


def _from_undosed_kinds(facts: VisitFacts, region: str, wanted: list[Wish]) -> None:
    """Lists of what was done in sentences that were taken for something else.

    A sentence that lists nothing but a service and its minutes speaks of the list said right before it.
    """
    seen: set[str] = set()
    last: BaseFact | None = None
    for fact in facts.facts:
        text = _text(fact)
        if isinstance(fact, InterventionFact) and last and fact.code in EXERCISE_CODES:
            if _stands_today(fact) and is_bare_service(text):
                add_items(list_items(_text(last)), last, _text(last), region, wanted, "clinic")
            last = None
        if text in seen or not _stands_today(fact):
            continue
        seen.add(text)
        last = None
        if isinstance(fact, _TREATMENT) or (fact.section == "A" and isinstance(fact, GoalFact)):
            if isinstance(fact, PlanFact | ExerciseFact) and not (
                _HOME.search(text.lower()) or _NEXT.search(text.lower())
            ):
                add_items(done_items(text), fact, text, region, wanted, "clinic")
            continue
        last = fact if fact.section != "S" and not isinstance(fact, RomFact | StrengthFact) else None
        if _ASKED_OF_PATIENT.search(text.lower()):
            _from_request(fact, text, region, wanted)
        home = bool(_HOME.search(text.lower()))
        if not home and not _NEXT.search(text.lower()):
            add_items(done_items(text), fact, text, region, wanted, "clinic")


_ASKED_OF_PATIENT = Rare(
    r"\bi(?:'d| would)? (?:like|want) (?:him|her|them|you|patient|the patient) to "
    r"(?:start|try|do|add|keep|begin)\b",
    flags=0,
)


def _from_request(fact: BaseFact, text: str, region: str, wanted: list[Wish]) -> None:
    """`I would like him to start kneeling on a pillow at home`: a plan, whatever kind of fact it is."""
    named = mentions(text, region, general=is_dosed)
    for index, mention in enumerate(named):
        if not _unmeant(text, mention, region, future=True):
            wanted.append(_from_mention(fact, text, named, index, _planned_place(text, mention.start)))
    for match in _PLANNED_MOVEMENT.finditer(text.lower()):
        wish = _planned_movement(fact, text, match, named, region)
        if wish and not (negated(text, *match.span(1)) or conditional(text, match.start())):
            wanted.append(wish)


def _stands_today(fact: BaseFact) -> bool:
    return fact.subject == "patient" and fact.polarity == "present" and fact.time == "today"


_TREATMENT = (ExerciseFact, InterventionFact, PlanFact, GoalFact, CommandFact, RedFlagFact)


def _planned_movement(
    fact: BaseFact, text: str, match: re.Match[str], named: tuple[Mention, ...], region: str
) -> Wish | None:
    """`start active abduction with a 1 lb weight`: a movement asked for in words no name covers."""
    spoken = _OBJECT_END.split(match.group(1))[0].strip(" ,")
    start = match.start(1)
    if not spoken or not _MOVEMENT.search(spoken) or _TECHNIQUE.search(spoken):
        return None
    if any(m.start < start + len(spoken) and start < m.end for m in named):
        return None
    exercise = find(spoken, region)
    name = exercise.name if exercise else ""
    return Wish(
        spoken=spoken,
        name=name,
        context=spoken,
        side=meant_side(name, text, (start, start + len(spoken)), next_named(named, start + len(spoken))),
        where=_planned_place(text, start),
        evidence=fact.evidence,
    )
