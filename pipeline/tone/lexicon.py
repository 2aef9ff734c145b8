"""The lists of words that the tone of a text is told by.

In:     es.csv, en.csv and signs.csv beside this file
Out:    Lexicon, one per language; the weights of signs
Units:  a word weighs from -2 to +2; an intensifier multiplies
Errors: none: what the files hold is tested
Source: the lists were written for this project
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LANGUAGES = ("es", "en")
LONGEST_PHRASE = 4
_WORD = re.compile(r"[^\W_]+(?:'[^\W\d_]+)?")


@dataclass(frozen=True)
class Lexicon:
    """The words of one language, in small letters without accents; phrases have blanks."""

    words: dict[str, float]
    negations: frozenset[str]
    intensifiers: dict[str, float]
    turns: frozenset[str]
    common: frozenset[str]

    def knows(self, word: str) -> bool:
        """Whether the word tells that a text is in this language."""
        return word in self.common or word in self.words or word in self.negations


def words_of(text: str) -> list[str]:
    """The words of a text in small letters and without accents; a clause ends in a ",".

    >>> words_of("¡Rapidísimo! It's OK")
    ['rapidisimo', ',', "it's", 'ok']
    """
    small = unicodedata.normalize("NFKD", text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    plain = "".join(sign for sign in small.lower() if not unicodedata.combining(sign))
    words: list[str] = []
    end = 0
    for match in _WORD.finditer(plain):
        if words and re.search(r"[,.;:!?]", plain[end : match.start()]):
            words.append(",")
        words.append(match[0])
        end = match.end()
    return words


@cache
def lexicon(language: str) -> Lexicon:
    """The lists of a language, read once."""
    rows = list(_rows(f"{language}.csv"))
    return Lexicon(
        words={phrase: weight for phrase, kind, weight in rows if kind == "tone"},
        negations=frozenset(phrase for phrase, kind, _ in rows if kind == "negation"),
        intensifiers={phrase: weight for phrase, kind, weight in rows if kind == "intensifier"},
        turns=frozenset(phrase for phrase, kind, _ in rows if kind == "turn"),
        common=frozenset(phrase for phrase, kind, _ in rows if kind == "common"),
    )


@cache
def signs() -> dict[str, float]:
    """What emoji and emoticons weigh."""
    return {sign: weight for sign, _, weight in _rows("signs.csv")}


def _rows(name: str) -> Iterator[tuple[str, str, float]]:
    """Each line lists phrases of one kind and weight, with a | between."""
    with files(__package__).joinpath(name).open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for phrase in row["phrases"].split("|"):
                yield phrase, row["kind"], float(row["weight"])
