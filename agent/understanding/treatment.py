"""Interventions, their minutes and who gave them, as dictated; nothing summed, nothing assumed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from agent.understanding.clauses import Clause
from agent.understanding.marks import Intervention, Mark
from agent.understanding.phrases import lexicon, words
from agent.understanding.tokens import Token

Contributor = Literal["PT", "PTA", "student", "aide"]
_CONTRIBUTORS: dict[str, Contributor] = {
    "pta": "PTA",
    "assistant": "PTA",
    "student": "student",
    "spt": "student",
    "aide": "aide",
    "tech": "aide",
    "technician": "aide",
}
_NOT_DONE = words("treatment_not_done")
_LATER = re.compile(
    r"\bnext (?:visit|time|session|week)\b|\bat home\b|\bwill (?:add|start|try|begin)\b|"
    r"\bplan to\b|\blast (?:visit|time|session|week) (?:we|i)\b|\bif \w+ (?:is|are|does)\b",
    re.IGNORECASE,
)
_RESTATED = re.compile(r"\b(?:another|more|additional|again|second round|then|plus|extra)\b", re.IGNORECASE)
_PRONOUN_START = re.compile(
    r"^(?:that(?:'s| is| was| took| makes)?|this (?:was|took)|it (?:was|took)|which|about|for|"
    r"all that|all of that|those|we did that|took|spent)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Given:
    """One intervention of today, read from `clause` (an index into the clauses read)."""

    clause: int
    code: str
    name: str
    minutes: int | None
    by: Contributor
    position: int
    minutes_clause: int = -1


@dataclass(slots=True)
class _Open:
    """An intervention named in a clause, before its minutes are known."""

    clause: int
    mark: Mark
    data: Intervention
    name: str
    by: Contributor
    minutes: int | None = None
    adjunct: bool = False
    split: tuple[tuple[int, Contributor], ...] = ()
    minutes_clause: int = -1
    leads: bool = False
    """Whether its giver was the subject of the sentence: `our PTA did …`."""


def interventions(
    said: Sequence[Clause], *, medicare: bool, skip: frozenset[int] = frozenset()
) -> list[Given]:
    """What was given today, in spoken order. `skip`: clauses that are plans, goals, commands or totals."""
    opened: list[_Open] = []
    for index, clause in enumerate(said):
        if index in skip or clause.speaker == "PATIENT" or _LATER.search(clause.text):
            continue
        here = _named(index, clause, opened)
        _assign_minutes(index, clause, here, opened)
        opened.extend(here)
    return _settled(opened, said, medicare)


def _contributor_at(tokens: Sequence[Token], at: int) -> Contributor | None:
    who = _CONTRIBUTORS.get(tokens[at].low)
    if (
        who == "PTA"
        and tokens[at].low == "assistant"
        and not (at and tokens[at - 1].low in ("therapist", "pt", "therapy", "our", "the", "my"))
    ):
        return None
    return who


def _shared(tokens: Sequence[Token], at: int) -> bool:
    """Whether the helper only helped: `aide assisted with set-up`."""
    return any(
        t.low
        in (
            "set",
            "setup",
            "cleaned",
            "observed",
            "watched",
            "shadowing",
            "present",
            "supervised",
            "assisted",
        )
        for t in tokens[at + 1 : at + 4]
    )


def _carried(index: int, clause: Clause, earlier: Sequence[_Open]) -> Contributor:
    """Who gave the treatment named just before in the same sentence goes on giving this one."""
    last = earlier[-1] if earlier else None
    if (
        last is None
        or last.clause != index - 1
        or clause.new_sentence
        or clause.unpunctuated
        or not last.leads
    ):
        return "PT"
    return last.by


def _named(index: int, clause: Clause, earlier: Sequence[_Open]) -> list[_Open]:
    """The interventions a clause names, with who gave them."""
    tokens = clause.tokens
    out: list[_Open] = []
    by = _carried(index, clause, earlier)
    starts = {m.start: m for m in clause.marks}
    at = 0
    while at < len(tokens):
        who = _contributor_at(tokens, at)
        if who is not None and not _shared(tokens, at):
            if (any(t.low in ("by", "with") for t in tokens[max(0, at - 4) : at]) and out) or (
                out and not any(m.of("intervention") for m in clause.marks if m.start > at)
            ):
                out[-1].by = who
            elif not out and not any(m.of("intervention") for m in clause.marks if m.start > at) and earlier:
                if any(
                    t.low in ("did", "done", "performed", "provided", "gave", "led", "completed")
                    for t in tokens
                ):
                    earlier[-1].by = who
            else:
                by = who
        elif (
            tokens[at].low in ("i", "pt", "myself", "me")
            and at + 1 < len(tokens)
            and tokens[at + 1].low
            in ("did", "then", "gave", "performed", "provided", "worked", "also", "started", "finished")
        ):
            by = "PT"
        mark = starts.get(at)
        term = mark.of("intervention") if mark is not None else None
        if mark is None or term is None:
            at = mark.end if mark is not None else at + 1
            continue
        before = [t.low for t in tokens[max(0, at - 3) : at]]
        after = [t.low for t in tokens[mark.end : mark.end + 3]]
        not_done = (
            any(w in _NOT_DONE for w in before)
            or any(
                w in ("after", "following", "since", "considered", "discussed", "offered")
                for w in before[-2:]
            )
            or any(w in ("held", "deferred", "declined", "refused", "skipped", "not") for w in after)
        )
        adjunct = (
            term.data.code in lexicon("treatment")["packs"]
            and _beside_modality(mark, before, out, starts, tokens)
        ) or (term.data.code == "90901" and bool(out) and before[-1:] != [","])
        if not not_done:
            out.append(_Open(index, mark, term.data, term.name, by, adjunct=adjunct, leads=by != "PT"))
        at = mark.end
    return out


def _assign_minutes(index: int, clause: Clause, here: list[_Open], earlier: Sequence[_Open]) -> None:
    """Give every number of minutes in the clause to the intervention it was said of."""
    tokens = clause.tokens
    exercises = [m for m in clause.marks if m.of("exercise") and not m.of("intervention")]
    loose: list[int] = []
    used = 0
    for at in _minute_places(tokens, here):
        minutes = int(tokens[at].number or 0)
        unit_end = at + 2 if _low(tokens, at + 1) in ("minutes", "minute") else at + 1
        named_at = _past_joiners(tokens, unit_end)
        following = next(
            (
                o
                for o in here
                if o.mark.start == named_at and o.minutes is None and not _earlier_open(here, o, at)
            ),
            None,
        )
        if following is None and named_at > unit_end:
            following = next((o for o in here if o.mark.start == named_at), None)
        if following is not None and following.minutes is None:
            following.minutes, following.minutes_clause = minutes, index
            used += 1
            continue
        before = [o for o in here if o.mark.end <= at]
        target = next((o for o in reversed(before) if o.minutes is None and not o.adjunct), None)
        if (
            target is not None
            and any(
                o.minutes is None and not o.adjunct and not o.data.weak for o in before if o is not target
            )
            and _joined_by_and(tokens, before)
        ):
            if "each" in [t.low for t in tokens[unit_end : unit_end + 2]]:
                for o in before:
                    o.minutes, o.minutes_clause = minutes, index
            continue
        nearest = max((m.end for m in exercises if m.end <= at), default=-1)
        close = nearest > 0 and at - nearest <= 2 and "," not in [t.low for t in tokens[nearest:at]]
        if close and before and nearest > before[-1].mark.end:
            loose.append(minutes)
            continue
        if target is not None and _of_something_unheard(tokens, target, before, at):
            continue
        if target is not None:
            target.minutes, target.minutes_clause = minutes, index
            used += 1
            continue
        if before:
            last = before[-1]
            who = _who_near(tokens, at)
            if last.minutes is not None and who is not None and minutes < last.minutes:
                last.split = (*last.split, (minutes, who))
            continue
        if (
            not here
            and earlier
            and (_PRONOUN_START.match(clause.text) or at <= 1 or _closes_clause(clause, at, exercises))
        ):
            named = next((o for o in reversed(earlier) if not o.adjunct), None)
            if named is not None and named.minutes is None and index - named.clause <= 8:
                named.minutes, named.minutes_clause = minutes, index
            elif (
                named is not None
                and named.minutes is not None
                and (who := _who_near(tokens, at))
                and minutes < named.minutes
                and index == named.clause + 1
            ):
                named.split = (*named.split, (minutes, who))
    _split_shared(clause, here)
    empty = [o for o in here if o.minutes is None and not o.adjunct]
    if len(loose) == 1 and len(empty) == 1 and used == 0:
        empty[0].minutes, empty[0].minutes_clause = loose[0], index


def _of_something_unheard(tokens: Sequence[Token], target: _Open, before: Sequence[_Open], at: int) -> bool:
    """Whether a second time in a clause would go to a part of what already has its minutes.

    `Manual therapy, 11 minutes, patellar mobilizations, day training, 9 minutes`: the nine were said of
    something that was not understood, and billing them as manual therapy would be a guess.
    """
    code = target.data.code
    timed = any(o.minutes is not None and o.data.code == code for o in before if o is not target)
    return timed and "," in [t.low for t in tokens[target.mark.end : at]]


_SHARED = re.compile(
    r"\b(\d+)(?: minutes?)?(?: of (?:those|them|which|that|it|the time|these)(?: minutes)?|"
    r" were| was| with| by| done| from|,)(?: \w+,?){0,5}? (?:the |our |my )?(PTA|student|aide|"
    r"tech)\b",
    re.IGNORECASE,
)


_BOTH = re.compile(
    r"\b(\d+)(?: minutes?)? (?:with|by|from) (?:me|myself|the PT|PT)\b.{0,12}?(\d+)(?: minutes?)? "
    r"(?:with|by|from) (?:\w+ )?(?:PTA|assistant)\b",
    re.IGNORECASE,
)


def _split_shared(clause: Clause, here: Sequence[_Open]) -> None:
    """`25 minutes, 10 of those with the PTA`: 10 by the PTA and the rest by the PT."""
    both = _BOTH.search(clause.text)
    if both is not None and len(here) == 1:
        mine, theirs = int(both.group(1)), int(both.group(2))
        here[0].minutes, here[0].by, here[0].split = mine + theirs, "PT", ((theirs, "PTA"),)
        return
    for match in _SHARED.finditer(clause.text):
        minutes, who = int(match.group(1)), _CONTRIBUTORS[match.group(2).casefold()]
        for o in here:
            if (
                o.minutes is not None
                and minutes < o.minutes
                and not o.split
                and (o.by == who or len(here) == 1)
            ):
                o.by = "PT"
                o.split = ((minutes, who),)


def _closes_clause(clause: Clause, at: int, exercises: Sequence[Mark]) -> bool:
    """Whether a clause of today's exercises ends with its minutes: `squats and marching, 12 minutes`."""
    listed = bool(exercises) or "," in [t.low for t in clause.tokens[:at]]
    return listed and at >= len(clause.tokens) - 3 and not _NOT_A_TOTAL.search(clause.low)


_NOT_A_TOTAL = re.compile(r"\b(?:tolerance|every|per|under|within|ago)\b")
_MODALITIES = frozenset(["estim", "97016", "97012", "97032", "97035"])


def _beside_modality(
    mark: Mark, before: Sequence[str], out: Sequence[_Open], starts: dict[int, Mark], tokens: Sequence[Token]
) -> bool:
    """Whether a hot or cold pack was put on together with another modality: no service of its own."""
    if out and before and before[-1] in ("with", "under"):
        return True
    if out and before and before[-1] == "and" and out[-1].data.code in _MODALITIES:
        return True
    if mark.end + 1 >= len(tokens) or tokens[mark.end].low not in ("with", "and"):
        return False
    other = starts.get(mark.end + 1)
    term = other.of("intervention") if other is not None else None
    return term is not None and term.data.code in _MODALITIES


_JOINING = frozenset(
    [
        "of",
        "on",
        "for",
        "with",
        "total",
        "one",
        "to",
        "direct",
        "doing",
        "skilled",
        "the",
        "some",
        "in",
        "spent",
    ]
)


def _past_joiners(tokens: Sequence[Token], at: int) -> int:
    """Past `of`, `total for`, `of one on one`: where the name of what the minutes were for may stand."""
    end = at
    while end < len(tokens) and end < at + 5 and tokens[end].low in _JOINING:
        end += 1
    return end


def _earlier_open(here: Sequence[_Open], than: _Open, at: int) -> bool:
    return any(o.minutes is None and o is not than and o.mark.end <= at for o in here)


def _joined_by_and(tokens: Sequence[Token], before: Sequence[_Open]) -> bool:
    """`manual therapy and exercise 30 minutes`: one time for two interventions belongs to neither."""
    if len(before) < 2:
        return False
    left, right = before[-2], before[-1]
    between = [t.low for t in tokens[left.mark.end : right.mark.start]]
    return between in (["and"], ["plus"], ["with"], [",", "and"], ["&"]) and left.minutes is None


def _low(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if 0 <= at < len(tokens) else ""


_REP_UNITS = words("treatment_rep_units")


def _minute_places(tokens: Sequence[Token], here: Sequence[_Open]) -> list[int]:
    """Where numbers of minutes stand: `12 minutes`, `for fourteen`, and a bare number right after a name."""
    ends = {o.mark.end for o in here if not o.data.weak}
    places = []
    for at, token in enumerate(tokens):
        if token.number is None or not token.number.is_integer() or not 1 <= token.number <= 240:
            continue
        following = _low(tokens, at + 1)
        if _short_for_minutes(tokens, at, here):
            places.append(at)
            continue
        if following in ("minutes", "minute"):
            if _low(tokens, at + 2) in (
                "walk",
                "step",
                "hold",
                "warm",
                "rest",
                "ago",
                "break",
                "intervals",
                "bouts",
                "later",
            ) or _low(tokens, at - 1) in ("under", "within", "every", "than"):
                continue
            places.append(at)
        elif following in _REP_UNITS or following.startswith("x"):
            continue
        elif (
            _low(tokens, at - 1) == "for" and any(o.mark.end <= at - 1 <= o.mark.end + 3 for o in here)
        ) or (at in ends and (following in ("", ",", "and", "then") or not following)):
            places.append(at)
    return places


def _short_for_minutes(tokens: Sequence[Token], at: int, here: Sequence[_Open]) -> bool:
    """`26 minutes of exercise and 11 of neuro re-ed`, `15 ther ex`: minutes understood from the ones said."""
    if not any(t.low in ("minutes", "minute") for t in tokens):
        return False
    if _low(tokens, at + 1) in ("of", "on"):
        return at + 2 in {o.mark.start for o in here}
    if _low(tokens, at - 1) in ("grade", "level", "stage", "phase") or (tokens[at].number or 0) < 4:
        return False
    return at + 1 in {o.mark.start for o in here if not o.data.weak}


def _who_near(tokens: Sequence[Token], at: int) -> Contributor | None:
    for k in range(at, min(len(tokens), at + 10)):
        if (who := _contributor_at(tokens, k)) is not None:
            return who
    return None


def _settled(opened: Sequence[_Open], said: Sequence[Clause], medicare: bool) -> list[Given]:
    """Without names that got neither minutes nor a code of their own, and without restatements."""
    stim = lexicon("treatment")["unattended_stim"]
    packs = set(lexicon("treatment")["packs"])
    out: list[Given] = []
    for o in opened:
        clause = said[o.clause]
        code = o.data.code
        if code == "estim":
            code = stim["medicare"] if medicare else stim["other"]
        if o.data.code == "estim" and re.search(
            r"(?<!un)(?<!un )\battended\b|\bconstant attendance\b", clause.low
        ):
            code = "97032"
        if code == "20560" and re.search(r"\b(?:[3-9]|three|four|five|six) (?:\w+ )?muscles\b", clause.text):
            code = "20561"
        if o.adjunct and o.minutes is None:
            continue
        if o.minutes is None and o.data.weak:
            continue
        if code in packs and re.search(
            r"\bat home\b|\bices? (?:at|it|her|his|after work)\b", clause.text, re.IGNORECASE
        ):
            continue
        if o.minutes is None and o.data.code == "97110" and not _done_today(clause):
            continue
        given = Given(o.clause, code, o.name, o.minutes, o.by, o.mark.start, o.minutes_clause)
        if _restates(given, out, clause):
            continue
        for minutes, who in o.split:
            if given.minutes is not None and 0 < minutes < given.minutes:
                out.append(replace(given, minutes=minutes, by=who))
                given = replace(given, minutes=given.minutes - minutes)
        out.append(given)
    return _without_unneeded(out)


def _done_today(clause: Clause) -> bool:
    return (
        clause.heading == "O"
        or "minute" in clause.low
        or bool(re.search(r"\b(?:did|performed|completed|today|worked)\b", clause.text, re.IGNORECASE))
    )


def _restates(given: Given, out: Sequence[Given], clause: Clause) -> bool:
    """Whether the same minutes of the same code were said before, in another clause."""
    return (
        any(
            g.code == given.code
            and g.minutes == given.minutes
            and g.by == given.by
            and g.clause != given.clause
            for g in out
        )
        and not _RESTATED.search(clause.text)
        and given.minutes is not None
    )


def _without_unneeded(out: Sequence[Given]) -> list[Given]:
    """A code named without minutes beside the same code with minutes adds nothing."""
    untimed = set(lexicon("treatment")["untimed"])
    kept: list[Given] = []
    for g in out:
        if g.minutes is None and any(
            o.code == g.code and o is not g and (o.minutes is not None or o in kept) for o in out
        ):
            continue
        if g.code in untimed and any(o.code == g.code for o in kept):
            continue
        kept.append(g)
    return kept
