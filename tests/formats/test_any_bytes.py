"""No file makes a reader fail: whatever its bytes are, it gives articles or says why it does not."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.formats.files import put, read

_fragments = st.sampled_from(
    [b'{"text": "a"}', b"\n", b"\r\n", b"[", b"]", b"{", b"}", b'"', b",", b";", b"\t", b"text,title", b"\xff\xfe", b"\xef\xbb\xbf",
     b"\x00", b"\xe9", b"\\ud800", b"1e999", b"<html><p>", b"</p>", b'"spans": [{"start": 0, "end": 1, "label": "A"}]', b"sep=;", b"9" * 30,
     b"<?xml version='1.0' encoding='x'?>", b"\x1b", b"caf\xc3\xa9", b"word " * 30]
)  # fmt: skip  # what makes one kind of file look like another
contents = st.lists(_fragments | st.binary(max_size=8), max_size=12).map(b"".join)


@pytest.mark.parametrize("suffix", ["txt", "jsonl", "json", "csv", "tsv", "html"])
@given(content=contents)
@example(content=b"\xff\xfe\x00\xd8")  # half a surrogate pair in UTF-16
@example(content=b"\xef\xbb\xbf")
@example(content=b"\xff\xfe")
def test_no_bytes_make_a_reader_fail(tmp_path_factory: pytest.TempPathFactory, suffix: str, content: bytes) -> None:
    path = put(tmp_path_factory.getbasetemp(), f"any.{suffix}", content)
    for item in read(path):
        assert item is not None
