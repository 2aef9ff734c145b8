"""The command as a user and a scheduler meet it: real processes, exit codes, messages."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import HELPDESK, LOG, ROOT, journeys, write_project

# Of fewer journeys than ten nothing is drawn.
MORE = "".join(
    f"{number},{what},2025-01-0{day} 10:00\n"
    for number in range(3, 15)
    for what, day in (("Opened", 1), ("Closed", 2))
)
LATER = "15,Opened,2025-02-03 10:00\n15,Closed,2025-02-04 10:00\n16,Opened,2025-06-01 10:00\n"
KEY = "one key of some length"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path)


@pytest.fixture(scope="module")
def first_run(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, subprocess.CompletedProcess[str]]:
    folder = write_project(tmp_path_factory.mktemp("first"))
    return folder, journeys("run", cwd=folder, key=KEY)


@pytest.fixture
def built(first_run: tuple[Path, object], tmp_path: Path) -> Path:
    """The project after its first run, to be changed."""
    return shutil.copytree(first_run[0], tmp_path / "built")


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with journeys enough for pictures and comparisons, after its first run."""
    folder = write_project(tmp_path_factory.mktemp("busy"), LOG + MORE + LATER)
    assert journeys("run", cwd=folder).returncode == 0
    return folder


def test_a_run_prints_the_report_s_path_alone_on_stdout(
    first_run: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, done = first_run
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(folder / "reports" / "journeys.html")
    assert "loaded  1 new file, 0 already known: 3 rows read" in done.stderr
    assert (folder / "reports" / "journeys.html").stat().st_size > 10_000


def test_the_parts_of_a_run_can_be_done_one_by_one(project: Path) -> None:
    told = {}
    for command in ("load", "build", "check", "report"):
        done = journeys(command, cwd=project)
        assert done.returncode == 0, done.stderr
        told[command] = [line.split(maxsplit=3) for line in done.stdout.splitlines()]
    assert ["ok", "2", "2", "ticket: routes cover every journey"] in told["check"]
    assert (project / "journeys.key").exists()
    again = journeys("load", cwd=project)
    assert "0 new files, 1 already known" in again.stderr


def test_a_report_writes_on_demand_what_goes_into_other_programs(busy: Path) -> None:
    done = journeys("report", "--also", "xlsx", "--also", "svg", cwd=busy)
    assert done.returncode == 0, done.stderr
    reports = busy / "reports"
    assert done.stdout.split() == [
        str(reports / "journeys.html"), str(reports / "journeys.xlsx"),
    ]  # fmt: skip
    assert (reports / "pictures" / "sankey-1.svg").exists()


def test_a_report_of_differences_names_its_page_or_says_what_cannot_be_compared(
    busy: Path,
) -> None:
    reports = busy / "reports"
    wrong = journeys("report", "--compare", "2025-01", cwd=busy)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "write 2026-08..2026-09" in wrong.stderr
    assert not (reports / "comparison.html").exists()
    done = journeys("report", "--compare", "2025-01..2025-02", cwd=busy)
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


def test_a_broken_promise_stops_the_report_with_exit_4(built: Path) -> None:
    import duckdb  # noqa: PLC0415 - only this test writes behind the program's back

    (built / "reports" / "journeys.html").unlink()
    with duckdb.connect(str(built / "build" / "journeys.duckdb")) as db:
        db.execute("update marts.flows set journeys = journeys + 1 where step_no = 1")
    for command in ("check", "report"):
        done = journeys(command, cwd=built)
        assert done.returncode == 4, done.stderr
        assert "flows_balance_at_every_step" in done.stderr
    assert not (built / "reports" / "journeys.html").exists()


def test_another_key_than_before_is_refused(built: Path) -> None:
    done = journeys("run", cwd=built, key="another key of some length")
    assert done.returncode == 1
    assert "not the key" in done.stderr
    assert "another key of some length" not in done.stderr


def test_as_of_ends_the_data_with_that_day(project: Path) -> None:
    assert journeys("run", "--as-of", "2025-01-01", cwd=project).returncode == 0
    table = (project / "reports" / "tables" / "journeys.csv").read_text().splitlines()
    assert len(table) == 2
    assert '"open"' in table[1]


def test_the_same_input_gives_the_same_bytes(built: Path) -> None:
    before = _bytes_of(built / "reports")
    shutil.rmtree(built / "build")
    shutil.rmtree(built / "reports")
    assert journeys("run", cwd=built, key=KEY).returncode == 0
    assert before == _bytes_of(built / "reports")
    assert "journeys.html" in before


def _bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*.*")}


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
