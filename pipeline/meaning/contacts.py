"""One way to write an e-mail address and a phone number, so that equal ones are equal texts.

In:     what a form, a shop or a spreadsheet wrote; the country whose numbers carry no country code
Out:    the same for every way to write one address or number; None for what is none
Errors: none
Source: Unicode NFKC and case folding; E.164 by phonenumberslite (Google's libphonenumber)
Note:   dots and plus tags inside an address are left alone: only some providers ignore them
"""

from __future__ import annotations

import re
import unicodedata

import phonenumbers

_BETWEEN_DIGITS = re.compile(r"[\s\-‐-―−./()]+")  # noqa: RUF001 - dashes of all kinds are meant
_SPREADSHEET = re.compile(r"[+-]?\d+([.,]\d+)?[eE][+-]?\d+")


def plain_text(written: str) -> str:
    """`written` without signs that cannot be seen, each letter in its one usual form.

    >>> plain_text("\u200b\uff21na\u00a0") == "Ana"
    True
    """
    if written.isascii():  # has none of them, and a form of its own only
        return written.strip()
    # Cf: blanks of no width, joiners, the soft hyphen, marks that turn the direction of writing.
    seen = "".join(char for char in written if unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFKC", seen).strip()


def normal_email(written: str) -> str | None:
    """The address in small letters and usual signs.

    >>> normal_email(" Ana@Correo.ES\u200b ")
    'ana@correo.es'
    """
    return plain_text(written).casefold() or None


def normal_phone(written: str, country: str | None = None) -> str | None:
    """The number as E.164 where it is one, else its digits as written.

    A number without a country code is one of `country`; where no country is given it stays as it
    is. What a spreadsheet made of a number ("3.46E+10"), or what has no digit, is no number.

    >>> normal_phone("600 12 34 56", "ES"), normal_phone("(600) 12-34-56"), normal_phone("n/a")
    ('+34600123456', '600123456', None)
    """
    text = plain_text(written)
    if _SPREADSHEET.fullmatch(text) or not any(char.isdigit() for char in text):
        return None
    return (_e164(text, country) if country else None) or _BETWEEN_DIGITS.sub("", text)


def _e164(text: str, country: str) -> str | None:
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
