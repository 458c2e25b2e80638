"""A therapist who asks and answers herself: `How long can you sit? Twenty minutes, you wrote.`

She reads the answer off a form or off the patient's face; it is the patient's answer all the same, and is put
together with its question as if the patient had said it. What she finds by examining is her own answer, and
stays a finding: it is led by what was asked (`What did the DASH come to? Forty-one.`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Final

from agent.needles import Rare
from agent.understanding.asked import asks_for_a_number
from agent.understanding.clauses import Clause
from agent.understanding.marks import MEASURES
from agent.understanding.persons import with_s
from agent.understanding.tokens import Token, join, offsets
from agent.understanding.yes_no import NO, YES

_READ_OFF: Final = Rare(
    r",? ?\b(?:(?:it|the (?:form|chart|sheet|paper|intake)) (?:says|said)(?: here)?|"
    r"you(?:'ve| have)? (?:wrote|written|said|told me|put|put down|marked|circled|ticked|checked)"
    r"(?: (?:no|yes|that|here|down|on (?:the|your) (?:form|sheet|paper)))*|"
    r"(?:on|from) (?:the|your) (?:form|sheet|chart|intake)|"
    r"there(?:'s| is) a (?:no|yes)(?: here)?)$",
)
"""`, it says`, `, you ticked no`: where the answer comes from."""
_BY_HEAD: Final = Rare(
    r"^you(?:'re| are) (?:shaking your head|nodding)(?:,? (?:so|that's|that is|and that's) (?:an? )?"
    r"(?P<said>no|yes))?$",
)
"""`You're shaking your head, so no.`"""
_ASKS_AMOUNT: Final = Rare(
    r"^(?:(?:and|so|now|okay|then|but),? )*(?:for )?(?:since when|when did (?:it|this|that|the|your)|"
    r"where (?:does|is) (?:it|the pain|your)|"
    r"how (?:long|far|many|often|much|high|heavy)\b(?!.*\b(?:i|we)\b)(?=.*\byou)|"
    r"one \w+ or (?:both|two)|"
    r"what(?: else)? (?:brings|makes|eases|helps|sets|triggers|relieves|aggravates)\b)",
)
"""What a fragment answers in full."""
_WHOLE: Final = re.compile(
    r"^(?:i|i'm|i'll|i've|we|we'll|let|let's|that|that's|it|it's|you|you're|there|he|she|they|okay|good|now|"
    r"so|then|and|but|if|go|come|keep|hold|show|tell|give|try|lie|sit|stand|look|well|great|perfect|right|"
    r"all|thanks|thank|sorry|because)$",
    re.IGNORECASE,
)
"""Openings of sentences of their own, and of orders."""
_OF_THE_HAND: Final = frozenset(["test", "palpation", "motion", "muscle", "girth", "gait", "vital"])
_SEEN: Final = Rare(
    r"\b(?:swelling|effusion|laxity|strength|reflex\w*|feeling|sensation|pulses?|lag|clonus|redness|warmth|"
    r"heat|endfeel|end feel|posture|gait|balance|this|that|here|ready|okay|questions?|sense|"
    r"surgery|tired|comfortable)\b",
)
"""What a therapist looks for, points at, or asks for courtesy."""
_THERE_WAS: Final = re.compile(r"^there (?:was|were|is|are)(?:,|$)", re.IGNORECASE)
_LONGEST: Final = 16
_LED: Final = Rare(
    r"^(?:(?:and|so|now|okay|then),? )*(?:what(?:'s| is| was| are| were) (?:the|your) (?P<what>\w[\w ]*)|"
    r"what (?:did|does) (?:the|your) (?P<came>\w[\w ]*?) (?:come (?:to|out (?:at|to|as))|score|say|give|"
    r"add up to|get to)|(?P<bare>(?:(?:the|your) )?\w+(?: \w+)?)|"
    r"how(?:'s| is| are| was) (?:the|your) (?P<how>\w+(?: \w+)?))$",
)
_NAMES_NOTHING: Final = frozenset(["feeling", "strength", "sensation"])
"""Asked for in a word that is no term of the field, and still what was examined."""
_CALLED: Final = {"feeling": "sensation"}


_BRINGS: Final = Rare(
    r"^(?:(?:and|so|now|okay),? )*(?:does|did) (?:that|this|it) (?P<verb>bring|ease|help|hurt|change|"
    r"reproduce|increase|reduce|pinch|pull|relieve|worsen)(?: (?P<what>it on|it up|"
    r"on (?:it|the \w+(?: \w+)?)|it|(?:the|your) \w+(?: \w+)?))?$",
)
"""`Does that bring it on?`: what a movement does to the complaint."""
_SO_IT_DOES: Final = re.compile(
    r"^(?P<said>it (?:does|did)|yes|yeah|yep)(?:, (?:and )?| and )(?=\S)", re.IGNORECASE
)


def _told(question: Clause, clause: Clause) -> bool:
    """`Bend back. Does that bring it on? It does, fifteen degrees.`: brings it on, fifteen degrees."""
    if not question.question or question.turn != clause.turn or question.speaker != clause.speaker:
        return False
    asks = _BRINGS.match(question.text) if question.speaker == "THERAPIST" and not clause.question else None
    says = _SO_IT_DOES.match(clause.text) if asks is not None else None
    if asks is None or says is None:
        return False
    first = clause.tokens[0]
    front = f"{with_s(asks['verb'])} {asks['what'] or ''}".split()
    used = len(says["said"].split())
    rest = clause.tokens[used:]
    comma = [] if rest[0].low == "," else [replace(first, text=",", low=",", glued=True)]
    clause.retokenised([*(replace(first, text=w, low=w) for w in front), *comma, *rest])
    clause.lead_spans.append((question.start, question.end))
    return True


def own_answers(said: Sequence[Clause]) -> Iterator[Clause]:
    """The clauses; a therapist's answers to her own questions are the patient's, or led by what was asked.

    A patient's answer is a turn of its own, as if two had spoken: what stands behind it is the next one.
    """
    asked: Clause | None = None
    passed, spoken, before_turn = 0, False, -1
    for clause, following in zip_longest(said, said[1:]):
        if following is not None and _told(clause, following):
            continue
        spoken = spoken and clause.turn == before_turn
        if spoken:
            passed, spoken = passed + 1, False
        before_turn = clause.turn
        clause.turn += passed
        clause.heading_turn += passed if clause.heading_turn >= 0 else 0
        if clause.speaker != "THERAPIST":
            asked = None
        elif clause.question or asks_for_a_number(clause):
            asked = clause
        elif asked is not None:
            question, asked = asked, None
            if question.turn == clause.turn and len(clause.tokens) <= _LONGEST:
                answer = _patients(question, clause)
                if answer is not None:
                    passed, spoken = passed + 1, True
                    answer.turn += 1
                    yield answer
                    continue
                _lead(question, clause)
        yield clause


def _patients(question: Clause, clause: Clause) -> Clause | None:
    """The answer in the patient's own voice; None where it may be something else."""
    head = _BY_HEAD.match(clause.text)
    if head is not None:
        word = head["said"] or ("no" if "shaking" in clause.low else "yes")
        first = clause.tokens[0]
        return voiced(clause, [Token(word, first.start, clause.end, low=word)])
    source = _READ_OFF.search(clause.text)
    tokens = clause.tokens
    if source is not None:
        front = clause.text[: source.start()].strip(" ,")
        begins = offsets(tokens)
        kept = [t for t, at in zip(tokens, begins, strict=True) if at + len(t.text) <= len(front)]
        tokens = kept if kept and front else tokens
    if _examines(question, clause):
        return None
    text = join(tokens)
    if NO.fullmatch(text) or YES.fullmatch(text) or _THERE_WAS.match(text):
        return voiced(clause, tokens)
    treats = any(m.of(*MEASURES, "intervention", "exercise") for m in clause.marks)
    fragment = _WHOLE.match(tokens[0].low) is None and not treats
    if fragment and (source is not None or _ASKS_AMOUNT.match(question.text)):
        return voiced(clause, tokens)
    return None


def _examines(question: Clause, clause: Clause) -> bool:
    kinds = {t.kind for c in (question, clause) for m in c.marks for t in m.terms}
    return bool(kinds & _OF_THE_HAND) or _SEEN.search(question.text) is not None


_MINE: Final = {
    "you": "I",
    "your": "my",
    "you're": "I'm",
    "you've": "I've",
    "yours": "mine",
    "you'd": "I'd",
    "yourself": "myself",
}


def voiced(clause: Clause, tokens: Sequence[Token]) -> Clause:
    """What the therapist says of the patient, as the patient's own words."""
    said = [replace(t, text=w, low=w.casefold()) if (w := _MINE.get(t.low)) else t for t in tokens]
    answer = clause.other(list(said))
    answer.speaker = "PATIENT"
    return answer


def _lead(question: Clause, clause: Clause) -> None:
    """`How's the feeling? Dull over the top of the foot.`: of what, the question says."""
    match = _LED.match(question.text)
    if match is None or any(m.of(*MEASURES) for m in clause.marks) or clause.lead:
        return
    what = (match["what"] or match["came"] or match["how"] or match["bare"]).removeprefix("the ")
    what = what.removeprefix("your ").casefold()
    named = any(m.of(*MEASURES) for m in question.marks)
    if (named or what in _NAMES_NOTHING) and _WHOLE.match(clause.tokens[0].low) is None:
        clause.lead = f"{_CALLED.get(what, what)}:"
        clause.lead_spans.append((question.start, question.end))
