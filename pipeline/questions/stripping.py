"""Take out of a text whatever tells who wrote it, or whom it is about.

In:     a text in Spanish or English; names that are known to be somebody's
Out:    the text with "[…]" in place of names, addresses, numbers and links
Errors: none
Source: shapes of e-mail addresses, links, IBAN, payment cards, DNI, NIE and CIF, phone numbers with
        and without +34, postcodes, dates, streets; names after a greeting, a title or "soy"
Note:   rather too much than too little: any number of five and more digits goes, and any word with
        a capital that is a first name or a surname somewhere
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from collections.abc import Set as AbstractSet
from functools import cache
from importlib.resources import files

GONE = "[…]"
_CAPITAL = r"[A-ZÁÉÍÓÚÜÑÇÀÈÌÒÙ]"
_NAME = rf"{_CAPITAL}[\w'’-]*\.?"  # noqa: RUF001 - the apostrophe that people write
_SHAPES = (
    r"\b(?:https?://|www\.)\S+",
    r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)*",
    r"(?<!\w)@\w{2,}",
    r"(?i:\b[a-z]{2}\d{2}(?:[ -]?[a-z0-9]{4}){2,7}(?:[ -]?[a-z0-9]{1,3})?\b)",  # IBAN
    r"(?i:\b[xyz][ .-]?\d{7}[ .-]?[a-z]\b)",  # NIE
    r"(?i:\b\d{1,2}[. ]?\d{3}[. ]?\d{3}[ .-]?[a-z]\b)",  # DNI
    r"(?i:\b[abcdefghjnpqrsuvw][ -]?\d{7}[ -]?[0-9a-j]\b)",  # CIF
    r"(?i:\b(?:acabad|terminad|ending)\w*\s+(?:en|in)\s+\d{2,}\b)",
    r"\b\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b",  # dates
    r"(?<![\w,])\+?\(?\d(?:[ ()./-]{0,2}\d){4,}(?![\w]|,\d)",  # phones, cards, accounts, postcodes
)
_STREET = (
    r"(?i:\b(?:calle|avda|avenida|plaza|pza|paseo|camino|carretera|ctra|ronda|traves[ií]a|"
    r"urbanizaci[oó]n|barrio|glorieta|pol[ií]gono)\b\.?|\bc/|\bcl\.)\s*"
    rf"(?:(?:de|del|la|las|los|el|y|d[ae]s?)\s+|{_NAME}\s*){{1,7}}"
    r"(?:,?\s*(?:n(?:úm|um)?[ºo°.]*\s*)?\d+\s?[a-zA-Z]?\b)?"
    r"(?:,?\s*(?:(?:piso|puerta|esc\.?|bajo|portal)\s*)?\d*\s?[ºª°]\s?\w?\b)*"
)
_ENGLISH_STREET = (
    rf"\b\d+[A-Za-z]?,?\s+(?:{_CAPITAL}[\w'-]*\s+){{1,3}}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Way|Square)\b\.?"
)
_INTRODUCED = re.compile(
    r"(?P<before>(?i:\b(?:soy|me llamo|mi nombre es|se llama|firmado|atentamente|un saludo|saludos|"
    r"hola|buenas|buenos días|gracias|estimad[oa]s?|querid[oa]s?|sr|sra|srta|don|doña|dª|"
    r"señor|señora|mr|mrs|ms|miss|dear|hi|hello|i am|i['’]m|my name is|regards|"  # noqa: RUF001
    r"thanks|agente?|doctora?|dra?)\b)"
    rf"[.,:]?\s+){_NAME}(?:\s+(?:(?:de|del|la|las|los|y|i|van|von)\s+){{0,2}}{_NAME}){{0,3}}"
)
_SHAPED = re.compile("|".join((*_SHAPES, _STREET, _ENGLISH_STREET)))
_WORD = re.compile(r"[^\W\d_][\w'’-]*")  # noqa: RUF001
_RUNS = re.compile(rf"{re.escape(GONE)}(?:[ ,]*{re.escape(GONE)})+")
_NO_NAMES = frozenset(
    {
        *("a", "al", "con", "de", "del", "el", "en", "es", "esta", "ha", "hay", "he", "la", "las"),
        *("le", "lo", "los", "me", "mi", "mis", "muy", "nadie", "ni", "no", "nos", "os", "para"),
        *("pero", "por", "porque", "que", "se", "si", "sigo", "sin", "solo", "su", "sus", "te"),
        *("tengo", "todo", "tu", "un", "una", "vale", "y", "ya", "yo", "an", "and", "but", "for"),
        *("have", "i", "is", "it", "my", "not", "of", "still", "that", "the", "this", "to", "we"),
        *("you", "your"),
    }
)


def stripped(text: str, names: Collection[str] = ()) -> str:
    """The text without what tells who it is about.

    Words of `names` go however they are written, other words that are names of people somewhere
    only where they begin with a capital.

    >>> stripped("Soy Ana Ruiz, DNI 12345678Z, llamen al +34 600 12 34 56. Pago 600 megas.")
    'Soy […], DNI […], llamen al […]. Pago 600 megas.'
    >>> stripped("pregunten a paqui, calle Mayor 3, 2º B", names=["Paqui"])
    'pregunten a […]'
    """
    own = frozenset(plain(word) for name in names for word in _WORD.findall(name)) - _NO_NAMES
    shaped = _SHAPED.sub(lambda found: _like(found[0]), text)
    introduced = _INTRODUCED.sub(_after_introduction, shaped)
    bare = _WORD.sub(lambda found: GONE if _is_name(found[0], own) else found[0], introduced)
    return " ".join(_RUNS.sub(GONE, bare).split())


def plain(word: str) -> str:
    """A word in small letters without accents.

    >>> plain("Íñigo")
    'inigo'
    """
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))


def _after_introduction(found: re.Match[str]) -> str:
    """A name after "soy" or "hola"; the beginning of the next sentence is none."""
    name = found[0][len(found["before"]) :]
    first = _WORD.findall(name)[0]
    return found[0] if plain(first) in _NO_NAMES else f"{found['before']}{_like(name)}"


def _like(gone: str) -> str:
    """The mark, with the blank and the full stop that stood behind what is gone."""
    blank = gone[len(gone.rstrip()) :]
    return GONE + ("." if gone.rstrip().endswith(".") else "") + blank


def _is_name(word: str, own: AbstractSet[str]) -> bool:
    bare = plain(word)
    return bare in own or (word[0].isupper() and bare in first_names() and bare not in _NO_NAMES)


@cache
def first_names() -> frozenset[str]:
    """Names of people in Spain and elsewhere, and what they are called for short."""
    lines = (files("pipeline.proposals") / "name_words.csv").read_text(encoding="utf-8")
    rows = (line.split(",") for line in lines.splitlines()[1:])
    return frozenset(row[0] for row in rows if row[1] in ("name", "nickname"))
