"""Whatever things are called: the page shows it, runs none of it and keeps its shape."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from pipeline.config import Project, load_config
from pipeline.run import Plan, run
from pipeline.sankey.labels import visible
from tests.report.test_browser import CHROMIUM, PHONE, REQUIRED, WIDE

pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not REQUIRED,
    reason="no chromium found; on Debian: apt-get install chromium",
)
OWN = [
    "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!--", "]]>",
    "</style><svg onload=alert(1)>", '"><iframe srcdoc="<script>alert(1)</script>">',
    "' onmouseover='alert(1)", "&lt;b&gt;", "{{7*7}}{% for x in y %}", "${7*7}", "=HYPERLINK(1)",
    "%(n)s {n} %s {source}", "javascript:alert(1)", "\u202egnp.exe\u202c", "\u200b",
    "a\x00b\x1b[31m\n\u2028c", "L" * 10_000, "\u0645\u0631\u062d\u0628\u0627 " * 200,
    "Z\u0303\u0308\u0344\u0346" * 300,
]  # fmt: skip
ODD = '</title><script>alert("{}")</script>' + "\u202e" + "W" * 300
CONFIG = """
[identity]
compare = false
[report]
small_cell_k = 1
[[source]]
name = "log"
kind = "support"
files = ["log.jsonl"]
[source.columns]
event = "event"
occurred_at = "at"
user_id = "who"
channel = "channel"
campaign = "campaign"
department = "department"
agent = "agent"
device = "device"
topic = "topic"
text = "text"
value = "value"
[[journey]]
name = {first}
objective = {first}
boundary = "whole"
goal = ["</script><script>alert(1)</script>"]
timeout = "1 day"
[[journey]]
name = {second}
boundary = "gap"
goal = ["<!--"]
timeout = "2 hours"
[[persona]]
name = {third}
channels = ["*a*"]
[[persona]]
name = {fourth}
channels = ["*"]
"""
# What no page of ours has, whatever things are called.
ALIEN = """() => [...document.querySelectorAll("*")].filter(e =>
  e.matches("img, iframe, object, embed, link, form, base, video, audio, marquee")
  || [...e.attributes].some(a => a.name.startsWith("on") || /^\\s*javascript:/i.test(a.value))
).map(e => e.outerHTML.slice(0, 100))"""


def listed() -> list[str]:
    text = (Path(__file__).parent / "naughty" / "blns.base64.json").read_text("utf-8")
    strings = [b64decode(line).decode("utf-8", "replace").rstrip("\n") for line in json.loads(text)]
    return [string for string in dict.fromkeys([*strings, *OWN]) if string.strip()]


def events(names: list[str]) -> Iterator[dict[str, Any]]:
    """Every name is what happened, where, who did it and what was said, to somebody."""
    random, in_turn = Random(6), count()  # noqa: S311 (made-up data)
    for person in range(120):
        minute = random.randrange(50_000)
        for step in range(9):
            place = next(in_turn) % len(names) if step % 3 else random.randrange(len(names))
            minute += random.randrange(1, 200)
            name, other = names[place], names[(place + 7) % len(names)]
            yield {
                "event": name, "at": 1_780_000_000 + minute * 60, "who": f"u{person}",
                "channel": OWN[place % len(OWN)] if person % 3 else name, "campaign": other,
                "department": OWN[step], "agent": other, "device": OWN[-1 - step], "topic": name,
                "text": f"Muy mal, no funciona: {name}", "value": person,
            }  # fmt: skip


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("naughty")
    lines = [json.dumps(event) for event in events(listed())]
    (folder / "log.jsonl").write_text("\n".join(lines), encoding="utf-8")
    names = {
        key: json.dumps(ODD.replace("{}", key)) for key in ("first", "second", "third", "fourth")
    }
    config = CONFIG
    for key, name in names.items():
        config = config.replace(f"{{{key}}}", name)
    (folder / "journeys.toml").write_text(config, encoding="utf-8")
    project = load_config(folder / "journeys.toml")
    run(project, Plan(load=True, build=True, report=True))
    return project


@pytest.fixture(scope="module")
def seen(browser: Browser, project: Project) -> Iterator[tuple[Page, list[str]]]:
    """The page with all it complained of and all it asked for."""
    page = browser.new_context(viewport=WIDE).new_page()
    noted: list[str] = []
    page.on("console", lambda message: noted.append(message.text))
    page.on("pageerror", lambda error: noted.append(str(error)))
    page.on("dialog", lambda dialog: noted.append(dialog.message))
    page.on("request", lambda request: noted.append(request.url))
    path = project.path(project.config.report.dir) / "journeys.html"
    page.goto(path.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
    noted.remove(path.as_uri())
    yield page, noted
    page.context.close()


def test_nothing_runs_nothing_is_asked_for_and_nothing_is_complained_of(
    seen: tuple[Page, list[str]],
) -> None:
    page, noted = seen
    page.locator("svg.sankey .node").nth(3).focus()
    page.locator(".filters select").first.select_option(index=1)
    assert noted == []
    assert page.evaluate("document.scripts.length") == 1
    assert page.evaluate(ALIEN) == []


def test_names_are_shown_as_they_are_written(
    seen: tuple[Page, list[str]], project: Project
) -> None:
    text = " ".join(seen[0].evaluate("document.documentElement.textContent").split())
    shown = [" ".join(visible(name).split()) for name in OWN if len(name) < 40]
    assert [name for name in shown if name not in text] == []
    raw = (project.path(project.config.report.dir) / "journeys.html").read_text("utf-8")
    assert not set(raw) & set("\x00\x1b\u202e\u202c\u2028\u200b\u2066\ufeff")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_no_name_breaks_the_shape_of_the_page(
    seen: tuple[Page, list[str]], size: dict[str, int]
) -> None:
    page, _ = seen
    page.set_viewport_size(size)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    spilled = page.evaluate(
        """() => [...document.querySelectorAll(".panel, .card")].filter(
          e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent.trim().slice(0, 60))"""
    )
    assert spilled == []
