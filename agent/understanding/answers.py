"""Answers put together with their questions: each pair one sentence that stands by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.domain.base import OPPOSITE, Side
from agent.late import late
from agent.needles import Rare
from agent.understanding.alternatives import chosen
from agent.understanding.asked import Asked, asked, words_from
from agent.understanding.asked_of import (
    ASKS_A_COUNT,
    HOW_IS_IT,
    OTHER_SCALE,
    WORST_BEST,
    bodily,
    for_a_note,
    only_a_place,
)
from agent.understanding.chat import clinical
from agent.understanding.clauses import Clause
from agent.understanding.confirmed import with_device
from agent.understanding.counts_asked import OUT_OF, counted
from agent.understanding.followed_up import adds, uses
from agent.understanding.guessed import Guess, without_guess
from agent.understanding.marks import marks
from agent.understanding.persons import Sex
from agent.understanding.phrases import words
from agent.understanding.places import Place, Topic, place_of, sides_of
from agent.understanding.ratings import (
    RATABLE,
    SYMPTOM,
    activity_of,
    names_its_own,
    one_among_ratings,
    one_as_number,
    rates,
    without_article,
)
from agent.understanding.side_put_right import takes_back_side, with_side
from agent.understanding.tokens import Token
from agent.understanding.was_there import as_told, of_the_past, there_was
from agent.understanding.yes_no import NO, NONE_THERE, YES, plain_no, without_no, without_yes

_OF_TIME = late(r"^(?:never|not yet|not any ?more|anymore)\b", re.IGNORECASE)
_FULL = Rare(
    r"^(?:(?:well|oh|yeah|yes|so|and|but|um|uh|actually|honestly|no),? )*(?:i|i'm|i've|i'd|i'll|we|my|he|"
    r"she|they|there's|there|the|if|when|so|because|once)\b",
)
_ELLIPTIC = Rare(
    r"^(?:the|my) \w+(?: \w+)? (?:is|was|does|did|has|were|do)(?:,|\.|$)|\b(?:says|said|thinks|tells me|"
    r"swears) i "
    r"(?:do|am|did|have|can|was)\b",
)
_DETERMINED = late(r"^(?:(?:well|oh|so|and|but|um|uh),? )*(?:the|my) ", re.IGNORECASE)
"""`The first two nights`: without a verb no sentence of its own."""
_ONLY_A_SIDE = Rare(r"^(?:the |my )(?:left|right)(?: one| side)?(?:, \w+)?$")
_SAYS_WHEN = Rare(
    r"^(?:on |in |at |not |mostly |usually |since |until |from |the |this |next |last |first |all |most |"
    r"every |each |just |only |about )*"
    r"(?:\w+day|tomorrow|tonight|today|now|week\w*|month\w*|night\w*|morning\w*|once|twice|daily|always|"
    r"mostly|"
    r"sometimes|daytime|days?|first \d+ \w+|\d+ (?:days?|nights?|times?|weeks?|hours?))\b"
    r"(?:, (?:he|she|they) \w+)?",
)
"""`And your son's putting the night light in? Saturday, he says.`: it is so, and when."""
_DOES_IT = late(r"^(?:still )?(?:doing|using|wearing|taking|icing|keeping up|sleeping in)\b", re.IGNORECASE)
"""`Are you doing the toe bends? Three times a day.`"""
_JOINS = frozenset(
    [
        "since",
        "on",
        "in",
        "every",
        "until",
        "from",
        "only",
        "just",
        "about",
        "when",
        "but",
        "this",
        "mostly",
        "twice",
        "once",
        "always",
        "sometimes",
        "usually",
        "not",
        "at",
        "most",
        "three",
        "two",
        "four",
        "daily",
    ]
)
_BARE = late(
    r"^(?:\W*(?:a|an|about|maybe|still|like|oh|now|just|well|that's|it's|that is|it is|i'd say|i would say|"
    r"call it|i'd call it|make it|let's say|more like|"
    r"probably|say) )*\W*(?:10|\d)(?:\.5)?\W*$",
    re.IGNORECASE,
)
_CALLED_A = late(r"^(?:(?:oh|well|about|maybe|like|still|only),? )*an? (?:10|\d)(?:\.5)?(?:/10)?$", re.I)
_RATED_DOING = late(
    r"^(?:(?:and|but|now),? )*\w+ing\b(?: \w+){0,4}?,? (?:it's |that's |it is )?(?:about |maybe |"
    r"only )?an? (?:10|\d)$",
    re.I,
)
"""`Reaching up now, a two.`"""
_HOW_WAS = late(r"^(?:(?:and|so|okay),? )*how (?:was|were|is|are)\b")
"""`How was the first step this morning? A five.`"""
_CHAT_OF_IT = late(r"\b(?:it|that|things|everything|pain|symptoms?|you|patient|today|now)\b")
_SETTLES_ON = late(r"(?:i'd say|i would say|(?:i'd )?call it|make it|let's say|more like) ", re.IGNORECASE)
"""`Call it a two`: the rating alone is what is said."""
_GOES_TO = late(
    r"^(?:and |but |then |,)*(?:it |that )?(?:gets|goes|got|went|jumps|drops|shoots|can get|up|down|maybe|"
    r"now|at|when|"
    r"in|after|with|by|on|a|about|\w+ing)\b|^\d",
    re.IGNORECASE,
)
_IT = late(r"^(?:it|it's|its|that|that's|that one|that one's|they|they're|this)\b", re.IGNORECASE)
_STATE = Rare(
    r"^(?:about |pretty |much |a lot |a little |a bit |still |not |kind of |okay|ok|fine|good|great|better|"
    r"worse|same|"
    r"the same|sore|stiff|tight|swollen|dry|closed|healed|all right|alright|unchanged|no change|so so|bad|"
    r"awful|terrible|"
    r"perfect|normal|never|gone|only|mostly|just|every|twice|once|three times|until|since|most|all|half|"
    r"maybe|at|on|in|with|"
    r"after|before|for|from|around|over|under|up|down|sitting|standing|walking|lying|reaching|lifting|going|"
    r"doing|"
    r"carrying|driving|sleeping|using|getting|daily|weekly|nightly)",
)


_NARROWING = 3
RECENT = 4
"""Turns after which a symptom that was only mentioned is no longer what a bare rating is of."""


_A_SIDE = late(r"^(?:the )?(?:other|opposite|left|right) side$", re.IGNORECASE)
_OTHER_ONE = late(r"^(?:the )?(?:other|opposite|good|uninvolved) \w+$", re.IGNORECASE)
_ACTIVITY = 7
_ACTS = late(r"^(?:\w+ing\b|when |at |on |in |with |after )(?!.*\d)", re.IGNORECASE)
"""`Turning over in bed. Eight.`: what the number that follows is of."""


class Pairing:
    """Goes through a conversation in order; the patient's clauses come out as statements."""

    def __init__(self, sex: Sex, region: str, side: Side = "none") -> None:
        self._sex = sex
        self._topic = Topic(region, side)
        self._symptom = self._rated_symptom = ""
        self._noted = -9
        self._worst_at = ""
        self._asked: list[Asked] = []
        self._guess: Guess | None = None
        self._turn = -1
        self._answer_turn = -1
        self._lead = ""
        self._opening = True
        self._answered: list[Asked] = []
        self._number: Clause | None = None
        self._doubted = False
        self._rated_in = self._denied_in = -1
        self._open = False
        """Whether what was said so far in answer is neither yes nor no."""
        self._whole = self._device = self._past = self._painless = ""
        self._said: Clause | None = None
        """What the answer before came to."""

    def question(self, clause: Clause) -> None:
        """A question of the therapist."""
        self._topic.heard(clause.tokens, clause.marks)
        if clause.turn != self._turn:
            self._asked, self._whole = [], ""
        self._turn = clause.turn
        self._note_device(clause)
        if self._asked and (whole := OUT_OF.match(clause.text)):
            self._whole = whole["whole"]
            return
        self._guess = without_guess(clause)
        self._asked.append(asked(clause))
        self._note_symptom(clause)

    def narrows(self, clause: Clause) -> bool:
        """`How's the arm been? The swelling.`: some words of the therapist that say what is asked about."""
        words_ = [t for t in clause.tokens if t.is_word]
        if self._asked and clause.turn == self._turn and OUT_OF.match(clause.text):
            return True
        return (
            bool(self._asked)
            and clause.turn == self._turn
            and 2 <= len(words_) <= _NARROWING
            and words_[0].low in ("the", "your")
            and not has_digits(clause)
            and not _has_verb(clause)
            and not any(m.of("result", "test", "performance") for m in clause.marks)
        )

    def told(self, clause: Clause) -> None:
        """A clause of the therapist that asks nothing closes the questions of an earlier turn."""
        treats = any(m.of("exercise", "intervention") for m in clause.marks) or " x " in clause.text
        self._note_device(clause)
        self._echoed(clause)
        if not treats:
            self._topic.heard(clause.tokens, clause.marks)
        if clause.turn != self._turn:
            self._asked, self._turn = [], clause.turn
        elif self._asked and (len(clause.tokens) > 5 or clause.marks):
            self._asked = []
        here = place_of(clause.tokens, clause.marks)
        if self._opening and here.words and not treats:
            self._topic.asked(clause.tokens, clause.marks)

    @property
    def answering(self) -> bool:
        """Whether the patient's next clause answers a question that a note has a place for."""
        return any(for_a_note(q) for q in self._asked)

    @property
    def rated(self) -> str:
        """What a rating without a name is of: `left knee pain`."""
        place = self._topic.unsure(self._topic.place)
        symptom = self._symptom or "pain"
        return f"{place} {symptom}".strip()

    def goes_on(self, clause: Clause) -> bool:
        """Whether the patient goes on, in the same turn, with an answer that a note has a place for."""
        return bool(self._answered) and clause.turn == self._answer_turn

    def answer(self, clause: Clause) -> list[Clause]:
        """What a clause of the patient says, with what it answers."""
        if _BARE.match(clause.text) and (said := _SETTLES_ON.match(clause.text)):
            clause.retokenised(clause.tokens[len(said.group().split()) :])
        self._topic.heard(clause.tokens, clause.marks)
        if self._asked:
            questions, self._asked = self._asked, []
            self._answer_turn, self._answered, self._lead = clause.turn, questions, ""
            if any(q.clause.administrative for q in questions):
                self._answered = []
                self._answer_turn = -2 - clause.turn
                return []
            if not any(for_a_note(q) for q in questions) and not clinical(clause.tokens):
                self._answered = []
                return []
            made = self._first(questions, clause)
            self._said = made[-1] if made else self._said
            self._open = (
                made == [clause] and not clause.lead and not (NO.match(clause.text) or YES.match(clause.text))
            )
            self._number, self._doubted = None, False
            if made:
                self._remembered(made[-1])
            return made
        if self._answer_turn == -2 - clause.turn:
            return []
        painless, self._painless = self._painless, ""
        if clause.turn == self._denied_in == self._answer_turn and _ZERO.match(clause.text):
            if painless and self._said:
                self._said.retokenised([t for t in clause.tokens if t.number == 0])
                self._said.lead = f"{self.rated} {painless}:"
            return []  # `Any swelling? No. Zero.`: the denial said once more, and no rating
        if clause.turn != self._answer_turn:
            self._lead, self._answered, self._worst_at = "", [], ""
            self._number, self._doubted = None, False
        elif self._number is not None and self._mended(clause):
            return []
        if (denied := self._denied_late(clause)) is not None:
            return denied
        if self._past and of_the_past(clause, self._past):
            return [clause]
        return [self._remembered(self._led(clause, first=False))]

    def _note_device(self, clause: Clause) -> None:
        named = [m for m in clause.marks if m.of("device")]
        if len(named) == 1:
            self._device = " ".join(t.low for t in clause.tokens[named[0].start : named[0].end])
        elif named:
            self._device = ""
        elif worn := [t.low for t in clause.tokens if t.low in _WORN]:
            self._device = worn[-1]

    def _echoed(self, clause: Clause) -> None:
        """`Six.` – `Six out of ten.`: what was only a number is a rating."""
        said = self._said
        if said is None or said.lead or clause.turn - said.turn != 1 or not _ECHO.match(clause.text):
            return
        if _BARE.match(said.text) and clause.text.partition("/")[0] in said.text:
            said.lead = self._rated(said, None, first=False)
            said.lead_spans.append((clause.start, clause.end))

    def _denied_late(self, clause: Clause) -> list[Clause] | None:
        """`Any sores? I check each night. Nothing.`: the answer comes behind what the patient does."""
        asked_of = [q for q in self._answered if q.kind == "noun" and q.deniable and not q.rating]
        bare = plain_no(clause) and without_no(clause, fewest=1) is None
        if not (self._open and bare and asked_of):
            return None
        self._open = False
        return self._denied(self._answered, clause)

    def _remembered(self, clause: Clause) -> Clause:
        """Keep the clause in mind while its number may still be taken back."""
        numbers = [t for t in clause.tokens if t.number is not None or t.low == "one"]
        self._number = clause if len(numbers) == 1 else None
        return clause

    def _mended(self, clause: Clause) -> bool:
        """`Four. No, wait, that's you pushing. Three.`: the last number stands, the rest goes."""
        last = self._number
        assert last is not None  # noqa: S101  # the caller asked
        numbers = [t for t in clause.tokens if t.number is not None]
        takes_back = _TAKING_BACK.match(clause.text) is not None
        if takes_back and not numbers:
            self._doubted = True
            return True
        bare = len([t for t in clause.tokens if t.is_word]) <= 3
        mends = len(numbers) == 1 and (takes_back or (self._doubted and bare))
        self._doubted = False
        if mends:
            lead, spans = last.lead, last.lead_spans
            at = next(i for i, t in enumerate(last.tokens) if t.number is not None or t.low == "one")
            tokens = list(last.tokens)
            tokens[at] = replace(numbers[0], glued=tokens[at].glued)
            last.retokenised(tokens)
            last.lead, last.lead_spans = lead, [*spans, (clause.start, clause.end)]
        return mends

    # -- the first clause of an answer

    def _first(self, questions: list[Asked], clause: Clause) -> list[Clause]:
        last = questions[-1]
        guess, self._guess = self._guess, None
        if guess is not None and not _settled(guess, clause):
            return []
        before = self._topic.place
        for q in questions:
            self._topic.asked(q.clause.tokens, q.clause.marks)
        if plain_no(clause) or not any(bodily(q) for q in questions):
            self._topic.place = before
        self._note_symptom(clause)
        self._topic.answered(clause.tokens, clause.marks, opening=self._opening)
        self._past = ""
        _without_echo(clause, last.topic)
        said = self._joined(last, clause)
        if said is not None:
            return said
        corrected = _other_side(last, clause)
        if corrected is not None:
            self._topic.asked(corrected.tokens, corrected.marks)
            return [corrected]
        if NO.match(clause.text):
            self._lead = last.topic if clause.tokens[0].low == "never" else ""
            return self._denied(questions, clause)
        if last.kind == "polar" and YES.match(clause.text):
            return [self._affirmed(last, clause)] if last.yes else []
        keeps_up = not last.topic or _DOES_IT.match(last.topic) is not None
        if last.kind == "polar" and last.yes and keeps_up and _SAYS_WHEN.match(clause.text):
            return [self._affirmed(last, clause)]
        if last.rating or SYMPTOM.search(last.topic) or self._symptom:
            one_as_number(clause)
        rest = without_yes(clause) if last.kind in ("noun", "amount") else clause
        if rest is None:
            if last.kind == "noun" and last.topic and len(last.topic.split()) <= 8:
                return [self._made(f"reports {last.topic}", last, clause)]
            return []
        self._lead = last.topic
        told = [t.text for t in rest.tokens]
        worst = WORST_BEST.search(last.clause.text) is not None and len(told) <= _ACTIVITY
        self._worst_at = " ".join(told).lower() if worst and _ACTS.match(rest.text) else ""
        out = [self._led(rest, first=True, question=last)]
        if last.rating or out[0].lead.endswith("pain:"):
            self._opening = False
        return out

    def _joined(self, q: Asked, clause: Clause) -> list[Clause] | None:
        """What question and answer say together in the ways that have a module of their own."""
        if counted(q.clause, self._whole, clause):
            return [clause]
        before = self._said
        if before is not None and clause.turn - before.turn == 2 and adds(q.clause, before, clause):
            return []
        said = uses(q.topic, clause) if q.kind == "noun" else []
        choice = chosen(q.clause, clause) if not said else None
        if choice is not None and choice.of:
            if before is None or clause.turn - before.turn != 2 or not before.lead.endswith("pain:"):
                return None
            before.lead = f"{before.lead[:-1]} {choice.of.lower()}:"
            before.lead_spans += _of_both(q, clause)
            return []
        said = said or list(choice.said if choice is not None else ())
        if not said and q.kind == "noun" and q.topic and (had := there_was(clause, q.topic)):
            self._past, said = q.topic, had
        if not said and q.kind == "polar" and q.yes:
            said = as_told(clause, q.yes)
        if not said:
            return None
        made = _patients(said, clause)
        made.lead_spans = _of_both(q, clause)
        return [made]

    def _affirmed(self, q: Asked, clause: Clause) -> Clause:
        """`Does it click? Yes, when I squat`: it clicks, when I squat."""
        spans = _of_both(q, clause)
        rest = without_yes(clause)
        said = with_device(q.yes, self._device)
        if rest is not None and rates(rest) and (place := place_of(q.clause.tokens, q.clause.marks)):
            rest.lead = f"{place} pain:"
        if rest is not None:
            comma = Token(",", rest.start, rest.start + 1, glued=True, low=",")
            first = rest.tokens[0]
            said += [
                comma,
                replace(first, text=first.low) if first.low in _JOINS else first,
                *rest.tokens[1:],
            ]
        made = _patients(said, clause)
        made.lead, made.lead_spans = rest.lead if rest is not None else "", spans
        return made

    def _denied(self, questions: list[Asked], clause: Clause) -> list[Clause]:
        """Denials of what was asked. `No pins and needles.` says itself what it denies, and only that."""
        nouns = [q for q in questions if q.kind == "noun" and q.topic and q.deniable]
        of_a_side = NONE_THERE.match(clause.text) if nouns else None
        if not plain_no(clause) and of_a_side is None:
            return [self._led(clause, first=True, question=questions[-1])]
        out: list[Clause] = []
        answer = (clause.start, clause.end)
        rest = without_no(clause) if of_a_side is None else None
        if nouns:
            where = [q for q in nouns if only_a_place(q) or _OTHER_ONE.match(q.topic)]
            what = [q for q in nouns if q not in where and not sides_of(q.clause.marks)]
            placed = f" in the {where[0].topic}" if len(where) == 1 and where[0] is nouns[0] and what else ""
            topics = ", ".join(self._denied_topic(q) for q in (what if placed else nouns)) + placed
            topics += f" {of_a_side['where']}" if of_a_side is not None else ""
            verbal = re.match(
                r"^(?:still|sleeping|using|taking|wearing|doing|back(?! (?:pain|ache|spasm))|able|ready|"
                r"getting)\b",
                topics,
                re.IGNORECASE,
            )
            text = f"not {topics}" if verbal and len(nouns) == 1 else f"denies {topics}"
            out.append(self._made(text.replace("not still ", "no longer "), nouns[0], clause))
            active = len(nouns) == 1 and text.startswith(f"denies {self._symptom} ") and self._symptom
            self._painless, self._denied_in = nouns[0].topic if active else "", clause.turn
        for q in questions:
            if q.kind == "polar" and q.no:
                tail = [_word(clause, "yet")] if re.match(r"^not yet\b", clause.text, re.IGNORECASE) else []
                made = _patients([*q.no, *tail], clause)
                made.lead_spans = [(q.clause.start, q.clause.end), answer]
                out.append(made)
        if not out and not nouns:
            return [self._led(clause, first=True, question=questions[-1])]
        if rest is not None:
            out.append(rest)
        open_one = questions[-1]
        if not open_one.deniable:
            self._lead, self._answered = open_one.topic, [open_one]
        return out

    def _denied_topic(self, q: Asked) -> str:
        """`And just resting? Nothing.` denies the pain at rest, not the rest."""
        alone = re.sub(r"^(?:just|only|simply|and) ", "", q.topic)
        if only_a_place(q):
            named = re.sub(r",? (?:here|there)$", "", q.topic)
            return f"{self._symptom or 'symptoms'} at the {named}"
        symptom = any(m.of("symptom") for m in q.clause.marks)
        if _A_SIDE.match(q.topic):
            return f"symptoms on {q.topic if q.topic.startswith('the ') else f'the {q.topic}'}"
        any_of_it = q.clause.low.startswith(("any ", "and any ", "or any "))
        active = activity_of(alone, "") == alone and not symptom and not any_of_it
        if active and (self._symptom or _POSTURE.match(alone)):
            return f"{self._symptom or 'symptoms'} {q.topic}"
        return q.topic

    def _made(self, text: str, q: Asked, clause: Clause) -> Clause:
        tokens = words_from(text, q.clause.start, clause.end)
        return Clause(tokens, "PATIENT", clause.turn, marks=marks(tokens))

    # -- any clause of an answer

    def _led(self, clause: Clause, *, first: bool, question: Asked | None = None) -> Clause:
        """The clause with the words in front that it needs to stand by itself."""
        self._note_symptom(clause)
        answering = self._answered[-1] if self._answered else None
        if self._rated_in == clause.turn or (answering is not None and answering.rating):
            one_among_ratings(clause)
        if rates(clause) and self._is_rating(clause, answering):
            self._rated_in = clause.turn
            if not names_its_own(clause):
                without_article(clause)
                clause.lead = self._rated(clause, answering, first=first)
                self._span(clause, answering)
            return clause
        if not first or answering is None or not self._lead:
            return clause
        lead = self._lead
        if re.match(r"^(?:onset|location)$", lead) and not (clause.marks or has_digits(clause)):
            return clause
        text = clause.text
        short = _words_at_first(clause) <= 14
        own = (
            _FULL.match(text) is not None
            and not _ELLIPTIC.search(text)
            and not _ONLY_A_SIDE.match(text)
            and not (_DETERMINED.match(text) and not _has_verb(clause))
        )
        pronoun = _IT.match(text) is not None
        if own and not pronoun:
            return clause
        if answering.kind == "open" and not answering.topic:
            return clause
        if pronoun and len(lead.split()) > 4:
            return clause
        if answering.kind == "polar" and (pronoun or len(clause.tokens) > 9):
            return clause
        needs = (
            pronoun
            or _STATE.match(text)
            or has_digits(clause)
            or answering.kind == "amount"
            or not _has_verb(clause)
        )
        speaks = re.search(r"\b(?:you|what|how|which|who|did|do)\b", lead)
        if short and needs and len(lead.split()) <= 8 and not speaks:
            clause.lead = f"{self._with_side(lead, answering, clause)}:"
            self._span(clause, answering)
        return clause

    def _is_rating(self, clause: Clause, q: Asked | None) -> bool:
        """Whether a number from 0 to 10 says how bad something is. `Births? Two.` does not."""
        if re.search(r"\b\d+(?:-\d+)?/10\b", clause.text):
            return True
        bare = _BARE.match(clause.text) is not None
        if q is None:
            return bool(self._symptom) and (bare or _RATED_DOING.match(clause.text) is not None)
        if OTHER_SCALE.search(q.clause.text) or (ASKS_A_COUNT.search(q.clause.text) and not q.rating):
            return False
        related = (
            q.rating
            or bool(self._worst_at)
            or SYMPTOM.search(q.topic) is not None
            or bool(place_of(q.clause.tokens, q.clause.marks).words)
            or (bool(self._symptom) and (bool(activity_of(q.topic, "")) or not q.topic))
        )
        return (
            related
            or (bare and HOW_IS_IT.search(q.clause.text) is not None)
            or (_CALLED_A.match(clause.text) is not None and _HOW_WAS.match(q.clause.low) is not None)
            or (self._rated_in == clause.turn and _GOES_TO.match(clause.text) is not None)
        )

    def _with_side(self, lead: str, q: Asked, clause: Clause) -> str:
        """`left one` asked about is the left knee where the knee is what is talked of."""
        match = re.match(r"^(?:the )?(left|right)(?: one| side)?$", lead, re.IGNORECASE)
        if match and self._topic.place.words:
            return f"{match.group(1).lower()} {self._topic.place.words}"
        return lead

    def _rated(self, clause: Clause, q: Asked | None, *, first: bool) -> str:
        """The words in front of a rating: place, symptom, activity."""
        asked_text = q.topic if q is not None else ""
        if (
            q is not None
            and place_of(q.clause.tokens, q.clause.marks).words
            and not SYMPTOM.search(asked_text)
        ):
            self._symptom = ""
        symptom = self._symptom = self._symptom_of(clause, asked_text)
        own_place = place_of(clause.tokens, clause.marks)
        place = Place()
        if not own_place.words and not own_place.side and symptom == "pain":
            named = place_of(q.clause.tokens, q.clause.marks) if q is not None else Place()
            place = (
                self._topic.place
                if named.words or (q is not None and sides_of(q.clause.marks))
                else self._topic.alone
            )
            if q is None or not sides_of(q.clause.marks):
                place = self._topic.unsure(place)
            self._topic.rate(self._topic.place)
        activity = ""
        if first and q is not None and not WORST_BEST.search(clause.text):
            activity = activity_of(asked_text, str(place))
            if (
                not activity
                and _HOW_WAS.match(q.clause.low)
                and not (q.clause.marks or _CHAT_OF_IT.search(asked_text))
            ):
                activity = asked_text
        if not first and self._worst_at:
            activity, self._worst_at = self._worst_at, ""
        called = symptom if SYMPTOM.search(symptom) or symptom in RATABLE else f"pain ({symptom})"
        words_ = [str(place), called if not SYMPTOM.search(f"{place}") else "", activity]
        return f"{' '.join(w for w in words_ if w)}:"

    def _symptom_of(self, clause: Clause, topic: str) -> str:
        said = SYMPTOM.search(topic)
        if said is None and self._rated_symptom and clause.turn - self._noted > RECENT:
            self._symptom = self._rated_symptom
        self._rated_symptom = said.group().casefold() if said else self._symptom or "pain"
        return self._rated_symptom

    def _note_symptom(self, clause: Clause) -> None:
        if NO.match(clause.text):
            return
        names = [t.name for m in clause.marks if (t := m.of("symptom")) is not None and t.name in RATABLE]
        told = _FELT_AS.match(clause.text) if clause.speaker == "PATIENT" else None
        if names or told is not None:
            self._symptom = names[-1] if told is None else told["what"].casefold()
            self._noted = clause.turn

    @staticmethod
    def _span(clause: Clause, q: Asked | None) -> None:
        if q is not None and clause.lead:
            clause.lead_spans.append((q.clause.start, q.clause.end))


def _without_echo(clause: Clause, topic: str) -> None:
    """`And at rest?` – `At rest, nothing.`: what is asked about, said once more in front of the answer."""
    asked_of = topic.split()
    low = [t.low for t in clause.tokens]
    echoed = asked_of and low[: len(asked_of) + 1] == [*(w.casefold() for w in asked_of), ","]
    if echoed and (rest := clause.tokens[len(asked_of) + 1 :]):
        clause.retokenised(rest)


_WORN = frozenset(["brace", "boot", "sling", "splint", "collar", "strap", "insoles", "orthotics", "tape"])
_ZERO = re.compile(r"^(?:(?:a|it's|that's|like|just|absolute),? )*0(?:/10)?$", re.IGNORECASE)
_ECHO = re.compile(r"^(?:(?:okay|so|good),? )*(?:a )?(?:10|\d)(?:/10| out of 10)$", re.IGNORECASE)
_FELT_AS = late(
    r"^(?:(?:and|but|so|well|oh),? )*(?:the|my|that) (?P<what>pinch|catch|ache|throb|throbbing|cramp|"
    r"cramping|spasm|"
    r"pull|pulling|tightness|stiffness|tingling|pressure|sting|stinging)(?:'s| is| feels| went| has| was)\b",
    re.IGNORECASE,
)
"""`The pinch is less now. Zero.`: what the rating is of."""
_POSTURE = late(r"^(?:at (?:rest|night)|when|while|with|after|during|on stairs)\b", re.IGNORECASE)
"""`And at rest? Nothing.`: of what, is plain; `using the cane` is denied as it stands."""


def answers_in_doubt(clause: Clause) -> bool:
    """`Four times a week?`: an answer that its speaker is not sure of, and no question."""
    first = clause.tokens[0].low
    return (
        first not in _ASKS
        and not any(t.low in ("you", "your") for t in clause.tokens)
        and len(clause.tokens) <= 9
    )


_ASKS = words("talk_asks")


def _words_at_first(clause: Clause) -> int:
    """Words before the speaker goes on: of `six hours, but the right one leaves a mark` two."""
    count = 0
    for i, token in enumerate(clause.tokens):
        following = clause.tokens[i + 1].low if i + 1 < len(clause.tokens) else ""
        if token.low == "," and following in ("but", "and", "it", "which", "though", "because", "i"):
            break
        count += token.is_word
    return count


def has_digits(clause: Clause) -> bool:
    return any(t.text[:1].isdigit() for t in clause.tokens)


def _has_verb(clause: Clause) -> bool:
    return any(t.low in words("clauses_verbs") for t in clause.tokens[:6])


def _mentions(clause: Clause, topic: str) -> bool:
    return any(w in clause.low for w in re.findall(r"\w{5,}", topic.casefold()))


def _word(clause: Clause, text: str) -> Token:
    return Token(text, clause.start, clause.end, low=text.casefold())


def _patients(tokens: Sequence[Token], clause: Clause) -> Clause:
    made = list(tokens)
    return Clause(made, "PATIENT", clause.turn, marks=marks(made))


def _settled(guess: Guess, clause: Clause) -> bool:
    """Makes the answer to a guessed number a number; False when it only says that the guess is wrong."""
    if has_digits(clause):
        rest = without_no(clause, fewest=1)
        if rest is not None and plain_no(clause):
            clause.retokenised(rest.tokens)
    elif YES.match(clause.text):
        guess.confirmed_by(clause)
    elif plain_no(clause):
        return False
    return True


_TAKING_BACK = Rare(
    r"^(?:no|wait|actually|hang on|hold on|scratch that|sorry|correction|make that|i mean)\b"
    r"(?:,|$| wait| hang| hold| make| say| that)",
)


def _other_side(q: Asked, clause: Clause) -> Clause | None:
    """`So it's the left ankle? No, the right one`: what was asked, with the side put right."""
    side = takes_back_side(clause.text)
    if not side or sides_of(q.clause.marks) != {OPPOSITE[side]}:
        return None
    said = q.yes or tuple(words_from(q.topic, q.clause.start, q.clause.end))
    made = _patients(with_side(said, side), clause)
    made.lead_spans = _of_both(q, clause)
    return made


def _of_both(q: Asked, clause: Clause) -> list[tuple[int, int]]:
    """Where the question and its answer were said: what is made of both rests on both."""
    return [(q.clause.start, q.clause.end), (clause.start, clause.end)]
