"""What a run says of itself on stderr, and the day with which its data end.

In:     the result of a run; a day
Out:    lines; the last instant of the day
Errors: none
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from pipeline.checks import CheckResult
    from pipeline.config import Project
    from pipeline.ingest import FileReport
    from pipeline.run import Plan, RunResult


def end_of_day(day: datetime | None, project: Project) -> datetime | None:
    """The last microsecond of a day in the project's time zone."""
    if day is None:
        return None
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    next_day = (day + timedelta(days=1)).replace(tzinfo=ZoneInfo(project.config.locale.timezone))
    return next_day.astimezone(UTC) - timedelta(microseconds=1)


def tell(result: RunResult, plan: Plan) -> None:
    """Say what was loaded and built; the paths of the report alone go to stdout."""
    say: Callable[[str], None] = lambda text: click.echo(text, err=True)  # noqa: E731
    if plan.load:
        _tell_files(result.files, say)
    if plan.build:
        say(f"built   {len(result.tables)} tables {result.extent}")
        say(f"checked {len(result.checks)} promises, which hold")
    for path in result.outputs:
        if path.suffix in {".html", ".pdf", ".xlsx"}:
            click.echo(path)


def tell_checks(results: list[CheckResult], numbers: list[dict[str, Any]]) -> None:
    """Say of each promise whether it holds, and of each number what it must be and what it is."""
    for result in results:
        click.echo(f"{_mark(ok=result.ok)}  {result.name}: {result.promise}")
    click.echo(f"\n        {'must be':>14}  {'is':>14}")
    for row in numbers:
        expected, actual = (_plain(row[name]) for name in ("expected", "actual"))
        click.echo(f"{_mark(ok=row['ok'])}  {expected:>14}  {actual:>14}  {row['check']}")


def _mark(*, ok: bool) -> str:
    return "ok    " if ok else "BROKEN"


def _plain(number: float | None) -> str:
    """A number for reading by people and programs: no separators, no needless decimals."""
    return "-" if number is None else f"{number:.10g}"


def _tell_files(files: list[FileReport], say: Callable[[str], None]) -> None:
    count = Counter(file.status for file in files)
    new = [file for file in files if file.status != "retried"]
    read, rejected = (sum(getattr(file, name) for file in new) for name in ("read", "rejected"))
    noun = "file" if count["taken"] == 1 else "files"
    say(f"loaded  {count['taken']} new {noun}, {count['known']} already known: {read:,} rows read")
    if count["replaced"]:
        were = "file was" if count["replaced"] == 1 else "files were"
        say(f"        {count['replaced']} {were} read anew, in place of what they gave before")
    if rejected:
        were = "row was" if rejected == 1 else "rows were"
        say(f"        {rejected:,} {were} rejected; see raw.rejects for the reasons")
    for file in files:
        if file.status == "retried":
            good = f"{file.kept:,} of {file.read:,} rows are good now"
            say(f"        tried again: {file.name}: {good}")
        if file.status == "growing":
            say(f"        left for the next run, because it is still being written: {file.name}")
        if file.status == "refused":
            say(f"        refused: {file.name}: {file.reason}")
