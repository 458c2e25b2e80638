"""Questions of a talk and what was answered: `any numbness ?` `no .` says that there is none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.drafting.support.polarity import negated
from agent.drafting.support.wordforms import word_list
from agent.understanding.tokens import Token

_LEAD = r"^\s*(?:(?:um|uh|er|well|oh|mm|hmm|okay|ok|so|ah|honestly|actually)\b|[,.\s])*"
_NO = re.compile(
    _LEAD
    + r"(?:(?:absolutely|definitely|certainly|of course) not"
    + r"|no|nope|none|nah|not|never|nothing|negative|neither|uh-uh|huh-uh|nuh-uh|denies"
    + r"|i (?:do|have|am|did|was|would|can) ?n[o']t|i'm not|it (?:does|is|has) ?n[o']t"
    + r"|there (?:is|was) ?n[o']t"
    + r"|(?:don't|didn't|hasn't|haven't) )\b",
    re.IGNORECASE,
)
_LATE_NO = re.compile(
    r"^\s*(?:(?!(?:yes|yeah|yep|but|no|not|never)\b)[\w']+[\s,.]+){1,5}(?:no|nope|nah|none)\b"
    r"(?=\s*(?:$|[,.]|(?:i|it|it's|that|that's|not)\b))",
    re.IGNORECASE,
)
# what affirms a part (`just a little cough`) answers the rest of a list neither way
_YES = re.compile(
    _LEAD
    + r"(?:yes|yeah|yep|yup|ya|i do|i have|i am|i did|i was|i can|it (?:is|does|has|did|was)|"
    + r"sometimes|absolutely|definitely|sure|correct|right|mm-hmm|uh-huh|exactly|occasionally|of course|"
    + r"they (?:are|do|did|were)|he (?:is|does|has)|she (?:is|does|has)|pretty much|every|"
    + r"all the time|constantly)\b",
    re.IGNORECASE,
)
_OPEN = frozenset(["how", "what", "when", "where", "which", "why", "who", "tell"])
_CUES = frozenset(
    [
        "any",
        "have",
        "do",
        "are",
        "did",
        "is",
        "were",
        "was",
        "has",
        "does",
        "can",
        "ever",
        "anything",
        "about",
    ]
)
_ASKING = frozenset({"tell"})
"""Words that open a question either way: `tell me what`, `tell me if`."""
_VERBS, _ASKED_ABOUT = word_list("asking_verbs"), word_list("asked_about")
"""A question begins with one of the first and one of the second: `have you`, `is there`."""
_TAGS = frozenset(["okay", "ok", "right", "alright"])
REACH = 30
"""Words before the end of an unpunctuated turn in which its question is looked for."""


def signs(lines: Sequence[Sequence[Token]], bodies: Sequence[str]) -> list[list[int]]:
    """For each token of each line 1 (said so), -1 (denied) or 0 (asked, and not answered yes or no)."""
    out = []
    for number, tokens in enumerate(lines):
        made = [-1 if n else 1 for n in negated(tokens)]
        following = bodies[number + 1] if number + 1 < len(lines) else ""
        for start, end, answer in _questions(tokens, following):
            for i in range(start, end):
                if answer == -1:
                    made[i] = -1
                elif answer == 0 and made[i] == 1:
                    made[i] = 0
        out.append(made)
    return out


def answer_of(text: str) -> int:
    """-1 when an utterance opens with a no, or comes to one in a few words, 1 with a yes, else 0."""
    if _NO.match(text) or _LATE_NO.match(text):
        return -1
    return 1 if _YES.match(text) else 0


def _questions(tokens: Sequence[Token], following: str) -> list[tuple[int, int, int]]:
    """(start, end, answer) of the yes-or-no questions of one line."""
    sentences = _sentences(tokens)
    if not any(t.text == "?" for t in tokens):
        return _unmarked(tokens, sentences, following)
    out: list[tuple[int, int, int]] = []
    run: list[tuple[int, int]] = []
    for start, end in sentences:
        if tokens[end - 1].text == "?":
            if not _is_open(tokens, start, end):
                run.append((start, end))
            continue
        said = " ".join(t.text for t in tokens[start : start + 4])
        answer = answer_of(said)
        if answer or end - start > 3:
            out += [(s, e, answer) for s, e in run]
            run = []
    answer = answer_of(following)
    return out + [(s, e, answer) for s, e in run]


def _unmarked(
    tokens: Sequence[Token], sentences: Sequence[tuple[int, int]], following: str
) -> list[tuple[int, int, int]]:
    """The question at the end of a line that a recogniser wrote without a question mark."""
    answer = answer_of(following)
    if not answer or not sentences:
        return []
    start, end = sentences[-1]
    start = max(start, end - REACH)
    cue = _asked_from(tokens, start, end)
    if cue is None or any(tokens[i].low in _OPEN - _ASKING for i in range(max(start, cue - 2), cue)):
        return []
    return [(cue, end, answer)]


def _asked_from(tokens: Sequence[Token], start: int, end: int) -> int | None:
    """Where the last question begins: `does that`, `have you`; else the first word that may ask."""
    asked = [
        i for i in range(start, end - 1) if tokens[i].low in _VERBS and tokens[i + 1].low in _ASKED_ABOUT
    ]
    if asked:
        return asked[-1]
    return next((i for i in range(start, end) if tokens[i].low in _CUES), None)


def _sentences(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    out, start = [], 0
    for i, token in enumerate(tokens):
        if token.text in (".", "?", "!", ";"):
            if i > start:
                out.append((start, i + 1))
            start = i + 1
    if start < len(tokens):
        out.append((start, len(tokens)))
    return out


def _is_open(tokens: Sequence[Token], start: int, end: int) -> bool:
    """A question that no yes or no answers, or a statement with a tag: `the knee looks fine , okay ?`"""
    words = [t.low for t in tokens[start:end] if t.is_word]
    if words and words[-1] in _TAGS:
        return True
    return any(w in _OPEN for w in words[:4]) and not {"about", "if", "whether"}.intersection(words[:6])
