"""The tone of a text from the words in it: instant, explainable, and no judge of irony.

In:     texts
Out:    numbers from -2 to +2: 0 where a text in Spanish or English has no word with a tone, None
        where neither language nor sign is recognised
Errors: none
Source: negation, intensifiers and "but" as in Hutto and Gilbert, VADER (2014), with lists, weights
        and limits of our own
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Protocol

from pipeline.tone.lexicon import LANGUAGES, LONGEST_PHRASE, Lexicon, lexicon, signs, words_of

NEGATION_REACH = 3  # words before a word at which a negation still turns it round
NEGATED = -0.75  # "not good" is less bad than "bad"
BEFORE_BUT, AFTER_BUT = 0.5, 1.5
_HALF = 4.0  # a sum of 2 is a tone of 1.41: the square at which the curve bends


class Scorer(Protocol):
    """Anything that tells the tone of texts."""

    def score(self, texts: Sequence[str]) -> list[float | None]:
        """A number from -2 to +2 per text, or None; the same text always has the same one."""


@dataclass(frozen=True)
class Hit:
    """A word, phrase or sign of a text and what it adds to the sum, in the context it stands in."""

    phrase: str
    weight: float


@dataclass(frozen=True)
class LexiconScorer:
    """Looks the words up. It keeps nothing between calls; each distinct text is read once in one.

    >>> LexiconScorer().score(["No funciona", "Not bad, thanks!", "¿A qué hora abren?", "1234"])
    [-1.2, 1.06, 0.0, None]
    >>> LexiconScorer().explain("El trato fue muy amable, pero no lo recomiendo")
    (Hit(phrase='muy amable', weight=0.75), Hit(phrase='no recomiendo', weight=-1.125))
    """

    def score(self, texts: Sequence[str]) -> list[float | None]:
        """The tone of each text."""
        known = {text: self._tone(text) for text in dict.fromkeys(texts)}
        return [known[text] for text in texts]

    def explain(self, text: str) -> tuple[Hit, ...]:
        """The words that made the tone, in their order, then the signs; their sum makes it."""
        words = words_of(text)
        language = language_of(words)
        found = _in_context(words, lexicon(language)) if language else ()
        return (*found, *_signs_in(text))

    def _tone(self, text: str) -> float | None:
        hits = self.explain(text)
        if not hits and language_of(words_of(text)) is None:
            return None
        total = sum(hit.weight for hit in hits)
        return round(2 * total / sqrt(total * total + _HALF), 2) + 0.0


def tone_of(text: str) -> float | None:
    """The tone of one text by the lists.

    >>> tone_of("Todo perfecto, gracias"), tone_of("12:30")
    (1.56, None)
    """
    return LexiconScorer().score([text])[0]


def language_of(words: Sequence[str]) -> str | None:
    """The language of which most words are known; of equals Spanish; None where none is.

    >>> language_of(["no", "me", "gusta"]), language_of(["the", "end"]), language_of(["xyz"])
    ('es', 'en', None)
    """
    known = {
        language: sum(lexicon(language).knows(word) for word in words) for language in LANGUAGES
    }
    best = max(LANGUAGES, key=lambda language: known[language])
    return best if known[best] else None


def _signs_in(text: str) -> tuple[Hit, ...]:
    return tuple(Hit(sign, weight) for sign, weight in signs().items() if sign in text)


def _in_context(words: Sequence[str], lists: Lexicon) -> tuple[Hit, ...]:
    """What stands before the last "but" counts half, what comes after it one and a half."""
    turn = max((place for place, word in enumerate(words) if word in lists.turns), default=None)
    return tuple(
        hit
        if turn is None
        else Hit(hit.phrase, hit.weight * (BEFORE_BUT if place < turn else AFTER_BUT))
        for place, hit in _hits(words, lists)
    )


def _hits(words: Sequence[str], lists: Lexicon) -> Iterator[tuple[int, Hit]]:
    place, clause = 0, 0
    while place < len(words):
        if words[place] == "," or words[place] in lists.turns:
            clause = place + 1
        length = next(
            (size for size in range(LONGEST_PHRASE, 0, -1) if _weight(words, place, size, lists)),
            0,
        )
        if length:
            yield place, _modified(words, place, length, clause, lists)
        place += length or 1


def _weight(words: Sequence[str], place: int, size: int, lists: Lexicon) -> float | None:
    """What the phrase that begins here weighs."""
    phrase = words[place : place + size]
    return lists.words.get(" ".join(phrase)) if len(phrase) == size else None


def _modified(words: Sequence[str], place: int, length: int, clause: int, lists: Lexicon) -> Hit:
    """The phrase with the intensifier beside it and the negation within reach, in its clause."""
    weight = _weight(words, place, length, lists) or 0.0
    before = words[max(clause, place - NEGATION_REACH) : place]
    phrase = list(words[place : place + length])
    for word in (*before[-1:], *words[place + length : place + length + 1]):
        if word in lists.intensifiers:
            weight *= lists.intensifiers[word]
            phrase = [word, *phrase] if before and word == before[-1] else [*phrase, word]
    negation = next((word for word in before if word in lists.negations), None)
    if negation is not None:
        weight *= NEGATED
        phrase = [negation, *phrase]
    return Hit(" ".join(phrase), weight)
