"""What the words around a word say: does a person stand here, or a clinical test?"""

from __future__ import annotations

from compliance.redaction.document import Document
from compliance.redaction.lexicon import clinical_words, cue, eponyms, is_plain_name, ordinary_words

TEST_WORDS = cue("test_words")
_AFTER_A_PERSON = cue("after_a_person")
_BEFORE_A_PERSON = cue("before_a_person")
FUNCTION_WORDS = cue("function_words")


def is_clinical_eponym(document: Document, index: int, reach: int = 6) -> bool:
    """Whether the eponym at `index` names a test or condition here: `Thomas test`, `Ober positive`."""
    if document.word(index) not in eponyms():
        return False
    words = []
    for at in range(index + 1, min(index + 1 + reach, len(document.tokens))):
        if document.opens_sentence[at]:
            break
        words.append(document.word(at))
    if words and words[0] in _AFTER_A_PERSON and words[0] not in ("is", "was"):
        return False
    if index and document.word(index - 1) in ("modified", "the", "standard", "positive", "negative"):
        return True
    return any(word in TEST_WORDS or word.isdigit() for word in words)


def is_person_like(document: Document, index: int) -> bool:
    """Whether a person's words stand beside the token: `Mark reports`, `told Grace`."""
    if index and not document.opens_sentence[index] and document.word(index - 1) in _BEFORE_A_PERSON:
        return True
    following = index + 1
    if following < len(document.tokens) and not document.opens_sentence[following]:
        return document.word(following) in _AFTER_A_PERSON
    return False


def is_test_named_after(document: Document, index: int) -> bool:
    """Whether the word at `index` is an unlisted eponym: an unknown name right before `test` or `sign`."""
    following = document.word(index + 1)
    if following in cue("named_after_people"):
        return not is_plain_name(document.word(index)) or not document.tokens[index].text.endswith("s")
    return False


def is_plainly_a_word(word: str) -> bool:
    return word in ordinary_words() or word in clinical_words()
