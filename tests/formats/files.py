"""Files for the tests of readers, and what a reader makes of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from annotator.formats.reading import Item, Reading, Remark
from annotator.formats.registry import format_for
from annotator.model.exchange import Mismatch, Row, Skipped


def put(folder: Path, name: str, content: str | bytes) -> Path:
    """Writes a file with exactly this content."""
    path = folder / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def put_rows(folder: Path, *rows: Any, name: str = "rows.jsonl") -> Path:
    """Writes rows as JSON lines."""
    return put(folder, name, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def read(path: Path, **options: Any) -> list[Item]:
    """All that the format of a file reads from it."""
    found = format_for(path)
    assert found is not None, path
    assert found.read is not None, path
    return list(found.read(path, Reading(**options)))


def rows(items: list[Item]) -> list[Row]:
    return [item for item in items if isinstance(item, Row)]


def skipped(items: list[Item]) -> list[tuple[int, str]]:
    return [(item.line, item.reason) for item in items if isinstance(item, Skipped)]


def mismatches(items: list[Item]) -> list[tuple[str, str]]:
    return [(item.id, item.reason) for item in items if isinstance(item, Mismatch)]


def remarks(items: list[Item]) -> list[str]:
    return [item.what for item in items if isinstance(item, Remark)]
