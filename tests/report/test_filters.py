"""What the page says under each filter is what is counted one journey after the other."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest
from playwright.sync_api import Browser

from pipeline.config import Project
from pipeline.report.numbers import Numbers
from pipeline.report.rates import rate
from tests.report.test_browser import CHROMIUM, REQUIRED, opened

pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not REQUIRED,
    reason="no chromium found; on Debian: apt-get install chromium",
)
SMALL = 10
Counts = Mapping[str, Counter[str | None]]  # outcome -> value -> journeys
SAID = """() => [...document.querySelectorAll(".filters")].map(box => ({
  words: {...box.dataset, facets: null},
  said: [...box.querySelectorAll("optgroup option")].map(option => {
    const select = box.querySelector("select");
    select.value = option.value;
    select.dispatchEvent(new Event("change"));
    return [option.value, box.querySelector("output").textContent]; }) }))"""


@pytest.fixture(scope="module")
def counted(sample_db: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], Counts]:
    """Journeys by name and kind of filter, one after the other."""
    zone = ZoneInfo("Europe/Madrid")
    first: dict[str, dict[str, str | None]] = defaultdict(dict)
    steps = "select journey_id, channel, device from marts.steps order by journey_id, step_no"
    for journey_id, channel, device in sample_db.execute(steps).fetchall():
        known = first[journey_id]
        known["channel"] = known.get("channel") or channel
        known["device"] = known.get("device") or device
    personas = dict(sample_db.execute("select person_id, persona from marts.people").fetchall())
    found: dict[tuple[str, str], Counts] = defaultdict(lambda: defaultdict(Counter))
    journeys = "select journey_id, journey, person_id, started_at, outcome from marts.journeys"
    for journey_id, journey, person_id, started_at, outcome in sample_db.execute(
        journeys
    ).fetchall():
        way = outcome if outcome in {"reached", "open"} else "lost"
        month = f"{started_at.astimezone(zone):%Y-%m}"
        values = {**first[journey_id], "persona": personas[person_id], "period": month}
        for kind, value in values.items():
            found[journey, kind][way][value] += 1
    return found


def told(counts: Counter[str | None], values: list[str]) -> dict[str, int]:
    """What may be told: no small count, and none that its sum would give away."""
    shown = {value: counts[value] for value in values if counts[value] >= SMALL}
    while shown and 0 < sum(counts.values()) - sum(shown.values()) < SMALL:
        del shown[min(shown, key=lambda value: shown[value])]
    return shown


def test_each_filter_says_what_is_counted_of_it(
    browser: Browser, sample_project: Project, counted: dict[tuple[str, str], Counts]
) -> None:
    folder = sample_project.path(sample_project.config.report.dir)
    report = json.loads((folder / "report.json").read_text("utf-8"))
    page = opened(browser, folder)
    boxes = page.evaluate(SAID)
    page.context.close()
    assert len(boxes) == len(report["journeys"]) == 2
    for box, journey in zip(boxes, report["journeys"], strict=True):
        said = dict(box["said"])
        expected = dict(sentences(journey, box["words"], counted))
        assert len(expected) > 10
        assert {key: plain(text) for key, text in said.items()} == expected


def sentences(
    journey: dict[str, Any], words: dict[str, str], counted: dict[tuple[str, str], Counts]
) -> Iterator[tuple[str, str]]:
    """What each filter of a journey should say, by its place."""
    for place, facet in enumerate(journey["steps"]["facets"]):
        counts = counted[journey["definition"]["name"], facet["kind"]]
        every = sum(counts.values(), Counter())
        known = {way: told(of, facet["values"]) for way, of in counts.items()}
        assert {value for value, n in every.items() if value and n >= SMALL} == set(facet["values"])
        for number, value in enumerate(facet["values"]):
            lit = sum(dict(map(tuple, part)).get(number, 0) for part in facet["by_route"])
            assert lit <= every[value]
            own = {way: of.get(value, 0) for way, of in known.items()}
            yield f"{place} {number}", sentence(own, lit, journey["goal"]["value"], words)


def sentence(own: Mapping[str, int], lit: int, goal: float, words: dict[str, str]) -> str:
    """The words of the page with the numbers of one filter."""
    numbers = Numbers("es", "Europe/Madrid")
    reached, decided = own.get("reached", 0), own.get("reached", 0) + own.get("lost", 0)
    is_early = own.get("open", 0) > decided / 3
    text = words["early" if is_early else "said" if reached and own.get("lost") else "few"]
    share = rate(reached, decided)
    parts = {
        "n": numbers.count(decided), "open": numbers.count(own.get("open", 0)),
        "goal": numbers.rate(share.value), "high": numbers.rate(share.high),
        "low": numbers.rate(share.low).replace("\xa0%", ""),
        "base": numbers.rate(goal), "lit": numbers.count(lit),
    }  # fmt: skip
    for name, number in parts.items():
        text = text.replace(f"{{{name}}}", number)
    return plain(text)


def plain(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u202f", " ")
