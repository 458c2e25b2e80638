"""The shapes of catalogue entries, dose classes and movement demands."""

from __future__ import annotations

from typing import Any, Literal, get_args

from pydantic import Field, field_validator, model_validator

from agent.domain.base import Model

Region = Literal[
    "shoulder",
    "elbow",
    "hip",
    "knee",
    "ankle",
    "spine",
    "neck",
    "balance",
    "vestibular",
    "gait",
    "function",
    "aerobic",
]
Position = Literal[
    "supine",
    "hooklying",
    "sidelying",
    "prone",
    "quadruped",
    "plank",
    "seated",
    "long_sitting",
    "standing",
    "standing_support",
    "kneeling",
    "half_kneeling",
    "walking",
]
Purpose = Literal[
    "activation",
    "aerobic",
    "balance",
    "circulation",
    "endurance",
    "function",
    "gait",
    "motor_control",
    "nerve",
    "pain",
    "plyometric",
    "relax",
    "rom",
    "strength",
    "stretch",
    "vestibular",
]
Bearing = Literal["none", "arms", "partial", "as_allowed", "other_leg", "full", "single_leg"]
"""Weight through the exercised limb. `as_allowed`: the exercise adapts to the ordered status (gait
training); `other_leg`: the exercised leg moves freely while the other one carries."""
Mode = Literal["passive", "assisted", "active", "resisted"]
MODES: tuple[Mode, ...] = get_args(Mode)
"""From least to most demand on the tissue."""


class Demand(Model):
    """One movement that an exercise asks of a joint, e.g. `hip flexion active 90`.

    `to` is the largest angle in degrees that the exercise reaches; None where it stays in mid-range.
    """

    joint: str
    motion: str
    mode: Mode
    to: float | None = None

    @classmethod
    def parse(cls, text: str) -> Demand:
        """From `joint motion… mode [degrees]`. Raises ValueError naming what is wrong."""
        words = text.split()
        to = float(words.pop()) if words and words[-1].lstrip("-").isdigit() else None
        if len(words) < 3 or words[-1] not in MODES:
            raise ValueError(f"{text!r} is not `joint motion mode [degrees]`")
        return cls(joint=words[0], motion=" ".join(words[1:-1]), mode=words[-1], to=to)


class Spanish(Model):
    name: str = Field(min_length=1)
    setup: str = Field(min_length=1)
    cue: str = Field(min_length=1)


class Exercise(Model):
    """One entry of the catalogue, in our own words.

    `effort` is the load class: 0 passive or rest, 1 unloaded, 2 the weight of a limb, 3 body weight
    or light resistance, 4 heavy or one-legged, 5 impact or maximal.
    """

    name: str = Field(min_length=2, pattern=r"^[a-z0-9][a-z0-9 '/-]*$")
    synonyms: tuple[str, ...] = Field(min_length=1)
    region: Region
    position: Position
    purpose: tuple[Purpose, ...] = Field(min_length=1)
    demands: tuple[Demand, ...] = ()
    bearing: Bearing
    effort: int = Field(ge=0, le=5)
    dose: str
    equipment: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    cpt: str = Field(pattern=r"^\d{5}$")
    harder: tuple[str, ...] = ()
    """The next steps up; the steps down are read from the same graph."""
    setup: str = Field(min_length=1)
    cue: str = Field(min_length=1)
    es: Spanish

    @field_validator("demands", mode="before")
    @classmethod
    def _parse_demands(cls, value: Any) -> Any:
        if isinstance(value, list):
            return tuple(Demand.parse(v) if isinstance(v, str) else v for v in value)
        return value


class Range(Model):
    """Inclusive bounds; written `[low, high]` in the data."""

    low: float = Field(ge=0)
    high: float

    @model_validator(mode="before")
    @classmethod
    def _from_pair(cls, value: Any) -> Any:
        return {"low": value[0], "high": value[1]} if isinstance(value, list) else value

    @model_validator(mode="after")
    def _ordered(self) -> Range:
        if self.high < self.low:
            raise ValueError(f"{self.low:g} to {self.high:g} is not a range")
        return self

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    def clamp(self, value: float) -> float:
        return min(self.high, max(self.low, value))


class DoseClass(Model):
    """FITT-VP ranges for one kind of exercise. None: the quantity does not apply."""

    frequency_per_week: Range
    per_day: Range = Range(low=1, high=1)
    sets: Range | None = None
    reps: Range | None = None
    hold_s: Range | None = None
    minutes: Range | None = None
    intensity: str
    tempo: str = ""
    rest_s: float = Field(default=0, ge=0)
    progress: str
    """The progression rule."""
    stop: str
    source: str
    certainty: Literal["V", "V~", "U"]
