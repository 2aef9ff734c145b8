"""Turn a pattern of steps into a regular expression over one letter per touchpoint.

In:     a pattern, and the names of all touchpoints
Out:    text for RE2, which DuckDB applies to routes that are written with the same letters
Errors: PatternError for a pattern that cannot be read or names nothing; see patterns_syntax
Source: Unicode's private use areas: none of their letters has a meaning in RE2
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.config.advice import nearest
from pipeline.errors import JourneysError
from pipeline.questions.patterns_syntax import PatternError, parse_pattern
from pipeline.questions.patterns_tree import (
    Begin,
    Choice,
    Node,
    Repeat,
    Steps,
    may_be_nothing,
)
from pipeline.questions.patterns_tree import Sequence as InOrder

_FIRST_AREA = range(0xE000, 0xF8FF)  # its last letter marks a place and stands for no touchpoint
_SECOND_AREA = range(0xF0000, 0xFFFFE)
_NOTHING = r"[^\x{0}-\x{10FFFF}]"


def letter_of(number: int) -> str:
    """The letter of the touchpoint with this number, counted from nought.

    >>> hex(ord(letter_of(0))), hex(ord(letter_of(6399)))
    ('0xe000', '0xf0000')
    """
    beyond = number - len(_FIRST_AREA)
    if beyond >= len(_SECOND_AREA):
        raise JourneysError(f"Patterns know {number} touchpoints at most.", fix="use groups")
    return chr(_FIRST_AREA[number] if beyond < 0 else _SECOND_AREA[beyond])


def names_like(text: str, known: Iterable[str]) -> list[str]:
    """The known names that a name with the wildcards `*` and `?` fits; a known name fits itself.

    >>> names_like("pay*", ["pay", "payment", "cart"]), names_like("what?", ["what?", "whats"])
    (['pay', 'payment'], ['what?'])
    """
    several = sorted(set(known))
    if text in several:
        return [text]
    wild = "".join({"*": ".*", "?": "."}.get(letter, re.escape(letter)) for letter in text)
    return [name for name in several if re.fullmatch(wild, name, re.DOTALL)]


def regular_expression(text: str, touchpoints: Sequence[str], *, finds: bool = False) -> str:
    r"""The regular expression of a pattern; `touchpoints` stand in the order of their letters.

    `finds`: the pattern shall find a place in a route, so it must be a step long at least.

    >>> regular_expression("^ cart -> [^cart]* $", ["cart", "pay"]).encode("unicode_escape")
    b'^\\ue000[^\\ue000]*$'
    """
    tree = parse_pattern(text)
    if finds and may_be_nothing(tree):
        what = "The pattern fits where there is no step, so it finds no place."
        raise PatternError(what, text=text, at=0, fix="ask for one step at least")
    return _Writer(text, touchpoints).written(tree)


class _Writer:
    """Writes trees of one pattern."""

    def __init__(self, text: str, touchpoints: Sequence[str]) -> None:
        self.text = text
        self.letters = {name: letter_of(number) for number, name in enumerate(touchpoints)}

    def written(self, tree: Node) -> str:
        if isinstance(tree, Steps):
            return self.steps(tree)
        if isinstance(tree, InOrder):
            return "".join(self.grouped(part, Choice) for part in tree.parts)
        if isinstance(tree, Choice):
            return "|".join(self.written(option) for option in tree.options)
        if isinstance(tree, Repeat):
            return self.grouped(tree.part, Choice, InOrder, Repeat) + _times(tree)
        return "^" if isinstance(tree, Begin) else "$"

    def grouped(self, tree: Node, *kinds: type) -> str:
        text = self.written(tree)
        return f"(?:{text})" if isinstance(tree, kinds) else text

    def steps(self, steps: Steps) -> str:
        letters = "".join(self.letters_of(name, at) for name, at in steps.names)
        if steps.negated:
            return f"[^{letters}]" if letters else "."
        return letters if len(letters) == 1 else f"[{letters}]" if letters else _NOTHING

    def letters_of(self, name: str, at: int) -> str:
        found = names_like(name, self.letters)
        if not found:
            what = f'No touchpoint is called "{name}".'
            raise PatternError(what, text=self.text, at=at, fix=nearest(name, self.letters))
        return "".join(self.letters[one] for one in found)


def _times(tree: Repeat) -> str:
    signs = {(0, None): "*", (1, None): "+", (0, 1): "?"}
    high = "" if tree.high is None else tree.high
    return signs.get((tree.low, tree.high), f"{{{tree.low},{high}}}")
