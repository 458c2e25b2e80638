"""What a therapist says to the recorder: punctuation, paragraphs, quotes, spelled words, corrections.

Only what can hardly be meant otherwise is obeyed. Each is a visible, undoable change; the words as
heard stay in the raw text.
"""

from __future__ import annotations

from typing import Final

from agent.transcription.plain import ends_sentence, plain, tail, words
from agent.transcription.revision import Revision
from agent.transcription.take_back import REASON, take_back

PARAGRAPH: Final = "new paragraph"
"""The reason of a change after which the transcript starts a new segment."""
_PARAGRAPHS: Final = (("new", "paragraph"), ("next", "paragraph"), ("new", "line"), ("next", "line"))
_MARKS: Final = {
    ("full", "stop"): ".",
    ("period",): ".",
    ("comma",): ",",
    ("semicolon",): ";",
    ("colon",): ":",
    ("question", "mark"): "?",
}
_NOUN_BEFORE: Final = words(
    """a an the this that each every long short time trial same one two three four six per of in rest
    certification my his her their our grace ascending descending transverse sigmoid"""
)
_NOUN_AFTER: Final = words("of cancer is was for between polyps surgery")
_OPEN: Final = (("open", "quote"), ("open", "quotes"), ("quote",))
_CLOSE: Final = (("close", "quote"), ("close", "quotes"), ("end", "quote"), ("unquote",))
_SPELL: Final = frozenset({"spelled", "spelt", "spelling", "spell", "that's"})


def obey_commands(revision: Revision) -> None:
    """Carry out the dictation commands among the words of `revision`."""
    _quotes(revision)
    for at in range(len(revision.chunks) - 1, -1, -1):
        take_back(revision, at)
    at = 0
    while at < len(revision.chunks):
        _paragraph(revision, at)
        _mark(revision, at)
        _spelled(revision, at)
        at += 1


def _said(revision: Revision, at: int, phrase: tuple[str, ...]) -> bool:
    words = revision.words[at : at + len(phrase)]
    return tuple(plain(word) for word in words) == phrase


def _paragraph(revision: Revision, at: int) -> None:
    for phrase in _PARAGRAPHS:
        if _said(revision, at, phrase) and (at == 0 or plain(revision.words[at - 1]) not in _NOUN_BEFORE):
            revision.replace(at, at + len(phrase), (), PARAGRAPH)


def _mark(revision: Revision, at: int) -> None:
    """`period` and its kin become the sign on the word before."""
    for phrase, sign in _MARKS.items():
        end = at + len(phrase)
        if at == 0 or not _said(revision, at, phrase):
            continue
        before, after = revision.words[at - 1], revision.words[end] if end < len(revision.chunks) else ""
        noun = len(phrase) == 1 and (plain(before) in _NOUN_BEFORE or plain(after) in _NOUN_AFTER)
        starts_anew = not after or after[0].isupper() or after[0].isdigit() or sign in {",", ":", ";"}
        if not before or noun or not (starts_anew or tail(before) or tail(revision.words[end - 1])):
            continue
        words = before.removesuffix(tail(before)) + sign
        revision.replace(at - 1, end, tuple(words.split()), REASON)
        return


def _quotes(revision: Revision) -> None:
    """A quotation is marked only when it is both opened and closed."""
    at = 0
    while at < len(revision.chunks):
        opened = next((p for p in _OPEN if _said(revision, at, p)), None)
        if opened is None:
            at += 1
            continue
        inside = at + len(opened)
        for end in range(inside + 1, min(len(revision.chunks), inside + 60)):
            closed = next((p for p in _CLOSE if _said(revision, end, p)), None)
            if closed is None:
                continue
            first, last = revision.words[inside], revision.words[end - 1]
            stop = tail(revision.words[end + len(closed) - 1])
            if end - 1 == inside:
                quoted = f"“{first.removesuffix(tail(first))}”{stop}"
                revision.replace(at, end + len(closed), (quoted,), REASON)
            else:
                revision.replace(
                    end - 1, end + len(closed), (*_but_last(last), f"{_last(last)}”{stop}"), REASON
                )
                revision.replace(at, inside + 1, (f"“{first}",), REASON)
            break
        at += 1


def _but_last(text: str) -> tuple[str, ...]:
    return tuple(text.split()[:-1])


def _last(text: str) -> str:
    word = text.split()[-1]
    return word.removesuffix(tail(word)) if tail(word) == "," else word


def _spelled(revision: Revision, at: int) -> None:
    """`spelled X O C H I T L` is written as the word."""
    if plain(revision.words[at]) not in _SPELL:
        return
    end = at + 1
    while end < len(revision.chunks) and _is_letter(revision.words[end]):
        end += 1
        if ends_sentence(revision.words[end - 1]):
            break
    if end - at - 1 >= 3:
        letters = "".join(plain(word) for word in revision.words[at + 1 : end])
        revision.replace(at + 1, end, (letters.capitalize() + tail(revision.words[end - 1]),), REASON)


def _is_letter(word: str) -> bool:
    return len(plain(word)) == 1 and plain(word).isalpha()
