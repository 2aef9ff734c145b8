"""Rejected rows of exports that are turned into another shape are tried again in that shape."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from pipeline.config import load_config
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.ingest import load_sources, retry_rejects
from tests.ingest.small_files import asked

_CONFIG = """
[load]
max_rejected_share = 1
[[source]]
name = "s"
files = ["{name}"]
format = "{format}"
timezone = "UTC"
[[journey]]
name = "j"
boundary = "whole"
goal = ["all"]
timeout = "1 day"
"""
BAD, MENDED = "12 Nov", "2025-11-12 10:00:00"


@dataclass(frozen=True)
class Case:
    """A file of which one row has a bad time, and the tables that its rows are in."""

    format: str
    name: str
    text: str
    tables: tuple[str, ...]


CASES = {
    "a table of Segment, told by its name": Case(
        "segment",
        "PROD_PAGES.csv",
        f"ID,TIMESTAMP,USER_ID,NAME\n1,2025-11-12 09:00:00,C1,A\n2,{BAD},C1,B\n",
        ("segment_events",),
    ),
    "Zendesk's comments": Case(
        "zendesk",
        "ticket_comment.csv",
        "id,_fivetran_synced,body,created,public,ticket_id,user_id\n"
        f"1,x,No pasa,2025-11-13 08:12:00,TRUE,11,2222\n2,x,mirar,{BAD},FALSE,11,1111\n",
        ("zendesk_audit_events",),
    ),
    "Zendesk's tickets": Case(
        "zendesk",
        "ticket.csv",
        "ID,CREATED_AT,UPDATED_AT,REQUESTER_ID,STATUS,VIA_CHANNEL\n"
        f"11,2025-11-13 08:12:00,,2222,open,web\n12,{BAD},,2222,open,web\n",
        ("zendesk_tickets",),
    ),
    "contacts of a connector to HubSpot": Case(
        "hubspot",
        "contact.csv",
        "_fivetran_deleted,id,property_email,property_createdate\n"
        f"FALSE,901,marta@correo.test,2025-11-12 9:14:00\nFALSE,902,leo@correo.test,{BAD}\n",
        ("hubspot_rows",),
    ),
    "deals of HubSpot's portal, with their stages": Case(
        "hubspot",
        "negocios.csv",
        "ID de registro,Etapa del negocio,Fecha de creación,"
        '"Fecha de entrada en la etapa ""Contrato (Altas)"""\n'
        f"1,Contrato,2025-11-12 09:00,2025-11-12 09:00\n2,Contrato,2025-11-12 09:00,{BAD}\n",
        ("hubspot_deals", "hubspot_deal_stages"),
    ),
    "the list of PostHog's app": Case(
        "posthog",
        "export.csv",
        "*.uuid,*.event,*.distinct_id,*.timestamp,*.properties.$lib,properties.$current_url\n"
        "1,$pageview,C1,2025-11-12 09:00:00,web,https://x.test/a\n"
        f"2,$pageview,C1,{BAD},web,https://x.test/b\n",
        ("events_s",),
    ),
    "PostHog's table in capitals": Case(
        "posthog",
        "events.csv",
        f"UUID,EVENT,DISTINCT_ID,TIMESTAMP\n1,look,C1,2025-11-12 09:00:00\n2,look,C1,{BAD}\n",
        ("events_s",),
    ),
}


def kept(engine: DuckDBEngine, case: Case) -> list[list[tuple[object, ...]]]:
    """All that the tables hold but the hash of what was written."""
    star = duckdb.StarExpression(exclude=["row_hash"])
    rows = []
    for name in case.tables:
        table = engine.connection.table(f"raw.{name}")
        every = duckdb.StarExpression() if "row_hash" not in table.columns else star
        rows.append(sorted(table.select(every).fetchall(), key=repr))
    return rows


def loaded(folder: Path, case: Case, text: str, engine: DuckDBEngine) -> None:
    (folder / case.name).write_text(text)
    (folder / "journeys.toml").write_text(_CONFIG.format(name=case.name, format=case.format))
    list(load_sources(engine, load_config(folder / "journeys.toml")))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_mended_row_becomes_what_it_would_have_been_in_its_file(
    tmp_path: Path, case: Case
) -> None:
    with (
        DuckDBEngine(":memory:", threads=1) as engine,
        DuckDBEngine(":memory:", threads=1) as other,
    ):
        loaded(tmp_path, case, case.text.replace(BAD, MENDED), other)
        loaded(tmp_path, case, case.text, engine)
        project = load_config(tmp_path / "journeys.toml")
        before = asked(engine, "select line, reason, row from raw.rejects")
        assert len(before) == 1
        assert [report.kept for report in retry_rejects(engine, project)] == [0]
        assert asked(engine, "select line, reason, row from raw.rejects") == before
        engine.execute("update raw.rejects set row = replace(row, ?, ?)", [BAD, MENDED])
        assert [report.kept for report in retry_rejects(engine, project)] == [1]
        assert asked(engine, "from raw.rejects") == []
        assert kept(engine, case) == kept(other, case)


def test_a_change_of_a_field_is_told_by_the_rows_around_it_so_it_stays_rejected(
    tmp_path: Path,
) -> None:
    text = (
        "field_name,ticket_id,updated,user_id,value\n"
        f"group_id,11,2025-11-13 08:12:00,2222,1\ngroup_id,11,{BAD},1111,2\n"
    )
    case = Case("zendesk", "ticket_field_history.csv", text, ("zendesk_audit_events",))
    with DuckDBEngine(":memory:", threads=1) as engine:
        loaded(tmp_path, case, text, engine)
        engine.execute("update raw.rejects set row = replace(row, ?, ?)", [BAD, MENDED])
        assert list(retry_rejects(engine, load_config(tmp_path / "journeys.toml"))) == []
        assert asked(engine, "select count(*) from raw.rejects") == [(1,)]
