"""A new project: its schema from a template or a file, and whose it is."""

from __future__ import annotations

import getpass
import os
from pathlib import Path

import orjson

from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.model.schema import Schema
from annotator.model.schema_json import schema_from_json
from annotator.resources_path import resource
from annotator.storage.project import Project

DEFAULT_SCHEMA = "news"


def create(path: Path, schema: str = DEFAULT_SCHEMA, annotator: str | None = None) -> Project:
    """A new project at `path`, opened. `schema`: the name of a template, or a file. UserError where it cannot be made."""
    return Project.create(path, load_schema(schema), annotator or default_annotator())


def load_schema(name: str) -> Schema:
    """The schema of the template called `name`, or in the JSON file of that name."""
    path = resource("schemas", f"{name}.json") if name in templates() else Path(name)
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        known = ", ".join(templates())
        raise UserError(
            tr("There is no label schema “{name}”.", name=name),
            hint=tr("Give a JSON file, or one of: {known}.", known=known),
        ) from error
    try:
        return schema_from_json(orjson.loads(data), path.name)
    except orjson.JSONDecodeError as error:
        raise UserError(tr("The schema is not JSON: {error}.", error=error), name) from error


def templates() -> list[str]:
    """The names of the schemas that come with the program."""
    return sorted(path.stem for path in resource("schemas").glob("*.json") if ".schema" not in path.name)


def default_annotator() -> str:
    """The name of the person at this machine: `ANNOTATOR_NAME`, else the login name, else `me`."""
    if name := os.environ.get("ANNOTATOR_NAME", "").strip():
        return name
    try:
        return getpass.getuser() or "me"
    except (OSError, KeyError, ImportError):  # no login name: a container, a service
        return "me"
