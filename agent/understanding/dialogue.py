"""Therapist and patient talking: answers joined to their questions, small talk left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.understanding.clauses import Clause
from agent.understanding.marks import MEASURES, marks
from agent.understanding.sections import has_number, has_value
from agent.understanding.tokens import Token, tokenise
from agent.understanding.wordsmith import third_person

_NEGATIVE = re.compile(
    r"^(?:no|nope|none|nah|never|not really|nothing|not at all|no no|neither|not that i|"
    r"i don't|i do not|i haven't|i have not)\b",
    re.IGNORECASE,
)
_BARE_NEGATIVE = re.compile(
    r"^(?:(?:no|nope|none|nah|never|nothing|not really|not at all|neither|of|that|those|it|"
    r"them|any|like|no no|really|at all|sir|ma'am|i don't|i haven't|thankfully|the|these|ever|"
    r"so far|,|none of it|thank god|fortunately)[ ,]*)+$",
    re.IGNORECASE,
)
_AFFIRMATIVE = re.compile(
    r"^(?:yes|yeah|yep|yup|sure|a little|sometimes|a bit|some|uh huh|mhm|right|correct)\b", re.IGNORECASE
)
_ASKING = re.compile(
    r"^(?:and|so|okay|ok|but|now|good|great|alright|then|,|well)\s+|^(?:have you (?:had|"
    r"noticed|been having|experienced)|do you (?:have|get|feel|notice|ever have)|"
    r"did you (?:have|get|notice)|are you (?:having|getting|noticing)|is there|has there been|"
    r"were there|"
    r"how about|what about|you yourself,?|what is|what's|tell me about|can you tell me|how is|"
    r"how's|how are|how much|is it|was there|the|your|any|no|about|in the|ever)\s+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*,?\s*\b(?:at all|since we started|since last (?:week|visit|time)|today|zero to ten|"
    r"0 to 10|out of ten|from 0 to 10|or anything(?: like that)?|recently|lately)\s*$",
    re.IGNORECASE,
)
_SCALE_QUESTION = re.compile(
    r"\b(?:number|pain|how bad|rate|scale|0 to 10|discomfort|level)\b", re.IGNORECASE
)
_SMALL_TALK = re.compile(
    r"^(?:hi|hello|good (?:morning|afternoon|evening)|thank(?:s| you)|you're welcome|bye|"
    r"see you (?!next|in|twice|\d)|okay|ok|go|ready|alright|sounds good|great|perfect|nice|"
    r"wow|good job|good|"
    r"i remember|i see|i'll note that|got it|exactly|sure|of course|that's smart|how was that|"
    r"let's work|let me see|so let's|here we go|that one hurt|it's not ruptured|that's inside|"
    r"right now\??|not there yet|so i am not there|i'm tired|what does that|close enough|"
    r"am i saying)\b",
    re.IGNORECASE,
)
_SPEAKS = re.compile(r"\b(?:i|i'm|i've|my|we|they|he|she)\b", re.IGNORECASE)
_BARE_RATING = re.compile(
    r"^(?:it is |it's |oh |about |maybe |probably |like |right now |today |still |,)*(?:a |"
    r"an |about )*(?:10|\d)(?:/10)?(?: (?:today|now|right now|with \w+))?$",
    re.IGNORECASE,
)
_UNREAL = re.compile(r"^(?:if|had)\b.*\b(?:would have|i'd have|we'd have)\b", re.IGNORECASE)
_INSTRUCTS = re.compile(
    r"^(?:and |but |so |please )*(?:don't|do not|avoid|no (?:driving|lifting|running|kneeling|"
    r"twisting|bending)|keep|stay|use|wear|ice|rest|call|stop|sleep|bring|continue|same|once|"
    r"twice|weekly|try|start)\b",
    re.IGNORECASE,
)
_WHEN_TOPIC = re.compile(
    r"^(?:right now|now|at (?:rest|night|its worst|worst|best)|after \w+|with \w+|when|while|"
    r"walking|sitting|standing|lying|in the (?:morning|evening)|today|best|worst)\b",
    re.IGNORECASE,
)
_NO_NOUN = re.compile(
    r"^(?:are|is|do|does|did|have|has|can|will|was|were|going|happening|brings?|bringing|been|"
    r"doing|see|seeing|feeling|up\b|new\b|things|"
    r"everything|it\b)",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\b(?:lower|higher)(?:'s| is) better\b", re.IGNORECASE)
_LATER = re.compile(r"\b(?:will|i'll|we'll|next (?:week|visit|time)|recheck|see you|goal)\b", re.IGNORECASE)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|had|'s|looks|feels|reduces?|increases?|hurts?|helps?|improves?|"
    r"still|goes|moves|met|remains|limits?)\b|ed\b",
    re.IGNORECASE,
)
_IMPERATIVE_EXAM = re.compile(
    r"^(?:let me (?:test|check|see|measure|feel|look)|bend|straighten|lift|raise|push|pull|turn|stand|"
    r"sit|lie|walk|squeeze|hold|now (?:the|your)|let's (?:test|check|do|see|measure|try)|"
    r"show me|go ahead)\b",
    re.IGNORECASE,
)


def topic_of(question: Clause) -> str:
    """What a question asks about, as a noun phrase: `any numbness in the hand?` numbness in the hand."""
    text = question.text
    parts = re.split(r",\s*(?=(?:how|any|what|and how|is|are|do|does|did|have)\b)", text)
    text = parts[-1] if len(parts) > 1 and not any(m.of("symptom") for m in question.marks) else text
    for _ in range(8):
        shorter = _ASKING.sub("", text, count=1)
        if shorter == text:
            break
        text = shorter
    text = _TAIL.sub("", text)
    text = re.sub(r"\byour own\b|\byour\b", "", text)
    text = re.sub(r"\b(any|new) ", "", text)
    text = third_person(text, "THERAPIST", "U")
    return re.sub(r"\s{2,}", " ", text).strip(" ,")


def joined(said: Sequence[Clause]) -> list[Clause]:
    """The clauses of a dialogue without questions and small talk; answers carry what they answer."""
    out: list[Clause] = []
    asked: list[Clause] = []
    topic = rated = ""
    answered_turn = -1
    for clause in said:
        if clause.speaker is None:
            out.append(clause)
            continue
        rated = _rated_symptom(clause) or rated
        if clause.speaker == "THERAPIST":
            if clause.turn != answered_turn and asked and asked[-1].turn != clause.turn:
                asked = []
            if clause.question:
                asked.append(clause)
                topic = ""
                continue
            if _worth_keeping(clause):
                out.append(clause)
            continue
        if clause.question:
            continue
        if asked:
            administrative = any(q.administrative for q in asked)
            if administrative:
                topic = "-"
            elif _NEGATIVE.match(clause.text) and (denied := _denial(asked, clause)) is not None:
                out.append(denied)
                topic = ""
                rest = _after_negative(clause)
                asked = []
                if rest is None:
                    continue
                clause = rest
            else:
                topic = topic_of(asked[-1])
            asked = []
            answered_turn = clause.turn
        elif clause.turn != answered_turn:
            topic = ""
        if topic == "-":
            continue
        if topic and clause.turn == answered_turn:
            _lead_with_topic(clause, topic, rated or "pain")
            if clause.lead.endswith("pain:"):
                topic = clause.lead.rstrip(":")
        if _worth_keeping(clause, answer=clause.turn == answered_turn and clause.new_sentence):
            out.append(clause)
    return out


def _denial(asked: Sequence[Clause], answer: Clause) -> Clause | None:
    """`Denies …` from questions about symptoms and the `no` that answers them."""
    about = [q for q in asked if any(m.of("symptom", "condition") for m in q.marks)]
    if (
        not about
        or any(m.of("symptom") and m.start < 4 for m in answer.marks)
        or any(m.of("relative") for q in about for m in q.marks)
    ):
        return None
    topics = ", ".join(topic_of(q) for q in about)
    words = tokenise(f"denies {topics}")
    first, last = about[0].start, answer.end
    tokens = [Token(t.text, first, last, t.glued, t.number, t.low) for t in words]
    return Clause(tokens, "PATIENT", answer.turn, marks=marks(tokens))


def _after_negative(clause: Clause) -> Clause | None:
    if _BARE_NEGATIVE.match(clause.text):
        return None
    tokens = list(clause.tokens)
    while tokens and tokens[0].low in ("no", "nope", ",", "nah", "never", "none", "of", "that", "it"):
        tokens.pop(0)
    if len([t for t in tokens if t.is_word]) < 3 or tokens[0].low in ("nothing", "not", "like"):
        return None
    clause.retokenised(tokens)
    return clause


_RATABLE = frozenset(
    ["pain", "dizziness", "vertigo", "headache", "headaches", "nausea", "soreness", "tingling", "burning"]
)


def _rated_symptom(clause: Clause) -> str:
    """The last symptom of the clause that people put a number on; not one that is denied."""
    if _NEGATIVE.match(clause.text):
        return ""
    names = [t.name for m in clause.marks if (t := m.of("symptom")) is not None and t.name in _RATABLE]
    return names[-1] if names and (clause.question or clause.speaker == "PATIENT") else ""


def _lead_with_topic(clause: Clause, topic: str, rated: str) -> None:
    """A short answer takes the noun of its question in front. `rated`: what a bare number rates."""
    text = clause.text
    heads = {t.kind for m in clause.marks for t in m.terms}
    if (
        _SCALE_QUESTION.search(topic)
        and has_number(clause)
        and not any(m.of("symptom", "vital", "device") for m in clause.marks)
    ):
        now = (
            " now"
            if re.search(r"\bnow\b|today", topic)
            and not re.search(
                r"\b(?:worst|best|when|rest|walking|stairs|night|after|was|now|morning)\b",
                text,
                re.IGNORECASE,
            )
            else ""
        )
        sided = next((m for m in marks(tokenise(topic)) if m.of("side", "joint")), None)
        said = re.search(r"\b(?:pain|dizziness|vertigo|headache|nausea|soreness)\b", topic)
        name = said.group() if said else rated
        place = " ".join(t.name for m in marks(tokenise(topic)) if (t := m.of("side", "joint")) is not None)
        clause.lead = f"{name}{now}:" if sided is None else f"{place} {name}{now}:"
        return
    if _SPEAKS.search(text) and not _AFFIRMATIVE.match(text):
        return
    if _BARE_RATING.match(text) and any(m.of("joint", "part") for m in marks(tokenise(topic))):
        clause.lead = f"{_noun(topic)} pain:"
        return
    if (
        _WHEN_TOPIC.match(topic)
        and has_number(clause)
        and not re.search(r"\b\d+ (?:minutes?|hours?|days?|weeks?|times|blocks?|miles?|steps)\b", clause.text)
    ):
        clause.lead = f"{rated} {topic[0].lower()}{topic[1:]}:"
        return
    if _NO_NOUN.match(topic):
        return
    if (_AFFIRMATIVE.match(text) or has_number(clause)) and clause.new_sentence and "symptom" not in heads:
        noun = _noun(topic)
        if (
            noun
            and len(noun.split()) <= 6
            and not re.search(r"\b(?:do|did|was|were|you|have|are|what|how|which|who)\b", noun)
        ):
            clause.lead = f"{noun}:"
        return
    if re.match(r"^(?:it|they|that|not|better|worse|same|good|fine|okay|about|still)\b", text, re.IGNORECASE):
        noun = _noun(topic)
        if noun and len(noun.split()) <= 3 and not re.search(r"\b(?:do|did|you|have|are|what|how)\b", noun):
            clause.lead = f"{noun}:"


def _noun(topic: str) -> str:
    """`shoulder pain on the right` right shoulder pain."""
    match = re.match(r"^(.*?) (?:on|in) the (left|right)$", topic, re.IGNORECASE)
    return f"{match.group(2)} {match.group(1)}".strip() if match else topic


def _worth_keeping(clause: Clause, *, answer: bool = False) -> bool:
    text = clause.text
    kinds = {t.kind for m in clause.marks for t in m.terms}
    words = sum(t.is_word for t in clause.tokens)
    if clause.lead:
        return True
    if clause.speaker == "PATIENT":
        if words < 3 and not kinds and not answer:
            return False
        if _SMALL_TALK.match(text) and not (kinds - {"side"}) and not has_number(clause):
            return False
        return words >= 4 or (answer and words >= 2) or bool(kinds - {"side"}) or has_number(clause)
    if (
        _SMALL_TALK.match(text)
        and not has_value(clause)
        and not kinds & {"intervention", "exercise", "device"}
    ):
        return False
    if kinds & (
        MEASURES
        | {
            "intervention",
            "exercise",
            "goal",
            "assessment",
            "education",
            "symptom",
            "gait",
            "device",
            "joint",
            "transfer",
            "home",
            "assist",
        }
    ):
        return True
    if _INSTRUCTS.match(text) and words >= 3:
        return True
    return (has_number(clause) and not _ASIDE.search(text)) or words >= 6


def is_exam_heading(clause: Clause) -> bool:
    """`Let me test the right ankle`, `Bend forward`, `Berg next`: announces what the next clause measures."""
    if has_value(clause):
        return False
    kinds = {t.kind for m in clause.marks for t in m.terms}
    words = sum(t.is_word for t in clause.tokens)
    if (
        _LATER.search(clause.text)
        or not kinds & (MEASURES | {"joint"})
        or "intervention" in kinds
        or "goal" in kinds
    ):
        return False
    if _IMPERATIVE_EXAM.match(clause.text):
        return words <= 14
    if kinds & {"performance", "outcome"}:
        return words <= 24 and not _FINITE.search(clause.text)
    return words <= 5 and clause.new_sentence and not _FINITE.search(clause.text)
