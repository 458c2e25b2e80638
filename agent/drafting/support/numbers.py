"""Whether a statement's number was said of the same thing: with its unit, beside the same words."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from math import fsum

from agent.drafting.support.align import Alignment, weight_of
from agent.drafting.support.claims import ClaimNumber, StatementClaim
from agent.drafting.support.dates import MONTHS, date_features
from agent.drafting.support.dates import NAMES as DATES
from agent.drafting.support.said import Said, number_keys
from agent.drafting.support.sequences import NAMES as SEQUENCES
from agent.drafting.support.sequences import sequence_features
from agent.drafting.support.wordforms import form

NAMES = (
    "said", "parts", "decimal", "unit", "unit_said", "unit_other", "company", "company_weight", "rival",
    "rival_margin", "rival_unit", "beside", "often", "digits", "small", "point", "slash", "year_old",
    "twice", "no_company", "place", "company_total", "rare_company", "date", "date_share", "gap_before",
    "rival_gap_before", "gap_after", "rival_gap_after", "gap_margin", "own", "own_rival", "own_margin",
    "before_own", "before_rival", "counted_otherwise", "side_agrees", "scale_otherwise",
    "length", "addressed", *SEQUENCES, *DATES,
)  # fmt: skip
"""The features, in order."""
NEAR = 8
"""Words within which a number's company is looked for."""


def number_features(
    number: ClaimNumber, claim: StatementClaim, said: Said, found: Alignment
) -> tuple[float, ...]:
    places = places_said(number, said)
    total = fsum(weight_of(f) for f in number.near)
    own = [(_company(p, number, found), p) for p in places]
    company = max((c for c, _ in own), default=0.0)
    stated = {key for n in claim.numbers for s in n.spellings for key in number_keys(s)}
    rival = rival_unit = 0.0
    near = _numbers_near(found, said)
    for p in near:
        if _is_stated(said.words[p].number, stated):
            continue
        with_it = _company(p, number, found)
        rival = max(rival, with_it)
        if number.unit and said.words[p].unit == number.unit:
            rival_unit = max(rival_unit, with_it + 1.0)
    rivals = [p for p in near if not _is_stated(said.words[p].number, stated)]
    before = _gap(places, number.before, said), _gap(rivals, number.before, said)
    after = _gap(places, number.after, said), _gap(rivals, number.after, said)
    best = found.places[0] if found.places else None
    units = {said.words[p].unit for p in places}
    digits = number.text.strip("-")
    near_rare = max((weight_of(f) for f in number.near if f in said.by_form), default=0.0)
    return (
        float(bool(places)),
        float(not places and parts_said(number, said)),
        float(not places and decimal_said(number.text, said)),
        float(bool(number.unit)),
        float(bool(number.unit) and number.unit in units),
        float(bool(number.unit) and bool(places) and number.unit not in units and "" not in units),
        company / total if total else 0.0,
        company,
        rival,
        rival - company,
        rival_unit,
        float(
            bool(company) and any(abs(k - p) <= 4 for c, p in own if c == company for k in found.at if k != p)
        ),
        math.log1p(len(places)),
        float(len(digits)),
        float(digits.isdigit() and int(digits) <= 12),
        float("." in digits),
        float("/" in digits),
        float(number.unit == "age"),
        float(sum(n.text == number.text for n in claim.numbers) > 1),
        float(not total),
        float(best is not None and any(best.low - 6 <= p <= best.high + 6 for p in places)),
        total,
        near_rare,
        float(number.unit == "date"),
        _date_share(number, said),
        *before,
        *after,
        min(before[0], after[0]) - min(before[1], after[1]),
        *_own_words(number, places, rivals, said),
        float(bool(places) and all(_counted_otherwise(number.unit, said.words[p].unit) for p in places)),
        _side_agrees(number, claim, places, said),
        float(
            bool(number.unit)
            and bool(places)
            and all(said.words[p].unit[:1] == "/" for p in places)
            and number.unit not in units
        ),
        *said.manner,
        *sequence_features(number, claim, said, places_said),
        *(date_features(number.text, said) if number.unit == "date" else (0.0, 0.0)),
    )


def _own_words(
    number: ClaimNumber, places: Sequence[int], rivals: Sequence[int], said: Said
) -> tuple[float, ...]:
    """Share of the number's own words said between its neighbours in the talk, and of those before it alone.

    For the number, for the best of the other numbers, and the difference.
    """
    total = fsum(weight_of(f) for f in number.own)
    if not total:
        return 0.5, 0.5, 0.0, 0.5, 0.5

    def best(at: Sequence[int], ahead: int) -> float:
        shares = (fsum(weight_of(f) for f in number.own & _between(p, ahead, said)) / total for p in at)
        return max(shares, default=0.0)

    own, rival = best(places, NEAR), best(rivals, NEAR)
    return own, rival, own - rival, best(places, 0), best(rivals, 0)


def _between(place: int, ahead: int, said: Said) -> set[str]:
    """Forms said about a number, back to the number before it and up to the one after it."""
    forms = set()
    for k in range(place - 1, max(-1, place - NEAR - 3), -1):
        if said.words[k].number:
            break
        forms.add(said.words[k].form)
    for k in range(place + 1, min(len(said.words), place + ahead + 1)):
        if said.words[k].number:
            break
        forms.add(said.words[k].form)
    return forms


def _counted_otherwise(stated: str, spoken: str) -> bool:
    """Whether both have a unit, and not the same: `5/10` and `5 degrees`, `6 weeks` and `visit 6`."""
    if not spoken or stated == spoken:
        return False
    return bool(stated) or spoken.endswith("#")


def _side_agrees(number: ClaimNumber, claim: StatementClaim, places: Sequence[int], said: Said) -> float:
    """1 where the number was said with its side, -1 where only with the other, 0 where that is not known."""
    side = next((s.side for s in claim.sides if s.at == number.side_at), "")
    spoken = {said.words[p].side for p in places} - {""}
    if not side or not spoken:
        return 0.0
    return 1.0 if side in spoken else -1.0


FAR = 12.0
"""Words; further off counts as so far."""


def _gap(places: Sequence[int], word: str, said: Said) -> float:
    """Words between the nearest of `places` and a word."""
    spoken = said.by_form.get(word, ()) if word else ()
    best = FAR
    at = 0
    for p in places:
        while at < len(spoken) and spoken[at] < p:
            at += 1
        for k in spoken[max(0, at - 1) : at + 1]:
            best = min(best, float(abs(k - p)))
    return best


def _numbers_near(found: Alignment, said: Said) -> list[int]:
    """The numbers said near any word of the statement; those said elsewhere are no rivals."""
    out: set[int] = set()
    for at in found.at:
        first = bisect_left(said.number_places, at - int(FAR))
        last = bisect_left(said.number_places, at + int(FAR) + 1)
        out.update(said.number_places[first:last])
    return sorted(out)


def _is_stated(spoken: str, stated: set[str]) -> bool:
    return spoken in stated or any(k in stated for k in number_keys(spoken))


def places_said(number: ClaimNumber, said: Said) -> list[int]:
    """Where a number was said; `3/5` is not said by `3 out of 6`."""
    _, slash, bottom = number.text.partition("/")
    out = set()
    for key in number.spellings:
        for p in said.by_number.get(key, ()):
            spoken = said.words[p].number
            if not (slash and "/" in spoken and spoken.partition("/")[2] != bottom):
                out.add(p)
    return sorted(out)


def is_unsaid(number: ClaimNumber, said: Said) -> bool:
    """Whether a number was said nowhere, in whole or in parts; a date must only be one of the calendar."""
    if number.unit == "date":
        return not _is_date(number.text)
    if _is_past_its_scale(number.text) and number.text not in said.by_number:
        return True
    return not (places_said(number, said) or parts_said(number, said) or decimal_said(number.text, said))


def _is_past_its_scale(text: str) -> bool:
    """`9+/5`: more than the most that a scale of five or ten has."""
    top, slash, bottom = text.partition("/")
    return (
        bool(slash)
        and bottom in ("5", "10")
        and top.strip("+-").isdigit()
        and int(top.strip("+-")) > int(bottom)
    )


def _is_date(text: str) -> bool:
    """Whether month, day and year are such as a calendar has, the month first."""
    month, *day, year = (int(p) for p in text.split("/"))
    of_this_time = len(str(year)) <= 2 or 1900 <= year <= 2100
    return 1 <= month <= 12 and all(1 <= d <= 31 for d in day) and of_this_time


def _date_share(number: ClaimNumber, said: Said) -> float:
    """Share of a date's parts that were said, the month as a word or as a number; 1 for what is no date."""
    if number.unit != "date":
        return 1.0
    parts = [p.lstrip("0") or "0" for p in number.text.split("/")]
    heard = [any(key in said.by_number for key in (p, p[-2:], f"{p}th", f"20{p}")) for p in parts]
    month = parts[0]
    if month.isdigit() and 1 <= int(month) <= 12:
        heard[0] = heard[0] or form(MONTHS[int(month) - 1]) in said.by_form
    return sum(heard) / len(heard)


def _company(place: int, number: ClaimNumber, found: Alignment) -> float:
    return fsum(weight_of(f) for f in found.company(place, NEAR) if f in number.near)


def parts_said(number: ClaimNumber, said: Said) -> bool:
    """`3-4` said as `3 or 4`, `120/80` as `120 and then 80`: all parts, in order and near each other."""
    parts = [k for k in number_keys(number.text) if k != number.text]
    if not parts:
        return False
    for first in said.by_number.get(parts[0], ()):
        at = first
        for part in parts[1:]:
            at = next((p for p in said.by_number.get(part, ()) if at <= p <= at + PARTS_NEAR), -1)
            if at < 0:
                break
        if at >= 0:
            return True
    return False


PARTS_NEAR = 6
"""Words within which the parts of a number are said."""


def decimal_said(text: str, said: Said) -> bool:
    """`98.2` said as `98 2`."""
    whole, _, rest = text.partition(".")
    return bool(rest) and any(
        said.words[k].number == rest
        for p in said.by_number.get(whole, ())
        for k in range(p + 1, min(p + 3, len(said.words)))
    )
