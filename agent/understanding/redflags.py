"""Red-flag symptoms (PT_FACTS section 6c) in a clause, with polarity left to the caller."""

from __future__ import annotations

import re

_FLAGS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (flag, re.compile(pattern, re.IGNORECASE))
    for flag, pattern in (
        (
            "cauda_equina",
            r"\b(?:saddle|perine\w+|perianal|groin numb\w*|genital)\b|\b(?:numb\w*|"
            r"tingl\w*)\b.{0,40}\b(?:groin|seat|wip\w+|between (?:the|my|her|his) legs)\b|"
            r"\bseat area\b.{0,20}\bnumb\w*"
            r"|\b(?:urine|urinat\w+|bladder|bowels?|incontinen\w*|retention|urgency|pee(?:ing)?|"
            r"void\w*|accident)\b",
        ),
        (
            "myelopathy",
            r"\b(?:clumsy hands?|dropping (?:things|objects)|drops? (?:things|objects)|hoffmann|"
            r"clonus|babinski|unsteady gait and hands)\b",
        ),
        (
            "dvt_pe",
            r"\bcalf (?:pain|swelling|tender\w*|warmth|red\w*|is (?:swollen|warm|hot|tender|red))\b|"
            r"\bshort(?:ness)? of breath\b|\bpleuritic\b|\bcoughing (?:up )?blood\b|\bhemoptysis\b|"
            r"\bcalf\b.{0,20}\b(?:hot|swollen|warm|red|hard)\b",
        ),
        (
            "infection",
            r"\b(?:fever|chills|febrile|night sweats|drainage|pus|temp(?:erature)? (?:of|was|"
            r"is) (?:100|101|102|103|104|38|39)|sweats)\b",
        ),
        (
            "malignancy",
            r"\bweight loss\b|\b(?:lost|down|dropped)\b.{0,12}\b\d+ (?:lb|kg|"
            r"pounds)\b.{0,40}\b(?:without trying|unexplained|not trying|unintentional\w*|"
            r"no reason)\b|\bhistory of cancer\b|\bnight pain\b"
            r"|\b(?:ache|pain)\b.{0,40}\b(?:does not (?:ease|change|go away)|not eased|unrelieved|"
            r"any position|no position)\b|\bwithout trying\b",
        ),
        (
            "cardiac",
            r"\bchest (?:pain|pressure|tightness)\b|\b(?:syncope|fainted|passed out|blacked out|"
            r"palpitations|diaphores\w+)\b|\bjaw pain with exertion\b|\bpain (?:down|in) (?:the|her|"
            r"his) left arm with (?:effort|exertion)\b",
        ),
        (
            "cervical_artery",
            r"\b(?:double vision|diplopia|slurred speech|dysarthria|trouble (?:swallowing|speaking)|"
            r"dysphagia|drop attacks?|facial (?:numbness|droop)|worst headache|ptosis|vision changes|"
            r"visual changes)\b",
        ),
        ("aaa", r"\bpulsa\w+ (?:mass|abdom\w+)\b|\btearing (?:back )?pain\b"),
        (
            "fracture",
            r"\b(?:cannot|can't|unable to) (?:bear weight|put weight)\b|\bheard a (?:crack|snap|"
            r"pop) and\b|\bstep[- ]?off\b",
        ),
        (
            "neurological",
            r"\b(?:new|progressive|sudden|increasing|more) (?:leg |arm |foot |hand )?weakness\b|"
            r"\bfoot drop (?:is )?new\b|\bnew foot drop\b|\bpallor\b|\bpain out of proportion\b",
        ),
        (
            "safety",
            r"\bwants? to die\b|\bsuicid\w+|\bkill (?:my|him|her)self\b|\bunexplained bruis\w+|"
            r"\bafraid (?:of|to go home)\b.{0,20}\b(?:husband|wife|son|partner)\b",
        ),
        ("head_injury", r"\b(?:head strike|hit (?:my|her|his|the) head|loss of consciousness)\b"),
    )
)
_ADDRESSED = re.compile(
    r"\b(?:called|phoned|contacted|notified|spoke (?:with|to)|sent (?:him|her|them|patient)?|"
    r"refer\w*|emergency|urgent care|911|messaged|let (?:the|her|his) (?:surgeon|doctor|md|"
    r"physician) know|"
    r"faxed|paged|appointment with (?:the|her|his)|to the er\b|to the ed\b|will see (?:the|"
    r"her|his) (?:doctor|physician|surgeon|pcp)|same[- ]day|told (?:the|her|his) (?:surgeon|"
    r"doctor|physician)|reported to)\b",
    re.IGNORECASE,
)


def flags_in(text: str) -> list[str]:
    """Names of the red flags that the text speaks of."""
    return [name for name, pattern in _FLAGS if pattern.search(text)]


def speaks_of_action(text: str) -> bool:
    """Whether the text says that somebody was told or the patient sent somewhere."""
    return bool(_ADDRESSED.search(text))


def place_of(text: str, flag: str) -> int:
    """Where in `text` the words of `flag` begin; its end when they do not occur."""
    for name, pattern in _FLAGS:
        if name == flag and (match := pattern.search(text)):
            return match.start()
    return len(text)
