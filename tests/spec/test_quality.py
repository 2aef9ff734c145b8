"""What the quality page says of a source."""

from pathlib import Path

from tests.build_helpers import SOURCES, built, rows_of, story
from tests.spec.folder import Folder
from tests.spec.stories import BUYING

WHOLE = '\n[[journey]]\nname = "life"\nboundary = "whole"\ngoal = ["look"]\ntimeout = "1 day"\n'


def measures(text: str, config: str = BUYING) -> dict[str, int]:
    with built(config, story(text)) as engine:
        rows = rows_of(engine, "select measure, rows from marts.quality where source = 'web'")
    return {row["measure"]: row["rows"] for row in rows}


def test_a_date_that_poses_as_a_time_is_noticed() -> None:
    same = "\n".join(f"ana d{day} 00:00 look" for day in range(1, 7))
    others = "\n".join(f"ana d1 10:{minute:02} look" for minute in range(14, 29))
    assert measures(f"{same}\n{others}")["one_time_of_day"] == 6


def test_a_fifth_of_the_events_or_few_events_are_no_sign_of_it() -> None:
    same = "\n".join(f"ana d{day} 00:00 look" for day in range(1, 6))
    others = "\n".join(f"ana d1 10:{minute:02} look" for minute in range(20))
    assert "one_time_of_day" not in measures(f"{same}\n{others}")
    assert "one_time_of_day" not in measures(same)


def test_days_without_events_are_counted_between_the_first_and_the_last() -> None:
    text = "ana d1 23:59 look\nana d3 00:00 look\nana d6 12:00 look"
    assert measures(text)["days_without_events"] == 3


def test_a_day_with_less_than_half_of_the_usual_events_is_thin() -> None:
    text = "\n".join(
        f"ana d{day} 10:{minute:02} look"
        for day, events in enumerate((4, 4, 2, 1), start=1)
        for minute in range(events)
    )
    # Before day 3 the mean is 4, of which 2 is half; before day 4 it is 10/3.
    assert measures(text)["thin_days"] == 1


def test_a_case_that_begins_with_our_reply_is_noticed() -> None:
    text = """
        ana  10:00  reply  ticket_id=1  direction=company
        ana  10:01  look   ticket_id=1
        leo  10:00  look   ticket_id=2
        leo  10:01  reply  ticket_id=2  direction=company
    """
    assert measures(text)["replies_before_the_contact"] == 1


def test_an_identifier_of_more_than_five_customers_is_noticed() -> None:
    def kiosk(customers: int) -> str:
        return "\n".join(
            f"- 10:0{number} look device_id=kiosk user_id=u{number}" for number in range(customers)
        )

    assert measures(kiosk(6))["busy_identifiers"] == 1
    assert "busy_identifiers" not in measures(kiosk(5))


def test_events_without_a_touchpoint_are_named() -> None:
    rule = '\n[[touchpoint]]\nname = "look"\nmatch = { event = "look" }\n'
    found = measures("ana 10:00 look\nana 10:01 blink\nana 10:02 blink", SOURCES + rule + WHOLE)
    assert (found["unmapped_events"], found["unmapped: blink"]) == (2, 2)
    assert "unmapped: look" not in found


def test_columns_that_came_later_and_columns_that_some_file_lacks_are_named(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write({"web/1.csv": "1,ana,2026-03-02T10:00:00Z,a,,,"})
    later = "id,who,at,event,phone,direction,mood\n2,ana,2026-03-02T11:00:00Z,a,,,good\n"
    (tmp_path / "web/2.csv").write_text(later)
    folder.load(build=True)
    named = (
        "select measure, rows, detail from marts.quality where measure like '%columns' order by 1"
    )
    assert folder.ask(named) == [("missing_columns", 1, "mail"), ("new_columns", 1, "mood")]
