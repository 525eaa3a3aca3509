"""`annotator agreement`: how far annotators agree, in a project or in a bare table of ratings."""

from __future__ import annotations

from typing import Any

import click

from annotator.cli.output import job, json_option, print_json, say
from annotator.model.phrases import tr


@click.command("agreement")
@click.argument("project", type=click.Path(), required=False)
@click.option("--ratings", metavar="TABLE.csv", type=click.Path(), help="A table: one row an item, one column a rater.")
@json_option
def command(project: str | None, ratings: str | None, *, as_json: bool) -> None:
    """Say how far annotators agree, layer by layer."""
    if (project is None) == (ratings is None):
        raise click.UsageError(tr("Give a project, or a table with --ratings."))
    if ratings is not None:
        from pathlib import Path

        from annotator.services.rating_tables import rate

        found = rate(Path(ratings))
    else:
        from annotator.cli.opening import project_at
        from annotator.services.agreement import agreement

        assert project is not None, "one of the two is given"
        with project_at(project, for_writing=False) as opened, job() as running:
            found = agreement(opened, running)
    if as_json:
        print_json(found)
    else:
        _print(found, "")


def _print(found: dict[str, Any], indent: str) -> None:
    why = found.get("why", {})
    for name, value in found.items():
        if name == "why":
            continue
        if isinstance(value, dict):
            if value:
                say(f"{indent}{name}:")
                _print(value, indent + "  ")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            say(f"{indent}{name}:")
            for entry in value:
                say(f"{indent}  " + ", ".join(f"{key} {_shown(part)}" for key, part in entry.items() if key != "why"))
        else:
            reason = f"  ({why[name]})" if name in why else ""
            say(f"{indent}{name}: {_shown(value)}{reason}")


def _shown(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, list):
        return " … ".join(map(_shown, value)) if value and isinstance(value[0], float) else ", ".join(map(str, value))
    return f"{value:.4f}" if isinstance(value, float) else str(value)
