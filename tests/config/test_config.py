"""The configuration: every mistake at once, in words, before anything is written."""

from pathlib import Path

import pytest

from pipeline.config import load_config, model
from pipeline.errors import ConfigurationError
from pipeline.ingest.formats import FORMATS
from pipeline.scaffold import _template_text

GOOD = """
[[source]]
name = "helpdesk"
files = ["log.csv"]
[source.columns]
event = "activity"
occurred_at = "timestamp"
case_id = "case_id"

[[journey]]
name = "ticket"
boundary = "case"
case = "case_id"
goal = ["Closed"]
timeout = "30 days"
"""


def project_file(folder: Path, text: str) -> Path:
    (folder / "log.csv").write_text("case_id,activity,timestamp\n")
    file = folder / "journeys.toml"
    file.write_text(text)
    return file


def mistakes_in(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        load_config(project_file(folder, text), environ={})
    return [str(mistake) for mistake in caught.value.mistakes]


def test_twelve_lines_are_a_configuration(tmp_path: Path) -> None:
    project = load_config(project_file(tmp_path, GOOD), environ={})
    assert project.config.journey[0].timeout.days == 30
    assert project.config.sessions.gap.total_seconds() == 1800


def test_an_unknown_key_is_named_with_the_nearest_one(tmp_path: Path) -> None:
    (mistake,) = mistakes_in(tmp_path, GOOD.replace("timeout =", 'repeat = "keep"\ntimeout ='))
    assert mistake == (
        'The key "repeat" is not known.\n'
        '  where: [[journey]] "ticket" key "repeat"\n'
        '  fix:   did you mean "repeats"?'
    )


def test_a_duration_without_a_unit_is_refused(tmp_path: Path) -> None:
    (mistake,) = mistakes_in(tmp_path, GOOD.replace('"30 days"', "30"))
    assert mistake.startswith("30 is not a duration: write a number and a unit")
    assert 'where: [[journey]] "ticket" key "timeout"' in mistake


@pytest.mark.parametrize("text", ['"0 days"', '"-3 days"', '"days"', '"3 moons"', "true", '""'])
def test_what_is_no_duration_is_refused(tmp_path: Path, text: str) -> None:
    (mistake,) = mistakes_in(tmp_path, GOOD.replace('"30 days"', text))
    assert "duration" in mistake


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    (mistake,) = mistakes_in(tmp_path, GOOD.replace("log.csv", "logs/*.csv"))
    assert mistake.startswith('No file is called "logs/*.csv".')
    assert str(tmp_path) in mistake


def test_a_goal_nobody_defines_is_named_with_the_nearest_touchpoint(tmp_path: Path) -> None:
    rule = '[[touchpoint]]\nname = "Closed ticket"\nmatch = { event = "Closed" }\n'
    (mistake,) = mistakes_in(tmp_path, GOOD.replace('"Closed"', '"Closed tickets"') + rule)
    assert mistake == (
        'No touchpoint is called "Closed tickets".\n'
        '  where: [[journey]] "ticket" key "goal"\n'
        '  fix:   did you mean "Closed ticket"?'
    )


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = (
        GOOD.replace("[[source]]", "[sessions]\ngaps = 1\n\n[[source]]")
        .replace("log.csv", "gone.csv")
        .replace('"30 days"', '"30"')
        .replace('goal = ["Closed"]', 'goal = ["Closd"]')
        + '[[touchpoint]]\nname = "Closed"\nmatch = { event = "Closed" }\n'
    )
    found = " ".join(mistakes_in(tmp_path, text))
    for part in ("gaps", "gone.csv", "'30' is not a duration", '"Closd"'):
        assert part in found


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('boundary = "case"', 'boundary = "cases"'), 'did you mean "case"?'),
        (('case = "case_id"\n', ""), "go together"),
        (('boundary = "case"\ncase = "case_id"', ""), "go together"),
        (('goal = ["Closed"]', "goal = []"), "at least 1 item"),
        (('goal = ["Closed"]', 'goal = ["Closed"]\nends = {open = ["x"]}'), "reserved words"),
        (('goal = ["Closed"]', 'goal = ["x"]\nends = {lost = ["x"]}'), "several outcomes"),
        (('case_id = "case_id"', ""), "needs a column for an identifier"),
        (('event = "activity"', ""), "needs columns for event"),
        (("[[source]]", '[locale]\ntimezone = "Madrid"\n[[source]]'), "is not a time zone"),
        (("[[source]]", '[locale]\nlanguage = "fr"\n[[source]]'), '"fr" cannot stand here'),
        (('event = "activity"', 'evnt = "activity"'), 'did you mean "event"?'),
    ],
)
def test_what_does_not_fit_is_said(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    assert change[0] in GOOD
    assert message in " ".join(mistakes_in(tmp_path, GOOD.replace(*change, 1)))


@pytest.mark.parametrize("name", ["localtime", "posix/UTC", "../passwd", "", "Europe"])
def test_only_names_of_time_zones_are_time_zones(tmp_path: Path, name: str) -> None:
    text = GOOD.replace("[[source]]", f'[locale]\ntimezone = "{name}"\n[[source]]', 1)
    assert "is not a time zone" in " ".join(mistakes_in(tmp_path, text))


def test_a_key_that_is_misspelt_is_one_mistake_and_not_missing_as_well(tmp_path: Path) -> None:
    (mistake,) = mistakes_in(tmp_path, GOOD.replace('goal = ["Closed"]', 'gaol = ["Closed"]'))
    assert 'did you mean "goal"?' in mistake


def test_two_of_one_name_are_refused(tmp_path: Path) -> None:
    journey = GOOD[GOOD.index("[[journey]]") :]
    (mistake,) = mistakes_in(tmp_path, GOOD + journey)
    assert mistake.startswith('2 tables [[journey]] are called "ticket".')


def test_a_stage_nobody_defines_is_named(tmp_path: Path) -> None:
    text = (
        GOOD.replace('"Closed"', '"End"')
        + '[[stage]]\nname = "Support"\n'
        + '[[touchpoint]]\nname = "End"\nstage = "Suport"\nmatch = { event = "Closed" }\n'
    )
    (mistake,) = mistakes_in(tmp_path, text)
    assert 'did you mean "Support"?' in mistake


def test_text_that_is_no_toml_says_where(tmp_path: Path) -> None:
    (mistake,) = mistakes_in(tmp_path, "[[source]\n")
    assert mistake.startswith("This is not TOML")
    assert "line 1" in mistake


def test_without_a_file_the_way_on_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_config(tmp_path / "journeys.toml", environ={})
    assert "journeys init" in str(caught.value)


def test_the_environment_overrides_the_file(tmp_path: Path) -> None:
    environ = {"JOURNEYS_LOCALE__LANGUAGE": "es", "JOURNEYS_KEY": "not a setting"}
    project = load_config(project_file(tmp_path, GOOD), environ=environ)
    assert project.config.locale.language == "es"


def test_a_mistake_in_the_environment_is_named_too(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_config(project_file(tmp_path, GOOD), environ={"JOURNEYS_SESSIONS__GAP": "30"})
    assert "'30' is not a duration" in str(caught.value)


def test_the_formats_that_can_be_stated_are_those_that_are_read() -> None:
    assert set(model.FORMATS) == set(FORMATS)


def test_the_template_is_right_and_shows_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "a.csv").write_text("x\n")
    template = load_config(project_file(tmp_path, _template_text()), environ={}).config
    plain = load_config(project_file(tmp_path, GOOD), environ={}).config
    sections = (
        "warehouse",
        "locale",
        "load",
        "identity",
        "proposals",
        "sessions",
        "handoffs",
        "emotion",
        "report",
    )
    for section in sections:
        assert getattr(template, section) == getattr(plain, section)
        shown = _template_text()[_template_text().index(f"[{section}]") :].split("\n\n")[0]
        for setting in type(getattr(plain, section)).model_fields:
            assert f"{setting} = " in shown
