"""A question understood: what it asks for, and the sentence that a yes or a no to it makes.

Sentences are made in the patient's voice (`do you use the rail?` I use the rail), so that what follows
treats them as the patient's own words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from agent.late import late
from agent.needles import Rare
from agent.understanding.clauses import Clause
from agent.understanding.confirmed import stated
from agent.understanding.guessed import STILL
from agent.understanding.persons import third_person, with_s
from agent.understanding.phrases import words
from agent.understanding.tokens import Token, join, tokenise

Kind = Literal["noun", "polar", "amount", "open"]
"""`noun`: any numbness? the left knee? · `polar`: does it lock? · `amount`: how far can you walk?"""

_OPENERS = words("talk_openers")
_AUXILIARIES = words("talk_asked_auxiliaries")
_PRONOUNS = words("talk_asked_pronouns")
_ADVERBS = words("wordsmith_adverbs")
_DETERMINERS = frozenset(["the", "your", "those", "these", "any", "all", "some"])
_PERCEIVES = words("talk_asked_perceives")
_OWN: dict[str, str] = {
    "you": "I",
    "your": "my",
    "yours": "mine",
    "yourself": "myself",
    "you're": "I am",
    "you've": "I have",
    "you'd": "I would",
    "you'll": "I will",
}
_WH_NOUN = Rare(
    r"^(?:how(?:'s| is| are| was| were| has| have| about| did| does| do)(?: the (?:week|weekend|day|night) "
    r"(?:go|gone|been)(?: with)?)?|what(?:'s| is| are| was| about| "
    r"were)|"
    r"tell me about|talk to me about|can you tell me(?: about)?)\s+",
)
_RATING = Rare(
    r"\b(?:number|how (?:bad|strong|intense|severe)|rate|scale|0 to 10|0-10|out of 10|"
    r"pain level|level of pain|what level)\b",
)
_DEGREE = Rare(
    r"^how (?P<state>sore|painful|dizzy|achy|stiff|tight|tired|tender|numb|itchy|uncomfortable|nauseous)\b"
    r"(?: (?:is|are|was|does|do|did|has|have)\b)?"
    r"(?: (?:it|that|this|you|they)\b)?(?: (?:feel|get|been|feeling)\b)?"
    r"(?P<rest>.*)$",
)
"""`How sore is it when you make a fist?` asks for a rating of the soreness."""
_FELT = {
    "sore": "soreness", "painful": "pain", "dizzy": "dizziness", "achy": "ache", "stiff": "stiffness",
    "tight": "tightness", "tired": "fatigue", "tender": "soreness", "numb": "numbness", "itchy": "itching",
    "uncomfortable": "discomfort", "nauseous": "nausea",
}  # fmt: skip
_NO_NEWS = frozenset(["have", "get", "had", "do", "use", "need", "take", "got", "been"])
"""`How many babies did you have?` asks for babies."""
_MANY_INSIDE = Rare(
    r"^(?:you|it|they|he|she|there)(?:'re|'ve|'s)?\b(?: \w+){1,3}? how (?:many|much) (?P<noun>\w.*)$",
)
"""`You had how many nodes out?`"""
_REQUEST = Rare(
    r"^(?:(?:and|so|now|okay|then|please|can you|could you),? )*(?:(?:give|tell) me (?:a |the |your |some )?"
    r"(?:numbers?|ratings?|scores?)(?: (?:for|on|of|from))?|rate|"
    r"(?:put|stick) a number on (?:it|that|this|the pain))\b",
)
_SCALE = late(
    r",? ?(?:on (?:a|the) scale,? )?(?:from )?(?:0 to 10|0-10)\b,?|,? (?:where |with )?(?:10|0|1) "
    r"(?:is|being|means|as) (?:the |no |your )?\w.*$|^ ?(?:it|that|this)\b(?: for me)?",
    re.IGNORECASE,
)
"""`Rate it for me, ten is the worst you can think of`: how the scale goes."""
_AMOUNT = Rare(
    r"^(?:for )?how (?:far|long|often|much|high|well|fast|heavy)\b(?: a?n? ?\w+)??\s+(?P<aux>can|could|does|"
    r"do|did|are|is|"
    r"were|have|has|was|will)(?: (?P<subj>you|it|that|they|he|she|the \w+|your \w+))(?P<rest>.*)$",
)
_MANY = Rare(
    r"^how (?:many|much) (?P<noun>\w+(?: of \w+)?)(?: (?:can|could|do|does|did|are|is|has|have|"
    r"were) (?:you|it|they|he|she))?(?P<rest>.*)$",
)
_HOW_LAST = Rare(r"^(?:you're |you are |you )?(?P<rest>[a-z]\w+ .+?) how (?:much|often|long|far)$")
"""`So you're wearing the splint how much?`"""
_CAUSE = Rare(
    r"^(?:what|anything|is there anything|does anything)(?: else)?(?: that)? (?P<verb>makes?|brings?|helps?|"
    r"hurts?|bothers?|eases?|"
    r"relieves?|aggravates?|triggers?|sets?|worsens?|calms?|feels?)\b(?P<rest>.*)$",
)
_WHICH = Rare(
    r"^(?:which|what) (?P<noun>hand|foot|arm|leg|side|ear|eye|shoulder|knee|hip|ankle) do you "
    r"(?P<rest>(?!have\b)[\w ]+)$",
)
"""`Which hand do you write with? The right`: hand you write with."""
_HOPES = late(
    r"^what (?:do|would|did) you (?:want|hope|like|need) (?:(?:to )?(?:get |achieve |gain )?(?:out of|from) "
    r"(?:this|it|pt|therapy|us|here|physical therapy|all this)|to (?:get back to|be able to do|achieve))|"
    r"^what(?:'s| is| are) your (?:main |own |biggest |number 1 )?goals?(?! (?:at|for) (?:work|home))\b",
    re.IGNORECASE,
)
_UNABLE = re.compile(
    r"^what (?:can't|cannot|can you not|couldn't|are you not able to|can you) you (?:not )?do\b", re.I
)
"""`What can't you do yet? Fasten my bra.`"""
_HARD = Rare(
    r"^what(?:'s| is) (?:still |the )*(?P<what>hard|hardest|worst|difficult|limiting\b.*)", re.IGNORECASE
)
_NP_TAIL = Rare(
    r"\s*,?\s*\b(?:been(?: doing| feeling)?(?: since (?:\w+day|last \w+|then|the \w+))?|at all|"
    r"since we (?:started|last met)|since last (?:week|visit|"
    r"time)|"
    r"since (?:i|we) last (?:asked|saw you|spoke|talked|checked|met)|since you were (?:last )?(?:here|in)|"
    r"since i saw you(?: last)?|these days|feeling|doing|holding up|treating you|going|coming along|0 to 10|"
    r"sir|ma'am|honey|dear|buddy|sweetie|young (?:man|lady)|"
    r"out of 10|from 0 to 10|on a scale of 0 to 10|on a scale|or anything(?: like that| else)?|recently|"
    r"lately|"
    r"anywhere|for me|or no|then|by the way)\s*$",
)
_FRONTED = Rare(
    r"^(?P<front>(?!what|how|any|is|are|do|does|did|if|can)[\w' ]+?)(?: here| there| now)?, (?:what|how|"
    r"where)\b",
)
_ASKS_LATER = Rare(
    r"^(?:if|when|right|yeah|yes|looks?|feels?|that|it's|it is|then|sounds)\b[^?]*?, (?:and |so |um |uh )*"
    r"(?=(?:do|does|did|is|are|was|were|have|has|any|can|could) )",
)
"""`Right, and is the pain …?`, `if you look at it, do you …?`: the question comes last."""
_POINTS = Rare(
    r"^(?:and |how about |what about |or )*(?:right )?(?:here|there|this|that)\b(?! (?:pain|knee|hip|"
    r"shoulder|ankle|side|leg|arm|hand|foot))|"
    r"\b(?:tender|sore|hurts?|feel (?:this|that|me)|touch\w*|pain) (?:right )?(?:here|there)\b|\blike "
    r"(?:this|that)\b|"
    r"\b(?:does|do|did) (?:this|that) (?:hurt|bother|feel)|"
    r"^(?:(?:and|so|you|do|can|did|still) )*(?:feel|hear|see|get) (?:it|that|this|me|anything)$|"
    r"^(?:any |still |more |a )*(?:ow|ouch|zing|sore|tender|hurts?|sharp)$",
)
"""Questions of the examining hand: what they point at is not in the words."""
_LIKE_A = Rare(r"^(?:\w+,? )?(?:like|about)(?: an?)? (?:10|\d)\b(?:,? or\b.*)?$")
"""`Good like a one?` asks for a number."""
_ASIDE = re.compile(r"^(?:you know|i mean|tell me|remind me|let me ask|one more thing),?\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """`topic`: what is asked about, as words for the front of an answer; empty where none fit.

    `yes` and `no`: the sentences in the patient's voice; `no` is empty where `Denies` with the topic says it.
    """

    clause: Clause
    kind: Kind
    topic: str
    yes: tuple[Token, ...] = ()
    no: tuple[Token, ...] = ()
    rating: bool = False
    deniable: bool = True
    """Whether a plain no can answer it: not for `how are …` and `what is …`."""


def asks_for_a_number(clause: Clause) -> bool:
    """`Give me a number.`, `Rate the dizziness.`: a question without a question mark."""
    return len(clause.tokens) <= 18 and _REQUEST.match(clause.text) is not None


def asked(clause: Clause) -> Asked:
    """What the question of `clause` asks for."""
    tokens = _opened(clause.tokens)
    text = _ASIDE.sub("", join(tokens)).strip(" ,")
    if not tokens or not text:
        return Asked(clause, "open", "")
    if told := stated(tokens):
        said = _in_patients_voice(told)
        return Asked(clause, "polar", "", yes=said, no=_negated_declarative(said))
    if _LIKE_A.match(text) or STILL.match(text):
        return Asked(clause, "noun", "", rating=True)
    later = _ASKS_LATER.match(text)
    if later is not None and later.end() < len(text):
        tokens = tokens[len(later.group().replace(",", " ,").split()) :] or tokens
        text = join(tokens)
    if (request := _REQUEST.match(text)) is not None:
        about = _SCALE.sub("", _SCALE.sub("", text[request.end() :])).strip(" ,")
        return Asked(clause, "noun", "" if " and " in about else noun_phrase(about), rating=True)
    if _HOPES.match(text):
        return Asked(clause, "amount", "patient's goal", deniable=False)
    if _UNABLE.match(text):
        return Asked(clause, "amount", "difficulty", deniable=False)
    rating = bool(_RATING.search(text))
    split = _FRONTED.match(text)
    if split is not None and re.match(r"^(?:on a scale|0 to 10|0-10|from 0|out of)", text, re.IGNORECASE):
        text = text[split.end("front") :].strip(" ,")
        split = None
    if split is not None and (rating or re.search(r"\bhow (?:many|often|much)\b", text)):
        return Asked(clause, "noun", _own_text(split.group("front")), rating=rating)
    if split is not None and any(m.of("joint", "part") for m in clause.marks):
        return Asked(clause, "noun", _own_text(split.group("front")), rating=rating)
    if _POINTS.search(text):
        return Asked(clause, "open", "", rating=rating)
    if (match := _DEGREE.match(text)) is not None:
        topic = _own_text(f"{_FELT[match['state'].casefold()]}{_NP_TAIL.sub('', match['rest'])}")
        return Asked(clause, "noun", topic, rating=True)
    if (match := _MANY_INSIDE.match(text)) is not None:
        return Asked(clause, "noun", _own_text(match["noun"]), deniable=False)
    if (match := _HOW_LAST.match(text)) is not None:
        return Asked(clause, "amount", _own_text(match["rest"]), rating=rating)
    if match := _HARD.match(text):
        return Asked(clause, "amount", f"{match.group('what')}", rating=False)
    if (match := _CAUSE.match(text)) is not None:
        return Asked(clause, "amount", _own_text(f"{match.group('verb')}{match.group('rest')}"))
    if match := _MANY.match(text):
        noun = match.group("noun")
        rest = "" if match.group("rest").strip() in _NO_NEWS else match.group("rest")
        return Asked(clause, "noun", _own_text(f"{noun}{rest}") if noun not in ("of",) else "")
    if match := _AMOUNT.match(text):
        return Asked(clause, "amount", _amount(match), rating=rating)
    if match := re.match(
        r"^when did (?:it|this|that|the \w+) (?:first )?(start|begin|happen)", text, re.IGNORECASE
    ):
        return Asked(clause, "amount", "onset")
    if re.match(r"^where (?:does|is|do|was|did)\b", text, re.IGNORECASE):
        return Asked(clause, "amount", "location")
    if tokens[0].low in _AUXILIARIES and len(tokens) > 1:
        return _polar(clause, tokens, rating)
    if _WH_NOUN.match(text):
        topic = noun_phrase(_WH_NOUN.sub("", text, count=1))
        if re.match(
            r"^(?:you|it|that|things|everything|they|we|going|up|new|happening|brings?|she|he)\b",
            topic,
            re.IGNORECASE,
        ):
            kept = re.sub(
                r"^(?:you|it|that|they) ?(?:do|did|feel|sleep(?=ing)|get|like(?: to be)?)?\s*",
                "",
                topic,
                flags=re.IGNORECASE,
            )
            return Asked(clause, "open", _activity_only(kept), rating=rating)
        return Asked(
            clause, "noun", topic, rating=rating, deniable=bool(re.match(r"^(?:how|what) about", text, re.I))
        )
    if match := _WHICH.match(text):
        return Asked(clause, "noun", _own_text(f"{match['noun']} you {match['rest']}"), deniable=False)
    if re.match(r"^(?:what|how|where|when|which|who|why)\b", text, re.IGNORECASE):
        return Asked(clause, "open", "", rating=rating)
    if (denies := _DENIES.match(text)) is not None:
        rest = noun_phrase(text[denies.end() :].strip(" ,"))
        topic = rest if 0 < len(rest.split()) <= _FEW_WORDS else ""
        return Asked(clause, "polar", topic, no=_in_patients_voice(tokens))
    if _declares(tokens):
        said = _in_patients_voice(tokens)
        return Asked(clause, "polar", "", yes=said, no=_negated_declarative(said), rating=False)
    return Asked(clause, "noun", noun_phrase(text), rating=rating)


def _opened(tokens: Sequence[Token]) -> list[Token]:
    start = 0
    while start < len(tokens) - 1 and (tokens[start].low in _OPENERS or not tokens[start].is_word):
        start += 1
    return _without_tag(list(tokens[start:]))


def _without_tag(tokens: list[Token]) -> list[Token]:
    """`You don't have any neck pain, do you` without the words that only ask for a yes or a no."""
    if len(tokens) <= _SHORTEST_TAGGED or tokens[-3].text != ",":
        return tokens
    asks = tokens[-2].low.removesuffix("n't") in _TAGS and tokens[-1].low in _PRONOUNS
    return tokens[:-3] if asks and tokens[0].low not in _AUXILIARIES else tokens


_TAGS = frozenset(
    ["do", "does", "did", "is", "are", "was", "were", "have", "has", "had", "ca", "can", "wo", "will"]
)
_SHORTEST_TAGGED = 5
_FEW_WORDS = 4


def noun_phrase(text: str) -> str:
    """`any new pain in your left hip at all` becomes pain in the left hip, in no one's voice."""
    for _ in range(4):
        shorter = _NP_TAIL.sub("", text)
        if shorter == text:
            break
        text = shorter
    text = re.sub(
        r"^(?:or |and |about |the |your |any |a |an |some |ever |no )+", "", text, flags=re.IGNORECASE
    )
    text = re.sub(r"\b(?:any|some) (?=\w)|(?<=, )(?:or |and )?no (?=\w)|(?<=\bor )no (?=\w)", "", text)
    text = re.sub(r"\byour own\b|\byour\b", "the", text, flags=re.IGNORECASE)
    text = re.sub(r"\s+(?:being|is) (?:what|how bad)\b.*$", "", text)
    text = re.sub(r"\s{2,}", " ", third_person(text, "THERAPIST", "U")).strip(" ,")
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _own_text(text: str) -> str:
    return re.sub(r"\s{2,}", " ", third_person(text.strip(), "THERAPIST", "U")).strip(" ,")


def _activity_only(text: str) -> str:
    """`when you reach` of `how is it when you reach`; empty when no activity is named."""
    match = re.search(
        r"^\w+ing\b.*$|\b(?:when|with|at|on|in the|after|during|while|going)\b.*$", text, re.IGNORECASE
    )
    return _own_text(_NP_TAIL.sub("", match.group())) if match else ""


def _amount(match: re.Match[str]) -> str:
    """`how far can you walk`: can walk; `how long are you sitting`: sitting."""
    aux, rest = match.group("aux").casefold(), match.group("rest").strip()
    rest = re.sub(
        r"\b(?:now|today|these days|at a time|at once|right now|before (?:it|you|the)\b.*)\s*$", "", rest
    ).strip(" ,")
    subject = match.group("subj").casefold()
    if not rest:
        return ""
    if aux in ("can", "could"):
        return _own_text(f"can {rest}" if subject == "you" else f"{subject} can {rest}")
    if aux in ("have", "has") and rest.startswith("been "):
        rest = rest.removeprefix("been ")
    if aux == "does":
        verb, space, others = rest.partition(" ")
        rest = f"{with_s(verb)}{space}{others}"
    return _own_text(rest if subject == "you" else f"{subject} {rest}")


def _own(token: Token) -> list[Token]:
    return [replace(token, text=w, low=w.casefold()) for w in _OWN.get(token.low, token.text).split(" ")]


def _in_patients_voice(tokens: Sequence[Token]) -> tuple[Token, ...]:
    out: list[Token] = []
    for i, token in enumerate(tokens):
        if token.low == "are" and i and tokens[i - 1].low == "you":
            out.append(replace(token, text="am", low="am"))
        elif token.low == "you" and i and tokens[i - 1].low in words("wordsmith_not_subject_after"):
            out.append(replace(token, text="me", low="me"))
        else:
            out += _own(token)
    return tuple(out)


def _word(like: Token, text: str) -> Token:
    return Token(text, like.start, like.end, low=text.casefold())


def _subject_end(clause: Clause, tokens: Sequence[Token]) -> int:
    """Where the subject after the auxiliary ends; 1 when none is found."""
    if tokens[1].low in _PRONOUNS or tokens[1].low == "there":
        return 2
    if tokens[1].low not in ("the", "your", "that", "this", "my", "those", "these", "our"):
        return 1
    shift = len(clause.tokens) - len(tokens)
    end = 3
    for mark in clause.marks:
        if mark.of("joint", "part", "side", "symptom", "device", "exercise") and mark.start - shift <= end:
            end = max(end, mark.end - shift)
    if end < len(tokens) and tokens[end].low in ("one", "side"):
        end += 1
    return min(end, len(tokens))


def _polar(clause: Clause, tokens: list[Token], rating: bool) -> Asked:
    aux, end = tokens[0], _subject_end(clause, tokens)
    subject, rest = tokens[1:end], tokens[end:]
    while rest and rest[0].low in ("ever", "also", "even", "just", "actually"):
        rest = rest[1:]
    if not subject:
        return Asked(clause, "noun", noun_phrase(join(tokens[1:])), rating=rating)
    if subject[0].low in ("there", "anything"):
        what = [t for t in rest if t.low not in ("been",)]
        if what and what[0].low in ("happen", "happened"):
            named = re.sub(r"(?<=, )(?:an?|any) ", "", noun_phrase(join(what[1:]).lstrip(" ,")))
            return Asked(clause, "noun", named or "injury", rating=rating)
        return (
            Asked(clause, "noun", noun_phrase(join(what)), rating=rating)
            if what
            else Asked(clause, "open", "")
        )
    at = 0
    while at < len(rest) and rest[at].low in _PERCEIVES:
        at += 1
    perceived = rest[at:]
    if (
        at
        and perceived
        and subject[0].low == "you"
        and perceived[0].low
        not in (
            "to",
            "better",
            "worse",
            "up",
            "in",
            "out",
            "on",
            "off",
            "into",
            "able",
            "there",
            "like",
            "it",
            "this",
            "that",
            "back",
            "hit",
        )
        and not perceived[0].low.endswith("ing")
        and not perceived[0].low.endswith("ed")
    ):
        return Asked(clause, "noun", noun_phrase(join(perceived)), rating=rating)
    aux = replace(aux, text=aux.low)
    if aux.low.endswith("n't"):
        aux = replace(aux, text=aux.text[:-3], low=aux.low[:-3].replace("ca", "can"))
    said = _in_patients_voice([*subject, aux, *rest])
    own = subject[0].low in ("you", "it", "that", "they")
    said_of_it = list(_affirmed((), aux, rest)) if aux.low == "does" and rest and not own else rest
    perfect = [aux] if aux.low in ("has", "have", "had") else []
    bare = said_of_it if own else [*subject, *perfect, *said_of_it]
    if len(bare) > 1 and bare[0].low == "do" and bare[1].low in _DETERMINERS:
        bare = bare[1:]
    topic = noun_phrase(join(_without_going_to([t for t in bare if t.low != "any"])))
    if aux.low in ("can", "could") and subject[0].low == "you":
        topic = f"can {topic}"
    return Asked(
        clause,
        "polar",
        topic,
        yes=_affirmed(subject, aux, rest),
        no=_negated(said, len(_voiced(subject))),
        rating=rating,
    )


def _without_going_to(tokens: Sequence[Token]) -> list[Token]:
    low = [t.low for t in tokens]
    going = {i for i, w in enumerate(low) if w == "going"}
    return [t for i, t in enumerate(tokens) if i not in going and not (t.low == "to" and i - 1 in going)]


def _voiced(tokens: Sequence[Token]) -> tuple[Token, ...]:
    return _in_patients_voice(tokens)


def _affirmed(subject: Sequence[Token], aux: Token, rest: Sequence[Token]) -> tuple[Token, ...]:
    """`does it click` it clicks; `do you use` I use; any other auxiliary stands behind its subject."""
    if aux.low == "do":
        return _in_patients_voice([*subject, *rest])
    if aux.low == "does" and rest:
        at = next((i for i, t in enumerate(rest) if t.low not in _ADVERBS), 0)
        inflected = with_s(rest[at].text)
        verb = replace(rest[at], text=inflected, low=inflected.casefold())
        return _in_patients_voice([*subject, *rest[:at], verb, *rest[at + 1 :]])
    return _in_patients_voice([*subject, aux, *rest])


def _negated(said: Sequence[Token], after: int) -> tuple[Token, ...]:
    """`not` behind the auxiliary, which stands behind the subject; `still` becomes `any longer`."""
    out = list(said[: after + 1])
    out.append(_word(said[after], "not"))
    for token in said[after + 1 :]:
        if token.low == "still":
            out[after + 1] = _word(token, "no longer")
        elif token.low not in ("already",):
            out.append(token)
    if out[after].low == "can":
        out[after : after + 2] = [_word(out[after], "cannot")]
    return tuple(out)


_DENIES = Rare(
    r"^(?:you|it|that|they|he|she|there|the \w+|your \w+) (?:didn't|did not|haven't|have not|hasn't|has not|"
    r"hadn't|don't|do not|doesn't|does not|aren't|are not|isn't|is not|wasn't|was not|weren't|can't|cannot|"
    r"couldn't|never|no longer)\b|^(?:you're|you've|it's|that's|they're) (?:not|never|no)\b",
)
"""`You didn't hit your head? No.`: a no agrees with the denial; what a bare yes means, nobody can tell."""
_FINITE = words("talk_asked_finite")


def _declares(tokens: Sequence[Token]) -> bool:
    """`so you're sleeping in the boot?`: a statement that asks."""
    low = [t.low for t in tokens[:4]]
    if low[0] in ("you're", "you've", "it's", "that's", "they're"):
        return len(tokens) > 2
    doing = any(a.low.endswith("'s") and b.low.endswith("ing") for a, b in pairwise(tokens[1:5]))
    return low[0] in ("you", "it", "that", "they", "the", "your") and (
        doing or any(w in _FINITE for w in low[1:4])
    )


def _negated_declarative(said: Sequence[Token]) -> tuple[Token, ...]:
    for i, token in enumerate(said[:6]):
        if token.low in ("am", "is", "are", "was", "were", "have", "has", "had", "can", "could", "will"):
            return _negated(said, i)
    return ()


def words_from(text: str, start: int, end: int) -> list[Token]:
    """Tokens of made-up text that stand for characters [start, end) of the transcript."""
    return [Token(t.text, start, end, t.glued, t.number, t.low) for t in tokenise(text)]
