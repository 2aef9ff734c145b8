"""The command as a user and a scheduler meet it: real processes, exit codes, messages."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
HELPDESK = """
[[source]]
name = "helpdesk"
files = ["log.csv"]
timezone = "UTC"
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
LOG = """case_id,activity,timestamp
1,Opened,2025-01-01 10:00
1,Closed,2025-01-02 10:00
2,Opened,2025-01-03 10:00
"""
OPEN_CLOSE = (("Opened", 1), ("Closed", 2))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "journeys.toml").write_text(HELPDESK)
    (tmp_path / "log.csv").write_text(LOG)
    return tmp_path


def journeys(
    *arguments: str, cwd: Path, key: str | None = None
) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "JOURNEYS_KEY"}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
    if key is not None:
        environment["JOURNEYS_KEY"] = key
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments],
        cwd=cwd, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_run_prints_the_report_s_path_alone_on_stdout(project: Path) -> None:
    done = journeys("run", cwd=project)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(project / "reports" / "journeys.html")
    assert "loaded  1 new file, 0 already known: 3 rows read" in done.stderr
    assert (project / "reports" / "journeys.html").stat().st_size > 10_000
    assert (project / "journeys.key").exists()


def test_the_parts_of_a_run_can_be_done_one_by_one(project: Path) -> None:
    for command in ("load", "build", "check", "report"):
        done = journeys(command, cwd=project)
        assert done.returncode == 0, done.stderr
    again = journeys("load", cwd=project)
    assert "0 new files, 1 already known" in again.stderr


def test_check_shows_the_numbers_that_must_agree(project: Path) -> None:
    assert journeys("load", cwd=project).returncode == 0
    assert journeys("build", cwd=project).returncode == 0
    done = journeys("check", cwd=project)
    lines = [line.split(maxsplit=3) for line in done.stdout.splitlines()]
    assert ["ok", "2", "2", "ticket: routes cover every journey"] in lines
    assert done.returncode == 0


def test_a_report_writes_on_demand_what_goes_into_other_programs(project: Path) -> None:
    # Of fewer journeys than ten nothing is drawn.
    more = [f"{n},{what},2025-01-0{day} 10:00\n" for n in range(3, 15) for what, day in OPEN_CLOSE]
    (project / "log.csv").write_text(LOG + "".join(more))
    assert journeys("run", cwd=project).returncode == 0
    done = journeys("report", "--also", "xlsx", "--also", "svg", cwd=project)
    assert done.returncode == 0, done.stderr
    reports = project / "reports"
    assert done.stdout.split() == [
        str(reports / "journeys.html"), str(reports / "journeys.xlsx"),
    ]  # fmt: skip
    assert (reports / "pictures" / "sankey-1.svg").exists()


def test_a_report_of_differences_names_its_page_or_says_what_cannot_be_compared(
    project: Path,
) -> None:
    later = "3,Opened,2025-02-03 10:00\n3,Closed,2025-02-04 10:00\n4,Opened,2025-06-01 10:00\n"
    (project / "log.csv").write_text(LOG + later)
    assert journeys("run", cwd=project).returncode == 0
    reports = project / "reports"
    wrong = journeys("report", "--compare", "2025-01", cwd=project)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "write 2026-08..2026-09" in wrong.stderr
    assert not (reports / "comparison.html").exists()
    done = journeys("report", "--compare", "2025-01..2025-02", cwd=project)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [
        str(reports / "journeys.html"), str(reports / "comparison.html"),
    ]  # fmt: skip
    assert "January 2025 against February 2025" in (reports / "comparison.html").read_text("utf-8")
    assert (reports / "tables" / "comparison.csv").exists()


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("build", "Nothing was loaded yet."),
        ("check", "There is no warehouse yet."),
        ("report", "There is no warehouse yet."),
    ],
)
def test_a_part_that_comes_too_early_names_the_one_before(
    project: Path, command: str, message: str
) -> None:
    done = journeys(command, cwd=project)
    assert done.returncode == 1
    assert message in done.stderr
    assert "journeys run" in done.stderr
    assert not (project / "build").exists()


def test_a_wrong_configuration_gives_all_mistakes_exit_2_and_writes_nothing(project: Path) -> None:
    text = HELPDESK.replace("log.csv", "gone.csv").replace('"30 days"', '"30"')
    (project / "journeys.toml").write_text(text + "[sessions]\ngaps = 1\n")
    before = sorted(project.iterdir())
    for command in ("run", "load", "build", "check", "report"):
        done = journeys(command, cwd=project)
        assert done.returncode == 2
        assert done.stdout == ""
        for part in ("3 mistakes; nothing was written", "gone.csv", "'30' is not", '"gaps"'):
            assert part in done.stderr
    assert sorted(project.iterdir()) == before


def test_a_goal_that_never_occurs_is_a_mistake_when_events_are_the_touchpoints(
    project: Path,
) -> None:
    (project / "journeys.toml").write_text(HELPDESK.replace('"Closed"', '"Closd"'))
    done = journeys("run", cwd=project)
    assert done.returncode == 2
    assert 'No touchpoint is called "Closd".' in done.stderr
    assert 'did you mean "Closed"?' in done.stderr
    assert not (project / "build" / "journeys.duckdb").exists()


def test_a_broken_promise_stops_the_report_with_exit_4(project: Path) -> None:
    import duckdb  # noqa: PLC0415 - only this test writes behind the program's back

    assert journeys("run", cwd=project).returncode == 0
    (project / "reports" / "journeys.html").unlink()
    with duckdb.connect(str(project / "build" / "journeys.duckdb")) as db:
        db.execute("update marts.flows set journeys = journeys + 1 where step_no = 1")
    for command in ("check", "report"):
        done = journeys(command, cwd=project)
        assert done.returncode == 4, done.stderr
        assert "flows_balance_at_every_step" in done.stderr
    assert not (project / "reports" / "journeys.html").exists()


def test_another_key_than_before_is_refused(project: Path) -> None:
    assert journeys("run", cwd=project, key="one key of some length").returncode == 0
    done = journeys("run", cwd=project, key="another key of some length")
    assert done.returncode == 1
    assert "not the key" in done.stderr
    assert "another key of some length" not in done.stderr


def test_as_of_ends_the_data_with_that_day(project: Path) -> None:
    assert journeys("run", "--as-of", "2025-01-01", cwd=project).returncode == 0
    table = (project / "reports" / "tables" / "journeys.csv").read_text().splitlines()
    assert len(table) == 2
    assert '"open"' in table[1]


def test_the_same_input_gives_the_same_bytes(project: Path) -> None:
    pages = []
    for _ in range(2):
        assert journeys("run", cwd=project, key="one key of some length").returncode == 0
        pages.append({path.name: path.read_bytes() for path in (project / "reports").rglob("*.*")})
        shutil.rmtree(project / "build")
    assert pages[0] == pages[1]
    assert "journeys.html" in pages[0]


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


def test_doctor_finds_what_is_wrong(project: Path) -> None:
    (project / "log.csv").unlink()
    done = journeys("doctor", cwd=project)
    assert done.returncode == 1
    assert 'No file is called "log.csv".' in done.stdout


def test_an_unknown_command_is_a_usage_error(project: Path) -> None:
    done = journeys("rnu", cwd=project)
    assert done.returncode == 2
    assert "No such command" in done.stderr


def test_help_answers_without_loading_what_a_run_needs() -> None:
    text = (
        "import sys; from pipeline.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'duckdb', 'pandas', 'pyarrow', 'plotly', 'pydantic', 'scipy'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", text], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "Commands:" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"
