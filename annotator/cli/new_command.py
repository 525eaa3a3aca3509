"""`annotator new`: an empty project."""

from __future__ import annotations

from pathlib import Path

import click

from annotator.cli.output import json_option, print_json, say
from annotator.model.phrases import tr


@click.command("new")
@click.argument("project", type=click.Path())
@click.option("--schema", default="news", show_default=True, help="A label schema that comes along, or a JSON file.")
@click.option("--annotator", metavar="NAME", help="Who labels in it. Default: ANNOTATOR_NAME, else the login name.")
@json_option
def command(project: str, schema: str, annotator: str | None, *, as_json: bool) -> None:
    """Make a new project file; ".annotator" is appended."""
    from annotator.services.creating import create

    made = create(Path(project), schema, annotator)
    try:
        path, name, who = made.path, made.schema().name, made.current_annotator.name
        identity = made.id
    finally:
        made.close()
    if as_json:
        print_json({"path": str(path), "id": identity, "schema": name, "annotator": who})
    else:
        say(tr("Made {path} with the schema {schema} for {annotator}.", path=path, schema=name, annotator=who))
