"""Names by the words around them: titles, relations, introductions, credentials.

"my wife Rosalba", "our PTA, Glenn,", "Joel, our PTA", "Dr. Mirchandani", "Ferrante, DPT",
"Good morning, it's Oluwaseun", "husband tobias is driving".
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.redaction.context import (
    FUNCTION_WORDS,
    is_clinical_eponym,
    is_person_like,
    is_test_named_after,
)
from compliance.redaction.document import Document
from compliance.redaction.lexicon import (
    cue,
    eponyms,
    given_names,
    given_names_that_are_words,
    is_any_name,
    is_plain_name,
    is_unknown,
    is_word,
)
from compliance.redaction.recognizers.base import over
from compliance.redaction.spans import RedactedSpan

TITLES = frozenset(["dr", "mr", "mister", "mrs", "missus", "ms", "mx", "prof", "professor"])
LOOSE_TITLES = cue("loose_titles")
FAMILY = cue("family")
STAFF = cue("staff")
CREDENTIALS = cue("credentials")
_OWNERS = frozenset(["my", "his", "her", "their", "our", "your", "the", "a", "patient's", "patients"])
_CALLED = frozenset(["named", "called", "is"])
_OPENERS = cue("openers")
_INTRODUCED = (
    ("name", "is"),
    ("names",),
    ("named",),
    ("i", "am"),
    ("im",),
    ("this", "is"),
    ("its",),
    ("it", "is"),
    ("goes", "by"),
    ("call", "me"),
    ("call", "him"),
    ("call", "her"),
    ("patient",),
    ("patient", "is"),
    ("client",),
    ("note", "for"),
    ("note", "on"),
    ("summary",),
    ("summary", "for"),
    ("spoke", "with"),
    ("spoke", "to"),
    ("talked", "to"),
    ("referred", "by"),
    ("seen", "by"),
    ("done", "by"),
    ("performed", "by"),
    ("provided", "by"),
    ("signed", "by"),
    ("dictated", "by"),
    ("assisted", "by"),
    ("this", "is", "for"),
    ("eval", "for"),
    ("evaluation", "for"),
    ("visit", "for"),
    ("attention",),
    ("cc",),
)
_INTRODUCED_BY_LAST_WORD = {
    last: tuple(cue for cue in _INTRODUCED if cue[-1] == last) for last in {cue[-1] for cue in _INTRODUCED}
}
_SURE = {("name", "is"), ("named",), ("spoke", "with"), ("spoke", "to"), ("talked", "to"), ("referred", "by")}
_BEFORE_UNKNOWN = cue("titles_before_unknown")
LONGEST = 4


class ContextNames:
    name = "context_names"

    def find(self, document: Document) -> Iterator[RedactedSpan]:
        for index in range(len(document.tokens)):
            for first in self._starts(document, index):
                last = _run(document, first)
                if last is not None:
                    yield over(document, first, last, "NAME", self.name)
            yield from self._pairs(document, index)

    def _starts(self, document: Document, index: int) -> Iterator[int]:
        """Tokens where a name begins, as the word at `index` announces or confirms it."""
        word = document.word(index)
        follows = index + 1 < len(document.tokens)
        if follows and word in TITLES and document.joined(index) and _may_follow_title(document, index + 1):
            yield index + 1
        if (
            follows
            and word in LOOSE_TITLES
            and document.between(index).strip() in ("", ".")
            and _nameish(document, index + 1)
        ) or (
            follows and word in _BEFORE_UNKNOWN and document.joined(index) and _unlisted(document, index + 1)
        ):
            yield index + 1
        if follows and (word in FAMILY or word in STAFF):
            yield from _after_relation(document, index)
        if word in FAMILY | STAFF and document.word(index - 1) in _OWNERS:
            yield from _before_relation(document, index - 1)
        if word in CREDENTIALS and index and document.tokens[index].text.isupper():
            yield from _before_credentials(document, index)
        cues = _INTRODUCED_BY_LAST_WORD.get(word, ())
        told = [cue for cue in cues if follows and _ends(document, index, cue)]
        if told and (_nameish(document, index + 1) or (_SURE & set(told) and _unlisted(document, index + 1))):
            yield index + 1
        if word in _OPENERS and follows and _vocative(document, index + 1):
            yield index + 1

    @staticmethod
    def _pairs(document: Document, index: int) -> Iterator[RedactedSpan]:
        """`Grace Hill`, `Anna S.`, `J. Whitlow`: capitals side by side, one of them a name."""
        if not document.cased or index + 1 >= len(document.tokens):
            return
        one, two = document.tokens[index], document.tokens[index + 1]
        gap = document.between(index)
        if not (one.capital and two.capital) or gap not in (" ", ". ", "-"):
            return
        if one.initial and gap != "-" and (is_plain_name(two.word) or _unknown_capital(document, index + 1)):
            yield over(document, index, index + 1, "NAME", ContextNames.name)
        if gap == ". " or (two.text.isupper() and not two.initial):
            return
        if two.initial and is_any_name(one.word) and document.between(index + 1).startswith((".", ",", "'")):
            yield over(document, index, index + 1, "NAME", ContextNames.name)
        given = one.word in given_names() or one.word in given_names_that_are_words()
        if not given or is_test_named_after(document, index):
            return
        if two.initial and (is_plain_name(one.word) or not document.opens_sentence[index]):
            yield over(document, index, index + 1, "NAME", ContextNames.name)
        if (
            not two.initial
            and (is_any_name(two.word) or is_unknown(two.word))
            and two.word not in FUNCTION_WORDS
        ):
            yield over(document, index, index + 1, "NAME", ContextNames.name)


def _unlisted(document: Document, index: int) -> bool:
    """Whether uncased text has a word here that is in no list: after a sure cue it is a name."""
    token = document.tokens[index]
    return not token.capital and len(token.word) > 3 and is_unknown(token.word)


def _ends(document: Document, index: int, cue: tuple[str, ...]) -> bool:
    return all(document.word(index - len(cue) + 1 + i) == part for i, part in enumerate(cue))


def _unknown_capital(document: Document, index: int) -> bool:
    token = document.tokens[index]
    return token.capital and is_unknown(token.word) and not (token.text.isupper() and len(token.text) > 1)


def _nameish(document: Document, index: int) -> bool:
    """Whether the token at `index` can be a name where one is expected."""
    token = document.tokens[index]
    if token.digits or len(token.word) < 2 or token.word in FUNCTION_WORDS:
        return False
    if is_plain_name(token.word):
        return True
    if is_clinical_eponym(document, index):
        return False
    if token.capital and document.cased:
        if token.text.isupper() and len(token.text) > 1:
            return False
        return is_unknown(token.word) or is_any_name(token.word) or token.word in eponyms()
    return False


def _may_follow_title(document: Document, index: int) -> bool:
    token = document.tokens[index]
    if token.initial and index + 1 < len(document.tokens):
        return document.tokens[index + 1].capital and document.between(index) in (". ", " ")
    if token.digits or token.word in FUNCTION_WORDS or len(token.word) < 2:
        return False
    if token.capital and document.cased:
        return True
    return is_unknown(token.word) or is_any_name(token.word) or token.word in eponyms()


def _run(document: Document, first: int) -> int | None:
    """The last token of the name that begins at `first`."""
    last = first
    for at in range(first + 1, min(first + LONGEST, len(document.tokens))):
        if document.between(at - 1) not in (" ", "-", ". ", " -", "'", "’"):
            break
        token = document.tokens[at]
        after_initial = document.tokens[at - 1].initial
        if document.between(at - 1) == ". " and not after_initial:
            break
        if (
            (token.initial and document.cased)
            or (document.between(at - 1) == "-" and token.capital)
            or _nameish(document, at)
        ):
            last = at
        else:
            break
    return last


def _after_relation(document: Document, index: int) -> Iterator[int]:
    """`wife Rosalba`, `PTA, Glenn,`, `daughter is named Grace`, `husband tobias`."""
    gap = document.between(index)
    at = index + 1
    named = False
    while at < len(document.tokens) and document.word(at) in _CALLED and at <= index + 3:
        named = named or document.word(at) != "is"
        at += 1
    if at >= len(document.tokens) or document.tokens[at].digits or gap.strip() not in ("", ",", ":"):
        return
    token = document.tokens[at]
    if at > index + 1 and not named and document.word(index + 1) == "is":
        if is_plain_name(token.word) and token.capital:
            yield at
        return
    if _nameish(document, at):
        yield at
        return
    if document.cased or gap.strip() == ",":
        return
    if document.word(index) not in FAMILY:
        return
    unknown = is_unknown(token.word) and len(token.word) > 3
    wordlike = token.word in given_names_that_are_words() and token.word != "will"
    if unknown or (wordlike and is_person_like(document, at)):
        yield at


def _before_relation(document: Document, owner: int) -> Iterator[int]:
    """`Joel, our PTA`: the name before an apposition."""
    before = owner - 1
    if before < 0 or document.between(before).strip() not in (",", ""):
        return
    token = document.tokens[before]
    comma = "," in document.between(before)
    if is_plain_name(token.word) or (
        comma and _nameish(document, before) and not document.opens_sentence[before]
    ):
        first = before
        if before and document.between(before - 1) == " " and _nameish(document, before - 1):
            first = before - 1
        yield first


def _before_credentials(document: Document, index: int) -> Iterator[int]:
    before = index - 1
    if document.between(before).strip() not in (",", "") or not _nameish(document, before):
        return
    if is_word(document.word(before)) and "," not in document.between(before):
        return
    first = before
    while (
        first > 0
        and before - first < 2
        and document.between(first - 1) in (" ", "-")
        and _nameish(document, first - 1)
    ):
        first -= 1
    yield first


def _vocative(document: Document, index: int) -> bool:
    """A name right after a greeting: `Hello Vilhelmas.`, `So Grace, how's`."""
    if not _nameish(document, index):
        return False
    token = document.tokens[index]
    if is_plain_name(token.word) or is_unknown(token.word):
        return True
    return document.between(index).startswith(",") and token.capital
