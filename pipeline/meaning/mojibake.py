"""Texts that were written in one encoding and read in another, put right.

In:     a text
Out:    the text as it was meant; None where nothing is wrong with it, or it cannot be put right
Errors: none
Source: ftfy.fix_encoding, which decides by how improbable the text is; quotes, ligatures and all
        else stay as they are. One odd letter of a text read in a code page of DOS or in
        Windows-1251 is not enough for it
"""

from __future__ import annotations

import ftfy


def repaired(written: str) -> str | None:
    """The text as it was meant, where it is not what it was meant to be.

    >>> repaired("FacturaciÃ³n"), repaired("Facturación"), repaired("ESPAÑA")
    ('Facturación', None, None)
    """
    meant = ftfy.fix_encoding(written)
    return meant if meant != written else None
