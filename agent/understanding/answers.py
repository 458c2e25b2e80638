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
    bodily,
    for_a_note,
)
from agent.understanding.chat import clinical
from agent.understanding.clauses import Clause
from agent.understanding.confirmed import with_device
from agent.understanding.counts_asked import OUT_OF, counted
from agent.understanding.denials import denial_of
from agent.understanding.followed_up import adds, uses
from agent.understanding.guessed import Guess, without_guess
from agent.understanding.item_answers import by_another, goes_with, of_one_thing
from agent.understanding.last_number import LastNumber
from agent.understanding.leads import has_digits, has_verb, needs_lead
from agent.understanding.marks import marks
from agent.understanding.persons import Sex
from agent.understanding.places import Topic, place_of, sides_of
from agent.understanding.rating_of import BARE, VERDICT, RatingOf
from agent.understanding.ratings import (
    SYMPTOM,
    one_among_ratings,
    one_as_number,
    rates,
)
from agent.understanding.side_put_right import takes_back_side, with_side
from agent.understanding.tokens import Token
from agent.understanding.was_there import as_told, of_the_past, there_was
from agent.understanding.which_side import WhichSide, asks_for_a_side
from agent.understanding.yes_no import NO, NONE_THERE, YES, plain_no, without_no, without_yes

_OF_TIME = late(r"^(?:never|not yet|not any ?more|anymore)\b", re.IGNORECASE)
_IS_NOT = Rare(r"\b(?:not|never|no|nor|without|rather than)\b|n't\b")
"""`I don't think it's the back`: what the complaint is not."""
_SAYS_WHEN = Rare(
    r"^(?:on |in |at |not |mostly |usually |since |until |from |the |this |next |last |first |all |most |"
    r"every |each |just |only |about )*"
    r"(?:\w+day|tomorrow|tonight|today|now|week\w*|month\w*|night\w*|morning\w*|once|twice|daily|always|"
    r"mostly|"
    r"sometimes|daytime|days?|first \d+ \w+|\d+ (?:days?|nights?|times?|weeks?|hours?))\b"
    r"(?:, (?:he|she|they) \w+)?",
)
"""`And your son's putting the night light in? Saturday, he says.`: it is so, and when."""
_LONGEST_LED = 9
"""Words of an answer that reads well behind what was asked about: `press-ups: every three hours`."""
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
_SETTLES_ON = late(r"(?:i'd say|i would say|(?:i'd )?call it|make it|let's say|more like) ", re.IGNORECASE)
"""`Call it a two`: the rating alone is what is said."""
_NARROWING = 3


class Pairing:
    """Goes through a conversation in order; the patient's clauses come out as statements."""

    def __init__(self, sex: Sex, region: str, side: Side = "none") -> None:
        self._sex = sex
        self._topic = Topic(region, side)
        self._rating = RatingOf(self._topic)
        self._asked: list[Asked] = []
        self._guess: Guess | None = None
        self._turn = -1
        self._answer_turn = -1
        self._lead = ""
        self._opening = True
        self._answered: list[Asked] = []
        self._number = LastNumber()
        self._denied_in = self._verdict_in = self._yes_in = -1
        self._open = False
        """Whether what was said so far in answer is neither yes nor no."""
        self._whole = self._device = self._past = self._painless = ""
        self._which = WhichSide(region)
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
        self._rating.note(clause)

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
            and not has_verb(clause)
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
        if self._opening and here.words and not treats and not _IS_NOT.search(clause.text):
            self._topic.asked(clause.tokens, clause.marks)

    @property
    def answering(self) -> bool:
        """Whether the patient's next clause answers a question that a note has a place for."""
        return any(for_a_note(q) for q in self._asked)

    @property
    def rated(self) -> str:
        """What a rating without a name is of: `left knee pain`."""
        return self._rating.name

    def goes_on(self, clause: Clause) -> bool:
        """Whether the patient goes on, in the same turn, with an answer that a note has a place for."""
        return bool(self._answered) and clause.turn == self._answer_turn

    def answer(self, clause: Clause) -> list[Clause]:
        """What a clause of the patient says, with what it answers."""
        if BARE.match(clause.text) and (said := _SETTLES_ON.match(clause.text)):
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
            self._yes_in = clause.turn if YES.match(clause.text) or by_another(questions[-1], clause) else -1
            self._verdict_in = clause.turn if VERDICT.match(clause.text) else -1
            made = self._first(questions, clause)
            self._said = made[-1] if made else self._said
            self._open = (
                made == [clause] and not clause.lead and not (NO.match(clause.text) or YES.match(clause.text))
            )
            self._number.closed()
            if made:
                self._number.remembered(made[-1])
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
            self._lead, self._answered = "", []
            self._rating.closed()
            self._number.closed()
        elif self._number.mended(clause):
            return []
        if (denied := self._denied_late(clause)) is not None:
            return denied
        if (told := self._which.goes_on(clause, self._topic.place.words)) is not None:
            return told
        one, behind = of_one_thing(self._answered, clause)
        if one:
            return self._put(one, self._answered[-1], clause, behind)
        before = self._said
        if before is not None and goes_with(before, clause, affirmed=self._yes_in == clause.turn):
            return []
        if self._past and of_the_past(clause, self._past):
            return [clause]
        first = self._verdict_in == clause.turn and BARE.match(clause.text) is not None
        self._verdict_in = -1
        return [self._number.remembered(self._led(clause, first=first))]

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
        if BARE.match(said.text) and clause.text.partition("/")[0] in said.text:
            said.lead = self._rating.of(said, None, first=False)
            said.lead_spans.append((clause.start, clause.end))

    def _denied_late(self, clause: Clause) -> list[Clause] | None:
        """`Any sores? I check each night. Nothing.`: the answer comes behind what the patient does."""
        asked_of = [
            q
            for q in self._answered
            if (q.kind == "noun" and q.deniable and not q.rating) or (q.kind == "polar" and q.no)
        ]
        bare = plain_no(clause) and without_no(clause, fewest=1) is None
        if not (self._open and bare and asked_of):
            return None
        self._open = False
        return self._denied(self._answered, clause)

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
        self._rating.note(clause)
        self._topic.answered(clause.tokens, clause.marks, opening=self._opening)
        self._past = ""
        _without_echo(clause, last.topic)
        said = self._joined(last, clause)
        if said is not None:
            return said
        one, rest_of_it = of_one_thing(questions, clause)
        if one or (one := by_another(last, clause)):
            return self._put(one, last, clause, rest_of_it)
        told = self._which.told(questions, clause, self._topic.place.words)
        corrected = told or _other_side(last, clause)
        if corrected is not None:
            self._topic.asked(corrected.tokens, corrected.marks)
            return [corrected]
        if asks_for_a_side(questions) and plain_no(clause) and without_no(clause, fewest=1) is None:
            denied = self._denied(questions, clause)
            self._which.denied(questions, denied, clause.turn)
            return denied
        if NO.match(clause.text):
            self._lead = last.topic if clause.tokens[0].low == "never" else ""
            return self._denied(questions, clause)
        if last.kind == "polar" and YES.match(clause.text):
            return [self._affirmed(last, clause)] if last.yes else []
        does = {t.low for t in last.yes[:4]} & {"do", "done", "doing", "been"}
        too_long = bool(does) and len(clause.tokens) > _LONGEST_LED
        keeps_up = not last.topic or too_long or _DOES_IT.match(last.topic) is not None
        if last.kind == "polar" and last.yes and keeps_up and _SAYS_WHEN.match(clause.text):
            return [self._affirmed(last, clause)]
        if last.rating or SYMPTOM.search(last.topic) or self._rating.symptom:
            one_as_number(clause)
        rest = without_yes(clause) if last.kind in ("noun", "amount") else clause
        if rest is None:
            if last.kind == "noun" and last.topic and len(last.topic.split()) <= 8:
                return [self._made(f"reports {last.topic}", last, clause)]
            return []
        self._lead = last.topic
        self._rating.asked_worst(last, rest)
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

    @staticmethod
    def _put(said: Sequence[Token], q: Asked, clause: Clause, rest: list[Token]) -> list[Clause]:
        """What was made of question and answer, and what of the answer goes on behind it."""
        made = _patients(said, clause)
        made.lead_spans = _of_both(q, clause)
        return [made, clause.other(rest)] if rest else [made]

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
            symptom = self._rating.symptom
            text = denial_of(nouns, symptom, of_a_side["where"] if of_a_side is not None else "")
            out.append(self._made(text, nouns[0], clause))
            active = (
                len(nouns) == 1
                and text.startswith(f"denies {self._rating.symptom} ")
                and self._rating.symptom
            )
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

    def _made(self, text: str, q: Asked, clause: Clause) -> Clause:
        tokens = words_from(text, q.clause.start, clause.end)
        return Clause(tokens, "PATIENT", clause.turn, marks=marks(tokens))

    # -- any clause of an answer

    def _led(self, clause: Clause, *, first: bool, question: Asked | None = None) -> Clause:
        """The clause with the words in front that it needs to stand by itself."""
        self._rating.note(clause)
        answering = self._answered[-1] if self._answered else None
        if self._rating.among_ratings(clause, answering):
            one_among_ratings(clause)
        if self._rating.rated(clause, answering, first=first):
            return clause
        if self._rating.none_told(clause, answering, first=first):
            return clause
        if not first or answering is None or not self._lead:
            return clause
        if needs_lead(clause, answering, self._lead):
            hopes_not = answering.clause.tokens[0].low == "no" and _UNCHANGED.search(clause.text)
            asked_of = self._with_side(self._lead, answering, clause)
            clause.lead = f"{answering.clause.text}:" if hopes_not else f"{asked_of}:"
            clause.lead_spans.append((answering.clause.start, answering.clause.end))
        return clause

    def _with_side(self, lead: str, q: Asked, clause: Clause) -> str:
        """`left one` asked about is the left knee where the knee is what is talked of."""
        match = re.match(r"^(?:the )?(left|right)(?: one| side)?$", lead, re.IGNORECASE)
        if match and self._topic.place.words:
            return f"{match.group(1).lower()} {self._topic.place.words}"
        return lead


def _without_echo(clause: Clause, topic: str) -> None:
    """`And at rest?` – `At rest, nothing.`: what is asked about, said once more in front of the answer."""
    asked_of = topic.split()
    low = [t.low for t in clause.tokens]
    echoed = asked_of and low[: len(asked_of) + 1] == [*(w.casefold() for w in asked_of), ","]
    if echoed and (rest := clause.tokens[len(asked_of) + 1 :]):
        clause.retokenised(rest)


_UNCHANGED = re.compile(
    r"\b(?:same|usual|as (?:ever|always|before)|like always|no change|unchanged)\b", re.IGNORECASE
)
"""`No headache? – Same as ever.`: said as it was, for `headache: same as ever` would tell of one."""
_WORN = frozenset(["brace", "boot", "sling", "splint", "collar", "strap", "insoles", "orthotics", "tape"])
_ZERO = re.compile(r"^(?:(?:a|it's|that's|like|just|absolute),? )*0(?:/10)?$", re.IGNORECASE)
_ECHO = re.compile(r"^(?:(?:okay|so|good),? )*(?:a )?(?:10|\d)(?:/10| out of 10)$", re.IGNORECASE)


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


def _other_side(q: Asked, clause: Clause) -> Clause | None:
    """`So it's the left ankle? No, the right one`: what was asked, with the side put right."""
    side = takes_back_side(clause.text)
    if not side or sides_of(q.clause.marks) != {OPPOSITE[side]}:
        return None
    said = q.yes or tuple(words_from(q.topic, q.clause.start, q.clause.end))
    if not said:
        return None
    made = _patients(with_side(said, side), clause)
    made.lead_spans = _of_both(q, clause)
    return made


def _of_both(q: Asked, clause: Clause) -> list[tuple[int, int]]:
    """Where the question and its answer were said: what is made of both rests on both."""
    return [(q.clause.start, q.clause.end), (clause.start, clause.end)]
