"""Write the sample company: `python -m pipeline.sample DIR [--seed N] [--people N]`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.sample import PEOPLE, SEED, write_sample


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--seed", default=SEED, show_default=True, help="Another seed, another company.")
@click.option("--people", default=PEOPLE, show_default=True, help="How many people live in it.")
@click.option("--stories/--no-stories", default=True, help="Without any, all is chance.")
def main(folder: Path, seed: int, people: int, *, stories: bool) -> None:
    """Write the invented company Fibra Sol into FOLDER."""
    try:
        write_sample(folder, seed=seed, people=people, stories=stories)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--people") from error
    click.echo(f"wrote {folder}: {people} people, seed {seed}", err=True)


if __name__ == "__main__":
    main()
