"""The files that news corpora come in: feeds, agencies' XML and JSON, archives, documents. All fixtures are made here."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import orjson
import pytest

from annotator.formats.reading import Reading
from annotator.formats.registry import format_for
from annotator.model.exchange import Row, Skipped

RSS = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harbour News</title>
<language>en-gb</language>
<item><title>Tolls &amp; tides</title><link>http://example.org/1</link><pubDate>Tue, 24 Nov 2026 10:00:00 GMT</pubDate>
<description>Short.</description><content:encoded><![CDATA[<p>The mayor said no.<script>alert(1)</script></p>
<p>Critics <b>agreed</b> 😊.<br>Then they left.</p>]]></content:encoded></item>
<item><title>Empty</title></item></channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Hafenblatt</title><entry><title>Maut</title>
<link href="http://example.org/2"/><updated>2026-11-24T10:00:00Z</updated><author><name>A. B.</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Erster Satz.</p><p>Zweiter   Satz.</p></div></content>
</entry></feed>"""

NITF = """<nitf xml:lang="en"><head><docdata><date.issue norm="20261124T100000Z"/><doc-id id-string="n1"/></docdata></head>
<body><body.head><hedline><hl1>Council votes</hl1></hedline><byline>By Mia Field</byline></body.head>
<body.content><p>The council voted.</p><p>It was late.</p></body.content></body></nitf>"""

NEWSML = f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1" xml:lang="en-GB"><itemMeta>
<provider qcode="nprov:HARBOUR"/><versionCreated>2026-11-24T10:00:00Z</versionCreated></itemMeta><contentMeta>
<headline>Votes</headline></contentMeta><contentSet><inlineXML contenttype="application/nitf+xml">{NITF}</inlineXML>
</contentSet></newsItem>"""

REUTERS = """<!DOCTYPE lewis SYSTEM "lewis.dtd">
<REUTERS TOPICS="YES" NEWID="7">
<DATE>26-FEB-1987 15:01:01.79</DATE><TOPICS><D>cocoa</D></TOPICS>
<TEXT>&#2;
<TITLE>COCOA UP</TITLE><DATELINE> SALVADOR, Feb 26 - </DATELINE><BODY>Prices rose &lt;5 pct&gt;.
 Reuter
&#3;</BODY></TEXT>
</REUTERS>
"""


def read(path: Path) -> list[Row | Skipped]:
    found = format_for(path)
    assert found is not None
    assert found.read is not None
    return list(found.read(path, Reading()))  # type: ignore[arg-type]  # these readers yield rows and what was skipped


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_each_entry_of_a_feed_is_an_article_by_its_fullest_text(tmp_path: Path) -> None:
    row, empty = read(write(tmp_path, "f.xml", RSS))
    assert isinstance(row, Row)
    assert row.text == "The mayor said no.\n\nCritics agreed 😊.\nThen they left."
    assert row.meta["title"] == "Tolls & tides"
    assert (row.meta["source"], row.meta["language"]) == ("Harbour News", "en")
    assert row.meta["published"] == "2026-11-24T10:00:00+00:00"
    assert isinstance(empty, Skipped)
    assert empty.line == 7


def test_an_atom_entry_with_xhtml_inside(tmp_path: Path) -> None:
    (row,) = read(write(tmp_path, "f.atom", ATOM))
    assert isinstance(row, Row)
    assert row.text == "Erster Satz.\n\nZweiter Satz."
    assert {row.meta["author"], row.meta["url"], row.meta["language"]} == {"A. B.", "http://example.org/2", "de"}


@pytest.mark.parametrize(("name", "text", "title"), [("n.xml", NITF, "Council votes"), ("g.xml", NEWSML, "Votes")])
def test_agencies_xml(tmp_path: Path, name: str, text: str, title: str) -> None:
    (row,) = read(write(tmp_path, name, text))
    assert isinstance(row, Row)
    assert row.text == "The council voted.\n\nIt was late."
    assert row.meta["title"] == title
    assert row.meta["byline"] == "By Mia Field"


def test_ninjs_with_text_or_xhtml(tmp_path: Path) -> None:
    item = {"uri": "urn:1", "versioncreated": "2026-11-24", "language": "en-US", "headline": "Hi", "body_text": "A\nb"}
    (row,) = read(write(tmp_path, "a.json", orjson.dumps(item).decode()))
    assert isinstance(row, Row)
    assert (row.text, row.meta["language"], row.meta["id"]) == ("A\nb", "en", "urn:1")
    item = {**item, "body_xhtml": "<p>One.</p><p>Two.</p>"}
    del item["body_text"]
    (row,) = read(write(tmp_path, "b.json", orjson.dumps(item).decode()))
    assert isinstance(row, Row)
    assert row.text == "One.\n\nTwo."


def test_reuters_articles_are_cut_out_of_their_sgml(tmp_path: Path) -> None:
    (row,) = read(write(tmp_path, "r.sgm", REUTERS))
    assert isinstance(row, Row)
    assert row.text == "Prices rose <5 pct>."
    assert (row.meta["title"], row.meta["topics"], row.meta["id"]) == ("COCOA UP", ["cocoa"], "7")
    assert row.line == 2


def zipped(path: Path, parts: dict[str, str]) -> Path:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    path.write_bytes(stream.getvalue())
    return path


def test_the_running_text_of_a_word_document(tmp_path: Path) -> None:
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = "<w:p><w:r><w:t>One </w:t></w:r><w:r><w:t>two.</w:t><w:br/><w:t>Three.</w:t></w:r></w:p><w:p/><w:p><w:r><w:t>Four.</w:t></w:r></w:p>"
    path = zipped(tmp_path / "a.docx", {"word/document.xml": f"<w:document {w}><w:body>{body}</w:body></w:document>"})
    (row,) = read(path)
    assert isinstance(row, Row)
    assert row.text == "One two.\nThree.\n\nFour."


def test_each_chapter_of_a_book_in_reading_order(tmp_path: Path) -> None:
    package = """<package xmlns="http://www.idpf.org/2007/opf"><metadata><title>B</title></metadata><manifest>
    <item id="two" href="c2.xhtml"/><item id="one" href="c1.xhtml"/></manifest>
    <spine><itemref idref="one"/><itemref idref="two"/></spine></package>"""
    page = '<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>{0}</h1><p>Text {0}.</p></body></html>'
    container = '<container><rootfiles><rootfile full-path="OPS/p.opf"/></rootfiles></container>'
    parts = {"META-INF/container.xml": container, "OPS/p.opf": package}
    parts |= {f"OPS/c{n}.xhtml": page.format(n) for n in (1, 2)}
    rows = read(zipped(tmp_path / "b.epub", parts))
    assert [row.text for row in rows if isinstance(row, Row)] == ["1\n\nText 1.", "2\n\nText 2."]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", b"no zip"),
        ("a.epub", b"PK\x03\x04"),
        ("a.xml", b"<rss><channel><item>"),
        ("b.xml", b"<newsItem"),
        ("c.xml", b"<nitf><body></nitf>"),
        ("d.json", b'{"uri": 1, "body_text": 2, "versioncreated": '),
    ],
)
def test_what_cannot_be_read_is_named_with_its_reason(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    (found,) = read(path)
    assert isinstance(found, Skipped)
    assert found.path == str(path)
    assert found.reason
