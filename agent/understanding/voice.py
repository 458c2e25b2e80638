"""How a therapist speaks to a patient, in the words of a note: no `I think`, no `I want you to`."""

from __future__ import annotations

import re

from agent.late import late
from agent.needles import Rare

_FRONT = r"^(?P<front>(?:(?:and|so|but|well|okay|now|then|yes|yeah|no|oh|right|,)\s*,?\s*)*)"
_OPENINGS = late(
    _FRONT
    + r"(?:what i (?:think|see|have|believe)(?: (?:you have|is going on|is happening|this is))?(?: here)? "
    r"is(?: that)?|"
    r"i (?:think|believe|suspect|guess|figure|feel like|feel)(?: that)?|"
    r"i (?:would|will) (?:say|call it|call that|"
    r"call this)(?: that)?|"
    r"i (?:can |do )?(?:see|saw|hear|notice|noticed) that(?=,)|"
    r"i am (?:calling (?:it|this|that)|thinking|seeing|finding|getting|measuring|hearing|noticing)|"
    r"i was (?:getting|seeing|finding|measuring)|i (?:call it|call this|see|feel|notice|note|get|find)(?= "
    r"(?:a|an|no|some|\d|that) )|"
    r"as i see it|to me|to my mind|my (?:impression|read|take|thinking|assessment)(?: of (?:it|this))? "
    r"is(?: that)?|the good news is(?: that)?|"
    r"the thing is(?: that)?|as (?:you can see|expected|we said)|i have to say|i must say|let us say|"
    r"i am (?:happy|glad|pleased)(?: to (?:say|see)| with)?(?: that)?|"
    r"so far,?|by the way|for the record|just so you know|remember)\b,?\s+",
    re.IGNORECASE,
)
_DID = Rare(
    _FRONT + r"(?:i|we)(?: (?:then|also|just|first|have|now))* "
    r"(?=(?:had you|gave|did|worked|taped|fitted|fit|showed|cued|used|guided|taught|walked you|went "
    r"over|reviewed|adjusted|"
    r"practi[cs]ed|checked|mobili[sz]ed|massaged|stretched|started|finished|added|progressed|moved|set you|"
    r"took|tried|held|skipped|"
    r"spent|talked|called|spoke|sent|instructed|explained|educated|updated|trained|loosened|applied)\b)",
)
_REWRITES: tuple[tuple[Rare, str], ...] = tuple(
    (Rare(p), r)
    for p, r in (
        (r"\bneed(s)? (?:me|us|my hands(?! on\b)|my help|our help|a hand from me)(?: here| there)?"
            r"(?= (?:to|for|with|on|at|\w+ing)\b)",
            r"need\1 the therapist",
        ),
        (r"^(?:(?:so|and|then|okay),? )*(?:i|we)(?: will|'ll)? (?:put|write|set|take) "
            r"(?:the |your |our )?goals? (?:down )?as\b",
            "goals:",
        ),
        (r"^(?:(?:so|and|then|okay),? )*what (?:i|we)(?: would| am| are)? "
            r"(?:aim|aiming|hope|hoping|shooting) for(?: is)?(?:[:,]|(?= \w))",
            "goals:",
        ),
        (r"\b(\d+) of you(?: (?:with|and) me)?\b", r"\1 patients"),
        (r"\bneed(s)? (?:my|our) hands on(?: (?:it|them|you|there))?(?=[,.]|$| (?:and|so|because)\b)",
            r"need\1 hands-on help from the therapist",
        ),
        (r"\bneed(s)? me\b", r"need\1 the therapist"),
        (r"\bmy help\b", "the therapist's help"),
        (r"\b(?:i|we) (?:would |will )?(?:want|need|like|love|prefer) you to (?:be )?", "patient to "),
        (r"\b(?<!what )(?:i|we) (?:would |will )?(?:want|need|like|love|prefer) you (?=\w+ing\b)", ""),
        (r"\b(?:i|we) (?:would |will )?(?:want|need|like|love) (?:to see )?you "
            r"(?=(?:once|twice|\d|in|for|back|here|at)\b)",
            "",
        ),
        (r"\b(?:i|we) (?:am|are) going to keep (?:you )?(?=(?:once|twice|\d|at|it)\b)", "continue "),
        (r"\bkeep it (?:at )?(?=(?:once|twice|\d))", "continue "),
        (r"\bkeep you (?:at|on|coming) (?=(?:once|twice|\d))", "continue "),
        (r"\b(?:i|we|therapist) would be (?:happy|glad|pleased|satisfied|content) (?:with|to see|at) "
            r"(?=(?:an? )?\d)",
            "goal is ",
        ),
        (r"\b(?:i|we) am(?= )", "therapist is"),
        (r"\bthan i (?:expected|thought|hoped)\b", "than expected"),
        (r"\bwhere i (?:expected|thought|hoped|want(?:ed)?)(?: you)?(?: to be)?\b", "expected"),
        (r"\b(?:with|by|from) me\b(?! (?:and|or))", "with the therapist"),
        (r"\bme (?=(?:\w+ing|at|beside|behind|on)\b)", "the therapist "),
        (r"\btill i say\b|\buntil i say\b", "until cleared by the therapist"),
        (r"\b(?:call|ring|text|phone) me\b", "call the therapist"),
    )
)  # fmt: skip
_LOOKS_SO = Rare(
    r"\b(looks?|sounds?|feels?|seems?) ((?:[\w'-]+ ){1,5})to me\b(?! (?:as|like|that))",
)
"""`Still looks puffy to me`: to whom is said by whose note it is."""
_ASKS_TO_TELL = late(
    r"(?:,|,? and| then) (?:then )?(?:tell|show) me"
    r"(?: (?:after(?:wards)?|then|how (?:it|that) (?:feels|goes|is)))?$",
    re.IGNORECASE,
)
_LET_ME_KNOW = late(r"\blet me know\b", re.IGNORECASE)


def narrated(text: str) -> str:
    """The therapist's words (contractions written out) as a note says them; `you` stays for later."""
    text = _LET_ME_KNOW.sub("tell the therapist", text)
    text = _ASKS_TO_TELL.sub("", _LOOKS_SO.sub(lambda m: f"{m[1]} {m[2]}".rstrip(), text))
    text = _OPENINGS.sub("", text)
    text = _DID.sub("", text)
    for pattern, replacement in _REWRITES:
        text = pattern.sub(replacement, text)
    return text


_THERAPIST_DID = Rare(
    r"\byou (?=(?:said|told (?:me|him|her|us|my)|wrote|showed|taught|gave me|asked|measured|taped|printed|"
    r"had me|made me|wanted me|thought i)\b)",
)
_THERAPIST_DOES = Rare(
    r"(?<!\bhow )(?<!\bdo )(?<!\bdid )\b"
    r"you (?P<does>say(?! (?:it|that|to yourself)\b)|want(?= me\b)|think(?= i\b))\b"
)
_THERAPIST_WAS = Rare(
    r"\byou were (?=(?:\w+ )?(?:crank|press|push|pull|stretch|work|hold|bend|mov|do|test|measur|rubb|digg|"
    r"show|say|tell|ask)ing\b)",
)
_THE_WAY = Rare(
    r"\b(?:just |exactly )?like (?=the therapist (?:said|says?|told|wrote|showed|taught|asked)\b)"
)
_THE_THERAPIST_AND_I = Rare(r"\byou and (?=i\b)|\b(?<=need )you (?=to\b)|\b(?<=want )you (?=to\b)")
_TOLD_THE_THERAPIST = Rare(
    r"\b(?P<front>(?:told|promised|showed|called|asked|(?<!to )tell|telling|show|bring|brought|see|saw|seen|"
    r"owe|(?:came|come|coming|started|start|starts|talked|spoke|spoken|went) (?:to|with|in to|back to)|"
    r"honest with|thanks to|from)) you\b(?! (?:the truth|what\b|that\b much|can|could|will|would|do|did|are|"
    r"were|have|had|need|know|guys|people|see)\b)",
)


def to_the_therapist(text: str) -> str:
    """A patient's `you` where it can only be the therapist: `when I came to you`, `like you said`.

    `You` that may be anybody (`you can't sleep on it`) stays.
    """
    text = _THERAPIST_WAS.sub("the therapist was ", _THERAPIST_DID.sub("the therapist ", text))
    text = _THERAPIST_DOES.sub(r"the therapist \g<does>s", text)
    text = _THE_THERAPIST_AND_I.sub(lambda m: m[0].lower().replace("you", "the therapist", 1), text)
    text = _THE_WAY.sub("as ", text)
    return _TOLD_THE_THERAPIST.sub(r"\g<front> the therapist", text)
