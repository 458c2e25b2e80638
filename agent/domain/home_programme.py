"""The patient's home exercise sheet as plain data: what every renderer prints, in one language."""

from __future__ import annotations

from datetime import date
from typing import Literal

from agent.domain.base import Model

Language = Literal["en", "es"]


class HomeExercise(Model):
    """One exercise in plain words. `position` names the line figure."""

    name: str
    steps: tuple[str, ...]
    amount: str
    """`Do 10 times. Rest. Do 3 sets in all.`"""
    when: str
    side: str = ""
    figure: str = ""
    figure_alt: str = ""


class HomeProgramme(Model):
    """All texts are in `language`; `headings` holds the fixed words that renderers need."""

    language: Language = "en"
    title: str
    patient_name: str
    therapist_name: str
    made_on: date
    made_on_words: str
    """The date with its month in words, so that nobody reads a day as a month."""
    exercises: tuple[HomeExercise, ...]
    before_you_start: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    """Precautions exactly as the surgeon or therapist wrote them, in their own language."""
    stop_rules: tuple[str, ...]
    emergency: tuple[str, ...]
    call: str
    disclosure: str
    """That AI helped, and that the therapist reviewed it or has not yet."""
    reviewed: bool = False
    diary_days: int = 14
    headings: dict[str, str]
