"""Whether an exercise named in a sentence is meant: not held back, not hanging on a condition.

`there was no hopping`, `clamshells held because of`, `start hops if stance gets to 30` name exercises
that nobody is to do now.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.exercises.fronted import left_out_behind, taken_apart
from agent.late import late
from agent.memory import kept_for_now
from agent.needles import Rare

SENTENCES = 256
"""Places asked of lately: every exercise of a sentence is judged for each fact that the sentence gave."""
_HARMLESS = (
    "pain|increase|difficulty|issues?|problems?|lag|symptoms?|trouble|cues?|cueing|loss|lob|complaints?|"
    "more|longer|longer|soreness|swelling|support|help|assist\\w*|rest|change|weight"
)
_NEGATORS = (
    r"(?<!said )(?<!told him )(?<!told her )(?<!him )no(?! next)|not(?! yet (?:home|hep|plan|next|"
    r"then|continue|total))|never|nor|avoid\w*|skip\w*|without|"
    r"don'?t|didn'?t|doesn'?t|isn'?t|wasn'?t|won'?t|"
    r"can'?t|cannot|"
    r"stop(?:ped)?|held|hold(?:ing)?|defer\w*|discontinu\w*|instead of|rather than|drop(?:ped)?|cancel\w*|"
    r"(?:left|leave|leaving|took|take|taking|pulled|cut|kept|keeping) out|passed on|pass on|omit\w*|quit|"
    r"stopping|skip(?:ped)?|parked|shelved|scrapped|scratched|nixed|ditched|paused|postponed|withh\w+|"
    r"put off|la(?:id|y) off|backed off(?: on| from)?|gave up(?: on)?|no longer|decided against|said no to|"
    r"stay(?:ing)? off|keep(?:ing)? off|refus\w*|declin\w*|den(?:y|ies|ied)|too early for|nothing like|"
    r"contraindicated|off limits"
)
_NEW_START = "start|starting|begin|add|continue|keep|home|hep|next|then|did|worked"
_NOT_BEFORE = re.compile(
    rf"\b(?:{_NEGATORS})\b(?!\s+(?:only|just))(?:\s+(?:start|starting|begin|add|adding|continue|"
    rf"keep|do|doing))?"
    rf"(?:\s+(?!(?:{_HARMLESS}|{_NEW_START})\b)[\w'-]+){{0,6}}\s*$"
)
_DETAIL = (
    r"(?:e?s)? (?:with|on|in|at|from|against|over|using|off|to)\b(?:(?! and\b| then\b|\d)[^,;.]){1,45}? "
    r"(?=(?:was|were|is|are|got) )"
)
"""How the exercise is done, before a verb: `rows with the band above the elbow were skipped`."""
_NOT_AFTER = Rare(
    rf"^(?:[^,;.]{{0,14}}?|{_DETAIL})\b"
    r"(?:(?:was|were|is|are|got|being|been|has been|have been)\s+)?"
    r"(?:held(?!\s*(?:for\s+|x\s*)?(?:\d|a count|\w+ (?:second|count)))|deferred|skipped|on hold|"
    r"not (?:done|performed|yet|today|appropriate|indicated|allowed|tolerated)|discontinued|"
    r"contraindicated|"
    r"left out|left off|taken out|dropped(?! (?:to|down))|pulled out|parked|shelved|paused|scrapped|"
    r"withheld|omitted|refused|too (?:early|hard|much|painful)|stopped|off limits|(?:a )?ways? off|"
    r"(?:stays? )?off (?:until|till|for now|today)|not ready|too soon|"
    r"(?<=is |re |as |ed |ys )off the table|out of the question|"
    r"(?:\w+ )?(?:weeks?|months?) (?:away|off|out))\b",
    flags=0,
)
_MARKER = Rare(
    r"\b(?:if|once(?!\s*(?:[.,;]|$)| (?:a|per|daily|each|every|in|or|more)\b)|unless|until|"
    r"only (?:after|when|if)|provided|providing|as soon as|assuming|contingent|"
    r"when (?:he|she|they|it|the|her|his|pain|swelling|cleared|able|you|patient|strength|rom|range|"
    r"quad\w*)|"
    r"later(?: on)?|eventually|some ?day|down the (?:road|line)|in the future|not yet(?! (?:home|"
    r"hep|plan|next|then|continue|total))|would(?! (?:like|want|prefer))|might|maybe|"
    r"perhaps|consider\w*|possibly|may(?! 2| \d)|hopefully|pending|depending|long[- ]term|future|"
    r"(?:at|by|after|around|in|from) (?:post[- ]?op )?(?:week|month) \w+|(?:at|by|in|"
    r"after) (?:about |around |roughly |another |a (?:few|couple of) )?\w+ (?:weeks|months)|"
    r"in a (?:few|couple)|"
    r"after (?:the )?(?:surgeon|doctor|md|clearance)|(?:surgeon|doctor|md) clears)\b",
    flags=0,
)
_VERBS = (
    r"add|start|begin|continue|keep|progress|introduce|initiate|try|do|perform|advance|include|resume|"
    r"work on|practice|increase|use|go|move|trial|give|issue"
)
_LEAD = (
    rf"(?:(?:we|i|you|she|he|they|patient|will|to|can|may|should|let'?s|i'?ll|we'?ll|i'?d|we'?d|"
    rf"would|'ll|plan)\s+){{0,3}}(?:{_VERBS})\b"
)
_IS_SCHEDULE = Rare(
    r"^(?!.*\b(?:start|add|begin|progress|introduce|initiate|advance|resume|if|once (?!a)|unless|until)\b)"
    r".*\b(?:daily|(?:a|per|each|every) day|every \w+ hours?)\b.*\bwhen\b",
    flags=0,
)
"""`Twice a day, when the pill is working` tells the time of day, and makes nothing wait."""
_SPLIT = Rare(
    rf"(?:[,;:]\s*(?:and\s+|but\s+|then\s+|so\s+)?|\s+(?:and|but|then)\s+)(?=(?:if|once|when|unless|"
    rf"until|provided|as soon as|{_LEAD}))",
    flags=0,
)
_STARTS_WITH_CONDITION = re.compile(
    r"^\s*(?:and |but |then |so )?(?:if|once(?!\s*(?:[.,;]|$)| (?:a|per|daily|each|every))|when|unless|"
    r"until|only|provided|as soon as|assuming)\b"
)
_HAS_VERB = late(rf"\b(?:{_VERBS})\b")
_MAIN_VERB = Rare(rf"\b(?:i|we)(?:'ll|'d)? (?:(?:will|can|would|could|may) )?(?:{_VERBS})\b", flags=0)


@kept_for_now(SENTENCES)
def _groups(text: str) -> tuple[tuple[int, int], ...]:
    """Stretches of `text` that share one verb: characters [start, end)."""
    groups: list[tuple[int, int]] = []
    for sentence in re.finditer(r"[^.;?!]+(?:[.](?=\d)[^.;?!]*)*", text):
        at = sentence.start()
        for cut in _SPLIT.finditer(text, sentence.start(), sentence.end()):
            if cut.start() > at:
                groups.append((at, cut.start()))
                at = cut.end()
        groups.append((at, sentence.end()))
    return tuple(groups)


def group_at(text: str, start: int) -> str:
    """The stretch of lower-case `text` around character `start` that shares its verb."""
    folded = text.lower()
    return next((folded[a:b] for a, b in _groups(folded) if a <= start < b), folded)


def is_conditional_words(text: str) -> bool:
    return bool(_MARKER.search(text.lower()))


def conditional(text: str, start: int) -> bool:
    """Whether what is named at character `start` hangs on a condition or lies in a later phase."""
    folded = text.lower()
    groups = _groups(folded)
    index = next((i for i, (a, b) in enumerate(groups) if a <= start < b), None)
    if index is None:
        return is_conditional_words(folded)
    spans = [folded[a:b] for a, b in groups]
    if _MARKER.search(spans[index]) and not _IS_SCHEDULE.search(spans[index]):
        return True
    if index and _is_bare_condition(spans[index - 1]) and _same_sentence(folded, groups, index - 1):
        return True
    if _IS_SCHEDULE.search(" ".join(spans[index : index + 2])):
        return False
    follows = index + 1 < len(spans) and _same_sentence(folded, groups, index)
    last = index + 2 >= len(spans) or not _same_sentence(folded, groups, index + 1)
    return follows and last and _is_bare_condition(spans[index + 1])


def condition_before(text: str, start: int) -> str:
    """The condition before what is named at `start`: `once pain is down we start hops`; or nothing."""
    folded = text.lower()
    groups = _groups(folded)
    index = next((i for i, (a, b) in enumerate(groups) if a <= start < b), None)
    if index is None:
        return ""
    begin, end = groups[index]
    if (
        index
        and _is_bare_condition(folded[slice(*groups[index - 1])])
        and _same_sentence(folded, groups, index - 1)
    ):
        return text[slice(*groups[index - 1])].strip()
    if lead := _ONLY_UNTIL.search(folded, 0, start):
        return text[lead.start() : lead.end(1)].strip(" ,")
    if _STARTS_WITH_CONDITION.search(folded[begin:end]) and (verb := _MAIN_VERB.search(folded, begin, start)):
        return text[begin : verb.start()].strip(" ,")
    return ""


_ONLY_UNTIL = re.compile(
    r"\b(until (?:post[- ]?op )?(?:week|month) \w+(?: \w+){0,2}),? (?:and )?(?:only )?then\b[^.;?!]*$"
)
"""`Passive only until week 6, then the wand`: the wand waits for the week."""


def _is_bare_condition(span: str) -> bool:
    return bool(_STARTS_WITH_CONDITION.search(span)) and not _HAS_VERB.search(span)


def _same_sentence(text: str, groups: tuple[tuple[int, int], ...], index: int) -> bool:
    """Whether group `index` and the next one stand in one sentence."""
    between = text[groups[index][1] : groups[index + 1][0]]
    return not re.search(r"[.?!]", between)


@kept_for_now(SENTENCES)
def negated(text: str, start: int, end: int, *, since: int = 0) -> bool:
    """Whether what is named at characters [start, end) was held back, refused or forbidden.

    `since` is where the exercise named before it ends: a `no` said of that one does not reach this one.
    """
    folded = text.lower()
    before = re.split(r"[.;:]|,\s|\b(?:but|then)\b", folded[since:start])[-1]
    after = folded[end:]
    return bool(
        _NOT_BEFORE.search(before)
        or (_GIVEN_UP.search(before) and _IN_PLACE.search(after))
        or left_out_behind(after)
        or taken_apart(before, after)
        or any(pattern.search(after) for pattern in (_NOT_AFTER, _UNWANTED, _STOPPED, _NOT_FOR))
    )


_GIVEN_UP = re.compile(
    r"\b(?:swap\w*|trad(?:e|ed|ing)|replac(?:e|ed|ing)|switch\w*|exchang\w+)(?: out)?"
    r"(?: (?:the|his|her|your|those))?\s*$"
)
_IN_PLACE = late(r"^(?:s|es)?\s+(?:for|with|to)\b")
"""`swap the plank for wall push-ups`: the plank goes."""
_UNWANTED = Rare(r"^[^.;,]{0,25}\b(?:i|we) (?:do not|don'?t|would not|wouldn'?t) (?:want|like)\b", flags=0)
_NOT_FOR = Rare(
    r"^[^.;,]{0,60}?\b(?:(?:is|are|was|were)(?: \w+)? (?:not|never)|isn'?t|aren'?t|wasn'?t|weren'?t)"
    r"(?: \w+)? (?:something |one |right |good |safe )?for (?:him|her|them|you|patient|now)\b",
    flags=0,
)
"""`The cobra she found on the internet is not for her`."""
_STOPPED = re.compile(
    r"^[^.;,]{0,30}\b(?:and|but|then) (?:(?:we|i) )?(?:cut|stopped|dropped|pulled|quit|ended|scrapped|"
    r"abandoned|"
    r"skipped)(?: (?:it|that|them|those|there|early|off|out))*(?=[.;,]|$)|"
    r"^[^.;,]{0,75}\bso (?:today )?(?:we|i|she|he|they)\b.{0,12}"
    r"\b(?:stopped|went back|held|skipped|switched|regressed|dropped|cut)\b"
)
_DOSED = late(r"^(?:s|es)?,? \d+ (?:x|sets? of|sets?) ?\d*")
"""`we stopped the bridges, clamshells 3 x 10`: what has a dose was done."""
_JOINED = late(r"^\s*(?:,|and|or|nor|,\s*(?:and|or|nor))\s*(?:the\s+|any\s+)?$")


_NO_LIST = Rare(
    r"\b(?:no|avoid\w*|not|without|skip\w*|"
    r"never)\s+[a-z -]{2,30},\s*(?:[a-z -]{2,30},\s*)*$",
    flags=0,
)
_LIST_GOES_ON = late(r"^\s*(?:,\s*[a-z -]{2,30})*,?\s*\bor\b")


def all_negated(text: str, places: Sequence[tuple[int, int]]) -> tuple[bool, ...]:
    """For each place in spoken order whether it is negated; `no squats, lunges or hops` negates three."""
    folded = text.lower()
    found: list[bool] = []
    since, by_lead = 0, False
    for index, (start, end) in enumerate(places):
        own_lead = bool(
            _NOT_BEFORE.search(
                re.split(
                    r"[.;:]|,\s|\b(?:but|"
                    r"then)\b",
                    folded[since:start],
                )[-1]
            )
        )
        own_lead = own_lead or bool(
            _NO_LIST.search(folded[since:start]) and _LIST_GOES_ON.match(folded[end:])
        )
        joined = bool(index and by_lead and _JOINED.match(folded[since:start]))
        joined = joined and not _DOSED.match(folded[end:])
        found.append(own_lead or joined or negated(text, start, end, since=since))
        by_lead = own_lead or joined
        since = end
    return _with_fronted_pairs(folded, places, found)


_PAIR = late(r"^\s*(?:and|or)\s+(?:the\s+)?$")
_OPENS = late(r"(?:^|[.;,:])\s*(?:(?:and|but|so|then)\s+)?(?:the\s+)?$")


def _with_fronted_pairs(
    folded: str, places: Sequence[tuple[int, int]], found: list[bool]
) -> tuple[bool, ...]:
    """`found`, where `the plank and the bird dogs we held` leaves out both."""
    for index in range(1, len(places)):
        (begin, end), (start, stop) = places[index - 1], places[index]
        if (
            left_out_behind(folded[stop:])
            and _PAIR.match(folded[end:start])
            and _OPENS.search(folded[:begin])
        ):
            found[index - 1] = True
    return tuple(found)


_PAST = Rare(
    r"\b(?:last (?:visit|session|time|week|month)|previously|yesterday)\s+(?:we|she|he|i|they|patient)\s+"
    r"(?:did|tried|had|worked|performed|used|went)\b(?!.*\b(?:today|now|so|then|this (?:visit|session))\b)",
    flags=0,
)


_OWN_DOING = Rare(r"\b(?:he|she|they|patient) (?:\w+ )?(?:did|tried|had done|went|got)\b[^,;]*$", flags=0)
_ONLY_A_COUNT = re.compile(r"^\s*(?:(?:\d+|a few|some|his|her|the) )*$")
_ELSEWHEN = Rare(
    r"^(?!.*\b(?:will|start|add|begin|next|home|we)\b)"
    r"[^.;]{0,40}?\b(?:yesterday|(?:last|over the) (?:night|week|weekend)|at (?:the gym|practice|class)|"
    r"(?:on|this|last) (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    flags=0,
)


@kept_for_now(SENTENCES)
def past(text: str, start: int) -> bool:
    """Whether what is named at character `start` was done at an earlier visit, or on the patient's own."""
    folded = text.lower()
    sentence = re.split(r"[.;?!]", folded[:start])[-1]
    if (_OWN_DOING.search(sentence) or _ONLY_A_COUNT.match(sentence)) and _ELSEWHEN.match(folded[start:]):
        return True
    return bool(_PAST.search(sentence))


_WISHED = Rare(
    r"\b(?:wants?|wanted|asks?|asked|asking|hopes?|hoping|wishes|wonders?|wondered|eager|would love|"
    r"keeps? (?:telling|asking))"
    r"\b[^.;?!]*$",
    flags=0,
)
_WISHED_BEHIND = re.compile(
    r"^(?:s|es)?,? (?:that |which )?(?:he|she|they|(?:the )?patient)(?:'s|'d| has| had| would| keeps?)? "
    r"(?:ask(?:s|ed|ing)|want(?:s|ed)|beg(?:s|ged)|hope[sd]|like|love)\b[^.?!]*"
)
_GRANTED = Rare(
    r"\b(?:told (?:him|her|them|patient)|said|say|gave (?:him|her|them)|let'?s|lets|agreed|go ahead|"
    r"okayed|cleared)\b|"
    r"\b(?:so )?(?:we|i) (?:did|practi[cs]ed|worked|tried|started|added|went)\b|"
    r"\bso\b[\w ]{0,30} (?:we|i)(?:'ll| will|'re going to| are going to|'m going to| am going to) "
    r"(?:put|add|start|begin|do|include|bring|try|work|practi[cs]e|give|teach|use)\b",
    flags=0,
)
_DENIED = late(
    r"\b(?:said|told (?:him|her|them|patient))(?: that)? (?:no\b|not\b|"
    r"absolutely not|i would rather not|wait\b|later\b)"
)
_OWN_WISH = late(
    r"\b(?:i|we)(?:'d| would)? (?:want|wanted|like|asked|ask|hope)\b|"
    r"\bwhat do you want\b"
)


@kept_for_now(SENTENCES)
def only_wished(text: str, start: int) -> bool:
    """Whether a patient or somebody else asks for what is named at `start`, and nobody grants it.

    The therapist's own `I want to start` is no such wish.
    """
    folded = text.lower()
    word = re.match(r"[\w' -]*?(?=[,.;]|\b(?:he|she|they|patient|the patient)\b|$)", folded[start:])
    behind = _WISHED_BEHIND.match(f" {folded[start + (word.end() if word else 0) :].lstrip(' ,')}")
    if behind and not _OWN_WISH.search(behind.group()):
        return bool(_DENIED.search(behind.group())) or not _GRANTED.search(behind.group())
    sentence = re.split(r"[.?!]\s", folded[:start])[-1]
    wish = _WISHED.search(sentence)
    if wish is None or _OWN_WISH.search(sentence):
        return False
    rest = re.split(r"[.?!](?:\s|$)", sentence[wish.start() :] + folded[start:])[0]
    return bool(_DENIED.search(rest)) or not _GRANTED.search(rest)
