"""How a statement's negations go with what was said of the same things."""

from __future__ import annotations

from math import fsum

from agent.drafting.support.align import Alignment, Place, weight_of, window
from agent.drafting.support.claims import ClaimWord, StatementClaim
from agent.drafting.support.cues import NAMES as CUES
from agent.drafting.support.cues import cue_features
from agent.drafting.support.grammar import NAMES as GRAMMAR
from agent.drafting.support.leanings import NAMES as LEANINGS
from agent.drafting.support.leanings import leaning_features, leanings
from agent.drafting.support.results import confirmed
from agent.drafting.support.said import Said
from agent.drafting.support.turning import NAMES as TURNINGS
from agent.drafting.support.turning import turning_features
from agent.drafting.support.wordforms import denied_share, weight

NAMES = (
    "open_wrong", "open_wrong_share", "open_right", "open_unsure", "denied_wrong", "denied_wrong_share",
    "denied_right", "denied_unsure", "denied_missing", "open_missing", "cues", "cue_near", "cue_tight",
    "cues_tight", "head", "head_prior", "asserts", "worst_open", "worst_denied", "no_place",
    "open_words", "denied_words", "open_prior", "denies", "nots", "best_open", "sentence_cue",
    "tight_words", "negated_numbers", "open_prior_unsaid", "open_prior_sum", "denied_prior_mean",
    "denied_prior_least", *GRAMMAR, *LEANINGS, *CUES, *TURNINGS,
)  # fmt: skip
"""The features, in order."""
NEAR = 10
"""Words within which a word's company is looked for."""
SAME_RUN = 0.7
"""Occurrences with at least this share of the best one's company say how a word was meant."""


def is_settled(claim: StatementClaim, said: Said) -> bool:
    """Whether a statement affirms and denies nothing but results of tests, each said so of its side."""
    return claim.only_results and all(confirmed(r, said.results) for r in claim.results)


def denial_features(claim: StatementClaim, said: Said, found: Alignment) -> tuple[float, ...]:
    sums = {
        (negated, how): 0.0 for negated in (False, True) for how in ("right", "wrong", "unsure", "missing")
    }
    worst = {False: 0.0, True: 0.0}
    best_open = head = 0.0
    head_prior = 0.5
    seen_head = False
    open_prior = 0.0
    best_mentions: dict[str, int] = {}
    for w in claim.words:
        how, strength = meant(w, said, found, best_mentions)
        sums[w.negated, how] += weight(w.form)
        if how == "wrong":
            worst[w.negated] = max(worst[w.negated], strength)
        if how == "right" and not w.negated:
            best_open = max(best_open, strength)
        if not w.negated:
            open_prior = max(open_prior, denied_share(w.form))
        if w.negated and not seen_head:
            seen_head = True
            head = {"right": 1.0, "wrong": -1.0, "unsure": 0.0, "missing": -0.5}[how]
            head_prior = denied_share(w.form)
    margins = leanings(claim, said, found)
    open_known = sums[False, "right"] + sums[False, "wrong"]
    denied_known = sums[True, "right"] + sums[True, "wrong"]
    near = tight = cues_tight = in_sentence = tight_words = 0.0
    if found.places:
        near = float(
            any(
                said.words[k].denies or said.words[k].sign <= 0 for p in found.places for k in window(said, p)
            )
        )
        best = found.places[0]
        around = range(max(0, best.low - 3), min(len(said.words), best.high + 4))
        cues_tight = float(sum(said.words[k].denies for k in around))
        tight = float(any(said.words[k].sign < 0 for k in around))
        sentences = {said.words[k].sentence for k in range(best.low, best.high + 1)}
        in_sentence = float(any(said.words[k].denies for k in _sentence(said, best, sentences)))
        tight_words = float(len(around))
    return (
        sums[False, "wrong"],
        sums[False, "wrong"] / open_known if open_known else 0.0,
        sums[False, "right"],
        sums[False, "unsure"],
        sums[True, "wrong"],
        sums[True, "wrong"] / denied_known if denied_known else 0.0,
        sums[True, "right"],
        sums[True, "unsure"],
        sums[True, "missing"],
        sums[False, "missing"],
        float(len(claim.cues)),
        near,
        tight,
        cues_tight,
        head,
        head_prior,
        float(claim.asserts),
        worst[False],
        worst[True],
        float(not found.places),
        float(sum(not w.negated for w in claim.words)),
        float(sum(w.negated for w in claim.words)),
        open_prior,
        float(any(c.startswith("den") for c in claim.cues)),
        float(any(c == "not" or c.endswith("n't") for c in claim.cues)),
        best_open,
        in_sentence,
        tight_words,
        float(sum(n.negated for n in claim.numbers)),
        *_priors(claim, said),
        *claim.grammar,
        *leaning_features(margins),
        *cue_features(claim, said, found, best_mentions),
        *turning_features(claim, [(w, margin) for w, margin, _, _ in margins]),
    )


def _priors(claim: StatementClaim, said: Said) -> tuple[float, float, float, float]:
    """How usual it is that notes deny what is asserted here, unsaid or at all, and what is denied here."""
    asserted = [(w.form, denied_share(w.form)) for w in claim.words if not w.negated]
    denied = [denied_share(w.form) for w in claim.words if w.negated]
    return (
        fsum(max(0.0, share - 0.5) for f, share in asserted if f not in said.by_form),
        fsum(max(0.0, share - 0.5) for _, share in asserted),
        fsum(denied) / len(denied) if denied else 0.5,
        min(denied, default=1.0),
    )


def meant(word: ClaimWord, said: Said, found: Alignment, best_mentions: dict[str, int]) -> tuple[str, float]:
    """How the talk meant a word where it stands in the statement's company, and how telling that is.

    `right`, `wrong`, `unsure` (asked, and not answered) or `missing`; the strength is the weight of the
    word with its company. Where it is said in most of its company is put in `best_mentions`.
    """
    occurrences = said.by_form.get(word.form)
    if not occurrences:
        return "missing", 0.0
    scored = [
        (fsum(weight_of(k) for k in found.company(p, NEAR) if k != word.form), p) for p in occurrences[:40]
    ]
    best = max(s for s, _ in scored)
    best_mentions[word.form] = next(p for s, p in scored if s == best)
    signs = {said.words[p].sign for s, p in scored if s >= SAME_RUN * best}
    strength = weight(word.form) + best
    if (-1 if word.negated else 1) in signs:
        return "right", strength
    if (1 if word.negated else -1) in signs:
        return "wrong", strength
    return "unsure", strength


def _sentence(said: Said, place: Place, sentences: set[int]) -> range:
    low, high = place.low, place.high
    while low > 0 and said.words[low - 1].sentence in sentences and place.low - low < 30:
        low -= 1
    while (
        high + 1 < len(said.words) and said.words[high + 1].sentence in sentences and high - place.high < 30
    ):
        high += 1
    return range(low, high + 1)
