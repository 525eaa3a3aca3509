"""Files that were good and were damaged: each is read or named in one line, and what comes of it fits into a project."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from annotator.formats.reading import Reading
from annotator.formats.registry import format_named
from annotator.model.exchange import Row, Skipped
from annotator.model.schema import Schema
from annotator.services.arriving import Arriving
from annotator.services.schema_names import Names
from annotator.storage.incoming import Person
from tests.formats import corpus

FORMATS = ["csv", "conll", "docbin", "json-cas", "jsonl", "parquet", "web-annotation", "webanno-tsv", "xmi"]
NEEDS = {"parquet": "pyarrow", "xmi": "cassis", "json-cas": "cassis"}
ANN = Person("00000000-0000-5000-8000-000000000001", "Ann")
GOLD = Person("00000000-0000-5000-8000-000000000002", "Gold")
DAMAGE = b'\x00"{}[]<>&|\t\n,;:0123456789-\\\xff'


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The same bytes with some changed, gone, added, repeated, or the rest missing."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(found) + 1)
        kind = chance.choice(["change", "drop", "add", "repeat", "cut"])
        if kind == "change":
            found[at : at + 1] = bytes([chance.randrange(256)])
        elif kind == "drop":
            del found[at : at + chance.randint(1, 30)]
        elif kind == "add":
            found[at:at] = bytes(chance.choices(DAMAGE, k=chance.randint(1, 5)))
        elif kind == "repeat":
            start = chance.randrange(len(found) + 1)
            found[at:at] = found[start : start + chance.randint(1, 60)]
        else:
            del found[at:]
    return bytes(found)


@pytest.mark.parametrize("name", FORMATS)
def test_damage_never_makes_a_reader_or_an_import_fail(tmp_path: Path, schema: Schema, name: str) -> None:
    if name in NEEDS:
        pytest.importorskip(NEEDS[name])
    kind = format_named(name)
    assert kind.read is not None
    whole = tmp_path / ("out" if kind.writes_folder else f"out{kind.suffixes[0]}")
    if kind.writes_folder:
        whole.mkdir()
    corpus.write(name, corpus.rows(), whole, schema)
    files = sorted(p for p in whole.rglob("*") if p.name.endswith(kind.suffixes)) if whole.is_dir() else [whole]
    contents = [path.read_bytes() for path in files]
    path = files[0].with_name(f"damaged{kind.suffixes[0]}")
    chance = random.Random(name)
    for _ in range(120):
        path.write_bytes(damaged(chance.choice(contents), chance))
        arriving = Arriving(Names(schema, {}), lambda _: ANN, GOLD)
        for item in kind.read(path, Reading()):
            if isinstance(item, Row):
                arriving.make(item)
            elif isinstance(item, Skipped):
                assert "\n" not in item.reason
