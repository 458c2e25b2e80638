"""The patient's home exercise sheet from a plan: plain words, schedule, stop rules, diary."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any

from agent.domain.home_programme import HomeExercise, HomeProgramme, Language
from agent.domain.plan import Dose, Plan, Prescription
from agent.domain.visit import Encounter
from agent.errors import InputError
from agent.exercises.dosage import times_per_day
from agent.exercises.library import as_written, catalogue, load_data


def home_programme(
    plan: Plan,
    encounter: Encounter,
    *,
    language: Language = "en",
    reviewed_by: str = "",
    reviewed_on: date | None = None,
    with_suggestions: bool = False,
) -> HomeProgramme:
    """The sheet for the plan's home exercises.

    Protocol suggestions are left out unless `with_suggestions`: a therapist has to accept them first.
    Without `reviewed_by` the sheet says that it is a draft. Raises `InputError` when the plan has no
    home exercise.
    """
    words = _words()[language]
    chosen = [p for p in plan.exercises if p.where == "home" and (with_suggestions or p.origin != "protocol")]
    if not chosen:
        raise InputError(
            "The plan holds no home exercise.", mend="Dictate or add a home exercise, then print the sheet."
        )
    therapist = reviewed_by or encounter.therapist.name
    on = reviewed_on or encounter.visit.date
    surgery = encounter.episode.surgery is not None
    about = words["reviewed" if reviewed_by else "unreviewed"]
    return HomeProgramme(
        language=language,
        title=words["title"],
        patient_name=encounter.patient.name,
        therapist_name=therapist,
        made_on=on,
        made_on_words=_in_words(on, language),
        exercises=tuple(_exercise(p, language) for p in chosen),
        before_you_start=tuple(words["start"]),
        limits=tuple(_explained(p, language) for p in plan.precautions),
        stop_rules=(*words["stop"], *(words["stop_surgery"] if surgery else ())),
        emergency=(*words["emergency"], *(words["emergency_surgery"] if surgery else ())),
        call=words["call"].format(therapist=therapist),
        disclosure=about.format(therapist=therapist, date=_in_words(on, language)),
        reviewed=bool(reviewed_by),
        headings=words["headings"],
    )


@cache
def _words() -> dict[str, Any]:
    data: dict[str, Any] = load_data("home_words.yaml")
    return data


def _in_words(on: date, language: Language) -> str:
    words = _words()[language]
    return str(words["date"].format(day=on.day, month=words["months"][on.month - 1], year=on.year))


def _explained(precaution: str, language: Language) -> str:
    """The order with a plain meaning: behind the written words, or in Spanish before them."""
    if language == "es" and (spanish := _in_spanish(precaution)):
        return f"{spanish} ({precaution})"
    meanings: dict[str, str] = _words()[language]["orders"]
    found = [plain for short, plain in meanings.items() if re.search(rf"\b{short}\b", precaution)]
    meaning = found[0] if found else _words()[language].get("ask", "")
    return f"{precaution} ({meaning})" if meaning else precaution


_UNTIL_WEEK = re.compile(
    r",? (?:(?P<until>until) (?:the )?(?:post[- ]?op )?week (?P<at>\d+)|(?:for|x) (?P<of>\d+) weeks)\s*$"
)


def _in_spanish(order: str) -> str:
    """An order that is known as a whole, in Spanish; empty for any other."""
    words = _words()["es"]
    folded = order.lower().strip(" .")
    until = _UNTIL_WEEK.search(folded)
    whole = folded[: until.start()] if until else folded
    for pattern, spanish in words["order_phrases"].items():
        if match := re.fullmatch(pattern, whole):
            said = spanish.format(*match.groups())
            if until is None:
                return str(said)
            form = words["until" if until.group("until") else "weeks"]
            return str(form.format(order=said, week=until.group("at") or until.group("of")))
    return ""


def _capital(name: str) -> str:
    return as_written(name[:1].upper() + name[1:])


def _exercise(item: Prescription, language: Language) -> HomeExercise:
    words = _words()[language]
    exercise = catalogue().by_name.get(item.exercise.split(" (")[0])
    if exercise is None:
        return HomeExercise(
            name=_capital(item.exercise),
            steps=(words["as_shown"],),
            amount=amount(item.dose, language),
            when=when(item.dose.frequency, language),
            side=words["sides"][item.side],
        )
    spanish = language == "es"
    return HomeExercise(
        name=_capital(exercise.es.name if spanish else exercise.name),
        steps=(exercise.es.setup, exercise.es.cue) if spanish else (exercise.setup, exercise.cue),
        amount=amount(item.dose, language),
        when=when(item.dose.frequency, language),
        side=words["sides"][item.side],
        figure=exercise.position,
        figure_alt=words["figures"][exercise.position],
    )


def amount(dose: Dose, language: Language) -> str:
    """The dose in plain sentences; only what was prescribed."""
    say = _words()[language]["amount"]
    reps, sets = dose.reps, dose.sets
    if dose.hold_s and sets and not reps:
        reps, sets = sets, None  # `3 x 30 s` is three holds
    parts = []
    if dose.hold_s:
        parts.append(say["hold"].format(n=f"{dose.hold_s:g}"))
    if reps:
        parts.append(say["reps"].format(n=reps))
    if sets and sets > 1:
        parts.append(say["sets"].format(n=sets))
    if dose.minutes:
        parts.append(say["minute"] if dose.minutes == 1 else say["minutes"].format(n=f"{dose.minutes:g}"))
    if not parts:
        parts.append(say["unknown"])
    plain = [part for part in dose.load.split(", ") if part and not _EFFORT.search(part)]
    if plain and (language == "en" or all(re.fullmatch(r"[\d.,]+ ?(?:lb|kg)", p) for p in plain)):
        parts.append(say["load"].format(load=", ".join(plain)))
    if _EFFORT.search(dose.load):
        parts.append(_words()[language]["as_set"])
    return " ".join(parts)


_EFFORT = re.compile(r"\b(?:1? ?RM|RPE)\b|%", re.I)
"""Effort in words of the trade: nothing for a patient to reckon with."""
_EVERY = re.compile(r"every (\w+)(?: ?(?:to|or|-) ?(\w+))? hours?")
_DAYS = re.compile(r"(\d|once|twice|\w+)(?:-(\d))? ?(?:days?|times?|x)? (?:a|per|each) week")
_NUMBERS = {"one": 1, "once": 1, "two": 2, "twice": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}


def when(frequency: str, language: Language) -> str:
    """The frequency in plain words of the language; what cannot be said plainly is left to the therapist."""
    say = _words()[language]["when"]
    folded = frequency.lower()
    if match := _EVERY.search(folded):
        first, second = (_NUMBERS.get(g or "", g) for g in match.groups())
        if str(first).isdigit():
            if second and str(second).isdigit():
                return str(say["hours_range"].format(n=first, m=second))
            return str(say["hours"].format(n=first))
        return str(say["hourly"]) if "waking" in folded else str(say["unknown"])
    if "every waking hour" in folded or "hourly" in folded:
        return str(say["hourly"])
    if "every other day" in folded:
        return str(say["other"])
    if (match := _DAYS.search(folded)) and str(
        days := _NUMBERS.get(match.group(1), match.group(1))
    ).isdigit():
        span = f"{days}-{match.group(2)}" if match.group(2) else str(days)
        return str(say["week"].format(n=span))
    daily = times_per_day(folded)
    if daily is None and re.search(r"every (?:day|night|morning|evening)|nightly", folded):
        daily = 1.0
    if daily is None:
        return str(say["unknown"])
    if daily == 1:
        return str(say["once"])
    return str(say["twice"]) if daily == 2 else str(say["day"].format(n=f"{daily:g}"))


def plain_text(sheet: HomeProgramme) -> str:
    """The sheet's own words without names, dates and orders, for measuring how hard they are to read."""
    lines: list[str] = [*sheet.before_you_start]
    for item in sheet.exercises:
        lines += [*item.steps, item.amount]
    lines += [*sheet.stop_rules, *sheet.emergency]
    return "\n".join(lines)
