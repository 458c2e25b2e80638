"""Answers that say yes or no: which word says it, and what stands behind it."""

from __future__ import annotations

import re

from agent.late import late
from agent.understanding.clauses import Clause
from agent.understanding.phrases import words
from agent.understanding.tokens import join

NO = late(
    r"^(?:oh |well |um |uh |, )*(?:no|nope|none|nah|never|not (?:really|at all|me|any ?more|yet|that i|"
    r"anymore|so far|a (?:single )?(?:one|1|thing)(?! of)|"
    r"lately|today|once|a bit)|nothing(?! (?:but|except)\b)|neither|i don't|i do not|i haven't|i have not|"
    r"i can't|i didn't)\b",
    re.IGNORECASE,
)
YES = late(
    r"^(?:oh |well |um |uh |, )*(?:yes|yeah|yep|yup|sure|uh huh|mhm|mm hmm|correct|right|i do|i am|i have|i "
    r"did|i can|"
    r"it does|it is|it has|it did|of course|definitely|absolutely|always|exactly)\b(?! (?:side|knee|hip|"
    r"shoulder|ankle|one|leg|arm|elbow|wrist|hand|foot|heel|(?:big |little |great )?toe|arch|sole|thumb|"
    r"(?:\w+ )?finger|palm|calf|thigh|shin|groin|buttock|hamstring|quad|achilles|jaw|ear|eye|temple|cheek|"
    r"collarbone|rib|breast|(?:low |lower |upper )?(?:back|neck)|trap|biceps?|triceps?|forearm|(?:upper|"
    r"lower|inner|outer|front|inside|outside)\b)(?:'s)?\b)",
    re.IGNORECASE,
)
_NO_WORDS = words("talk_no_words")
_YES_WORDS = words("talk_yes_words")
_PLAIN_NO = late(
    r"^(?:oh |well |um |uh |, )*(?:"
    r"(?:no to (?:the lot|all(?: of (?:that|those|them|it))?|any of (?:that|those|them)|everything|that|"
    r"those|them|both|each)|nothing (?:like that|at all|new)|none (?:of (?:that|those|them|it)|at all|for "
    r"me|here)|"
    r"no (?:no|sir|ma'am|problems?|issues|complaints|trouble)|not that i(?:'ve| have)? \w+(?: of)?|"
    r"not (?:really|at "
    r"all|me|yet|"
    r"once|a (?:single )?(?:one|1|thing)(?! of)|any ?more|lately|so far|today|a bit)|"
    r"i (?:don't|do not) think so|i (?:haven't|have not|don't|"
    r"didn't|can't)|"
    r"thank (?:god|goodness)|thankfully|knock on wood|no|nope|nah|never|none|neither|nothing)\b(?:,? (?:and "
    r")?)?)+(?P<end>[,;.]|$|\s)",
    re.IGNORECASE,
)
NONE_THERE = late(
    r"^(?:none|not(?: any| really| a one)?|nothing|no|zero) (?P<where>(?:in|on|down) (?:the |my )?(?:left|"
    r"right)(?: \w+)?|(?:this|last|the last|all|the whole) (?:week|month|year|time|summer|winter)|"
    r"since (?!then\b)[\w' ]{3,30}|(?:in|over|for) (?:the (?:last|past) )?(?:\w+ )?(?:days?|weeks?|months?|"
    r"years?))$",
    re.IGNORECASE,
)
"""`Any numbness? None on the right.`, `Falls? None this month.`: denied of that side or time alone."""


def _said_no(text: str) -> str:
    """The words of a plain no; of `No, no change there` the first, for the second denies what follows it."""
    match = _PLAIN_NO.match(f"{text} ")
    if match is None:
        return ""
    said = match.group().rstrip()
    if text[match.end() :].strip(" ,") and re.search(r"[,;] no$", said, re.IGNORECASE):
        return said[:-2].rstrip()
    return said


def plain_no(clause: Clause) -> bool:
    """Whether a no stands by itself: `no`, `no, and no`, `no, the other one`; not `no swelling`."""
    said = _said_no(clause.text)
    if not said:
        return False
    rest = clause.text[len(said) :].strip(" ,")
    goes_on = re.match(r"^(?:and|but|thank|just|only|it|he|she|they)\b", rest, re.IGNORECASE)
    return not rest or said.endswith((",", ";")) or goes_on is not None


def without_no(clause: Clause, *, fewest: int = 2) -> Clause | None:
    """What stands behind a plain no; None when nothing of `fewest` words does."""
    said = _said_no(clause.text).strip(" ,;.")
    at = 0
    while at < len(clause.tokens) and len(join(clause.tokens[: at + 1])) <= len(said):
        at += 1
    while at < len(clause.tokens) and not clause.tokens[at].is_word:
        at += 1
    rest = clause.tokens[at:]
    if sum(t.is_word or t.number is not None for t in rest) < fewest or all(
        t.low in _NO_WORDS or not t.is_word for t in rest
    ):
        return None
    return clause.other(clause.tokens[at:])


def without_yes(clause: Clause) -> Clause | None:
    at, end = 0, len(clause.tokens)
    if YES.match(clause.text):
        while at < end and (clause.tokens[at].low in _YES_WORDS or not clause.tokens[at].is_word):
            if _names_a_place(clause, at):
                break
            at += 1
    while end > at and clause.tokens[end - 1].low in ("yes", "yeah", "yep", ","):
        end -= 1
    if at == end:
        return None
    clause.retokenised(clause.tokens[at:end])
    return clause


def _names_a_place(clause: Clause, at: int) -> bool:
    """`Yes, right side low back`: the right is where it is."""
    side = next((m for m in clause.marks if m.start == at and m.of("side")), None)
    if side is None or at + 1 >= len(clause.tokens):
        return False
    return clause.tokens[at + 1].low == "side" or any(
        m.start == side.end and m.of("joint", "part") for m in clause.marks
    )
