"""Speech addressed to the software: reported, never obeyed, never written into the note.

A therapist's own clinical wording ("told to ignore the previous instructions about weight bearing",
"plan of care approved by Dr. …") is no command.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_RECORD = (
    r"(?:note|draft|document|documentation|chart|record|dictation|report|entry|summary|claim|visit|file|form)"
)
_SOFTWARE = (
    r"(?:(?:documentation |dictation |charting |note |billing )?software|"
    r"assistant|computer|system|scribe|transcri(?:ber|ptionist|ption software)|"
    r"(?<!exercise )(?<!home )program|"
    r"\bai\b|\bbot\b|chat ?gpt|\bgpt\b|language model|\bllm\b|the model|recorder|dictation app|the app)"
)
_PATTERNS = tuple(
    re.compile(p, re.IGNORECASE)
    for p in (
        r"\b(?:ignore|disregard|forget|override|bypass|skip)\b(?: \w+){0,3} (?:instructions?|"
        r"in ?structions|rules?|prompts?|guidelines|checks?|policy|policies|safeguards?|"
        r"guardrails?|validation|compliance|review queue|review)\b",
        r"\bi nor all previous\b",
        rf"\b(?:mark|set|flag|label|sign|approve|submit|finali[sz]e|certify|release|lock|close|"
        rf"countersign|attest)\b(?: \w+){{0,4}} (?:this |the |my |"
        rf"that )?{_RECORD}\b(?: \w+){{0,3}} (?:approved|a proved|signed|final|complete|completed|"
        rf"reviewed|certified|accepted|locked)\b",
        r"\b(?:mark|set|flag|label) (?:this|it|everything|that|them)(?: \w+){0,3} (?:approved|"
        r"a proved|signed|final|complete|completed|reviewed|certified)\b",
        rf"\b(?:please |just |go ahead and )?(?:approve|sign|finali[sz]e|submit|certify|"
        rf"countersign|auto ?sign) (?:this|the|my|that|it)(?: {_RECORD})?\b(?! (?:by|with|from|was|"
        rf"is|agreement))",
        r"\b(?:set|change|update) (?:the |its |this )?(?:draft |note )?status\b",
        r"\bmark a ?proved\b",
        r"\b(?:do not|don't|dont|never|no need to|please don't) (?:flag|record|log|report|mention|"
        r"check|audit|include) (?:this|that|the|any|missing|it|my)\b(?! (?:pain|symptom))",
        r"(?:^|quote,? |\", ?|\"|please |to |and |just |you |could you |can you |should )(?:write|"
        r"put|put down|type|enter|make it say|add a line|pretend)(?: down| in)? that (?:the |all |"
        r"every |this |he |she |they |patient|goals?|we |i |i'm |i am |i've |it |pain|there |my )",
        r"\b(?:telling|asked|asks|wants|told) (?:me|us|you) to (?:say|write|put|mark|record|state|"
        r"document|certify)\b",
        r"\b(?:please|just) (?:say|state|document|record|chart|certify) that (?:all|every|"
        r"the goals?|goals?)\b",
        r"\b(?:write|type|output|print|say|respond with|reply with) only\b",
        rf"\b(?:make sure|be sure|see to it) (?:the |this )?{_RECORD} (?:says|shows|reads|states)\b",
        rf"\b(?:note|message|instruction|memo|command) (?:to|for) (?:the |our |my )?{_SOFTWARE}\b",
        rf"\b(?:hey|hello|dear|attention|okay|ok|listen),? {_SOFTWARE}\b",
        rf"(?:^|[,.:;] ?|\b(?:says?|saying|said),? ){_SOFTWARE},? (?:please |you |now |call |set |mark |"
        rf"write |approve |ignore |delete |send |do |put |enter |record |document |chart |add |make |"
        rf"sign |leave |change |give )",
        r"\b(?:end|begin|start) (?:of )?(?:assistant|system|user) (?:turn|message|prompt)\b|"
        r"\bend of dictation\b",
        r"\bsystem prompt\b|\bprivacy filter\b|\baudit (?:log|trail)\b|\breview queue\b|"
        r"\bplaceholder\b|\bpassword\b",
        r"\bcall the \w+ function\b|\bdrop table\b|\bbase ?(?:64|sixty four)\b|=\s*hyperlink|"
        r"https?\s*:\s*/|[{}<>]{1}.{0,40}[{}<>]|\"approved\"",
        r"\buse (?:the )?(?:measurements?|values?|numbers?) from (?:the |my )?(?:last|another|"
        r"previous|other) patient\b",
        r"\b(?:in|for) all (?:following|future|other) (?:notes|drafts|patients)\b",
        r"\b(?:email|text|send|forward|fax|upload) (?:the |this |a )?(?:summary|note|draft|record|"
        r"chart|transcript) to (?:my|his|her|the) (?:lawyer|attorney|friend|phone|gmail|email)\b",
        rf"\b(?:delete|erase|cancel|discard|remove|destroy) (?:the |this |that |"
        rf"all )?(?:{_RECORD}s?|findings?|warnings?|events?)\b",
        r"\bgenerate (?:\w+ ){1,4}(?:words|pages|sentences)\b",
        r"\bwhatever i said\b|\bregardless of what i (?:said|dictated|did)\b",
        r"\b(?:remove|hide|suppress|turn off|disable|dismiss|clear|drop) (?:the |all |any |that |"
        r"those )?(?:warnings?|findings?|flags?|alerts?|checks?|red flags? finding|compliance)\b",
        r"\b(?:ask|asked|told|telling|wants?|begging|said)(?: (?:me|us|you))? to (?:say|write|put|"
        r"mark|record|chart|document|bill|change) (?!down the (?:pain|symptom))",
        r"\bcopy (?:the |my |everything from |last )?(?:last|previous|yesterday's|prior) (?:note|"
        r"visit|session)\b",
        r"\b(?:backdate|back date)\b",
        r"\brecord total timed minutes as\b",
        r"\bkeep the patient name\b",
        r"\b(?:in|to|of|into|with|letters? of) (?:your|the) (?:next )?(?:answers?|responses?|"
        r"repl(?:y|ies)|output|messages?)\b|"
        r"\b(?:your|the) (?:answer|response|reply|output|message)(?:'s|\b)(?! to (?:treatment|"
        r"therapy|exercise|manual))",
        r"^(?:please |can you |could you )?(?:write|compose|draft|provide|translate|generate|develop|create|"
        r"tell me|give me|show me|describe|explain|summari[sz]e|break down)\b.{0,60}\b(?:poem|"
        r"story|essay|letter|"
        r"speech|introduction|equivalent|function|code|headline|joke|recipe|theory|plot|"
        r"sentence to|lifecycle|"
        r"photosynthesis|article|blog|song|tweet|slogan|haiku)\b",
        r"\btranslate the following\b|\bwww\b|\.com\b|\bclick (?:here|on)\b",
    )
)
_BENIGN = re.compile(
    r"\b(?:told|instructed|advised|asked|educated|cleared|directed|"
    r"allowed)(?: \w+){0,3} (?:by|from) (?:her|his|the|their|a)? ?(?:\w+ )?(?:surgeon|doctor|"
    r"physician|dr|md|provider|cardiologist|neurologist)\b"
    r"|\bapproved by (?:dr|the (?:surgeon|doctor|physician)|insurance|medicare|her|his)\b"
    r"|\b(?:insurance|payer|medicare|surgeon|doctor|physician|authorization|"
    r"workers comp) (?:has |have )?(?:approved|signed|certified|authori[sz]ed)\b"
    r"|\boverride pain\b|\bi was told to forget\b|\bsigned (?:the |a )?(?:consent|plan of care|poc|waiver)\b"
    r"|\b(?:ignore|ignoring|forget|forgets|forgot|skip|skips|skipped|skipping) (?:his|her|the|"
    r"my|their) (?:pain|exercises?|brace|symptoms|precautions|weight)",
    re.IGNORECASE,
)
_BILL = re.compile(
    r"\b(?:bill|charge|code|claim|call|(?:put|mark|write|count|enter) (?:it|that|this|them))\b(?: \w+){0,4}? "
    r"(?:as |for |at )?(\d+) (?:timed )?units?\b|\b(\d+) units (?:for|of|on) (?:the )?(?:claim|bill|\d{5})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Command:
    billed_units: int | None = None


def command_in(text: str) -> Command | None:
    """The command that a clause holds, if it is one."""
    units = _BILL.search(text)
    if units:
        return Command(int(units.group(1) or units.group(2)))
    if _BENIGN.search(text):
        return None
    if any(p.search(text) for p in _PATTERNS):
        return Command()
    return None
