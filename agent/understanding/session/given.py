"""The treatments of a visit with their minutes, and its totals, from its turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from agent.needles import Rare
from agent.understanding.phrases import lexicon
from agent.understanding.session.added import summed, with_another, without_running_sums
from agent.understanding.session.anew import paired_anew
from agent.understanding.session.clocks import Span, from_to
from agent.understanding.session.compared import with_compared
from agent.understanding.session.counted import counted_anew
from agent.understanding.session.echoed import with_echoed
from agent.understanding.session.groups import with_groups
from agent.understanding.session.helped import parts_of, parts_of_others
from agent.understanding.session.labelled import with_labels
from agent.understanding.session.lookback import with_parts_as_doses
from agent.understanding.session.matching import Block, blocks, pair
from agent.understanding.session.mentions import Mention, mentions
from agent.understanding.session.people import Contributor, giver, helper_at, names, therapist_at
from agent.understanding.session.phrased import Fixed, block_of, shares, told_together, with_each
from agent.understanding.session.plausible import without_implausible
from agent.understanding.session.proofs import closes, found_by_adding, opening_figures, opens_with
from agent.understanding.session.quantities import Quantity, quantities
from agent.understanding.session.reckonings import reckoned
from agent.understanding.session.remainders import with_remainders
from agent.understanding.session.settling import beside_modality, code_of, says_again, tells_of_today
from agent.understanding.session.stints import in_stints, settled
from agent.understanding.session.sums import Sum, sums
from agent.understanding.session.talk import Talk, talk, units_among
from agent.understanding.session.uncharged import without_uncharged
from agent.understanding.session.unpaired import unpaired
from agent.understanding.utterances import Turn

MOST_TRIED = 12
"""A visit is summed up near its end: so many possible totals are tried, from the last back."""


_CONTENT_OF = {"97124": "97140"}
"""Named without minutes of their own beside the treatment on the right, these tell what it consisted of."""


@dataclass(frozen=True, slots=True)
class Given:
    """A treatment of today. `place` and `minutes_place`: characters of the transcript (-1: no minutes)."""

    place: int
    code: str
    name: str
    minutes: int | None
    by: Contributor
    minutes_place: int = -1


@dataclass(frozen=True, slots=True)
class Total:
    """A total as it was said, at character `place` of the transcript."""

    place: int
    what: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Unbilled:
    """Minutes told among treatment, at character `place` of the transcript, of nothing understood."""

    place: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Session:
    """What was done in a visit, as far as its words tell."""

    given: tuple[Given, ...]
    totals: tuple[Total, ...]
    unbilled: tuple[Unbilled, ...] = ()


def session(turns: Sequence[Turn], *, medicare: bool, barred: Sequence[tuple[int, int]] = ()) -> Session:
    """What the turns tell of today's treatment. `barred`: characters of commands, which tell nothing."""
    said = talk(turns)
    if not said.tokens:
        return Session((), ())
    open_words = [not any(a <= t.start < b for a, b in barred) for t in said.tokens]
    counted = units_among(said)
    named = [m for m in with_groups(said, mentions(said)) if open_words[m.start]]
    numbers = [q for q in quantities(said, named) if open_words[q.at] and q.at not in counted]
    numbers = with_echoed(said, turns, named, numbers)
    named = without_uncharged(said, named, numbers, _untimed())
    numbers = in_stints(said, named, settled(said, reckoned(said, numbers)))
    numbers = with_parts_as_doses(said, named, numbers)
    numbers = with_compared(said, named, with_labels(said, named, numbers))
    told = [s for s in sums(said, numbers, named) if open_words[s.at] and s.at not in counted]
    clock = from_to(said, [m.end for m in named])
    if clock is not None:
        numbers = [q for q in numbers if not clock.holds(q.at)]
        told = [s for s in told if not clock.holds(s.at)]
    treated, told = _paired(said, named, numbers, _by_the_clock(told, clock))
    totals = [Total(said.tokens[s.at].start, s.what, s.minutes) for s in told if s.what != "code"]
    return Session(
        tuple(_given(said, treated, named, numbers, medicare)),
        tuple(totals),
        tuple(_unbilled(said, named, numbers, treated, told)),
    )


def _by_the_clock(told: Sequence[Sum], clock: Span | None) -> list[Sum]:
    """The sums, and the time by the clock where no total was told for sure."""
    if clock is None or any(s.what == "total" and s.surely for s in told):
        return list(told)
    return sorted([*told, Sum(clock.start, "total", clock.minutes)], key=lambda s: s.at)


def _unbilled(
    said: Talk,
    named: Sequence[Mention],
    numbers: Sequence[Quantity],
    treated: Sequence[Block],
    told: Sequence[Sum],
) -> list[Unbilled]:
    explained = (
        told_together(said, named, numbers, told).used
        | {q.at for q in shares(said, numbers, named)}
        | {q.at for both in with_each(said, numbers, named) for q in both}
    )
    left = unpaired(said, named, numbers, treated, told, explained, _untimed())
    return [Unbilled(said.tokens[q.at].start, q.minutes) for q in left]


def _paired(
    said: Talk, named: Sequence[Mention], numbers: Sequence[Quantity], told: Sequence[Sum]
) -> tuple[list[Block], list[Sum]]:
    """Blocks with their minutes, and the sums that hold."""
    sure = [s for s in told if s.surely]
    numbers = _with_proven_doses(said, named, numbers, sure)
    treated = _pair(said, named, numbers, sure)
    unsure = [*opening_figures(said, named, numbers, told), *(s for s in told if not s.surely)]
    for s in unsure[-MOST_TRIED:]:
        trial = _pair(said, named, numbers, [*sure, s])
        if closes(s, trial, _untimed()) or opens_with(s, trial):
            sure, treated = sorted([*sure, s], key=lambda t: t.at), trial
    sure += found_by_adding(numbers, treated, sure)
    sure = paired_anew(said, treated, numbers, sure)
    without_implausible(said, treated, sure, _untimed())
    _missing_part(treated, numbers, sure)
    whole = told_together(said, named, numbers, sure).wholes
    return treated, sorted([*sure, *whole], key=lambda t: t.at)


def _missing_part(treated: Sequence[Block], numbers: Sequence[Quantity], told: Sequence[Sum]) -> None:
    """`Pulleys ten minutes, isometrics fourteen, all exercise, glides nine, total thirty-three`.

    The ten stand inside the block before its fourteen, and they alone are missing from the total. Minutes of
    one exercise told behind those of its block lie within them, whatever the total holds besides.
    """
    total = next((s.minutes for s in reversed(told) if s.what in ("total", "timed")), None)
    held = {b.quantity.at for b in treated if b.quantity is not None and b.code} | {s.at for s in told}
    missing = (total or 0) - sum(b.minutes or 0 for b in treated if b.code)
    parts = [q for q in numbers if q.at not in held and q.spoken and q.role in ("activity", "dose")]
    for b in treated:
        own = b.quantity.at if b.quantity is not None else b.start
        inside = [q for q in parts if b.start < q.at < min(b.end, own) and q.minutes == missing]
        if b.code and b.minutes is not None and len(inside) == 1:
            b.minutes += missing
            for other in treated:
                if other.quantity is not None and other.quantity.at == inside[0].at:
                    other.minutes, other.quantity = None, None
            return


def _with_proven_doses(
    said: Talk, named: Sequence[Mention], numbers: Sequence[Quantity], told: Sequence[Sum]
) -> list[Quantity]:
    """Without the minutes of single exercises, but for the one that the told timed minutes need to add up."""
    without = [q for q in numbers if q.role != "dose"]
    doses = [q for q in numbers if q.role == "dose"]
    timed = [s.minutes for s in told if s.what == "timed"] or [s.minutes for s in told if s.what == "total"]
    if not doses or not timed:
        return without
    treated = _pair(said, named, without, told)
    missing = timed[-1] - sum(b.minutes or 0 for b in treated if b.code not in _untimed())
    needed = [q for q in doses if q.minutes == missing]
    return [q for q in numbers if q.role != "dose" or q in needed] if len(needed) == 1 else without


def _untimed() -> frozenset[str]:
    return frozenset(lexicon("treatment")["untimed"])


def _pair(
    said: Talk, named: Sequence[Mention], numbers: Sequence[Quantity], told: Sequence[Sum]
) -> list[Block]:
    totals = {s.at for s in told}
    told_of = told_together(said, named, numbers, told)
    taken = {f.mention for f in told_of.fixed}
    parts = {q.at for q in shares(said, numbers, named)}
    numbers = summed(said, numbers, named)
    free = [
        q for q in numbers
        if q.at not in totals and q.at not in told_of.used and q.role != "other" and q.at not in parts
    ]  # fmt: skip
    every = blocks(said, named, free)
    alone = [b for b in every if not beside_modality(said, b, every)]
    if len(alone) < len(every):
        kept = {m for b in alone for m in b.mentions}
        alone = blocks(said, [m for m in named if m in kept], free)
    treated = alone
    held = [b for m in taken if (b := block_of(m, treated)) is not None]
    pairable = [b for b in treated if not any(b is h for h in held)]
    pair(said, pairable, free)
    for b in pairable:
        if b.quantity is not None:
            b.minutes = b.quantity.minutes
    with_another(said, pairable, free, named)
    _without_doses(said, pairable)
    counted_anew(said, pairable)
    _parts_for_none(said, treated, [q for q in numbers if q.at in parts])
    for f in told_of.fixed:
        b = block_of(f.mention, treated)
        if b is not None and f.rest_of is None:
            b.minutes, b.quantity = f.minutes, None
            if f.minutes is not None:
                b.quantity = Quantity(f.at, f.at + 1, f.minutes, True, "activity")
    _the_rest(treated, [f for f in told_of.fixed if f.rest_of is not None])
    for s in told:
        if s.what == "code":
            _sum_of_code(treated, s)
    without_running_sums(said, treated)
    with_remainders(said, treated, told_of.shared, told)
    return treated


_EVALUATIONS = frozenset(["97161", "97162", "97163", "97164", "evaluation"])


def _the_rest(treated: Sequence[Block], fixed: Sequence[Fixed]) -> None:
    """What is left of a whole by the minutes of all others, in equal shares."""
    held = [(f, b) for f in fixed if (b := block_of(f.mention, treated)) is not None]
    if not held or len({id(b) for _, b in held}) != held[0][0].among:
        return
    first = held[0][0]
    others = [o for o in treated if not any(o is b for _, b in held)]
    told = [o for o in others if o.quantity is not None and (o.code or not first.counted)]
    left = (first.rest_of or 0) - sum(o.minutes or 0 for o in told)
    examined = any(o.minutes is not None and o.code in _EVALUATIONS for o in treated)
    unknown = any(
        o.minutes is None and o.code in _untimed() and not (examined and o.code in _EVALUATIONS)
        for o in others
        if o.named
    )
    if left <= 0 or left % len(held) or unknown or not told:
        return
    for f, b in held:
        b.minutes = left // len(held)
        b.quantity = Quantity(f.at, f.at + 1, b.minutes, True, "activity")


def _without_doses(said: Talk, treated: Sequence[Block]) -> None:
    """`bike 10 minutes and chin tucks, 14 minutes of ther ex`: the minutes of one exercise lie inside."""
    for a, b in pairwise(treated):
        pairs = ((a, b), (b, a))
        for part, whole in pairs:
            if (
                part.code == whole.code
                and part.minutes is not None
                and whole.minutes is not None
                and whole.named
                and not part.named
                and all(m.rank == "exercise" for m in part.mentions)
                and part.minutes < whole.minutes
                and not says_again(said, a.end, b.start)
            ):
                part.minutes, part.quantity = None, None


def _parts_for_none(said: Talk, treated: Sequence[Block], parts: Sequence[Quantity]) -> None:
    """`Next the exercise, sixteen of those`: the part word means minutes, and the treatment has none yet."""
    for q in parts:
        before = [
            (m, b)
            for b in treated
            for m in b.mentions
            if m.end <= q.at and said.breaks(m.start, q.at) <= q.spoken
        ]
        mention, block = max(before, key=lambda pair: pair[0].end, default=(None, None))
        if mention is None or block is None or block.minutes is not None or not block.code:
            continue
        if q.spoken or mention.rank != "exercise":
            block.minutes, block.quantity = q.minutes, q


def _sum_of_code(treated: Sequence[Block], s: Sum) -> None:
    own = [b for b in treated if b.code == s.code and b.minutes is not None]
    if sum(b.minutes or 0 for b in own) == s.minutes:
        return
    target = own[0] if own else next((b for b in treated if b.code == s.code), None)
    for b in own:
        b.minutes = None
    if target is not None:
        target.minutes = s.minutes
        target.quantity = target.quantity or Quantity(s.at, s.at + 1, s.minutes, False, "short")


def _given(
    said: Talk,
    treated: Sequence[Block],
    named: Sequence[Mention],
    numbers: Sequence[Quantity],
    medicare: bool,
) -> list[Given]:
    known = names(said)
    with_another = {mine.at for mine, _ in with_each(said, numbers, named)}
    parts = shares(said, numbers, named)
    of_others = parts_of_others(said, named, known)
    helped, theirs = parts_of(of_others, treated), {p.at for p in of_others}
    untimed = _untimed()
    out: list[Given] = []
    leads: tuple[Contributor, int] | None = None
    for i, b in enumerate(treated):
        code = code_of(said, b, treated, medicare)
        if not code or beside_modality(said, b, treated):
            continue
        first = next((m for m in b.mentions if m.rank == "name"), _beside_minutes(said, b))
        closes = code in lexicon("treatment")["packs"] and _ends_with(said, b)
        if (
            not closes
            and b.minutes is None
            and (first.rank != "name" or (code == "97110" and not tells_of_today(said, b)))
        ):
            continue
        start, end = _window(said, treated, i, parts, known)
        by, named_at = giver(said, start, end, known)
        if named_at < 0 and leads is not None and said.sentence[leads[1]] == said.sentence[b.start]:
            by = leads[0]
        splits = helped.get(i) or _split(said, [q for q in parts if q.at not in theirs], b, end, known)
        if i in helped:
            by = "PT"
        leads = (by, b.start) if by != "PT" and not splits and (named_at < 0 or named_at < b.start) else None
        if b.quantity is not None and b.quantity.at in with_another:
            by = "PT"
        if by == "aide" and b.quantity is not None and (b.minutes or 0) < b.quantity.minutes:
            by = "PT"  # the aide's part was taken off
        at = b.quantity.at if b.quantity is not None else -1
        given = Given(
            said.tokens[first.start].start, code, first.name or service_name(code), b.minutes, by,
            said.tokens[at].start if at >= 0 else -1,
        )  # fmt: skip
        if _restates(said, given, out, b):
            continue
        if given.minutes is not None:
            for minutes, who in splits:
                if 0 < minutes < given.minutes:
                    out.append(replace(given, minutes=minutes, by=who))
                    given = replace(given, minutes=given.minutes - minutes, by="PT")
        out.append(given)
    return _without_unneeded(out, untimed)


def _beside_minutes(said: Talk, b: Block) -> Mention:
    """The mention in the sentence of the minutes: `heel raise left 14 reps` before it was a test, perhaps."""
    if b.quantity is None:
        return b.mentions[0]
    at = min(b.quantity.at, len(said) - 1)
    return next((m for m in b.mentions if said.sentence[m.start] == said.sentence[at]), b.mentions[0])


_CLOSING_WITH = Rare(
    r"\b(?:finish|end|clos|wrapp|conclud)(?:ed|ing)? (?:up |off )?(?:on|with)(?: an?| the| some)?$", flags=0
)


def _ends_with(said: Talk, b: Block) -> bool:
    """`We finished on ice`: a pack put on, without a word of its minutes."""
    return bool(_CLOSING_WITH.search(said.words(max(said.opening(b.start), b.start - 6), b.start)))


def service_name(code: str) -> str:
    """Our own words for a code; the code itself where the lexicon has none."""
    return next((e["name"] for e in lexicon("treatment")["interventions"] if e["code"] == code), code)


_SUBJECT = 5
"""Words that a subject and its verb may stand before the treatment they tell of."""


def _window(
    said: Talk,
    treated: Sequence[Block],
    i: int,
    parts: Sequence[Quantity],
    known: dict[str, Contributor],
) -> tuple[int, int]:
    """The words in which the giver of a block may be named: its own sentences, up to its neighbours."""
    b = treated[i]
    last = max(b.end, b.quantity.end if b.quantity is not None else 0)
    first = min(b.start, b.quantity.at if b.quantity is not None else b.start)
    start, end = said.opening(first), said.closing(min(last, len(said)) - 1)
    for q in parts:
        if i and treated[i - 1].end <= q.at < first:
            start = max(start, q.end)  # who gave a part of what was told before
    for other in treated:
        if other is b or other.quantity is None:
            continue
        done = max(other.end, other.quantity.end)
        if done <= first:
            start = max(start, done)
        begun = min(other.start, other.quantity.at)
        if last <= begun <= end + _SUBJECT + 1:
            # `…, then I did` right before a neighbour says who gave that one.
            near = max(last, begun - _SUBJECT)
            opened = [
                at
                for at in (therapist_at(said, near, begun), helper_at(said, near - 1, begun, known))
                if at is not None
            ]
            end = min([end, begun, *opened])
    if said.turn[b.start] in said.unpunctuated:
        end = min(end, last + 25)
    return start, end


def _split(
    said: Talk, parts: Sequence[Quantity], b: Block, end: int, known: dict[str, Contributor]
) -> list[tuple[int, Contributor]]:
    """`25 minutes, 10 of those with the PTA`; `the PTA did the last 10 of it`, or `… of the exercise`."""
    out: list[tuple[int, Contributor]] = []
    if b.quantity is None or (b.minutes or 0) < b.quantity.minutes:
        return out  # counted anew: what others gave is taken off already
    for q in parts:
        if 0 <= b.start - q.end <= _SUBJECT and not said.breaks(q.at, b.start):
            who, _ = giver(said, said.opening(q.at), q.at, known)
            if who != "PT":
                out.append((q.minutes, who))
            continue
        if q is b.quantity or not b.start <= q.at < end + 12:
            continue
        closing = min(said.closing(q.at), q.at + 12)
        who, named_at = giver(said, q.at, closing, known)
        if named_at < 0 and therapist_at(said, q.at, closing) is None:
            who, _ = giver(said, max(said.opening(q.at), q.at - _SUBJECT), q.at, known)
        if who != "PT":
            out.append((q.minutes, who))
    return out


def _restates(said: Talk, given: Given, out: Sequence[Given], b: Block) -> bool:
    if given.minutes is None:
        return False
    for g in out:
        if g.code == given.code and g.minutes == given.minutes and g.by == given.by:
            return not says_again(said, max(said.opening(b.start), b.start - 12), b.start)
    return False


def _without_unneeded(out: Sequence[Given], untimed: frozenset[str]) -> list[Given]:
    """A code named without minutes beside the same code with minutes adds nothing."""
    kept: list[Given] = []
    for g in out:
        if g.minutes is None and any(o.code == _CONTENT_OF.get(g.code) for o in out):
            continue
        if g.minutes is None and any(
            o.code == g.code and o is not g and (o.minutes is not None or o in kept) for o in out
        ):
            continue
        if g.code in untimed and any(o.code == g.code for o in kept):
            continue
        kept.append(g)
    return kept
