"""Examples of a label from reviewed text: what gold calls so, and what somebody called so and gold does not."""

from __future__ import annotations

from pathlib import Path

import orjson

from annotator.model.schema import Schema
from annotator.services.importing import ImportOptions, import_files
from annotator.services.jobs import Job
from annotator.services.session import Session
from annotator.storage.project import Project


def test_gold_gives_examples_and_counter_examples(tmp_path: Path, schema: Schema) -> None:
    text = "Odal met Brena. Odal left."

    def row(annotator: str, *labels: str) -> dict[str, object]:
        spans = [
            {
                "id": f"{annotator}{n}",
                "layer": "entity",
                "label": label,
                "start": start,
                "end": start + 4,
                "text": "Odal",
            }
            for n, (label, start) in enumerate(zip(labels, (0, 16), strict=True))
        ]
        return {"format": "annotator/1", "text": text, "annotator": annotator, "spans": spans}

    source = tmp_path / "rows.jsonl"
    source.write_bytes(b"\n".join(map(orjson.dumps, (row("Gold", "ORG", "ORG"), row("Ann", "PERSON", "ORG")))))
    project = Project.create(tmp_path / "p.annotator", schema, "Ann")
    import_files(project, [source], ImportOptions(), Job())
    session = Session(project, project.current_annotator)
    assert session.examples.positive("entity", "ORG") == (), "nothing until it was gathered"
    session.examples.use(session.examples.gather())
    assert session.examples.positive("entity", "ORG") == ("Odal",)
    assert session.examples.negative("entity", "PERSON") == ("“Odal” is ORG",)
    assert session.examples.negative("entity", "ORG") == ()
    session.close()
