"""Pages for people who have no Annotator: headings, paragraphs, tables and figures as HTML or Markdown. Everything is escaped."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.storage.errors import translated

_MARKDOWN = re.compile(r"([\\`*_\[\]|<>~&#])")

Table = Sequence[Sequence[str]]
"""Rows of cells; the first one is the head."""


@dataclass(frozen=True)
class Part:
    """A heading with what stands below it, in this order."""

    title: str
    paragraphs: Sequence[str] = ()
    tables: Sequence[Table] = ()
    figures: Sequence[tuple[str, str, str]] = ()
    """File name, what it shows, SVG."""
    words: bool = False
    """Whether the tables hold sentences, to be read from the left, rather than numbers."""


def html(title: str, parts: Iterable[Part]) -> str:
    """One page that needs nothing else: figures are in it, no script, nothing from the network."""
    body = [f"<h1>{escape(title)}</h1>"]
    for part in parts:
        body.append(f"<h2>{escape(part.title)}</h2>")
        body += [f"<p>{escape(text)}</p>" for text in part.paragraphs]
        body += [f"<figure>{picture}</figure>" for _, _, picture in part.figures]
        body += [_html_table(table, words=part.words) for table in part.tables]
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n<body>\n"
        + "\n".join(body)
        + "\n</body></html>\n"
    )


def markdown(title: str, parts: Iterable[Part], stem: str) -> tuple[str, dict[str, str]]:
    """The page, and its figures: file name -> SVG. `stem`: what their names begin with."""
    lines = [f"# {_plain(title)}", ""]
    pictures: dict[str, str] = {}
    for part in parts:
        lines += [f"## {_plain(part.title)}", ""]
        for text in part.paragraphs:
            lines += [_plain(text), ""]
        for name, shows, picture in part.figures:
            file = f"{stem}-{name}.svg"
            pictures[file] = picture
            lines += [f"![{_plain(shows)}](<{file}>)", ""]
        for table in part.tables:
            lines += [*_markdown_table(table), ""]
    return "\n".join(lines).rstrip() + "\n", pictures


def is_markdown(out: Path) -> bool:
    """Whether a page goes to `out` as Markdown rather than HTML, by its name. UserError where it can be neither."""
    suffix = out.suffix.lower()
    if suffix not in (".html", ".htm", ".md", ".markdown"):
        raise UserError(
            tr("A report is an HTML or a Markdown file."), out, tr("Give it a name that ends in .html or .md.")
        )
    if not out.parent.is_dir():
        raise UserError(tr("There is no such folder."), out.parent, tr("Make it first, or choose another one."))
    if out.is_dir():
        raise UserError(tr("There is a folder of that name."), out, tr("Give the name of a file."))
    return suffix in (".md", ".markdown")


def write(files: Mapping[Path, str]) -> list[Path]:
    """Writes files, each at once in the place of an older one. UserError where one cannot be written."""
    for path, text in files.items():
        with translated(path):
            unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
            try:
                unfinished.write_text(text, encoding="utf-8", newline="\n")
                unfinished.replace(path)
            finally:
                unfinished.unlink(missing_ok=True)
    return list(files)


def _html_table(table: Table, *, words: bool) -> str:
    head, *rows = table
    cells = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    lines = ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows]
    kind = ' class="words"' if words else ""
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table{kind}><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"


def _markdown_table(table: Table) -> list[str]:
    lines = [f"| {' | '.join(map(_plain, row))} |" for row in table]
    return [lines[0], "|" + " --- |" * len(table[0]), *lines[1:]]


def _plain(text: str) -> str:
    """`text` as Markdown shows it, letter for letter, on one line."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#24292f}"
    "h1,h2{line-height:1.2}h2{margin-top:2.2rem;border-bottom:1px solid #d0d7de;padding-bottom:.2rem}"
    "table{border-collapse:collapse;margin:1rem 0;font-size:.92rem}"
    "th,td{padding:.25rem .7rem;border-bottom:1px solid #d0d7de;text-align:right;overflow-wrap:anywhere}"
    "th:first-child,td:first-child{text-align:left}figure{margin:1rem 0}svg{max-width:100%;height:auto}"
    "table.words th,table.words td{text-align:left;vertical-align:top}"
    "@media (prefers-color-scheme:dark){body{background:#212429;color:#e4e5e7}"
    "h2,th,td{border-color:#4a4f57}svg{border-radius:6px}}"
    "@media print{body{max-width:none;margin:0;background:#fff;color:#000}"
    "h2{break-after:avoid}tr,figure{break-inside:avoid}}"
)
