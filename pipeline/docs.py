"""Pages of docs/ that are made from the code, so that they cannot go stale.

In:     a folder
Out:    commands.md, formats.md, settings.md and tables.md in it
Errors: none; a test compares what is committed with what this writes
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click

from pipeline.cli import main as command
from pipeline.ingest.formats import FORMATS
from pipeline.models import Model, load_checks, load_models
from pipeline.sqlfiles import sql_root

_MADE = "<!-- Made by `make docs`. -->\n"
_FORMATS_INTRODUCTION = (
    "What a source may state as its `format`. Text files may end in .gz or .zst. Records that "
    "cannot be used are in `raw.rejects`, each with its reason; files that cannot be read in "
    "`raw.refused_files`."
)
_TABLES_INTRODUCTION = (
    "Times are UTC, durations seconds (`_s`), shares 0 to 1. `marts` is what analysts read; the "
    "other schemas are how it came about."
)


def pages() -> dict[str, str]:
    """The text of every page, by file name."""
    return {
        "commands.md": _commands(),
        "formats.md": _formats(),
        "settings.md": _settings(),
        "tables.md": _tables(),
    }


def write_pages(folder: Path) -> None:
    """Write every page into `folder`."""
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


def _commands() -> str:
    context = click.Context(command, info_name="journeys")
    parts = ["# Commands", "```text\n" + command.get_help(context) + "\n```"]
    for name in sorted(command.commands):
        inner = click.Context(command.commands[name], info_name=name, parent=context)
        parts.append(
            f"## journeys {name}\n\n```text\n{command.commands[name].get_help(inner)}\n```"
        )
    parts.append(
        "## Exit codes\n\n0 done · 1 failed · 2 wrong use or configuration · 4 a promise about the "
        "data is broken · 75 another run is writing, try again · 130 interrupted"
    )
    return _MADE + "\n\n".join(parts) + "\n"


def _formats() -> str:
    """What each format says of itself: the docstring of its module."""
    parts = ["# Formats", _FORMATS_INTRODUCTION]
    for name, format_ in sorted(FORMATS.items()):
        kinds = ", ".join(sorted(format_.readers))
        about = inspect.getdoc(import_module(f"pipeline.ingest.formats.{name}")) or ""
        parts.append(f'## format = "{name}"\n\nFiles: {kinds}\n\n```text\n{about}\n```')
    return _MADE + "\n\n".join(parts) + "\n"


def _settings() -> str:
    template = Path(__file__).parent / "config" / "template.toml"
    text = template.read_text(encoding="utf-8")
    return (
        f"{_MADE}# Settings\n\nThis is what `journeys init` writes. A variable of the environment "
        "stands above the file: `JOURNEYS_LOCALE__LANGUAGE=es` sets `locale.language`.\n\n"
        f"```toml\n{text}```\n"
    )


def _tables() -> str:
    models = load_models(sql_root())
    parts = [
        "# Tables",
        _TABLES_INTRODUCTION,
    ]
    for schema in ("marts", "journeys", "sessions", "identity", "staging"):
        parts.append(f"## {schema}")
        parts += [_entry(m) for name, m in sorted(models.items()) if name.schema == schema]
    parts.append("## Promises")
    parts.append("Each is a query in `sql/checks` that must return no row.")
    parts.append("\n".join(_promises()))
    return _MADE + "\n\n".join(parts) + "\n"


def _entry(model: Model) -> str:
    header = model.header
    lines = [
        f"### {model.name}",
        "",
        header["What"],
        "",
        f"- {header['Grain']}; key: `{header['Key']}`",
    ]
    lines += [f"- {header[field]}" for field in ("Rule", "Order") if field in header]
    return "\n".join(lines)


def _promises() -> Iterator[str]:
    for name, check in sorted(load_checks(sql_root()).items()):
        yield f"- `{name}`: {check.header['What']}"


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))
