"""Funnels in the configuration: every mistake is said, with where it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.config import load_config
from pipeline.errors import ConfigurationError

PROJECT = """
[[source]]
name = "web"
files = ["web.csv"]
columns = { event = "event", occurred_at = "at", user_id = "who" }
[[touchpoint]]
name = "Web visit"
match = { event = "visit" }
[[touchpoint]]
name = "Payment"
match = { event = "pay*" }
[[journey]]
name = "buy"
start = ["Web visit"]
goal = ["Payment"]
timeout = "1 day"
[[funnel]]
name = "sale"
journey = "buy"
order = "any"
steps = ["Web*", { touchpoint = "Payment" }]
"""


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('journey = "buy"', 'journey = "by"'), 'No journey is called "by".'),
        (('"Web*", {', '"*", {'), '"Payment" is in step 1 and in step 2: one event cannot be both'),
        (('"Web*"', '"Wob*"'), 'No touchpoint is called "Wob*".'),
        (
            ('touchpoint = "Payment" }]', 'touchpoint = ["Paymant"] }]'),
            'where: [[funnel]] "sale" key "steps"\n  fix:   did you mean "Payment"?',
        ),
        (('steps = ["Web*", ', 'exclude = ["Call"]\nsteps = ["Web*", '), 'called "Call"'),
        (('{ touchpoint = "Payment" }', ""), "at least 2 items"),
        (('"Payment" }]', '"Payment", optinal = true }]'), 'did you mean "optional"?'),
        (('steps = ["Web', 'window = 7\nsteps = ["Web'), "7 is not a duration"),
        (('"any"', '"sorted"'), '"sorted" cannot stand here'),
        (('"any"', '"any"\nunit = "visits"'), '"visits" cannot stand here'),
        (('"any"', '"any"\nby = "divice"'), 'did you mean "device"?'),
        (('"any"', '"any"\ntrend = "month"'), '"month" cannot stand here'),
        (('"Web*", ', '{ touchpoint = "Web*", optional = true }, '), "first step cannot be"),
        (
            (
                "[[funnel]]",
                '[[funnel]]\nname = "sale"\njourney = "buy"\nsteps = ["*", "*"]\n[[funnel]]',
            ),
            '2 tables [[funnel]] are called "sale"',
        ),
    ],
)
def test_a_mistake_in_a_funnel_is_said(
    tmp_path: Path, change: tuple[str, str], message: str
) -> None:
    assert change[0] in PROJECT
    (tmp_path / "web.csv").write_text("who,event,at\n")
    (tmp_path / "journeys.toml").write_text(PROJECT)
    load_config(tmp_path / "journeys.toml", environ={})
    (tmp_path / "journeys.toml").write_text(
        re.sub(re.escape(change[0]), lambda _: change[1], PROJECT, count=1)
    )
    with pytest.raises(ConfigurationError) as caught:
        load_config(tmp_path / "journeys.toml", environ={})
    assert message in str(caught.value)
