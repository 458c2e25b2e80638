"""How many years of school a text asks for.

English: Flesch-Kincaid grade (Kincaid 1975). Spanish: the Crawford formula (Crawford 1984), which
gives years of schooling for texts of the primary grades, and the ease of reading after Fernández-Huerta
(1959, with words a sentence as Law 2011 corrected it): 70 and more is read in the sixth grade or below.
"""

from __future__ import annotations

import re
import unicodedata

_EN_VOWELS = re.compile(r"[aeiouy]+")


def grade(text: str, language: str = "en") -> float:
    """The school grade of `text`; 0 for a text without words. Never below 0."""
    words, sentences = _words(text), _sentences(text)
    if not words:
        return 0.0
    if language == "es":
        syllables = sum(_spanish_syllables(w) for w in words)
        per_hundred = 100 / len(words)
        return max(0.0, -0.205 * sentences * per_hundred + 0.049 * syllables * per_hundred - 3.407)
    syllables = sum(_english_syllables(w) for w in words)
    return max(0.0, 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59)


def fernandez_huerta(text: str) -> float:
    """How easy Spanish `text` is: 100 very easy, 70 sixth grade, 30 university; 100 without words."""
    words = _words(text)
    if not words:
        return 100.0
    syllables = sum(_spanish_syllables(w) for w in words) / len(words)
    return 206.84 - 60 * syllables - 1.02 * len(words) / _sentences(text)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text)


def _sentences(text: str) -> int:
    return max(1, len(re.findall(r"[.!?:]+(?=\s|$)|\n+", text.strip() + "\n")))


def _english_syllables(word: str) -> int:
    folded = unicodedata.normalize("NFKD", word.lower()).encode("ascii", "ignore").decode()
    count = len(_EN_VOWELS.findall(folded))
    if folded.endswith("e") and not folded.endswith(("le", "ee", "ye")) and count > 1:
        count -= 1
    if re.search(r"[^aeiou]ed$", folded) and not re.search(r"[td]ed$", folded) and count > 1:
        count -= 1
    return max(1, count)


def _spanish_syllables(word: str) -> int:
    """Vowel groups; a weak vowel beside a strong one makes one syllable, an accented weak one its own."""
    folded = re.sub(r"(?<=[qg])u(?=[eiéí])", "", word.lower())
    return max(1, len(re.findall(r"[íú]|[iuü]?[aeoáéó](?:[iuy](?![aeoáéóíú]))?|[iuü]+|y$", folded)))
