"""Turns into clauses, one thing said in each, with and without punctuation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from agent.domain.note import Section
from agent.domain.transcript import Speaker
from agent.understanding.command_ends import apart
from agent.understanding.cuts import pieces
from agent.understanding.days import Days
from agent.understanding.fluent import fluent
from agent.understanding.headings import heading_at
from agent.understanding.marks import Mark, marks
from agent.understanding.tokens import Token, join
from agent.understanding.utterances import Turn

_ENDS = frozenset([".", "?", "!", ";", "…", "..", "..."])
_TITLES = frozenset(["dr", "mr", "mrs", "ms", "st", "jr", "sr", "vs", "approx", "prof"])


@dataclass(slots=True)
class Clause:
    """One thing said. `heading`: the spoken section heading it stands under. `turn`: index of its turn."""

    tokens: list[Token]
    speaker: Speaker | None
    turn: int
    heading: Section | None = None
    heading_name: str = ""
    heading_index: int = 0
    """Counts the spoken headings, so that one ends where the next begins."""
    heading_turn: int = -1
    """The turn in which the heading was spoken."""
    question: bool = False
    new_sentence: bool = True
    administrative: bool = False
    unpunctuated: bool = False
    disputed: bool = False
    """Whether another called it untrue at once: it is asked about, and no fact."""
    day: str = ""
    """`before` where its sentence opened with another day: `Last visit flexion 95, extension -8`."""
    marks: list[Mark] = field(default_factory=list)
    lead: str = ""
    """Words inherited from a heading or the clause before, to be written in front."""
    lead_spans: list[tuple[int, int]] = field(default_factory=list)
    text: str = field(init=False)
    low: str = field(init=False)

    def __post_init__(self) -> None:
        self._join()

    @property
    def start(self) -> int:
        return min(t.start for t in self.tokens)

    @property
    def end(self) -> int:
        return max(t.end for t in self.tokens)

    def words(self) -> list[str]:
        return [t.low for t in self.tokens]

    def retokenised(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.marks = marks(tokens)
        self._join()

    def other(
        self,
        tokens: list[Token],
        *,
        question: bool = False,
        new_sentence: bool | None = None,
        lead_spans: Sequence[tuple[int, int]] = (),
    ) -> Clause:
        """A clause of the same speaker and turn with other tokens; `new_sentence` as here unless told."""
        return Clause(
            tokens,
            self.speaker,
            self.turn,
            question=question,
            new_sentence=self.new_sentence if new_sentence is None else new_sentence,
            unpunctuated=self.unpunctuated,
            marks=marks(tokens),
            lead_spans=list(lead_spans),
        )

    def _join(self) -> None:
        self.text = join(self.tokens)
        self.low = self.text.casefold()


def clauses(all_turns: Sequence[Turn]) -> list[Clause]:
    """The clauses of all turns in spoken order, spoken headings taken off and remembered."""
    out: list[Clause] = []
    heading: tuple[Section | None, str] = (None, "")
    count, spoken_in = 0, -1
    for index, turn in enumerate(all_turns):
        tokens = turn.meant
        if turn.speaker is not None:
            tokens = fluent(tokens)
        days = Days()
        for sentence, asked in _sentences(tokens):
            first = True
            while True:
                found = heading_at(sentence, free=turn.unpunctuated) if turn.speaker != "PATIENT" else None
                if found is None:
                    break
                heading = (found.section, found.name)
                count, spoken_in = count + 1, index
                if found.kept and found.end < len(sentence):
                    break
                sentence = sentence[found.end :]
            if not sentence:
                continue
            running_on = turn.unpunctuated or (turn.speaker is None and _runs_on(sentence))
            for piece in apart(pieces(sentence, running_on, dictated=turn.speaker is None)):
                if running_on and turn.speaker != "PATIENT":
                    found = heading_at(piece, free=True)
                    if found is not None:
                        heading = (found.section, found.name)
                        count, spoken_in = count + 1, index
                        piece = piece[found.end :]
                piece = _trimmed(piece)
                if not piece:
                    continue
                out.append(
                    Clause(
                        piece,
                        turn.speaker,
                        index,
                        heading=heading[0] if turn.speaker is None else None,
                        heading_name=heading[1] if turn.speaker is None else "",
                        heading_index=count,
                        heading_turn=spoken_in,
                        question=asked,
                        new_sentence=first,
                        unpunctuated=running_on,
                        day=days.of(piece, opens=first, unpunctuated=running_on),
                        marks=marks(piece),
                    )
                )
                first = False
    return out


def _inside_a_name(following: Token) -> bool:
    """Whether a full stop stands inside a name (`example.com`): the next word follows it at once."""
    return following.glued and following.is_word and following.text.islower()


RUN_ON = 24
"""A dictated sentence of so many words with hardly a comma is several that were run together."""


def _runs_on(sentence: Sequence[Token]) -> bool:
    commas = sum(t.text in (",", ":") for t in sentence)
    return len(sentence) >= RUN_ON and commas * RUN_ON < len(sentence)


def _sentences(tokens: Sequence[Token]) -> Iterator[tuple[list[Token], bool]]:
    """(tokens without their closing sign, whether it was a question)."""
    sentence: list[Token] = []
    opened = quote_stopped = False
    for i, token in enumerate(tokens):
        if (
            quote_stopped
            and token.text == _QUOTE
            and tokens[i + 1 : i + 2]
            and tokens[i + 1].text[:1].isupper()
        ):
            yield [*sentence, token], False
            sentence, quote_stopped = [], False
            continue
        quote_stopped = False
        ends = token.text in _ENDS or token.text.startswith("..")
        if ends and token.text == "." and sentence and sentence[-1].low in _TITLES:
            continue
        if ends and token.text == "." and i + 1 < len(tokens) and _inside_a_name(tokens[i + 1]):
            sentence.append(token)
            continue
        if (
            token.low == "period"
            and i
            and tokens[i - 1].low
            not in (
                [
                    "time",
                    "a",
                    "the",
                    "this",
                    "that",
                    "first",
                    "rest",
                    "certification",
                    "reporting",
                    "of",
                    "stance",
                    "swing",
                    "grace",
                ]
            )
        ):
            ends = True
        if ends:
            if _open_quote(sentence) and i + 1 < len(tokens) and tokens[i + 1].text == _QUOTE:
                quote_stopped = True
                continue
            if sentence and any(t.is_word for t in sentence):
                yield sentence, token.text == "?"
            sentence = []
        elif token.text in ("(", "["):
            if sentence and sentence[-1].text != ",":
                sentence.append(replace(token, text=",", low=",", glued=True))
            opened = True
        elif token.text not in (")", "]"):
            sentence.append(replace(token, glued=False) if opened else token)
            opened = False
    if sentence:
        yield sentence, False


_QUOTE = '"'


def _open_quote(sentence: Sequence[Token]) -> bool:
    return sum(t.text == _QUOTE for t in sentence) % 2 == 1


def _trimmed(tokens: list[Token]) -> list[Token]:
    start, end = 0, len(tokens)
    while start < end and (not tokens[start].is_word and tokens[start].text not in ("+", "-", _QUOTE)):
        start += 1
    while end > start and (not tokens[end - 1].is_word) and tokens[end - 1].text not in ("%", "+", _QUOTE):
        end -= 1
    return tokens[start:end]
