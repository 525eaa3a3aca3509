"""What libraries think of a damaged file is told as ours, and nothing is written past it to standard error."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from tests.formats.files import put, read, remarks, rows, skipped

PAGE = (
    b"<html><body><article><h1>Taxes fall</h1>"
    + b"<p>Mayor Lee said on Monday that taxes fell in Rome, and that wages rose at once.</p>" * 3
    + b"</article></body></html>"
)


def record(page: bytes, *, short_by: int = 0) -> bytes:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example\r\nContent-Type: application/http\r\n"
    length = len(answer) - short_by
    return f"{head}Content-Length: {length}\r\n\r\n".encode() + answer + b"\r\n\r\n"


def test_a_record_that_does_not_end_where_it_says_is_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("warcio")
    items = read(put(tmp_path, "a.warc", record(PAGE, short_by=5) + record(PAGE.replace(b"Rome", b"Oslo"))))
    assert ["Rome" in row.text for row in rows(items)] == [True, False]
    assert len(remarks(items)) == 1
    items = read(put(tmp_path, "b.warc", b"\xd3\n no archive \n"))
    assert [len(reason.splitlines()) for _, reason in skipped(items)] == [1]
    assert capfd.readouterr().err == ""


def test_a_damaged_pdf_is_named_in_one_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pypdf")
    logging.getLogger("pypdf").setLevel(logging.NOTSET)
    items = read(put(tmp_path, "a.pdf", b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\nstartxref\n9\n%%EO"))
    assert [len(reason.splitlines()) for _, reason in skipped(items)] == [1]
    assert capfd.readouterr().err == ""
