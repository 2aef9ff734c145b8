"""Write web and app touches the way Segment delivers them: one JSON object a call.

In:     the company
Out:    `web/YYYY-MM.jsonl.zst` by the month in Madrid, ordered by cookie
Units:  times ISO 8601 in UTC with milliseconds; prices in euro a month
Errors: OSError when the folder cannot be written
Source: Segment, Spec: Common Fields, Page, Screen, Track and Identify (twilio.com/docs/segment);
        user agents and model names as the vendors publish them
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.sample.clock import iso, local
from pipeline.sample.company import touches_of
from pipeline.sample.files import Json, write_jsonl
from pipeline.sample.names import dice
from pipeline.sample.visits import random_id
from pipeline.sample.world import (
    AD,
    APP_HOME,
    BILL,
    CART,
    CATALOGUE,
    CHECKOUT,
    COMPARE,
    COVERAGE,
    FLASH,
    HELP_PAGE,
    HOME,
    LOGIN,
    MAIL,
    ORDER,
    PAY,
    PAY_ERROR,
    PLANS,
    Browser,
    Company,
    Person,
    Touch,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from random import Random

SITE: Final = "https://www.fibrasol.test"
_CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0"
_WEBKIT = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version"
_USER_AGENTS: Final = {
    "desktop": (
        f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_CHROME} Safari/537.36",
        f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {_WEBKIT}/18.5 Safari/605.1.15",
        "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0",
    ),
    "mobile": (
        f"Mozilla/5.0 (Linux; Android 10; K) {_CHROME} Mobile Safari/537.36",
        f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) {_WEBKIT}/18.5 Mobile/15E148",
        "Mozilla/5.0 (Android 15; Mobile; rv:141.0) Gecko/141.0 Firefox/141.0",
    ),
    "tablet": (
        f"Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) {_WEBKIT}/18.5 Mobile/15E148",
        f"Mozilla/5.0 (iPad; CPU OS 17_6 like Mac OS X) {_WEBKIT}/17.6 Mobile/15E148",
        "Mozilla/5.0 (Android 14; Tablet; rv:141.0) Gecko/141.0 Firefox/141.0",
    ),
}
_MODELS: Final = {  # manufacturer, model, name, type, system, version, width, height
    "mobile": (
        ("Apple", "iPhone15,4", "iPhone 15", "ios", "iOS", "18.5", 393, 852),
        ("samsung", "SM-S921B", "e1s", "android", "Android", "15", 360, 780),
        ("Xiaomi", "23117RA68G", "gold", "android", "Android", "14", 393, 873),
    ),
    "tablet": (
        ("Apple", "iPad13,18", "iPad", "ios", "iPadOS", "18.5", 820, 1180),
        ("samsung", "Galaxy Tab A9", "gta9", "android", "Android", "14", 800, 1340),
        ("lenovo", "Lenovo Tab M11", "TB330", "android", "Android", "14", 800, 1280),
    ),
}
_PAGES: Final = {  # touchpoint: path, title
    AD: ("/promo", "Fibra y móvil en oferta"),
    MAIL: ("/oferta", "Tu oferta de Fibra Sol"),
    FLASH: ("/flash", "Flash de verano"),
    HOME: ("/", "Fibra Sol"),
    COMPARE: ("/tarifas", "Compara tarifas"),
    CHECKOUT: ("/contratar", "Tus datos"),
    HELP_PAGE: ("/ayuda", "Ayuda"),
}
_SCREENS: Final = {CATALOGUE: "Catalogo", APP_HOME: "Inicio", BILL: "Factura", HELP_PAGE: "Ayuda"}
_TRACKS: Final = {  # touchpoint: event, path it happens on
    COVERAGE: ("Coverage Checked", "/cobertura"),
    CART: ("Product Added", "/carrito"),
    PAY: ("Payment Submitted", "/pago"),
    PAY_ERROR: ("Payment Failed", "/pago"),
    ORDER: ("Order Completed", "/gracias"),
}
_CITIES = ("Madrid", "Valencia", "Sevilla", "Zaragoza", "Málaga", "Murcia", "Bilbao", "Alicante")


def _web_context(browser: Browser, path: str, title: str, touch: Touch) -> Json:
    name, source, medium = touch.campaign or ("", "", "")
    lands = touch.touchpoint in (AD, MAIL, FLASH)
    search = f"?utm_source={source}&utm_medium={medium}&utm_campaign={name}" if lands else ""
    context: Json = {
        "ip": browser.ip,
        "library": {"name": "analytics.js", "version": "next-1.81.0"},
        "locale": "es-ES",
        "timezone": "Europe/Madrid",
        "userAgent": _USER_AGENTS[browser.device][browser.model],
    }
    if touch.campaign:
        context["campaign"] = {"name": name, "source": source, "medium": medium}
    url = f"{SITE}{path}{search}"
    page = {"path": path, "referrer": "", "search": search, "title": title, "url": url}
    return context | {"page": page}


def _app_context(browser: Browser) -> Json:
    maker, model, name, kind, system, version, width, height = _MODELS[browser.device][
        browser.model
    ]
    library = "analytics-swift" if kind == "ios" else "analytics-kotlin"
    return {
        "app": {
            "name": "Mi Fibra Sol",
            "version": "5.2.1",
            "build": "521",
            "namespace": "test.fibrasol.app",
        },
        "device": {
            "id": browser.device_id,
            "manufacturer": maker,
            "model": model,
            "name": name,
            "type": kind,
        },
        "ip": browser.ip,
        "library": {"name": library, "version": "1.9.1"},
        "locale": "es-ES",
        "network": {"bluetooth": False, "cellular": True, "wifi": False},
        "os": {"name": system, "version": version},
        "screen": {"width": width, "height": height, "density": 3},
        "timezone": "Europe/Madrid",
    }


def _properties(rng: Random, touch: Touch, plan: int) -> Json:
    """Tell what a track call says about itself."""
    name, price = PLANS[plan]
    product: Json = {"product_id": f"plan-{plan + 1}", "name": name, "price": float(price)}
    if touch.touchpoint == COVERAGE:
        return {"city": rng.choice(_CITIES), "available": True}
    if touch.touchpoint == PAY_ERROR:
        return {"error": "gateway_timeout" if touch.trouble else "card_declined"}
    if touch.touchpoint == ORDER:
        return {"total": float(price), "currency": "EUR", "products": [product]}
    return {**product, "currency": "EUR"}


def _page_of(touchpoint: str) -> tuple[str, str]:
    if touchpoint in _TRACKS:
        event, path = _TRACKS[touchpoint]
        return path, event
    return _PAGES.get(touchpoint, ("/acceso", "Acceso"))


def _body(rng: Random, touch: Touch, person: Person, plan: int) -> Json:
    """Build the part of the call that depends on its type."""
    name = touch.touchpoint
    if name == LOGIN:
        return {"type": "identify", "traits": {"email": person.email, "phone": person.phone}}
    if name in _TRACKS:
        event, _ = _TRACKS[name]
        return {"type": "track", "event": event, "properties": _properties(rng, touch, plan)}
    if touch.browser and touch.browser.is_app:
        return {"type": "screen", "name": _SCREENS[name], "properties": {"name": _SCREENS[name]}}
    path, title = _PAGES[name]
    url = {"path": path, "title": title, "url": f"{SITE}{path}"}
    return {"type": "page", "name": title, "properties": url}


def call(rng: Random, touch: Touch, person: Person, browser: Browser, plan: int) -> Json:
    """Write one touch as Segment writes it."""
    body = _body(rng, touch, person, plan)
    if browser.is_app:
        message_id, context = random_id(rng), _app_context(browser)
        if touch.touchpoint == LOGIN:
            context["traits"] = body["traits"]
    else:
        message_id = f"ajs-{rng.getrandbits(48):012x}"
        context = _web_context(browser, *_page_of(touch.touchpoint), touch)
    return {
        "anonymousId": browser.anonymous_id,
        "userId": touch.user_id,
        "channel": "mobile" if browser.is_app else "web",
        "integrations": {},
        "version": 2,
        "context": context,
        **body,
        "messageId": message_id,
        "timestamp": iso(touch.at),
        "originalTimestamp": iso(touch.at),
        "sentAt": iso(touch.at),
        "receivedAt": iso(touch.at + 300 + rng.randrange(90)),
    }


def write(company: Company, folder: Path) -> None:
    """Write one file a month."""
    plans = {attempt.person.number: attempt.plan for attempt in company.attempts}
    rng = dice(company.seed, "web")
    months: dict[str, list[Json]] = {}
    for person, touch in touches_of(company):
        if touch.browser is None:
            continue
        row = call(rng, touch, person, touch.browser, plans.get(person.number, 0))
        months.setdefault(local(touch.at).strftime("%Y-%m"), []).append(row)
    for month, rows in months.items():
        write_jsonl(folder / "web" / f"{month}.jsonl.zst", sorted(rows, key=_by_cookie))


def _by_cookie(row: Mapping[str, object]) -> tuple[str, str]:
    """An export is not in the order of time; by cookie it also packs a third smaller."""
    return str(row["anonymousId"]), str(row["receivedAt"])
