"""Names again, slowly: their words, and how two words agree."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path
from typing import NamedTuple

_FOLDER = Path(__file__).parent.parent.parent / "pipeline" / "proposals"


class Word(NamedTuple):
    """A word of a name: as written, as it stands for a name, as it sounds."""

    written: str
    word: str
    sound: str


def _read(name: str) -> list[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


POINTS = {(row["part"], row["level"]): row for row in _read("points.csv")}
WORDS = {row["word"]: row for row in _read("name_words.csv")}
_SOUNDS = [
    *(("ch", "x"), ("tx", "x"), ("ll", "y"), ("ph", "f"), ("qu", "k"), ("ce", "se"), ("ci", "si")),
    *(("ge", "je"), ("gi", "ji"), ("v", "b"), ("z", "s"), ("c", "k"), ("y", "i"), ("h", "")),
    *(("nn", "n"), ("ss", "s"), ("tt", "t"), ("rr", "r")),
]


def words_of(name: str | None) -> list[Word]:
    """The words of a name in their order."""
    if name is None:
        return []
    parts = [*name.split(","), "", ""]
    text = unicodedata.normalize("NFD", f"{parts[1]} {parts[0]} {parts[2]}".lower())
    text = "".join(" " if char in ".-" else char for char in text if char.isascii())
    kept = [word for word in text.split()[:8] if _kind(word) not in ("title", "particle")]
    return [_word(written) for written in kept]


def _kind(word: str) -> str | None:
    return WORDS[word]["kind"] if word in WORDS else None


def _word(written: str) -> Word:
    word = WORDS[written]["stands_for"] if _kind(written) == "nickname" else written
    sound = word
    for old, new in _SOUNDS:
        sound = sound.replace(old, new)
    return Word(written, word, sound or word)


def edits(left: str, right: str) -> int:
    """How many letters must be put in, taken out or changed."""
    if not left or not right:
        return len(left) + len(right)
    return (
        min(
            edits(left[1:], right) + 1,
            edits(left, right[1:]) + 1,
            edits(left[1:], right[1:]) + (left[0] != right[0]),
        )
        if left[0] != right[0]
        else edits(left[1:], right[1:])
    )


def word_level(one: Word, other: Word, first: tuple[bool, bool]) -> str | None:
    """How two words agree; `first` says which of them open their names."""
    if one.written == other.written:
        return "same"
    if one.word == other.word:
        return "nickname"
    is_initial = min(len(one.word), len(other.word)) == 1 and one.word[0] == other.word[0]
    if is_initial and first[0] == first[1]:
        return "initial"
    return "misspelt" if _is_slip(one, other) else None


def _is_slip(one: Word, other: Word) -> bool:
    a, b = one.word, other.word
    two_names = _kind(a) == "name" and _kind(b) == "name"
    if two_names or a.endswith("a") != b.endswith("a") or abs(len(a) - len(b)) > 2:
        return False
    if one.sound == other.sound:
        return True
    swapped = len(a) >= 5 and len(a) == len(b) and a[0] == b[0]
    most = 2 if min(len(a), len(b)) >= 7 or swapped else 1
    return min(len(a), len(b)) >= 3 and edits(a, b) <= most
