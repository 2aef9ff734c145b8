"""Read a pattern of steps, such as `cart -> [^pay]* -> support`.

In:     the text of a pattern; the grammar stands in docs/patterns.md
Out:    a tree of Steps, Sequence, Choice, Repeat, Begin and End
Errors: PatternError, which shows the place and says what was expected there
Source: a parser by recursive descent, one method a rule of the grammar
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from pipeline.errors import JourneysError
from pipeline.questions.patterns_tree import (
    Begin,
    Choice,
    End,
    Node,
    Repeat,
    Sequence,
    Steps,
    may_be_nothing,
    most_repeats,
)

# RE2 refuses more; the limit counts repetitions inside repetitions as their product.
MOST_REPEATS = 1000


class PatternError(JourneysError):
    """A pattern that cannot be read; the message shows where."""

    def __init__(self, what: str, *, text: str, at: int, fix: str = "") -> None:
        shown = "".join(" " if letter.isspace() else letter for letter in text)
        super().__init__(what, where=f"{shown}\n         {' ' * at}^", fix=fix)
        self.at = at


_TOKEN = re.compile(
    r"""
    (?P<blank>\s+)
  | (?P<arrow>->)
  | (?P<gap>\.\.\.)
  | (?P<quoted>"(?:[^"\\]|\\.)*")
  | (?P<count>\{[^{}]*\})
  | (?P<sign>[\[\](){}|^$+?*.])
  | (?P<name>(?:[^\s\[\](){}|^$+?*."\-]|-(?!>)|(?<=\w)\.(?=\w)|\*(?=\w)|(?<=\w)\*)+)
    """,
    re.VERBOSE | re.DOTALL,
)
_COUNT = re.compile(r"\{\s*(\d+)\s*(,\s*(\d*)\s*)?\}")
_REPEATS = {"*": (0, None), "+": (1, None), "?": (0, 1)}


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    at: int


def parse_pattern(text: str) -> Node:
    """Read a pattern.

    >>> tree = parse_pattern("cart -> [^pay]*")
    >>> [type(part).__name__ for part in tree.parts]
    ['Steps', 'Repeat']
    """
    return _Parser(text).whole()


class _Parser:
    """The rest of a text, read token by token."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens(text)
        self.place = 0

    @property
    def here(self) -> _Token:
        return self.tokens[self.place]

    def whole(self) -> Node:
        tree = self.choice(inside=False)
        if self.here.kind != "end":
            self.fail("a step, an arrow or the end of the pattern")
        return tree

    def choice(self, *, inside: bool) -> Node:
        options = [self.sequence(inside=inside)]
        while self.take("|"):
            options.append(self.sequence(inside=inside))
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def sequence(self, *, inside: bool) -> Node:
        parts: list[Node] = []
        if self.take("^"):
            parts.append(Begin())
            self.take("->")
        parts.append(self.repeated())
        while self.goes_on():
            parts.append(self.repeated())
        if self.take("$"):
            parts.append(End())
        if not inside and self.here.text == ")":
            self.fail("no closing bracket, since none is open")
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def goes_on(self) -> bool:
        """Whether another step follows; the arrow between two steps may be left out."""
        arrow = self.take("->")
        if arrow and self.here.text == "$" and self.here.kind == "sign":
            return False
        return arrow or self.here.kind in ("name", "quoted", "gap") or self.is_sign("[", "(", ".")

    def repeated(self) -> Node:
        at = self.here.at
        part = self.step()
        if self.here.kind != "count" and not self.is_sign(*_REPEATS):
            return part
        token = self.next()
        low, high = self.count(token) if token.kind == "count" else _REPEATS[token.text]
        if may_be_nothing(part):
            what = "What may be nothing cannot be repeated: it could be repeated for ever."
            raise PatternError(what, text=self.text, at=at, fix="take one of the repetitions away")
        tree = Repeat(part, low, high)
        if most_repeats(tree) > MOST_REPEATS:
            what = f"This is more than {MOST_REPEATS} repetitions."
            raise PatternError(what, text=self.text, at=token.at, fix="use * or + instead")
        return tree

    def count(self, token: _Token) -> tuple[int, int | None]:
        match = _COUNT.fullmatch(token.text)
        low = int(match[1]) if match else 0
        high = low if match and match[2] is None else int(match[3]) if match and match[3] else None
        if match is None or (high is not None and not 1 <= max(1, low) <= high):
            what = f"{token.text} is no number of times."
            fix = "write {2}, {2,} or {2,3}, the smaller number first"
            raise PatternError(what, text=self.text, at=token.at, fix=fix)
        return low, high

    def step(self) -> Node:
        token = self.here
        if token.kind in ("name", "quoted"):
            return Steps((self.name(),))
        if token.kind == "gap":
            self.next()
            return Repeat(Steps((), negated=True), 0, None)
        if self.take("."):
            return Steps((), negated=True)
        if self.take("["):
            return self.steps_in_brackets()
        if self.take("("):
            tree = self.choice(inside=True)
            self.expect(")", "a step, an arrow, | or )")
            return tree
        return self.fail("a step: a name, a dot, [ or (")

    def steps_in_brackets(self) -> Steps:
        negated = self.take("^")
        names = [self.name()]
        while self.take("|"):
            names.append(self.name())
        self.expect("]", "| or ]")
        return Steps(tuple(names), negated)

    def name(self) -> tuple[str, int]:
        token = self.here
        if token.kind not in ("name", "quoted"):
            self.fail('a name; write it in "quotes" when it holds blanks or signs')
        self.next()
        if token.kind == "quoted":
            return re.sub(r"\\(.)", r"\1", token.text[1:-1], flags=re.DOTALL), token.at
        return token.text, token.at

    def is_sign(self, *signs: str) -> bool:
        return self.here.kind in ("sign", "arrow") and self.here.text in signs

    def take(self, sign: str) -> bool:
        found = self.is_sign(sign)
        self.place += found
        return found

    def expect(self, sign: str, words: str) -> None:
        if not self.take(sign):
            self.fail(words)

    def next(self) -> _Token:
        token = self.here
        self.place += 1
        return token

    def fail(self, expected: str) -> NoReturn:
        found = f'"{self.here.text}"' if self.here.text else "the end of the pattern"
        raise PatternError(
            f"The pattern cannot be read: here stands {found}.",
            text=self.text,
            at=self.here.at,
            fix=f"expected {expected}",
        )


def _tokens(text: str) -> list[_Token]:
    tokens, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            fix = 'close the quotes, or write names that hold signs in "quotes"'
            raise PatternError("This sign has no meaning here.", text=text, at=at, fix=fix)
        if match.lastgroup != "blank":
            tokens.append(_Token(str(match.lastgroup), match[0], at))
        at = match.end()
    return [*tokens, _Token("end", "", len(text))]
