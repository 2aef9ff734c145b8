"""One person's events of all sources, as text, as JSON, in a notebook, by the command."""

from __future__ import annotations

import json
from collections.abc import Iterator

import duckdb
import pytest
from click.testing import CliRunner

import pipeline as jp
from pipeline.cli import main
from pipeline.config import Project
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.errors import JourneysError
from tests.build_helpers import BUY, SOURCES, open_built, story

MADRID = '[locale]\ntimezone = "Europe/Madrid"\nlanguage = '
ENGLISH = MADRID + '"en"\n' + SOURCES + BUY
SPANISH = MADRID + '"es"\n' + SOURCES + BUY
STORY = """
    ana  10:00     visit  channel=web  device=mobile  email=ana@x.es
    ana  10:01     visit  channel=web  device=mobile  -- the same step
    -    10:05     call   channel=phone  email=ana@x.es  source=crm  agent=Eva
    ana  10:20     visit  channel=web  emotion=-1.5   -- does it again, and so came back
    ana  23:30     buy    value=1250.5     -- in no journey; the next day in Madrid
    bea  10:00     visit
    ana  d2 10:00  mail   direction=company
"""


@pytest.fixture(scope="module")
def english() -> Iterator[DuckDBEngine]:
    with open_built(ENGLISH, story(STORY)) as engine:
        yield engine


def person_of(engine: DuckDBEngine) -> str:
    return jp.timeline(engine.connection, "ana@x.es").person_id


def test_the_events_of_all_sources_stand_in_order_with_what_is_known(
    english: DuckDBEngine,
) -> None:
    text = str(jp.timeline(english.connection, " Ana@X.es "))
    assert text == (
        f"Person {person_of(english)}\n"
        "  6 events, 2 visits, 1 journey\n"
        "Monday, March 2, 2026\n"
        "  11:00:00  visit  (web, Web, Mobile, visit 1)\n"
        "            buy, step 1\n"
        "  11:01:00  visit  (web, Web, Mobile, visit 1)\n"
        "            buy, step 1\n"
        "  11:05:00  call  (crm, Phone, Eva, visit 1)\n"
        "            channel: Web -> Phone, after 5 min, came back\n"
        "            buy, step 2\n"
        "  11:20:00  visit  (web, Web, visit 1)\n"
        "            channel: Phone -> Web, after 15 min, had to repeat\n"
        "            buy, step 3 = drop-off\n"
        "            feeling -1.5\n"
        "Tuesday, March 3, 2026\n"
        "  00:30:00  buy  (web, visit 2)\n"
        "            1,250.5 EUR\n"
        "  11:00:00  mail  (web, by us)"
    )


def test_it_speaks_the_language_of_the_project() -> None:
    with open_built(SPANISH, story(STORY)) as engine:
        text = str(jp.timeline(engine.connection, "ana"))
    assert text.splitlines()[1:3] == [
        "  6 eventos, 2 visitas, 1 recorrido",
        "lunes, 2 de marzo de 2026",
    ]
    assert "canal: Web -> Teléfono, tras 5 min, volvió" in text
    assert "buy, paso 3 = abandono" in text
    assert "1.250,5 EUR" in text
    assert "por nuestra parte" in text


def test_json_and_frame_have_everything(english: DuckDBEngine) -> None:
    found = jp.timeline(english.connection, "ana")
    told = json.loads(found.as_json())
    assert told["person_id"] == found.person_id
    assert [moment["event"] for moment in told["moments"]] == [
        *("visit", "visit", "call", "visit", "buy", "mail")
    ]
    back = told["moments"][3]
    assert back["occurred_at"] == "2026-03-02T10:20:00+00:00"
    assert back["places"][0]["outcome"] == "ended"
    assert back["handoffs"][0]["wait_s"] == 900.0
    assert list(found.frame()["session_no"].dropna()) == [1, 1, 1, 1, 2]


def test_a_person_is_found_by_their_own_id_and_by_that_of_a_journey(
    english: DuckDBEngine,
) -> None:
    found = jp.timeline(english.connection, "ana")
    assert jp.timeline(english.connection, found.person_id) == found
    assert jp.timeline(english.connection, found.moments[0].places[0].journey_id) == found
    with pytest.raises(JourneysError, match="Nothing is called"):
        jp.timeline(english.connection, "nobody")


def test_what_logs_say_is_neither_markup_nor_a_command_to_the_terminal() -> None:
    hostile = "<b>x</b>\x1b[2J"
    with open_built(ENGLISH, story(f"ana 10:00 {hostile}")) as engine:
        found = jp.timeline(engine.connection, "ana")
    assert "\x1b" not in str(found)
    assert "&lt;b&gt;x&lt;/b&gt;" in found._repr_html_()


def test_the_command_prints_text_or_json(
    sample_project: Project, sample_db: duckdb.DuckDBPyConnection
) -> None:
    select = "select person_id from marts.people order by events desc, person_id limit 1"
    ((person,),) = sample_db.sql(select).fetchall()
    file = str(sample_project.root / "journeys.toml")
    found = jp.timeline(sample_db, person)
    as_text = CliRunner().invoke(main, ["timeline", "--config", file, person])
    assert as_text.exit_code == 0
    assert as_text.stdout.splitlines() == str(found).splitlines()
    as_json = CliRunner().invoke(main, ["timeline", "--config", file, person, "--json"])
    assert as_json.stdout == found.as_json() + "\n"
    unknown = CliRunner().invoke(main, ["timeline", "--config", file, "nobody at all"])
    assert unknown.exit_code == 1
    assert "Nothing is called" in unknown.stderr
