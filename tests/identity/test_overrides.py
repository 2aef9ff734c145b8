"""What somebody decides about two identifiers is read with care, and done."""

from __future__ import annotations

import pytest

from pipeline.identity.contradictions import Override
from pipeline.identity.overrides import parse_overrides
from pipeline.identity.terms import Terms

HEADER = "left_type,left_value,right_type,right_value,decision,author,decided_at,reason"
TERMS = Terms(
    scopes={"customer_id": ("",), "ticket_id": ("chat", "desk"), "contact_id": ("crm",)},
    country="ES",
)


def parsed(*rows: str, header: str = HEADER) -> tuple[list[Override], list[str]]:
    """The overrides, and each mistake with its place."""
    overrides, mistakes = parse_overrides("\n".join([header, *rows]) + "\n", TERMS)
    return overrides, [f"{mistake.where}: {mistake.what}" for mistake in mistakes]


def test_values_are_written_as_those_of_events_are() -> None:
    overrides, mistakes = parsed(
        "email, ANA@x.es\u200b ,phone,600 12 34 56,MUST,eva,2026-03-02T10:00,she called",
        "contact_id, 7 ,email,b@x.es,cannot,eva,2026-03-02,two sisters",
    )
    assert mistakes == []
    assert [(said.kind, said.left, said.right) for said in overrides] == [
        ("must", ("email", "", "ana@x.es"), ("phone", "", "+34600123456")),
        ("cannot", ("contact_id", "crm", "7"), ("email", "", "b@x.es")),
    ]
    assert overrides[0].author == "eva"
    assert overrides[0].reason == "she called"


def test_columns_stand_in_any_order_and_may_be_parted_by_semicolons() -> None:
    header = (
        "reason;decision;author;decided_at;left_type;left_scope;left_value;right_type;right_value"
    )
    overrides, mistakes = parsed(
        '"old; and new";must;eva;2026-03-02;user_id;;u;email;a@x.es', header=header
    )
    assert mistakes == []
    assert overrides[0].reason == "old; and new"


def test_a_line_is_where_its_row_begins() -> None:
    overrides, mistakes = parsed(
        'email,a@x.es,user_id,u,must,eva,2026-03-02,"a long\nstory"',
        ",,,,,,,",
        "email,b@x.es,user_id,v,must,eva,2026-03-02,x",
        "email,c@x.es,user_id,w,perhaps,eva,2026-03-02,x",
    )
    assert [said.line for said in overrides] == [2, 5]
    assert mistakes == ['line 6, column decision: "perhaps" is no decision: write must or cannot.']


GOOD = {
    "left_type": "email",
    "left_scope": "",
    "left_value": "a@x.es",
    "right_type": "customer_id",
    "right_scope": "",
    "right_value": "7",
    "decision": "must",
    "author": "eva",
    "decided_at": "2026-03-02",
    "reason": "she said so",
}


@pytest.mark.parametrize(
    ("cells", "where", "what"),
    [
        ({"left_type": "mail"}, "left_type", "no type of identifier"),
        ({"left_value": " "}, "left_value", "is no email"),
        ({"left_type": "phone", "left_value": "n/a"}, "left_value", "is no phone"),
        ({"left_scope": "crm"}, "left_scope", "leave it empty"),
        ({"decision": ""}, "decision", "is no decision"),
        ({"author": ""}, "author", "There is no author"),
        ({"reason": ""}, "reason", "There is no reason"),
        ({"decided_at": "yesterday"}, "decided_at", "is no date"),
        ({"right_type": "email", "right_value": " A@x.es"}, "", "Both sides are"),
        ({"left_type": "anonymous_id"}, "", "A device never joins people"),
        (
            {"left_type": "ticket_id", "decision": "cannot"},
            "left_scope",
            "known inside one of chat, desk",
        ),
        (
            {"left_type": "device_id", "right_type": "anonymous_id", "decision": "cannot"},
            "",
            "nothing to keep apart",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else ",".join(value),
)
def test_a_row_that_cannot_be_used_is_named(cells: dict[str, str], where: str, what: str) -> None:
    row = ",".join((GOOD | cells).values())
    overrides, mistakes = parsed(row, header=",".join(GOOD))
    assert overrides == []
    (mistake,) = mistakes
    assert mistake.startswith("line 2" + (f", column {where}:" if where else ":"))
    assert what in mistake


def test_a_row_with_a_cell_too_few_is_named() -> None:
    assert parsed("email,a@x.es")[1] == ["line 2: The row has not as many cells as line 1."]


@pytest.mark.parametrize(
    ("header", "what"),
    [
        (HEADER.replace("reason", "why"), ["is missing", "is not known"]),
        (HEADER + ",reason", ["stands twice"]),
        ("", ["is missing"] * 8),
    ],
)
def test_a_wrong_header_is_told(header: str, what: list[str]) -> None:
    overrides, mistakes = parsed("email,a@x.es,user_id,u,must,eva,2026-03-02,x", header=header)
    assert overrides == []
    assert len(mistakes) == len(what)
    assert all(word in mistake for word, mistake in zip(what, mistakes, strict=True))


def row(left: str, right: str, decision: str) -> str:
    """A row of the file, from type=value twice."""
    cells = [*left.split("="), *right.split("=")]
    return ",".join([*cells, decision, "eva", "2026-03-02", "she said so"])


def test_two_rows_that_cannot_both_hold_are_both_named() -> None:
    _, mistakes = parsed(
        row("email=a@x.es", "user_id=u", "must"), row("user_id=u", "email=A@x.es", "cannot")
    )
    (mistake,) = mistakes
    assert "line 2" in mistake
    assert "line 3" in mistake


def test_a_contradiction_over_a_third_is_told_with_every_row_and_no_other() -> None:
    _, mistakes = parsed(
        row("phone=600123456", "user_id=u", "must"),
        row("email=a@x.es", "user_id=u", "must"),
        row("email=a@x.es", "user_id=v", "cannot"),
        row("phone=600123456", "email=a@x.es", "cannot"),
    )
    (mistake,) = mistakes
    assert [f"line {line}" in mistake for line in (2, 3, 4, 5)] == [True, True, False, True]


def test_two_customers_cannot_be_one() -> None:
    _, mistakes = parsed(
        row("customer_id=1", "email=a@x.es", "must"), row("email=a@x.es", "customer_id=2", "must")
    )
    (mistake,) = mistakes
    assert "customer_id 1 and customer_id 2 are two values of customer_id" in mistake
