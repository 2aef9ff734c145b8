"""Visits to the web and the app: which touchpoints, on which browser, minutes apart.

In:     a random generator, browsers, a first instant
Out:    lists of touches in the order of time
Units:  milliseconds
Errors: none
Source: invented; a visit never has a pause of half an hour, two visits never a shorter one
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from pipeline.sample.clock import LAST_MS, MINUTE_MS, SECOND_MS, START_MS, chance, pause, pick
from pipeline.sample.world import (
    AD,
    CAMPAIGNS,
    CART,
    COMPARE,
    COVERAGE,
    FLASH,
    HELP_PAGE,
    HOME,
    LOGIN,
    MAIL,
    Browser,
    Device,
    Person,
    Touch,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from random import Random

_ENTRIES = {HOME: 46, AD: 30, MAIL: 12, COMPARE: 9, COVERAGE: 3}
_NEXT = {COMPARE: 44, HOME: 24, COVERAGE: 20, HELP_PAGE: 6, CART: 6}
_BACK = {HOME: 45, COMPARE: 40, COVERAGE: 15}
LOGIN_AFTER_MS = 5 * SECOND_MS


def random_id(rng: Random) -> str:
    """Draw a random identifier in the shape of a UUID, version 4."""
    return str(UUID(int=rng.getrandbits(128), version=4))


def browser(rng: Random, device: Device, *, is_app: bool = False) -> Browser:
    """Make a browser with a fresh cookie, or a fresh installation of the app."""
    return Browser(
        anonymous_id=random_id(rng),
        device=device,
        is_app=is_app,
        model=rng.randrange(3),
        device_id=random_id(rng) if is_app else "",
        ip=f"203.0.113.{rng.randrange(1, 255)}",
    )


def first_names(rng: Random) -> list[str]:
    """Draw the touchpoints of a first visit: it begins with a first contact."""
    names = [pick(rng, _ENTRIES)]
    while chance(rng, 0.24):
        names.append(pick(rng, _NEXT))
    return browsing(names)


def next_names(rng: Random) -> list[str]:
    """Draw the touchpoints of a later visit, still looking around."""
    names = [pick(rng, _BACK)]
    while chance(rng, 0.24):
        names.append(pick(rng, _NEXT))
    return browsing(names)


def browsing(names: Sequence[str]) -> list[str]:
    """Leave out what looking around does not reach, repeats, and a visit's last help page."""
    kept: list[str] = []
    for name in names:
        if name != CART and (not kept or kept[-1] != name):
            kept.append(name)
    return kept[:-1] if kept[-1] == HELP_PAGE else kept


def visit(rng: Random, at_ms: int, names: Iterable[str], used: Browser) -> list[Touch]:
    """Lay the touchpoints of one visit out in time."""
    touches: list[Touch] = []
    campaign = None
    for name in names:
        if name in (AD, MAIL, FLASH):
            campaign = rng.choice(CAMPAIGNS[name])
        touches.append(Touch(at_ms, name, used, campaign))
        at_ms += pause(rng, 15, 420)
    return touches


def with_logins(rng: Random, person: Person, touches: Sequence[Touch]) -> list[Touch]:
    """Let the person log in once on every browser; from then on the browser knows the user."""
    logins: dict[str, int] = {}
    for used in {touch.browser.anonymous_id: touch.browser for touch in touches if touch.browser}:
        logins[used] = rng.choice(
            [touch.at for touch in touches if touch.browser and touch.browser.anonymous_id == used]
        )
    out: list[Touch] = []
    for touch in touches:
        if touch.browser is None:
            out.append(touch)
            continue
        login_at = logins[touch.browser.anonymous_id]
        out.append(replace(touch, user_id=person.user_id if touch.at > login_at else None))
        if touch.at == login_at:
            login = Touch(login_at + LOGIN_AFTER_MS, LOGIN, touch.browser, None, person.user_id)
            out.append(login)
    return out


def app_visit(
    rng: Random, at_ms: int, names: Iterable[str], used: Browser, user_id: str
) -> list[Touch]:
    """Lay out one visit to the app by a customer who logs in first."""
    login = Touch(at_ms - LOGIN_AFTER_MS, LOGIN, used, None, user_id)
    return [login, *(replace(touch, user_id=user_id) for touch in visit(rng, at_ms, names, used))]


def shifted(touches: Iterable[Touch], by_ms: int) -> list[Touch]:
    """Move everything in time."""
    return [replace(touch, at=touch.at + by_ms) for touch in touches]


def inside(touches: Iterable[Touch]) -> list[Touch]:
    """Keep what happened in the period the sample covers, with a minute left for a login."""
    return [touch for touch in touches if START_MS <= touch.at < LAST_MS - MINUTE_MS]
