"""Speech to the sentences of a note: third person, no fillers, no contractions, digits and a full stop."""

from __future__ import annotations

import re
from typing import Literal

from agent.understanding.phrases import words

Sex = Literal["F", "M", "X", "U"]

_HESITATIONS = re.compile(r"(?:(?<=^)|(?<=[\s,]))(?:um+|uh+|erm+|hmm+|mm+)(?=[\s,.…]|$),?\s*", re.IGNORECASE)
_FILLERS = re.compile(
    r"(?:^|(?<=, ))(?:ah|oh|okay|ok|alright|all right|anyway|you know|i guess|let's see|let me see|ha|"
    r"yeah|yep|you remember|that's the truth|i mean|basically|honestly|gosh|look|like i said|as i said|"
    r"let me look)(?=[,.…]|\s|$),?\s*|^(?:sorry|great|no|yes|right|good|perfect|look), ",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"^(?:(?:well(?=,)|and|so|but|then|also|now|plus|today we|again|for the record|"
    r"so for the record|(?:next|first|that is)(?=,))\b,?\s+)+",
    re.IGNORECASE,
)
_DOING = re.compile(
    r"^(?:(?:i|we|you|he|she|they|then i|then we)\s+(?:then\s+)?(?:also\s+)?)?"
    r"(?:did|performed|measured|gave|provided|worked on|we're doing|are doing|am getting|"
    r"i'm getting|i get|i got|got|"
    r"i have|i've got|today we did|did some)\s+(?=\S)",
    re.IGNORECASE,
)
_GETTING = re.compile(
    r"^(?:i'm getting|i am getting|i get|i got|i've got|i have|that gives|you're getting|"
    r"you are getting|you're at|"
    r"you got|you get|you made|you're showing|that's|that is|that was|it's|it is|it came to|"
    r"came to|you're)\s+"
    r"(?=(?:about |maybe |a |an |the |around |approximately |roughly )?[-\d]|positive|"
    r"negative|full|normal|within)",
    re.IGNORECASE,
)
_CONTRACTIONS = (
    (
        r"\b(he|she|it|that|there|who|what|patient)'s (?=been|had|got|done|come|gone|made|"
        r"improved|lost|gained)",
        r"\1 has ",
    ),
    (r"\b(he|she|it|that|there|who|what|here|where)'s\b", r"\1 is"),
    (r"\b(\w+one)'s (?=good|fine|ok|perfect|better|worse)", r"\1 is "),
    (
        r"\b(pain|knee|hip|shoulder|ankle|back|neck|elbow|wrist|foot|hand|goal|stiffness|headache|"
        r"side|number)'s (?=\S)",
        r"\1 is ",
    ),
    (r"\b(left|right)'s (?=-?\d|good|fine|better|full|normal)", r"\1 is "),
    (r"\bits (?=fine|good|ok|okay|better|worse|not)", "it is "),
    (r"\bi'm\b", "I am"),
    (r"\bi've\b", "I have"),
    (r"\bi'd\b", "I would"),
    (r"\bi'll\b", "I will"),
    (r"\b(you|we|they)'re\b", r"\1 are"),
    (r"\b(you|we|they)'ve\b", r"\1 have"),
    (r"\b(he|she|you|we|they|it|that)'ll\b", r"\1 will"),
    (r"\b(he|she|you|we|they|it)'d\b", r"\1 would"),
    (r"\bcan't\b", "cannot"),
    (r"\bwon't\b", "will not"),
    (r"\b(is|are|was|were|do|does|did|has|have|had|could|would|should)n't\b", r"\1 not"),
    (r"\bain't\b", "is not"),
    (r"\bgonna\b", "going to"),
    (r"\bwanna\b", "want to"),
    (r"\bkinda\b", "kind of"),
    (r"\bgotta\b", "has to"),
)
_CONTRACTED = [(re.compile(p, re.IGNORECASE), r) for p, r in _CONTRACTIONS]
_HEDGES = re.compile(r"\b(?:maybe|perhaps|like|probably) (?=an? [\d]|\d)", re.IGNORECASE)
_ARTICLE_BEFORE_NUMBER = re.compile(
    r"\b(?:a|an) (?=-?\d+(?:\.\d+)?(?:/10)?\b(?! ?(?:-|minute|second|inch|lb|pound|degree|"
    r"foot|feet|week|day|mile|step|cm|hour|month|year|kg|meter|point|way|story|time)))"
)
_BEFORE_VALUE = re.compile(r"(?<=[\d%]) (was|down from|up from) (?=\d)")
_OTHER_SIDE = re.compile(
    r"(\d[\d./+%-]*|degrees|cm|seconds|negative|positive|absent|normal|"
    r"full)(?<!to)(?<!of 8)(?<!gure 8) (left|right)(?= (?:side )?(?:is |was )?(?:-?\d|negative|positive|"
    r"absent|normal|full|to [LT]\d))"
)
_VALUE_FIRST = re.compile(
    r"(?:positive|negative|\d) (?:left|right) (?:positive|negative|-?\d\S*) (?:left|right)\W*$"
)
_VALUE_THEN_SIDE = re.compile(r"(positive|negative|\d\S*) (left|right) (?=positive|negative|-?\d)")
_DAYS = re.compile(
    r"\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|april|"
    r"june|july|august|september|october|november|december|(?<=in )march|(?<=since )march|"
    r"(?<=of )march|(?<=in )may|(?<=since )may)\b"
)
_BASE_VERBS = words("wordsmith_base_verbs")
_ADVERBS = words("wordsmith_adverbs")


def third_person(text: str, speaker: str | None, sex: Sex) -> str:
    """The patient's `I` and the therapist's `you` as the patient, in the third person."""
    if '"' in text:
        pieces = text.split('"')
        pieces[::2] = [third_person(p, speaker, sex) if p.strip() else p for p in pieces[::2]]
        quoted = '"'.join(pieces)
        return f"Patient states {quoted}" if speaker == "PATIENT" and quoted.startswith('"') else quoted
    text = _expanded(text)
    if speaker == "PATIENT":
        return _about_the_patient(
            text, sex, "I", {"my": "poss", "me": "obj", "myself": "refl", "mine": "poss"}
        )
    if speaker == "THERAPIST":
        text = re.sub(r"\bi (?:am|was) (?:getting|seeing|finding|measuring) ", "", text, flags=re.IGNORECASE)
        return _about_the_patient(text, sex, "you", {"your": "poss", "yourself": "refl", "yours": "poss"})
    return text


def _expanded(text: str) -> str:
    for pattern, replacement in _CONTRACTED:
        text = pattern.sub(replacement, text)
    return text


def pronouns(sex: Sex) -> dict[str, str]:
    """Subject, object, possessive and reflexive for the patient; `patient` where the record does not say."""
    if sex == "F":
        return {"subj": "she", "obj": "her", "poss": "her", "refl": "herself"}
    if sex == "M":
        return {"subj": "he", "obj": "him", "poss": "his", "refl": "himself"}
    return {"subj": "patient", "obj": "patient", "poss": "patient's", "refl": "self"}


_TO_BE = {"am": "is", "are": "is", "were": "was", "have": "has", "do": "does", "aren't": "is not"}
_NOT_SUBJECT_AFTER = words("wordsmith_not_subject_after")


def _about_the_patient(text: str, sex: Sex, subject: str, others: dict[str, str]) -> str:
    words = pronouns(sex)
    out: list[str] = []
    named = False
    pieces = re.findall(r"\w+(?:['’]\w+)*|\s+|[^\w\s]", text)
    verb_due = False
    for i, piece in enumerate(pieces):
        low = piece.casefold()
        if low == subject.casefold():
            before = next((p.casefold() for p in reversed(out) if p.strip()), "")
            if subject == "you" and before in _NOT_SUBJECT_AFTER:
                out.append("patient" if not named else words["obj"])
                named = True
                continue
            out.append("patient" if not named else words["subj"])
            named = True
            verb_due = True
            continue
        if low in others:
            out.append(
                "patient's"
                if others[low] == "poss" and not named and not any(p.strip() for p in out)
                else words[others[low]]
            )
            continue
        if verb_due and piece.strip():
            if low in _TO_BE:
                piece, verb_due = _TO_BE[low], False
            elif low in _ADVERBS:
                pass
            elif low in _BASE_VERBS and not _past_tense_ahead(pieces, i):
                piece, verb_due = _with_s(piece), False
            else:
                verb_due = False
        out.append(piece)
    return "".join(out)


def _past_tense_ahead(pieces: list[str], i: int) -> bool:
    return pieces[i].casefold() in ("put", "hit", "cut", "hurt")


def _with_s(verb: str) -> str:
    if verb.casefold() == "have":
        return "has"
    if verb.endswith(("s", "sh", "ch", "x", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + "s"


def polished(text: str) -> str:
    """One clean sentence: fillers, empty openings and stray signs gone, capital first, full stop last."""
    text = _FILLERS.sub("", _HESITATIONS.sub("", text))
    text = _LEADS.sub("", text.strip(" ,"))
    text = _GETTING.sub("", text)
    text = _DOING.sub("", text)
    text = _expanded(text)
    text = _HEDGES.sub("about ", text)
    text = re.sub(r"\babout about\b", "about", text)
    text = _ARTICLE_BEFORE_NUMBER.sub("", text)
    text = re.sub(r"\s+([,.;:!?%])", r"\1", text)
    text = re.sub(r"(?:,\s*){2,}", ", ", text)
    text = re.sub(r"\s{2,}", " ", text).strip(" ,;:-")
    if not text:
        return ""
    text = re.sub(r"\bi\b", "I", text)
    text = _BEFORE_VALUE.sub(r", \1 ", text)
    if _VALUE_FIRST.search(text):
        text = _VALUE_THEN_SIDE.sub(r"\1 \2; ", text)
    else:
        text = _OTHER_SIDE.sub(r"\1; \2", text)
    text = _DAYS.sub(lambda m: m.group().capitalize(), text)
    first = text[0].upper() + text[1:]
    return first if first[-1] in ".!?" else first + "."
