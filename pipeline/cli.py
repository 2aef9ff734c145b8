"""The command `journeys`: arguments in, one call, text out.

In:     arguments; the environment (JOURNEYS_SECTION__KEY, NO_COLOR)
Out:    data on stdout, messages on stderr, an exit code for schedulers (see errors.ExitCode)
Errors: every JourneysError becomes its message and its exit code; a traceback only with --debug
Note:   heavy modules are imported inside the commands, so that --help answers at once
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline import __version__
from pipeline.cli_common import CONFIG, project_of
from pipeline.cli_person import explain, timeline
from pipeline.cli_told import end_of_day, tell, tell_checks
from pipeline.errors import ExitCode, JourneysError

if TYPE_CHECKING:
    from pipeline.report.asked import Asked

_FULL = click.option("--full", is_flag=True, help="Make everything anew, not only what changed.")
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
@CONFIG
@click.option("--retry-rejects", is_flag=True, help="Try rejected rows again, too.")
def load(*, file: Path, retry_rejects: bool) -> None:
    """Take new files into the warehouse."""
    _carry_out(file, load=True, retry_rejects=retry_rejects)


@main.command()
@CONFIG
@_AS_OF
@_FULL
def build(*, file: Path, as_of: datetime | None, full: bool) -> None:
    """Compute people, sessions, journeys and tables from what was loaded."""
    _carry_out(file, as_of, build=True, whole=full)


@main.command()
@CONFIG
def check(*, file: Path) -> None:
    """Show the promises and the numbers that must agree; exit 4 when one is broken."""
    from pipeline.checks import require_promises  # noqa: PLC0415
    from pipeline.run import check as run_check  # noqa: PLC0415

    results, numbers = run_check(project_of(file))
    tell_checks(results, numbers)
    require_promises(results)


@main.command()
@CONFIG
@click.option(
    "--also",
    multiple=True,
    type=click.Choice(["xlsx", "pdf", "svg", "png"]),
    help="Write this, too: a workbook, a PDF, pictures.",
)
@click.option("--compare", metavar="A..B", help="Two months, or two periods FROM..TO:FROM..TO.")
@click.option("--persona", metavar="A", help="Compare the customers of this persona.")
@click.option("--versus", metavar="B", help="With those of this one; else with all others.")
def report(
    *,
    file: Path,
    also: tuple[str, ...],
    compare: str | None,
    persona: str | None,
    versus: str | None,
) -> None:
    """Write the report from what was built.

    --compare 2026-07..2026-08, or --persona, also writes comparison.html: what differs.
    """
    from pipeline.report.asked import asked_for  # noqa: PLC0415

    _carry_out(file, also=also, asked=asked_for(compare, persona, versus), report=True)


@main.command()
@CONFIG
@_AS_OF
@_FULL
def run(*, file: Path, as_of: datetime | None, full: bool) -> None:
    """Do all of it once: load, build, check, report."""
    _carry_out(file, as_of, load=True, build=True, report=True, whole=full)


@main.command()
@CONFIG
def doctor(*, file: Path) -> None:
    """Look at the environment, the configuration, the files and what they map to."""
    from pipeline.doctor import examine  # noqa: PLC0415

    findings = list(examine(file))
    for finding in findings:
        click.echo(str(finding))
    if any(finding.is_fault for finding in findings):
        sys.exit(ExitCode.FAILED)


def _carry_out(
    file: Path,
    as_of: datetime | None = None,
    *,
    also: tuple[str, ...] = (),
    asked: Asked | None = None,
    **parts: bool,
) -> None:
    """Run the parts asked for, with progress on a terminal, and tell what was done."""
    from pipeline.progress import progress_on_terminal  # noqa: PLC0415
    from pipeline.run import Plan  # noqa: PLC0415
    from pipeline.run import run as run_plan  # noqa: PLC0415

    project = project_of(file)
    quiet = bool(click.get_current_context().find_root().params.get("quiet"))
    with progress_on_terminal(quiet=quiet) as progress:
        plan = Plan(
            as_of=end_of_day(as_of, project), also=also, asked=asked, progress=progress, **parts
        )
        result = run_plan(project, plan)
    if not quiet:
        tell(result, plan)


main.add_command(explain)
main.add_command(timeline)

if __name__ == "__main__":
    main()
