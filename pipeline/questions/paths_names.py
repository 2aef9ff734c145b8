"""The names in a question about paths: groups, hidden touchpoints, anchors, letters of patterns.

In:     the names of all touchpoints, PathOptions
Out:    which name each touchpoint is shown under; Anchors: names, or a regular expression
Errors: JourneysError for a name that nothing has, with the nearest one; PatternError
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.config.advice import nearest
from pipeline.errors import JourneysError
from pipeline.questions.paths_options import STEP_FILTERS, Names, PathOptions
from pipeline.questions.patterns import letter_of, names_like, regular_expression

HIDDEN = "[hidden]"
_MARK = "\uf8ff"  # the one private letter that no touchpoint has
_SIGNS_OF_A_PATTERN = ("->", "[", "(", '"', "...", "{", "^", "$", "|", "+")


@dataclass(frozen=True)
class Anchor:
    """A place: steps of these names, or what a pattern finds."""

    side: str  # start, end or around
    names: list[str]
    pattern: str | None

    @property
    def mark(self) -> str:
        """What the found steps are replaced by: themselves with a mark where the place is."""
        return f"\\0{_MARK}" if self.side == "end" else f"{_MARK}\\0"

    @property
    def shift(self) -> int:
        """From the number of letters before the mark to the number of the step."""
        return 0 if self.side == "end" else 1


@dataclass(frozen=True)
class PathNames:
    """All names of one question."""

    touchpoints: Sequence[str]
    options: PathOptions

    @cached_property
    def shown(self) -> dict[str, str]:
        """The name each touchpoint is shown under."""
        renamed: dict[str, str] = {}
        for group, members in self.options.groups.items():
            if group.startswith("("):
                fix = f"[{group.strip('()')}]"
                raise JourneysError("Names in round brackets are for starts and ends.", fix=fix)
            for name in _found(members, self.touchpoints):
                renamed.setdefault(name, group)
        shown = {name: renamed.get(name, name) for name in self.touchpoints}
        gone = set(_found(self.options.hide, sorted(set(shown.values()))))
        return {name: HIDDEN if one in gone else one for name, one in shown.items()}

    @property
    def changes(self) -> bool:
        """Whether any step is shown under another name than its own."""
        return self.hides or any(name != shown for name, shown in self.shown.items())

    @property
    def hides(self) -> bool:
        """Whether any step is hidden."""
        return HIDDEN in self.shown.values() or bool(set(STEP_FILTERS) & set(self.options.filters))

    @cached_property
    def known(self) -> list[str]:
        """The names that steps can have, in the order of their letters."""
        return sorted({*self.shown.values(), HIDDEN})

    def anchor(self, side: str, names: Names) -> Anchor:
        """A place by names, or by a pattern: a text with signs of one, and no name."""
        text = names if isinstance(names, str) and not names_like(names, self.known) else ""
        if any(sign in text for sign in _SIGNS_OF_A_PATTERN):
            return Anchor(side, [], regular_expression(text, self.known, finds=True))
        return Anchor(side, _found(names, self.known), None)

    def parameters(self) -> dict[str, object]:
        """What the SQL is told of names."""
        pattern = self.options.filters.get("pattern")
        return {
            "named": list(self.shown),
            "names": list(self.shown.values()),
            "letter_names": self.known,
            "letters": [letter_of(number) for number in range(len(self.known))],
            "pattern": None if pattern is None else regular_expression(str(pattern), self.known),
            "excluded_names": _found(self.options.exclude, self.known),
        }


def _found(names: Names, known: Sequence[str]) -> list[str]:
    """The known names that are meant; a name that fits none is a mistake."""
    found: dict[str, None] = {}
    for name in [names] if isinstance(names, str) else names:
        like = names_like(name, known)
        if not like:
            fix = nearest(name, known)
            raise JourneysError(f'No touchpoint is called "{name}".', fix=fix)
        found |= dict.fromkeys(like)
    return list(found)
