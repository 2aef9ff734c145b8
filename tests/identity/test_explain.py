"""Why somebody is who they are can be asked, and the answer names the evidence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from pipeline.build import build_tables
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.errors import JourneysError
from pipeline.identity.explain import explain, why
from pipeline.identity.explain_text import answer_lines, explanation_lines
from pipeline.identity.explanation import Explanation
from tests.build_helpers import BUY, KEY, SOURCES, Row, deliver, story
from tests.identity.rules import assigned, override

STORY = """
    ana  10:00  visit  id=x1  anonymous_id=laptop
    ana  10:01  login  id=x2  email=ana@x.es
    -    10:02  call   id=x3  phone=600~123  email=ANA@x.es
    -    10:03  call   id=x4  phone=600123
    -    10:04  ask    id=x5  ticket_id=7  email=ana@x.es  source=crm
    bea  11:00  visit  id=x6  anonymous_id=laptop
    -    11:01  read   id=x7  anonymous_id=laptop
    bea  11:02  login  id=x8  email=us@x.es  customer_id=1
    -    11:03  login  id=x9  email=us@x.es  customer_id=2
    -    11:04  read   id=x10 email=us@x.es
    eve  12:00  visit  id=x11 email=info@x.es
    laptop 13:00 visit id=x12
"""


@contextmanager
def asking(
    told: str = STORY, *later: str, overrides: tuple[Row, ...] = (), settings: str = ""
) -> Iterator[DuckDBEngine]:
    """A warehouse of a story, ready to be asked; after every further part it is built anew."""
    config = f"{SOURCES}{BUY}\n[identity]\n{settings}"
    with assigned(config, story(told), overrides=overrides) as engine:
        for part in later:
            engine.execute("delete from raw.files")
            deliver(engine, story(part))
            for layer in ("staging", "identity"):
                build_tables(engine, key=KEY, only=layer)
        engine.execute("create schema marts")
        engine.execute(
            "create table marts.journeys as select 'j-' || person_id as journey_id, person_id "
            "from identity.persons"
        )
        yield engine


@pytest.fixture(scope="module")
def warehouse() -> Iterator[DuckDBEngine]:
    with asking() as engine:
        yield engine


def chains(found: Explanation) -> dict[str, list[tuple[str, str | None]]]:
    """How each identifier is reached: over which one, and in which event."""
    return {
        str(one.identifier): [(step.right, step.event) for step in one.chain]
        for one in found.identifiers
    }


def test_the_shortest_chain_of_evidence_leads_to_every_identifier(warehouse: DuckDBEngine) -> None:
    found = explain(warehouse.connection, "ana")
    assert chains(found) == {
        "email ana@x.es": [("email ana@x.es", "login")],
        "anonymous_id laptop": [("anonymous_id laptop", "visit")],
        "phone 600123": [("email ana@x.es", "login"), ("phone 600123", "call")],
        "ticket_id 7 of crm": [("email ana@x.es", "login"), ("ticket_id 7 of crm", "ask")],
    }
    step = next(one for one in found.identifiers if one.identifier.id_type == "email").chain[0]
    assert (step.event_id, step.source, step.how) == ("web:x2", "web", "seen together")
    assert f"{step.occurred_at:%H:%M}" == "10:01"


@pytest.mark.parametrize("asked", [" ANA@x.es", "600-123", "ana", "email=ana@x.es", "7"])
def test_any_spelling_of_any_identifier_finds_the_person(
    warehouse: DuckDBEngine, asked: str
) -> None:
    found = explain(warehouse.connection, asked)
    assert found.person is not None
    assert found.person.person_id == person_id(warehouse, "user_id=ana")
    assert found.person.identifiers == 5
    assert found.person.events == 5
    assert found.person.joined_identifiers == 3


def person_id(engine: DuckDBEngine, asked: str) -> str:
    person = explain(engine.connection, asked).person
    assert person is not None
    return person.person_id


def test_a_person_a_journey_and_a_hash_find_the_person(warehouse: DuckDBEngine) -> None:
    ana = person_id(warehouse, "user_id=ana")
    hashed = warehouse.scalar(
        "select id_hash from identity.pseudonyms natural join identity.identifiers "
        "where id_value = 'ana'"
    )
    for asked in (ana, f"j-{ana}", hashed):
        assert person_id(warehouse, asked) == ana
    found = explain(warehouse.connection, ana)
    assert found.identifier is None
    assert str(found.named_after) == "user_id ana"


def test_a_device_of_two_says_whose_it_was_when(warehouse: DuckDBEngine) -> None:
    found = explain(warehouse.connection, "laptop", id_type="anonymous_id")
    ana, bea = person_id(warehouse, "user_id=ana"), person_id(warehouse, "bea")
    told = [(use.person_id, use.events, use.rules) for use in found.periods]
    assert told == [(ana, 1, "own id"), (bea, 2, "device, own id")]
    assert [use.person_id for use in found.users] == [ana, bea]


def test_a_value_of_two_types_has_to_be_told_apart(warehouse: DuckDBEngine) -> None:
    with pytest.raises(JourneysError, match="Several are called") as failure:
        explain(warehouse.connection, "laptop")
    assert failure.value.where == "user_id laptop; anonymous_id laptop"
    chosen = explain(warehouse.connection, "user_id=laptop").identifier
    assert chosen is not None
    assert chosen.id_type == "user_id"


def test_an_ambiguous_address_says_so_with_the_refusal(warehouse: DuckDBEngine) -> None:
    found = explain(warehouse.connection, "us@x.es")
    assert found.notes[0].startswith("ambiguous")
    (refusal,) = found.refusals
    assert refusal.step.is_refused
    assert refusal.step.how == "refused: two values of customer_id"
    assert set(refusal.against) == {"customer_id 1", "customer_id 2"}


def test_a_blocked_identifier_is_nobody_s_and_says_why(warehouse: DuckDBEngine) -> None:
    found = explain(warehouse.connection, "info@x.es")
    assert found.person is None
    assert found.notes == ("blocked (role mailbox): it joins and owns nothing",)
    assert "  nobody's: no person has it" in list(explanation_lines(found))


def test_a_busy_identifier_says_so() -> None:
    lines = [f"user{n} 10:{n:02} {n} email=desk@x.es" for n in range(11)]
    with asking("\n".join(lines)) as engine:
        found = explain(engine.connection, "desk@x.es")
    assert found.notes == (
        "busy, used by 11 people at one time: it proves nothing and owns nothing",
    )


def test_what_is_unknown_is_an_error_of_exit_code_1(warehouse: DuckDBEngine) -> None:
    for asked in ("zoe@x.es", "", "user_id=zoe"):
        with pytest.raises(JourneysError, match="Nothing is called") as failure:
            explain(warehouse.connection, asked)
        assert failure.value.exit_code == 1


def test_two_of_one_person_are_joined_by_their_chain(warehouse: DuckDBEngine) -> None:
    answer = why(warehouse.connection, "7", "600 123")
    assert answer.is_one_person
    assert [step.event_id for step in answer.chain] == ["crm:x5", "web:x3"]
    assert not any(step.is_refused for step in answer.chain)


def test_two_people_are_kept_apart_by_the_refused_link(warehouse: DuckDBEngine) -> None:
    answer = why(warehouse.connection, "customer_id=1", "customer_id=2")
    assert not answer.is_one_person
    assert [step.is_refused for step in answer.chain].count(True) == 1
    assert "  are not one person's" in list(answer_lines(answer))


def test_two_strangers_have_no_chain(warehouse: DuckDBEngine) -> None:
    answer = why(warehouse.connection, "ana@x.es", "customer_id=2")
    assert (answer.is_one_person, answer.chain) == (False, ())


def test_a_device_that_both_used_makes_no_chain_between_two_people(
    warehouse: DuckDBEngine,
) -> None:
    assert why(warehouse.connection, "user_id=ana", "bea").chain == ()


def test_an_override_is_evidence_with_its_author() -> None:
    said = override("must", "user_id=ana", "phone=600") | {"override_no": 5}
    with asking("ana 10:00 a\n- 10:01 b phone=600", overrides=(said,)) as engine:
        found = explain(engine.connection, "ana")
        (step,) = found.identifiers[0].chain
        told = list(explanation_lines(found))
    assert (step.how, step.event_id) == ("eva said so on 2026-03-02: she said so", None)
    assert "  line 5: user_id ana and phone 600, must; eva, 2026-03-02: she said so" in told


def test_a_former_person_is_followed_to_the_present_one() -> None:
    first = "ana 10:00 a id=x1\n- 10:01 b id=x2 email=a@x.es"
    with asking(first) as engine:
        former = person_id(engine, "a@x.es")
    with asking(first, "ana 11:00 c id=x3 email=a@x.es") as engine:
        found = explain(engine.connection, former)
        ana = person_id(engine, "user_id=ana")
        about_mail = explain(engine.connection, "a@x.es").changes
    assert former != ana
    assert found.person is not None
    assert found.person.person_id == ana
    assert found.notes == (f"{former} became {ana}; see the changes",)
    assert [(change.kind, change.from_person_id) for change in found.changes] == [
        ("merged", former)
    ]
    assert about_mail == found.changes


def test_the_policy_is_told_where_it_is_not_the_usual_one() -> None:
    with asking(
        "ana 10:00 a email=a@x.es\n- 10:01 b email=a@x.es", settings='policy = "none"'
    ) as e:
        told = list(explanation_lines(explain(e.connection, "a@x.es")))
    assert '  under the policy "none"' in told


def test_a_warehouse_of_another_version_is_told() -> None:
    with DuckDBEngine(":memory:") as engine:
        engine.execute("create schema config")
        engine.execute("create table config.settings as select 'ES' as country")
        with pytest.raises(JourneysError, match="another version"):
            explain(engine.connection, "ana")
