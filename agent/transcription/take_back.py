"""What a therapist takes back: "…, scratch that, …", "…, correction, left knee …", "strike that sentence".

What is said again replaces what it takes the place of, one thing by another of its kind: a side by a side, a
number by a number. Each is a visible, undoable change; the words as heard stay in the raw text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from agent.transcription.plain import ends_sentence, is_number, is_side, plain, tail, words
from agent.transcription.revision import Revision
from agent.transcription.term_index import term_index
from agent.transcription.vocabulary import vocabulary

REASON: Final = "dictation command"
_TAKE_BACK: Final = (("scratch", "that"), ("strike", "that"), ("delete", "that"), ("correction",))
_VERBS: Final = words("scratch strike delete erase")
_LAST: Final = words("last previous")
_SENTENCE: Final = words("sentence line statement")
_CLAUSE: Final = words("part bit phrase")
_LONGEST_CLAUSE: Final = 12
_LONGEST_SENTENCE: Final = 30
"""Words. Where the engine wrote no full stop for longer, only the last clause is taken back."""
_TOLD_NOT: Final = words("not to never don't doesn't didn't")
_LEADS_IN: Final = words("no wait sorry oops uh um er")
_REGRETS: Final = words("sorry oops")
"""Behind a pause these make a command of "strike that" without a pause after it; "no" may belong to gait."""
_AGAIN: Final = 8
"""Words after a command that are looked at for what is said again."""


def take_back(revision: Revision, at: int) -> None:
    """Carry out the command at chunk `at`, where there is one."""
    said = revision.words
    length, whole = _order(said, at)
    if length:
        start = _sentence(said, at) if whole else _clause(said, at)
        if start < at:
            revision.replace(start, at + length, (), REASON)
        return
    phrase = next((p for p in _TAKE_BACK if _is(said, at, p)), None)
    if phrase is None:
        return
    end = at + len(phrase)
    if _is_talk(said, phrase, at, end):
        return
    at = _begun(said, at)
    clause = _clause(said, at)
    apart = phrase != ("correction",) or bool(at and tail(said[at - 1])) or bool(tail(said[end - 1]))
    if apart and _put_in_place(revision, clause, at, end):
        return
    begun = _restart(said, clause, at, [plain(word) for word in said[end : end + _AGAIN]], apart=apart)
    if begun is None:
        if phrase == ("correction",) or clause == at:
            return  # the noun: "posture correction exercises"
        begun = clause
    revision.replace(begun, end, (), REASON)


def _begun(said: Sequence[str], at: int) -> int:
    """Where the command at `at` begins with what leads into it: `no, scratch that`."""
    while at > 0 and plain(said[at - 1]) in _LEADS_IN and not ends_sentence(said[at - 1]):
        at -= 1
    return at


def _is_talk(said: Sequence[str], phrase: tuple[str, ...], at: int, end: int) -> bool:
    """Whether the words are no command: `heel strike that …`, `not to scratch that part`."""
    before, after = said[at - 1] if at else "", plain(said[end]) if end < len(said) else ""
    if phrase[0] == "strike" and not (before and tail(before) and tail(said[end - 1])):
        return plain(before) not in _REGRETS or at < 2 or not tail(said[at - 2])
    named = phrase[-1] == "that" and after in _SENTENCE | _CLAUSE and not tail(said[end - 1])
    return named or (not tail(before) and plain(before) in _TOLD_NOT)


def begins_with_order(said: Sequence[str]) -> bool:
    """Whether words take back what was said before a pause."""
    return bool(_order(said, 0)[0]) or any(
        _is(said, 0, phrase) and tail(said[len(phrase) - 1]) for phrase in _TAKE_BACK
    )


def _is(said: Sequence[str], at: int, phrase: tuple[str, ...]) -> bool:
    return tuple(plain(word) for word in said[at : at + len(phrase)]) == phrase


def _order(said: Sequence[str], at: int) -> tuple[int, bool]:
    """Words of `strike that last sentence` and its kin at `at`, 0 for none; whether it names a sentence."""
    verb, which, third, fourth = ([plain(word) for word in said[at : at + 4]] + [""] * 4)[:4]
    last = third in _LAST
    noun = fourth if last else third
    if verb not in _VERBS or not (which == "that" or (which == "the" and last)):
        return 0, False
    if noun in _SENTENCE:
        return 3 + last, True
    apart = at == 0 or tail(said[at - 1]) or (last and verb != "strike")
    if noun not in _CLAUSE or not apart or not (last or tail(said[at + 2])):
        return 0, False  # "heel strike that part", "do not scratch that part of the scar"
    return 3 + last, False


def _clause(said: Sequence[str], at: int) -> int:
    """Where the clause that ends before `at` began."""
    start = at
    while start > 0 and at - start < _LONGEST_CLAUSE and not (start < at and tail(said[start - 1])):
        start -= 1
    return start


def _sentence(said: Sequence[str], at: int) -> int:
    """Where the sentence that ends before `at` began."""
    start = at
    while start > 0 and not (start < at and ends_sentence(said[start - 1])):
        start -= 1
    return start if at - start <= _LONGEST_SENTENCE else _clause(said, at)


def _put_in_place(revision: Revision, clause: int, at: int, end: int) -> bool:
    """`right shoulder pain, correction, left shoulder.` to `left shoulder pain.`: a phrase that stands alone
    after the command takes the place of the one of its kind before; what stood after that one stays."""
    said = revision.words
    last = next((i for i in range(end, min(len(said), end + _AGAIN)) if tail(said[i])), len(said) - 1)
    again = said[end : last + 1]
    if not again or len(again) > _AGAIN:
        return False
    for start in range(at - 1, clause - 1, -1):
        if start > clause and is_number(said[start]) and is_number(said[start - 1]):
            continue  # within a number
        taken = _like(said[start:at], again)
        if not taken:
            continue
        if start + taken == at:
            revision.replace(start, end, (), REASON)
            return True
        kept = [*said[start + taken : at]]
        kept[-1] = _bare(kept[-1]) + tail(again[-1])
        put = [*again[:-1], _bare(again[-1]) + tail(said[start + taken - 1])]
        if said[start][:1].isupper():
            put[0] = put[0][:1].upper() + put[0][1:]
        revision.replace(start, last + 1, tuple(" ".join([*put, *kept]).split()), REASON)
        revision.doubt(start, start + 1)
        return True
    return False


def _bare(word: str) -> str:
    return word.removesuffix(tail(word))


def _like(before: Sequence[str], again: Sequence[str]) -> int:
    """How many words at the head of `before` the whole of `again` takes the place of; 0 for none.

    A side and what is of that side, or a number and what is counted, change only the side or number.
    """
    side = is_side(before[0]) and is_side(again[0])
    taken, heads = _numbers(before), _numbers(again)
    if not side and not (taken and heads):
        return 0
    taken, heads = (1, 1) if side else (taken, heads)
    rest = [plain(word) for word in again[heads:]]
    if [plain(word) for word in before[taken : taken + len(rest)]] != rest:
        return 0
    if not rest and (side or any(plain(word) not in vocabulary().units for word in before[taken:])):
        return 0  # a bare number takes the place of the last one, a bare side of none
    return taken + len(rest)


def _numbers(said: Sequence[str]) -> int:
    """How many words at the head of `said` are one number."""
    count = 0
    while count < len(said) and is_number(said[count]) and not (count and tail(said[count - 1])):
        count += 1
    return count


def _restart(said: list[str], clause: int, at: int, again: list[str], *, apart: bool) -> int | None:
    """Where in [clause, at) the thing that is said again began. `apart`: the command stands between stops."""
    if not again:
        return None
    for start in range(at - 1, clause - 1, -1):
        if plain(said[start]) != again[0]:
            continue
        second = plain(said[start + 1]) if start + 1 < at and len(again) > 1 else ""
        if not second or second == again[1] or is_number(again[1]):
            return start
    if is_number(again[0]):
        return _other_number(said, clause, at, again)
    return _other_side(said, clause, at, again, apart=apart) if is_side(again[0]) else None


def _other_number(said: list[str], clause: int, at: int, again: list[str]) -> int | None:
    """Where the number began after which stands nothing but what is said again after the new one."""
    rest = again[_numbers(again) :]
    for end in range(at, clause, -1):
        told = is_number(said[end - 1]) or at - end > 1  # "for out of ten" is a number misheard
        if told and [plain(word) for word in said[end:at]] == rest[: at - end]:
            start = end - 1
            while start > clause and is_number(said[start]) and is_number(said[start - 1]):
                start -= 1
            return start
    return None


def _other_side(said: list[str], clause: int, at: int, again: list[str], *, apart: bool) -> int | None:
    """Where the side stands that is said anew with the same part, or another part in its place."""
    for start in range(at - 1, clause - 1, -1):
        if not is_side(said[start]):
            continue
        between = [plain(word) for word in said[start + 1 : at]]
        if between == again[1 : 1 + len(between)]:
            return start
        if apart and len(again) > 1 and (between[0] == again[1] or "body" in _shared(between[0], again[1])):
            return start
    return None


def _shared(one: str, other: str) -> frozenset[str]:
    """The classes of terms that both words are of."""
    kinds = term_index().kinds
    return kinds.get(one, frozenset()) & kinds.get(other, frozenset())
