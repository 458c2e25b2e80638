"""What the words around a word say: does a person stand here, or a clinical test?"""

from __future__ import annotations

from compliance.redaction.document import Document
from compliance.redaction.lexicon import clinical_words, eponyms, is_plain_name, ordinary_words

TEST_WORDS = frozenset(
    """test tests testing sign signs positive negative neg pos score scores scored scale index stretch
    stretches stretching position lunge lunges squat squats raise raises maneuver manoeuvre exercise exercises
    tape taping protocol grade graded classification class type stage disease syndrome palsy fracture
    contracture deformity method technique techniques mobilization mobilizations mobilisation manipulation
    glide glides brace splint roll rolls walk angle angles node nodes neuroma cyst hernia phenomenon
    questionnaire inventory assessment balance program repositioning criteria rule rules press curl curls
    plank bridge deadlift hop hops jump reflex tendon ligament canal area bands band mat hallpike hallpikes
    daroff kennedy meyer weinstein schlatter marie tooth barre cup curve compression distraction dysfunction
    prosthesis procedure repair release osteotomy line chair frame table board ball bike machine carry
    drop apprehension relocation flexion extension grind click load shift percent seconds degrees was is
    were out at of one two three four five plus minus today next again level""".split()
)
_AFTER_A_PERSON = frozenset(
    """is was has had says said reports reported states stated denies denied did does will would can could
    came comes arrives arrived tolerated tolerates continues continued needs needed wants wanted demonstrates
    demonstrated returns returned presents presented feels felt walks walked lives works drives drove brought
    took helps helped told asked called thinks agrees and who here going doing visited visits fell""".split()
)
_BEFORE_A_PERSON = frozenset(
    """with by for to from told asked called and patient client named name hi hello hey dear thanks
    mr mrs ms miss dr doctor sister brother son daughter wife husband mother father mom dad aunt uncle
    friend neighbor nurse coach so okay ok is it's its that's thats morning afternoon about saw seen met""".split()
)
FUNCTION_WORDS = frozenset(
    """a an the this that these those i you he she it we they me him her us them my your his its our their
    mine yours hers ours theirs and or but nor so yet for of in on at to by with from as into onto over under
    about after before during since until while if then than when where who whom whose which what why how not
    no yes is am are was were be been being has have had do does did will would shall should can could may
    might must also too very just only even again still ever never here there all any both each few more most
    other some such same own out up down off s t don now today""".split()
)


def is_clinical_eponym(document: Document, index: int, reach: int = 6) -> bool:
    """Whether the eponym at `index` names a test or a condition here: `Thomas test`, `Ober and Ely positive`."""
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
    named = frozenset(
        """test tests sign signs maneuver score scale index stretch position protocol classification disease
        syndrome palsy fracture technique exercise exercises method brace lunge splint questionnaire reflex
        phenomenon criteria angle taping tape""".split()
    )
    if following in named:
        return not is_plain_name(document.word(index)) or not document.tokens[index].text.endswith("s")
    return False


def is_plainly_a_word(word: str) -> bool:
    return word in ordinary_words() or word in clinical_words()
