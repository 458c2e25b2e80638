"""First and second person to third: the patient's `I` and the therapist's `you` are the patient."""

from __future__ import annotations

import re
from typing import Literal

from agent.needles import Rare
from agent.understanding.phrases import words
from agent.understanding.voice import narrated, to_the_therapist
from agent.understanding.wordsmith import expanded

Sex = Literal["F", "M", "X", "U"]

_ADVERBS = words("wordsmith_adverbs")
_BASE_VERBS = words("wordsmith_base_verbs")
_PAST = words("persons_past")
_AFTER_OBJECT = words("persons_after_object")


def third_person(text: str, speaker: str | None, sex: Sex) -> str:
    """The patient's `I` and the therapist's `you` as the patient, in the third person."""
    if '"' in text:
        pieces = text.split('"')
        pieces[::2] = [_between_quotes(p, speaker, sex) for p in pieces[::2]]
        quoted = '"'.join(pieces)
        return f"Patient states {quoted}" if speaker == "PATIENT" and quoted.startswith('"') else quoted
    text = _relative_named(_ASSURES.sub(" ", _YOU_KNOW.sub("", expanded(text))).strip())
    if speaker == "PATIENT":
        text = _YOURS.sub("the therapist's", _AS_ASKED.sub(r"as \1", _I_KNOW.sub("", text)))
        text = to_the_therapist(_ME_FOR_MY.sub("my", text))
        return _about_the_patient(
            text, sex, "I", {"my": "poss", "me": "obj", "myself": "refl", "mine": "own"}
        )
    if speaker == "THERAPIST":
        text = narrated(text)
        return _about_the_patient(text, sex, "you", {"your": "poss", "yourself": "refl", "yours": "own"})
    return text


def _between_quotes(text: str, speaker: str | None, sex: Sex) -> str:
    """`text`, what stands beside words that are quoted, with the blanks around it."""
    if not text.strip():
        return text
    front, behind = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return front + third_person(text, speaker, sex) + behind


_ASSURES = Rare(r"(?:^|[ ,]+)(?:believe|trust) me\b,? ?|[ ,]+(?:i'll|let me) tell you\b,? ?")
"""`so believe me I asked my doctor`: to the listener, and nothing of the patient."""
_YOU_KNOW = Rare(
    r"(?:(?<=^)|(?<=[,.;] )|(?<=\band )|(?<=\bbut )|(?<=\bso ))you know,? "
    r"(?!(?:how|what|that|why|if|where|when|who|the|it|about|"
    r"to|him|her|them|your|my|this|these|those|exactly|already|enough)\b)|,? you know(?=[,.]|$)",
)
"""Said in passing: nobody knows anything there."""
_AS_ASKED = re.compile(
    r"\b(?:like|as|the way) you (asked|instructed|suggested|recommended|advised|requested)(?: me)?(?: to)?\b"
    r"(?! (?:for|about)\b)",
    re.IGNORECASE,
)
_I_KNOW = re.compile(r",? ?(?:, i know)+(?=[.,]|$)", re.IGNORECASE)
"""`Your number was eight, I know, I know.`"""
_YOURS = re.compile(
    r"^your(?= (?:number|goal|target|exercises?|stretch\w*|sheet|handout|homework|plan|advice|tape|"
    r"office)\b)",
    re.IGNORECASE,
)
"""The patient speaks to the therapist."""
_ME_FOR_MY = Rare(
    r"(?<=\b(?:in|on|of) )me(?= (?:own |left |right |bad |good |poor |whole )?(?:back|neck|head|skull|"
    r"knees?|hips?|"
    r"shoulders?|ankles?|elbows?|wrists?|hands?|thumbs?|feet|foot|toes?|legs?|calf|calves|arms?)\b)"
)
"""`Up the back of me neck`, as some say it."""
_RELATIVE = re.compile(
    r"^(?:(?:and|but|so|oh|well|no|yeah),? )*(?:(?:it|that|this) (?:is|was) )?my (?:\w+ ){0,2}?"
    r"(?P<who>mother|father|mom|mum|dad|sister|brother|wife|"
    r"husband|son|daughter|aunt|uncle|cousin|niece|nephew|friend|neighbou?r|roommate|partner|boyfriend|"
    r"girlfriend|"
    r"fiance|twin|grandmother|grandfather|grandma|grandpa|brother-in-law|sister-in-law|mother-in-law|"
    r"father-in-law|"
    r"coworker|boss)\b",
    re.IGNORECASE,
)


def _relative_named(text: str) -> str:
    """`my twin has the bad back, she's got …`: `she` is the twin, and must not read as the patient.

    Whoever speaks: where labels are missing or wrong, these are still the words of a relative's illness.
    """
    match = _RELATIVE.match(text)
    if match is None:
        return text
    head, rest = text[: match.end()], text[match.end() :]
    return head + re.sub(r"\b(?:he|she)\b", f"the {match.group('who').casefold()}", rest, flags=re.IGNORECASE)


def pronouns(sex: Sex) -> dict[str, str]:
    """Subject, object, possessives and reflexive for the patient; `patient` where the record does not say."""
    if sex == "F":
        return {"subj": "she", "obj": "her", "poss": "her", "refl": "herself", "own": "hers"}
    if sex == "M":
        return {"subj": "he", "obj": "him", "poss": "his", "refl": "himself", "own": "his"}
    return {
        "subj": "patient", "obj": "patient", "poss": "patient's", "refl": "self", "own": "patient's",
    }  # fmt: skip


_TO_BE = {"am": "is", "are": "is", "were": "was", "have": "has", "do": "does", "aren't": "is not"}
_AUXILIARIES = frozenset(
    ["do", "does", "did", "am", "are", "is", "was", "were", "have", "has", "had", "can", "could", "will",
     "would", "should", "may", "might", "must"]
)  # fmt: skip
_DOES = frozenset(["do", "does", "did"])
_PRONOUNS = frozenset(["patient", "he", "she", "they", "we", "i", "it", "that", "who", "you"])
_BEFORE_INVERSION = frozenset(
    ["", ",", ".", ";", ":", "and", "but", "so", "neither", "nor", "how", "what", "when", "where", "why",
     "who", "which", "often", "much", "many", "long", "far", "well", "only", "or", "then", "if"]
)  # fmt: skip
"""Words before an auxiliary that stands before its subject: `how do I get up`, `do I have stairs`."""
_SUBORDINATES = frozenset(["if", "when", "once", "unless", "because", "while", "whenever", "until", "since"])
_STANDS_BETWEEN = frozenset(["too", "alone", "then", "both", "all", "kind", "sort", "of"])
"""Words that may stand between a subject and its verb, and are neither."""
_TELLS_THAT = frozenset(["see", "sees", "think", "know", "hear", "guess", "say", "told"])
_FINITE = frozenset(["have", "are", "were", "do", "had", "did", "can", "will", "could", "would"])
_WHOSE = frozenset(["my", "the", "patient's", "her", "his"])
_PERSONS = words("persons_beside")
_NO_VERB = words("persons_no_verb")
"""Words of other kinds that may stand behind a subject: `showing you how`."""
_LETS = words("persons_lets")
"""Before somebody who does something: `letting you jog`."""
_NOT_SUBJECT_AFTER = words("wordsmith_not_subject_after")


class _Agreement:
    """Whether the next word is the verb of the patient, and whether verbs joined to it are too."""

    def __init__(self) -> None:
        self.due = self._joined = self._subordinate = False

    def subject(self, out: list[str]) -> None:
        """The patient was just named as a subject behind the pieces `out`."""
        said = [p.casefold() for p in out if p.strip()]
        before = said[-1] if said else ""
        self._subordinate = bool(_SUBORDINATES & set(said[-2:]))
        self._joined = False
        earlier = said[-2] if len(said) > 1 else ""
        inverted = before in _AUXILIARIES and (
            earlier in _BEFORE_INVERSION or (before in _DOES and earlier not in _PRONOUNS)
        )
        if inverted:
            at = max(i for i, p in enumerate(out) if p.strip())
            form = _TO_BE.get(before, before)
            out[at] = form.capitalize() if out[at][:1].isupper() else form
        self.due = not inverted and not _of_two(said)

    def agreed(self, piece: str, before: str, following: str) -> str:
        """`piece` in the third person, where it is the patient's verb."""
        low = piece.casefold()
        if self.due:
            if low in _TO_BE:
                self.due = False
                self._joined = low in ("have", "do") and following != "not"
                return _TO_BE[low]
            if low in _ADVERBS or low in _STANDS_BETWEEN:
                return piece
            self.due = False
            if low == "been":  # `I been doing them`
                return "has been"
            if low not in _BASE_VERBS and not _may_be_a_verb(low):
                return piece
            self._joined = True
            return piece if low in _SAME_IN_PAST else with_s(piece)
        if (before == "to" and low in _BASE_VERBS) or (low == "," and self._subordinate):
            self._joined = False  # `needs to go and see`, `if it hurts, stop and call`
        elif self._joined and low in _BASE_VERBS and before in ("and", "or", ",", "then"):
            return piece if low in _SAME_IN_PAST else with_s(piece)
        return piece


def _of_two(said: list[str]) -> bool:
    """`my wife and I walk`: the verb is of both; `he is on the ground and you need help` is of one."""
    if len(said) < 3 or said[-1] != "and" or said[-3] not in _WHOSE:
        return False
    return len(said) == 3 or said[-2] in _PERSONS


def _about_the_patient(text: str, sex: Sex, subject: str, others: dict[str, str]) -> str:
    words = pronouns(sex)
    out: list[str] = []
    named = False
    agreement = _Agreement()
    pieces = re.findall(r"\w+(?:['’]\w+)*|\s+|[^\w\s]", text)
    for i, piece in enumerate(pieces):
        low = piece.casefold()
        if low == subject.casefold():
            before = _last_word(out)
            following = _next_word(pieces, i)
            tells = before in _TELLS_THAT and following in _FINITE
            if (
                subject == "you"
                and not tells
                and (before in _NOT_SUBJECT_AFTER or _is_object(out, pieces, i))
            ):
                out.append("patient" if not named else words["obj"])
                named = True
                continue
            agreement.subject(out)
            out.append("patient" if not named else words["subj"])
            named = True
            continue
        if low in others:
            out.append(
                "patient's"
                if others[low] == "poss" and not named and not any(p.strip() for p in out)
                else words[others[low]]
            )
            continue
        if piece.strip():
            piece = agreement.agreed(piece, _last_word(out), _next_word(pieces, i))
        out.append(piece)
    return "".join(out)


def _next_word(pieces: list[str], i: int) -> str:
    return next((p.casefold() for p in pieces[i + 1 :] if p.strip()), "")


_SAME_IN_PAST = frozenset(["put", "hit", "cut", "hurt", "let", "set", "quit", "read"])


_VOWEL = re.compile(r"[aeiouy]")
"""`Wring`, `bring` and `swing` are no participles: nothing that could be spoken stands before their end."""


def _may_be_a_verb(low: str) -> bool:
    """Whether the word right after its subject can only be a verb in the present: none of the other kinds."""
    plural = low.endswith("s") and not low.endswith(("ss", "us"))
    return (
        low.isalpha()
        and len(low) > 2
        and low not in _NO_VERB
        and low not in _PAST
        and not plural
        and not low.endswith(("ed", "ly"))
        and not (low.endswith("ing") and _VOWEL.search(low[:-3]))
    )


def _last_word(out: list[str]) -> str:
    return next((p.casefold() for p in reversed(out) if p.strip()), "")


def _is_object(out: list[str], pieces: list[str], i: int) -> bool:
    """Whether `you` is an object here: `start you on a program`, `let me see you.`"""
    following = next((p.casefold() for p in pieces[i + 1 :] if p.strip()), "")
    before = _last_word(out)
    if (
        not before
        or not before.isalpha()
        or before in ("and", "or", "but", "so", "if", "when", "that", "because")
    ):
        return False
    if before in _LETS and following.isalpha():
        return True
    if following and following not in _AFTER_OBJECT and following.isalpha():
        return False
    if not following.isalpha() and before not in _ASKS_BEFORE:
        return True  # `what trips you, …`
    if _last_word(out[: _place_of_last(out)]) == "to" and before not in _ASKS_BEFORE:
        return True  # `to guard you and …`
    return before in _BASE_VERBS or before.endswith(("ing", "ed"))


def _place_of_last(out: list[str]) -> int:
    return next((i for i in range(len(out) - 1, -1, -1) if out[i].strip()), 0)


_ASKS_BEFORE = frozenset(
    [
        "are",
        "were",
        "do",
        "did",
        "have",
        "had",
        "can",
        "could",
        "will",
        "would",
        "should",
        "may",
        "might",
        "must",
        "than",
        "as",
        "like",
        "how",
        "why",
        "where",
        "what",
        "who",
    ]
)
"""Before a `you` that is the subject though nothing follows it: `how are you?`, `better than you`."""


def with_s(verb: str) -> str:
    if verb.casefold() == "have":
        return "has"
    if verb.endswith(("s", "sh", "ch", "x", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + "s"
