"""From events to touchpoints."""

from tests.build_helpers import SOURCES
from tests.spec.stories import BUYING, ask

LIFE = '\n[[journey]]\nname = "life"\nboundary = "whole"\ngoal = ["X"]\ntimeout = "1 day"\n'


def _config(*rules: str) -> str:
    named = "".join(f"\n[[touchpoint]]\n{rule}\n" for rule in rules)
    return SOURCES + named + '\n[[touchpoint]]\nname = "X"\nmatch = { event = "x" }\n' + LIFE


def _touchpoints(story: str, *rules: str) -> list[str]:
    columns = "select touchpoint from journeys.touchpoint_events order by occurred_us"
    touchpoints: list[str] = ask(story, columns, _config(*rules))
    return touchpoints


def test_without_rules_every_event_name_is_its_own_touchpoint() -> None:
    columns = "select touchpoint from journeys.touchpoint_events order by occurred_us"
    assert ask("ana 10:00 visit\nana 10:01 Visit", columns, BUYING) == ["visit", "Visit"]


def test_the_first_rule_that_matches_wins() -> None:
    story = """
        ana  10:00  page  page=/pay
        ana  10:01  page  page=/home
    """
    pay, page = (
        'name = "Pay"\nmatch = { event = "page", page = "/pay" }',
        'name = "Page"\nmatch = { event = "page" }',
    )
    assert _touchpoints(story, pay, page) == ["Pay", "Page"]
    assert _touchpoints(story, page, pay) == ["Page", "Page"]


def test_all_conditions_of_a_rule_must_hold() -> None:
    story = """
        ana  10:00  page  page=/pay  channel=web  device=mobile  campaign=may  source=crm
        ana  10:01  page  page=/pay  channel=web  device=mobile  campaign=may
        ana  10:02  page  page=/pay  channel=web  device=mobile  source=crm
        ana  10:03  page  page=/pay  channel=web  campaign=may  source=crm
        ana  10:04  page  page=/pay  device=mobile  campaign=may  source=crm
        ana  10:05  page  channel=web  device=mobile  campaign=may  source=crm
        ana  10:06  view  page=/pay  channel=web  device=mobile  campaign=may  source=crm
    """
    rule = (
        'name = "It"\nmatch = { source = "crm", event = "page", page = "/pay", channel = "web", '
        'device = "mobile", campaign = "may" }'
    )
    other = 'name = "Other"\nmatch = { event = "*" }'
    assert _touchpoints(story, rule, other) == ["It", *["Other"] * 6]


def test_a_rule_asks_who_spoke_and_what_about() -> None:
    story = """
        ana  10:00  message  direction=customer  department=Billing  topic=invoice
        ana  10:01  message  direction=agent     department=Billing  topic=invoice
        ana  10:02  message  direction=customer  department=Sales    topic=invoice
        ana  10:03  message  direction=customer  department=Billing  topic=line
        ana  10:04  message
    """
    rule = (
        'name = "It"\nmatch = { direction = "customer", department = "Bill*", topic = "invoice" }'
    )
    other = 'name = "Other"\nmatch = { event = "*" }'
    assert _touchpoints(story, rule, other) == ["It", *["Other"] * 4]


def test_a_rule_with_several_matches_takes_any_of_them() -> None:
    story = """
        ana  10:00  call
        ana  10:01  mail
        ana  10:02  visit
    """
    rule = 'name = "Contact"\nmatch = [{ event = "call" }, { event = "mail" }]'
    assert _touchpoints(story, rule) == ["Contact", "Contact"]


def test_a_star_is_any_text_and_a_question_mark_one_character() -> None:
    story = """
        ana  10:00  pay
        ana  10:01  pays
        ana  10:02  payee
    """
    any_text, one = (f'name = "Pay{n}"\nmatch = {{ event = "pay{n}" }}' for n in "*?")
    assert _touchpoints(story, any_text) == ["Pay*", "Pay*", "Pay*"]
    assert _touchpoints(story, one) == ["Pay?"]


def test_percent_underscore_and_exclamation_marks_are_plain_characters() -> None:
    story = """
        ana  10:00  100%_off!
        ana  10:01  100xxyoff!
        ana  10:02  100%yoff!
        ana  10:03  100%_off
    """
    assert _touchpoints(story, 'name = "Sale"\nmatch = { event = "100%_off!" }') == ["Sale"]


def test_the_case_of_letters_matters() -> None:
    assert _touchpoints("ana 10:00 Pay", 'name = "P"\nmatch = { event = "pay" }') == []


def test_a_condition_on_what_an_event_lacks_fails_unless_anything_goes() -> None:
    story = "ana  10:00  page"
    assert _touchpoints(story, 'name = "P"\nmatch = { page = "/*" }') == []
    assert _touchpoints(story, 'name = "P"\nmatch = { page = "*" }') == ["P"]


def test_events_without_a_rule_are_in_no_step_but_counted() -> None:
    story = """
        ana  10:00  page
        ana  10:01  noise
        ana  10:02  noise
        ana  10:03  page
        ana  10:04  noise  source=crm
    """
    config = _config('name = "Page"\nmatch = { event = "page" }')
    assert ask(story, "select touchpoint, events from marts.steps", config) == [("Page", 2)]
    unmapped = "select source, rows from marts.quality where measure = 'unmapped_events' order by 1"
    assert ask(story, unmapped, config) == [("crm", 1), ("web", 2)]
    assert ask(story, "select events, sessions from marts.people", config) == [(5, 1)]


def test_what_a_rule_says_of_the_place_stands_where_the_event_says_nothing() -> None:
    rule = 'name = "Shop"\nchannel = "store"\ndevice = "in person"\ndepartment = "Shops"\n'
    columns = "select channel, device, department from marts.steps"
    found = ask("ana 10:00 visit", columns, _config(rule + 'match = { event = "visit" }'))
    assert found == [("store", "in person", "Shops")]


def test_a_touchpoint_that_never_happens_is_listed_with_zero_events() -> None:
    columns = "select touchpoint, events, people, channel from marts.touchpoints order by 1"
    story = """
        ana  10:00  page  channel=web
        ana  10:01  page  channel=app
        bea  10:01  page  channel=web
    """
    found = ask(story, columns, _config('name = "Page"\nmatch = { event = "page" }'))
    assert found == [("Page", 3, 2, "web"), ("X", 0, 0, None)]


def test_of_equally_frequent_channels_a_touchpoint_has_the_first_by_name() -> None:
    story = """
        ana  10:00  page  channel=web
        ana  10:01  page  channel=app
        ana  10:02  page
        ana  10:03  page
        ana  10:04  page
    """
    columns = "select channel from marts.touchpoints where touchpoint = 'Page'"
    assert ask(story, columns, _config('name = "Page"\nmatch = { event = "page" }')) == ["app"]


def _channels(story: str, more: str = "") -> list[str]:
    rule = '\n[[touchpoint]]\nname = "X"\nchannel = "Tienda"\nmatch = { event = "x" }\n'
    columns = "select channel from journeys.touchpoint_events order by occurred_us"
    pages = '\n[[touchpoint]]\nname = "Page"\nmatch = { event = "page" }\n'
    channels: list[str] = ask(story, columns, SOURCES + more + rule + pages + LIFE)
    return channels


def test_a_channel_goes_by_one_name_in_whatever_words_a_source_says_it() -> None:
    story = """
        ana  10:00  page  channel=web
        ana  10:01  page  channel=WEB
        ana  10:02  page  channel=Website
        ana  10:03  page  channel=Teléfono
        ana  10:04  page  channel=quiosco
        ana  10:05  x     channel=web  -- the rule says that it is at the shop
    """
    assert _channels(story) == ["web", "web", "web", "phone", "quiosco", "store"]


def test_what_the_configuration_calls_a_channel_stands_above_what_is_usual() -> None:
    story = """
        ana  10:00  page  channel=Quiosco
        ana  10:01  page  channel=web
        ana  10:02  x
    """
    names = '\n[channels]\n"QUIOSCO" = "kiosk"\ntienda = "branch"\n'
    assert _channels(story, names) == ["kiosk", "web", "branch"]
