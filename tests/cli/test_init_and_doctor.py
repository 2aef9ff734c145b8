"""A new project, and what doctor says of it."""

from pathlib import Path

from tests.cli.command import LOG, journeys, write_project


def test_init_writes_a_project_that_doctor_can_read(tmp_path: Path) -> None:
    done = journeys("init", "new", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["new/journeys.toml", "new/journeys.key"]
    (tmp_path / "new" / "logs").mkdir()
    (tmp_path / "new" / "logs" / "a.csv").write_text(LOG)
    without_zone = journeys("run", cwd=tmp_path / "new")
    assert without_zone.returncode == 1
    assert "time without an offset, and the source names no timezone" in without_zone.stderr
    text = (tmp_path / "new" / "journeys.toml").read_text()
    (tmp_path / "new" / "journeys.toml").write_text(text.replace("# timezone", "timezone"))
    assert journeys("run", cwd=tmp_path / "new").returncode == 0
    doctor = journeys("doctor", cwd=tmp_path / "new")
    assert doctor.returncode == 0, doctor.stderr
    assert "helpdesk: 1 files" in doctor.stdout
    assert "100.0% of 3 events" in doctor.stdout
    again = journeys("init", "new", cwd=tmp_path)
    assert again.returncode == 2
    assert "There is a configuration already." in again.stderr


def test_doctor_finds_what_is_wrong(tmp_path: Path) -> None:
    project = write_project(tmp_path)
    (project / "log.csv").unlink()
    done = journeys("doctor", cwd=project)
    assert done.returncode == 1
    assert 'No file is called "log.csv".' in done.stdout
