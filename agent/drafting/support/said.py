"""The transcript as the support check looks at it: utterances, word forms, numbers, sides and polarity."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass, field

from agent.drafting.support.answers import signs
from agent.drafting.support.bindings import bound_sides, earlier_side, side_named, time_of, unit_of
from agent.drafting.support.polarity import is_negation, supposed
from agent.drafting.support.results import Result, results_of
from agent.drafting.support.worded import as_meant
from agent.drafting.support.wordforms import body_forms, form, is_empty, turned, word_list
from agent.understanding.repairs import repaired
from agent.understanding.tokens import Token
from agent.understanding.wording import clinical_tokens

_SPEAKER = re.compile(
    r"^\s*(?:\[([a-z_ ]+)\]|(doctor|patient|therapist|clinician|d|p|gp|pt)\s*:)\s*", re.IGNORECASE
)
_LINE = re.compile(r"[^\n]+")
LONG = 550
"""Words; the dictations and short conversations of a therapist's visit stay below it."""
_ADDRESSING = word_list("addressing")
_MALE, _FEMALE = word_list("male"), word_list("female")
_ASSENTS = word_list("assents")


@dataclass(slots=True)
class Word:
    """One word said: its form, place, whether negated, the side and number near it."""

    low: str
    form: str
    start: int
    end: int
    line: int
    sentence: int = 0
    number: str = ""
    unit: str = ""
    side: str = ""
    """The side that a number goes with in its clause; `earlier`: the one named last before it."""
    earlier: str = ""
    time: str = ""
    """`goal`, `past` or empty: the time named about a number."""
    sign: int = 1
    """1 said so, -1 denied, 0 asked and not answered."""
    denies: bool = False
    """Whether the word is a negation."""
    supposed: bool = False
    """Whether it is said under an `if`."""


@dataclass(slots=True)
class Said:
    """The words of a transcript in order, indexed by form and by number."""

    words: list[Word] = field(default_factory=list)
    by_form: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_number: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    number_places: list[int] = field(default_factory=list)
    lines: list[tuple[int, int]] = field(default_factory=list)
    sides: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    sentences: int = 0
    side_places: set[int] = field(default_factory=set)
    results: list[Result] = field(default_factory=list)
    """Results of tests, in order."""
    denials: list[int] = field(default_factory=list)
    assents: list[int] = field(default_factory=list)
    """Where the talk says a negation, and where a yes."""
    stems: set[str] = field(default_factory=set)
    """The first four letters of every word said."""
    male: int = 0
    female: int = 0
    """Words that say the one or the other sex."""
    topic: tuple[float, ...] = ()
    """What the talk is about, once it was asked for."""
    addressed: int = 0
    """Words that talk to somebody: a dictation has next to none."""

    @property
    def is_long(self) -> bool:
        """Whether so much is said that many a word is found by accident."""
        return len(self.words) > LONG

    @property
    def manner(self) -> tuple[float, float]:
        """How long the talk is (log of its words), and the share of words that talk to somebody."""
        n = len(self.words)
        return round(math.log1p(n), 2), round(self.addressed / n, 3) if n else 0.0


def read_said(text: str) -> Said:
    """Index a transcript. Linear in its length."""
    said = Said()
    tokens_of: list[list[Token]] = []
    bodies: list[str] = []
    for match in _LINE.finditer(text):
        speaker = _SPEAKER.match(match.group())
        start = match.start() + (speaker.end() if speaker else 0)
        body = text[start : match.end()]
        tokens_of.append(repaired(clinical_tokens(body, start)) if start else list(as_meant(body)))
        bodies.append(body)
        said.lines.append((start, match.end()))
    for line, (tokens, made) in enumerate(zip(tokens_of, signs(tokens_of, bodies), strict=True)):
        _index_line(said, line, tokens, made)
    return said


def _index_line(said: Said, line: int, tokens: list[Token], made: list[int]) -> None:
    said.sentences += 1
    places = [i for i, t in enumerate(tokens) if side_named(t.low) and names_side(tokens, i)]
    bound = bound_sides(tokens, places)
    under_if = supposed(tokens)
    said.results += results_of(tokens)
    for i, token in enumerate(tokens):
        if token.text in (".", "?", "!", ";"):
            said.sentences += 1
        if not token.is_word:
            continue
        index = len(said.words)
        low, flipped = turned(token.low)
        sign = -made[i] if flipped else made[i]
        word = Word(low, form(low), token.start, token.end, line, said.sentences)
        word.sign, word.denies, word.supposed = sign, is_negation(low), under_if[i]
        number = number_of(token) or _article_count(tokens, i)
        if number:
            word.number, word.unit = number, unit_of(tokens, i)
            word.side = side_named(tokens[bound[i]].low) if i in bound else ""
            word.time = time_of(tokens, i)
            word.earlier = earlier_side(tokens, i, places)
            said.number_places.append(index)
            for key in (*number_keys(number), *_said_together(tokens, i, number)):
                said.by_number[key].append(index)
        if i in places:
            said.sides[side_named(low)].append(index)
            said.side_places.add(index)
        if word.denies:
            said.denials.append(index)
        elif low in _ASSENTS:
            said.assents.append(index)
        said.words.append(word)
        said.stems.add(low[:4])
        said.male += low in _MALE
        said.female += low in _FEMALE
        said.addressed += low in _ADDRESSING
        if not is_empty(low):
            said.by_form[word.form].append(index)


_COUNTED = word_list("said_counted")


def _article_count(tokens: list[Token], at: int) -> str:
    """`in a week` says 1 week."""
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    return "1" if tokens[at].low in ("a", "an", "one", "next") and following in _COUNTED else ""


def _said_together(tokens: list[Token], at: int, number: str) -> list[str]:
    """Numbers that a spoken one makes with its neighbours: `twenty eighteen`, `. 7`, `a pack and a half`."""
    out = []
    before = tokens[at - 1] if at else None
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if (
        number in ("19", "20")
        and following is not None
        and following.text.isdigit()
        and len(following.text) == 2
    ):
        out.append(number + following.text)
    if before is not None and before.text == "." and number.isdigit():
        out.append(f"0.{number}")
    if number.isdigit() and (hundreds := _of_hundreds(tokens, at, int(number))):
        out.append(hundreds)
    if number.isdigit() and any(
        [t.low for t in tokens[k : k + 3]] == ["and", "a", "half"]
        for k in range(at + 1, min(at + 4, len(tokens)))
    ):
        out.append(f"{number}.5")
    return out


def _of_hundreds(tokens: list[Token], at: int, number: int) -> str:
    """What a digit says in `three or four hundred` and in `the four hundreds`; else empty."""
    if not 0 < number < 10:
        return ""
    low = [t.low for t in tokens[at + 1 : at + 4]]
    if low[:1] == ["hundreds"] or (low[:1] in (["or"], ["to"]) and low[2:] == ["hundreds"]):
        return f"{number}00"
    last = int(low[1]) if low[:1] in (["or"], ["to"]) and low[1:2] and low[1].isdigit() else 0
    return f"{number}00" if last in range(100 * number + 100, 1000, 100) else ""


_NOT_AFTER_RIGHT = word_list("said_not_after_right")
_NOT_AFTER_LEFT = word_list("said_not_after_left")
_NOT_BEFORE_LEFT = word_list("said_not_before_left")
_BEFORE_SIDE = word_list("said_before_side")


def names_side(tokens: list[Token], at: int) -> bool:
    """Whether `left` or `right` is a side of the body here, not `right now`, `right?` or `he left`.

    A side that is denied (`not the left knee`) or offered beside the other (`left or right?`) is not named.
    """
    low = tokens[at].low
    before = tokens[at - 1].low if at else ""
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if _is_denied_or_offered(tokens, at):
        return False
    if low == "left":
        return (
            following not in _NOT_AFTER_LEFT - {"in"} and before not in _NOT_BEFORE_LEFT
        ) or following in ("side", "is")
    if low != "right":
        return True
    if before in ("all", "that's", "alright"):
        return False
    if following in ("", ",", ".", "?"):
        return before in _BEFORE_SIDE or before in ("negative", "positive") or form(before) in body_forms()
    return following not in _NOT_AFTER_RIGHT or before in ("the", "my", "your", "his", "her")


def _is_denied_or_offered(tokens: list[Token], at: int) -> bool:
    before = [t.low for t in tokens[max(0, at - 3) : at]]
    if before[-1:] in _OWNED:
        del before[-1]
    if before and (before[-1] == "not" or before[-1].endswith("n't")):
        return True
    for joint, other in ((at + 1, at + 2), (at - 1, at - 2)):
        if 0 <= other < len(tokens) and tokens[joint].low == "or":
            return {tokens[at].low, tokens[other].low} == {"left", "right"}
    return False


_OWNED = [[word] for word in ("the", "my", "your", "his", "her")]


def number_of(token: Token) -> str:
    """The number a token holds, in one spelling: `12`, `0.5`, `120/80`, `4-/5`, `3 x 10`."""
    text = token.text.rstrip("%").replace(",", "")
    if token.low == "twice":
        return "2"
    if token.low == "once":
        return "1"
    if text[:1].isdigit() or (text[:1] == "-" and text[1:2].isdigit()):
        return text.removesuffix("th").removesuffix("st").removesuffix("nd").removesuffix("rd")
    if token.low in ("one", "first"):
        return "1"
    if token.low in _ORDINALS:
        return _ORDINALS[token.low]
    if len(text) > 1 and text[0].isalpha() and text[1:].replace("-", "").isdigit():
        return text.upper()
    return ""


_ORDINALS = {"second": "2", "third": "3", "fourth": "4", "fifth": "5", "half": "0.5", "couple": "2"}


def number_keys(number: str) -> list[str]:
    """The number as a whole, and the parts that a note may write by themselves."""
    keys = [number]
    for sign in ("/", " x ", "-"):
        if sign in number.strip("-"):
            keys += [part.strip("+- ") for part in number.split(sign) if part.strip("+- ")]
    return list(dict.fromkeys(keys))
