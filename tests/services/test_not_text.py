"""Captions and trailers are marks on the text: nothing is suggested in them, and undo takes them back."""

from __future__ import annotations

from pathlib import Path

from annotator.model.annotation import NOT_TEXT
from annotator.model.schema import Schema
from tests.services.desk import TEXT, at, labels, open_desk


def test_nothing_is_suggested_in_a_caption_and_undo_brings_it_again(tmp_path: Path, schema: Schema) -> None:
    session = open_desk(tmp_path, schema, (TEXT,))
    try:
        before = {item.quote for item in session.place.open.pending.values()}
        assert "Ada Lee" in before
        line = (0, TEXT.index("\n"))
        made = session.not_text.mark([line])
        assert labels(session) == [("CAPTION", TEXT[: line[1]])]
        assert session.place.open.text == TEXT
        assert all(item.start >= line[1] for item in session.place.open.pending.values())
        assert session.not_text.turn(made).label == "TRAILER"
        session.history.undo()
        session.history.undo()
        assert {item.quote for item in session.place.open.pending.values()} == before
        session.history.undo()
        assert session.schema.layer(NOT_TEXT) is None
    finally:
        session.close()


def test_a_second_mark_needs_no_further_layer(tmp_path: Path, schema: Schema) -> None:
    session = open_desk(tmp_path, schema, (TEXT,))
    try:
        session.not_text.mark(at("Ada Lee left."))
        session.not_text.mark(at("Harbour Radio"))
        assert [layer.id for layer in session.schema.layers].count(NOT_TEXT) == 1
    finally:
        session.close()


def test_the_queue_does_not_count_what_is_suggested_inside(tmp_path: Path, schema: Schema) -> None:
    session = open_desk(tmp_path, schema, (TEXT,))
    try:
        (before,) = session.queue.rows(0, 1)
        inside = session.not_text.mark([(0, TEXT.index("\n"))])
        session.wait()
        (row,) = session.queue.rows(0, 1)
        assert row.pending == len(session.place.open.pending)
        assert row.pending < before.pending
        assert inside.layer == NOT_TEXT
    finally:
        session.close()
