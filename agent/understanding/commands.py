"""Speech addressed to the software: reported, never obeyed, never written into the note.

A therapist's own clinical wording ("told to ignore the previous instructions about weight bearing",
"plan of care approved by Dr. …") is no command.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from agent.memory import kept_for_now
from agent.needles import Family, Rare
from agent.understanding.invented_commands import ORDERS as _INVENTED
from agent.understanding.loose_orders import ORDERS as _LOOSE
from agent.understanding.record_orders import ORDERS as _OF_RECORDS
from agent.understanding.reported_commands import ORDERS as _REPORTED
from agent.understanding.reported_commands import OURS as _OURS
from agent.understanding.units_said import end_of_units, units_said

_RECORD = r"(?:note|draft|document|documentation|chart|record|dictation|report|entry|summary|claim|visit)"
_SOFTWARE = (
    r"(?:(?:documentation |dictation |charting |note |billing )?software|"
    r"assistant|computer|system|scribe|note ?-? ?(?:taker|writer|bot)|"
    r"(?:typing|recording|dictation) (?:thing|machine|bot)|robot|copilot|dragon|alexa|siri|"
    r"transcri(?:ber|ptionist|ption software)|"
    r"\ba ?i(?: scribe| assistant)?\b|\bbot\b|chat ?gpt|\bgpt\b|language model|"
    r"\bllm\b|the model|recorder|dictation app|the app)"
)
_DEVICE = (
    r"(?:machine|phone|tablet|laptop|i ?pad|gadget|device|gizmo|contraption|box|recorder|micro ?phone|mic|"
    r"robot)"
)
"""What a greeting speaks to that is no person."""
_LISTENER = (
    rf"(?:{_DEVICE}|thing|you (?:in )?there|"
    r"whoever(?: is|'s) (?:listening|typing|writing))"
)
_NOTE_DOWN = r"(?:put|write|jot|note|mark|record|type|say|enter|add|log|chart|state|document|scribble|print)"
_PROGRAM = r"(?<!exercise )(?<!home )(?<!gym )(?<!walking )(?<!training )(?:the |this |your )?program"
_BID = (
    r"(?:^|[,.;:\"] ?|"
    r"\b(?:please|just|go ahead and|then|now|so|and|but|you can|you should|can you|could you) )"
)
"""Where an order begins: at the start, or after a word that opens one. Who else is to act stands before."""
_APPROVE = r"(?:approve|sign|finali[sz]e|submit|certify|countersign|auto ?sign)"
_DONE = r"(?:approved|a proved|signed|final|complete|completed|reviewed|certified|accepted|locked)"
_ANSWER = r"(?:answers?|responses?|repl(?:y|ies)|output|messages?)"
_CLAIMED = (
    rf"(?:(?:down )?that\b|down as\b|it (?:as|down|in)\b(?! (?:your|his|her|their) "
    r"(?:log|diary|journal|notebook|phone|calendar))|(?:him|her|them|me|us) (?:down|as)\b|"
    rf"(?:he|she|they|we|i|patient|the patient|there)(?:'s|'re|'m)?\b|it(?:'s| is| was)\b|ignore\b|"
    rf"(?:all |every |the )?goals?\b|(?:\w+ ){{0,4}}(?:in|into|on) "
    rf"(?:the |this |that |your |my |her |his )?(?:{_OURS}|thing|machine|app|system)\b|"
    rf"(?:\w+ ){{0,4}}(?:approved|met|independent|complete|achieved|signed|certified)\b|"
    r"(?:down )?\d+ (?:timed )?(?:units?|minutes)\b)"
)
"""What a record is to say. Things that a patient is to write, put or change are no such words."""
_TO_SOFTWARE = (
    rf"(?:^|[,.:;\"] ?|\b(?:says?|saying|said|reads),? |\b(?:okay|ok) ){_SOFTWARE},? (?:please |you |"
    rf"now |call |set (?!up)|mark |write |approve |ignore |delete |send |do |put |enter |record |document |"
    rf"chart |add |make |sign |leave |change |give |state |certify |confirm |attest |"
    rf"(?:release|clear) (?:him|her|this|the) |report that |list (?:him|her|this|it)|"
    rf"show (?:that|him|her|all)|"
    rf"just (?:fill|put|write|say|use|make) |if anything )"
)
_CALLED = Rare(rf"{_TO_SOFTWARE}|\b(?:hey|okay|ok|listen),? {_SOFTWARE}\b")
"""The software is called by name: who approved or signed in what follows makes it no less an order."""
_ORDERS = (
    *_REPORTED,
    *_INVENTED,
    *_OF_RECORDS,
    *_LOOSE,
    r"\b(?:ignore|disregard|forget(?! to)|override|bypass|skip)\b(?: \w+){0,3} (?:instructions?|"
    r"in ?structions|rules?|prompts?|guidelines|checks?|policy|policies|safeguards?|"
    r"guardrails?|validation|compliance|review queue|review)\b",
    r"\bi nor all previous\b",
    rf"\b(?:mark|set|flag|label|sign|approve|submit|finali[sz]e|certify|release|lock|close|"
    rf"countersign|attest)\b(?: \w+){{0,4}} (?:this |the |my |that )?{_RECORD}\b"
    rf"(?: \w+){{0,3}} {_DONE}\b",
    rf"\b(?:mark|flag) (?:this|it|everything|that|them)(?: \w+){{0,3}} {_DONE}\b",
    rf"\b(?:set|label) (?:this|it|everything|that|them) (?:to|as) {_DONE}\b",
    rf"\b{_APPROVE} (?:this|the|my|that) {_OURS}s?\b(?! (?:by|with|from|was|is|agreement))",
    rf"{_BID}{_APPROVE} (?:this|that|it|my)\b(?! (?:by|with|from|was|is|agreement))",
    r"\b(?:set|change|update) (?:the |its |this )?(?:draft |note )?status\b",
    r"\bmark a ?proved\b",
    rf"{_BID}(?:do not|don't|dont|never|no need to) (?:flag|record|log|report|mention|"
    rf"audit|include) (?:this|that|the|any|missing|it|my)\b"
    r"(?! (?:\w+ )?(?:pain|symptom|soreness)|.{0,40} to (?:her|his|their)\b)",
    rf"\b(?:do not|don't|dont) check (?:this|that|my|the) {_OURS}\b",
    rf"(?:^|[,.:;] )(?:hey |okay |ok |listen |and |say )?(?:you |the )?{_LISTENER},? "
    rf"(?:please |just )?{_NOTE_DOWN}\b(?! (?:to|on|in|at|your|his|her|the|a|an)\b)",
    rf"\b(?:tell|ask|have|get|let) (?:the |your |that |this |my )(?:\w+ )?{_LISTENER}(?: to)? "
    rf"{_NOTE_DOWN}\b",
    r"(?:^|quote,? |\", ?|\"|please |to |and |just |you |could you |can you |should )(?:write|"
    r"put|put down|jot|type|enter|make it say|add a line|pretend)(?: down| in| in there)? that "
    r"(?:the |all |every |this |he |she |they |patient|goals?|we |i |i'm |i am |i've |it |pain|"
    r"there |my )",
    rf"\b(?:(?:asks?|asked|told|tells|telling|begging|said)(?: (?:me|us|you))?|wants? (?:me|us|you)) to "
    rf"(?:say|write|put|mark|record|chart|document|state|certify|bill|change) {_CLAIMED}",
    r"\b(?:asks?|asked|told|tells|wants?|wanted) (?:me|us)\b.{0,60}\b(?:note|document|write|record|"
    r"chart) that (?:the )?(?:patient|he|she|they|goals?)\b",
    r"\b(?:please|just) (?:say|state|document|record|chart|certify) that (?:all|every|"
    r"the goals?|goals?)\b",
    r"\b(?:write|output|print|respond with|reply with) only\b|"
    r"\b(?:say|type) only (?:the words?|that|yes|approved|done)\b",
    rf"\b(?:make sure|be sure|see to it) (?:the |this )?{_RECORD} (?:says|shows|reads|states)\b",
    rf"\b(?:note|message|instruction|memo|command) (?:to|for) (?:the |our |my )?{_SOFTWARE}\b"
    r"(?! (?:class|course|lab|store|shop|guy|desk|room|work|job|lesson|training|repair|screen|technician))",
    rf"\b(?:(?:hey|hello|dear),?|(?:attention|okay|ok|listen),) {_SOFTWARE}\b",
    rf"\b(?:hey|hello|hi|dear),?(?: there| you| little| mister| mr\.?)*,? {_DEVICE}"
    r"(?=$|[,.:;!?]| (?:please|put|write|say|note|mark|tell|add|make|record|you)\b)",
    _TO_SOFTWARE,
    r"\b(?:tell|ask|have) (?:the |your |that |this |my )(?:\w+ )?"
    r"(?:computer|software|scribe|machine|robot|app|recorder|system)(?: to)? "
    r"(?:say|write|put|note|record|chart|document|mark|certify|approve|sign)\b",
    r"\b(?:hey|hello|okay|ok|listen),? (?:the )?program\b",
    rf"\b(?:tell|ask|let) {_PROGRAM} (?:to )?(?:certify|say|write|put|mark|record|approve|sign|enter)\b",
    r"\b(?:end|begin|start) (?:of )?(?:assistant|system|user) (?:turn|message|prompt)\b|"
    r"\bend of dictation\b",
    r"\bsystem prompt\b|\bprivacy filter\b|\baudit (?:log|trail)\b|\breview queue\b|"
    r"\bplaceholder\b|\b(?:system|admin|database|user) password\b",
    r"\bcall the \w+ function\b|\bdrop table\b|\bbase ?(?:64|sixty four)\b|=\s*hyperlink|"
    r"https?\s*:\s*/|[{}<>]{1}.{0,40}[{}<>]|\"approved\"",
    r"\buse (?:the )?(?:measurements?|values?|numbers?) from (?:the |my )?(?:last|another|"
    r"previous|other) patient\b",
    r"\b(?:in|for) all (?:following|future) (?:notes|drafts|patients)\b|"
    r"\b(?:in|for) all other (?:notes|drafts)\b",
    r"\b(?:email|text|send|forward|fax|upload) (?:the |this |a )?(?:summary|note|draft|record|"
    r"chart|transcript) to (?:my|his|her|the) (?:lawyer|attorney|friend|phone|gmail|email)\b",
    rf"\b(?:delete|erase|cancel|discard|remove|destroy) (?:the |this |that |"
    rf"all )?(?:{_OURS}s?|claims?|findings|warnings|events)\b(?! about)",
    r"\bgenerate (?:\w+ ){1,4}(?:words|pages|sentences)\b",
    r"\bwhatever i said\b|\bregardless of what i (?:said|dictated|did)\b",
    r"\b(?:remove|hide|suppress|turn off|disable|dismiss|clear|drop|scratch|kill|silence|mute|strike|"
    r"take out|get rid of) (?:the |all |any |that |"
    r"those )?(?:compliance |billing |documentation )?"
    r"(?:warnings|findings|flags|alerts|checks|red flags? finding|compliance)\b(?! about)",
    r"\bcopy (?:the |my |everything from |last )?(?:last|previous|yesterday's|prior) (?:note|"
    r"visit|session)\b",
    r"\b(?:backdate|back date)\b",
    r"\brecord total timed minutes as\b",
    r"\bkeep the patient name\b",
    rf"(?:\b(?:in|of|into|with|letters? of)|(?<!according )\bto) your (?:next )?{_ANSWER}\b|"
    rf"\byour {_ANSWER} (?:should|must|in|with)\b|"
    r"^(?:please )?(?:provide|modify|render|enhance|rewrite|translate|encode|encrypt|append|insert|"
    rf"include|express|remove|replace|jumble|transpose|format|end|begin|start|finish|"
    rf"conclude)\b.{{0,60}}\b"
    rf"your {_ANSWER}\b",
    r"^(?:please |can you |could you )?(?:write|compose|draft|translate|generate|create|provide|develop|"
    r"show me|give me|describe|explain|break down)\b.{0,60}\b(?:poem|essay|short story|headline|joke|"
    r"recipe|plot of|photosynthesis|relativity|lifecycle|blog|song|tweet|slogan|haiku|python|"
    r"equivalent (?:for|of)|speech on|letter to an?)\b",
    r"\btranslate the following\b|\bwww\b|\.com\b|"
    r"\bclick (?:here (?:to|for|now)|on (?:this|the|that) (?:link|button))\b",
)
_BENIGN = Rare(
    r"\b(?:told|instructed|advised|asked|educated|cleared|directed|"
    r"allowed)(?: \w+){0,3} (?:by|from) (?:her|his|the|their|a)? ?(?:\w+ )?(?:surgeon|doctor|"
    r"physician|dr|md|provider|cardiologist|neurologist)\b"
    r"|\bapproved by (?:dr|the (?:surgeon|doctor|physician)|insurance|medicare|her|his)\b"
    r"|\b(?:insurance|payer|medicare|surgeon|doctor|physician|authorization|"
    r"workers comp) (?:has |have )?(?:approved|signed|certified|authori[sz]ed)\b"
    r"|\boverride pain\b|\bi was told to forget\b|\bsigned (?:the |a )?(?:consent|plan of care|poc|waiver)\b"
    r"|\b(?:ignore|ignoring|forget|forgets|forgot|skip|skips|skipped|skipping) (?:his|her|the|"
    r"my|their) (?:pain|exercises?|brace|symptoms|precautions|weight)",
)
_BILL = Rare(
    r"\b(?:bill|charge|code|claim|call|(?:put|mark|write|count|enter) (?:it|that|this|them|me|us|him|her))\b"
    r"(?: \w+){0,4}? "
    r"(?:as |for |at )?(\d+) (?:timed )?units?\b|\b(\d+) units (?:for|of|on) (?:the )?(?:claim|bill|\d{5})|"
    r"\b(\d+) units?\b.{0,60}\b(?:put|mark|write|bill|code) (?:it|that|this|them)?"
    r"(?: down)? ?(?:as|for) \3\b|"
    r"\b(?:that's|thats|that is|makes|comes to|should be|it's) (\d+) (?:timed )?units\b(?! of)|"
    r"\b(?:so|which gives(?: us)?|equals|meaning)(?: that(?:'s| is))? (\d+) (?:timed )?units\b(?! of)",
)


@dataclass(frozen=True, slots=True)
class Command:
    """An order to the software; where it bills, the units that it names."""

    billed_units: int | None = None
    units: tuple[tuple[str, int], ...] = ()
    """Of each code, where the words tell them apart."""


def last_word_of_command(text: str) -> int:
    """The character behind what is surely part of a command; 0 when there is none."""
    units = [end_of_units(text), *(m.end() for m in _BILL.finditer(text))]
    commands = [m.end() for p, _ in _commands().to_try(text.lower()) for m in p.finditer(text)]
    return max([*units, *commands], default=0)


@kept_for_now(1024)  # a dictation is asked clause by clause where each command ends, then what each clause is
def command_in(text: str) -> Command | None:
    """The command that a clause holds, if it is one."""
    each = units_said(text)
    if each:
        return Command(sum(each.values()), tuple(each.items()))
    units = _BILL.search(text)
    if units:
        return Command(int(units[units.lastindex or 1]))
    if _BENIGN.search(text) and not _CALLED.search(text):
        return None
    if any(pattern.search(text) for pattern, _ in _commands().to_try(text.lower())):
        return Command()
    return None


@cache
def _commands() -> Family[None]:
    return Family((says, None) for says in _ORDERS)
