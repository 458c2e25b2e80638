"""Red-flag symptoms and signs (PT_FACTS section 6c) in a clause, by `redflags.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Final

from agent.late import late
from agent.needles import Family, Rare
from agent.understanding.phrases import lexicon

_ADDRESSED = Rare(
    r"\b(?:called(?! (?:it|that|this|off|out|for)\b)|phoned|rang|contacted|notified|"
    r"(?:am|is|'m|'s) (?:calling|phoning|contacting|paging|messaging) (?:the|her|his|your|patient's|dr|"
    r"doctor)|"
    r"spoke (?:with|to)|sent (?:him|her|them|patient)?|"
    r"referr?(?:ed|al)?\b(?! (?:pain|symptoms?|down|into|pattern|ache))|"
    r"referring (?:him|her|them|patient|back|to)\b|emergency|urgent care|911|messaged|"
    r"let (?:the|her|his) (?:surgeon|doctor|md|"
    r"physician) know|"
    r"faxed|paged|appointment with (?:the|her|his)|to the er\b|to the ed\b|will see (?:the|"
    r"her|his) (?:doctor|physician|surgeon|pcp)|same[- ]day|told (?:the|her|his) (?:surgeon|"
    r"doctor|physician|nurse)|reported to)\b",
)
_KIN = (
    r"(?:wife|husband|mother|mom|mum|father|dad|sister|brother|son|daughter|aunt|uncle|cousin|partner|"
    r"grand\w+|neighbou?r|friend|co-?worker|(?:mother|father|sister|brother)-in-law)"
)
_SIGNS = "signs_with_result"
_RESULT = "result"
_DENIED_BEFORE = Rare(
    r"\b(?:denies|denied|denying|no|not|n't|isnt|arent|wasnt|without|never|nor|none|neither|free of|clear of|"
    r"negative for|rul(?:e[sd]?|ing) out|asked (?:about|what|whether|if)|as opposed to|instead of|"
    r"looks? like no)"
    r"\b[^.;]{0,60}$",
)
_IF = Rare(
    r"\b(?:not|n't|never) (?:get to|got to|test\w*|check\w*|tried|try|done|do)\b[^.;]{0,30}$|\b(?:if|"
    r"should|in case|unless|watch(?:es|ing)? for|look(?:s|ing)? (?:out )?for|signs? of|"
    r"such as)\b[^.;]{0,80}$",
)
"""What to watch for has not come; what was not tried says nothing."""
_NEW_CLAUSE = re.compile(
    r"(?:\b(?:but|although|though|however|except|until|yet)\b|,? and now\b|"
    r", (?!(?:the|her|his|my|your) \w+(?:, | or\b))(?:and |so )?(?:the|her|his|"
    r"my|it|it's|"
    r"there|there's|she|he|they|now|today|then)\b)(?!.{0,25}\b(?:nor|either)\b)",
    re.IGNORECASE,
)
"""Where what was denied ends: `no fever, but the incision oozes`; `the balance, walking` lists on."""
_OF_A_RELATIVE = Rare(
    rf"\b(?:her|his|my|your|their) {_KIN}(?: [a-z]+)?,? (?:who|that|also )?\s*"
    r"(?:has|had|gets|got|lost|with|is|was)\b[^.;,]*$",
)
"""`It is his wife who has the bladder thing`: somebody else's sign."""
_A_RELATIVE_DID = Rare(
    rf"\b(?:her|his|my|your|their|patient's) {_KIN}(?: (?!and\b|or\b|says?\b|thinks?\b)[a-z]+)? $",
)
_DOES = late(
    r"^(?:found|finds?|felt|feels|noticed|discovered|lost|fainted|passed|coughed|fell)\b", re.IGNORECASE
)
"""`My uncle Bert found a lump`: the relative found it."""
_OF_ITS_OWN = Rare(
    r"(?<!\bin)(?<!\bof)(?<!\bto)(?<!\bon)(?<!\bor)(?<!\bnor)(?<!\bthat)(?<!\bwith)(?<!\bany) "
    r"(?:the|his|her|my|its|your) (?:\w+ )?$",
)
_VERB = Rare(r"\s(?:turned|turns?|went|got|has|had|is|are|was|were|looks?|feels?|oozes?|weeps?|pits)\b")
"""Run-on speech: `no numbness the fingers turned blue` denies the numbness alone."""
_DENIED_WITHIN = Rare(
    r"\s(?:no|not|without|nor|never|isn't|wasn't|aren't)\b(?! (?:feel|even|notic\w*|know|reali[sz]e|"
    r"feeling|strength|able|trying|eased?|safe|reason|obey|listen|"
    r"point|position|answer\w*|respond\w*|react\w*|wak\w*|easing|going away|change|get\w*))",
)
"""`Incision not red and not hot`."""
_WELL = Rare(
    r"^(?:(?!\b(?:last|since|until|but|yesterday|this)\b)[^.;,]){0,40}?\b(?:negative|normal|intact|fine|"
    r"okay|ok|unchanged|unremarkable|clear|well|quiet|"
    r"symmetric\w*|"
    r"down ?-?going|(?:goes|go|went|toes?) down|the same|no (?:change|different|worse)\w*|same as|"
    r"(?:as|like) (?:always|ever|before|usual)|resolved|ruled out|"
    r"none of (?:it|them|that|those|these))\b(?! (?:since|until|except|till))",
)
"""`Bladder and bowel unchanged`: asked for, and not there."""
_FEELS_IT = late(
    r"\b(?:feels|knows|senses|tells|can (?:still )?(?:feel|tell)) (?:it )?when (?:the|her|his|my) $|"
    r"\b(?:good|full|normal|complete) (?:control|sensation|feeling) (?:of|in|over|around) (?:the|"
    r"her|his|my) $|"
    r"\b(?:empties|controls|holds) (?:the|her|his|my) $",
    re.IGNORECASE,
)
"""`He feels when the bladder is full`: it works."""
_MISSING = Rare(
    r"^[^.;,]{0,30}?\b(?:absent|none|zero|gone|not (?:there|present|seen|found|elicited)|(?:isn't|aren't|"
    r"wasn't) "
    r"(?:there|present|any))\b|^,? (?:she|he|patient|they) (?:has|have|had|reports?) none\b|^[^.;]{0,60}, "
    r"(?:she|he|patient|they) (?:has|have|had|reports?) none\b",
)
_WISHED = late(
    r"^[,?]? (?:i|patient|she|he) (?:only )?wish(?:es)?\b(?! (?:i|it|you|the|patient)\b)", re.IGNORECASE
)
"""`Weight loss? I wish.`"""
_OF_A_FUNCTION = late(r"\b(?:sensation|feeling|tone|pulses?|wink|pinprick|light touch)\b", re.IGNORECASE)
"""What is a finding when it is absent."""


@cache
def _flags() -> Family[str]:
    return Family(
        (_says_any(listed), flag)
        for flag, listed in lexicon("redflags").items()
        if flag not in (_SIGNS, _RESULT)
    )


@cache
def _signs() -> tuple[Rare, Rare]:
    """Names of tests, and what is said of one that was found."""
    words = lexicon("redflags")
    return _any_of(words[_SIGNS]), _any_of(words[_RESULT])


def _says_any(listed: Iterable[str]) -> str:
    return rf"\b(?:{'|'.join(f'(?:{says})' for says in listed)})(?!\w)"


@cache
def _pattern(listed: tuple[str, ...]) -> Rare:
    return Rare(_says_any(listed))


def _any_of(listed: Iterable[str]) -> Rare:
    return _pattern(tuple(listed))


def flags_in(text: str) -> list[str]:
    """Names of the red flags that the text speaks of."""
    return [name for pattern, name in _flags().to_try(text.lower()) if pattern.search(text)]


def flags_said(text: str, *, denied: bool = False) -> Iterator[tuple[str, bool]]:
    """Each red flag the text speaks of, and whether any mention says that it is there.

    `denied`: the text opens as a denial, which holds until something is said of its own.

    A test that is only named, neither found nor negative, is left out.
    """
    for pattern, flag in _flags().to_try(text.lower()):
        says = [_there(text, m, denied) for m in pattern.finditer(text)]
        if flag == _BLADDER_AND_BOWEL and (is_old_and_unchanged(text) or _only_wakes(text, says)):
            says = [False for _ in says]
        if any(says) or False in says:
            yield flag, any(says)


_BLADDER_AND_BOWEL = "cauda_equina"
_FOR_YEARS = late(
    r"\b(?:years|decades)\b(?! old)|\b(?:always|all (?:my|her|his) life|lifelong|"
    r"as long as (?:i|she|he|patient) can remember)\b|"
    r"\bsince (?:the|my|her|his) (?:\w+ )?(?:kids?|child\w*|baby|babies|twins|births?|"
    r"deliver\w+|menopause|prostate\w*)\b",
    re.IGNORECASE,
)
_UNCHANGED = late(
    r"\b(?:(?:has|have|had|is|are|was|did)(?:n't| not) (?:(?:been |got(?:ten)? )?(?:any )?(?:chang\w+|"
    r"worse(?:n\w*)?|different|new))|no (?:change|worse|different)\w*|unchanged|never (?:changed|varied)|"
    r"same as (?:ever|always|before)|nothing new|not (?:new|chang\w+|any worse)|"
    r"(?:is|'s|are|stays?|stayed) (?:just )?(?:about )?the same|old news)\b",
    re.IGNORECASE,
)


def is_old_and_unchanged(text: str) -> bool:
    """`Up twice a night for years, that hasn't changed`: what tells of the cauda equina is a change."""
    rest, same = _UNCHANGED.subn(" ", text)
    return bool(same) and _FOR_YEARS.search(rest) is not None and _NEWS.search(rest) is None


_WAKES: Final = Rare(
    r"\b(?:up|woke|wakes?|waking)\b.{0,40}\b(?:that(?:'s| is| was)|it(?:'s| is| was)|because of|for) "
    r"(?:just |only |really )?(?:my|his|her|the|your) bladder$",
)
"""`I got up once, but that's my bladder`."""


def _only_wakes(text: str, says: Sequence[bool | None]) -> bool:
    """Whether a bladder is only why somebody got up at night, and nothing is told of how it works."""
    return len(says) == 1 and _WAKES.search(text.rstrip(" .!?")) is not None and _NEWS.search(text) is None


_EVENT = Rare(
    r"(?<!\bnot )(?<!n't )(?<!\bnever )(?<!\bor )(?<!\band )(?<!\bthat )(?<!\bif )(?<!\bwhether )(?<!\bhe )"
    r"(?<!\bshe )(?<!\bthey )(?<!\bpatient )(?<!\bi )(?<!\bwe )(?<!\byou )(?<!\bno )"
    r"\b(?:fell|tripped|slipped|fainted|collapsed|vomited|threw up|passed out|blacked out)\b",
)
"""A finite verb is no item of what is denied: `no fever chills fell twice and hit her head`."""
_ONSET = Rare(
    r"^ (?:since\b|(?:that |which )?(?:started|began|came on)\b|"
    r"for (?:the (?:last|past) )?\w+ (?:days|weeks)\b)",
)
_NO_AND_ITEM = late(r"\bno [\w -]{3,40}?(?= no\b)", re.IGNORECASE)
_LAST_NO = Rare(
    r"\bno (?:[\w'-]+ ){0,2}(?:vision|pain|numbness|tingling|headaches?|dizziness|fevers?|chills|nausea|"
    r"weakness|swelling|redness|falls?|breath|cough|sweats|drainage) $",
)


def _stands_out(before: str, after: str) -> bool:
    """Whether each denial has its own `no` and this sign, with its onset, has none of them.

    `No headache no dizziness no double vision trouble swallowing since Monday`.
    """
    return (
        _ONSET.match(after) is not None
        and len(_NO_AND_ITEM.findall(before)) > 1
        and _LAST_NO.search(before) is not None
    )


def _there(text: str, mention: re.Match[str], denied: bool) -> bool | None:
    """Whether one mention says that the sign is there; None: named, and not judged."""
    before, after = text[: mention.start()], text[mention.end() :]
    if _IF.search(_NEW_CLAUSE.split(before)[-1]):
        return None
    listed = _NEW_CLAUSE.split(before)
    listed[-1:] = _EVENT.split(listed[-1])
    if _OF_A_RELATIVE.search(listed[-1]):
        return None
    if _DOES.match(mention.group()) and _A_RELATIVE_DID.search(before):
        return None
    if _OF_ITS_OWN.search(before) and _VERB.search(mention.group()):
        listed.append("")
    if _stands_out(listed[-1], after):
        return True
    if (denied and len(listed) == 1) or _DENIED_BEFORE.search(listed[-1]) or _WELL.match(after):
        return False
    if _DENIED_WITHIN.search(mention.group()) or _FEELS_IT.search(before):
        return False
    if _WISHED.match(after):
        return False
    if _MISSING.match(after) and not _OF_A_FUNCTION.search(mention.group()):
        return False
    tests, found = _signs()
    if tests.search(mention.group()) and not found.search(text):
        return None
    return True


_NEWS = Rare(
    r"\b(?:sudden\w*|new(?:ly)?|wors\w+|never (?:had|before)|first time|"
    r"since (?:yesterday|last (?:night|week)|(?:mon|tues|wednes|thurs|fri|satur|sun)day|the weekend))\b",
)
_NO_NEWS = late(
    r"\b(?:no|nothing) [^.;]{0,40}?(?:fever|chest pain|blood|swelling|new|worse|at rest)\b", re.IGNORECASE
)


def of_the_condition(flag: str, text: str, codes: Iterable[str]) -> bool:
    """Whether one of the patient's ICD-10-CM `codes` has this sign for its own complaint, and nothing "
    "is new."""
    said, codes = _NO_NEWS.sub(" ", text), tuple(codes)
    return not _NEWS.search(said) and any(
        known["flag"] == flag
        and ("words" not in known or _any_of(known["words"]).search(said) is not None)
        and ("unless" not in known or _any_of(known["unless"]).search(said) is None)
        and any(code.startswith(tuple(known["diagnoses"])) for code in codes)
        for known in _known_complaints()
    )


@cache
def _known_complaints() -> tuple[dict[str, Any], ...]:
    return tuple(lexicon("known_complaints").values())


def speaks_of_action(text: str) -> bool:
    """Whether the text says that somebody was told or the patient sent somewhere."""
    return bool(_ADDRESSED.search(text))
