"""A text file is one article, exactly as decoded."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.files import put, read, rows, skipped


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda t: not t.isspace() and t[0] != "\ufeff")
)
def test_a_utf8_file_is_read_code_point_by_code_point(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    (row,) = rows(read(put(tmp_path_factory.mktemp("text"), "a.txt", text)))
    assert (row.text, row.encoding) == (text, "utf-8")


def test_only_the_mark_at_the_start_is_dropped(tmp_path: Path) -> None:
    (row,) = rows(read(put(tmp_path, "a.txt", b"\xef\xbb\xbfone\xef\xbb\xbftwo\r\n")))
    assert row.text == "one\ufefftwo\r\n"


def test_utf16_and_legacy_encodings_are_found(tmp_path: Path) -> None:
    (row,) = rows(read(put(tmp_path, "a.txt", "Zürich 😀\r\n".encode("utf-16"))))
    assert (row.text, row.encoding) == ("Zürich 😀\r\n", "utf-16-le")
    text = "Später äußerte sich die Bürgermeisterin über die größeren Maßnahmen in Zürich.\n" * 3
    (row,) = rows(read(put(tmp_path, "b.txt", text.encode("cp1252"))))
    assert row.text == text
    assert row.encoding != "utf-8"


@pytest.mark.parametrize("content", [b"", b" \n\t", "\u00a0\u2003\u2029".encode(), b"\xef\xbb\xbf\n"])
def test_white_space_is_no_article(tmp_path: Path, content: bytes) -> None:
    assert skipped(read(put(tmp_path, "a.txt", content))) == [(0, "The text is empty or white space only.")]


def test_a_zero_width_space_is_no_white_space(tmp_path: Path) -> None:
    assert len(rows(read(put(tmp_path, "a.txt", "\u200b")))) == 1


def test_the_file_name_is_kept(tmp_path: Path) -> None:
    (row,) = rows(read(put(tmp_path, "näme 1.txt", "text")))
    assert row.meta == {"file": "näme 1.txt"}
