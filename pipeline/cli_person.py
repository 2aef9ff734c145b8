"""The commands about one person: why these identifiers are theirs, and what they went through.

In:     an identifier in any spelling
Out:    text, or JSON, on stdout: personal data
Errors: JourneysError when nothing, or several things, are called so
Note:   heavy modules are imported inside the commands, so that --help answers at once
"""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli_common import CONFIG, project_of

_TYPE = click.option("--type", "id_type", help="Of which type it is, such as email or customer_id.")
_SCOPE = click.option("--scope", default="", help="Of which source or shop it is.")
_JSON = click.option("--json", "is_json", is_flag=True, help="Print everything as JSON.")


@click.command()
@CONFIG
@click.argument("identifier")
@click.argument("other", required=False)
@_TYPE
@_SCOPE
@_JSON
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
    project = project_of(file)
    language = project.config.locale.language
    with published(project) as engine:
        db = engine.connection
        if other is not None:
            answer = why(db, identifier, other)
            told, lines = text.as_json(answer), text.answer_lines(answer, language)
        else:
            found = explain_one(db, identifier, id_type=id_type, scope=scope)
            told, lines = text.as_json(found), text.explanation_lines(found, language)
    if is_json:
        click.echo(told)
    else:
        text.show(lines, Console(highlight=False))


@click.command()
@CONFIG
@click.argument("identifier")
@_TYPE
@_SCOPE
@_JSON
def timeline(
    *, file: Path, identifier: str, id_type: str | None, scope: str, is_json: bool
) -> None:
    """Show all that the person of IDENTIFIER did and met, from all sources, in order.

    IDENTIFIER is what `journeys explain` takes. What is printed is personal data.
    """
    from rich.console import Console  # noqa: PLC0415

    from pipeline.identity.explain_text import show  # noqa: PLC0415
    from pipeline.questions.timeline import timeline as timeline_of  # noqa: PLC0415
    from pipeline.questions.timeline_text import timeline_lines  # noqa: PLC0415
    from pipeline.run import published  # noqa: PLC0415

    with published(project_of(file)) as engine:
        found = timeline_of(engine.connection, identifier, id_type=id_type, scope=scope)
    if is_json:
        click.echo(found.as_json())
    else:
        show(timeline_lines(found), Console(highlight=False))
