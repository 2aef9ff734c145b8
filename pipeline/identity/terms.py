"""How an identifier that somebody types is read: as events' identifiers are.

In:     a type, a scope and a value, as a person writes them; the configuration
Out:    (type, scope, value), normalised
Errors: UnclearError, which names the part that cannot be used: type, scope or value
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.config import Config
from pipeline.config.advice import nearest
from pipeline.config.identity import DEFAULT_CLASSES
from pipeline.meaning.contacts import normal_email, normal_phone

Identifier = tuple[str, str, str]  # type, scope, value
JOINING = ("unique", "shared")
# Known inside the source that made them; customer_id and user_id, inside the source's id_scope.
OF_A_SOURCE = ("contact_id", "ticket_id", "order_id", "case_id")
OF_A_SHOP = ("customer_id", "user_id")


class UnclearError(ValueError):
    """What somebody typed is no identifier."""

    def __init__(self, part: str, what: str) -> None:
        super().__init__(what)
        self.part, self.what = part, what


def named(identifier: Identifier) -> str:
    """An identifier in words.

    >>> named(("ticket_id", "desk", "7")), named(("email", "", "a@x.es"))
    ('ticket_id 7 of desk', 'email a@x.es')
    """
    id_type, scope, value = identifier
    return f"{id_type} {value}" + (f" of {scope}" if scope else "")


@dataclass(frozen=True)
class Terms:
    """What the configuration says about identifiers: classes, scopes, the country of phones.

    >>> terms = Terms(scopes={"ticket_id": ("chat", "desk")}, country="ES")
    >>> terms.identifier(("phone", "", "600 12 34 56"))
    ('phone', '', '+34600123456')
    >>> terms.identifier(("ticket_id", "", "7"))
    Traceback (most recent call last):
    pipeline.identity.terms.UnclearError: A ticket_id is known inside one of chat, desk: say which.
    """

    classes: Mapping[str, str] = field(default_factory=lambda: dict(DEFAULT_CLASSES))
    scopes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    country: str | None = None

    @classmethod
    def of(cls, config: Config) -> Terms:
        """The terms of a project."""
        sources = tuple(sorted(source.name for source in config.source))
        shops = tuple(sorted({source.id_scope or "" for source in config.source}))
        return cls(
            {**DEFAULT_CLASSES, **config.identity.classes},
            dict.fromkeys(OF_A_SOURCE, sources) | dict.fromkeys(OF_A_SHOP, shops),
            config.locale.country,
        )

    def identifier(self, written: Identifier) -> Identifier:
        """The identifier as the tables have it."""
        id_type, scope, value = written
        if id_type not in self.classes:
            advice = nearest(id_type, self.classes)
            raise UnclearError("type", f'"{id_type}" is no type of identifier: {advice}')
        found, normal = self._scope(id_type, scope), self.value(id_type, value)
        if normal is None:
            raise UnclearError("value", f'"{value}" is no {id_type}.')
        return id_type, found, normal

    def value(self, id_type: str, written: str) -> str | None:
        """A value in its normal form; None for what is none.

        >>> Terms().value("email", " Ana@X.es "), Terms().value("user_id", " Ana ")
        ('ana@x.es', 'Ana')
        """
        if id_type == "email":
            return normal_email(written)
        if id_type == "phone":
            return normal_phone(written, self.country)
        return written.strip(" ") or None

    def fault_of_pair(self, kind: str, left: Identifier, right: Identifier) -> str | None:
        """Why a decision about these two would never do anything; None when it may."""
        if left == right:
            return f"Both sides are {named(left)}."
        joining = [side for side in (left, right) if self.classes[side[0]] in JOINING]
        if kind == "must" and len(joining) < len((left, right)):
            other = left if left not in joining else right
            return f"A {self.classes[other[0]]} never joins people: {named(other)}."
        if not joining:
            return "Of two devices or records there is nothing to keep apart."
        return None

    def _scope(self, id_type: str, written: str) -> str:
        known = self.scopes.get(id_type, ("",))
        if written in known:
            return written
        if not written and len(known) == 1:
            # Where there is but one source, or one shop, it goes without saying.
            return known[0]
        inside = ", ".join(filter(None, known))
        if not inside:
            raise UnclearError("scope", f"Of {id_type} no scope is known: leave it empty.")
        raise UnclearError("scope", f"A {id_type} is known inside one of {inside}: say which.")
