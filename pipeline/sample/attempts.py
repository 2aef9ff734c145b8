"""How people try to become customers: looking, choosing, paying, waiting for the technician.

In:     a random generator, a person, the story they play
Out:    attempts; a browser nobody logs in on is an attempt of its own, for that is what logs see
Units:  milliseconds; waits in days and hours
Errors: none
Source: invented; the order of touches obeys the shop: no confirmation before its payment, no
        contract before its order, no activation before its installation
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.sample import visits
from pipeline.sample.clock import (
    DAY_MS,
    HOUR_MS,
    SHOP_HOURS,
    chance,
    day_of,
    first_day,
    instant,
    later,
    open_at,
    pause,
    pick,
    to_minute,
)
from pipeline.sample.world import (
    ACTIVE,
    ALTA_OPEN_FROM,
    CANCELLED,
    CART,
    CATALOGUE,
    CHECKOUT,
    COMPARE,
    CONTRACT,
    FLASH,
    HOME,
    INCIDENT_DAYS,
    INSTALLED,
    ORDER,
    PAY,
    PAY_ERROR,
    PLANS,
    SHOP,
    Attempt,
    Browser,
    Person,
    Touch,
)

if TYPE_CHECKING:
    from random import Random

# How far somebody gets whom the company comes to know.
_ENDS = {
    "prospect": {"browse": 6, CART: 10, CHECKOUT: 7, PAY: 5, ORDER: 61, "shop": 5, "buys": 6},
    "senior": {"browse": 22, CART: 12, CHECKOUT: 7, PAY: 2, ORDER: 7, "shop": 13, "buys": 37},
    "cross_device": {CART: 4, CHECKOUT: 62, PAY: 4, ORDER: 30},
}
# Nobody but the people of the story goes from the telephone to the computer.
_DEVICES = {
    "desktop": 44, "mobile": 34, "tablet": 6, "desktop mobile": 9, "tablet desktop": 2, "app": 5,
}  # fmt: skip
_BUYING = (CART, CHECKOUT, PAY, ORDER)
_GUARD_MS = HOUR_MS


def _browsers(rng: Random, story: str) -> tuple[Browser, Browser]:
    """Draw where somebody looks around and where they buy; often it is the same browser."""
    if story == "cross_device":
        return visits.browser(rng, "mobile"), visits.browser(rng, "desktop")
    kind = pick(rng, _DEVICES)
    if kind == "app":
        return visits.browser(rng, "mobile", is_app=True), visits.browser(rng, "mobile")
    first, _, second = kind.partition(" ")
    looks = visits.browser(rng, first)  # type: ignore[arg-type]
    return looks, visits.browser(rng, second) if second else looks  # type: ignore[arg-type]


def _looking(rng: Random, at_ms: int, used: Browser, *, shared: bool) -> list[Touch]:
    """Lay out the visits before the one that decides."""
    names = [CATALOGUE] if used.is_app else visits.first_names(rng)
    touches = visits.visit(rng, at_ms, names, used)
    while chance(rng, 0.12 if shared else 0.08):
        at_ms = later(rng, touches[-1].at, min_h=1, max_h=150)
        names = [CATALOGUE] if used.is_app else visits.next_names(rng)
        touches += visits.visit(rng, at_ms, names, used)
    return touches


def _buying(rng: Random, story: str, end: str) -> list[str]:
    """Name the touchpoints of the visit that decides."""
    names = list(_BUYING[: _BUYING.index(end) + 1])
    if story == "cross_device":
        names = names[1:] or [COMPARE]  # the basket was filled on the telephone
    else:
        names.insert(0, COMPARE)
    if PAY in names and chance(rng, 0.12):
        where = names.index(PAY) + 1
        names[where:where] = [PAY_ERROR, PAY]
    return names


def _hit_by_incident(rng: Random, touches: list[Touch]) -> list[Touch]:
    """Let the payment hang, for most, on the two days of the incident."""
    for place, touch in enumerate(touches):
        if touch.touchpoint == PAY and day_of(touch.at) in INCIDENT_DAYS and chance(rng, 0.85):
            tried = touches[: place + 1]
            if chance(rng, 0.5):
                error = touch.at + pause(rng, 20, 60)
                again = error + pause(rng, 20, 120)
                tried.append(replace(touch, at=error, touchpoint=PAY_ERROR, trouble=True))
                tried.append(replace(touch, at=again))
            return tried
    return touches


def _delivery(rng: Random, at_ms: int, *, same_day: bool) -> list[Touch]:
    """Lay out contract, installation and activation; a few cancel while they wait."""
    wait_ms = pause(rng, 1_500, 4_500) if same_day else pause(rng, 900, 72_000)
    signed = to_minute(at_ms + wait_ms)
    days = rng.randrange(12, 18) if chance(rng, 0.3) else rng.randrange(2, 6)
    installed = to_minute(open_at(rng, signed, days=days))
    touches = [Touch(signed, CONTRACT)]
    if chance(rng, 0.05):
        gone = signed + int((installed - signed) * (0.2 + 0.6 * rng.random()))
        return [*touches, Touch(to_minute(gone), CANCELLED)]
    active = to_minute(installed + pause(rng, 3_600, 20_000))
    return [*touches, Touch(installed, INSTALLED), Touch(active, ACTIVE)]


def _shop_touches(rng: Random, looked: list[Touch], at_ms: int, *, buys: bool) -> list[Touch]:
    after = looked[-1].at if looked else at_ms
    days = rng.randrange(1, 5) if looked else 0
    shop = Touch(to_minute(open_at(rng, after, days=days, hours=SHOP_HOURS)), SHOP)
    return [*looked, shop, *(_delivery(rng, shop.at, same_day=True) if buys else ())]


def _known_touches(rng: Random, story: str, at_ms: int, *, incident: bool) -> list[Touch]:
    end = pick(rng, _ENDS[story])
    looks, buys = _browsers(rng, story)
    if end in ("shop", "buys"):
        walks_in = chance(rng, 0.45)
        looked = [] if walks_in else _looking(rng, at_ms, looks, shared=True)
        return _shop_touches(rng, looked, at_ms, buys=end == "buys")
    touches = _looking(rng, at_ms, looks, shared=looks == buys)
    if story == "cross_device":
        touches += visits.visit(rng, touches[-1].at + pause(rng, 15, 240), [CART], looks)
    if end == "browse":
        return touches
    at_ms = later(rng, touches[-1].at, min_h=1, max_h=110)
    bought = visits.visit(rng, at_ms, _buying(rng, story, end), buys)
    if story == "prospect" and incident:
        bought = _hit_by_incident(rng, bought)
    touches += bought
    if touches[-1].touchpoint == ORDER:
        touches += _delivery(rng, touches[-1].at, same_day=False)
    return touches


def _settled(touches: list[Touch], story: str) -> list[Touch]:
    """Keep stories off the incident, and last contacts off the instant that parts lost and open."""
    pays = {day_of(touch.at) for touch in touches if touch.touchpoint == PAY}
    if story != "prospect" and pays & set(INCIDENT_DAYS):
        touches = visits.shifted(touches, 7 * DAY_MS)  # a week, so that weekdays stay
    kept = visits.inside(touches)
    if kept and abs(kept[-1].at - ALTA_OPEN_FROM) < _GUARD_MS:
        kept = visits.inside(visits.shifted(kept, -4 * HOUR_MS))
    return kept


def known(rng: Random, person: Person, story: str, *, incident: bool = True) -> list[Attempt]:
    """Let somebody try whom the company comes to know: they log in, or a shop notes them down."""
    start = instant(rng, first_day(rng))
    plan = rng.randrange(len(PLANS))
    kept = _settled(_known_touches(rng, story, start, incident=incident), story)
    if not kept:  # would have walked in after the last day: they come on the second one instead
        kept = [Touch(to_minute(open_at(rng, instant(rng, 0), days=1, hours=SHOP_HOURS)), SHOP)]
    touches = visits.with_logins(rng, person, kept)
    return [Attempt(person, story, known=True, touches=tuple(touches), plan=plan)]


def anonymous(rng: Random, person: Person, *, visits_left: int | None = None) -> list[Attempt]:
    """Let somebody look around who never says who they are; a lost cookie makes two of them."""
    device = pick(rng, {"mobile": 58, "desktop": 36, "tablet": 6})
    count = visits_left or int(pick(rng, {"1": 77, "2": 18, "3": 5}))
    used = visits.browser(rng, device)  # type: ignore[arg-type]
    at_ms = instant(rng, first_day(rng))
    by_cookie: dict[str, list[Touch]] = {}
    for turn in range(count):
        if turn and chance(rng, 0.12):
            used = visits.browser(rng, device)  # type: ignore[arg-type]
        names = visits.next_names(rng) if turn else visits.first_names(rng)
        if chance(rng, 0.07):
            names.append(CART)
        touches = visits.visit(rng, at_ms, names, used)
        by_cookie.setdefault(used.anonymous_id, []).extend(touches)
        at_ms = later(rng, touches[-1].at, min_h=2, max_h=240)
    found = (_settled(touches, "prospect") for touches in by_cookie.values())
    return [Attempt(person, "browser", known=False, touches=tuple(kept)) for kept in found if kept]


def flash(rng: Random, person: Person) -> list[Attempt]:
    """Bring somebody by the campaign that nobody comes back from: one visit, one or two pages."""
    used = visits.browser(rng, "mobile" if chance(rng, 0.9) else "desktop")
    names = [FLASH, HOME] if chance(rng, 0.3) else [FLASH]
    at_ms = instant(rng, rng.randrange(12, 22))
    touches = visits.visit(rng, at_ms, names, used)
    return [Attempt(person, "flash", known=False, touches=tuple(touches))]
