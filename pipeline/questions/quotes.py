"""One thing that customers wrote at a touchpoint, which stands for what many wrote there.

In:     texts of customers at each touchpoint whose tone is bad; how many people it takes
Out:    per touchpoint a text without anything that tells who wrote it, and how many people wrote
        something bad there
Errors: none
Rule:   of texts of 20 to 180 signs of which little had to be taken out, each has a score: the mean,
        over its words of four and more letters, of the share of the texts that hold the word. Of
        the quarter with the best score the shortest is quoted; of equal ones the first by alphabet
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.questions.finding_counts import BAD_EMOTION, Read, Row
from pipeline.questions.stripping import GONE, stripped
from pipeline.sqlfiles import sql_text

_SHORTEST, _LONGEST = 20, 180
_MOST_GONE = 2
_WORD = re.compile(r"[^\W\d_]{4,}")
_ANY_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Quote:
    """A text and how many people wrote something bad at its touchpoint."""

    text: str | None
    people: int


def read_quotes(read: Read, fewest: int) -> dict[tuple[int, int], Quote]:
    """The quote of each definition and touchpoint; none where fewer than `fewest` wrote."""
    felt: dict[str, object] = {"bad_emotion": BAD_EMOTION}
    rows = read(sql_text("questions/negative_texts.sql"), felt).to_pylist()
    by_place: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in rows:
        by_place[row["journey_no"], row["touchpoint_no"]].append(row)
    enough = {place: own for place, own in by_place.items() if own[0]["people"] >= fewest}
    names = _names(read, (row["text"] for own in enough.values() for row in own))
    return {
        place: Quote(
            chosen([row["text"] for row in own], names) if place in enough else None,
            own[0]["people"],
        )
        for place, own in by_place.items()
    }


def chosen(texts: Sequence[str], names: Sequence[str] = ()) -> str | None:
    """The shortest of the most typical texts, stripped.

    >>> chosen(["La factura trae un cargo de más", "Otra vez un cargo de más en la factura de Ana"])
    'La factura trae un cargo de más'
    """
    bare = sorted({stripped(text, names) for text in texts})
    fit = [
        text
        for text in bare
        if _SHORTEST <= len(text) <= _LONGEST and text.count(GONE) <= _MOST_GONE
    ]
    if not fit:
        return None
    words = [frozenset(_WORD.findall(text.casefold())) for text in texts]
    common = Counter(word for own in words for word in own)
    scores = {text: _score(text, common, len(texts)) for text in fit}
    best = sorted(fit, key=lambda text: (-scores[text], len(text), text))
    return min(best[: -(-len(best) // 4)], key=lambda text: (len(text), text))


def _score(text: str, common: Counter[str], texts: int) -> float:
    words = frozenset(_WORD.findall(text.casefold()))
    return sum(common[word] / texts for word in words) / len(words) if words else 0.0


def _names(read: Read, texts: Iterable[str]) -> list[str]:
    """The words of these texts, written with a capital, that are in a name the help desk knows."""
    words = {
        word.lower() for text in texts for word in _ANY_WORD.findall(text) if word[0].isupper()
    }
    if not words:
        return []
    found = read(sql_text("questions/known_names.sql"), {"words": sorted(words)})
    names: list[str] = found.column("word").to_pylist()
    return names
