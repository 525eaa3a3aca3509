"""A saved web page: its main text and what it says about itself."""

from __future__ import annotations

from pathlib import Path

from tests.formats.files import put, read, rows, skipped

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Budget vote delayed - The Daily</title>
<meta property="og:title" content="Budget vote delayed">
<meta property="og:site_name" content="The Daily">
<meta property="og:url" content="https://daily.example/budget">
<meta property="article:published_time" content="2026-03-02T10:00:00Z">
<meta name="author" content="Ann Lee">
<script>document.write("never run")</script></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Budget vote delayed</h1>
<p>The council said on Tuesday that it would
   delay the vote on the budget until the end of the month.&nbsp;“We tried,” said the mayor.</p>
<p>Critics called the delay a ploy. 😀 They want the vote now, and they say so at each
occasion that they can find, as they did at the last meeting.</p></article>
<footer>Copyright. All rights reserved.</footer></body></html>
"""


def test_main_text_title_date_source_author_and_language_are_found(tmp_path: Path) -> None:
    (row,) = rows(read(put(tmp_path, "a.html", PAGE)))
    assert "delay the vote on the budget until the end of the month." in row.text
    assert "would delay" in row.text.replace("would\n", "broken")
    assert "😀" in row.text
    assert "never run" not in row.text
    assert "Sport" not in row.text
    assert row.meta["title"] == "Budget vote delayed"
    assert row.meta["source"] == "The Daily"
    assert row.meta["url"] == "https://daily.example/budget"
    assert row.meta["published"] == "2026-03-02"
    assert row.meta["author"] == "Ann Lee"
    assert row.meta["language"] == "en"


def test_the_declared_encoding_is_used_and_told(tmp_path: Path) -> None:
    page = PAGE.replace("utf-8", "windows-1252").replace("😀", "").replace("Tuesday", "Tuesday in Zürich")
    (row,) = rows(read(put(tmp_path, "a.htm", page.encode("cp1252"))))
    assert "Zürich" in row.text
    assert "“We tried,”" in row.text
    assert row.encoding == "cp1252"


def test_a_page_without_an_article_is_skipped(tmp_path: Path) -> None:
    for number, page in enumerate(("", "<html></html>", "<html><body></body></html>", "\0\0\0", "<" * 5000)):
        items = read(put(tmp_path, f"{number}.html", page))
        assert rows(items) == [], page[:20]
        assert len(skipped(items)) == 1


def test_line_breaks_of_the_source_are_none_of_the_text(tmp_path: Path) -> None:
    (row,) = rows(read(put(tmp_path, "a.html", PAGE)))
    assert not any(line.startswith(" ") for line in row.text.splitlines())
    assert "each occasion that they can find" in row.text
