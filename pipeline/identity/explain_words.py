"""What an explanation says in the project's language.

In:     the language of the project; sentences, rules and counts of an explanation
Out:    text; names and values of the log stay as they are
Units:  -
Errors: UnknownLanguageError
Note:   rules and reasons stand in the tables in English, which is what an English text says of them
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.report.identity_names import IdentityNames
from pipeline.report.numbers import Numbers
from pipeline.report.words import N_, load_words
from pipeline.sentences import said

CLASSES = N_("unique"), N_("shared"), N_("device"), N_("record")
# What speaks for a proposed pair and against it; see pipeline/proposals/points.csv.
REASONS = (
    N_("same name"), N_("same surnames in other order"), N_("same name in other order"),
    N_("same name with a nickname"), N_("same name but for a misspelling"),
    N_("same name with an initial"), N_("same name with a part missing"),
    N_("one word of the name"), N_("surname differs"), N_("same e-mail"),
    N_("same e-mail but for the domain"), N_("e-mail differs"), N_("same phone"),
    N_("same phone but for a digit or two"), N_("phone differs"), N_("same postcode"),
    N_("postcode near"), N_("postcode differs"),
)  # fmt: skip
# Why the people of a build are not those of the build before; see sql/changes/new_changes.sql.
CHANGES = (
    N_("what joined them no longer does"), N_("a device or record is known to be theirs"),
    N_("what kept them apart no longer does"), N_("another identifier is the first"),
)  # fmt: skip
_KINDS: Mapping[str, str] = {
    "split": N_("%(one)s split from %(other)s"),
    "merged": N_("%(one)s merged into %(other)s"),
    "renamed": N_("%(one)s renamed into %(other)s"),
}
_PARTS = re.compile(r"(, |; )")


class Words:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        self._words = load_words(language)
        self._names = IdentityNames(self._words)
        self._is_english = language.startswith("en")
        self.count = Numbers(language, "UTC").count

    def say(self, words: str, **values: object) -> str:
        """A sentence of the catalogue; what it holds is said in the same language."""
        found = self._words.gettext(words)
        if values:
            return found % {name: said(value, self.rule) for name, value in values.items()}
        return found

    def ngettext(self, one: str, many: str, n: int) -> str:
        """A number and what it counts."""
        return self._words.ngettext(one, many, n) % {"n": self.count(n)}

    def told(self, text: str) -> str:
        """A text that may know how it is said in other languages."""
        return said(text, self.rule)

    def rule(self, name: str) -> str:
        """A sentence of the catalogue, else a rule of links."""
        found = self._words.gettext(name)
        if self._is_english or found != name:
            return found
        told = self._names.link_rule(name)
        return _small(self._names.blocked(name) if told == name else told)

    def owner_rules(self, names: str) -> str:
        """The rules by which events were somebody's, as the table lists them."""
        if self._is_english:
            return names
        return "; ".join(_small(self._names.rule(name)) for name in names.split(", "))

    def reason(self, text: str) -> str:
        """Why a pair is proposed, part by part."""
        parts = _PARTS.split(text)
        return "".join(
            self.say(part) if place % 2 == 0 else part for place, part in enumerate(parts)
        )

    def change(self, kind: str, one: str, other: str) -> str:
        """What became of a person."""
        return self.say(_KINDS[kind], one=one, other=other)


def _small(text: str) -> str:
    """A name of a rule inside a sentence.

    >>> _small("Rechazado"), _small("")
    ('rechazado', '')
    """
    return text[:1].lower() + text[1:]
