"""Therapist and patient talking: answers joined to their questions, small talk left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.domain.base import OPPOSITE
from agent.domain.visit import Encounter
from agent.late import late
from agent.needles import Rare
from agent.understanding.aims import Aims
from agent.understanding.answers import Pairing
from agent.understanding.asked import asks_for_a_number
from agent.understanding.at_hand import split_off
from agent.understanding.awaited import Awaited
from agent.understanding.carry import Carry
from agent.understanding.chat import worth_keeping
from agent.understanding.clauses import Clause
from agent.understanding.clock import on_the_clock
from agent.understanding.commands import command_in
from agent.understanding.companions import companions_named
from agent.understanding.contradicted import by_another, dispute_denials, what_is_so
from agent.understanding.decimals import tenths_written
from agent.understanding.examtalk import ExamTalk
from agent.understanding.found import Found
from agent.understanding.fronted import Fronted
from agent.understanding.helpers import named_by_role
from agent.understanding.if_then import conditions_joined
from agent.understanding.in_doubt import answers_in_doubt
from agent.understanding.inherit import region_joint
from agent.understanding.leads import has_digits
from agent.understanding.marks import MEASURES
from agent.understanding.on_paper import told_of_paper
from agent.understanding.otherside import OtherSide
from agent.understanding.own_answer import own_answers
from agent.understanding.permission import Permission
from agent.understanding.places import sides_of
from agent.understanding.pressed import Pressed
from agent.understanding.rating_of import tells_none
from agent.understanding.recap import Recap
from agent.understanding.retake import retaken
from agent.understanding.same import Same
from agent.understanding.sections import has_value
from agent.understanding.side_first import SideFirst
from agent.understanding.side_put_right import takes_back_side, with_side
from agent.understanding.standing import named_tests
from agent.understanding.tails import tails_apart
from agent.understanding.talksort import plans, surely_judges
from agent.understanding.tested_side import TestedSide
from agent.understanding.told_briefly import SaysWhen, in_full
from agent.understanding.unmarked import mark_questions
from agent.understanding.until import Until
from agent.understanding.worn import Worn

_LATER = Rare(
    r"\b(?:will|i'll|we'll|i'd|we'd|would|leave|skip|till|until|next (?:week|visit|time|month)|"
    r"recheck|see you|goal)\b",
)
_FINITE = Rare(
    r"\b(?:is|are|was|were|has|had|'s|looks|feels|reduces?|increases?|hurts?|helps?|improves?|"
    r"still|goes|moves|met|remains|limits?|takes?|relieves?|eases?|reproduces?|brings?|worsens?|makes?|"
    r"gives?)\b|ed\b",
)
_ECHOES = re.compile(
    r"^(?:who,? )?(?:me|my \w+|now|right now|today|here|what|huh|pardon|sorry)$", re.IGNORECASE
)
_ONLY_THE_SCALE = re.compile(r"^(?:(?:on a scale )?(?:of |from )?0(?: to |-)10|out of 10)$", re.IGNORECASE)
"""`Put a number on it when you climb. Zero to ten.`: how it is asked, and no value."""
_IMPERATIVE_EXAM = late(
    r"^(?:let me (?:test|check|see|measure|feel|look)|bend|straighten|lift|raise|push|pull|turn|stand|"
    r"sit|lie|walk|squeeze|hold|now (?:the|your)|let's (?:test|check|do|see|measure|try)|"
    r"show me|go ahead)\b",
    re.IGNORECASE,
)


def joined(said: Sequence[Clause], encounter: Encounter) -> list[Clause]:
    """The clauses of a dialogue without questions and small talk; answers carry what they answer."""
    out: list[Clause] = []
    region = region_joint(encounter.episode.region)
    pairing, exam, carry = (
        Pairing(encounter.patient.sex, region, encounter.episode.side),
        ExamTalk(region, encounter.episode.side),
        Carry(encounter.episode.side),
    )
    same, found, permission, worn, until = Same(), Found(), Permission(), Worn(), Until()
    other, aims, pressed, fronted = OtherSide(), Aims(), Pressed(), Fronted()
    says_when = SaysWhen()
    tested, awaited = TestedSide(region), Awaited()
    recap, side_first = Recap(), SideFirst(encounter.episode.side)
    named_by_role(said)
    companions_named(said, encounter.patient.sex)
    mark_questions(said)
    named_tests(said)
    tenths_written(said)
    for clause in own_answers(retaken(list(conditions_joined(split_off(tails_apart(in_full(said))))))):
        if clause.speaker is None or command_in(clause.text) is not None:
            out.append(clause)
            continue
        fronted.heard(clause)
        tested.heard(clause)
        named = awaited.heard(clause)
        if named is not None:
            if awaited.only_named(named):
                out = [c for c in out if c is not named]
            carry.heard(clause)
            out.append(clause)
            continue
        if clause.speaker == "THERAPIST" and (clause.question or asks_for_a_number(clause)):
            exam.heard(clause, question=True)
            found.heard(clause)
            found.asked(clause)
            says_when.asked(clause)
            worn.told(clause)
            until.told(clause)
            aims.sought(clause)
            if not other.asked(clause) and not pressed.asked(clause):
                pairing.question(clause)
            continue
        if clause.speaker == "THERAPIST" and pairing.answering and _ONLY_THE_SCALE.match(clause.text):
            continue
        if clause.speaker == "THERAPIST" and pairing.narrows(clause):
            pairing.question(clause)
            continue
        if clause.speaker == "PATIENT":
            recap.told(clause)
        elif (ratings := recap.said_again(clause, pairing.rated)) is not None:
            out.append(ratings)
            continue
        if clause.speaker == "THERAPIST":
            same.named(clause)
            aims.answered(clause)
        counted = until.answered(clause) if clause.speaker == "PATIENT" else None
        if counted is not None:
            out += counted
            continue
        times = says_when.answered(clause, pairing.rated) if clause.speaker == "PATIENT" else None
        if times is not None:
            lead, spans = clause.lead, clause.lead_spans
            pairing.answer(clause)  # the question is answered
            clause.lead, clause.lead_spans = lead, spans
            out += times
            continue
        unfelt = other.answered(clause) if clause.speaker == "PATIENT" else None
        if unfelt is None and clause.speaker == "PATIENT":
            unfelt = pressed.answered(clause)
        if unfelt is not None:
            out.append(unfelt)
            continue
        felt = found.answered(clause) if clause.speaker == "PATIENT" else None
        if felt is not None:
            out = [*(c for c in out if all(c is not s for s in felt[1])), felt[0]]
            continue
        if carry.takes(clause):
            continue
        answer = permission.answered(clause) if clause.speaker == "THERAPIST" else None
        if answer is not None:
            out.append(answer)
            continue
        if clause.speaker == "THERAPIST":
            pairing.told(clause)
            on_the_clock(clause)
            worn.told(clause)
            until.told(clause)
            other.told(clause)
            judged = surely_judges(clause.text) or _puts_off(clause.text)
            made = exam.heard(clause) if has_digits(clause) or not judged else None
            if made is None and side_first.heard(clause):
                continue
            if made is not None:
                found.closed()
            elif spent := found.heard(clause):
                out = [c for c in out if all(c is not s for s in spent)]
                if any(clause is s for s in spent):
                    continue
            kept = made if made is not None else [clause] if worth_keeping(clause) else []
        elif clause.question and _ECHOES.match(clause.text):
            continue  # `Any surgery? Me? No.`
        elif clause.question and not (pairing.answering and answers_in_doubt(clause)):
            permission.asked(clause)
            aims.asked(clause)
            continue
        else:
            exam.interrupted(clause)
            worn.named(clause)
            if out and by_another(clause, out[-1]):
                dispute_denials(out, clause)
                told = what_is_so(clause)
                if not told:
                    continue
                clause.retokenised(told)
            answering, goes_on = pairing.answering, pairing.goes_on(clause)
            kept = [
                c
                for c in pairing.answer(clause)
                if c is not clause
                or worth_keeping(c, answer=answering and c.new_sentence, goes_on=goes_on)
                or (out and told_of_paper(out[-1].text) and _NAMES_A_SIDE.match(clause.text))
            ]
            side = "" if answering else takes_back_side(clause.text)
            if side and out and _put_right(out[-1], side, clause):
                continue
        for c in kept:
            carry.heard(c)
            out.insert(len(out) - _tells_of_before(out, c), c)
    return out


def _puts_off(text: str) -> bool:
    """`Next time I'll check your grip again`: a plan, and no name of what is measured now."""
    return _LATER_ON.search(text) is not None and plans(text)


_NAMES_A_SIDE = Rare(
    r"^(?:(?:no|but|and|nope|well),? )*(?:it's|it is|it was|that's) (?:the|my|really the) (?:left|right)\b"
)
"""`It's the right.` behind a paper that says otherwise."""
_LATER_ON = Rare(r"\b(?:next (?:visit|time|week|session|month)|tomorrow|(?:mon|tues|wednes|thurs|fri)day)\b")


def _tells_of_before(out: Sequence[Clause], clause: Clause) -> bool:
    """`Evening three. Mornings nothing. It used to be a five`: the number that was is the number's before."""
    last = out[-1] if out else None
    return (
        last is not None
        and last.turn == clause.turn
        and last.lead != ""
        and not has_digits(last)
        and tells_none(last)
        and _IT_WAS.match(clause.text) is not None
    )


_IT_WAS = re.compile(
    r"^(?:and |but )?(?:it|that) (?:used to be|was|had been) (?:a |an |at )?\d", re.IGNORECASE
)


def _put_right(last: Clause, side: str, by: Clause) -> bool:
    """Another speaker takes back the side of what was just said: `no, the right one`."""
    if told_of_paper(last.text):  # the paper says so all the same
        return False
    if last.speaker == by.speaker or by.turn - last.turn > 1 or sides_of(last.marks) != {OPPOSITE[side]}:
        return False
    last.retokenised(with_side(last.tokens, side))
    last.lead_spans.append((by.start, by.end))
    return True


_HELD = re.compile(
    r"\b(?:arms?|hands?|eyes|feet|foot|legs?|knees?|back|head)? ?(?:crossed|closed|folded|locked|"
    r"supported)\b",
    re.IGNORECASE,
)
"""How the body is held in a test: `arms crossed` tells no finding."""


def _beside_terms(clause: Clause) -> str:
    """The clause's words that are no term: `Timed up and go` holds no verb in the past."""
    covered = {i for m in clause.marks for i in range(m.start, m.end)}
    return _HELD.sub("", " ".join(t.text for i, t in enumerate(clause.tokens) if i not in covered))


def _named_in_the_test(clause: Clause) -> bool:
    """`Let's do the chair stands, 30 seconds`: the number only names the test."""
    names = [t.name for m in clause.marks if (t := m.of("performance")) is not None]
    numbers = [t.text for t in clause.tokens if t.text[:1].isdigit()]
    return bool(names and numbers) and all(re.search(rf"\b{re.escape(n)}", names[0]) for n in numbers)


def _found_behind(clause: Clause) -> bool:
    """`shoulder internal rotation: L3`: what was found stands behind the motion."""
    motion = next((m for m in clause.marks if m.of("motion")), None)
    return motion is not None and ":" in clause.words()[motion.end : -1]


def is_exam_heading(clause: Clause) -> bool:
    """`Let me test the right ankle`, `Bend forward`, `Berg next`: announces what the next clause measures."""
    if (has_value(clause) and not _named_in_the_test(clause)) or _found_behind(clause):
        return False
    if any(m.of("palpation") for m in clause.marks) or clause.tokens[0].low == "no":
        return False
    kinds = {t.kind for m in clause.marks for t in m.terms}
    words = sum(t.is_word for t in clause.tokens)
    if (
        _LATER.search(clause.text)
        or not kinds & (MEASURES | {"joint"})
        or "intervention" in kinds
        or "goal" in kinds
    ):
        return False
    if _IMPERATIVE_EXAM.match(clause.text):
        return words <= 14
    if kinds & {"performance", "outcome"}:
        return words <= 24 and not _FINITE.search(_beside_terms(clause))
    return words <= 5 and clause.new_sentence and not _FINITE.search(clause.text)
