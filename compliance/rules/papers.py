"""Somebody says aloud that referral, chart or code names the wrong side."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.late import late
from agent.needles import Rare
from compliance.rules.base import Hit
from compliance.rules.body import other
from compliance.rules.context import RuleContext

_PAPER = (
    r"(?:referral|prescription|script|(?<!in )order(?! to\b)|requisition|paper ?work|papers?|chart|"
    r"record|diagnosis|diagnoses|"
    r"(?:i ?c ?d |diagnosis )?codes?|"
    r"(?:that|the|this|her|his|my|your|intake|referral|comp|claim|consent|insurance|doctor's) form(?! "
    r"(?:is|was|on|breaks|"
    r"collapses|with|when|while|and)\b)|fax|sheet|intake|portal|letter|op(?:erative)? report|schedule|"
    r"authori[sz]ation|"
    r"op(?:erative)? note|discharge summary|(?:x-?ray|m ?r ?i|imaging) report|"
    r"(?:doctor|surgeon|physician|office|hospital|clinic)(?:'s)? (?:note|paper\w*|fax|order)|front desk)"
)
_SIDE = r"(left|right)\b(?! (?:now|away|after|before|there|here|about|on time|then|off|at|in the|side up)\b)"
_LIMB = r"(?:side|leg|knee|hip|shoulder|arm|hand|wrist|elbow|ankle|foot|limb|extremity|one|ear|eye)"
_PAPERS = Rare(rf"\b(?:{_PAPER}|(?:sent|referred) [a-z ]{{0,20}}for)\b")
"""A cheap first look: most dictations speak of no paper."""
_NAMED = late(
    rf"\b{_PAPER}\b(?:\bdr\.|[^.?!\n]){{0,60}}?\b{_SIDE}"
    rf"|\b(?:sent|referred) (?:to (?:us|me) |over |in |here )*for (?:the |your |my |her |his |a )?{_SIDE}"
    rf"|\b(?:says?|said|listed|lists|written|wrote|typed|coded|put|down)\b[^.?!\n]{{0,15}}\b{_SIDE}"
    rf"[^.?!\n]{{0,40}}\b{_PAPER}\b",
    re.IGNORECASE,
)
_WRONG = Rare(
    rf"\b{_PAPER}\b[^.?!\n]{{0,50}}\b(?:wrong|opposite|other|incorrect) {_LIMB}\b"
    rf"|\b(?:wrong|opposite|incorrect) {_LIMB}\b[^.?!\n]{{0,40}}\b(?:on|in|by) [^.?!\n]{{0,25}}\b{_PAPER}\b",
)
_ERROR = Rare(
    r"\b(?:(?<!nothing )(?<!not )wrong(?! with)|mix(?:ed)?[- ]?(?:it |them |that |the sides )?up|typo|"
    r"mistake|error|incorrect|backwards|"
    r"(?:switched|flipped|reversed) (?:the )?sides|sides (?:are |were )?(?:switched|flipped|reversed)|"
    r"(?:should|needs? to|has to|must|ought to) be (?:fixed|corrected|changed)|"
    r"should fix|(?:get|getting|have|having) (?:it|that|this|them) (?:fixed|corrected|changed))\b",
)
_MENDED = Rare(
    r"\b(?:has been|have been|was|were|got|already|since) (?:been )?(?:fixed|corrected|amended|resent|"
    r"reissued)\b",
)
_BEFORE, _BEHIND = 160, 220


def papers_say_otherwise(ctx: RuleContext) -> Iterator[Hit]:
    """At most one hit: papers that name one side while the other is said to be the right one."""
    text = ctx.transcript.text
    if not _PAPERS.search(text):
        return
    for found in _NAMED.finditer(text):
        named = (found[1] or found[2] or found[3]).casefold()
        meant = other("left" if named == "left" else "right")
        around = text[max(0, found.start() - _BEFORE) : found.end() + _BEHIND]
        if _said_to_be(meant, named, around) and not _MENDED.search(around):
            yield _hit(
                ctx, found, f"The papers are said to name the {named} side, and the {meant} one is treated."
            )
            return
    for found in _WRONG.finditer(text):
        around = text[max(0, found.start() - _BEFORE) : found.end() + _BEHIND]
        if not _DENIED.search(text[max(0, found.start() - 30) : found.end()]) and not _MENDED.search(around):
            yield _hit(ctx, found, "The papers are said to name the wrong side.")
            return


_DENIED = late(r"\b(?:not|n't|never|no|if|make sure|double check)\b", re.IGNORECASE)


def _said_to_be(meant: str, named: str, around: str) -> bool:
    """Whether the words say that it is the other side, or that the papers err and name the other side."""
    plain = (
        rf"\b(?:it(?:'s| is|s)|(?:i|we)(?:'m|'re| am| are)? treat(?:ing)?|(?:should|supposed to|"
        rf"ought to) "
        rf"(?:be|say|read)|meant|is really|is actually)(?: (?:really|actually|clearly|definitely|in "
        rf"fact|always been))?"
        rf"(?: (?:the|her|his|my|your|for the))? {meant}\b"
        rf"|\b{meant} (?:\w+ )?(?:is|was) the (?:one|side)\b"
        rf"|\b{meant} it is\b|\balways (?:been|was) (?:the|my|her|his) {meant}\b"
        rf"|\b(?:you(?:'re| are)|(?:he|she)(?:'s| is)) (?:pointing|showing|holding|rubbing)"
        rf"[^.?!\n]{{0,20}}\b{meant}\b"
        rf"|\b(?:the|my|her|his) {named}(?: one| side| \w+)? (?:don't|doesn't|does not|do not|never|didn't) "
        r"(?:bother|hurt|ache|give)"
        rf"|\bit was (?:the|her|his) {meant} (?:\w+ )?(?:that|which) (?:was|is|they|we|i) (?:being )?"
        rf"(?:replaced|operat\w+|repaired|done|injured|fractured|treat\w*|saw|evaluated)\b"
        rf"|\b(?:never (?:been|was)|isn't|is not|not|nothing wrong with) (?:the|her|his|my) {named}\b"
        rf"|\bthe {meant} (?:\w+ )?(?:(?:that|which) )?(?:we|i) (?:are|'re|am|'m)?\s?(?:treat|work|see)\w*"
    )
    if re.search(plain, around, re.IGNORECASE):
        return True
    return bool(_ERROR.search(around)) and re.search(rf"\b{meant}\b", around, re.IGNORECASE) is not None


def _hit(ctx: RuleContext, found: re.Match[str], detail: str) -> Hit:
    return Hit(
        detail=detail,
        evidence=(ctx.transcript.span(found.start(), found.end()),),
        suggestion="Have the referral and the diagnosis corrected before the claim goes out.",
    )
