"""User agents of the last years, and the device each stands for."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.meaning.devices import device_of
from tests.meaning.loading import load, row

MOZILLA, WEBKIT = "Mozilla/5.0", "AppleWebKit/537.36 (KHTML, like Gecko)"
AGENTS = [
    (f"{MOZILLA} (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/142.0.0.0 Safari/537.36", "desktop"),
    (f"{MOZILLA} (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0", "desktop"),
    (f"{MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) {WEBKIT} Version/18.5 Safari/605", "desktop"),
    (f"{MOZILLA} (X11; Ubuntu; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "desktop"),
    (f"{MOZILLA} (X11; Linux x86_64) {WEBKIT} Chrome/142.0.0.0 Safari/537.36", "desktop"),
    (f"{MOZILLA} (X11; CrOS x86_64 14541.0.0) {WEBKIT} Chrome/142.0.0.0 Safari/537", "desktop"),
    (f"{MOZILLA} (Linux; Android 10; K) {WEBKIT} Chrome/142.0.0.0 Mobile Safari/537.36", "mobile"),
    (f"{MOZILLA} (Linux; Android 15; Pixel 9) {WEBKIT} Chrome/142 Mobile Safari/537.36", "mobile"),
    (f"{MOZILLA} (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0", "mobile"),
    (f"{MOZILLA} (iPhone; CPU iPhone OS 18_5 like Mac OS X) {WEBKIT} Mobile/15E148", "mobile"),
    (f"{MOZILLA} (Windows Phone 10.0; Android 6.0.1; Lumia 950) {WEBKIT} Mobile Edge", "mobile"),
    ("Opera/9.80 (J2ME/MIDP; Opera Mini/9; U; es) Presto/2.4.15", "mobile"),
    ("Dalvik/2.1.0 (Linux; U; Android 13; SM-G991B Build/TP1A)", "mobile"),  # an app on a phone
    ("Dalvik/2.1.0 (Linux; U; Android 13; SM-X700 Build/TP1A)", "tablet"),
    (f"{MOZILLA} (iPad; CPU OS 18_5 like Mac OS X) {WEBKIT} Version/18.5 Mobile/15E148", "tablet"),
    (f"{MOZILLA} (Linux; Android 10; K) {WEBKIT} Chrome/142.0.0.0 Safari/537.36", "tablet"),
    (f"{MOZILLA} (Linux; Android 14; SM-X700) {WEBKIT} Chrome/142.0.0.0 Safari/537.36", "tablet"),
    (f"{MOZILLA} (Android 14; Tablet; rv:145.0) Gecko/145.0 Firefox/145.0", "tablet"),
    (f"{MOZILLA} (Linux; Android 11; KFTRWI) {WEBKIT} Silk/120.4.1 Safari/537.36", "tablet"),
    (f"{MOZILLA} (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "bot"),
    (
        f"{MOZILLA} (Linux; Android 6.0.1; Nexus 5X) {WEBKIT} (compatible; bingbot/2.0)",
        "bot",
    ),
    (f"{MOZILLA} {WEBKIT}; compatible; GPTBot/1.2; +https://openai.com/gptbot)", "bot"),
    ("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", "bot"),
    ("curl/8.5.0", "bot"),
    ("python-requests/2.32.3", "bot"),
    (f"{MOZILLA} (SMART-TV; LINUX; Tizen 6.0) {WEBKIT} Version/6.0 TV Safari/537.36", None),
    (f"{MOZILLA} (Linux; Android 9; AFTMM) {WEBKIT} Silk/120 like Chrome/120", None),  # Fire TV
    (f"{MOZILLA} (PlayStation; PlayStation 5/2.26) {WEBKIT} Version/13.0 Safari/605.1", None),
    ("something never seen", None),
    ("", None),
]


@pytest.mark.parametrize(("user_agent", "device"), AGENTS)
def test_a_user_agent_tells_its_device(user_agent: str, device: str | None) -> None:
    assert device_of(user_agent) == device


def test_a_column_of_user_agents_gives_the_devices_of_a_source(tmp_path: Path) -> None:
    agents = [AGENTS[place][0].replace(";", ",") for place in (0, 6, 14, 19)]
    rows = (row(at=f"2026-03-02T10:0{n}:00Z", ua=agent) for n, agent in enumerate(agents))
    loaded = load(tmp_path, *rows)
    assert loaded.told("device") == ["desktop", "mobile", "tablet", "bot"]
