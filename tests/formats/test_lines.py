"""A file as lines: split at LF alone, each decoded by itself, another encoding guessed only where most lines fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.formats.reading import Lines, Reading
from annotator.model.errors import UserError
from tests.formats.files import put


def lines_of(path: Path, **options: str) -> list[bytes]:
    return [line.data for line in Lines(path, Reading(**options))]  # type: ignore[arg-type]  # names of fields


def test_only_lf_ends_a_line_and_a_cr_before_it_belongs_to_the_end(tmp_path: Path) -> None:
    path = put(tmp_path, "a", "one\r\ntwo\x85three\u2028four\rfive\n\nsix")
    assert lines_of(path) == [b"one", "two\x85three\u2028four\rfive".encode(), b"", b"six"]


def test_only_the_first_bytes_are_a_byte_order_mark(tmp_path: Path) -> None:
    path = put(tmp_path, "a", b"\xef\xbb\xbf\xef\xbb\xbfone\n\xef\xbb\xbftwo\n")
    assert lines_of(path) == [b"\xef\xbb\xbfone", b"\xef\xbb\xbftwo"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_split_at_line_feeds_not_at_their_bytes(tmp_path: Path, encoding: str) -> None:
    text = "ਊ Ċ\nsecond\r\n"  # U+0A0A and U+010A contain the byte 0x0A
    mark = "" if encoding in ("utf-16", "utf-32") else "\ufeff"
    path = put(tmp_path, "a", (mark + text).encode(encoding))
    assert lines_of(path) == ["ਊ Ċ".encode(), b"second"]


def test_a_line_that_is_not_utf8_in_a_file_that_otherwise_is_has_no_text(tmp_path: Path) -> None:
    path = put(tmp_path, "a", b"one\ncaf\xe9\nthree\n")
    lines = Lines(path, Reading())
    assert [lines.utf8(line.data) for line in lines] == [b"one", None, b"three"]
    assert lines.encoding == "utf-8"


def test_another_encoding_is_guessed_where_most_lines_are_not_utf8(tmp_path: Path) -> None:
    text = "Die Bürgermeisterin äußerte sich über die Brücke.\nÖffentlich hieß es, später würde geprüft.\nGut.\n"
    path = put(tmp_path, "a", (text * 5).encode("cp1252"))
    lines = Lines(path, Reading())
    assert b"\n".join(lines.utf8(line.data) or b"?" for line in lines).decode() + "\n" == text * 5
    assert lines.encoding not in ("utf-8", "")


def test_an_encoding_that_does_not_fit_or_exist_is_said(tmp_path: Path) -> None:
    path = put(tmp_path, "a", b"caf\xe9\n")
    with pytest.raises(UserError, match="no encoding called"):
        lines_of(path, encoding="klingon")
    with pytest.raises(UserError, match="not in the encoding ascii"):
        lines_of(path, encoding="ascii")
    assert lines_of(path, encoding="latin-1") == ["café".encode()]


def test_a_line_of_giant_length_is_named_and_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.formats.reading.LONGEST_LINE", 100)
    path = put(tmp_path, "a", "x" * 1000 + "\nshort\n" + "y" * 500)
    found = list(Lines(path, Reading()))
    assert [(line.number, line.data, bool(line.fault)) for line in found] == [
        (1, b"", True),
        (2, b"short", False),
        (3, b"", True),
    ]
