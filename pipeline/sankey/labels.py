"""Names from data as text that can be shown: nothing hidden in them, cut to a width.

In:     any string
Out:    a string without control characters or direction marks, and its cut form
Units:  widths in pixels, estimated from classes of letters for a common sans-serif face
Errors: none
Source: Unicode categories Cc, Cf, Cs, Zl, Zp; the marks are those of UAX 9
"""

import unicodedata

ELLIPSIS = "…"
_JOINERS = "\u200c\u200d"  # parts of words and emoji, not tricks
_PICTURES = 0x2400  # the block of visible signs for the 32 first control characters
_DELETE = 0x7F
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
_NARROW = frozenset("iljtfrI.,:;|'()[]{}!· ")
_WIDE = frozenset("mwMW@%—…→")
_NARROW_EM, _USUAL_EM, _CAPITAL_EM, _WIDE_EM, _FULL_EM = 0.32, 0.59, 0.71, 0.93, 1.05
_FULL_WIDTH_FROM = 0x2E80


def visible(name: str) -> str:
    r"""Show what a name hides: controls as their picture, direction marks by their number.

    >>> visible("a\nb"), visible("x\u202ey")
    ('a␊b', 'x[U+202E]y')
    """
    if name.isprintable():
        return name
    return "".join(_visible_letter(letter) for letter in name)


def _visible_letter(letter: str) -> str:
    if letter in _JOINERS or unicodedata.category(letter) not in _HIDDEN:
        return letter
    code = ord(letter)
    if code < ord(" "):
        return chr(_PICTURES + code)
    return "\u2421" if code == _DELETE else f"[U+{code:04X}]"


def cut(name: str, letters: int) -> str:
    """Cut a name to a number of letters, with an ellipsis that is counted.

    >>> cut("Comparador", 6)
    'Compa…'
    """
    return name if len(name) <= letters else name[: letters - 1].rstrip() + ELLIPSIS


def width_of(text: str, size: float) -> float:
    """Estimate how wide a text is drawn; rather too wide than too narrow."""
    return size * sum(_em(letter) for letter in text)


def _em(letter: str) -> float:
    if letter in _NARROW:
        return _NARROW_EM
    if letter in _WIDE:
        return _WIDE_EM
    if ord(letter) >= _FULL_WIDTH_FROM:
        return _FULL_EM
    return _CAPITAL_EM if letter.isupper() else _USUAL_EM


def cut_to_width(text: str, room: float, size: float) -> str:
    """Cut a text so that it fits into `room` pixels."""
    room_left = room - width_of(ELLIPSIS, size)
    if width_of(text[:400], size) <= room and len(text) <= 400:  # noqa: PLR2004 (long is long)
        return text
    kept = ""
    for letter in text[:400]:
        room_left -= size * _em(letter)
        if room_left < 0:
            break
        kept += letter
    return kept.rstrip() + ELLIPSIS
