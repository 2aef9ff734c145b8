"""A name from data is text: it is shown, and it does nothing."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pipeline.report import write_report
from pipeline.sankey.labels import visible
from tests.report.company import Journey, Step, journeys
from tests.report.marts import warehouse

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "{{7*7}}{% for x in y %}",
    '" onfocus="alert(1)" x=\'',
    "\u202egnp.exe\u202c",
    "a\x00b\x1b[31m\n\u2028c",
    "%(n)s {n} %s {source}",
    "=HYPERLINK(1)",
    "L" * 10_000,
]


class Tags(HTMLParser):
    """Every tag with its attributes, and all text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def renamed(made: list[Journey]) -> list[Journey]:
    """Give touchpoints, channels and devices hostile names, each one its own."""
    names: dict[str | None, str] = {}

    def other(name: str) -> str:
        return names.setdefault(name, HOSTILE[len(names) % len(HOSTILE)])

    def step(old: Step) -> Step:
        device = other(old.device) if old.device else None
        name, channel = other(old.touchpoint), other(old.channel)
        return Step(old.at, name, old.stage, channel, device, old.department)

    return [
        Journey(j.journey_id, j.journey, j.person_id, tuple(map(step, j.steps)), j.outcome)
        for j in made
    ]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = renamed(journeys(600))
    touchpoints = [
        {
            "touchpoint": name, "stage": name, "stage_no": 1, "moment": name,
            "channel": name, "events": 100, "people": 50,
        }
        for name in HOSTILE
    ]  # fmt: skip
    quality = [
        {"source": name, "measure": measure, "rows": 1, "detail": name}
        for name in HOSTILE
        for measure in ("newest_event", name)
    ]
    folder = tmp_path_factory.mktemp("hostile")
    db = warehouse(made, small_cell_k=1, touchpoints=touchpoints, quality=quality)
    db.execute(
        "insert into raw.rejects select source, file, line, $1, row, loaded_at from raw.rejects",
        [HOSTILE[0]],
    )
    write_report(db, folder)
    return folder


@pytest.fixture(scope="module")
def read(hostile: Path) -> Tags:
    tags = Tags()
    tags.feed((hostile / "journeys.html").read_text("utf-8"))
    return tags


def test_no_name_makes_a_tag_or_an_attribute(read: Tags) -> None:
    assert read.tags.count("script") == 1
    assert "img" not in read.tags
    assert not {name for name in read.attributes if name.startswith("on")}


@pytest.mark.parametrize("name", [n for n in HOSTILE if len(n) < 40])
def test_a_name_is_shown_as_it_is_written(read: Tags, name: str) -> None:
    assert visible(name) in read.text


def test_a_very_long_name_is_cut_and_its_full_text_is_kept_for_hovering(
    hostile: Path, read: Tags
) -> None:
    assert "L" * 40 in read.text
    assert f"title={'L' * 10_000}>" in (hostile / "journeys.html").read_text("utf-8")


def test_nothing_hidden_is_left_in_the_page(hostile: Path) -> None:
    text = (hostile / "journeys.html").read_text("utf-8")
    assert not set(text) & set("\x00\x1b\u202e\u202c\u2028\u200e\u2066")
    assert "[U+202E]gnp.exe[U+202C]" in text


def test_the_json_can_be_read(hostile: Path) -> None:
    assert json.loads((hostile / "report.json").read_text("utf-8"))["run"]["people"] == 600


def test_no_cell_of_a_csv_is_a_formula(hostile: Path) -> None:
    text = (hostile / "tables" / "touchpoints.csv").read_text("utf-8")
    assert "'=HYPERLINK(1)" in text
    assert ",=HYPERLINK" not in text
    assert "\n=HYPERLINK" not in text
