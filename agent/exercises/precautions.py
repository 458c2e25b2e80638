"""Reads precautions in the words of surgeons and therapists into constraints that can be tested.

A text is `understood` when every part of it either forbids something or is known to concern no
exercise (a sling, a shower). What is not understood becomes a question, never a silent pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from agent.domain.base import Model, Side
from agent.domain.transcript import EvidenceSpan
from agent.exercises.constraints import Constraint, is_lower_limb, pounds
from agent.exercises.library import find, load_data, too_general
from agent.exercises.models import MODES, Bearing, Mode
from agent.exercises.words import beginning
from agent.needles import Rare

_NEGATOR = re.compile(
    r"\b(?:no|non|not?(?: to)?|avoid(?:ing)?|without|limit(?:ed|ing)?|stay(?:ing)? off|"
    r"keep(?:ing)? off|refrain from|"
    r"restrict(?:ed)?|hold(?:ing)? off(?: on)?|don'?t|do not|never|nothing|nil|stop|skip|defer|"
    r"contraindicated|forbidden|prohibit(?:ed)?|must not|may not|cannot|on hold|hold(?! (?:for )?\d))\b"
)
_UNTIL = (
    (re.compile(r"\buntil (?:the )?(?:post[- ]?op(?:erative)? )?(?:weeks?|wks?) (\d+)"), 0),
    (re.compile(r"\buntil (\d+)(?:st|nd|rd|th)? ?(?:weeks?|wks?)"), 0),
    (re.compile(r"\b(?:before|prior to) (?:post[- ]?op )?(?:weeks?|wks?) (\d+)"), 0),
    (re.compile(r"\b(?:before|prior to) (\d+) ?(?:weeks?|wks?)"), 0),
    (re.compile(r"\b(?:for|x|first|initial|the first|for the first) (\d+) ?(?:weeks?|wks?)"), 0),
    (re.compile(r"\b(\d+) (?:weeks?|wks?)(?: post[- ]?op(?:eratively)?| after surgery)?$"), 0),
    (re.compile(r"\b(?:weeks?|wks?) 0 ?(?:-|to|through) ?(\d+)"), 0),
    (re.compile(r"\b0 ?(?:-|to) ?(\d+) ?(?:weeks?|wks?)"), 0),
    (re.compile(r"\bthrough (?:weeks?|wks?) (\d+)"), 1),
    (re.compile(r"\b(?:until|for|x|first|before) (\d+) ?(?:months?|mos?)\b"), -1),
)
_WEEKS_PER_MONTH = 4.345
_BEYOND = re.compile(
    r"(?:past|beyond|over|above|greater than|more than|exceeding|>=?|"
    r"to more than)\s*(-?\d+)(?! ?(?:lb|pound|kg|week|#|%))"
)
_BEYOND_WORD = re.compile(r"(?:past|beyond|across|over|to|crossing)\s+(?:the )?(?:midline|neutral|body)")
_LIMIT = Rare(
    r"(?:limit(?:ed)?|restrict(?:ed)?|max(?:imum)?|up)?\s*(?:to|of|<=?|less than|no more than|"
    r"not past|not beyond|max(?:imum)?)\s*"
    r"(\d+|neutral)\s*(?:deg|°|$|\b)(?! ?(?:lb|pound|kg|week|#|%))",
    flags=0,
)
_ARC = re.compile(r"\b(-?\d+)\s*(?:-|to)\s*(\d+)\b(?! ?(?:lb|pound|kg|week|%))")
_PERCENT = re.compile(r"(\d+) ?(?:%|percent)")
_ARM_WEIGHT = re.compile(
    r"\b(?:n?wb|weight[- ]?bear\w*|weight|lean\w*)\b.{0,20}\b(?:arm|wrist|hand|elbow|shoulder|ue|"
    r"upper extremity)s?\b"
)
_WORN_ELSEWHERE = re.compile(
    r"\bbrace\b.*\b(?:for|in|when|while|during|at) (?:the )?(?:community|public|outside|walking|"
    r"ambulation|gait|"
    r"sleep\w*|night|school|work)\b"
)
"""How a brace is set for being out or asleep bounds no exercise of the session."""
_LIFT_LIMIT = re.compile(
    r"(?<!no )(?:(\d+(?:\.\d+)? ?(?:lbs?|pounds?|#|kg)) )?"
    r"\b(?:lift\w*|weight) (?:restriction|limit)s?(?: is| of| to|:)*"
)
_NONE_LEFT = re.compile(r"\bno (?:\w+[- ]){0,3}?(?:restrictions?|limits?|limitations?)\b")
_MEANS_PAST_NEUTRAL = {("hip", "extension"), ("shoulder", "extension"), ("hip", "adduction")}
"""`No hip extension` is said of the range behind neutral, not of a bridge up to it."""
_WORD_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "sixteen": 16,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "sixty": 60,
    "ninety": 90,
}
_WORD_NUMBER = re.compile(rf"\b({'|'.join(_WORD_NUMBERS)})\b")


class ReadPrecaution(Model):
    """One precaution text and the constraints in it."""

    text: str
    constraints: tuple[Constraint, ...] = ()
    understood: bool = True


@cache
def _words() -> dict[str, Any]:
    data: dict[str, Any] = load_data("precautions.yaml")
    return data


@cache
def _regions() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((joint, beginning(words)) for joint, words in _words()["regions"].items())


@cache
def _motion_words() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Motions and what names them; a short name (`er`) is a word of its own."""
    return tuple(
        (motion, re.compile("|".join(rf"\b{re.escape(w)}" + (r"\b" if len(w) < 4 else "") for w in words)))
        for motion, words in _words()["motions"].items()
    )


@cache
def _mode_words() -> tuple[tuple[Mode, re.Pattern[str]], ...]:
    """In the order in which they are heard: `active assisted` is not `active`."""
    heard: tuple[Mode, ...] = ("assisted", *(m for m in MODES if m != "assisted"))
    table = _words()["modes"]
    return tuple((m, re.compile("|".join(rf"\b{re.escape(w)}\b" for w in table[m]))) for m in heard)


@cache
def _activities() -> tuple[tuple[re.Pattern[str], dict[str, Any]], ...]:
    return tuple((beginning(activity["words"]), activity) for activity in _words()["activities"])


@cache
def _informational() -> re.Pattern[str]:
    return beginning(_words()["informational"])


def joint_of(text: str) -> str:
    """The joint that `text` (an episode's region, a procedure) speaks of; empty for none."""
    folded = text.lower()
    hits = [(match.start(), joint) for joint, named in _regions() if (match := named.search(folded))]
    return min(hits)[1] if hits else ""


def read_precaution(
    text: str,
    *,
    region: str = "",
    side: Side = "none",
    source: Any = "record",
    evidence: tuple[EvidenceSpan, ...] = (),
) -> ReadPrecaution:
    """The constraints in one precaution. `region` is the joint meant where none is named."""
    folded = _fold(text)
    base = Constraint(
        text=text.strip(), source=source, side=side, until_week=_until(folded), evidence=evidence
    )
    for phrase, parts in _words()["phrases"].items():
        if phrase in folded and not _NEGATOR.search(folded.split(phrase)[0]):
            found = tuple(c for p in parts for c in _read_part(_fold(p), base, region))
            return ReadPrecaution(text=text, constraints=found)
    constraints: list[Constraint] = []
    understood = True
    for part in _parts(folded):
        found = tuple(_read_part(part, base, region))
        constraints += found
        understood &= bool(found) or _concerns_no_exercise(part)
    return ReadPrecaution(text=text, constraints=tuple(dict.fromkeys(constraints)), understood=understood)


def _fold(text: str) -> str:
    folded = text.lower().replace("’", "'").replace("–", "-").replace("—", "-")
    folded = _LIFT_LIMIT.sub(lambda m: f"no lifting more than {m.group(1) or ''}", folded)
    return _WORD_NUMBER.sub(lambda m: str(_WORD_NUMBERS[m.group(1)]), folded).strip()


def _until(text: str) -> float | None:
    """The week from which the precaution no longer holds; None where no week is named."""
    for pattern, plus in _UNTIL:
        if match := pattern.search(text):
            return int(match.group(1)) * _WEEKS_PER_MONTH if plus < 0 else int(match.group(1)) + plus
    return None


def _parts(text: str) -> Iterator[str]:
    """Parts that each stand on their own: `NWB, no active flexion` is two, `no push, pull or lift` one."""
    pieces = re.split(r"[;.]\s+|;|\.$|\bbut\b", text)
    for piece in pieces:
        held = ""
        for chunk in re.split(r",\s*(?:and\s+)?|\band\b(?=\s+(?:no|avoid|not)\b)", piece):
            if not chunk.strip():
                continue
            starts_anew = _NEGATOR.search(chunk) or _status(chunk) or re.search(r"\bonly\b", chunk)
            if held and not starts_anew and _NEGATOR.search(held):
                held = f"{held} or {chunk.strip()}"
                continue
            if held:
                yield held
            held = chunk.strip()
        if held:
            yield held


def _status(text: str) -> tuple[Bearing, ...] | None:
    """The bearings that an ordered weight-bearing status forbids; None where none is named."""
    if re.search(
        r"\bnwb\b|non[- ]?weight[- ]?bearing|no weight[- ]?bearing(?=$|[,.]|\s+(?:on|until|for|x|\d|"
        r"left|right|status))|"
        r"\b(?:stay|keep)(?:ing|s)? (?:(?:all )?(?:the )?weight )?off (?:of )?(?:the |his |her |their )?"
        r"(?:(?:left|right|operated|surgical|affected)\b|leg|foot|limb)",
        text,
    ):
        return ("partial", "full", "single_leg")
    if re.search(
        r"\b(?:ttwb|tdwb|ffwb)\b|(?<!no )(?:toe[- ]touch|touch[- ]down)\b|foot[- ]flat weight", text
    ):
        return ("full", "single_leg")
    if re.search(r"\bpwb\b|partial weight[- ]?bearing", text) or (
        _PERCENT.search(text) and re.search("weight", text)
    ):
        share = _PERCENT.search(text)
        return ("full", "single_leg") if share and int(share.group(1)) < 50 else ("single_leg",)
    return None


def _read_part(part: str, base: Constraint, region: str) -> Iterator[Constraint]:
    if _ARM_WEIGHT.search(part) and (_NEGATOR.search(part) or "nwb" in part):
        yield base.model_copy(update={"bearing": ("arms",), "tags": ("arm_support",)})
        return
    if _NONE_LEFT.search(part):
        return
    if (status := _status(part)) is not None:
        tags = ("impact", "jumping", "running")
        if is_lower_limb(region) or region not in {"shoulder", "elbow", "wrist", "hand"}:
            yield base.model_copy(update={"bearing": status, "tags": tags})
        else:
            yield base.model_copy(update={"bearing": ("arms",), "tags": ("arm_support", "lifting")})
        return
    if only := re.search(
        r"\b(prom|passive|aarom|active[- ]assist\w*|arom)\b(?: (?:range of motion|rom|motion|range|"
        r"movement))?(?: \w+)? only",
        part,
    ):
        kind = only.group(1)
        above = MODES.index(
            "passive" if kind in ("prom", "passive") else "active" if kind == "arom" else "assisted"
        )
        yield base.model_copy(update={"joint": joint_of(part) or region, "modes": MODES[above + 1 :]})
        return
    negator = _NEGATOR.search(part)
    if not negator:
        yield from _limits(part, base, region)
        return
    before, after = part[: negator.start()].strip(), part[negator.end() :].strip(" :")
    rest = _strip_until(after)
    if negator.group(0).startswith(("limit", "restrict")) and (
        limited := tuple(_limits(f"{before} {rest}", base, region))
    ):
        yield from limited
        return
    if "combin" in rest and len(motions := _motions(rest)) > 1:
        yield base.model_copy(update={"joint": joint_of(rest) or region, "combined": tuple(motions)})
        return
    items = _items(rest)
    if negator.group(0) in ("contraindicated", "forbidden", "prohibited", "on hold") or (
        not rest and before
    ):  # `deadlifts: not yet`
        items = [before]
    joint = joint_of(rest) or region
    for item in items:
        yield from _forbidden(item, base, joint, whole=rest)


def _items(text: str) -> list[str]:
    """The alternatives of a list; a lone mode word belongs to the next one (`active or resisted flexion`)."""
    items: list[str] = []
    held = ""
    for item in re.split(r"\bor\b|\band\b|/|&|\+", text):
        words = f"{held} {item.strip()}".strip()
        lone_mode = words and all(_modes(w) for w in words.split())
        if lone_mode:
            held = words
        elif words:
            items.append(words)
            held = ""
    return [*items, held] if held else items


def _strip_until(text: str) -> str:
    for pattern, _ in _UNTIL:
        text = pattern.sub("", text)
    return re.split(r"\b(?:until|unless)\b", text)[0].strip()


def _limits(part: str, base: Constraint, region: str) -> Iterator[Constraint]:
    """`flexion limited to 90`, `ER to neutral`, `ROM 0-90`."""
    if _WORN_ELSEWHERE.search(part):
        return
    motions = _motions(part)
    joint = joint_of(part) or region
    arc = _ARC.search(_strip_until(part))
    if arc and (motions or re.search(r"\brom\b|range|brace|motion", part)):
        for motion in motions or ["flexion"]:
            yield base.model_copy(
                update={"joint": _own(motion, joint), "motion": motion, "beyond": float(arc.group(2))}
            )
        return
    limit = _LIMIT.search(_strip_until(part))
    if limit and motions:
        beyond = 0.0 if limit.group(1) == "neutral" else float(limit.group(1))
        for motion in motions:
            yield base.model_copy(update={"joint": _own(motion, joint), "motion": motion, "beyond": beyond})


def _motions(text: str) -> list[str]:
    found = [motion for motion, named in _motion_words() if named.search(text)]
    if "hyperextension" in found and "extension" in found:
        found.remove("extension")
    if "rotation" in found and any(m.endswith(" rotation") for m in found):
        found.remove("rotation")
    return found


def _own(motion: str, joint: str) -> str:
    own: dict[str, str] = _words()["own_joint"]
    return own.get(motion, joint)


def _modes(text: str) -> tuple[Mode, ...]:
    """The modes that the words forbid: `active` also forbids what asks more of the tissue."""
    forbidden: set[Mode] = set()
    for mode, spoken in _mode_words():
        if spoken.search(text):
            forbidden |= {"passive"} if mode == "passive" else set(MODES[MODES.index(mode) :])
        text = spoken.sub(" ", text)
    return tuple(mode for mode in MODES if mode in forbidden)


_RESISTED_MOTION = re.compile(
    r"\b(?:resist\w*|loaded) (?:active )?(?:motion|movement|range of motion|rom)s?\b"
)
"""Said of what moves: an isometric hold is none."""


_STRETCHING = re.compile(r"\bstretch\w*\b")
"""`No hip flexion stretching into pinch` is said of being stretched: moving and loading stay allowed."""


def _forbidden(item: str, base: Constraint, joint: str, *, whole: str) -> Iterator[Constraint]:
    """What one item after a `no` forbids. `whole` is everything after that `no`."""
    matched = False
    for named, activity in _activities():
        if not named.search(item):
            continue
        if any(w in item for w in activity.get("unless", ())):
            continue
        if "when" in activity and joint not in activity["when"]:
            continue
        matched = True
        yield from _activity(activity, item, base, joint, whole)
    if matched:
        return
    motions, modes = _motions(item), _modes(item)
    if motions and not modes and _STRETCHING.search(item):
        modes = ("passive", "assisted")
    beyond = _beyond(item) if motions else None
    if beyond is None and motions and len(re.findall(r"\bor\b|\band\b", whole)):
        beyond = _beyond(whole)
    if motions:
        for motion in motions:
            if motion == "hyperextension":
                yield base.model_copy(
                    update={"joint": joint, "motion": "extension", "modes": modes, "beyond": 0.0}
                )
                continue
            own = _own(motion, joint_of(item) or joint)
            to_neutral = not modes and (own, motion) in _MEANS_PAST_NEUTRAL
            yield base.model_copy(
                update={
                    "joint": own,
                    "motion": motion,
                    "modes": modes,
                    "beyond": 0.0 if beyond is None and to_neutral else beyond,
                }
            )
    elif modes:
        moving = _RESISTED_MOTION.search(item) is not None
        yield base.model_copy(update={"joint": joint_of(item) or joint, "modes": modes, "moving": moving})
    elif item not in too_general() and (exercise := find(item)):
        home = re.search(r"\bhome\b|\balone\b|unsupervised|by (?:your|him|her)self", whole)
        yield base.model_copy(update={"names": (exercise.name,), "where": "home" if home else None})


_HEAVIER_THAN = re.compile(
    r"\b(?:more than|heavier than|over|above|beyond|anything (?:bigger|larger) than)\b"
)


def _beyond(text: str) -> float | None:
    if match := _BEYOND.search(text):
        return float(match.group(1))
    return 0.0 if _BEYOND_WORD.search(text) else None


def _activity(
    activity: dict[str, Any], item: str, base: Constraint, joint: str, whole: str
) -> Iterator[Constraint]:
    tags = tuple(activity.get("tags", ()))
    if activity.get("lifting"):
        limit = pounds(whole)
        yield base.model_copy(update={"tags": tags, "max_load_lb": limit})
        if limit is None and joint in {"shoulder", "elbow", "wrist", "hand"} and "heavy" not in whole:
            something = _HEAVIER_THAN.search(whole) is not None
            for arm_joint in ("shoulder", "elbow"):
                yield base.model_copy(
                    update={"joint": arm_joint, "modes": ("resisted",), "moving": something}
                )
        return
    names = tuple(activity.get("names", ()))
    if names:
        home = re.search(r"\bhome\b|\balone\b|unsupervised|by (?:your|him|her)self", whole)
        yield base.model_copy(update={"names": names, "where": "home" if home else None})
    if tags:
        yield base.model_copy(update={"tags": tags})
    if "motion" in activity:
        beyond = _beyond(item)
        yield base.model_copy(
            update={
                "joint": activity["joint"],
                "motion": activity["motion"],
                "modes": tuple(activity.get("modes", ())),
                "beyond": beyond if beyond is not None else activity.get("beyond"),
                "loaded": bool(activity.get("loaded", False)),
            }
        )
    if "bearing" in activity:
        yield base.model_copy(update={"bearing": tuple(activity["bearing"])})
    if "min_effort" in activity:
        yield base.model_copy(update={"min_effort": activity["min_effort"]})


def _concerns_no_exercise(part: str) -> bool:
    return bool(_informational().search(part))
