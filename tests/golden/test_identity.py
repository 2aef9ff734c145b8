"""Who is who in the sample, compared with what the generator knows of its people.

The company is made anew from its seed: the committed files tell nobody which identifiers are whose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pytest

from pipeline.sample.company import found
from pipeline.sample.write import PEOPLE, SEED
from tests.golden.reading import row_of

if TYPE_CHECKING:
    import duckdb

    from pipeline.sample.world import Company
    from tests.golden.reading import Truth

Identifier = tuple[str, str]


@pytest.fixture(scope="module")
def company() -> Company:
    return found(SEED, PEOPLE)


@pytest.fixture(scope="module")
def owners(company: Company) -> dict[Identifier, set[int]]:
    """Whose each identifier of a known person really is: of two people where they share it."""
    theirs: dict[Identifier, set[int]] = {}
    for person in company.people:
        if person.number in company.known:
            for identifier in (
                ("email", person.email.strip().lower()),
                ("phone", person.phone.replace(" ", "")),
                ("user_id", person.user_id),
                ("customer_id", person.customer_id),
            ):
                theirs.setdefault(identifier, set()).add(person.number)
    return theirs


@pytest.fixture(scope="module")
def people(sample_db: duckdb.DuckDBPyConnection) -> dict[Identifier, int]:
    """The person that the pipeline sees behind each unique or shared identifier."""
    rows = sample_db.execute(
        """
        select id_type, id_value, person_key
        from identity.component_names
        inner join identity.identifiers using (identifier_no)
        where id_class in ('unique', 'shared')
        """
    ).fetchall()
    return {(id_type, id_value): key for id_type, id_value, key in rows}


def _pairs(groups: Mapping[object, int]) -> int:
    return sum(size * (size - 1) // 2 for size in groups.values())


def test_every_pair_of_identifiers_is_joined_that_is_one_persons_and_no_other(
    owners: dict[Identifier, set[int]], people: dict[Identifier, int]
) -> None:
    certain = {i: next(iter(who)) for i, who in owners.items() if len(who) == 1 and i in people}
    true_pairs = _pairs(Counter(certain.values()))
    found_pairs = _pairs(Counter(people[i] for i in certain))
    right_pairs = _pairs(Counter((people[i], who) for i, who in certain.items()))
    assert len(certain) > 30_000
    assert right_pairs / found_pairs == 1
    assert right_pairs / true_pairs == 1


def test_what_two_people_share_is_disputed_and_nothing_else_is(
    sample_db: duckdb.DuckDBPyConnection, owners: dict[Identifier, set[int]], truth: Truth
) -> None:
    disputed = sample_db.execute(
        """
        select id_type, id_value
        from identity.disputed_identifiers
        inner join identity.identifiers using (identifier_no)
        """
    ).fetchall()
    planted = {identifier for identifier, who in owners.items() if len(who) > 1}
    assert set(disputed) == planted
    counted = Counter(id_type for id_type, _ in disputed)
    assert counted["email"] == truth["shared_identifiers"]["shared_emails"]
    assert counted["phone"] == truth["shared_identifiers"]["shared_phones"]


def test_the_tablets_of_the_families_are_shared_devices(
    sample_db: duckdb.DuckDBPyConnection, truth: Truth
) -> None:
    tablets, members = row_of(
        sample_db,
        """
        select count(*), sum(people)
        from identity.owners
        inner join identity.identifiers using (identifier_no)
        where owners.people > 1 and identifiers.id_type = 'anonymous_id'
        """,
    )
    assert tablets == truth["shared_identifiers"]["families_on_one_tablet"]
    assert members == truth["shared_identifiers"]["family_members"]


def test_nobody_is_merged_and_nobody_is_lost(
    sample_db: duckdb.DuckDBPyConnection, truth: Truth
) -> None:
    story = truth["shared_identifiers"]
    (found_people,) = row_of(sample_db, "select count(*) from marts.people")
    assert found_people == story["known_people"] + story["anonymous_cookies"]


def test_proposals_find_whom_the_customer_number_joins(
    sample_db: duckdb.DuckDBPyConnection,
) -> None:
    rows = sample_db.table("marts.identity_proposals").fetchall()
    # All customers of the help desk are in the CRM, under the same name; the score sees no number.
    assert rows == [("crm", "support", 0.9999, "one person", 2286)]
