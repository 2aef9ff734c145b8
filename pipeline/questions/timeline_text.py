"""A timeline as lines for a terminal, in the project's language and time zone.

In:     Timeline
Out:    lines; days are headings and begin without a blank
Errors: none
Note:   values come from logs: signs that cannot be printed are shown as U+FFFD
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from zoneinfo import ZoneInfo

from babel.dates import format_date

from pipeline.questions.timeline import Moment, Timeline
from pipeline.report.names import Names
from pipeline.report.numbers import Numbers
from pipeline.report.words import load_words
from pipeline.sentences import said

LONGEST_TEXT = 160
_WORDS = {
    "en": {
        "person": "Person",
        "event": ("event", "events"),
        "visit": ("visit", "visits"),
        "journey": ("journey", "journeys"),
        "step": "step",
        "ours": "by us",
        "channel": "channel",
        "device": "device",
        "department": "department",
        "agent": "agent",
        "after": "after",
        "repeated": "had to repeat",
        "back": "came back",
        "feeling": "feeling",
        "reached": "goal reached",
        "ended": "drop-off",
        "open": "still open",
    },
    "es": {
        "person": "Persona",
        "event": ("evento", "eventos"),
        "visit": ("visita", "visitas"),
        "journey": ("recorrido", "recorridos"),
        "step": "paso",
        "ours": "por nuestra parte",
        "channel": "canal",
        "device": "dispositivo",
        "department": "departamento",
        "agent": "agente",
        "after": "tras",
        "repeated": "tuvo que repetir",
        "back": "volvió",
        "feeling": "emoción",
        "reached": "objetivo alcanzado",
        "ended": "abandono",
        "open": "sigue abierto",
    },
}
_KINDS = ("channel", "device", "department", "agent")


def timeline_lines(found: Timeline) -> Iterator[str]:
    """The person, then day by day what happened, each change of place where it ends."""
    yield from map(_printable, _lines(found))


def _lines(found: Timeline) -> Iterator[str]:
    writer = _Writer(found.language, found.timezone)
    yield f"{writer.word('person')} {found.person_id}"
    yield "  " + ", ".join(writer.counts(found))
    yield from (f"  {writer.told(note)}" for note in found.notes)
    for day, moments in groupby(found.moments, key=writer.day):
        yield day
        for moment in moments:
            yield from writer.moment(moment)


class _Writer:
    """The words, numbers and clock of one language and time zone."""

    def __init__(self, language: str, timezone: str) -> None:
        self._language, self._words = language, _WORDS[language.partition("_")[0]]
        self._numbers = Numbers(language, timezone)
        self._zone = ZoneInfo(timezone)
        words = load_words(language)
        self._names, self._say = Names(words), words.gettext

    def told(self, note: str) -> str:
        """A note on what was asked for."""
        return said(note, self._say)

    def word(self, key: str) -> str:
        """A word of the language; names of competing ends are shown as they are."""
        found = self._words.get(key, key)
        return found if isinstance(found, str) else found[0]

    def counts(self, found: Timeline) -> Iterator[str]:
        """How many events, visits and journeys there are."""
        visits = {m.session_no for m in found.moments if m.session_no is not None}
        journeys = {place.journey_id for m in found.moments for place in m.places}
        for key, count in (
            ("event", len(found.moments)), ("visit", len(visits)), ("journey", len(journeys))
        ):  # fmt: skip
            one, several = self._words[key]
            yield f"{self._numbers.count(count)} {one if count == 1 else several}"

    def day(self, moment: Moment) -> str:
        """The date of a moment, where the project is."""
        local = moment.occurred_at.astimezone(self._zone)
        return format_date(local, "full", locale=self._language)

    def moment(self, moment: Moment) -> Iterator[str]:
        """One line for the event and one for each thing to say of it."""
        local = moment.occurred_at.astimezone(self._zone)
        name = moment.touchpoint or moment.event
        told = moment.source if moment.touchpoint in (None, moment.event) else self._origin(moment)
        values = [(getattr(moment, kind), kind) for kind in _KINDS]
        where = [self._names.value(value, kind) for value, kind in values if value]
        ours = [] if moment.direction == "customer" else [self.word("ours")]
        visit = [] if moment.session_no is None else [f"{self.word('visit')} {moment.session_no}"]
        yield f"  {local:%H:%M:%S}  {name}  ({', '.join([told, *where, *ours, *visit])})"
        yield from (f"            {line}" for line in self._details(moment))

    def _origin(self, moment: Moment) -> str:
        return f"{moment.source}: {moment.event}"

    def _details(self, moment: Moment) -> Iterator[str]:
        for change in moment.handoffs:
            wait = f"{self.word('after')} {self._numbers.duration(change.wait_s)}"
            marks = [self.word("repeated")] if change.is_repeated else []
            marks += [self.word("back")] if change.came_back else []
            ends = (change.from_value, change.to_value)
            route = " -> ".join(self._names.value(value, change.kind) for value in ends)
            yield f"{self.word(change.kind)}: {', '.join([route, wait, *marks])}"
        for place in moment.places:
            end = f" = {self.word(place.outcome)}" if place.is_last else ""
            yield f"{place.journey}, {self.word('step')} {place.step_no}{end}"
        if moment.emotion is not None:
            yield f"{self.word('feeling')} {self._numbers.decimal(moment.emotion)}"
        if moment.value is not None:
            yield f"{self._numbers.decimal(moment.value)} {moment.currency or ''}".strip()
        if moment.text:
            yield f'"{_shortened(moment.text)}"'


def _shortened(text: str) -> str:
    r"""The beginning of a text, in one line.

    >>> _shortened("two\n  lines"), len(_shortened("x" * 1000))
    ('two lines', 160)
    """
    line = " ".join(text.split())
    dots = "\N{HORIZONTAL ELLIPSIS}"
    return line if len(line) <= LONGEST_TEXT else line[: LONGEST_TEXT - 1] + dots


def _printable(line: str) -> str:
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in line)
