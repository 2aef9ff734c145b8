"""Tickets: how customers ask for help and what becomes of it.

In:     a seed, a number, a person, the story they play, the instant they write
Out:    one ticket with its audits in the order of time
Units:  milliseconds
Errors: none
Source: invented; a ticket is solved before it is reopened, and solved before it is rated
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from pipeline.sample import texts
from pipeline.sample.clock import DAY_MS, HOUR_MS, LAST_MS, MINUTE_MS, START_MS, chance, local, pick
from pipeline.sample.names import dice
from pipeline.sample.world import (
    BILLING,
    CARE,
    FIELD,
    SUPPORT_OPEN_FROM,
    TECH,
    Kind,
    Person,
    Score,
    Ticket,
    TicketStep,
)

if TYPE_CHECKING:
    from random import Random

AGENTS_A_GROUP: Final = 5
LONG_WAIT_MS: Final = 9 * DAY_MS
_TOPICS = {
    "avería": 38,
    "factura": 26,
    "cobertura móvil": 12,
    "cambio de tarifa": 14,
    "portabilidad": 10,
}
_CHANNELS = {"whatsapp": 34, "voice": 34, "email": 18, "native_messaging": 14}
_SPECIALISTS = {"avería": TECH, "cobertura móvil": TECH, "factura": BILLING, "instalación": FIELD}
_MORNING = 8
_EVENING = 22


@dataclass
class _Desk:
    """A ticket while it is written: where the clock and the ticket stand."""

    rng: Random
    person: Person
    topic: str
    channel: str
    group: str
    at: int
    steps: list[TicketStep] = field(default_factory=list)
    agent: int = 0

    def wait(self, low_m: int, high_m: int) -> None:
        spread = (high_m - low_m) * self.rng.random() * self.rng.random()
        self.at += int((low_m + spread) * MINUTE_MS)

    def office(self) -> None:
        """Nobody answers at night."""
        clock = local(self.at)
        if not _MORNING <= clock.hour < _EVENING:
            hours = (_MORNING - clock.hour) % 24
            self.at += hours * HOUR_MS + self.rng.randrange(90) * MINUTE_MS

    def say(self, kind: Kind, text: str, *, score: Score = "") -> None:
        step = TicketStep(self.at, kind, self.channel, self.group, self.agent, text, score)
        self.steps.append(step)

    def fill(self, sentences: tuple[str, ...]) -> str:
        return texts.filled(self.rng, sentences, name=self.person.first_name)


def _open(desk: _Desk) -> None:
    desk.agent = desk.rng.randrange(AGENTS_A_GROUP)
    desk.say("created", desk.fill(texts.OPENINGS[desk.topic]))


def _answer(desk: _Desk, low_m: int = 6, high_m: int = 600) -> None:
    desk.wait(*((2, 12) if desk.channel == "voice" else (low_m, high_m)))
    if desk.channel != "voice":
        desk.office()
    desk.say("agent", desk.fill(texts.AGENT))


def _ask_again(desk: _Desk, sentences: tuple[str, ...] = texts.FOLLOW_UPS) -> None:
    desk.wait(8, 900)
    desk.office()
    desk.say("customer", desk.fill(sentences))


def _assign(desk: _Desk, group: str) -> None:
    desk.wait(3, 120)
    desk.group = group
    desk.agent = desk.rng.randrange(AGENTS_A_GROUP)
    desk.say("assigned", desk.fill(texts.NOTES))


def _solve(desk: _Desk) -> None:
    desk.wait(30, 2_600)
    desk.office()
    desk.say("solved", desk.fill(texts.CLOSINGS))


def _reopen(desk: _Desk) -> None:
    desk.wait(600, 4_000)
    desk.office()
    desk.say("reopened", desk.fill(texts.REOPENINGS))
    _answer(desk)
    _solve(desk)


def _rate(desk: _Desk, *, good: float) -> None:
    desk.wait(60, 65)
    desk.say("offered", "")
    desk.wait(20, 2_500)
    score: Score = "good" if chance(desk.rng, good) else "bad"
    desk.say("rated", texts.rating_text(desk.rng, score), score=score)


def _plain(desk: _Desk) -> None:
    """Play a case without a story: asked, perhaps passed on, answered, mostly solved."""
    rng = desk.rng
    _open(desk)
    _answer(desk)
    specialist = _SPECIALISTS.get(desk.topic, CARE)
    if specialist != desk.group:
        _assign(desk, specialist)
        _answer(desk)
    while chance(rng, 0.3):
        _ask_again(desk)
        _answer(desk)
    if chance(rng, 0.17):
        return
    _solve(desk)
    reopened = chance(rng, 0.05)
    if reopened:
        _reopen(desk)
    if chance(rng, 0.45):
        _rate(desk, good=0.45 if reopened else 0.8)


def _repeated(desk: _Desk) -> None:
    """Play the customer who wrote on WhatsApp and has to say it all again on the telephone."""
    _open(desk)
    _answer(desk, 60, 900)
    if chance(desk.rng, 0.4):
        _ask_again(desk)
        _answer(desk, 60, 900)
    desk.wait(240, 2_400)
    desk.office()
    desk.channel = "voice"
    desk.say("customer", desk.fill(texts.REPEATS))
    _answer(desk)
    if chance(desk.rng, 0.34):
        return
    _solve(desk)
    if chance(desk.rng, 0.5):
        _rate(desk, good=0.2)


def _passed_on(desk: _Desk) -> None:
    """Play the case that technicians hand to billing, and that comes back."""
    _open(desk)
    _answer(desk)
    _assign(desk, BILLING)
    _answer(desk)
    _solve(desk)
    reopened = chance(desk.rng, 0.56)
    if reopened:
        _reopen(desk)
    if chance(desk.rng, 0.5):
        _rate(desk, good=0.3 if reopened else 0.75)


def _cut(steps: list[TicketStep]) -> list[TicketStep]:
    """End the ticket with the sample, and never between a reopening and the second solution."""
    kept = [step for step in steps if START_MS <= step.at < LAST_MS - MINUTE_MS]
    kinds = [step.kind for step in kept]
    if "reopened" in kinds and "solved" not in kinds[kinds.index("reopened") :]:
        kept = kept[: kinds.index("reopened")]
    return kept


def _off_the_edge(steps: list[TicketStep]) -> list[TicketStep]:
    """Keep the last contact away from the very instant that parts lost from still open."""
    if steps and abs(steps[-1].at - SUPPORT_OPEN_FROM) < HOUR_MS:
        return [replace(step, at=step.at - 4 * HOUR_MS) for step in steps]
    return steps


def ticket(seed: int, number: int, person: Person, *, story: str, at_ms: int) -> Ticket:
    """Play one case to its end, or to the end of the sample."""
    rng = dice(seed, "ticket", number)
    topic = "avería" if story == "passed_on" else pick(rng, _TOPICS)
    channel = "whatsapp" if story == "repeated" else pick(rng, _CHANNELS)
    direct = story == "plain" and chance(rng, 0.5)
    group = TECH if story == "passed_on" else _SPECIALISTS.get(topic, CARE) if direct else CARE
    desk = _Desk(rng, person, topic, channel, group, at_ms)
    desk.office()
    {"plain": _plain, "repeated": _repeated, "passed_on": _passed_on}[story](desk)
    return Ticket(number, person, story, topic, tuple(_off_the_edge(_cut(desk.steps))))


def installation_ticket(
    seed: int, number: int, person: Person, *, waited_ms: tuple[int, int], spoils: bool = True
) -> Ticket:
    """Play the question when the technician comes; a long wait spoils the rating."""
    signed_ms, installed_ms = waited_ms
    rng = dice(seed, "ticket", number)
    channel = pick(rng, {"whatsapp": 55, "voice": 30, "email": 15})
    desk = _Desk(rng, person, "instalación", channel, FIELD, signed_ms + 2 * HOUR_MS)
    desk.office()
    _open(desk)
    _answer(desk, 10, 300)
    desk.at = max(desk.at, installed_ms) + DAY_MS // 3
    _solve(desk)
    is_long = installed_ms - signed_ms >= LONG_WAIT_MS
    _rate(desk, good=0.14 if is_long and spoils else 0.93)
    return Ticket(number, person, "delivery", "instalación", tuple(_off_the_edge(_cut(desk.steps))))
