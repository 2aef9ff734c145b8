"""What the rules, policies and types of identity are called on the page.

In:     a value as it stands in the marts
Out:    words in the reader's language; an unknown value is shown as it is
Units:  -
Errors: none
Source: the vocabulary of marts.identity_*
"""

import re
from collections.abc import Mapping
from gettext import GNUTranslations

from pipeline.report.words import N_

POLICIES: Mapping[str, tuple[str, str]] = {
    "stitched": (
        N_("Joined"),
        N_("A person is all identifiers that belong together by the whole of the data."),
    ),
    "live": (
        N_("As known then"),
        N_("A person is what was known to belong together at the time of each event."),
    ),
    "known_only": (
        N_("Known only"),
        N_("As joined, but what a device did without an id stays with the device."),
    ),
    "none": (
        N_("Nothing joined"),
        N_("Each event belongs to its own strongest identifier, which is the person."),
    ),
}
RULES: Mapping[str, str] = {
    "own id": N_("By an id, an e-mail address or a phone of its own"),
    "device": N_("By the device, whose person was known before"),
    "backfill": N_("By the device, whose person was known only later"),
    "record": N_("By its ticket, order or case"),
    "handed over": N_("By an address or phone that changed hands: whose it was at that time"),
    "ambiguous": N_("Ambiguous: an address or phone of several people; not guessed"),
    "busy": N_("Only by an identifier of too many people"),
    "alone": N_("Anonymous: by a device or record that nobody was seen with"),
    "nobody": N_("Without a person"),
}
DECISIONS: Mapping[str, str] = {
    "joined": N_("Accepted"),
    "refused": N_("Refused"),
    "blocked": N_("Without value as proof"),
}
LINK_RULES: Mapping[str, str] = {
    "seen together in one event": N_("Seen together in one event"),
    "an override says so": N_("An override says so"),
    "merged by the source": N_("The source has merged the two records"),
    "cannot be linked": N_("An override forbids it"),
    "busy": N_("Identifier of too many people"),
}
BLOCKED: Mapping[str, str] = {
    "placeholder": N_("Word that stands for nothing"),
    "noughts": N_("Noughts and dashes only"),
    "role mailbox": N_("Mailbox of a role"),
    "test domain": N_("Domain for tests"),
    "listed": N_("Listed in the configuration"),
}
TYPES: Mapping[str, str] = {
    "email": N_("E-mail address"),
    "phone": N_("Phone number"),
    "customer_id": N_("Customer id"),
    "user_id": N_("User id"),
    "contact_id": N_("Contact id"),
    "anonymous_id": N_("Cookie"),
    "device_id": N_("Device id"),
    "ticket_id": N_("Ticket"),
    "order_id": N_("Order"),
    "case_id": N_("Case"),
}
SHARED_DEVICES: Mapping[str, str] = {
    "anonymous": N_("What is done without an id on a device of several people is nobody known."),
    "none": N_("What is done without an id on a device of several people counts for nobody."),
}
_TWO_VALUES = "two values of "
# As pipeline.settings_identity words the rule of a limit.
_LIMIT = re.compile(r"more than (\d+) values of (\w+) within ([\d.]+) days")
_BLOCKED = "blocked: "


class IdentityNames:
    """Names in one language."""

    def __init__(self, words: GNUTranslations) -> None:
        self._say = words.gettext

    def policy(self, name: str) -> tuple[str, str]:
        """Name a policy and say what it does."""
        title, meaning = POLICIES[name]
        return self._say(title), self._say(meaning)

    def rule(self, name: str) -> str:
        """Say by which rule events found their customer."""
        return self._named(RULES, name)

    def decision(self, name: str) -> str:
        """Say what became of a link."""
        return self._named(DECISIONS, name)

    def link_rule(self, name: str) -> str:
        """Say why a link was accepted or not."""
        if name.startswith(_TWO_VALUES):
            kind = self.type(name.removeprefix(_TWO_VALUES))
            return self._say(N_("It would give one person two: %(type)s")) % {"type": kind}
        limit = _LIMIT.fullmatch(name)
        if limit is not None:
            told = {"most": limit[1], "type": self.type(limit[2]), "days": limit[3]}
            text = N_("More than %(most)s of one person within %(days)s days: %(type)s")
            return self._say(text) % told
        return (
            self.blocked(name.removeprefix(_BLOCKED))
            if name.startswith(_BLOCKED)
            else (self._named(LINK_RULES, name))
        )

    def blocked(self, name: str) -> str:
        """Say why a value identifies nobody."""
        return self._named(BLOCKED, name)

    def type(self, name: str) -> str:
        """Name a type of identifier."""
        return self._named(TYPES, name)

    def shared_devices(self, name: str) -> str:
        """Say whose the anonymous events of shared devices are."""
        return self._named(SHARED_DEVICES, name)

    def _named(self, known: Mapping[str, str], name: str) -> str:
        return self._say(known[name]) if name in known else name
