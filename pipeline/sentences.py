"""English sentences that can be said in another language later on.

In:     English words with named places, and what goes into these
Out:    Sentence: a text as any other, which knows what it is made of
Errors: KeyError for a place that is not filled
Source: gettext's way: English words are the keys of the catalogue
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Self


class Sentence(str):
    """A text in English that remembers its words, for whoever prints it in another language.

    >>> told = Sentence("%(n)s people", n=3)
    >>> told, told.said(lambda words: {"%(n)s people": "%(n)s personas"}[words])
    ('3 people', '3 personas')
    """

    __slots__ = ("_values", "_words")
    _words: str
    _values: Mapping[str, object]

    def __new__(cls, words: str, **values: object) -> Self:
        """Put the English text together."""
        made = super().__new__(cls, words % values if values else words)
        made._words, made._values = words, values
        return made

    def said(self, say: Callable[[str], str]) -> str:
        """The same by the words that `say` finds; sentences inside are said in turn."""
        told = {name: said(value, say) for name, value in self._values.items()}
        return say(self._words) % told if told else say(self._words)

    def __deepcopy__(self, memo: object) -> Self:
        """It never changes, so it is its own copy."""
        return self


def said(value: object, say: Callable[[str], str]) -> str:
    """A text as `say` would have it, where it can be said otherwise at all.

    >>> said("as it is", str.upper), said(Sentence("as it is"), str.upper)
    ('as it is', 'AS IT IS')
    """
    return value.said(say) if isinstance(value, Sentence) else str(value)
