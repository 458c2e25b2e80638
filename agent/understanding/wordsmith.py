"""Speech to the sentences of a note: no fillers, no contractions, digits and a full stop."""

from __future__ import annotations

import re

from agent.memory import kept_for_now
from agent.needles import Family, Rare

_HESITATIONS = re.compile(
    r"(?:(?<=^)|(?<=[\s,]))(?<!\d )(?:um+|uh+|erm+|hmm+|mm+)(?=[\s,.…]|$),?\s*", re.IGNORECASE
)
_FILLERS = Rare(
    r"(?:^|(?<=, ))(?:ah|oh|okay|ok|alright|all right|anyway|you know|i guess|let's see|let me see|ha|"
    r"yeah|yep|you remember|that's the truth|i mean|basically|honestly|gosh|"
    r"look(?! (?:at|for|over|up)\b)|like i said|as i said|"
    r"let me look)(?=[,.…]|\s|$),?\s*|^(?:sorry|great|no|yes|right|good|perfect|look), ",
)
_LEADS = re.compile(
    r"^(?!now and (?:then|again)\b)"
    r"(?:(?:well(?=,)|and|so|but|then|also|now|plus|today we|again|for the record|"
    r"so for the record|(?:next|first|that is)(?=,))\b,?\s+)+",
    re.IGNORECASE,
)
_DOING = re.compile(
    r"^(?:(?:i|we|you|he|she|they|then i|then we)\s+(?:then\s+)?(?:also\s+)?)?"
    r"(?:did|performed|measured|gave|provided|worked on|we're doing|are doing|am getting|"
    r"i'm getting|i get|i got|got|"
    r"i have(?! to\b)|i've got(?! to\b)|today we did|did some)\s+(?=\S)"
    r"(?!(?:good|well|fine|great|okay|ok|better|worse|poorly|not|this|that|them|those|\w+day|catch|fall|trip|bump|"
    r"hit|go|have|get|feel|try|say|mention|notice|wake|sleep|lose|forget|miss|skip|call|see|hurt|need|ask|report|"
    r"complain|stumble|slip|drop|take|lift|most of|all of|half|"
    r"(?:his|her|their) (?:\w+ ){1,3}(?:every|daily|twice|once|\d)|(?:it|him|you|them|her and))\b)",
    re.IGNORECASE,
)
_HAS_THEM = re.compile(
    r"^(?:i|we)(?:'ve got| have|'m seeing| see|'ll see| will see| got) (?:him|her|you|them) "
    r"(?:for |at |down for )?"
    r"(?=(?:once|twice|\d+ (?:times|days|visits)) (?:a|per|each|every) (?:day|week|month))",
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
_GOT_FOR_IT = Rare(
    r"^(?!(?:when|and|that|then|so|but|if|because|today)\b)"
    r"((?:[a-z-]+ ){1,4})i (?:got|get|measured?|read) "
    r"(?=(?:an? |about |only |just )?\d)",
)
"""`Grip I got 12 kilos`: who measured is no matter."""
_CONTRACTIONS = (
    (r"\b(he|she|it|that) ?'s (?=(?:always|never|only|just|already|still) been\b)", r"\1 has "),
    (
        r"\b(he|she|it|that|there|who|what|patient)'s (?=been|had|got|done|come|gone|made|"
        r"improved|lost|gained)",
        r"\1 has ",
    ),
    (r"\b([a-z]+)'s (?=been\b)", r"\1 has "),
    (r"\b(he|she|it|that|there|who|what|here|where)'s\b", r"\1 is"),
    (r"\b(\w+one)'s (?=good|fine|ok|perfect|better|worse)", r"\1 is "),
    (
        r"\b(pain|knee|hip|shoulder|ankle|back|neck|elbow|wrist|foot|hand|goal|stiffness|headache|"
        r"side|number)'s (?!(?:strength|range|motion|rotation|flexion|extension|stability|flexibility|size|"
        r"position|surface|doctor|muscles?|ligaments?|tendons?|nerves?|alignment|full|own)\b)(?=\S)",
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
_CONTRACTED = Family(_CONTRACTIONS)
"""What one writes out opens no other."""
_HEDGES = Rare(r"(?<!would )(?<!'d )\b(?:maybe|perhaps|like|probably) (?=an? [\d]|\d)")
_NOT_HIT = Rare(r"\b(has|have) not (?:hit|reached|made) (?=(?:\w+ ){1,5}goals?\b)")
_ARTICLE_BEFORE_NUMBER = Rare(
    r"\b(?:a|an) (?=-?\d+(?:\.\d+)?(?:/10)?\b(?! ?(?:-|minute|second|inch|lb|pound|degree|"
    r"foot|feet|week|day|mile|step|cm|hour|month|year|kg|meter|point|way|story|time)))",
    flags=0,
)
_BEFORE_VALUE = Rare(r"(?<=[\d%]) (was|down from|up from) (?=\d)", flags=0)
_OTHER_SIDE = Rare(
    r"(\d[\d./+%-]*|degrees|cm|seconds|negative|positive|absent|normal|"
    r"full)(?<!to)(?<!of 8)(?<!gure 8) (left|right)(?= (?:side )?(?:is |was )?(?:-?\d|negative|positive|"
    r"absent|normal|full|to [LT]\d))",
    flags=0,
)
_VALUE_FIRST = Rare(
    r"(?:positive|negative|\d)(?: (?:cm|mm|kg|lb|seconds|degrees|inches))? (?:left|right) "
    r"(?:positive|negative|-?\d\S*)(?: (?:cm|mm|kg|lb|seconds|degrees|inches))? (?:left|right)\W*$",
    flags=0,
)
_VALUE_THEN_SIDE = re.compile(
    r"(positive|negative|\d\S*(?: (?:cm|mm|kg|lb|seconds|degrees|inches))?) (left|right) "
    r"(?=positive|negative|-?\d)"
)
_DAYS = Rare(
    r"\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|april|"
    r"june|july|august|september|october|november|december|(?<=in )march|(?<=since )march|"
    r"(?<=of )march|(?<=in )may|(?<=since )may)\b",
    flags=0,
)
_TWICE_ABOUT = Rare(r"\babout about\b", flags=0)
_BEFORE_SIGN = re.compile(r"\s+(?=[,.;:!?%])")
_COMMAS = re.compile(r"(?:,\s*){2,}")
_BLANKS = re.compile(r"\s{2,}")
_I = re.compile(r"\bi\b")


@kept_for_now(256)
def expanded(text: str) -> str:
    """Contractions written out."""
    for contraction, replacement in _CONTRACTED.to_try(text.lower()):
        text = contraction.sub(replacement, text)
    return text


def polished(text: str) -> str:
    """One clean sentence: fillers, empty openings and stray signs gone, capital first, full stop last."""
    text = _FILLERS.sub("", _HESITATIONS.sub("", text))
    text = _LEADS.sub("", text.strip(" ,"))
    text = _GOT_FOR_IT.sub(r"\1", _GETTING.sub("", text))
    text = _DOING.sub("", _HAS_THEM.sub("", text))
    text = expanded(text)
    text = _HEDGES.sub("about ", text)
    text = _NOT_HIT.sub(r"\1 not met ", text)
    text = _TWICE_ABOUT.sub("about", text)
    text = _ARTICLE_BEFORE_NUMBER.sub("", text)
    text = _BEFORE_SIGN.sub("", text)
    text = _COMMAS.sub(", ", text)
    text = _BLANKS.sub(" ", text).strip(" ,;:-")
    if not text:
        return ""
    text = _I.sub("I", text)
    text = _BEFORE_VALUE.sub(r", \1 ", text)
    if _VALUE_FIRST.search(text):
        text = _VALUE_THEN_SIDE.sub(r"\1 \2; ", text)
    else:
        text = _OTHER_SIDE.sub(r"\1; \2", text)
    text = _DAYS.sub(lambda m: m.group().capitalize(), text)
    first = text[0].upper() + text[1:]
    return first if first[-1] in ".!?" else first + "."
