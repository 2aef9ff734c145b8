"""A person has so many addresses within a window and no more; which ones, the evidence decides."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from pipeline.config.identity import Identity
from pipeline.engine.face import TableName
from pipeline.report.identity_names import IdentityNames
from pipeline.report.words import load_words
from pipeline.settings_identity import identity_tables
from tests.identity.rules import asked, override, people

ANA = """
    ana  d1  10:00  a  email=1@x.es
    ana  d2  10:00  b  email=2@x.es
    ana  d3  10:00  c  email=3@x.es
    -    d4  10:00  d  email=1@x.es
    -    d5  10:00  e  email=3@x.es
"""
TWO = 'limits = {{ email = {{ most = 2, window = "{}" }} }}'


def test_what_is_one_too_many_stands_for_itself() -> None:
    # Each was seen once with ana, so the later ones stay; 1@x.es alone is nobody's that is known.
    assert people(ANA, TWO.format("30 days")) == ["abce", "d"]


def test_an_address_that_was_given_up_makes_room() -> None:
    # 1@x.es is seen until the fourth day, 2@x.es on the second: one day holds no third one.
    told = ANA.replace("d3", "d9").replace("d5", "d9")
    assert people(told, TWO.format("4 days")) == ["abcde"]
    assert people(told, TWO.format("7 days")) == ["abce", "d"]


def test_without_limits_all_are_hers() -> None:
    assert people(ANA, "limits = {}") == ["abcde"]


def test_somebodys_word_stands_above_a_limit() -> None:
    said = [override("must", "user_id=ana", "email=1@x.es")]
    # Now 2@x.es is one too many; its only event says by itself that it is hers.
    assert people(ANA, TWO.format("30 days"), overrides=said) == ["abcde"]


def test_the_refused_link_is_on_record_with_its_rule() -> None:
    select = "select left_type, right_type, rule from identity.audit where decision = 'refused'"
    rows = asked(ANA, select, TWO.format("30 days"))
    assert [tuple(row.values()) for row in rows] == [
        ("user_id", "email", "more than 2 values of email within 30 days")
    ]


def test_limits_are_for_shared_types() -> None:
    with pytest.raises(ValidationError, match=r"limits\.customer_id"):
        Identity.model_validate({"limits": {"customer_id": {"most": 2, "window": "1 day"}}})
    # The limits that nobody stated hold for what is still shared.
    unique = Identity.model_validate({"classes": {"email": "unique"}})
    limits = identity_tables(unique)[TableName("config", "identity_limits")]
    assert limits.column("id_type").to_pylist() == ["phone"]


def test_the_page_names_the_rule_of_a_limit() -> None:
    limits = identity_tables(Identity())[TableName("config", "identity_limits")]
    names = IdentityNames(load_words("en"))
    assert [names.link_rule(rule) for rule in limits.column("rule").to_pylist()] == [
        "More than 5 of one person within 365 days: E-mail address",
        "More than 5 of one person within 365 days: Phone number",
    ]
