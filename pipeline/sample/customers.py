"""What customers do in the app, and whose identifiers are shared.

In:     a seed and the people who are customers
Out:    visits to the app by person; families with one tablet, addresses and telephones of two
Units:  milliseconds
Errors: none
Source: invented; these people try nothing, so what they share disturbs no other story
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.sample import visits
from pipeline.sample.clock import (
    DAY_MS,
    DAYS,
    LAST_MS,
    MINUTE_MS,
    chance,
    instant,
    later,
)
from pipeline.sample.names import dice
from pipeline.sample.world import APP_HOME, BILL, HELP_PAGE, Browser, Person, Touch

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

Uses = list[tuple[Person, tuple[Touch, ...]]]
_FAMILY_VISITS = 5


def _screens(rng: Random) -> list[str]:
    names = [APP_HOME]
    if chance(rng, 0.55):
        names.append(BILL)
    if chance(rng, 0.08):
        names += [HELP_PAGE, APP_HOME]
    return names


def _app_times(rng: Random, from_ms: int, count: int) -> list[int]:
    times = [from_ms]
    while len(times) < count:
        times.append(later(rng, times[-1], min_h=20, max_h=900))
    return times


def app_uses(
    seed: int, person: Person, *, since_ms: int | None = None, always: bool = False
) -> tuple[Touch, ...]:
    """Let a customer open the app a few times, or never."""
    rng = dice(seed, "app", person.number)
    if chance(rng, 0.75) and not always:
        return ()
    used = visits.browser(rng, "tablet" if chance(rng, 0.1) else "mobile", is_app=True)
    first = instant(rng, rng.randrange(DAYS)) if since_ms is None else since_ms + DAY_MS
    times = _app_times(rng, first, 1 + rng.randrange(2))
    touches = [
        touch
        for turn, at_ms in enumerate(times)
        for touch in visits.app_visit(rng, at_ms, _screens(rng), used, person.user_id)[turn > 0 :]
    ]  # the app remembers who logged in the first time
    kept = visits.inside(touches)
    return tuple(kept)


def family_uses(seed: int, family: Sequence[Person]) -> Uses:
    """Let everybody of a family log in on the tablet they share, one after the other."""
    rng = dice(seed, "family", family[0].number)
    tablet: Browser = visits.browser(rng, "tablet", is_app=True)
    at_ms = instant(rng, rng.randrange(30))
    uses: Uses = []
    for turn in range(_FAMILY_VISITS):
        member = family[turn % len(family)]
        touches = visits.app_visit(rng, at_ms, _screens(rng), tablet, member.user_id)
        uses.append((member, tuple(touches)))
        at_ms = later(rng, touches[-1].at, min_h=3, max_h=200)
    return uses


def last_use(seed: int, person: Person) -> tuple[Person, tuple[Touch, ...]]:
    """Let one customer look at a bill in the very last instant of the sample."""
    rng = dice(seed, "last")
    used = visits.browser(rng, "mobile", is_app=True)
    at_ms = LAST_MS - MINUTE_MS
    login, home = visits.app_visit(rng, at_ms, [APP_HOME], used, person.user_id)
    return person, (login, home, Touch(LAST_MS, BILL, used, None, person.user_id))
