"""Names of the configuration as the tables show them.

In:     the name of a touchpoint as somebody wrote it, or a pattern with the wildcards `*` and `?`
Out:    the name under which it stands in every table, or the names that it stands for
Errors: none
"""

from __future__ import annotations

import re
from collections.abc import Iterable


def plain_name(name: str) -> str:
    """A touchpoint's name as the tables show it: round brackets are for the start and the ends.

    >>> plain_name("(not set)"), plain_name("(x"), plain_name("f(x)")
    ('[not set]', '[x', 'f(x)')
    """
    return name.translate(str.maketrans("()", "[]")) if name.startswith("(") else name


def matching(patterns: Iterable[str], names: Iterable[str]) -> list[str]:
    """The names that one of the patterns stands for; `*` and `?` are wildcards.

    >>> matching(["Pago*", "(not set)"], ["Pago", "Pago ok", "El pago", "[not set]"])
    ['Pago', 'Pago ok', '[not set]']
    """
    texts = [re.escape(plain_name(pattern)) for pattern in patterns]
    wild = [text.replace(r"\*", ".*").replace(r"\?", ".") for text in texts]
    found = re.compile("|".join(wild), re.DOTALL)
    return [name for name in names if found.fullmatch(name)]
