"""First and second person to third: the patient's `I` and the therapist's `you` are the patient."""

from __future__ import annotations

import re
from typing import Literal

from agent.understanding.phrases import words
from agent.understanding.voice import narrated
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
        pieces[::2] = [third_person(p, speaker, sex) if p.strip() else p for p in pieces[::2]]
        quoted = '"'.join(pieces)
        return f"Patient states {quoted}" if speaker == "PATIENT" and quoted.startswith('"') else quoted
    text = _relative_named(_ASSURES.sub(" ", _YOU_KNOW.sub("", expanded(text))).strip())
    if speaker == "PATIENT":
        return _about_the_patient(
            text, sex, "I", {"my": "poss", "me": "obj", "myself": "refl", "mine": "own"}
        )
    if speaker == "THERAPIST":
        text = narrated(text)
        return _about_the_patient(text, sex, "you", {"your": "poss", "yourself": "refl", "yours": "own"})
    return text


_ASSURES = re.compile(
    r"(?:^|[ ,]+)(?:believe|trust) me\b,? ?|[ ,]+(?:i'll|let me) tell you\b,? ?", re.IGNORECASE
)
"""`so believe me I asked my doctor`: to the listener, and nothing of the patient."""
_YOU_KNOW = re.compile(
    r"(?:(?<=^)|(?<=[,.;] )|(?<=\band )|(?<=\bbut )|(?<=\bso ))you know,? "
    r"(?!(?:how|what|that|why|if|where|when|who|the|it|about|"
    r"to|him|her|them|your|my|this|these|those|exactly|already|enough)\b)|,? you know(?=[,.]|$)",
    re.IGNORECASE,
)
"""Said in passing: nobody knows anything there."""
_RELATIVE = re.compile(
    r"^(?:(?:and|but|so|oh|well|no|yeah),? )*(?:it is |that is )?my (?:\w+ ){0,2}?(?P<who>mother|father|mom|"
    r"mum|dad|sister|brother|wife|"
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
_NOT_SUBJECT_AFTER = words("wordsmith_not_subject_after")


def _about_the_patient(text: str, sex: Sex, subject: str, others: dict[str, str]) -> str:
    words = pronouns(sex)
    out: list[str] = []
    named = inflected = False
    pieces = re.findall(r"\w+(?:['’]\w+)*|\s+|[^\w\s]", text)
    verb_due = False
    for i, piece in enumerate(pieces):
        low = piece.casefold()
        if low == subject.casefold():
            before = next((p.casefold() for p in reversed(out) if p.strip()), "")
            if subject == "you" and (before in _NOT_SUBJECT_AFTER or _is_object(out, pieces, i)):
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
            elif low in _BASE_VERBS or _may_be_a_verb(low):
                piece, verb_due, inflected = (piece if low in _SAME_IN_PAST else with_s(piece)), False, True
            else:
                verb_due = False
        elif inflected and low in _BASE_VERBS and _last_word(out) in ("and", "or"):
            piece = piece if low in _SAME_IN_PAST else with_s(piece)
        out.append(piece)
    return "".join(out)


_SAME_IN_PAST = frozenset(["put", "hit", "cut", "hurt", "let", "set", "quit", "read"])


def _may_be_a_verb(low: str) -> bool:
    """Whether the word right after its subject can only be a verb in the present: none of the other kinds."""
    return low.isalpha() and len(low) > 2 and low not in _PAST and not low.endswith(("ed", "ing", "ly", "s"))


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
    if following and following not in _AFTER_OBJECT and following.isalpha():
        return False
    return before in _BASE_VERBS or before.endswith(("ing", "ed"))


def with_s(verb: str) -> str:
    if verb.casefold() == "have":
        return "has"
    if verb.endswith(("s", "sh", "ch", "x", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + "s"
