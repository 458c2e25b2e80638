"""A sign of danger that was looked into at this visit, or by a doctor before, and found to be none.

`My calf swelled up after the flight` is open until somebody looks: a soft calf of the same size, an
ultrasound that was clear, a doctor who knows. What is only hoped for (`let's make sure it's no clot`), what
was found at another part of the body, and anything found after all settle nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from agent.domain.transcript import Speaker
from agent.needles import Rare

_NEAR: Final = 2
"""Turns within which a doctor's word is of the sign just told."""
_FINE: Final = (
    r"(?:clear(?:ed)?|clean|negative|normal|fine|okay|ok|good|nothing|benign|no clots?|ruled out|all right)"
)
_UNSURE: Final = Rare(
    r"\b(?:make sure|not sure|hop(?:e|es|ing)|whether|if|check(?:ing)? (?:for|that)|unless|until|"
    r"(?:can't|cannot) "
    r"(?:say|tell|rule)|to rule|needs?|want\w*|going to|will|should|see that|waiting|pending)\b[^.;]{0,50}$"
)
_NO_CLOT: Final = Rare(
    r"\b(?:no (?:signs? of (?:a |any )?|evidence of (?:a )?)?(?:blood )?clots?|not (?:a |"
    r"from a )?(?:blood )?clots?|"
    r"nothing (?:that )?(?:points|suggests|looks)[^.;]{0,20}\bclot|(?:dvt|clot)\b[^.;]{0,15}\b(?:ruled out|"
    r"negative|excluded)|wells[^.;]{0,20}\b(?:0|zero|-\d|minus \w+|low))\b"
)
_TESTED: Final = {
    "dvt_pe": Rare(rf"\b(?:ultrasound|doppler|duplex|scan|d-?dimer|ct)\b[^.;]{{0,60}}\b{_FINE}\b"),
    "cardiac": Rare(
        r"\b(?:e\.?[ck]\.?g|stress test|echo(?:cardiogram)?|troponins?|holter|monitor|heart (?:test|"
        r"workup|cath)|"
        rf"cardiologist|chest x-?ray)\b[^.;]{{0,60}}\b{_FINE}\b"
    ),
    "malignancy": Rare(rf"\b(?:scan|biopsy|mri|ct|mammogram|oncologist)\b[^.;]{{0,60}}\b{_FINE}\b"),
    "cauda_equina": Rare(rf"\b(?:mri|scan)\b[^.;]{{0,60}}\b{_FINE}\b"),
    "infection": Rare(rf"\b(?:blood work|culture|labs?|swab)\b[^.;]{{0,60}}\b{_FINE}\b"),
}
_CHECKED: Final = Rare(
    r"\b(?:doctor|dr\.? \w+|surgeon|gp|physician|oncologist|cardiologist|neurologist|gynecologist|"
    r"urologist|pcp|"
    r"er|emergency(?: room| department)?|urgent care|hospital)\b[^.;]{0,40}\b(?:(?:checked|tested|scanned|"
    rf"examined|looked at|looked into) (?:it|that|this|me|them)\b[^.;]{{0,60}}\b{_FINE}|"
    rf"(?:already )?knows?\b(?! "
    r"what| how)|is (?:aware|following)|ruled (?:it|that|this|them) out|cleared me|(?:is not|isn't|wasn't) "
    r"(?:worried|concerned))\b"
)
"""Told by the patient: a doctor looked, or knows."""
_OTHER_CAUSE: Final = Rare(r"\b(?:hot flash\w*|hot flush\w*|menopaus\w*|the change of life)\b")
_SWEATS: Final = Rare(r"\bsweats?\b")
_LEG: Final = Rare(r"\b(?:calf|calves|leg|shin|homan\w*)\b")
_LUNG: Final = Rare(r"\b(?:breath\w*|cough\w*|chest|winded|pleur\w+)\b")
_CALF: Final = Rare(r"\b(?:calf|calves|lower leg|homan\w*)\b")
_SAME_SIZE: Final = Rare(
    r"\b(?:same (?:size|as the other|both sides|on both)|(?:equal|even|symmetric\w*)\b|no difference|"
    r"\d[\d.]*(?: cm| inches)? (?:on )?both|match\w* the other|no (?:bigger|larger|fatter))\b"
)
_BENIGN: Final = Rare(
    r"\b(?:soft|homan\w*(?:'s)?(?: sign)?(?: is| was)? negative|(?:not|no|isn't|nor|without|"
    r"never) (?:\w+ )?(?:warm|"
    r"hot|heat|warmth|red|redness|tender|tenderness|swelling|swollen|pitting|edema|puffy|hard|"
    r"pain (?:when|with|"
    r"on|to)))\b"
)
_FOUND: Final = Rare(
    r"\b(?:warm|hot|red|tender|swollen|bigger|larger|pits|pitting|hard|puffy|hurts|painful|positive)\b"
)
_DENIED: Final = Rare(
    r"(?:\b(?:no|not|isn't|nor|without|never|neither)\b|n't)"
    r"(?:(?!\b(?:but|though|however|it's|it is)\b)[^.;]){0,24}$"
)
_PART: Final = Rare(
    r"\b(?:shoulder|knee|hip|back|neck|ankle|elbow|wrist|hand|foot|thumb|jaw|incision|wound|graft|chest|"
    r"calf|head)\b"
)
_FELT_THERE: Final = Rare(
    r"\b(?:sensation|feeling|light touch|pin ?-?prick|saddle)\b[^.;]{0,40}\b(?:normal|intact|equal|"
    r"the same|full)\b|"
    r"\b(?:normal|intact) (?:sensation|feeling)\b"
)
_EMPTIES: Final = Rare(
    r"\b(?:bladder|bowels?|urin\w+|toilet|bathroom)\b[^.;]{0,50}\b(?:normal|fine|okay|ok|"
    r"no (?:problems?|change|"
    r"trouble|issues?)|unchanged|denies)\b|\b(?:denies|no)\b[^.;]{0,50}\b(?:bladder|bowel|incontinen\w+)\b"
)
_CONTROL: Final = Rare(
    r"\b(?:bladder|bowels?|urin\w+|pee\w*|leak\w*|wet\w*|soil\w*|toilet|need to go|hold)\b"
)


@dataclass(frozen=True, slots=True)
class Said:
    """One clause: its place, its turn and its speaker."""

    start: int
    turn: int
    speaker: Speaker | None
    text: str


def settled(flag: str, start: int, told: str, said: Sequence[Said], turns: Sequence[str]) -> bool:
    """Whether the sign `told` at `start` turns out, by what is `said` in and behind it, to be none.

    `turns`: the whole words of every turn.
    """
    own = next((s for s in said if s.start == start), None)
    behind = [s for s in said if s.start >= start]
    if own is None or (flag == "dvt_pe" and _LUNG.search(told)):
        return False
    near = [s for s in behind if s.turn - own.turn <= _NEAR]
    tested = _TESTED.get(flag)
    together = ", ".join(s.text.rstrip(".") for s in behind if s.turn == own.turn)
    if tested is not None and any(_says(tested, text) for text in (together, *(s.text for s in behind))):
        return True
    known = next((s for s in near if s.speaker == "PATIENT" and _says(_CHECKED, s.text)), None)
    if known is not None and not _of_another_part(told, turns[own.turn + 1 : known.turn + 1]):
        return True
    if flag == "infection":
        return _SWEATS.search(told) is not None and any(_OTHER_CAUSE.search(s.text) for s in near)
    if flag == "dvt_pe":
        return any(
            _says(_NO_CLOT, text) for text in (*(s.text for s in behind), *turns[own.turn + 1 :])
        ) or _calf_is_well(list(_examined(behind)))
    if flag == "cauda_equina" and _CONTROL.search(told) is None:
        felt = any(_FELT_THERE.search(s.text) for s in behind if s.speaker != "PATIENT")
        return felt and any(_EMPTIES.search(s.text) for s in behind)
    return False


def _of_another_part(told: str, between: Sequence[str]) -> bool:
    """`The doctor checked your shoulder? He checked it, it's fine`: not the chest."""
    own = {m.casefold() for m in _PART.findall(told)}
    return any(m.casefold() not in own for text in between for m in _PART.findall(text))


def _says(pattern: Rare, text: str) -> bool:
    return any(_UNSURE.search(text[: found.start()]) is None for found in pattern.finditer(text))


def _examined(behind: Sequence[Said]) -> Iterator[str]:
    """What the therapist says of the calf, in the turns that name it."""
    turns = {s.turn for s in behind if s.speaker != "PATIENT" and _CALF.search(s.text)}
    for turn in sorted(turns):
        yield ". ".join(s.text for s in behind if s.turn == turn)


def _calf_is_well(turns: Sequence[str]) -> bool:
    """Of the same size and one sign more, or three signs, and none of the other kind."""
    text = ". ".join(turns)
    if any(_DENIED.search(text[: found.start()]) is None for found in _FOUND.finditer(text)):
        return False
    signs = len({found.group().casefold() for found in _BENIGN.finditer(text)})
    return signs + 2 * (_SAME_SIZE.search(text) is not None) >= 3
