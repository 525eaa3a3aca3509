"""Rows of another project's file in the ids of this one."""

from __future__ import annotations

from collections.abc import Callable

import orjson

from annotator.model.schema_translation import Translation
from annotator.storage.tables import ANNOTATION, DECISION, LINK, WORK, Row, Table


def translate_rows(said: Translation) -> Callable[[Table, Row], Row]:
    """A function that gives a row the ids that its layer, label, role and attributes have here."""

    def translate(table: Table, row: Row) -> Row:
        values = dict(zip(table.names, row, strict=True))
        layer = values.get("layer", "")
        if table in (ANNOTATION, DECISION):
            values["layer"], values["label"] = said.labels.get((layer, values["label"]), (layer, values["label"]))
        if table is LINK:
            values["role"] = said.roles.get(values["role"], values["role"])
        for name, of in (("attributes", layer), ("labels", "")):
            if (name, table) in (("attributes", ANNOTATION), ("labels", WORK)) and values[name]:
                given = orjson.loads(values[name])
                changed = said.values_of(of, given)
                if changed != given:
                    values[name] = orjson.dumps(changed).decode()
        return tuple(values.values())

    return translate
