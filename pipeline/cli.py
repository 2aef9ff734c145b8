"""The command `journeys`: arguments in, one call, text out.

In:     arguments; the environment (JOURNEYS_SECTION__KEY, NO_COLOR)
Out:    data on stdout, messages on stderr, an exit code for schedulers (see errors.ExitCode)
Errors: every JourneysError becomes its message and its exit code; a traceback only with --debug
Note:   heavy modules are imported inside the commands, so that --help answers at once
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline import __version__
from pipeline.errors import ExitCode, JourneysError

if TYPE_CHECKING:
    from pipeline.config import Project
    from pipeline.ingest import FileReport
    from pipeline.run import Plan, RunResult

_CONFIG = click.option(
    "--config",
    "file",
    type=click.Path(path_type=Path),
    default=Path("journeys.toml"),
    show_default=True,
    help="The project's configuration.",
)
_AS_OF = click.option(
    "--as-of",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Pretend the data end with this day, in the project's time zone.",
)


class _Group(click.Group):
    """Turns errors into messages and exit codes, in one place."""

    def invoke(self, context: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """Run the command; what a user can act on is said without a traceback."""
        try:
            return super().invoke(context)
        except JourneysError as error:
            if context.params.get("debug"):
                raise
            click.echo(str(error), err=True)
            sys.exit(error.exit_code)
        except (KeyboardInterrupt, click.Abort):
            click.echo("Interrupted; nothing was published.", err=True)
            sys.exit(ExitCode.INTERRUPTED)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="journeys")
@click.option("--debug", is_flag=True, help="Show where in the program an error arose.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing unless something is wrong.")
def main(*, debug: bool, quiet: bool) -> None:
    """Customer journeys from web, CRM and support logs.

    Start with `journeys init --demo DIR`, or write a journeys.toml and type `journeys run`.
    """
    del debug, quiet  # read from the context where they matter


@main.command()
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False), default=Path())
@click.option("--demo", is_flag=True, help="With the sample company's logs and configuration.")
def init(*, directory: Path, demo: bool) -> None:
    """Write a commented journeys.toml into an empty DIRECTORY."""
    from pipeline.scaffold import start_project  # noqa: PLC0415

    for path in start_project(directory, demo=demo):
        click.echo(path)


@main.command()
@_CONFIG
@click.option("--retry-rejects", is_flag=True, help="Try rejected rows again, too.")
def load(*, file: Path, retry_rejects: bool) -> None:
    """Take new files into the warehouse."""
    _carry_out(file, load=True, retry_rejects=retry_rejects)


@main.command()
@_CONFIG
@_AS_OF
def build(*, file: Path, as_of: datetime | None) -> None:
    """Compute people, sessions, journeys and tables from what was loaded."""
    _carry_out(file, as_of, build=True)


@main.command()
@_CONFIG
def check(*, file: Path) -> None:
    """Test the promises on the built data; exit 4 when one is broken."""
    from pipeline.checks import require_promises  # noqa: PLC0415
    from pipeline.run import check as run_check  # noqa: PLC0415

    results = run_check(_project(file))
    for result in results:
        click.echo(f"{'ok    ' if result.ok else 'BROKEN'}  {result.name}: {result.promise}")
    require_promises(results)


@main.command()
@_CONFIG
def report(*, file: Path) -> None:
    """Write the report from what was built."""
    _carry_out(file, report=True)


@main.command()
@_CONFIG
@_AS_OF
def run(*, file: Path, as_of: datetime | None) -> None:
    """Do all of it once: load, build, check, report."""
    _carry_out(file, as_of, load=True, build=True, report=True)


@main.command()
@_CONFIG
def doctor(*, file: Path) -> None:
    """Look at the environment, the configuration, the files and what they map to."""
    from pipeline.doctor import examine  # noqa: PLC0415

    findings = list(examine(file))
    for finding in findings:
        click.echo(str(finding))
    if any(finding.is_fault for finding in findings):
        sys.exit(ExitCode.FAILED)


@main.command()
@_CONFIG
@click.argument("identifier")
@click.argument("other", required=False)
@click.option("--type", "id_type", help="Of which type it is, such as email or customer_id.")
@click.option("--scope", default="", help="Of which source or shop it is.")
@click.option("--json", "is_json", is_flag=True, help="Print everything as JSON.")
def explain(
    *,
    file: Path,
    identifier: str,
    other: str | None,
    id_type: str | None,
    scope: str,
    is_json: bool,
) -> None:
    """Say why IDENTIFIER is whose it is, or whether OTHER is the same person's.

    IDENTIFIER is an e-mail, a phone, an id of any type, a person_id (of now or of an earlier
    build), a journey_id or a hash. What is printed is personal data.
    """
    from rich.console import Console  # noqa: PLC0415

    from pipeline.identity import explain_text as text  # noqa: PLC0415
    from pipeline.identity.explain import explain as explain_one  # noqa: PLC0415
    from pipeline.identity.explain import why  # noqa: PLC0415
    from pipeline.run import published  # noqa: PLC0415

    if other is not None and (id_type or scope):
        raise click.UsageError("--type and --scope go with one; for two write TYPE=VALUE")
    with published(_project(file)) as engine:
        db = engine.connection
        if other is not None:
            answer = why(db, identifier, other)
            told, lines = text.as_json(answer), text.answer_lines(answer)
        else:
            found = explain_one(db, identifier, id_type=id_type, scope=scope)
            told, lines = text.as_json(found), text.explanation_lines(found)
    if is_json:
        click.echo(told)
    else:
        text.show(lines, Console(highlight=False))


def _project(file: Path) -> Project:
    from pipeline.config import load_config  # noqa: PLC0415

    return load_config(file)


def _carry_out(file: Path, as_of: datetime | None = None, **parts: bool) -> None:
    """Run the parts asked for, with progress on a terminal, and tell what was done."""
    from pipeline.progress import progress_on_terminal  # noqa: PLC0415
    from pipeline.run import Plan  # noqa: PLC0415
    from pipeline.run import run as run_plan  # noqa: PLC0415

    project = _project(file)
    quiet = bool(click.get_current_context().find_root().params.get("quiet"))
    with progress_on_terminal(quiet=quiet) as progress:
        plan = Plan(as_of=_end_of_day(as_of, project), progress=progress, **parts)
        result = run_plan(project, plan)
    if not quiet:
        _tell(result, plan)


def _end_of_day(day: datetime | None, project: Project) -> datetime | None:
    """The last microsecond of a day in the project's time zone."""
    if day is None:
        return None
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    next_day = (day + timedelta(days=1)).replace(tzinfo=ZoneInfo(project.config.locale.timezone))
    return next_day.astimezone(UTC) - timedelta(microseconds=1)


def _tell(result: RunResult, plan: Plan) -> None:
    say: Callable[[str], None] = lambda text: click.echo(text, err=True)  # noqa: E731
    if plan.load:
        _tell_files(result.files, say)
    if plan.build:
        say(f"built   {len(result.tables)} tables; {len(result.checks)} promises hold")
    for path in result.outputs:
        if path.suffix == ".html":
            click.echo(path)


def _tell_files(files: list[FileReport], say: Callable[[str], None]) -> None:
    count = Counter(file.status for file in files)
    new = [file for file in files if file.status != "retried"]
    read, rejected = (sum(getattr(file, name) for file in new) for name in ("read", "rejected"))
    say(f"loaded  {count['taken']} new files, {count['known']} already known: {read:,} rows read")
    if count["replaced"]:
        say(f"        {count['replaced']} files were read anew, in place of what they gave before")
    if rejected:
        say(f"        {rejected:,} rows were rejected; see raw.rejects for the reasons")
    for file in files:
        if file.status == "retried":
            good = f"{file.kept:,} of {file.read:,} rows are good now"
            say(f"        tried again: {file.name}: {good}")
        if file.status == "growing":
            say(f"        left for the next run, because it is still being written: {file.name}")
        if file.status == "refused":
            say(f"        refused: {file.name}: {file.reason}")


if __name__ == "__main__":
    main()
