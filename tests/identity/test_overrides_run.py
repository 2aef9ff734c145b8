"""What somebody decides about two identifiers is done by the next build, and can be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.config import Project, load_config
from pipeline.doctor import examine
from pipeline.errors import ConfigurationError
from pipeline.identity.overrides import read_overrides
from pipeline.run import Plan, run, warehouse_path
from pipeline.warehouse import reading
from tests.identity.test_overrides import HEADER, row
from tests.partly import load_and_build_for

CONFIG = """
[identity]
compare = false
overrides = "said.csv"
[[source]]
name = "web"
kind = "web"
files = ["web*.csv"]
timezone = "UTC"
[source.columns]
event = "event"
occurred_at = "at"
user_id = "user"
email = "email"
[[journey]]
name = "all"
boundary = "whole"
goal = ["buy"]
timeout = "1 day"
"""
WEB = """event,at,user,email
buy,2026-03-02 10:00,u,
look,2026-03-02 11:00,u,a@x.es
look,2026-03-02 12:00,,a@x.es
look,2026-03-02 13:00,,b@x.es
"""
PEOPLE = (
    "select identifiers.id_value, people.person_id from identity.assignments as assignments "
    "inner join identity.identifiers as identifiers using (identifier_no) "
    "inner join identity.persons as people using (person_key)"
)
CHANGES = "select kind, reason from identity.changes order by change_no"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "journeys.toml").write_text(CONFIG)
    (tmp_path / "web.csv").write_text(WEB)
    (tmp_path / "said.csv").write_text(HEADER + "\n")
    return tmp_path


def said(folder: Path, *rows: str) -> Project:
    """The project with these overrides."""
    (folder / "said.csv").write_text("\n".join([HEADER, *rows]) + "\n")
    return load_config(folder / "journeys.toml")


def built(folder: Path, *rows: str) -> dict[str, str]:
    """Whose each identifier is, after a build with these overrides."""
    project = said(folder, *rows)
    load_and_build_for(project, PEOPLE, CHANGES)
    with reading(warehouse_path(project)) as engine:
        return {row["id_value"]: row["person_id"] for row in engine.read(PEOPLE).to_pylist()}


def test_a_decision_is_carried_out_and_taken_back_and_the_former_ids_return(folder: Path) -> None:
    first = built(folder)
    assert first["u"] == first["a@x.es"] != first["b@x.es"]
    joined = built(folder, row("email=B@x.es", "user_id=u", "must"))
    assert set(joined.values()) == {first["u"]}
    parted = built(folder, row("email=B@x.es", "user_id=u", "cannot"))
    assert parted == first
    apart = built(folder, row("email=a@x.es", "user_id=u", "cannot"))
    assert apart["u"] == first["u"]
    assert len(set(apart.values())) == 3
    assert built(folder) == first


def test_what_overrides_did_is_on_record_once(folder: Path) -> None:
    one = row("email=B@x.es", "user_id=u", "must")
    for rows in ([], [], [one], [one], []):
        built(folder, *rows)
    with reading(folder / "build" / "journeys.duckdb") as engine:
        changes = engine.read(CHANGES)
    assert [tuple(change.values()) for change in changes.to_pylist()] == [
        ("merged", "an override says so"),
        ("split", "what joined them no longer does"),
    ]


def test_a_contradiction_stops_a_run_before_anything_is_loaded(folder: Path) -> None:
    rows = [row("email=a@x.es", "user_id=u", "must"), row("user_id=u", "email=a@x.es", "cannot")]
    with pytest.raises(ConfigurationError) as failure:
        run(said(folder, *rows), Plan(load=True, build=True))
    assert str(failure.value).startswith("said.csv has 1 mistake; nothing was written.")
    assert "line 2" in str(failure.value)
    assert "line 3" in str(failure.value)
    assert failure.value.exit_code == 2
    assert not (folder / "build").exists()


@pytest.mark.parametrize("content", [None, b"left_type,\xff\n"])
def test_a_file_that_cannot_be_read_is_told(folder: Path, content: bytes | None) -> None:
    (folder / "said.csv").unlink()
    if content is not None:
        (folder / "said.csv").write_bytes(content)
    with pytest.raises(ConfigurationError, match="has 1 mistake"):
        read_overrides(load_config(folder / "journeys.toml"))


def test_an_identifier_that_was_never_seen_is_no_mistake_and_the_doctor_names_it(
    folder: Path,
) -> None:
    run(said(folder, row("email=zoe@x.es", "user_id=u", "must")), Plan(load=True, build=True))
    told = findings(folder)
    assert "said.csv: 1 decisions" in told
    assert "line 2 does nothing so far: email zoe@x.es was never seen" in told


def test_the_doctor_reads_the_file_too(folder: Path) -> None:
    (folder / "said.csv").write_text(HEADER + "\n" + row("email=a@x.es", "user_id=", "must"))
    assert any('"" is no user_id' in text for text in findings(folder))


def findings(folder: Path) -> list[str]:
    """What the doctor says about overrides."""
    found = examine(folder / "journeys.toml")
    return [finding.text for finding in found if finding.topic == "overrides"]
