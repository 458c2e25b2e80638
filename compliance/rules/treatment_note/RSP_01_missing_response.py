"""The patient's response to treatment is missing.

What the treatment did, measured or told, shows that it needed a therapist's judgement and what to do next.

Anti-pattern: A list of exercises and "continue".
Best practice: "Pain 3 of 10 after treatment, was 5; flexion gained 6 degrees after mobilisation."
Source: Medicare Benefit Policy Manual ch. 15 §220.3.E (optional elements) [U]; APTA Center for Integrity [V]
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.facts import (
    BaseFact,
    ExerciseFact,
    PainFact,
    ResponseFact,
)
from agent.needles import Rare
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext, said_after_treatment, words_of
from compliance.rules.text import contains

_RESPONSE = (
    r"tired",
    r"fatigu\w*",
    r"exhausted",
    r"sore after",
    r"loss(?:es)? of balance",
    r"recover\w*",
    r"tolerat\w*",
    r"effort",
    r"borg",
    r"rpe",
    r"needed (?:min|mod|max|contact|hands|verbal|tactile|cue)\w*",
    r"no (?:increase|change|worsening|difference)",
    r"(?:feels?|felt|feeling|moves?|moved) (?:\w+ ){0,2}(?:loos|bett|eas|wors|light|free|stead|warm)\w*",
    r"pain(?:'s| is)? (?:now|down|less|gone)",
    r"(?:went|going|came|comes|got) (?:up |down |back )?to \d+",
    r"respon(?:se|ded|ds|ding)",
    r"within (?:the )?session",
    r"(?:decreas|reduc|eas|improv|soften|loosen|relax|settl|quiet|worsen|increas)(?:e|ed|es|ing|s) "
    r"(?:with|when|during|once)",
)

_CLOSING = (
    r"(?:feels?|felt) (?:\w+ ){0,2}(?:stead|loos|bett|eas|light|free|strong|wors|sore|good)\w*", r"tired",
    r"fatigued?",
    r"tolerated", r"(?:pain|number)(?:'s| is)? (?:now|after\w*|at the end)",
    r"on (?:the|her|his) way out", r"(?:when|as) (?:she|he|they) left",
    r"when (?:we|i|she|he|they) (?:finished|stopped|stood up|sat up|got (?:up|off|down)|(?:was|were) done)",
    r"(?:ended|left|leaving|finished) (?:at|with) \w+",
    r"(?:pain|number) (?:\w+ ){1,7}(?:after|leaving)",
    r"(?:can|could|able to) (?:\w+ ){1,5}(?:again|now|easier|better)",
    r"no (?:increase|worse|more) (?:in )?(?:pain|symptoms|sore)\w*",
)  # fmt: skip


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    if not ctx.treatments and not ctx.today(ExerciseFact):
        return
    own = [f for f in ctx.facts.facts if f.subject == "patient" and f.time in ("today", "before")]
    if any((isinstance(f, ResponseFact) or said_after_treatment(f)) and not _only_asked(f) for f in own):
        return
    if any(f.section != "S" and f.time == "today" and contains(words_of(f), _RESPONSE) for f in own):
        return
    if _told_at_the_end(ctx):
        return
    yield Hit(
        detail="The dictation does not say how the patient responded to today's treatment.",
        suggestion=_suggest(ctx),
    )


_ASKED = Rare(
    r"\b(?:ask(?:s|ed)|wants?|wanted|wonder(?:s|ed)|curious|question\w*|talked|chatted)\b"
    r"(?: (?:me|us|to know|to hear))*"
    r" (?:about|for|if|whether|how|when|why|what|which|to (?:know|hear|see))\b",
)


def _only_asked(fact: BaseFact) -> bool:
    """`She wanted to know about pillows afterwards`: talk, and no response."""
    words = words_of(fact)
    return _ASKED.search(words) is not None and not contains(words, (*_RESPONSE, *_CLOSING, r"pain", r"\d"))


def _told_at_the_end(ctx: RuleContext) -> bool:
    """Whether words of response follow the last treatment in the recording, though no fact holds them."""
    ends = [span.end for f in ctx.treatments for span in f.evidence]
    return bool(ends) and contains(ctx.transcript.text[max(ends) :], _CLOSING)


def _suggest(ctx: RuleContext) -> str:
    pain = [f for f in ctx.today(PainFact) if f.value is not None]
    if pain:
        return f"Add a value after treatment beside the pain of {pain[0].value:g}/10 before it."
    return "Add pain, range or performance after treatment, and what was changed because of it."


RULE = Rule(
    id="RSP-01",
    severity="warn",
    check=check,
    doc=__doc__,
    note_types=frozenset({"daily", "progress"}),
    fails=(
        Example(
            "treatment and no response",
            '{facts: [{kind: intervention, code: "97110", minutes: 20}, {kind: pain, value: 4}]}',
        ),
    ),
    passes=(
        Example(
            "a response",
            '{facts: [{kind: intervention, code: "97110", minutes: 20}, {kind: response, phrase: '
            "pain 3/10 after treatment}]}",
        ),
    ),
)
