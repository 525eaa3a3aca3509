"""Editing the project's schema and guidelines. Each method is one undo step.

No annotation is rewritten: renaming, merging and deleting change what ids mean. Only who deletes a label with what has it
deletes annotations, and their own alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from annotator.model import schema_changes
from annotator.model.annotation import Annotation
from annotator.model.change import Change, deleted
from annotator.model.errors import UserError
from annotator.model.phrases import tr, trn
from annotator.model.schema import Attribute, Role, Schema
from annotator.services.batching import write_in_batches
from annotator.services.jobs import Job
from annotator.services.workplace import Workplace
from annotator.storage import rows, schema_edit
from annotator.storage.connection import Connection
from annotator.storage.figures import label_uses
from annotator.storage.listing import with_label

_MEANING = ("definition", "examples", "counter_examples")
"""What of a label says what it means."""


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
        """Other values for a label (name, key, colour, definition, examples, enabled, ...).

        Another definition or other examples are a new version of the guidelines, in the same step; `Redefined` lists
        what was labelled under an earlier definition.
        """
        schema = self._place.schema
        title = tr("Edit label {name}", name=schema.label_name(layer, label))
        known = schema.label(layer, label)
        if known is None or all(getattr(known, name) == values.get(name, getattr(known, name)) for name in _MEANING):
            self._edit(lambda schema: schema_changes.edit_label(schema, layer, label, **values), title)
            return
        another = values.get("definition", known.definition) != known.definition

        def change(version: int) -> Schema:
            since = {"since": version} if another else {}
            return schema_changes.edit_label(schema, layer, label, **values, **since)

        self._write(lambda db: schema_edit.redefine(db, self._place.annotator.key, change, title))

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
        title = tr("Delete label {name}", name=name)
        self._edit(lambda schema: schema_changes.retire_label(schema, layer, label), title)

    def delete_with_annotations(self, layer: str, label: str, job: Job) -> int:
        """Offers a label no more and deletes the annotator's annotations that have it, with their links and notes, in
        one undo step; what others labelled stays theirs. How many that were. May be called on any thread; `take_in`
        shows it.
        """
        self._refuse_read_only()
        project = self._place.project
        project.writer.run(lambda db: None)  # what was just done comes first
        gone = self._own(layer, label)
        changes = self._deletions(gone)
        after = schema_changes.retire_label(self._place.schema, layer, label)
        schema_edit.refuse_faults(after)
        name = self._place.schema.label_name(layer, label)
        title = trn(
            "Delete label {name} with {n} annotation", "Delete label {name} with {n} annotations", len(gone), name=name
        )
        write_in_batches(
            project,
            self._place.annotator.key,
            "schema",
            title,
            changes,
            job,
            lambda db: schema_edit.exchange_schema(db, after),
        )
        return len(gone)

    def take_in(self) -> None:
        """Shows the schema and the annotations as the file has them now."""
        self._place.reread_schema()
        self._place.reread()

    def _own(self, layer: str, label: str) -> list[Annotation]:
        with self._place.project.snapshot() as db:
            return [found.annotation for found in with_label(db, self._place.annotator.key, layer, label)]

    def _deletions(self, gone: list[Annotation]) -> list[Change]:
        """The changes that delete labels, with their links and notes."""
        owner = self._place.annotator.key
        ids = {annotation.id for annotation in gone}
        changes: list[Change] = []
        with self._place.project.snapshot() as db:
            for article in dict.fromkeys(annotation.article for annotation in gone):
                links = [link for link in rows.links(db, article, owner) if {link.source, link.target} & ids]
                notes = [note for note in rows.notes(db, article, owner) if note.annotation in ids]
                changes += [*map(deleted, links), *map(deleted, notes)]
        return changes + [deleted(annotation) for annotation in gone]

    def move_label(self, layer: str, label: str, step: int) -> None:
        """Moves a label down (up where negative) in its layer."""
        name = self._place.schema.label_name(layer, label)
        self._edit(
            lambda schema: schema_changes.move_label(schema, layer, label, step), tr("Move label {name}", name=name)
        )

    def count_uses(self, layer: str, label: str) -> tuple[int, int]:
        """How many annotations have this label: of everybody, and of the annotator. Walks along all labels: for another
        thread."""
        if not self._place.project.read_only:
            self._place.project.writer.run(lambda db: None)  # what was just done counts too
        db = self._place.project.reader()
        return label_uses(db, layer, label), label_uses(db, layer, label, self._place.annotator.key)

    # -- layers, attributes, roles ---------------------------------------------------------------------------------

    def add_layer(self, name: str, style: str = "fill", key: str = "") -> None:
        self._edit(lambda schema: schema_changes.add_layer(schema, name, style, key), tr("Add layer {name}", name=name))

    def edit_layer(self, layer: str, **values: Any) -> None:
        """Other values for a layer (name, style, key, definition)."""
        title = tr("Edit layer {name}", name=self._layer_name(layer))
        self._edit(lambda schema: schema_changes.edit_layer(schema, layer, **values), title)

    def switch_layer(self, layer: str, *, on: bool) -> None:
        """Offers a layer's labels no more, or again those that were offered before. What has them keeps them."""
        name = self._layer_name(layer)
        title = tr("Switch layer {name} on", name=name) if on else tr("Switch layer {name} off", name=name)
        self._edit(lambda schema: schema_changes.switch_layer(schema, layer, on=on), title)

    def move_layer(self, layer: str, step: int) -> None:
        """Moves a layer down (up where negative)."""
        title = tr("Move layer {name}", name=self._layer_name(layer))
        self._edit(lambda schema: schema_changes.move_layer(schema, layer, step), title)

    def add_attribute(self, layer: str | None, name: str, **values: Any) -> str:
        """A new attribute, by default free text; returns its id. `layer` None: of the whole article."""
        identity = schema_changes.new_id_for(self._place.schema, layer, name)
        attribute = Attribute(identity, name.strip(), **values)
        self._edit(
            lambda schema: schema_changes.put_attribute(schema, layer, attribute),
            tr("Add attribute {name}", name=attribute.name),
        )
        return identity

    def put_attribute(self, layer: str | None, attribute: Attribute) -> None:
        """A new or changed attribute; `layer` None for those of the whole article."""
        self._edit(
            lambda schema: schema_changes.put_attribute(schema, layer, attribute),
            tr("Edit attribute {name}", name=attribute.name),
        )

    def delete_attribute(self, layer: str | None, attribute: Attribute) -> None:
        """Asks for an attribute no more. Answers that were given stay in the file."""
        self._edit(
            lambda schema: schema_changes.put_attribute(schema, layer, replace(attribute, retired=True)),
            tr("Delete attribute {name}", name=attribute.name),
        )

    def move_attribute(self, layer: str | None, attribute: Attribute, step: int) -> None:
        """Asks for an attribute later (earlier where `step` is negative)."""
        self._edit(
            lambda schema: schema_changes.move_attribute(schema, layer, attribute.id, step),
            tr("Move attribute {name}", name=attribute.name),
        )

    def add_role(self, name: str, **values: Any) -> str:
        """A new link role, by default from and to any label; returns its id."""
        role = Role(schema_changes.new_role_id(self._place.schema, name), name.strip(), **values)
        self._edit(lambda schema: schema_changes.put_role(schema, role), tr("Add link {name}", name=role.name))
        return role.id

    def put_role(self, role: Role) -> None:
        """A new or changed link role."""
        self._edit(lambda schema: schema_changes.put_role(schema, role), tr("Edit link {name}", name=role.name))

    def delete_role(self, role: Role) -> None:
        """Offers a link role no more. Links that have it stay in the file."""
        self._edit(
            lambda schema: schema_changes.put_role(schema, replace(role, retired=True)),
            tr("Delete link {name}", name=role.name),
        )

    def move_role(self, role: Role, step: int) -> None:
        """Offers a role later (earlier where `step` is negative)."""
        self._edit(
            lambda schema: schema_changes.move_role(schema, role.id, step), tr("Move link {name}", name=role.name)
        )

    def _layer_name(self, layer: str) -> str:
        found = self._place.schema.layer(layer)
        return found.name if found else layer

    # -- the whole -----------------------------------------------------------------------------------------------

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

    def guideline_page(self, version: int) -> str:
        """All that the guidelines said as of a version, in Markdown: the text, then each label's definition."""
        db = self._place.project.reader()
        _, text = schema_edit.read_guidelines(db, version)
        changes = schema_edit.definitions_by_version(db)
        own = next((after for number, _, after in changes if number == version), None)
        later = next((before for number, before, _ in changes if number > version), None)
        return f"{text.rstrip()}\n\n{_definitions(own or later or self._place.schema)}".strip()

    def _edit(self, change: Callable[[Schema], Schema], title: str) -> None:
        after = change(self._place.schema)
        self._write(lambda db: schema_edit.set_schema(db, self._place.annotator.key, after, title))

    def _refuse_read_only(self) -> None:
        if self._place.project.read_only:
            raise UserError(tr("The project is open for reading only."))

    def _write(self, task: Callable[[Connection], Any]) -> None:
        self._refuse_read_only()
        self._place.project.writer.run(task)
        self._place.reread_schema()
        self._place.tell("history")


def _definitions(schema: Schema) -> str:
    """What the labels in use mean, in Markdown: one heading for each layer, one paragraph for each label."""
    lines: list[str] = []
    for layer in schema.layers:
        lines += [f"## {layer.name}", ""]
        for label in layer.labels:
            if label.retired or label.merged_into:
                continue
            lines += [f"**{label.name}** {label.definition}".rstrip(), ""]
            lines += [f"- ✓ {text}" for text in label.examples]
            lines += [f"- ✗ {text}" for text in label.counter_examples]
            lines += [""] if label.examples or label.counter_examples else []
    return "\n".join(lines)
