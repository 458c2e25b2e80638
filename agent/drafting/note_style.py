"""A statement in the style of a note: asides gone, third person, names of things in lower case.

The words are still the speaker's. Should a change touch a number, a side or a negation, the statement stays
as it was: style is never worth a fact.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from agent.domain.note import Section
from agent.needles import Rare
from agent.transcription.plain import is_ordinary

_ASIDES: Final = Rare(
    r"(?:(?<=^)|(?<=[,;]))\s*(?:let me (?:find|check|get|see|count|add|look|think)"
    r"(?: (?:it|that|them|those))?(?: up| back)?|would you believe(?: it)?|you know|"
    r"you see|i see|i must say|(?:i|patient) would say|that is the killer|of course|to be honest|mind you|"
    r"by the way|actually|basically|as (?:always|usual)|that is amazing|believe it or not|let's be honest)"
    r"\s*(?=[,;.!?]|$),?",
)
_OPENING: Final = re.compile(
    r"^(?:There|Anyway|Well|See|Hm)(?:,\s+)(?=\S)|^Note (?:that )?(?=(?:he|she|patient|the)\b)"
)
_CLOSING: Final = Rare(
    r",?(?<!\bor)(?<!\bby)(?<!\bsays)(?<!\bsince)(?<!\buntil)(?<!\btill)(?<!\bthink)\s+"
    r"(?:and|so|but|or|(?<!now and )then|please|though)(?=[.!?]?$)",
)
_IS: Final = Rare(
    r"\b(?P<who>[A-Za-z]+)'s (?=(?:not|still|about|at|on|in|out|up|down|off|gone|done|very|quite|fully|a|an|"
    r"the|flat|stiff|sore|tender|weak|tight|swollen|warm|dry|clean|clear|intact|full|normal|better|worse|"
    r"good|fine|okay|holding|healing|getting|improving|coming|improved|resolved|positive|negative|"
    r"less|more|only|down|short|limited|painful|steady|unsteady|independent)\b|-?\d)",
    flags=0,
)
_EPONYM: Final = re.compile(r"^[A-Z][a-z]+$")
_HAD: Final = Rare(
    r"\b(patient|he|she|they|it) would (been|had|done|gone|lost|felt|taken|given|fallen|broken|"
    r"(?!need\b|feed\b|bleed\b|proceed\b|exceed\b|succeed\b|speed\b|shed\b|spread\b)[a-z]+ed)\b",
)
_PRACTISED: Final = Rare(
    r"(?P<lead>^|, and |, | and )(?:we|We|I) (?:then )?(?P<done>[a-z]+ed|did)\b", flags=0
)
_OF_THE_PATIENT: Final = re.compile(r"(?:patient|he|she|they)\b", re.IGNORECASE)
"""`Patient lost balance and I steadied her`: without its subject the second verb would be the patient's."""
_AGREED: Final = {
    "am": "is",
    "have": "has",
    "do": "does",
    "want": "wants",
    "think": "thinks",
    "need": "needs",
    "see": "sees",
    "feel": "feels",
    "find": "finds",
    "hear": "hears",
    "know": "knows",
    "expect": "expects",
    "recommend": "recommends",
    "suspect": "suspects",
    "believe": "believes",
    "plan": "plans",
    "hope": "hopes",
    "worry": "worries",
    "like": "likes",
    "take": "takes",
    "go": "goes",
    "get": "gets",
    "keep": "keeps",
    "try": "tries",
    "ask": "asks",
    "give": "gives",
    "make": "makes",
    "check": "checks",
    "hold": "holds",
    "use": "uses",
    "watch": "watches",
    "measure": "measures",
    "call": "calls",
    "say": "says",
    "tell": "tells",
    "write": "writes",
    "show": "shows",
    "help": "helps",
    "press": "presses",
    "guard": "guards",
    "cue": "cues",
    "work": "works",
    "start": "starts",
    "stop": "stops",
    "prefer": "prefers",
    "treat": "treats",
    "teach": "teaches",
    "send": "sends",
    "look": "looks",
    "remember": "remembers",
}
_I: Final = re.compile(
    r"(?:(?<![A-Z] )|(?=I (?:will|would|am|did|have|want)\b))\bI"
    r"(?P<how>(?: (?:also|only|just|still|always|usually|really))*)"
    r"(?: (?P<verb>[a-z]+))?\b(?!['’])"
)
"""Not after a capital: `the WOS I` is a name in pieces; but `the FAAM I will repeat`."""
_HELPING: Final = re.compile(
    r"\b(?:do|did|can|could|will|would|should|may|might|must|let|have|had)\s+$", re.IGNORECASE
)
"""Before a subject whose verb is no third person: `only then would I start it`."""
_ME: Final = Rare(r"(?<!\b[Ll]et )(?<!\b[Ss]how )(?<!\b[Gg]ive )(?<!\b[Tt]ell )\b(?P<word>me|my)\b", flags=0)
_MYSELF: Final = re.compile(r",? (?:all )?(?:by )?myself\b")
"""`I did the exercise myself`, whose subject a note leaves out."""
_DENIED: Final = re.compile(r"(?:(?<=\bDenies )|(?<=, )|(?<= or ))[A-Z](?=[a-z])")
_GOES_ON: Final = re.compile(
    r"(?<=; )(?P<word>[A-Z][a-z]+)(?= (?!is\b|has\b|was\b|does\b|says\b|said\b|helps\b|drove\b|thinks\b))"
)
"""Behind a semicolon; a name that is a word too (`Mark says`) is left."""
_TWICE: Final = re.compile(
    r"\b(?P<word>a|an|the|it|is|of|to|and|patient|we|in|with|therapist|but|so|was|they|he|she|his|her|my|on|or|for|be|"
    r"it is|there is|that is|it was)(?!, (?:on|in) the (?:left|right|other)\b)(?:,|-)? (?P=word)\b(?! ?-)",
    re.IGNORECASE,
)
"""A word begun twice: `a, a tough spring`."""
_SUBJECTS: Final = frozenset(["it", "patient", "therapist", "we", "they", "he", "she"])
_BEFORE_SUBJECT: Final = frozenset(
    [
        "and",
        "but",
        "so",
        "that",
        "because",
        "if",
        "when",
        "while",
        "then",
        "now",
        "says",
        "said",
        "where",
        "what",
    ]
)
_LAST_WORD: Final = re.compile(r"(\w+)\W*$")
_MY_PLAN: Final = Rare(
    r"^(?:(?:my|the|our|therapist's) plan is (?:to )?|"
    r"(?:i|we|therapist) would (?:like to )?(?=see (?:patient|him|her|them)\b))(?=[a-z0-9])",
)
_LET_ME: Final = Rare(
    r"(?:(?<=^)|(?<=: ))let me (?:just |also )?(?:(?:do|try|use) |(?=work\b|stretch\b|release\b|loosen\b|"
    r"mobili[sz]e\b|massage\b|tape\b))"
)
"""`Manual therapy: let me do the traction`: what is being given."""
_LETS: Final = re.compile(r"^(?:okay, )?let's (?:do|try|get) (?=\d)", re.IGNORECASE)
_LISTED: Final = re.compile(
    r"(?<=[,;] )(?:On|The|A|An|And|Was|Were|It|He|She|They|Goal|Last|Nothing|Now|Then|Up|Down|Before|Today|"
    r"Left|Right|Both|No|Not|Still|Same|About|Bad|Any|Twisting|Sitting|Standing|Walking)(?= )"
)
_TWO_RATINGS: Final = re.compile(
    r"(?<=\d/10)((?: (?:on|since|this|last) \w+| yesterday)?) "
    r"(?!(?:and|but|or|with|which|that|now|it) )(?=(?:[a-z]+ ){1,3}(?:is|are) \d)"
)
"""`was 5/10 on Monday stairs is 4/10`: the first rating is not of the stairs."""
_CASES: Final = ((Rare(r"\bSi joint\b", flags=0), "SI joint"), (Rare(r"\bx ray", flags=0), "x-ray"))
_BEFORE_STOP: Final = re.compile(r"[,;]\s*(?=\.$)")
_BEFORE_SIGN: Final = re.compile(r"\s+(?=[,.;:!?])")
_COMMAS: Final = re.compile(r"(?:,\s*){2,}")
_KEPT: Final = re.compile(
    r"\d+(?:\.\d+)?|\b(?:left|right|bilateral|both|no|not|none|never|without|denies|negative|positive|nothing|"
    r"cannot|un\w+)\b|n't\b",
    re.IGNORECASE,
)


def in_note_style(text: str, section: Section) -> str:
    """`text`, one sentence of a clause, as a note would have it; in S `I` is left, for it is a quotation."""
    styled = _without_asides(text)
    styled = _IS.sub(_is, styled)
    styled = _HAD.sub(r"\1 had \2", styled)
    if section != "S":
        styled = _third_person(styled)
    if styled.startswith("Denies "):
        styled = _DENIED.sub(lambda m: m.group().lower(), styled)
    styled = _LISTED.sub(lambda m: m.group().lower(), styled)
    styled = _GOES_ON.sub(_in_lower_case, styled)
    styled = _TWICE.sub(_once, styled)
    styled = _MY_PLAN.sub("", styled) if section == "P" else _LET_ME.sub("", _LETS.sub("", styled))
    styled = _TWO_RATINGS.sub(r"\1; ", styled)
    for pattern, written in _CASES:
        styled = pattern.sub(written, styled)
    styled = _BEFORE_STOP.sub("", styled)
    styled = _BEFORE_SIGN.sub("", _COMMAS.sub(", ", styled)).strip(" ,;")
    if not styled.strip(".!? ") or (styled != text and _facts(styled) != _facts(text)):
        return text
    return styled[0].upper() + styled[1:]


def _once(match: re.Match[str]) -> str:
    """`When it, it starts`; but `I can't lie on it, it wakes me` says two things."""
    said = match.group()
    goes_on = match.string[match.end() : match.end() + 1] == " "
    if goes_on and match["word"].casefold() in (_SUBJECTS if "," in said else ("it",)):
        before = _LAST_WORD.search(match.string, 0, match.start())
        if before is not None and before[1].casefold() not in _BEFORE_SUBJECT:
            return said if "," in said else said.replace(" ", ", ")
    return match["word"]


def _in_lower_case(match: re.Match[str]) -> str:
    word = match["word"]
    return word.lower() if is_ordinary(word.lower()) else word


def _without_asides(text: str) -> str:
    styled = _OPENING.sub("", _ASIDES.sub("", text).strip(" ,;"))
    return _CLOSING.sub("", styled)


def _is(match: re.Match[str]) -> str:
    """`Cozen's positive` names a test; `the scar's flat` says what the scar is."""
    who = match["who"]
    rest = match.string[match.end() :]
    if _EPONYM.match(who) and rest.startswith(("positive", "negative")):
        return match.group()
    return f"{who} is "


def _third_person(text: str) -> str:
    if not _OF_THE_PATIENT.match(text):
        text = _PRACTISED.sub(lambda m: m["lead"] + m["done"], text)
    text = _I.sub(_therapist, text)
    text = _MYSELF.sub("" if "therapist" in text.casefold() else " by the therapist", text)
    return _ME.sub(lambda m: "therapist" if m["word"] == "me" else "therapist's", text)


def _therapist(match: re.Match[str]) -> str:
    verb = match["verb"]
    said = f"therapist{match['how']}"
    if verb is None:
        return said
    asked = _HELPING.search(match.string, 0, match.start()) is not None
    return f"{said} {verb if asked else _AGREED.get(verb, verb)}"


def _facts(text: str) -> Counter[str]:
    """What style must not touch: numbers, sides and negations, each as often as before."""
    return Counter(found.casefold() for found in _KEPT.findall(text))
