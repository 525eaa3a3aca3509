"""Editing the project's schema and guidelines. Each method is one undo step; annotations are never rewritten."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from annotator.model import schema_changes
from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.model.schema import Attribute, Role, Schema
from annotator.services.workplace import Workplace
from annotator.storage import schema_edit
from annotator.storage.connection import Connection
from annotator.storage.figures import label_uses


class SchemaEditing:
    """What a project lead can do with labels, attributes, link rules and guidelines."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    # -- labels --------------------------------------------------------------------------------------------------

    def add_label(self, layer: str, name: str, **values: Any) -> None:
        """A new label; `values`: key, colour, title, definition, examples, counter_examples."""
        self._edit(
            lambda schema: schema_changes.add_label(schema, layer, name, **values), tr("Add label {name}", name=name)
        )

    def edit_label(self, layer: str, label: str, **values: Any) -> None:
        """Other values for a label (name, key, colour, definition, examples, enabled, ...)."""
        name = self._place.schema.label_name(layer, label)
        self._edit(
            lambda schema: schema_changes.edit_label(schema, layer, label, **values), tr("Edit label {name}", name=name)
        )

    def merge_labels(self, layer: str, label: str, into: str) -> None:
        """Everything labelled `label` counts as `into` from now on."""
        schema = self._place.schema
        title = tr(
            "Merge label {name} into {other}",
            name=schema.label_name(layer, label),
            other=schema.label_name(layer, into),
        )
        self._edit(lambda schema: schema_changes.merge_labels(schema, layer, label, into), title)

    def delete_label(self, layer: str, label: str) -> None:
        """Offers a label no more. What has it keeps it; merge it first to give those another one."""
        name = self._place.schema.label_name(layer, label)
        self._edit(
            lambda schema: schema_changes.retire_label(schema, layer, label), tr("Delete label {name}", name=name)
        )

    def move_label(self, layer: str, label: str, step: int) -> None:
        """Moves a label down (up where negative) in its layer."""
        name = self._place.schema.label_name(layer, label)
        self._edit(
            lambda schema: schema_changes.move_label(schema, layer, label, step), tr("Move label {name}", name=name)
        )

    def uses(self, layer: str, label: str) -> int:
        """How many annotations, of everybody, have this label."""
        return label_uses(self._place.project.reader(), layer, label)

    # -- the rest ------------------------------------------------------------------------------------------------

    def add_layer(self, name: str, style: str = "fill", key: str = "") -> None:
        self._edit(lambda schema: schema_changes.add_layer(schema, name, style, key), tr("Add layer {name}", name=name))

    def edit_layer(self, layer: str, **values: Any) -> None:
        self._edit(
            lambda schema: schema_changes.edit_layer(schema, layer, **values), tr("Edit layer {name}", name=layer)
        )

    def put_attribute(self, layer: str | None, attribute: Attribute) -> None:
        """A new or changed attribute; `layer` None for those of the whole article."""
        self._edit(
            lambda schema: schema_changes.put_attribute(schema, layer, attribute),
            tr("Edit attribute {name}", name=attribute.name),
        )

    def put_role(self, role: Role) -> None:
        """A new or changed link role."""
        self._edit(lambda schema: schema_changes.put_role(schema, role), tr("Edit link {name}", name=role.name))

    def replace(self, schema: Schema, title: str) -> None:
        """Another schema in place of the present one, for instance from a template or a file."""
        self._edit(lambda _: schema, title)

    def set_guidelines(self, text: str) -> int:
        """Other guidelines (Markdown) as a new version; returns the version that holds."""
        self._write(lambda db: schema_edit.set_guidelines(db, self._place.annotator.key, text, tr("Edit guidelines")))
        return self._place.guidelines

    def guideline_versions(self) -> list[tuple[int, str, str]]:
        """Version, time and text of all guidelines, the newest first."""
        db = self._place.project.reader()
        found = [
            (version, made, schema_edit.read_guidelines(db, version)[1])
            for version, made in schema_edit.guideline_versions(db)
        ]
        return found[::-1]

    def _edit(self, change: Callable[[Schema], Schema], title: str) -> None:
        after = change(self._place.schema)
        self._write(lambda db: schema_edit.set_schema(db, self._place.annotator.key, after, title))

    def _write(self, task: Callable[[Connection], Any]) -> None:
        if self._place.project.read_only:
            raise UserError(tr("The project is open for reading only."))
        self._place.project.writer.run(task)
        self._place.reread_schema()
        self._place.tell("history")
