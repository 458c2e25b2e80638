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

    def counts(self) -> dict[str, int | dict[str, int]]:
        """All of it in plain numbers, as a run is kept."""
        return {name: dict(v) if isinstance(v, Counter) else v for name, v in vars(self).items()}

    @property
    def wer(self) -> float:
        return self.errors / max(1, self.words)


@dataclass(frozen=True)
class Block:
    """A run of words that were heard right, or one place that was not."""

    said: list[Token]
    heard: list[Token]
    right: bool
    around: list[Token]
    """Where something is wrong: the heard words that a mark there would stand on."""

    @property
    def critical(self) -> int:
        """Numbers and sides heard wrong, lost or invented."""
        lost, invented = Counter(t.kind for t in self.said), self.invented
        return 0 if self.right else sum(lost[k] + invented[k] for k in ("number", "side"))

    @property
    def invented(self) -> Counter[Kind]:
        return Counter(t.kind for t in self.heard) - Counter(t.kind for t in self.said)


def blocks(reference: list[Token], heard: list[Token]) -> list[Block]:
    """What was said beside what was heard, in order."""
    heard = _joined_like(reference, heard)
    reference = _joined_like(heard, reference)
    found = []
    for code in Levenshtein.opcodes([t.text for t in reference], [t.text for t in heard]):
        ref, hyp = reference[code.src_start : code.src_end], heard[code.dest_start : code.dest_end]
        around = hyp if hyp else heard[max(0, code.dest_start - 1) : code.dest_end + 1]
        found.append(Block(ref, hyp, code.tag == "equal", around))
    return found


def align(reference: list[Token], heard: list[Token]) -> Tally:
    """Score one recording."""
    tally = Tally()
    for block in blocks(reference, heard):
        tally.words += len(block.said)
        tally.reference.update(t.kind for t in block.said)
        if block.right:
            tally.right_heard += len(block.heard)
            tally.right_marked += sum(t.doubtful for t in block.heard)
            continue
        tally.errors += max(len(block.said), len(block.heard))
        tally.wrong.update(t.kind for t in block.said)
        tally.invented.update(block.invented)
        tally.wrong_critical += block.critical
        tally.wrong_critical_marked += block.critical if any(t.doubtful for t in block.around) else 0
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
            out[-1] = Token(
                out[-1].text + token.text,
                kind,
                out[-1].doubtful or token.doubtful,
                out[-1].places + token.places,
            )
        else:
            out.append(token)
    return out
