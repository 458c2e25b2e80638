"""The transcript as the support check looks at it: utterances, word forms, numbers, sides and polarity."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from agent.drafting.support.wordforms import body_forms, form, is_empty, word_list
from agent.understanding.tokens import Token
from agent.understanding.wording import clinical_tokens

_SPEAKER = re.compile(
    r"^\s*(?:\[([a-z_ ]+)\]|(doctor|patient|therapist|clinician|d|p|gp|pt)\s*:)\s*", re.IGNORECASE
)
_LINE = re.compile(r"[^\n]+")
NEGATIONS = word_list("said_negations")
_NO_ANSWER = re.compile(
    r"^\s*(?:um|uh|well|oh|,|\.|mm|hmm|okay|so|\s)*\b(?:no|nope|none|nah|not really|never|"
    r"nothing|negative|i do n't|i don't|i have n't|i haven't|not that|not at all|no no|"
    r"neither|not lately|denies)\b",
    re.IGNORECASE,
)
_YES_ANSWER = re.compile(
    r"^\s*(?:um|uh|well|oh|,|\.|mm|hmm|okay|so|\s)*\b(?:yes|yeah|yep|yup|i do|i have|i am|"
    r"i did|a little|sometimes|absolutely|definitely|sure|correct|right|mm-hmm|exactly|"
    r"occasionally|some)\b",
    re.IGNORECASE,
)
SCOPE = 6
"""How many words a negation reaches."""
_ANSWERS = frozenset(["no", "nope", "nah"])
_AFTER_ANSWER = word_list("said_after_answer")
_BREAKS = frozenset(["but", "however", "except", "although", ";", ".", "?", "though", "other", "otherwise"])


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
    negated: bool = False
    asked: bool = False


@dataclass(slots=True)
class Said:
    """The words of a transcript in order, indexed by form and by number."""

    words: list[Word] = field(default_factory=list)
    by_form: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_number: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    lines: list[tuple[int, int]] = field(default_factory=list)
    sides: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    sentences: int = 0
    side_places: set[int] = field(default_factory=set)


def read_said(text: str) -> Said:
    """Index a transcript. Linear in its length."""
    said = Said()
    tokens_of: list[list[Token]] = []
    bodies: list[str] = []
    for match in _LINE.finditer(text):
        speaker = _SPEAKER.match(match.group())
        start = match.start() + (speaker.end() if speaker else 0)
        body = text[start : match.end()]
        tokens_of.append(clinical_tokens(body, start))
        bodies.append(body)
        said.lines.append((start, match.end()))
    for line, tokens in enumerate(tokens_of):
        answer = _answer(bodies, line)
        _index_line(said, line, tokens, answer)
    return said


def _answer(bodies: list[str], line: int) -> str:
    """`no`, `yes` or empty: how the next line answers the question that this line ends with."""
    if "?" not in bodies[line][-400:] and not _looks_like_question(bodies[line]):
        return ""
    for following in bodies[line + 1 : line + 2]:
        if _NO_ANSWER.match(following):
            return "no"
        if _YES_ANSWER.match(following):
            return "yes"
    return ""


_QUESTION = re.compile(
    r"\b(?:any|have you|do you|are you|did you|is there|were you|has there|how about|what about|denies)\b",
    re.IGNORECASE,
)


def _looks_like_question(body: str) -> bool:
    return bool(_QUESTION.search(body[-240:]))


def _index_line(said: Said, line: int, tokens: list[Token], answer: str) -> None:
    reach = 0
    last_mark = max(
        (i for i, t in enumerate(tokens) if t.text in (".", "?") and i < len(tokens) - 1), default=-1
    )
    question_from = last_mark + 1
    if tokens and tokens[-1].text == "?":
        earlier = [i for i, t in enumerate(tokens[:-1]) if t.text in (".",)]
        question_from = earlier[-1] + 1 if earlier else 0
    said.sentences += 1
    for i, token in enumerate(tokens):
        low = token.low
        if low in _ANSWERS and (i + 1 == len(tokens) or tokens[i + 1].low in _AFTER_ANSWER):
            reach = 0
        elif low in NEGATIONS or low.endswith("n't"):
            reach = SCOPE
        elif low in _BREAKS:
            reach = 0
        asked = answer == "no" and i >= question_from
        if token.text in (".", "?", "!", ";"):
            said.sentences += 1
        if not token.is_word:
            continue
        index = len(said.words)
        word = Word(
            low, form(low), token.start, token.end, line, said.sentences, "", reach > 0 or asked, asked
        )
        number = number_of(token) or _article_count(tokens, i)
        if number:
            word.number = number
            for key in number_keys(number):
                said.by_number[key].append(index)
        if low in ("left", "right", "bilateral", "both", "bilaterally") and names_side(tokens, i):
            said.sides["both" if low.startswith("b") else low].append(index)
            said.side_places.add(index)
        said.words.append(word)
        if not is_empty(low):
            said.by_form[word.form].append(index)
        if reach and low not in NEGATIONS:
            reach -= 1


_COUNTED = word_list("said_counted")


def _article_count(tokens: list[Token], at: int) -> str:
    """`in a week` says 1 week."""
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    return "1" if tokens[at].low in ("a", "an", "one", "next") and following in _COUNTED else ""


_NOT_AFTER_RIGHT = word_list("said_not_after_right")
_NOT_AFTER_LEFT = word_list("said_not_after_left")
_NOT_BEFORE_LEFT = word_list("said_not_before_left")
_BEFORE_SIDE = word_list("said_before_side")


def names_side(tokens: list[Token], at: int) -> bool:
    """Whether `left` or `right` is a side of the body here, not `right now`, `right?` or `he left`."""
    low = tokens[at].low
    before = tokens[at - 1].low if at else ""
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
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
