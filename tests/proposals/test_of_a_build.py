"""Proposals in a build: profiles of every source, states, no names left, nothing when off."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from pipeline.config import Project, load_config
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.identity.explain import explain
from pipeline.identity.explain_text import explanation_lines, show
from pipeline.run import Plan, run, warehouse_path
from pipeline.warehouse import reading
from tests.build_helpers import rows_of
from tests.partly import load_and_build_for

CONFIG = """
[locale]
country = "ES"

[proposals]
enabled = {enabled}

[[source]]
name = "crm"
kind = "crm"
format = "hubspot"
files = ["contacts.csv"]
timezone = "Europe/Madrid"
columns = {{ customer_id = "Customer" }}

[[source]]
name = "desk"
kind = "support"
format = "zendesk"
files = ["*.jsonl"]

[[source]]
name = "shop"
kind = "other"
files = ["orders.csv"]
columns = {{ event = "event", occurred_at = "at", customer_id = "customer", phone = "phone" }}
profile = {{ name = "Cliente", postcode = "CP" }}

[[source]]
name = "sales"
kind = "crm"
format = "salesforce"
files = ["lead.csv"]
timezone = "Europe/Madrid"

[[source]]
name = "mailorder"
files = ["post.csv"]
columns = {{ event = "event", occurred_at = "Created at", email = "Email" }}
profile = {{ name = "Billing Name", postcode = "Billing Zip" }}

[[journey]]
name = "all"
boundary = "whole"
goal = ["order"]
timeout = "30 days"
"""
CONTACTS = """\
Record ID,First Name,Last Name,Email,Phone Number,Create Date,Postal Code,Customer
901,Ana,Urkullu Etxeberria,ana@casa.example,+34 612 34 56 78,2026-03-01 10:00,48001,
902,Luis,Urkullu Etxeberria,luis@casa.example,+34 612 34 56 79,2026-03-01 10:05,48001,C9
903,Eva,Zubieta Gil,info@tienda.example,+34 612 34 56 80,2026-03-01 10:10,48001,
"""
USER = (
    '{{"id":{id},"name":"{name}","role":"{role}","email":"{email}","phone":{phone},'
    '"external_id":null,"updated_at":"2026-03-02T08:00:00Z"}}\n'
)
TICKET = (
    '{{"id":{id},"requester_id":{user},"status":"open","subject":"x","description":"no va",'
    '"created_at":"2026-03-03T09:00:00Z","updated_at":"2026-03-03T09:00:00Z",'
    '"via":{{"channel":"web"}}}}\n'
)
USERS = (
    USER.format(
        id=20,
        name="A. Urkullu Echeverría",
        role="end-user",
        email="anaue@mail.example",
        phone='"612345678"',
    )
    + USER.format(
        id=21, name="Eva Zubieta Gil", role="end-user", email="info@tienda.example", phone="null"
    )
    + USER.format(
        id=22,
        name="Luis Urkullu Etxeberria",
        role="agent",
        email="l@us.example",
        phone='"612345679"',
    )
)
ORDERS = """\
event,at,customer,phone,Cliente,CP
order,2026-03-05T10:00:00Z,C7,612345679,"Urkullu Etxeberria, Luis",48001
order,2026-03-05T11:00:00Z,C8,612000111,Eva Zubieta Gil,48001
"""
LEADS = """\
"Id","IsDeleted","FirstName","LastName","PostalCode","Email","CreatedDate","IsConverted"
"00Q5g00000LeAdAAAV","false","Nora","Aguirre","01001","nora@x.example","2026-03-06T10:00:00Z","false"
"""
POST = """\
event,Created at,Email,Billing Name,Billing Zip
order,2026-03-07T10:00:00Z,Max@Post.example,Max Olabarri,01002
"""


def _project(folder: Path, *, enabled: bool) -> Project:
    (folder / "journeys.toml").write_text(CONFIG.format(enabled=str(enabled).lower()))
    (folder / "contacts.csv").write_text(CONTACTS)
    (folder / "users.jsonl").write_text(USERS)
    tickets = "".join(TICKET.format(id=70 + user, user=user) for user in (20, 21, 22))
    (folder / "tickets.jsonl").write_text(tickets)
    (folder / "orders.csv").write_text(ORDERS)
    (folder / "lead.csv").write_text(LEADS)
    (folder / "post.csv").write_text(POST)
    return load_config(folder / "journeys.toml")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBEngine]:
    project = _project(tmp_path_factory.mktemp("on"), enabled=True)
    run(project, Plan(load=True, build=True))
    with reading(warehouse_path(project)) as engine:
        yield engine


def proposed(engine: DuckDBEngine) -> set[tuple[str, str, str, str]]:
    """The proposals by the ids of their records, with reason and state."""
    rows = rows_of(
        engine,
        "select lefts.id_value as left_id, rights.id_value as right_id, reason, state "
        "from identity.proposed_links as links "
        "inner join identity.identifiers as lefts on links.left_no = lefts.identifier_no "
        "inner join identity.identifiers as rights on links.right_no = rights.identifier_no",
    )
    return {(row["left_id"], row["right_id"], row["reason"], row["state"]) for row in rows}


def test_every_source_that_knows_people_has_profiles(warehouse: DuckDBEngine) -> None:
    rows = rows_of(
        warehouse,
        "select source, id_type, count(*) as n from identity.profiles "
        "inner join identity.identifiers using (identifier_no) group by all order by source",
    )
    # The agent of the help desk is no customer, and is in no profile.
    assert [tuple(row.values()) for row in rows] == [
        ("crm", "contact_id", 3),
        ("desk", "contact_id", 2),
        ("mailorder", "email", 1),
        ("sales", "anonymous_id", 1),
        ("shop", "customer_id", 2),
    ]


def test_a_pair_says_what_the_rules_know_of_it(warehouse: DuckDBEngine) -> None:
    assert proposed(warehouse) == {
        # One phone: the rules have joined them, which tells that proposals can be believed.
        ("901", "20", "same name with an initial, same phone; e-mail differs", "one person"),
        # One phone and one name, but two numbers of customers.
        ("902", "C7", "same name, same phone, same postcode", "two people"),
        # Nothing in common but name and postcode: somebody may say so.
        ("903", "C8", "same name, same postcode; phone differs", "open"),
    }


def test_a_proposal_joins_nobody(warehouse: DuckDBEngine) -> None:
    rows = rows_of(
        warehouse,
        "select count(distinct component_no) as n from identity.components "
        "inner join identity.identifiers using (identifier_no) where id_value in ('903', 'C8')",
    )
    assert rows == [{"n": 2}]


def test_the_mart_counts_pairs_and_names_nobody(warehouse: DuckDBEngine) -> None:
    rows = rows_of(
        warehouse,
        "select left_source, right_source, state, sum(pairs)::int as pairs "
        "from marts.identity_proposals group by all order by state",
    )
    assert [tuple(row.values()) for row in rows] == [
        ("crm", "desk", "one person", 1),
        ("crm", "shop", "open", 1),
        ("crm", "shop", "two people", 1),
    ]


def test_after_a_build_names_are_where_they_came_in_and_nowhere_else(
    warehouse: DuckDBEngine,
) -> None:
    found = set()
    for row in rows_of(
        warehouse,
        "select table_schema, table_name, column_name from information_schema.columns "
        "where data_type = 'VARCHAR' and table_schema <> 'information_schema' "
        "and (table_schema, table_name) in "
        "(select (table_schema, table_name) from information_schema.tables "
        "where table_type = 'BASE TABLE')",
    ):
        schema, table, column = row.values()
        held = warehouse.connection.table(f"{schema}.{table}").filter(
            f"lower(\"{column}\") like '%zubieta%'"
        )
        if held.limit(1).fetchall():
            found.add((schema, table))
    # Names of users come with the latest state of users, which is a table of staging.
    assert {pair for pair in found if pair[0] not in ("raw", "staging")} == set()
    assert ("raw", "hubspot_contacts") in found


def test_explain_shows_what_is_proposed(warehouse: DuckDBEngine) -> None:
    found = explain(warehouse.connection, "C8")
    (one,) = found.proposals
    assert (one.left, one.right, one.state) == ("contact_id 903 of crm", "customer_id C8", "open")
    console = Console(file=io.StringIO(), width=300)
    show(explanation_lines(found), console)
    assert isinstance(console.file, io.StringIO)
    assert (
        f"Proposed\n  contact_id 903 of crm and customer_id C8: {one.probability:.6f}, "
        "same name, same postcode; phone differs; nobody has said so\n"
    ) in console.file.getvalue()


def test_switched_off_nothing_is_compared(tmp_path: Path) -> None:
    project = _project(tmp_path, enabled=False)
    load_and_build_for(project, "marts.identity_proposals")
    with reading(warehouse_path(project)) as engine:
        assert rows_of(engine, "from identity.profiles") == []
        assert rows_of(engine, "from marts.identity_proposals") == []
