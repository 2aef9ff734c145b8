"""What values of the data are called on the page: channels, devices, exits, measures, rules.

In:     a value as it stands in the marts
Out:    a word in the reader's language; an unknown value is shown as it is
Units:  -
Errors: none
Source: the vocabulary of the marts
"""

from collections.abc import Mapping
from gettext import GNUTranslations

from pipeline.report.identity_names import BLOCKED as REASONS
from pipeline.report.matrix import REST
from pipeline.report.timing import UNDECIDED
from pipeline.report.words import N_
from pipeline.sankey import Kind

CHANNELS: Mapping[str, str] = {
    "web": N_("Web"), "app": N_("App"), "email": N_("E-mail"), "phone": N_("Phone"),
    "chat": N_("Chat"), "whatsapp": N_("WhatsApp"), "messaging": N_("Messaging"),
    "store": N_("Store"), "social": N_("Social media"), "ads": N_("Ads"),
    "paid": N_("Ads"), "sms": N_("SMS"), "api": N_("API"),
    "technician": N_("Technician"), "organic": N_("Search engines"),
    "referral": N_("Other websites"), "affiliate": N_("Affiliates"), "push": N_("Push messages"),
}  # fmt: skip
DEVICES: Mapping[str, str] = {
    "mobile": N_("Mobile"), "desktop": N_("Desktop"), "tablet": N_("Tablet"),
    "phone": N_("Phone line"), "phone line": N_("Phone line"), "in person": N_("In person"),
    "store": N_("In person"), "bot": N_("Robot"),
}  # fmt: skip
EXITS = {
    "reached": N_("Goal reached"), "ended": N_("Drop-off"), "open": N_("Still open"),
    "more": N_("Go on"), "other": N_("Other"),
}  # fmt: skip
SHORT_EXITS = {"reached": N_("Goal"), "ended": N_("Leave"), "open": N_("Open")}
MEASURES: Mapping[str, str] = {
    "files": N_("Files read"),
    "rows_read": N_("Rows read"),
    "rows_kept": N_("Rows kept"),
    "rows_rejected": N_("Rows rejected"),
    "duplicate_events": N_("Events delivered twice (kept once)"),
    "id_conflicts": N_("Same event id, different content"),
    "no_identifier": N_("Events without any identifier"),
    "unmapped_events": N_("Events without a touchpoint rule (not in any step)"),
    "refused_links": N_("Links between identifiers refused: they would join two people"),
    "ambiguous_events": N_("Events with only an address or phone that several people use"),
    "shared_devices": N_("Devices that several people use"),
    "events": N_("Events made of them"),
    "newest_event": N_("Newest event"),
    "timezone_assumed": N_("Times without an offset, zone assumed"),
    "refused_files": N_("Files refused"),
    "one_time_of_day": N_("Events at one and the same time of day (dates without a time?)"),
    "days_without_events": N_("Days without any event"),
    "thin_days": N_("Days with less than half of the usual events"),
    "replies_before_the_contact": N_("Cases that begin with our reply"),
    "busy_identifiers": N_("Identifiers of too many people to prove anything"),
    "mojibake_repaired": N_("Events with texts read in the wrong encoding (put right)"),
    "epoch_assumed": N_("Times that are numbers, unit assumed"),
    "new_columns": N_("Columns that came with later files, used by no field"),
    "missing_columns": N_("Columns named in the configuration that some file lacks"),
}
MEASURED = {"rating": N_("Ratings"), "text": N_("Tone of texts")}
UNMAPPED = "unmapped: "
BLOCKED = "blocked: "
BOUNDARIES: Mapping[str, str] = {
    "start_to_goal": N_(
        "From the first start touchpoint to the goal, a competing end or a silence longer "
        "than the timeout; the next contact may start another journey."
    ),
    "case": N_("One journey per case."),
    "gap": N_("A silence longer than the timeout starts a new journey."),
    "whole": N_("The whole history of a person is one journey."),
}
REPEATS: Mapping[str, str] = {
    "collapse": N_("Equal touchpoints in a row count as one step."),
    "keep": N_("Every contact is a step."),
}
KINDS: Mapping[str, tuple[str, str]] = {
    "channel": (N_("Handoffs between channels"), N_("Most frequent changes of channel")),
    "device": (N_("Handoffs between devices"), N_("Most frequent changes of device")),
    "department": (N_("Handoffs between departments"), N_("Most frequent changes of department")),
}
HANDOFFS: Mapping[str, str] = {
    "channel": N_("Channel"), "device": N_("Device"), "department": N_("Department"),
    "agent": N_("Agent"),
}  # fmt: skip
DIVISIONS: Mapping[str, str] = {
    **HANDOFFS,
    "topic": N_("Topic"), "stage": N_("Stage"), "touchpoint": N_("Touchpoint"),
    "persona": N_("Persona"), "day": N_("Day"), "week": N_("Week from"),
}  # fmt: skip
FACETS: Mapping[str, str] = {
    "period": N_("Begun in"), "channel": N_("First channel"), "device": N_("First device"),
    "persona": N_("Persona"),
}  # fmt: skip
STATES: Mapping[str, str] = {
    "conforming": N_("As planned"), "unfinished": N_("Stopped on the way"),
    "deviating": N_("Otherwise"), "open": N_("Still open"),
}  # fmt: skip
DEVIATIONS: Mapping[str, str] = {
    "skipped": N_("left out"), "out_of_order": N_("out of order"),
    "wrong_channel": N_("on another channel"), "late": N_("later than planned"),
    "forbidden": N_("should not come"), "added": N_("not in the plan"),
}  # fmt: skip
DIMENSIONS: Mapping[str, str] = {
    "channel": N_("Channels"), "campaign": N_("Campaigns"), "touchpoint": N_("Touchpoints"),
}  # fmt: skip
MODELS: Mapping[str, str] = {
    "shapley": N_("Shapley"), "markov": N_("Markov"), "linear": N_("Linear"),
    "position": N_("By position"), "time_decay": N_("Time decay"),
    "last_non_direct": N_("Last, not direct"), "last": N_("Last"), "first": N_("First"),
}  # fmt: skip
_VALUES = {"channel": CHANNELS, "device": DEVICES}


NAME_LETTERS = 48  # of a name, where nothing else is said


class Names:
    """Names in one language."""

    def __init__(self, words: GNUTranslations) -> None:
        self._say = words.gettext

    def value(self, value: str, kind: str) -> str:
        """Name a channel, a device or a department."""
        if value == REST:
            return self._say(EXITS["other"])
        known = _VALUES.get(kind, {}).get(value)
        return self._say(known) if known else value

    def exit(self, value: str, kind: str) -> str:
        """Name a way out; a competing end has its own name."""
        if kind in EXITS:
            return self._say(EXITS[kind])
        return value[1:-1] if value.startswith("(") and value.endswith(")") else value

    def short_exit(self, value: str, kind: str) -> str:
        """Name a way out in one word, for narrow columns."""
        return self._say(SHORT_EXITS[kind]) if kind in SHORT_EXITS else self.exit(value, kind)

    def touchpoint(self, value: str, kind: str = "touchpoint") -> str:
        """Name a node of the Sankey."""
        if kind == "touchpoint":
            return self._say(EXITS["other"]) if value == REST else value
        return self.exit(value, kind)

    def measured(self, name: str) -> str:
        """Name a measure of emotion."""
        return self._say(MEASURED[name])

    def facet(self, kind: str) -> str:
        """Name what journeys can be filtered by."""
        return self._say(FACETS[kind])

    def state(self, kind: str) -> str:
        """Name how a journey stands beside its plan."""
        return self._say(STATES[kind])

    def deviation(self, kind: str) -> str:
        """Name a way of leaving a plan."""
        return self._say(DEVIATIONS[kind])

    def fate(self, value: str, kind: str) -> str:
        """Name a way out, or that there was none yet."""
        return self._say(N_("Undecided")) if kind == UNDECIDED else self.exit(value, kind)

    def dimension(self, name: str) -> str:
        """Name what credit is given to."""
        return self._say(DIMENSIONS[name])

    def model(self, name: str) -> str:
        """Name a model of attribution."""
        return self._say(MODELS[name])

    def credited(self, value: str, dimension: str) -> str:
        """Name a channel, a campaign or a touchpoint that is given credit."""
        return self._say(N_("(none)")) if value == "(none)" else self.value(value, dimension)

    def measure(self, name: str) -> str:
        """Name a measure of quality."""
        if name.startswith(UNMAPPED):
            return self._say(N_("Without a touchpoint: %(event)s")) % {
                "event": name.removeprefix(UNMAPPED)
            }
        if name.startswith(BLOCKED):
            rule = name.removeprefix(BLOCKED)
            return self._say(N_("Values that identify nobody: %(rule)s")) % {
                "rule": self._say(REASONS[rule]) if rule in REASONS else rule
            }
        return self._say(MEASURES[name]) if name in MEASURES else name

    def boundary(self, name: str) -> str:
        """Say what starts and ends a journey."""
        return self._say(BOUNDARIES[name]) if name in BOUNDARIES else name

    def repeats(self, name: str) -> str:
        """Say what happens to equal touchpoints in a row."""
        return self._say(REPEATS[name]) if name in REPEATS else name

    def handoffs(self, kind: str) -> tuple[str, str]:
        """Give the two headings of a kind of handoff."""
        matrix, changes = KINDS[kind]
        return self._say(matrix), self._say(changes)

    def handoff_kind(self, kind: str) -> str:
        """Name what changes in a handoff."""
        return self._say(HANDOFFS[kind])

    def division(self, dimension: str) -> str:
        """Name what the groups of a funnel are told apart by."""
        return self._say(DIVISIONS[dimension])

    def exits_in_sankey(self) -> dict[Kind, str]:
        """Give the words a Sankey needs."""
        words = EXITS | {"reached": SHORT_EXITS["reached"]}  # it stands at every step
        return {Kind(name): self._say(word) for name, word in words.items()}
