"""`annotator info`: what is in a project. Of an unchanged project always the same."""

from __future__ import annotations

from typing import Any

import click

from annotator.cli.output import json_option, print_json, say
from annotator.model.phrases import tr, trn


@click.command("info")
@click.argument("project", type=click.Path())
@json_option
def command(project: str, *, as_json: bool) -> None:
    """Say what is in a project: articles, annotators, labels, suggestions."""
    from annotator.cli.opening import project_at
    from annotator.services.counting import count

    with project_at(project, for_writing=False) as opened:
        found = count(opened)
    if as_json:
        print_json(found)
    else:
        _print(found)


def _print(found: dict[str, Any]) -> None:
    say(
        tr("Schema: {name}", name=found["schema"]),
        tr("Articles: {n}, done: {done}", n=f"{found['articles']:,}", done=f"{found['done']:,}"),
    )
    for person in found["annotators"]:
        mark = " *" if person["name"] == found["annotator"] else ""
        labels = trn("{n} label", "{n} labels", person["annotations"])
        hours, minutes = divmod(round(person["seconds"]) // 60, 60)
        say(tr("  {name}{mark}: {labels}, {done} done, {time} h", name=person["name"], mark=mark, labels=labels,
               done=f"{person['done']:,}", time=f"{hours}:{minutes:02}"))  # fmt: skip
    if found["gold"]:
        say(tr("Gold: {labels}", labels=trn("{n} label", "{n} labels", found["gold"])))
    for layer, labels in found["labels"].items():
        counts = ", ".join(f"{name} {n:,}" for name, n in labels.items())
        say(f"{layer}: {counts or '-'}")
    verdicts = ", ".join(f"{name} {n:,}" for name, n in found["suggestions"].items())
    say(tr("Suggestions: {counts}", counts=verdicts))
