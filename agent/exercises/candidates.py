"""An exercise as it was said: the catalogue's entry, made harder, easier or bounded by the words."""

from __future__ import annotations

import re

from agent.domain.base import Side
from agent.exercises.constraints import Candidate, Where, pounds
from agent.exercises.library import catalogue, find
from agent.exercises.models import MODES, Demand, Exercise, Mode
from agent.exercises.precautions import joint_of

_RESISTED = re.compile(
    r"\b(?:resist\w*|weights?|weighted|pounds?|lbs?|kg|dumbbells?|barbell|kettlebell|thera-?bands?|"
    r"t-?bands?|"
    r"(?:resistance|elastic|yellow|red|green|blue|black) bands?|bands?|loaded|ankle weights?|cable)\b"
)
_NO_LOAD = re.compile(
    r"\b(?:no|without|zero|un)[- ]?(?:weights?|resistance|load|weighted|band)\b|"
    r"\b(?:nothing|empty)(?: in (?:the |his |her )?hands?|[- ]handed)\b"
)
_ASSISTED = re.compile(r"\b(?:aarom|active[- ]assist\w*|assisted|self[- ]assist\w*)\b")
_PASSIVE = re.compile(r"\b(?:prom|passive\w*)\b")
_ACTIVE = re.compile(r"\b(?:arom|active)\b(?![- ]assist)")
_TO_DEGREES = re.compile(
    r"\b(?:to|within|up to|under|below|limited to|max(?:imum)?|0 ?(?:-|"
    r"to))\s*(\d{1,3})\b(?!\s*(?:lb|pound|kg|sec|min|rep|x|by|%|times))"
)
_TO_NEUTRAL = re.compile(r"\b(?:to|up to|not past|short of) neutral\b")
_SINGLE_LEG = re.compile(
    r"\b(?:single[- ]leg(?:ged)?|one[- ]leg(?:ged)?|single[- ]limb|"
    r"unilateral stance)\b"
)
_HEAVY = re.compile(r"\b(?:heavy|max(?:imal)?|1 ?rm)\b")
_IMPACT = re.compile(r"\b(?:jump\w*|hop(?:s|ping)?|plyo\w*|bound(?:s|ing))\b")
_MOTIONS = {
    "flexion": r"flex(?:ion)?|elevation",
    "extension": r"extension",
    "abduction": r"abduction",
    "adduction": r"adduction",
    "external rotation": r"external rotation|\ber\b",
    "internal rotation": r"internal rotation|\bir\b",
    "dorsiflexion": r"dorsi ?flexion",
    "plantarflexion": r"plantar ?flexion",
    "inversion": r"inversion",
    "eversion": r"eversion",
    "rotation": r"rotation",
}


def candidate(
    spoken: str,
    *,
    context: str = "",
    region: str = "",
    side: Side = "none",
    where: Where = "clinic",
    name: str | None = None,
) -> Candidate:
    """What an exercise, said as `spoken` and qualified by `context`, asks of the body.

    `region` is the episode's joint, for words that name none; `name` the catalogue's where it is known.
    """
    exercise = find(spoken, region, context) if name is None else catalogue().by_name.get(name)
    folded = f"{spoken} {context}".lower()
    mode = _mode(folded)
    if exercise is None:
        return _unknown(spoken, folded, mode, region, side, where)
    base = Candidate.of(exercise, side=side, where=where)
    unloaded = bool(_NO_LOAD.search(folded))
    limit = 0.0 if _TO_NEUTRAL.search(folded) else _degrees(folded)
    demands = tuple(
        d.model_copy(
            update={
                "mode": "active" if unloaded and d.mode == "resisted" else _sharpened(d.mode, mode),
                "to": limit if limit is not None and d.to is not None else d.to,
            }
        )
        for d in base.demands
    )
    tags = {*base.tags, *(("jumping", "impact") if _IMPACT.search(folded) else ())}
    effort = base.effort
    if unloaded:
        tags, effort = tags - {"lifting"}, min(effort, 2)
    if mode == "resisted" and not _said_in_catalogue(exercise, folded):
        effort = max(effort, 3)
    if _HEAVY.search(folded):
        effort = max(effort, 4)
    single = _SINGLE_LEG.search(folded) and base.bearing in ("full", "partial")
    return base.model_copy(
        update={
            "demands": demands,
            "tags": tuple(sorted(tags)),
            "effort": effort,
            "bearing": "single_leg" if single and base.bearing == "full" else base.bearing,
            "load_lb": pounds(folded),
            "adapts": exercise.purpose[0] == "rom" and "stretch" not in exercise.purpose and limit is None,
        }
    )


def by_words(spoken: str, *, context: str = "", region: str = "", side: Side, where: Where) -> Candidate:
    """What the words alone ask of the body, whatever entry they resemble."""
    folded = f"{spoken} {context}".lower()
    return _unknown(spoken, folded, _mode(folded), region, side, where)


def _degrees(text: str) -> float | None:
    match = _TO_DEGREES.search(text)
    return float(match.group(1)) if match else None


def _mode(text: str) -> Mode | None:
    if _ASSISTED.search(text):
        return "assisted"
    if _PASSIVE.search(text):
        return "passive"
    if _RESISTED.search(text) and not _NO_LOAD.search(text):
        return "resisted"
    return "active" if _ACTIVE.search(text) else None


def _sharpened(said: Mode, words: Mode | None) -> Mode:
    """Passive and assisted words lower the demand; active and resisted ones only raise it."""
    if words is None:
        return said
    if words in ("passive", "assisted"):
        return words
    return MODES[max(MODES.index(said), MODES.index(words))]


def _said_in_catalogue(exercise: Exercise, text: str) -> bool:
    return any(d.mode == "resisted" for d in exercise.demands)


def _unknown(spoken: str, folded: str, mode: Mode | None, region: str, side: Side, where: Where) -> Candidate:
    joint = joint_of(folded) or region
    motions = [m for m, pattern in _MOTIONS.items() if re.search(rf"\b(?:{pattern})", folded)]
    if "rotation" in motions and any(m.endswith(" rotation") for m in motions):
        motions.remove("rotation")
    demands = tuple(Demand(joint=joint or "any", motion=m, mode=mode or "active") for m in motions) or (
        (Demand(joint=joint, motion="any", mode=mode),) if joint and mode else ()
    )
    tags: list[str] = ["jumping", "impact"] if _IMPACT.search(folded) else []
    if re.search(r"\brun|\bjog|\bsprint", folded):
        tags += ["running", "impact"]
    if re.search(r"\bkneel", folded):
        tags.append("kneeling")
    if re.search(r"\blift|\bcarry", folded):
        tags.append("lifting")
    if re.search(r"\boverhead\b", folded):
        tags.append("overhead")
    return Candidate(
        name=" ".join(spoken.split()).lower(),
        region=joint,
        demands=demands,
        bearing="single_leg" if _SINGLE_LEG.search(folded) else "none",
        effort=5 if "impact" in tags else 4 if _HEAVY.search(folded) else 3 if mode == "resisted" else 2,
        tags=tuple(tags),
        side=side,
        where=where,
        load_lb=pounds(folded),
    )
