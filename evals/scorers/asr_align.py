"""Reference and hypothesis, word against word, and what went wrong, by kind of word."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from evals.scorers.asr_tokens import Kind, Token


@dataclass
class Tally:
    """Counts over any number of recordings; add with `+=`."""

    words: int = 0
    errors: int = 0
    reference: Counter[Kind] = field(default_factory=Counter)
    wrong: Counter[Kind] = field(default_factory=Counter)
    """Reference words of a kind that were lost or changed."""
    invented: Counter[Kind] = field(default_factory=Counter)
    """Heard words of a kind where the reference has none of that kind."""
    right_heard: int = 0
    right_marked: int = 0
    wrong_critical: int = 0
    """Numbers and sides heard wrong, lost or invented."""
    wrong_critical_marked: int = 0

    def __iadd__(self, other: Tally) -> Tally:
        self.words += other.words
        self.errors += other.errors
        for mine, theirs in (
            (self.reference, other.reference),
            (self.wrong, other.wrong),
            (self.invented, other.invented),
        ):
            mine.update(theirs)
        self.right_heard += other.right_heard
        self.right_marked += other.right_marked
        self.wrong_critical += other.wrong_critical
        self.wrong_critical_marked += other.wrong_critical_marked
        return self

    @property
    def wer(self) -> float:
        return self.errors / max(1, self.words)


def align(reference: list[Token], heard: list[Token]) -> Tally:
    """Score one recording."""
    heard = _joined_like(reference, heard)
    reference = _joined_like(heard, reference)
    tally = Tally(words=len(reference), reference=Counter(t.kind for t in reference))
    codes = Levenshtein.opcodes([t.text for t in reference], [t.text for t in heard])
    for code in codes:
        ref, hyp = reference[code.src_start : code.src_end], heard[code.dest_start : code.dest_end]
        if code.tag == "equal":
            tally.right_heard += len(hyp)
            tally.right_marked += sum(t.doubtful for t in hyp)
            continue
        tally.errors += max(len(ref), len(hyp))
        tally.wrong.update(t.kind for t in ref)
        kinds = Counter(t.kind for t in ref)
        invented = Counter(t.kind for t in hyp) - kinds
        tally.invented.update(invented)
        around = hyp if hyp else heard[max(0, code.dest_start - 1) : code.dest_end + 1]
        marked = any(t.doubtful for t in around)
        critical = sum(kinds[k] for k in ("number", "side")) + sum(invented[k] for k in ("number", "side"))
        tally.wrong_critical += critical
        tally.wrong_critical_marked += critical if marked else 0
    return tally


def _joined_like(other: list[Token], tokens: list[Token]) -> list[Token]:
    """`thera band` as `theraband` where the other side writes it so: a spelling, not an error."""
    known = {t.text for t in other}
    out: list[Token] = []
    for token in tokens:
        if (
            out
            and out[-1].kind != "number"
            and token.kind != "number"
            and out[-1].text + token.text in known
            and not (out[-1].text in known and token.text in known)
        ):
            kind = "term" if "term" in (out[-1].kind, token.kind) else token.kind
            out[-1] = Token(out[-1].text + token.text, kind, out[-1].doubtful or token.doubtful)
        else:
            out.append(token)
    return out
