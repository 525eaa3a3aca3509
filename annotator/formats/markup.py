"""Text out of marked-up prose (HTML fragments, XHTML, NITF): blocks become paragraphs, white space what a reader sees.

The parsers fetch nothing, expand no entities of a document's own, and keep to ordinary sizes.
"""

from __future__ import annotations

import re
from typing import Any

from annotator.model.decoding import without_lone_surrogates

_SPACES = re.compile(r"[ \t\n\r\f]+")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "table",
        "tr",
        "figure",
        "figcaption",
        "hr",
        "hl1",
        "hl2",
        "body.content",
        "block",
        "media",
        "media-caption",
        "bq",
        "body",
    ]
)
_SILENT = frozenset(["script", "style", "noscript", "template", "iframe", "object", "head", "media-reference"])


def parse_xml(data: bytes) -> Any:
    """The root of an XML document. Raises ValueError with the reason and line where it is none."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"{error.msg}") from error
    return root


def fragment_text(markup: str) -> str:
    """The text of an HTML fragment; of plain text the text itself."""
    if "<" not in markup and "&" not in markup:
        return _NOT_XML.sub(" ", without_lone_surrogates(markup)[0]).strip()
    root = parse_fragment(markup)
    return "" if root is None else block_text(root)


def parse_fragment(markup: str) -> Any | None:
    """A `div` around an HTML fragment; None where it is none."""
    from lxml import html

    try:
        return html.fromstring(f"<div>{_NOT_XML.sub(' ', without_lone_surrogates(markup)[0])}</div>")
    except (ValueError, html.etree.ParserError):
        return None


def block_text(root: Any) -> str:
    """The text of an element: a paragraph for each block, a blank line between them, `br` as a line end."""
    blocks: list[str] = []
    pieces: list[str] = []

    def end_block() -> None:
        lines = (_SPACES.sub(" ", line).strip(" ") for line in "".join(pieces).split("\v"))
        if text := "\n".join(lines).strip():
            blocks.append(text)
        pieces.clear()

    def walk(root: Any) -> None:
        # By hand, because a hostile document may nest deeper than Python calls.
        stack: list[tuple[Any, bool]] = [(root, False)]
        while stack:
            element, leaving = stack.pop()
            name = local_name(element)
            if leaving:
                if name in BLOCKS:
                    end_block()
                if element is not root and element.tail:
                    pieces.append(element.tail)
                continue
            stack.append((element, True))
            if not isinstance(element.tag, str) or name in _SILENT:
                continue
            if name in BLOCKS:
                end_block()
            if name == "br":
                pieces.append("\v")
            if element.text:
                pieces.append(element.text)
            stack.extend((child, False) for child in reversed(element))

    walk(root)
    end_block()
    return "\n\n".join(blocks)


def local_name(element: Any) -> str:
    """An element's name without its namespace, in lower case; empty for comments and the like."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def children(element: Any, *names: str) -> list[Any]:
    """The children of these local names."""
    return [child for child in element if local_name(child) in names]


def descendants(element: Any, *names: str) -> list[Any]:
    """The descendants of these local names, in document order."""
    return [found for found in element.iter() if local_name(found) in names]


def line_of(element: Any | None) -> str:
    """An element's whole text on one line; empty for None."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def first(element: Any, *names: str) -> Any | None:
    """The first descendant of these names, by the order of the names."""
    return next((found for name in names for found in descendants(element, name)), None)
