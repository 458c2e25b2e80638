"""Orders that were dictated, or typed by a human, as prose: which words of a note forbid exercises.

`No kneeling until week 6`, `PROM only`, `NWB right leg` are orders; `no pain with kneeling`, `was NWB`,
`flexion limited to 90` and `I have had no running` are not. The words are held against what precautions
forbid by `precautions.read_precaution`; here it is decided only whether somebody orders them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.domain.base import Model, Side
from agent.domain.facts import BaseFact, VisitFacts
from agent.domain.note import Section
from agent.domain.transcript import EvidenceSpan
from agent.needles import Family, Rare

SIDES: tuple[Side, ...] = ("left", "right", "bilateral")
Words = tuple[int, int]
"""Characters [start, end) of a text."""
_SENTENCE = re.compile(r"(?:[^.;!?\n]|(?<=\d)\.(?=\d)|(?<=\bdr)\.|[.](?=\w))+[.;!?]*", re.I)
_CUT = Rare(
    r"\s*(?:[,–—]|(?<!bearing)(?<!wb):)\s*|\s+\bbut\s+|\s+\b(?:and|then|so)\s+(?=(?:no|avoid|do not|"
    r"don'?t|must not|not to|never)\b)",
)
_BARE_NO = (
    r"no|avoid(?:ing)?|do not|don'?t|never|must not|may not|not to|is not to|are not to|not allowed|"
    r"not permitted|"
    r"(?:stay(?:ing)?|keep(?:ing)?) (?:\w+ )?off|refrain from|hold off(?: on)?"
)
_NEGATED = Rare(rf"\b(?:{_BARE_NO})\b")
_LEADS_WITH_NO = re.compile(
    r"^\W*(?:(?:please|remember|still|continue|continues|and|for now|at home|again|patient|pt|he|she|"
    r"they|is|are|"
    r"should|to|keep|with|plan|remind(?:ed)? (?:him|her|them|patient|the patient))\s+){0,4}"
    rf"(?:{_BARE_NO}|stop(?:ping)?|hold(?! (?:for |it |each |the position|position|time)|\W*\d))\b",
    re.I,
)
_NO_AFTER_DOSE = re.compile(rf"(?<=\s)(?=(?:{_BARE_NO})\s)", re.I)
_DOSE = re.compile(r"\b\d+ ?(?:x|by|times|sets?|reps?|repetitions|minutes?|min|seconds?|secs?)\b", re.I)
_STATUS = Rare(
    r"\b(?:nwb|ttwb|tdwb|ffwb|pwb|wbat|fwb)\b|\bweight[- ]?bearing as tolerated|\b(?:non|partial|"
    r"toe[- ]?touch|touch[- ]?down|"
    r"foot[- ]?flat)[- ]?weight[- ]?bear\w*|"
    r"\bno weight[- ]?bearing(?! (?:restrict|limit|precaution))|"
    r"\b(?:weight[- ]?bear\w*|wb)\b[^.;]{0,30}(?:\d+ ?(?:%|percent)|toe|touch|restrict|partial|no\b|non)|"
    r"\b(?:stay|keep)(?:ing|s)? (?:(?:all )?(?:the )?weight )?off (?:of )?(?:the |his |her |their )?"
    r"(?:(?:left|right|operated|surgical|bad|affected)\b|leg|foot|limb)",
)
_AUTHORITY = Rare(
    r"\b(?:surgeons?|ortho\w*|doctor|dr|md|physician|protocol|precautions?|restrict(?:ions?|s)|"
    r"(?<!in )orders?|"
    r"ordered|contraindicated|forbidden|prohibited|not (?:yet )?(?:allowed|permitted|cleared)|must not|"
    r"may not|"
    r"(?:is|are) not to|told|instructed|advised|post[- ]?op)\b",
)
_ENDS = Rare(
    r"\b(?:until|till|through (?:week|the)|before (?:post[- ]?op )?week|prior to week|(?:for|x|first) "
    r"(?:the (?:first|next) )?(?:\d+|one|two|three|four|five|six|eight|ten|twelve) ?(?:more )?(?:weeks?|"
    r"wks?|months?))\b",
)
_ONLY = Rare(
    r"\b(?:prom|passive|aarom|active[- ]assist\w*|arom)\b[^,;.]{0,30}\bonly\b|"
    r"\brom\b[^,;.]{0,14}\d+[^,;.]{0,12}\bonly\b",
)
_BOUND = Rare(
    r"\b(?:(?:limit\w*|restrict\w*)(?:\W+(?:to|at|of|is))?\W+(?:\d|neutral|\w+ (?:lb|pound|degree))|"
    r"max(?:imum)?\b|no more than|"
    r"not (?:past|beyond)|locked)",
)
_REFUSED = Rare(
    r"\b(?:contraindicated|forbidden|prohibited|off limits|on hold|not (?:yet )?(?:allowed|permitted|"
    r"cleared))\b",
)
_OVER = Rare(
    r"\b(?:no longer|used to|previous(?:ly)?|lifted|discontinued|no new|"
    r"(?:was|were|had been)(?! (?:told|instructed|advised|ordered|placed|made|put|asked|"
    r"reminded))|"
    r"(?:progressed|advanced|went|moved) from|(?<!not )(?<!not yet )(?<!until )(?<!unless )(?<!till )cleared|"
    r"no (?:\w+[- ]){0,3}?(?:restrictions?|precautions?|limits?|limitations?)|"
    r"without (?:\w+ ){0,2}restrictions?)\b",
)
_FINDING = Rare(
    r"\b(?:pain\w*|ach(?:e|es|ing|y)|sore\w*|tender\w*|discomfort|difficult\w*|trouble|problems?|issues?|"
    r"symptoms?|"
    r"swelling|swollen|edema|effusion|numb\w*|tingl\w*|instability|unstable|laxity|lag|deficits?|loss|"
    r"compensat\w*|"
    r"dizz\w*|falls?|fear|complain\w*|den(?:y|ies|ied)|noted|observed|seen|palpable|needed|required|"
    r"cues?|cueing|"
    r"assist(?:ance|ed)?(?! (?:motion|range))|change|improve\w*|limp\w*|antalgic|crepitus|guarding|"
    r"signs?|redness|drainage|"
    r"device|tightness|stiff\w*|spasm\w*|evidence|available|possible|able|unable|contraction|response|"
    r"reflex\w*)\b",
)
_WHEN = Rare(r"\b(?:if|unless|until|till|when|once|because|due to|secondary to|so that)\b.*$")
_NARRATED = re.compile(
    r"\b(?:today|this (?:visit|session|morning)|last (?:time|visit|week|session)|yesterday|since|so far|"
    r"we|did|had|have|has|i)\b",
    re.I,
)
_ON_CONDITION = Rare(r"\b(?:if|when|once|unless (?!cleared|approved|ordered|the (?:surgeon|doctor|md)))\b")
_MERE_LOAD = re.compile(
    rf"^\W*(?:{_BARE_NO})\s+(?:\w+\s+)?(?:weights?|resistance|load|bands?|dumbbells?|shoes?|brace|hands?|"
    rf"support|ue support)\W*$",
    re.I,
)
_CONTINUED = re.compile(r"^\W*(?:(?:and|or)\b.*|(?:[a-z][\w/-]*\s*){1,4}\W*)$", re.I | re.S)
_OWN_VERB = Rare(r"\b(?:continue|start|add|keep|do|progress|perform|begin|home|hep|wbat|fwb|sling|brace)\b")
_FROM_TODAY = re.compile(
    r"\b(?:for|x|another|next)\b(?!\s+(?:the )?first\b)[^,;.]{0,16}?\b(?:weeks?|wks?|months?|"
    r"days?)\b(?!\s*(?:post|after surg))",
    re.I,
)
_UNABLE = re.compile(r"\b(?:cannot|can'?t|can not|should not|shouldn'?t)\b", re.I)
_SIDE = re.compile(
    r"\b(?:(?P<left>(?i:left|lle|lue)|L)|(?P<right>(?i:right|rle|rue)|R)|(?P<bilateral>(?i:bilateral\w*|both)|B))\b"
    r"(?!-?\d)"
)


_ORDERING = Family(
    (pattern, None) for pattern in (_STATUS, _LEADS_WITH_NO, _NEGATED, _BOUND, _REFUSED, _ONLY, _UNABLE)
)
"""An order holds one of these at least."""


class Order(Model):
    """One order in its own words. `side` is the one said in it, else that of the fact it stands in."""

    text: str
    side: Side = "none"
    named: bool = False
    """It stands among the precautions."""
    evidence: tuple[EvidenceSpan, ...] = ()


def orders_in(text: str, section: Section, *, named: bool = False) -> tuple[Words, ...]:
    """Where `text` orders something. `named`: it stands among the precautions, so any prohibition counts.

    In Subjective a prohibition needs somebody who gave it: `no running` there tells of what was not done.
    """
    return tuple(
        span
        for sentence in _SENTENCE.finditer(text)
        for span in _in_sentence(text, sentence.span(), section, named)
    )


def said_orders(facts: VisitFacts) -> tuple[Order, ...]:
    """The orders in all that was said or typed of this patient, each once, in spoken order.

    A precaution that was read as one is an order with all its words, unless they say that it is over.
    """
    found: dict[str, Order] = {}
    read: set[tuple[bool, str, Section]] = set()  # many facts stand in one clause
    for fact in facts.facts:
        if not _counts(fact):
            continue
        if fact.kind == "precaution" and fact.polarity == "present" and not _OVER.search(fact.phrase):
            whole = [fact.phrase]
        else:
            named, text = fact.kind == "precaution", fact.clause or fact.phrase
            if (named, text, fact.section) in read:
                continue
            read.add((named, text, fact.section))
            whole = [text[start:end] for start, end in orders_in(text, fact.section, named=named)]
        for words in (w.strip(" ,:") for w in whole):
            order = Order(
                text=words,
                side=_side_of(words, fact),
                named=fact.kind == "precaution",
                evidence=fact.evidence,
            )
            found.setdefault(words.lower().rstrip("."), order)
    return tuple(found.values())


def from_today(words: str) -> bool:
    """Whether its time counts from when it was said (`for two weeks`), not from surgery (`until week 6`)."""
    return bool(_FROM_TODAY.search(words))


def _side_of(words: str, fact: BaseFact) -> Side:
    said = side_in(words)
    return fact.side if said == "none" else said


def _counts(fact: BaseFact) -> bool:
    told = fact.subject == "patient" and fact.polarity != "denied"
    return (
        told
        and getattr(fact, "kind", "") != "command"
        and fact.time not in ("before", "hypothetical", "goal")
    )


def side_in(words: str) -> Side:
    """The one side that is said; `none` for none or several."""
    said = {m.lastgroup for m in _SIDE.finditer(words)}
    for side in SIDES:
        if said == {side}:
            return side
    return "none"


def is_status(words: str) -> bool:
    """Whether a weight-bearing status is ordered, a free one (`WBAT`) too."""
    return bool(_STATUS.search(words))


def is_limit(fact: BaseFact, degrees: float) -> bool:
    """Whether the number stands in an order (`no flexion past 90`), and so was not measured."""
    text = fact.clause or fact.phrase
    number = re.compile(rf"\b{degrees:g}\b")
    return any(number.search(text, *span) for span in orders_in(text, fact.section))


def has_dose(words: str) -> bool:
    """Whether repetitions or a time of treatment are told: `10 minutes`, `2 x 10`."""
    return bool(_DOSE.search(words))


def _in_sentence(text: str, sentence: Words, section: Section, named: bool) -> Iterator[Words]:
    whole = text[slice(*sentence)]
    if whole.rstrip().endswith("?"):
        return
    given = named or bool(_AUTHORITY.search(whole) or _STATUS.search(whole))
    held: Words | None = None
    for start, end in _chunks(text, sentence):
        chunk = text[start:end]
        if (
            held
            and _CONTINUED.match(chunk)
            and not _OWN_VERB.search(chunk)
            and not _starts(chunk, section, given)
        ):
            if not _FINDING.search(chunk):
                held = held[0], end
            continue
        if held:
            yield held
        held = (start, end) if _starts(chunk, section, given) else None
    if held:
        yield held


def _chunks(text: str, sentence: Words) -> Iterator[Words]:
    """Parts of a sentence that each stand on their own; a `no` after a dose starts a new one."""
    cuts = [(m.start(), m.end()) for m in _CUT.finditer(text, *sentence)]
    for m in _NO_AFTER_DOSE.finditer(text, *sentence):
        before = max((b for _, b in cuts if b <= m.start()), default=sentence[0])
        if _DOSE.search(text[before : m.start()]):
            cuts.append((m.start(), m.start()))
    at = sentence[0]
    for start, end in sorted(cuts):
        if text[at:start].strip():
            yield at, start
        at = max(at, end)
    if text[at : sentence[1]].strip():
        yield at, sentence[1]


def _starts(chunk: str, section: Section, given: bool) -> bool:
    """Whether the chunk orders something. `given`: its sentence names precautions or who gave them."""
    if not _ORDERING.to_try(chunk.lower()) or _OVER.search(chunk):
        return False
    if _STATUS.search(chunk):
        return True
    plain = _WHEN.sub("", chunk)
    if _FINDING.search(plain) or _MERE_LOAD.match(chunk) or _DOSE.search(_after_no(plain)):
        return False
    if _ON_CONDITION.search(chunk):
        return False
    if given and any(p.search(plain) for p in (_LEADS_WITH_NO, _NEGATED, _BOUND, _REFUSED, _ONLY, _UNABLE)):
        return True
    if section == "S":
        return False
    if _ONLY.search(chunk) or _REFUSED.search(chunk):
        return True
    if _ENDS.search(chunk):
        return bool(_NEGATED.search(chunk) or _BOUND.search(chunk))
    return bool(_LEADS_WITH_NO.match(chunk)) and not _NARRATED.search(plain)


def _after_no(chunk: str) -> str:
    match = _NEGATED.search(chunk)
    return chunk[match.end() :] if match else ""
