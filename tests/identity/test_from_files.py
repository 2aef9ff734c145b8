"""Who is who from files in the shape of their products: mergers by a CRM, kiosks, placeholders.

One company's week: a HubSpot portal that merged two contacts, a Salesforce org that merged two, and
a shop whose sales desk, role mailbox and placeholders are in the web log.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from rich.console import Console

from pipeline.config import load_config
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.identity.explain import explain, why
from pipeline.identity.explain_text import answer_lines, explanation_lines, show
from pipeline.run import Plan, run, warehouse_path
from pipeline.warehouse import reading
from tests.build_helpers import rows_of

CONFIG = """
[locale]
country = "ES"

[identity]
busy_shared = 3
busy_device = 3
blocked = ["*@fibra.example"]
limits = { email = { most = 2, window = "30 days" } }
overrides = "overrides.csv"

[[source]]
name = "crm"
kind = "crm"
format = "hubspot"
files = ["hubspot/*.csv"]
timezone = "Europe/Madrid"

[[source]]
name = "sales"
kind = "crm"
format = "salesforce"
files = ["salesforce/*.csv"]
timezone = "Europe/Madrid"

[[source]]
name = "web"
kind = "web"
format = "segment"
files = ["web/*.jsonl"]

[[journey]]
name = "all"
boundary = "whole"
goal = ["identify"]
timeout = "30 days"
"""
# Ana stands twice in the first export. In the second she stands once, and the portal says why.
CONTACTS = {
    "hubspot/2026-03-02.csv": """\
Record ID,First Name,Email,Phone Number,Create Date,Merged Contact IDs
901,Ana,ana@casa.example,+34 612 34 56 78,2026-03-01 10:00,
902,Ana,ana.gil@correo.example,,2026-03-01 11:00,
903,Leo,leo@casa.example,,2026-03-01 12:00,
904,Leo,leo.paz@correo.example,,2026-03-01 12:30,
""",
    "hubspot/2026-03-09.csv": """\
Record ID,First Name,Email,Phone Number,Create Date,Merged Contact IDs
901,Ana,ana@casa.example,+34 612 34 56 78,2026-03-01 10:00,902:1772600000000;899:1772500000000
903,Leo,leo@casa.example,,2026-03-01 12:00,904
""",
}
DEALS = """\
Record ID,Deal Name,Deal Stage,Pipeline,Amount,Create Date,Close Date,Associated Contact IDs
7001,Fibra,Ganado,Altas,29.90,2026-03-04 09:00,2026-03-05 09:00,902
"""
# Two records of Eva were merged; the case was opened under the one that is no more.
SALES = {
    "salesforce/contact.csv": """\
"Id","IsDeleted","MasterRecordId","LastName","Email","CreatedDate","SystemModstamp"
"0035g00000XyZaBAAV","false","","Soler","eva@casa.example","2026-03-01T10:00:00.000Z","2026-03-01T10:00:00.000Z"
"0035g00000XyZaCAAV","true","0035g00000XyZaBAAV","Soler","eva@x.example","2026-03-01T10:00:00.000Z","2026-03-03T10:00:00.000Z"
""",
    "salesforce/case.csv": """\
"Id","IsDeleted","ContactId","Status","IsClosed","CreatedDate","ClosedDate","Origin"
"5005g00000AbCdEAAV","false","0035g00000XyZaC","New","false","2026-03-02T12:00:00.000Z","","Phone"
""",
}
OVERRIDES = """\
left_type,left_scope,left_value,right_type,right_scope,right_value,decision,author,decided_at,reason
contact_id,crm,903,contact_id,crm,904,cannot,Eva,2026-03-10,father and son
"""


def _calls() -> Iterator[dict[str, Any]]:
    """A tablet of the shop on which five customers log in; one mailbox that four of them gave."""
    for number in range(5):
        mail = "tienda@barrio.example" if number < 4 else "null"
        yield {
            "type": "identify",
            "anonymousId": "tablet",
            "userId": f"u{number}",
            "traits": {"email": mail},
        }
    yield {"type": "page", "anonymousId": "0000", "userId": "u0", "name": "inicio"}
    yield {
        "type": "identify",
        "anonymousId": "a9",
        "userId": "u9",
        "traits": {"email": "info@x.example"},
    }
    # Somebody of our own, whose domain the configuration lists.
    yield {
        "type": "identify",
        "anonymousId": "a8",
        "userId": "u8",
        "traits": {"email": "ines@fibra.example"},
    }
    for number in range(3):
        yield {
            "type": "identify",
            "anonymousId": "a7",
            "userId": "u7",
            "traits": {"email": f"seven{number}@correo.example"},
        }


def _web() -> str:
    lines = [
        {"messageId": f"m{number:02}", "timestamp": f"2026-03-02T10:{number:02}:00Z", **call}
        for number, call in enumerate(_calls())
    ]
    return "".join(json.dumps(line) + "\n" for line in lines)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBEngine]:
    folder = tmp_path_factory.mktemp("who")
    files = {"journeys.toml": CONFIG, "overrides.csv": OVERRIDES, "web/w.jsonl": _web()}
    for name, text in (files | CONTACTS | SALES | {"hubspot/deals.csv": DEALS}).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    project = load_config(folder / "journeys.toml")
    run(project, Plan(load=True, build=True))
    with reading(warehouse_path(project)) as engine:
        yield engine


def names_of(warehouse: DuckDBEngine, value: str) -> set[str]:
    """All identifiers of the person who has this one."""
    found = explain(warehouse.connection, value)
    assert found.identifier is not None
    return {found.identifier.id_value, *(one.identifier.id_value for one in found.identifiers)}


def shown(lines: Iterator[str]) -> str:
    console = Console(file=io.StringIO(), width=300)
    show(lines, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_word_of_hubspot_makes_two_records_one(warehouse: DuckDBEngine) -> None:
    # 899 was merged too, but nothing was ever seen of it.
    assert names_of(warehouse, "ana@casa.example") == {
        *("901", "902", "ana@casa.example", "ana.gil@correo.example", "+34612345678", "7001")
    }


def test_explain_names_the_merger_as_the_evidence(warehouse: DuckDBEngine) -> None:
    text = shown(explanation_lines(explain(warehouse.connection, "contact_id=901")))
    assert "contact_id 902 of crm: crm merged them on 2026-03-04 into 901\n" in text
    assert shown(answer_lines(why(warehouse.connection, "ana@casa.example", "7001"))).startswith(
        "email ana@casa.example and order_id 7001 of crm\n  are one person's\n"
    )


def test_the_audit_has_mergers_under_a_rule_of_their_own(warehouse: DuckDBEngine) -> None:
    rows = rows_of(
        warehouse,
        "select decision, rule, source, event_id from identity.audit "
        "where left_type = 'contact_id' and right_type = 'contact_id' order by source, decision",
    )
    assert [tuple(row.values()) for row in rows] == [
        ("joined", "merged by the source", "crm", None),
        ("refused", "cannot be linked", "crm", None),
        ("joined", "merged by the source", "sales", None),
    ]


def test_somebodys_word_stands_above_that_of_the_crm(warehouse: DuckDBEngine) -> None:
    assert names_of(warehouse, "leo@casa.example") == {"903", "leo@casa.example"}
    assert names_of(warehouse, "leo.paz@correo.example") == {"904", "leo.paz@correo.example"}


def test_the_word_of_salesforce_makes_two_records_one(warehouse: DuckDBEngine) -> None:
    assert names_of(warehouse, "eva@casa.example") == {
        *("0035g00000XyZaB", "0035g00000XyZaC", "eva@casa.example", "5005g00000AbCdE")
    }


def test_a_kiosk_and_a_mailbox_of_many_are_busy(warehouse: DuckDBEngine) -> None:
    rows = rows_of(
        warehouse,
        "select id_type, people, events from marts.identity_busy order by id_type",
    )
    assert [tuple(row.values()) for row in rows] == [("anonymous_id", 5, 5), ("email", 4, 4)]
    people = {frozenset(names_of(warehouse, f"u{number}")) for number in range(5)}
    assert len(people) == 5


def test_what_stands_for_nobody_is_counted_by_the_rule_that_says_so(
    warehouse: DuckDBEngine,
) -> None:
    rows = rows_of(
        warehouse,
        "select source, id_type, rule, told, identifiers, events from marts.identity_blocked "
        "order by rule",
    )
    assert [tuple(row.values()) for row in rows] == [
        ("web", "email", "listed", "", 1, 1),
        ("web", "anonymous_id", "noughts", "", 1, 1),
        ("web", "email", "placeholder", "null", 1, 1),
        ("web", "email", "role mailbox", "info@", 1, 1),
    ]


def test_an_address_too_many_is_a_person_of_its_own_and_on_record(
    warehouse: DuckDBEngine,
) -> None:
    rows = rows_of(
        warehouse,
        "select rule, links from marts.identity_links where decision = 'refused' order by rule",
    )
    assert [tuple(row.values()) for row in rows] == [
        ("cannot be linked", 1),
        ("more than 2 values of email within 30 days", 1),
    ]
    # Equal evidence but for the time: the latest two stay.
    assert names_of(warehouse, "u7") >= {"seven1@correo.example", "seven2@correo.example"}
    text = shown(explanation_lines(explain(warehouse.connection, "u7")))
    assert (
        "user_id u7 - email seven0@correo.example: refused: more than 2 values of email within 30 "
        'days, "identify"'
    ) in text
