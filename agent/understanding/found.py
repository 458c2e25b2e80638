"""`Thigh thrust… sore? … Positive on the right`: what was found, led by the name of what was tried before.

A therapist names a test, an exercise or a transfer, does it, and tells some words later what came of it. The
finding alone says of nothing. It is led by the name only where it names nothing itself and nothing else was
named in between; a value of a motion is for `examtalk.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from agent.domain.base import OPPOSITE
from agent.needles import Rare
from agent.understanding.chat import coaching
from agent.understanding.clauses import Clause
from agent.understanding.marks import MEASURES, Kind, marks
from agent.understanding.phrases import words
from agent.understanding.sections import has_number
from agent.understanding.tokens import Token, join

_TRIED: Final[tuple[Kind, ...]] = ("test", "performance", "transfer", "exercise")
_ELSEWHERE: Final[tuple[Kind, ...]] = (
    "intervention", "symptom", "goal", "home", "education", "adherence", "gait",
)  # fmt: skip
_LEADING: Final = words("talk_exam_leading") | frozenset(["there", "that", "was", "oh", "so", "yeah"])
_RESISTS: Final = frozenset(["resisted", "resist", "sore", "tender"])
_SPEAKS: Final = re.compile(r"\b(?:you|your|how|what|which|when did|today|night)\b", re.IGNORECASE)
_TRAILING: Final = frozenset(["first", "next", "now", "then", "again", "too"])
_NEXT_TURNS: Final = 2
_BEFORE_NAME: Final = 3
"""Words that may stand before what is tried (`the eight inch step-downs`); more of them tell a story."""
_LONGEST_NAME: Final = 14
_LONGEST_FINDING: Final = 22
_LONGEST_ASIDE: Final = 3
"""Words beside the examination (`sore?`, `and now?`); anything longer is about something else."""
_ASIDE: Final = re.compile(
    r"^(?:i|i'm|i'll|i'd|i've|we|we'll|you|let|tell|same|like|please|slow\w*|ready|go)$"
)
_ASSISTED: Final = Rare(
    r"\b(?:independent|supervision|(?:stand ?by|contact guard|minimal|moderate|maximal|min|mod|max) assist|"
    r"(?:verbal|tactile|visual) cues?|assist of)\b",
)
_VERB: Final = Rare(
    r"\b(?:is|are|was|were|takes?|took|relieves?|eases?|reproduces?|brings?|brought|reduces?|increases?|worsens?|"
    r"makes?|made|looks?|feels?|hurts?|helps?|gives?|gave|had|has)\b",
)
_SIZE: Final = re.compile(r"^(?:inch\w*|in|foot|feet|ft|meters?|m|lb|pounds?|kg|kilos?|degrees?|seconds?)$")
_PRESSING: Final = re.compile(
    r"^(?:sore|tender) (?:when|if|where|as) i (?:press|push|touch|squeeze|poke)(?: on)? "
)
_PRESSED: Final = Rare(
    r"^(?:(?:and|now|then|okay|so|if|when|i'm|i|just) )*(?:press\w*|push\w*|palpat\w*|touch\w*|pok\w+)"
    r"(?: (?:right )?(?:here|down|in))* (?:on|over|along|at|into) (?P<place>(?:the|your)(?: \w+){1,5})$",
)
"""`Press here on the epicondyle.`: what is found is of that place."""
_TENDER: Final = re.compile(
    r"^(?:(?:yes|still|that's|not|a bit|mildly|very|so),? )*(?:tender|sore)(?: still| there| too)?$"
)
_DEGREES: Final = frozenset(["mild", "mildly", "moderate", "marked", "slight", "slightly", "trace", "faint"])
_NOT_FOUND: Final = Rare(r"\b(?:minutes?|days?|nights?|weeks?|sets?|x|next|tomorrow|will|home|goal|hold)\b")


_PROBES: Final = Rare(
    r"^(?:(?:and|so|any|do you|does (?:it|that|this)|did (?:it|that|this)|you|anything|feel|get|have|is|are|"
    r"that|it|the same|still) ?)*"
    r"(?:ow|ouch|zing\w*|zaps?|sore|tender|pain|painful|hurts?|hurting|feel(?: (?:it|that|this|anything))?|"
    r"anything|tingl\w+|symptoms?|numb\w*|here|there|spinning|dizz\w+|pinch\w*|catch|yes|sharp|it|that)"
    r"(?: (?:here|there|now|at all|anywhere|you|or no|down the (?:arm|leg)))?$",
)
"""`Any zing?`, `sore?`, `feel it?`: asks what the test just named brings on."""
_ANSWER: Final = Rare(
    r"^(?:(?:oh|um|uh|well|ooh|a|,) ?)*(?:(?P<no>no|nope|nah|nothing|not (?:really|at all|there))|"
    r"yes|yeah|yep|yup|ow|ouch|there|right there|a little|little bit|bit|oh|that's it|mm hmm|uh huh|i do|"
    r"i feel (?:it|that)|that (?:one |hurts |does |gets it )?too|same(?: (?:thing|spot|place))?|"
    r"that(?: one)?(?:'s| is| does)? (?:hurts?|sore|it|gets it))"
    r"(?:,? (?:no|nope|nothing|there|right there|that's it|ow|a little|a bit|a lot|yes|yeah|that one|"
    r"that too|that one too|too|sir|"
    r"ma'am|it does|that does|i feel it|just a stretch))*$",
)
_NOTHING: Final = Rare(
    r"^(?:(?:and|still|that's|it's|oh|good),? )*(?:nothing(?: there| at all)?|none|clean|clear|quiet|"
    r"not there|gone|no (?:nystagmus|change|movement|response|catch|clunk|click|shift|give))$",
)
_MOVES: Final = Rare(
    r"^(?:(?:and|so|now|on|the|your),? )*(?:(?:left|right)(?: side| one| leg)?,? )?(?:(?:the|your) )?"
    r"(?:(?:left|right) )?(?:knees?|hips?|pelvis|foot|arch|trunk|shoulder|heels?|toes?)(?: \w+){0,2} "
    r"(?:falls?|drops?|dives?|diving|collapses|caves|hikes?|rolls|shifts|leans|wobbles|buckles|"
    r"comes up|catches)\b",
)
"""`Right side the knee falls in`: how it was done, of what was tried."""
_SIGNS: Final = Rare(
    r"^(?:(?:and|oh|yep|yes|okay|so|there (?:it|she|he) (?:is|goes)),? )*(?:there (?:it is|she goes)|"
    r"(?:\w+ )?(?:nystagmus|upbeating|downbeating|torsional|geotropic|apogeotropic|saccades?))\b",
)
"""What the therapist sees in a test and tells without its name: `There it is, upbeating, twelve seconds.`"""
_TURNED: Final = Rare(
    r"^(?:(?:and|now|okay|then|next|good|,) ?)*(?:(?:to|on|for|do) )?(?:the |your )?(?P<side>left|right)"
    r"(?: side| one| ear)?(?: (?:down|now|first))?$",
)
"""`Now to the right…`: the same test, turned to the other side."""
_SHORT_TEST: Final = 6


class Found:
    """Goes through the therapist's clauses in order and remembers what was tried last."""

    def __init__(self) -> None:
        self._name: list[Token] = []
        self._turn = -9
        self._bare: list[Clause] = []
        self._probed = False
        """Whether the last question was only what the patient feels in the test."""

    def heard(self, clause: Clause) -> list[Clause]:
        """Leads a finding by what was tried; returns the clauses that only named it: they are spoken for."""
        tried = next((m for m in clause.marks if m.of(*_TRIED)), None)
        if tried is not None:
            self._remember(clause)
            return []
        pressed = _PRESSED.match(clause.text)
        if pressed is not None and not has_number(clause):
            name = clause.tokens[-pressed["place"].count(" ") - 1 :]
            self._name, self._bare, self._turn = (
                [replace(name[0], glued=False), *name[1:]],
                [clause],
                clause.turn,
            )
            return []
        if self._name and clause.turn - self._turn <= _NEXT_TURNS and _only_found(clause):
            _without_comma(clause)
            clause.lead = f"{join(self._name)}:"
            clause.lead_spans.append((self._name[0].start, self._name[-1].end))
            self._turn = clause.turn
            spent, self._bare = self._bare, []
            return spent
        if self._name and self._turn_to(clause):
            return [clause, *self._bare]
        said = [t for t in clause.tokens if t.is_word]
        if len(said) > _LONGEST_ASIDE and not coaching(clause) and not clause.question:
            self.closed()
        return []

    def closed(self) -> None:
        """Something was measured: what comes next is not of the test before it."""
        self._name, self._bare = [], []

    def answered(self, clause: Clause) -> tuple[Clause, list[Clause]] | None:
        """What a patient's bare answer makes of a test just tried, until the therapist says what it showed;
        and the clauses that only named the test.

        `Tinel at the cubital tunnel… any zing? No.`: a denial is no answer to the test's name.
        """
        said = _ANSWER.match(clause.text)
        if not self._probed or clause.turn - self._turn != 1 or not self._name or said is None:
            return None
        told = "no symptoms reported" if said["no"] else "symptoms reported"
        front = [replace(t, start=clause.start, end=clause.start) for t in self._name]
        words_ = [Token(w, clause.start, clause.end, low=w) for w in told.split()]
        colon = Token(":", clause.start, clause.end, glued=True, low=":")
        made = Clause([*front, colon, *words_], "THERAPIST", clause.turn, marks=marks(front))
        made.lead_spans.append((self._name[0].start, self._name[-1].end))
        spent, self._bare = self._bare, [made]
        return made, spent

    def asked(self, clause: Clause) -> None:
        """`Resisted middle finger?`, `Sore when I press on the epicondyle?`: the finding comes after the "
        "answer."""
        said = [t for t in clause.tokens if t.is_word]
        named = any(m.of("test") for m in [*clause.marks, *marks(self._name)])
        of_a_test = (
            len(said) <= _SHORT_TEST
            and any(m.of("test") for m in clause.marks)
            and not _SPEAKS.search(clause.text)
        )
        turned = bool(self._name) and _TURNED.match(clause.text) is not None
        self._probed = named and (of_a_test or turned or _PROBES.match(clause.text) is not None)
        tried = any(m.of("test", "palpation") for m in clause.marks) or said[0].low in _RESISTS
        if not tried or not 2 <= len(said) <= _LONGEST_NAME or _SPEAKS.search(clause.text):
            return
        self._name, self._bare, self._turn = _pressed(clause.tokens), [], clause.turn

    def _turn_to(self, clause: Clause) -> bool:
        """The same test on the side that a clause of nothing else names."""
        turned = _TURNED.match(clause.text)
        places = [i for i, t in enumerate(self._name) if t.low in ("left", "right")]
        if turned is None or len(places) != 1 or clause.turn - self._turn > _NEXT_TURNS:
            return False
        side = turned["side"].casefold()
        self._name[places[0]] = replace(self._name[places[0]], text=side, low=side)
        self._turn = clause.turn
        return True

    def _remember(self, clause: Clause) -> None:
        """A clause that names what is tried and tells nothing of it yet."""
        self._name = []
        mark = next(m for m in clause.marks if m.of(*_TRIED))
        first, end = mark.start, mark.end
        tokens = clause.tokens
        start = next((i for i in range(first) if tokens[i].is_word and tokens[i].low not in _LEADING), first)
        cut = next((i for i in range(end, len(tokens)) if _asides(tokens, i)), len(tokens))
        while cut > end and (not tokens[cut - 1].is_word or tokens[cut - 1].low in _TRAILING):
            cut -= 1
        name = tokens[start:cut]
        told_of_others = any(m.of("relative", "condition") for m in clause.marks)
        if first - start > _BEFORE_NAME or len(name) > _LONGEST_NAME or told_of_others or _tells(name):
            return
        self._bare = [clause] if cut == len(tokens) or tokens[cut].low == "," else []
        self._name, self._turn = [replace(name[0], glued=False), *name[1:]], clause.turn


def _asides(tokens: Sequence[Token], i: int) -> bool:
    """Whether the name ends before the word: what follows speaks to the patient."""
    if tokens[i].low == "," and i + 1 < len(tokens):
        return tokens[i + 1].low in _TELLS_TO
    return _ASIDE.match(tokens[i].low) is not None


_TELLS_TO: Final = frozenset(
    ["push", "press", "pull", "lift", "squeeze", "bend", "look", "breathe", "relax", "hold", "keep", "try",
     "raise", "resist", "turn", "straighten", "don't", "tell", "let", "here", "down", "ready", "okay", "good"]
)  # fmt: skip


def _pressed(tokens: Sequence[Token]) -> list[Token]:
    """`Sore when I press on the epicondyle` as the place where it is sore."""
    match = _PRESSING.match(" ".join(t.low for t in tokens))
    first = replace(tokens[0], glued=False)
    if match is None:
        return [first, *tokens[1:]]
    at = match.group().count(" ")
    return [first, replace(tokens[1], text="over", low="over"), *tokens[at:]]


def _tells(name: Sequence[Token]) -> bool:
    """Whether the words beside a name already tell what was found, or how often to do it."""
    text = join(name)
    if _ASSISTED.search(text) or _NOT_FOUND.search(text) or _VERB.search(text):
        return True
    named = {i for m in marks(name) if m.of(*_TRIED) for i in range(m.start, m.end)}
    return any(m.of("result") for m in marks(name)) or any(
        t.number is not None
        and i not in named
        and not _SIZE.match(name[i + 1].low if i + 1 < len(name) else "")
        for i, t in enumerate(name)
    )


def _only_found(clause: Clause) -> bool:
    """Whether a clause tells what was found and not of what."""
    if clause.lead or len(clause.tokens) > _LONGEST_FINDING or _NOT_FOUND.search(clause.text):
        return False
    first = _first_word(clause.tokens)
    if first is None:
        return False
    if any(m.start <= first < m.end and m.of("result") for m in clause.marks):
        return not any(m.of(*MEASURES, *_ELSEWHERE) for m in clause.marks if not m.of("motion"))
    if _MOVES.match(clause.text) and not any(m.of(*MEASURES, "intervention", "goal") for m in clause.marks):
        return True
    if _TENDER.match(clause.low) or _NOTHING.match(clause.text) or _SIGNS.match(clause.text):
        return True
    if any(m.of(*MEASURES, *_ELSEWHERE) for m in clause.marks):
        return False
    if clause.tokens[first].low in _DEGREES and len(clause.tokens) <= 4:
        return True
    counted = has_number(clause) and clause.tokens[first].number is not None
    return counted or _side_first(clause.tokens) or _ASSISTED.search(clause.text) is not None


def _side_first(tokens: Sequence[Token]) -> bool:
    """`Left, 19 seconds.`, `Right, 30.`: a value with its side before it."""
    value = 2 if len(tokens) > 1 and tokens[1].low == "," else 1
    return tokens[0].low in OPPOSITE and len(tokens) > value and tokens[value].number is not None


def _without_comma(clause: Clause) -> None:
    """A side in front stays one: before a comma `right` would only be agreeing."""
    if _side_first(clause.tokens) and clause.tokens[1].low == ",":
        clause.retokenised([clause.tokens[0], *clause.tokens[2:]])


def _first_word(tokens: Sequence[Token]) -> int | None:
    return next((i for i, t in enumerate(tokens) if t.is_word and t.low not in _LEADING), None)
