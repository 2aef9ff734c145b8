"""What must not be said of an address: its password, and the rest of what only its owner knows.

In:     an address of a database, as the environment holds it
Out:    the words of an error without the secret parts of the address
Errors: none

A driver that cannot read an address quotes the piece it stumbles over, and where the address is
written wrongly that piece is part of the password.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote

_HIDDEN = "***"
_OPEN_OPTIONS = ("host", "port", "dbname", "user", "sslmode", "connect_timeout")


def without_secrets(text: str, address: str) -> str:
    """The same text with every secret piece of `address` covered.

    >>> without_secrets('no port "se:c"', "postgresql://ana:se:c/ret@host/shop")
    'no port "***"'
    """
    pieces = {piece for piece in _secret_pieces(address) if piece}
    for piece in sorted(pieces, key=len, reverse=True):
        text = text.replace(piece, _HIDDEN)
    return text


def _secret_pieces(address: str) -> Iterator[str]:
    rest = address.partition("://")[2]
    before, at, _ = rest.rpartition("@")
    password = before.partition(":")[2] if at else ""
    options = dict(parse_qsl(rest.partition("?")[2]))
    secrets = [value for name, value in options.items() if name.lower() not in _OPEN_OPTIONS]
    for secret in (password, *secrets):
        yield from (secret, unquote(secret), *re.split(r"[/?#@]", secret))
